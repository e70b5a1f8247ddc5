//! A reading as a page of its own: the text as it is, its statements marked, the verdict beside each.

use super::{PageBlock, ReadStatement, Reading, Segment, Status, finding, what};
use crate::data::ClaimResult;
use crate::html::{grade_badge, verdict_badge};
use crate::markup::Markup;
use crate::number::{percent, place_words, typographic};

const STYLE: &str = include_str!("style.css");
/// Pathways and side effects that a card names.
const NAMED: usize = 3;

/// The page.
#[must_use]
pub fn page(reading: &Reading, blocks: &[PageBlock]) -> String {
    let mut page = Markup::default();
    page.trusted("<!DOCTYPE html>\n");
    let language = reading.statements.first().map_or("en", |one| one.language.as_str());
    page.within("html", &[("lang", language)], |html| {
        html.within("head", &[], |head| {
            head.empty("meta", &[("charset", "utf-8")]);
            head.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
            head.leaf("title", &[], &format!("{}: read against the model", reading.source));
            head.within("style", &[], |style| style.trusted(STYLE));
        });
        html.within("body", &[], |body| {
            body.within("header", &[("lang", "en")], |header| {
                header.leaf("h1", &[], &reading.source);
                header.leaf("p", &[("class", "tally")], &format!("{}.", reading.tally.words()));
                header.leaf("p", &[("class", "note")], NOTE);
            });
            body.within("main", &[], |main| {
                blocks.iter().for_each(|block| row(main, reading, block));
            });
            footer(body, reading);
        });
    });
    page.finish()
}

const NOTE: &str = "What the text says a policy will do is underlined; words that were matched show what they were \
    taken for when pointed at. A verdict compares the policy alone, at the same yearly budget as every other, with no \
    change of policy.";

/// A block of the text with the cards of its statements beside it.
fn row(main: &mut Markup, reading: &Reading, block: &PageBlock) {
    main.within("section", &[("class", "row")], |row| {
        row.within("div", &[("class", "text")], |text| {
            if let [only] = block.cells.as_slice() {
                text.within("p", &[], |paragraph| segments(paragraph, only));
            } else {
                text.within("table", &[], |table| {
                    table.within("tr", &[], |line| {
                        for cell in &block.cells {
                            line.within("td", &[], |cell_markup| segments(cell_markup, cell));
                        }
                    });
                });
            }
        });
        row.within("div", &[("class", "cards"), ("lang", "en")], |cards| {
            for number in &block.statements {
                if let Some(one) = reading.statements.get(*number) {
                    card(cards, *number, one);
                }
            }
        });
    });
}

fn segments(out: &mut Markup, segments: &[Segment]) {
    for segment in segments {
        match (segment.statement, &segment.mark) {
            (None, _) => out.text(&segment.text),
            (Some(_), None) => out.leaf("mark", &[], &segment.text),
            (Some(_), Some(mark)) => {
                out.leaf("mark", &[("class", mark.as_str()), ("title", mark.as_str())], &segment.text);
            }
        }
    }
}

fn card(cards: &mut Markup, number: usize, one: &ReadStatement) {
    let class = match one.status {
        Status::Tested | Status::Read => "card",
        Status::Outside | Status::NotRead => "card left",
    };
    cards.within("article", &[("class", class), ("id", &format!("statement-{}", number + 1))], |card| {
        card.within("p", &[("class", "verdict")], |line| {
            match one.verdict {
                Some(verdict) => verdict_badge(line, verdict),
                None => line.leaf("strong", &[], one.status.words()),
            }
            if let Some(result) = &one.result {
                line.text(" ");
                grade_badge(line, result.grade);
            }
        });
        card.leaf("p", &[("class", "what")], &what(one));
        card.leaf("p", &[], &finding(one));
        if let Some(result) = &one.result {
            details(card, result);
        }
    });
}

/// Structures, pathways, side effects.
fn details(card: &mut Markup, result: &ClaimResult) {
    card.within("details", &[], |details| {
        details.leaf("summary", &[], "How this was found");
        let held = result.structures.iter().filter(|one| one.holds).count();
        let share = percent(result.share_in_promised_direction);
        details.leaf(
            "p",
            &[],
            &typographic(&format!(
                "Measured {} by {}, {}; {share} of the runs move that way, {held} of {} structures show it.",
                result.window,
                result.indicator.replace('_', " "),
                place_words(&result.place),
                result.structures.len()
            )),
        );
        if !result.pathways.is_empty() {
            details.leaf("p", &[("class", "head")], "Through");
            details.within("ul", &[], |list| {
                for one in result.pathways.iter().take(NAMED) {
                    list.leaf("li", &[], &format!("{}: {} of the change", one.title, percent(one.share)));
                }
            });
        }
        if !result.side_effects.is_empty() {
            details.leaf("p", &[("class", "head")], "Side effects");
            details.within("ul", &[], |list| {
                for one in result.side_effects.iter().take(NAMED) {
                    let change = typographic(&crate::number::change(one.median, &one.unit));
                    list.leaf("li", &[], &format!("{}, {}: {change}", one.title, place_words(&one.place)));
                }
            });
        }
    });
}

fn footer(body: &mut Markup, reading: &Reading) {
    body.within("footer", &[("lang", "en")], |footer| {
        let words = match &reading.run {
            Some(run) => format!(
                "Counterflow {}, seed {}, {} runs of each scenario. Aggregate results from public research; A to D is \
                 the grade of the evidence behind a result.",
                run.version, run.seed, run.members
            ),
            None => "Read without computing.".to_owned(),
        };
        footer.leaf("p", &[], &words);
    });
}
