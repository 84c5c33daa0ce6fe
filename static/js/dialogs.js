// Dialogs, menus and toasts: what the platform does not do by itself.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  const dialog = event.target.closest("[data-close]")?.closest("dialog");
  if (dialog) { event.preventDefault(); dialog.close(); }
  if (event.target.tagName === "DIALOG") event.target.close();
  event.target.closest("[data-dismiss]")?.parentNode.remove();
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const items = [...menu.querySelectorAll("summary, .menu-list a, .menu-list button")];
    const step = event.key === "ArrowDown" ? 1 : -1;
    items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
  }
});

// What cannot be taken back asks once: data-confirm names the thing and the count. The answer looks like the button it repeats.
let agreed = null;
document.addEventListener("submit", (event) => {
  const asked = event.submitter?.dataset.confirm || event.target.dataset.confirm;
  const dialog = document.getElementById("confirm");
  if (!asked || !dialog || agreed === event.target) { agreed = null; return; }
  event.preventDefault();
  event.stopImmediatePropagation();
  dialog.querySelector("h2").textContent = asked;
  const yes = dialog.querySelector("[value=yes]");
  yes.textContent = event.submitter?.textContent.trim() || "OK";
  yes.className = event.submitter?.classList.contains("primary") ? "button primary" : "button danger";
  dialog.returnValue = "no";
  dialog.onclose = () => {
    if (dialog.returnValue !== "yes") return;
    agreed = event.target;
    event.target.requestSubmit(event.submitter || undefined);
  };
  dialog.showModal();
}, true);

// A dialog that htmx fills opens; one that it empties closes. What is wrong in it gets the focus.
document.body.addEventListener("htmx:afterSwap", (event) => {
  const dialog = event.target;
  if (dialog.tagName !== "DIALOG") return;
  if (!dialog.firstElementChild) dialog.close();
  else if (!dialog.open) dialog.showModal();
  else (dialog.querySelector("[aria-invalid=true]") || dialog.querySelector(".dialog-end button"))?.focus();
});

function toast(text, kind) {
  const line = document.createElement("div");
  line.className = `toast ${kind}`;
  line.append(Object.assign(document.createElement("p"), { textContent: text }));
  document.getElementById("messages")?.append(line);
}

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(name, (event) => {
    if (event.detail.requestConfig?.verb !== "get") toast(document.body.dataset.failed, "error");
  });
}

// Good news leaves by itself; warnings and errors stay until dismissed.
new MutationObserver((changes) => {
  for (const line of changes.flatMap((change) => [...change.addedNodes])) settle(line);
}).observe(document.getElementById("messages"), { childList: true });
function settle(line) {
  if (line.matches?.(".toast:not(.warning, .error)")) setTimeout(() => line.matches(":hover, :focus-within") ? settle(line) : line.remove(), 8000);
}
document.querySelectorAll(".toast").forEach(settle);
