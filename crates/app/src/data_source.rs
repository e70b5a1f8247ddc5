//! Where the data come from: a folder, or what is built into the binary.

use counterflow_evidence::diagnostics::{Problem, Problems, SourceFile, code};
use std::path::{Path, PathBuf};

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

    /// Path in the repository and text of each file of a folder.
    pub fn table(folder: super::Folder) -> &'static [(&'static str, &'static str)] {
        match folder {
            super::Folder::Evidence => EVIDENCE,
            super::Folder::World => WORLD,
            super::Folder::Scenarios => SCENARIOS,
            super::Folder::Claims => CLAIMS,
        }
    }

    /// Path in the repository and text of the bibliography.
    pub const fn bibliography() -> (&'static str, &'static str) {
        BIBLIOGRAPHY
    }
}

/// A folder of data files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// Parameters.
    Evidence,
    /// The world.
    World,
    /// Scenarios.
    Scenarios,
    /// Claims.
    Claims,
}

impl Folder {
    fn endings(self) -> &'static [&'static str] {
        match self {
            Folder::World => &["csv", "toml"],
            Folder::Evidence | Folder::Scenarios | Folder::Claims => &["toml"],
        }
    }
}

/// Where the data come from.
#[derive(Clone, Debug)]
pub struct DataSource {
    /// The data folder; none for what is built in.
    folder: Option<PathBuf>,
}

impl DataSource {
    /// The folder asked for, else `./data` where it holds evidence, else what is built in.
    pub fn choose(asked: Option<&Path>) -> Self {
        let nearby = Path::new("data");
        let folder = match asked {
            Some(folder) => Some(folder.to_owned()),
            None => nearby.join("evidence").is_dir().then(|| nearby.to_owned()),
        };
        Self { folder }
    }

    /// The choice in words.
    pub fn describe(&self) -> String {
        match &self.folder {
            Some(folder) => format!("data: {}", folder.display()),
            None => "data: built into the program".to_owned(),
        }
    }

    /// Files of a folder.
    pub fn files(&self, folder: Folder) -> Result<Vec<SourceFile>, Problems> {
        match self.path(folder) {
            Some(path) => read_folder(&path, folder),
            None => Ok(embedded::table(folder).iter().map(|(name, text)| SourceFile::new(*name, *text)).collect()),
        }
    }

    /// The bibliography.
    pub fn bibliography(&self) -> Result<SourceFile, Problem> {
        match &self.folder {
            Some(folder) => SourceFile::read(&folder.join("sources.bib")),
            None => {
                let (name, text) = embedded::bibliography();
                Ok(SourceFile::new(name, text))
            }
        }
    }

    /// The folder on disk. Scenarios and claims lie beside the data folder; where they do not, those
    /// built in serve.
    fn path(&self, folder: Folder) -> Option<PathBuf> {
        let data = self.folder.as_ref()?;
        let beside = |name: &str| {
            let parent = if data.file_name().is_some() { data.parent()?.to_owned() } else { data.join("..") };
            let path = parent.join(name);
            path.is_dir().then_some(path)
        };
        match folder {
            Folder::Evidence => Some(data.join("evidence")),
            Folder::World => Some(data.join("world")),
            Folder::Scenarios => beside("scenarios"),
            Folder::Claims => beside("claims"),
        }
    }
}

/// Files of a folder on disk, in order of name; every file that cannot be read is a problem.
pub fn read_folder(path: &Path, folder: Folder) -> Result<Vec<SourceFile>, Problems> {
    let entries = std::fs::read_dir(path).map_err(|error| {
        let problem = Problem::new(code::UNREADABLE, format!("cannot read the folder: {error}"));
        Problems::from(problem.in_file(path.display().to_string()).expect("a folder of data files"))
    })?;
    let has_ending =
        |path: &PathBuf| path.extension().is_some_and(|ending| folder.endings().iter().any(|known| ending == *known));
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(has_ending).collect();
    paths.sort();
    let mut files = Vec::new();
    let mut problems = Problems::default();
    for path in &paths {
        match SourceFile::read(path) {
            Ok(file) => files.push(file),
            Err(problem) => problems.push(problem),
        }
    }
    problems.into_result(files)
}
