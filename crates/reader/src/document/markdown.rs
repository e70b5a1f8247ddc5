//! Markdown, through `pulldown-cmark`.

use super::{Block, Collector};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The blocks of a Markdown document.
pub fn blocks(source: &str) -> Vec<Block<'_>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let mut found = Vec::new();
    let mut open = Collector::default();
    let mut code = 0_usize;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_)) => code += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_)) => {
                code = code.saturating_sub(1);
            }
            Event::Text(text) | Event::Code(text) if code == 0 => {
                // Entities and backticks make the text another than the source's; words keep their place.
                let shift = source.get(range.clone()).and_then(|piece| piece.find(&*text)).unwrap_or(0);
                open.add(&text, range.start + shift..range.end);
            }
            Event::SoftBreak | Event::HardBreak => open.add(" ", range),
            Event::End(TagEnd::TableCell) => open.end_cell(range.end),
            Event::Start(
                Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::TableRow | Tag::TableHead | Tag::List(_),
            )
            | Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::TableRow
                | TagEnd::TableHead
                | TagEnd::List(_),
            ) => found.extend(open.take()),
            _ => {}
        }
    }
    found.extend(open.take());
    found
}
