# Needs GNU make and Python 3.11 to 3.13; sets up all else in .venv, once.
# Another Python: make PYTHON=/path/to/python3.12 serve. Another port: make ADDRESS=127.0.0.1:8001 serve

PYTHON ?= python3.13 python3.12 python3.11 python3 python
ADDRESS ?= 127.0.0.1:8000
ARGS ?=
TOPIC ?=

VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY := $(VENV)/installed
UVS := .cache/uv/$(notdir $(BIN))/uv

export NO_MKDOCS_2_WARNING := 1

.PHONY: help pyodide dictionaries editor serve build test mutate check record environments bench load offline screenshots lighthouse releases zensical lock format lint clean

help:
	@echo "make serve    the site on http://$(ADDRESS), rebuilt as you edit"
	@echo "make build    the site in site/"
	@echo "make test     all tests (ARGS='tests/runner -k timeout' chooses some)"
	@echo "make mutate   plants faults in the code and counts those that the tests find: hours; ARGS='numpy --sample 200'"
	@echo "make check TOPIC=softmax    lint, and one topic: its snippets, its tests, its pages"
	@echo "make record   execute every snippet and notebook, rewrite the records that changed"
	@echo "make bench    how long building, scanning, converting and running in a page take"
	@echo "make offline  dense-to-conv.zip: the site to read from a folder, without a server"
	@echo "make screenshots   every page, both schemes, two widths, into screenshots/"
	@echo "make lighthouse    what Lighthouse gives four pages (needs npm and Chromium)"
	@echo "make pyodide  brings the Python that blocks run with in the page (77 MB, once; serve does)"
	@echo "make editor   packs CodeMirror anew, as inpage/editor/ says (needs npm; the site does not)"
	@echo "make dictionaries  brings what the tests check spelling with (47 MB, once; test does)"
	@echo "make load     the built site under load, from a plain static server (20 s)"
	@echo "make releases the snippets on the newest NumPy, Keras and TensorFlow: what changes?"
	@echo "make zensical the site built by the newest Zensical: what differs?"
	@echo "make lock     requirements.txt anew from requirements.in, those of topics too"
	@echo "make environments   install the packages of topics that have their own (TOPIC=pytorch)"
	@echo "make format   format and mend the code; make lint only looks"
	@echo "make clean    forget .venv, caches and site/"

serve: $(READY) pyodide
	@$(BIN)/mkdocs serve --dev-addr $(ADDRESS) $(ARGS)

build: $(READY) pyodide
	@$(BIN)/mkdocs build $(ARGS)
	@echo "The site is in site/, ready for any host. To read it here: make serve"

# In CI all that topics need, side by side with make --jobs; those that share some wait for each other.
OWN := $(patsubst snippets/%/requirements.txt,environment-%,$(wildcard snippets/*/requirements.txt))
.PHONY: $(OWN)

$(OWN): environment-%: $(READY)
	@$(BIN)/python -m runner.environments --make $*

# What takes long is told at the end: all of it has to stay below 40 minutes on two cores.
SLOWEST = --durations=20 --durations-min=20

test: $(READY) pyodide dictionaries $(if $(CI),$(OWN))
	@PYTHONWARNDEFAULTENCODING=1 PYTHONWARNINGS=ignore::EncodingWarning $(BIN)/python -m pytest -n auto --dist loadgroup $(SLOWEST) $(ARGS)

# It can be stopped, and goes on where it was.
mutate: $(READY)
	@$(BIN)/python -m tools.mutation $(ARGS)

# Once; without it all works but the Run buttons.
pyodide: $(READY)
	@$(BIN)/python -m tools.pyodide || true

# Once; without them the tests leave spelling out.
dictionaries: $(READY)
	@$(BIN)/python -m tools.dictionaries || true

# Another version: npm install --package-lock-only PACKAGE@VERSION in inpage/editor/, then this.
editor: $(READY)
	@$(BIN)/python -m tools.editor

check: $(READY)
	@$(BIN)/python -m tools.check_topic $(TOPIC)

record: $(READY)
	@$(BIN)/python -m runner --record --again $(ARGS)
	@$(if $(ARGS),true,$(BIN)/python -m hooks.notebook --record --again)

environments: $(READY)
	@$(BIN)/python -m runner.environments --make $(TOPIC)

bench: $(READY)
	@$(BIN)/python -m bench.site $(ARGS)
	@$(BIN)/python bench/scanning.py
	@$(BIN)/python bench/face.py
	@$(BIN)/python bench/converter.py
	@$(BIN)/python -m bench.inpage

offline: $(READY)
	@$(BIN)/python -m tools.offline $(ARGS)

screenshots: build
	@$(BIN)/python -m tools.screenshots site screenshots $(ARGS)

lighthouse: build
	@$(BIN)/python -m bench.lighthouse site $(ARGS)

lock: $(UVS)
	@for chosen in requirements.in $(wildcard snippets/*/requirements.in tools/*/requirements.in); do \
	    $(UVS) pip compile --universal --python-version 3.11 --generate-hashes --no-header \
        --quiet $$chosen -o $${chosen%.in}.txt $(ARGS) || exit 1; \
	done
	@git --no-pager diff --stat -- requirements.txt '*/requirements.txt'

# Not into .venv: what is installed there is part of each result's fingerprint.
$(UVS): $(READY) tools/lock/requirements.txt
	@rm -rf .cache/uv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --target .cache/uv \
	    --require-hashes -r tools/lock/requirements.txt
	@touch $@

releases: $(UVS)
	@UV=$(UVS) $(BIN)/python -m tools.releases $(ARGS)

zensical: build $(UVS)
	@UV=$(UVS) $(BIN)/python -m tools.zensical $(ARGS)

load: build
	@$(BIN)/python -m bench.load $(ARGS)

format: $(READY)
	@$(BIN)/ruff check --fix $(ARGS) .
	@$(BIN)/ruff format $(ARGS) .

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

clean:
	rm -rf $(VENV) .cache site .site-* .pytest_cache .ruff_cache .hypothesis

# Installed again whenever the lock file changes. Of the Pythons named, the first that fits is taken; if
# none does, the last that exists says why in one line.
$(READY): requirements.txt
	@$(BIN)/python tools/check_python.py 2>/dev/null || { \
	    why="no Python found: install Python 3.11 to 3.13"; \
	    for python in $(PYTHON); do \
	        said=$$("$$python" tools/check_python.py 2>&1); code=$$?; \
	        if [ $$code -eq 0 ]; then break; fi; \
	        if [ $$code -eq 1 ] && [ -n "$$said" ]; then why=$$said; fi; \
	    done; \
	    if [ $$code -ne 0 ]; then echo "$$why" >&2; exit 1; fi; \
	    echo "Making .venv with $$("$$python" --version)"; \
	    "$$python" -m venv --clear $(VENV); \
	}
	@echo "Installing the packages of requirements.txt into .venv: some minutes, once"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes \
	    -r requirements.txt
	@touch $@
