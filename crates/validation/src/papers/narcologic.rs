//! Magliocca et al. 2019: NarcoLogic, against a run of the original program.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use crate::correlation::centred_quantile;
use crate::narcologic_runs::{Ensembles, LongRun, Year, network_2018, published_network, reference_series};
use counterflow_model::narcologic::{
    Geography, MonthTotals, NarcoLogicParameters, Network, Rules, Simulation, UnpricedSender, first_month_2020,
};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("edges", |case| Ok((network_2018(&case.inputs.reference)?.edges().len() as f64).into())),
    ("organisations", organisations),
    ("distances", distances),
    ("prices", prices),
    ("price-range", price_range),
    ("costs-by-means", costs_by_means),
    ("costs", costs),
    ("success-estimates", success_estimates),
    ("month-2", month_2),
    ("month-3", month_3),
    ("production", production),
    ("edge-flows-months-2-30", edge_flows),
    ("monthly-amounts-2-60", |case| Ok(monthly(case)?.0.into())),
    ("monthly-counts-2-60", |case| Ok(monthly(case)?.1.into())),
    ("seized-in-eight-months", seized_in_eight_months),
    ("active-edges-in-eight-months", active_edges_in_eight_months),
    ("yearly-outflow", |case| yearly(case, |year| year.left_t)),
    ("yearly-delivered", |case| yearly(case, |year| year.delivered_t)),
    ("yearly-seized", |case| yearly(case, |year| year.seized_t)),
    ("yearly-seizures", |case| yearly(case, |year| year.seizures as f64)),
    ("yearly-active-nodes", |case| yearly(case, |year| year.node_months as f64 / year.months as f64)),
    ("yearly-active-edges", |case| yearly(case, |year| year.edge_months as f64 / year.months as f64)),
    ("nodes-used-by-2008", nodes_used),
    ("fifteen-years-outflow", |case| Ok(exact(case)?.left_t().into())),
    ("fifteen-years-share-seized", |case| Ok((100.0 * exact(case)?.share_seized()).into())),
    ("first-month-2020", first_month),
    ("mass-balance", mass_balance),
    ("ensemble-exact", |case| Ok(ensembles(case)?.exact.median_share().into())),
    ("ensemble-exact-range", |case| Ok(ensembles(case)?.exact.share_range().into())),
    ("ensemble-mended-share", |case| Ok(ensembles(case)?.mended.median_share().into())),
    ("ensemble-mended-nodes", |case| Ok(ensembles(case)?.mended.median_nodes().into())),
    ("ensemble-repaired-share", |case| Ok(ensembles(case)?.repaired.median_share().into())),
    ("ensemble-repaired-nodes", |case| Ok(ensembles(case)?.repaired.median_nodes().into())),
    ("more-interception-seizes-more", |case| {
        Ok((ensembles(case)?.repaired.median_share() > ensembles(case)?.weak.median_share()).into())
    }),
    ("more-interception-spreads-routes", |case| {
        Ok((ensembles(case)?.repaired.median_nodes() >= ensembles(case)?.weak.median_nodes()).into())
    }),
    ("more-interception-cheapens-seizures", |case| {
        Ok((ensembles(case)?.repaired.median_value_per_seizure() < ensembles(case)?.weak.median_value_per_seizure())
            .into())
    }),
    ("departments", |case| Ok(exact(case)?.correlations(&reference_series(&case.inputs.reference)?).to_vec().into())),
    ("null-curve", |case| {
        Ok(exact(case)?.null_correlations(&reference_series(&case.inputs.reference)?).to_vec().into())
    }),
    ("against-the-null-curve", |case| Ok(over_the_null(case)?.into())),
    ("exact-beats-the-null-curve", |case| beats_the_null(case, Rules::EXACT_2018)),
    ("repaired-beats-the-null-curve", |case| beats_the_null(case, Rules::REPAIRED)),
];

fn parameters<'a>(case: &Case<'a>) -> &'a NarcoLogicParameters {
    &case.parameters().narcologic
}

