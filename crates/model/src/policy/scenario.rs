//! The scenario file: levers with schedules, shocks, switches, and parameter overrides.
//!
//! Codes of its problems: E0501 unknown lever, E0502 unit mismatch, E0503 dates out of order, E0504
//! effort and budget both or neither given, E0505 unknown target, E0506 option that the lever does
//! not have, E0507 cyclic or missing base, E0508 unknown switch or setting, E0509 unknown shock,
//! E0510 value out of range, E0511 another world (`counterflow_app`), E0512 faulty path by year.

use super::amount::{AmountFault, read_budget, read_effort};
use super::by_year::{Step, Years};
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
    /// Factor on what it costs traffickers to supply a market, on its wholesale price.
    SupplyCost,
    /// Factor on deaths for the same use: fentanyl in the supply, or less of it.
    Toxicity,
    /// Extra hectares sprayed or uprooted a year.
    Eradication,
    /// Hectares sprayed or uprooted a year in all, the base year's included.
    EradicationLevel,
    /// Leaders of armed groups captured or killed a year, beyond the base year's.
    Captures,
}

impl ShockKind {
    /// Key, kind and whether targets are countries or markets.
    pub const ALL: [(&'static str, ShockKind); 9] = [
        ("output", ShockKind::Output),
        ("loss_share", ShockKind::LossShare),
        ("demand", ShockKind::Demand),
        ("farm_gate_price", ShockKind::FarmGatePrice),
        ("supply_cost", ShockKind::SupplyCost),
        ("toxicity", ShockKind::Toxicity),
        ("eradication", ShockKind::Eradication),
        ("eradication_level", ShockKind::EradicationLevel),
        ("captures", ShockKind::Captures),
    ];
}

/// An exogenous shock, for impulse responses and history.
#[derive(Clone, Debug, PartialEq)]
pub struct Shock {
    /// Kind.
    pub kind: ShockKind,
    /// Factor, hectares a year, or leaders a year.
    pub size: f64,
    /// First month.
    pub from: YearMonth,
    /// Last month.
    pub until: Option<YearMonth>,
    /// Countries (eradication, captures) or markets (demand, supply_cost, toxicity); empty means all.
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
    /// The world that it was written for; any if none.
    pub world: Option<String>,
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
            world: None,
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
        scenario.world = root.string("world").or(scenario.world);
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

    /// A lever's uses: one, or one for each year that its path names.
    fn lever(&self, table: &TableReader<'_>, end: YearMonth) -> Vec<LeverUse> {
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
            return Vec::new();
        };
        let lever = id.lever();
        let targets = self.targets(table, lever.targets);
        let consent = self.option(table, "consent", lever, lever.can_lack_consent).unwrap_or(true);
        let lethal_force = self.option(table, "lethal_force", lever, lever.can_be_lethal).unwrap_or(false);
        let ramp_months = table.duration_months("ramp").unwrap_or(0.0);
        let steps = self.amounts(table, lever, end);
        if lever.needs_target && targets.is_empty() {
            table.report(
                table
                    .problem("id", "E0505", "strikes need the country they are carried out in")
                    .expect("country = \"...\""),
            );
        }
        table.finish(&[]);
        let used = |(amount, from, until)| LeverUse {
            id,
            amount,
            from,
            until,
            ramp_months,
            targets: targets.clone(),
            consent,
            lethal_force,
        };
        steps.into_iter().map(used).collect()
    }

    /// Amounts with the first and last month in which each is in force.
    fn amounts(
        &self,
        table: &TableReader<'_>,
        lever: &Lever,
        end: YearMonth,
    ) -> Vec<(Amount, YearMonth, Option<YearMonth>)> {
        // Both count as known, whichever is given.
        ["effort", "budget"].into_iter().for_each(|key| table.ignore(key));
        let years = Years { start: self.world.start, end };
        for key in ["effort", "budget"] {
            if table.is_table(key) && !(table.has("effort") && table.has("budget")) {
                let path = years.read(table, key, |path, year| self.amount_at(path, year, key == "budget", lever));
                return path.into_iter().map(|step| (step.value, step.from, step.until)).collect();
            }
        }
        let amount = self.amount(table, lever);
        let (from, until) = self.window(table, end);
        amount.map(|amount| (amount, from, until)).into_iter().collect()
    }

