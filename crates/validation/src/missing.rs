//! What keeps a check from being computed.

/// Why nothing could be computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// Reference data that are not at hand.
    #[error("needs the file {0}")]
    Data(String),
    /// A file, a network or an input that cannot be used.
    #[error("{0}")]
    Unusable(String),
}
