//! What was observed, how well, and how far a model of the world may be off.
//!
//! ```text
//! y_i   = ln g_i(theta) + b + d_s(t_i) + e_i       y_i the logarithm of an observation of series s at time t_i
//! e_i   ~ N(0, sd_i^2)                             error of the observation
//! d_s   ~ N(0, tau_s^2 rho_s^|t - t'|)             discrepancy between model and world, AR(1) in time, by series
//! b     = sd_b z, z ~ N(0, 1)                      a source's bias, a parameter of the fit
//! S_ij  = sd_i^2 [i = j] + l_s^2 + tau_s^2 rho_s^|t_i - t_j|      within a series, 0 between series
//! ```
//!
//! A level `l_s` of one series alone is no parameter: integrated out, it costs the fit no direction. What several
//! series share is a bias.
//!
//! Without the discrepancy thirteen years of one series would count as thirteen facts. (Kennedy and O'Hagan 2001,
//! "Bayesian calibration of computer models"; Brynjarsdottir and O'Hagan 2014, "Learning about physical parameters:
//! the importance of model discrepancy".)
//!
//! What is to be foreseen ([`Forecast`]) has an error and a discrepancy too. Given the residuals `r` of a member on
//! the data of the fit, discrepancy and error at other times are normal with
//!
//! ```text
//! mean K' S^-1 r          variance V - K' S^-1 K
//! ```
//!
//! `K` the covariances between data and targets, `V` that of the targets: a forecast starts where the series ended and
//! returns to the model as `rho^years` fades.

use super::error::CalibrationError;
use super::keyed::{Key, Use};
use super::linear::{Cholesky, Matrix, dot};

/// A bias that some series share, such as the definition of one source.
#[derive(Clone, Debug, PartialEq)]
pub struct Bias {
    /// Its name.
    pub name: String,
    /// Standard deviation of the logarithm.
    pub log_sd: f64,
}

/// A series: one quantity in one place by one source.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name, for messages and tables.
    pub name: String,
    /// Standard deviation of the discrepancy, in the logarithm; 0 for none.
    pub discrepancy_log_sd: f64,
    /// Standard deviation of a level of its own by which model and source differ for good, in the logarithm; 0 for
    /// none.
    pub level_log_sd: f64,
    /// Correlation of the discrepancy from one year to the next, from 0 to below 1.
    pub yearly_correlation: f64,
    /// Position of its bias among the biases.
    pub bias: Option<usize>,
}

/// When and how well a series is observed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Position of the series.
    pub series: usize,
    /// Time in years.
    pub time_years: f64,
    /// Standard deviation of the observation's error, in the logarithm.
    pub log_sd: f64,
}

/// One observation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// What was observed, and how well.
    pub target: Target,
    /// The observed value, above 0, in the unit of the series.
    pub value: f64,
}

/// The data of a fit with the covariance of their errors.
#[derive(Clone, Debug)]
pub struct Observations {
    biases: Vec<Bias>,
    series: Vec<Series>,
    targets: Vec<Target>,
    log_values: Vec<f64>,
    covariance: Matrix,
    factor: Cholesky,
}

impl Observations {
    /// Checks the data and works out their covariance.
    ///
    /// # Errors
    /// No data, a value or standard deviation that is not above 0, a correlation outside [0, 1), a reference to a
    /// series or bias that is not there.
    pub fn new(biases: Vec<Bias>, series: Vec<Series>, observations: &[Observation]) -> Result<Self, CalibrationError> {
        if observations.is_empty() {
            return Err(CalibrationError::TooFew { of: "observations", given: 0, least: 1 });
        }
        for bias in &biases {
            positive("the bias' standard deviation", &bias.name, bias.log_sd)?;
        }
        series.iter().try_for_each(|series| check_series(series, biases.len()))?;
        let targets: Vec<Target> = observations.iter().map(|observation| observation.target).collect();
        check_targets(&series, &targets)?;
        for Observation { target, value } in observations {
            positive("an observation", &series[target.series].name, *value)?;
        }
        let log_values = observations.iter().map(|observation| observation.value.ln()).collect();
        let covariance = covariance(&series, &targets);
        let factor = Cholesky::new(&covariance).ok_or(CalibrationError::NotPositiveDefinite { of: "the data" })?;
        Ok(Self { biases, series, targets, log_values, covariance, factor })
    }

