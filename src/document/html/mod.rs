//! HTML of a blog to a [`Document`], by a list of what is let through.
//!
//! What a page holds is a sequence of [`Piece`]s: a browser's parser, which
//! knows how to repair what is broken, has made a tree of the text, and somebody
//! walked through it. Nothing here calls itself for what nests, so no depth can
//! exhaust the stack, and every piece is looked at once.
//!
//! - `elements`: what each element is to us; what is not there gives its words
//! - `reader`: blocks, from one piece to the next
//! - `open_block`: blocks that hold others
//! - `leftovers`: what editors, plug-ins and PHP leave behind in a text
//! - `line`: the words of a block, with white space as a browser shows it
//! - `address`: where links lead and which pictures may be shown

mod address;
mod elements;
mod leftovers;
mod line;
mod open_block;
mod reader;

use super::{Document, Writer};
use crate::domain::web_link::WebLink;
use elements::Role;

/// A piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Where an element begins.
    Open(Element),
    /// Words.
    Text(String),
    /// Where the element that began last ends; also of one that can hold nothing.
    Close,
}

/// An element, without what it holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Element {
    /// Its name, in lower case.
    pub name: String,
    /// Its attributes; those that are not in [`ATTRIBUTES`] are never asked for.
    pub attributes: Vec<(String, String)>,
}

/// The attributes that mean something to us.
pub const ATTRIBUTES: [&str; 19] = [
    "alt",
    "aria-label",
    "class",
    "colspan",
    "data",
    "data-lazy",
    "data-lazy-src",
    "data-original",
    "data-src",
    "height",
    "href",
    "id",
    "rowspan",
    "scope",
    "src",
    "start",
    MUTED_STYLE,
    "title",
    "width",
];

/// The attribute `style`, as [`muted`] has made it.
const MUTED_STYLE: &str = "style\u{fdd0}";

impl Element {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.trim().parse().ok()
    }
}

/// The blog that a text comes from.
#[derive(Clone, Debug)]
pub struct Blog {
    /// The page that the text stands on there: links in it are relative to this one.
    pub address: WebLink,
    /// The hosts whose pictures may be shown, such as "files.example.org"; with a port where they use an own one.
    pub pictures: Vec<String>,
}

/// Reads what a page of a blog holds. Every text gives a document; none fails.
pub fn read(pieces: &[Piece], writer: Writer, blog: &Blog) -> Document {
    reader::Reader::new(writer, blog).read(pieces)
}

/// The words alone, on one line: of a title, for example.
pub fn words(pieces: &[Piece]) -> String {
    let mut line = line::Line::default();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        at += 1;
        match piece {
            Piece::Open(element) if matches!(elements::role(element), Role::Gone) => at = behind(pieces, at),
            Piece::Open(element) if matches!(elements::role(element), Role::Break | Role::Flow) => line.text(" "),
            Piece::Text(text) => line.text(text),
            _ => {}
        }
    }
    super::plain(&line.take())
}

/// Stands in no text: Unicode keeps it for programs to use among themselves.
const MUTE: char = '\u{fdd0}';

/// HTML without what a browser itself would look at: styles, `onclick` and the like, and `base`. It holds them against
/// the policy of our page, even those of a document that is shown nowhere, and complains of each. A sign that is in no
/// text makes other words of them; [`unmuted`] takes it out of what the parser gives.
pub fn muted(html: &str) -> String {
    let mut muted = String::with_capacity(html.len());
    let mut begins_word = true;
    let mut rest = html;
    while let Some(next) = rest.chars().next() {
        let starts = |word: &&str| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        let word = ["base", "on", "style"].into_iter().find(starts).filter(|_| begins_word);
        let taken = word.map_or(next.len_utf8(), str::len);
        muted.push_str(&rest[..taken]);
        muted.extend(word.map(|_| MUTE));
        begins_word = word.is_none() && !next.is_ascii_alphanumeric();
        rest = &rest[taken..];
    }
    muted
}

/// What [`muted`] made other words of, as it was.
pub fn unmuted(text: &str) -> String {
    text.replace(MUTE, "")
}

/// The place behind the element that began just before this place.
fn behind(pieces: &[Piece], at: usize) -> usize {
    let mut open = 1usize;
    let ends = |piece: &Piece| {
        match piece {
            Piece::Open(_) => open += 1,
            Piece::Close => open -= 1,
            Piece::Text(_) => {}
        }
        open == 0
    };
    pieces[at..].iter().position(ends).map_or(pieces.len(), |end| at + end + 1)
}
