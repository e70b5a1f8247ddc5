//! Writes the description of the API and the types of the web app from the types that are read and written.

use counterflow_server::description::{all_definitions, openapi};
use counterflow_server::typescript::types;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::write(own.join("src/openapi.json"), openapi())?;
    std::fs::write(own.join("../../web/src/lib/types.generated.ts"), types(&all_definitions()))
}
