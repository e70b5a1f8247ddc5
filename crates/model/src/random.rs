//! Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as
//! easy as 1, 2, 3").
//!
//! A draw is a pure function of (seed, member, month, purpose, entity). It does not depend on the
//! order of evaluation, on the thread, or on what was drawn before, so two scenarios of one member
//! differ only by what policy changes (common random numbers).

use crate::elementary::{self, exp, ln, wide};
use std::ops::Range;

/// What a draw is for. Each purpose has its own stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Purpose {
    /// How many consignments of a pool are seized, and whether its last, partial one is.
    SeizedConsignments = 1,
    /// Month-to-month swing of enforcement in a corridor.
    EnforcementSwing = 3,
    /// Leaders of armed groups captured.
    Captures = 4,
    /// Civilians killed by strikes and raids.
    CivilianDeaths = 5,
    /// Change of leader in a state.
    LeaderExit = 6,
    /// Material support by a third power.
    ThirdPower = 7,
    /// Whether a new leader resets relations.
    LeaderReset = 8,
    /// Sampling of an uncertain parameter.
    Parameter = 9,
    /// NarcoLogic module.
    NarcoLogic = 10,
    /// The world's tables.
    WorldTable = 11,
    /// Whether a state announces a halt of cooperation.
    SuspensionAnnounced = 31,
    /// Whether the announcement binds.
    SuspensionBinds = 32,
    /// Whether a state hosts forces or joins operations.
    Joining = 33,
}

/// Identifies the run whose draws are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    /// Seed of the study.
    pub seed: u64,
    /// Ensemble member.
    pub member: u32,
}

impl Stream {
    /// A uniform number in the open interval (0, 1).
    #[must_use]
    pub fn uniform(&self, month: u16, purpose: Purpose, entity: u64) -> f64 {
        let words = self.words(month, purpose, entity);
        unit_interval(words[0], words[1])
    }

    fn words(&self, month: u16, purpose: Purpose, entity: u64) -> [u32; 4] {
        philox4x32_10([self.member, when(month, purpose), entity as u32, (entity >> 32) as u32], self.key())
    }

    fn key(&self) -> [u32; 2] {
        [self.seed as u32, (self.seed >> 32) as u32]
    }

    /// Two independent uniform numbers in (0, 1) for each entity, side by side; the first is [`Stream::uniform`]'s.
    pub fn uniform_pairs(&self, month: u16, purpose: Purpose, entities: &[u64], first: &mut [f64], second: &mut [f64]) {
        let blocks = entities.chunks(LANES).zip(first.chunks_mut(LANES).zip(second.chunks_mut(LANES)));
        for (entities, (first, second)) in blocks {
            let mut counters =
                [[u64::from(self.member); LANES], [u64::from(when(month, purpose)); LANES], [0; LANES], [0; LANES]];
            for (lane, entity) in entities.iter().enumerate() {
                (counters[2][lane], counters[3][lane]) = (entity & LOW_WORD, entity >> u32::BITS);
            }
            let pairs = wide(
                #[inline(always)]
                move || pairs_of(philox4x32_10_lanes(counters, self.key())),
            );
            first.copy_from_slice(&pairs[0][..first.len()]);
            second.copy_from_slice(&pairs[1][..second.len()]);
        }
    }

    /// A standard normal number (inverse of the distribution function, so monotone in the uniform).
    #[must_use]
    pub fn normal(&self, month: u16, purpose: Purpose, entity: u64) -> f64 {
        normal_quantile(self.uniform(month, purpose, entity))
    }
}

/// Month and purpose in one word.
fn when(month: u16, purpose: Purpose) -> u32 {
    (u32::from(month) << 16) | purpose as u32
}

/// 53 random bits from two words, centred so that neither 0 nor 1 occurs.
#[inline(always)]
fn unit_interval(high: u32, low: u32) -> f64 {
    const SCALE: f64 = 1.0 / (1u64 << 53) as f64;
    let bits = elementary::from_integer(u64::from(high >> 5)) * (1u64 << 26) as f64
        + elementary::from_integer(u64::from(low >> 6));
    (bits + 0.5) * SCALE
}

/// The two uniform numbers that each lane's four words hold.
#[inline(always)]
fn pairs_of(words: [[u64; LANES]; 4]) -> [[f64; LANES]; 2] {
    let mut pairs = [[0.0; LANES]; 2];
    for lane in 0..LANES {
        pairs[0][lane] = unit_interval(words[0][lane] as u32, words[1][lane] as u32);
        pairs[1][lane] = unit_interval(words[2][lane] as u32, words[3][lane] as u32);
    }
    pairs
}

