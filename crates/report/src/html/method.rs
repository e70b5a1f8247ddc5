//! The closing sections: method and limits, the record that reproduces the run, the indicators.

use super::parts::table;
use crate::data::Report;
use crate::markup::{Markup, anchor};
use crate::number::unit_words;

/// The section "Method and limits", if there are notes.
pub fn notes(page: &mut Markup, report: &Report) {
    if report.notes.is_empty() {
        return;
    }
    page.within("section", &[("id", "notes")], |section| {
        section.leaf("h2", &[], "Method and limits");
        report.notes.iter().for_each(|note| section.leaf("p", &[], note));
    });
}

/// The section "Run record".
pub fn run_record(page: &mut Markup, report: &Report) {
    let run = &report.run;
    page.within("section", &[("id", "run")], |section| {
        section.leaf("h2", &[], "Run record");
        section.leaf(
            "p",
            &[],
            "The same command with the same files gives the same numbers, on any number of processors:",
        );
        section.within("pre", &[], |pre| pre.leaf("code", &[], &run.command));
        let mut rows = vec![
            ("Version".to_owned(), run.version.clone()),
            ("Commit".to_owned(), run.git_commit.clone().unwrap_or_else(|| "not recorded".to_owned())),
            ("Seed".to_owned(), run.seed.to_string()),
            ("Draws".to_owned(), run.draws.clone()),
            ("Runs per scenario".to_owned(), run.members.to_string()),
            ("Months".to_owned(), format!("{} from {}", run.months, run.start)),
            ("World, SHA-256".to_owned(), run.world_hash.clone()),
            ("Evidence, SHA-256".to_owned(), run.evidence_hash.clone()),
        ];
        rows.extend(run.scenario_hashes.iter().map(|(id, hash)| (format!("Scenario {id}, SHA-256"), hash.clone())));
        let setting = |one: &crate::data::Structure| {
            ("Structural setting".to_owned(), format!("{}: {} runs", one.setting, one.members))
        };
        rows.extend(report.structures.iter().map(setting));
        rows.extend(run.switches.iter().map(|(name, setting)| (format!("Switch {name}"), setting.clone())));
        table(section, "record", "What went into the run", &[("Item", ""), ("Value", "")], |body| {
            body.within("tbody", &[], |rows_out| {
                for (item, value) in &rows {
                    rows_out.within("tr", &[], |row| {
                        row.leaf("th", &[("scope", "row")], item);
                        row.leaf("td", &[("class", "hash")], value);
                    });
                }
            })
        });
    });
}

/// The section "Sources", if the report names any.
pub fn sources(page: &mut Markup, report: &Report) {
    if report.sources.is_empty() {
        return;
    }
    page.within("section", &[("id", "sources")], |section| {
        section.leaf("h2", &[], "Sources");
        section.leaf("p", &[], "What the coefficients behind claims and assumptions rest on.");
        table(section, "record", "Publications and data sets", &[("Key", ""), ("Source", "wide")], |body| {
            body.within("tbody", &[], |rows| {
                for source in &report.sources {
                    rows.within("tr", &[("id", &anchor("source", &source.key))], |row| {
                        row.within("th", &[("scope", "row")], |cell| cell.leaf("code", &[], &source.key));
                        row.within("td", &[("class", "wide")], |cell| {
                            match source
                                .url
                                .as_deref()
                                .filter(|url| url.starts_with("https://") || url.starts_with("http://"))
                            {
                                Some(url) => cell.leaf("a", &[("href", url), ("rel", "noreferrer")], &source.citation),
                                None => cell.text(&source.citation),
                            }
                        });
                    });
                }
            })
        });
    });
}

/// Keys of sources as links to their entries; a key without an entry stays plain.
pub fn source_links(cell: &mut Markup, report: &Report, keys: &[String]) {
    for (number, key) in keys.iter().enumerate() {
        if number > 0 {
            cell.text(", ");
        }
        if report.sources.iter().any(|source| source.key == *key) {
            cell.leaf("a", &[("href", &format!("#{}", anchor("source", key)))], key);
        } else {
            cell.text(key);
        }
    }
}

const GLOSSARY_COLUMNS: [(&str, &str); 4] = [("Indicator", ""), ("Unit", ""), ("Definition", "wide"), ("Source", "")];

/// The section "Indicators".
pub fn glossary(page: &mut Markup, report: &Report) {
    page.within("section", &[("id", "glossary")], |section| {
        section.leaf("h2", &[], "Indicators");
        table(section, "glossary", "Unit, definition and source of every indicator", &GLOSSARY_COLUMNS, |body| {
            body.within("tbody", &[], |rows| {
                for info in &report.indicators {
                    rows.within("tr", &[("id", &anchor("indicator", &info.id))], |row| {
                        row.within("th", &[("scope", "row")], |cell| {
                            cell.text(&info.title);
                            cell.within("small", &[], |small| small.leaf("code", &[], &info.id));
                        });
                        row.leaf("td", &[], &unit_words(&info.unit));
                        row.leaf("td", &[("class", "wide")], &definition(&info.definition, info.cumulative));
                        row.leaf("td", &[], &info.source);
                    });
                }
            });
        });
    });
}

fn definition(words: &str, cumulative: bool) -> String {
    if cumulative { format!("{words} Adds up over months.") } else { words.to_owned() }
}
