//! What a study is, written once before its first part.

use super::error::StoreError;
use super::layout::Layout;
use super::shard::Shard;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Version of the folder's form.
const FORMAT: u32 = 1;

/// What a study is. Its parts are a pure function of it, the shard aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the folder's form.
    pub format: u32,
    /// Title.
    pub name: String,
    /// What determines the numbers, by name: hashes of files, the program's version.
    pub depends_on: BTreeMap<String, String>,
    /// Number of members.
    pub members: u32,
    /// Members of a part; the last part may have fewer.
    pub members_per_part: u32,
    /// The shard that this folder holds, such as `3/64`; none for the whole study.
    pub shard: Option<String>,
    /// Columns of the rows.
    pub layout: Layout,
    /// Columns of the monthly paths; none for a study that keeps no paths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paths: Option<Layout>,
}

/// Most rows of paths in a part: they fill a part faster than its other rows, and a part is in memory
/// while it is made.
const PATH_ROWS_PER_PART: usize = 1 << 18;

impl Manifest {
    /// A whole study. A part holds about `rows_per_part` rows, and at least one member.
    #[must_use]
    pub fn new(
        name: &str,
        depends_on: BTreeMap<String, String>,
        members: u32,
        rows_per_part: usize,
        layout: Layout,
    ) -> Self {
        let members_per_part = (rows_per_part / layout.rows_per_member.max(1)).max(1);
        let members_per_part = u32::try_from(members_per_part).unwrap_or(u32::MAX);
        Self {
            format: FORMAT,
            name: name.to_owned(),
            depends_on,
            members,
            members_per_part,
            shard: None,
            layout,
            paths: None,
        }
    }

    /// The same study, which keeps monthly paths too.
    #[must_use]
    pub fn with_paths(mut self, paths: Option<Layout>) -> Self {
        let most = paths.as_ref().map_or(usize::MAX, |layout| PATH_ROWS_PER_PART / layout.rows_per_member.max(1));
        self.members_per_part = self.members_per_part.min(u32::try_from(most).unwrap_or(u32::MAX)).max(1);
        self.paths = paths;
        self
    }

    /// Rows of each table that every member gives.
    pub(super) fn rows_per_member(&self) -> [usize; 2] {
        [self.layout.rows_per_member, self.paths.as_ref().map_or(0, |layout| layout.rows_per_member)]
    }

    /// The same study, of which a folder holds one shard.
    #[must_use]
    pub fn of_shard(mut self, shard: Shard) -> Self {
        self.shard = (shard != Shard::WHOLE).then(|| shard.to_string());
        self
    }

    /// The same study, whole.
    #[must_use]
    pub fn whole(&self) -> Self {
        Self { shard: None, ..self.clone() }
    }

    /// Number of parts of the whole study.
    #[must_use]
    pub fn parts(&self) -> u32 {
        self.members.div_ceil(self.members_per_part.max(1))
    }

    /// Members of a part.
    #[must_use]
    pub fn members_of(&self, part: u32) -> std::ops::Range<u32> {
        let first = part.saturating_mul(self.members_per_part).min(self.members);
        first..first.saturating_add(self.members_per_part).min(self.members)
    }

    /// Which shard the folder holds.
    pub(super) fn its_shard(&self) -> Result<Shard, StoreError> {
        self.shard.as_deref().map_or(Ok(Shard::WHOLE), str::parse)
    }

    /// Members of the parts that the folder holds once it is complete.
    pub(super) fn members_here(&self) -> Result<u64, StoreError> {
        let shard = self.its_shard()?;
        Ok(shard.parts(self.parts()).map(|part| self.members_of(part).len() as u64).sum())
    }

    pub(super) fn to_text(&self) -> Result<String, StoreError> {
        let text = serde_json::to_string_pretty(self)
            .map_err(|error| StoreError::unreadable(Path::new("manifest.json"), error))?;
        Ok(text + "\n")
    }

    pub(super) fn read(path: &Path) -> Result<Self, StoreError> {
        let text = std::fs::read_to_string(path).map_err(StoreError::file(path))?;
        let manifest: Self = serde_json::from_str(&text).map_err(|error| StoreError::unreadable(path, error))?;
        if manifest.format != FORMAT {
            return Err(StoreError::unreadable(
                path,
                format!("its form is {}, this program reads {FORMAT}", manifest.format),
            ));
        }
        manifest.its_shard()?;
        Ok(manifest)
    }

    /// Refuses a study that depends on something that has changed; the shard does not count.
    pub(super) fn check_same(&self, now: &Manifest, path: &Path) -> Result<(), StoreError> {
        let changed = |what: &str| StoreError::Changed { path: path.to_owned(), what: what.to_owned() };
        for name in self.depends_on.keys().chain(now.depends_on.keys()) {
            if self.depends_on.get(name) != now.depends_on.get(name) {
                return Err(changed(name));
            }
        }
        if self.whole() == now.whole() { Ok(()) } else { Err(changed("the study")) }
    }
}
