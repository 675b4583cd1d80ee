//! Our own reader of Markdown against pulldown-cmark, which follows CommonMark
//! to the letter: the same document for what the programme publishes, for what
//! people write in comments, and for whatever is put together from such pieces.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use deskmates::document::{Block, Document, Inline, Picture, Source, Target, Writer, markdown};
use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// A document in a few characters, to compare with.
fn shown(document: &Document) -> String {
    blocks(&document.blocks)
}

fn blocks(all: &[Block]) -> String {
    let one = |block: &Block| match block {
        Block::Paragraph(content) => format!("p({})", words(content)),
        Block::Heading(level, content) => format!("h{level}({})", words(content)),
        Block::List(start, items) => {
            let items: Vec<_> = items.iter().map(|item| blocks(item)).collect();
            format!("list{}({})", start.map(|n| n.to_string()).unwrap_or_default(), items.join("|"))
        }
        Block::Quote(inner) => format!("quote({})", blocks(inner)),
        Block::Code(code) => format!("code({code})"),
        Block::Rule => "rule".to_owned(),
        Block::Figure(..) | Block::Table(_) => panic!("Markdown gave {block:?}"),
    };
    all.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn words(content: &[Inline]) -> String {
    let target = |target: &Target| match target {
        Target::Web(link) => link.as_str().to_owned(),
        Target::Here(path) => path.clone(),
        Target::Mail(address) => format!("mailto:{address}"),
    };
    let one = |inline: &Inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Code(code) => format!("`{code}`"),
        Inline::Emphasis(inner) => format!("<em {}>", words(inner)),
        Inline::Strong(inner) => format!("<b {}>", words(inner)),
        Inline::Link(to, inner) => format!("<a {} {}>", target(to), words(inner)),
        Inline::Image(Picture { source: Source::Here(source), alt, .. }) => format!("<img {source} {alt}>"),
        Inline::Image(other) => panic!("Markdown gave {other:?}"),
        Inline::Break => "/".to_owned(),
    };
    content.iter().map(one).collect()
}

/// The same few characters from pulldown-cmark's events, for the programme's own texts.
fn by_commonmark(text: &str) -> String {
    let mut open: Vec<(String, Vec<String>, &str)> = vec![(String::new(), Vec::new(), " ")];
    // A tight list's items have words without a paragraph around them.
    let mut loose: Vec<String> = vec![String::new()];
    fn settle(open: &mut [(String, Vec<String>, &str)], loose: &mut [String]) {
        let words = std::mem::take(loose.last_mut().unwrap());
        if !words.is_empty() {
            open.last_mut().unwrap().1.push(format!("p({words})"));
        }
    }
    let mut inline: Vec<String> = Vec::new();
    let mut last_level = 0;
    for event in Parser::new(text) {
        let mut put = |inline: &mut Vec<String>, text: &str| match inline.last_mut() {
            Some(words) => words.push_str(text),
            None => loose.last_mut().unwrap().push_str(text),
        };
        match event {
            Event::Text(text) => put(&mut inline, &text),
            Event::Html(text) | Event::InlineHtml(text) => put(&mut inline, &text),
            Event::Code(code) => put(&mut inline, &format!("`{code}`")),
            Event::SoftBreak => put(&mut inline, " "),
            Event::HardBreak => put(&mut inline, "/"),
            Event::Rule => {
                settle(&mut open, &mut loose);
                open.last_mut().unwrap().1.push("rule".to_owned());
            }
            Event::Start(tag) => match tag {
                Tag::Paragraph | Tag::Heading { .. } | Tag::HtmlBlock => {
                    settle(&mut open, &mut loose);
                    inline.push(String::new());
                }
                Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                    settle(&mut open, &mut loose);
                    inline.push(String::new());
                }
                Tag::Emphasis => inline.push("<em ".to_owned()),
                Tag::Strong => inline.push("<b ".to_owned()),
                Tag::Link { dest_url, .. } => inline.push(format!("<a {dest_url} ")),
                Tag::Image { dest_url, .. } => inline.push(format!("<img {dest_url} ")),
                Tag::BlockQuote(_) => {
                    settle(&mut open, &mut loose);
                    open.push(("quote(".to_owned(), Vec::new(), " "));
                    loose.push(String::new());
                }
                Tag::List(start) => {
                    settle(&mut open, &mut loose);
                    let start = start.map(|n| n.to_string()).unwrap_or_default();
                    open.push((format!("list{start}("), Vec::new(), "|"));
                    loose.push(String::new());
                }
                Tag::Item => {
                    open.push((String::new(), Vec::new(), " "));
                    loose.push(String::new());
                }
                other => panic!("{other:?}"),
            },
            Event::End(tag) => match tag {
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image => {
                    let words = inline.pop().unwrap() + ">";
                    match inline.last_mut() {
                        Some(outer) => outer.push_str(&words),
                        None => loose.last_mut().unwrap().push_str(&words),
                    }
                }
                TagEnd::Paragraph | TagEnd::HtmlBlock => {
                    let words = inline.pop().unwrap();
                    open.last_mut().unwrap().1.push(format!("p({words})"));
                }
                TagEnd::Heading(level) => {
                    // Our headings never jump downwards by more than one level, and only a first one is of the first.
                    let first = open.len() == 1 && open[0].1.is_empty();
                    let level = level as usize;
                    last_level = if first && level == 1 { 1 } else { level.clamp(2, last_level.max(1) + 1) };
                    let words = inline.pop().unwrap();
                    open.last_mut().unwrap().1.push(format!("h{last_level}({words})"));
                }
                TagEnd::CodeBlock => {
                    let words = inline.pop().unwrap();
                    open.last_mut().unwrap().1.push(format!("code({})", words.trim_end()));
                }
                TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                    settle(&mut open, &mut loose);
                    loose.pop();
                    let (head, parts, between) = open.pop().unwrap();
                    let tail = if head.is_empty() { "" } else { ")" };
                    open.last_mut().unwrap().1.push(head + &parts.join(between) + tail);
                }
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }
    settle(&mut open, &mut loose);
    open.pop().unwrap().1.join(" ")
}

