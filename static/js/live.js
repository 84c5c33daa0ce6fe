// Server-sent events: <body data-live="desk ticket.12"> listens; news of the name “ticket” becomes the DOM event
// `live:ticket` on body, so that hx-trigger="live:ticket from:body" fetches again. “again” means: some news was missed.
const topics = (document.body.dataset.live || "").trim();
const NAMES = ["ticket", "queue", "presence", "inbox", "notice", "status", "meeting"];
let source = null;
let timer = 0;
let opened = 0;
let wait = 1000;
let missed = false;
const latest = new Map(); // name → when it was last heard, and what
const asked = new WeakMap(); // request → when it was sent
const again = new Map(); // name → what is told once more
let retelling = 0;

function told(name, detail) {
  latest.set(name, { at: performance.now(), detail });
  tell(name, detail);
}

function tell(name, detail) {
  document.body.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));
}

function heard(event) {
  let news = {};
  try { news = JSON.parse(event.data); } catch { /* a bare word is news enough */ }
  const name = news.name || event.type;
  if (name === "again") return NAMES.forEach((each) => told(each, news));
  told(name, news);
}

function open() {
  clearTimeout(timer);
  source = new EventSource(`/live/?topics=${encodeURIComponent(topics)}`);
  for (const name of [...NAMES, "again", "message"]) source.addEventListener(name, heard);
  source.onopen = () => {
    // The first time only who is here is asked again: the answer says if the page missed news while it was loading.
    if (opened) NAMES.forEach((each) => told(each, { name: "again" }));
    else told("presence", { name: "presence" });
    opened = Date.now();
  };
  source.onerror = () => {
    source.close();
    wait = opened && Date.now() - opened > 10000 ? 1000 : Math.min(wait * 2, 60000);
    timer = setTimeout(() => document.hidden || open(), wait * (0.75 + Math.random() / 2));
  };
}

// A piece of the page that comes back while news arrives may be older than the news, and takes the place of the element
// that had heard it: what was heard since the request was sent is told once more.
function tellAgain(sent) {
  for (const [name, news] of latest) if (news.at >= sent) again.set(name, news.detail);
  if (!again.size) return;
  clearTimeout(retelling);
  retelling = setTimeout(() => {
    const all = [...again];
    again.clear();
    all.forEach(([name, detail]) => tell(name, detail));
  }, 100);
}

if (topics) {
  open();
  document.body.addEventListener("htmx:beforeSend", (event) => asked.set(event.detail.xhr, performance.now()));
  document.body.addEventListener("htmx:afterSwap", (event) => tellAgain(asked.get(event.detail.xhr) ?? Infinity));
  // A browser grants a site six connections over HTTP/1.1: pages nobody looks at must not keep them.
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(() => { source.close(); missed = true; }, 20000);
    else if (source.readyState === EventSource.CLOSED) open();
  });
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && open());
}
