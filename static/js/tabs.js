// Where there is no room for all tabs, the one that is open is in sight.
for (const here of document.querySelectorAll(".tabs > [aria-current]")) {
  const tabs = here.parentElement, beyond = here.getBoundingClientRect().right - tabs.getBoundingClientRect().right;
  if (beyond > 0) tabs.scrollLeft += beyond + 24;
}
