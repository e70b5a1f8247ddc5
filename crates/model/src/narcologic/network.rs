//! The network that NarcoLogic moves cocaine through: nodes owned by organisations, directed edges.
//!
//! Edges are stored three times: by sender (compressed rows, the order of the monthly pass), by
//! receiver, then sender (the order in which the original program, column-major, breaks ties), and
//! by receiver in the order of the edge table (the order in which it adds up prices; rounding there
//! decides its later years).
//! Every edge runs from a lower to a higher node number, except from the sea waypoints to the
//! market, so one pass in node order moves a month's flow all the way.
//!
//! Nodes are synthetic points drawn at random inside departments: results mean something by
//! department or country, never by node.

use thiserror::Error;

/// Department code of the source node in the published table.
const SOURCE_DEPARTMENT: u32 = 1;
/// Department code of the market node.
const MARKET_DEPARTMENT: u32 = 2;
/// Department code of sea waypoints and of the end nodes behind them.
const SEA_DEPARTMENT: u32 = 3;

/// What can be wrong with a network.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NetworkError {
    /// A table lacks a column.
    #[error("{table}: column `{column}` is missing")]
    MissingColumn {
        /// `nodes` or `edges`.
        table: &'static str,
        /// Name of the column.
        column: &'static str,
    },
    /// A cell is not the number it should be.
    #[error("{table}, row {row}: `{column}` is `{text}`, which is not a valid number there")]
    BadCell {
        /// `nodes` or `edges`.
        table: &'static str,
        /// Row, the first after the header being 1.
        row: usize,
        /// Name of the column.
        column: &'static str,
        /// What the cell holds.
        text: String,
    },
    /// A row has no cell for a column, or the text is not CSV.
    #[error("{table}, row {row}: not readable as CSV")]
    BadRow {
        /// `nodes` or `edges`.
        table: &'static str,
        /// Row, the first after the header being 1.
        row: usize,
    },
    /// Node ids must count up from 0 in row order.
    #[error("nodes, row {row}: id {id} is out of order; ids count up from 0")]
    NodeOrder {
        /// Row, the first after the header being 1.
        row: usize,
        /// The id found.
        id: usize,
    },
    /// An edge names a node that does not exist.
    #[error("edge {from} -> {to} names a node that is not in the node table")]
    UnknownNode {
        /// Sender.
        from: usize,
        /// Receiver.
        to: usize,
    },
    /// An edge occurs twice, or joins a node to itself.
    #[error("edge {from} -> {to} is repeated or joins a node to itself")]
    BadEdge {
        /// Sender.
        from: usize,
        /// Receiver.
        to: usize,
    },
    /// There must be one source (node 0, department 1) and one market (department 2).
    #[error("the node table needs node 0 in department 1 as source and exactly one node in department 2 as market")]
    SourceOrMarket,
    /// Organisation numbers are 0 (none) to 2.
    #[error("node {node} belongs to organisation {organisation}; the model knows 0 (none), 1 and 2")]
    Organisation {
        /// The node.
        node: usize,
        /// The number found.
        organisation: u8,
    },
}

/// A place of the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Latitude, degrees north.
    pub latitude_degrees: f64,
    /// Longitude, degrees east.
    pub longitude_degrees: f64,
    /// Department code; 1 source, 2 market, 3 sea waypoint or extra end node.
    pub department: u32,
    /// Owner: 0 none, 1 Pacific side, 2 Caribbean side.
    pub organisation: u8,
    /// Base probability that interdiction at this node succeeds.
    pub interception_probability: f64,
    /// Distance to the coast; 0 at source and market.
    pub coast_distance_km: f64,
    /// Suitability by population density, 0 to 1; empty (0) in the published table.
    pub population_suitability: f64,
    /// Suitability by an international border, 0 to 1; empty (0) in the published table.
    pub border_suitability: f64,
}

/// A directed edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// Sender.
    pub from: usize,
    /// Receiver.
    pub to: usize,
}

/// Nodes and edges, with the indices that the monthly pass needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    first_edge_of_sender: Vec<usize>,
    first_edge_of_receiver: Vec<usize>,
    edges_by_receiver: Vec<usize>,
    edges_into: Vec<usize>,
    market: usize,
    is_end: Vec<bool>,
}

impl Network {
    /// Number of the source node.
    pub const SOURCE: usize = 0;

    /// A network from its parts; edges may come in any order, which `edges_into` remembers.
    pub fn new(nodes: Vec<Node>, table: Vec<Edge>) -> Result<Self, NetworkError> {
        let market = check_nodes(&nodes)?;
        let mut position_in_table: Vec<usize> = (0..table.len()).collect();
        position_in_table.sort_by_key(|&position| table[position]);
        let edges: Vec<Edge> = position_in_table.iter().map(|&position| table[position]).collect();
        check_edges(&edges, nodes.len())?;
        let first_edge_of_sender = row_starts(edges.iter().map(|edge| edge.from), nodes.len());
        let first_edge_of_receiver = row_starts(edges.iter().map(|edge| edge.to), nodes.len());
        let mut edges_by_receiver: Vec<usize> = (0..edges.len()).collect();
        edges_by_receiver.sort_by_key(|&edge| (edges[edge].to, edges[edge].from));
        let mut edges_into = edges_by_receiver.clone();
        edges_into.sort_by_key(|&edge| (edges[edge].to, position_in_table[edge]));
        let is_end = (0..nodes.len())
            .map(|node| node == market || first_edge_of_sender[node] == first_edge_of_sender[node + 1])
            .collect();
        Ok(Self {
            nodes,
            edges,
            first_edge_of_sender,
            first_edge_of_receiver,
            edges_by_receiver,
            edges_into,
            market,
            is_end,
        })
    }

