//! HTML in pieces, by the algorithm that browsers parse it with.

use deskmates::document::html::{ATTRIBUTES, Element, Piece};
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// As `app/parts/html.rs` walks along the browser's tree.
pub fn pieces(html: &str) -> Vec<Piece> {
    enum Step {
        In(Handle),
        Out,
    }
    let mut options = html5ever::ParseOpts::default();
    options.tree_builder.scripting_enabled = false;
    let page = html5ever::parse_document(RcDom::default(), options).one(html);
    let named =
        |node: &Handle, wanted: &str| matches!(&node.data, NodeData::Element { name, .. } if &*name.local == wanted);
    let child = |node: &Handle, name: &str| node.children.borrow().iter().find(|c| named(c, name)).cloned();
    let Some(body) = child(&page.document, "html").and_then(|html| child(&html, "body")) else { return Vec::new() };
    let mut steps: Vec<Step> = body.children.borrow().iter().rev().cloned().map(Step::In).collect();
    let mut pieces = Vec::new();
    while let Some(step) = steps.pop() {
        let Step::In(node) = step else {
            pieces.push(Piece::Close);
            continue;
        };
        match &node.data {
            NodeData::Text { contents } => pieces.push(Piece::Text(contents.borrow().to_string())),
            NodeData::Element { name, attrs, .. } => {
                let attrs = attrs.borrow();
                let known = attrs.iter().filter(|a| ATTRIBUTES.contains(&&*a.name.local));
                let attributes = known.map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
                pieces.push(Piece::Open(Element { name: name.local.to_string(), attributes }));
                steps.push(Step::Out);
                steps.extend(node.children.borrow().iter().rev().cloned().map(Step::In));
            }
            _ => {}
        }
    }
    pieces
}
