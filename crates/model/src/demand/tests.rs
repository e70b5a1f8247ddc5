//! Tests of the monthly demand step.

use super::transitions::AnnualRates;
use super::*;
use crate::alone::InputValues;
use crate::alone::demand::{INPUTS, run as run_alone};
use crate::market::shipped::{DEMAND, MARKET, assert_declarations_match, shipped_number};
use crate::market::{self, MarketBaseline, MarketInputs, MarketParameters, MarketState};
use proptest::prelude::*;

fn parameters() -> DemandParameters {
    DemandParameters::from_values(&|_, name| shipped_number(DEMAND, name, "value"))
}

/// Outputs of `months` months of the reference market under constant inputs.
fn run(p: &DemandParameters, baseline: &DemandBaseline, inputs: DemandInputs, months: usize) -> Vec<DemandOutputs> {
    let mut state = DemandState::at_baseline(p, baseline);
    (0..months).map(|_| step(p, baseline, &mut state, &inputs)).collect()
}

fn reference_run(inputs: DemandInputs, months: usize) -> Vec<DemandOutputs> {
    let p = parameters();
    run(&p, &DemandBaseline::reference(&p), inputs, months)
}

/// Mean over the months of a change against no policy.
fn mean_change(policy: &[DemandOutputs], usual: &[DemandOutputs], of: impl Fn(&DemandOutputs) -> f64) -> f64 {
    let changes = policy.iter().zip(usual).map(|(a, b)| of(a) / of(b) - 1.0);
    changes.sum::<f64>() / usual.len() as f64
}

fn consumption(outputs: &DemandOutputs) -> f64 {
    outputs.desired_consumption_kg_per_month
}

#[test]
fn evidence_file_and_declarations_match() {
    assert_declarations_match(DEMAND, DemandParameters::DECLARATIONS);
}

/// Twelve months of the model equal one year of the published chain, to rounding.
#[test]
fn val_twelve_months_are_one_published_year() {
    let p = parameters();
    let baseline = DemandBaseline::reference(&p);
    let outputs = run(&p, &baseline, DemandInputs::default(), 180);
    let year_of_users = p.annual_rates().annual();
    let [mut light, mut heavy] = [baseline.light_users, baseline.heavy_users];
    for year in 1..=15 {
        [light, heavy] = year_of_users.times([light, heavy]);
        light += baseline.initiation_per_year;
        let model = outputs[12 * year - 1];
        assert!((model.light_users / light - 1.0).abs() < 1e-12);
        assert!((model.heavy_users / heavy - 1.0).abs() < 1e-12);
    }
}

/// RAND: a third less consumption over 15 years when all heavy users are treated; the month-by-month
/// model within 5 points.
#[test]
fn val_treating_all_heavy_users_cuts_consumption_by_a_third() {
    let inputs = DemandInputs { treatment_episodes_extra_per_year: 1e9, ..DemandInputs::default() };
    let treated = reference_run(inputs, 180);
    let usual = reference_run(DemandInputs::default(), 180);
    let fall = -mean_change(&treated, &usual, consumption);
    assert!((fall - 1.0 / 3.0).abs() < 0.05, "{fall}");
    assert!((treated[179].treated_share_per_year - 1.0).abs() < 1e-12);
}

/// RAND cost tables A and B: for the three supply programmes a 1 % cut of users costs 2.63 to 2.74
/// times a 1 % cut of consumption. The initiation elasticity is calibrated to this ratio, so the
/// test guards the calibration; 15 years, a lasting price rise of 1 %, tolerance the published band.
#[test]
fn val_price_rise_splits_between_users_and_use_as_in_rand() {
    let inputs = DemandInputs { retail_price_ratio: 1.01, ..DemandInputs::default() };
    let (dear, usual) = (reference_run(inputs, 180), reference_run(DemandInputs::default(), 180));
    let users = mean_change(&dear, &usual, |o| o.light_users + o.heavy_users);
    let ratio = mean_change(&dear, &usual, consumption) / users;
    assert!((2.63..=2.74).contains(&ratio), "{ratio}");
    let total = mean_change(&dear, &usual, consumption) / 1.01_f64.ln();
    assert!((-1.5..=-0.4).contains(&total), "{total}");
}

