#!/bin/sh
# Install exactly what the lock file names, checked by hash. Takes the lock file's name.
set -e
echo "Installing the dependencies of $1 (once, and when it changes) …"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$1"
