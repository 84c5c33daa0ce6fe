// What is wrong with the page as it stands: asked once it is complete, in one go, in light and in dark.
//
// Colours are most of the work, and nearly all words of a page are painted in other pages too. So words are judged as they
// look: by their own colours and those of all they stand on. What axe has passed once is not asked again, on any page.
(() => {
  const COLOURS = ["color-contrast", "link-in-text-block"];
  const ASKED = "data-asked"; // the words whose colours axe is to judge
  const CONTROLS = "input, select, textarea";
  const WITHOUT_WORDS = "[type=hidden], [type=range], [type=color], [type=checkbox], [type=radio]";
  const PAINTED = ["backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode", "color"];
  const WRITTEN = ["fontSize", "fontWeight", "textShadow", "textDecorationLine"];
  const TO_COME = "#context:empty, #docs:empty"; // after the page itself
  const LATE = 15_000;

  axe.configure({
    rules: [
      { id: "color-contrast", selector: `[${ASKED}]` },
      { id: "link-in-text-block", selector: `a[href][${ASKED}]` },
    ],
  });

  const style = (element, names) => names.map((name) => getComputedStyle(element)[name]).join();
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

  // A link is also compared with the words around it.
  function isAmongWords(link) {
    let block = link.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const linked = [...block.querySelectorAll("a")].reduce((sum, { textContent }) => sum + textContent.trim().length, 0);
    return block.textContent.trim().length > linked;
  }

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

  // All words of the page with what decides how they look: the ground below them, and what is laid over or under them.
  function words(exclude) {
    const grounds = new Map([[null, ""]]);
    const ground = (element) => {
      if (!grounds.has(element)) {
        const name = `${element.localName}.${element.getAttribute("class") ?? ""}`;
        grounds.set(element, short(`${ground(element.parentElement)} ${name} ${style(element, PAINTED)}`));
      }
      return grounds.get(element);
    };
    const shown = [...document.body.querySelectorAll("*")].filter((element) => element.checkVisibility());
    const isLaid = (element) => !["static", "relative"].includes(getComputedStyle(element).position);
    const laid = shown.filter(isLaid).map((element) => [element, element.getBoundingClientRect()]);
    const over = (element, { left, right, top, bottom }) =>
      laid
        .filter(([other, at]) => at.left < right && at.right > left && at.top < bottom && at.bottom > top && !other.contains(element))
        .map(([other]) => ground(other));
    const found = [];
    for (const element of shown) {
      const place = element.getBoundingClientRect();
      if (place.width <= 1 || !hasWords(element) || element.closest(exclude)) continue;
      const link = element.localName === "a" && isAmongWords(element);
      const look = short([ground(element), style(element, WRITTEN), link, ...over(element, place)].join());
      const here = short([look, element.textContent, place.left, place.top, place.right, place.bottom].join());
      found.push({ element, link, look, here });
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
    const { theme } = dataset;
    const headings = document.querySelectorAll("h1").length;
    const wrong = headings === 1 ? [] : [`${headings} headings of the first level`];
    dataset.theme = "light";
    wrong.push(...(await judge(judged, exclude, {})));
    dataset.theme = "dark"; // what else there is to find, light has shown
    wrong.push(...(await judge(judged, exclude, { runOnly: COLOURS })).map((each) => `dark ${each}`));
    dataset.theme = theme;
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
