//! Careers of group members by age, in expectation, and what prison takes from them.
//!
//! The published program (Prieto-Curiel 2025, "Why locking up cartel members does not work") draws
//! people at random, week by week. Here its expectation, on weeks of age a and time t:
//!
//! ```text
//! members      N = sum over ages of n(a)
//! joining      rho N a week, at age a with density (a - a1)(a2 - a) between two ages
//! killed       kappa_K n(a),   arrested  kappa_P n(a)
//! retiring     s N^2 in all,   s = (rho - kappa_K - kappa_P) / saturation, over ages as n(a) a^15
//! sentences    gamma distributed, shape k and scale theta: the program draws from a survey with weight
//!              1/sentence, so k theta is the mean of its draws and (k + 1) theta that of the survey
//! ```
//!
//! An arrest at age x costs min(sentence, T - x) years of the T - a that a recruit of age a could have
//! offended until the horizon T. Domain: any rates for which the population stays positive. Known
//! difference: no person is whole, and the survey's sentences follow no law.

/// Weeks in a year, as in the program.
const WEEKS_PER_YEAR: f64 = 52.0;
/// Points of the distribution of sentences.
const SENTENCE_POINTS: usize = 400;
/// Scales of the gamma distribution after which nothing is left of it.
const SENTENCE_SCALES: f64 = 30.0;

/// A population of members and what ends careers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Population {
    /// Members at the start.
    pub members: f64,
    /// Ages between which people join.
    pub recruitment_ages_years: [f64; 2],
    /// People who join, per member and week.
    pub joining_per_week: f64,
    /// Killed, per member and week.
    pub killed_per_week: f64,
    /// Arrested, per member and week.
    pub arrested_per_week: f64,
    /// Members at which retirement balances growth.
    pub saturation_members: f64,
    /// Power of age that weighs who retires.
    pub retirement_power: f64,
    /// Age at which offending ends in any case.
    pub horizon_years: f64,
}

/// What became of the people of one birth year who joined.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cohort {
    /// People who joined.
    pub recruited: f64,
    /// Killed.
    pub killed: f64,
    /// Arrested.
    pub arrested: f64,
    /// Mean age of joining, of death and of arrest.
    pub mean_ages_years: [f64; 3],
    /// Years to the horizon that all who joined had before them.
    pub possible_years: f64,
    /// Of these, lost to death.
    pub lost_to_death_years: f64,
    /// Of these, lost to retirement.
    pub lost_to_retirement_years: f64,
    /// Arrests by years left to the horizon.
    arrests: Vec<(f64, f64)>,
}

/// Members of the population at the start of each week, and the cohort born in one year.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// Members, by weeks from the start.
    pub members: Vec<f64>,
    /// The cohort.
    pub cohort: Cohort,
}

impl Population {
    /// Runs some weeks; the cohort is born `birth_years` after the start.
    pub fn history(&self, weeks: usize, birth_years: f64) -> History {
        let ages: Vec<f64> = (0..(WEEKS_PER_YEAR * self.horizon_years) as usize)
            .map(|week| (week as f64 + 0.5) / WEEKS_PER_YEAR)
            .collect();
        let density = self.joining_density(&ages);
        let retiring: Vec<f64> = ages.iter().map(|age| age.powf(self.retirement_power)).collect();
        let saturation_per_member =
            (self.joining_per_week - self.killed_per_week - self.arrested_per_week) / self.saturation_members;
        let birth = (WEEKS_PER_YEAR * birth_years) as usize;
        let mut by_age: Vec<f64> = density.iter().map(|share| share * self.members).collect();
        let mut cohort = Cohort::default();
        let mut active = 0.0;
        let mut members = Vec::with_capacity(weeks);
        for week in 0..weeks {
            let total: f64 = by_age.iter().sum();
            members.push(total);
            let weight: f64 = by_age.iter().zip(&retiring).map(|(people, weight)| people * weight).sum();
            let retirement = |age: usize| (saturation_per_member * total * total * retiring[age] / weight).min(1.0);
            if let Some(age) = week.checked_sub(birth).filter(|age| *age < ages.len()) {
                let joining = self.joining_per_week * total * density[age];
                active += joining - cohort.count(self, ages[age], active, joining, retirement(age));
            }
            for age in (1..ages.len()).rev() {
                let younger = age - 1;
                let leaving = self.killed_per_week + self.arrested_per_week + retirement(younger);
                by_age[age] =
                    by_age[younger] * (1.0 - leaving).max(0.0) + self.joining_per_week * total * density[younger];
            }
            by_age[0] = 0.0;
        }
        cohort.finish();
        History { members, cohort }
    }