fn geography(case: &Case<'_>) -> Result<(Network, Geography), Missing> {
    let network = network_2018(&case.inputs.reference)?;
    let geography = Geography::new(&network, parameters(case), UnpricedSender::CountsAsZero);
    Ok((network, geography))
}

/// Nodes of either organisation.
fn organisations(case: &Case<'_>) -> Computed {
    let network = network_2018(&case.inputs.reference)?;
    Ok([1, 2].map(|owner| network.nodes().iter().filter(|node| node.organisation == owner).count() as f64).into())
}

/// Source to market, and all edges.
fn distances(case: &Case<'_>) -> Computed {
    let (_, geography) = geography(case)?;
    Ok([geography.source_to_market_km, geography.distance_km.iter().sum()].into())
}

/// At nodes 2, 45, 155 and the market, counted from one.
fn prices(case: &Case<'_>) -> Computed {
    let (network, geography) = geography(case)?;
    Ok([1, 44, 154, network.market()].map(|node| geography.price_usd_per_kg[node]).into())
}

/// Lowest, median and highest price between source and market.
fn price_range(case: &Case<'_>) -> Computed {
    let (network, geography) = geography(case)?;
    let mut between = geography.price_usd_per_kg[1..network.market()].to_vec();
    between.sort_by(f64::total_cmp);
    let middle = between.len() / 2;
    Ok([between[0], 0.5 * (between[middle - 1] + between[middle]), between[between.len() - 1]].into())
}

/// Edges by coast, over ground, by air.
fn costs_by_means(case: &Case<'_>) -> Computed {
    let (_, geography) = geography(case)?;
    let p = parameters(case);
    let rate = |edge: usize| {
        geography.transport_cost_usd_per_kg[edge] / geography.distance_km[edge] * geography.source_to_market_km
    };
    let with =
        |wanted: f64| (0..geography.distance_km.len()).filter(|edge| (rate(*edge) - wanted).abs() < 0.5).count() as f64;
    Ok([p.coast_cost_usd_per_kg, p.ground_cost_usd_per_kg, p.air_cost_usd_per_kg].map(with).into())
}

/// Source to market, source to node 2, and the sum over all edges.
fn costs(case: &Case<'_>) -> Computed {
    let (network, geography) = geography(case)?;
    let cost = &geography.transport_cost_usd_per_kg;
    let from_source = |to| edge(&network, Network::SOURCE, to).map(|edge| cost[edge]);
    Ok([from_source(network.market())?, from_source(1)?, cost.iter().sum()].into())
}

/// Lowest, mean, highest and the quantile above which edges are eligible.
fn success_estimates(case: &Case<'_>) -> Computed {
    let (_, geography) = geography(case)?;
    let estimate = &geography.success_estimate;
    let mean = estimate.iter().sum::<f64>() / estimate.len() as f64;
    let eligible = centred_quantile(estimate, parameters(case).eligible_quantile);
    Ok([estimate.iter().copied().fold(1.0, f64::min), mean, estimate.iter().copied().fold(0.0, f64::max), eligible]
        .into())
}

fn edge(network: &Network, from: usize, to: usize) -> Result<usize, Missing> {
    network
        .edge_between(from, to)
        .ok_or_else(|| Missing::Unusable(format!("the network has no edge from {from} to {to}")))
}

/// The exact rules draw nothing.
fn step(simulation: &mut Simulation<'_>) -> MonthTotals {
    simulation.step(&|_| 0.0)
}

/// Shipped and seized on the first primary edges, and what arrives.
fn month_2(case: &Case<'_>) -> Computed {
    let network = network_2018(&case.inputs.reference)?;
    let mut simulation = Simulation::new(&network, parameters(case), Rules::EXACT_2018);
    step(&mut simulation);
    let [pacific, caribbean] = [145, 152];
    let market = network.market();
    Ok([
        simulation.seized_kg()[edge(&network, Network::SOURCE, pacific)?],
        simulation.flow_kg()[edge(&network, Network::SOURCE, caribbean)?],
        simulation.flow_kg()[edge(&network, Network::SOURCE, market)?],
        simulation.flow_kg()[edge(&network, caribbean, market)?],
    ]
    .into())
}

