//! E-mail addresses, wherever they stand.

use crate::store::json::profile::{Pointer, ResourceProfile};
use serde_json::Value;

/// An address that was found in a thing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Where: a JSON Pointer.
    pub(super) at: Pointer,
    /// Whether it stands in what people wrote to be read, and not in a field of its own.
    pub(super) in_text: bool,
}

/// Every address in a thing that the profile does not show anyway.
pub(super) fn found(thing: &Value, resource: &ResourceProfile) -> Vec<Found> {
    let texts: Vec<&Pointer> = resource.fields.values().filter_map(|field| field.read_at()).collect();
    let mut all = Vec::new();
    walk(thing, "", &mut |at, text| {
        if holds_one(text) {
            let in_text = texts.iter().any(|text| at == **text || at.starts_with(&format!("{text}/")));
            all.push(Found { at: at.to_owned(), in_text });
        }
    });
    all
}

/// Every avatar whose address is made of an e-mail address: who guesses one can compare.
pub(super) fn hashed(thing: &Value) -> Option<Pointer> {
    let mut place = None;
    walk(thing, "", &mut |at, text| {
        let hash = text.split_once("gravatar.com/avatar/").map(|(_, rest)| rest);
        if hash.is_some_and(|hash| hash.chars().take_while(char::is_ascii_hexdigit).count() >= 32) && place.is_none() {
            place = Some(at.to_owned());
        }
    });
    place
}

fn walk(value: &Value, at: &str, see: &mut dyn FnMut(&str, &str)) {
    match value {
        Value::String(text) => see(at, text),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, item)| walk(item, &format!("{at}/{i}"), see)),
        Value::Object(fields) => {
            for (name, value) in fields {
                walk(value, &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), see);
            }
        }
        _ => {}
    }
}

/// Whether an e-mail address stands somewhere in a text.
pub(super) fn holds_one(text: &str) -> bool {
    spans(text).next().is_some()
}

/// A text in which nobody's address is left.
pub(super) fn masked(text: &str) -> String {
    let mut out = String::new();
    let mut from = 0;
    for (start, end) in spans(text) {
        // Two signs in a row share what is between them.
        out.push_str(&text[from..start.max(from)]);
        out.push_str("…@…");
        from = end;
    }
    out.push_str(&text[from..]);
    out
}

/// Where addresses stand in a text. In an address of a page, `@` may be written `%40`.
fn spans(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let signs = text.match_indices('@').chain(text.match_indices("%40"));
    let mut signs: Vec<_> = signs.map(|(at, sign)| (at, at + sign.len())).collect();
    signs.sort_unstable();
    let local = |c: char| c.is_alphanumeric() || "._+-".contains(c);
    let host = |c: char| c.is_alphanumeric() || ".-".contains(c);
    signs.into_iter().filter_map(move |(at, after)| {
        let before: usize = text[..at].chars().rev().take_while(|c| local(*c)).map(char::len_utf8).sum();
        let domain: usize = text[after..].chars().take_while(|c| host(*c)).map(char::len_utf8).sum();
        let name = text[after..after + domain].trim_end_matches('.');
        let has_dot = name.split_once('.').is_some_and(|(first, rest)| !first.is_empty() && rest.len() > 1);
        (before > 0 && has_dot).then_some((at - before, after + name.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::json::profile::Field;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn addresses_are_found_wherever_they_stand() {
        for text in ["a@b.org", "Asha <asha.k+x@mail.example.org>, Accra", "?q=a%40b.org", "mailto:a@b.org."] {
            assert!(holds_one(text), "{text}");
        }
        for text in ["", "@asha", "asha@", "3 @ 2.50 each", "a@localhost", "user@", "git@host:x"] {
            assert!(!holds_one(text), "{text}");
        }
        assert_eq!(masked("to <a.b@c.org>, d%40e.org."), "to <…@…>, …@….");
    }

    #[test]
    fn a_field_of_its_own_is_told_from_what_people_wrote() {
        let at = |at: &str| Field { at: Some(at.to_owned()), ..Field::default() };
        let fields = [("text".to_owned(), at("/text"))].into();
        let resource = ResourceProfile { fields, ..ResourceProfile::default() };
        let thing = json!({"text": "Write to a@b.org", "by": {"mail": "c@d.org"}});
        let both: Vec<_> = found(&thing, &resource).into_iter().map(|found| (found.at, found.in_text)).collect();
        assert_eq!(both, [("/by/mail".to_owned(), false), ("/text".to_owned(), true)]);
        let avatar = json!({"avatar": "https://secure.gravatar.com/avatar/0123456789abcdef0123456789abcdef?s=24"});
        assert_eq!(hashed(&avatar).as_deref(), Some("/avatar"));
    }

    proptest! {
        #[test]
        fn nothing_that_is_masked_holds_an_address(text in "[a-z@.%40 é]{0,40}") {
            let masked = masked(&text);
            prop_assert!(!holds_one(&masked), "{masked}");
        }
    }
}
