//! What people write who mean harm: no link, no picture and no depth that is not
//! allowed comes of it, and no words are lost.

use crate::parse::{all_pieces, pieces};
use crate::{blog, document, fixture, open};
use deskmates::document::html::{Piece, muted, read, unmuted, words};
use deskmates::document::{Block, DEEPEST, Document, Inline, Picture, Source, Target, Writer, plain};
use deskmates::domain::legible::turns_text;
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// What a document holds, and what of it is against the rules.
#[derive(Default)]
struct Found {
    wrong: Vec<String>,
    deepest: usize,
    level: u8,
    words: String,
}

impl Found {
    fn of(document: &Document, writer: Writer) -> Self {
        let mut found = Self { level: 1, ..Self::default() };
        found.blocks(&document.blocks, writer, 0);
        found.wrong.extend(found.words.chars().filter(|c| turns_text(*c)).map(|c| format!("turns text: {c:?}")));
        if found.deepest > DEEPEST {
            found.wrong.push(format!("{} levels", found.deepest));
        }
        found
    }

    fn blocks(&mut self, all: &[Block], writer: Writer, depth: usize) {
        self.deepest = self.deepest.max(depth);
        for block in all {
            match block {
                Block::Paragraph(content) => self.line(content, writer, false),
                Block::Heading(level, content) => {
                    if writer == Writer::Person || !(2..=self.level + 1).contains(level) {
                        self.wrong.push(format!("a heading of level {level} behind {}", self.level));
                    }
                    self.level = *level;
                    self.line(content, writer, false);
                }
                Block::List(_, items) => items.iter().for_each(|item| self.blocks(item, writer, depth + 1)),
                Block::Quote(inner) => self.blocks(inner, writer, depth + 1),
                Block::Code(code) => self.words.push_str(code),
                Block::Rule => {}
                Block::Figure(pictures, caption) => {
                    self.line(pictures, writer, false);
                    self.line(caption, writer, false);
                }
                Block::Table(table) => {
                    self.line(&table.caption, writer, false);
                    table.rows.iter().flatten().for_each(|cell| self.blocks(&cell.blocks, writer, depth + 1));
                }
            }
        }
    }

    fn line(&mut self, content: &[Inline], writer: Writer, in_link: bool) {
        for inline in content {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.words.push_str(text),
                Inline::Emphasis(inner) | Inline::Strong(inner) => self.line(inner, writer, in_link),
                Inline::Break => {}
                Inline::Link(target, inner) => {
                    let is_safe = match target {
                        Target::Web(link) => {
                            let start = link.as_str().to_ascii_lowercase();
                            start.starts_with("https://") || start.starts_with("http://")
                        }
                        Target::Mail(_) => writer == Writer::Programme,
                        Target::Here(_) => false,
                    };
                    if !is_safe || in_link || plain(inner).trim().is_empty() {
                        self.wrong.push(format!("{inline:?}"));
                    }
                    self.line(inner, writer, true);
                }
                Inline::Image(Picture { source: Source::Web(link), alt, .. }) if writer == Writer::Programme => {
                    self.words.push_str(alt);
                    let from = link.as_str().to_ascii_lowercase();
                    let hosts = ["https://blog.example.org/", "https://files.example.org:8443/", "http://127.0.0.1/"];
                    if !hosts.iter().any(|host| from.starts_with(host)) {
                        self.wrong.push(format!("{inline:?}"));
                    }
                }
                Inline::Image(_) => self.wrong.push(format!("{inline:?}")),
            }
        }
    }
}

fn is_harmless(html: &str) {
    // Nor is there anything that a browser would complain of.
    for piece in all_pieces(&muted(html)) {
        let Piece::Open(element) = piece else { continue };
        let is_looked_at =
            |name: &str| name == "style" || name == "base" || (name.starts_with("on") && name.is_ascii());
        let names = element.attributes.iter().map(|(name, _)| name).chain([&element.name]);
        assert!(!names.into_iter().any(|name| is_looked_at(name)), "{html}: {element:?}");
    }
    assert_eq!(unmuted(&muted(html)), unmuted(html));
    for writer in [Writer::Programme, Writer::Person] {
        let found = Found::of(&document(html, writer), writer);
        assert!(found.wrong.is_empty(), "{writer:?}, {html}: {:?}", found.wrong);
    }
}

