//! Markdown to a [`Document`]: the blocks that a text is made of.
//!
//! A reader of our own instead of pulldown-cmark, which costs a reader of the
//! site 52 KB (docs/decisions/markdown.md). It reads what people write in a
//! comment and what the programme writes in a topic as CommonMark does;
//! `tests/commonmark.rs` holds it to pulldown-cmark. Left out: indented code,
//! link references, entities, HTML. They are shown as the text they are.

use super::{Block, DEEPEST, Document, Writer, harmless, inline};

/// Reads Markdown. Every text gives a document; none fails.
pub fn read(text: &str, writer: Writer) -> Document {
    let text = harmless(text).replace('\t', "    ");
    let lines: Vec<&str> = text.lines().collect();
    Document { blocks: Reader { writer, level: 0 }.blocks(&lines, 0) }
}

/// How a line begins.
#[derive(Clone, Copy, PartialEq)]
enum Start<'a> {
    Blank,
    /// The marks that will end it.
    Fence(&'a str),
    Heading(u8, &'a str),
    Rule,
    /// What stands behind the `>`.
    Quote(&'a str),
    Item(Item),
    Text,
}

/// The mark of a list's item.
#[derive(Clone, Copy, PartialEq)]
struct Item {
    /// Its number, in a numbered list.
    number: Option<u64>,
    /// Items of one list have the same sign.
    sign: char,
    /// How far in its text stands.
    width: usize,
    is_empty: bool,
}

impl<'a> Start<'a> {
    fn of(line: &'a str) -> Self {
        let (_, text) = indented(line);
        if text.trim().is_empty() {
            return Self::Blank;
        }
        let marks = |sign| text.len() - text.trim_start_matches(sign).len();
        for sign in ['`', '~'] {
            let length = marks(sign);
            if length >= 3 && (sign == '~' || !text[length..].contains('`')) {
                return Self::Fence(&text[..length]);
            }
        }
        let level = marks('#');
        if (1..=6).contains(&level) && (text.len() == level || text[level..].starts_with(' ')) {
            let title = text[level..].trim();
            let open = title.trim_end_matches('#');
            let title = if open.is_empty() || open.ends_with(' ') { open.trim() } else { title };
            return Self::Heading(u8::try_from(level).unwrap_or(6), title);
        }
        if is_rule(text) {
            return Self::Rule;
        }
        if let Some(rest) = text.strip_prefix('>') {
            return Self::Quote(rest.strip_prefix(' ').unwrap_or(rest));
        }
        Item::of(line).map_or(Self::Text, Self::Item)
    }

    /// Whether a paragraph ends before such a line.
    fn interrupts(self) -> bool {
        match self {
            Self::Text => false,
            Self::Item(item) => !item.is_empty && item.number.is_none_or(|n| n == 1),
            _ => true,
        }
    }
}

/// By how many spaces a line is indented, and what stands behind them. Other
/// white space, such as the wide space of Japanese, is text.
fn indented(line: &str) -> (usize, &str) {
    let text = line.trim_start_matches(' ');
    (line.len() - text.len(), text)
}

/// Three or more of one sign, and nothing else.
fn is_rule(text: &str) -> bool {
    ['*', '-', '_'].iter().any(|sign| {
        let count = text.chars().filter(|c| c == sign).count();
        count >= 3 && text.chars().all(|c| c == *sign || c == ' ')
    })
}

impl Item {
    fn of(line: &str) -> Option<Self> {
        let (indent, text) = indented(line);
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let sign = text[digits..].chars().next()?;
        let number = match (digits, sign) {
            (0, '-' | '*' | '+') => None,
            (1..=9, '.' | ')') => Some(text[..digits].parse().ok()?),
            _ => return None,
        };
        let rest = &text[digits + 1..];
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        let is_empty = rest.trim().is_empty();
        if spaces == 0 && !is_empty {
            return None;
        }
        let gap = if is_empty || spaces > 4 { 1 } else { spaces };
        Some(Self { number, sign, width: indent + digits + 1 + gap, is_empty })
    }
}

struct Reader {
    writer: Writer,
    /// The level of the heading before; 0 where there is none yet.
    level: u8,
}

impl Reader {
    fn blocks(&mut self, lines: &[&str], depth: usize) -> Vec<Block> {
        if depth >= DEEPEST {
            // No text can exhaust the stack of what renders it; the words stay.
            return vec![Block::Paragraph(inline::read(lines.join("\n").trim(), self.writer))];
        }
        let mut blocks = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            let (block, taken) = self.block(&lines[at..], depth, blocks.is_empty());
            blocks.extend(block);
            at += taken;
        }
        blocks
    }

    /// The block that the first line begins, and how many lines it has.
    fn block(&mut self, lines: &[&str], depth: usize, is_first: bool) -> (Option<Block>, usize) {
        match Start::of(lines[0]) {
            Start::Blank => (None, 1),
            Start::Rule => (Some(Block::Rule), 1),
            Start::Heading(level, title) => (Some(self.heading(level, title, is_first && depth == 0)), 1),
            Start::Fence(marks) => code(lines, marks),
            Start::Quote(_) => {
                let inner = quoted(lines);
                let taken = inner.len();
                (Some(Block::Quote(self.blocks(&inner, depth + 1))), taken)
            }
            Start::Item(first) => self.list(lines, first, depth),
            Start::Text => self.paragraph(lines, is_first && depth == 0),
        }
    }

    fn heading(&mut self, level: u8, title: &str, is_first: bool) -> Block {
        let content = inline::read(title, self.writer);
        if self.writer == Writer::Person {
            return Block::Paragraph(vec![super::Inline::Strong(content)]);
        }
        self.level = if is_first && level == 1 { 1 } else { level.clamp(2, self.level.max(1) + 1) };
        Block::Heading(self.level, content)
    }

    fn paragraph(&mut self, lines: &[&str], is_first: bool) -> (Option<Block>, usize) {
        let more = lines[1..].iter().take_while(|line| !underlines(line) && !Start::of(line).interrupts()).count();
        let taken = more + 1;
        let text = lines[..taken].iter().map(|line| indented(line).1).collect::<Vec<_>>().join("\n");
        match lines.get(taken) {
            Some(line) if underlines(line) => {
                let level = if indented(line).1.starts_with('=') { 1 } else { 2 };
                (Some(self.heading(level, text.trim_end(), is_first)), taken + 1)
            }
            _ => (Some(Block::Paragraph(inline::read(text.trim_end(), self.writer))), taken),
        }
    }

    fn list(&mut self, lines: &[&str], first: Item, depth: usize) -> (Option<Block>, usize) {
        let mut items = Vec::new();
        let mut taken = 0;
        let mut next = Some(first);
        while let Some(item) = next {
            let inner = item_lines(&lines[taken..], item);
            taken += inner.len();
            items.push(self.blocks(&inner, depth + 1));
            let blank = lines[taken..].iter().take_while(|line| line.trim().is_empty()).count();
            next = lines.get(taken + blank).and_then(|line| match Start::of(line) {
                Start::Item(item) if item.sign == first.sign => Some(item),
                _ => None,
            });
            if next.is_some() {
                taken += blank;
            }
        }
        (Some(Block::List(first.number, items)), taken)
    }
}

/// Whether a line makes a heading of the paragraph above it.
fn underlines(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && (line.chars().all(|c| c == '=') || line.chars().all(|c| c == '-'))
}

/// Whether a line without a mark of its own goes on with the paragraph in which
/// the lines before it ended.
fn goes_on(before: &str, line: &str) -> bool {
    let in_paragraph = |start| match start {
        Start::Text => true,
        Start::Quote(rest) => !rest.trim().is_empty(),
        Start::Item(item) => !item.is_empty,
        _ => false,
    };
    in_paragraph(Start::of(before)) && Start::of(line) == Start::Text && !underlines(line)
}

/// The lines of a quotation, without their mark.
fn quoted<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let mut inner: Vec<&str> = Vec::new();
    for line in lines {
        match Start::of(line) {
            Start::Quote(rest) => inner.push(rest),
            _ if inner.last().is_some_and(|before| goes_on(before, line)) => inner.push(line),
            _ => break,
        }
    }
    inner
}

