# `make` alone lists what there is. The stamps below make a second run instant.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name))))
PORT ?= 8000
SANDBOX_PORT ?= 9100
PROCESSES ?= 2
NAME ?=
RUN := .venv/bin

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset dev test lint bench journey

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

setup: .venv/.product node_modules/.installed  ## install everything the product needs, from the lock files

demo: setup  ## start everything around an example company; PORT=… SANDBOX_PORT=… choose other ports
	@$(RUN)/chaoxin demo --port $(PORT) --sandbox-port $(SANDBOX_PORT)

demo-reset: setup  ## delete the data of the demo and start over
	@$(RUN)/chaoxin demo --fresh --port $(PORT) --sandbox-port $(SANDBOX_PORT)

dev: setup .venv/.development  ## like demo, restarting on changes of the code
	@$(RUN)/chaoxin demo --reload --port $(PORT) --sandbox-port $(SANDBOX_PORT)

test: setup .venv/.development  ## run all tests; PROCESSES=… how many at once
	@tools/test $(PROCESSES)

lint: .venv/.development  ## check format, style, types, import directions and the house's own rules
	@$(RUN)/ruff format --check --quiet .
	@$(RUN)/ruff check --quiet .
	@$(RUN)/lint-imports --no-logo
	@$(RUN)/mypy
	@$(RUN)/pytest tests/house

journey: setup .venv/.development  ## walk the whole journey over HTTP on fresh data; prints one JSON line
	@$(RUN)/python -m journey

bench: setup .venv/.development  ## run one benchmark, NAME=…; prints one JSON line
	@$(RUN)/python -m bench $(NAME)

PASSES := hatch_build.py $(wildcard chaoxin/zhtext/compiled/*.[ch])

.venv/.product: uv.lock pyproject.toml tools/set_up.py $(PASSES)
	@$(PYTHON) tools/set_up.py product
	@touch $@

.venv/.development: uv.lock pyproject.toml tools/set_up.py $(PASSES)
	@$(PYTHON) tools/set_up.py development
	@touch $@

node_modules/.installed: package-lock.json tools/set_up.py
	@$(PYTHON) tools/set_up.py front-end
	@touch $@