/// JSON without half characters, which a browser's parser has in no text either.
fn whole(json: &str) -> String {
    let half = |text: &str, from: u32| {
        let code = text.strip_prefix("\\u").and_then(|t| u32::from_str_radix(t.get(..4)?, 16).ok());
        code.is_some_and(|code| (from..from + 0x400).contains(&code))
    };
    let (mut out, mut rest) = (String::new(), json);
    while let Some(at) = rest.find("\\u") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = if half(rest, 0xd800) && half(&rest[6..], 0xdc00) { 12 } else { 6 };
        let is_half = length == 6 && (half(rest, 0xd800) || half(rest, 0xdc00));
        out.push_str(if is_half { "\u{fffd}" } else { &rest[..length] });
        rest = &rest[length..];
    }
    out + rest
}

#[test]
fn nothing_that_our_own_list_of_hostile_texts_tries_comes_true() {
    fn text(one: &serde_json::Value) -> String {
        let part = |name| one.get(name).map(text).unwrap_or_default();
        match one.as_str() {
            Some(text) => text.to_owned(),
            None => {
                let times = usize::try_from(one["times"].as_u64().unwrap()).unwrap();
                part("prefix") + &part("repeat").repeat(times) + &part("suffix")
            }
        }
    }
    let list: Vec<serde_json::Value> = serde_json::from_str(&whole(&fixture("hostile.json"))).unwrap();
    assert!(list.len() > 500);
    list.iter().for_each(|one| is_harmless(&text(one)));
}

#[test]
fn nothing_that_the_large_collection_of_hostile_texts_tries_comes_true() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/hostile-html.json");
    let Ok(text) = fs::read_to_string(&path) else {
        println!("{} is not there: only our own list was tried", path.display());
        return;
    };
    let collection: serde_json::Value = serde_json::from_str(&text).unwrap();
    let payloads = collection["payloads"].as_array().unwrap();
    assert!(payloads.len() > 1_000);
    payloads.iter().for_each(|payload| is_harmless(payload.as_str().unwrap()));
}

#[test]
fn nothing_is_too_deep_and_the_words_stay() {
    for name in [
        "div",
        "em",
        "a",
        "blockquote",
        "ul",
        "li",
        "figure",
        "figcaption",
        "table",
        "td",
        "dt",
        "pre",
        "object",
        "h2",
        "sup",
        "q",
        "x-y",
    ] {
        let mut all = vec![open(name, "href", "https://x.org"); 10_000];
        all.push(Piece::Text("END".into()));
        all.extend(std::iter::repeat_n(Piece::Close, 10_000));
        let found = Found::of(&read(&all, Writer::Programme, &blog()), Writer::Programme);
        assert!(found.wrong.is_empty(), "{name}: {:?}", found.wrong);
        assert!(found.words.contains("END"), "{name}");
        // And by the way of the parser, which has an order of its own for tables and links.
        let html = format!("<{name}>").repeat(1_000) + "END";
        assert!(Found::of(&document(&html, Writer::Person), Writer::Person).words.contains("END"), "{name}");
    }
    is_harmless(&"<ul><li><blockquote><table><tr><td><figure>a".repeat(200));
}

#[test]
fn what_is_twice_as_long_takes_no_more_than_twice_as_long() {
    for piece in [
        "<p>a</p>",
        "a<br>",
        "<b>a",
        "<object>",
        "<video><source></video>",
        "<table><tr><td>",
        "<figure><figcaption>a",
        "<a href=x>a",
        "<img src=x>",
        "https://x.org ",
        "<li>a",
        "<sup>1</sup>",
        "<pre>a",
        "<i></i>",
        "\u{301}",
        "<ul></ul>",
        "<script></script>",
        "<table><td>a</table>",
    ] {
        let many = vec![pieces(&piece.repeat(300)); 100].concat();
        let begin = std::time::Instant::now();
        read(&many, Writer::Programme, &blog());
        // Some 60,000 pieces take less than a second, and minutes where each looks at all the others.
        assert!(begin.elapsed().as_secs() < 10, "{piece}: {:?}", begin.elapsed());
    }
}

