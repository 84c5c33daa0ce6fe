// A notice opened by a link from a mail is seen once it lay before somebody for a second. What only follows links does not wait.
const seen = document.querySelector("form[data-seen]");
let waiting;

function look() {
  clearTimeout(waiting);
  if (document.visibilityState === "visible") waiting = setTimeout(tell, 1000);
}

function tell() {
  document.removeEventListener("visibilitychange", look);
  fetch(seen.action, { method: "POST", body: new URLSearchParams(new FormData(seen)), redirect: "manual", keepalive: true }).catch(() => {});
}

if (seen) {
  document.addEventListener("visibilitychange", look);
  look();
}