/// Delivered, seized, active edges, active nodes.
fn month_3(case: &Case<'_>) -> Computed {
    let network = network_2018(&case.inputs.reference)?;
    let mut simulation = Simulation::new(&network, parameters(case), Rules::EXACT_2018);
    step(&mut simulation);
    let totals = step(&mut simulation);
    Ok([totals.delivered_kg, totals.seized_kg, totals.active_edges as f64, totals.active_nodes as f64].into())
}

/// What leaves the source in months 13, 25 and 37: all that is produced.
fn production(case: &Case<'_>) -> Computed {
    let totals = monthly_totals(case)?;
    Ok([13_usize, 25, 37].map(|month| totals[month - 2].source_outflow_kg).into())
}

/// Every month of the run from month 2.
fn monthly_totals(case: &Case<'_>) -> Result<Vec<MonthTotals>, Missing> {
    let network = network_2018(&case.inputs.reference)?;
    let mut simulation = Simulation::new(&network, parameters(case), Rules::EXACT_2018);
    Ok((2..=case.input("months")? as usize).map(|_| step(&mut simulation)).collect())
}

/// Relative difference; amounts that both call nothing count as equal.
fn difference(ours: f64, theirs: f64, nothing_kg: f64) -> f64 {
    if theirs.abs() < nothing_kg && ours.abs() < nothing_kg {
        0.0
    } else {
        (ours - theirs).abs() / theirs.abs().max(nothing_kg)
    }
}

/// Largest relative difference of a flow or a seizure over all edges and months 2 to 30.
fn edge_flows(case: &Case<'_>) -> Computed {
    let network = network_2018(&case.inputs.reference)?;
    let rows = case.inputs.reference.numbers("narcologic/runs/n18_default_octave_edges_m2_m30.csv")?;
    let nothing_kg = case.input("nothing")?;
    let mut simulation = Simulation::new(&network, parameters(case), Rules::EXACT_2018);
    let mut largest: f64 = 0.0;
    for month in 2..=30 {
        step(&mut simulation);
        let mut theirs = vec![(0.0, 0.0); network.edges().len()];
        for row in rows.iter().filter(|row| row[0] == f64::from(month)) {
            theirs[edge(&network, row[1] as usize, row[2] as usize)?] = (row[3], row[4]);
        }
        for (edge, (delivered, seized)) in theirs.into_iter().enumerate() {
            largest = largest.max(difference(simulation.flow_kg()[edge], delivered, nothing_kg));
            largest = largest.max(difference(simulation.seized_kg()[edge], seized, nothing_kg));
        }
    }
    Ok(largest.into())
}

/// Largest relative difference of a monthly amount, and number of counts that differ, months 2 to 60.
fn monthly(case: &Case<'_>) -> Result<(f64, f64), Missing> {
    let rows = case.inputs.reference.numbers("narcologic/runs/n18_default_octave_monthly_m1_m60.csv")?;
    let nothing_kg = case.input("nothing")?;
    let (mut largest, mut differing) = (0.0_f64, 0);
    for (totals, row) in monthly_totals(case)?.iter().zip(rows.iter().skip(1)) {
        let amounts = [totals.source_outflow_kg, totals.delivered_kg, totals.seized_kg, totals.seized_value_usd];
        for (ours, theirs) in amounts.into_iter().zip(&row[1..5]) {
            largest = largest.max(difference(ours, *theirs, nothing_kg));
        }
        let counts = [
            totals.seizures,
            totals.targeted_edges,
            totals.active_edges,
            totals.active_nodes,
            totals.source_receivers,
            totals.capacity_edges as usize,
        ];
        differing += counts.iter().zip(&row[5..11]).filter(|(ours, theirs)| **ours as f64 != **theirs).count();
    }
    Ok((largest, differing as f64))
}

/// Every twelfth month up to month 96.
fn eight_months(case: &Case<'_>, of: fn(&MonthTotals) -> f64) -> Computed {
    let totals = monthly_totals(case)?;
    Ok((1..=8).map(|year| of(&totals[12 * year - 2])).collect::<Vec<f64>>().into())
}

