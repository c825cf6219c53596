# What a person types: environment, local site, tests, checks, production server. See README.md.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VENV := .venv
PYTHON := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
STATIC := var/static/staticfiles.json

# Exported once, so that every command below sees the port that was asked for.
export PORT ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Some environments forbid Python to keep compiled modules; each start would then take 3 s more.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## lists these targets
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1	\2/p' Makefile | expand -t 18

.PHONY: run
run: $(INSTALLED) ## the site with demo content on 127.0.0.1:$PORT
	@DEBUG=1 exec $(PYTHON) manage.py run_local

.PHONY: test
test: $(INSTALLED) ## the whole test suite on a throw-away PostgreSQL; ARGS="-k name" narrows it
	$(PYTHON) -m pytest -n auto --dist worksteal $(ARGS)

CHECKS := check-style check-types check-imports check-models check-migrations check-deployment check-schema

.PHONY: check $(CHECKS)
check: $(INSTALLED) ## exactly what CI runs
	@$(MAKE) --jobs 2 --output-sync $(CHECKS)
	@$(MAKE) test

$(CHECKS): $(INSTALLED)

check-style:
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check

check-types:
	DEBUG=1 $(VENV)/bin/mypy

check-imports:
	$(VENV)/bin/lint-imports

check-models:
	DEBUG=1 $(PYTHON) manage.py makemigrations --check --dry-run

check-migrations:
	DEBUG=1 DJANGO_SETTINGS_MODULE=cms.settings $(PYTHON) -m tests.migration_safety

check-deployment:
	SECRET_KEY="$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(60))')" ALLOWED_HOSTS=www.example.no DEBUG=0 \
		$(PYTHON) manage.py check --deploy --fail-level WARNING

check-schema:
	DEBUG=1 $(PYTHON) manage.py schema_check

.PHONY: audit
audit: $(INSTALLED) ## asks OSV for known vulnerabilities of the locked packages; needs the network
	@$(PYTHON) -m tests.audit

.PHONY: recovery
recovery: $(INSTALLED) ## backs the local site up, restores it into an empty one, and compares every answer
	@DEBUG=1 DJANGO_SETTINGS_MODULE=cms.settings $(PYTHON) -m tests.recovery

.PHONY: stress
stress: $(INSTALLED) ## reads while content changes, and kills workers while they publish; nothing may be stale
	$(PYTHON) -m tests.stress $(ARGS)

.PHONY: faults
faults: $(INSTALLED) ## takes database, Redis, disk and time away from the site, and puts load on it
	$(PYTHON) -m tests.faults $(ARGS)

.PHONY: schema
schema: $(INSTALLED) ## rewrites cms/schema.graphql
	DEBUG=1 $(PYTHON) manage.py schema

.PHONY: messages
messages: ## compiles the admin's Norwegian in cms/locale; needs gettext
	for name in django djangojs; do \
		msgfmt --output-file cms/locale/nb/LC_MESSAGES/$$name.mo cms/locale/nb/LC_MESSAGES/$$name.po; done

.PHONY: demo
demo: $(INSTALLED) ## grows the demo site to N articles and N/5 events
	DEBUG=1 $(PYTHON) manage.py grow_demo $(or $(N),$(error Say how many articles: make demo N=1000))

.PHONY: bench
bench: $(INSTALLED) ## measures the product, its ceilings and the comparator in one run; ARGS="--quick" is a look
	$(PYTHON) -m tests.bench $(ARGS)

.PHONY: serve
serve: $(INSTALLED) $(STATIC) ## the production server; settings come from the environment
	@exec $(PYTHON) manage.py serve

.PHONY: lock
lock: $(INSTALLED) ## compiles requirements.txt from pyproject.toml, and that of the benchmark's plots
	$(VENV)/bin/uv pip compile pyproject.toml --group dev --universal --generate-hashes \
		--no-emit-index-url --no-header --quiet --output-file requirements.txt
	$(VENV)/bin/uv pip compile tests/bench/requirements.in --universal --generate-hashes \
		--no-emit-index-url --no-header --quiet --output-file tests/bench/requirements.txt

# uv installs the lock in seconds, and is itself in the lock; pip does the same more slowly where uv has no wheel.
$(INSTALLED): requirements.txt
	@test -x $(PYTHON) || python3 -m venv $(VENV)
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "Installing what requirements.txt names …"
	@$(PYTHON) -m pip install --quiet --require-hashes --no-deps --only-binary :all: \
		--requirement <(sed -n '/^uv==/,/^[^ ]/{/^uv==/p;/^ /p}' requirements.txt) || true
	@if test -x $(VENV)/bin/uv; then \
		VIRTUAL_ENV=$(abspath $(VENV)) $(VENV)/bin/uv pip install --quiet --require-hashes --requirement requirements.txt; \
	else \
		$(PYTHON) -m pip install --quiet --require-hashes --requirement requirements.txt; \
	fi
	@touch $@

$(STATIC): $(INSTALLED) $(shell find cms pages search snippets -path '*/static/*' -type f 2>/dev/null)
	@$(PYTHON) manage.py collectstatic --no-input --verbosity 0
	@touch $@