/// The lines of a list's item, without their indentation.
fn item_lines<'a>(lines: &[&'a str], item: Item) -> Vec<&'a str> {
    let mut inner = vec![lines[0].get(item.width..).unwrap_or("")];
    while let Some(line) = lines.get(inner.len()) {
        let blank = lines[inner.len()..].iter().take_while(|line| indented(line).1.is_empty()).count();
        let next = lines.get(inner.len() + blank).map_or(0, |line| indented(line).0);
        let goes_on = |before: &&str| blank == 0 && goes_on(before, line);
        if next < item.width && !inner.last().is_some_and(goes_on) {
            break;
        }
        // Blank lines belong to the item when what follows them does.
        inner.extend(std::iter::repeat_n("", blank));
        if let Some(line) = lines.get(inner.len()) {
            inner.push(&line[item.width.min(next)..]);
        }
    }
    inner
}

/// Fenced code, up to the fence that ends it or to the end of the text.
fn code(lines: &[&str], marks: &str) -> (Option<Block>, usize) {
    let (indent, _) = indented(lines[0]);
    let ends = |line: &&str| line.trim().starts_with(marks) && line.trim().trim_start_matches(&marks[..1]).is_empty();
    let end = lines[1..].iter().position(ends);
    let inside = &lines[1..end.map_or(lines.len(), |end| end + 1)];
    let own = |line: &&'_ str| line[indented(line).0.min(indent)..].to_owned();
    let code = inside.iter().map(own).collect::<Vec<_>>().join("\n");
    (Some(Block::Code(code.trim_end().to_owned())), inside.len() + 1 + usize::from(end.is_some()))
}

#[cfg(test)]
mod tests;
