//! The portfolios found, the levers that they share, and a few of them in full.

use crate::commands::plan::page::{Answer, columns};
use crate::commands::plan::values::{self, BY_REACTION, by_reaction};
use crate::context::Context;
use crate::failure::Failure;
use counterflow_app::plan::portfolio::task::PortfolioTask;
use counterflow_app::plan::portfolio::{MILLION, spending_words};
use counterflow_app::plan::words::{changed, within};
use counterflow_app::results::plan::{JudgedPortfolio, LeverStanding, PortfolioEffect, PortfolioPick, PortfolioResult};
use counterflow_report::analysis_charts::{Bar, heat_map};
use counterflow_report::html::analysis::AnalysisPart;
use counterflow_report::number::{change, change_range, percent, significant, unit_words};
use counterflow_report::plan_charts::{PlanePoint, plane};
use counterflow_report::text_table::{Column, Table};

/// The answer in its forms for readers.
pub fn answer(found: &PortfolioResult, asked: &PortfolioTask<'_>, context: &Context<'_>) -> Result<Answer, Failure> {
    let page = Page { found, asked };
    let mut answer = Answer {
        short: found.in_short.clone(),
        text: vec![page.summary(), standings_text(&found.levers, context)],
        ..Answer::default()
    };
    // The first pick is the one to look at; the others follow what they are picked from.
    let (first, others) = found.picks.split_at(found.picks.len().min(1));
    for pick in first {
        answer.section(&pick.why, page.pick_parts(pick)?);
    }
    answer.section("Levers", vec![AnalysisPart::Text(page.summary()), standings_part(&found.levers)]);
    answer.section("Portfolios", page.overview()?);
    for pick in others {
        answer.section(&pick.why, page.pick_parts(pick)?);
    }
    answer.text.extend(found.picks.iter().map(|pick| page.pick_text(pick, context)));
    Ok(answer)
}

/// What was found, and what was asked.
struct Page<'a> {
    found: &'a PortfolioResult,
    asked: &'a PortfolioTask<'a>,
}

