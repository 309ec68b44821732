# make demo: set up, build what is in the box, assess NATO.  make test: the whole suite.  make check: format, lint, types, layers.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := .demo
UV := $(shell command -v uv 2>/dev/null)

.PHONY: demo test check format docs bench clean lock

$(VENV)/.run: requirements.lock pyproject.toml
ifneq ($(UV),)
	test -x $(BIN)/python || uv venv --quiet --python $(PYTHON) $(VENV)
	uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.lock
	uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
else
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
endif
	$(BIN)/python -m compileall -q src
	@touch $@

demo: $(VENV)/.run
	@FOEDUS_DATA=$(DEMO) $(BIN)/foedus assess NATO --out $(DEMO)/nato.html

test: $(VENV)/.run
	$(BIN)/python -m pytest

check: $(VENV)/.run
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.run
	$(BIN)/ruff format src tests benchmarks
	$(BIN)/ruff check --fix src tests benchmarks

docs: $(VENV)/.run
	$(BIN)/python -m foedus.reports.reference docs/reference
	$(BIN)/foedus framework > docs/reference/frameworks/strategic_partnership.toml

bench: $(VENV)/.run
	$(BIN)/python benchmarks/run.py

lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) $(DEMO) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
