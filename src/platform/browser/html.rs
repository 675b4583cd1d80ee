//! HTML in pieces, by the browser's own parser. What it makes of a text is inert:
//! a document that is shown nowhere, for which nothing is fetched and in which
//! nothing runs.

use crate::document::html::{self, ATTRIBUTES, Blog, Element, Piece, muted, unmuted, words};
use crate::document::{Document, Writer};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomParser, HtmlFormElement, Node, SupportedType};

/// Elements and texts: what a walk along a page stops at ("DOM", `NodeFilter`).
const SHOWN: u32 = 1 | 4;

/// The pieces of a page; none of a text that the browser cannot read.
pub fn pieces(html: &str) -> Vec<Piece> {
    let parsed = DomParser::new().and_then(|parser| parser.parse_from_string(&muted(html), SupportedType::TextHtml));
    // Along the tree and not down it by calls: how deep it is, is for whoever wrote the text to say. And it is our own
    // document that makes the walk: what an element of the page is called can stand for what the page can do.
    let walk = parsed.and_then(|page| {
        let own = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
        own.create_tree_walker_with_what_to_show(&page, SHOWN)
    });
    let Ok(walk) = walk else { return Vec::new() };
    let mut pieces = Vec::new();
    let mut next = walk.first_child().ok().flatten();
    while let Some(node) = next {
        pieces.push(piece(&node));
        next = walk.first_child().ok().flatten();
        if next.is_none() && matches!(pieces.last(), Some(Piece::Open(_))) {
            pieces.push(Piece::Close);
        }
        while next.is_none() {
            next = walk.next_sibling().ok().flatten();
            if next.is_none() {
                // At the end of what holds the node; or of the page.
                let Ok(Some(_)) = walk.parent_node() else { return pieces };
                pieces.push(Piece::Close);
            }
        }
    }
    pieces
}

/// Reads a text of a blog.
pub fn read(html: &str, writer: Writer, blog: &Blog) -> Document {
    html::read(&pieces(html), writer, blog)
}

/// The words of a little HTML, such as the title of a post.
pub fn text_of(html: &str) -> String {
    words(&pieces(html))
}

/// An element, or the words of a text.
fn piece(node: &Node) -> Piece {
    if node.is_instance_of::<HtmlFormElement>() {
        // What a form can do, even to tell its name, its fields can stand for with theirs. We need nothing of it.
        return Piece::Open(Element { name: "form".to_owned(), attributes: Vec::new() });
    }
    let Some(element) = node.dyn_ref::<web_sys::Element>() else {
        return Piece::Text(unmuted(&node.text_content().unwrap_or_default()));
    };
    let attribute = |name: &str| Some((name.to_owned(), unmuted(&element.get_attribute(name)?)));
    let attributes = match element.has_attributes() {
        true => ATTRIBUTES.iter().filter_map(|name| attribute(name)).collect(),
        false => Vec::new(),
    };
    Piece::Open(Element { name: unmuted(&element.local_name()), attributes })
}
