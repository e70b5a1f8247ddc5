//! Naive forecasts that a model has to beat, in the logarithm of the series.
//!
//! ```text
//! persistence   y_T + t_n s sqrt(h)                       s^2 = mean of d_i^2/D_i, n increments d_i over D_i years
//! drift         y_T + m h + t_(n-1) s sqrt(h + h^2/H)     m = (y_T - y_1)/H, s^2 = sum (d_i - m D_i)^2/D_i/(n - 1)
//! mean          y. + t_(N-1) s sqrt(1 + 1/N)              y. and s mean and standard deviation of the N values
//! ```
//!
//! `y_T` is the last value before the cut, `h` the years after it, `H` the years of the record. These are the
//! predictive distributions of a random walk without and with drift, and of independent normal numbers, whose scale
//! is estimated from the record; Student t because so few values do not tell it well. (Hyndman and Athanasopoulos
//! 2021, "Forecasting: principles and practice", 3rd edition, 5.2 and 5.5; Geisser 1993, "Predictive inference".) A
//! mean, and with it a CRPS, needs more than one degree of freedom: three values for persistence and mean, four for
//! drift.

use statrs::distribution::{ContinuousCDF, StudentsT};
use statrs::function::beta::ln_beta;

/// A forecast with a Student t distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StudentForecast {
    /// Centre.
    pub centre: f64,
    /// Scale; 0 for a series that never moved.
    pub scale: f64,
    /// Degrees of freedom, above 1.
    pub degrees_of_freedom: f64,
}

impl StudentForecast {
    /// Continuous ranked probability score, in closed form (Jordan, Krüger and Lerch 2019, "Evaluating probabilistic
    /// forecasts with scoringRules", appendix A).
    #[must_use]
    pub fn crps(&self, observed: f64) -> f64 {
        let Some(standard) = self.standard() else { return (observed - self.centre).abs() };
        let (z, nu) = ((observed - self.centre) / self.scale, self.degrees_of_freedom);
        let log_density = -0.5 * nu.ln() - ln_beta(0.5, 0.5 * nu) - 0.5 * (nu + 1.0) * (z * z / nu).ln_1p();
        let spread = (nu.sqrt() / (nu - 1.0)) * (ln_beta(0.5, nu - 0.5) - 2.0 * ln_beta(0.5, 0.5 * nu)).exp();
        let near = z * (2.0 * standard.cdf(z) - 1.0) + 2.0 * log_density.exp() * (nu + z * z) / (nu - 1.0);
        self.scale * (near - 2.0 * spread)
    }

    /// The value below which a share of the forecast lies.
    #[must_use]
    pub fn quantile(&self, share: f64) -> f64 {
        self.standard().map_or(self.centre, |standard| self.centre + self.scale * standard.inverse_cdf(share))
    }

    /// Whether the central interval of a level holds what came.
    #[must_use]
    pub fn covers(&self, level: f64, observed: f64) -> bool {
        (self.quantile(0.5 - 0.5 * level)..=self.quantile(0.5 + 0.5 * level)).contains(&observed)
    }

    /// Probability integral transform.
    #[must_use]
    pub fn pit(&self, observed: f64) -> f64 {
        match self.standard() {
            Some(standard) => standard.cdf((observed - self.centre) / self.scale),
            None => 0.5 + 0.5 * f64::from(i8::from(observed > self.centre) - i8::from(observed < self.centre)),
        }
    }

    /// The distribution around 0 with scale 1; none without scale.
    fn standard(&self) -> Option<StudentsT> {
        (self.scale > 0.0).then(|| StudentsT::new(0.0, 1.0, self.degrees_of_freedom).ok())?
    }
}

/// The three naive forecasts of a series, fitted to its values up to the cut.
#[derive(Clone, Debug, PartialEq)]
pub struct Naive {
    /// Time in years and logarithm, in ascending time.
    record: Vec<(f64, f64)>,
}

/// Which naive forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The last value stays.
    Persistence,
    /// The mean change goes on.
    Drift,
    /// The mean of the record returns.
    Mean,
}

impl Rule {
    /// All rules.
    pub const ALL: [Self; 3] = [Self::Persistence, Self::Drift, Self::Mean];

    /// Its name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Persistence => "persistence",
            Self::Drift => "drift",
            Self::Mean => "mean",
        }
    }
}

impl Naive {
    /// Forecasts from what was observed up to the cut: time in years and value above 0. Of several values at one time
    /// the first counts.
    #[must_use]
    pub fn fitted(observed: &[(f64, f64)], cut_years: f64) -> Self {
        let usable = |(time, value): &&(f64, f64)| *time <= cut_years && *value > 0.0 && value.is_finite();
        let mut record: Vec<(f64, f64)> =
            observed.iter().filter(usable).map(|(time, value)| (*time, value.ln())).collect();
        record.sort_by(|a, b| a.0.total_cmp(&b.0));
        record.dedup_by(|later, earlier| later.0 == earlier.0);
        Self { record }
    }

    /// The forecast of a rule for a time after the record; none where the record is too short for a CRPS.
    #[must_use]
    pub fn at(&self, rule: Rule, time_years: f64) -> Option<StudentForecast> {
        let (first, last) = (self.record.first()?, self.record.last()?);
        let ahead = time_years - last.0;
        let steps: Vec<(f64, f64)> =
            self.record.windows(2).map(|pair| (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1)).collect();
        let count = self.record.len() as f64;
        let (centre, variance, degrees_of_freedom) = match rule {
            Rule::Persistence => (last.1, ahead * step_variance(&steps, 0.0, count - 1.0), count - 1.0),
            Rule::Drift => {
                let length = last.0 - first.0;
                let slope = (last.1 - first.1) / length;
                let variance = step_variance(&steps, slope, count - 2.0);
                (last.1 + slope * ahead, variance * (ahead + ahead * ahead / length), count - 2.0)
            }
            Rule::Mean => {
                let mean = self.record.iter().map(|(_, value)| value).sum::<f64>() / count;
                let squares: f64 = self.record.iter().map(|(_, value)| (value - mean).powi(2)).sum();
                (mean, squares / (count - 1.0) * (1.0 + 1.0 / count), count - 1.0)
            }
        };
        let usable = ahead > 0.0 && degrees_of_freedom > 1.0;
        usable.then_some(StudentForecast { centre, scale: variance.sqrt(), degrees_of_freedom })
    }

