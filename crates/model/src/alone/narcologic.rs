//! NarcoLogic run alone, on a made-up grid: no external data.
//!
//! The source lies at one end of a strip, the market at the other. Between them stand columns of
//! nodes; the first rows belong to organisation 1, the rest to 2, and the outer rows lie at
//! the coast. Edges join the source to all nodes, all nodes to the market and to the next column.

use super::{InputValues, ModuleInput, ModuleSeries};
use crate::narcologic::{
    Edge, MonthTotals, NarcoLogicParameters, Network, NetworkError, Node, Rules, Simulation,
    with_interception_by_degree,
};
use crate::random::Stream;

/// Inputs of the module run alone.
pub const INPUTS: &[ModuleInput] = &[
    ModuleInput {
        name: "columns",
        unit: "1",
        default: 10.0,
        about: "Columns of nodes between source and market, 1 to 50.",
    },
    ModuleInput {
        name: "rows",
        unit: "1",
        default: 6.0,
        about: "Nodes per column, 2 to 20; half of them belong to each organisation.",
    },
    ModuleInput {
        name: "spacing_km",
        unit: "km",
        default: 180.0,
        about: "Distance between neighbouring nodes, 10 to 500.",
    },
    ModuleInput {
        name: "seed",
        unit: "1",
        default: 1.0,
        about: "Seed of the draws that decide the fate of shipments.",
    },
];

/// Smallest and largest value of each input, in order; values outside are moved to the limit.
const LIMITS: [(f64, f64); 3] = [(1.0, 50.0), (2.0, 20.0), (10.0, 500.0)];

/// Runs the repaired rules for `months` months. The first value of each series belongs to the first
/// month in which cocaine moves.
pub fn run(p: &NarcoLogicParameters, inputs: &InputValues<'_>, months: usize) -> Vec<ModuleSeries> {
    let within = |name: &str, (low, high): (f64, f64)| inputs.get(name).clamp(low, high);
    let columns = within("columns", LIMITS[0]).round() as usize;
    let rows = within("rows", LIMITS[1]).round() as usize;
    // The grid is well-formed for every size within the limits; a failure would leave no series.
    let Ok(network) = grid(columns, rows, within("spacing_km", LIMITS[2]), p) else {
        return Vec::new();
    };
    let stream = Stream { seed: inputs.get("seed") as u64, member: 0 };
    let mut simulation = Simulation::new(&network, p, Rules::REPAIRED);
    let totals: Vec<MonthTotals> = (0..months).map(|_| simulation.step(&|draw| draw.uniform(&stream))).collect();
    let series = |name: &str, unit, value: fn(&MonthTotals) -> f64| {
        ModuleSeries::new(name, unit, totals.iter().map(value).collect())
    };
    vec![
        series("source_outflow", "kg/month", |month| month.source_outflow_kg),
        series("delivered", "kg/month", |month| month.delivered_kg),
        series("seized", "kg/month", |month| month.seized_kg),
        series("seized_value", "USD/month", |month| month.seized_value_usd),
        series("stock_in_transit", "kg", |month| month.stock_kg),
        series("active_nodes", "1", |month| month.active_nodes as f64),
        series("active_edges", "1", |month| month.active_edges as f64),
        series("interdiction_capacity", "edge/month", |month| month.capacity_edges),
    ]
}

/// The made-up network.
pub fn grid(columns: usize, rows: usize, spacing_km: f64, p: &NarcoLogicParameters) -> Result<Network, NetworkError> {
    let degrees = (spacing_km / p.earth_radius_km).to_degrees();
    let place = |column: usize, row: f64, department: u32, organisation: u8, coast_distance_km: f64| Node {
        latitude_degrees: degrees * row,
        longitude_degrees: -degrees * column as f64,
        department,
        organisation,
        interception_probability: 0.0,
        coast_distance_km,
        population_suitability: 0.0,
        border_suitability: 0.0,
    };
    let middle = (rows as f64 - 1.0) / 2.0;
    let mut nodes = vec![place(0, middle, 1, 0, 0.0)];
    for column in 0..columns {
        for row in 0..rows {
            let organisation = if row < rows / 2 { 1 } else { 2 };
            let rows_to_coast = row.min(rows - 1 - row) as f64;
            // The published departments have codes from 3 up with 3 reserved; one per column here.
            nodes.push(place(column + 1, row as f64, 4 + column as u32, organisation, spacing_km * rows_to_coast));
        }
    }
    nodes.push(place(columns + 1, middle, 2, 0, 0.0));
    let market = nodes.len() - 1;
    let mut edges = vec![Edge { from: Network::SOURCE, to: market }];
    for node in 1..market {
        edges.push(Edge { from: Network::SOURCE, to: node });
        edges.push(Edge { from: node, to: market });
        let next_column = ((node - 1) / rows + 1) * rows + 1;
        edges.extend((next_column..(next_column + rows).min(market)).map(|to| Edge { from: node, to }));
    }
    let base = Network::new(nodes, edges.clone())?;
    with_interception_by_degree(base, edges)
}
