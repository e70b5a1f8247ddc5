//! Parameters and sources as results.

use crate::draws::WorldPosterior;
use crate::results::evidence::{EvidenceTables, ParameterEntry, ParameterInterval, SourceEntry};
use counterflow_evidence::{BibEntry, Distribution, Evidence, Record};

/// Every parameter and every source.
pub fn tables(evidence: &Evidence) -> EvidenceTables {
    EvidenceTables {
        parameters: evidence.records().iter().map(parameter).collect(),
        sources: evidence.sources().iter().map(source).collect(),
    }
}

/// A parameter with its provenance.
pub fn parameter(record: &Record) -> ParameterEntry {
    ParameterEntry {
        id: record.id(),
        module: record.module.clone(),
        name: record.name.clone(),
        title: record.title.clone(),
        value: record.value,
        unit: record.unit.clone(),
        low: record.low,
        high: record.high,
        distribution: distribution_name(record.distribution),
        grade: record.grade.letter(),
        sources: record.sources.clone(),
        note: record.note.clone(),
        file: record.file.clone(),
        line: record.line,
    }
}

/// Where a parameter lies before a fit.
pub fn prior_interval(record: &Record) -> Option<ParameterInterval> {
    let at = |share: f64| record.quantile(share);
    record.is_uncertain().then(|| ParameterInterval { q05: at(0.05), median: at(0.5), q95: at(0.95) })
}

/// Where it lies in a world's posterior.
pub fn posterior_interval(
    evidence: &Evidence,
    record: &Record,
    posterior: &WorldPosterior,
) -> Option<ParameterInterval> {
    let posterior = &posterior.fitted()?.posterior;
    let sample = posterior.draws().sample(posterior.column_of(evidence.index(&record.id())?)?);
    let at = |share: f64| sample.quantile(share);
    Some(ParameterInterval { q05: at(0.05), median: at(0.5), q95: at(0.95) })
}

/// A source.
pub fn source(source: &BibEntry) -> SourceEntry {
    let field = |name| source.field(name).map(|text| text.to_string());
    SourceEntry {
        key: source.key.clone(),
        citation: source.citation(),
        url: field("url"),
        doi: field("doi"),
        note: field("note"),
    }
}

/// Name of a distribution in the files of the evidence.
pub fn distribution_name(distribution: Distribution) -> &'static str {
    match distribution {
        Distribution::Fixed => "fixed",
        Distribution::Triangular => "triangular",
        Distribution::Uniform => "uniform",
        Distribution::LogUniform => "loguniform",
        Distribution::Normal { .. } => "normal",
        Distribution::LogNormal { .. } => "lognormal",
    }
}
