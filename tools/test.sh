#!/bin/sh
# All tests. Arguments go to pytest, which then runs once, as asked.
. tools/browser.sh
if [ $# -gt 0 ]; then
  exec .venv/bin/python -m pytest "$@"
fi
status=0
.venv/bin/python -m pytest -n 2 --dist loadgroup -m "not journey" || status=$?
# A journey starts a server and a browser of its own; one at a time, so that waiting times mean something.
.venv/bin/python -m pytest -m journey || { code=$?; [ $code -eq 5 ] || status=$code; }  # 5: there are none
[ -n "$BATON_CHROMIUM" ] || no_browser
exit $status
