//! The scenario file: levers with schedules, shocks, switches, and parameter overrides.
//!
//! Codes of its problems: E0501 unknown lever, E0502 unit mismatch, E0503 dates out of order, E0504
//! effort and budget both or neither given, E0505 unknown target, E0506 option that the lever does
//! not have, E0507 cyclic or missing base, E0508 unknown switch or setting, E0509 unknown shock,
//! E0510 value out of range.

use super::amount::{AmountFault, read_budget, read_effort};
use super::levers::{LEVERS, Lever, LeverId, TargetKind};
use super::switches::{SWITCHES, Switches};
use crate::world::World;
use counterflow_evidence::diagnostics::{Problem, ProblemSink, Problems, SourceFile, code, nearest};
use counterflow_evidence::reader::{TableReader, Toml, YearMonth};

pub use super::amount::Amount;

/// One lever in use.
#[derive(Clone, Debug, PartialEq)]
pub struct LeverUse {
    /// Which lever.
    pub id: LeverId,
    /// How much.
    pub amount: Amount,
    /// First month.
    pub from: YearMonth,
    /// Last month; the end of the run if none.
    pub until: Option<YearMonth>,
    /// Months until the full amount.
    pub ramp_months: f64,
    /// Targets, as indices of the lever's target kind; empty means everywhere.
    pub targets: Vec<usize>,
    /// Whether the states concerned consent.
    pub consent: bool,
    /// Whether lethal force is authorised.
    pub lethal_force: bool,
}

/// Kinds of exogenous shock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShockKind {
    /// Factor on processed output.
    Output,
    /// Factor on every loss share.
    LossShare,
    /// Factor on desired consumption.
    Demand,
    /// Factor on farm-gate prices.
    FarmGatePrice,
    /// Extra hectares sprayed or uprooted a year.
    Eradication,
}

impl ShockKind {
    /// Key, kind and whether targets are countries or markets.
    pub const ALL: [(&'static str, ShockKind); 5] = [
        ("output", ShockKind::Output),
        ("loss_share", ShockKind::LossShare),
        ("demand", ShockKind::Demand),
        ("farm_gate_price", ShockKind::FarmGatePrice),
        ("eradication", ShockKind::Eradication),
    ];
}

/// An exogenous shock, for impulse responses and history.
#[derive(Clone, Debug, PartialEq)]
pub struct Shock {
    /// Kind.
    pub kind: ShockKind,
    /// Factor, or hectares a year.
    pub size: f64,
    /// First month.
    pub from: YearMonth,
    /// Last month.
    pub until: Option<YearMonth>,
    /// Countries (eradication) or markets (demand); empty means all.
    pub targets: Vec<usize>,
}

/// A scenario, its base resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Identifier: the file's stem.
    pub id: String,
    /// Title.
    pub name: String,
    /// What it is, in a sentence.
    pub about: String,
    /// Last month of the run.
    pub until: YearMonth,
    /// Levers in use.
    pub levers: Vec<LeverUse>,
    /// Shocks.
    pub shocks: Vec<Shock>,
    /// Structural switches.
    pub switches: Switches,
    /// Parameters set for this scenario, as (id, value).
    pub parameters: Vec<(String, f64)>,
}

impl Scenario {
    /// The baseline: policies of the base year continue.
    #[must_use]
    pub fn baseline(until: YearMonth) -> Self {
        Self {
            id: "baseline".to_owned(),
            name: "Baseline".to_owned(),
            about: "Policies of the base year continue.".to_owned(),
            until,
            levers: Vec::new(),
            shocks: Vec::new(),
            switches: Switches::default(),
            parameters: Vec::new(),
        }
    }

    /// Parses the scenario in `files[wanted]`, following `base` through the other files.
    ///
    /// # Errors
    /// All problems of the file and of its bases.
    pub fn parse(files: &[SourceFile], wanted: &str, world: &World) -> Result<Self, Problems> {
        Self::resolve(files, wanted, world, &mut Vec::new(), None)
    }

    fn resolve(
        files: &[SourceFile],
        wanted: &str,
        world: &World,
        chain: &mut Vec<String>,
        asked_by: Option<Problem>,
    ) -> Result<Self, Problems> {
        let Some(file) = files.iter().find(|file| file.stem() == wanted) else {
            let names = files.iter().map(SourceFile::stem);
            let problem = asked_by.unwrap_or_else(|| Problem::new("E0507", format!("unknown scenario `{wanted}`")));
            return Err(Problems(vec![problem.expect("the name of a scenario file").suggest(nearest(wanted, names))]));
        };
        chain.push(wanted.to_owned());
        let sink = ProblemSink::default();
        let toml = Toml::parse(file).map_err(|problem| Problems(vec![problem]))?;
        let root = toml.root(&sink);
        let base = match root.string("base") {
            None => Self::baseline(YearMonth { year: world.start.year + 11, month: 12 }),
            Some(base) if chain.contains(&base) => {
                let path = format!("{} -> {base}", chain.join(" -> "));
                let message = if wanted == base {
                    format!("`{wanted}` names itself as base")
                } else {
                    format!("cyclic base: {path}")
                };
                return Err(Problems(vec![
                    root.problem("base", "E0507", message).expect("a base that does not lead back here"),
                ]));
            }
            Some(base) => {
                let missing = root.problem("base", "E0507", format!("unknown base scenario `{base}`"));
                Self::resolve(files, &base, world, chain, Some(missing))?
            }
        };
        let scenario = Reader { world, root: &root }.read(wanted, base);
        sink.into_result(scenario)
    }
}

