# `make` alone lists what can be done. Everything is installed into .venv and node_modules here.

SHELL = /bin/sh
.DEFAULT_GOAL = help
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: help install golden-path all test test-all unit lint types spelling features features-all \
	steps report clean scoring-figures bench test-third-party

VENV = .venv
PYTHON = $(VENV)/bin/python
PIP = $(PYTHON) -m pip install -qq --disable-pip-version-check
JUDGE = $(PYTHON) -m support.evidence.report --run

# AGENT=profile chooses the agent under test; ARGS=... is handed to Behave as it stands.
# The agent's name reaches the shell as a variable, so that it stays a name whatever it holds.
AGENT ?=
ARGS ?=
export AGENT

# DATA=folder holds labelled answers for `make scoring-figures`.
DATA ?=
export DATA
CHOICE = $(if $(value AGENT),-D "agent=$$AGENT")

help: ## this list
	@printf 'Golden Path: does the agent keep its promises?\n\n'
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | \
		while IFS='|' read -r name what; do printf '  make %-16s %s\n' "$$name" "$$what"; done
	@printf '\nWith AGENT=profile: judge that agent. With ARGS="...": options for Behave.\n'

install: $(VENV)/.installed ## install everything now, so that later runs need no network
	@$(PYTHON) -m support.evidence.report --prepare

golden-path: $(VENV)/.installed ## judge the golden path, then build the report
	@exec $(JUDGE) --tags @golden_path $(CHOICE) $(ARGS)

all: $(VENV)/.installed ## judge everything except what takes long, then build the report
	@exec $(JUDGE) $(CHOICE) $(ARGS)

test: lint types spelling unit features ## everything that must be green before a change is kept

test-all: lint types spelling unit features-all ## the same, with the long scenarios too

unit: $(VENV)/.installed-dev .third-party/pydantic-ai/.installed ## unit and property tests, and the suite's own rules
	$(PYTHON) -m pytest

# Agents of other makers, each with what it needs in an environment of its own.
THIRD_PARTY = pydantic-ai agno langgraph google-adk

test-third-party: $(VENV)/.installed-dev $(THIRD_PARTY:%=.third-party/%/.installed) ## real agents of other makers, judged by the suite
	$(PYTHON) -m pytest -m third_party

$(THIRD_PARTY:%=third-party-%): third-party-%: .third-party/%/.installed

.third-party/%/.installed: docs/examples/%/requirements.txt | $(PYTHON)
	@echo 'Installing what the example $* runs on (once)'
	@$(PYTHON) -m venv --clear .third-party/$*
	@.third-party/$*/bin/python -m pip install -qq --disable-pip-version-check -r $<
	@touch $@

lint: $(VENV)/.installed-dev
	$(PYTHON) -m ruff check .

types: $(VENV)/.installed-dev
	$(PYTHON) -m mypy

spelling: $(VENV)/.installed-dev
	$(VENV)/bin/codespell

features: $(VENV)/.installed-dev
	$(PYTHON) -m behave $(CHOICE) $(ARGS)

# Always true: this takes the place of the selection in behave.ini.
features-all: $(VENV)/.installed-dev
	$(PYTHON) -m behave --tags '@load or not @load' $(CHOICE) $(ARGS)

bench: $(VENV)/.installed-dev ## what the suite itself costs, as ratios; about ten minutes
	@$(PYTHON) -m support.bench $(ARGS)

steps: $(VENV)/.installed ## every sentence that a feature may use
	@$(PYTHON) -m support.evidence.sentences

scoring-figures: $(VENV)/.installed ## how good the judge of answers is, on the labelled answers in DATA=folder
	@test -n "$$DATA" || { echo 'Say which folder: make scoring-figures DATA=folder' >&2; exit 2; }
	@$(PYTHON) -m scoring.figures "$$DATA"
	@test ! -f "$$DATA/pairs.jsonl" || { printf '\nThe same, on questions that the weights have not seen\n'; \
		$(PYTHON) -m scoring.fitting.fit "$$DATA" --only-print; }

report: $(VENV)/.installed ## build the report of the last run again
	@$(PYTHON) -m support.evidence.report

clean: ## remove reports and whatever was installed
	rm -rf reports node_modules $(VENV) .third-party .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed: requirements.txt | $(PYTHON)
	@echo 'Installing what the suite needs (once)'
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements.txt requirements-dev.txt | $(PYTHON)
	@echo 'Installing what testing the suite needs (once)'
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/.installed

$(PYTHON):
	@for python in python3 python3.13 python3.12 python3.11; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			$$python -m venv --clear $(VENV) >/dev/null && exit 0; \
			echo "$$python cannot make a virtual environment; on Debian or Ubuntu:" \
				"apt install python3-venv" >&2; exit 1; \
		fi; \
	done; echo 'Python 3.11 or newer is needed, and none was found.' >&2; exit 1
