#!/bin/sh
# Install exactly what the lock file names, checked by hash. Takes the lock file's name.
# Nothing is byte-compiled: Python does that for the part it imports, in a fraction of the time.
set -e
echo "Installing the dependencies of $1 (once, and when it changes) …"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r "$1"
