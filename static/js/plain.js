// In the margin of a notice: a plainer word is put in where the other stands, without losing the place in the text.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-put]");
  const field = button?.form?.elements[button.dataset.into];
  if (!field) return;
  event.preventDefault();
  const at = field.value.toLowerCase().indexOf(button.dataset.put.toLowerCase());
  if (at < 0) return;
  field.focus();
  field.setSelectionRange(at, at + button.dataset.put.length);
  // As if typed: so Ctrl-Z takes it back, and the margin is looked at again.
  if (!document.execCommand("insertText", false, button.dataset.plain)) {
    field.setRangeText(button.dataset.plain);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
