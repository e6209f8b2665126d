# What a newcomer needs: `make run` and `make test`.

# The first of these that runs and is new enough; `make PYTHON=...` takes another.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; \
	done)
HOST ?= 127.0.0.1
PORT ?= 8000

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

# A file that could not be made whole is not there.
.DELETE_ON_ERROR:

.PHONY: help run test test-sqlite test-postgres lint format lock bench bench-archives bench-upload bench-site screenshots clean backup restore daily faults load hostile sbom audit

help:
	@echo "make run          set everything up and serve the site on http://$(HOST):$(PORT)"
	@echo "make test         set everything up and run all tests"
	@echo "make lint         check style, types, templates, migrations, lock files and deployment"
	@echo "make format       rewrite Python code in the project's style"
	@echo "make lock         resolve the dependencies anew and lock them"
	@echo "make bench        measure against the budgets"
	@echo "make bench-archives  measure archives of 1 GB, with processes and with Dask"
	@echo "make bench-upload measure an upload of 20 MB to the site"
	@echo "make bench-site   measure the site under load, beside Datasette"
	@echo "make backup       copy the database into var/backups/ (COMPOSE=on: that of compose.yaml)"
	@echo "make restore      put a copy back: make restore FILE=var/backups/..."
	@echo "make daily        remove what has expired"
	@echo "make faults       break what the site stands on, and see that nothing is lost"
	@echo "make hostile      send hostile requests to the real site, and measure what each costs"
	@echo "make load         some minutes of mixed traffic on both databases"
	@echo "make sbom         write the bill of materials, sbom.cdx.json"
	@echo "make audit        look the locked versions up among known weaknesses"
	@echo "make screenshots  make the pictures of the README anew"
	@echo "make clean        remove the environment and everything made, but not your data in var/"

# --- Environment. The .stamp files say which lock file was installed last. ---

# Only what the locks hold is installed (--no-deps): what an index offers besides does not matter.

PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --no-deps

.PHONY: some-python
some-python:
	@[ -n "$(PYTHON)" ] || { echo "evmap needs Python 3.11 or later: python3.11, python3.12, python3.13" \
		"and python3 were looked for. Give another with: make PYTHON=..." >&2; exit 1; }

$(BIN)/python: | some-python
	@$(PYTHON) -c 'import sys; print("Python", sys.version.split()[0], "at", sys.executable)'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "There is no virtual environment to be had." \
		"On Debian and Ubuntu: apt install $$($(PYTHON) -c \
		'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" >&2; exit 1; }

.venv/run.stamp: requirements.txt | $(BIN)/python
	@echo "Installing what evmap needs into .venv, with $$($(PIP) --version | cut -d' ' -f1-2); this takes half a minute."
	@$(INSTALL) --require-hashes -r requirements.txt
	@$(INSTALL) --no-build-isolation --editable .
	@$(PIP) check
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	@echo "Installing what the tests need; this takes a minute."
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@$(PIP) check
	@touch $@

.venv: .venv/dev.stamp
.PHONY: .venv

# --- Run ---

# What is in var/ (database, secret key) is for its owner only.
PRIVATE := umask 077 &&

var/secret_key: | $(BIN)/python
	@$(PRIVATE) $(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50), end="")' > $@

# Before anything else, so that nobody waits for a site that can't be had.
.PHONY: free-port
free-port: | some-python
	@$(PYTHON) tools/free_port.py $(HOST) $(PORT)

run: | free-port .venv/run.stamp var/secret_key
	@chmod -R go-rwx var
	@$(PRIVATE) $(MANAGE) prepare
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@echo
	@echo "The first admin is made with:  $(MANAGE) createsuperuser"
	@echo "The site is on:                http://$(HOST):$(PORT)"
	@echo
	@$(PRIVATE) exec env HTTPS=off BIND=$(HOST):$(PORT) $(BIN)/gunicorn --config gunicorn.conf.py

# --- Check ---

# OCPI validators of others have an environment of their own: they want older packages than evmap.
JUDGES := .cache/judges

$(JUDGES)/stamp: tests/judges/validators/requirements.txt | $(BIN)/python
	@echo "Installing what judges OCPI output."
	@$(PYTHON) -m venv $(JUDGES)
	@$(JUDGES)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

# Many tests wait, so two more run at once than there are processors.
AT_ONCE ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 2)))

test: test-sqlite test-postgres

