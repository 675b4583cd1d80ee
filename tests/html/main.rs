//! HTML of blogs: what WordPress makes of its blocks and of the classic editor,
//! and what people who mean harm write. html5ever, the parsing algorithm of the
//! HTML standard, stands in for the browser.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

mod harm;
mod parse;
mod shown;
mod wordpress;

use deskmates::document::html::{Blog, Element, Piece, read};
use deskmates::document::{Document, Writer};
use deskmates::domain::web_link::WebLink;
use std::fs;
use std::path::Path;

fn blog() -> Blog {
    Blog {
        address: WebLink::parse("https://blog.example.org/2016/02/week-three/").unwrap(),
        pictures: vec!["blog.example.org".into(), "files.example.org:8443".into(), "127.0.0.1".into()],
    }
}

fn document(html: &str, writer: Writer) -> Document {
    read(&parse::pieces(html), writer, &blog())
}

fn open(name: &str, attribute: &str, value: &str) -> Piece {
    Piece::Open(Element { name: name.into(), attributes: vec![(attribute.into(), value.into())] })
}

fn fixture(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}