fn ours(text: &str) -> String {
    shown(&markdown::read(text, Writer::Programme))
}

#[test]
fn what_the_programme_publishes() {
    let public = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("public");
    let read = |path: &str| std::fs::read_to_string(public.join(path)).unwrap();
    let mut texts: Vec<String> =
        ["about", "code-of-conduct", "contact", "privacy"].map(|page| read(&format!("pages/{page}.md"))).into();
    let comments = std::fs::read_dir(public.join("demo/comments")).unwrap().map(|file| file.unwrap().file_name());
    let comments: Vec<_> = comments.map(|name| format!("demo/comments/{}", name.to_string_lossy())).collect();
    let files = comments.into_iter().map(|file| (file, ["text", "text"]));
    for (file, fields) in files.chain([("demo/topics.json".to_owned(), ["body", "closing"])]) {
        let things: Vec<serde_json::Value> = serde_json::from_str(&read(&file)).unwrap();
        for thing in things {
            texts.extend(fields.iter().filter_map(|field| thing[*field].as_str().map(str::to_owned)));
            let prompts = thing["prompts"].as_array().into_iter().flatten();
            texts.extend(prompts.filter_map(|prompt| prompt["body"].as_str().map(str::to_owned)));
        }
    }
    assert!(texts.len() > 80);
    for text in texts.iter().filter(|text| !text.contains("://")) {
        assert_eq!(ours(text), by_commonmark(text), "{text}");
    }
}

