//! Reads a world from the text of its files.
//!
//! Codes of its problems: E0601 missing file, E0602 unknown name, E0603 repeated name, E0604 shares
//! that do not sum to one, E0605 loop of routes, E0606 place that leads nowhere or is never reached,
//! E0607 pair of states missing or given twice, E0608 price that does not rise along a route, E0609
//! market that receives nothing.

use super::{
    BaseFlow, ConflictPair, Corridor, Country, Group, Market, Mode, Organisation, Outlines, Place, PlaceKind,
    Published, Regime, Region, Role, Route, WORLD_FILES, World,
};
use counterflow_evidence::csv_reader::{CsvTable, Row};
use counterflow_evidence::diagnostics::{Problem, ProblemSink, Problems, SourceFile, nearest};
use counterflow_evidence::reader::{Toml, YearMonth};
use std::cell::RefCell;
use std::collections::BTreeSet;

const REGIMES: [(&str, Regime); 5] = [
    ("full_autocracy", Regime::FullAutocracy),
    ("partial_autocracy", Regime::PartialAutocracy),
    ("factional_partial_democracy", Regime::FactionalPartialDemocracy),
    ("partial_democracy", Regime::PartialDemocracy),
    ("full_democracy", Regime::FullDemocracy),
];

const ROLES: [(&str, Role); 5] = [
    ("producer", Role::Producer),
    ("transit", Role::Transit),
    ("consumer", Role::Consumer),
    ("lead", Role::Lead),
    ("external_power", Role::ExternalPower),
];

const KINDS: [(&str, PlaceKind); 7] = [
    ("source", PlaceKind::Source),
    ("coast", PlaceKind::Coast),
    ("transit", PlaceKind::Transit),
    ("sea", PlaceKind::Sea),
    ("port", PlaceKind::Port),
    ("border", PlaceKind::Border),
    ("market", PlaceKind::Market),
];

/// Largest amount that any column of a world may hold.
const LARGE: f64 = 1e15;

impl World {
    /// Parses and checks a world.
    ///
    /// # Errors
    /// Every problem of every file.
    pub fn parse(files: &[SourceFile]) -> Result<Self, Problems> {
        let sink = ProblemSink::default();
        let missing: Vec<Problem> = WORLD_FILES
            .iter()
            .filter(|name| find(files, name).is_none())
            .map(|name| {
                let present = files.iter().map(|file| base_name(&file.name));
                Problem::new("E0601", format!("the world lacks `{name}`"))
                    .expect(format!("the files {}", WORLD_FILES.join(", ")))
                    .suggest(nearest(name, present))
            })
            .collect();
        if !missing.is_empty() {
            return Err(Problems(missing));
        }
        let world = Loader { files, sink: &sink }.world()?;
        if sink.is_empty() {
            super::check::check(&world, files, &sink);
        }
        sink.into_result(world)
    }
}

pub(super) fn find<'a>(files: &'a [SourceFile], name: &str) -> Option<&'a SourceFile> {
    files.iter().find(|file| base_name(&file.name) == name)
}

fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

struct Loader<'a> {
    files: &'a [SourceFile],
    sink: &'a ProblemSink,
}

struct Head {
    name: String,
    about: String,
    start: YearMonth,
    lead_state: String,
}

