//! Markdown (CommonMark, through pulldown-cmark) to a [`Document`].
//!
//! HTML in it is shown as the text it is. Links are kept where they are safe;
//! where not, their words stay. Bare web addresses become links.

use super::{Block, Document, Inline, Target, Writer, harmless};
use crate::domain::person::WebLink;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

/// How deep lists, quotes and emphasis may nest; what is deeper stands flat in
/// the level above, so that no text can exhaust the stack of what renders it.
const DEEPEST: usize = 12;

/// Reads Markdown. Every text gives a document; none fails.
pub fn read(text: &str, writer: Writer) -> Document {
    let mut builder = Builder { writer, open: vec![Open::Blocks(Holder::Document, Vec::new(), Vec::new())], level: 1 };
    for event in Parser::new(&harmless(text)) {
        builder.take(event);
    }
    while builder.open.len() > 1 {
        builder.close();
    }
    match builder.open.pop() {
        Some(Open::Blocks(_, blocks, loose)) => Document { blocks: with_loose(blocks, loose) },
        _ => Document::default(),
    }
}

/// What has been begun and not ended.
enum Open {
    /// Blocks, and the words that stand among them without a paragraph (a tight list's items).
    Blocks(Holder, Vec<Block>, Vec<Inline>),
    List(Option<u64>, Vec<Vec<Block>>),
    Words(Words, Vec<Inline>),
    Code(String),
    /// Its content belongs to what is open around it.
    Nothing,
}

enum Holder {
    Document,
    Quote,
    Item,
}

enum Words {
    Paragraph,
    Heading(u8),
    Emphasis,
    Strong,
    Link(Option<Target>),
    Image(String),
}

struct Builder {
    writer: Writer,
    open: Vec<Open>,
    /// The level of the heading before.
    level: u8,
}

