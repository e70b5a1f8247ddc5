# `make demo` ends with the report, `make test` runs everything. `make help` lists the rest.
.PHONY: help demo test build web program validate mutate stability test-web gates lint clippy docs licences checked bless man setup missing

target := $(or $(CARGO_TARGET_DIR),target)
# The solver HiGHS takes some ten CPU minutes once, and its tools may not be here: tools/setup.sh says which.
features = $(shell sh tools/setup.sh features)
# The main job does not need the solver: it never waits for it, and uses it where it is built already.
demo_features := $(if $(wildcard $(target)/release/build/highs-sys-*/output),$(shell sh tools/setup.sh features),--no-default-features)
# Tests against reference data that may not be shipped read the folder that this names.
fixtures := $(or $(COUNTERFLOW_FIXTURES),$(realpath ../shared/fixtures))
with_fixtures := $(if $(fixtures),COUNTERFLOW_FIXTURES="$(fixtures)")

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

missing: ## What this machine lacks, what is left out for it, and how to get it
	@sh tools/setup.sh missing

setup: ## Installs what is missing, as root, with sudo that asks nothing, or brew
	@sh tools/setup.sh missing
	@sh tools/setup.sh install

# Pages are built where node is at hand; without it the server says how to build them.
web:
	@if sh tools/setup.sh has pages; then cd web && { [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --silent; } && npm run --silent build; else echo "No node here: the web app is left out."; fi

build: missing web program ## The program with all that this machine can build

program:
	cargo build --release --locked $(features)

demo: missing ## Every claim on every scenario with 200 runs each: out/demo/report.html
	@$(if $(findstring no-default,$(demo_features)),echo "Building without the solver; \`make build\` builds all that can be built here.")
	cargo build --release --locked -p counterflow-cli $(demo_features)
	$(target)/release/counterflow assess --members 200 --out out/demo && echo "Open out/demo/report.html in a browser."

test: setup web ## All tests; what this machine cannot run is said
	@$(MAKE) --no-print-directory program
	@[ -n "$(fixtures)" ] || echo "No reference data here (COUNTERFLOW_FIXTURES): tests in" \
	  $$(grep -rl COUNTERFLOW_FIXTURES crates --include='*.rs' | wc -l) "files skip what needs them and say so."
	$(with_fixtures) cargo test --release --locked --workspace $(features)
	@$(MAKE) --no-print-directory validate
	@if sh tools/setup.sh has browser; then $(MAKE) --no-print-directory test-web; else echo "Skipped: tests of the web app need node and chromium."; fi

# Published results beside the model's own. Checks that need reference data read the folder that
# COUNTERFLOW_FIXTURES names; without it they say where the public originals are. Expects `make build`.
validate: ## Published results beside the model's own
	@mkdir -p out; $(target)/release/counterflow validate $(if $(fixtures),--data "$(fixtures)") --html out/validation.html > out/validation.txt; status=$$?; sed -n '/^Page /,$$p' out/validation.txt; echo "All checks: out/validation.txt and out/validation.html"; exit $$status

# Two runs of all checks for each module of the evidence: half an hour on two cores, and no part of the tests.
mutate: ## Which checks notice that all parameters of a module are 15 % smaller or larger
	@mkdir -p out; cargo build --release --locked --workspace $(features) --example mutation
	$(target)/release/examples/mutation $(if $(fixtures),--data "$(fixtures)") | tee out/mutation.txt

# Minutes on two cores, and no part of the tests.
stability: ## Which share of prior draws comes to rest, under every structural setting
	cargo build --release --locked --workspace $(features) --example stability
	$(target)/release/examples/stability

# Expects what `make build` made.
test-web:
	cd web && npm run --silent check && COUNTERFLOW="$(abspath $(target)/release/counterflow)" npm test

gates: lint licences clippy docs checked ## What a change must pass besides `make test`

lint: ## Format and length of lines
	cargo fmt --all --check
	sh tools/lint.sh

clippy: ## Clippy on all targets, benchmarks included, with and without the solver
	cargo clippy --release --locked --workspace --all-targets $(features) -- -D warnings
	cargo clippy --release --locked -p counterflow-planner -p counterflow-cli --no-default-features --all-targets \
	  -- -D warnings

docs: ## Documentation without a warning
	RUSTDOCFLAGS="-D warnings" cargo doc --release --locked --workspace --no-deps $(features)

licences: ## Licences of all that is linked, and crates that come in more than one version
	sh tools/licences.sh

# Overflow, and what the code itself claims to hold, on the crates whose tests are cheap.
checked: ## Tests with debug assertions and overflow checks
	cargo test --profile checked --locked -p counterflow-evidence -p counterflow-model -p counterflow-planner --lib \
	  --no-default-features

bless: ## Writes every golden file again; review the difference before you commit it
	INSTA_UPDATE=always INSTA_FORCE_UPDATE=1 cargo test --release --locked --workspace $(features) golden

man: ## Manual pages in out/man
	cargo run --release --locked -p counterflow-cli $(features) -- manual --out out/man