impl Loader<'_> {
    fn world(&self) -> Result<World, Problems> {
        let head = self.head()?;
        let (country_ids, countries) = self.named("countries.csv", COUNTRY_COLUMNS, COUNTRY_COLUMNS_OPTIONAL, country);
        self.unique("countries.csv", &country_ids.names);
        let names = Names { countries: &country_ids };
        let (corridor_ids, corridors) = self.named(
            "corridors.csv",
            &["id", "name", "patrol_days_per_year", "surveillance_hours_per_year"],
            &["about", "source", "note"],
            corridor,
        );
        let (organisation_ids, organisations) =
            self.named("organisations.csv", &["id", "name", "loss_tolerance"], &["source", "note"], organisation);
        let (place_ids, places) = self.named(
            "places.csv",
            &["id", "name", "country", "kind", "latitude", "longitude", "price_usd_per_kg"],
            &["source", "note"],
            |row| place(row, &names),
        );
        let (group_ids, groups) =
            self.named("groups.csv", GROUP_COLUMNS, &["growth_note", "source", "note"], |row| group(row, &names));
        let (region_ids, regions) =
            self.named("regions.csv", REGION_COLUMNS, &["eradication_ha_per_year", "source", "note"], |row| {
                region(row, &names, &place_ids, &group_ids)
            });
        let mut base_flows =
            self.table("base_flows.csv", &["from_region", "to_region", "share"], &["source", "note"], |row| {
                base_flow(row, &region_ids)
            });
        base_flows.sort_by_key(|flow: &BaseFlow| flow.from);
        let routes = self.table("routes.csv", ROUTE_COLUMNS, &["source", "note"], |row| {
            route(row, &names, &place_ids, &corridor_ids, &organisation_ids)
        });
        let (market_ids, markets) =
            self.named("markets.csv", MARKET_COLUMNS, &["source", "note"], |row| market(row, &place_ids));
        let conflict = self.table("conflict.csv", &["group_a", "group_b", "weight"], &["source", "note"], |row| {
            conflict(row, &group_ids)
        });
        let published = self.table(
            "published.csv",
            &["quantity", "unit", "year", "published_low", "published_high"],
            &["carried_by", "source", "note"],
            published,
        );
        let outlines = self.table("outlines.csv", &["place", "outlines"], &["source", "note"], |row| {
            outlines(row, &country_ids, &market_ids)
        });
        let definitions = match self.file("definitions.toml") {
            Some(file) => super::definitions::read(file, &country_ids, &corridor_ids, self.sink)?,
            None => Vec::new(),
        };
        for (file, ids) in [
            ("places.csv", &place_ids),
            ("regions.csv", &region_ids),
            ("corridors.csv", &corridor_ids),
            ("groups.csv", &group_ids),
            ("organisations.csv", &organisation_ids),
            ("markets.csv", &market_ids),
        ] {
            self.unique(file, &ids.names);
        }
        let (actors, relations, land_borders) = self.relations(&country_ids);
        let lead_state = self.lead(&head, &country_ids);
        Ok(World {
            name: head.name,
            about: head.about,
            start: head.start,
            lead_state,
            countries,
            actors,
            relations,
            land_borders,
            regions,
            base_flows,
            places,
            corridors,
            organisations,
            routes,
            markets,
            groups,
            conflict,
            published,
            definitions,
            outlines,
        })
    }

    fn file(&self, name: &str) -> Option<&SourceFile> {
        find(self.files, name)
    }

    fn head(&self) -> Result<Head, Problems> {
        let Some(file) = self.file("world.toml") else { return Err(Problems::default()) };
        let toml = Toml::parse(file).map_err(|problem| Problems(vec![problem]))?;
        let root = toml.root(self.sink);
        let head = Head {
            name: root.required_string("name"),
            about: root.string("about").unwrap_or_default(),
            start: root.month("start").unwrap_or(YearMonth { year: 1, month: 1 }),
            lead_state: root.required_string("lead_state"),
        };
        if !root.has("start") {
            root.report(root.problem("start", "E0103", "missing key `start`").expect("the first month, as year-month"));
        }
        // The world that it builds on: whoever read the files has followed it.
        root.finish(&["base"]);
        Ok(head)
    }

    fn lead(&self, head: &Head, countries: &Ids) -> usize {
        let position = countries.names.iter().position(|id| *id == head.lead_state);
        if position.is_none() && countries.worth_reporting(&head.lead_state) {
            let mut problem =
                Problem::new("E0602", format!("lead_state `{}` is not a country of the world", head.lead_state))
                    .expect("the id of a row of countries.csv")
                    .suggest(nearest(&head.lead_state, countries.names.iter().map(String::as_str)));
            if let Some(file) = self.file("world.toml") {
                problem = problem.at(file, line_of(file, "lead_state"), 1);
            }
            self.sink.push(problem);
        }
        position.unwrap_or(0)
    }

    fn table<T>(
        &self,
        name: &str,
        required: &[&str],
        optional: &[&str],
        read: impl Fn(&Row<'_>) -> Option<T>,
    ) -> Vec<T> {
        let Some(file) = self.file(name) else { return Vec::new() };
        let table = CsvTable::parse(file, required, optional, self.sink);
        table.rows().filter_map(|row| read(&row)).collect()
    }

    /// The ids of all rows, and the rows that could be read. Positions agree whenever there is no problem.
    fn named<T>(
        &self,
        name: &str,
        required: &[&str],
        optional: &[&str],
        read: impl Fn(&Row<'_>) -> Option<T>,
    ) -> (Ids, Vec<T>) {
        let Some(file) = self.file(name) else { return (Ids::default(), Vec::new()) };
        let problems_before = self.sink.len();
        let table = CsvTable::parse(file, required, optional, self.sink);
        let names = table.rows().filter_map(|row| row.text("id")).collect();
        let rows = table.rows().filter_map(|row| read(&row)).collect();
        let whole = self.sink.len() == problems_before;
        (Ids { names, whole, reported: RefCell::default() }, rows)
    }

    fn unique(&self, file: &str, ids: &[String]) {
        let mut sorted: Vec<&String> = ids.iter().collect();
        sorted.sort();
        for pair in sorted.windows(2).filter(|pair| pair[0] == pair[1]) {
            let mut problem = Problem::new("E0603", format!("`{}` appears twice", pair[0])).expect("each id once");
            if let Some(source) = self.file(file) {
                let first = line_of(source, pair[0]);
                problem = problem.at(source, line_of_from(source, pair[0], first + 1), 1);
            }
            self.sink.push(problem);
        }
    }

    fn relations(&self, countries: &Ids) -> (Vec<usize>, Vec<f64>, Vec<bool>) {
        let problems_before = self.sink.len();
        let optional = &["land_border", "source", "note"];
        let rows = self.table("relations.csv", &["a", "b", "relation"], optional, |row| {
            let a = pick(row, "a", countries)?;
            let b = pick(row, "b", countries)?;
            let border = float_or_none(row, "land_border", 0.0..=1.0)?.is_some_and(|border| border > 0.0);
            Some((a, b, row.required_float("relation", -1.0..=1.0)?, border))
        });
        if !countries.whole || self.sink.len() > problems_before {
            // Which pairs are missing cannot be said of a damaged table.
            return (Vec::new(), Vec::new(), Vec::new());
        }
        let countries = &countries.names;
        let mut actors: Vec<usize> = rows.iter().flat_map(|&(a, b, ..)| [a, b]).collect();
        actors.sort_unstable();
        actors.dedup();
        let count = actors.len();
        let mut matrix = vec![f64::NAN; count * count];
        let mut borders = vec![false; count * count];
        let position = |country: usize| actors.binary_search(&country).unwrap_or(0);
        for &(a, b, relation, border) in &rows {
            let (i, j) = (position(a), position(b));
            if i == j || !matrix[i * count + j].is_nan() {
                self.pair_problem(&format!(
                    "the pair {}, {} is given twice or with itself",
                    countries[a], countries[b]
                ));
            }
            matrix[i * count + j] = relation;
            matrix[j * count + i] = relation;
            borders[i * count + j] = border;
            borders[j * count + i] = border;
        }
        for i in 0..count {
            matrix[i * count + i] = 0.0;
            for j in i + 1..count {
                if matrix[i * count + j].is_nan() {
                    self.pair_problem(&format!(
                        "the pair {}, {} is missing",
                        countries[actors[i]], countries[actors[j]]
                    ));
                    matrix[i * count + j] = 0.0;
                }
            }
        }
        (actors, matrix, borders)
    }

    fn pair_problem(&self, message: &str) {
        let problem = Problem::new("E0607", message).expect("every pair of states once");
        self.sink.push(match self.file("relations.csv") {
            Some(file) => problem.at(file, 1, 1),
            None => problem,
        });
    }
}

/// First line that holds a word, for problems found after parsing.
pub(super) fn line_of(file: &SourceFile, word: &str) -> usize {
    line_of_from(file, word, 1)
}

fn line_of_from(file: &SourceFile, word: &str, from: usize) -> usize {
    let holds = |line: &str| line.split([',', '=', ' ']).any(|cell| cell.trim_matches('"') == word);
    file.text.lines().enumerate().skip(from - 1).find(|(_, line)| holds(line)).map_or(0, |(number, _)| number + 1)
}

struct Names<'a> {
    countries: &'a Ids,
}

