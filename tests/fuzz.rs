//! Readers of what comes from outside, given whatever can be put together from pieces that went wrong for others: none panics, each
//! gives something, and text is not lost. `cargo xtask test` tries a few hundred of each, `cargo xtask fuzz` 100,000.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

#[path = "html/parse.rs"]
mod parse;
#[path = "json/places.rs"]
mod places;

use deskmates::diagnostics::profile;
use deskmates::document::html::{Blog, read as read_html};
use deskmates::document::{Block, Document, Inline, Writer, direction, markdown, plain};
use deskmates::domain::person::{Email, Name};
use deskmates::domain::picture_file::look;
use deskmates::domain::web_link::WebLink;
use deskmates::domain::zone;
use deskmates::store::config::Config;
use places::places;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Pieces of text that mean something to one of the readers.
const PIECES: &[&str] = &[
    "a",
    "Wörter ",
    " ",
    "\n",
    "\n\n",
    "*",
    "**",
    "_",
    "`",
    "```\n",
    "[",
    "](",
    ")",
    "![",
    "<",
    ">",
    "> ",
    "- ",
    "1. ",
    "# ",
    "---\n",
    "\\",
    "\t",
    "    ",
    "https://example.org",
    "HTTP://a.b/(c)_d",
    "://",
    "资料。",
    "（草稿）",
    "를 ",
    "مرحبا ",
    "،",
    "é",
    "e\u{301}",
    "\u{200f}",
    "\u{202e}",
    "\u{feff}",
    "\u{fe0f}",
    "👩‍👧",
    "\u{0}",
    "<b style='font-weight:normal'>",
    "</b>",
    "<p>",
    "</p>",
    "<a href='#x'>",
    "<a href=javascript:x>",
    "</a>",
    "↩",
    "<img src=x.gif data-src=/y.jpg>",
    "<noscript>",
    "</noscript>",
    "<table><tr><td>",
    "</table>",
    "<ul><li>",
    "</ul>",
    "<b>Notice</b>: x in <b>/a.php</b> on line <b>9</b>",
    "[caption width=\"3\"]",
    "[/caption]",
    "[a b=\"c\"]",
    "[x]",
    "&amp;amp;",
    "&#8217;",
    "<style>",
    "<script>",
    "<svg>",
    "<!--",
    "-->",
    "<w:View>",
    "<sup>1</sup>",
    "<br>",
    "<pre>",
    "<h1>",
    "<iframe src=https://a.org>",
    "@",
    "mailto:",
    "Etc/GMT+3",
    "utc",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

/// Every letter of a document, in order.
fn letters(document: &Document) -> String {
    fn of(block: &Block, all: &mut String) {
        match block {
            Block::Paragraph(content) | Block::Heading(_, content) => all.push_str(&plain(content)),
            Block::List(_, items) => items.iter().flatten().for_each(|block| of(block, all)),
            Block::Quote(inner) => inner.iter().for_each(|block| of(block, all)),
            Block::Code(code) => all.push_str(code),
            Block::Figure(pictures, caption) => all.push_str(&[plain(pictures), plain(caption)].concat()),
            Block::Table(table) => {
                all.push_str(&plain(&table.caption));
                table.rows.iter().flatten().flat_map(|cell| &cell.blocks).for_each(|block| of(block, all));
            }
            Block::Rule => {}
        }
    }
    let mut all = String::new();
    document.blocks.iter().for_each(|block| of(block, &mut all));
    all.retain(char::is_alphanumeric);
    all
}

fn blog() -> Blog {
    Blog { address: WebLink::parse("https://blog.example.org/a/").unwrap(), pictures: vec!["blog.example.org".into()] }
}

/// JSON put together from what profiles and configurations are made of.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        Just(json!(true)),
        Just(json!(1)),
        Just(json!(-1)),
        Just(json!(1e300)),
        Just(json!("")),
        Just(json!("/a~1b")),
        Just(json!("{id}")),
        Just(json!("{")),
        Just(json!("https://a.org")),
        Just(json!("time")),
        Just(json!("demo")),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let key = prop::sample::select(vec![
            "profile",
            "name",
            "base",
            "resources",
            "comments",
            "fields",
            "id",
            "at",
            "as",
            "list",
            "path",
            "query",
            "signIn",
            "call",
            "read",
            "data",
            "mode",
            "backends",
            "x",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((key, inner), 0..6)
                .prop_map(|pairs| pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    })
}

/// A published profile with one value in it replaced.
fn damaged_profile() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec!["json-server", "wordpress", "postgrest", "pocketbase", "kinto"]);
    (names, any::<prop::sample::Index>(), value()).prop_map(|(name, index, value)| {
        let mut profile: Value =
            serde_json::from_str(&std::fs::read_to_string(format!("public/profiles/{name}.json")).unwrap()).unwrap();
        let mut all = Vec::new();
        places(&profile, String::new(), &mut all);
        *profile.pointer_mut(&all[index.index(all.len())]).unwrap() = value;
        profile
    })
}

fn schema() -> &'static Value {
    static SCHEMA: std::sync::OnceLock<Value> = std::sync::OnceLock::new();
    SCHEMA.get_or_init(|| serde_json::from_str(include_str!("../public/profile.schema.json")).unwrap())
}

proptest! {
    #[test]
    fn markdown_keeps_every_letter_of_a_word(text in text()) {
        for writer in [Writer::Person, Writer::Programme] {
            let document = markdown::read(&text, writer);
            prop_assert!(document.blocks.iter().all(|block| ["auto", "rtl"].contains(&direction(block))));
            // Marks have no letters; where a link leads, and the language of code, may be left out.
            if !text.contains("](") && !text.contains("```") {
                prop_assert!(letters(&document).contains("W") == text.contains('W'), "{text:?}");
            }
        }
    }

    #[test]
    fn html_gives_a_document_of_which_no_link_runs(text in text()) {
        fn targets(blocks: &[Block], all: &mut Vec<String>) { all.push(format!("{blocks:?}").to_lowercase()) }
        for writer in [Writer::Person, Writer::Programme] {
            let document = read_html(&parse::pieces(&text), writer, &blog());
            let mut all = Vec::new();
            targets(&document.blocks, &mut all);
            prop_assert!(!all.iter().any(|shown| shown.contains("weblink(\"javascript")), "{text:?}");
            let has_link = |inline: &Inline| matches!(inline, Inline::Image(_));
            if writer == Writer::Person {
                prop_assert!(!document.blocks.iter().any(|block| matches!(block, Block::Paragraph(content) if content.iter().any(has_link))));
            }
        }
    }

    #[test]
    fn fields_of_people_are_taken_or_refused(text in text()) {
        if let Ok(name) = Name::parse(&text) {
            prop_assert_eq!(Name::parse(name.as_str()), Ok(name.clone()));
            prop_assert!(!name.initials().is_empty());
        }
        if let Ok(email) = Email::parse(&text) {
            let kept = String::from(email.clone());
            prop_assert_eq!(Email::parse(&kept), Ok(email));
            prop_assert!(kept.is_ascii() && !kept.contains(['<', '>', ' ']));
        }
        let _ = WebLink::parse(&text);
        let _ = zone::read(&text, &["Africa/Windhoek".to_owned()], |_| false);
        let _ = zone::words(&text);
    }

    #[test]
    fn no_profile_and_no_configuration_is_too_odd_to_read(profile in prop_oneof![value(), damaged_profile()], config in value()) {
        let _ = profile::read(&profile, schema());
        let _ = Config::read(&config.to_string());
    }

    #[test]
    fn no_file_is_too_odd_to_look_at(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        look(&bytes);
    }
}
