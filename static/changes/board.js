// A timer counts on the page: <time data-since="2026-…" data-before="90"> shows minutes and seconds. The server writes
// what it was when the page was made, so nothing moves when this begins, and the page is true without it.
function tick() {
  for (const timer of document.querySelectorAll("time[data-since]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(timer.dataset.since)) / 1000) + Number(timer.dataset.before || 0));
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (timer.textContent !== text) timer.textContent = text;
  }
}

setInterval(tick, 1000);
document.body.addEventListener("htmx:afterSwap", tick);

// Whatever somebody types in stays (hx-preserve). A browser that cannot move it in one piece takes the focus from it.
let typing = null;
document.body.addEventListener("htmx:beforeSwap", () => {
  const at = document.activeElement;
  typing = at?.id && at.closest("[hx-preserve]") ? { id: at.id, from: at.selectionStart, to: at.selectionEnd } : null;
});

// A step that was just ticked has no note to type any more: whoever did it with the keyboard goes on at the same step.
document.body.addEventListener("htmx:afterSettle", () => {
  if (document.activeElement !== document.body) return;
  const before = typing && document.getElementById(typing.id);
  (before || document.querySelector("[data-acted]"))?.focus();
  if (before && typing.from !== null) before.setSelectionRange?.(typing.from, typing.to);
});