/// The names that a table declares.
#[derive(Debug, Default)]
pub(super) struct Ids {
    pub(super) names: Vec<String>,
    /// Whether the table was read without a problem. A damaged table may have lost names, so that a name
    /// missing from it is no problem of its own.
    whole: bool,
    /// Unknown names that were reported; a name is reported where it is used first.
    reported: RefCell<BTreeSet<String>>,
}

impl Ids {
    pub(super) fn worth_reporting(&self, unknown: &str) -> bool {
        self.whole && self.reported.borrow_mut().insert(unknown.to_owned())
    }
}

/// Position of the cell's text among `ids`; a problem with the nearest name otherwise.
fn pick(row: &Row<'_>, column: &str, ids: &Ids) -> Option<usize> {
    let text = row.required_text(column)?;
    let position = ids.names.iter().position(|id| *id == text);
    if position.is_none() && ids.worth_reporting(&text) {
        row.report(
            row.problem(column, "E0602", format!("unknown {column} `{text}`"))
                .expect(format!("one of {} names", ids.names.len()))
                .suggest(nearest(&text, ids.names.iter().map(String::as_str))),
        );
    }
    position
}

/// A number that a row may leave out; `None` if it stands there and cannot be used.
fn float_or_none(row: &Row<'_>, column: &str, range: std::ops::RangeInclusive<f64>) -> Option<Option<f64>> {
    if row.text(column).is_none() { Some(None) } else { row.required_float(column, range).map(Some) }
}

