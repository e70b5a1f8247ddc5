//! The nearest valid name to a mistyped one.

/// Longest word that is compared; anything longer is not a mistyped name.
const LONGEST_WORD: usize = 80;

/// Shortest word whose prefix match counts.
const SHORTEST_PREFIX: usize = 3;

/// The candidate that a user most likely meant, or `None` when none is near.
///
/// Distance is that of Damerau and Levenshtein (optimal string alignment: insert, delete, replace,
/// swap neighbours), after lower-casing and taking `-`, `_` and blanks as one. A candidate is near
/// when at most a third of the word differs, or when one is a prefix of the other.
///
/// ```
/// use counterflow_evidence::diagnostics::nearest;
/// assert_eq!(nearest("Taskforces", ["hubs", "task_forces"]), Some("task_forces"));
/// assert_eq!(nearest("harvest", ["hubs", "task_forces"]), None);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = normalised(word);
    if word.is_empty() || word.len() > LONGEST_WORD {
        return None;
    }
    let limit = (word.len() / 3).max(1);
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in candidates {
        let other = normalised(candidate);
        let Some(score) = score(&word, &other, limit) else { continue };
        if best.is_none_or(|(lowest, _)| score < lowest) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Lower is nearer; a mere prefix comes after every spelling within the limit.
fn score(word: &[char], other: &[char], limit: usize) -> Option<usize> {
    if other.is_empty() || other.len() > LONGEST_WORD {
        return None;
    }
    let distance = distance(word, other);
    if distance <= limit && distance < word.len().max(other.len()) {
        return Some(distance);
    }
    let shorter = word.len().min(other.len());
    let prefix = shorter >= SHORTEST_PREFIX && word[..shorter] == other[..shorter];
    prefix.then_some(limit + distance)
}

fn normalised(word: &str) -> Vec<char> {
    let same = |character| if matches!(character, '-' | ' ') { '_' } else { character };
    word.trim().chars().flat_map(char::to_lowercase).map(same).collect()
}

/// Optimal string alignment distance, three rows at a time.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before_last = vec![0; right.len() + 1];
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for row in 1..=left.len() {
        let mut current = vec![row; right.len() + 1];
        for column in 1..=right.len() {
            let replaced = usize::from(left[row - 1] != right[column - 1]);
            let mut least = (last[column] + 1).min(current[column - 1] + 1).min(last[column - 1] + replaced);
            let swapped =
                row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1];
            if swapped {
                least = least.min(before_last[column - 2] + 1);
            }
            current[column] = least;
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVERS: [&str; 5] = ["task_forces", "justice_reform", "treatment", "eradication", "eradication_manual"];

    #[test]
    fn nearest_name() {
        let cases = [
            ("taskforces", Some("task_forces")),
            ("task-forces", Some("task_forces")),
            ("Task Forces", Some("task_forces")),
            ("tsak_forces", Some("task_forces")),
            ("treatmnet", Some("treatment")),
            ("justice", Some("justice_reform")),
            ("eradication_man", Some("eradication_manual")),
            ("eradication", Some("eradication")),
            ("treatments_for_heavy_users", Some("treatment")),
            ("ju", None),
            ("", None),
            ("sardine", None),
        ];
        for (word, expected) in cases {
            assert_eq!(nearest(word, LEVERS), expected, "{word}");
        }
        assert_eq!(nearest(&"x".repeat(10_000), LEVERS), None);
        assert_eq!(nearest("ab", ["cd"]), None);
    }

    #[test]
    fn distances_of_known_pairs() {
        let cases = [("", "abc", 3), ("kitten", "sitting", 3), ("ca", "abc", 3), ("ab", "ba", 1), ("same", "same", 0)];
        for (left, right, expected) in cases {
            let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
            assert_eq!(distance(&left, &right), expected);
            assert_eq!(distance(&right, &left), expected);
        }
    }
}
