// Theme and rail are cookies, so the next page arrives right from the server and nothing flashes.
const root = document.documentElement;

function keep(name, value) {
  document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax`;
  root.dataset[name] = value;
}

document.addEventListener("click", (event) => {
  const theme = event.target.closest("button[name=theme]");
  const fold = event.target.closest("[data-rail-fold]");
  if (theme) {
    event.preventDefault();
    keep("theme", theme.value);
    for (const other of theme.parentNode.children) other.setAttribute("aria-pressed", String(other === theme));
  }
  if (fold) {
    keep("rail", root.dataset.rail === "narrow" ? "wide" : "narrow");
    fold.setAttribute("aria-pressed", String(root.dataset.rail === "narrow"));
  }
});
