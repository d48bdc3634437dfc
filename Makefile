# `make` alone lists what can be done. Everything is installed into .venv and node_modules here.

SHELL = /bin/sh
.DEFAULT_GOAL = help
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: help install golden-path all test test-all unit lint types spelling features features-all \
	steps report gate audit clean scoring-figures bench proof hostile resilience parallel coverage protocol-coverage mutation \
	test-third-party live monitor

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
# Features run side by side, unless somebody else's agent is judged: it may be one for all of them.
# The live view shows one run, so it takes its features one after the other.
BESIDE = $(if $(value AGENT)$(findstring live=,$(ARGS)),,--jobs 2)

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

test-all: lint types spelling unit features-all hostile ## the same, with the long scenarios too

unit: $(VENV)/.installed-dev .third-party/pydantic-ai/.installed ## unit and property tests, and the suite's own rules
	@$(PYTHON) -m support.evidence.report --prepare
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
	$(PYTHON) -m behave $(BESIDE) $(CHOICE) $(ARGS)

# Always true: this takes the place of the selection in behave.ini.
features-all: $(VENV)/.installed-dev
	$(PYTHON) -m behave $(BESIDE) --tags '@load or not @load' $(CHOICE) $(ARGS)

parallel: $(VENV)/.installed-dev ## what running features side by side gains, and whether all verdicts stay
	@$(PYTHON) -m support.parallel.ratio $(ARGS)

live: $(VENV)/.installed ## judge the golden path, and show it on a page while it runs
	@exec $(PYTHON) -m support.monitoring.live $(CHOICE) $(ARGS)

# EVERY=minutes between two rounds; ARGS=... goes to the monitor, and what it does not know to Behave.
EVERY ?= 15
monitor: $(VENV)/.installed-monitoring ## judge again and again, with figures for Prometheus and OpenTelemetry
	@exec $(PYTHON) -m support.monitoring $(if $(value AGENT),--agent "$$AGENT") --every $(EVERY) $(ARGS)

bench: $(VENV)/.installed-dev ## what the suite itself costs, as ratios; about ten minutes
	@$(PYTHON) -m support.bench $(ARGS)

proof: $(VENV)/.installed-dev ## every planted defect, judged by every promise; at most half an hour
	@$(PYTHON) -m support.proof

hostile: $(VENV)/.installed-dev ## agents that behave as badly as they can, and 100,000 frames of rubbish; about five minutes
	@$(PYTHON) -m support.hostile $(ARGS)

resilience: $(VENV)/.installed ## lines, processes and services in trouble, and what became of it; about two minutes
	@status=0; $(JUDGE) --tags @resilience $(CHOICE) $(ARGS) || status=$$?; \
		$(PYTHON) -m support.resilience_figures || status=1; exit $$status

steps: $(VENV)/.installed ## every sentence that a feature may use
	@$(PYTHON) -m support.evidence.sentences

scoring-figures: $(VENV)/.installed ## how good the judge of answers is, on the labelled answers in DATA=folder
	@test -n "$$DATA" || { echo 'Say which folder: make scoring-figures DATA=folder' >&2; exit 2; }
	@$(PYTHON) -m scoring.figures "$$DATA"
	@test ! -f "$$DATA/pairs.jsonl" || { printf '\nThe same, on questions that the weights have not seen\n'; \
		$(PYTHON) -m scoring.fitting.fit "$$DATA" --only-print; }

audit: $(VENV)/.installed-dev .audit/.installed ## known weaknesses of all packages; exit status 3 where nobody can be asked
	@$(PYTHON) -m support.security.audit .audit/bin/pip-audit

.audit/.installed: requirements-audit.txt | $(PYTHON)
	@echo 'Installing what the audit needs (once)'
	@$(PYTHON) -m venv --clear .audit
	@.audit/bin/python -m pip install -qq --disable-pip-version-check -r $<
	@touch $@

report: $(VENV)/.installed ## build the report of the last run again
	@$(PYTHON) -m support.evidence.report

bench-report: $(VENV)/.installed ## how long the report of 1,000 scenarios takes, made of the last run's
	@$(PYTHON) -m support.evidence.bench_report $(ARGS)

# GRADE=B+ is the least grade that is let through; without it B, where the run has a grade at all.
GRADE ?=
export GRADE

gate: $(VENV)/.installed ## whether the last run may go on: nothing missed, and GRADE=B or better
	@$(PYTHON) -m support.evidence.gate $${GRADE:+"$$GRADE"}

coverage: $(VENV)/.installed-dev .third-party/pydantic-ai/.installed ## line and branch coverage of the suite's own code; as long as `make test`
	@$(PYTHON) -m support.coverage lines

protocol-coverage: $(VENV)/.installed-dev ## how much of the native protocol the last run has shown, with a scripted tour beside
	@$(PYTHON) -m support.coverage protocol

mutation: $(VENV)/.installed-dev ## small faults in the code that judges: which of them no test notices; hours, goes on where it stopped
	@$(PYTHON) -m support.mutation $(ARGS)

clean: ## remove reports and whatever was installed
	rm -rf reports node_modules $(VENV) .third-party .mutation .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed: requirements.txt requirements-constraints.txt | $(PYTHON)
	@echo 'Installing what the suite needs (once)'
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-monitoring: requirements.txt requirements-monitoring.txt | $(PYTHON)
	@echo 'Installing what the monitor needs (once)'
	@$(PIP) -r requirements-monitoring.txt
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-dev: requirements.txt requirements-constraints.txt requirements-dev.txt requirements-monitoring.txt | $(PYTHON)
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
