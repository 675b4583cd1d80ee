//! Rich text as a small tree of our own. Text that people or backends wrote
//! becomes a [`Document`] first and is rendered from it, element by element:
//! there is no other way onto a page, so nothing in it can run.
//!
//! It does not know how it is rendered. Where a text came from it knows only for HTML, as far as that tells how to read it: the address
//! of the blog ([`html::Blog`]), and what blogs' editors and plug-ins leave behind (`html/leftovers.rs`).

mod bare_address;
mod characters;
mod direction;
pub mod html;
mod inline;
pub mod markdown;

pub use direction::direction;

use crate::domain::legible::legible;
use crate::domain::web_link::WebLink;

/// How deep lists, quotes and emphasis may nest; what is deeper stands flat in
/// the level above, so that no text can exhaust the stack of what renders it.
pub const DEEPEST: usize = 12;

/// Who wrote a text, and so how far it is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// The programme: headings, pictures and links into this site.
    Programme,
    /// Anybody: no headings, no pictures, links into the web only.
    Person,
}

/// A text, whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Its blocks, from top to bottom.
    pub blocks: Vec<Block>,
}

/// What stands below one another.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A heading; the level never jumps by more than one downwards.
    Heading(u8, Vec<Inline>),
    /// A list; with the number it starts from when it is numbered.
    List(Option<u64>, Vec<Vec<Block>>),
    /// A quotation.
    Quote(Vec<Block>),
    /// Code, with its line breaks.
    Code(String),
    /// A change of subject.
    Rule,
    /// Pictures, and what is said below them.
    Figure(Vec<Inline>, Vec<Inline>),
    /// A table.
    Table(Table),
}

/// A table, row by row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it is called for those who cannot see it: its caption, or its first words.
    pub label: String,
    /// What stands above it.
    pub caption: Vec<Inline>,
    /// Its rows, from top to bottom.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// What it is the head of, if it is one.
    pub heads: Option<Heads>,
    /// Over how many columns and rows it reaches, where that is more than one.
    pub reach: (Option<u8>, Option<u8>),
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// What a cell can be the head of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heads {
    /// The cells below it.
    Column,
    /// The cells beside it.
    Row,
}

/// What stands within a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Stressed.
    Emphasis(Vec<Inline>),
    /// Important.
    Strong(Vec<Inline>),
    /// Code.
    Code(String),
    /// A link.
    Link(Target, Vec<Inline>),
    /// A picture.
    Image(Picture),
    /// A line break.
    Break,
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Where it comes from.
    pub source: Source,
    /// What it shows.
    pub alt: String,
    /// Its width and height, so that nothing moves when it arrives.
    pub size: Option<(u16, u16)>,
}

/// Where a picture comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// This site, as a path relative to its root.
    Here(String),
    /// A host whose pictures may be shown.
    Web(WebLink),
}

/// Where a link may lead.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Into the web.
    Web(WebLink),
    /// To a page of this site, as a path relative to its root.
    Here(String),
    /// To a mail program.
    Mail(String),
}

impl Target {
    /// Reads where a link leads; none when the writer may not link there.
    pub fn parse(text: &str, writer: Writer) -> Option<Self> {
        if let Ok(link) = WebLink::parse(text) {
            return Some(Self::Web(link));
        }
        if writer == Writer::Person {
            return None;
        }
        if let Some(address) = text.strip_prefix("mailto:") {
            return Some(Self::Mail(address.to_owned()));
        }
        let here = |c: char| c.is_ascii_alphanumeric() || "/-_.#".contains(c);
        (!text.is_empty() && !text.starts_with('/') && text.chars().all(here)).then(|| Self::Here(text.to_owned()))
    }
}

impl Document {
    /// A text without markup: its paragraphs are those with an empty line between, its lines stay.
    pub fn plain(text: &str) -> Self {
        let mut blocks = Vec::new();
        let mut paragraph = Vec::new();
        for line in harmless(text).lines().chain([""]) {
            if !line.trim().is_empty() {
                if !paragraph.is_empty() {
                    paragraph.push(Inline::Break);
                }
                paragraph.push(Inline::Text(line.to_owned()));
            } else if !paragraph.is_empty() {
                blocks.push(Block::Paragraph(std::mem::take(&mut paragraph)));
            }
        }
        Self { blocks }
    }

    /// Takes the title off a text that begins with a heading of the first level.
    pub fn take_title(&mut self) -> Option<String> {
        match self.blocks.first() {
            Some(Block::Heading(1, content)) => {
                let title = plain(content);
                self.blocks.remove(0);
                Some(title)
            }
            _ => None,
        }
    }

    /// The first paragraph alone, for a page that shows where a text begins.
    pub fn beginning(self) -> Self {
        Self { blocks: self.blocks.into_iter().find(|b| matches!(b, Block::Paragraph(_))).into_iter().collect() }
    }
}

/// The words of a line without their form.
pub fn plain(content: &[Inline]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Image(Picture { alt: text, .. }) => text.clone(),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link(_, inner) => plain(inner),
            Inline::Break => " ".to_owned(),
        })
        .collect()
}

/// Legible text without control characters; line breaks stay.
fn harmless(text: &str) -> String {
    legible(text).filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_text_keeps_its_lines_and_its_signs() {
        let text = |t: &str| Inline::Text(t.to_owned());
        let blocks = vec![
            Block::Paragraph(vec![text("*one*"), Inline::Break, text("<b>two</b>")]),
            Block::Paragraph(vec![text("three")]),
        ];
        assert_eq!(Document::plain("\n*one*\n<b>two</b>\n \n\nthree\n"), Document { blocks });
        assert_eq!(Document::plain(" \n"), Document::default());
    }
}
