# Needs Python 3.11 or later and make; everything else is set up by what needs it, in .venv.
PYTHON ?= python3
UV ?= uv
SET ?= sample
export SET BENCHMARKS

.DEFAULT_GOAL := help
.PHONY: help
help:  ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: report
report: .venv/.ready  ## Write the report of a set: make report SET=path/to/set (the sample without SET)
	@.venv/bin/crossread report "$$SET"

.PHONY: test
test: .venv/.ready  ## Run the tests
	@.venv/bin/python -m pytest -n auto --dist worksteal

.PHONY: fuzz
fuzz: .venv/.ready  ## Read many generated articles, others each time: make fuzz N=100000
	@CROSSREAD_FUZZ=$(or $(N),100000) .venv/bin/python -m pytest -n auto tests/test_fuzz.py

.PHONY: lab
lab: .venv/.ready  ## Open the notebooks in JupyterLab, on this machine only
	@.venv/bin/jupyter labextension disable --level=sys_prefix @jupyterlab/apputils-extension:announcements 2> /dev/null
	.venv/bin/jupyter lab --ServerApp.ip=127.0.0.1 --LabApp.default_url=/lab/tree/notebooks/01_articles.ipynb \
	  --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate --LabApp.extension_manager=readonly

.PHONY: bench
bench: .venv/.ready  ## Time each step beside TextBlob, and a report beside a floor (LARGE=1: 10,000 articles too)
	@.venv/bin/python -m crossread.benchmarks.speed $(if $(LARGE),--large)
	@.venv/bin/python -m crossread.benchmarks.report_speed

.PHONY: tone
tone: .venv/.ready  ## Train the classifier of tone anew: make tone TRAIN=path/to/train.jsonl.gz (needs pip install -e .[train])
	@.venv/bin/python -m crossread.benchmarks.train_tone "$(TRAIN)"

.PHONY: measure
measure: .venv/.ready  ## Measure anew on annotated sets: make measure BENCHMARKS=folder
	@.venv/bin/python -m crossread.validation.measures "$$BENCHMARKS"

.PHONY: lint
lint: .venv/.ready  ## Check style and formatting
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

.PHONY: lock
lock:  ## Pin all requirements anew in requirements.lock (needs uv)
	@command -v $(UV) > /dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/"; exit 1; }
	echo 'setuptools>=77' | $(UV) pip compile pyproject.toml - --extra test --extra browser --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade --quiet -o requirements.lock

.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed, and $(PYTHON) is not. Name another: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || \
	  { echo "$(PYTHON) has no venv. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Setting up .venv (once, and again when requirements change) ..."
	@$(PYTHON) -m venv --clear .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