const MULTIPLIER: [u64; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: usize = 10;
const LOW_WORD: u64 = u32::MAX as u64;
/// Counters that [`philox4x32_10_lanes`] takes at a time.
const LANES: usize = 16;

/// The Philox4x32-10 bijection.
#[must_use]
pub fn philox4x32_10(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let (mut c, mut k) = (counter, key);
    for _ in 0..ROUNDS {
        let p0 = MULTIPLIER[0] * u64::from(c[0]);
        let p1 = MULTIPLIER[1] * u64::from(c[2]);
        c = [(p1 >> 32) as u32 ^ c[1] ^ k[0], p1 as u32, (p0 >> 32) as u32 ^ c[3] ^ k[1], p0 as u32];
        k = [k[0].wrapping_add(WEYL[0]), k[1].wrapping_add(WEYL[1])];
    }
    c
}

/// The same for several counters side by side, word by word. Words stand in the low half of 64 bits, where
/// processors multiply them; what lies above is left over and ignored.
#[allow(clippy::needless_range_loop, reason = "four words of one lane belong together")]
#[inline(always)]
fn philox4x32_10_lanes(counters: [[u64; LANES]; 4], key: [u32; 2]) -> [[u64; LANES]; 4] {
    let (mut c, mut k) = (counters, key);
    for _ in 0..ROUNDS {
        for lane in 0..LANES {
            let p0 = MULTIPLIER[0] * (c[0][lane] & LOW_WORD);
            let p1 = MULTIPLIER[1] * (c[2][lane] & LOW_WORD);
            c[0][lane] = (p1 >> 32) ^ c[1][lane] ^ u64::from(k[0]);
            c[1][lane] = p1;
            c[2][lane] = (p0 >> 32) ^ c[3][lane] ^ u64::from(k[1]);
            c[3][lane] = p0;
        }
        k = [k[0].wrapping_add(WEYL[0]), k[1].wrapping_add(WEYL[1])];
    }
    c
}

/// Inverse of the standard normal distribution function (Acklam's rational approximation, relative
/// error below 1.2e-9; enough for noise, not for tail probabilities).
#[must_use]
pub fn normal_quantile(u: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 4] =
        [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1, 2.445_134_137_142_996, 3.754_408_661_907_416];
    const TAIL: f64 = 0.02425;
    let polynomial = |coefficients: &[f64], x: f64| coefficients.iter().fold(0.0, |sum, c| sum * x + c);
    let tail = |q: f64| polynomial(&C, q) / (polynomial(&D, q) * q + 1.0);
    if u < TAIL {
        tail((-2.0 * u.ln()).sqrt())
    } else if u > 1.0 - TAIL {
        -tail((-2.0 * (1.0 - u).ln()).sqrt())
    } else {
        let q = u - 0.5;
        let r = q * q;
        polynomial(&A, r) * q / (polynomial(&B, r) * r + 1.0)
    }
}

/// Mean number of successes up to which the binomial distribution is inverted exactly.
const EXACT_UP_TO_MEAN: f64 = 24.0;

/// Quantile of the binomial distribution: how many of `trials` succeed, given the uniform `u`.
///
/// Exact by inversion while the mean is small; beyond it, the rounded normal quantile, whose error
/// is far below the uncertainty of the success probability itself.
#[must_use]
pub fn binomial_quantile(trials: u32, probability: f64, u: f64) -> u32 {
    if trials == 0 || probability <= 0.0 {
        return 0;
    }
    if probability >= 1.0 {
        return trials;
    }
    if probability > 0.5 {
        return trials - binomial_quantile(trials, 1.0 - probability, 1.0 - u);
    }
    let mean = f64::from(trials) * probability;
    if mean > EXACT_UP_TO_MEAN {
        let deviation = (mean * (1.0 - probability)).sqrt();
        return (mean + deviation * normal_quantile(u)).round().clamp(0.0, f64::from(trials)) as u32;
    }
    // (1 - p)^n >= 1 - np: below that bound nothing is drawn, and most draws stop here.
    if u <= 1.0 - mean {
        return 0;
    }
    let odds = probability / (1.0 - probability);
    let mut term = (f64::from(trials) * (-probability).ln_1p()).exp();
    let mut below = term;
    let mut count = 0;
    while u > below && count < trials {
        term *= odds * f64::from(trials - count) / f64::from(count + 1);
        below += term;
        count += 1;
    }
    count
}

