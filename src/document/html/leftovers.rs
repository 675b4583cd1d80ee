//! What editors, plug-ins and PHP leave behind in the text of a blog, and what it stands for.

use super::{Element, MUTED_STYLE, Piece, behind};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Whether an element's own style makes its words bold (`Some(true)`) or takes that from them; Google Docs puts a `<b>` that is not
/// bold around everything that is copied there, and marks what is bold with the weight of a font.
pub(super) fn is_bold(element: &Element) -> Option<bool> {
    let weight = match declared(element, "font-weight") {
        // Its style may have been taken away on the way here.
        None if element.get("id").is_some_and(|id| id.starts_with("docs-internal-guid-")) => return Some(false),
        weight => weight?,
    };
    match weight {
        "normal" | "lighter" => Some(false),
        "bold" | "bolder" => Some(true),
        // From here on fonts have a bold cut (CSS Fonts 4, section 2.2).
        number => Some(number.parse::<u16>().ok()? >= 600),
    }
}

/// Whether an element's own style makes its words italic, or takes that from them.
pub(super) fn is_italic(element: &Element) -> Option<bool> {
    declared(element, "font-style").map(|style| style != "normal")
}

/// What an element's own style says of a property.
fn declared<'a>(element: &'a Element, property: &str) -> Option<&'a str> {
    let declarations = element.get(MUTED_STYLE)?.split(';');
    let mut pairs = declarations.filter_map(|declaration| declaration.split_once(':'));
    let value = pairs.rfind(|(name, _)| name.trim().eq_ignore_ascii_case(property))?.1;
    value.split_ascii_whitespace().next()
}

/// The picture for browsers without scripts that stands behind one, where a plug-in has put a spot of colour in the place of that.
pub(super) fn true_picture(rest: &[Piece]) -> Option<&Element> {
    let mut pieces = rest.iter().filter(|piece| !is_blank(piece)).skip_while(|piece| matches!(piece, Piece::Close));
    match pieces.next()? {
        Piece::Open(element) if element.name == "noscript" => {}
        _ => return None,
    }
    match pieces.next()? {
        Piece::Open(element) if element.name == "img" => Some(element),
        _ => None,
    }
}

fn is_blank(piece: &Piece) -> bool {
    matches!(piece, Piece::Text(text) if text.trim().is_empty())
}

/// Whether a link to a place on the same page says nothing but an arrow: back from a footnote, to what is not linked here.
pub(super) fn leads_back(element: &Element, rest: &[Piece]) -> bool {
    // Such a link is short; nothing is looked through that is not.
    const MOST: usize = 12;
    if !element.get("href").is_some_and(|href| href.trim_start().starts_with('#')) {
        return false;
    }
    let end = behind(&rest[..rest.len().min(MOST)], 0);
    let says = |piece: &Piece| match piece {
        Piece::Text(text) => text.contains(char::is_alphanumeric),
        Piece::Open(element) => element.name == "img",
        Piece::Close => false,
    };
    end < MOST && !rest[..end].iter().any(says)
}

/// How many pieces a message of PHP is that begins here: `<b>Notice</b>: … in <b>/path/of/the/server.php</b> on line <b>7</b>`. It
/// is there for whoever looks after the blog, and shows others where things lie on the server.
pub(super) fn php_message(pieces: &[Piece]) -> Option<usize> {
    const KINDS: [&str; 7] = [
        "Notice",
        "Warning",
        "Deprecated",
        "Fatal error",
        "Parse error",
        "Strict Standards",
        "Recoverable fatal error",
    ];
    let [Piece::Open(b), Piece::Text(kind), Piece::Close, rest @ ..] = pieces else { return None };
    if b.name != "b" || !KINDS.contains(&kind.trim()) {
        return None;
    }
    // What it is about may have elements of its own.
    let line = rest.iter().take(40).position(|piece| matches!(piece, Piece::Text(text) if text == " on line "))?;
    match &rest[line..] {
        [_, Piece::Open(b), Piece::Text(_), Piece::Close, ..] if b.name == "b" => Some(3 + line + 4),
        _ => None,
    }
}

/// A text without short codes, which WordPress would have filled in if their plug-in were there: `[caption width="300"]…[/caption]`
/// gives what is in it. An address within one stays, for it may be all that there was to see. What people put into brackets stays.
pub(super) fn without_short_codes(text: &str) -> Cow<'_, str> {
    if !text.contains('[') {
        return text.into();
    }
    let ended: BTreeSet<&str> = text.split("[/").skip(1).filter_map(|code| Some(code.split_once(']')?.0)).collect();
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        shown.push_str(&rest[..at]);
        rest = &rest[at..];
        let code = rest[1..].find(['[', ']']).map(|end| &rest[1..=end]);
        let whole = code.filter(|code| rest[1 + code.len()..].starts_with(']') && is_short_code(code, &ended));
        match whole {
            Some(code) => {
                if let Some(address) = code.find("http").map(|from| &code[from..]).filter(|a| a.contains("://")) {
                    let end = address.find(['"', '\'', '”', '″', '’', ' ']).unwrap_or(address.len());
                    shown.push_str(&address[..end]);
                    shown.push(' ');
                }
                rest = &rest[code.len() + 2..];
            }
            None => {
                shown.push('[');
                rest = &rest[1..];
            }
        }
    }
    shown.push_str(rest);
    shown.into()
}

/// Whether what stands in brackets is one: an end (`/caption`), a name with attributes (`gallery ids="1"`), or one of the names that
/// the text ends.
fn is_short_code(code: &str, ended: &BTreeSet<&str>) -> bool {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c))
    };
    if let Some(name) = code.strip_prefix('/') {
        return is_name(name);
    }
    let (name, attributes) = code.split_once(' ').unwrap_or((code, ""));
    let is_attribute = |word: &str| word.contains("://") || word.trim_matches('=').contains('=');
    is_name(name) && (attributes.split(' ').any(is_attribute) || ended.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_codes_go_and_brackets_stay() {
        for (text, shown) in [
            ("[caption id=\"a_7\" width=\"300\"]", ""),
            (" Our cat[/caption] sleeps", " Our cat sleeps"),
            ("[gallery ids=”1,2″]After", "After"),
            ("[su_note]Read this.[/su_note]", "Read this."),
            ("[video mp4=\"https://example.org/a.mp4\"][/video]", "https://example.org/a.mp4 "),
            ("[embed]https://example.org/x[/embed]", "https://example.org/x"),
            ("[youtube https://example.org/watch?v=1]", "https://example.org/watch?v=1 "),
            (
                "She said [sic], [1], [a note = mine], [[x=1]] and [Not a code]",
                "She said [sic], [1], [a note = mine], [[x=1]] and [Not a code]",
            ),
            ("[ [open", "[ [open"),
        ] {
            assert_eq!(without_short_codes(text), shown, "{text}");
        }
    }
}
