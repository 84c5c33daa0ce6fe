// One stop of a tour: marks what it speaks of, gets out of its way, and ends with Escape.
const slip = document.querySelector(".tour");
const thing = slip && document.querySelector(slip.dataset.at);

function show() {
  thing.classList.add("tour-at");
  const tall = thing.offsetHeight > innerHeight / 2;
  thing.scrollIntoView({ block: tall ? "start" : "center" });
  const { top, bottom } = thing.getBoundingClientRect();
  if (!tall && (top + bottom) / 2 > innerHeight / 2) slip.dataset.side = "top";
}

function end() {
  slip.remove();
  removeEventListener("keydown", onKey, true);
  history.replaceState(history.state, "", location.pathname);
  if (!thing) return;
  thing.classList.remove("tour-at");
  if (!thing.matches("a, button, input, select, textarea, summary, [tabindex]")) thing.tabIndex = -1;
  thing.focus({ preventScroll: true });
}

function onKey(event) {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  event.stopPropagation();
  end();
}

if (slip) {
  if (thing) show();
  slip.querySelector("h2").focus({ preventScroll: true });
  addEventListener("keydown", onKey, true);
  slip.querySelector("[data-end]").addEventListener("click", (event) => {
    event.preventDefault();
    end();
  });
}
