// Server-sent events: <body data-live="desk ticket.12"> listens; news of the name “ticket” becomes the DOM event
// `live:ticket` on body, so that hx-trigger="live:ticket from:body" fetches again. “again” means: some news was missed.
const topics = (document.body.dataset.live || "").trim();
const NAMES = ["ticket", "queue", "presence", "inbox", "notice", "status", "meeting"];
let source = null;
let timer = 0;
let opened = 0;
let wait = 1000;
let missed = false;

function told(name, detail) {
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

if (topics) {
  open();
  // A browser grants a site six connections over HTTP/1.1: pages nobody looks at must not keep them.
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(() => { source.close(); missed = true; }, 20000);
    else if (source.readyState === EventSource.CLOSED) open();
  });
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && open());
}
