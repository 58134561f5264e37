# Repèr'ESS. Every target makes what it needs; `make help` lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SIZE ?=
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help demo serve import test check format bench relevance faults screenshots lock messages clean

## À l'usage

demo: $(VENV)/.runtime ## Démarre le site de démonstration sur http://127.0.0.1:8000 (SIZE=N : N structures)
	@$(BIN)/reperess demo $(if $(SIZE),--size $(SIZE))

serve: $(VENV)/.runtime ## Démarre le site sur ses propres données
	@$(BIN)/reperess serve

import: $(VENV)/.runtime ## Importe un fichier : make import FILE=liste.csv
	@$(BIN)/reperess import "$(FILE)"

## Développement

# Tests start the program hundreds of times: compiled once, a second sooner each time.
test: export PYTHONDONTWRITEBYTECODE =
test: check ## Vérifie le code et passe tous les tests (STRICT=1 : rien ne peut être sauté)
	$(BIN)/pytest $(AT_ONCE) $(PYTEST_ARGS)

check: $(VENV)/.dev ## Règles d'écriture, types et couches (ruff, mypy, import-linter)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## Met le code en forme
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## Mesure la recherche, les pages, une rencontre et une liste (SIZE=N structures ; ROWS=N : la liste seule)
	$(BIN)/python -m tools.bench $(if $(SIZE),--size $(SIZE)) $(if $(ROWS),--rows $(ROWS))

relevance: $(VENV)/.dev ## Mesure la justesse de la recherche (FAILURES=N : les N besoins les plus mal servis)
	$(BIN)/python -m tools.relevance $(if $(FAILURES),--failures $(FAILURES))

faults: $(VENV)/.dev ## Mesure ce que voient les acheteurs quand le serveur de recherche tombe (6 minutes)
	$(BIN)/python -m tools.fault_log $(if $(SIZE),--size $(SIZE)) $(FAULTS_ARGS)

screenshots: $(VENV)/.dev ## Photographie chaque page, en 1280 et 390 pixels, dans build/screenshots
	$(BIN)/python -m tools.screenshots

lock: $(VENV)/.dev ## Refait les fichiers de versions verrouillées
	$(BIN)/uv pip compile $(LOCK) pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile $(LOCK) --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

messages: $(VENV)/.dev ## Compile les messages français de la ligne de commande
	$(BIN)/pybabel compile --directory app/locale --domain reperess --locale fr

clean: ## Retire l'environnement et les fichiers produits (instance/ est gardé)
	rm -rf $(VENV) build .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info

help: ## Cette liste
	@awk 'BEGIN {FS = ":.*## "} /^## / {printf "\n%s\n", substr($$0, 4)} \
		/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# One process for each core; each file stays in one, so that what its tests share is made once.
# In the order of the folders: the longest files are in app/, and the last to end are short.
AT_ONCE := --numprocesses auto --dist loadfile --no-loadscope-reorder

LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command "make lock"

# The stamps are remade when a lock file changes. Development holds all that running needs.
$(VENV)/.runtime: requirements.txt pyproject.toml
	@$(MAKE) --no-print-directory environment REQUIREMENTS=requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt pyproject.toml
	@$(MAKE) --no-print-directory environment REQUIREMENTS=requirements-dev.txt
	@touch $(VENV)/.runtime $@

.PHONY: environment
environment:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Il faut Python 3.11 ou plus récent : make PYTHON=python3.12 …"; exit 1; }
	@echo "Installation de l’environnement dans $(VENV)…"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --require-hashes -r $(REQUIREMENTS)
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
