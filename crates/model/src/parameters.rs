//! How a module declares the numbers it needs.
//!
//! `parameters!` turns one list into a struct with a field per parameter, the list of declarations
//! that the evidence loader checks `data/evidence/<module>.toml` against, and the constructor that
//! fills the struct from one draw. The field name is the record's key; its unit stands beside it.

/// Declares a parameter struct. See the module documentation.
#[macro_export]
macro_rules! parameters {
    ($(#[$meta:meta])* $name:ident in $module:literal {
        $( $(#[$field_meta:meta])* $field:ident : $unit:literal ),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $( $(#[$field_meta])* pub $field: f64, )* }

        impl $name {
            /// The evidence records that must exist, with the unit in which the model reads them.
            pub const DECLARATIONS: &'static [counterflow_evidence::Declaration] = &[ $(
                counterflow_evidence::Declaration { module: $module, name: stringify!($field), unit: $unit },
            )* ];

            /// Fills the struct; `value` answers (module, name).
            pub fn from_values(value: &dyn Fn(&str, &str) -> f64) -> Self {
                Self { $( $field: value($module, stringify!($field)), )* }
            }
        }
    };
}
