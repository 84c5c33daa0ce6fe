// Dragging a change to another day or hour opens the plain form that moves it, filled in and already looked at.
// A click stays a click; Escape puts it back. By keyboard the form is reached from the change itself.
const FAR = 6; // px before a press becomes a drag
const STEP = 15 * 60 * 1000;
let drag = null;

const thing = (event) => event.target.closest?.("[data-move]");
const cell = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest(".cal-day[data-day]");

function begin(event) {
  const link = thing(event);
  if (!link || event.button !== 0 || event.pointerType === "touch") return;
  drag = { link, x: event.clientX, y: event.clientY, moved: false, over: null };
}

function follow(event) {
  if (!drag) return;
  if (!drag.moved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
  drag.moved = true;
  drag.link.classList.add("dragged");
  if (drag.link.closest("svg")) drag.link.setAttribute("transform", `translate(${event.clientX - drag.x} 0)`);
  const over = cell(event);
  if (over === drag.over) return;
  drag.over?.classList.remove("over");
  over?.classList.add("over");
  drag.over = over;
}

function end(event) {
  if (!drag) return;
  const done = drag;
  leave();
  if (!done.moved) return;
  const release = new AbortController();
  window.addEventListener("click", (click) => click.preventDefault(), { capture: true, signal: release.signal });
  setTimeout(() => release.abort());
  const wanted = done.link.closest("svg") ? hour(done, event) : day(done);
  if (!wanted) return;
  const query = new URLSearchParams({ ...wanted, back: location.pathname + location.search });
  location.assign(`/changes/calendar/move/${encodeURIComponent(done.link.dataset.move)}/?${query}`);
}

function day({ over, link }) {
  return over && over !== link.closest(".cal-day") ? { on: over.dataset.day } : null;
}

function hour({ link, x }, event) {
  const table = link.closest("table");
  const since = Date.parse(table.dataset.since);
  const length = Date.parse(table.dataset.until) - since;
  const by = Math.round(((event.clientX - x) / link.closest("td").clientWidth) * length / STEP) * STEP;
  return by ? { by: String(by / 60000) } : null;
}

function leave() {
  drag?.link.classList.remove("dragged");
  drag?.link.removeAttribute("transform");
  drag?.over?.classList.remove("over");
  drag = null;
}

document.addEventListener("pointerdown", begin);
document.addEventListener("pointermove", follow);
document.addEventListener("pointerup", end);
document.addEventListener("pointercancel", leave);
document.addEventListener("keydown", (event) => event.key === "Escape" && leave());
document.addEventListener("dragstart", (event) => thing(event) && event.preventDefault());
