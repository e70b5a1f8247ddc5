# Two commands do everything: `make demo` and `make test`.
.PHONY: demo test build clippy

build:
	cargo build --release --locked

demo: build
	./target/release/counterflow assess --members 200 --out out/demo && echo "Open out/demo/report.html in a browser."

test: build
	cargo test --release --locked --workspace

clippy:
	cargo clippy --release --locked --workspace --all-targets -- -D warnings