/// As [`pick`], where an empty cell means none. The outer option is a fault.
#[allow(clippy::option_option)]
fn pick_or_none(row: &Row<'_>, column: &str, ids: &Ids, none: &str) -> Option<Option<usize>> {
    match row.text(column) {
        None => Some(None),
        Some(text) if text == none => Some(None),
        Some(_) => pick(row, column, ids).map(Some),
    }
}

fn choice<T: Copy>(row: &Row<'_>, column: &str, choices: &[(&str, T)]) -> Option<T> {
    let text = row.required_text(column)?;
    let found = choices.iter().find(|(id, _)| *id == text).map(|(_, value)| *value);
    if found.is_none() {
        let words: Vec<&str> = choices.iter().map(|(id, _)| *id).collect();
        row.report(
            row.problem(column, "E0602", format!("unknown {column} `{text}`"))
                .expect(words.join(", "))
                .suggest(nearest(&text, words.iter().copied())),
        );
    }
    found
}

fn outlines(row: &Row<'_>, countries: &Ids, markets: &Ids) -> Option<Outlines> {
    let place = row.required_text("place")?;
    let codes = row.required_text("outlines")?.split_whitespace().map(str::to_owned).collect();
    let known = || countries.names.iter().chain(&markets.names);
    if !known().any(|name| *name == place) && countries.whole && markets.worth_reporting(&place) {
        let names = known().map(String::as_str);
        let problem = row.problem("place", "E0602", format!("unknown place `{place}`"));
        row.report(problem.expect("a country or market of the world").suggest(nearest(&place, names)));
        return None;
    }
    Some(Outlines { place, codes })
}

const COUNTRY_COLUMNS: &[&str] = &[
    "id",
    "name",
    "iso3",
    "continent",
    "latitude",
    "longitude",
    "population_million",
    "homicides_per_year",
    "drug_related_homicide_share",
    "conviction_rate",
    "corruption_index",
    "state_capacity",
    "regime_class",
    "hardliner_share",
    "factionalism",
    "leader_exit_per_month",
    "role",
];

const COUNTRY_COLUMNS_OPTIONAL: &[&str] = &["alignment", "exports_to_lead_share", "source", "note"];

fn country(row: &Row<'_>) -> Option<Country> {
    Some(Country {
        id: row.required_text("id")?,
        name: row.required_text("name")?,
        continent: row.required_text("continent")?,
        latitude: row.required_float("latitude", -90.0..=90.0)?,
        longitude: row.required_float("longitude", -180.0..=180.0)?,
        population_million: row.required_float("population_million", 0.0..=2000.0)?,
        homicides_per_year: row.required_float("homicides_per_year", 0.0..=1e6)?,
        drug_related_homicide_share: row.required_float("drug_related_homicide_share", 0.0..=1.0)?,
        conviction_rate: row.required_float("conviction_rate", 0.001..=0.499)?,
        corruption_index: row.required_float("corruption_index", 0.0..=1.0)?,
        state_capacity: row.required_float("state_capacity", 0.0..=1.0)?,
        regime: choice(row, "regime_class", &REGIMES)?,
        hardliner_share: row.required_float("hardliner_share", 0.0..=1.0)?,
        factionalism: row.required_float("factionalism", 0.0..=1.0)?,
        leader_exit_per_month: row.required_float("leader_exit_per_month", 0.0..=1.0)?,
        role: choice(row, "role", &ROLES)?,
        alignment: float_or_none(row, "alignment", -1.0..=1.0)?,
        exports_to_lead_share: float_or_none(row, "exports_to_lead_share", 0.0..=1.0)?.unwrap_or(0.0),
    })
}