    /// The nodes, in number order.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The edges, ordered by sender, then receiver.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// Edge numbers ordered by receiver, then sender.
    pub fn edges_by_receiver(&self) -> &[usize] {
        &self.edges_by_receiver
    }

    /// Edge numbers out of `node`.
    pub fn edges_out_of(&self, node: usize) -> std::ops::Range<usize> {
        self.first_edge_of_sender[node]..self.first_edge_of_sender[node + 1]
    }

    /// Edge numbers into `node`, in the order of the edge table.
    pub fn edges_into(&self, node: usize) -> &[usize] {
        &self.edges_into[self.first_edge_of_receiver[node]..self.first_edge_of_receiver[node + 1]]
    }

    /// The edge from `from` to `to`, if there is one.
    pub fn edge_between(&self, from: usize, to: usize) -> Option<usize> {
        let row = self.edges_out_of(from);
        let offset = self.edges[row.clone()].binary_search_by_key(&to, |edge| edge.to).ok()?;
        Some(row.start + offset)
    }

    /// Number of the market node.
    pub fn market(&self) -> usize {
        self.market
    }

    /// Whether cocaine leaves the model at `node`: the market, or a node with no way out.
    pub fn is_end(&self, node: usize) -> bool {
        self.is_end[node]
    }

    /// The network of the 2018 program: no sea routes, and a direct edge from source to market.
    pub fn without_sea_routes(&self) -> Result<Self, NetworkError> {
        let mut renumbered = vec![None; self.nodes.len()];
        let mut nodes = Vec::new();
        for (number, node) in self.nodes.iter().enumerate() {
            if node.department != SEA_DEPARTMENT {
                renumbered[number] = Some(nodes.len());
                nodes.push(node.clone());
            }
        }
        let mut edges: Vec<Edge> = self
            .edges_into
            .iter()
            .map(|&edge| self.edges[edge])
            .filter_map(|edge| Some(Edge { from: renumbered[edge.from]?, to: renumbered[edge.to]? }))
            .collect();
        let market = renumbered[self.market].ok_or(NetworkError::SourceOrMarket)?;
        let direct = Edge { from: Self::SOURCE, to: market };
        if !edges.contains(&direct) {
            edges.push(direct);
        }
        Self::new(nodes, edges)
    }
}

/// Great-circle distance (haversine).
pub fn distance_km(from: &Node, to: &Node, earth_radius_km: f64) -> f64 {
    // The order of operations is that of the original, so that results agree to the last bit.
    let radians = |degrees: f64| degrees * std::f64::consts::PI / 180.0;
    let (latitude, other_latitude) = (radians(from.latitude_degrees), radians(to.latitude_degrees));
    let half_latitude = (other_latitude - latitude) / 2.0;
    let half_longitude = (radians(to.longitude_degrees) - radians(from.longitude_degrees)) / 2.0;
    let squared_half_chord =
        half_latitude.sin().powi(2) + latitude.cos() * other_latitude.cos() * half_longitude.sin().powi(2);
    earth_radius_km * (2.0 * squared_half_chord.sqrt().atan2((1.0 - squared_half_chord).sqrt()))
}

/// Where each node's edges start in a list ordered by that node, with the end of the list last.
fn row_starts(node_of_edges: impl Iterator<Item = usize>, nodes: usize) -> Vec<usize> {
    let mut starts = vec![0; nodes + 1];
    for node in node_of_edges {
        starts[node + 1] += 1;
    }
    for node in 0..nodes {
        starts[node + 1] += starts[node];
    }
    starts
}

/// Checks source, market and owners; returns the market.
fn check_nodes(nodes: &[Node]) -> Result<usize, NetworkError> {
    for (number, node) in nodes.iter().enumerate() {
        if node.organisation > 2 {
            return Err(NetworkError::Organisation { node: number, organisation: node.organisation });
        }
    }
    let with_department =
        |code: u32| -> Vec<usize> { (0..nodes.len()).filter(|&number| nodes[number].department == code).collect() };
    match (with_department(SOURCE_DEPARTMENT).as_slice(), with_department(MARKET_DEPARTMENT).as_slice()) {
        ([Network::SOURCE], [market]) => Ok(*market),
        _ => Err(NetworkError::SourceOrMarket),
    }
}

/// Checks that sorted edges are distinct and join known nodes.
fn check_edges(edges: &[Edge], nodes: usize) -> Result<(), NetworkError> {
    for (position, &Edge { from, to }) in edges.iter().enumerate() {
        if from >= nodes || to >= nodes {
            return Err(NetworkError::UnknownNode { from, to });
        }
        if from == to || (position > 0 && edges[position - 1] == edges[position]) {
            return Err(NetworkError::BadEdge { from, to });
        }
    }
    Ok(())
}
