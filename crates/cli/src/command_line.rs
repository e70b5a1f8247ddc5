//! The command of a run record: as the user typed it, without options that change no number.

/// Options with a value that change no number.
const WITHOUT_EFFECT: [&str; 4] = ["--threads", "--out", "--html", "--color"];

/// The command of this process.
pub fn command_line() -> String {
    let typed: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    std::iter::once("counterflow".to_owned()).chain(recorded(&typed)).collect::<Vec<String>>().join(" ")
}

/// The words that decide over numbers, those with spaces in quotes.
fn recorded(typed: &[String]) -> Vec<String> {
    let quoted = |word: &String| {
        if word.contains([' ', '\'', '"', '$', '*']) {
            format!("'{}'", word.replace('\'', r"'\''"))
        } else {
            word.clone()
        }
    };
    let mut words = Vec::new();
    let mut rest = typed.iter();
    while let Some(word) = rest.next() {
        let option = word.split_once('=').map_or(word.as_str(), |(option, _)| option);
        if !WITHOUT_EFFECT.contains(&option) {
            words.push(quoted(word));
        } else if option == word {
            rest.next();
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recorded_command_leaves_out_what_changes_no_number() {
        let typed = ["assess", "--threads", "2", "--seed", "3", "--out=my folder", "--claims", "my claims.toml"]
            .map(str::to_owned);
        assert_eq!(recorded(&typed), ["assess", "--seed", "3", "--claims", "'my claims.toml'"]);
    }
}
