//! Pieces that several sections share: badges, tables that scroll by themselves, links.

use crate::csv_tables::TABLES;
use crate::data::{Report, Verdict};
use crate::markup::{Attributes, Markup, anchor};

/// Class of the style sheet for a verdict.
pub fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::HoldsUnderSome => "some",
        Verdict::Mixed => "mixed",
        Verdict::NoEffect => "no-effect",
        Verdict::Fails => "fails",
    }
}

/// Sign and word of a verdict, so that colour is never the only cue.
pub fn verdict_words(verdict: Verdict) -> String {
    let sign = match verdict {
        Verdict::Holds => '\u{2713}',
        Verdict::HoldsUnderSome => '\u{2248}',
        Verdict::Mixed => '\u{00b1}',
        Verdict::NoEffect => '\u{25cb}',
        Verdict::Fails => '\u{2715}',
    };
    format!("{sign} {}", verdict.label())
}

/// A verdict as a badge.
pub fn verdict_badge(page: &mut Markup, verdict: Verdict) {
    let class = format!("badge {}", verdict_class(verdict));
    page.leaf("span", &[("class", &class)], &verdict_words(verdict));
}

/// An evidence grade as a badge.
pub fn grade_badge(page: &mut Markup, grade: char) {
    let class = format!("grade grade-{}", if grade.is_ascii_alphabetic() { grade } else { '-' });
    let title = format!("Evidence grade {grade}");
    page.leaf("span", &[("class", &class), ("title", &title)], &grade.to_string());
}

/// The words for a promised direction.
pub fn direction(promised: &str) -> String {
    match promised {
        "rise" => "\u{25b2} rise".to_owned(),
        "fall" => "\u{25bc} fall".to_owned(),
        other => other.to_owned(),
    }
}

/// Months as a reader writes them: `2025-07..2028-06` becomes `2025-07 to 2028-06`.
pub fn window(window: &str) -> String {
    window.replace("..", " to ")
}

/// A column of a table: heading and class of its cells.
pub type Column<'a> = (&'a str, &'a str);

/// A table in a container that scrolls sideways and can be reached by keyboard.
pub fn table(page: &mut Markup, class: &str, caption: &str, columns: &[Column<'_>], body: impl FnOnce(&mut Markup)) {
    // The caption stands outside the container, so that it does not scroll away on a narrow screen.
    page.leaf("p", &[("class", "caption")], caption);
    let container: Attributes<'_> =
        &[("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", caption)];
    page.within("div", container, |scroll| {
        scroll.within("table", &[("class", class), ("aria-label", caption)], |table| {
            table.within("thead", &[], |head| {
                head.within("tr", &[], |row| {
                    for (heading, class) in columns {
                        row.leaf("th", &[("scope", "col"), ("class", class)], heading);
                    }
                })
            });
            body(table);
        });
    });
}

/// A text cell with a smaller second line.
pub fn cell_with_note(page: &mut Markup, class: &str, text: &str, note: &str) {
    page.within("td", &[("class", class)], |cell| {
        cell.text(text);
        if !note.is_empty() {
            cell.leaf("small", &[], note);
        }
    });
}

/// A link to the definition of an indicator.
pub fn indicator_link(page: &mut Markup, report: &Report, id: &str) {
    let title = report.indicator_title(id);
    if report.indicator(id).is_some() {
        page.leaf("a", &[("href", &format!("#{}", anchor("indicator", id)))], title);
    } else {
        page.text(title);
    }
}

/// A link to a CSV table in the folder of the report.
pub fn data_link(page: &mut Markup, file: &str, words: &str) {
    page.leaf("a", &[("href", &format!("{TABLES}/{file}"))], words);
}

/// A paragraph that ends in a link to a CSV table.
pub fn note_with_data(page: &mut Markup, text: &str, file: &str) {
    page.within("p", &[("class", "note")], |note| {
        note.text(text);
        note.text(" Data: ");
        data_link(note, file, file);
        note.text(".");
    });
}

/// A list of facts: term and value.
pub fn facts(page: &mut Markup, facts: &[(&str, String)]) {
    page.within("dl", &[("class", "facts")], |list| {
        for (term, value) in facts {
            list.within("div", &[], |pair| {
                pair.leaf("dt", &[], term);
                pair.leaf("dd", &[], value);
            });
        }
    });
}
