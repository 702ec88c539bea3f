# The commands of this project. `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2

VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
PIP_INSTALL := $(PY) -m pip install --disable-pip-version-check $(if $(CI),--quiet) --require-hashes
NPM := PATH="$(CURDIR)/$(VENV)/bin:$$PATH" npm
SHEET := tracker/static/tracker/site.css
BENCH := var/bench/datasette
MANIFEST := var/static/staticfiles.json
SBOM := var/sbom.json
CYCLONEDX := $(PY) -W ignore -m cyclonedx_py
REQUIREMENTS := requirements requirements-node requirements-dev requirements-bench

# The demonstration always uses its own database in var/, whatever the shell around it has set.
AS_DEMO := env -u DATABASE_URL -u LISTEN_ADDRESS -u SECRET_KEY -u DEBUG -u STATIC_ROOT -u DJANGO_SETTINGS_MODULE DEMO=1
MANAGE := $(AS_DEMO) $(PY) manage.py
# Checks run under the settings of the tests, which need nothing from the shell.
CHECK := env -u TEST_DATABASE_URL PATH="$(CURDIR)/$(VENV)/bin:$$PATH" DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py
# The tests of one file on one core: what they share, such as a running site, is then made once.
PYTEST := $(PY) -m pytest -q -n 2 --dist loadfile

say = printf '\n== %s\n' "$(1)"

##@ The two commands