fn corridor(row: &Row<'_>) -> Option<Corridor> {
    Some(Corridor {
        id: row.required_text("id")?,
        name: row.required_text("name")?,
        patrol_days_per_year: row.required_float("patrol_days_per_year", 0.0..=1e6)?,
        surveillance_hours_per_year: row.required_float("surveillance_hours_per_year", 0.0..=1e7)?,
    })
}

fn organisation(row: &Row<'_>) -> Option<Organisation> {
    Some(Organisation {
        id: row.required_text("id")?,
        name: row.required_text("name")?,
        loss_tolerance: row.required_float("loss_tolerance", 0.0..=10.0)?,
    })
}

fn place(row: &Row<'_>, names: &Names<'_>) -> Option<Place> {
    Some(Place {
        id: row.required_text("id")?,
        name: row.required_text("name")?,
        country: pick_or_none(row, "country", names.countries, "")?,
        kind: choice(row, "kind", &KINDS)?,
        latitude: row.required_float("latitude", -90.0..=90.0)?,
        longitude: row.required_float("longitude", -180.0..=180.0)?,
        price_usd_per_kg: row.required_float("price_usd_per_kg", 1.0..=1e7)?,
    })
}

const REGION_COLUMNS: &[&str] = &[
    "id",
    "name",
    "country",
    "latitude",
    "longitude",
    "coca_area_ha",
    "potential_kg_per_ha_year",
    "lab_capacity_ratio",
    "base_seizure_share",
    "households",
    "group",
];

fn region(row: &Row<'_>, names: &Names<'_>, places: &Ids, groups: &Ids) -> Option<Region> {
    let id = row.required_text("id")?;
    let Some(place) = places.names.iter().position(|place| *place == id) else {
        if places.worth_reporting(&id) {
            row.report(
                row.problem("id", "E0602", format!("region `{id}` has no source place"))
                    .expect("a place of that id in places.csv"),
            );
        }
        return None;
    };
    Some(Region {
        name: row.required_text("name")?,
        country: pick(row, "country", names.countries)?,
        coca_area_ha: row.required_float("coca_area_ha", 0.0..=1e7)?,
        potential_kg_per_ha_year: row.required_float("potential_kg_per_ha_year", 0.0..=100.0)?,
        lab_capacity_ratio: row.required_float("lab_capacity_ratio", 1.0..=100.0)?,
        base_seizure_share: row.required_float("base_seizure_share", 0.0..=0.9)?,
        eradication_ha_per_year: float_or_none(row, "eradication_ha_per_year", 0.0..=1e7)?.unwrap_or(0.0),
        households: row.required_float("households", 0.0..=1e7)?,
        group: pick_or_none(row, "group", groups, "")?,
        place,
        id,
    })
}

fn base_flow(row: &Row<'_>, regions: &Ids) -> Option<BaseFlow> {
    Some(BaseFlow {
        from: pick(row, "from_region", regions)?,
        to: pick(row, "to_region", regions)?,
        share: row.required_float("share", 0.0..=1.0)?,
    })
}

const ROUTE_COLUMNS: &[&str] = &[
    "id",
    "from",
    "to",
    "mode",
    "corridor",
    "jurisdiction",
    "distance_km",
    "share",
    "loss_share",
    "capacity_kg_per_month",
    "organisation",
];