/// Caulkins et al. 1999: school programmes cut use by 2 to 11 %, raw effect 2.9 to 13.6 %; full
/// coverage brings initiation down by the cohort effect, but only after the delay.
#[test]
fn val_prevention_acts_after_its_delay() {
    let inputs = DemandInputs { pupils_reached_share: 1.0, ..DemandInputs::default() };
    let outputs = reference_run(inputs, 480);
    let p = parameters();
    let fall = |month: usize| 1.0 - outputs[month - 1].initiation_per_year / p.reference_initiation_per_year;
    assert!(fall(1) < 1e-6 && fall(12) < 0.1 * p.prevention_effect_share);
    assert!((fall(480) - p.prevention_effect_share).abs() < 1e-3);
    assert!((0.02..=0.136).contains(&fall(480)));
    // The area between full and actual coverage is the mean delay.
    let missing: f64 = (1..=480).map(|month| 1.0 - fall(month) / p.prevention_effect_share).sum();
    assert!((missing / 12.0 - p.prevention_delay_years).abs() < 0.05, "{missing}");
}

/// Hornik et al. 2008: the campaign must be able to do nothing or harm.
#[test]
fn val_campaign_can_do_nothing_or_harm() {
    let p = parameters();
    let inputs = DemandInputs { campaign_exposure: 1.0, ..DemandInputs::default() };
    let change = |effect: f64| {
        let p = DemandParameters { campaign_effect_share: effect, ..p.clone() };
        let baseline = DemandBaseline::reference(&p);
        run(&p, &baseline, inputs, 1)[0].initiation_per_year / baseline.initiation_per_year - 1.0
    };
    assert_eq!(change(p.campaign_effect_share), 0.0);
    assert!(change(0.03) > 0.0 && change(-0.03) < 0.0);
}

#[test]
fn prop_no_policy_and_held_users_stand_still() {
    let p = parameters();
    for initiation_rule in [InitiationRule::Fixed, InitiationRule::Endogenous] {
        let baseline =
            DemandBaseline { user_dynamics: UserDynamics::Held, initiation_rule, ..DemandBaseline::reference(&p) };
        for outputs in run(&p, &baseline, DemandInputs::default(), 240) {
            assert_eq!(outputs.desired_consumption_kg_per_month, baseline.desired_consumption_kg_per_month);
            assert_eq!(outputs.light_users, baseline.light_users);
            assert!((outputs.initiation_per_year / baseline.initiation_per_year - 1.0).abs() < 1e-12);
        }
    }
}

/// A market split into two halves consumes and initiates the same.
#[test]
fn prop_splitting_a_market_changes_nothing() {
    let p = parameters();
    for initiation_rule in [InitiationRule::Fixed, InitiationRule::Endogenous] {
        let whole = DemandBaseline { initiation_rule, ..DemandBaseline::reference(&p) };
        let half = DemandBaseline {
            light_users: whole.light_users / 2.0,
            heavy_users: whole.heavy_users / 2.0,
            initiation_per_year: whole.initiation_per_year / 2.0,
            desired_consumption_kg_per_month: whole.desired_consumption_kg_per_month / 2.0,
            overdose_deaths_per_year: whole.overdose_deaths_per_year / 2.0,
            treatment_episodes_per_year: whole.treatment_episodes_per_year / 2.0,
            ..whole
        };
        let inputs = DemandInputs { retail_price_ratio: 1.3, pupils_reached_share: 0.5, ..DemandInputs::default() };
        let (one, two) = (run(&p, &whole, inputs, 120), run(&p, &half, inputs, 120));
        assert!((2.0 * consumption(&two[119]) / consumption(&one[119]) - 1.0).abs() < 1e-12);
        assert!((2.0 * two[119].initiation_per_year / one[119].initiation_per_year - 1.0).abs() < 1e-12);
    }
}

