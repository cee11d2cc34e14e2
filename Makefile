# Every target makes what it needs: a fresh machine wants Python 3.11+ and make, nothing else.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3.14 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev

.PHONY: run demo test check format eval bench soak container lock clean

run: $(RUNTIME)  ## poll the shipped sources, print alerts in this terminal
	$(BIN)/monitor run

demo: $(RUNTIME)  ## the whole path against a local feed, without network or accounts
	$(BIN)/monitor demo

test: $(DEV)  ## the whole suite, on SQLite and on a real PostgreSQL
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

check: $(DEV)  ## lint, types, arrows, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/hadolint Dockerfile
	$(BIN)/python -m pytest -q tests/test_arrows.py tests/test_docs.py tests/test_operations_doc.py tests/test_method_doc.py tests/config/test_schemas.py
	$(BIN)/monitor check

format: $(DEV)
	$(BIN)/ruff check --fix-only -q .
	$(BIN)/ruff format -q .

eval: $(DEV)  ## accuracy on the gold sets, beside baselines
	$(BIN)/python -m evals.gate --report

bench: $(DEV)  ## speed and memory, beside another reader on the same local server
	$(BIN)/python -m benchmarks

soak: $(DEV)  ## a week of simulated time through the real daemon
	$(BIN)/python -m benchmarks.soak

container:  ## build the image and drive it from outside, with the Docker that is there
	bash tests/container/run.sh

lock: $(DEV)  ## pin every dependency anew, with hashes and without an index
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate -q -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate -q -o requirements-dev.lock

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 to 3.14 is needed and none was found; name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