    /// Share of those who join at each age.
    fn joining_density(&self, ages: &[f64]) -> Vec<f64> {
        let [first, last] = self.recruitment_ages_years;
        let weights: Vec<f64> = ages.iter().map(|age| ((age - first) * (last - age)).max(0.0)).collect();
        let sum: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / sum).collect()
    }
}

impl Cohort {
    /// Counts one week of the cohort; returns how many of the active leave.
    fn count(&mut self, population: &Population, age_years: f64, active: f64, joining: f64, retirement: f64) -> f64 {
        let left = population.horizon_years - age_years;
        let [killed, arrested, retired] =
            [population.killed_per_week, population.arrested_per_week, retirement].map(|risk| risk * active);
        self.recruited += joining;
        self.killed += killed;
        self.arrested += arrested;
        self.possible_years += joining * left;
        self.lost_to_death_years += killed * left;
        self.lost_to_retirement_years += retired * left;
        self.arrests.push((left, arrested));
        for (sum, people) in self.mean_ages_years.iter_mut().zip([joining, killed, arrested]) {
            *sum += people * age_years;
        }
        killed + arrested + retired
    }

    /// Turns sums of ages into means, and people of one week into those of a year.
    fn finish(&mut self) {
        for (sum, people) in self.mean_ages_years.iter_mut().zip([self.recruited, self.killed, self.arrested]) {
            *sum /= people;
        }
        let sums = [
            &mut self.recruited,
            &mut self.killed,
            &mut self.arrested,
            &mut self.possible_years,
            &mut self.lost_to_death_years,
            &mut self.lost_to_retirement_years,
        ];
        sums.into_iter().for_each(|sum| *sum *= WEEKS_PER_YEAR);
        self.arrests.iter_mut().for_each(|(_, people)| *people *= WEEKS_PER_YEAR);
    }

    /// Share of the possible offending time that people spend in prison.
    pub fn share_in_prison(&self, sentences: &Sentences) -> f64 {
        self.arrests.iter().map(|(left, people)| people * sentences.served_years(*left)).sum::<f64>()
            / self.possible_years
    }
}

/// Distribution of sentences: lengths and their probabilities.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentences(Vec<(f64, f64)>);

impl Sentences {
    /// Sentences whose draws have one mean and whose survey has another, `factor` times as long.
    pub fn new(drawn_mean_years: f64, survey_mean_years: f64, factor: f64) -> Self {
        let scale = survey_mean_years - drawn_mean_years;
        let shape = drawn_mean_years / scale;
        // With u = s^k the density s^(k-1) exp(-s/theta) ds becomes exp(-s/theta) du / k, without pole.
        let largest = (SENTENCE_SCALES * scale).powf(shape);
        let point = |index: usize| ((index as f64 + 0.5) / SENTENCE_POINTS as f64 * largest).powf(shape.recip());
        let weights: Vec<(f64, f64)> =
            (0..SENTENCE_POINTS).map(point).map(|years| (factor * years, (-years / scale).exp())).collect();
        let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
        Self(weights.into_iter().map(|(years, weight)| (years, weight / sum)).collect())
    }

    /// Mean time served when the horizon cuts sentences off.
    pub fn served_years(&self, left_years: f64) -> f64 {
        self.0.iter().map(|(years, probability)| probability * years.min(left_years)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A gamma distribution of shape one is exponential: E min(S, x) = m (1 - exp(-x/m)).
    #[test]
    fn sentences_of_shape_one_are_exponential() {
        let sentences = Sentences::new(5.0, 10.0, 1.0);
        for left in [2.0_f64, 5.0, 20.0, 1000.0] {
            let expected = 5.0 * (1.0 - (-left / 5.0).exp());
            assert!((sentences.served_years(left) / expected - 1.0).abs() < 2e-3, "{left}");
        }
        assert!((Sentences::new(5.0, 10.0, 3.0).served_years(1e6) / 15.0 - 1.0).abs() < 2e-3);
    }

    /// With arrests alone everyone who joins long before the horizon is arrested in the end.
    #[test]
    fn limits_are_known() {
        let population = Population {
            members: 1000.0,
            recruitment_ages_years: [20.0, 21.0],
            joining_per_week: 0.01,
            killed_per_week: 0.0,
            arrested_per_week: 0.01,
            saturation_members: 1e12,
            retirement_power: 15.0,
            horizon_years: 69.0,
        };
        let history = population.history(4000, 0.0);
        assert!((history.cohort.arrested / history.cohort.recruited - 1.0).abs() < 1e-6);
        assert_eq!(history.cohort.killed, 0.0);
        assert!((history.members[3999] / 1000.0 - 1.0).abs() < 1e-6);
        // One hundred weeks pass on average from joining to arrest.
        let [joined, _, arrested] = history.cohort.mean_ages_years;
        assert!((arrested - joined - 100.0 / 52.0).abs() < 0.01, "{}", arrested - joined);
    }
}
