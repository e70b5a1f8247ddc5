//! A small writer of well-formed markup: every text is escaped, every element is closed.

/// Markup being written.
#[derive(Debug, Default)]
pub struct Markup {
    out: String,
}

/// Attributes of an element: name and value.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Markup {
    /// Text content, escaped.
    pub fn text(&mut self, text: &str) {
        escape_into(&mut self.out, text);
    }

    /// Markup made by this crate or embedded in it; never user text.
    pub fn trusted(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// An element around whatever `content` writes.
    pub fn within(&mut self, tag: &str, attributes: Attributes<'_>, content: impl FnOnce(&mut Self)) {
        self.open(tag, attributes, ">");
        content(self);
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    /// An element around one text.
    pub fn leaf(&mut self, tag: &str, attributes: Attributes<'_>, text: &str) {
        self.within(tag, attributes, |inner| inner.text(text));
    }

    /// An element without content, such as `meta` or an SVG shape.
    pub fn empty(&mut self, tag: &str, attributes: Attributes<'_>) {
        self.open(tag, attributes, "/>");
    }

    /// What was written.
    #[must_use]
    pub fn finish(self) -> String {
        self.out
    }

    fn open(&mut self, tag: &str, attributes: Attributes<'_>, end: &str) {
        self.out.push('<');
        self.out.push_str(tag);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape_into(&mut self.out, value);
            self.out.push('"');
        }
        self.out.push_str(end);
    }
}

/// A text safe inside elements and quoted attributes.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

fn escape_into(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Other control characters are not allowed in markup.
            c if c.is_control() && c != '\n' && c != '\t' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

/// An identifier safe as an anchor within the page.
#[must_use]
pub fn anchor(prefix: &str, id: &str) -> String {
    format!("{prefix}-{}", crate::csv_tables::file_stem(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut page = Markup::default();
        page.within("p", &[("title", "a\"b")], |p| p.text("<script>&'"));
        assert_eq!(page.finish(), "<p title=\"a&quot;b\">&lt;script&gt;&amp;&#39;</p>");
    }
}
