//! Runs of NarcoLogic over fifteen years: one network, and ensembles over random networks.

use crate::correlation::{pearson, quantile};
use crate::missing::Missing;
use crate::reference::ReferenceFolder;
use counterflow_model::narcologic::{NarcoLogicParameters, Network, Rules, Simulation, parse_network, random_network};
use counterflow_model::random::Stream;

/// Last month of the published runs; the first that is simulated is month 2.
const LAST_MONTH: usize = 180;
const MONTHS_PER_YEAR: usize = counterflow_model::MONTHS_PER_YEAR as usize;
const FIRST_YEAR: usize = 2001;
const KG_PER_T: f64 = 1_000.0;

/// A series that the authors calibrated to, and the departments (codes of the node table) whose
/// outflow it measures.
#[derive(Clone, Copy, Debug)]
pub struct Series {
    /// Name in the table of reference series.
    pub name: &'static str,
    /// Department codes.
    pub departments: &'static [u32],
}

/// The six series of the authors' calibration.
pub const SERIES: [Series; 6] = [
    Series { name: "Peten (Guatemala)", departments: &[64837] },
    Series { name: "Darien + Embera (Panama)", departments: &[93670, 93671] },
    Series { name: "Costa Rica (country)", departments: &[981, 982, 983, 984, 985, 986] },
    Series { name: "Gracias a Dios (Honduras)", departments: &[1427] },
    Series { name: "Colon (Panama)", departments: &[2283] },
    Series { name: "Atlantico Norte (Nicaragua)", departments: &[2185] },
];

/// Years (as an index from 2001) and kilograms of each series.
pub type ReferenceSeries = [Vec<(usize, f64)>; SERIES.len()];

/// The published network with sea routes.
pub fn published_network(reference: &ReferenceFolder) -> Result<Network, Missing> {
    let nodes = reference.text("narcologic/data/NodeTable.csv")?;
    let edges = reference.text("narcologic/data/EdgeTable.csv")?;
    parse_network(&nodes, &edges).map_err(|error| Missing::Unusable(error.to_string()))
}

/// The network of the program of 2018.
pub fn network_2018(reference: &ReferenceFolder) -> Result<Network, Missing> {
    published_network(reference)?.without_sea_routes().map_err(|error| Missing::Unusable(error.to_string()))
}

/// The reference series that the authors used.
pub fn reference_series(reference: &ReferenceFolder) -> Result<ReferenceSeries, Missing> {
    let file = "narcologic/data/ccdb_department_reference.csv";
    let text = reference.text(file)?;
    let of = |series: &Series| -> Option<Vec<(usize, f64)>> {
        // The last column says whether the authors' fit used the row.
        let rows = text
            .lines()
            .filter(|line| line.ends_with(",yes"))
            .filter_map(|line| line.strip_prefix(series.name)?.strip_prefix(','));
        rows.map(|row| {
            let mut cells = row.split(',');
            let year: usize = cells.next()?.parse().ok()?;
            Some((year.checked_sub(FIRST_YEAR)?, cells.next()?.parse().ok()?))
        })
        .collect()
    };
    let mut all = ReferenceSeries::default();
    for (series, rows) in SERIES.iter().zip(&mut all) {
        *rows = of(series)
            .filter(|rows| rows.len() > 2)
            .ok_or_else(|| Missing::Unusable(format!("{file}: no series {}", series.name)))?;
    }
    Ok(all)
}

/// A year of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Year {
    /// What left the source.
    pub left_t: f64,
    /// What reached the market.
    pub delivered_t: f64,
    /// What was seized.
    pub seized_t: f64,
    /// Outflow of the departments of each series.
    pub outflow_kg: [f64; SERIES.len()],
    /// Months that were simulated: eleven in the first year.
    pub months: usize,
    /// Seizures, one an edge and month.
    pub seizures: usize,
    /// Active nodes, summed over the months.
    pub node_months: usize,
    /// Active edges, summed over the months.
    pub edge_months: usize,
    /// Nodes between source and market that have sent something so far.
    pub nodes_used: usize,
}

/// Fifteen years on one network.
#[derive(Clone, Debug)]
pub struct LongRun {
    /// The years from 2001.
    pub years: Vec<Year>,
    /// Active nodes, mean over the months.
    pub mean_active_nodes: f64,
    /// Value of an edge's seizure of a month, mean over all, at the receiver's price.
    pub value_per_seizure_usd: f64,
}

