//! HTML in pieces, by the browser's own parser. What it makes of a text is inert:
//! a document that is shown nowhere, for which nothing is fetched and in which
//! nothing runs.

use crate::document::html::{ATTRIBUTES, Element, Piece, words};
use wasm_bindgen::JsCast;
use web_sys::{DomParser, Node, SupportedType};

/// The pieces of what stands on a page; none of a text that the browser cannot read.
pub fn pieces(html: &str) -> Vec<Piece> {
    let parsed = DomParser::new().and_then(|parser| parser.parse_from_string(html, SupportedType::TextHtml));
    let Some(body) = parsed.ok().and_then(|page| page.body()) else { return Vec::new() };
    let mut pieces = Vec::new();
    let mut next = body.first_child();
    // Along the tree and not down it by calls: how deep it is, is for whoever wrote the text to say.
    while let Some(node) = next {
        let inside = open(&node, &mut pieces);
        next = inside.or_else(|| behind(node, &body, &mut pieces));
    }
    pieces
}

/// The words of a little HTML, such as the title of a post.
pub fn text_of(html: &str) -> String {
    words(&pieces(html))
}

/// Adds a node, and gives the first one in it.
fn open(node: &Node, pieces: &mut Vec<Piece>) -> Option<Node> {
    match node.dyn_ref::<web_sys::Element>() {
        Some(element) => {
            let attribute = |name: &str| Some((name.to_owned(), element.get_attribute(name)?));
            let attributes = if element.has_attributes() {
                ATTRIBUTES.iter().filter_map(|name| attribute(name)).collect()
            } else {
                Vec::new()
            };
            pieces.push(Piece::Open(Element { name: element.local_name(), attributes }));
            node.first_child()
        }
        None if node.node_type() == Node::TEXT_NODE => {
            pieces.push(Piece::Text(node.text_content().unwrap_or_default()));
            None
        }
        // A comment.
        None => None,
    }
}

/// The next node that is not in this one; none at the end of the page.
fn behind(mut node: Node, body: &Node, pieces: &mut Vec<Piece>) -> Option<Node> {
    loop {
        if node.node_type() == Node::ELEMENT_NODE {
            pieces.push(Piece::Close);
        }
        if let Some(next) = node.next_sibling() {
            return Some(next);
        }
        node = node.parent_node().filter(|parent| parent != body)?;
    }
}