/// Success probabilities of many binomial draws, and what their distributions are built from.
#[derive(Clone, Debug, Default)]
pub struct Chances {
    probability: Vec<f64>,
    /// Odds of the rarer outcome.
    odds: Vec<f64>,
    /// Log of the probability of the more frequent outcome.
    frequent_log: Vec<f64>,
}

impl Chances {
    /// Chances of `draws` draws, none of which can succeed.
    #[must_use]
    pub fn none(draws: usize) -> Self {
        Self { probability: vec![0.0; draws], odds: vec![0.0; draws], frequent_log: vec![0.0; draws] }
    }

    /// The success probabilities.
    #[must_use]
    pub fn probability(&self) -> &[f64] {
        &self.probability
    }

    /// Sets each draw's success probability.
    pub fn set(&mut self, probability: impl Fn(usize) -> f64) {
        self.probability.iter_mut().enumerate().for_each(|(draw, value)| *value = probability(draw));
        let count = self.probability.len();
        let probability = &self.probability[..];
        let (odds, frequent_log) = (&mut self.odds[..count], &mut self.frequent_log[..count]);
        wide(
            #[inline(always)]
            move || {
                for k in 0..count {
                    let rare = rarer(probability[k]);
                    odds[k] = rare / (1.0 - rare);
                    frequent_log[k] = ln(1.0 - rare);
                }
            },
        );
    }

    /// [`binomial_quantile`] of some of the draws, whose trials are whole numbers. Almost all of them succeed a few
    /// times at most: these are counted without a branch, for several draws at a time.
    pub fn binomial_quantiles(&self, draws: Range<usize>, trials: &[f64], u: &[f64], successes: &mut [f64]) {
        let count = draws.len();
        let (trials, u, successes) = (&trials[..count], &u[..count], &mut successes[..count]);
        let probability = &self.probability[draws.clone()][..count];
        let (odds, frequent_log) = (&self.odds[draws.clone()][..count], &self.frequent_log[draws][..count]);
        wide(
            #[inline(always)]
            || {
                for k in 0..count {
                    let none = exp(trials[k] * frequent_log[k]);
                    successes[k] = few_successes(trials[k], probability[k], (none, odds[k]), u[k]);
                }
            },
        );
        for k in 0..count {
            if successes[k] == MANY {
                successes[k] = f64::from(binomial_quantile(trials[k] as u32, probability[k], u[k]));
            }
        }
    }
}

/// Probability of the rarer outcome.
#[inline(always)]
fn rarer(probability: f64) -> f64 {
    if probability > 0.5 { 1.0 - probability } else { probability }
}

/// Stands for a number of successes that [`few_successes`] does not count up to.
const MANY: f64 = f64::INFINITY;

/// The binomial quantile up to a few successes (failures, where these are rarer), or [`MANY`]; `none` is the
/// probability that the rarer outcome never comes, `odds` its odds in one trial.
#[inline(always)]
fn few_successes(trials: f64, probability: f64, (none, odds): (f64, f64), u: f64) -> f64 {
    const FEW: i32 = 8;
    let rare_failures = probability > 0.5;
    let u = if rare_failures { 1.0 - u } else { u };
    let (mut term, mut below) = (none, none);
    let mut counted = 0.0;
    for already in 0..FEW {
        counted += if u > below { 1.0 } else { 0.0 };
        term *= odds * (trials - f64::from(already)) * (1.0 / f64::from(already + 1));
        below += term;
    }
    let counted = if counted > trials { trials } else { counted };
    let successes = if rare_failures { trials - counted } else { counted };
    if u > below && counted < trials || trials * rarer(probability) > EXACT_UP_TO_MEAN { MANY } else { successes }
}

