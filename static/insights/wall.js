// The wall view fills the screen when asked; browsers want a press for it. One listener, however often the page is exchanged.
const may = document.fullscreenEnabled
const show = () => document.querySelectorAll("[data-fullscreen]").forEach((button) => { button.hidden = !may || document.fullscreenElement !== null })
document.addEventListener("click", (event) => { if (event.target.closest("[data-fullscreen]")) document.documentElement.requestFullscreen() })
document.addEventListener("fullscreenchange", show)
document.addEventListener("htmx:afterSwap", show)
show()

// A wall that hears nothing says so; the next answer replaces the words.
const silent = () => document.querySelector("[data-stale]")?.removeAttribute("hidden")
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.addEventListener(name, silent)
