# Two commands do everything: `make demo` and `make test`.
.PHONY: demo test build clippy

build:
	cargo build --release --locked

demo: build
	mkdir -p out && ./target/release/counterflow run military --json > out/military.json && ./target/release/counterflow run military && echo "All series: out/military.json"

test: build
	cargo test --release --locked --workspace

clippy:
	cargo clippy --release --locked --workspace --all-targets -- -D warnings
