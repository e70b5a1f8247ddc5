//! Reference data that are not part of the project: networks and runs of the original programs.
//!
//! They carry no licence that would let us ship them. The user names a folder; a check whose file is
//! not there answers that it needs data, and its page says where to get them.

use crate::missing::Missing;
use std::path::{Path, PathBuf};

/// A folder of reference data, or none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReferenceFolder(Option<PathBuf>);

impl ReferenceFolder {
    /// The folder at this path.
    pub fn at(path: &Path) -> Self {
        Self(Some(path.to_owned()))
    }

    /// No reference data.
    pub fn none() -> Self {
        Self(None)
    }

    /// Text of a file of the folder.
    pub fn text(&self, file: &str) -> Result<String, Missing> {
        let path = self.0.as_ref().map(|folder| folder.join(file)).filter(|path| path.is_file());
        let path = path.ok_or_else(|| Missing::Data(file.to_owned()))?;
        std::fs::read_to_string(path).map_err(|error| Missing::Unusable(format!("{file}: {error}")))
    }

    /// Rows of numbers under one line of headings.
    pub fn numbers(&self, file: &str) -> Result<Vec<Vec<f64>>, Missing> {
        let text = self.text(file)?;
        let row = |line: &str| line.split(',').map(|cell| cell.trim().parse().ok()).collect::<Option<Vec<f64>>>();
        text.lines()
            .enumerate()
            .skip(1)
            .map(|(index, line)| {
                row(line)
                    .ok_or_else(|| Missing::Unusable(format!("{file}: line {} holds more than numbers", index + 1)))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_named() {
        let missing = Missing::Data("cartels/rivals.csv".to_owned());
        assert_eq!(ReferenceFolder::none().text("cartels/rivals.csv"), Err(missing.clone()));
        assert_eq!(ReferenceFolder::at(Path::new("nowhere")).numbers("cartels/rivals.csv"), Err(missing));
    }
}
