# Every target sets up what it needs; nothing has to be activated by hand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DONE := $(VENV)/.installed

.PHONY: install check client-maker crawlers format deploy-files test test-kafka test-postgres cluster-test faults kafka-up kafka-down postgres-up postgres-down demo \
	run map bench score fuzz mutants lock clean-venv

install: $(DONE)

$(DONE): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Warta needs Python 3.11 or later: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(DONE)

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m deploy.render --check

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# docker-compose.yml, the files of deploy/prometheus and deploy/grafana, from the rows of pipeline/topology.py.
deploy-files: install
	$(BIN)/python -m deploy.render

test: install
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

kafka-up:
	deploy/kafka/kafka up

kafka-down:
	deploy/kafka/kafka down

postgres-up:
	deploy/postgres/postgres up

postgres-down:
	deploy/postgres/postgres down

# As root, with Debian's docker.io: docker-compose.yml as it is shipped, on images made here. See docs/testing.md.
NODES := 1
ONLY :=
cluster-test: install
	$(BIN)/python -m tests.cluster --nodes $(NODES) $(if $(ONLY),--only $(ONLY))

faults: install
	WARTA_FAULTS=long $(BIN)/pytest tests/faults -v

test-kafka: install kafka-up
	$(BIN)/pytest tests/broker tests/faults tests/bench

test-postgres: install postgres-up
	WARTA_TEST_POSTGRES=$$(deploy/postgres/postgres url) $(BIN)/pytest tests/stores

demo: install
	$(BIN)/warta demo

run: install
	$(BIN)/warta run

map: install
	$(BIN)/warta map

bench: install
	$(BIN)/warta bench all

SECONDS := 600
SEED := 1
fuzz: install
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS) --seed $(SEED)

# The engine's tests against faults put into it: a quarter of an hour on two processors, see docs/testing.md.
SAMPLE := 400
mutants: install
	$(BIN)/python -m tests.mutants --sample $(SAMPLE) --seed $(SEED)

# The tools that ours is compared with stay out of the project's own virtual environment.
SCORE_VENV ?= .run/score-venv
SHARED := ../shared
OWN_PAGES := .run/own-pages
MADE_PAGES := .run/made-pages
HELD_PAGES := .run/held-pages
# A set is a folder of pages with gold, or of cases; the folders of the saved pages may be absent.
SCORE_SETS := ../shared/data/pages ../shared/data/pages-wider ../shared/data/general ../shared/data/cases/clean \
	$(OWN_PAGES) $(MADE_PAGES) $(HELD_PAGES)

$(SCORE_VENV)/.installed: requirements/bench.txt
	$(PYTHON) -m venv $(SCORE_VENV)
	@# The lock is whole; some versions of pip stumble over an extra that two of its packages ask for.
	$(SCORE_VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/bench.txt
	@touch $@

score: $(SCORE_VENV)/.installed
	rm -rf $(OWN_PAGES) $(MADE_PAGES) $(HELD_PAGES)
	PYTHONPATH=. $(SCORE_VENV)/bin/python -m tests.processors.own_folder $(OWN_PAGES)
	PYTHONPATH=. $(SCORE_VENV)/bin/python -m tests.processors.layouts $(MADE_PAGES) --pages 200 --seed 1
	PYTHONPATH=. $(SCORE_VENV)/bin/python -m tests.processors.layouts $(HELD_PAGES) --pages 100 --seed 1 --held
	PYTHONPATH=. $(SCORE_VENV)/bin/python -m commands.main bench score --doc docs/scores.md $(SCORE_SETS)
	@# The articles with gold may be absent too.
	[ ! -d $(SHARED)/data/extraction ] || \
		PYTHONPATH=. $(SCORE_VENV)/bin/python -m commands.main bench layers --doc docs/scores.md $(SHARED)

# What makes a client of the API by its description wants other versions of libraries than Warta has.
CLIENT_VENV := .run/client-venv

client-maker: $(CLIENT_VENV)/.installed

$(CLIENT_VENV)/.installed: requirements/client.txt
	$(PYTHON) -m venv $(CLIENT_VENV)
	$(CLIENT_VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/client.txt
	@touch $@

# Our crawl beside other crawlers, on one generated web.
crawlers: $(SCORE_VENV)/.installed
	PYTHONPATH=. $(SCORE_VENV)/bin/python -m commands.main bench crawlers

lock:
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-header \
		--output-file requirements/run.txt pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-header \
		--extra dev --output-file requirements/dev.txt pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-header \
		--output-file requirements/sbom.txt requirements/sbom.in
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-header \
		--output-file requirements/client.txt requirements/client.in
	@# Begun from the versions of run.txt, so that the tools are compared with the libraries that Warta ships with.
	cp requirements/run.txt requirements/bench.txt
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-header \
		--extra bench --output-file requirements/bench.txt pyproject.toml

clean-venv:
	rm -rf $(VENV)