    /// Number of data.
    #[must_use]
    pub fn len(&self) -> usize {
        self.log_values.len()
    }

    /// Whether there are no data; never so.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.log_values.is_empty()
    }

    /// Logarithms of the observed values.
    #[must_use]
    pub fn log_values(&self) -> &[f64] {
        &self.log_values
    }

    /// What each observation is of.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// The series.
    #[must_use]
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// The biases; the fit has a parameter for each, after those of the model.
    #[must_use]
    pub fn biases(&self) -> &[Bias] {
        &self.biases
    }

    /// Covariance of errors and discrepancies.
    #[must_use]
    pub fn covariance(&self) -> &Matrix {
        &self.covariance
    }

    /// Its factor.
    #[must_use]
    pub fn factor(&self) -> &Cholesky {
        &self.factor
    }

    /// Logarithms of what a run foresees at the data, biases added: `values` in the units of the series, one for each
    /// observation, `bias_scores` in standard deviations. A value that is not above 0 gives no finite number, which
    /// marks the run as failed.
    #[must_use]
    pub fn log_predictions(&self, values: &[f64], bias_scores: &[f64]) -> Vec<f64> {
        log_predictions(&self.biases, &self.series, &self.targets, values, bias_scores)
    }

    /// Half the squared distance between data and predictions in units of their errors: minus the logarithm of the
    /// likelihood but for a constant.
    #[must_use]
    pub fn misfit(&self, log_predictions: &[f64]) -> f64 {
        let residuals = self.factor.whiten(&self.residuals(log_predictions));
        0.5 * dot(&residuals, &residuals)
    }

    /// Data less predictions, in logarithms.
    #[must_use]
    pub fn residuals(&self, log_predictions: &[f64]) -> Vec<f64> {
        self.log_values.iter().zip(log_predictions).map(|(data, prediction)| data - prediction).collect()
    }

    /// Standard deviation of each datum's error and discrepancy together.
    #[must_use]
    pub fn log_sd(&self) -> Vec<f64> {
        (0..self.len()).map(|datum| self.covariance.row(datum)[datum].sqrt()).collect()
    }
}

/// Logarithms of values at targets with the biases of their series.
fn log_predictions(biases: &[Bias], series: &[Series], targets: &[Target], values: &[f64], scores: &[f64]) -> Vec<f64> {
    let bias = |target: &Target| series[target.series].bias.map_or(0.0, |bias| biases[bias].log_sd * scores[bias]);
    targets.iter().zip(values).map(|(target, value)| value.ln() + bias(target)).collect()
}

/// Covariance of two discrepancies.
fn discrepancy(series: &[Series], a: &Target, b: &Target) -> f64 {
    if a.series != b.series {
        return 0.0;
    }
    let Series { discrepancy_log_sd, level_log_sd, yearly_correlation, .. } = &series[a.series];
    level_log_sd.powi(2) + discrepancy_log_sd.powi(2) * yearly_correlation.powf((a.time_years - b.time_years).abs())
}

fn covariance(series: &[Series], targets: &[Target]) -> Matrix {
    Matrix::from_fn(targets.len(), targets.len(), |row, column| {
        let error = if row == column { targets[row].log_sd.powi(2) } else { 0.0 };
        error + discrepancy(series, &targets[row], &targets[column])
    })
}

fn positive(of: &'static str, item: &str, value: f64) -> Result<(), CalibrationError> {
    if value > 0.0 && value.is_finite() {
        return Ok(());
    }
    Err(CalibrationError::Number { of, item: item.to_owned(), value, expected: "a finite number above 0" })
}

fn check_series(series: &Series, biases: usize) -> Result<(), CalibrationError> {
    let number = |of, value, expected| CalibrationError::Number { of, item: series.name.clone(), value, expected };
    for (of, value) in [("the discrepancy", series.discrepancy_log_sd), ("the level", series.level_log_sd)] {
        if !(value >= 0.0 && value.is_finite()) {
            return Err(number(of, value, "a finite number from 0"));
        }
    }
    if !(0.0..1.0).contains(&series.yearly_correlation) {
        return Err(number("the yearly correlation", series.yearly_correlation, "a number from 0 to below 1"));
    }
    match series.bias {
        Some(given) if given >= biases => {
            Err(CalibrationError::NoSuch { of: "bias", item: series.name.clone(), given, count: biases })
        }
        _ => Ok(()),
    }
}

