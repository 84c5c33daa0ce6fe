// A picture pasted or dropped into the text of an article is kept at once and stands where the writer is.
async function bring(field, files) {
  for (const file of files) {
    const body = new FormData();
    body.append("file", file, file.name);
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    const answer = await fetch(field.form.dataset.upload, { method: "POST", body, headers }).then((found) => found.json()).catch(() => ({}));
    const words = answer.markdown ? `\n${answer.markdown}\n` : "";
    if (!words) alert(answer.error || document.body.dataset.failed);
    field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const textOf = (event) => event.target.closest?.("form[data-upload]")?.querySelector("textarea[name=body]");

for (const [name, of] of [["paste", "clipboardData"], ["drop", "dataTransfer"]]) {
  document.addEventListener(name, (event) => {
    const field = textOf(event);
    const files = [...(event[of]?.files || [])].filter((file) => file.type.startsWith("image/"));
    if (!field || !files.length) return;
    event.preventDefault();
    bring(field, files);
  });
}
document.addEventListener("dragover", (event) => { if (textOf(event) && event.dataTransfer.types.includes("Files")) event.preventDefault(); });