    fn amount(&self, table: &TableReader<'_>, lever: &Lever) -> Option<Amount> {
        if table.has("effort") == table.has("budget") {
            let unit = unit_of(lever);
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
        let is_budget = table.has("budget");
        self.amount_at(table, if is_budget { "budget" } else { "effort" }, is_budget, lever)
    }

    /// The amount under a key: money, or effort in the lever's unit.
    fn amount_at(&self, table: &TableReader<'_>, key: &str, is_budget: bool, lever: &Lever) -> Option<Amount> {
        let unit = if is_budget { "USD/year".to_owned() } else { unit_of(lever) };
        let form = if is_budget { BUDGET_FORM } else { EFFORT_FORM };
        let text = table.quantity_text(key, form)?;
        let read = if is_budget {
            read_budget(&text).map(Amount::BudgetUsdPerYear)
        } else {
            read_effort(&text, lever.units, lever.per_year)
        };
        let report = |fault: AmountFault| {
            let problem = match fault {
                AmountFault::Form(fault) => {
                    table.problem(key, code::BAD_QUANTITY, format!("`{key}`: {fault}")).expect(form)
                }
                AmountFault::Unit(found) => {
                    let what = if is_budget {
                        format!("`{found}` is not money per year")
                    } else {
                        format!("`{found}` is not the unit of `{}`", lever.key)
                    };
                    let near = nearest(&found, [unit.as_str()]).map(str::to_owned);
                    table.problem(key, "E0502", what).expect(unit.clone()).suggest(near.as_deref())
                }
            };
            table.report(problem);
        };
        read.map_err(report).ok()
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

    /// A shock, or one for each year that its path of sizes names.
    fn shock(&self, table: &TableReader<'_>, end: YearMonth) -> Vec<Shock> {
        let key = table.required_string("kind");
        let Some(&(_, kind)) = ShockKind::ALL.iter().find(|(id, _)| *id == key) else {
            if table.has("kind") {
                table.report(
                    table
                        .problem("kind", "E0509", format!("unknown shock `{key}`"))
                        .expect(ShockKind::ALL.map(|(id, _)| id).join(", "))
                        .suggest(nearest(&key, ShockKind::ALL.iter().map(|(id, _)| *id))),
                );
            }
            return Vec::new();
        };
        let steps = if table.is_table("size") {
            let years = Years { start: self.world.start, end };
            years.read(table, "size", |path, year| Some(size_at(path, year)))
        } else {
            let size = size_at(table, "size");
            let (from, until) = self.window(table, end);
            vec![Step { value: size, from, until }]
        };
        let target_kind = match kind {
            ShockKind::Eradication | ShockKind::EradicationLevel | ShockKind::Captures => TargetKind::Country,
            ShockKind::Demand | ShockKind::SupplyCost | ShockKind::Toxicity => TargetKind::Market,
            _ => TargetKind::Worldwide,
        };
        let targets = self.targets(table, target_kind);
        table.finish(&[]);
        let shock = |step: Step<f64>| Shock {
            kind,
            size: step.value,
            from: step.from,
            until: step.until,
            targets: targets.clone(),
        };
        steps.into_iter().map(shock).collect()
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

/// The unit in which a lever's effort is written.
fn unit_of(lever: &Lever) -> String {
    format!("{}{}", lever.units[0], if lever.per_year { "/year" } else { "" })
}

/// Size of a shock under a key.
fn size_at(table: &TableReader<'_>, key: &str) -> f64 {
    let size = table.required_float(key);
    if size < 0.0 {
        let problem = table.problem(key, "E0510", "a shock cannot be negative");
        table.report(problem.expect("a factor of 0 or more, hectares per year, or leaders per year"));
    }
    size
}

/// Longest run that a scenario may ask for.
const MAX_MONTHS: i64 = 1200;

/// What an effort may look like.
const EFFORT_FORM: &str = "a number and a unit as a level, such as \"120 patrol days/year\"; or a change of the base \
    year's effort: \"+100 patrol days/year\", \"+50 %\", \"double\"";
/// What a budget may look like.
const BUDGET_FORM: &str = "a number and a unit, such as \"120 million USD/year\" or \"1bn USD\"";
