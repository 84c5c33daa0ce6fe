// Server-sent events: <body data-live="desk ticket:12"> listens, every message becomes a DOM event `live:<name>` on body.
const topics = (document.body.dataset.live || "").trim();
let source = null;
let wait = 1000;

function told(name, detail) {
  document.body.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));
}

function heard(event) {
  let data = event.data;
  try { data = JSON.parse(event.data); } catch { /* plain text is fine */ }
  const name = event.type !== "message" ? event.type : data?.name || data?.topic || "message";
  told(name.split(":")[0], data);
  if (name.includes(":")) told(name, data);
}

function open() {
  source = new EventSource(`/live/?topics=${encodeURIComponent(topics)}`);
  const names = new Set(["message", ...topics.split(/\s+/), ...topics.split(/\s+/).map((topic) => topic.split(":")[0])]);
  for (const name of [...names, "inbox", "presence", "timeline", "queue"]) source.addEventListener(name, heard);
  source.onopen = () => { if (wait > 1000) told("again", null); wait = 1000; };
  source.onerror = () => { source.close(); setTimeout(() => document.hidden || open(), wait); wait = Math.min(wait * 2, 60000); };
}

if (topics) {
  open();
  document.addEventListener("visibilitychange", () => document.hidden || source.readyState !== EventSource.CLOSED || open());
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && open());
}
