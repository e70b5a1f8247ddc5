//! Which inputs vary together.

/// Inputs put into groups. Each group gets one index; a group of one is an input alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups {
    of_input: Vec<usize>,
    names: Vec<String>,
}

impl Groups {
    /// Every input alone.
    #[must_use]
    pub fn alone<S: Into<String>>(inputs: impl IntoIterator<Item = S>) -> Self {
        let names: Vec<String> = inputs.into_iter().map(Into::into).collect();
        Self { of_input: (0..names.len()).collect(), names }
    }

    /// Inputs with one label form a group; groups come in the order in which labels first occur.
    #[must_use]
    pub fn labelled<S: AsRef<str>>(labels: &[S]) -> Self {
        let mut names: Vec<String> = Vec::new();
        let mut of_input = Vec::with_capacity(labels.len());
        for label in labels.iter().map(AsRef::as_ref) {
            let known = names.iter().position(|name| name == label);
            of_input.push(known.unwrap_or(names.len()));
            if known.is_none() {
                names.push(label.to_owned());
            }
        }
        Self { of_input, names }
    }

    /// Number of inputs.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.of_input.len()
    }

    /// Number of groups.
    #[must_use]
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// Names of the groups.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Group of each input.
    #[must_use]
    pub fn of_input(&self) -> &[usize] {
        &self.of_input
    }

    /// Inputs of each group.
    #[must_use]
    pub fn members(&self) -> Vec<Vec<usize>> {
        let mut members = vec![Vec::new(); self.count()];
        for (input, &group) in self.of_input.iter().enumerate() {
            members[group].push(input);
        }
        members
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_form_groups_in_order_of_first_use() {
        let groups = Groups::labelled(&["market", "demand", "market"]);
        assert_eq!(groups.names(), ["market", "demand"]);
        assert_eq!(groups.of_input(), [0, 1, 0]);
        assert_eq!(groups.members(), [vec![0, 2], vec![1]]);
        assert_eq!(Groups::alone(["a", "b"]).members(), [vec![0], vec![1]]);
    }
}