#[test]
fn marks_do_not_pile_up_across_elements() {
    let html = "a".to_owned() + &"<i>\u{301}\u{301}</i>".repeat(50);
    let words = Found::of(&document(&html, Writer::Person), Writer::Person).words;
    assert_eq!(words.chars().count(), 5);
}

/// The capital letters that a reader would see on the page; addresses and other words have none here.
fn visible(pieces: &[Piece]) -> Vec<char> {
    const UNSEEN: [&str; 20] = [
        "script", "style", "noscript", "template", "svg", "math", "head", "title", "button", "input", "select",
        "option", "textarea", "iframe", "video", "audio", "object", "frameset", "meta", "link",
    ];
    let (mut letters, mut open) = (Vec::new(), Vec::new());
    for piece in pieces {
        match piece {
            Piece::Open(element) => open.push(UNSEEN.contains(&element.name.as_str())),
            Piece::Close => drop(open.pop()),
            Piece::Text(text) if !open.contains(&true) => letters.extend(text.chars().filter(char::is_ascii_uppercase)),
            Piece::Text(_) => {}
        }
    }
    letters.sort_unstable();
    letters
}

fn html() -> impl Strategy<Value = String> {
    let tags = "p|div|h1|h3|ul|ol|li|blockquote|cite|pre|code|em|i|b|strong|a|br|hr|figure|figcaption|img|table\
        |caption|thead|tbody|tr|th|td|dl|dt|dd|iframe|video|source|script|style|svg|form|button|span|q|sup|section\
        |summary|noscript|object|x-y";
    let classes = "wp-caption|wp-caption-text|gallery-item|gallery-icon|wp-block-verse|wp-smiley";
    let values = "javascript:x|/p\\.png|https://e\\.org/q|//blog\\.example\\.org/|#x|data:x|words|";
    let attributes = format!(
        "( class=\"({classes})\")?( (href|src|data|alt|title)=\"({values})\"){{0,2}}\
        ( (start|colspan|scope|width|height)=\"(1|7|row|-1|x)\"){{0,2}}"
    );
    let texts = "[A-Z]{1,3}|[ \n]|&nbsp;|[a-z\u{202e}\u{301}<>&'\"]|https://x\\.org/";
    proptest::string::string_regex(&format!("(<({tags}){attributes}>|</({tags})>|{texts}){{0,60}}")).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn every_text_gives_a_harmless_document_with_all_its_words(html in html()) {
        let all = pieces(&html);
        for writer in [Writer::Programme, Writer::Person] {
            let found = Found::of(&read(&all, writer, &blog()), writer);
            prop_assert!(found.wrong.is_empty(), "{:?}", found.wrong);
            let mut letters: Vec<char> = found.words.chars().filter(char::is_ascii_uppercase).collect();
            letters.sort_unstable();
            // Where an embedded thing cannot be linked to, its own words stand for it: there may be more.
            let seen = visible(&all);
            let mut rest = letters.iter();
            prop_assert!(seen.iter().all(|c| rest.any(|l| l == c)), "{:?} of {:?}", letters, seen);
        }
    }

    #[test]
    fn pieces_in_any_order_give_a_harmless_document(
        order in proptest::collection::vec((0usize..60, any::<bool>()), 0..80),
        text in "\\PC{0,20}",
    ) {
        let names = ["p", "td", "tr", "table", "caption", "figcaption", "figure", "li", "ul", "ol", "blockquote", "pre",
            "a", "em", "thead", "th", "video", "source", "script", "dt", "h4", "img", "br", "object"];
        let all: Vec<Piece> = order.iter().map(|(n, is_text)| match names.get(*n) {
            _ if *is_text => Piece::Text(text.clone()),
            Some(name) => open(name, "href", "https://x.org"),
            None => Piece::Close,
        }).collect();
        let found = Found::of(&read(&all, Writer::Programme, &blog()), Writer::Programme);
        prop_assert!(found.wrong.is_empty(), "{:?}", found.wrong);
    }

    #[test]
    fn no_text_at_all_is_too_much(text in any::<String>()) {
        is_harmless(&text);
        words(&pieces(&text));
    }
}
