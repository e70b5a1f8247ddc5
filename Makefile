# Two commands do everything: `make demo` and `make test`.
.PHONY: demo test build web test-web clippy

# Pages are built where node is at hand; without it the server says how to build them.
build: web
	cargo build --release --locked

web:
	@if command -v npm >/dev/null 2>&1; then cd web && { [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --silent; } && npm run --silent build; else echo "No node here: the web app is left out."; fi

demo: build
	./target/release/counterflow assess --members 200 --out out/demo && echo "Open out/demo/report.html in a browser."

test: build
	cargo test --release --locked --workspace
	@if command -v npm >/dev/null 2>&1 && command -v chromium >/dev/null 2>&1; then $(MAKE) --no-print-directory test-web; else echo "Skipped: tests of the web app need node and chromium."; fi

# Expects what `make build` made.
test-web:
	cd web && npm run --silent check && npm test

clippy:
	cargo clippy --release --locked --workspace --all-targets -- -D warnings
