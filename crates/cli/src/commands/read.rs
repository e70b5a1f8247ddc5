//! `counterflow read`: what a text says a policy will do, and what the model says of that.

use super::assess::AssessmentOptions;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{deliver, print, print_result};
use crate::progress::Progress;
use clap::Args;
use counterflow_app::read::{Answer, Format, Question, ReadStatement, Status, html, markdown, read};
use counterflow_evidence::diagnostics::{Problem, SourceFile};
use counterflow_report::text_table::{Column, Table};
use std::ffi::OsStr;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Options of `read`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow read article.txt                      every statement with its verdict
  counterflow read article.html --out article-read.html
  counterflow read article.md --out article-read.md --members 200
  counterflow read - --dry-run --json               reads standard input, computes nothing
  counterflow read article.pdf --explain            through pdftotext, where it is installed

A sentence is read where it says that a policy of the model moves an indicator of the model one way: policy, indicator
and direction in one clause, or in one row of a table; English and Spanish. Questions, duties, past events, other drugs
and other policies get no verdict. Each statement is tested on the policy alone, at the same yearly budget as every
other, by the rules of `counterflow assess`. The words it knows stand in data/lexicon.")]
pub struct ReadArguments {
    /// Text, Markdown, HTML or PDF file; `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Reads and computes nothing
    #[arg(long)]
    dry_run: bool,
    /// Also shows what nearly was a statement, and why it is none
    #[arg(long)]
    explain: bool,
    /// How the text is written [default: by the file's ending, else text]
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "markdown", "html"])]
    format: Option<String>,
    /// Page (.html) or Markdown (.md) to write
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    ensemble: AssessmentOptions,
}

/// Runs the command.
pub fn execute(options: &ReadArguments, context: &Context<'_>) -> Result<(), Failure> {
    let out = options.out.as_deref().map(|path| Ok::<_, Problem>((path, Page::of(path)?))).transpose()?;
    let text = text(&options.file)?;
    let session = context.session()?;
    let question = Question {
        name: &text.name,
        text: &text.text,
        format: format(options),
        test: if options.dry_run { None } else { Some(options.ensemble.split(&session)?) },
    };
    let progress = Progress::new(0, "testing", context.terminal);
    let answer = read(&question, &session, &context.source, &progress)?;
    drop(progress);
    if let Some((path, page)) = out {
        let written = match page {
            Page::Html => html(&answer.reading, &answer.blocks),
            Page::Markdown => markdown(&answer.reading),
        };
        deliver(&written, Some(path))?;
        context.terminal.remark(&format!("Page: {}", path.display()));
    }
    if options.json { print_result(&answer.reading) } else { show(&answer, options.explain, context) }
}

/// What `--out` writes.
#[derive(Clone, Copy, Debug)]
enum Page {
    Html,
    Markdown,
}

impl Page {
    fn of(path: &Path) -> Result<Self, Problem> {
        match ending(path).as_str() {
            "html" | "htm" => Ok(Self::Html),
            "md" | "markdown" => Ok(Self::Markdown),
            other => Err(Problem::new("E0804", format!("cannot write a reading as `{other}`"))
                .in_file(path.display().to_string())
                .expect("a name that ends in .html or .md")),
        }
    }
}

fn ending(path: &Path) -> String {
    path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase()
}

fn format(options: &ReadArguments) -> Format {
    match options.format.as_deref().unwrap_or(&ending(&options.file)) {
        "markdown" | "md" => Format::Markdown,
        "html" | "htm" | "xhtml" => Format::Html,
        _ => Format::Plain,
    }
}

/// The text of a file, of standard input, or of a PDF.
fn text(path: &Path) -> Result<SourceFile, Problem> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(|error| Problem::new("E0804", format!("cannot read standard input: {error}")))?;
        return SourceFile::from_bytes("standard input", bytes);
    }
    if ending(path) == "pdf" { pdf(path) } else { SourceFile::read(path) }
}

/// The text of a PDF by `pdftotext`.
fn pdf(path: &Path) -> Result<SourceFile, Problem> {
    let problem = |message: String| Problem::new("E0804", message).in_file(path.display().to_string());
    let output = Command::new("pdftotext").arg("-enc").arg("UTF-8").arg(path).arg("-").output().map_err(|error| {
        problem(format!("cannot run pdftotext: {error}")).expect("pdftotext (poppler-utils), or the text as .txt")
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(problem(format!("pdftotext cannot read the file: {said}")).expect("a PDF that holds text"));
    }
    SourceFile::from_bytes(path.display().to_string(), output.stdout)
}

/// The statements as a table.
fn show(answer: &Answer, explain: bool, context: &Context<'_>) -> Result<(), Failure> {
    let mut table = Table::new([
        ("Statement", Column::Wrap),
        ("Policy", Column::Left),
        ("Indicator", Column::Left),
        ("Said", Column::Left),
        ("Verdict", Column::Left),
    ]);
    let is_shown = |one: &&ReadStatement| explain || matches!(one.status, Status::Tested | Status::Read);
    for one in answer.reading.statements.iter().filter(is_shown) {
        let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "-".to_owned());
        let verdict = match (&one.verdict, &one.result, &one.reason) {
            (Some(verdict), Some(result), _) => format!("{} ({})", verdict.label(), result.grade),
            (_, _, Some(reason)) => reason.clone(),
            _ => one.status.words().to_owned(),
        };
        let text = one.text.split_whitespace().collect::<Vec<&str>>().join(" ");
        table.push([text, word(&one.lever), word(&one.indicator), word(&one.direction), verdict]);
    }
    print(&format!("{}\n{}.\n", table.render(context.terminal.style()), answer.reading.tally.words()))
}
