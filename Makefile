# The front door. `make` prints what there is. Needs Python 3.11+ and make, nothing else: the environment is made from requirements.lock.
# A conda environment that is active (and not base) is used instead of .venv.

SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# bytecode is compiled at install and used: importing uncompiled costs three times as much
unexport PYTHONDONTWRITEBYTECODE
unexport PYTHONPATH

PYTHON ?= python3
COMMANDS := wheels licences reports test lab list explain why check audit deliver release verify diff export norms clean benchmark performance coverage-study protection key rekey forget codebook codebook-diff new-municipality new-wave new-programme national
NARROWED = $(foreach word,ONLY REPORT PROGRAMME LANGUAGE FORMATS RAW CORES,$(if $($(word)),'$(word)=$($(word))'))

# words of commands that are not about the plan count only where they are written behind make, not from the environment
OWN_WORDS := AGAINST RELEASE RELEASES PASSPORT REPORT REPORTS RECOMMENDATION AUDIENCE ONLY WAVE WAVES ROLE ROLES FILE FROM TO IDS NEW NAME MUNICIPALITY LANGUAGES PROGRAMME RAW FOLDER MUNICIPALITIES CENTRES CHILDREN PROFILES CORES
GIVEN = $(foreach word,$(OWN_WORDS),$(if $(findstring command line,$(origin $(word))),'$(word)=$($(word))'))

ifeq ($(filter-out base,$(CONDA_DEFAULT_ENV)),)
  VENV := .venv
  BIN := $(VENV)/bin/python
  MADE := $(VENV)/.made
  FIRST := $(PYTHON)
else
  BIN := $(CONDA_PREFIX)/bin/python
  MADE := $(CONDA_PREFIX)/.laeringsrapport-made
  FIRST := $(BIN)
endif
STAMP := $(MADE)-with-project
PIP := $(BIN) -m pip install --quiet --disable-pip-version-check

.PHONY: help environment $(COMMANDS)

help:
	@if command -v $(FIRST) >/dev/null; then PYTHONPATH=src $(FIRST) -m analysis; else echo "No $(FIRST) here: install Python 3.11 or newer."; fi

environment: $(STAMP)

reports list explain check export norms clean lab protection performance licences: $(STAMP)
	@$(BIN) -m analysis $@ $(NARROWED)

# make codebook WAVE=billund-2019; make codebook-diff FROM=2017 TO=2019; make new-municipality NAME="Nordfyns Kommune" WAVES=2027;
# make forget IDS=/file/outside; make rekey NEW=/path/outside; make why REPORT=billund-2019 RECOMMENDATION=guided-play; make national MUNICIPALITIES=10 PROFILES=20
codebook codebook-diff audit deliver release verify diff new-municipality new-wave new-programme forget rekey why wheels national: $(STAMP)
	@$(BIN) -m analysis $@ $(GIVEN)

# TESTS= gives pytest other words: make test TESTS="tests/publishing -x"
test: $(STAMP)
	@$(BIN) -m analysis test $(TESTS)

# make benchmark LONG=--long does everything from scratch
benchmark: $(STAMP)
	@$(BIN) -m analysis benchmark $(LONG)

# make coverage-study STUDY="--only raters" or "--draws 300": see docs/methods.md
coverage-study: $(STAMP)
	@$(BIN) -m analysis coverage-study $(STUDY)

# make key KEY=/path/outside/the/project
key: $(STAMP)
	@$(BIN) -m analysis key $(KEY)

# Made again only when the lock changes; the project itself is installed again when its own description does.
$(STAMP): $(MADE) pyproject.toml
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(MADE): requirements.lock
	@command -v $(FIRST) >/dev/null || { \
	  echo "No $(FIRST) here. Install Python 3.11 or newer (Debian, Ubuntu: sudo apt install python3 python3-venv),"; \
	  echo "or say which one to use: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(FIRST) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(FIRST) is $$($(FIRST) --version), and Python 3.11 or newer is needed. Another one: make PYTHON=python3.12"; exit 1; }
ifdef VENV
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python cannot make environments. Debian, Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Making the environment in $(VENV) from requirements.lock: a few minutes, once."
	@$(PYTHON) -m venv --clear $(VENV)
else
	@echo "Installing requirements.lock into the conda environment $(CONDA_DEFAULT_ENV): a few minutes, once."
endif
	@$(PIP) --require-hashes --compile -r requirements.lock
	@touch $@
