//! The list of what is let through, and what it is to us. An element that is not
//! on it gives its words, and those whose words are not for readers give nothing.

use super::Element;
use super::leftovers::{is_bold, is_italic};

/// What an element is.
pub(super) enum Role {
    /// Nothing for a reader; what is in it neither.
    Gone,
    /// Nothing of its own, within a line.
    Words,
    /// Nothing of its own, on lines of its own.
    Flow,
    Break,
    Rule,
    Emphasis,
    Strong,
    Code,
    Link,
    /// Words in quotation marks.
    Quoted,
    /// Digits above or below the line.
    Small(Level),
    Picture,
    /// Something that plays or runs: it becomes a link to it.
    Embed,
    Heading(u8),
    /// What is explained below it.
    Term,
    List,
    Numbered,
    Item,
    Quote,
    /// Code, with its line breaks.
    Pre,
    /// A poem: words, with their line breaks.
    Verse,
    Figure,
    Caption,
    Table,
    TableHead,
    Row,
    Cell,
    HeadCell,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Level {
    Above,
    Below,
}

pub(super) fn role(element: &Element) -> Role {
    match of_name(&element.name) {
        // No class makes words of a script.
        role @ (Role::Gone | Role::Picture) => role,
        role @ (Role::Strong | Role::Emphasis | Role::Words) => of_class(element).unwrap_or(of_style(element, role)),
        role => of_class(element).unwrap_or(role),
    }
}

/// What words are by their own style, where an element says another thing.
fn of_style(element: &Element, role: Role) -> Role {
    match (role, is_bold(element), is_italic(element)) {
        (Role::Strong | Role::Words, Some(true), _) => Role::Strong,
        (Role::Emphasis | Role::Words, _, Some(true)) => Role::Emphasis,
        (Role::Strong, Some(false), _) | (Role::Emphasis, _, Some(false)) => Role::Words,
        (role, ..) => role,
    }
}

fn of_name(name: &str) -> Role {
    match name {
        // What Word says to itself.
        _ if name == "xml" || ["w:", "m:", "v:"].iter().any(|prefix| name.starts_with(prefix)) => Role::Gone,
        "script" | "style" | "noscript" | "template" | "svg" | "math" | "head" | "title" | "meta" | "link"
        | "button" | "input" | "select" | "option" | "optgroup" | "datalist" | "textarea" | "progress" | "meter"
        | "canvas" | "map" | "area" | "frame" | "frameset" | "noframes" | "noembed" | "param" | "source" | "track"
        | "col" | "colgroup" | "applet" => Role::Gone,
        "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "nav" | "address" | "center"
        | "html" | "body" | "hgroup" | "details" | "dialog" | "form" | "fieldset" | "legend" | "dl" | "dd"
        | "tbody" | "tfoot" => Role::Flow,
        "br" => Role::Break,
        "hr" => Role::Rule,
        "em" | "i" | "cite" | "dfn" | "var" => Role::Emphasis,
        "strong" | "b" => Role::Strong,
        "code" | "kbd" | "samp" | "tt" => Role::Code,
        "a" => Role::Link,
        "q" => Role::Quoted,
        "sup" => Role::Small(Level::Above),
        "sub" => Role::Small(Level::Below),
        "img" => Role::Picture,
        "iframe" | "video" | "audio" | "embed" | "object" => Role::Embed,
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" => Role::Heading(4),
        "h5" => Role::Heading(5),
        "h6" => Role::Heading(6),
        "dt" | "summary" => Role::Term,
        "ul" | "menu" | "dir" => Role::List,
        "ol" => Role::Numbered,
        "li" => Role::Item,
        "blockquote" => Role::Quote,
        "pre" | "listing" | "xmp" | "plaintext" => Role::Pre,
        "figure" => Role::Figure,
        "figcaption" | "caption" => Role::Caption,
        "table" => Role::Table,
        "thead" => Role::TableHead,
        "tr" => Role::Row,
        "td" => Role::Cell,
        "th" => Role::HeadCell,
        // And `base`: `muted` renames it, so the parser no longer treats it as void, and what follows it is in it.
        _ => Role::Words,
    }
}

/// What WordPress says with a class rather than with an element.
fn of_class(element: &Element) -> Option<Role> {
    let role = |class| match (class, element.name.as_str()) {
        // A second link and a preview of the file that the first link leads to.
        ("wp-block-file__button" | "wp-block-file__embed", _) => Some(Role::Gone),
        // The page of another blog in a frame: what would be a quotation beside it links there.
        ("wp-embedded-content", "iframe") => Some(Role::Gone),
        // A message of PHP with the way there, which tells of the server.
        ("xdebug-error", _) => Some(Role::Gone),
        ("wp-embedded-content", _) => Some(Role::Flow),
        (_, "a" | "iframe") => None,
        // A picture with a caption, and one of a gallery, as the classic editor has them.
        ("wp-caption" | "gallery-item", _) => Some(Role::Figure),
        ("wp-caption-text" | "gallery-caption", _) => Some(Role::Caption),
        // The term of a list, if it were not a gallery; and the list around the pictures of WordPress 5.
        ("gallery-icon" | "blocks-gallery-grid", _) => Some(Role::Flow),
        ("wp-block-verse", _) => Some(Role::Verse),
        _ => None,
    };
    element.get("class")?.split_ascii_whitespace().find_map(role)
}
