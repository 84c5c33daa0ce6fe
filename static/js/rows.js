// Selecting rows: shift selects a range, the head's box selects all, the bulk bar's <output> counts.
let last = null;

function count(form) {
  const boxes = [...form.querySelectorAll("tbody .pick input")];
  const picked = boxes.filter((box) => box.checked).length;
  for (const out of form.querySelectorAll(".bulk-bar output")) out.textContent = (out.dataset.text || "%s").replace("%s", picked);
  const all = form.querySelector("thead .pick input");
  if (all) { all.checked = picked > 0 && picked === boxes.length; all.indeterminate = picked > 0 && picked < boxes.length; }
}

document.addEventListener("click", (event) => {
  const box = event.target.closest(".rows .pick input");
  const form = event.target.closest("form");
  if (event.target.closest("[data-unpick]") && form) {
    for (const other of form.querySelectorAll(".pick input")) other.checked = false;
    count(form);
  }
  if (!box || !form) return;
  const boxes = [...form.querySelectorAll("tbody .pick input")];
  if (box.closest("thead")) for (const other of boxes) other.checked = box.checked;
  else if (event.shiftKey && boxes.includes(last)) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
  }
  last = box;
  count(form);
});
document.addEventListener("htmx:afterSettle", () => {
  for (const bar of document.querySelectorAll("form .bulk-bar")) count(bar.closest("form"));
});
