//! Model against history as one self-contained page: nothing is loaded, no script.
//!
//! For each series and place two charts that are never mixed: policy as it happened, and policy that stands still at
//! the cut. Bands are what the model foresees as it would be observed, 50 and 90 %; circles are what was seen, filled
//! after the cut, where nothing was fitted.

use crate::markup::escape;
use crate::number::{axis_scale, significant};
use std::fmt::Write as _;

/// The page.
#[derive(Clone, Debug, PartialEq)]
pub struct HindcastPage {
    /// Title.
    pub title: String,
    /// What the page says first.
    pub about: Vec<String>,
    /// Command line that makes it again.
    pub command: String,
    /// Last year that was fitted.
    pub cut: i32,
    /// Scores over all series, a line for each mode.
    pub summary: Vec<String>,
    /// The series.
    pub series: Vec<PageSeries>,
}

/// A series.
#[derive(Clone, Debug, PartialEq)]
pub struct PageSeries {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// What a reader should know.
    pub note: String,
    /// What came and was not foreseen, and why.
    pub missed: Vec<String>,
    /// Its places.
    pub places: Vec<PagePlace>,
}

/// A series in a place.
#[derive(Clone, Debug, PartialEq)]
pub struct PagePlace {
    /// Place.
    pub place: String,
    /// What was seen, by year.
    pub observed: Vec<(i32, f64)>,
    /// A chart for each mode.
    pub charts: Vec<PageChart>,
}

/// What is foreseen.
#[derive(Clone, Debug, PartialEq)]
pub struct PageChart {
    /// What policy does.
    pub mode: String,
    /// Year and quantiles .05, .25, .5, .75, .95.
    pub quantiles: Vec<(i32, [f64; 5])>,
    /// Its scores in words.
    pub scores: String,
}

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#8884;--band:#1f5fa8;--seen:#b3430e}\
@media(prefers-color-scheme:dark){:root{--band:#7db4f0;--seen:#ffab7a}}\
body{font:16px/1.5 system-ui,sans-serif;max-width:76rem;margin:0 auto;padding:1.5rem}\
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2.5rem}p,li{max-width:52rem;overflow-wrap:anywhere}\
.pair{display:flex;flex-wrap:wrap;gap:1rem}figure{margin:.5rem 0;max-width:24rem}figcaption{font-size:.85rem}\
svg{width:100%;height:auto}svg text{font-size:11px;fill:currentColor}.missed{color:var(--seen)}";

const WIDTH: f64 = 380.0;
const HEIGHT: f64 = 200.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 8.0;
const TOP: f64 = 8.0;
const BOTTOM: f64 = 22.0;
/// Years between labels.
const YEAR_STEP: i32 = 4;
const Y_LABELS: usize = 3;
/// What is foreseen beyond so many times the largest value seen is cut off.
const MOST_OVER_SEEN: f64 = 3.0;
const PADDING: f64 = 1.05;

/// The page as HTML.
#[must_use]
pub fn render(page: &HindcastPage) -> String {
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><title>{0}</title><style>{STYLE}</style></head>\
         <body><h1>{0}</h1>",
        escape(&page.title)
    );
    page.about.iter().for_each(|text| paragraph(&mut html, "", text));
    if !page.summary.is_empty() {
        html.push_str("<ul>");
        page.summary.iter().for_each(|line| item(&mut html, line));
        html.push_str("</ul>");
    }
    html.push_str("<p>");
    for series in &page.series {
        let _ = write!(html, "<a href=\"#{}\">{}</a> &middot; ", escape(&series.id), escape(&series.title));
    }
    html.push_str("</p>");
    page.series.iter().for_each(|series| section(&mut html, series, page.cut));
    let _ =
        writeln!(html, "<h2>How to make this page</h2><pre><code>{}</code></pre></body></html>", escape(&page.command));
    html
}

fn paragraph(html: &mut String, class: &str, text: &str) {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let _ = write!(html, "<p{class}>{}</p>", escape(text));
}

fn item(html: &mut String, text: &str) {
    let _ = write!(html, "<li>{}</li>", escape(text));
}

