//! Charts as pixels, for documents that take no SVG.
//!
//! The font is part of the program, so that the picture does not depend on the machine.

use crate::error::ReportError;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use std::sync::Arc;

/// Pixels per unit of the drawing: sharp in print and on dense screens.
const SCALE: f32 = 2.0;
/// Name of the font that is built in.
const FONT: &str = "DejaVu Sans";

/// The bytes of a PNG file that shows an SVG drawing.
///
/// # Errors
/// When the drawing cannot be read or painted.
pub fn png(svg: &str) -> Result<Vec<u8>, ReportError> {
    let failed = |reason: String| ReportError::Chart { chart: "a picture of pixels".to_owned(), reason };
    let tree = tree(svg)?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or_else(|| failed("it has no size".to_owned()))?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or_else(|| failed("it is too large".to_owned()))?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|fault| failed(fault.to_string()))
}

/// A drawing as read, with the font that is built in.
pub(crate) fn tree(svg: &str) -> Result<Tree, ReportError> {
    let options = Options { fontdb: Arc::new(fonts()), ..Options::default() };
    Tree::from_str(svg, &options)
        .map_err(|fault| ReportError::Chart { chart: "a picture".to_owned(), reason: fault.to_string() })
}

fn fonts() -> fontdb::Database {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    fonts.set_sans_serif_family(FONT);
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pixels of a square of 20 units in a drawing of 40 by 30, counted.
    #[test]
    fn prop_a_square_has_its_pixels() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'><rect x='10' y='5' width='20' \
            height='20' fill='#0072b2'/></svg>";
        let pixels = Pixmap::decode_png(&png(svg).expect("a picture")).expect("a PNG file");
        assert_eq!((pixels.width(), pixels.height()), (80, 60));
        let blue = pixels
            .pixels()
            .iter()
            .filter(|pixel| (pixel.red(), pixel.green(), pixel.blue()) == (0, 0x72, 0xb2))
            .count();
        assert_eq!(blue, 40 * 40);
    }

    /// A letter leaves ink, whatever fonts the machine has.
    #[test]
    fn words_are_painted() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='30'><text x='5' y='20' \
            font-family='sans-serif' font-size='16'>kg</text></svg>";
        let pixels = Pixmap::decode_png(&png(svg).expect("a picture")).expect("a PNG file");
        assert!(pixels.pixels().iter().any(|pixel| pixel.alpha() == u8::MAX));
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        assert!(png("no drawing").is_err());
    }
}
