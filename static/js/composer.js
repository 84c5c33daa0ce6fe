// The composer: only the buttons of the chosen kind can be pressed, by mouse, Enter or Ctrl-Enter alike.
function settle(form) {
  const kind = form.querySelector("[name=kind]:checked")?.value;
  if (!kind) return;
  for (const part of form.querySelectorAll("button[data-for], [data-for] :is(select, input)")) {
    part.disabled = !part.closest("[data-for]").dataset.for.split(" ").includes(kind);
  }
}

const all = (root) => root.querySelectorAll("form.composer").forEach(settle);
all(document);
document.addEventListener("htmx:load", (event) => all(event.target.parentNode || document));
let arrows = false; // who walks through the kinds by arrow keys stays there
document.addEventListener("pointerdown", () => { arrows = false; });
document.addEventListener("change", (event) => {
  const form = event.target.closest("form.composer");
  if (!form || event.target.name !== "kind") return;
  settle(form);
  if (!arrows) form.querySelector("textarea")?.focus();
});

document.addEventListener("keydown", (event) => {
  arrows = event.key.startsWith("Arrow");
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches("textarea")) return;
  const form = event.target.form;
  const buttons = [...form.querySelectorAll("button:not([type=button]):not(:disabled)")].filter((button) => button.checkVisibility());
  const send = buttons.find((button) => "send" in button.dataset) || buttons[0];
  if (send) { event.preventDefault(); form.requestSubmit(send); }
});

// Who fetches these regions says whether something is being written: then what the writer had seen stays what it was.
document.addEventListener("htmx:configRequest", (event) => {
  if (!["stop", "presence"].includes(event.target.id)) return;
  if (document.querySelector("#composer textarea")?.value.trim()) event.detail.parameters.set("writing", "1");
});