.PHONY: help
help: ## List these commands.
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@ / {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@printf '\nSettings: PYTHON=python3.12 make run; PORT=8080 make run; CHROMIUM=path make test; BENCH_ARGS=--quick make bench\n'

.PHONY: run
run: port-free $(VENV)/.run $(MANIFEST) demo-data ## Serve the demonstration on this machine (PORT=8000), installing what is missing.
	@$(MANAGE) make_demo_account
	@$(call say,Starting the server)
	@exec $(AS_DEMO) PORT=$(PORT) WORKERS=$(WORKERS) $(PY) -m tracker.serve

.PHONY: test
test: lint types consistent test-sqlite test-postgres ## Check everything that a change must pass.

##@ Parts of make test

.PHONY: lint
lint: $(VENV)/.dev ## Lint the code and check the format of code and templates.
	@$(call say,Linters and formats)
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@find templates -name '*.html' -print0 | xargs -0r $(VENV)/bin/djade --target-version 5.2 --check

.PHONY: types
types: $(VENV)/.dev ## Check the types.
	@$(call say,Types)
	@$(VENV)/bin/mypy

.PHONY: consistent
consistent: $(VENV)/.dev node_modules/.package-lock.json ## Check settings, that no migration is missing, and that the drawing of the models is current.
	@$(call say,Settings$(,) migrations and the drawing of the models)
	@$(CHECK) check
	@$(CHECK) makemigrations --check --dry-run
	@$(CHECK) draw_model --check

.PHONY: test-sqlite
test-sqlite: $(VENV)/.dev node_modules/.package-lock.json $(SHEET) ## Run all tests on SQLite, in the browser too.
	@$(call say,Tests on SQLite and in the browser)
	@env -u TEST_DATABASE_URL $(PYTEST)

.PHONY: test-postgres
test-postgres: $(VENV)/.dev node_modules/.package-lock.json $(SHEET) ## Run the tests on the PostgreSQL server of TEST_DATABASE_URL.
	@if [ -n "$${TEST_DATABASE_URL:-}" ]; then \
	  $(call say,Tests on PostgreSQL); \
	  $(PYTEST); \
	elif [ -n "$${CI:-}" ]; then \
	  echo "TEST_DATABASE_URL is not set, and CI may not leave PostgreSQL out." >&2; exit 1; \
	else \
	  $(call say,Not tested on PostgreSQL. With a server at hand: TEST_DATABASE_URL=postgres://postgres@127.0.0.1/test make test); \
	fi

##@ Keeping house

.PHONY: format
format: $(VENV)/.dev ## Put code and templates into the house format.
	@$(VENV)/bin/ruff check --fix-only .
	@$(VENV)/bin/ruff format .
	@find templates -name '*.html' -print0 | xargs -0r $(VENV)/bin/djade --target-version 5.2

.PHONY: install
install: $(VENV)/.run $(MANIFEST) ## Install what the application needs and build its static files, for a server.

.PHONY: styles
styles: $(SHEET) ## Compile the style sheet from tracker/styles/.

.PHONY: requirements
requirements: | $(UV) ## Compile the pinned requirements from the .in files, keeping pins (UPGRADE=1 moves them).
	@for name in $(REQUIREMENTS); do \
	  $(UV) pip compile --quiet $(if $(UPGRADE),--upgrade) --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements" \
	    $$name.in --output-file $$name.txt; \
	done

.PHONY: check
check: $(VENV)/.dev ## Look up known vulnerabilities of what is pinned, and see that the list of licences is current.
	@$(call say,Known vulnerabilities)
	@$(PY) -m tests.supply.advisories
	@$(call say,Licences)
	@$(PY) -m tests.supply.licences --check

.PHONY: licences
licences: $(VENV)/.dev ## Write docs/licences.md from what is installed.
	@$(PY) -m tests.supply.licences

.PHONY: sbom
sbom: $(VENV)/.dev ## Write the software bill of materials (CycloneDX JSON) to var/sbom.json.
	@mkdir -p $(dir $(SBOM))
	@$(CYCLONEDX) requirements requirements.txt --pyproject pyproject.toml --output-reproducible \
	  --output-format JSON --output-file $(SBOM)

.PHONY: measure
measure: $(VENV)/.run $(MANIFEST) ## Measure weight, queries and time of the pages of the demonstration, for the README.
	@$(MANAGE) measure_pages

.PHONY: bench
bench: $(VENV)/.dev $(SHEET) $(BENCH)/.made ## Measure speed against a static file and Datasette (about half an hour), for docs/performance.md.
	@command -v wrk >/dev/null || { echo "wrk was not found. On Debian: apt-get install wrk" >&2; exit 1; }
	@env -u DATABASE_URL -u STATIC_ROOT DJANGO_SETTINGS_MODULE=tests.settings $(PY) -m tests.bench --keep $(BENCH_ARGS)

.PHONY: faults
faults: $(VENV)/.dev $(SHEET) ## Break running sites on both engines under a thousand updates each, for docs/faults.md (as root).
	@$(call say,Faults: some minutes)
	@env -u TEST_DATABASE_URL FAULTS_UPDATES=1000 FAULTS_PAGE=docs/faults.md $(PY) -m pytest -q tests/faults

.PHONY: clean
clean: ## Remove what was built or installed, and keep the database in var/.
	@rm -rf $(VENV) node_modules var/static $(SHEET) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: clean-data
clean-data: ## Remove the demonstration database with all that was entered in it.
	@rm -f var/tracker.sqlite3 var/tracker.sqlite3-wal var/tracker.sqlite3-shm

# --- What the commands above are made of -----------------------------------------------------------------------------

, := ,

.PHONY: port-free
port-free:
	@[[ "$(PORT)" =~ ^[0-9]{1,5}$$ ]] && (( 10#$(PORT) >= 1 && 10#$(PORT) <= 65535 )) || { \
	  echo "PORT must be a number from 1 to 65535, not '$(PORT)'." >&2; exit 1; }
	@if (exec 3<>/dev/tcp/127.0.0.1/$(PORT)) 2>/dev/null; then \
	  echo "Something already answers on port $(PORT). Stop it, or choose another: PORT=8080 make run" >&2; exit 1; fi

# Stamps: each file's time says when that step was last done, so a step runs again only when its sources changed.
$(VENV)/.made:
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "$(PYTHON) was not found. Install Python 3.11 or newer, or say where it is: PYTHON=python3.12 make run" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is $$($(PYTHON) -V). Python 3.11 or newer is needed: PYTHON=python3.12 make run" >&2; exit 1; }
	@$(call say,Making a Python environment in $(VENV))
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python could not make an environment. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/.run: requirements.txt $(VENV)/.made
	@$(call say,Installing what the application needs (about half a minute))
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@$(call say,Installing what the checks need (about a minute))
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

$(VENV)/.node: requirements-node.txt $(VENV)/.made
	@if command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; then \
	  :; \
	else \
	  $(call say,Installing Node (this machine has none$(,) or one older than 20)); \
	  $(PIP_INSTALL) -r requirements-node.txt; \
	fi
	@touch $@

# Datasette is what the bench compares with. It has an environment of its own: nothing else may come to need it.
$(BENCH)/.made: requirements-bench.txt $(VENV)/.made
	@$(call say,Installing Datasette$(,) which the bench compares with)
	@$(PYTHON) -m venv $(BENCH)
	@$(BENCH)/bin/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements-bench.txt
	@touch $@

$(VENV)/bin/uv:
	@$(MAKE) $(VENV)/.dev

node_modules/.package-lock.json: package.json package-lock.json $(VENV)/.node
	@$(call say,Installing what the style sheet is made with)
	@$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

$(SHEET): $(shell find tracker/styles -type f 2>/dev/null) node_modules/.package-lock.json
	@$(call say,Compiling the style sheet)
	@$(NPM) run --silent styles
	@touch $@

$(MANIFEST): $(VENV)/.run $(SHEET) $(shell find tracker/static inspections/static -type f 2>/dev/null) tracker/settings.py
	@$(call say,Collecting and compressing the static files)
	@$(MANAGE) collectstatic --noinput --clear --verbosity 0
	@touch $@

.PHONY: demo-data
demo-data: $(VENV)/.run
	@$(call say,Bringing the database in var/ up to date)
	@$(MANAGE) migrate --verbosity 1
	@$(call say,Bodies$(,) programmes$(,) themes and demonstration records)
	@$(MANAGE) load_dataset --if-empty fixtures/reference fixtures/demo