/// Use per user reaches the long-run elasticity, half of the way after the half-life.
#[test]
fn habit_moves_from_short_to_long_run() {
    let p = parameters();
    let baseline = DemandBaseline { user_dynamics: UserDynamics::Held, ..DemandBaseline::reference(&p) };
    let inputs = DemandInputs { retail_price_ratio: 2.0, ..DemandInputs::default() };
    let outputs = run(&p, &baseline, inputs, 400);
    let heavy = |month: usize| {
        let usual = 1.0 / 12.0 * p.reference_overdose_deaths_per_year;
        (outputs[month].overdose_deaths_per_month / usual).ln() / 2.0_f64.ln()
    };
    let long = p.heavy_short_run_elasticity * p.long_run_to_short_run_ratio;
    assert!((heavy(0) - p.heavy_short_run_elasticity).abs() < 1e-12);
    assert!((heavy(399) - long).abs() < 1e-4);
    let half_way = 0.5 * (long + p.heavy_short_run_elasticity);
    assert!((heavy(p.habit_half_life_months as usize) - half_way).abs() < 1e-9);
}

/// Users and market together, arrivals cut by 30 % for a year and supply not answering: everything
/// within 5 % of rest ten years later, over the ranges of the price rule and of the elasticities.
#[test]
fn prop_market_and_users_return_to_rest_after_a_shock() {
    let usual = MarketParameters::from_values(&|_, name| shipped_number(MARKET, name, "value"));
    for (gamma, cover, scale, long_run) in
        [(0.45, 8.0, 1.0, 2.0), (0.3, 8.0, 1.0, 2.0), (0.6, 6.0, 1.7, 3.0), (0.6, 6.0, 0.7, 1.4), (0.45, 6.0, 1.7, 2.5)]
    {
        let market = MarketParameters { price_response_to_cover: gamma, stock_cover_months: cover, ..usual.clone() };
        let shipped = parameters();
        let p = DemandParameters {
            heavy_short_run_elasticity: scale * shipped.heavy_short_run_elasticity,
            light_short_run_elasticity: scale * shipped.light_short_run_elasticity,
            long_run_to_short_run_ratio: long_run,
            ..shipped
        };
        assert_rest_after_shock(&p, &market);
    }
}

fn assert_rest_after_shock(p: &DemandParameters, market: &MarketParameters) {
    let users = DemandBaseline { user_dynamics: UserDynamics::Held, ..DemandBaseline::reference(p) };
    let place = MarketBaseline {
        consumption_kg_per_month: users.desired_consumption_kg_per_month,
        ..MarketBaseline::reference(market)
    };
    let (mut demand, mut stock) = (DemandState::at_baseline(p, &users), MarketState::at_baseline(market, &place));
    let (mut ratio, mut dearest) = (1.0, 1.0_f64);
    for month in 0..132 {
        let inputs = DemandInputs { retail_price_ratio: ratio, ..DemandInputs::default() };
        let desired = step(p, &users, &mut demand, &inputs).desired_consumption_kg_per_month;
        let arrivals = if month < 12 { 0.7 } else { 1.0 } * place.consumption_kg_per_month;
        let outputs = market::step(
            market,
            &place,
            &mut stock,
            &MarketInputs {
                arrivals_kg_per_month: arrivals,
                desired_consumption_kg_per_month: desired,
                precursor_availability_ratio: 1.0,
                supply_cost_ratio: 1.0,
            },
        );
        ratio = outputs.retail_price_ratio;
        dearest = dearest.max(ratio);
    }
    assert!(dearest > 1.15, "{dearest}");
    assert!((ratio - 1.0).abs() < 0.05, "{ratio}");
    assert!((stock.stock_kg / place.stock_kg(market) - 1.0).abs() < 0.05);
}

