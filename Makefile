# Baton. `make` lists what can be asked for.
.DEFAULT_GOAL := help
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
PYTHON = $(eval PYTHON := $(shell sh tools/python.sh))$(PYTHON)

help: ## List what can be asked for
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

run: .venv/run.stamp ## Serve Baton with a demo organisation: engines, web, worker, beat (PORT=8000)
	@exec $(BIN)/python -m itsm.run --with-parent

test: .venv/test.stamp ## Run all tests on the embedded engines, browser journeys included (ARGS= goes to pytest)
	@exec sh tools/test.sh $(ARGS)

marks: .venv/test.stamp ## Follow every mark of every chart of the demo to its list (some minutes)
	@EVERY_MARK=1 exec $(BIN)/python -m pytest -p no:xdist tests/demo/halden/test_marks.py

check: .venv/dev.stamp ## Format, lint, types, imports, templates, migrations, deployment, API schema
	@exec sh tools/check.sh

bench: .venv/test.stamp ## Measure the pages against the reference of docs (SIZE=1M for a million tickets)
	@exec $(BIN)/python manage.py bench $(if $(SIZE),--size $(SIZE))

format: .venv/dev.stamp ## Format the Python files and repair what the linter can
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

messages: .venv/dev.stamp ## Collect the texts for translators and compile the translations
	@$(BIN)/python manage.py makemessages --all --no-obsolete --no-location --ignore .venv && $(BIN)/python manage.py compilemessages --ignore .venv

openapi: .venv/dev.stamp ## Write docs/openapi.yaml anew
	@$(BIN)/python manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml

screenshots: .venv/test.stamp ## Take the pictures of the README anew, of the demo at BASE_URL (http://localhost:8000)
	@. tools/browser.sh && $(BIN)/python tools/screenshots.py

lock: ## Resolve the lock files anew, with hashes (needs uv)
	@exec sh tools/lock.sh

clean: ## Remove the virtual environment and the tests' data; the data of `make run` stays
	@rm -rf .venv .baton/test .mypy_cache .ruff_cache .pytest_cache

.venv/run.stamp: requirements.lock | .venv/bin/python
	@sh tools/install.sh run

.venv/test.stamp: requirements-test.lock | .venv/bin/python
	@sh tools/install.sh test

.venv/dev.stamp: requirements-dev.lock | .venv/bin/python
	@sh tools/install.sh dev

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Baton needs Python 3.11 or newer, and none was found on PATH. Install python3.11 or later." >&2; exit 1; }
	@echo "Making .venv with $(PYTHON)"
	@"$(PYTHON)" -m venv .venv || { echo "Python could not make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv" >&2; rm -rf .venv; exit 1; }

.PHONY: help run test marks check bench format messages openapi lock clean
