//! Web addresses that stand bare in a text, as people type and paste them: where they begin and where they end.
//!
//! An address ends before a bracket that it did not open, before punctuation that no address has, before the next address,
//! and where a script without spaces follows a Latin letter (`https://example.org를`). Unicode's own rules (UTS #58) and
//! GitHub's count on a space there; docs/decisions/markdown.md has the reasons.

use super::characters::{is_mark, is_punctuation, is_unspaced};
use std::ops::Range;

/// Where the first web address of a text stands.
pub(super) fn find(text: &str) -> Option<Range<usize>> {
    text.match_indices("://").find_map(|(at, separator)| {
        let start = ["https", "http"].iter().find_map(|scheme| {
            let start = at.checked_sub(scheme.len())?;
            text.get(start..at)?.eq_ignore_ascii_case(scheme).then_some(start)
        })?;
        let is_begun = text[..start].chars().next_back().is_none_or(|before| !before.is_ascii_alphanumeric());
        let inside = at + separator.len();
        let end = inside + length(&text[inside..]);
        (is_begun && end > inside).then_some(start..end)
    })
}

/// How long what follows the `://` is.
fn length(text: &str) -> usize {
    let mut open = Vec::new();
    let mut before = '/';
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        let ends = match c {
            '(' | '[' | '{' => {
                open.push(c);
                false
            }
            ')' => open.pop() != Some('('),
            ']' => open.pop() != Some('['),
            '}' => open.pop() != Some('{'),
            'h' | 'H' => begins_another(&text[at..], before),
            _ => is_foreign(c) || (is_unspaced(c) && (before.is_ascii_alphabetic() || ")]}".contains(before))),
        };
        if ends {
            end = at;
            break;
        }
        before = c;
    }
    // What ends a sentence, and what is left of quotation or emphasis, is not part of it.
    let closing = |c: char| ".,;:!?'*_~([{".contains(c) || (!c.is_ascii() && !c.is_alphanumeric());
    let address = text[..end].trim_end_matches(closing);
    // A mark belongs to the letter that it stands on.
    address.len() + text[address.len()..end].chars().take_while(|c| is_mark(*c)).map(char::len_utf8).sum::<usize>()
}

/// Whether another address begins here. One that is part of this one, as those of archives are, stands behind a sign for it.
fn begins_another(text: &str, before: char) -> bool {
    let begins = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    !"/=?&#:+@%".contains(before) && (begins("http://") || begins("https://"))
}

/// Whether no address has such a character: white space, what HTML marks with, invisible signs, and punctuation outside
/// ASCII but for the dashes, the apostrophe and the middle dots that titles of encyclopaedias have.
fn is_foreign(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || "<>\"`|".contains(c)
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || (!c.is_ascii() && is_punctuation(c) && !matches!(c, '‐'..='–' | '’' | '·' | '・'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All addresses of a text.
    fn all(mut text: &str) -> Vec<&str> {
        let mut all = Vec::new();
        while let Some(found) = find(text) {
            all.push(&text[found.clone()]);
            text = &text[found.end..];
        }
        all
    }

    #[test]
    fn an_address_ends_where_people_mean_it_to() {
        for (text, addresses) in [
            ("see https://example.org.", &["https://example.org"][..]),
            ("(https://example.org/a_(b)_c, then more)", &["https://example.org/a_(b)_c"]),
            (
                "[https://example.org/list[1]] and {http://example.org}",
                &["https://example.org/list[1]", "http://example.org"],
            ),
            ("(https://example.org/help)or", &["https://example.org/help"]),
            ("https://example.org/f(x=1).html?q=(2)!", &["https://example.org/f(x=1).html?q=(2)"]),
            ("Is it https://example.org?! *https://example.org/b*", &["https://example.org", "https://example.org/b"]),
            ("“https://example.org/a”和«https://example.org/b»", &["https://example.org/a", "https://example.org/b"]),
            // Behind and before scripts without spaces.
            ("見て：https://example.org/道案内、お願い", &["https://example.org/道案内"]),
            ("https://example.org/guide【必読】", &["https://example.org/guide"]),
            (
                "https://example.org에서 https://example.org/desk를",
                &["https://example.org", "https://example.org/desk"],
            ),
            (
                "ที่https://example.org/ไทยนะ และ https://example.orgครับ",
                &["https://example.org/ไทยนะ", "https://example.org"],
            ),
            (
                "https://ja.example.org/wiki/Rust_(プログラミング言語)の話",
                &["https://ja.example.org/wiki/Rust_(プログラミング言語)"],
            ),
            (
                "https://ja.example.org/wiki/アルベルト・アインシュタイン・",
                &["https://ja.example.org/wiki/アルベルト・アインシュタイン"],
            ),
            // Other scripts, their marks and their punctuation.
            ("https://example.org/हिन्दी। अब", &["https://example.org/हिन्दी"]),
            ("انظر https://example.org/مرشد، ثم", &["https://example.org/مرشد"]),
            ("https://example.org/cafe\u{301}", &["https://example.org/cafe\u{301}"]),
            ("https://example.org/a\u{200f}", &["https://example.org/a"]),
            (
                "https://fr.example.org/L’Oréal’ — https://example.org/1990–95–",
                &["https://fr.example.org/L’Oréal", "https://example.org/1990–95"],
            ),
            ("https://example.org/yes👍🏽", &["https://example.org/yes"]),
            // Beside one another.
            (
                "HTTPS://A.example.org;http://b.example.org|https://c.example.org",
                &["HTTPS://A.example.org", "http://b.example.org", "https://c.example.org"],
            ),
            ("https://a.example.orghttps://b.example.org", &["https://a.example.org", "https://b.example.org"]),
            (
                "https://archive.example.org/2015/https://example.org/a",
                &["https://archive.example.org/2015/https://example.org/a"],
            ),
            ("https://example.org/?to=https://example.com/", &["https://example.org/?to=https://example.com/"]),
            // None.
            ("xhttps://example.org ftp://example.org https:// http://. ://", &[]),
        ] {
            assert_eq!(all(text), addresses, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_found_is_in_the_text(text in "((?i)https?://|[a-z()\\[\\].,* 。를ก\u{301}’😀])*") {
            for address in all(&text) {
                prop_assert!(!address.contains(char::is_whitespace));
                prop_assert!(!address.ends_with(['.', ',', '*', '(']));
            }
        }
    }
}