impl Page<'_> {
    fn summary(&self) -> String {
        let portfolios = &self.found.portfolios;
        let count = |is: fn(&JudgedPortfolio) -> bool| portfolios.iter().filter(|one| is(one)).count();
        format!(
            "{} {} of them are undominated. On all members {} are robust (still undominated), {} of these good: better \
             than nothing on every objective even in the worse half of members.",
            self.found.search.explanation,
            portfolios.len(),
            count(|one| one.robust),
            count(|one| one.good)
        )
    }

    /// Two objectives of all portfolios, and the money of the good ones by lever.
    fn overview(&self) -> Result<Vec<AnalysisPart>, Failure> {
        let (asked, standings) = (self.asked, &self.found.levers);
        let mut parts = Vec::new();
        if let [first, second, ..] = asked.aims.as_slice() {
            let points: Vec<PlanePoint> = (0..self.found.portfolios.len()).map(|one| self.point(one)).collect();
            let axes =
                [first, second].map(|aim| format!("change of {}, {}", within(&aim.title()), unit_words(&aim.unit())));
            let svg = plane("Undominated portfolios in two objectives", (&axes[0], &axes[1]), &points)?;
            let caption = "Points: mean change over the worse half of the members; blue: good portfolios. Strokes: 90 \
                % of members, for the portfolios shown in full.";
            parts.push(AnalysisPart::Chart { svg, caption: caption.to_owned() });
        }
        let shown: Vec<&JudgedPortfolio> = self.found.portfolios.iter().filter(|one| one.good).collect();
        let rows: Vec<String> = standings.iter().map(|standing| standing.title.to_owned()).collect();
        let names: Vec<String> = shown.iter().map(|one| significant(one.cost_usd_per_year / MILLION)).collect();
        let on_lever = |one: &JudgedPortfolio, key: &str| {
            one.spending
                .iter()
                .find(|spending| spending.lever == key)
                .map_or(0.0, |spending| spending.usd_per_year / MILLION)
        };
        let cells: Vec<f64> = standings
            .iter()
            .flat_map(|standing| shown.iter().map(|one| on_lever(one, standing.lever)).collect::<Vec<f64>>())
            .collect();
        if !shown.is_empty() {
            let svg = heat_map("Money by lever in the good portfolios", "million USD/year", &rows, &names, &cells)?;
            parts.push(AnalysisPart::Chart {
                svg,
                caption: "One column per good portfolio, from the cheapest to the dearest, named by its cost in \
                million USD a year."
                    .to_owned(),
            });
        }
        Ok(parts)
    }

    /// A portfolio in the plane of the first two objectives; intervals only where it is shown in full.
    fn point(&self, portfolio: usize) -> PlanePoint {
        let is_shown = self.found.picks.iter().any(|pick| pick.portfolio == portfolio);
        let one = &self.found.portfolios[portfolio];
        let bar = |effect: &PortfolioEffect| Bar {
            value: effect.worse_half,
            interval: if is_shown { (effect.p05, effect.p95) } else { (effect.worse_half, effect.worse_half) },
        };
        PlanePoint { x: bar(&one.effects[0]), y: bar(&one.effects[1]), marked: one.good }
    }

    fn pick_text(&self, pick: &PortfolioPick, context: &Context<'_>) -> String {
        let kinds = |headings: &[(&'static str, bool)]| {
            headings
                .iter()
                .map(|(heading, is_number)| (*heading, if *is_number { Column::Right } else { Column::Left }))
                .collect::<Vec<_>>()
        };
        let mut effects = Table::new(kinds(&EFFECT_HEADINGS));
        self.found.portfolios[pick.portfolio].effects.iter().for_each(|effect| effects.push(effect_cells(effect)));
        let mut reactions = Table::new(kinds(&[&[("Change of", false)], BY_REACTION.as_slice()].concat()));
        for (aim, six) in self.asked.aims.iter().zip(&pick.values) {
            for cells in by_reaction(six) {
                reactions.push(std::iter::once(changed(&aim.title(), &aim.unit())).chain(cells));
            }
        }
        format!(
            "{}: {}\n\n{}\n{}",
            pick.why,
            spending_words(self.asked, &self.found.portfolios[pick.portfolio]),
            effects.render(context.terminal.style()),
            reactions.render(context.terminal.style())
        )
    }

    fn pick_parts(&self, pick: &PortfolioPick) -> Result<Vec<AnalysisPart>, Failure> {
        let mut parts = vec![
            AnalysisPart::Text(spending_words(self.asked, &self.found.portfolios[pick.portfolio])),
            self.effects_part(pick),
        ];
        for (aim, six) in self.asked.aims.iter().zip(&pick.values) {
            parts.extend(values::parts(six, &aim.title())?);
        }
        Ok(parts)
    }

    fn effects_part(&self, pick: &PortfolioPick) -> AnalysisPart {
        AnalysisPart::Table {
            caption: "Change after full adaptation over all members".to_owned(),
            columns: columns(EFFECT_HEADINGS),
            rows: self.found.portfolios[pick.portfolio]
                .effects
                .iter()
                .map(|effect| Vec::from(effect_cells(effect)))
                .collect(),
        }
    }
}

const EFFECT_HEADINGS: [(&str, bool); 5] = [
    ("After full adaptation", false),
    ("Mean of the worse half", true),
    ("Median", true),
    ("90 % of members", true),
    ("No worse in", true),
];

fn effect_cells(effect: &PortfolioEffect) -> [String; 5] {
    [
        effect.title.clone(),
        change(effect.worse_half, &effect.unit),
        change(effect.median, &effect.unit),
        change_range(effect.p05, effect.p95, &effect.unit),
        percent(effect.share_no_worse),
    ]
}

const STANDING_HEADINGS: [(&str, bool); 4] =
    [("Lever", false), ("In good portfolios", true), ("Money where present", true), ("In every one", false)];

fn standing_cells(standing: &LeverStanding) -> [String; 4] {
    let ends = format!(
        "{} to {} million USD/year",
        significant(standing.least_usd_per_year / MILLION),
        significant(standing.most_usd_per_year / MILLION)
    );
    [
        standing.title.to_owned(),
        percent(standing.share_of_good),
        ends,
        if standing.in_every_good { "yes".to_owned() } else { String::new() },
    ]
}

fn standings_text(standings: &[LeverStanding], context: &Context<'_>) -> String {
    let mut table = Table::new(
        STANDING_HEADINGS.map(|(heading, is_number)| (heading, if is_number { Column::Right } else { Column::Left })),
    );
    standings.iter().for_each(|standing| table.push(standing_cells(standing)));
    table.render(context.terminal.style())
}

fn standings_part(standings: &[LeverStanding]) -> AnalysisPart {
    let rows = standings.iter().map(|standing| Vec::from(standing_cells(standing))).collect();
    AnalysisPart::Table {
        caption: "Which levers the good portfolios share".to_owned(),
        columns: columns(STANDING_HEADINGS),
        rows,
    }
}
