//! The portfolios found, the levers that they share, and a few of them in full.

use super::asked::Asked;
use super::trial::{Effect, Judged, yearly};
use crate::commands::plan::page::{Answer, columns};
use crate::commands::plan::refused;
use crate::commands::plan::values::{
    self, BY_REACTION, PlanValue, RUNS_OF_A_MEMBER, TRIALS, by_reaction, changed, summarise, within,
};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::to_json;
use crate::progress::Progress;
use crate::table::{Column, Table};
use counterflow_model::policy::LeverUse;
use counterflow_planner::portfolio::ParetoSet;
use counterflow_planner::simulated::{Member, Reaction, Trial};
use counterflow_planner::{Limits, PlannerError};
use counterflow_report::analysis_charts::{Bar, heat_map};
use counterflow_report::html::analysis::AnalysisPart;
use counterflow_report::number::{change, change_range, money, percent, significant, unit_words};
use counterflow_report::plan_charts::{PlanePoint, plane};
use rayon::prelude::*;
use serde::Serialize;

/// US dollars in the unit of charts and tables.
const MILLION: f64 = 1e6;

/// A portfolio in full.
#[derive(Debug, Serialize)]
pub struct Pick {
    /// Why it was picked.
    pub why: String,
    /// Position among the portfolios.
    pub portfolio: usize,
    /// Six values of each objective.
    pub values: Vec<Vec<PlanValue>>,
}

/// What the search looked at, and what that proves.
#[derive(Debug, Serialize)]
pub struct Search {
    method: &'static str,
    /// Different portfolios evaluated.
    tried: usize,
    /// Whether time was over before the last generation.
    stopped: bool,
    /// Whether no portfolio in these steps was left out: the only proof there is.
    exact: bool,
    certificate: &'static str,
    explanation: String,
}

impl Search {
    pub fn new(found: &ParetoSet, asked: &Asked<'_>) -> Self {
        let stopped = asked.options.seconds.filter(|_| found.stopped);
        let early = stopped.map_or_else(String::new, |seconds| {
            format!("Stopped after {} seconds, where a faster machine may find others. ", significant(seconds))
        });
        let explanation = if found.exact {
            format!("All {} portfolios in these steps were tried: none was overlooked.", found.tried)
        } else {
            format!(
                "{early}{} portfolios were tried. No bound: one that was not tried may dominate these.",
                found.tried
            )
        };
        Self {
            method: if found.exact { "enumeration" } else { "NSGA-III" },
            tried: found.tried,
            stopped: found.stopped,
            exact: found.exact,
            certificate: "portfolios shown in full computed again by the runs of the three values",
            explanation,
        }
    }
}

/// What was found.
pub struct Findings {
    pub search: Search,
    pub judged: Vec<Judged>,
    pub picks: Vec<Pick>,
}

/// How a lever stands in the good portfolios.
#[derive(Debug, Serialize)]
struct Standing {
    lever: &'static str,
    title: &'static str,
    /// Share of the good portfolios that spend on it.
    share_of_good: f64,
    /// Least and most money among those that do.
    least_usd_per_year: f64,
    most_usd_per_year: f64,
    in_every_good: bool,
}

/// The compromise and the best of each objective, among the good portfolios or else the robust ones.
pub fn picks(asked: &Asked<'_>, judged: &[Judged], context: &Context<'_>) -> Result<Vec<Pick>, Failure> {
    let any_good = judged.iter().any(|one| one.good);
    let eligible: Vec<usize> =
        (0..judged.len()).filter(|&one| if any_good { judged[one].good } else { judged[one].robust }).collect();
    let mut chosen: Vec<(String, usize)> =
        compromise(judged, &eligible).map(|one| ("Compromise".to_owned(), one)).into_iter().collect();
    for (aim, objective) in asked.aims.iter().enumerate() {
        let best = eligible
            .iter()
            .copied()
            .min_by(|&one, &other| judged[one].values[aim].total_cmp(&judged[other].values[aim]));
        chosen.extend(best.map(|one| (format!("Best for {}", objective.name), one)));
    }
    let mut merged: Vec<(String, usize)> = Vec::new();
    for (why, one) in chosen {
        match merged.iter_mut().find(|(_, known)| *known == one) {
            Some((reasons, _)) => reasons.push_str(&format!("; {}", why.to_lowercase())),
            None => merged.push((why, one)),
        }
    }
    in_full(asked, judged, merged, context)
}