    /// The rule with the least mean CRPS over what came after the cut (time in years, value above 0), and that mean;
    /// none where no rule can be fitted or nothing came.
    #[must_use]
    pub fn best(&self, came: &[(f64, f64)]) -> Option<(Rule, f64)> {
        let mean = |rule: Rule| {
            let score = |(time, value): &(f64, f64)| Some(self.at(rule, *time)?.crps(value.ln()));
            let scores = came.iter().map(score).collect::<Option<Vec<f64>>>()?;
            (!scores.is_empty()).then(|| (rule, scores.iter().sum::<f64>() / scores.len() as f64))
        };
        Rule::ALL.into_iter().filter_map(mean).min_by(|a, b| a.1.total_cmp(&b.1))
    }
}

/// Variance of a year's change about a slope, from steps of years and changes.
fn step_variance(steps: &[(f64, f64)], slope: f64, degrees: f64) -> f64 {
    steps.iter().map(|(years, change)| (change - slope * years).powi(2) / years).sum::<f64>() / degrees
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::scores::Sample;

    /// The closed form against a fine sample of the same distribution, and its limit, the normal.
    #[test]
    fn val_crps_of_student_t() {
        for (degrees_of_freedom, tolerance) in [(2.0, 0.02), (6.0, 2e-3), (40.0, 1e-3)] {
            let forecast = StudentForecast { centre: 1.0, scale: 0.5, degrees_of_freedom };
            let count = 4000;
            let sample = Sample::equal((0..count).map(|i| forecast.quantile((f64::from(i) + 0.5) / f64::from(count))));
            for observed in [-1.0, 0.9, 2.0] {
                let (closed, drawn) = (forecast.crps(observed), sample.crps(observed));
                assert!((closed - drawn).abs() < tolerance, "{degrees_of_freedom} {observed} {closed} {drawn}");
            }
        }
        // At its centre the standard normal has (sqrt 2 - 1)/sqrt pi.
        let almost_normal = StudentForecast { centre: 0.0, scale: 1.0, degrees_of_freedom: 1e7 };
        let exact = (2.0_f64.sqrt() - 1.0) / std::f64::consts::PI.sqrt();
        assert!((almost_normal.crps(0.0) - exact).abs() < 1e-5);
        let certain = StudentForecast { scale: 0.0, ..almost_normal };
        assert_eq!(
            (certain.crps(-2.0), certain.pit(-2.0), certain.pit(0.0), certain.quantile(0.9)),
            (2.0, 0.0, 0.5, 0.0)
        );
    }

    /// By hand: logarithms 0, 1, 3, 2 in 2009-12.
    #[test]
    fn val_forecasts_by_hand() {
        let observed: Vec<(f64, f64)> =
            [0.0_f64, 1.0, 3.0, 2.0, 9.0].iter().zip(2009..).map(|(log, year)| (f64::from(year), log.exp())).collect();
        let naive = Naive::fitted(&observed, 2012.0);
        let close = |found: StudentForecast, (centre, variance, degrees): (f64, f64, f64)| {
            assert!((found.centre - centre).abs() < 1e-12, "{found:?}");
            assert!((found.scale.powi(2) - variance).abs() < 1e-12, "{found:?}");
            assert_eq!(found.degrees_of_freedom, degrees);
        };
        // Changes 1, 2, -1: mean square 2; mean 2/3, squares about it 14/3 over 2.
        close(naive.at(Rule::Persistence, 2014.0).unwrap(), (2.0, 4.0, 3.0));
        close(naive.at(Rule::Drift, 2015.0).unwrap(), (4.0, 7.0 / 3.0 * (3.0 + 3.0), 2.0));
        close(naive.at(Rule::Mean, 2013.0).unwrap(), (1.5, 5.0 / 3.0 * 1.25, 3.0));
        assert_eq!(naive.at(Rule::Mean, 2012.0), None);
        assert_eq!(naive.best(&[(2013.0, 2.0_f64.exp())]).unwrap().0, Rule::Persistence);
        assert_eq!(naive.best(&[]), None);
    }

    #[test]
    fn short_records_are_not_scored() {
        let record = [(2010.0, 1.0), (2011.0, 2.0), (2012.0, 3.0)];
        let naive = Naive::fitted(&record, 2012.0);
        assert!(naive.at(Rule::Persistence, 2013.0).is_some() && naive.at(Rule::Mean, 2013.0).is_some());
        assert_eq!(naive.at(Rule::Drift, 2013.0), None);
        assert_eq!(Naive::fitted(&record, 2011.0).best(&[(2013.0, 1.0)]), None);
        assert_eq!(Naive::fitted(&[], 2012.0).at(Rule::Mean, 2013.0), None);
    }

    /// A gap of two years counts as two steps in one.
    #[test]
    fn prop_gaps_do_not_widen_a_random_walk() {
        let whole = Naive::fitted(&[(0.0, 1.0), (2.0, 2.0_f64.sqrt().exp()), (4.0, 1.0)], 4.0);
        let scale = whole.at(Rule::Persistence, 5.0).unwrap().scale;
        assert!((scale - 1.0).abs() < 1e-12, "{scale}");
    }
}
