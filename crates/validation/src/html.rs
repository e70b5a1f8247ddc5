//! The results as one self-contained page: nothing is loaded, no script.

use crate::computed::Value;
use crate::page::Page;
use crate::suite::{Outcome, Setting, Verdict, input_grades};
use std::fmt::Write as _;

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#8884;--bad:#b00020;--known:#8a5a00;--good:#1b6e3c;--data:#556}\
@media(prefers-color-scheme:dark){:root{--bad:#ff8a94;--known:#ffc266;--good:#7bd69a;--data:#aab}}\
body{font:16px/1.5 system-ui,sans-serif;max-width:78rem;margin:0 auto;padding:1.5rem}\
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2.5rem}\
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}\
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}\
th{position:sticky;top:0;background:Canvas}td.n{font-variant-numeric:tabular-nums}code{font-size:.85em}\
.holds{color:var(--good)}.known{color:var(--known);font-weight:600}.fails{color:var(--bad);font-weight:700}.data{color:var(--data)}\
.remark{font-size:.85em;opacity:.85;max-width:26rem}dd{margin:0 0 .4rem 1.5rem}details{margin:.8rem 0}@media print{th{position:static}}";

/// The page.
pub fn render(outcomes: &[Outcome<'_>], setting: &Setting) -> String {
    let mut html = String::from(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Validation</title><style>",
    );
    html.push_str(STYLE);
    html.push_str("</style></head><body><h1>Published results beside the model's own</h1>");
    paragraph(&mut html, &tally(outcomes));
    paragraph(
        &mut html,
        "Basis: published, printed in a publication; derived, worked out independently from published equations or \
         data; original program, printed by the authors' own program. Grade: the worst of the inputs, A reproduced \
         from published equations, B published estimate, C derived from public data, D assumption. A known failure \
         stands with its reason.",
    );
    known_failures(&mut html, outcomes);
    for paper in outcomes.chunk_by(|a, b| a.paper == b.paper) {
        section(&mut html, paper, setting);
    }
    sources(&mut html, outcomes, setting);
    html.push_str("</body></html>\n");
    html
}

/// What does not come out, first: a reader should not have to look for it.
fn known_failures(html: &mut String, outcomes: &[Outcome<'_>]) {
    let mut known = outcomes.iter().filter(|outcome| outcome.verdict == Verdict::KnownFailure).peekable();
    if known.peek().is_none() {
        return;
    }
    html.push_str("<section id=\"known-failures\"><h2>Known failures</h2><ul>");
    for outcome in known {
        let words = [outcome.id(), outcome.check.what.clone(), outcome.check.published.clone(), ours(outcome), outcome.remark()].map(|text| escape(&text));
        let _ = write!(html, "<li><a href=\"#{0}\"><code>{0}</code></a>: {1}. Published {2}, ours {3}. {4}</li>", words[0], words[1], words[2], words[3], words[4]);
    }
    html.push_str("</ul></section>");
}

/// How many checks came out how, in words.
pub fn tally(outcomes: &[Outcome<'_>]) -> String {
    let count = |verdict| outcomes.iter().filter(|outcome| outcome.verdict == verdict).count();
    let mut sources: Vec<&str> = outcomes.iter().flat_map(|outcome| &outcome.check.sources).map(String::as_str).collect();
    sources.sort_unstable();
    sources.dedup();
    format!(
        "{} checks from {} sources: {} hold, {} known failures, {} fail, {} need data.",
        outcomes.len(),
        sources.len(),
        count(Verdict::Holds),
        count(Verdict::KnownFailure),
        count(Verdict::Fails),
        count(Verdict::NeedsData)
    )
}

fn section(html: &mut String, outcomes: &[Outcome<'_>], setting: &Setting) {
    let Some(first) = outcomes.first() else { return };
    let _ = write!(html, "<section id=\"{}\"><h2>{}</h2>", escape(first.paper), escape(&first.page.title));
    prose(html, first.page, setting);
    quoted(html, first.page);
    html.push_str("<div class=\"scroll\"><table><thead><tr>");
    for heading in ["Check", "What", "Published", "Ours", "Unit", "Tolerance", "Basis", "Grade", "Verdict", "Source and remark"] {
        let _ = write!(html, "<th scope=\"col\">{heading}</th>");
    }
    html.push_str("</tr></thead><tbody>");
    outcomes.iter().for_each(|outcome| row(html, outcome));
    html.push_str("</tbody></table></div></section>");
}

fn prose(html: &mut String, page: &Page, setting: &Setting) {
    page.prose.iter().for_each(|text| paragraph(html, text));
    let assumed: Vec<&str> = input_grades(&setting.evidence, page)
        .into_iter()
        .filter_map(|(id, grade)| grade.filter(|grade| grade.letter() == 'D').map(|_| id))
        .collect();
    if !assumed.is_empty() {
        paragraph(html, &format!("Inputs of grade D: {}.", assumed.join(", ")));
    }
}

/// What the page quotes from the papers, folded away.
fn quoted(html: &mut String, page: &Page) {
    if page.quoted.is_empty() {
        return;
    }
    html.push_str("<details><summary>Quoted inputs</summary><table><tbody>");
    for quoted in &page.quoted {
        let cells = [quoted.name.as_str(), &quoted.words, &quoted.unit, &quoted.sources.join(", ")].map(escape);
        let _ = write!(html, "<tr><td><code>{}</code></td><td class=\"n\">{}</td><td>{}</td><td>{}</td></tr>", cells[0], cells[1], cells[2], cells[3]);
    }
    html.push_str("</tbody></table></details>");
}

/// The publications behind the keys.
fn sources(html: &mut String, outcomes: &[Outcome<'_>], setting: &Setting) {
    let mut keys: Vec<&str> = outcomes.iter().flat_map(|outcome| outcome.page.sources()).collect();
    keys.sort_unstable();
    keys.dedup();
    html.push_str("<section id=\"sources\"><h2>Sources</h2><dl>");
    for entry in setting.evidence.sources().iter().filter(|entry| keys.contains(&entry.key.as_str())) {
        let _ = write!(html, "<dt><code>{}</code></dt><dd>{}</dd>", escape(&entry.key), escape(&entry.citation()));
    }
    html.push_str("</dl></section>");
}

fn row(html: &mut String, outcome: &Outcome<'_>) {
    let check = outcome.check;
    let class = match outcome.verdict {
        Verdict::Holds => "holds",
        Verdict::KnownFailure => "known",
        Verdict::Fails => "fails",
        Verdict::NeedsData => "data",
    };
    let _ = write!(html, "<tr id=\"{0}\"><td><code>{0}</code></td><td>{1}</td>", escape(&outcome.id()), escape(&check.what));
    let _ = write!(html, "<td class=\"n\">{}</td><td class=\"n\">{}</td>", escape(&check.published), escape(&ours(outcome)));
    for cell in [check.unit.as_str(), &check.tolerance_words, &check.basis.to_string(), &check.grade.letter().to_string()] {
        let _ = write!(html, "<td>{}</td>", escape(cell));
    }
    let _ = write!(html, "<td class=\"{class}\">{}</td>", outcome.verdict.words());
    let _ = write!(html, "<td class=\"remark\">{}. {}</td></tr>", escape(&check.sources.join(", ")), escape(&outcome.remark()));
}

fn paragraph(html: &mut String, text: &str) {
    let _ = write!(html, "<p>{}</p>", escape(text));
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace("**", "").replace('`', "")
}

/// Our side in words, with one digit more than the page prints.
pub fn ours(outcome: &Outcome<'_>) -> String {
    match &outcome.computed {
        Err(_) => "-".to_owned(),
        Ok(Value::Holds(holds)) => if *holds { "yes" } else { "no" }.to_owned(),
        Ok(Value::Numbers(numbers)) => {
            let decimals = decimals(&outcome.check.published) + 1;
            numbers.iter().map(|number| in_words(*number, decimals)).collect::<Vec<String>>().join("; ")
        }
    }
}

/// Most digits behind a point in a text.
fn decimals(text: &str) -> usize {
    let behind = |part: &str| part.chars().take_while(char::is_ascii_digit).count();
    text.split('.').skip(1).map(behind).max().unwrap_or(0)
}

fn in_words(number: f64, decimals: usize) -> String {
    // Differences near zero vanish in fixed decimals; say how near.
    let smallest = 0.5 * 10_f64.powi(-(decimals as i32));
    if number != 0.0 && number.abs() < smallest { format!("{number:.1e}") } else { format!("{number:.decimals$}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_one_digit_more_than_the_page() {
        assert_eq!(decimals("0.98; 12"), 2);
        assert_eq!(in_words(0.9812345, decimals("0.98; 12") + 1), "0.981");
        assert_eq!(in_words(3.2e-9, 1), "3.2e-9");
        assert_eq!(in_words(0.0, 1), "0.0");
    }

    #[test]
    fn markup_is_escaped() {
        assert_eq!(escape("a<b & \"c\""), "a&lt;b &amp; &quot;c&quot;");
    }
}