#[test]
fn cutting_treatment_raises_heavy_use() {
    let inputs = DemandInputs { treatment_episodes_extra_per_year: -1e9, ..DemandInputs::default() };
    let (cut, usual) = (reference_run(inputs, 60), reference_run(DemandInputs::default(), 60));
    assert!(cut[59].heavy_users > usual[59].heavy_users && cut[59].treatment_episodes_per_month == 0.0);
}

#[test]
fn relapse_weakens_treatment() {
    let p = parameters();
    let relapsing = DemandParameters { relapse_per_year: 0.18, ..p.clone() };
    let inputs = DemandInputs { treatment_episodes_extra_per_year: 5e5, ..DemandInputs::default() };
    let heavy = |p: &DemandParameters| run(p, &DemandBaseline::reference(p), inputs, 120)[119].heavy_users;
    assert!(heavy(&relapsing) > heavy(&p));
}

/// Endogenous initiation: fewer heavy users means less deterrence, so treatment raises initiation
/// early in an epidemic (Behrens et al. 1999), here in a young market far from the floor.
#[test]
fn treatment_masks_the_risk_in_a_young_epidemic() {
    let p = parameters();
    let young = DemandBaseline {
        light_users: 2e6,
        heavy_users: 0.1e6,
        treatment_episodes_per_year: 0.0,
        initiation_rule: InitiationRule::Endogenous,
        ..DemandBaseline::reference(&p)
    };
    let inputs = DemandInputs { treatment_episodes_extra_per_year: 1e9, ..DemandInputs::default() };
    let (treated, usual) = (run(&p, &young, inputs, 60), run(&p, &young, DemandInputs::default(), 60));
    assert!(treated[59].initiation_per_year > usual[59].initiation_per_year);
}

#[test]
fn card_runs_with_defaults_and_overrides() {
    let p = parameters();
    let overrides = [("endogenous_initiation".to_owned(), 1.0), ("retail_price_ratio".to_owned(), 0.0)];
    for overrides in [&overrides[..0], &overrides[..]] {
        let series = run_alone(&p, &InputValues::new(INPUTS, overrides).expect("known inputs"), 24);
        assert!(series.iter().all(|s| s.values.len() == 24 && s.values.iter().all(|v| v.is_finite())));
    }
}

#[test]
fn market_without_heavy_users_stays_finite() {
    let p = parameters();
    let baseline = DemandBaseline { heavy_users: 0.0, ..DemandBaseline::reference(&p) };
    for outputs in
        run(&p, &baseline, DemandInputs { treatment_episodes_extra_per_year: 1e5, ..DemandInputs::default() }, 24)
    {
        assert!(outputs.heavy_users >= 0.0 && outputs.desired_consumption_kg_per_month.is_finite());
        assert!(outputs.overdose_deaths_per_month.is_finite());
    }
}

