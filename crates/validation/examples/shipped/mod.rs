//! The shipped world and evidence, as the examples read them.

use counterflow_evidence::Evidence;
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_model::world::{EFFORTS_FILE, World};
use counterflow_model::{Model, Parameters};
use std::error::Error;
use std::path::{Path, PathBuf};

/// Evidence and model of the world that runs when none is asked for.
pub fn shipped() -> Result<(Evidence, Model), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let bibliography = SourceFile::read(&root.join("data/sources.bib"))?;
    let world_files = files(&root.join("data/worlds/2024"))?;
    let efforts = world_files.iter().filter(|file| file.name.ends_with(EFFORTS_FILE)).cloned();
    let evidence_files: Vec<SourceFile> = files(&root.join("data/evidence"))?.into_iter().chain(efforts).collect();
    let evidence = Evidence::load(&evidence_files, &bibliography, &Parameters::declarations())?;
    Ok((evidence, Model::new(World::parse(&world_files)?)?))
}

fn files(folder: &Path) -> Result<Vec<SourceFile>, Box<dyn Error>> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml" || ending == "csv"));
    paths.sort();
    Ok(paths.iter().map(|path| SourceFile::read(path)).collect::<Result<_, _>>()?)
}
