#!/bin/sh
# Every check, each under its name; all of them run, and the failed ones are listed at the end.
failed=""
step() {
  name=$1
  shift
  printf '── %s\n' "$name"
  "$@" || failed="$failed\n  $name"
}

# As in production, so that the deployment check has something to say; no engine is asked.
production() {
  DEBUG=0 DEMO=0 SECRET_KEY=$(printf '%064d' 0)not-a-secret-qwertyuiopasdfghjkl BASE_URL=https://desk.example ALLOWED_HOSTS=desk.example \
    DATABASE_URL=postgres://baton@db/baton REDIS_URL=redis://valkey/0 "$@"
}

schema() {
  fresh=$(mktemp) || return 1
  .venv/bin/python manage.py spectacular --validate --fail-on-warn --file "$fresh" && {
    diff -u docs/openapi.yaml "$fresh" || { echo "docs/openapi.yaml is out of date: make openapi"; false; }
  }
  result=$?
  rm -f "$fresh"
  return $result
}

step "lint (ruff)" .venv/bin/ruff check --quiet .
step "format (ruff)" .venv/bin/ruff format --quiet --check .
step "types (mypy)" .venv/bin/mypy --no-error-summary
step "import contracts (import-linter)" .venv/bin/lint-imports --no-logo
step "templates (djlint)" .venv/bin/djlint --quiet --lint templates
step "deployment (manage.py check)" production .venv/bin/python manage.py check --deploy --fail-level WARNING
step "migrations" .venv/bin/python manage.py makemigrations --check --dry-run
step "API schema (spectacular)" schema

if [ -n "$failed" ]; then
  printf '\nFailed:%b\n' "$failed"
  exit 1
fi
printf '\nAll checks passed.\n'