impl LongRun {
    /// Runs fifteen years; `seed` decides the fate of shipments where the rules draw it.
    pub fn on(network: &Network, parameters: &NarcoLogicParameters, rules: Rules, seed: u64) -> Self {
        let stream = Stream { seed, member: 0 };
        let mut simulation = Simulation::new(network, parameters, rules);
        let mut years = vec![Year::default(); LAST_MONTH / MONTHS_PER_YEAR];
        let mut seized_usd = 0.0;
        let mut has_sent = vec![false; network.nodes().len()];
        for month in 2..=LAST_MONTH {
            let totals = simulation.step(&|draw| draw.uniform(&stream));
            let year = &mut years[(month - 1) / MONTHS_PER_YEAR];
            year.left_t += totals.source_outflow_kg / KG_PER_T;
            year.delivered_t += totals.delivered_kg / KG_PER_T;
            year.seized_t += totals.seized_kg / KG_PER_T;
            year.months += 1;
            year.seizures += totals.seizures;
            year.node_months += totals.active_nodes;
            year.edge_months += totals.active_edges;
            seized_usd += totals.seized_value_usd;
            has_sent.iter_mut().zip(simulation.outflow_kg()).for_each(|(sent, kg)| *sent |= *kg > 0.0);
            year.nodes_used = (1..network.market()).filter(|node| has_sent[*node]).count();
            for (series, sum) in SERIES.iter().zip(&mut year.outflow_kg) {
                let nodes = network.nodes().iter().zip(simulation.outflow_kg());
                *sum += nodes
                    .filter(|(node, _)| series.departments.contains(&node.department))
                    .map(|(_, kg)| kg)
                    .sum::<f64>();
            }
        }
        let sum = |of: fn(&Year) -> usize| years.iter().map(of).sum::<usize>() as f64;
        let mean_active_nodes = sum(|year| year.node_months) / (LAST_MONTH - 1) as f64;
        let value_per_seizure_usd = seized_usd / sum(|year| year.seizures);
        Self { years, mean_active_nodes, value_per_seizure_usd }
    }

    /// What left the source in fifteen years.
    pub fn left_t(&self) -> f64 {
        self.years.iter().map(|year| year.left_t).sum()
    }

    /// Share seized of what left the source.
    pub fn share_seized(&self) -> f64 {
        self.years.iter().map(|year| year.seized_t).sum::<f64>() / self.left_t()
    }

    /// Correlation of each series with the outflow of its departments.
    pub fn correlations(&self, reference: &ReferenceSeries) -> [f64; SERIES.len()] {
        std::array::from_fn(|series| self.correlation(&reference[series], |year| year.outflow_kg[series]))
    }

    /// Correlation of each series with what left the source: the curve to beat.
    pub fn null_correlations(&self, reference: &ReferenceSeries) -> [f64; SERIES.len()] {
        std::array::from_fn(|series| self.correlation(&reference[series], |year| year.left_t))
    }

    fn correlation(&self, reference: &[(usize, f64)], of: impl Fn(&Year) -> f64) -> f64 {
        let (ours, theirs): (Vec<f64>, Vec<f64>) =
            reference.iter().filter_map(|(year, kg)| Some((of(self.years.get(*year)?), *kg))).unzip();
        pearson(&ours, &theirs)
    }
}

/// Runs over random networks.
#[derive(Clone, Debug)]
pub struct Ensemble(Vec<LongRun>);

impl Ensemble {
    fn new(networks: &[Network], parameters: &NarcoLogicParameters, rules: Rules) -> Self {
        Self(networks.iter().map(|network| LongRun::on(network, parameters, rules, 1)).collect())
    }

    fn of(&self, what: impl Fn(&LongRun) -> f64) -> Vec<f64> {
        self.0.iter().map(what).collect()
    }

    /// Median of the share seized.
    pub fn median_share(&self) -> f64 {
        quantile(&self.of(LongRun::share_seized), 0.5)
    }

    /// 5th and 95th percentile of the share seized.
    pub fn share_range(&self) -> [f64; 2] {
        [0.05, 0.95].map(|share| quantile(&self.of(LongRun::share_seized), share))
    }

    /// Median of the mean number of active nodes.
    pub fn median_nodes(&self) -> f64 {
        quantile(&self.of(|run| run.mean_active_nodes), 0.5)
    }

    /// Median of the value per seizure.
    pub fn median_value_per_seizure(&self) -> f64 {
        quantile(&self.of(|run| run.value_per_seizure_usd), 0.5)
    }

    /// Median of the sum of correlations; a series that never moves counts as zero.
    pub fn median_correlation_sum(&self, reference: &ReferenceSeries) -> f64 {
        let sum = |run: &LongRun| run.correlations(reference).iter().filter(|value| value.is_finite()).sum();
        quantile(&self.of(sum), 0.5)
    }
}

/// The ensembles of the page.
#[derive(Clone, Debug)]
pub struct Ensembles {
    /// The program of 2018, errors included.
    pub exact: Ensemble,
    /// Relaxing costs, correct indexing and no residues; memory and seizures as in the original.
    pub mended: Ensemble,
    /// All repairs.
    pub repaired: Ensemble,
    /// All repairs, with little interception.
    pub weak: Ensemble,
}

impl Ensembles {
    /// Runs all ensembles over so many random networks that resemble `base`; `weak_interception` multiplies the
    /// original's probability of interception.
    pub fn compute(
        base: &Network,
        p: &NarcoLogicParameters,
        random_networks: u64,
        weak_interception: f64,
    ) -> Result<Self, Missing> {
        let draw = |seed| random_network(seed, base, p).map_err(|error| Missing::Unusable(error.to_string()));
        let networks = (0..random_networks).map(draw).collect::<Result<Vec<Network>, Missing>>()?;
        let original = Rules::EXACT_2018;
        let mended = Rules { memory: original.memory, seizure: original.seizure, ..Rules::REPAIRED };
        let weak = NarcoLogicParameters { interception_multiplier: weak_interception, ..p.clone() };
        Ok(Self {
            exact: Ensemble::new(&networks, p, original),
            mended: Ensemble::new(&networks, p, mended),
            repaired: Ensemble::new(&networks, p, Rules::REPAIRED),
            weak: Ensemble::new(&networks, &weak, Rules::REPAIRED),
        })
    }
}