fn check_targets(series: &[Series], targets: &[Target]) -> Result<(), CalibrationError> {
    for (position, target) in targets.iter().enumerate() {
        let Some(of) = series.get(target.series) else {
            let item = format!("target {position}");
            return Err(CalibrationError::NoSuch { of: "series", item, given: target.series, count: series.len() });
        };
        positive("the standard deviation of an observation", &of.name, target.log_sd)?;
        if !target.time_years.is_finite() {
            let (item, value) = (of.name.clone(), target.time_years);
            return Err(CalibrationError::Number { of: "a time", item, value, expected: "a finite number of years" });
        }
    }
    Ok(())
}

/// Errors and discrepancies at times that are to be foreseen.
#[derive(Clone, Debug)]
pub struct Forecast {
    biases: Vec<Bias>,
    series: Vec<Series>,
    targets: Vec<Target>,
    /// `K' S^-1`, a row for each target; empty where nothing is known of the residuals.
    gain: Matrix,
    factor: Cholesky,
}

impl Forecast {
    /// What is to be foreseen, given residuals on the data.
    ///
    /// # Errors
    /// A target of no series, or whose standard deviation or time is not a number.
    pub fn given(data: &Observations, targets: Vec<Target>) -> Result<Self, CalibrationError> {
        check_targets(&data.series, &targets)?;
        let across = Matrix::from_fn(targets.len(), data.len(), |row, column| {
            discrepancy(&data.series, &targets[row], &data.targets[column])
        });
        let mut gain = Matrix::zeros(targets.len(), data.len());
        (0..targets.len()).for_each(|row| gain.row_mut(row).copy_from_slice(&data.factor.solve(across.row(row))));
        let before = covariance(&data.series, &targets);
        let explained = gain.times(&across.transposed());
        let left = Matrix::from_fn(targets.len(), targets.len(), |row, column| {
            before.row(row)[column] - explained.row(row)[column]
        });
        Self::of(data, targets, gain, &left)
    }

    /// The same with no knowledge of residuals.
    ///
    /// # Errors
    /// As [`Forecast::given`].
    pub fn unconditional(data: &Observations, targets: Vec<Target>) -> Result<Self, CalibrationError> {
        check_targets(&data.series, &targets)?;
        let before = covariance(&data.series, &targets);
        Self::of(data, targets, Matrix::zeros(0, 0), &before)
    }

    fn of(
        data: &Observations,
        targets: Vec<Target>,
        gain: Matrix,
        variance: &Matrix,
    ) -> Result<Self, CalibrationError> {
        let factor = Cholesky::new(variance).ok_or(CalibrationError::NotPositiveDefinite { of: "the targets" })?;
        Ok(Self { biases: data.biases.clone(), series: data.series.clone(), targets, gain, factor })
    }

