//! How a command fails, and what the user is told.
//!
//! Codes of the problems of the command line itself: E0801 a name that does not exist, E0802 not
//! `KEY=VALUE` with a finite number, E0803 a file or folder that cannot be written, E0804 a month
//! outside the run, E0805 a folder that is no earlier report, E0806 nothing
//! to assess, E0807 two scenarios of one name, E0808 an address that cannot be opened, E0811 values or
//! criteria that cannot be ranked, E0812 a table without a value per scenario and state, E0813 cases
//! or options in which no box can be looked for, E0814 a design or outcome that cannot be analysed,
//! E0815 a study's folder that cannot be used as asked, E0816 a plan that cannot
//! be made, E0817 a parameter outside its range.

use crate::terminal::Terminal;
use counterflow_app::failure::{self as application, unwritable};
use counterflow_evidence::diagnostics::{Problem, Problems};
use counterflow_report::ReportError;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

/// Exit status when a result fell short.
pub const FELL_SHORT: u8 = 1;
/// Exit status when the input was bad.
pub const BAD_INPUT: u8 = 2;

/// Why a command ended without success.
#[derive(Debug)]
pub enum Failure {
    /// The input was bad; the problems have yet to be shown.
    Input(Problems),
    /// The result fell short, or was itself a list of problems; it has been printed.
    Shown(u8),
    /// Who reads the answer has gone away.
    ClosedPipe,
}

impl Failure {
    /// Tells the user, and answers the exit status.
    pub fn show(&self, terminal: &Terminal) -> ExitCode {
        match self {
            Failure::Input(problems) => {
                show_problems(problems, terminal);
                ExitCode::from(BAD_INPUT)
            }
            Failure::Shown(status) => ExitCode::from(*status),
            Failure::ClosedPipe => ExitCode::SUCCESS,
        }
    }

    /// A file or folder that cannot be written.
    pub fn unwritable(path: &Path, error: &dyn std::fmt::Display) -> Self {
        unwritable(path.display().to_string(), error).into()
    }

    /// A fault of standard output.
    pub fn of_output(error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Self::unwritable(Path::new("standard output"), error),
        }
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Failure::Input(problems)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Failure::Input(problem.into())
    }
}

impl From<application::Failure> for Failure {
    fn from(failure: application::Failure) -> Self {
        match failure {
            application::Failure::Problems(problems) => problems.into(),
            application::Failure::Cancelled => Failure::ClosedPipe,
        }
    }
}

impl From<ReportError> for Failure {
    fn from(error: ReportError) -> Self {
        Self::unwritable(Path::new("the report"), &error)
    }
}

/// More problems than a reader would mend before the next try.
const SHOWN_AT_ONCE: usize = 40;

fn show_problems(problems: &Problems, terminal: &Terminal) {
    let mut text = Problems(problems.0.iter().take(SHOWN_AT_ONCE).cloned().collect()).to_string();
    if terminal.color_messages {
        text = text.lines().map(coloured).collect::<Vec<String>>().join("\n");
    }
    if problems.len() > SHOWN_AT_ONCE {
        text.push_str(&format!("\n\n{} problems; the first {SHOWN_AT_ONCE} are shown", problems.len()));
    } else if problems.len() > 1 {
        text.push_str(&format!("\n\n{} problems", problems.len()));
    }
    // There is nowhere left to report a closed standard error to.
    let _ = writeln!(std::io::stderr(), "{text}");
}

fn coloured(line: &str) -> String {
    const RED_BOLD: &str = "\x1b[1;31m";
    const RESET: &str = "\x1b[0m";
    match line.strip_prefix("error[").and_then(|rest| rest.split_once("]: ")) {
        Some((code, message)) => format!("{RED_BOLD}error[{code}]{RESET}: {message}"),
        None => line.to_owned(),
    }
}

/// Shows help, the version, or a fault of the command line as written.
pub fn usage(error: &clap::Error) -> ExitCode {
    // A closed pipe while help is printed is no fault of the user.
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(BAD_INPUT) } else { ExitCode::SUCCESS }
}