impl Builder {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => {
                let open = if self.open.len() > DEEPEST { Open::Nothing } else { self.begin(tag) };
                self.open.push(open);
            }
            Event::End(_) => self.close(),
            Event::Code(code) => self.put(Inline::Code(code.into_string())),
            Event::SoftBreak if self.writer == Writer::Programme => self.put(Inline::Text(" ".into())),
            // People who write in a small box mean the line breaks they type.
            Event::SoftBreak | Event::HardBreak => self.put(Inline::Break),
            Event::Rule => self.put_block(Block::Rule),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.put(Inline::Text(text.into_string()))
            }
            // Extensions that are not switched on.
            _ => {}
        }
    }

    fn begin(&mut self, tag: Tag<'_>) -> Open {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => Open::Words(Words::Paragraph, Vec::new()),
            Tag::Heading { level, .. } => Open::Words(Words::Heading(level as u8), Vec::new()),
            Tag::BlockQuote(_) => Open::Blocks(Holder::Quote, Vec::new(), Vec::new()),
            Tag::Item => Open::Blocks(Holder::Item, Vec::new(), Vec::new()),
            Tag::List(start) => Open::List(start, Vec::new()),
            Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => Open::Code(String::new()),
            Tag::Emphasis => Open::Words(Words::Emphasis, Vec::new()),
            Tag::Strong => Open::Words(Words::Strong, Vec::new()),
            Tag::Link { dest_url, .. } => Open::Words(Words::Link(Target::parse(&dest_url, self.writer)), Vec::new()),
            Tag::Image { dest_url, .. } => Open::Words(Words::Image(dest_url.into_string()), Vec::new()),
            _ => Open::Nothing,
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::Blocks(holder, blocks, loose)) => {
                let blocks = with_loose(blocks, loose);
                match holder {
                    Holder::Quote => self.put_block(Block::Quote(blocks)),
                    Holder::Item => self.put_item(blocks),
                    Holder::Document => {}
                }
            }
            Some(Open::List(start, items)) => self.put_block(Block::List(start, items)),
            Some(Open::Code(code)) => self.put_block(Block::Code(code.trim_end().to_owned())),
            Some(Open::Words(words, content)) => self.close_words(words, merged(content)),
            Some(Open::Nothing) | None => {}
        }
    }

    fn close_words(&mut self, words: Words, content: Vec<Inline>) {
        match words {
            Words::Paragraph => self.put_block(Block::Paragraph(linked(content))),
            Words::Heading(_) if self.writer == Writer::Person => {
                self.put_block(Block::Paragraph(vec![Inline::Strong(content)]));
            }
            Words::Heading(level) => {
                let first = self.open.len() == 1 && matches!(&self.open[0], Open::Blocks(_, b, _) if b.is_empty());
                self.level = if first && level == 1 { 1 } else { level.clamp(2, self.level + 1) };
                self.put_block(Block::Heading(self.level, content));
            }
            Words::Emphasis => self.put(Inline::Emphasis(content)),
            Words::Strong => self.put(Inline::Strong(content)),
            Words::Link(Some(target)) => self.put(Inline::Link(target, content)),
            Words::Link(None) => content.into_iter().for_each(|inline| self.put(inline)),
            Words::Image(source) => self.close_image(&source, content),
        }
    }

    fn close_image(&mut self, source: &str, alt: Vec<Inline>) {
        match Target::parse(source, self.writer) {
            Some(Target::Here(path)) => self.put(Inline::Image(path, super::plain(&alt))),
            Some(target @ Target::Web(_)) => {
                let words = if alt.is_empty() { vec![Inline::Text(source.to_owned())] } else { alt };
                self.put(Inline::Link(target, words));
            }
            _ => alt.into_iter().for_each(|inline| self.put(inline)),
        }
    }

    fn holder(&mut self) -> Option<&mut Open> {
        self.open.iter_mut().rev().find(|open| !matches!(open, Open::Nothing))
    }

    fn put(&mut self, inline: Inline) {
        match self.holder() {
            Some(Open::Words(_, content)) => content.push(inline),
            Some(Open::Blocks(_, _, loose)) => loose.push(inline),
            Some(Open::Code(code)) => code.push_str(&super::plain(&[inline])),
            Some(Open::List(_, items)) => items.push(vec![Block::Paragraph(vec![inline])]),
            Some(Open::Nothing) | None => {}
        }
    }

    fn put_block(&mut self, block: Block) {
        match self.holder() {
            Some(Open::Blocks(_, blocks, loose)) => {
                let before = std::mem::take(loose);
                *blocks = with_loose(std::mem::take(blocks), before);
                blocks.push(block);
            }
            Some(Open::List(_, items)) => items.push(vec![block]),
            // A block inside words comes only from what was too deep: its words stay.
            _ => words_of(block).into_iter().for_each(|inline| self.put(inline)),
        }
    }

    fn put_item(&mut self, blocks: Vec<Block>) {
        match self.holder() {
            Some(Open::List(_, items)) => items.push(blocks),
            _ => blocks.into_iter().for_each(|block| self.put_block(block)),
        }
    }
}

fn words_of(block: Block) -> Vec<Inline> {
    match block {
        Block::Paragraph(content) | Block::Heading(_, content) => content,
        Block::Code(code) => vec![Inline::Code(code)],
        Block::Quote(blocks) => blocks.into_iter().flat_map(words_of).collect(),
        Block::List(_, items) => items.into_iter().flatten().flat_map(words_of).collect(),
        Block::Rule => vec![Inline::Break],
    }
}

fn with_loose(mut blocks: Vec<Block>, loose: Vec<Inline>) -> Vec<Block> {
    if !loose.is_empty() {
        blocks.push(Block::Paragraph(linked(merged(loose))));
    }
    blocks
}

/// Neighbouring pieces of text as one.
fn merged(content: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(content.len());
    for inline in content {
        match (out.last_mut(), inline) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, inline) => out.push(inline),
        }
    }
    out
}

/// Makes links of the bare web addresses in a line.
fn linked(content: Vec<Inline>) -> Vec<Inline> {
    content
        .into_iter()
        .flat_map(|inline| match inline {
            Inline::Text(text) if text.contains("://") => link_text(&text),
            Inline::Emphasis(inner) => vec![Inline::Emphasis(linked(inner))],
            Inline::Strong(inner) => vec![Inline::Strong(linked(inner))],
            other => vec![other],
        })
        .collect()
}

