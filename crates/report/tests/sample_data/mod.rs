//! An invented report of realistic size and shape, for tests and for looking at the page.
//! No number in it says anything about the world.

use counterflow_report::{
    Assumption, ChartSeries, ClaimResult, Displacement, Driver, Finding, FlowMap, Follows, ImpulseResponse,
    IndicatorInfo, Kind, MapPlace, MapRoute, NotApplicable, OutcomeChange, Pathway, Report, ResponseSeries, RunRecord,
    ScenarioResult, SideEffect, SourceInfo, Structure, StructureResult, Verdict,
};

/// Identifier, title, unit, level in the baseline, place.
const INDICATORS: [(&str, &str, &str, f64, &str); 6] = [
    ("flow_kg_per_year", "Cocaine delivered to markets", "kg/year", 1_620_000.0, "World"),
    ("retail_price", "Retail price", "USD/g", 92.0, "United States"),
    ("heavy_users", "Heavy users", "person", 1_480_000.0, "United States"),
    ("violence", "Deaths from organised violence", "person/month", 2_350.0, "Latin America"),
    ("relations", "Regional relations", "point", 1.4, "Neighbours"),
    ("probability_detected", "Chance of detection", "share", 0.23, "Western Caribbean"),
];

/// Identifier, title, what it does, yearly cost, relative effect on each indicator by the end.
type ScenarioSketch = (&'static str, &'static str, &'static str, f64, [f64; 6]);

const SCENARIOS: [ScenarioSketch; 5] = [
    (
        "military",
        "Military build-up",
        "Surveillance, a strike force, vessel patrols and strikes on production sites, as deployed; no consent of the \
            host.",
        1.2e9,
        [-0.05, 0.04, -0.01, 0.22, -1.9, 0.45],
    ),
    (
        "maritime-law-enforcement",
        "Maritime law enforcement",
        "Surveillance, patrols, intelligence hubs and task forces, without lethal force.",
        1.2e9,
        [-0.08, 0.07, -0.02, 0.03, -0.1, 0.38],
    ),
    (
        "multilateral",
        "Multilateral work",
        "Regional coordination, hubs, task forces and justice reform, phased in over twelve months.",
        1.2e9,
        [-0.09, 0.06, -0.02, -0.06, 0.9, 0.2],
    ),
    (
        "root-causes",
        "Root causes",
        "Community engagement, justice reform, treatment and alternative development.",
        1.2e9,
        [-0.11, 0.02, -0.13, -0.14, 0.3, 0.0],
    ),
    (
        "demand-side",
        "Demand side",
        "Prevention campaigns and treatment in the consuming countries.",
        1.2e9,
        [-0.12, -0.03, -0.19, -0.02, 0.05, 0.0],
    ),
];

/// Months of a run.
const MONTHS: usize = 144;
/// Month in which the levers start.
const START: usize = 18;

/// The invented report; `copies` repeats its scenarios to reach the size of a full assessment.
pub fn report(copies: usize) -> Report {
    let sketches: Vec<(String, ScenarioSketch)> =
        (0..copies).flat_map(|copy| SCENARIOS.map(|sketch| (suffix(sketch.0, copy), sketch))).collect();
    Report {
        title: "Force, law or root causes? Six ways to spend the same money".into(),
        run: run_record(&sketches),
        scenarios: sketches.iter().map(|(id, sketch)| scenario(id, sketch)).collect(),
        claims: sketches.iter().flat_map(|(id, sketch)| claims(id, sketch)).collect(),
        warnings: vec!["sample: `vessel_patrols` stands twice".to_owned()],
        not_applicable: sketches.first().map(|(scenario, _)| not_applicable(scenario)).into_iter().collect(),
        structures: ["default", "route_choice = fixed"]
            .map(|setting| Structure { setting: setting.into(), members: 50 })
            .to_vec(),
        indicators: indicators(),
        displacement: sketches.iter().map(|(id, _)| displacement(id)).collect(),
        map: map(&sketches),
        assumptions: assumptions(),
        responses: responses(),
        sources: sources(),
        notes: vec![
            "All numbers in this sample are invented; it shows the form of a report, not a finding.".into(),
            "Every scenario is run with the same draws as the baseline, so that differences are not blurred by chance."
                .into(),
        ],
    }
}

/// Sources as a bibliography holds them: one with an address, one without.
fn sources() -> Vec<SourceInfo> {
    let one = |key: &str, citation: &str, url: Option<&str>| SourceInfo {
        key: key.into(),
        citation: citation.into(),
        url: url.map(Into::into),
    };
    vec![
        one("sample-source-1", "A. Author (2001). A first <sample>", Some("https://example.org/first?a=1&b=2")),
        one("sample-source-2", "B. Author (2002). A second sample", None),
    ]
}

fn suffix(id: &str, copy: usize) -> String {
    if copy == 0 { id.to_owned() } else { format!("{id}-{copy}") }
}

fn run_record(sketches: &[(String, ScenarioSketch)]) -> RunRecord {
    let hash = |word: &str| word.bytes().cycle().take(32).map(|byte| format!("{byte:02x}")).collect::<String>();
    RunRecord {
        version: "0.1.0".into(),
        git_commit: Some("36b1520".into()),
        seed: 20_260_203,
        draws: "prior".into(),
        members: 500,
        months: MONTHS,
        start: "2024-01".into(),
        world_hash: hash("world"),
        evidence_hash: hash("evidence"),
        scenario_hashes: sketches.iter().map(|(id, _)| (id.clone(), hash(id))).collect(),
        switches: vec![("pass_through".into(), "multiplicative".into()), ("backlash".into(), "on".into())],
        command: "counterflow assess --members 500 --seed 20260203 --out report/".into(),
    }
}

fn indicators() -> Vec<IndicatorInfo> {
    INDICATORS
        .map(|(id, title, unit, _, place)| IndicatorInfo {
            id: id.into(),
            title: title.into(),
            unit: unit.into(),
            definition: format!("{title}, measured for {place} <in the aggregate>."),
            source: "definition after UNODC World Drug Report 2025".into(),
            cumulative: id == "violence",
        })
        .into()
}

fn scenario(id: &str, sketch: &ScenarioSketch) -> ScenarioResult {
    let charts =
        INDICATORS.iter().zip(sketch.4).enumerate().map(|(index, (indicator, effect))| chart(index, indicator, effect));
    ScenarioResult {
        id: id.into(),
        title: sketch.1.into(),
        about: sketch.2.into(),
        cost_usd_per_year: sketch.3,
        outcomes: INDICATORS.iter().zip(sketch.4).map(|(indicator, effect)| outcome(indicator, effect)).collect(),
        charts: charts.collect(),
    }
}

/// The change at the end of the run; the interval of small ones includes zero.
fn outcome(indicator: &(&str, &str, &str, f64, &str), effect: f64) -> OutcomeChange {
    const HALF_WIDTH: f64 = 0.05;
    let level = indicator.3;
    let spread = [effect, effect - HALF_WIDTH, effect + HALF_WIDTH];
    let [median, p05, p95] = spread.map(|share| share * level.abs());
    OutcomeChange {
        indicator: indicator.0.into(),
        place: indicator.4.into(),
        unit: indicator.2.into(),
        welcome: "fall".into(),
        baseline: level,
        median,
        p05,
        p95,
        relative: (level > 0.0).then_some(spread),
        finding: match effect {
            fall if fall < -HALF_WIDTH => Finding::Works,
            rise if rise > HALF_WIDTH => Finding::Backfires,
            _ => Finding::Unclear,
        },
        structures_agree: 9,
        structures: 10,
    }
}

/// A path that leaves the baseline after the start, with a band that widens.
fn chart(index: usize, indicator: &(&str, &str, &str, f64, &str), effect: f64) -> ChartSeries {
    let level = indicator.3;
    let wave = |month: usize| (0.9 * month as f64 + index as f64).sin();
    let baseline: Vec<f64> =
        (0..MONTHS).map(|month| level * (1.0 + 0.0012 * month as f64 + 0.006 * wave(month))).collect();
    let reached = |month: usize| 1.0 - (-(month.saturating_sub(START) as f64) / 20.0).exp();
    let median: Vec<f64> = (0..MONTHS).map(|month| baseline[month] + level * effect * reached(month)).collect();
    let spread = |month: usize| level.abs() * (0.02 + 0.12 * (month as f64 / MONTHS as f64).sqrt());
    let band = |times: f64| (0..MONTHS).map(|month| median[month] + times * spread(month)).collect();
    ChartSeries {
        indicator: indicator.0.into(),
        place: indicator.4.into(),
        months: (0..MONTHS).map(|month| format!("{}-{:02}", 2024 + month / 12, month % 12 + 1)).collect(),
        baseline_median: baseline,
        p05: band(-1.6),
        p25: band(-0.7),
        p75: band(0.7),
        p95: band(1.8),
        median,
    }
}

fn claims(id: &str, sketch: &ScenarioSketch) -> Vec<ClaimResult> {
    let promises = [
        (0, "fall", "Less cocaine reaches the markets", Some("vessel_patrols"), None),
        (3, "fall", "Violence falls while the levers last", None, Some("short_term_instability")),
        (4, "rise", "Relations with the neighbours improve & hold", Some("diplomacy"), None),
    ];
    promises
        .map(|(index, promised, statement, lever, outcome)| {
            claim(id, sketch, (index, promised, statement, lever, outcome))
        })
        .into()
}

type Promise = (usize, &'static str, &'static str, Option<&'static str>, Option<&'static str>);

fn claim(scenario: &str, sketch: &ScenarioSketch, promise: Promise) -> ClaimResult {
    let (index, promised, statement, lever, outcome) = promise;
    let (indicator, _, unit, level, place) = INDICATORS[index];
    let effect = sketch.4[index];
    let (median, noise) = (level * effect, level * 0.07);
    let signed = if promised == "rise" { effect } else { -effect };
    let verdict = match signed {
        gain if gain > 0.11 => Verdict::HoldsUnderSome,
        gain if gain > 0.08 => Verdict::Holds,
        gain if gain > 0.04 => Verdict::Mixed,
        gain if gain > -0.04 => Verdict::NoEffect,
        _ => Verdict::Fails,
    };
    let follows = match index {
        5 => Follows::Input,
        4 => Follows::Derived,
        _ => Follows::Emergent,
    };
    ClaimResult {
        id: format!("{scenario}-{indicator}"),
        lever: lever.map(str::to_owned),
        outcome: outcome.map(str::to_owned),
        scenario: scenario.into(),
        statement: statement.into(),
        indicator: indicator.into(),
        place: place.into(),
        unit: unit.into(),
        window: "2025-07..2028-06".into(),
        promised: promised.into(),
        follows,
        kind: if index == 3 { Kind::Harm } else { Kind::Benefit },
        matters: 0.01 * level,
        size: "1 %".into(),
        needs: lever.map(str::to_owned).into_iter().collect(),
        stops: (index == 4).then(|| "2027-06".to_owned()),
        baseline: level,
        median,
        p05: median - noise,
        p95: median + 1.2 * noise,
        relative_median: (indicator != "relations").then_some(effect),
        share_in_promised_direction: (0.5 + 5.0 * signed).clamp(0.02, 0.98),
        verdict,
        structures: ["default", "route_choice = fixed"].map(|setting| structure(setting, median, verdict)).to_vec(),
        expected_change: (follows == Follows::Emergent).then_some(median),
        pathways: if follows == Follows::Emergent { pathways(median) } else { Vec::new() },
        peak_month: Some("2026-11".into()),
        peak_effect: 1.3 * median,
        duration_months: 31,
        side_effects: side_effects(sketch),
        cost_per_unit: (verdict == Verdict::Holds).then_some(sketch.3 / median.abs()),
        cost_unit: format!("USD per {unit}"),
        grade: if index == 4 { 'D' } else { 'C' },
        drivers: vec![
            driver("pass_through", "Pass-through of landed price to retail", 'C', -0.52),
            driver("adaptation_months", "Time to open a new route", 'D', 0.44),
        ],
        sources: vec!["everingham_rydell_1994".into(), "prieto_curiel_2023".into()],
    }
}

fn not_applicable(scenario: &str) -> NotApplicable {
    NotApplicable {
        claim: "strikes-elsewhere".into(),
        statement: "Strikes disrupt manufacturing where they fall.".into(),
        scenario: scenario.into(),
        reason: "Strikes on production sites is not aimed at that country".into(),
    }
}

fn structure(setting: &str, median: f64, verdict: Verdict) -> StructureResult {
    let holds = verdict == Verdict::Holds || (verdict == Verdict::HoldsUnderSome && setting == "default");
    let share_in_promised_direction = if holds { 0.96 } else { 0.4 };
    StructureResult { setting: setting.into(), members: 50, median, share_in_promised_direction, verdict, holds }
}

fn pathways(change: f64) -> Vec<Pathway> {
    let one = |id: &str, title: &str, share: f64| Pathway {
        id: id.into(),
        title: title.into(),
        change_without: (1.0 - share) * change,
        share,
    };
    vec![one("arrests", "arrests and captures", 0.87), one("laboratory_damage", "damage to laboratories", -0.2)]
}

fn driver(parameter: &str, title: &str, grade: char, correlation: f64) -> Driver {
    Driver { parameter: parameter.into(), title: title.into(), grade, correlation }
}

fn side_effects(sketch: &ScenarioSketch) -> Vec<SideEffect> {
    let effect = |title: &str, indicator: &str, unit: &str, median: f64, wanted: bool| SideEffect {
        indicator: indicator.into(),
        place: "Latin America".into(),
        title: title.into(),
        unit: unit.into(),
        median,
        p05: 0.4 * median,
        p95: 1.9 * median,
        share_same_sign: 0.97,
        wanted,
    };
    let mut effects = vec![effect("Flow through the Eastern Pacific", "flow_kg_per_year", "kg/year", 41_000.0, false)];
    if sketch.0 == "military" {
        effects.push(effect("Civilian deaths", "civilian_deaths", "person/year", 38.0, false));
    } else {
        effects.push(effect("Convictions", "convictions", "1/year", 5_300.0, true));
    }
    effects
}

fn displacement(scenario: &str) -> Displacement {
    let corridors =
        ["Western Caribbean", "Eastern Caribbean", "Eastern Pacific", "Central America, land", "Atlantic to Europe"];
    let cell = |from: usize, to: usize| {
        if from == to || from > 2 { 0.0 } else { 24_000.0 / (1.0 + from as f64 + 2.0 * to as f64) }
    };
    Displacement {
        scenario: scenario.into(),
        dimension: "corridor".into(),
        from: corridors.map(str::to_owned).into(),
        to: corridors.map(str::to_owned).into(),
        kg_per_year: (0..corridors.len()).map(|from| (0..corridors.len()).map(|to| cell(from, to)).collect()).collect(),
    }
}

const PLACES: [(&str, &str, f64, f64, &str); 19] = [
    ("co", "Colombia", 4.0, -73.0, "source"),
    ("pe", "Peru", -10.0, -75.0, "source"),
    ("bo", "Bolivia", -17.0, -65.0, "source"),
    ("ve", "Venezuela", 8.0, -66.0, "transit"),
    ("ec", "Ecuador", -1.5, -79.0, "transit"),
    ("pa", "Panama", 8.5, -80.0, "transit"),
    ("gt", "Guatemala", 15.0, -90.5, "transit"),
    ("hn", "Honduras", 15.0, -86.5, "transit"),
    ("mx", "Mexico", 22.0, -102.0, "transit"),
    ("do", "Dominican Republic", 18.8, -70.5, "transit"),
    ("jm", "Jamaica", 18.1, -77.3, "transit"),
    ("us", "United States", 37.0, -95.0, "market"),
    ("ca", "Canada", 50.0, -100.0, "market"),
    ("br", "Brazil", -18.0, -45.0, "transit"),
    ("gw", "West Africa", 12.0, -14.0, "transit"),
    ("es", "Iberia", 40.0, -4.5, "market"),
    ("nl", "North Sea ports", 51.5, 4.5, "market"),
    ("it", "Italy", 43.0, 12.0, "market"),
    ("au", "Australia", -33.0, 149.0, "market"),
];

const ROUTES: [(&str, &str, &str, &str, f64); 26] = [
    ("co", "mx", "Eastern Pacific", "boat", 420_000.0),
    ("ec", "mx", "Eastern Pacific", "boat", 260_000.0),
    ("ec", "gt", "Eastern Pacific", "boat", 150_000.0),
    ("co", "pa", "Central America", "land", 90_000.0),
    ("pa", "gt", "Central America", "land", 85_000.0),
    ("gt", "mx", "Central America", "land", 210_000.0),
    ("co", "hn", "Western Caribbean", "boat", 110_000.0),
    ("ve", "hn", "Western Caribbean", "air", 70_000.0),
    ("hn", "gt", "Central America", "land", 150_000.0),
    ("co", "jm", "Western Caribbean", "boat", 45_000.0),
    ("jm", "us", "Western Caribbean", "boat", 40_000.0),
    ("ve", "do", "Eastern Caribbean", "boat", 120_000.0),
    ("do", "us", "Eastern Caribbean", "boat", 80_000.0),
    ("do", "es", "Eastern Caribbean", "container", 30_000.0),
    ("mx", "us", "North America", "land", 640_000.0),
    ("us", "ca", "North America", "land", 60_000.0),
    ("pe", "ec", "Andes", "land", 120_000.0),
    ("pe", "br", "Southern Cone", "air", 130_000.0),
    ("bo", "br", "Southern Cone", "land", 140_000.0),
    ("br", "nl", "Atlantic to Europe", "container", 150_000.0),
    ("br", "gw", "West Africa", "boat", 60_000.0),
    ("gw", "es", "West Africa", "land", 50_000.0),
    ("ec", "nl", "Atlantic to Europe", "container", 210_000.0),
    ("co", "es", "Atlantic to Europe", "container", 160_000.0),
    ("ve", "it", "Atlantic to Europe", "container", 40_000.0),
    ("ec", "au", "Pacific to Oceania", "container", 25_000.0),
];

fn map(sketches: &[(String, ScenarioSketch)]) -> FlowMap {
    let places = PLACES.map(|(id, name, latitude, longitude, kind)| MapPlace {
        id: id.into(),
        name: name.into(),
        latitude,
        longitude,
        kind: kind.into(),
    });
    let factor = |corridor: &str, effect: f64| match corridor {
        "Western Caribbean" | "Eastern Caribbean" => 1.0 - effect.abs() * 6.0,
        "Eastern Pacific" | "Atlantic to Europe" => 1.0 + effect.abs() * 1.2,
        _ => 1.0 + effect * 0.3,
    };
    let routes = ROUTES.map(|(from, to, corridor, mode, kg)| MapRoute {
        from: from.into(),
        to: to.into(),
        corridor: corridor.into(),
        mode: mode.into(),
        kg_per_year_before: kg,
        kg_per_year_after: sketches
            .iter()
            .map(|(id, sketch)| (id.clone(), kg * factor(corridor, sketch.4[0]).max(0.0)))
            .collect(),
    });
    FlowMap { places: places.into(), routes: routes.into() }
}

fn assumptions() -> Vec<Assumption> {
    let entry =
        |parameter: &str, title: &str, numbers: [f64; 3], unit: &str, grade: char, importance: f64| Assumption {
            parameter: parameter.into(),
            title: title.into(),
            value: numbers[0],
            unit: unit.into(),
            low: numbers[1],
            high: numbers[2],
            grade,
            sources: vec!["counterflow_assumption".into()],
            note: "Range from the spread of published case studies; the middle is our judgement.".into(),
            importance,
        };
    vec![
        entry(
            "light_to_heavy_per_year",
            "Light users who become heavy users",
            [0.024, 0.018, 0.03],
            "1/year",
            'B',
            0.31,
        ),
        entry("adaptation_months", "Time to open a new route", [4.0, 1.0, 12.0], "month", 'D', 0.44),
        entry("pass_through", "Pass-through of landed price to retail", [0.6, 0.2, 1.0], "share", 'C', 0.52),
        entry("rally_decay", "Decay of a rally around the flag", [0.18, 0.05, 0.4], "1/month", 'D', 0.12),
    ]
}

fn responses() -> Vec<ImpulseResponse> {
    let series = |indicator: &str, unit: &str, size: f64, lag: f64| ResponseSeries {
        indicator: indicator.into(),
        unit: unit.into(),
        values_relative: (0..60).map(|month| size * (month as f64 / lag) * (1.0 - month as f64 / lag).exp()).collect(),
    };
    let response = |shock: &str, title: &str, size: f64, back: Option<u32>, exempt: Option<&str>| ImpulseResponse {
        shock: shock.into(),
        title: title.into(),
        series: vec![
            series("flow_kg_per_year", "kg/year", -size, 3.0),
            series("retail_price", "USD/g", 0.6 * size, 5.0),
            series("heavy_users", "person", -0.15 * size, 14.0),
        ],
        back_within_5_percent_month: back,
        exempt_reason: exempt.map(str::to_owned),
    };
    vec![
        response("seizure_shock", "One month of doubled seizures", 0.22, Some(9), None),
        response(
            "leader_change",
            "A change of leader in the host state",
            0.08,
            None,
            Some("a new leader resets the structural relation."),
        ),
        response("precursor_gap", "Precursors halved for three months", 0.34, Some(16), None),
    ]
}
