# Two commands do everything: `make demo` and `make test`.
.PHONY: demo test build web validate test-web clippy

# Pages are built where node is at hand; without it the server says how to build them.
build: web
	cargo build --release --locked

web:
	@if command -v npm >/dev/null 2>&1; then cd web && { [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --silent; } && npm run --silent build; else echo "No node here: the web app is left out."; fi

demo: build
	./target/release/counterflow assess --members 200 --out out/demo && echo "Open out/demo/report.html in a browser."

test: build
	cargo test --release --locked --workspace
	@$(MAKE) --no-print-directory validate
	@if command -v npm >/dev/null 2>&1 && command -v chromium >/dev/null 2>&1; then $(MAKE) --no-print-directory test-web; else echo "Skipped: tests of the web app need node and chromium."; fi

# Published results beside the model's own. Checks that need reference data read the folder that
# COUNTERFLOW_FIXTURES names; without it they say where the public originals are. Expects `make build`.
validate:
	@mkdir -p out; ./target/release/counterflow validate $${COUNTERFLOW_FIXTURES:+--data "$$COUNTERFLOW_FIXTURES"} --html out/validation.html > out/validation.txt; status=$$?; sed -n '/^Page /,$$p' out/validation.txt; echo "All checks: out/validation.txt and out/validation.html"; exit $$status

# Expects what `make build` made.
test-web:
	cd web && npm run --silent check && npm test

clippy:
	cargo clippy --release --locked --workspace --all-targets -- -D warnings
	cargo clippy --release --locked -p counterflow-planner -p counterflow-cli --no-default-features --all-targets -- -D warnings
