//! Evidence records, their distributions, and draws.
//!
//! Quantile functions, with `l`, `m`, `h` for low, value and high, and `u` a share in [0, 1]:
//!
//! ```text
//! uniform      l + u (h - l)
//! loguniform   l (h/l)^u                                    0 < l
//! triangular   mode m over [a, b] about [l, h], so that 5 % lie below l and 5 % above h; those stand
//!              at l and h. a + sqrt(u (b-a) (m-a)) for u < (m-a)/(b-a), else b - sqrt((1-u) (b-a) (b-m))
//! normal       m + sd Z(F(l) + u (F(h) - F(l)))   truncated to [l, h]; Z the normal quantile
//! lognormal    as normal in the logarithm, median m, 0 < l
//! ```
//!
//! A triangle over [l, h] itself would leave nine draws in ten in the inner two thirds of the range, so that
//! intervals of results would not reach what the records claim.

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

impl Distribution {
    /// The value below which a share `u` (0 to 1) of the draws lies, never outside [low, high].
    /// The logarithmic distributions need `low > 0`.
    #[must_use]
    pub fn quantile(self, u: f64, low: f64, value: f64, high: f64) -> f64 {
        let drawn = match self {
            Distribution::Fixed => return value,
            Distribution::Uniform => low + u * (high - low),
            Distribution::LogUniform => (low.ln() + u * (high.ln() - low.ln())).exp(),
            Distribution::Triangular => triangular(low, value, high, u),
            Distribution::Normal { sd } => truncated_normal(value, sd, low, high, u),
            Distribution::LogNormal { log_sd } => truncated_normal(value.ln(), log_sd, low.ln(), high.ln(), u).exp(),
        };
        // Rounding may step over an end by one unit in the last place.
        if low <= high { drawn.clamp(low, high) } else { drawn }
    }

    /// Share of the draws that stand at either end of the range: up to it, and from one less it, quantiles are flat.
    #[must_use]
    pub fn share_at_either_end(self) -> f64 {
        if self == Distribution::Triangular { BEYOND_SHARE } else { 0.0 }
    }
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

    /// Whether the parameter is drawn in an uncertainty run.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        self.distribution != Distribution::Fixed
    }

    /// The value below which a share `u` (0 to 1) of the draws lies.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        self.distribution.quantile(u, self.low, self.value, self.high)
    }
}

/// Share of the draws that lie beyond either end of a triangular record's range, and stand at it.
const BEYOND_SHARE: f64 = 0.05;
/// Steps of Newton's method; it converges quadratically from the range's own proportions.
const STEPS: usize = 8;

/// With x = m - a, y = b - m, s = x + y and p = x/s, the share below l is (x - (m-l))^2/(s x), so that
/// s (p - sqrt(q p)) = m - l; and likewise s ((1-p) - sqrt(q (1-p))) = h - m. p solves their ratio.
fn triangular(low: f64, mode: f64, high: f64, u: f64) -> f64 {
    let (below, above) = (mode - low, high - mode);
    if below + above <= 0.0 {
        return mode;
    }
    let root = BEYOND_SHARE.sqrt();
    let reach = |share: f64| share - root * share.sqrt();
    let slope = |share: f64| 1.0 - 0.5 * root / share.sqrt();
    let clamp = |share: f64| share.clamp(BEYOND_SHARE, 1.0 - BEYOND_SHARE);
    let mut share = clamp(below / (below + above));
    for _ in 0..STEPS {
        let miss = above * reach(share) - below * reach(1.0 - share);
        share = clamp(share - miss / (above * slope(share) + below * slope(1.0 - share)));
    }
    let width = (below + above) / (reach(share) + reach(1.0 - share));
    if u < share {
        mode - width * share + width * (u * share).sqrt()
    } else {
        mode + width * (1.0 - share) - width * ((1.0 - u) * (1.0 - share)).sqrt()
    }
}