struct Reader<'a> {
    world: &'a World,
    root: &'a TableReader<'a>,
}

impl Reader<'_> {
    fn read(&self, id: &str, base: Scenario) -> Scenario {
        let root = self.root;
        let mut scenario = base;
        id.clone_into(&mut scenario.id);
        scenario.name = root.required_string("name");
        scenario.about = root.string("about").unwrap_or_default();
        if let Some(until) = root.month("until") {
            if until < self.world.start {
                root.report(
                    root.problem(
                        "until",
                        "E0503",
                        format!("the run would end before the world starts ({})", self.world.start),
                    )
                    .expect(format!("a month from {} on", self.world.start)),
                );
            } else if until.months_since(self.world.start) >= MAX_MONTHS {
                root.report(root.problem("until", "E0510", "the run is too long").expect("at most 100 years"));
            } else {
                scenario.until = until;
            }
        }
        for table in root.tables("lever") {
            scenario.levers.extend(self.lever(&table, scenario.until));
        }
        for table in root.tables("shock") {
            scenario.shocks.extend(self.shock(&table, scenario.until));
        }
        self.switches(&mut scenario.switches);
        self.parameters(&mut scenario.parameters);
        root.finish(&[]);
        scenario
    }

    fn lever(&self, table: &TableReader<'_>, end: YearMonth) -> Option<LeverUse> {
        let key = table.required_string("id");
        let Some(id) = LeverId::find(&key) else {
            if table.has("id") {
                table.report(
                    table
                        .problem("id", "E0501", format!("unknown lever `{key}`"))
                        .expect("one of the levers (`counterflow schema levers` lists them)")
                        .suggest(nearest(&key, LEVERS.iter().map(|lever| lever.key))),
                );
            }
            return None;
        };
        let lever = id.lever();
        let amount = self.amount(table, lever);
        let (from, until) = self.window(table, end);
        let targets = self.targets(table, lever.targets);
        let consent = self.option(table, "consent", lever, lever.can_lack_consent).unwrap_or(true);
        let lethal_force = self.option(table, "lethal_force", lever, lever.can_be_lethal).unwrap_or(false);
        let ramp_months = table.duration_months("ramp").unwrap_or(0.0);
        if lever.needs_target && targets.is_empty() {
            table.report(
                table
                    .problem("id", "E0505", "strikes need the country they are carried out in")
                    .expect("country = \"...\""),
            );
        }
        table.finish(&[]);
        Some(LeverUse { id, amount: amount?, from, until, ramp_months, targets, consent, lethal_force })
    }

    fn amount(&self, table: &TableReader<'_>, lever: &Lever) -> Option<Amount> {
        let effort = table.quantity_text("effort", EFFORT_FORM);
        let budget = table.quantity_text("budget", BUDGET_FORM);
        let unit = format!("{}{}", lever.units[0], if lever.per_year { "/year" } else { "" });
        if table.has("effort") == table.has("budget") {
            table.report(
                table
                    .problem(
                        if table.has("budget") { "budget" } else { "id" },
                        "E0504",
                        format!("`{}` needs either effort or budget, and not both", lever.key),
                    )
                    .expect(format!("effort = \"40 {unit}\" or budget = \"120 million USD/year\"")),
            );
            return None;
        }
        let report = |key: &str, fault: AmountFault, expected: &str, unit: &str| {
            let problem = match fault {
                AmountFault::Form(fault) => {
                    table.problem(key, code::BAD_QUANTITY, format!("`{key}`: {fault}")).expect(expected)
                }
                AmountFault::Unit(found) => {
                    let what = if key == "budget" {
                        format!("`{found}` is not money per year")
                    } else {
                        format!("`{found}` is not the unit of `{}`", lever.key)
                    };
                    table.problem(key, "E0502", what).expect(unit).suggest(nearest(&found, [unit]))
                }
            };
            table.report(problem);
        };
        if let Some(text) = budget {
            let read = read_budget(&text);
            return read
                .map(Amount::BudgetUsdPerYear)
                .map_err(|fault| report("budget", fault, BUDGET_FORM, "USD/year"))
                .ok();
        }
        let read = read_effort(&effort?, lever.units, lever.per_year);
        read.map_err(|fault| report("effort", fault, EFFORT_FORM, &unit)).ok()
    }

    fn window(&self, table: &TableReader<'_>, end: YearMonth) -> (YearMonth, Option<YearMonth>) {
        let from = table.month("from").unwrap_or(self.world.start);
        let until = table.month("until");
        if from < self.world.start || from > end {
            table.report(
                table
                    .problem("from", "E0503", format!("{from} lies outside the run"))
                    .expect(format!("a month from {} to {end}", self.world.start)),
            );
        }
        if let Some(until) = until.filter(|until| *until < from) {
            table.report(
                table
                    .problem("until", "E0503", format!("ends ({until}) before it starts ({from})"))
                    .expect(format!("a month from {from} on")),
            );
        }
        (from, until)
    }

    fn option(&self, table: &TableReader<'_>, key: &str, lever: &Lever, possible: bool) -> Option<bool> {
        let value = table.boolean(key)?;
        if !possible {
            table.report(
                table
                    .problem(key, "E0506", format!("`{}` has no option `{key}`", lever.key))
                    .expect("no such line for this lever"),
            );
        }
        Some(value)
    }

    fn targets(&self, table: &TableReader<'_>, kind: TargetKind) -> Vec<usize> {
        let mut found = Vec::new();
        for (key, its_kind) in
            [("country", TargetKind::Country), ("corridor", TargetKind::Corridor), ("market", TargetKind::Market)]
        {
            for name in table.strings(key).unwrap_or_default() {
                if its_kind != kind {
                    let problem = table.problem(key, "E0505", format!("this lever cannot be aimed at a {key}"));
                    table.report(problem.expect(match kind {
                        TargetKind::Country => "country = \"...\"",
                        TargetKind::Corridor => "corridor = \"...\"",
                        TargetKind::Market => "market = \"...\"",
                        TargetKind::Worldwide => "no target: the lever acts worldwide",
                    }));
                } else if let Some(position) = self.find(kind, &name) {
                    found.push(position);
                } else {
                    table.report(self.unknown_target(table, key, kind, &name));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn names(&self, kind: TargetKind) -> Vec<(&str, &str)> {
        let world = self.world;
        match kind {
            TargetKind::Country => world.countries.iter().map(|c| (c.id.as_str(), c.name.as_str())).collect(),
            TargetKind::Corridor => world.corridors.iter().map(|c| (c.id.as_str(), c.name.as_str())).collect(),
            TargetKind::Market => world.markets.iter().map(|m| (m.id.as_str(), m.name.as_str())).collect(),
            TargetKind::Worldwide => Vec::new(),
        }
    }

    fn find(&self, kind: TargetKind, name: &str) -> Option<usize> {
        self.names(kind).iter().position(|(id, title)| *id == name || title.eq_ignore_ascii_case(name))
    }

    fn unknown_target(&self, table: &TableReader<'_>, key: &str, kind: TargetKind, name: &str) -> Problem {
        let names = self.names(kind);
        table
            .problem(key, "E0505", format!("unknown {key} `{name}`"))
            .expect(format!("a {key} of the world"))
            .suggest(nearest(name, names.iter().flat_map(|(id, title)| [*id, *title])))
    }

    fn shock(&self, table: &TableReader<'_>, end: YearMonth) -> Option<Shock> {
        let key = table.required_string("kind");
        let Some(&(_, kind)) = ShockKind::ALL.iter().find(|(id, _)| *id == key) else {
            if table.has("kind") {
                table.report(
                    table
                        .problem("kind", "E0509", format!("unknown shock `{key}`"))
                        .expect("output, loss_share, demand, farm_gate_price or eradication")
                        .suggest(nearest(&key, ShockKind::ALL.iter().map(|(id, _)| *id))),
                );
            }
            return None;
        };
        let size = table.required_float("size");
        if size < 0.0 {
            table.report(
                table
                    .problem("size", "E0510", "a shock cannot be negative")
                    .expect("a factor of 0 or more, or hectares per year"),
            );
        }
        let (from, until) = self.window(table, end);
        let target_kind = match kind {
            ShockKind::Eradication => TargetKind::Country,
            ShockKind::Demand => TargetKind::Market,
            _ => TargetKind::Worldwide,
        };
        let targets = self.targets(table, target_kind);
        table.finish(&[]);
        Some(Shock { kind, size, from, until, targets })
    }

    fn switches(&self, switches: &mut Switches) {
        let Some(table) = self.root.table("switches") else { return };
        for info in SWITCHES {
            let Some(setting) = table.string(info.id) else { continue };
            if !switches.set(info.id, &setting) {
                table.report(
                    table
                        .problem(info.id, "E0508", format!("unknown setting `{setting}`"))
                        .expect(info.settings.join(", "))
                        .suggest(nearest(&setting, info.settings.iter().copied())),
                );
            }
        }
        table.finish(&[]);
    }

    fn parameters(&self, parameters: &mut Vec<(String, f64)>) {
        let Some(table) = self.root.table("parameters") else { return };
        for key in table.keys() {
            if let Some(value) = table.float(key) {
                parameters.push((key.to_owned(), value));
            }
        }
    }
}

/// Longest run that a scenario may ask for.
const MAX_MONTHS: i64 = 1200;

/// What an effort may look like.
const EFFORT_FORM: &str = "a number and a unit as a level, such as \"120 patrol days/year\"; or a change of the base year's effort: \"+100 patrol days/year\", \"+50 %\", \"double\"";
/// What a budget may look like.
const BUDGET_FORM: &str = "a number and a unit, such as \"120 million USD/year\" or \"1bn USD\"";
