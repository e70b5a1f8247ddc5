//! Bands of an ensemble, month by month.

use counterflow_study::statistics::{quantile, sorted};
use schemars::JsonSchema;
use serde::Serialize;

/// The bands over the members so far.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BandPart {
    /// Members so far.
    pub members: usize,
    /// Members in the end.
    pub of: u32,
    /// Whether the bands are of differences from the baseline.
    pub difference: bool,
    /// Every month of the run.
    pub months: Vec<String>,
    /// The series asked for.
    pub series: Vec<Band>,
}

/// One series.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Band {
    /// Indicator identifier.
    pub indicator: &'static str,
    /// Where it is measured.
    pub place: String,
    /// Unit of the values.
    pub unit: &'static str,
    /// Its quantiles.
    #[serde(flatten)]
    pub quantiles: QuantilePaths,
}

/// Declares the quantiles of a band, each a field with a path; `of_month` adds a month to all of them, so that a
/// quantile that is declared cannot be left out.
macro_rules! quantile_paths {
    ($($name:ident: $share:literal),+ $(,)?) => {
        /// The median, and the ends of the intervals that hold 10, 20, ... 90 and 95 % of the members, close
        /// enough to be drawn as a gradient.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
        pub struct QuantilePaths {
            $(#[doc = concat!("Share ", stringify!($share), " of the members lies below, month by month.")]
            pub $name: Vec<f64>,)+
        }

        impl QuantilePaths {
            /// Adds a month by the members' values.
            pub fn add_month(&mut self, members: impl IntoIterator<Item = f64>) {
                let values = sorted(members);
                $(self.$name.push(quantile(&values, $share));)+
            }
        }
    };
}

quantile_paths! {
    median: 0.5,
    p025: 0.025,
    p05: 0.05,
    p10: 0.1,
    p15: 0.15,
    p20: 0.2,
    p25: 0.25,
    p30: 0.3,
    p35: 0.35,
    p40: 0.4,
    p45: 0.45,
    p55: 0.55,
    p60: 0.6,
    p65: 0.65,
    p70: 0.7,
    p75: 0.75,
    p80: 0.8,
    p85: 0.85,
    p90: 0.9,
    p95: 0.95,
    p975: 0.975,
}
