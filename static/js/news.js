// A list never moves under the reader's hands: “3 new, show them” stands above it until they ask.
let heard = new Set();

const COMES = /\.(open|reopen|hand_over|return|assign|drop)$/; // what makes a ticket appear in a list; the rest only changes it

document.body.addEventListener("live:queue", ({ detail }) => {
  const bar = document.querySelector(".news-bar[data-news]");
  if (!bar || (detail?.verb && !COMES.test(detail.verb))) return;
  if (detail?.name === "again") { // back after a while: nobody was reading
    if (!document.querySelector(".rows .pick :checked")) htmx.trigger(bar.parentNode, "show-news");
    return;
  }
  heard.add(detail?.number || "something");
  bar.textContent = bar.dataset.news.replace("%s", heard.size);
  bar.hidden = false;
});

document.addEventListener("click", (event) => {
  const bar = event.target.closest(".news-bar[data-news]");
  if (!bar) return;
  heard = new Set();
  htmx.trigger(bar.parentNode, "show-news");
});

// Checkboxes with data-join="columns" travel as one value: ?columns=status,holder
document.addEventListener("change", (event) => {
  const { join } = event.target.dataset;
  if (!join) return;
  const boxes = [...event.target.form.querySelectorAll(`[data-join="${CSS.escape(join)}"]:checked`)];
  event.target.form.elements[join].value = boxes.map((box) => box.value).join(",");
});
