//! `--set KEY=VALUE`.

use counterflow_evidence::diagnostics::{Problem, Problems};

/// Keys and values in the order given.
pub fn parse(texts: &[String]) -> Result<Vec<(String, f64)>, Problems> {
    let mut problems = Problems::default();
    let mut settings = Vec::new();
    for text in texts {
        match parse_one(text) {
            Some(setting) => settings.push(setting),
            None => problems.push(
                Problem::new("E0802", format!("`--set {text}` sets nothing"))
                    .expect("KEY=VALUE with a finite number, such as demand.light_to_heavy_per_year=0.02"),
            ),
        }
    }
    problems.into_result(settings)
}

fn parse_one(text: &str) -> Option<(String, f64)> {
    let (key, value) = text.split_once('=')?;
    let value: f64 = value.trim().parse().ok()?;
    let key = key.trim();
    (!key.is_empty() && value.is_finite()).then(|| (key.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_finite_numbers_are_read() {
        assert_eq!(parse(&["a.b = 1e3".to_owned()]), Ok(vec![("a.b".to_owned(), 1000.0)]));
        for wrong in ["a", "=1", "a=", "a=x", "a=nan", "a=inf", "a=1=2"] {
            assert!(parse(&[wrong.to_owned()]).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_fault_is_reported() {
        let problems = parse(&["a".to_owned(), "b=1".to_owned(), "c=x".to_owned()]).expect_err("two faults");
        assert_eq!(problems.len(), 2);
    }
}
