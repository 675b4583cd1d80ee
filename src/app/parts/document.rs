//! A [`Document`] on the page, element by element.

use crate::app::route;
use crate::document::{Block, Cell, Document, Heads, Inline, Picture, Source, Table, Target, Writer};
use leptos::html;
use leptos::prelude::*;

/// Shows a text. Each paragraph takes its direction from its words, and each list
/// as a whole, so that its marks stand on the side where its items begin.
pub fn document(document: Document, writer: Writer) -> AnyView {
    document.blocks.into_iter().map(|b| block(b, writer, Some("auto"))).collect_view().into_any()
}

fn block(one: Block, writer: Writer, dir: Option<&'static str>) -> AnyView {
    let blocks = |all: Vec<Block>, dir| all.into_iter().map(|b| block(b, writer, dir)).collect_view();
    let words = |all: Vec<Inline>| inlines(all, writer);
    match one {
        Block::Paragraph(content) => view! { <p dir=dir>{words(content)}</p> }.into_any(),
        Block::Heading(..=2, content) => view! { <h2 dir="auto">{words(content)}</h2> }.into_any(),
        Block::Heading(3, content) => view! { <h3 dir="auto">{words(content)}</h3> }.into_any(),
        Block::Heading(_, content) => view! { <h4 dir="auto">{words(content)}</h4> }.into_any(),
        Block::List(start, items) => {
            let items = items.into_iter().map(|item| html::li().child(blocks(item, None))).collect_view();
            match start {
                None => html::ul().dir(dir).child(items).into_any(),
                Some(start) => html::ol().dir(dir).start(start.to_string()).child(items).into_any(),
            }
        }
        Block::Quote(inner) => html::blockquote().dir(dir).child(blocks(inner, None)).into_any(),
        Block::Code(code) => view! { <pre dir="ltr" tabindex="0"><code>{code}</code></pre> }.into_any(),
        Block::Rule => html::hr().into_any(),
        Block::Figure(pictures, caption) => {
            let caption = (!caption.is_empty()).then(|| html::figcaption().dir("auto").child(words(caption)));
            html::figure().child((words(pictures), caption)).into_any()
        }
        Block::Table(table) => table_of(table, writer),
    }
}

/// A table in a box of its own to scroll in: a page is never wider than its window.
fn table_of(Table { label, caption, rows }: Table, writer: Writer) -> AnyView {
    let cell = |Cell { heads, reach: (columns, rows), blocks }: Cell| {
        let inner = blocks.into_iter().map(|b| block(b, writer, Some("auto"))).collect_view();
        let scope = heads.map(|heads| if heads == Heads::Row { "row" } else { "col" });
        match scope {
            None => html::td().colspan(columns).rowspan(rows).child(inner).into_any(),
            scope => html::th().scope(scope).colspan(columns).rowspan(rows).child(inner).into_any(),
        }
    };
    let rows = rows.into_iter().map(|row| html::tr().child(row.into_iter().map(cell).collect_view())).collect_view();
    let caption = (!caption.is_empty()).then(|| html::caption().dir("auto").child(inlines(caption, writer)));
    view! { <div class="table" role="region" tabindex="0" aria-label=label><table dir="auto">{caption}{rows}</table></div> }.into_any()
}

fn inlines(all: Vec<Inline>, writer: Writer) -> AnyView {
    all.into_iter().map(|i| inline(i, writer)).collect_view().into_any()
}

fn inline(one: Inline, writer: Writer) -> AnyView {
    match one {
        Inline::Text(text) => text.into_any(),
        Inline::Emphasis(content) => html::em().child(inlines(content, writer)).into_any(),
        Inline::Strong(content) => html::strong().child(inlines(content, writer)).into_any(),
        Inline::Code(code) => html::code().child(code).into_any(),
        Inline::Break => html::br().into_any(),
        Inline::Image(Picture { source, alt, size }) => {
            let source = match source {
                Source::Here(path) => route::here(&path),
                Source::Web(link) => link.as_str().to_owned(),
            };
            let (width, height) = size.unzip();
            let image = html::img().src(source).alt(alt).loading("lazy").decoding("async");
            image.width(width).height(height).into_any()
        }
        Inline::Link(target, content) => {
            let link = html::a().child(inlines(content, writer));
            match (target, writer) {
                (Target::Here(path), _) => link.href(route::here(&path)).into_any(),
                (Target::Mail(address), _) => link.href(format!("mailto:{address}")).into_any(),
                (Target::Web(to), Writer::Programme) => link.href(to.as_str().to_owned()).rel("noopener").into_any(),
                (Target::Web(to), Writer::Person) => {
                    link.href(to.as_str().to_owned()).rel("nofollow ugc noopener").into_any()
                }
            }
        }
    }
}
