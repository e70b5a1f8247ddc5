//! Charts as PDF of one page, for print: outlines, not pixels.
//!
//! The drawing is read by the library that paints PNG files, which turns letters into outlines of the font that is
//! part of the program; a page then needs no fonts and looks the same everywhere. What our charts do not use
//! (gradients, pictures, masks) is left out.

use crate::error::ReportError;
use crate::png::tree;
use resvg::tiny_skia::{PathSegment, Transform};
use resvg::usvg::{FillRule, Group, Node, Paint, Path};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Points of print per unit of the drawing: 96 units are an inch of 72 points.
const POINTS: f32 = 0.75;
/// Steps of opacity that the page declares.
const OPACITY_STEPS: f32 = 100.0;

/// The bytes of a PDF file that shows an SVG drawing.
///
/// # Errors
/// When the drawing cannot be read.
pub fn pdf(svg: &str) -> Result<Vec<u8>, ReportError> {
    let tree = tree(svg)?;
    let (width, height) = (tree.size().width() * POINTS, tree.size().height() * POINTS);
    let mut page = Page::default();
    // The page counts upwards from its foot.
    page.group(tree.root(), Transform::from_row(POINTS, 0.0, 0.0, -POINTS, 0.0, height), 1.0);
    Ok(page.document(width, height))
}

/// Operators of a page's content and the opacities that they use, in hundredths.
#[derive(Default)]
struct Page {
    content: String,
    opacities: BTreeSet<u32>,
}

impl Page {
    fn group(&mut self, group: &Group, page: Transform, opacity: f32) {
        let opacity = opacity * group.opacity().get();
        for node in group.children() {
            match node {
                Node::Group(inner) => self.group(inner, page, opacity),
                Node::Path(path) if path.is_visible() => self.path(path, page, opacity),
                Node::Text(text) => self.group(text.flattened(), page, opacity),
                Node::Path(_) | Node::Image(_) => {}
            }
        }
    }

    fn path(&mut self, path: &Path, page: Transform, opacity: f32) {
        let transform = page.pre_concat(path.abs_transform());
        if let Some(fill) = path.fill()
            && let Paint::Color(color) = fill.paint()
        {
            self.opacity(opacity * fill.opacity().get());
            self.color(color.red, color.green, color.blue, "rg");
            self.outline(path, transform);
            self.content.push_str(if fill.rule() == FillRule::EvenOdd { "f*\n" } else { "f\n" });
        }
        if let Some(stroke) = path.stroke()
            && let Paint::Color(color) = stroke.paint()
        {
            let scale = transform.get_scale().0;
            let dashes = stroke.dasharray().unwrap_or_default().iter().map(|dash| (dash * scale).to_string());
            self.opacity(opacity * stroke.opacity().get());
            self.color(color.red, color.green, color.blue, "RG");
            let dashes = dashes.collect::<Vec<String>>().join(" ");
            let _ = writeln!(self.content, "{} w [{dashes}] 0 d", stroke.width().get() * scale);
            self.outline(path, transform);
            self.content.push_str("S\n");
        }
    }

    fn opacity(&mut self, opacity: f32) {
        let step = (opacity.clamp(0.0, 1.0) * OPACITY_STEPS).round() as u32;
        self.opacities.insert(step);
        let _ = writeln!(self.content, "/O{step} gs");
    }

    fn color(&mut self, red: u8, green: u8, blue: u8, operator: &str) {
        let share = |part: u8| f32::from(part) / f32::from(u8::MAX);
        let _ = writeln!(self.content, "{} {} {} {operator}", share(red), share(green), share(blue));
    }

    fn outline(&mut self, path: &Path, transform: Transform) {
        let Some(data) = path.data().clone().transform(transform) else { return };
        let mut at = (0.0, 0.0);
        for segment in data.segments() {
            let _ = match segment {
                PathSegment::MoveTo(to) => writeln!(self.content, "{} {} m", to.x, to.y),
                PathSegment::LineTo(to) => writeln!(self.content, "{} {} l", to.x, to.y),
                PathSegment::QuadTo(by, to) => {
                    // The cubic curve that equals a quadratic one has its handles two thirds of the way.
                    let handle =
                        |end: (f32, f32)| (end.0 + (by.x - end.0) * 2.0 / 3.0, end.1 + (by.y - end.1) * 2.0 / 3.0);
                    let (first, second) = (handle(at), handle((to.x, to.y)));
                    writeln!(self.content, "{} {} {} {} {} {} c", first.0, first.1, second.0, second.1, to.x, to.y)
                }
                PathSegment::CubicTo(first, second, to) => {
                    writeln!(self.content, "{} {} {} {} {} {} c", first.x, first.y, second.x, second.y, to.x, to.y)
                }
                PathSegment::Close => writeln!(self.content, "h"),
            };
            if let PathSegment::MoveTo(to)
            | PathSegment::LineTo(to)
            | PathSegment::QuadTo(_, to)
            | PathSegment::CubicTo(_, _, to) = segment
            {
                at = (to.x, to.y);
            }
        }
    }

    /// The file: catalogue, pages, page, content, and where each of them starts.
    fn document(self, width: f32, height: f32) -> Vec<u8> {
        let states: String = self
            .opacities
            .iter()
            .map(|step| {
                let share = *step as f32 / OPACITY_STEPS;
                format!("/O{step} << /ca {share} /CA {share} >> ")
            })
            .collect();
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R \
                 /Resources << /ExtGState << {states}>> >> >>"
            ),
            format!("<< /Length {} >>\nstream\n{}endstream", self.content.len(), self.content),
        ];
        let mut file = String::from("%PDF-1.4\n");
        let mut starts = Vec::new();
        for (number, object) in objects.iter().enumerate() {
            starts.push(file.len());
            let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", number + 1);
        }
        let table = file.len();
        let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for start in starts {
            let _ = writeln!(file, "{start:010} 00000 n ");
        }
        let _ = write!(file, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
        file.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'>\
        <rect x='10' y='5' width='20' height='10' fill='#ff0000' fill-opacity='0.5'/>\
        <text x='5' y='15' font-family='sans-serif' font-size='10'>kg</text></svg>";

    #[test]
    fn a_page_has_the_size_of_the_drawing_and_its_shapes_upright() {
        let text = String::from_utf8(pdf(DRAWING).expect("a page")).expect("text");
        assert!(text.starts_with("%PDF-1.4") && text.trim_end().ends_with("%%EOF"));
        assert!(text.contains("/MediaBox [0 0 30 15]"), "{text}");
        // The corner 10, 5 from above lies 7.5, 11.25 from the foot, in points.
        assert!(text.contains("7.5 11.25 m"), "{text}");
        assert!(text.contains("/O50 gs") && text.contains("/O50 << /ca 0.5 /CA 0.5 >>") && text.contains("1 0 0 rg"));
        // Letters are outlines, with curves.
        assert!(text.contains(" c\n"));
    }

    /// Every offset of the table points at its object.
    #[test]
    fn prop_offsets_point_at_their_objects() {
        let text = String::from_utf8(pdf(DRAWING).expect("a page")).expect("text");
        let start: usize =
            text.rsplit("startxref\n").next().and_then(|rest| rest.lines().next()?.parse().ok()).expect("a start");
        assert!(text[start..].starts_with("xref"));
        for (number, line) in text[start..].lines().skip(3).take(4).enumerate() {
            let offset: usize = line[..10].parse().expect("an offset");
            assert!(text[offset..].starts_with(&format!("{} 0 obj", number + 1)));
        }
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        assert!(pdf("no drawing").is_err());
    }
}
