//! Boxes against EMA Workbench, peel by peel, and against the published boxes of Bryant and Lempert.

use super::Cases;
use super::prim::{Objective, Options, PrimBox, trajectory};
use super::quasi_p::quasi_p;
use crate::peers::{Table, number};

/// Cases of a sample whose last column says what is of interest.
fn cases(sample: &Table, inputs: usize) -> Cases {
    let interest = sample.column(inputs).iter().map(|of| *of == 1.0).collect();
    Cases::new((0..inputs).map(|input| sample.column(input)).collect(), interest).expect("cases")
}

/// Every box has the limits, counts and quasi-p-values of the peer's.
fn check_boxes(cases: &Cases, boxes: &[PrimBox], expected: &Table) {
    let inputs = cases.inputs().len();
    assert_eq!(boxes.len() * inputs, expected.rows().len());
    for (number_of_row, row) in expected.rows().iter().enumerate() {
        let (one, input) = (&boxes[number_of_row / inputs], number_of_row % inputs);
        assert_eq!((one.limits[input].low, one.limits[input].high), (number(row[2]), number(row[3])), "{row:?}");
        assert_eq!(
            (one.cases, one.of_interest),
            (row[6].parse().expect("a count"), row[7].parse().expect("a count")),
            "{row:?}"
        );
    }
    for (one, rows) in boxes.iter().zip(expected.rows().chunks_exact(inputs)) {
        for (found, row) in quasi_p(cases, one).iter().zip(rows) {
            check_probability(found.low, number(row[4]));
            check_probability(found.high, number(row[5]));
        }
    }
}

fn check_probability(ours: Option<f64>, theirs: Option<f64>) {
    assert_eq!(ours.is_some(), theirs.is_some());
    if let (Some(ours), Some(theirs)) = (ours, theirs) {
        assert!((ours - theirs).abs() <= 1e-10, "{ours} against {theirs}");
    }
}

#[test]
fn val_boxes_of_noisy_cases_equal_ema_workbench() {
    let cases = cases(&Table::of(include_str!("peers/noisy_sample.csv")), 4);
    for (objective, expected) in [
        (Objective::GainPerCase, include_str!("peers/noisy_lenient1_boxes.csv")),
        (Objective::GainPerCaseByMass, include_str!("peers/noisy_lenient2_boxes.csv")),
    ] {
        let boxes = trajectory(&cases, &Options { objective, ..Options::default() }).expect("boxes");
        check_boxes(&cases, &boxes, &Table::of(expected));
    }
}

/// The standard example of scenario discovery: Bryant and Lempert (2010). The box that they report
/// is the 21st of EMA Workbench's documentation ("Performing Scenario Discovery in Python"), whose
/// printed numbers stand here: coverage 0.752809, density 0.770115, mass 0.0986395, four inputs with
/// their limits and quasi-p-values; and the last box, of density 1 with mass 0.05102 and coverage
/// 0.50562.
#[test]
fn val_published_boxes_of_bryant_and_lempert() {
    let sample = Table::of(include_str!("peers/bryant_lempert_sample.csv"));
    let cases = cases(&sample, 9);
    assert_eq!((cases.count(), cases.count_of_interest()), (882, 89));
    let boxes = trajectory(&cases, &Options { peel_share: 0.1, ..Options::default() }).expect("boxes");
    check_boxes(&cases, &boxes, &Table::of(include_str!("peers/bryant_lempert_lenient1_boxes.csv")));

    let reported = &boxes[21];
    let near = |ours: f64, printed: f64, digits: i32| {
        assert!((ours - printed).abs() <= 0.5 * 10f64.powi(-digits), "{ours} against {printed}")
    };
    near(reported.coverage, 0.752809, 6);
    near(reported.density, 0.770115, 6);
    near(reported.mass, 0.0986395, 7);
    assert_eq!(reported.limited_inputs(), 4);
    let probabilities = quasi_p(&cases, reported);
    let (cellulosic_cost, total_biomass, demand_elasticity, backstop_price) = (0, 1, 5, 8);
    near(reported.limits[total_biomass].high.expect("a limit"), 755.799988, 6);
    near(reported.limits[demand_elasticity].low.expect("a limit"), -0.422000, 6);
    near(reported.limits[backstop_price].low.expect("a limit"), 150.049995, 6);
    near(reported.limits[cellulosic_cost].low.expect("a limit"), 72.650002, 6);
    for (ours, printed) in [
        (probabilities[total_biomass].high, 4.716968553178765e-06),
        (probabilities[demand_elasticity].low, 1.1849299115762218e-16),
        (probabilities[backstop_price].low, 3.515112530263049e-11),
        (probabilities[cellulosic_cost].low, 0.15741333528927348),
    ] {
        let ours = ours.expect("a limit");
        assert!((ours - printed).abs() <= 1e-9 * printed, "{ours} against {printed}");
    }
    let last = boxes.last().expect("a box");
    near(last.mass, 0.05102040816326531, 12);
    near(last.coverage, 0.5056179775280899, 12);
    assert_eq!((last.density, last.limited_inputs()), (1.0, 6));
}
