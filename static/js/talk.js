// The assistant's page: an answer that came is brought into view, the field is empty again, Enter asks and Shift-Enter writes on.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target?.id !== "turns" || detail.requestConfig?.elt?.id !== "ask") return;
  const form = document.getElementById("ask");
  form.reset();
  for (const stale of form.querySelectorAll(".error")) stale.remove();
  detail.target.lastElementChild?.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("#ask textarea")) return;
  event.preventDefault();
  if (event.target.value.trim()) event.target.form.requestSubmit();
});
