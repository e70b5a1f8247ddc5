//! An answer on its way out: text or JSON on standard output, and a page where one is asked for.

use super::request::PlacementOptions;
use crate::failure::Failure;
use crate::output::{deliver, print, print_result};
use counterflow_app::plan::task::PlacementTask;
use counterflow_app::results::plan::SCOPE;
use counterflow_report::html::analysis::{AnalysisPage, AnalysisPart, AnalysisSection, render_analysis};
use serde::Serialize;
use std::path::Path;

/// What stands above an answer, and how it leaves.
pub struct Head<'a> {
    /// Title of the page.
    pub title: &'a str,
    /// The question in a sentence.
    pub question: String,
    /// The command that asks it.
    pub command: String,
    /// Whether standard output gets JSON.
    pub json: bool,
    /// File of the page.
    pub html: Option<&'a Path>,
}

impl<'a> Head<'a> {
    /// Of a placement.
    pub fn of(title: &'a str, options: &'a PlacementOptions, asked: &PlacementTask<'_>) -> Self {
        let (question, command) = (asked.heading(), asked.record().command);
        Self { title, question, command, json: options.json, html: options.html.as_deref() }
    }
}

/// An answer in its forms for readers.
#[derive(Default)]
pub struct Answer {
    /// The answer in a few lines, above everything else.
    pub short: Vec<String>,
    /// Paragraphs and tables of text.
    pub text: Vec<String>,
    /// Sections of the page.
    pub sections: Vec<AnalysisSection>,
}

impl Answer {
    /// Adds a section to the page.
    pub fn section(&mut self, heading: &str, parts: Vec<AnalysisPart>) {
        self.sections.push(AnalysisSection { heading: heading.to_owned(), parts });
    }

    /// Writes the page, then prints the answer, or the result as JSON.
    pub fn deliver(self, head: &Head<'_>, result: &impl Serialize) -> Result<(), Failure> {
        if let Some(path) = head.html {
            let limits =
                AnalysisSection { heading: "Scope".to_owned(), parts: vec![AnalysisPart::Text(SCOPE.to_owned())] };
            let short = AnalysisSection {
                heading: "In short".to_owned(),
                parts: self.short.iter().cloned().map(AnalysisPart::Text).collect(),
            };
            let page = AnalysisPage {
                title: head.title.to_owned(),
                lead: head.question.clone(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                command: head.command.clone(),
                sections: std::iter::once(short).chain(self.sections).chain([limits]).collect(),
            };
            deliver(&render_analysis(&page), Some(path))?;
        }
        if head.json {
            return print_result(result);
        }
        let short = self.short.join("\n");
        let above = [head.question.as_str(), short.as_str()].into_iter().filter(|text| !text.is_empty());
        let paragraphs: Vec<&str> = above.chain(self.text.iter().map(|text| text.trim_end())).chain([SCOPE]).collect();
        print(&format!("{}\n", paragraphs.join("\n\n")))
    }
}

/// Columns of a page's table: words first, numbers where marked.
pub fn columns<const N: usize>(headings: [(&str, bool); N]) -> Vec<(String, bool)> {
    headings.iter().map(|(heading, is_number)| ((*heading).to_owned(), *is_number)).collect()
}
