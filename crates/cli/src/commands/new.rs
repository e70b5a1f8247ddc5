//! `counterflow new`: files to start from, with comments, that run as they are.

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{deliver, print};
use clap::{Args, ValueEnum};
use counterflow_evidence::diagnostics::Problem;
use std::path::{Path, PathBuf};

/// Options of `new`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow new scenario --out my-scenario.toml
  counterflow new claims --out my-claims.toml
  counterflow new study --out my-study.toml
  counterflow new question --out my-question.toml   with its table my-question.csv
  counterflow new world --out my-world              a folder
  counterflow new scenario                          prints it

Each file runs as it is and says in comments how. `counterflow schema` lists what else it may hold.")]
pub struct NewArguments {
    /// What to start
    #[arg(value_name = "KIND")]
    kind: Kind,
    /// File to write, or folder of a world, instead of standard output
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Replaces files that are there
    #[arg(long)]
    force: bool,
}

/// What can be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Levers, how much, where and when.
    Scenario,
    /// What levers are said to do.
    Claims,
    /// Many scenarios and parameter draws, kept on disk.
    Study,
    /// A game on a network, for `plan solve`.
    Question,
    /// A world that differs from a shipped one.
    World,
}

impl Kind {
    fn text(self) -> &'static str {
        match self {
            Kind::Scenario => include_str!("../templates/scenario.toml"),
            Kind::Claims => include_str!("../templates/claims.toml"),
            Kind::Study => include_str!("../templates/study.toml"),
            Kind::Question => include_str!("../templates/question.toml"),
            Kind::World => include_str!("../templates/world.toml"),
        }
    }

    /// Path in the comments, which becomes the one asked for.
    fn placeholder(self) -> &'static str {
        match self {
            Kind::Scenario => "my-scenario.toml",
            Kind::Claims => "my-claims.toml",
            Kind::Study => "my-study.toml",
            Kind::Question => "my-question.toml",
            Kind::World => "my-world",
        }
    }

    /// The files of a path, with their contents.
    fn files(self, path: &Path) -> Vec<(PathBuf, String)> {
        let text = self.text().replace(self.placeholder(), &path.display().to_string());
        match self {
            Kind::World => vec![(path.join("world.toml"), text)],
            Kind::Question => {
                let table = path.with_extension("csv");
                let text = text.replace("my-question.csv", &table.display().to_string());
                vec![(path.to_owned(), text), (table, include_str!("../templates/question.csv").to_owned())]
            }
            Kind::Scenario | Kind::Claims | Kind::Study => vec![(path.to_owned(), text)],
        }
    }
}

/// Runs the command.
pub fn execute(options: &NewArguments, context: &Context<'_>) -> Result<(), Failure> {
    let Some(path) = &options.out else { return print(options.kind.text()) };
    let refuse = |path: &Path, message: &str, expected: &str| {
        Err(Problem::new("E0803", message).in_file(path.display().to_string()).expect(expected).into())
    };
    if options.kind != Kind::World && path.extension().is_none_or(|ending| ending != "toml") {
        return refuse(path, "is no name of a TOML file", "a name that ends in .toml");
    }
    let files = options.kind.files(path);
    if let Some((there, _)) = files.iter().find(|(path, _)| path.exists() && !options.force) {
        return refuse(there, "is there already", "a new name, or --force to replace it");
    }
    for (path, text) in &files {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| Failure::unwritable(folder, &error))?;
        }
        deliver(text, Some(path))?;
        context.terminal.remark(&format!("Written: {}; its first lines say how to use it.", path.display()));
    }
    Ok(())
}
