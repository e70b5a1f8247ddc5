//! Runs the binary in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a run of the binary left behind.
pub struct Outcome {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

/// A folder that is removed at the end of the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("counterflow-cli-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, content).expect("a file in the temporary folder");
        path
    }

    /// The shipped world, with one text of one file replaced.
    pub fn world_with(&self, file: &str, from: &str, to: &str) -> PathBuf {
        let world = self.0.join("world");
        std::fs::create_dir_all(&world).expect("a world folder");
        for entry in std::fs::read_dir(root().join("data/worlds/2024")).expect("the shipped world") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                continue;
            }
            let name = path.file_name().expect("a name").to_owned();
            std::fs::copy(&path, world.join(name)).expect("a copy");
        }
        let text = std::fs::read_to_string(world.join(file)).expect("a file of the world");
        assert!(text.contains(from), "{file} holds no `{from}`");
        std::fs::write(world.join(file), text.replacen(from, to, 1)).expect("a changed file");
        world
    }

    /// Names of all files, to see that nothing was written.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(&self.0)
            .expect("the temporary folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// Runs the binary here; paths of this folder are shown as `HERE`.
    pub fn run(&self, arguments: &[&str]) -> Outcome {
        let output = command(arguments).current_dir(&self.0).output().expect("the binary runs");
        self.outcome(&output)
    }

    fn outcome(&self, output: &Output) -> Outcome {
        let here = self.0.display().to_string();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&here, "HERE");
        Outcome {
            status: output.status.code().unwrap_or(-1),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The binary with a fixed width and no colour from the environment.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_counterflow"));
    command
        .args(arguments)
        .env("COLUMNS", "100")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::null());
    command
}
