//! Reads the published node and edge tables from CSV text.

use super::network::{Edge, Network, NetworkError, Node};
use std::str::FromStr;

/// One table being read.
struct Table {
    name: &'static str,
    headers: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

impl Table {
    /// Splits the text into headers and rows.
    fn read(name: &'static str, text: &str) -> Result<Self, NetworkError> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let headers = reader.headers().map_err(|_| NetworkError::BadRow { table: name, row: 0 })?.clone();
        let rows = reader
            .records()
            .enumerate()
            .map(|(row, record)| record.map_err(|_| NetworkError::BadRow { table: name, row: row + 1 }))
            .collect::<Result<_, _>>()?;
        Ok(Self { name, headers, rows })
    }

    /// The cells of one column; `valid` says which values the column admits.
    fn column<T: FromStr>(&self, column: &'static str, valid: fn(&T) -> bool) -> Result<Vec<T>, NetworkError> {
        let position = self
            .headers
            .iter()
            .position(|header| header == column)
            .ok_or(NetworkError::MissingColumn { table: self.name, column })?;
        let cell = |(row, record): (usize, &csv::StringRecord)| {
            let text = record.get(position).unwrap_or_default();
            text.parse::<T>().ok().filter(valid).ok_or_else(|| NetworkError::BadCell {
                table: self.name,
                row: row + 1,
                column,
                text: text.to_owned(),
            })
        };
        self.rows.iter().enumerate().map(cell).collect()
    }

    /// A column of finite numbers.
    fn numbers(&self, column: &'static str) -> Result<Vec<f64>, NetworkError> {
        self.column(column, |value: &f64| value.is_finite())
    }
}

/// The node table.
pub fn nodes(text: &str) -> Result<Vec<Node>, NetworkError> {
    let table = Table::read("nodes", text)?;
    let ids: Vec<usize> = table.column("ID", |_| true)?;
    if let Some((row, &id)) = ids.iter().enumerate().find(|&(row, &id)| row != id) {
        return Err(NetworkError::NodeOrder { row: row + 1, id });
    }
    let latitude = table.numbers("Lat")?;
    let longitude = table.numbers("Lon")?;
    let department: Vec<u32> = table.column("DeptCode", |_| true)?;
    let organisation: Vec<u8> = table.column("DTO", |_| true)?;
    let interception = table.column("pintcpt", |value: &f64| (0.0..=1.0).contains(value))?;
    let coast = table.column("CoastDist", |value: &f64| value.is_finite() && *value >= 0.0)?;
    let population = table.numbers("PopSuit")?;
    let border = table.numbers("DistBorderSuit")?;
    Ok((0..ids.len())
        .map(|row| Node {
            latitude_degrees: latitude[row],
            longitude_degrees: longitude[row],
            department: department[row],
            organisation: organisation[row],
            interception_probability: interception[row],
            coast_distance_km: coast[row],
            population_suitability: population[row],
            border_suitability: border[row],
        })
        .collect())
}

/// The edge table. Weight, flow and capacity columns are left alone: the program overwrites them.
pub fn edges(text: &str) -> Result<Vec<Edge>, NetworkError> {
    let table = Table::read("edges", text)?;
    let from: Vec<usize> = table.column("EndNodes_1", |_| true)?;
    let to: Vec<usize> = table.column("EndNodes_2", |_| true)?;
    Ok(from.into_iter().zip(to).map(|(from, to)| Edge { from, to }).collect())
}

/// Reads the published node and edge tables (CSV text).
pub fn parse_network(node_csv: &str, edge_csv: &str) -> Result<Network, NetworkError> {
    Network::new(nodes(node_csv)?, edges(edge_csv)?)
}
