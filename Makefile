# `make run` starts everything, `make test` checks everything, `make help` lists the rest.

PYTHON ?= python3
PY := .venv/bin/python
UV := .venv/bin/uv
UV_PIN = $(shell sed -n 's/^uv==\([^ ;]*\).*/\1/p' requirements-dev.txt)
# One process more than cores: each waits at times, for its emulators or for a time limit.
IN_PARALLEL = -n $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )) --dist worksteal
# Journeys that pass; the others of web/tests wait for mends, and are run by `make browser`.
BROWSER_TESTS = visit.spec failures.spec imports.spec history.spec home.spec
PIN := uv pip compile -q --universal --python-version 3.11 --generate-hashes pyproject.toml
# Requirements do not say which package needs which, and cyclonedx-py warns of that.
BILL := $(PY) -W ignore::UserWarning -m cyclonedx_py requirements --output-reproducible \
  --pyproject pyproject.toml

# Every process compiles the modules that it loads, unless it finds them compiled.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run web test lint types imports unit web-check browser lighthouse coverage fuzz format openapi bench attack
.PHONY: berka pins licences sbom clean setup setup-web

WEB_FILES := $(shell find web -type d \( -name node_modules -o -name dist -o -name .cache -o -name generated \
  -o -name tests -o -name test-results -o -name screenshots \) -prune -o -type f -print)

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

run: setup web/dist/index.html ## Start the web app on http://127.0.0.1:5173, the functions on :8787, and the emulators
	@$(PY) -m local.run

web: setup-web ## Serve the web app with hot reload on http://127.0.0.1:5174, beside `make run`
	@cd web && npm run --silent dev

test: setup ## Check style, types and imports, then run every test, in processes with emulators of their own
	@$(MAKE) --no-print-directory -j 3 lint types imports web-check
	$(PY) -m pytest -q $(IN_PARALLEL) $(PYTEST_ARGS)
	@$(MAKE) --no-print-directory browser BROWSER_ARGS='$(BROWSER_TESTS)'

lint: setup ## Check style
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: setup ## Check types
	.venv/bin/mypy --strict

imports: setup ## Check that imports go one way
	.venv/bin/lint-imports

unit: setup ## Run the tests that need no emulator
	$(PY) -m pytest -q tests/unit $(PYTEST_ARGS)

web-check: setup-web web/dist/index.html ## Check types, style, units and size of the web app
	cd web && npm run --silent types && npm run --silent lint && npm run --silent unit && npm run --silent size

browser: setup web/dist/index.html ## Run all journeys in Chromium against the built web app (BROWSER_ARGS=… for playwright)
	@local/setup.sh chromium
	$(PY) -m local.exec --served npm --prefix web run --silent browser -- $(BROWSER_ARGS)

lighthouse: setup web/dist/index.html ## Measure the landing page by Lighthouse; each category should have 95 points
	@local/setup.sh chromium
	# Its 160 packages are for this command alone.
	cd web && npm install --no-save --no-audit --no-fund lighthouse@12.8.2
	$(PY) -m local.exec --served npm --prefix web run --silent lighthouse

coverage: setup ## Run every test and say which branches none of them takes
	$(PY) -m pytest -q $(IN_PARALLEL) --cov --cov-report=term-missing:skip-covered $(PYTEST_ARGS)

fuzz: setup ## Send every operation all made-up requests (FUZZ_EXAMPLES=… random ones), and not a selection
	FUZZ_EXAMPLES=$${FUZZ_EXAMPLES:-20} $(PY) -m local.exec $(PY) -m pytest -q tests/http/http/test_schema.py $(PYTEST_ARGS)

format: setup ## Bring the code into its style
	.venv/bin/ruff check --fix-only .
	.venv/bin/ruff format .

openapi: setup ## Write openapi.json from the functions, and clients/live.ts from the live documents
	$(PY) -m functions.openapi openapi.json
	$(PY) -m functions.live clients/live.ts

bench: setup ## Measure against the performance targets (BENCH_ARGS='--json FILE': into a file, too)
	$(PY) -m local.exec $(PY) -m benchmarks $(BENCH_ARGS)

attack: setup ## Send the requests that try to cost too much, and print what each costs
	$(PY) -m local.exec $(PY) -m tests.attack

berka: setup ## Check the ledger against a real bank's records
	$(PY) -m local.exec $(PY) -m tests.berka

pins: setup ## Pin what pyproject.toml and package.json ask for (PIN_ARGS=--upgrade: the newest)
	.venv/bin/$(PIN) $(PIN_ARGS) -o requirements.txt
	.venv/bin/$(PIN) $(PIN_ARGS) --group dev -c requirements.txt -o requirements-dev.txt
	npm install --package-lock-only --omit=optional --no-audit --no-fund
	sed -i.old '/"resolved": "https/d' package-lock.json && rm package-lock.json.old

licences: setup ## List the licences of all dependencies; fails if one is not allowed
	$(PY) -m local.supply_chain.licences

sbom: setup ## Write bills of materials (CycloneDX) of the functions, the development tools and the emulators
	@mkdir -p sbom
	$(BILL) -o sbom/functions.cdx.json requirements.txt
	$(BILL) -o sbom/development.cdx.json requirements-dev.txt
	npm sbom --sbom-format cyclonedx --package-lock-only > sbom/emulators.cdx.json
	$(PY) -m local.supply_chain.sbom sbom/functions.cdx.json requirements.txt
	$(PY) -m local.supply_chain.sbom sbom/development.cdx.json requirements-dev.txt
	$(PY) -m local.supply_chain.sbom sbom/emulators.cdx.json package-lock.json

clean: ## Remove everything that was built or installed
	rm -rf web/node_modules web/dist web/.cache web/src/api/generated web/test-results
	rm -rf .venv node_modules sbom .cache .coverage .coverage.* .hypothesis .import_linter_cache
	rm -rf .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup: .cache/python.stamp .cache/node.stamp

setup-web: .cache/web.stamp

.cache/python.stamp: requirements.txt requirements-dev.txt
	@mkdir -p .cache
	@local/setup.sh python "$(PYTHON)"
	@$(PY) -c 'import sys, pip; assert sys.version_info >= (3, 11)' 2>/dev/null \
	  || "$(PYTHON)" -m venv --clear .venv
	@sed -n '/^uv==/,/^ *#/p' requirements-dev.txt > .cache/uv.txt
	@$(UV) --version 2>/dev/null | grep -q "^uv $(UV_PIN)\b" \
	  || $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r .cache/uv.txt
	$(UV) pip sync -q --require-hashes --python $(PY) requirements-dev.txt \
	  || $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.cache/node.stamp: package.json package-lock.json .npmrc
	@mkdir -p .cache
	@local/setup.sh node
	npm ci --omit=optional --no-audit --no-fund
	@touch $@

.cache/web.stamp: web/package.json web/package-lock.json web/.npmrc
	@mkdir -p .cache
	@local/setup.sh node
	cd web && npm ci --no-audit --no-fund
	@touch $@

web/dist/index.html: .cache/web.stamp openapi.json clients/live.ts $(WEB_FILES)
	cd web && npm run --silent build
	@touch $@
