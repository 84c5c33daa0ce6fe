#!/bin/sh
# All tests. Arguments go to pytest, which then runs once, as asked.
. tools/browser.sh
unset PYTHONDONTWRITEBYTECODE  # dozens of processes load the same modules: one compiles them for all
if [ $# -gt 0 ]; then
  exec .venv/bin/python -m pytest "$@"
fi
status=0
.venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not journey" || status=$?
# Journeys have the machine to themselves, so that waiting times mean something. A browser that hangs is ended by name after
# three minutes, and the journeys are tried once more to tell a hiccup from a defect.
journeys() {
  .venv/bin/python -m pytest -n 2 --dist loadfile -m journey --timeout 180 --timeout-method thread tests/journeys || { code=$?; [ $code -eq 5 ]; }  # 5: there are none
}
journeys || { echo "A journey failed. Once more:" >&2; journeys; } || status=1
[ -n "$BATON_CHROMIUM" ] || no_browser
exit $status
