//! Colours of the charts, named once, and how the page recolours them.
//!
//! The drawing library writes literal colours. The page's style sheet selects on them
//! (`[stroke="#0072b2"]`), so that the same drawing follows light, dark and print. The palette is
//! that of Okabe and Ito (2008), which stays apart under the common forms of colour blindness.

use plotters::style::RGBColor;

/// Scenario line and bands.
pub const SCENARIO: RGBColor = RGBColor(0x00, 0x72, 0xB2);
/// Baseline line, drawn dashed.
pub const BASELINE: RGBColor = RGBColor(0x55, 0x55, 0x55);
/// Axis labels.
pub const LABEL: RGBColor = RGBColor(0x44, 0x44, 0x44);
/// Axis lines.
pub const AXIS: RGBColor = RGBColor(0x88, 0x88, 0x88);
/// Grid lines.
pub const GRID: RGBColor = RGBColor(0xE2, 0xE2, 0xE2);
/// Lines of charts with several indicators; the dash pattern of a line is the second cue.
pub const SERIES: [RGBColor; 7] = [
    RGBColor(0x00, 0x72, 0xB2),
    RGBColor(0xD5, 0x5E, 0x00),
    RGBColor(0x00, 0x9E, 0x73),
    RGBColor(0xCC, 0x79, 0xA7),
    RGBColor(0xE6, 0x9F, 0x00),
    RGBColor(0x56, 0xB4, 0xE9),
    RGBColor(0x33, 0x33, 0x33),
];
/// Dash pattern of each line of [`SERIES`], in tenths of a pixel; empty for a solid line.
pub const SERIES_DASHES: [&str; 7] = ["", "70 30", "20 25", "90 25 20 25", "40 20", "120 40", "10 15"];

/// A colour as the drawing library writes it.
#[must_use]
pub fn hex(color: RGBColor) -> String {
    format!("#{:02X}{:02X}{:02X}", color.0, color.1, color.2)
}
