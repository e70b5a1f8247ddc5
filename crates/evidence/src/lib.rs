//! Parameters with provenance.
pub mod diagnostics;
pub mod reader;

/// What a module needs: one parameter by module, name and unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Module and file stem, for example `demand`.
    pub module: &'static str,
    /// Record key, for example `light_to_heavy_per_year`.
    pub name: &'static str,
    /// Unit in which the model reads the value.
    pub unit: &'static str,
}