test-sqlite: .venv/dev.stamp $(JUDGES)/stamp
	$(BIN)/python -m pytest --numprocesses $(AT_ONCE)

# Pages and API read the tables from memory, whatever the database is; a second time, on PostgreSQL,
# runs what writes, locks, counts or asks the database in ways of its own.
DATABASE_TESTS = tests/api/test_rows.py tests/mappings tests/pages/test_notes.py \
	tests/pages/test_published.py tests/reviews/test_stored.py tests/reviews/test_saving.py \
	tests/operations/test_rates.py tests/operations/test_backups.py tests/operations/test_routes.py \
	tests/plan/test_at_once.py tests/plan/test_desk.py tests/plan/test_migration.py \
	tests/plan/test_pages.py tests/test_health.py tests/test_middleware.py

test-postgres: .venv/dev.stamp
	$(BIN)/python -m tests.support.postgres \
		$(BIN)/python -m pytest --numprocesses $(AT_ONCE) -m "not browser" $(DATABASE_TESTS)

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python tools/lock.py --check
	$(BIN)/python -m tools.sbom --check
	@$(PRIVATE) DEBUG=on $(MANAGE) makemigrations --check --dry-run
	@$(PRIVATE) DEBUG=on $(MANAGE) api_schema --check
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
		$(MANAGE) check --deploy --fail-level WARNING

format: .venv/dev.stamp
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

lock: .venv/dev.stamp
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tools/lock.py
	$(BIN)/python -m tools.sbom

# --- Operate ---

# Which database is copied says the environment, as for the site.
FILE ?= var/backups/evmap-$(shell date -u +%Y%m%dT%H%M%SZ).backup
COMPOSE ?= off

# In the database's container, as evmap.operations.backups does it: all of it or nothing.
RESTORE = umask 077; cd /tmp; cat > copy && pg_restore --no-owner --no-acl --file=copy.sql copy && \
	psql --username evmap --dbname evmap --quiet --single-transaction --set=ON_ERROR_STOP=1 \
	--command="DROP SCHEMA public CASCADE" --command="CREATE SCHEMA public" --file=copy.sql; \
	code=$$?; rm -f copy copy.sql; exit $$code

backup: .venv/run.stamp
ifeq ($(COMPOSE),on)
	@mkdir -p $(dir $(FILE))
	@$(PRIVATE) docker compose exec --no-TTY db \
		pg_dump --username evmap --format=custom --no-owner evmap > $(FILE).part && mv $(FILE).part $(FILE)
	@echo "$(FILE) is written. It holds accounts and reviews."
else
	@$(PRIVATE) $(MANAGE) backup $(FILE)
endif

restore: .venv/run.stamp
ifeq ($(COMPOSE),on)
	@docker compose stop web
	@docker compose exec --no-TTY db sh -c '$(RESTORE)' < $(FILE)
	@docker compose start web
else
	@$(PRIVATE) $(MANAGE) restore $(FILE)
endif

daily: .venv/run.stamp
	@$(MANAGE) daily

faults: .venv/dev.stamp
	$(BIN)/python -m tests.faults

hostile: .venv/dev.stamp
	$(BIN)/python -m tests.hostile
	$(BIN)/python -m tests.support.postgres $(BIN)/python -m tests.hostile --no-documents

load: .venv/dev.stamp
	$(BIN)/python -m benchmarks.mixed

sbom: .venv/dev.stamp
	$(BIN)/python -m tools.sbom

audit: .venv/dev.stamp
	$(BIN)/python -m tools.audit

bench: .venv/dev.stamp
	$(BIN)/python -m benchmarks

bench-archives: .venv/dev.stamp
	$(BIN)/python -m benchmarks.archives

# Datasette has an environment of its own: it is only there to be measured beside.
DATASETTE := .cache/datasette/bin/datasette

$(DATASETTE):
	$(PYTHON) -m venv .cache/datasette
	.cache/datasette/bin/python -m pip install --quiet --disable-pip-version-check datasette==0.65.5

bench-upload: .venv/dev.stamp
	$(BIN)/python -m benchmarks.upload

bench-site: .venv/dev.stamp $(DATASETTE)
	$(BIN)/python -m benchmarks.site --datasette $(DATASETTE)

screenshots: .venv/dev.stamp
	$(BIN)/python -m tools.screenshots

clean:
	rm -rf .venv .cache staticfiles htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