fn section(html: &mut String, series: &PageSeries, cut: i32) {
    let _ = write!(html, "<section id=\"{}\"><h2>{}</h2>", escape(&series.id), escape(&series.title));
    if !series.note.is_empty() {
        paragraph(html, "", &series.note);
    }
    if !series.missed.is_empty() {
        html.push_str("<p class=\"missed\">Missed:</p><ul>");
        series.missed.iter().for_each(|line| item(html, line));
        html.push_str("</ul>");
    }
    for place in &series.places {
        let _ = write!(html, "<h3>{}</h3><div class=\"pair\">", escape(&place.place));
        for chart in &place.charts {
            let heading = format!("{}, {}: {}", series.title, place.place, chart.mode);
            let _ = write!(html, "<figure>{}", drawing(&heading, &series.unit, place, chart, cut));
            let _ = write!(
                html,
                "<figcaption>{}. {}</figcaption></figure>",
                escape(&capital(&chart.mode)),
                escape(&chart.scores)
            );
        }
        html.push_str("</div>");
    }
    html.push_str("</section>");
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Where years and values lie.
struct Axes {
    first: i32,
    last: i32,
    top: f64,
}

impl Axes {
    fn of(place: &PagePlace, chart: &PageChart) -> Self {
        let years = || chart.quantiles.iter().map(|(year, _)| *year);
        let seen = place.observed.iter().map(|(_, value)| *value).fold(0.0, f64::max);
        let foreseen = chart.quantiles.iter().map(|(_, quantiles)| quantiles[4]).fold(0.0, f64::max);
        let top = if seen > 0.0 { foreseen.min(MOST_OVER_SEEN * seen).max(seen) } else { foreseen };
        Self {
            first: years().min().unwrap_or(0),
            last: years().max().unwrap_or(1),
            top: (top * PADDING).max(f64::MIN_POSITIVE),
        }
    }

    fn x(&self, year: f64) -> f64 {
        let span = f64::from((self.last - self.first).max(1));
        LEFT + (year - f64::from(self.first)) / span * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - (value / self.top).clamp(0.0, 1.0) * (HEIGHT - TOP - BOTTOM)
    }
}

fn drawing(heading: &str, unit: &str, place: &PagePlace, chart: &PageChart, cut: i32) -> String {
    let axes = Axes::of(place, chart);
    let (scale, words) = axis_scale(axes.top, unit);
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{0}\"><title>{0}</title>",
        escape(&format!("{heading}, {words}"))
    );
    for step in 0..=Y_LABELS {
        let value = axes.top / PADDING * step as f64 / Y_LABELS as f64;
        let y = axes.y(value);
        let _ = write!(svg, "<path d=\"M{LEFT} {y:.1}H{}\" stroke=\"var(--line)\"/>", WIDTH - RIGHT);
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            LEFT - 4.0,
            y + 4.0,
            significant(value / scale)
        );
    }
    for year in (axes.first..=axes.last).filter(|year| (year - axes.first) % YEAR_STEP == 0) {
        let _ = write!(
            svg,
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{year}</text>",
            axes.x(f64::from(year)),
            HEIGHT - 6.0
        );
    }
    let _ = write!(svg, "<text x=\"{}\" y=\"{}\">{}</text>", LEFT + 4.0, TOP + 10.0, escape(&words));
    for (low, high, opacity) in [(0, 4, 0.18), (1, 3, 0.3)] {
        let forth = chart.quantiles.iter().map(|(year, q)| (axes.x(f64::from(*year)), axes.y(q[high])));
        let back = chart.quantiles.iter().rev().map(|(year, q)| (axes.x(f64::from(*year)), axes.y(q[low])));
        let _ =
            write!(svg, "<path d=\"{}Z\" fill=\"var(--band)\" fill-opacity=\"{opacity}\"/>", path(forth.chain(back)));
    }
    let median = chart.quantiles.iter().map(|(year, q)| (axes.x(f64::from(*year)), axes.y(q[2])));
    let _ = write!(svg, "<path d=\"{}\" fill=\"none\" stroke=\"var(--band)\" stroke-width=\"2\"/>", path(median));
    let x = axes.x(f64::from(cut) + 0.5);
    let _ =
        write!(svg, "<path d=\"M{x:.1} {TOP}V{}\" stroke=\"currentColor\" stroke-dasharray=\"3 3\"/>", HEIGHT - BOTTOM);
    for (year, value) in place.observed.iter().filter(|(year, _)| (axes.first..=axes.last).contains(year)) {
        let fill = if *year > cut { "var(--seen)" } else { "Canvas" };
        let (x, y) = (axes.x(f64::from(*year)), axes.y(*value));
        let _ = write!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{fill}\" stroke=\"var(--seen)\" stroke-width=\"1.5\"/>"
        );
    }
    svg + "</svg>"
}

fn path(points: impl Iterator<Item = (f64, f64)>) -> String {
    let words: Vec<String> = points.map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    format!("M{}", words.join("L"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> HindcastPage {
        let quantiles = (2006..=2023).map(|year| (year, [1.0, 2.0, 3.0, 4.0, 5.0])).collect();
        let chart = PageChart { mode: "conditional".into(), quantiles, scores: "CRPS .1".into() };
        let place = PagePlace {
            place: "A & B".into(),
            observed: vec![(2010, 3.0), (2014, 40.0), (1990, 1.0)],
            charts: vec![chart],
        };
        HindcastPage {
            title: "T".into(),
            about: vec!["About.".into()],
            command: "counterflow hindcast --html x".into(),
            cut: 2012,
            summary: vec!["one".into()],
            series: vec![PageSeries {
                id: "s".into(),
                title: "Series".into(),
                unit: "t".into(),
                note: String::new(),
                missed: vec!["2014: above".into()],
                places: vec![place],
            }],
        }
    }

    #[test]
    fn the_page_has_a_chart_with_the_cut_and_what_was_seen_within_its_years() {
        let html = render(&page());
        assert_eq!(html.matches("<svg").count(), 1);
        assert_eq!(html.matches("<circle").count(), 2);
        assert_eq!(html.matches("stroke-dasharray").count(), 1);
        assert!(html.contains("A &amp; B") && html.contains("2014: above") && !html.contains("<script"));
        assert!(!html.contains("NaN"));
    }
}