/// The portfolio whose largest shortfall from the best in any objective is smallest, in shares of ranges.
fn compromise(judged: &[Judged], eligible: &[usize]) -> Option<usize> {
    let objectives = judged.first().map_or(0, |one| one.values.len());
    let ends = |objective: usize| {
        let values = eligible.iter().map(|&one| judged[one].values[objective]);
        (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
    };
    let ends: Vec<(f64, f64)> = (0..objectives).map(ends).collect();
    let shortfall = |one: usize| {
        let shares = judged[one]
            .values
            .iter()
            .zip(&ends)
            .map(|(value, (least, most))| if most > least { (value - least) / (most - least) } else { 0.0 });
        shares.fold(0.0, f64::max)
    };
    eligible.iter().copied().min_by(|&one, &other| shortfall(one).total_cmp(&shortfall(other)))
}

/// Every picked portfolio under the six trials, on every member.
fn in_full(
    asked: &Asked<'_>,
    judged: &[Judged],
    chosen: Vec<(String, usize)>,
    context: &Context<'_>,
) -> Result<Vec<Pick>, Failure> {
    let drawn = (0..asked.options.ensemble.members).map(|member| asked.member(member, false));
    let members: Vec<Member> = std::iter::once(asked.member(0, true)).chain(drawn).collect::<Result<_, _>>()?;
    let progress =
        Progress::new((members.len() * (chosen.len() + 1)) as u64 * RUNS_OF_A_MEMBER, "three values", context.terminal);
    let all = |uses: &[LeverUse]| -> Vec<[Vec<f64>; 6]> {
        let of_member = |member: &Member| {
            let levels = levels(asked, member, uses);
            progress.advance(RUNS_OF_A_MEMBER);
            levels
        };
        members.par_iter().map(of_member).collect()
    };
    let without = all(&[]);
    let of_aim = |levels: &[[Vec<f64>; 6]], aim: usize| -> Vec<[f64; 6]> {
        levels.iter().map(|six| std::array::from_fn(|trial| six[trial][aim])).collect()
    };
    let pick = |(why, portfolio): (String, usize)| {
        let with = all(&asked.uses(&judged[portfolio].steps));
        let values = asked
            .aims
            .iter()
            .enumerate()
            .map(|(aim, objective)| summarise(&of_aim(&with, aim), &of_aim(&without, aim), &objective.unit()))
            .collect();
        Pick { why, portfolio, values }
    };
    let picks: Vec<Pick> = chosen.into_iter().map(pick).collect();
    picks.iter().try_for_each(|pick| check(asked, pick, &judged[pick.portfolio]))?;
    Ok(picks)
}

/// Refuses a portfolio whose runs under full adaptation do not give what it was judged by.
fn check(asked: &Asked<'_>, pick: &Pick, judged: &Judged) -> Result<(), Failure> {
    let planned_for = Trial { reaction: Reaction::Full, enforcement: asked.enforcement() };
    let number = TRIALS.iter().position(|trial| *trial == planned_for).unwrap_or_default();
    for (six, effect) in pick.values.iter().zip(&judged.effects) {
        let (again, claimed) = (six[number].median, effect.median);
        if (again - claimed).abs() > Limits::PROVEN_GAP * claimed.abs().max(1.0) {
            let what = format!("{} was judged by {claimed}, a second run gives {again}", effect.objective);
            return Err(refused(&PlannerError::CertificateRejected { what }).into());
        }
    }
    Ok(())
}

/// Levels of all aims under the six trials.
fn levels(asked: &Asked<'_>, member: &Member, uses: &[LeverUse]) -> [Vec<f64>; 6] {
    let setting = asked.setting();
    let settled = setting.settled_shares(member, uses);
    TRIALS.map(|trial| match trial.reaction {
        Reaction::Once => yearly(asked, &setting.run_at_shares(member, uses, &settled, trial.enforcement)),
        Reaction::None | Reaction::Full => yearly(asked, &setting.run(member, uses, trial)),
    })
}

impl Findings {
    /// The answer in its three forms.
    pub fn answer(&self, asked: &Asked<'_>, context: &Context<'_>) -> Result<Answer, Failure> {
        let standings = self.standings(asked);
        let mut answer = Answer {
            short: self.short(&standings, asked),
            text: vec![self.summary(), standings_text(&standings, context)],
            fields: vec![
                ("question", asked.to_json()),
                ("run", to_json(&asked.run())?),
                ("search", to_json(&self.search)?),
                ("portfolios", to_json(&self.judged)?),
                ("levers", to_json(&standings)?),
                ("picks", to_json(&self.picks)?),
            ],
            ..Answer::default()
        };
        // The first pick is the one to look at; the others follow what they are picked from.
        let (first, others) = self.picks.split_at(self.picks.len().min(1));
        for pick in first {
            answer.section(&pick.why, self.pick_parts(pick, asked)?);
        }
        answer.section("Levers", vec![AnalysisPart::Text(self.summary()), standings_part(&standings)]);
        answer.section("Portfolios", self.overview(&standings, asked)?);
        for pick in others {
            answer.section(&pick.why, self.pick_parts(pick, asked)?);
        }
        answer.text.extend(self.picks.iter().map(|pick| self.pick_text(pick, asked, context)));
        Ok(answer)
    }

    /// The levers that every good portfolio shares, and what the first pick does.
    fn short(&self, standings: &[Standing], asked: &Asked<'_>) -> Vec<String> {
        let shared: Vec<&str> =
            standings.iter().filter(|standing| standing.in_every_good).map(|standing| standing.title).collect();
        let levers = match shared.as_slice() {
            _ if standings.is_empty() => {
                "No portfolio is good: each does worse than nothing on some objective in the worse half of members"
                    .to_owned()
            }
            [] => "No lever is in every good portfolio".to_owned(),
            shared => format!("In every good portfolio: {}", shared.join(", ")),
        };
        let mut lines = vec![format!("{levers}.")];
        let Some(pick) = self.picks.first() else { return lines };
        let effects: Vec<(String, &[PlanValue])> =
            asked.aims.iter().zip(&pick.values).map(|(aim, six)| (within(&aim.title()), six.as_slice())).collect();
        lines.push(format!("{}: {}.", pick.why, self.spending_words(pick, asked)));
        lines.extend(values::in_short(&effects, asked.enforcement()));
        lines
    }

    fn summary(&self) -> String {
        let count = |is: fn(&Judged) -> bool| self.judged.iter().filter(|one| is(one)).count();
        format!(
            "{} {} of them are undominated. On all members {} are robust (still undominated), {} of these good: better than nothing on every objective even in the worse half of members.",
            self.search.explanation,
            self.judged.len(),
            count(|one| one.robust),
            count(|one| one.good)
        )
    }

    /// Every lever that a good portfolio spends on, the most frequent first.
    fn standings(&self, asked: &Asked<'_>) -> Vec<Standing> {
        let good: Vec<&Judged> = self.judged.iter().filter(|one| one.good).collect();
        let standing = |(position, lever): (usize, &LeverUse)| {
            let spent: Vec<f64> = good
                .iter()
                .map(|one| one.steps[position] as f64 * asked.step_usd_per_year())
                .filter(|usd| *usd > 0.0)
                .collect();
            let declared = lever.id.lever();
            (!spent.is_empty()).then(|| Standing {
                lever: declared.key,
                title: declared.title,
                share_of_good: spent.len() as f64 / good.len() as f64,
                least_usd_per_year: spent.iter().copied().fold(f64::INFINITY, f64::min),
                most_usd_per_year: spent.iter().copied().fold(0.0, f64::max),
                in_every_good: spent.len() == good.len(),
            })
        };
        let mut standings: Vec<Standing> = asked.levers.iter().enumerate().filter_map(standing).collect();
        standings.sort_by(|one, other| other.share_of_good.total_cmp(&one.share_of_good));
        standings
    }

    /// Two objectives of all portfolios, and the money of the good ones by lever.
    fn overview(&self, standings: &[Standing], asked: &Asked<'_>) -> Result<Vec<AnalysisPart>, Failure> {
        let mut parts = Vec::new();
        if let [first, second, ..] = asked.aims.as_slice() {
            let points: Vec<PlanePoint> = (0..self.judged.len()).map(|one| self.point(one)).collect();
            let axes =
                [first, second].map(|aim| format!("change of {}, {}", within(&aim.title()), unit_words(&aim.unit())));
            let svg = plane("Undominated portfolios in two objectives", (&axes[0], &axes[1]), &points)?;
            let caption = "Points: mean change over the worse half of the members; blue: good portfolios. Strokes: 90 % of members, for the portfolios shown in full.";
            parts.push(AnalysisPart::Chart { svg, caption: caption.to_owned() });
        }
        let shown: Vec<&Judged> = self.judged.iter().filter(|one| one.good).collect();
        let rows: Vec<String> = standings.iter().map(|standing| standing.title.to_owned()).collect();
        let names: Vec<String> = shown.iter().map(|one| significant(one.cost_usd_per_year / MILLION)).collect();
        let on_lever = |one: &Judged, key: &str| {
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
            parts.push(AnalysisPart::Chart { svg, caption: "One column per good portfolio, from the cheapest to the dearest, named by its cost in million USD a year.".to_owned() });
        }
        Ok(parts)
    }

    /// A portfolio in the plane of the first two objectives; intervals only where it is shown in full.
    fn point(&self, portfolio: usize) -> PlanePoint {
        let is_shown = self.picks.iter().any(|pick| pick.portfolio == portfolio);
        let one = &self.judged[portfolio];
        let bar = |effect: &Effect| Bar {
            value: effect.worse_half,
            interval: if is_shown { (effect.p05, effect.p95) } else { (effect.worse_half, effect.worse_half) },
        };
        PlanePoint { x: bar(&one.effects[0]), y: bar(&one.effects[1]), marked: one.good }
    }

    fn pick_text(&self, pick: &Pick, asked: &Asked<'_>, context: &Context<'_>) -> String {
        let kinds = |headings: &[(&'static str, bool)]| {
            headings
                .iter()
                .map(|(heading, is_number)| (*heading, if *is_number { Column::Right } else { Column::Left }))
                .collect::<Vec<_>>()
        };
        let mut effects = Table::new(kinds(&EFFECT_HEADINGS));
        self.judged[pick.portfolio].effects.iter().for_each(|effect| effects.push(effect_cells(effect)));
        let mut reactions = Table::new(kinds(&[&[("Change of", false)], BY_REACTION.as_slice()].concat()));
        for (aim, six) in asked.aims.iter().zip(&pick.values) {
            for cells in by_reaction(six) {
                reactions.push(std::iter::once(changed(&aim.title(), &aim.unit())).chain(cells));
            }
        }
        format!(
            "{}: {}\n\n{}\n{}",
            pick.why,
            self.spending_words(pick, asked),
            effects.render(context.terminal),
            reactions.render(context.terminal)
        )
    }

    fn pick_parts(&self, pick: &Pick, asked: &Asked<'_>) -> Result<Vec<AnalysisPart>, Failure> {
        let mut parts = vec![AnalysisPart::Text(self.spending_words(pick, asked)), self.effects_part(pick)];
        for (aim, six) in asked.aims.iter().zip(&pick.values) {
            parts.extend(values::parts(six, &aim.title())?);
        }
        Ok(parts)
    }

    fn spending_words(&self, pick: &Pick, asked: &Asked<'_>) -> String {
        let chosen = &self.judged[pick.portfolio];
        let paid = asked.levers.iter().zip(&chosen.steps).filter(|(_, count)| **count > 0);
        let words: Vec<String> = paid
            .map(|(lever, &count)| {
                format!(
                    "{} {}",
                    lever.id.lever().title,
                    significant(count as f64 * asked.step_usd_per_year() / MILLION)
                )
            })
            .collect();
        if words.is_empty() {
            "nothing is spent".to_owned()
        } else {
            format!("{} (million USD/year; {} in all)", words.join(", "), money(chosen.cost_usd_per_year, "USD/year"))
        }
    }

    fn effects_part(&self, pick: &Pick) -> AnalysisPart {
        AnalysisPart::Table {
            caption: "Change after full adaptation over all members".to_owned(),
            columns: columns(EFFECT_HEADINGS),
            rows: self.judged[pick.portfolio].effects.iter().map(|effect| Vec::from(effect_cells(effect))).collect(),
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

fn effect_cells(effect: &Effect) -> [String; 5] {
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

fn standing_cells(standing: &Standing) -> [String; 4] {
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

fn standings_text(standings: &[Standing], context: &Context<'_>) -> String {
    let mut table = Table::new(
        STANDING_HEADINGS.map(|(heading, is_number)| (heading, if is_number { Column::Right } else { Column::Left })),
    );
    standings.iter().for_each(|standing| table.push(standing_cells(standing)));
    table.render(context.terminal)
}

fn standings_part(standings: &[Standing]) -> AnalysisPart {
    let rows = standings.iter().map(|standing| Vec::from(standing_cells(standing))).collect();
    AnalysisPart::Table {
        caption: "Which levers the good portfolios share".to_owned(),
        columns: columns(STANDING_HEADINGS),
        rows,
    }
}
