// Keeps “5 min ago” true while the page stays open. Same words as itsm/frame/words.py, handed over on <body>.
const words = document.body.dataset;
const units = (words.units || "min|h|d").split("|");

function ago(seconds) {
  const far = Math.abs(seconds);
  if (far < 60) return words.now;
  if (far >= 604800) return null;
  const [size, unit] = far < 3600 ? [60, 0] : far < 86400 ? [3600, 1] : [86400, 2];
  const text = `${Math.floor(far / size)} ${units[unit]}`;
  return (seconds < 0 ? words.in : words.ago).replace("%s", text);
}

function refresh() {
  const now = Date.now();
  for (const time of document.querySelectorAll("time[data-ago]")) {
    const text = ago((now - Date.parse(time.dateTime)) / 1000);
    if (text && time.textContent !== text) time.textContent = text;
  }
}

setInterval(refresh, 30000);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