#[test]
fn what_people_write() {
    for text in [
        "Hello",
        "one\ntwo\n\nthree",
        "hard  \nbreak and\\\nanother",
        "*a* **b** ***c*** `d` ``e ` f``",
        "snake_case_name and _stressed_ and __strong__ 5*4*3",
        "**bold*inside*bold** *a **b** c* **a*b**c*",
        "*not closed and **neither",
        "a * b * c and ** d **",
        "\\*not stressed\\* and \\[not a link\\](x) \\\\",
        "# One #\n## Two\n#### Deep\n####### Seven\n#nospace",
        "Title\n===\n\nSecond\n---\ntext",
        "- a\n- b\n  - c\n  - d\n- e",
        "* a\n\n* b\n\n  more of b\n\nafter",
        "1. one\n2. two\n   - nested\n3. three",
        "7) seven\n8) eight",
        "- a\n+ b\n* c",
        "text\n- item right after\n- another",
        "text\n2. not a list\nmore",
        "- a\nlazy line\n- b",
        "> quoted\n> more\nlazy\n\nafter",
        "> a\n>\n> b\n\n> other",
        "> - list\n>   more\n> > deeper",
        "- > quote in a list\n- ## heading\n- ```\n  code\n  ```",
        "```\nlet x = \"*\";\n\n  indented\n```\nafter",
        "~~~ rust\n```\n~~~",
        "```\nnever closed\n\nstill code",
        "a\n\n---\n\nb\n\n* * *\n\n___",
        "[x](join) [y](topics/a \"title\") [z](<contact>) [*a* b](about)",
        "[a [b] c](join) [x] [y]( join ) [z] (join)",
        "[one](join [two](about)",
        "![tiles](images/a.svg) and ![a b](images/b.svg)",
        "[![tiles](images/a.svg)](about)",
        "[mail](mailto:hello@example.org)",
        "`a` `` `b` `` ` c ` `d",
        "line one\n    line two, indented\nline three",
        "a<b and b>c & d",
        "**Note:** see `x`, then *(really)* \"*quoted*\" **«так»**",
        "これは**強調**です。*あ*",
        "مرحبا **بكم** في *المكتبة*",
    ] {
        assert_eq!(ours(text), by_commonmark(text), "{text}");
    }
}

/// Beside any character there is emphasis exactly where CommonMark has it, but for scripts without spaces (see
/// `what_is_stressed_beside_any_script` in src/document/markdown/tests.rs).
#[test]
fn emphasis_beside_every_character() {
    let is_unspaced = |c: char| {
        matches!(u32::from(c), 0xe00..=0x109f | 0x1100..=0x11ff | 0x1780..=0x17ff | 0x2e80..=0xa4cf | 0xa960..=0xa97f
            | 0xac00..=0xd7ff | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff00..=0xffef | 0x16fe0..=0x1b2ff | 0x20000..)
    };
    let mut differ = Vec::new();
    // Letters in circles are letters to us; the others came with Unicode 15 to 17, and pulldown-cmark does not know them yet.
    let is_known_to_differ = |c: char| {
        matches!(u32::from(c), 0x24b6..=0x24e9 | 0x1f130..=0x1f189 | 0x1b4e..=0x1b4f | 0x1b7f | 0x20c1 | 0x2427..=0x2429 | 0x2b96
            | 0xfbc3..=0xfbd2 | 0xfd90..=0xfd91 | 0xfdc8..=0xfdce | 0x10d6e..=0x10ed8 | 0x11be1 | 0x16d6d..=0x16d6f | 0x1e5ff
            | 0x1f6d8 | 0x1f777..=0x1f77a | 0x1f8b2..=0x1f8d8 | 0x1fa54..=0x1fbfa)
    };
    // What no version of Unicode has given a meaning yet is written by nobody; Rust prints its number in its place.
    let is_assigned = |c: char| !format!("{:?}", format!("a{c}")).contains("\\u{");
    for c in ('\u{a0}'..=char::MAX).filter(|c| is_assigned(*c) && !is_unspaced(*c) && !is_known_to_differ(*c)) {
        let text = format!("a *b{c}*d");
        if ours(&text) != by_commonmark(&text) {
            differ.push(u32::from(c));
        }
    }
    assert!(differ.is_empty(), "{differ:x?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Emphasis, code and links in one line, in any combination.
    #[test]
    fn lines_put_together_from_pieces(
        text in "[a-c]([ab .,(]|\\*{1,3}|_{1,2}|`|\\[|\\]|\\]\\(join\\)|\\\\\\*){0,14}",
    ) {
        prop_assert_eq!(ours(&text), by_commonmark(&text), "{:?}", text);
    }

    /// Paragraphs, lists, quotes, headings and rules below one another.
    #[test]
    fn blocks_put_together_from_lines(
        lines in proptest::collection::vec("(|a|b c|# d|## e|- f|- g|  - h|  i|1\\. j|2\\. k|> l|> - m|---|\\*\\*\\*|```)", 1..9),
    ) {
        let text = lines.join("\n");
        prop_assert_eq!(ours(&text), by_commonmark(&text), "{}", text);
    }
}