proptest! {
    #[test]
    fn prop_users_stay_positive_and_dearer_means_less(
        price in 1.01..5.0f64, extra in -1e6..3e6f64, reached in 0.0..1.0f64, campaign in 0.0..1.0f64,
        light in 1e4..1e7f64, heavy in 1e3..5e6f64, initiation in 0.0..2e6f64,
    ) {
        let p = parameters();
        let baseline = DemandBaseline {
            light_users: light, heavy_users: heavy, initiation_per_year: initiation, ..DemandBaseline::reference(&p)
        };
        let inputs = DemandInputs {
            treatment_episodes_extra_per_year: extra, pupils_reached_share: reached, campaign_exposure: campaign,
            ..DemandInputs::default()
        };
        let cheap = run(&p, &baseline, inputs, 60);
        let dear = run(&p, &baseline, DemandInputs { retail_price_ratio: price, ..inputs }, 60);
        for (cheap, dear) in cheap.iter().zip(&dear) {
            prop_assert!(cheap.light_users >= 0.0 && cheap.heavy_users >= 0.0);
            prop_assert!(dear.desired_consumption_kg_per_month < cheap.desired_consumption_kg_per_month);
            prop_assert!((0.0..=1.0 + 1e-12).contains(&cheap.treated_share_per_year));
        }
    }

    #[test]
    fn prop_monthly_root_is_exact(a in 0.05..0.3f64, b in 0.0..0.05f64, f in 0.0..0.2f64, g in 0.005..0.15f64,
                                  light in 0.0..1e7f64, heavy in 0.0..1e7f64, initiation in 0.0..2e6f64) {
        let rates = AnnualRates { light_quit: a, light_to_heavy: b, heavy_to_light: f, heavy_quit: g };
        let month = rates.monthly();
        let mut users = (light, heavy + 1e5);
        for _ in 0..12 {
            users = month.apply(users.0, users.1, initiation);
        }
        let year = rates.annual().times([light, heavy + 1e5]);
        prop_assert!((users.0 / (year[0] + initiation) - 1.0).abs() < 1e-9 && (users.1 / year[1] - 1.0).abs() < 1e-9);
    }
}

/// Monthly root of the evidence notes (six digits), leaks (five digits), and root^12 = M.
#[test]
fn val_monthly_matrix() {
    let rates = parameters().annual_rates();
    let root = rates.monthly().root;
    let published = [[0.984147, 0.003742], [0.002245, 0.994812]];
    for (row, published) in root.0.iter().zip(published) {
        for (entry, published) in row.iter().zip(published) {
            assert!((entry - published).abs() < 5.1e-7, "{entry} {published}");
        }
    }
    assert!((1.0 - root.0[0][0] - root.0[1][0] - 0.01361).abs() < 5.1e-6);
    assert!((1.0 - root.0[0][1] - root.0[1][1] - 0.00145).abs() < 5.1e-6);
    let mut column = [3.0, 7.0];
    for _ in 0..12 {
        column = root.times(column);
    }
    let year = rates.annual().times([3.0, 7.0]);
    assert!(column.iter().zip(year).all(|(a, b)| (a - b).abs() < 1e-12));
}

/// CDC/NVSS (recalled): of deaths with cocaine about 5 % involved synthetic opioids in 2013, 40 % in 2016, 59 % in 2018
/// and three quarters in 2020; the logistic curve lies within seven points of each.
#[test]
fn val_toxicity_follows_the_counts_of_2013_to_2020() {
    let p = parameters();
    for (year, counted) in [(2013.5, 0.05), (2016.5, 0.40), (2018.5, 0.59), (2020.5, 0.75)] {
        let share = toxicity::share(&p, year);
        assert!((share - counted).abs() < 0.07, "{year}: {share} instead of {counted}");
    }
}

/// From 2013 to 2018 deaths with cocaine rose from 4,944 to 14,666 (CDC WONDER, data read), three times; toxicity alone
/// accounts for most of it and no more than all. After the last year on record, and without exposure, nothing moves.
#[test]
fn val_toxicity_accounts_for_most_of_the_rise_of_deaths() {
    let p = parameters();
    let start = counterflow_evidence::reader::YearMonth { year: 2013, month: 7 };
    let rise = toxicity::ratio(&p, start, 60, 1.0);
    assert!((0.7..=1.0).contains(&(rise / (14_666.0 / 4_944.0))), "{rise}");
    assert_eq!(toxicity::ratio(&p, start, 60, 0.0), 1.0);
    let today = counterflow_evidence::reader::YearMonth { year: 2024, month: 1 };
    assert!((0..240).all(|month| toxicity::ratio(&p, today, month, 1.0) == 1.0));
    assert_eq!(toxicity::ratio(&DemandParameters { toxicity_share_highest: 0.0, ..p }, start, 60, 1.0), 1.0);
}
