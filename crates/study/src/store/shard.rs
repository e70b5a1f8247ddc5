//! Shards: every n-th part of a study, for one machine of many.

use super::error::StoreError;
use std::fmt;
use std::str::FromStr;

/// Parts `number`, `number + of`, ... of a study, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which shard, from 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

impl Shard {
    /// The whole study.
    pub const WHOLE: Shard = Shard { number: 1, of: 1 };

    /// Its parts among `parts`, in order.
    pub fn parts(self, parts: u32) -> impl Iterator<Item = u32> + Clone {
        (self.number - 1..parts).step_by(self.of.max(1) as usize)
    }
}

impl FromStr for Shard {
    type Err = StoreError;

    /// Reads `3/64`.
    fn from_str(text: &str) -> Result<Self, StoreError> {
        let bad = || StoreError::BadShard { text: text.to_owned() };
        let (number, of) = text.split_once('/').ok_or_else(bad)?;
        let read = |part: &str| part.trim().parse::<u32>().map_err(|_| bad());
        let shard = Shard { number: read(number)?, of: read(of)? };
        if (1..=shard.of).contains(&shard.number) { Ok(shard) } else { Err(bad()) }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.number, self.of)
    }
}
