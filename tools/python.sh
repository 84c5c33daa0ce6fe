#!/bin/sh
# Print the first Python of at least 3.11 on PATH, or nothing. Asking it to import beats asking whether it is there:
# version managers leave shims on PATH for Pythons that are not installed.
for name in python3 python3.13 python3.12 python3.11 python3.14 python; do
  path=$(command -v "$name" 2>/dev/null) || continue
  if "$path" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    echo "$path"
    exit 0
  fi
done
