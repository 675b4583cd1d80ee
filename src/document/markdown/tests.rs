use super::super::{Inline, Picture, Source, Target};
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
                Inline::Image(Picture { source: Source::Here(src), alt, .. }) => format!("<img {src} {alt}>"),
                Inline::Image(other) => panic!("Markdown gave {other:?}"),
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
            Block::Figure(..) | Block::Table(_) => panic!("Markdown gave {b:?}"),
        };
        all.iter().map(one).collect::<Vec<_>>().join(" ")
    }
    blocks(&document.blocks)
}

/// CommonMark takes marks beside punctuation for no emphasis where a letter follows at once, as it does in scripts without
/// spaces.
#[test]
fn what_is_stressed_beside_any_script() {
    for (markdown, expected) in [
        ("今天要讲**“导师”**这个词。", "今天要讲<b “导师”>这个词。"),
        ("**（重要）**请先读", "<b （重要）>请先读"),
        ("彼は*「はい！」*と言った", "彼は<em 「はい！」>と言った"),
        ("**멘토링(mentoring)**은 함께", "<b 멘토링(mentoring)>은 함께"),
        ("อ่าน**(ฟรี)**ได้", "อ่าน<b (ฟรี)>ได้"),
        ("日本語の***強い。***文", "日本語の<em <b 強い。>>文"),
        ("**👍**です", "<b 👍>です"),
        ("**☀️**y **naïve**té", "<b ☀️>y <b naïve>té"),
        ("**سلام\u{200f}**ون **حقّ**ا", "<b سلام\u{200f}>ون <b حقّ>ا"),
        ("**हिन्दी**में", "<b हिन्दी>में"),
        // Between spaces, all is as it was.
        ("2 * 3 * 4, a**\"b\"**c, 三 * 四 * 五", "2 * 3 * 4, a**\"b\"**c, 三 * 四 * 五"),
        ("snake_case_words, 蛇_の_名", "snake_case_words, 蛇_の_名"),
    ] {
        assert_eq!(shown(&read(markdown, Writer::Person)), format!("p({expected})"), "{markdown}");
    }
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
        (
            "[![cat](https://a.org/cat.png) *<https://b.org>*](https://c.org)",
            "p(<a https://c.org cat <em https://b.org>>)",
        ),
        ("![cat](https://example.org/cat.png)", "p(<a https://example.org/cat.png cat>)"),
    ] {
        assert_eq!(shown(&read(markdown, Writer::Person)), expected, "{markdown}");
    }
}

#[test]
fn no_white_space_takes_words_away() {
    for space in ["\u{3000}", "\u{a0}\u{3000}", "\u{2003}", " \u{3000}"] {
        for text in ["- a\nSb\nSc", "1. a\nSb\n\nSc", "> - a\n>Sb\n>S- c", "Sa\n- b\nS- c"] {
            let got = shown(&read(&text.replace('S', space), Writer::Person));
            assert!(['a', 'b', 'c'].iter().all(|c| got.contains(*c)), "{text:?} with {space:?}: {got}");
        }
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
        ("<javascript:alert(1)>", "p(<javascript:alert(1)>)"),
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
    for deep in ["> ".repeat(5_000) + "end", "- ".repeat(3_000) + "end", "*".repeat(4_000) + "end" + &"*".repeat(4_000)]
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
            _ => {}
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
