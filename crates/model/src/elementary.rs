//! Logarithms, exponentials and powers of whole arrays.
//!
//! A month takes some two thousand of them. Here they are plain arithmetic without branches, so that
//! the compiler works on several numbers at a time, and `pulp` picks the widest vectors of the
//! processor at hand while the program runs. Multiplication and addition are never fused, so every
//! processor gives the same bits, which the mathematical library of an operating system does not
//! promise. Logarithms and exponentials stay within two units in the last place of the library's, e^x - 1 within four.
//! A power multiplies a logarithm, so that its relative error grows with the size of the exponent that e is raised to:
//! below (1 + |exponent ln base|) times 2^-51 (tested). ln 1 = 0 and e^0 = 1 exactly, on which a baseline that stands
//! still rests.
//!
//! ```text
//! ln x     x = 2^k m, m in (sqrt 1/2, sqrt 2); s = (m - 1)/(m + 1); ln m = 2 (s + s^3/3 + s^5/5 + ...)
//! e^x      x = k ln 2 + r, |r| <= ln 2 / 2;  e^r - 1 = r + r^2/2! + r^3/3! + ...;  e^x = 2^k + 2^k (e^r - 1)
//! ```
//! Both series end where the next term is below the rounding of the first. Reduction by ln 2 in two parts is
//! that of Cody and Waite (1980, Software Manual for the Elementary Functions); the form of ln that keeps its
//! largest term untouched is that of the library fdlibm (Sun Microsystems 1993).

use std::f64::consts::{LN_2, LOG2_E};

/// ln 2 in two parts; the first has so few digits that its product with an exponent is exact.
const LN_2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
const LN_2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);
/// Bits before the exponent of a double.
const MANTISSA_BITS: u32 = 52;
const TWO_TO_52: f64 = (1_u64 << MANTISSA_BITS) as f64;
/// What a double adds to its exponent.
const EXPONENT_BIAS: u64 = 1023;
/// Outside these bounds e^x counts as 0 or as infinite; a double ends within one unit of x beyond them.
const SMALLEST_EXPONENT: f64 = f64::MIN_EXP as f64 * LN_2;
const LARGEST_EXPONENT: f64 = (f64::MAX_EXP - 1) as f64 * LN_2;
/// 1/n! for n from 0 on.
const INVERSE_FACTORIAL: [f64; 14] = {
    let mut table = [1.0; 14];
    let (mut n, mut factorial) = (1, 1_u64);
    while n < table.len() {
        factorial *= n as u64;
        table[n] = 1.0 / factorial as f64;
        n += 1;
    }
    table
};

/// Runs `work` compiled for the widest vectors that this processor has. The compiler finds them where `work` is a
/// closure marked `#[inline(always)] move` that loops over slices of one length and holds its numbers itself.
#[inline]
pub(crate) fn wide<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}

/// Replaces each value by its natural logarithm.
pub(crate) fn ln_each(values: &mut [f64]) {
    wide(
        #[inline(always)]
        move || values.iter_mut().for_each(|value| *value = ln(*value)),
    );
}

/// Replaces each value by e to its power.
pub(crate) fn exp_each(values: &mut [f64]) {
    wide(
        #[inline(always)]
        move || values.iter_mut().for_each(|value| *value = exp(*value)),
    );
}

/// Each base to one power; a base below 0 counts as 0.
pub(crate) fn powers(bases: &[f64], exponent: f64, powers: &mut [f64]) {
    wide(
        #[inline(always)]
        move || {
            for (power_of_base, base) in powers.iter_mut().zip(bases) {
                *power_of_base = power(if *base < 0.0 { 0.0 } else { *base }, exponent);
            }
        },
    );
}

/// A double with the value of an integer below 2^52. Unlike a conversion, it is a single operation in vectors of
/// any processor.
#[inline(always)]
pub(crate) fn from_integer(integer: u64) -> f64 {
    f64::from_bits(integer | TWO_TO_52.to_bits()) - TWO_TO_52
}

/// The largest whole number that is not above a number from 0 to 2^52.
#[inline(always)]
pub(crate) fn whole_part(x: f64) -> f64 {
    // Between 2^52 and 2^53 doubles are whole, so the sum is rounded to a whole number.
    let rounded = (x + TWO_TO_52) - TWO_TO_52;
    if rounded > x { rounded - 1.0 } else { rounded }
}

