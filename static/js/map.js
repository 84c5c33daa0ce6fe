// On a map, the box under the pointer or the focus shows its own arrows; the others step back.
const light = (box) => {
  for (const map of document.querySelectorAll("svg.map")) {
    const here = box && map.contains(box) ? box.dataset.box : "";
    map.toggleAttribute("data-asked", Boolean(here));
    for (const path of map.querySelectorAll("path[data-lit]")) path.removeAttribute("data-lit");
    if (here) for (const path of map.querySelectorAll(`path[data-ends~="${here}"]`)) path.setAttribute("data-lit", "");
  }
};
for (const news of ["pointerover", "focusin"]) {
  document.addEventListener(news, (event) => {
    if (document.querySelector("svg.map")) light(event.target.closest?.(".map a[data-box]"));
  });
}
