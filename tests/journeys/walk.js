// What is wrong with the page as it stands: asked once it is complete, in one go, in light and in dark.
//
// Colours are most of the work, and nearly all words of a page are painted in other pages too. So words are judged as they
// look: how they are written, and what is painted where they stand. What axe has passed once is not asked again, on any page.
(() => {
  const COLOURS = ["color-contrast", "link-in-text-block"];
  const ASKED = "data-asked"; // the words whose colours axe is to judge
  const CONTROLS = "input, select, textarea";
  const WITHOUT_WORDS = "[type=hidden], [type=range], [type=color], [type=checkbox], [type=radio]";
  const PAINT = ["backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode"];
  const NO_PAINT = "rgba(0, 0, 0, 0),none,1,none,normal";
  const WRITTEN = ["color", "fontSize", "fontWeight", "textShadow", "webkitTextStrokeWidth"];
  const SET_APART = ["display", "fontFamily", "fontStyle", "borderBottom", "textDecorationLine"]; // how a link can differ
  const TO_COME = "#context:empty, #docs:empty"; // after the page itself
  const LATE = 15_000;

  axe.configure({
    rules: [
      { id: "color-contrast", selector: `[${ASKED}]` },
      { id: "link-in-text-block", selector: `a[href][${ASKED}]` },
    ],
  });

  function style(element, names) {
    const all = getComputedStyle(element);
    return names.map((name) => all[name]).join();
  }

  const told = ({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`;

  async function until(found) {
    for (const start = performance.now(); !found(); await new Promise((resolve) => setTimeout(resolve, 20))) {
      if (performance.now() - start > LATE) throw new Error(`Waited for ${found}`);
    }
  }

  function hasWords(element) {
    if (element.matches(CONTROLS)) return !element.matches(WITHOUT_WORDS);
    return [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  }

  // A link in a line is also compared with the words around it, which are no links themselves.
  function among(link) {
    if (getComputedStyle(link).display !== "inline") return null;
    let block = link.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    const linked = [...block.querySelectorAll("a, button")].reduce((sum, { textContent }) => sum + letters(textContent), 0);
    return letters(block.textContent) > linked ? block : null;
  }

  const letters = (text) => text.replaceAll(/\s/g, "").length;

  // 53 bits of a text.
  function short(text) {
    let [high, low] = [0xdeadbeef, 0x41c6ce57];
    for (let place = 0; place < text.length; place++) {
      high = Math.imul(high ^ text.charCodeAt(place), 2654435761);
      low = Math.imul(low ^ text.charCodeAt(place), 1597334677);
    }
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
    return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
  }

  // All that is painted, in the order of the page.
  function paintings() {
    const found = [];
    for (const element of document.querySelectorAll("html, body, body *")) {
      const paint = element.checkVisibility() ? style(element, PAINT) : NO_PAINT;
      if (paint === NO_PAINT) continue;
      const lies = style(element, ["position", "zIndex"]);
      found.push({ element, paint, lies, laid: !lies.startsWith("static"), at: element.getBoundingClientRect() });
    }
    return found;
  }

  const meet = (one, other) =>
    one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
  const holds = (one, other) =>
    one.left <= other.left && one.right >= other.right && one.top <= other.top && one.bottom >= other.bottom;

  // What is painted around, under or over an element: also by strangers that stand in the same place.
  function ground(element, place, painted) {
    return painted.flatMap(({ element: other, paint, lies, laid, at }) => {
      const order = element.compareDocumentPosition(other);
      if (order & Node.DOCUMENT_POSITION_CONTAINS) return holds(at, place) ? paint : `aside ${paint}`;
      if (order & Node.DOCUMENT_POSITION_CONTAINED_BY && !laid) return [];
      return meet(at, place) ? `${order} ${paint} ${lies}` : [];
    });
  }

  // All words of the page with what decides how they look. Over a picture of its own axe cannot tell the colours of anything.
  function words(exclude) {
    const [found, painted] = [[], paintings()];
    for (const element of document.body.querySelectorAll("*")) {
      if (!element.checkVisibility() || !hasWords(element) || element.closest(exclude)) continue;
      const place = element.getBoundingClientRect();
      if (place.width <= 1 || getComputedStyle(element).backgroundImage !== "none") continue;
      const block = element.localName === "a" && among(element);
      const apart = block ? [element, block].map((each) => style(each, [...WRITTEN, ...SET_APART])) : style(element, WRITTEN);
      const look = short([apart, ground(element, place, painted)].join());
      const here = short([look, element.textContent, place.left, place.top, place.right, place.bottom].join());
      found.push({ element, link: Boolean(block), look, here });
    }
    return found;
  }

  // One of each look first; where axe cannot tell by that one, all the others. What it cannot tell at all is known by its place.
  async function judge(judged, exclude, options) {
    const open = words(exclude).filter(({ look, here }) => !judged.has(look) && !judged.has(here));
    const first = new Map(open.map((each) => [each.look, each]));
    const wrong = await ask([...first.values()], judged, exclude, options);
    const rest = open.filter(({ look, here }) => !judged.has(look) && !judged.has(here));
    return [...wrong, ...(await ask(rest, judged, exclude, { runOnly: COLOURS }))];
  }

  async function ask(asked, judged, exclude, options) {
    if (options.runOnly && !asked.length) return [];
    asked.forEach(({ element }) => element.setAttribute(ASKED, ""));
    const told_of = { resultTypes: ["violations", "passes"], elementRef: true, selectors: false };
    const { violations, passes } = await axe.run({ exclude: [[exclude]] }, { ...told_of, ...options });
    asked.forEach(({ element }) => element.removeAttribute(ASKED));
    const of = (results, rule) =>
      new Set(results.filter(({ id }) => id === rule).flatMap(({ nodes }) => nodes.map(({ element }) => element)));
    const [contrast, links] = COLOURS.map((rule) => of(passes, rule));
    const [pale, hidden] = COLOURS.map((rule) => of(violations, rule));
    for (const { element, link, look, here } of asked) {
      if (contrast.has(element) && (!link || links.has(element))) judged.add(look);
      else if (!pale.has(element) && !hidden.has(element)) judged.add(here);
    }
    return violations.map(told);
  }

  async function inBothThemes(judged, exclude) {
    const { dataset } = document.documentElement;
    const headings = document.querySelectorAll("h1").length;
    const wrong = headings === 1 ? [] : [`${headings} headings of the first level`];
    dataset.theme = "light";
    wrong.push(...(await judge(judged, exclude, {})));
    dataset.theme = "dark"; // what else there is to find, light has shown
    wrong.push(...(await judge(judged, exclude, { runOnly: COLOURS })).map((each) => `dark ${each}`));
    return wrong;
  }

  window.walk = async ({ wide, dialog, exclude, judged }) => {
    await until(() => !document.querySelector(TO_COME) && (!dialog || document.querySelector("dialog[open]")));
    const known = new Set(judged.split(" "));
    const over = document.documentElement.scrollWidth - innerWidth;
    const wrong = wide ? await inBothThemes(known, exclude) : over > 0 ? [`${over} px too wide at ${innerWidth}`] : [];
    return { wrong, judged: [...known].join(" ") };
  };
})();
