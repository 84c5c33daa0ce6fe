// Ctrl-K: goes anywhere. The page's own links at once, then what the server offers for these words.
const palette = document.getElementById("palette");

if (palette) {
  const input = palette.querySelector("input");
  const list = palette.querySelector("ul");
  const spare = palette.querySelector("template").content.firstElementChild;
  let own = [];
  let sent = "";
  let timer = 0;

  const line = (link) => {
    const item = document.createElement("li");
    const copy = link.cloneNode(true);
    copy.className = "";
    for (const name of ["data-key", "title", "aria-current", "id"]) copy.removeAttribute(name);
    for (const [name, value] of [["role", "option"], ["tabindex", "-1"]]) copy.setAttribute(name, value);
    item.setAttribute("role", "none");
    item.append(copy);
    return item;
  };

  const options = () => [...list.querySelectorAll("a")].filter((link) => !link.parentNode.hidden);

  function choose(link) {
    for (const other of list.querySelectorAll("a")) other.setAttribute("aria-selected", String(other === link));
    if (!link) return input.removeAttribute("aria-activedescendant");
    link.id ||= `go-${[...list.querySelectorAll("a")].indexOf(link)}`;
    input.setAttribute("aria-activedescendant", link.id);
    link.scrollIntoView({ block: "nearest" });
  }

  function show() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (item) => words.every((word) => item.textContent.toLowerCase().includes(word));
    const search = spare.cloneNode(true);
    search.querySelector("q").textContent = input.value;
    search.querySelector("a").href = `${palette.dataset.search}?q=${encodeURIComponent(input.value)}`;
    list.querySelectorAll("[data-own]").forEach((item) => item.remove());
    const items = own.filter(fits);
    if (words.length && palette.dataset.search) items.push(search);
    for (const item of items) item.dataset.own = "";
    list.append(...items);
    choose(options()[0]);
    ask();
  }

  function ask() {
    clearTimeout(timer);
    if (!palette.dataset.from || input.value === sent) return;
    timer = setTimeout(async () => {
      sent = input.value;
      const answer = await fetch(`${palette.dataset.from}?q=${encodeURIComponent(sent)}`, { headers: { "HX-Request": "true" } });
      if (!answer.ok || sent !== input.value) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      list.querySelectorAll("li:not([data-own])").forEach((item) => item.remove());
      list.prepend(...[...found.querySelectorAll("a")].map(line));
      choose(options()[0]);
    }, 120);
  }

  new MutationObserver(() => {
    if (!palette.open) return;
    own = [...document.querySelectorAll(".rail a.rail-link, .topbar .menu-list a")].map(line);
    input.value = sent = "";
    list.replaceChildren();
    show();
    input.focus();
  }).observe(palette, { attributeFilter: ["open"] });

  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.findIndex((link) => link.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") choose(all[(at + 1) % all.length]);
    else if (event.key === "ArrowUp") choose(all.at(at - 1));
    else if (event.key === "Enter") all[at]?.click();
    else return;
    event.preventDefault();
  });
}
