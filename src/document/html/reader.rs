//! Blocks, from one piece to the next.

use super::address::{name_of, page_of};
use super::elements::{Level, Role, role};
use super::line::{Form, Line, label};
use super::open_block::{OpenBlock, flat};
use super::{Blog, Element, Piece, behind, leftovers};
use crate::document::inline::linked;
use crate::document::{Block, DEEPEST, Document, Inline, Picture, Source, Target, Writer, harmless, plain};

/// What is to be done where an element ends.
enum End {
    Nothing,
    Settle,
    Form,
    Term,
    Quoted,
    Small,
    Heading,
    Pre,
    Verse,
    Block,
    TableHead,
}

pub(super) struct Reader<'a> {
    writer: Writer,
    blog: &'a Blog,
    /// What the open elements do where they end.
    open: Vec<End>,
    /// The blocks that are done, and those that hold others and are not.
    done: Vec<Block>,
    open_blocks: Vec<OpenBlock>,
    line: Line,
    /// The level of the heading that the line is, if it is one, and of the heading before; 1 is the page's own.
    heading: Option<u8>,
    level: u8,
    /// Code that is being read, where every space counts.
    code: Option<String>,
    /// How many poems are open: one, where people write HTML.
    verses: usize,
    /// Where digits stand that are not on the line.
    small: Vec<Level>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(writer: Writer, blog: &'a Blog) -> Self {
        Self {
            writer,
            blog,
            open: Vec::new(),
            done: Vec::new(),
            open_blocks: Vec::new(),
            line: Line::default(),
            heading: None,
            level: 1,
            code: None,
            verses: 0,
            small: Vec::new(),
        }
    }

    pub(super) fn read(mut self, pieces: &[Piece]) -> Document {
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            if let Some(length) = leftovers::php_message(&pieces[at..]) {
                at += length;
                continue;
            }
            at += 1;
            match piece {
                Piece::Text(text) => self.text(text),
                Piece::Close => self.close(),
                Piece::Open(element) => match self.open(element, &pieces[at..]) {
                    Some(end) => self.open.push(end),
                    None => at = behind(pieces, at),
                },
            }
        }
        while !self.open.is_empty() {
            self.close();
        }
        self.settle();
        Document { blocks: self.done }
    }

    fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
            return;
        }
        let is_published = self.writer == Writer::Programme && !self.line.is_code();
        let text = &if is_published { leftovers::without_short_codes(text) } else { text.into() };
        if self.verses > 0 {
            for (i, line) in text.split('\n').enumerate() {
                if i > 0 {
                    self.break_line();
                }
                self.line.text(line);
            }
        } else if let Some(level) = self.small.last().filter(|_| text.bytes().all(|b| b.is_ascii_digit())) {
            self.line.text(&text.chars().map(|c| small(c, *level)).collect::<String>());
        } else {
            self.line.text(text);
        }
    }

    fn break_line(&mut self) {
        if !self.line.break_line() {
            // An empty line between two means what two paragraphs mean.
            self.settle();
        }
    }

    /// Begins an element; none when nothing of it and of what is in it is to be read.
    fn open(&mut self, element: &Element, rest: &[Piece]) -> Option<End> {
        let role = role(element);
        if let Some(code) = &mut self.code {
            match role {
                Role::Gone => return None,
                Role::Break => code.push('\n'),
                Role::Picture => code.push_str(element.get("alt").unwrap_or_default()),
                _ => {}
            }
            return Some(End::Nothing);
        }
        Some(match role {
            Role::Gone => return None,
            Role::Words => End::Nothing,
            Role::Break => {
                self.break_line();
                End::Nothing
            }
            Role::Rule => {
                self.settle();
                self.put(Block::Rule);
                End::Nothing
            }
            // Who is quoted stands on a line of its own.
            Role::Emphasis
                if element.name == "cite" && matches!(self.open_blocks.last(), Some(OpenBlock::Quote(_))) =>
            {
                self.settle();
                self.form(Form::Emphasis)
            }
            Role::Emphasis => self.form(Form::Emphasis),
            Role::Strong => self.form(Form::Strong),
            Role::Code => self.form(Form::Code),
            Role::Link if leftovers::leads_back(element, rest) => return None,
            Role::Link => match element.get("href").and_then(|href| self.blog.target(href, self.writer)) {
                Some(target) => self.form(Form::Link(target)),
                None => End::Nothing,
            },
            Role::Quoted => {
                self.line.text("“");
                End::Quoted
            }
            Role::Small(level) => {
                self.small.push(level);
                End::Small
            }
            Role::Picture => {
                self.picture(leftovers::true_picture(rest).unwrap_or(element));
                End::Nothing
            }
            Role::Embed => return self.embed(element, rest),
            // The words of a caption are not for finding one's way.
            Role::Heading(level)
                if self.writer == Writer::Programme && !self.open_blocks.iter().any(OpenBlock::is_caption) =>
            {
                self.settle();
                self.heading = Some(level);
                End::Heading
            }
            Role::Term | Role::Heading(_) => {
                self.settle();
                if self.line.open(Form::Strong) { End::Term } else { End::Settle }
            }
            Role::Pre => {
                self.settle();
                self.code = Some(String::new());
                End::Pre
            }
            Role::Verse => {
                self.settle();
                self.verses += 1;
                End::Verse
            }
            Role::List => self.open_block(OpenBlock::List(None, Vec::new())),
            Role::Numbered => self.open_block(OpenBlock::List(Some(element.number("start").unwrap_or(1)), Vec::new())),
            Role::Quote => self.open_block(OpenBlock::Quote(Vec::new())),
            Role::Figure => self.open_block(OpenBlock::Figure(Vec::new(), Vec::new())),
            Role::Table => self.open_block(OpenBlock::table()),
            Role::Caption
                if matches!(self.open_blocks.last(), Some(OpenBlock::Table { .. } | OpenBlock::Figure(..))) =>
            {
                self.settle();
                self.heading = None;
                self.open_blocks.push(OpenBlock::Caption(Vec::new()));
                End::Block
            }
            Role::TableHead => {
                self.settle();
                self.in_head(true);
                End::TableHead
            }
            Role::Flow | Role::Caption | Role::Item | Role::Row | Role::Cell | Role::HeadCell => {
                self.settle();
                self.part(role, element);
                End::Settle
            }
        })
    }

    fn close(&mut self) {
        let Some(end) = self.open.pop() else { return };
        match end {
            End::Nothing => {}
            End::Settle => self.settle(),
            End::Form => self.line.close(),
            End::Quoted => self.line.text("”"),
            End::Small => drop(self.small.pop()),
            End::Term => {
                self.line.close();
                self.settle();
            }
            End::Heading => {
                self.settle();
                self.heading = None;
            }
            End::Pre => {
                let code = self.code.take().unwrap_or_default();
                let code = harmless(code.trim_end());
                if !code.is_empty() {
                    self.put(Block::Code(code));
                }
            }
            End::Verse => {
                self.settle();
                self.verses -= 1;
            }
            End::TableHead => {
                self.settle();
                self.in_head(false);
            }
            End::Block => {
                self.settle();
                self.end_block();
            }
        }
    }

    fn form(&mut self, form: Form) -> End {
        // A link in a link is words of the outer one.
        if self.line.open(form) { End::Form } else { End::Nothing }
    }

    fn open_block(&mut self, block: OpenBlock) -> End {
        self.settle();
        if self.open_blocks.len() >= DEEPEST {
            return End::Settle;
        }
        self.heading = None;
        self.open_blocks.push(block);
        End::Block
    }

    fn in_head(&mut self, is: bool) {
        if let Some(OpenBlock::Table { in_head, .. }) = self.open_blocks.last_mut() {
            *in_head = is;
        }
    }

    /// Begins an item, a row or a cell, where there is a list or a table for it.
    fn part(&mut self, role: Role, element: &Element) {
        if let Some(block) = self.open_blocks.last_mut() {
            block.begin(role, element);
        }
    }

    /// Ends the block that the line is part of.
    fn settle(&mut self) {
        let line = linked(self.line.take());
        if line.is_empty() {
            return;
        }
        let block = match self.heading {
            Some(level) if !plain(&line).trim().is_empty() => {
                self.level = level.clamp(2, self.level + 1);
                Block::Heading(self.level, line)
            }
            _ => Block::Paragraph(line),
        };
        self.put(block);
    }

    fn put(&mut self, block: Block) {
        self.open_blocks.last_mut().map_or(&mut self.done, OpenBlock::blocks).push(block);
    }

    fn end_block(&mut self) {
        match self.open_blocks.pop() {
            Some(OpenBlock::Caption(blocks)) => match self.open_blocks.last_mut() {
                Some(OpenBlock::Figure(_, caption)) => flat(blocks, caption),
                Some(OpenBlock::Table { table, .. }) => flat(blocks, &mut table.caption),
                _ => blocks.into_iter().for_each(|block| self.put(block)),
            },
            Some(block) => block.into_blocks().into_iter().for_each(|block| self.put(block)),
            None => {}
        }
    }

    fn picture(&mut self, element: &Element) {
        let alt = element.get("alt").map(label).unwrap_or_default();
        let size = (element.number("width"), element.number("height"));
        let classes = element.get("class").unwrap_or_default();
        let source = match size {
            // One dot is there to count readers.
            (Some(0 | 1), Some(0 | 1)) => return,
            _ if classes.split_ascii_whitespace().any(|c| matches!(c, "wp-smiley" | "emoji")) => None,
            _ => self.blog.source(element),
        };
        let sane = |side: &u16| (1..=10_000).contains(side);
        let size = size.0.filter(sane).zip(size.1.filter(sane));
        match source {
            None => self.line.text(&alt),
            Some(link) if self.writer == Writer::Programme && self.blog.shows(&link) => {
                self.line.put(Inline::Image(Picture { source: Source::Web(link), alt, size }));
            }
            Some(link) => {
                let words = if alt.is_empty() { label(name_of(&link)) } else { alt };
                self.link(Target::Web(link), words);
            }
        }
    }

    /// A link to what is embedded; none when there is one, and so nothing in the element is to be read.
    fn embed(&mut self, element: &Element, rest: &[Piece]) -> Option<End> {
        // What plays names its sources first thing in it.
        let mut open = 1usize;
        let parts = rest.iter().map_while(|piece| match piece {
            Piece::Open(part) if matches!(part.name.as_str(), "source" | "track" | "param") => {
                open += 1;
                Some(Some(part))
            }
            Piece::Text(text) if text.trim().is_empty() => Some(None),
            Piece::Close => {
                open -= 1;
                (open > 0).then_some(None)
            }
            _ => None,
        });
        let link = std::iter::once(element).chain(parts.flatten()).find_map(|part| self.blog.source(part));
        let Some(link) = link else {
            // What a frame holds is for browsers from before there were frames.
            return (element.name != "iframe").then_some(End::Nothing);
        };
        let link = page_of(link);
        let title = element.get("title").or_else(|| element.get("aria-label")).map(label).unwrap_or_default();
        let words = match element.name.as_str() {
            _ if !title.is_empty() => title,
            "iframe" | "embed" => label(link.as_str()),
            _ => label(name_of(&link)),
        };
        self.link(Target::Web(link), words);
        None
    }

    fn link(&mut self, target: Target, words: String) {
        self.line.text(" ");
        match self.line.is_link() {
            true => self.line.text(&words),
            false => self.line.put(Inline::Link(target, vec![Inline::Text(words)])),
        }
    }
}

/// A digit above or below the line; Unicode has no such letters for most of the rest.
fn small(digit: char, level: Level) -> char {
    const ABOVE: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let Some(value) = digit.to_digit(10) else { return digit };
    match level {
        Level::Above => ABOVE.get(value as usize).copied().unwrap_or(digit),
        Level::Below => char::from_u32(0x2080 + value).unwrap_or(digit),
    }
}
