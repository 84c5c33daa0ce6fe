#!/bin/sh
# Resolve pyproject.toml into the lock files. They name no package index: everyone uses their own.
set -e
command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/" >&2; exit 1; }
set -- pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml
uv "$@" -o requirements.lock
uv "$@" --group test -o requirements-test.lock
uv "$@" --group dev -o requirements-dev.lock
if grep -nE '^(--|-i )|://|file:|^-e' requirements*.lock; then
  echo "A lock file names an address or a path (above); it must not." >&2
  exit 1
fi
