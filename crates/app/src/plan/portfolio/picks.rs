//! The compromise and the best of each objective, in full.

use super::states::yearly;
use super::task::PortfolioTask;
use crate::failure::Failure;
use crate::plan::refused;
use crate::plan::values::{RUNS_OF_A_MEMBER, done, summarise};
use crate::plan::words::TRIALS;
use crate::results::plan::{JudgedPortfolio, PortfolioPick};
use counterflow_model::policy::LeverUse;
use counterflow_planner::simulated::{Member, Reaction, Trial};
use counterflow_planner::{Limits, PlannerError};
use counterflow_study::ensemble::Observer;
use rayon::prelude::*;

/// The compromise and the best of each objective, among the good portfolios or else the robust ones.
///
/// # Errors
/// A second run gives another value than that by which a portfolio was judged.
pub fn picks(
    asked: &PortfolioTask<'_>,
    judged: &[JudgedPortfolio],
    observer: &dyn Observer,
) -> Result<Vec<PortfolioPick>, Failure> {
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
    in_full(asked, judged, merged, observer)
}

/// The portfolio whose largest shortfall from the best in any objective is smallest, in shares of ranges.
fn compromise(judged: &[JudgedPortfolio], eligible: &[usize]) -> Option<usize> {
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
    asked: &PortfolioTask<'_>,
    judged: &[JudgedPortfolio],
    chosen: Vec<(String, usize)>,
    observer: &dyn Observer,
) -> Result<Vec<PortfolioPick>, Failure> {
    let drawn = (0..asked.request.size.members).map(|member| asked.member(member, false));
    let members: Vec<Member> = std::iter::once(asked.member(0, true)).chain(drawn).collect::<Result<_, _>>()?;
    observer.expect((members.len() * (chosen.len() + 1)) as u64 * RUNS_OF_A_MEMBER);
    let all = |uses: &[LeverUse]| -> Vec<[Vec<f64>; 6]> {
        let of_member = |member: &Member| {
            let levels = levels(asked, member, uses);
            done(observer);
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
        PortfolioPick { why, portfolio, values }
    };
    let picks: Vec<PortfolioPick> = chosen.into_iter().map(pick).collect();
    picks.iter().try_for_each(|pick| check(asked, pick, &judged[pick.portfolio]))?;
    Ok(picks)
}

/// Refuses a portfolio whose runs under full adaptation do not give what it was judged by.
fn check(asked: &PortfolioTask<'_>, pick: &PortfolioPick, judged: &JudgedPortfolio) -> Result<(), Failure> {
    let planned_for = Trial { reaction: Reaction::Full, enforcement: asked.enforcement() };
    let number = TRIALS.iter().position(|trial| *trial == planned_for).unwrap_or_default();
    for (six, effect) in pick.values.iter().zip(&judged.effects) {
        let (recomputed, claimed) = (six[number].median, effect.median);
        if (recomputed - claimed).abs() > Limits::PROVEN_GAP * claimed.abs().max(1.0) {
            let what = format!("{} was judged by {claimed}, a second run gives {recomputed}", effect.objective);
            return Err(refused(&PlannerError::CertificateRejected { what }).into());
        }
    }
    Ok(())
}

/// Levels of all aims under the six trials.
fn levels(asked: &PortfolioTask<'_>, member: &Member, uses: &[LeverUse]) -> [Vec<f64>; 6] {
    let setting = asked.setting();
    let settled = setting.settled_shares(member, uses);
    TRIALS.map(|trial| match trial.reaction {
        Reaction::Once => yearly(asked, &setting.run_at_shares(member, uses, &settled, trial.enforcement)),
        Reaction::None | Reaction::Full => yearly(asked, &setting.run(member, uses, trial)),
    })
}
