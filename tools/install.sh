#!/bin/sh
# Install exactly what a lock file names, checked by hash. Takes the set: run, test (to run the tests) or dev (everything).
# A larger set holds the smaller ones, so the largest of those that were ever asked for is installed.
# Nothing is byte-compiled: Python does that for the part it imports, in a fraction of the time.
set -e
for set in dev test run; do
  [ "$set" = "$1" ] || [ -f ".venv/$set.stamp" ] && break
done
lock=requirements-$set.lock
[ "$set" != run ] || lock=requirements.lock
echo "Installing the dependencies of $lock (once, and when it changes) …"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r "$lock"
case $set in
  dev) touch .venv/run.stamp .venv/test.stamp .venv/dev.stamp ;;
  test) touch .venv/run.stamp .venv/test.stamp ;;
  run) touch .venv/run.stamp ;;
esac
