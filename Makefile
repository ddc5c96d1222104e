# The desk's commands: `make` lists them. Only Python 3.11+ and make are needed to begin.

VENV  := .venv
BIN   := $(VENV)/bin
PY    := $(BIN)/python
PORT  ?= 8000
ARGS  ?=
# What else to install: EXTRAS=encoder. Once there it stays until `make clean`.
EXTRAS ?=
PIP   := $(PY) -m pip --disable-pip-version-check --quiet
# Wheels with the right hash or nothing: no compiler is needed and nothing unlisted gets in.
LOCKED := install --require-hashes --only-binary :all:
# The suite in two processes, a file in one piece: 140 s instead of 200 on two cores. WORKERS= for one.
WORKERS ?= -n 2 --dist loadfile --no-loadscope-reorder
# The tool that writes the lock files.
UV    := uv==0.13.8

.DEFAULT_GOAL := help
.PHONY: help setup dev data run test test-postgres look bench bench-matching properties races fuzz lint format lock messages clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

setup: $(VENV)/runtime.stamp $(EXTRAS:%=$(VENV)/%.stamp) ## create .venv from requirements.lock (PYTHON=… chooses the interpreter, EXTRAS=encoder adds it)

dev: $(VENV)/dev.stamp ## add what tests and lint need, from requirements-dev.lock

data: setup ## migrate, load the register and the demonstration
	@$(PY) manage.py migrate --no-input --verbosity 0
	@$(PY) manage.py load_register
	@$(PY) manage.py load_demonstration

run: setup ## the whole desk on http://127.0.0.1:8000/ (PORT=… for another port)
	@$(PY) tools/serve.py --check $(PORT)
	@$(MAKE) --no-print-directory data
	@$(PY) manage.py local_user
	@$(PY) tools/serve.py $(PORT)

test: dev ## the tests on SQLite, browser included (ARGS="-k word" narrows)
	@$(PY) tools/find_browser.py --install
	@env -u DATABASE_URL $(LOCAL) $(PY) -m pytest $(WORKERS) $(ARGS)

test-postgres: dev ## the same tests on PostgreSQL (TEST_DATABASE_URL, or the one on 127.0.0.1:5432)
	@$(PY) tools/find_browser.py --install
	@url=$$($(PY) tools/find_postgres.py) && env $(LOCAL) DATABASE_URL="$$url" $(PY) -m pytest $(WORKERS) $(ARGS)

look: dev ## every page as a picture, at two widths, in var/screenshots
	@$(PY) tools/find_browser.py --install
	@env -u DATABASE_URL $(LOCAL) SCREENSHOTS=1 $(PY) -m pytest -m browser $(ARGS)

bench: dev ## the wall-clock limits
	@env $(LOCAL) $(PY) -m pytest tests/bench -p no:randomly $(ARGS)

bench-matching: dev ## matching beside plain search on labelled enquiries (ARGS=FILE for another file)
	@env -u DATABASE_URL $(LOCAL) $(PY) -m tests.bench.compare $(ARGS)

properties: dev ## the promises of matching on 10,000 invented enquiries (minutes)
	@env -u DATABASE_URL $(LOCAL) MATCHING_CASES=1000 $(PY) -m pytest tests/contacts/test_matching_properties.py $(ARGS)

races: dev ## 500 rounds of eight threads on the same few requests (minutes; RACES_SEED=…)
	@env -u DATABASE_URL $(LOCAL) RACES=$${RACES:-500} $(PY) -m pytest tests/contacts/test_races.py -s $(ARGS)

fuzz: dev ## 20,000 hostile requests to the public addresses (minutes; FUZZ=…, FUZZ_SEED=…, TEST_DATABASE_URL=…)
	@env -u DATABASE_URL $(LOCAL) $${TEST_DATABASE_URL:+DATABASE_URL=$$TEST_DATABASE_URL} FUZZ=$${FUZZ:-20000} \
		$(PY) -m pytest tests/test_fuzz.py -s $(ARGS)

lint: dev ## style, types, missing migrations, production settings
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@env -u DATABASE_URL $(LOCAL) $(PY) manage.py makemigrations --check --dry-run
	@env $(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

format: dev ## let ruff put the style right
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: $(PY) ## write the lock files anew from pyproject.toml (ARGS=--upgrade for newer versions)
	@$(PIP) install $(UV)
	@$(COMPILE) -o requirements.lock pyproject.toml
	@$(COMPILE) -o requirements-dev.lock -c requirements.lock --group dev pyproject.toml
	@$(COMPILE) -o requirements-encoder.lock -c requirements.lock --extra encoder pyproject.toml

messages: dev ## collect the texts to translate (when gettext is here) and compile the translations
	@if command -v msgmerge >/dev/null; then $(COLLECT); else echo "gettext is not here: compiling only"; fi
	@$(PY) tools/compile_messages.py

clean: ## remove .venv and caches; the local database and mail in var/ stay
	@rm -rf $(VENV) staticfiles htmlcov .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Tests are the same whatever this machine's own settings are.
LOCAL = -u EMAIL_URL -u SITE_URL -u OFFICE_MAILBOX -u DEFAULT_FROM_EMAIL -u DEBUG ENVIRONMENT=local

# What `check --deploy` sees: a production environment with nobody's secrets.
PRODUCTION = ENVIRONMENT=production SITE_URL=https://desk.example.org ALLOWED_HOSTS=desk.example.org \
	OFFICE_MAILBOX=desk@example.org EMAIL_URL=smtp://localhost:25 DATABASE_URL=sqlite:///:memory: \
	SECRET_KEY=only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ \
	SECURITY_EXPIRES=$$($(PY) -c 'import datetime as d; print(d.date.today() + d.timedelta(300))')

# Runs for every platform and Python from 3.11 on; names no host, whatever this machine is set to.
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv --no-config --quiet pip compile --universal \
	--python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links \
	--annotation-style line $(ARGS)

COLLECT = $(PY) manage.py makemessages --locale nl --locale fr --ignore $(VENV) --ignore var \
	--ignore tests --no-location

$(PY):
	@python=$$(sh tools/find_python.sh $(PYTHON)) && "$$python" -m venv $(VENV)

$(VENV)/runtime.stamp: requirements.lock | $(PY)
	@$(PIP) $(LOCKED) -r requirements.lock
	@touch $@

$(VENV)/dev.stamp: $(VENV)/runtime.stamp requirements-dev.lock
	@$(PIP) $(LOCKED) -r requirements-dev.lock
	@touch $@

# An extra has a lock file of its own; one that does not exist is a mistake in EXTRAS.
$(VENV)/%.stamp: requirements-%.lock | $(VENV)/runtime.stamp
	@$(PIP) $(LOCKED) -r $<
	@touch $@
