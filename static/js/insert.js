// Words go into a text where its writer stands: an article's link into a reply, a picture into an article.
const put = (field, words) => {
  field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
};

document.addEventListener("click", (event) => {
  const words = event.target.closest("[data-insert]")?.dataset.insert;
  const field = words && document.querySelector("#composer textarea[name=words]");
  if (field) put(field, field.selectionStart ? `\n${words}` : words);
});

const textOf = (event) => event.target.closest?.("form[data-upload]")?.elements.body;

for (const name of ["paste", "drop", "dragover"]) {
  document.addEventListener(name, async (event) => {
    const field = textOf(event);
    const brought = event.clipboardData || event.dataTransfer;
    if (!field || !brought.types.includes("Files")) return;
    event.preventDefault();
    for (const file of [...brought.files]) {
      const body = new FormData();
      body.append("file", file);
      const headers = JSON.parse(document.body.getAttribute("hx-headers"));
      const told = await fetch(field.form.dataset.upload, { method: "POST", body, headers }).then((answer) => answer.json()).catch(() => ({}));
      if (told.markdown) put(field, `\n${told.markdown}\n`);
      else alert(told.error || document.body.dataset.failed);
    }
  });
}
