# Two commands on a fresh machine (Python 3.11 to 3.13, pip, make): `make demo` and `make test`.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
OUT ?= out

.PHONY: demo test docs locked lock audit lint bench train page clean guard accept notebooks

demo: $(VENV)/.ready  ## build the graph of the bundled corpus into out/
	$(BIN)/unionkg build -o $(OUT)
	@echo
	@echo "The graph is in $(OUT)/. Open $(OUT)/graph.html in a browser, or ask:"
	@echo "  $(BIN)/unionkg show 三亚市总工会 -o $(OUT)"
	@echo "  $(BIN)/unionkg query --list"

docs: $(VENV)/.ready-test  ## the pages that are made: vocabulary, walkthrough, cookbook, bad inputs
	$(BIN)/python docs/generate.py
	$(BIN)/python tests/bad_inputs.py > docs/bad-inputs.md

notebooks: $(VENV)/.ready-test  ## run the notebooks again and keep what they show (needs Chromium)
	$(BIN)/python notebooks/execute.py

test: $(VENV)/.ready-test  ## run every test
	$(BIN)/python -m pytest -n auto --dist loadfile

locked: | $(BIN)/python  ## install what the checks need, exactly as requirements/ci.txt pins it
	$(PIP) --require-hashes -r requirements/ci.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $(VENV)/.ready $(VENV)/.ready-test

lock: $(VENV)/.ready-test  ## pin the newest versions in range again
	$(PIP) uv
	{ echo '# Every package of the checks with its hashes, for Python 3.11 to 3.13; made by `make lock`, do not edit.'; \
	$(BIN)/uv pip compile pyproject.toml -q --no-header --universal --python-version 3.11 --generate-hashes \
	$(foreach extra,dev pdf validate parquet notebook dask,--extra $(extra)); } > requirements/ci.txt

audit: $(VENV)/.ready-test  ## licences of what is installed, and known vulnerabilities where there is a network
	-@$(PIP) pip-audit
	$(BIN)/python tests/audit.py

lint: $(VENV)/.ready-test
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/.ready  ## characters per second, beside jieba.posseg
	$(BIN)/python benchmarks/build.py

guard: $(VENV)/.ready  ## has the work of a small build grown?  (a test of the suite, too)
	$(BIN)/python benchmarks/guard.py

accept: $(VENV)/.ready  ## accept the work of a small build as it is now (benchmarks/guard.json)
	$(BIN)/python benchmarks/guard.py --accept

train: $(VENV)/.ready-train  ## train the models on seeds/gold and the corpus (how pages are read first: the others learn from what it gives)
	$(BIN)/python -m graph.learn.joins
	$(BIN)/python -m graph.learn.names
	$(BIN)/python -m graph.learn.relations

page:  ## build the page's script and style from web/ (needs node 20)
	cd web && npm ci --ignore-scripts --no-audit --no-fund && npm run build

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "no Python 3.11, 3.12 or 3.13 found; install one, or run make PYTHON=/path/to/python" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV) 2>/dev/null || \
	{ $(PYTHON) -m venv --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }

$(VENV)/.ready: pyproject.toml | $(BIN)/python
	$(PIP) -e .
	@touch $@

$(VENV)/.ready-test: pyproject.toml | $(BIN)/python
	$(PIP) -e '.[dev,pdf,validate,parquet,notebook,dask]'
	@$(PIP) --only-binary pyrudof -e '.[rudof]' || echo "no pyrudof for this machine: pyshacl validates alone"
	@touch $@ $(VENV)/.ready

$(VENV)/.ready-train: pyproject.toml | $(BIN)/python
	$(PIP) -e '.[train]'
	@touch $@ $(VENV)/.ready

clean:
	rm -rf $(VENV) $(OUT) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