/// Natural logarithm.
#[inline(always)]
pub(crate) fn ln(x: f64) -> f64 {
    const SQRT_HALF: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits();
    let biased = x.to_bits().wrapping_sub(SQRT_HALF).wrapping_add(EXPONENT_BIAS << MANTISSA_BITS) >> MANTISSA_BITS;
    let k = from_integer(biased) - EXPONENT_BIAS as f64;
    let m = f64::from_bits(x.to_bits().wrapping_sub(biased.wrapping_sub(EXPONENT_BIAS) << MANTISSA_BITS));
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let half_square = 0.5 * f * f;
    // 2s = f - s f exactly, hence ln m = f - (f^2/2 - s (f^2/2 + tail)) keeps f, the largest term, untouched.
    let tail = artanh_tail(s * s);
    let result = k * LN_2_HIGH - ((half_square - (s * (half_square + tail) + k * LN_2_LOW)) - f);
    let beyond = if x < 0.0 {
        f64::NAN
    } else if x < f64::MIN_POSITIVE {
        f64::NEG_INFINITY
    } else {
        x
    };
    if (f64::MIN_POSITIVE..f64::INFINITY).contains(&x) { result } else { beyond }
}

/// 2 z/3 + 2 z^2/5 + 2 z^3/7 + ... for z = s^2, summed in pairs, which a processor adds side by side.
#[inline(always)]
fn artanh_tail(z: f64) -> f64 {
    let (z2, z4) = (z * z, (z * z) * (z * z));
    let pair = |odd: i32| 2.0 / f64::from(odd) + z * (2.0 / f64::from(odd + 2));
    let low = pair(3) + z2 * pair(7);
    let high = pair(11) + z2 * pair(15) + z4 * pair(19);
    z * (low + z4 * high)
}

/// e to the power x.
#[inline(always)]
pub(crate) fn exp(x: f64) -> f64 {
    let (scale, rise) = exp_parts(x);
    let result = scale + scale * rise;
    if x < SMALLEST_EXPONENT {
        0.0
    } else if x > LARGEST_EXPONENT {
        f64::INFINITY
    } else {
        result
    }
}

/// e to the power x, less 1, without loss of digits near 0.
#[inline(always)]
pub(crate) fn exp_m1(x: f64) -> f64 {
    let (scale, rise) = exp_parts(x);
    let result = scale * rise + (scale - 1.0);
    if x > LARGEST_EXPONENT { f64::INFINITY } else { result }
}

/// 2^k and e^r - 1 for x = k ln 2 + r.
#[inline(always)]
fn exp_parts(x: f64) -> (f64, f64) {
    // Adding 1.5 x 2^52 rounds to a whole number, whose value then stands in the lowest bits.
    const ROUND: f64 = (3_u64 << (MANTISSA_BITS - 1)) as f64;
    let x = if x < SMALLEST_EXPONENT { SMALLEST_EXPONENT } else { x };
    let x = if x > LARGEST_EXPONENT { LARGEST_EXPONENT } else { x };
    let rounded = x * LOG2_E + ROUND;
    let k = rounded - ROUND;
    let r = (x - k * LN_2_HIGH) - k * LN_2_LOW;
    let scale = f64::from_bits(rounded.to_bits().wrapping_add(EXPONENT_BIAS) << MANTISSA_BITS);
    (scale, r + r * r * exp_tail(r))
}

/// 1/2! + r/3! + r^2/4! + ... + r^11/13!, summed in pairs.
#[inline(always)]
fn exp_tail(r: f64) -> f64 {
    let (r2, r4) = (r * r, (r * r) * (r * r));
    let pair = |n: usize| INVERSE_FACTORIAL[n] + r * INVERSE_FACTORIAL[n + 1];
    let low = pair(2) + r2 * pair(4);
    let middle = pair(6) + r2 * pair(8);
    let high = pair(10) + r2 * pair(12);
    low + r4 * (middle + r4 * high)
}

