//! A [`Document`] on the page, element by element.

use crate::app::route;
use crate::document::{Block, Cell, Document, Heads, Inline, Picture, Source, Table, Target, Writer, direction};
use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::html;
use leptos::prelude::*;

/// Shows a text. Each paragraph takes its direction from its words, and each list
/// as a whole, so that its marks stand on the side where its items begin.
pub fn document(document: Document, writer: Writer) -> AnyView {
    blocks(document.blocks, writer, true)
}

/// Attributes, by their names.
type Attributes<'a> = &'a [(&'static str, &'a str)];

const AUTO: Attributes = &[("dir", "auto")];

/// An element. One function for them all: typed ones are compiled once for each kind.
fn element(name: &'static str, attributes: Attributes, inner: AnyView) -> AnyView {
    let attribute = |(name, value): &(&'static str, &str)| custom_attribute(*name, (*value).to_owned()).into_any_attr();
    let attributes: Vec<AnyAttribute> = attributes.iter().map(attribute).collect();
    html::custom(name).child(inner).add_any_attr(attributes).into_any()
}

/// Blocks below one another; within another one, they run as that does.
fn blocks(all: Vec<Block>, writer: Writer, are_outermost: bool) -> AnyView {
    all.into_iter().map(|b| block(b, writer, are_outermost)).collect_view().into_any()
}

fn block(one: Block, writer: Writer, is_outermost: bool) -> AnyView {
    let own = [("dir", direction(&one))];
    let dir: Attributes = if is_outermost { &own } else { &[] };
    let words = |all: Vec<Inline>| inlines(all, writer);
    match one {
        Block::Paragraph(content) => element("p", dir, words(content)),
        Block::Heading(..=2, content) => element("h2", AUTO, words(content)),
        Block::Heading(3, content) => element("h3", AUTO, words(content)),
        Block::Heading(_, content) => element("h4", AUTO, words(content)),
        Block::List(start, items) => {
            let items = items.into_iter().map(|item| element("li", &[], blocks(item, writer, false)));
            let items = items.collect_view().into_any();
            match start {
                None => element("ul", dir, items),
                Some(start) => {
                    let start = start.to_string();
                    let mut attributes = dir.to_vec();
                    attributes.push(("start", &start));
                    element("ol", &attributes, items)
                }
            }
        }
        Block::Quote(inner) => element("blockquote", dir, blocks(inner, writer, false)),
        Block::Code(code) => {
            element("pre", &[("dir", "ltr"), ("tabindex", "0")], element("code", &[], code.into_any()))
        }
        Block::Rule => element("hr", &[], ().into_any()),
        Block::Figure(pictures, caption) => {
            element("figure", &[], vec![words(pictures), caption_of("figcaption", caption, writer)].into_any())
        }
        Block::Table(table) => table_of(table, writer, dir),
    }
}

fn caption_of(name: &'static str, caption: Vec<Inline>, writer: Writer) -> AnyView {
    if caption.is_empty() { ().into_any() } else { element(name, AUTO, inlines(caption, writer)) }
}

/// A table in a box of its own to scroll in: a page is never wider than its window.
fn table_of(Table { label, caption, rows }: Table, writer: Writer, dir: Attributes) -> AnyView {
    let cell = |Cell { heads, reach: (columns, rows), blocks: inner }: Cell| {
        let reach = |n: Option<u8>| u64::from(n.unwrap_or(1)).to_string();
        let (columns, rows) = (reach(columns), reach(rows));
        let mut attributes = vec![("colspan", columns.as_str()), ("rowspan", &rows)];
        attributes.extend(heads.map(|heads| ("scope", if heads == Heads::Row { "row" } else { "col" })));
        element(if heads.is_some() { "th" } else { "td" }, &attributes, blocks(inner, writer, true))
    };
    let row = |row: Vec<Cell>| element("tr", &[], row.into_iter().map(cell).collect_view().into_any());
    let rows = rows.into_iter().map(row).collect_view().into_any();
    let table = element("table", dir, vec![caption_of("caption", caption, writer), rows].into_any());
    element("div", &[("class", "table"), ("role", "region"), ("tabindex", "0"), ("aria-label", &label)], table)
}

fn inlines(all: Vec<Inline>, writer: Writer) -> AnyView {
    all.into_iter().map(|i| inline(i, writer)).collect_view().into_any()
}

fn inline(one: Inline, writer: Writer) -> AnyView {
    match one {
        Inline::Text(text) => text.into_any(),
        Inline::Emphasis(content) => element("em", &[], inlines(content, writer)),
        Inline::Strong(content) => element("strong", &[], inlines(content, writer)),
        Inline::Code(code) => element("code", &[], code.into_any()),
        Inline::Break => element("br", &[], ().into_any()),
        Inline::Image(picture) => image(picture),
        Inline::Link(target, content) => {
            let web = if writer == Writer::Programme { "noopener" } else { "nofollow ugc noopener" };
            let (href, rel) = match target {
                Target::Here(path) => {
                    // A file is the browser's to open, not the router's.
                    let file = (!route::is_page(&path)).then_some(("rel", "external"));
                    (route::here(&path), file)
                }
                Target::Mail(address) => (format!("mailto:{address}"), None),
                Target::Web(to) => (to.as_str().to_owned(), Some(("rel", web))),
            };
            let mut attributes = vec![("href", href.as_str())];
            attributes.extend(rel);
            element("a", &attributes, inlines(content, writer))
        }
    }
}

fn image(Picture { source, alt, size }: Picture) -> AnyView {
    let source = match source {
        Source::Here(path) => route::here(&path),
        Source::Web(link) => link.as_str().to_owned(),
    };
    let size = size.map(|(width, height)| (u64::from(width).to_string(), u64::from(height).to_string()));
    let mut attributes = vec![("loading", "lazy"), ("decoding", "async"), ("src", &source), ("alt", &alt)];
    attributes.extend(size.iter().flat_map(|(width, height)| [("width", width.as_str()), ("height", height)]));
    element("img", &attributes, ().into_any())
}
