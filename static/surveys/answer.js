// One click in a mail counts: the page sends the number that was pressed there with the first sign of a person. What only opens
// links moves no pointer and presses no key, so it answers nothing. Whoever presses a button is not waited for.
const scale = document.querySelector("form[data-keeps]");
const SIGNS = ["pointermove", "pointerdown", "touchstart", "wheel", "keydown"];

function pressed() {
  // Where answers are without names the number comes behind the #, which is sent to nobody.
  const behind = /^#r(10|[0-9])$/.exec(location.hash);
  return scale.querySelector(behind ? `#r${behind[1]}` : "[data-pressed]");
}

function send(event) {
  if (document.visibilityState !== "visible" || event.target?.closest?.("form[data-keeps] button, a")) return;
  // A browser tells of a pointer that rests where the page was drawn under it: nobody has moved it.
  if (event.type === "pointermove" && !event.movementX && !event.movementY) return;
  SIGNS.forEach((sign) => removeEventListener(sign, send));
  scale.requestSubmit(pressed());
}

function prepare() {
  const chosen = pressed();
  if (!chosen) return;
  scale.querySelectorAll("button").forEach((button) => button.classList.toggle("primary", button === chosen));
  SIGNS.forEach((sign) => addEventListener(sign, send, { passive: true }));
}

if (scale) prepare();
