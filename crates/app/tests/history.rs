//! A fit of the coupled model to histories that it has itself written, and what is made of its draws.

use counterflow_app::data_source::DataSource;
use counterflow_app::draws::{DrawsFrom, WorldPosterior};
use counterflow_app::failure::Failure;
use counterflow_app::history::answers::Answers;
use counterflow_app::history::definitions::History;
use counterflow_app::history::fit::{FitQuestion, FitSize, Fitted, fit};
use counterflow_app::history::hindcast::{HindcastQuestion, hindcast};
use counterflow_app::history::tables::Observed;
use counterflow_app::history::{draws_file, inherit};
use counterflow_app::results::hindcast::{Hindcast, Mode};
use counterflow_app::session::{NamedScenario, Session};
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_study::ensemble::Observer;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// The member whose parameters wrote the history.
const TRUTH: u32 = 7;
const SIZE: FitSize = FitSize { until: 2027, members: 320, screened: 100, points: 400, rounds: 1, kept: 150, seed: 3 };

fn source() -> DataSource {
    DataSource::choose(Some(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")))
}

/// A small history of the world of 2024.
struct Past {
    session: Session,
    history: History,
    observed: Observed,
    named: NamedScenario,
}

impl Past {
    fn written() -> Self {
        let session = Session::load(&source(), Some(Path::new("2024"))).expect("sound data");
        let text = "[history]\nworld = \"2024\"\nconditional = \"baseline\"\nunconditional = \"baseline\"\n\
            cut = 2027\nlast = 2030\n"
            .to_owned()
            + &[
                ("coca_area", "december", "world"),
                ("seized", "sum", "world"),
                ("heavy_users", "mean", "united_states"),
            ]
            .map(|(id, reading, place)| {
                format!(
                    "[[series]]\nid = \"{id}\"\ntitle = \"{id}\"\nunit = \"x\"\nindicator = \"{id}\"\nreading = \
                         \"{reading}\"\nlog_sd = 0.05\ndiscrepancy_log_sd = 0.02\nyearly_correlation = 0.6\n\
                         level_log_sd = 0.05\n[series.places]\nhere = [\"{place}\"]\n"
                )
            })
            .concat();
        let history = History::parse(&SourceFile::new("series.toml", text)).expect("sound definitions");
        let named = session.scenario_at_hand("baseline").expect("shipped");
        let mut observed = Observed::default();
        let answers = Answers::new(&session, &history, &observed, 2027);
        assert_eq!(answers.missing, []);
        let truth = session.ensemble(100, 1, DrawsFrom::Prior).draw(TRUTH);
        let values = answers.of(&truth, &answers.until(&named.scenario, 2030), 2024..=2030);
        for (position, answer) in answers.list.iter().enumerate() {
            for year in 2024..=2030 {
                observed.set(answer.series, &answer.place, year, values[position * 7 + (year - 2024) as usize]);
            }
        }
        Self { session, history, observed, named }
    }

    fn fit(&self, state: Option<&Path>, observer: &dyn Observer) -> Result<Fitted, Failure> {
        let Self { session, history, observed, named } = self;
        fit(FitQuestion { session, history, observed, named, size: SIZE }, state, observer)
    }

    fn hindcast(&self, draws: DrawsFrom) -> Hindcast {
        let scenarios = [(Mode::Conditional, self.named.clone()), (Mode::Unconditional, self.named.clone())];
        let Self { session, history, observed, .. } = self;
        let question =
            HindcastQuestion { session, history, observed, cut: 2027, last: 2030, members: 60, seed: 5, draws };
        hindcast(question, &scenarios, &|| ()).expect("sound")
    }
}

static PAST: LazyLock<Past> = LazyLock::new(Past::written);
static FITTED: LazyLock<Fitted> = LazyLock::new(|| PAST.fit(None, &|| ()).expect("a fit"));

fn draws_text() -> String {
    draws_file::text(&FITTED, SIZE, &PAST.session, &PAST.named)
}

fn state_file(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("counterflow-{name}-{}.state", std::process::id()));
    let _ = std::fs::remove_file(&path);
    path
}

/// Wants no run beyond so many.
struct Sated {
    runs: AtomicU32,
    most: u32,
}

impl Observer for Sated {
    fn done(&self) {
        self.runs.fetch_add(1, Ordering::SeqCst);
    }

    fn is_unwanted(&self) -> bool {
        self.runs.load(Ordering::SeqCst) >= self.most
    }
}

/// The data are the truth's own, so that what the posterior foresees of later years must lie nearer to it, and surer,
/// than what the prior does.
#[test]
fn the_coupled_model_learns_from_a_history_that_it_has_written() {
    let mut fitted = Past::written();
    let file = SourceFile::new("draws.csv", draws_text());
    fitted.session.posterior = WorldPosterior::read(&file, &fitted.session.evidence).expect("its own draws");
    let (before, after) = (PAST.hindcast(DrawsFrom::Prior), fitted.hindcast(DrawsFrom::Posterior));
    let all = |hindcast: &Hindcast| hindcast.scores.iter().find(|score| score.series == "all").expect("scored").crps;
    assert!(all(&after) < all(&before), "{} {}", all(&after), all(&before));
    let held = |hindcast: &Hindcast| hindcast.scores[hindcast.scores.len() - 1].coverage_90;
    assert!(held(&after) >= 0.6, "{}", held(&after));
    // Three series of four years tell some directions of the two hundred parameters, and not most of them.
    let narrowed = FITTED.moments.iter().filter(|(_, _, sd)| *sd < 0.8).count();
    assert!((1..FITTED.moments.len() / 2).contains(&narrowed), "{narrowed} of {}", FITTED.moments.len());
}

#[test]
fn a_fit_that_was_killed_ends_with_the_same_bytes() {
    let path = state_file("killed");
    let sated = Sated { runs: AtomicU32::new(0), most: 900 };
    assert_eq!(PAST.fit(Some(&path), &sated).err(), Some(Failure::Cancelled));
    assert!(path.is_file(), "no state was written");
    let resumed = PAST.fit(Some(&path), &|| ()).expect("goes on");
    assert_eq!(draws_file::text(&resumed, SIZE, &PAST.session, &PAST.named), draws_text());
    let other = FitQuestion {
        session: &PAST.session,
        history: &PAST.history,
        observed: &PAST.observed,
        named: &PAST.named,
        size: FitSize { seed: 4, ..SIZE },
    };
    let refused = fit(other, Some(&path), &|| ()).expect_err("the state of another fit");
    assert!(format!("{refused:?}").contains("another fit"), "{refused:?}");
    let _ = std::fs::remove_file(&path);
}

#[test]
fn quantiles_rise_and_both_modes_foresee_every_year() {
    let found = PAST.hindcast(DrawsFrom::Prior);
    assert_eq!(found.rows.len(), 2 * 3 * 7);
    for row in &found.rows {
        let quantiles = [row.q05, row.q25, row.q50, row.q75, row.q95];
        assert!(quantiles.windows(2).all(|pair| pair[0] <= pair[1]) && row.q05 > 0.0, "{row:?}");
    }
    // With one scenario for both modes they foresee the same.
    let (conditional, unconditional) = found.rows.split_at(21);
    assert!(conditional.iter().zip(unconditional).all(|(a, b)| a.q50 == b.q50 && a.year == b.year));
}

/// The keys that other people's programs read, as the issue that asked for them has them.
#[test]
fn golden_the_json_of_a_hindcast() {
    let found = serde_json::to_value(PAST.hindcast(DrawsFrom::Prior)).expect("plain data");
    let keys = |value: &serde_json::Value| {
        value.as_object().map(|object| object.keys().cloned().collect::<Vec<String>>().join(" ")).unwrap_or_default()
    };
    assert_eq!(keys(&found), "rows scores");
    assert_eq!(keys(&found["rows"][0]), "mode series place year unit q05 q25 q50 q75 q95");
    assert_eq!(
        (&found["rows"][0]["mode"], &found["rows"][21]["mode"]),
        (&"conditional".into(), &"unconditional".into())
    );
}

#[test]
fn members_take_draws_of_the_posterior_and_member_zero_its_medians() {
    let mut session = Past::written().session;
    let file = SourceFile::new("draws.csv", draws_text());
    session.posterior = WorldPosterior::read(&file, &session.evidence).expect("its own draws");
    assert_eq!(session.draws(None), Ok(DrawsFrom::Posterior));
    let posterior = session.posterior.fitted().expect("fitted").posterior.clone();
    let (few, many) = (session.ensemble(5, 9, DrawsFrom::Posterior), session.ensemble(500, 9, DrawsFrom::Posterior));
    for member in 1..5 {
        let draw = few.draw(member);
        assert_eq!(draw, many.draw(member));
        let values = posterior.draws().values(posterior.draws().of_member(9, member));
        let record = session.evidence.index("world.seizure_purity").expect("known");
        assert_eq!(draw.values[record], values[posterior.column_of(record).expect("fitted")]);
    }
    let medians = posterior.draws().medians();
    let record = session.evidence.index("world.seizure_purity").expect("known");
    assert_eq!(few.draw(0).values[record], medians[posterior.column_of(record).expect("fitted")]);
    assert_ne!(few.draw(0), session.ensemble(5, 9, DrawsFrom::Prior).draw(0));
}

#[test]
fn draws_of_other_ranges_are_set_aside_and_refused_by_name() {
    let evidence = &PAST.session.evidence;
    let text = draws_text();
    let start = text.find("world.seizure_purity=").expect("stated") + "world.seizure_purity=".len();
    let mut other = text.clone();
    other.replace_range(start..start + 4, "0000");
    let posterior = WorldPosterior::read(&SourceFile::new("draws.csv", other), evidence).expect("a table");
    assert_eq!(posterior.choose(None, "w"), Ok(DrawsFrom::Prior));
    let problem = posterior.choose(Some(DrawsFrom::Posterior), "w").expect_err("other ranges");
    assert!(problem.code == "E1102" && problem.message.contains("world.seizure_purity"), "{problem}");
    let absent = WorldPosterior::Absent.choose(Some(DrawsFrom::Posterior), "w").expect_err("none");
    assert_eq!(absent.code, "E1103");
    let broken = text.replacen("weight,", "weigth,", 1);
    assert!(WorldPosterior::read(&SourceFile::new("draws.csv", broken), evidence).is_err());
}

#[test]
fn an_heir_takes_over_what_does_not_depend_on_the_year() {
    let session = &PAST.session;
    let record = draws_file::record(&FITTED, SIZE, session, &PAST.named);
    let text = inherit::text(&FITTED, &record, session, session).expect("something passes on");
    let header = text.lines().find(|line| line.starts_with("weight")).expect("a header");
    assert!(header.contains("market.price_response_to_cover"));
    // An effort of the base year, and what closes a world's totals.
    for left in ["levers.strike_force_baseline_per_year", "world.seizure_purity"] {
        assert!(!header.contains(left), "{left}");
    }
    assert!(WorldPosterior::read(&SourceFile::new("draws.csv", text), &session.evidence).is_ok());
}

/// Every series that a forecast must have, and every place of a shipped definition, is answered by the shipped world.
#[test]
fn the_shipped_definitions_name_places_that_exist() {
    let history = History::load(&source()).expect("sound");
    let observed = Observed::load(&history, &source(), None).expect("sound");
    let session = Session::load(&source(), Some(Path::new("2024"))).expect("sound data");
    let answers = Answers::new(&session, &history, &observed, history.cut);
    assert_eq!(answers.missing, []);
    for id in [
        "coca_area_unodc",
        "coca_area_usg",
        "potential_production_usg",
        "coca_area_by_department_colombia",
        "seizures_as_weighed",
        "price_per_pure_gram",
        "consumption",
        "chronic_users",
        "removals_source",
        "removals_transit_to_us",
        "retail_price_as_sold",
        "wastewater_benzoylecgonine",
        "homicide_rate",
        "conflict_deaths_ucdp_best",
        "cocaine_deaths",
    ] {
        let series = history.find(id).expect(id);
        assert!(answers.list.iter().any(|answer| answer.series == series), "{id}");
        let name = &answers.list.iter().find(|answer| answer.series == series).expect(id).place;
        assert!(!observed.record(series, name).is_empty(), "{id} {name}");
    }
}
