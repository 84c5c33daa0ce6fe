// A form goes out once: two presses in a row tell, ask or open nothing twice. After a while it may go again: what came back
// may have been a file, or nothing at all.
const WHILE = 10_000; // ms
document.addEventListener("submit", (event) => {
  const { dataset, method } = event.target;
  if (event.defaultPrevented || method !== "post") return;
  if (performance.now() - Number(dataset.went) < WHILE) event.preventDefault();
  else dataset.went = performance.now();
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-went]").forEach((form) => delete form.dataset.went));
