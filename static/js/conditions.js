// A field of an offering's form is shown only if another was answered so. The server decides the same again.
function given(form, name) {
  const controls = [...form.elements].filter((one) => one.name === name && !one.closest(".asked-field")?.hidden);
  return controls.flatMap((one) => {
    if (one.type === "radio" || one.type === "checkbox") return one.checked ? [one.value] : [];
    return one.value ? [one.value] : [];
  });
}

function look(form) {
  for (const part of form.querySelectorAll("[data-if]")) {
    const wanted = JSON.parse(part.dataset.is);
    part.hidden = !given(form, part.dataset.if).some((answer) => wanted.includes(answer));
    const when = part.querySelector("[data-when]");
    if (when) when.hidden = true;
  }
}

const lookAll = () => document.querySelectorAll("form[data-conditions]").forEach(look);
document.addEventListener("input", (event) => { const form = event.target.closest?.("form[data-conditions]"); if (form) look(form); });
document.addEventListener("htmx:load", lookAll);
lookAll();

// The form builder: what is added or moved comes back without the page, and the focus goes to where it went.
document.addEventListener("submit", async (event) => {
  const press = event.submitter;
  const section = document.getElementById("section");
  if (press?.name !== "act" || !section?.contains(press)) return;
  event.preventDefault();
  const [verb, where] = press.value.split(":");
  await window.htmx.ajax("POST", event.target.action, { source: event.target, target: "#section", swap: "outerHTML", values: Object.assign(collect(event.target), { act: press.value }) });
  const rows = [...document.querySelectorAll("#section [name=rows]")];
  const row = (verb === "add" ? rows.at(-1) : rows.find((one) => one.value === where))?.closest("li");
  const next = row?.querySelector(verb === "add" ? "input:not([type=hidden])" : `button[value^="${verb}:"]`) || row?.querySelector("button");
  (next || document.querySelector("#section .builder-add button"))?.focus();
});

function collect(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) values[name] = name in values ? [].concat(values[name], value) : value;
  return values;
}