    /// Observations that a member foresees, in logarithms: its `values` at the targets in the units of the series, its
    /// bias scores, its residuals on the data (of no weight in an unconditional forecast), and noise keyed by seed and
    /// member.
    #[must_use]
    pub fn draw(
        &self,
        values: &[f64],
        bias_scores: &[f64],
        residuals: &[f64],
        (seed, member): (u64, usize),
    ) -> Vec<f64> {
        let mut drawn = log_predictions(&self.biases, &self.series, &self.targets, values, bias_scores);
        let key = Key { seed, of: Use::Forecast, member, step: 0 };
        let noise = self.factor.correlate(&key.normals(self.targets.len()));
        drawn.iter_mut().zip(noise).for_each(|(value, noise)| *value += noise);
        for (value, row) in drawn.iter_mut().zip(0..self.gain.rows()) {
            *value += dot(self.gain.row(row), residuals);
        }
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(bias: Option<usize>) -> Series {
        Series { name: "area".to_owned(), discrepancy_log_sd: 0.3, level_log_sd: 0.0, yearly_correlation: 0.6, bias }
    }

    fn observed(series: usize, time_years: f64, value: f64) -> Observation {
        Observation { target: Target { series, time_years, log_sd: 0.1 }, value }
    }

    fn data() -> Observations {
        let bias = Bias { name: "survey".to_owned(), log_sd: 0.2 };
        let observations = [observed(0, 2006.0, 80.0), observed(0, 2008.0, 90.0), observed(1, 2006.0, 3.0)];
        Observations::new(vec![bias], vec![series(Some(0)), series(None)], &observations).unwrap()
    }

    #[test]
    fn covariance_holds_errors_and_fading_discrepancies() {
        let data = data();
        let row = data.covariance().row(0);
        assert!((row[0] - (0.01 + 0.09)).abs() < 1e-15);
        assert!((row[1] - 0.09 * 0.36).abs() < 1e-15);
        assert_eq!(row[2], 0.0);
        let predictions = data.log_predictions(&[80.0, 90.0, 3.0], &[2.0]);
        let residuals = data.residuals(&predictions);
        assert!((residuals[0] + 0.4).abs() < 1e-12 && residuals[2].abs() < 1e-12);
        // (r' S^-1 r)/2 of two equal residuals r: r^2/(s + c), s the variance and c the covariance.
        assert!((data.misfit(&predictions) - 0.16 / (0.1 + 0.0324)).abs() < 1e-12);
        assert!(!data.log_predictions(&[80.0, 90.0, -3.0], &[0.0])[2].is_finite());
    }

    /// An observation of AR(1) alone: mean `rho^h r tau^2/(tau^2 + sd^2)`, from the formula for two normal numbers.
    #[test]
    fn val_forecasts_start_at_the_last_residual() {
        let observations = [observed(0, 2012.0, 1.0)];
        let data = Observations::new(vec![], vec![series(None)], &observations).unwrap();
        let target = Target { series: 0, time_years: 2014.0, log_sd: 0.1 };
        let forecast = Forecast::given(&data, vec![target]).unwrap();
        let members = 20_000;
        let draws: Vec<f64> = (0..members).map(|member| forecast.draw(&[1.0], &[], &[0.5], (4, member))[0]).collect();
        let mean = draws.iter().sum::<f64>() / members as f64;
        let variance = draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / members as f64;
        let (cross, own) = (0.09 * 0.36, 0.1);
        assert!((mean - 0.5 * cross / own).abs() < 4.0 * (own / members as f64).sqrt(), "{mean}");
        assert!((variance / (own - cross * cross / own) - 1.0).abs() < 0.05, "{variance}");
        let free = Forecast::unconditional(&data, vec![target]).unwrap();
        let spread: f64 = (0..members).map(|member| free.draw(&[1.0], &[], &[], (4, member))[0].powi(2)).sum();
        assert!((spread / members as f64 / own - 1.0).abs() < 0.05);
    }

    /// A level alone is foreseen for ever: its posterior mean is `r l^2/(l^2 + sd^2)`, whatever the time.
    #[test]
    fn val_a_level_does_not_fade() {
        let own = Series { discrepancy_log_sd: 0.0, level_log_sd: 0.3, ..series(None) };
        let data = Observations::new(vec![], vec![own], &[observed(0, 2012.0, 1.0)]).unwrap();
        let target = |time_years| Target { series: 0, time_years, log_sd: 0.1 };
        let forecast = Forecast::given(&data, vec![target(2013.0), target(2040.0)]).unwrap();
        let gain: Vec<f64> = (0..2).map(|row| forecast.gain.row(row)[0]).collect();
        assert!(gain.iter().all(|gain| (gain - 0.09 / 0.1).abs() < 1e-12), "{gain:?}");
        assert!(
            Observations::new(vec![], vec![Series { level_log_sd: -1.0, ..series(None) }], &[observed(0, 1.0, 1.0)])
                .is_err()
        );
    }

    #[test]
    fn data_that_cannot_be_are_refused() {
        let make = |series: Series, observation| Observations::new(vec![], vec![series], &[observation]);
        let good = observed(0, 2006.0, 1.0);
        assert!(make(series(None), good).is_ok());
        assert!(make(series(Some(0)), good).is_err());
        assert!(make(Series { yearly_correlation: 1.0, ..series(None) }, good).is_err());
        assert!(make(Series { discrepancy_log_sd: -1.0, ..series(None) }, good).is_err());
        for bad in [observed(1, 2006.0, 1.0), observed(0, 2006.0, 0.0), observed(0, f64::NAN, 1.0)] {
            assert!(make(series(None), bad).is_err());
        }
        let error = Observations::new(vec![], vec![], &[]).unwrap_err().to_string();
        assert_eq!(error, "0 observations are too few; expected at least 1");
    }
}