/// Quantile of the Poisson distribution, given the uniform `u`; exact inversion, normal beyond.
#[must_use]
pub fn poisson_quantile(mean: f64, u: f64) -> u32 {
    const EXACT_UP_TO_MEAN: f64 = 60.0;
    if mean <= 0.0 {
        return 0;
    }
    if mean > EXACT_UP_TO_MEAN {
        return (mean + mean.sqrt() * normal_quantile(u)).round().max(0.0) as u32;
    }
    let mut term = (-mean).exp();
    let mut below = term;
    let mut count = 0u32;
    while u > below && count < 1000 {
        count += 1;
        term *= mean / f64::from(count);
        below += term;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answers of Philox4x32-10 from the Random123 distribution (kat_vectors).
    #[test]
    fn val_philox_known_answers() {
        assert_eq!(philox4x32_10([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(philox4x32_10([u32::MAX; 4], [u32::MAX; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        assert_eq!(
            philox4x32_10([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    /// Draws of many entities at a time are those of each alone, also where they fill no whole block.
    #[test]
    fn prop_pairs_are_the_draws_of_each_entity() {
        let stream = Stream { seed: 0x1234_5678_9abc_def0, member: 11 };
        for count in [0, 1, LANES - 1, LANES, 3 * LANES + 5] {
            let entities: Vec<u64> = (0..count as u64).map(|i| i.wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect();
            let (mut first, mut second) = (vec![0.0; count], vec![0.0; count]);
            stream.uniform_pairs(7, Purpose::SeizedConsignments, &entities, &mut first, &mut second);
            for ((entity, first), second) in entities.iter().zip(first).zip(second) {
                let words = stream.words(7, Purpose::SeizedConsignments, *entity);
                assert_eq!(first, unit_interval(words[0], words[1]));
                assert_eq!(second, unit_interval(words[2], words[3]));
            }
        }
    }

    /// Counted side by side or one by one, a draw is the same, whatever its trials and probability.
    #[test]
    fn prop_quantiles_of_many_are_those_of_each() {
        let stream = Stream { seed: 3, member: 0 };
        let uniform = |purpose, i: u64| stream.uniform(0, purpose, i);
        let entities = 0..50_000_u64;
        let trials: Vec<f64> =
            entities.clone().map(|i| (uniform(Purpose::Captures, i) * 9.0).exp().floor() - 1.0).collect();
        let probability: Vec<f64> = entities
            .clone()
            .map(|i| match i % 100 {
                0 => 0.0,
                1 => 1.0,
                2..50 => uniform(Purpose::LeaderExit, i).powi(3),
                _ => uniform(Purpose::LeaderExit, i) / (trials[i as usize] + 1.0),
            })
            .collect();
        let u: Vec<f64> = entities.map(|i| uniform(Purpose::Parameter, i)).collect();
        let mut successes = vec![0.0; u.len()];
        let mut chances = Chances::none(u.len());
        chances.set(|k| probability[k]);
        for draws in [0..17, 17..18, 18..u.len()] {
            chances.binomial_quantiles(draws.clone(), &trials[draws.clone()], &u[draws.clone()], &mut successes[draws]);
        }
        for k in 0..u.len() {
            let alone = binomial_quantile(trials[k] as u32, probability[k], u[k]);
            assert_eq!(
                successes[k],
                f64::from(alone),
                "{} trials, probability {}, u {}",
                trials[k],
                probability[k],
                u[k]
            );
        }
    }

    #[test]
    fn val_normal_quantile_of_published_points() {
        for (u, z) in [(0.5, 0.0), (0.975, 1.959_963_984_540_054), (0.001, -3.090_232_306_167_813)] {
            assert!((normal_quantile(u) - z).abs() < 1e-7, "{u}");
        }
    }

    #[test]
    fn prop_quantiles_have_the_right_mean() {
        let stream = Stream { seed: 7, member: 3 };
        for (trials, probability) in [(5u32, 0.2), (80, 0.1), (400, 0.3), (60, 0.9)] {
            let draws = 20_000u32;
            let sum: f64 = (0..draws)
                .map(|i| stream.uniform(0, Purpose::Parameter, u64::from(i)))
                .map(|u| f64::from(binomial_quantile(trials, probability, u)))
                .sum();
            let mean = f64::from(trials) * probability;
            let standard_error = (mean * (1.0 - probability) / f64::from(draws)).sqrt();
            assert!((sum / f64::from(draws) - mean).abs() < 5.0 * standard_error, "{trials} {probability}");
        }
    }

    #[test]
    fn a_draw_depends_on_every_part_of_its_key() {
        let base = Stream { seed: 1, member: 1 };
        let u = base.uniform(5, Purpose::Captures, 9);
        assert_eq!(u, base.uniform(5, Purpose::Captures, 9));
        assert_ne!(u, Stream { seed: 2, member: 1 }.uniform(5, Purpose::Captures, 9));
        assert_ne!(u, Stream { seed: 1, member: 2 }.uniform(5, Purpose::Captures, 9));
        assert_ne!(u, base.uniform(6, Purpose::Captures, 9));
        assert_ne!(u, base.uniform(5, Purpose::LeaderExit, 9));
        assert_ne!(u, base.uniform(5, Purpose::Captures, 10));
    }
}
