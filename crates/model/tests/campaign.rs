//! The campaign of September 2025 to March 2026 as it happened, partner by partner.
//!
//! Some eleven ships with lethal force, about 47 strikes in seven months, a third of them in the Caribbean and the rest
//! in the Eastern Pacific (Lead Inspector General 2026; Associated Press 2026; the split is recalled). What states did:
//! Colombia's president ordered a halt of intelligence sharing on 11 November, which his ministers walked back within
//! two days, and cooperation went on; Trinidad and Tobago hosted a destroyer, aircraft and a radar; the Dominican
//! Republic opened two airfields and El Salvador one; Ecuador joined operations in March; Guyana and Paraguay
//! welcomed them; Mexico and Brazil protested and went on cooperating; seizures stood at a record. Months count from
//! January 2024.

#[path = "common/mod.rs"]
mod common;
#[path = "common/experiment.rs"]
mod experiment;

use experiment::{Pair, shipped};
use std::ops::Range;

/// The part of the campaign at sea.
fn at_sea() -> String {
    let whole = campaign();
    whole.split_inclusive("\n\n").filter(|lever| lever.contains("\"vessel_patrols\"")).collect()
}

/// The shipped scenario as deployed, without its head.
fn campaign() -> String {
    let file = common::files("scenarios", &["toml"]).into_iter().find(|file| file.stem() == "military-as-deployed");
    let text = file.expect("the scenario").text;
    let start = text.find("[[lever]]").expect("levers");
    text[start..].to_owned()
}

const MONTHS: Range<usize> = 20..27;
const LAST: usize = 26;

/// Cooperation in a month over that without the campaign.
fn kept(pair: &Pair<'_>, country: &str, month: usize) -> f64 {
    1.0 + pair.relative("cooperation", country, month..month + 1)
}

/// Expected values at central parameters. Before states answered by alignment, the mean fell from 0.74 to 0.30.
#[test]
fn val_partners_answer_the_campaign_as_they_did() {
    let shipped = shipped();
    let campaign = shipped.expected(&at_sea());
    let (during, before) = campaign.means("mean_cooperation", "world", LAST..LAST + 1);
    assert!(during > 0.93 * before, "mean cooperation {during} of {before}");
    for host in ["trinidad_and_tobago", "dominican_republic", "ecuador", "el_salvador"] {
        assert!(kept(&campaign, host, LAST) > 1.0, "{host} hosts or joins: {}", kept(&campaign, host, LAST));
        assert!(campaign.means("hosting_and_joining", host, LAST..LAST + 1).0 > 0.2, "{host}");
    }
    for critic in ["colombia", "mexico"] {
        assert!((0.65..1.0).contains(&kept(&campaign, critic, LAST)), "{critic}: {}", kept(&campaign, critic, LAST));
        assert!(campaign.means("hosting_and_joining", critic, LAST..LAST + 1).0 < 0.15, "{critic} does not join");
        assert!(kept(&campaign, critic, LAST + 24) > 0.85, "{critic} is back after two years");
    }
    for far in ["brazil", "bolivia", "paraguay", "senegal"] {
        assert!((kept(&campaign, far, LAST) - 1.0).abs() < 0.02, "{far} lies on other seas");
    }
    assert!(campaign.relative("seized", "world", MONTHS) > 0.02, "seizures at a record");
}

/// The campaign as deployed: with the operation on Venezuelan soil of January 2026 hosts go on hosting, neighbours who
/// protest go on cooperating, far states do not move, and the struck state ends what it still did. The record names no
/// figure for cooperation; the bounds say "went on" and "ended". How long Venezuela stays away was not known.
#[test]
fn val_the_operation_on_land_ends_cooperation_of_the_struck_state_alone() {
    let shipped = shipped();
    let deployed = shipped.expected(&campaign());
    const BEFORE: usize = 23;
    for neighbour in ["brazil", "colombia"] {
        assert!((0.75..1.0).contains(&kept(&deployed, neighbour, LAST)), "{neighbour} protests and goes on");
        assert!(kept(&deployed, neighbour, LAST) < kept(&deployed, neighbour, BEFORE), "{neighbour} heard it");
    }
    for host in ["trinidad_and_tobago", "dominican_republic", "ecuador", "el_salvador", "guyana", "paraguay"] {
        assert!(kept(&deployed, host, LAST) > 0.99, "{host} welcomed it: {}", kept(&deployed, host, LAST));
    }
    assert!((kept(&deployed, "senegal", LAST) - 1.0).abs() < 0.02, "Senegal is far");
    assert!(kept(&deployed, "venezuela", LAST) < 0.5, "{}", kept(&deployed, "venezuela", LAST));
    let (during, before) = deployed.means("mean_cooperation", "world", LAST..LAST + 1);
    assert!(during > 0.93 * before, "mean cooperation {during} of {before}");
    assert!(deployed.relative("seized", "world", MONTHS) > 0.02, "seizures at a record");
}

/// Drawn members: halts are announced by critics only, some of them are walked back and cost nothing, and no member
/// sees the cooperation of partners collapse.
#[test]
fn val_halts_are_announced_by_critics_and_often_walked_back() {
    let shipped = shipped();
    let (mut announced, mut walked_back) = (0.0, 0.0);
    for member in 1..=40 {
        let campaign = shipped.drawn(&at_sea(), member);
        announced += campaign.total_change("suspensions_announced", "colombia", MONTHS);
        walked_back += campaign.total_change("suspensions_walked_back", "colombia", MONTHS);
        for partner in ["ecuador", "trinidad_and_tobago"] {
            assert!(campaign.total_change("suspensions_announced", partner, MONTHS) <= 1.0, "{partner} in {member}");
        }
        let (during, before) = campaign.means("mean_cooperation", "world", LAST..LAST + 1);
        assert!(during > 0.8 * before, "member {member}: {during} of {before}");
    }
    assert!((8.0..=60.0).contains(&announced), "between one in five and three in two: {announced} in 40 members");
    assert!(walked_back > 0.1 * announced && walked_back < 0.7 * announced, "{walked_back} of {announced}");
}
