# Dunlin's commands. A fresh machine needs Python 3.13 (or any Python 3 and access to python.org builds), make and a package index.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(firstword $(shell command -v python3.13 python3 python))
PORT ?= 8000
UV := .uv/bin/uv
BIN := .venv/bin
SAM := SAM_CLI_TELEMETRY=0 PATH="$(CURDIR)/$(BIN):$(CURDIR)/.uv/bin:$$PATH" .sam/bin/sam
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.13 --generate-hashes --no-emit-index-url --no-header
ENVIRONMENT ?= dev
AXE := tests/browser/node_modules/.installed
# How many lives of an invoice chance tries out, and where it begins: the same seed is the same lives.
SIMULATE_EXAMPLES ?= 2000
SIMULATE_SEED ?= $(shell date +%s)
CONTRACT_EXAMPLES ?= 100
FUZZ_EXAMPLES ?= 2000

.PHONY: help setup run test simulate simulate-mutants contract fuzz golden rights check build deploy bench lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

setup: .venv/.installed ## install the development environment into .venv

run: .venv/.installed ## start the whole product on this machine, seeded (PORT=8000)
	@PORT=$(PORT) $(BIN)/python -m local

test: .venv/.installed $(AXE) ## run every test
	$(BIN)/pytest $(ARGS)

simulate: .venv/.installed ## let chance look for a broken promise for long (SIMULATE_EXAMPLES=2000 SIMULATE_SEED=…)
	@echo "SIMULATE_SEED=$(SIMULATE_SEED) SIMULATE_EXAMPLES=$(SIMULATE_EXAMPLES)"
	SIMULATE_EXAMPLES=$(SIMULATE_EXAMPLES) \
		$(BIN)/pytest -n 0 --hypothesis-seed=$(SIMULATE_SEED) tests/simulation/test_random.py $(ARGS)

simulate-mutants: .venv/.installed ## try the tests out: each known mistake must be caught by one of them (ARGS="part of a name")
	$(BIN)/python -m tests.simulation $(ARGS)

contract: .venv/.installed ## hold the API against its OpenAPI document for long (CONTRACT_EXAMPLES=100)
	CONTRACT_EXAMPLES=$(CONTRACT_EXAMPLES) $(BIN)/pytest tests/functional/openapi $(ARGS)

fuzz: .venv/.installed ## look for input that breaks something for long (FUZZ_EXAMPLES=2000)
	FUZZ_EXAMPLES=$(FUZZ_EXAMPLES) $(BIN)/pytest $(ARGS) tests/unit/ubl/test_fuzz.py tests/unit/rendering/test_sandbox_fuzz.py \
		tests/functional/test_engage_fuzz.py tests/functional/portal/test_fuzz.py tests/functional/api/test_fuzz.py

golden: .venv/.installed ## write the golden mails and the list of events anew, after their source changed
	GOLDEN=write $(BIN)/pytest -n 0 tests/unit/rendering/test_golden.py tests/unit/domain/test_announcement.py

rights: .venv/.installed ## write anew which rights the functions use, by every functional test; read the difference
	echo '{}' > tests/infrastructure/rights.json
	RIGHTS=write $(BIN)/pytest tests/functional

check: .venv/.installed .sam/.installed ## lint, types, import rules, security, template
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=layers/common:functions $(BIN)/lint-imports
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive layers/common/dunlin functions local
	$(BIN)/cfn-lint
	$(SAM) validate --lint

build: .venv/.installed .sam/.installed ## build the functions and the layer for AWS, without containers
	$(SAM) build --cached

deploy: build ## deploy to AWS (ENVIRONMENT=dev or prod; the first time: .sam/bin/sam deploy --guided)
	$(SAM) deploy --config-env $(ENVIRONMENT)

bench: .bench/.installed ## measure: CPU per send beside other stacks, dollars, rushes, cold starts (ARGS="starts --write")
	.bench/bin/python -m bench $(ARGS)

lock: $(UV) ## compile the pinned requirements from the .in files
	$(COMPILE) requirements-uv.in -o requirements-uv.txt
	$(COMPILE) layers/common/requirements.in -o layers/common/requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
	$(COMPILE) requirements-sam.in -o requirements-sam.txt
	$(COMPILE) requirements-bench.in -o requirements-bench.txt

clean: ## remove everything that was installed or built
	rm -rf .venv .uv .sam .bench .aws-sam tests/browser/node_modules

$(UV): requirements-uv.txt
	$(PYTHON) -m venv --clear .uv
	.uv/bin/python -m pip install --quiet --require-hashes -r requirements-uv.txt
	@touch $(UV)

.venv/.installed: requirements-dev.txt .python-version | $(UV)
	$(UV) venv --quiet --clear .venv
	$(UV) pip sync --quiet --require-hashes --compile-bytecode --python $(BIN)/python requirements-dev.txt
	@touch $@

# A machine without node, or without its registry, runs every other test; the stamp waits until it is there.
$(AXE): tests/browser/package-lock.json
	@if ! command -v npm >/dev/null; then echo "no npm: the tests that need axe-core are skipped"; \
	elif cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund --silent; then touch node_modules/.installed; \
	else echo "axe-core could not be installed: the tests that need it are skipped"; fi

.sam/.installed: requirements-sam.txt .python-version | $(UV)
	$(UV) venv --quiet --clear .sam
	$(UV) pip sync --quiet --require-hashes --compile-bytecode --python .sam/bin/python requirements-sam.txt
	@touch $@

# WeasyPrint draws by Pango, which the system must have: https://doc.courtbouillon.org/weasyprint/stable/first_steps.html
.bench/.installed: requirements-bench.txt .python-version | $(UV)
	$(UV) venv --quiet --clear .bench
	$(UV) pip sync --quiet --require-hashes --compile-bytecode --python .bench/bin/python requirements-bench.txt
	@touch $@
