// Words that a button offers go into the reply, where the writer stood.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  const field = button && document.querySelector("#composer textarea[name=words]");
  if (!field) return;
  const gap = field.selectionStart && !field.value.slice(0, field.selectionStart).endsWith("\n") ? "\n" : "";
  field.setRangeText(gap + button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
