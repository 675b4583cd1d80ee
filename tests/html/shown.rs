//! A document as a text to compare with.

use deskmates::document::{Block, Cell, Document, Heads, Inline, Picture, Source, Target};

/// A document in a few characters, a block a line.
pub fn shown(document: &Document) -> String {
    blocks(&document.blocks, "\n")
}

pub fn blocks(all: &[Block], between: &str) -> String {
    let one = |block: &Block| match block {
        Block::Paragraph(content) => format!("p({})", line(content)),
        Block::Heading(level, content) => format!("h{level}({})", line(content)),
        Block::List(start, items) => {
            let items: Vec<_> = items.iter().map(|item| blocks(item, " ")).collect();
            format!("{}({})", start.map_or("ul".to_owned(), |n| format!("ol{n}")), items.join("|"))
        }
        Block::Quote(inner) => format!("quote({})", blocks(inner, " ")),
        Block::Code(code) => format!("code({code})"),
        Block::Rule => "rule".to_owned(),
        Block::Figure(pictures, caption) => format!("figure({}; {})", line(pictures), line(caption)),
        Block::Table(table) => {
            let cell = |cell: &Cell| {
                let sign = match cell.heads {
                    Some(Heads::Column) => "v ",
                    Some(Heads::Row) => "> ",
                    None => "",
                };
                let reach = match cell.reach {
                    (None, None) => String::new(),
                    (columns, rows) => format!("{}x{} ", columns.unwrap_or(1), rows.unwrap_or(1)),
                };
                format!("{sign}{reach}{}", blocks(&cell.blocks, " "))
            };
            let row = |row: &Vec<Cell>| row.iter().map(cell).collect::<Vec<_>>().join("|");
            let rows: Vec<_> = table.rows.iter().map(row).collect();
            format!("table[{}]({}; {})", table.label, line(&table.caption), rows.join(" / "))
        }
    };
    all.iter().map(one).collect::<Vec<_>>().join(between)
}

pub fn line(content: &[Inline]) -> String {
    let target = |target: &Target| match target {
        Target::Web(link) => link.as_str().to_owned(),
        Target::Here(path) => format!("HERE {path}"),
        Target::Mail(address) => format!("mailto:{address}"),
    };
    let one = |inline: &Inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Code(code) => format!("`{code}`"),
        Inline::Emphasis(inner) => format!("<em {}>", line(inner)),
        Inline::Strong(inner) => format!("<b {}>", line(inner)),
        Inline::Link(to, inner) => format!("<a {} {}>", target(to), line(inner)),
        Inline::Image(Picture { source, alt, size }) => {
            let source = match source {
                Source::Web(link) => link.as_str().rsplit('/').next().unwrap_or_default(),
                Source::Here(_) => "HERE",
            };
            format!("<img {source} {alt:?} {}>", size.map_or("-".to_owned(), |(w, h)| format!("{w}x{h}")))
        }
        Inline::Break => "/".to_owned(),
    };
    content.iter().map(one).collect()
}
