//! HTML in pieces, by the algorithm that browsers parse it with.

use deskmates::document::html::{ATTRIBUTES, Element, Piece, muted, unmuted};
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// As `platform/browser/html.rs` walks along the browser's tree.
pub fn pieces(html: &str) -> Vec<Piece> {
    all_pieces(&muted(html)).into_iter().map(known).collect()
}

/// What is asked of the browser for a piece.
fn known(piece: Piece) -> Piece {
    match piece {
        Piece::Text(text) => Piece::Text(unmuted(&text)),
        Piece::Close => Piece::Close,
        Piece::Open(Element { name, attributes }) => {
            let known = attributes.into_iter().filter(|(name, _)| ATTRIBUTES.contains(&name.as_str()));
            let attributes = known.map(|(name, value)| (name, unmuted(&value))).collect();
            Piece::Open(Element { name: unmuted(&name), attributes })
        }
    }
}

/// What the parser gives, whole.
pub fn all_pieces(html: &str) -> Vec<Piece> {
    enum Step {
        In(Handle),
        Out,
    }
    let mut options = html5ever::ParseOpts::default();
    options.tree_builder.scripting_enabled = false;
    let page = html5ever::parse_document(RcDom::default(), options).one(html);
    // A node that is let go empties all that are in it: the page stays until the end.
    let mut steps = vec![Step::In(page.document.clone())];
    let mut pieces = Vec::new();
    while let Some(step) = steps.pop() {
        let Step::In(node) = step else {
            pieces.push(Piece::Close);
            continue;
        };
        match &node.data {
            NodeData::Text { contents } => pieces.push(Piece::Text(contents.borrow().to_string())),
            NodeData::Element { name, attrs, .. } => {
                let attributes = attrs.borrow();
                let attributes = attributes.iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
                pieces.push(Piece::Open(Element { name: name.local.to_string(), attributes }));
                steps.push(Step::Out);
            }
            _ => {}
        }
        steps.extend(node.children.borrow().iter().rev().cloned().map(Step::In));
    }
    pieces
}
