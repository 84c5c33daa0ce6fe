// Paste or drag files onto a composer: they land in its file input, so that they are sent like chosen ones.
function take(form, files) {
  const input = form?.querySelector("input[type=file][multiple], input[type=file]:not([capture])");
  if (!input || !files.length) return false;
  const all = new DataTransfer();
  for (const file of [...(input.multiple ? input.files : []), ...files]) all.items.add(file);
  input.files = all.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

const drop = (event) => event.dataTransfer?.types.includes("Files") && event.target.closest?.("form.composer, form[data-drop]");

document.addEventListener("paste", (event) => {
  const form = event.target.closest?.("form.composer, form[data-drop]");
  if (take(form, event.clipboardData?.files || [])) event.preventDefault();
});
document.addEventListener("dragover", (event) => { const form = drop(event); if (form) { event.preventDefault(); form.classList.add("dragging"); } });
document.addEventListener("dragleave", (event) => { const form = drop(event); if (form && !form.contains(event.relatedTarget)) form.classList.remove("dragging"); });
document.addEventListener("drop", (event) => {
  const form = drop(event);
  if (!form) return;
  event.preventDefault();
  form.classList.remove("dragging");
  take(form, event.dataTransfer.files);
});

document.addEventListener("change", (event) => {
  const list = event.target.matches("input[type=file]") && event.target.form?.querySelector("[data-files]");
  const files = (form) => [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
  if (list) list.textContent = files(event.target.form).map((file) => `${file.name} (${Math.ceil(file.size / 1024)} kB)`).join(", ");
});