fn route(row: &Row<'_>, names: &Names<'_>, places: &Ids, corridors: &Ids, organisations: &Ids) -> Option<Route> {
    let modes: Vec<(&str, Mode)> = Mode::ALL.iter().map(|&mode| (mode.id(), mode)).collect();
    Some(Route {
        id: row.required_text("id")?,
        from: pick(row, "from", places)?,
        to: pick(row, "to", places)?,
        mode: choice(row, "mode", &modes)?,
        corridor: pick(row, "corridor", corridors)?,
        jurisdiction: pick_or_none(row, "jurisdiction", names.countries, "high_seas")?,
        distance_km: row.required_float("distance_km", 0.0..=30_000.0)?,
        share: row.required_float("share", 0.0..=1.0)?,
        loss_share: row.required_float("loss_share", 0.0..=0.9)?,
        capacity_kg_per_month: row.required_float("capacity_kg_per_month", f64::MIN_POSITIVE..=LARGE)?,
        organisation: pick(row, "organisation", organisations)?,
    })
}

const MARKET_COLUMNS: &[&str] = &[
    "id",
    "name",
    "place",
    "light_users",
    "heavy_users",
    "grams_per_light_user_year",
    "grams_per_heavy_user_year",
    "user_growth_per_year",
    "wholesale_usd_per_kg",
    "retail_usd_per_kg",
    "purity",
    "overdose_deaths_per_year",
    "treatment_episodes_per_year",
    "underreporting_low",
    "underreporting_high",
];

fn market(row: &Row<'_>, places: &Ids) -> Option<Market> {
    Some(Market {
        id: row.required_text("id")?,
        name: row.required_text("name")?,
        place: pick(row, "place", places)?,
        light_users: row.required_float("light_users", 1.0..=1e9)?,
        heavy_users: row.required_float("heavy_users", 1.0..=1e9)?,
        grams_per_light_user_year: row.required_float("grams_per_light_user_year", 0.01..=1e4)?,
        grams_per_heavy_user_year: row.required_float("grams_per_heavy_user_year", 0.01..=1e4)?,
        user_growth_per_year: row.required_float("user_growth_per_year", -0.5..=0.5)?,
        wholesale_usd_per_kg: row.required_float("wholesale_usd_per_kg", 1.0..=1e7)?,
        retail_usd_per_kg: row.required_float("retail_usd_per_kg", 1.0..=1e8)?,
        purity: row.required_float("purity", 0.01..=1.0)?,
        overdose_deaths_per_year: row.required_float("overdose_deaths_per_year", 0.0..=1e7)?,
        treatment_episodes_per_year: row.required_float("treatment_episodes_per_year", 0.0..=1e8)?,
        underreporting_low: row.required_float("underreporting_low", 0.1..=20.0)?,
        underreporting_high: row.required_float("underreporting_high", 0.1..=20.0)?,
    })
}

const GROUP_COLUMNS: &[&str] = &[
    "id",
    "name",
    "country",
    "members",
    "effective_groups",
    "arrests_per_week",
    "conflict_deaths_per_week",
    "dropout_per_week",
];

fn group(row: &Row<'_>, names: &Names<'_>) -> Option<Group> {
    Some(Group {
        id: row.required_text("id")?,
        name: row.required_text("name")?,
        country: pick(row, "country", names.countries)?,
        members: row.required_float("members", 1.0..=1e8)?,
        effective_groups: row.required_float("effective_groups", 0.01..=1e4)?,
        arrests_per_week: row.required_float("arrests_per_week", 0.0..=1e6)?,
        conflict_deaths_per_week: row.required_float("conflict_deaths_per_week", 0.0..=1e6)?,
        dropout_per_week: row.required_float("dropout_per_week", 0.0..=1e6)?,
    })
}

fn conflict(row: &Row<'_>, groups: &Ids) -> Option<ConflictPair> {
    Some(ConflictPair {
        group: pick(row, "group_a", groups)?,
        rival: pick(row, "group_b", groups)?,
        weight: row.required_float("weight", 0.0..=1e6)?,
    })
}

fn published(row: &Row<'_>) -> Option<Published> {
    Some(Published {
        quantity: row.required_text("quantity")?,
        unit: row.required_text("unit")?,
        year: row.required_text("year")?,
        low: row.required_float("published_low", -LARGE..=LARGE)?,
        high: row.required_float("published_high", -LARGE..=LARGE)?,
        carried_by: row.text("carried_by").unwrap_or_default(),
        source: row.text("source").unwrap_or_default(),
        note: row.text("note").unwrap_or_default(),
    })
}
