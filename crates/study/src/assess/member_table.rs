//! Yearly values by member, as tidy rows: charted series and those that decide a claim.

use super::RowSink;
use super::kept_series::KeptSeries;
use crate::ensemble::Sample;
use crate::series::{MONTHS_PER_YEAR, yearly_mean};
use counterflow_model::Model;
use counterflow_report::ReportError;
use counterflow_report::tables::TidyRow;

/// Hands the rows of one scenario to `rows`, a member at a time. Flows are added up over the year, levels
/// are its mean; a row is dated with its last month.
pub(super) fn write(
    model: &Model,
    scenario: &str,
    kept: &KeptSeries,
    sample: &Sample,
    rows: &mut RowSink<'_>,
) -> Result<(), ReportError> {
    let tabled = kept.tabled();
    let years: Vec<(String, std::ops::Range<usize>)> = years(sample.months)
        .map(|months| (model.world.start.plus_months(months.end as i64 - 1).to_string(), months))
        .collect();
    for member in 0..sample.members() {
        let mut batch = Vec::with_capacity(tabled.len() * years.len());
        for series in &tabled {
            let Some(column) = kept.column(series.position) else { continue };
            let values = sample.series(member, column);
            batch.extend(years.iter().map(|(month, months)| TidyRow {
                scenario,
                member: member as u32,
                month,
                indicator: series.indicator.id,
                place: &series.place,
                value: yearly_mean(series.indicator, &values[months.clone()]),
            }));
        }
        rows(&batch)?;
    }
    Ok(())
}

/// Full years of a run.
fn years(months: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    const YEAR: usize = MONTHS_PER_YEAR as usize;
    (0..months / YEAR).map(|year| year * YEAR..(year + 1) * YEAR)
}
