SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory
PORT ?= 8000
export PORT
# Images of containers set it to stay small; here it would make each of many processes compile anew all that it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run build test check messages fmt fuzz crash bench screenshots lock stop clean destroy

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## set up what is missing and serve the demo town on 127.0.0.1:$PORT (8000)
	@scripts/setup.sh run
	@scripts/serve.sh

build: ## build the front end (part of run and test)
	@scripts/setup.sh build

test: ## run all tests: front end, Python, browser
	@scripts/setup.sh test
	@scripts/test.sh $(ARGS)

check: ## lint, types, import order, formats, migrations, translations
	@scripts/setup.sh check
	@scripts/check.sh $(ARGS)

messages: ## collect new messages into the Russian catalogues
	@scripts/setup.sh check
	@scripts/messages.sh

fmt: ## format all sources
	@scripts/setup.sh check
	@scripts/fmt.sh

fuzz: ## send 10,000 generated requests to the API
	@scripts/setup.sh test
	@METKA_FUZZ_EXAMPLES=$${METKA_FUZZ_EXAMPLES:-10000} .venv/bin/python -m pytest tests/fuzz -m fuzz $(ARGS) </dev/null

crash: ## kill worker and database at random under load and count what was lost
	@scripts/setup.sh test
	@.venv/bin/python -m tests.crash $(ARGS) </dev/null

bench: ## measure against the ratios of docs and against other tile servers
	@scripts/setup.sh bench
	@.venv/bin/python -m bench $(ARGS)

screenshots: ## take the pictures of the documentation
	@scripts/setup.sh run
	@scripts/setup.sh test
	@.venv/bin/python scripts/screenshots.py $(ARGS)

lock: ## pin the Python packages anew (ARGS="--upgrade-package django")
	@scripts/setup.sh check
	@scripts/lock.sh $(ARGS)

stop: ## stop the private database
	@scripts/cluster.sh stop

clean: ## remove caches and builds; the database, .venv and uploads stay
	@rm -rf web/static/web/dist .local/stamps .local/static .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache .hypothesis test-results .coverage .coverage.* htmlcov
	@find . \( -name .venv -o -name .venv-bench -o -name node_modules -o -name .local -o -name .git \) -prune \
		-o \( -name __pycache__ -o -name '*.mo' \) -exec rm -rf {} +

destroy: ## remove the private database with everything in it
	@scripts/cluster.sh destroy
