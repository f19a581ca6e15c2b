# `make serve` and `make test` need nothing but Python 3.11 or newer and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING = 1
# Harbourline is fictional, and its dates stand still: it is read as on 22 November 2026 unless another day is set.
export SOURCE_DATE_EPOCH ?= 1795305600

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | sort | expand -t 12

$(VENV)/site-ready: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev-ready: $(VENV)/site-ready requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

.PHONY: serve
serve: $(VENV)/site-ready ## Build the playbook and serve it on http://127.0.0.1:8000, reloading on every change
	$(BIN)/mkdocs serve

.PHONY: build
build: $(VENV)/site-ready ## Build the site into site/
	$(BIN)/mkdocs build --strict

.PHONY: check
check: $(VENV)/site-ready ## Say what is wrong with the playbook's YAML
	$(BIN)/opbook check

.PHONY: schemas
schemas: $(VENV)/site-ready ## Write the JSON Schemas of the YAML anew, for editors
	$(BIN)/opbook schema --out schemas

.PHONY: browser
browser: # The browser that the tests drive; installed only where there is none and the package manager may
	@for each in chromium-headless-shell chromium chromium-browser google-chrome; do \
	  if command -v $$each >/dev/null; then exit 0; fi; done; \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	    { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium-headless-shell fonts-liberation || \
	      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; }; } || \
	  { echo "The browser tests need Chromium: install the package chromium, then run make test again." >&2; exit 1; }

.PHONY: office
office: # LibreOffice, in which tests open the spreadsheets; where it is not to be had, they are skipped
	@command -v soffice >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc-nogui; } || \
	  echo "There is no LibreOffice: the tests that open spreadsheets in it are skipped." >&2

.PHONY: test
test: $(VENV)/dev-ready browser office ## Run everything: linters, types, import contract, tests, a browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --numprocesses 2 --dist loadfile $(HANGS_TWICE)

# A browser that stops answering is asked once more; what is wrong is wrong at once.
HANGS_TWICE := --reruns 1 --only-rerun 'from pytest-timeout'

.PHONY: format
format: $(VENV)/dev-ready ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: lock
lock: $(VENV)/dev-ready ## Renew the lock files from pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip-tools>=7.4,<8'
	$(BIN)/python -m piptools compile $(LOCK) --extra build --output-file requirements.lock pyproject.toml
	$(BIN)/python -m piptools compile $(LOCK) --extra build --extra dev --output-file requirements-dev.lock pyproject.toml

LOCK := --quiet --generate-hashes --allow-unsafe --strip-extras --upgrade --no-header \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.PHONY: clean
clean: ## Remove what was built
	rm -rf site .site.new .site.old
