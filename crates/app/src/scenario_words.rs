//! A scenario's levers and shocks in words.

use counterflow_model::policy::levers::TargetKind;
use counterflow_model::policy::scenario::{Amount, LeverUse, Shock, ShockKind};
use counterflow_model::world::World;
use counterflow_report::number::{money, percent_change, quantity, significant};

/// A lever in use: `vessel patrols: 5,200 days/year in eastern_pacific from 2026-01`.
pub fn lever_words(used: &LeverUse, world: &World) -> String {
    let lever = used.id.lever();
    let unit = format!("{}{}", lever.units[0], if lever.per_year { "/year" } else { "" });
    let amount = match used.amount {
        Amount::Effort(level) => format!("level of {}", quantity(level, &unit)),
        Amount::ExtraEffort(extra) => format!("{} more", quantity(extra, &unit)),
        Amount::ShareOfBaseline(share) => format!("{} of the base year's effort", percent_change(share)),
        Amount::BudgetUsdPerYear(usd) => format!("{} more", money(usd, "USD/year")),
    };
    let places = target_names(lever.targets, &used.targets, world);
    let mut words = format!("{}: {amount}", lever.key);
    if !places.is_empty() {
        words.push_str(&format!(" in {}", places.join(", ")));
    }
    words.push_str(&format!(" from {}", used.from));
    if let Some(until) = used.until {
        words.push_str(&format!(" until {until}"));
    }
    if used.ramp_months > 0.0 {
        words.push_str(&format!(", full after {} months", significant(used.ramp_months)));
    }
    if !used.consent {
        words.push_str(", without consent");
    }
    if used.lethal_force {
        words.push_str(", lethal force");
    }
    words
}

/// Identifiers of targets.
pub fn target_names(kind: TargetKind, targets: &[usize], world: &World) -> Vec<String> {
    let name = |&target: &usize| match kind {
        TargetKind::Country => world.countries.get(target).map(|one| one.id.clone()),
        TargetKind::Corridor => world.corridors.get(target).map(|one| one.id.clone()),
        TargetKind::Market => world.markets.get(target).map(|one| one.id.clone()),
        TargetKind::Worldwide => None,
    };
    targets.iter().filter_map(name).collect()
}

/// A shock: `shock on demand: 0.8 times from 2026-01`.
pub fn shock_words(shock: &Shock, world: &World) -> String {
    let key = ShockKind::ALL.iter().find(|(_, kind)| *kind == shock.kind).map_or("", |(key, _)| *key);
    let (kind, size) = match shock.kind {
        ShockKind::Eradication => (TargetKind::Country, format!("{} ha/year", significant(shock.size))),
        ShockKind::Demand => (TargetKind::Market, format!("times {}", significant(shock.size))),
        _ => (TargetKind::Worldwide, format!("times {}", significant(shock.size))),
    };
    let places = target_names(kind, &shock.targets, world);
    let places = if places.is_empty() { String::new() } else { format!(" in {}", places.join(", ")) };
    let until = shock.until.map_or_else(String::new, |until| format!(" until {until}"));
    format!("shock {key}: {size}{places} from {}{until}", shock.from)
}