fn link_text(text: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    for word in text.split_inclusive(char::is_whitespace) {
        // The full stop after an address, or the bracket around it, is not part of it.
        let start = word.find("http").unwrap_or(0);
        let address = word[start..].trim_end_matches(|c: char| c.is_whitespace() || ".,;:!?)]}'\"»”’".contains(c));
        match WebLink::parse(address) {
            Ok(link) => {
                let shown = address.to_owned();
                out.push(Inline::Text(word[..start].to_owned()));
                out.push(Inline::Link(Target::Web(link), vec![Inline::Text(shown)]));
                out.push(Inline::Text(word[start + address.len()..].to_owned()));
            }
            Err(_) => out.push(Inline::Text(word.to_owned())),
        }
    }
    let mut out = merged(out);
    out.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A document in a few characters, to compare with.
    fn shown(document: &Document) -> String {
        fn words(content: &[Inline]) -> String {
            content
                .iter()
                .map(|i| match i {
                    Inline::Text(t) => t.clone(),
                    Inline::Code(t) => format!("`{t}`"),
                    Inline::Emphasis(c) => format!("<em {}>", words(c)),
                    Inline::Strong(c) => format!("<b {}>", words(c)),
                    Inline::Link(Target::Web(l), c) => format!("<a {} {}>", l.as_str(), words(c)),
                    Inline::Link(Target::Here(l), c) => format!("<here {l} {}>", words(c)),
                    Inline::Link(Target::Mail(l), c) => format!("<mail {l} {}>", words(c)),
                    Inline::Image(src, alt) => format!("<img {src} {alt}>"),
                    Inline::Break => "/".into(),
                })
                .collect()
        }
        fn blocks(all: &[Block]) -> String {
            let one = |b: &Block| match b {
                Block::Paragraph(c) => format!("p({})", words(c)),
                Block::Heading(l, c) => format!("h{l}({})", words(c)),
                Block::List(None, items) => {
                    format!("ul({})", items.iter().map(|i| blocks(i)).collect::<Vec<_>>().join("|"))
                }
                Block::List(Some(n), items) => {
                    format!("ol{n}({})", items.iter().map(|i| blocks(i)).collect::<Vec<_>>().join("|"))
                }
                Block::Quote(b) => format!("quote({})", blocks(b)),
                Block::Code(c) => format!("code({c})"),
                Block::Rule => "rule".into(),
            };
            all.iter().map(one).collect::<Vec<_>>().join(" ")
        }
        blocks(&document.blocks)
    }

    #[test]
    fn what_people_write() {
        for (markdown, expected) in [
            ("Hello", "p(Hello)"),
            ("one\ntwo\n\nthree", "p(one/two) p(three)"),
            ("*a* **b** `c`", "p(<em a> <b b> `c`)"),
            ("# Big", "p(<b Big>)"),
            ("- a\n- b\n  1. c", "ul(p(a)|p(b) ol1(p(c)))"),
            ("> quoted", "quote(p(quoted))"),
            ("```\nlet x;\n```", "code(let x;)"),
            ("a\n\n---\n\nb", "p(a) rule p(b)"),
            ("[x](https://example.org)", "p(<a https://example.org x>)"),
            ("see (https://example.org/a_b). ok", "p(see (<a https://example.org/a_b https://example.org/a_b>). ok)"),
            ("<https://example.org>", "p(<a https://example.org https://example.org>)"),
            ("![cat](https://example.org/cat.png)", "p(<a https://example.org/cat.png cat>)"),
        ] {
            assert_eq!(shown(&read(markdown, Writer::Person)), expected, "{markdown}");
        }
    }

    #[test]
    fn what_is_not_safe_stays_as_words() {
        for (markdown, expected) in [
            ("<script>alert(1)</script>", "p(<script>alert(1)</script>)"),
            ("a <b onclick=x>b</b>", "p(a <b onclick=x>b</b>)"),
            ("[x](javascript:alert(1))", "p(x)"),
            ("[x](JaVaScRiPt:alert(1))", "p(x)"),
            ("[x](data:text/html,y)", "p(x)"),
            ("[x](//evil.example)", "p(x)"),
            ("[x](join)", "p(x)"),
            ("![x](javascript:alert(1))", "p(x)"),
            ("<javascript:alert(1)>", "p(javascript:alert(1))"),
            ("a\u{202e}b\u{0}", "p(ab\u{fffd})"),
        ] {
            let got = shown(&read(markdown, Writer::Person));
            assert_eq!(got.replace('\u{fffd}', ""), expected.replace('\u{fffd}', ""), "{markdown}");
        }
    }

    #[test]
    fn the_programme_may_do_more() {
        for (markdown, expected) in [
            ("# Title\n\n#### Deep\n\n## Two", "h1(Title) h2(Deep) h2(Two)"),
            ("text\n\n# Late", "p(text) h2(Late)"),
            ("[put your name down](join)", "p(<here join put your name down>)"),
            ("[mail](mailto:hello@example.org)", "p(<mail hello@example.org mail>)"),
            ("![tiles](images/a.svg)", "p(<img images/a.svg tiles>)"),
            ("[x](/etc) [y](javascript:z)", "p(x y)"),
        ] {
            assert_eq!(shown(&read(markdown, Writer::Programme)), expected, "{markdown}");
        }
    }

    #[test]
    fn a_page_gives_its_title_away_once() {
        let mut page = read("# About\n\nWe are.", Writer::Programme);
        assert_eq!(page.take_title().as_deref(), Some("About"));
        assert_eq!(page.take_title(), None);
        assert_eq!(shown(&page), "p(We are.)");
        assert_eq!(shown(&read("## x\n\none\n\ntwo", Writer::Programme).beginning()), "p(one)");
    }

    fn depth(blocks: &[Block]) -> usize {
        let of = |b: &Block| match b {
            Block::Quote(inner) => depth(inner),
            Block::List(_, items) => items.iter().map(|i| depth(i)).max().unwrap_or(0),
            _ => 0,
        };
        1 + blocks.iter().map(of).max().unwrap_or(0)
    }

    #[test]
    fn depth_has_an_end_and_the_words_stay() {
        for deep in
            ["> ".repeat(5_000) + "end", "- ".repeat(3_000) + "end", "*".repeat(4_000) + "end" + &"*".repeat(4_000)]
        {
            let document = read(&deep, Writer::Person);
            assert!(depth(&document.blocks) <= DEEPEST + 1);
            assert!(shown(&document).contains("end"));
        }
    }

    fn links(blocks: &[Block], found: &mut Vec<Target>) {
        fn words(content: &[Inline], found: &mut Vec<Target>) {
            for inline in content {
                match inline {
                    Inline::Link(target, inner) => {
                        found.push(target.clone());
                        words(inner, found);
                    }
                    Inline::Emphasis(inner) | Inline::Strong(inner) => words(inner, found),
                    _ => {}
                }
            }
        }
        for block in blocks {
            match block {
                Block::Paragraph(c) | Block::Heading(_, c) => words(c, found),
                Block::Quote(inner) => links(inner, found),
                Block::List(_, items) => items.iter().for_each(|i| links(i, found)),
                Block::Code(_) | Block::Rule => {}
            }
        }
    }

    proptest! {
        #[test]
        fn every_text_gives_a_document_with_safe_links_only(
            text in r#"([ a\n*_`#>\-1.)(\[\]!<>"'&:/\\~|=+]|javascript:|data:|https://|x\.org|&#x6a;|\u{202e}|\u{0}){0,60}"#,
        ) {
            let mut found = Vec::new();
            links(&read(&text, Writer::Person).blocks, &mut found);
            for target in found {
                prop_assert!(matches!(&target, Target::Web(l) if l.as_str().to_ascii_lowercase().starts_with("http")), "{:?}", target);
            }
            read(&text, Writer::Programme);
        }
    }
}
