#!/bin/sh
# All tests. Arguments go to pytest, which then runs once, as asked.
. tools/browser.sh
unset PYTHONDONTWRITEBYTECODE  # dozens of processes load the same modules: one compiles them for all
if [ $# -gt 0 ]; then
  exec .venv/bin/python -m pytest "$@"
fi
within() {
  seconds=$1; shift
  .venv/bin/python tools/within.py "$seconds" .venv/bin/python -m pytest -n 2 --dist loadfile "$@"
}
status=0
within 1800 --no-loadscope-reorder -m "not journey" || status=1
# Journeys have the machine to themselves, so that waiting times mean something. A browser that hangs is ended by name after
# two minutes, all of them after six, and they are tried once more to tell a hiccup from a defect.
journeys() {
  within 360 --max-worker-restart 0 -m journey --timeout 120 --timeout-method thread tests/journeys || { code=$?; [ $code -eq 5 ]; }  # 5: there are none
}
journeys || { echo "A journey failed. Once more:" >&2; journeys; } || status=1
[ -n "$BATON_CHROMIUM" ] || no_browser
exit $status