/// `mean` lies between the ends, so both cumulative shares are far from the other tail and their
/// difference keeps its precision.
fn truncated_normal(mean: f64, sd: f64, low: f64, high: f64, u: f64) -> f64 {
    let Ok(normal) = Normal::new(mean, sd) else { return mean };
    let (below, above) = (normal.cdf(low), normal.cdf(high));
    normal.inverse_cdf((below + u * (above - below)).clamp(0.0, 1.0)).clamp(low, high)
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
    use proptest::prelude::*;

    /// Published test vectors of FNV-1a (Fowler, Noll, Vo).
    #[test]
    fn val_fnv_1a_known_answers() {
        assert_eq!(stable_hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(stable_hash("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(stable_hash("foobar"), 0x8594_4171_f739_67e8);
    }

    const ALL: [Distribution; 6] = [
        Distribution::Fixed,
        Distribution::Triangular,
        Distribution::Uniform,
        Distribution::LogUniform,
        Distribution::Normal { sd: 0.7 },
        Distribution::LogNormal { log_sd: 0.4 },
    ];

    #[test]
    fn grades_are_single_letters() {
        assert_eq!(Grade::of("C"), Some(Grade::C));
        for wrong in ["", "c", "E", "AA", " A"] {
            assert_eq!(Grade::of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn quantiles_meet_ends_and_centre() {
        for distribution in &ALL[1..] {
            let at = |u| distribution.quantile(u, 1.0, 2.0, 4.0);
            assert!((at(0.0) - 1.0).abs() < 1e-9 && (at(1.0) - 4.0).abs() < 1e-9, "{distribution:?}");
        }
        let close = |left: f64, right: f64| (left - right).abs() < 1e-12;
        assert!(close(Distribution::Triangular.quantile(0.5, 1.0, 2.0, 3.0), 2.0));
        assert!(close(Distribution::Uniform.quantile(0.5, 1.0, 2.0, 4.0), 2.5));
        assert!(close(Distribution::LogUniform.quantile(0.5, 1.0, 2.0, 4.0), 2.0));
        assert_eq!(Distribution::Fixed.quantile(0.1, 1.0, 2.0, 4.0), 2.0);
        assert_eq!(Distribution::Triangular.quantile(0.7, 2.0, 2.0, 2.0), 2.0);
    }

    /// Standard normal quantile 1.959964 at 0.975 (any statistical table); truncation at 10 standard
    /// deviations changes nothing at this precision.
    #[test]
    fn val_normal_quantile() {
        let upper = Distribution::Normal { sd: 2.0 }.quantile(0.975, -17.0, 3.0, 23.0);
        assert!((upper - (3.0 + 2.0 * 1.959_964)).abs() < 1e-5, "{upper}");
        let upper = Distribution::LogNormal { log_sd: 0.5 }.quantile(0.975, 1e-3, 2.0, 1e3);
        assert!((upper - 2.0 * (0.5_f64 * 1.959_964).exp()).abs() < 1e-4, "{upper}");
    }

    #[test]
    fn quantiles_are_flat_over_the_share_at_either_end_and_no_further() {
        for distribution in &ALL[1..] {
            let (share, at) = (distribution.share_at_either_end(), |u| distribution.quantile(u, 1.0, 2.0, 4.0));
            assert!((at(share) - 1.0).abs() < 1e-9 && (at(1.0 - share) - 4.0).abs() < 1e-9, "{distribution:?}");
            assert!(at(share + 1e-3) > 1.0 + 1e-6 && at(1.0 - share - 1e-3) < 4.0 - 1e-6, "{distribution:?}");
        }
    }

    /// Of a symmetric triangle with 5 % beyond either end the half width is 1/(1 - sqrt(0.1)) of the range's,
    /// and a quarter lies below mode - half width (1 - sqrt(1/2)).
    #[test]
    fn val_a_triangles_range_holds_nine_draws_in_ten() {
        let half_width = 1.0 / (1.0 - 0.1_f64.sqrt());
        let quarter = Distribution::Triangular.quantile(0.25, 1.0, 2.0, 3.0);
        assert!((quarter - (2.0 - half_width * (1.0 - 0.5_f64.sqrt()))).abs() < 1e-12, "{quarter}");
        for (low, value, high) in
            [(1.0, 2.0, 3.0), (0.0, 0.1, 5.0), (-4.0, -1.0, -0.9), (1.0, 1.0, 2.0), (1.0, 2.0, 2.0)]
        {
            let at = |u| Distribution::Triangular.quantile(u, low, value, high);
            let near = |left: f64, right: f64| (left - right).abs() < 1e-9 * (high - low);
            assert!(near(at(0.05), low) && near(at(0.95), high), "{low} {value} {high}: {} {}", at(0.05), at(0.95));
            assert!(at(0.06) > low && at(0.94) < high, "{low} {value} {high}");
        }
    }

    proptest! {
        #[test]
        fn prop_quantiles_rise_and_stay_within_the_range(
            (low, below, above) in (1e-3f64..1e3, 0.0f64..1e3, 0.0f64..1e3),
            (u, v) in (0.0f64..=1.0, 0.0f64..=1.0),
        ) {
            let (value, high) = (low + below, low + below + above);
            for distribution in ALL {
                let at = |u| distribution.quantile(u, low, value, high);
                let (first, second) = (at(u.min(v)), at(u.max(v)));
                prop_assert!(low <= first && second <= high, "{:?}", distribution);
                prop_assert!(first <= second * (1.0 + 1e-12), "{:?}", distribution);
            }
        }
    }
}
