# Everything a learner, a teacher or a contributor types. Needs only make, a shell and Python 3.11 to 3.14;
# written for GNU make 3.81 and later, which is what macOS ships.

VENV := .venv
BIN := $(VENV)/bin
PYTHONS := $(if $(PYTHON),$(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python)
FIRST_NOTEBOOK := $(firstword $(sort $(wildcard course/a01-histograms/*.ipynb)))
PORT ?= 8888
LAB_OPTIONS ?=
PYTEST_OPTIONS ?=

# nbgrader starts other programs of the environment by name, so they must be on PATH
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# the sources' real images, when a copy of them lies beside this folder
ifneq ($(wildcard ../shared/datasets),)
export COURSEKIT_DATA_MIRROR ?= $(abspath ../shared/datasets)
endif

.PHONY: help start test demo build bench lint clean

help: ## list these commands
	@echo "make start   open the course in JupyterLab at the first notebook"
	@echo "make test    run all tests, the lessons and the check that no built file is stale"
	@echo "make demo    grade a made-up class of thirty and open the teacher's report"
	@echo "make build   build the lessons' notebooks and the learners' copies from solutions/"
	@echo "make bench   time the library, the checks and the grading"
	@echo "make lint    check the code's style and types"
	@echo "make clean   remove the environment"
	@echo
	@echo "Variables: PYTHON=/path/to/python  PORT=8888  LAB_OPTIONS=--no-browser  PYTEST_OPTIONS='-k otsu'"

start: $(VENV)/.ready-learner
	@test -n "$(FIRST_NOTEBOOK)" || { echo "There is no notebook in course/a01-histograms yet: run 'make build'."; exit 1; }
	@echo "Opening $(FIRST_NOTEBOOK). To stop, press Ctrl-C twice in this window."
	@$(BIN)/jupyter lab --ServerApp.root_dir=course --LabApp.default_url="/lab/tree/$(FIRST_NOTEBOOK:course/%=%)" \
	  --port=$(PORT) --log-level=WARN $(LAB_OPTIONS)

# two test processes on two cores: threads of BLAS would only wait for each other
test: export OMP_NUM_THREADS = 1
test: export OPENBLAS_NUM_THREADS = 1
test: $(VENV)/.ready-tests
	$(BIN)/python -m pytest -n 2 --dist worksteal $(PYTEST_OPTIONS)
	$(BIN)/python -m pytest -p coursekit.notebooks.nbval_pictures --nbval solutions -n 2 --dist loadfile \
	  --nbval-cell-timeout=120
	$(BIN)/coursekit build --check
	$(BIN)/coursekit lint

demo: $(VENV)/.ready-teaching
	@$(BIN)/coursekit demo

build: $(VENV)/.ready-tests
	$(BIN)/coursekit build

bench: $(VENV)/.ready-tests
	@for file in benchmarks/[a-z]*.py; do $(BIN)/python "$$file" || exit 1; done

lint: $(VENV)/.ready-development
	$(BIN)/ruff check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV)

# One environment; each command adds what it needs. The stamp file makes the second start quick.
EXTRAS_learner :=
EXTRAS_teaching := [teaching]
EXTRAS_tests := [tests]
EXTRAS_development := [development]

$(VENV)/.ready-%: pyproject.toml | $(BIN)/python
	@rm -f $@
	@printf "Installing the course for '$*' (first time: one to three minutes) "
	@{ $(BIN)/python -m pip install --no-input --progress-bar off -e ".$(EXTRAS_$*)" 2>$(VENV)/errors.log && touch $@; } \
	  | while read -r word rest; do case "$$word" in Collecting|Installing) printf "."; esac; done
	@if test -f $@; then echo " done."; else echo " failed:"; cat $(VENV)/errors.log; exit 1; fi
	@mkdir -p $(VENV)/etc/jupyter/labconfig
	@echo '{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}' \
	  > $(VENV)/etc/jupyter/labconfig/page_config.json

$(BIN)/python:
	@suitable=; for candidate in $(PYTHONS); do \
	  "$$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null || continue; \
	  suitable="$$candidate"; \
	  "$$candidate" -c 'import ensurepip, venv' 2>/dev/null || continue; \
	  echo "Making $(VENV) with $$("$$candidate" --version)."; \
	  "$$candidate" -m venv $(VENV) && exit 0; \
	  rm -rf $(VENV); \
	done; \
	if [ -n "$$suitable" ]; then \
	  echo "$$suitable cannot make environments: its modules venv and ensurepip are missing."; \
	  echo "On Debian or Ubuntu: sudo apt install python3-venv. Then run make again."; \
	else \
	  echo "No Python from 3.11 to 3.14 was found (tried: $(PYTHONS))."; \
	  echo "Install one (python.org, apt, brew or conda), or name it: make start PYTHON=/path/to/python3.12"; \
	fi; exit 1
