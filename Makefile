# The front door. `make` prints what there is. Needs Python 3.11+ and make, nothing else: the environment is made from requirements.lock.
# A conda environment that is active (and not base) is used instead of .venv.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# bytecode is compiled at install and used: importing uncompiled costs three times as much
unexport PYTHONDONTWRITEBYTECODE
unexport PYTHONPATH

PYTHON ?= python3
COMMANDS := reports test lab list explain check norms clean benchmark key
NARROWED := $(foreach word,ONLY REPORT PROGRAMME LANGUAGE FORMATS RAW CORES,$(if $($(word)),'$(word)=$($(word))'))

ifeq ($(filter-out base,$(CONDA_DEFAULT_ENV)),)
  VENV := .venv
  BIN := $(VENV)/bin/python
  STAMP := $(VENV)/.made
else
  VENV :=
  BIN := $(CONDA_PREFIX)/bin/python
  STAMP := $(CONDA_PREFIX)/.laeringsrapport-made
endif

.PHONY: help environment $(COMMANDS)

help: $(STAMP)
	@$(BIN) -m analysis

environment: $(STAMP)

reports list explain check norms clean lab: $(STAMP)
	@$(BIN) -m analysis $@ $(NARROWED)

test: $(STAMP)
	@$(BIN) -m analysis test $(TESTS)

benchmark: $(STAMP)
	@$(BIN) -m analysis benchmark $(LONG)

key: $(STAMP)
	@$(BIN) -m analysis key $(KEY)

$(STAMP): requirements.lock pyproject.toml
	@if ! command -v $(PYTHON) >/dev/null; then
	  echo "No $(PYTHON) here. Install Python 3.11 or newer (Debian: sudo apt install python3 python3-venv), or say PYTHON=/path/to/python."; exit 1
	fi
	if ! $(if $(VENV),$(PYTHON),$(BIN)) -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
	  echo "$(if $(VENV),$(PYTHON),$(BIN)) is $$($(if $(VENV),$(PYTHON),$(BIN)) -V 2>&1), and Python 3.11 or newer is needed. Say PYTHON=python3.12, for instance."; exit 1
	fi
	if [ -n "$(VENV)" ] && ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then
	  echo "This Python cannot make environments. Debian and Ubuntu: sudo apt install python3-venv"; exit 1
	fi
	echo "Making the environment from requirements.lock (a few minutes, once) ..."
	if [ -n "$(VENV)" ]; then $(PYTHON) -m venv --clear $(VENV); fi
	$(BIN) -m pip install --quiet --disable-pip-version-check --require-hashes --compile -r requirements.lock
	$(BIN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN) -m compileall -q src || true
	touch $@