fn seized_in_eight_months(case: &Case<'_>) -> Computed {
    eight_months(case, |totals| totals.seized_kg)
}

fn active_edges_in_eight_months(case: &Case<'_>) -> Computed {
    eight_months(case, |totals| totals.active_edges as f64)
}

/// The run of the exact rules on the published network.
fn exact(case: &Case<'_>) -> Result<LongRun, Missing> {
    Ok(LongRun::on(&network_2018(&case.inputs.reference)?, parameters(case), Rules::EXACT_2018, 0))
}

/// Nodes used by the end of the quoted year.
fn nodes_used(case: &Case<'_>) -> Computed {
    let run = exact(case)?;
    let index = case.input("all_used_by")? - case.inputs("years")?[0];
    Ok(run.years.get(index as usize).map_or(f64::NAN, |year| year.nodes_used as f64).into())
}

fn yearly(case: &Case<'_>, of: fn(&Year) -> f64) -> Computed {
    let run = exact(case)?;
    let years = case.inputs("years")?.iter().map(|year| of(&run.years[(*year - 2001.0) as usize]));
    Ok(years.collect::<Vec<f64>>().into())
}

/// Largest relative difference between ours and the authors' own flows.
fn first_month(case: &Case<'_>) -> Computed {
    let network = published_network(&case.inputs.reference)?;
    let rows = case.inputs.reference.numbers("narcologic/data/init_flow_ext.csv")?;
    let flows = first_month_2020(&network, parameters(case));
    let mut theirs = vec![0.0; flows.len()];
    for row in &rows {
        theirs[edge(&network, row[1] as usize, row[2] as usize)?] = row[3];
    }
    let pairs = flows.iter().zip(&theirs);
    Ok(pairs
        .map(|(ours, theirs)| if ours == theirs { 0.0 } else { (ours / theirs - 1.0).abs() })
        .fold(0.0, f64::max)
        .into())
}

/// Supplied less delivered, seized and still in stock, over supplied, after 180 months.
fn mass_balance(case: &Case<'_>) -> Computed {
    let network = network_2018(&case.inputs.reference)?;
    let mut simulation = Simulation::new(&network, parameters(case), Rules::EXACT_2018);
    let mut gone_kg = 0.0;
    for _ in 2..=case.input("months")? as usize {
        let totals = step(&mut simulation);
        gone_kg += totals.delivered_kg + totals.seized_kg;
    }
    let stock_kg: f64 = simulation.stock_kg().iter().sum();
    Ok(((simulation.supplied_kg() - gone_kg - stock_kg) / simulation.supplied_kg()).into())
}

fn ensembles<'a>(case: &Case<'a>) -> Result<&'a Ensembles, Missing> {
    let compute = || {
        let network = network_2018(&case.inputs.reference)?;
        let (networks, weak) = (case.input("random_networks")? as u64, case.input("weak_interception")?);
        Ensembles::compute(&network, parameters(case), networks, weak)
    };
    case.inputs.ensembles.get_or_init(compute).as_ref().map_err(Clone::clone)
}

/// Sum of correlations on the published network, less that of the source curve.
fn over_the_null(case: &Case<'_>) -> Result<f64, Missing> {
    let (run, series) = (exact(case)?, reference_series(&case.inputs.reference)?);
    Ok(run.correlations(&series).iter().sum::<f64>() - run.null_correlations(&series).iter().sum::<f64>())
}

/// Median sum of correlations over the random networks, less that of the source curve.
fn beats_the_null(case: &Case<'_>, rules: Rules) -> Computed {
    let series = reference_series(&case.inputs.reference)?;
    let null: f64 = exact(case)?.null_correlations(&series).iter().sum();
    let ensembles = ensembles(case)?;
    let ensemble = if rules == Rules::EXACT_2018 { &ensembles.exact } else { &ensembles.repaired };
    Ok((ensemble.median_correlation_sum(&series) - null).into())
}
