//! The results as one self-contained page: nothing is loaded, no script.

use crate::computed::Value;
use crate::inputs::CheckInputs;
use crate::page::{KNOWN_FAILURE, Page};
use crate::suite::{CheckResult, CheckStatus, input_grades};
use std::fmt::Write as _;

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#8884;--soft:#8881;--bad:#b00020;--known:#8a5a00;--good:#1b6e3c;--data:#556}\
@media(prefers-color-scheme:dark){:root{--bad:#ff8a94;--known:#ffc266;--good:#7bd69a;--data:#aab}}\
body{font:16px/1.5 system-ui,sans-serif;max-width:82rem;margin:0 auto;padding:1.5rem}\
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2.5rem}h1,h2,p,li,dd,td{overflow-wrap:break-word}td \
        code,.remark{overflow-wrap:anywhere}p,li,dd{max-width:52rem}\
table{border-collapse:collapse;width:100%;font-size:.9rem}\
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}\
th{position:sticky;top:0;background:Canvas}td.n,td.c{font-variant-numeric:tabular-nums}\
td.c,th.c{text-align:right}code{font-size:.85em}\
tr:target{background:var(--soft)}.caution{border-left:.25rem solid var(--known);padding-left:.8rem}\
.holds{color:var(--good)}.known{color:var(--known);font-weight:600}.fails{color:var(--bad);font-weight:700}\
.data{color:var(--data)}\
.remark{font-size:.85em;max-width:26rem}dd{margin:0 0 .4rem 1.5rem}details{margin:.8rem 0}summary{cursor:pointer}\
@media(max-width:48rem){body{padding:1rem}ul{padding-left:1.2rem}.checks thead{display:none}\
.checks,.checks tbody,.checks tr,.checks td{display:block}.checks tr{border-bottom:2px solid var(--line);padding:.6rem \
        0}\
.checks td{border:0;padding:.1rem 0;max-width:none}.checks td:empty{display:none}\
.checks td[data-label]{display:inline-block;margin-right:1rem}.checks td.remark{display:block}.checks \
        td[data-label]::before{content:attr(data-label)\": \";font-size:.85em;color:var(--data)}}\
@media print{th{position:static}}";

/// The page.
pub fn render(results: &[CheckResult<'_>], inputs: &CheckInputs) -> String {
    let mut html = String::from(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Validation</title><style>",
    );
    html.push_str(STYLE);
    html.push_str("</style></head><body><h1>Published results beside the model's own</h1>");
    paragraph(&mut html, &tally(results));
    paragraph(
        &mut html,
        "Basis: published, printed in a publication; derived, worked out independently from published equations or \
         data; original program, printed by the authors' own program. Invariant: holds whatever the model's parameters \
         are (conservation, symmetry, a published equation solved at the paper's own inputs); it shows that the code \
         is right, not that the model is, and is not counted as evidence. Grade: the worst of the inputs, A reproduced \
         from published equations, B published estimate, C derived from public data, D assumption. A known failure \
         stands with its reason.",
    );
    overview(&mut html, results);
    known_failures(&mut html, results);
    for paper in results.chunk_by(|a, b| a.paper == b.paper) {
        section(&mut html, paper, inputs);
    }
    sources(&mut html, results, inputs);
    html.push_str("</body></html>\n");
    html
}

const VERDICTS: [CheckStatus; 4] =
    [CheckStatus::Holds, CheckStatus::KnownFailure, CheckStatus::Fails, CheckStatus::NeedsData];

/// Pages with their counts, as a table of contents.
fn overview(html: &mut String, results: &[CheckResult<'_>]) {
    html.push_str(
        "<section id=\"overview\"><h2>Overview</h2><table><thead><tr><th scope=\"col\">Page</th><th \
        scope=\"col\" class=\"c\">Checks</th>",
    );
    for verdict in VERDICTS {
        let _ = write!(html, "<th scope=\"col\" class=\"c\">{}</th>", verdict.words().to_lowercase());
    }
    html.push_str("</tr></thead><tbody>");
    for paper in results.chunk_by(|a, b| a.paper == b.paper) {
        let Some(first) = paper.first() else { continue };
        let _ = write!(
            html,
            "<tr><td><a href=\"#{}\">{}</a></td><td class=\"c\">{}</td>",
            escape(first.paper),
            escape(&first.page.title),
            paper.len()
        );
        for verdict in VERDICTS {
            let count = paper.iter().filter(|result| result.status == verdict).count();
            let words = if count == 0 { String::new() } else { count.to_string() };
            let _ = write!(html, "<td class=\"c {}\">{words}</td>", class(verdict));
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table></section>");
}

fn class(verdict: CheckStatus) -> &'static str {
    match verdict {
        CheckStatus::Holds => "holds",
        CheckStatus::KnownFailure => "known",
        CheckStatus::Fails => "fails",
        CheckStatus::NeedsData => "data",
    }
}

/// What does not come out, first: a reader should not have to look for it.
fn known_failures(html: &mut String, results: &[CheckResult<'_>]) {
    let mut known = results.iter().filter(|result| result.status == CheckStatus::KnownFailure).peekable();
    if known.peek().is_none() {
        return;
    }
    html.push_str("<section id=\"known-failures\"><h2>Known failures</h2><ul>");
    for result in known {
        let check = result.check;
        let with_unit = |number: &str| {
            if matches!(check.unit.as_str(), "" | "1") { number.to_owned() } else { format!("{number} {}", check.unit) }
        };
        let reason = check.reason.trim_start_matches(KNOWN_FAILURE).trim();
        let words = [
            result.id(),
            check.what.clone(),
            with_unit(&check.published),
            with_unit(&ours(result)),
            capitalised(reason),
        ]
        .map(|text| escape(&text));
        let _ = write!(
            html,
            "<li><a href=\"#{0}\"><code>{0}</code></a>: {1}. Published {2}, ours {3}. {4}</li>",
            words[0], words[1], words[2], words[3], words[4]
        );
    }
    html.push_str("</ul></section>");
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// How many checks came out how, in words; invariants are no evidence and are counted apart.
pub fn tally(results: &[CheckResult<'_>]) -> String {
    let count = |verdict| results.iter().filter(|result| result.status == verdict).count();
    let evidence =
        |verdict| results.iter().filter(|result| !result.check.is_invariant && result.status == verdict).count();
    let mut sources: Vec<&str> = results.iter().flat_map(|result| &result.check.sources).map(String::as_str).collect();
    sources.sort_unstable();
    sources.dedup();
    let (holds, known) = (evidence(CheckStatus::Holds), evidence(CheckStatus::KnownFailure));
    let invariants = count(CheckStatus::Holds) + count(CheckStatus::KnownFailure) - holds - known;
    format!(
        "{} checks from {} sources: evidence: {holds} hold, {known} known failures; invariants: {invariants}; {} fail, \
         {} need data.",
        results.len(),
        sources.len(),
        count(CheckStatus::Fails),
        count(CheckStatus::NeedsData)
    )
}

fn section(html: &mut String, results: &[CheckResult<'_>], inputs: &CheckInputs) {
    let Some(first) = results.first() else { return };
    let _ = write!(html, "<section id=\"{}\"><h2>{}</h2>", escape(first.paper), escape(&first.page.title));
    prose(html, first.page, inputs);
    quoted(html, first.page);
    html.push_str("<table class=\"checks\"><thead><tr>");
    for heading in
        ["Check", "What", "Published", "Ours", "Unit", "Tolerance", "Basis", "Grade", "Verdict", "Source and remark"]
    {
        let _ = write!(html, "<th scope=\"col\">{heading}</th>");
    }
    html.push_str("</tr></thead><tbody>");
    results.iter().for_each(|result| row(html, result));
    html.push_str("</tbody></table></section>");
}

fn prose(html: &mut String, page: &Page, inputs: &CheckInputs) {
    for text in &page.prose {
        let class = if text.starts_with("**Caution.**") { " class=\"caution\"" } else { "" };
        let _ = write!(html, "<p{class}>{}</p>", marked_up(text));
    }
    let assumed: Vec<&str> = input_grades(&inputs.evidence, page)
        .into_iter()
        .filter_map(|(id, grade)| grade.filter(|grade| grade.letter() == 'D').map(|_| id))
        .collect();
    if !assumed.is_empty() {
        let _ = write!(
            html,
            "<details><summary>Inputs of grade D ({})</summary><p>{}</p></details>",
            assumed.len(),
            escape(&assumed.join(", "))
        );
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
        let _ = write!(
            html,
            "<tr><td><code>{}</code></td><td class=\"n\">{}</td><td>{}</td><td>{}</td></tr>",
            cells[0], cells[1], cells[2], cells[3]
        );
    }
    html.push_str("</tbody></table></details>");
}

/// The publications behind the keys.
fn sources(html: &mut String, results: &[CheckResult<'_>], inputs: &CheckInputs) {
    let mut keys: Vec<&str> = results.iter().flat_map(|result| result.page.sources()).collect();
    keys.sort_unstable();
    keys.dedup();
    html.push_str("<section id=\"sources\"><h2>Sources</h2><dl>");
    for entry in inputs.evidence.sources().iter().filter(|entry| keys.contains(&entry.key.as_str())) {
        let _ = write!(html, "<dt><code>{}</code></dt><dd>{}</dd>", escape(&entry.key), escape(&entry.citation()));
    }
    html.push_str("</dl></section>");
}

fn row(html: &mut String, result: &CheckResult<'_>) {
    let check = result.check;
    let id = result.id();
    let _ = write!(
        html,
        "<tr id=\"{0}\"><td><a href=\"#{0}\"><code>{1}</code></a></td><td>{2}</td>",
        escape(&id),
        escape(&check.id),
        escape(&check.what)
    );
    let cells = [
        ("Published", "n", check.published.clone()),
        ("Ours", "n", ours(result)),
        ("Unit", "", check.unit.clone()),
        ("Tolerance", "", check.tolerance_words.clone()),
        ("Basis", "", check.basis.to_string()),
        ("Grade", "", check.grade.letter().to_string()),
        ("Verdict", class(result.status), verdict_words(result)),
        ("Source", "remark", format!("{}. {}", check.sources.join(", "), result.remark())),
    ];
    for (label, class, text) in cells {
        // A cell that says nothing stays empty, so that a narrow screen can leave it out.
        let label = if text.is_empty() { String::new() } else { format!(" data-label=\"{label}\"") };
        let _ = write!(html, "<td class=\"{class}\"{label}>{}</td>", escape(&text));
    }
    html.push_str("</tr>");
}

fn paragraph(html: &mut String, text: &str) {
    let _ = write!(html, "<p>{}</p>", escape(text));
}

/// Bold words and code of a page's prose.
fn marked_up(text: &str) -> String {
    let between = |text: &str, mark: &str, tag: &str| {
        let parts = text.split(mark).enumerate();
        parts
            .map(|(index, part)| if index % 2 == 1 { format!("<{tag}>{part}</{tag}>") } else { part.to_owned() })
            .collect::<String>()
    };
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    between(&between(&escaped, "**", "strong"), "`", "code")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace("**", "")
        .replace('`', "")
}

/// The verdict, and whether the check is an invariant.
pub fn verdict_words(result: &CheckResult<'_>) -> String {
    let words = result.status.words();
    if result.check.is_invariant { format!("{words} (invariant)") } else { words.to_owned() }
}

/// Our side in words, with one digit more than the page prints.
pub fn ours(result: &CheckResult<'_>) -> String {
    match &result.computed {
        Err(_) => "-".to_owned(),
        Ok(Value::Holds(holds)) => if *holds { "yes" } else { "no" }.to_owned(),
        Ok(Value::Numbers(numbers)) => {
            let decimals = decimals(&result.check.published) + 1;
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
        assert_eq!(
            marked_up("**What fails.** a<b, `x.csv`"),
            "<strong>What fails.</strong> a&lt;b, <code>x.csv</code>"
        );
    }
}
