//! Blocks that hold others, while they are being read.

use super::Element;
use super::elements::Role;
use super::line::{label, only_pictures};
use crate::document::{Block, Cell, Heads, Inline, Table, plain};

pub(super) enum OpenBlock {
    Quote(Vec<Block>),
    /// The number it starts from, when it is numbered, and its items.
    List(Option<u64>, Vec<Vec<Block>>),
    /// What it shows, and what is said below it.
    Figure(Vec<Block>, Vec<Inline>),
    Table {
        table: Table,
        in_head: bool,
    },
    Caption(Vec<Block>),
}

/// The longest name of a table, in characters.
const LONGEST_LABEL: usize = 60;

impl OpenBlock {
    pub(super) fn table() -> Self {
        Self::Table { table: Table::default(), in_head: false }
    }

    pub(super) fn is_caption(&self) -> bool {
        matches!(self, Self::Caption(_))
    }

    /// Where a block within it goes.
    pub(super) fn blocks(&mut self) -> &mut Vec<Block> {
        match self {
            Self::Quote(blocks) | Self::Figure(blocks, _) | Self::Caption(blocks) => blocks,
            Self::List(_, items) => last(items),
            Self::Table { table, .. } => &mut last(last(&mut table.rows)).blocks,
        }
    }

    /// Begins an item, a row or a cell, if it is a list or a table.
    pub(super) fn begin(&mut self, role: Role, element: &Element) {
        match (self, role) {
            (Self::List(_, items), Role::Item) => items.push(Vec::new()),
            (Self::Table { table, .. }, Role::Row) => table.rows.push(Vec::new()),
            (Self::Table { table, in_head }, role @ (Role::Cell | Role::HeadCell)) => {
                let heads = match element.get("scope") {
                    _ if matches!(role, Role::Cell) => None,
                    Some("row" | "rowgroup") => Some(Heads::Row),
                    Some("col" | "colgroup") => Some(Heads::Column),
                    _ if *in_head || table.rows.len() <= 1 => Some(Heads::Column),
                    _ => Some(Heads::Row),
                };
                let reach = |name| element.number(name).filter(|n: &u8| (2..=100).contains(n));
                let cell = Cell { heads, reach: (reach("colspan"), reach("rowspan")), blocks: Vec::new() };
                match table.rows.last_mut() {
                    Some(row) => row.push(cell),
                    None => table.rows.push(vec![cell]),
                }
            }
            _ => {}
        }
    }

    /// What it is, now that it is whole: nothing where it holds nothing.
    pub(super) fn into_blocks(self) -> Vec<Block> {
        match self {
            Self::Caption(blocks) => blocks,
            Self::Quote(blocks) if blocks.is_empty() => blocks,
            Self::Quote(blocks) => vec![Block::Quote(blocks)],
            Self::List(start, mut items) => {
                // An empty item of a numbered list has its number.
                items.retain(|item| start.is_some() || !item.is_empty());
                let is_empty = items.iter().all(Vec::is_empty);
                if is_empty { Vec::new() } else { vec![Block::List(start, items)] }
            }
            Self::Figure(blocks, caption) => figure(blocks, caption),
            Self::Table { table, .. } => whole(table),
        }
    }
}

/// The last of these; a new one where there is none.
fn last<T: Default>(all: &mut Vec<T>) -> &mut T {
    if all.is_empty() {
        all.push(T::default());
    }
    let end = all.len() - 1;
    &mut all[end]
}

fn figure(mut blocks: Vec<Block>, caption: Vec<Inline>) -> Vec<Block> {
    match blocks.as_mut_slice() {
        [Block::Paragraph(content)] if only_pictures(content) => {
            return vec![Block::Figure(std::mem::take(content), caption)];
        }
        [Block::Figure(_, words)] if words.is_empty() => *words = caption,
        [Block::Table(table)] if table.caption.is_empty() => {
            table.caption = caption;
            name(table);
        }
        // The caption of a gallery, of a quotation or of what is only linked to.
        _ if !caption.is_empty() => blocks.push(Block::Paragraph(caption)),
        _ => {}
    }
    blocks
}

fn whole(mut table: Table) -> Vec<Block> {
    table.rows.retain(|row| !row.is_empty());
    if table.rows.iter().flatten().all(|cell| cell.blocks.is_empty()) {
        table.rows.clear();
    }
    let caption = std::mem::take(&mut table.caption);
    match table.rows.as_mut_slice() {
        // A frame around something, from the time when tables were for that.
        [row] if row.len() == 1 => {
            let blocks = row.pop().map(|cell| cell.blocks).unwrap_or_default();
            figure(blocks, caption)
        }
        [] => figure(Vec::new(), caption),
        [first, ..] => {
            // Beside cells that are none, heads are those of their row, also in the first one.
            if first.iter().any(|cell| cell.heads.is_none() && !cell.blocks.is_empty()) {
                first.iter_mut().filter_map(|cell| cell.heads.as_mut()).for_each(|heads| *heads = Heads::Row);
            }
            // An empty cell is the head of nothing.
            let cells = table.rows.iter_mut().flatten();
            cells.filter(|cell| cell.blocks.is_empty()).for_each(|cell| cell.heads = None);
            table.caption = caption;
            name(&mut table);
            vec![Block::Table(table)]
        }
    }
}

fn name(table: &mut Table) {
    let mut words = table.caption.clone();
    for cell in table.rows.iter().flatten().filter(|_| table.caption.is_empty()) {
        if plain(&words).chars().count() > LONGEST_LABEL {
            break;
        }
        flat(cell.blocks.clone(), &mut words);
    }
    table.label = label(&plain(&words)).chars().take(LONGEST_LABEL).collect();
}

/// Puts the words of blocks into one line.
pub(super) fn flat(blocks: Vec<Block>, line: &mut Vec<Inline>) {
    for block in blocks {
        if !line.is_empty() && !matches!(line.last(), Some(Inline::Break)) {
            line.push(Inline::Break);
        }
        match block {
            Block::Paragraph(content) | Block::Heading(_, content) => line.extend(content),
            Block::Code(code) => line.push(Inline::Code(code)),
            Block::Quote(inner) => flat(inner, line),
            Block::List(_, items) => items.into_iter().for_each(|item| flat(item, line)),
            Block::Figure(pictures, caption) => {
                line.extend(pictures);
                line.extend(caption);
            }
            Block::Table(table) => {
                line.extend(table.caption);
                table.rows.into_iter().flatten().for_each(|cell| flat(cell.blocks, line));
            }
            Block::Rule => {}
        }
    }
}
