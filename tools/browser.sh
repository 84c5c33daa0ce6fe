# Sourced by tools/test.sh: find Chromium for the journeys, or install it when we may. Sets BATON_CHROMIUM.
find_browser() {
  for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
    path=$(command -v "$name" 2>/dev/null) || continue
    # Ubuntu's chromium-browser is a stub that asks for snap
    "$path" --version >/dev/null 2>&1 && { echo "$path"; return; }
  done
  mac="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
  [ -x "$mac" ] && echo "$mac"
}

install_browser() {
  [ "$(id -u)" = 0 ] || return 0
  echo "Chromium is not installed; asking the system's package manager for it …" >&2
  if command -v apt-get >/dev/null; then
    apt-get update -q >&2
    # Debian's shell without windows is a fifth faster, and all that is needed
    for name in chromium-headless-shell chromium chromium-browser; do
      apt-get install -qy --no-install-recommends "$name" >&2 && break
    done
  elif command -v dnf >/dev/null; then dnf install -qy chromium >&2
  elif command -v apk >/dev/null; then apk add -q chromium >&2
  elif command -v pacman >/dev/null; then pacman -Sy --noconfirm chromium >&2
  elif command -v zypper >/dev/null; then zypper -q install -y chromium >&2
  fi
}

no_browser() {
  cat >&2 <<'TEXT'

  ┌──────────────────────────────────────────────────────────────────────────────┐
  │ The browser journeys were SKIPPED: no Chromium was found on PATH.            │
  │ Install the package "chromium" (or Google Chrome) and run make test again.   │
  └──────────────────────────────────────────────────────────────────────────────┘

TEXT
}

BATON_CHROMIUM=${BATON_CHROMIUM:-$(find_browser)}
if [ -z "$BATON_CHROMIUM" ]; then
  install_browser || true
  BATON_CHROMIUM=$(find_browser)
fi
[ -n "$BATON_CHROMIUM" ] || no_browser
export BATON_CHROMIUM
