//! Offending time of a cohort of group members that prison takes away, in expectation.
//!
//! The published model (Prieto-Curiel 2025, "Why locking up cartel members does not work") draws a
//! cohort at random. Here its expectation: people join at age a with density (a - a1)(a2 - a) between
//! two ages; killing and arrest end careers at constant rates, retirement at a rate g N/K that grows
//! with the number of members N until the horizon T; N itself follows N' = g N (1 - N/K). An arrest
//! at age x costs min(sentence, T - x) years of the T - a that the recruit could have offended.
//! Sentences are spread exponentially about their mean and retirement does not depend on age, both
//! unlike the original, which samples a survey of sentences and retires the old.

/// A cohort and what ends its careers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cohort {
    /// Youngest age of recruitment.
    pub first_age_years: f64,
    /// Oldest age of recruitment.
    pub last_age_years: f64,
    /// Age at which offending ends in any case.
    pub horizon_years: f64,
    /// Members killed a year.
    pub killed_per_year: f64,
    /// Members arrested a year.
    pub arrested_per_year: f64,
    /// Growth of members while they are few, g.
    pub growth_per_year: f64,
    /// Members in the reference year.
    pub members: f64,
    /// Members at which retirement balances growth, K.
    pub saturation_members: f64,
    /// Age of the cohort in the reference year.
    pub age_in_reference_year: f64,
    /// Mean sentence.
    pub mean_sentence_years: f64,
}

/// Steps of each integral over age.
const STEPS: usize = 400;

impl Cohort {
    /// Share of careers that end in death.
    pub fn killed_share(&self) -> f64 {
        self.killed_per_year * self.over_recruits(|age| self.along_career(age, |_| 1.0))
    }

    /// Share of careers that end in arrest.
    pub fn arrested_share(&self) -> f64 {
        self.arrested_per_year * self.over_recruits(|age| self.along_career(age, |_| 1.0))
    }

    /// Share of possible offending time spent in prison when sentences are `factor` times as long.
    pub fn time_lost_to_prison(&self, factor: f64) -> f64 {
        let sentence = factor * self.mean_sentence_years;
        // Mean of an exponential sentence cut off where the horizon is.
        let served = |left: f64| -sentence * (-left / sentence).exp_m1();
        let lost = self.over_recruits(|age| self.along_career(age, served));
        self.arrested_per_year * lost / self.over_recruits(|age| self.horizon_years - age)
    }

    /// Integral over the career of a recruit of some age, weighted by what is left to the horizon.
    fn along_career(&self, age: f64, weight: impl Fn(f64) -> f64) -> f64 {
        let span = self.horizon_years - age;
        let mut active = 1.0;
        let mut sum = 0.0;
        for (time, width) in midpoints(span) {
            let leaving = self.killed_per_year + self.arrested_per_year + self.retired_per_year(age + time);
            let half_step = (-0.5 * leaving * width).exp();
            active *= half_step;
            sum += active * weight(span - time) * width;
            active *= half_step;
        }
        sum
    }

    /// Retirement when the cohort has some age: the saturation of the logistic growth of members.
    fn retired_per_year(&self, age: f64) -> f64 {
        let years = age - self.age_in_reference_year;
        let few = self.saturation_members / self.members - 1.0;
        self.growth_per_year / (1.0 + few * (-self.growth_per_year * years).exp())
    }

    /// Mean over the ages of recruitment.
    fn over_recruits(&self, of: impl Fn(f64) -> f64) -> f64 {
        let density = |age: f64| (age - self.first_age_years) * (self.last_age_years - age);
        let ages = || midpoints(self.last_age_years - self.first_age_years).map(|(offset, width)| (self.first_age_years + offset, width));
        let total: f64 = ages().map(|(age, width)| density(age) * width).sum();
        ages().map(|(age, width)| density(age) * of(age) * width).sum::<f64>() / total
    }
}

/// Midpoints and widths that cover a span.
fn midpoints(span: f64) -> impl Iterator<Item = (f64, f64)> {
    let width = span / STEPS as f64;
    (0..STEPS).map(move |step| ((step as f64 + 0.5) * width, width))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without other exits and with endless sentences every arrest costs all that is left.
    #[test]
    fn limits_are_known() {
        let cohort = Cohort {
            first_age_years: 20.0,
            last_age_years: 20.001,
            horizon_years: 70.0,
            killed_per_year: 0.0,
            arrested_per_year: 0.1,
            growth_per_year: 0.0,
            members: 1.0,
            saturation_members: 2.0,
            age_in_reference_year: 30.0,
            mean_sentence_years: 1e9,
        };
        assert!((cohort.arrested_share() - (1.0 - (-5.0_f64).exp())).abs() < 1e-4);
        // Integral of 0.1 exp(-0.1 t) (50 - t) / 50 over 0..50, by parts: 1 - (1 - e^-5) / 5.
        let expected = 1.0 - (1.0 - (-5.0_f64).exp()) / 5.0;
        assert!((cohort.time_lost_to_prison(1.0) - expected).abs() < 1e-4);
        assert_eq!(cohort.killed_share(), 0.0);
    }
}
