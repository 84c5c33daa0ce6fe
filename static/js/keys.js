// The keyboard. Anything with data-key="n", "g d" or "Ctrl+k" is pressed or focused by those keys and listed under “?”.
let first = "";

function typing(element) {
  return element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit])");
}

function visible(element) {
  return element.checkVisibility?.() ?? true;
}

function press(keys) {
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)].find((one) => visible(one) || one.closest("details.menu, .rail, [data-keys]"));
  if (!target || target.disabled) return false;
  if (target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit])")) target.select?.() ?? target.focus();
  else target.click();
  if (target.matches("[type=radio]")) target.form.querySelector("textarea")?.focus();
  else if (target.matches("summary, input, textarea, select")) target.focus();
  return true;
}

const rows = () => [...document.querySelectorAll(".rows tbody tr:has(.title)")].filter(visible);
const current = () => document.querySelector(".rows tr.here");

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(current());
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  current()?.classList.remove("here");
  next.classList.add("here");
  next.querySelector(".title").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

const acts = {
  j: () => move(1),
  k: () => move(-1),
  x: () => { const box = current()?.querySelector(".pick input"); box?.click(); return Boolean(box); },
  Enter: () => { const link = document.activeElement === document.body && current()?.querySelector(".title"); if (link) link.click(); return Boolean(link); },
  "?": () => { list(); document.getElementById("shortcuts")?.showModal(); return true; },
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const modal = document.querySelector("dialog[open]");
  if (event.ctrlKey || event.metaKey) {
    const busy = modal && modal.id !== "palette";
    if (!busy && event.key.length === 1 && press(`Ctrl+${event.key.toLowerCase()}`)) event.preventDefault();
    return;
  }
  if (event.key === "Escape" && typing(event.target)) event.target.blur();
  if (modal || typing(event.target)) return;
  const keys = first + event.key;
  first = "";
  const pair = !keys.includes(" ") && event.key.length === 1 && document.querySelector(`[data-key^="${CSS.escape(event.key)} "]`);
  if (press(keys) || (!keys.includes(" ") && acts[event.key]?.())) event.preventDefault();
  else if (pair) { first = `${event.key} `; setTimeout(() => { first = ""; }, 1200); }
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest(".rows tbody tr");
  if (row && row !== current()) { current()?.classList.remove("here"); row.classList.add("here"); }
});

// “?” lists what this very page offers.
function list() {
  const box = document.querySelector("#shortcuts .keys");
  if (!box) return;
  box.querySelectorAll("[data-found]").forEach((old) => old.remove());
  for (const element of document.querySelectorAll("[data-key]")) {
    if (!visible(element) && !element.closest("details, .rail, [data-keys]")) continue;
    const term = document.createElement("dt");
    const said = document.createElement("dd");
    term.dataset.found = said.dataset.found = "";
    for (const key of element.dataset.key.split(/[ +]/)) term.append(Object.assign(document.createElement("kbd"), { textContent: key }), " ");
    const spoken = element.getAttribute("aria-label") || element.title || (element.labels?.[0] || element).textContent;
    said.textContent = spoken.replace(/\s+/g, " ").trim() || element.placeholder;
    box.append(term, said);
  }
}
document.addEventListener("click", (event) => event.target.closest("[data-dialog=shortcuts]") && list());
