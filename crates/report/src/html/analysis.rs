//! The page of one analysis: words, charts and tables in the order given, self-contained like a report.

use super::STYLE;
use super::parts::table;
use crate::markup::Markup;

/// A page, as plain data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnalysisPage {
    /// Title.
    pub title: String,
    /// One sentence below the title.
    pub lead: String,
    /// Version of the program that made it.
    pub version: String,
    /// The command that makes the page again.
    pub command: String,
    /// Sections from top to bottom.
    pub sections: Vec<AnalysisSection>,
}

/// A heading and what stands below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnalysisSection {
    /// Heading.
    pub heading: String,
    /// Contents from top to bottom.
    pub parts: Vec<AnalysisPart>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum AnalysisPart {
    /// A paragraph.
    Text(String),
    /// A drawing of [`crate::analysis_charts`] or [`crate::plan_charts`], with its caption.
    Chart {
        /// The drawing.
        svg: String,
        /// What it shows.
        caption: String,
    },
    /// A table; cells of columns marked as numbers stand right.
    Table {
        /// What it shows.
        caption: String,
        /// Headings, and whether the column holds numbers.
        columns: Vec<(String, bool)>,
        /// Cells by row.
        rows: Vec<Vec<String>>,
    },
}

/// The page as HTML: no script, nothing loaded from elsewhere.
#[must_use]
pub fn render_analysis(analysis: &AnalysisPage) -> String {
    let mut page = Markup::default();
    page.trusted("<!DOCTYPE html>\n");
    page.within("html", &[("lang", "en")], |html| {
        html.within("head", &[], |head| write_head(head, analysis));
        html.within("body", &[], |content| {
            content.leaf("a", &[("class", "skip"), ("href", "#main")], "Skip to the results");
            content.within("header", &[("class", "masthead")], |masthead| {
                masthead.within("div", &[], |inner| {
                    inner.leaf("p", &[("class", "kicker")], "Counterflow: aggregate policy analysis");
                    inner.leaf("h1", &[], &analysis.title);
                    inner.within("p", &[("class", "lead")], |lead| write_words(lead, &analysis.lead));
                });
            });
            content.within("main", &[("id", "main"), ("class", "layout alone")], |main| {
                main.within("div", &[], |column| {
                    analysis.sections.iter().for_each(|section| write_section(column, section))
                });
            });
            content.within("footer", &[], |footer| write_footer(footer, analysis));
        });
    });
    page.finish()
}

fn write_head(head: &mut Markup, analysis: &AnalysisPage) {
    head.empty("meta", &[("charset", "utf-8")]);
    head.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    head.empty("meta", &[("name", "generator"), ("content", &format!("Counterflow {}", analysis.version))]);
    head.leaf("title", &[], &analysis.title);
    head.within("style", &[], |style| style.trusted(STYLE));
}

fn write_section(page: &mut Markup, section: &AnalysisSection) {
    page.within("section", &[], |content| {
        content.leaf("h2", &[], &section.heading);
        section.parts.iter().for_each(|part| write_part(content, part));
    });
}

/// Words, with what stands between backticks as code.
fn write_words(page: &mut Markup, words: &str) {
    for (position, piece) in words.split('`').enumerate() {
        if position % 2 == 1 {
            page.leaf("code", &[], piece);
        } else {
            page.text(piece);
        }
    }
}

fn write_part(page: &mut Markup, part: &AnalysisPart) {
    match part {
        AnalysisPart::Text(text) => page.within("p", &[], |paragraph| write_words(paragraph, text)),
        AnalysisPart::Chart { svg, caption } => page.within("figure", &[], |figure| {
            figure.within("div", &[("class", "scroll")], |scroll| scroll.trusted(svg));
            figure.leaf("figcaption", &[], caption);
        }),
        AnalysisPart::Table { caption, columns, rows } => write_table(page, caption, columns, rows),
    }
}

fn write_table(page: &mut Markup, caption: &str, columns: &[(String, bool)], rows: &[Vec<String>]) {
    let class = |is_number: bool| if is_number { "number" } else { "" };
    let headings: Vec<(&str, &str)> =
        columns.iter().map(|(heading, is_number)| (heading.as_str(), class(*is_number))).collect();
    table(page, "", caption, &headings, |body| {
        body.within("tbody", &[], |body| {
            for row in rows {
                body.within("tr", &[], |line| {
                    for (cell, (_, class)) in row.iter().zip(&headings) {
                        line.leaf("td", &[("class", class)], cell);
                    }
                });
            }
        });
    });
}

fn write_footer(footer: &mut Markup, analysis: &AnalysisPage) {
    footer.within("p", &[], |line| {
        line.text("Made by ");
        line.leaf("code", &[], &analysis.command);
    });
    let version = format!(
        "Counterflow {}, an open simulator for the analysis of drug policy, from public research. Results describe \
            regions, corridors and markets in the aggregate.",
        analysis.version
    );
    footer.leaf("p", &[], &version);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_self_contained_and_escapes_what_users_wrote() {
        let rows = vec![vec!["<b>".to_owned(), "1 kg".to_owned()]];
        let columns = vec![("Place".to_owned(), false), ("Flow".to_owned(), true)];
        let parts = vec![
            AnalysisPart::Text("a & b".to_owned()),
            AnalysisPart::Table { caption: "Flows".to_owned(), columns, rows },
        ];
        let section = AnalysisSection { heading: "Answer".to_owned(), parts };
        let page = render_analysis(&AnalysisPage {
            title: "T <1>".to_owned(),
            sections: vec![section],
            ..AnalysisPage::default()
        });
        for part in [
            "<title>T &lt;1&gt;</title>",
            "a &amp; b",
            "<td class=\"\">&lt;b&gt;</td>",
            "<td class=\"number\">1 kg</td>",
        ] {
            assert!(page.contains(part), "{part}");
        }
        for absent in ["<script", "http://", "https://", "@import"] {
            assert!(!page.contains(absent), "{absent}");
        }
    }
}