/// `base` to the power `exponent`, for a base that is not negative.
#[inline(always)]
pub(crate) fn power(base: f64, exponent: f64) -> f64 {
    if exponent == 0.0 { 1.0 } else { exp(exponent * ln(base)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Units in the last place by which two numbers differ.
    fn units_apart(a: f64, b: f64) -> u64 {
        a.to_bits().abs_diff(b.to_bits())
    }

    /// A spread of arguments over many orders of magnitude and close to 1.
    fn arguments() -> impl Iterator<Item = f64> {
        let wide = (-700..=700).map(|i| (f64::from(i) + 0.37).exp());
        wide.chain((-5000..=5000).map(|i| 1.0 + f64::from(i) * 1.9e-4)).filter(|x| *x > 0.0)
    }

    #[test]
    fn val_published_constants() {
        use std::f64::consts::{E, LN_2, LN_10, SQRT_2};
        for (value, published) in [
            (ln(2.0), LN_2),
            (ln(10.0), LN_10),
            (exp(1.0), E),
            (exp(-1.0), E.recip()),
            (exp_m1(1.0), E - 1.0),
            (power(2.0, 0.5), SQRT_2),
        ] {
            assert!(units_apart(value, published) <= 1, "{value} instead of {published}");
        }
    }

    #[test]
    fn val_agrees_with_the_mathematical_library() {
        for x in arguments() {
            assert!(units_apart(ln(x), x.ln()) <= 2, "ln {x}: {} {}", ln(x), x.ln());
        }
        for i in -6000..=6000 {
            let x = f64::from(i) * 0.1153;
            assert!(units_apart(exp(x), x.exp()) <= 2, "exp {x}");
            let small = f64::from(i) * 3.7e-4;
            assert!(
                units_apart(exp_m1(small), small.exp_m1()) <= 4,
                "exp_m1 {small}: {} {}",
                exp_m1(small),
                small.exp_m1()
            );
        }
    }

    /// Powers lose digits in proportion to the exponent of e that they come down to.
    #[test]
    fn val_powers_err_as_stated() {
        let (mut worst, mut most_units) = (0.0_f64, 0);
        for base in arguments() {
            for exponent in [-7.3, -2.0, -0.43, 0.017, 0.5, 1.0, 3.0, 11.9] {
                let (ours, library) = (power(base, exponent), base.powf(exponent));
                if library.is_normal() && ours.is_normal() {
                    let size = 1.0 + (exponent * base.ln()).abs();
                    worst = worst.max((ours / library - 1.0).abs() / size);
                    most_units = most_units.max(units_apart(ours, library));
                }
            }
        }
        assert!(worst < 2.0 * f64::EPSILON, "{} times 2^-52", worst / f64::EPSILON);
        // Far from 1 a power is off by more than the two units of its parts.
        assert!(most_units > 100, "{most_units} units in the last place");
    }

    #[test]
    fn nothing_moves_where_nothing_is_to_move() {
        assert_eq!((ln(1.0), exp(0.0), exp_m1(0.0), power(1.0, 0.37), power(0.0, 0.0)), (0.0, 1.0, 0.0, 1.0, 1.0));
    }

    #[test]
    fn the_edges_are_those_of_the_real_line() {
        assert_eq!(
            (ln(0.0), ln(f64::INFINITY), exp(f64::NEG_INFINITY), exp(1e9)),
            (f64::NEG_INFINITY, f64::INFINITY, 0.0, f64::INFINITY)
        );
        assert_eq!((exp_m1(-1e9), power(0.0, 2.0), power(0.0, -1.0)), (-1.0, 0.0, f64::INFINITY));
        assert!(ln(-1.0).is_nan() && ln(f64::NAN).is_nan() && exp(f64::NAN).is_nan());
    }

    #[test]
    fn whole_parts_are_floors() {
        for x in arguments().chain([0.0, 0.999_999, 1.0, 41.0, 1e15 + 0.5]).filter(|x| *x < 4e15) {
            assert_eq!(whole_part(x), x.floor());
        }
        assert_eq!((from_integer(0), from_integer(1 << 51)), (0.0, 2_251_799_813_685_248.0));
    }

    /// Vectors of any width, and the rest that fills none, give the bits of one number alone.
    #[test]
    fn prop_an_array_has_the_bits_of_its_numbers() {
        let numbers: Vec<f64> = arguments().take(2021).collect();
        let (mut exponentials, mut roots) = (numbers.clone(), numbers.clone());
        exp_each(&mut exponentials);
        powers(&numbers, 0.43, &mut roots);
        let same = |alone: &dyn Fn(f64) -> f64, together: &[f64]| {
            numbers.iter().zip(together).all(|(x, y)| alone(*x).to_bits() == y.to_bits())
        };
        assert!(same(&exp, &exponentials));
        assert!(same(&|x| power(x, 0.43), &roots));
    }
}
