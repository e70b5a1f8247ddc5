//! Evidence records, their distributions, and draws.

use statrs::distribution::{ContinuousCDF, Normal};

/// How well a number is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Reproduced here from published equations.
    A,
    /// Published estimate.
    B,
    /// Derived here from public data.
    C,
    /// Assumption over a range.
    D,
}

impl Grade {
    /// The grade's letter.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Grade::A => 'A',
            Grade::B => 'B',
            Grade::C => 'C',
            Grade::D => 'D',
        }
    }

    /// The grade of a letter.
    #[must_use]
    pub fn of(letter: &str) -> Option<Self> {
        [Grade::A, Grade::B, Grade::C, Grade::D].into_iter().find(|grade| letter == grade.letter().to_string())
    }
}

/// How an uncertain number is drawn between `low` and `high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// Not drawn.
    Fixed,
    /// Triangular with the value as mode.
    Triangular,
    /// Uniform.
    Uniform,
    /// Uniform in the logarithm.
    LogUniform,
    /// Normal, truncated.
    Normal {
        /// Standard deviation.
        sd: f64,
    },
    /// Log-normal around the value as median, truncated.
    LogNormal {
        /// Standard deviation of the logarithm.
        log_sd: f64,
    },
}

/// One parameter with its provenance.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Module and file.
    pub module: String,
    /// Key.
    pub name: String,
    /// Title.
    pub title: String,
    /// Value in the unit that the model reads.
    pub value: f64,
    /// That unit.
    pub unit: String,
    /// Low end.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// Distribution.
    pub distribution: Distribution,
    /// Grade.
    pub grade: Grade,
    /// Source keys.
    pub sources: Vec<String>,
    /// Note.
    pub note: String,
    /// File.
    pub file: String,
    /// Line.
    pub line: usize,
}

impl Record {
    /// `module.name`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}.{}", self.module, self.name)
    }

    /// The value below which a share `u` of the draws lies.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        let (low, mode, high) = (self.low, self.value, self.high);
        match self.distribution {
            Distribution::Fixed => mode,
            Distribution::Uniform => low + u * (high - low),
            Distribution::LogUniform => (low.ln() + u * (high.ln() - low.ln())).exp(),
            Distribution::Triangular => triangular(low, mode, high, u),
            Distribution::Normal { sd } => truncated_normal(mode, sd, low, high, u),
            Distribution::LogNormal { log_sd } => truncated_normal(mode.ln(), log_sd, low.ln(), high.ln(), u).exp(),
        }
    }
}

fn triangular(low: f64, mode: f64, high: f64, u: f64) -> f64 {
    let width = high - low;
    if width <= 0.0 {
        return mode;
    }
    if u < (mode - low) / width {
        low + (u * width * (mode - low)).sqrt()
    } else {
        high - ((1.0 - u) * width * (high - mode)).sqrt()
    }
}

fn truncated_normal(mean: f64, sd: f64, low: f64, high: f64, u: f64) -> f64 {
    let Ok(normal) = Normal::new(mean, sd) else { return mean };
    let (below, above) = (normal.cdf(low), normal.cdf(high));
    normal.inverse_cdf(below + u * (above - below)).clamp(low, high)
}

/// One value per record, in the order of the records.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// Values in the units that the model reads.
    pub values: Vec<f64>,
}

/// FNV-1a, 64 bits: names become keys of random streams; stable for ever.
#[must_use]
pub fn stable_hash(text: &str) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    text.bytes().fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published test vectors of FNV-1a (Fowler, Noll, Vo).
    #[test]
    fn val_fnv_1a_known_answers() {
        assert_eq!(stable_hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(stable_hash("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(stable_hash("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn triangular_quantiles_meet_ends_and_mode() {
        assert_eq!(triangular(1.0, 2.0, 4.0, 0.0), 1.0);
        assert_eq!(triangular(1.0, 2.0, 4.0, 1.0), 4.0);
        assert!((triangular(1.0, 2.0, 4.0, 1.0 / 3.0) - 2.0).abs() < 1e-12);
        assert_eq!(triangular(2.0, 2.0, 2.0, 0.7), 2.0);
    }
}
