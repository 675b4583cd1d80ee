//! What people write about themselves: a name, an e-mail address.

use super::legible::{is_diacritic, legible, turns_text};
use super::problem::Fault;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The name that is shown with what somebody wrote: 1 to 80 characters of which something is seen, without
/// control characters and without those that turn the direction of other text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

impl Name {
    /// The longest name, in characters.
    pub const MAX: usize = 80;

    /// Reads a name: runs of white space become one space.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let name = Self::shown(text);
        match name.chars().count() {
            0 => Err(Fault::Missing),
            1..=Self::MAX => Ok(Self(name)),
            _ => Err(Fault::TooLong(Self::MAX)),
        }
    }

    /// What can be seen of a text, in one line.
    fn shown(text: &str) -> String {
        let shown: String = legible(text).filter(|c| !c.is_control() || c.is_whitespace()).collect();
        let words = shown.split(|c: char| c.is_whitespace() || c == '\u{feff}').filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ").trim_matches(is_invisible).to_owned()
    }

    /// What stands in the place of a name that was erased, or that nobody gave.
    pub fn nobody() -> Self {
        Self("—".to_owned())
    }

    /// Whether it stands in the place of a name.
    pub fn is_nobody(&self) -> bool {
        self.0 == "—"
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// One or two letters for a tile: of the first and the last word, as they were typed (upper case is the style sheet's: its
    /// tables would cost 4 KB here), with the marks that stand on them. Where there is no letter, the first sign.
    pub fn initials(&self) -> String {
        let letter = |word: &str| {
            let at = word.find(char::is_alphanumeric)?;
            let mut rest = word[at..].chars();
            Some(rest.next().into_iter().chain(rest.take_while(|c| is_diacritic(*c))).collect::<String>())
        };
        let mut words = self.0.split_whitespace();
        let first = words.next().and_then(letter);
        let last = words.next_back().and_then(letter);
        match (first, last) {
            // Arabic letters would grow together into a word that nobody wrote.
            (Some(first), Some(last)) if first.starts_with(is_joined) => first + "\u{200c}" + &last,
            (None, None) => self.0.chars().take(1).collect(),
            (first, last) => first.into_iter().chain(last).collect(),
        }
    }
}

impl TryFrom<String> for Name {
    type Error = &'static str;

    /// A name that somebody else has stored, which may be longer than those that are typed here, or blank.
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Ok(match Self::parse(&text) {
            Ok(name) => name,
            Err(Fault::TooLong(_)) => {
                let shown = Self::shown(&text);
                let beginning: String = shown.chars().take(Self::MAX - 1).collect();
                Self(format!("{}…", beginning.trim_end()))
            }
            Err(_) => Self::nobody(),
        })
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether letters of its script are joined to the next one: Arabic, Syriac, N'Ko, Mandaic.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{77f}' | '\u{7c0}'..='\u{8ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Whether nothing of a character is seen where it stands alone: white space, joiners, marks of direction, the byte order mark.
fn is_invisible(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// An e-mail address, as HTML's `input type=email` accepts it. It is kept and
/// never shown: nothing renders it, so it has no `Display`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// The longest address that mail can reach (RFC 5321, section 4.5.3.1.3).
    pub const MAX: usize = 254;

    /// Reads an address by the rule of the HTML standard ("valid e-mail address"), also as mail programs copy it, with a name
    /// before it (`Amina <amina@example.org>`) or with invisible signs of a web page.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let seen: String =
            text.chars().filter(|c| c.is_whitespace() || !(is_invisible(*c) || turns_text(*c))).collect();
        let text = seen.trim();
        let named = text.strip_suffix('>').and_then(|text| text.split_once('<')).map(|(_, address)| address);
        let text = named.unwrap_or_else(|| text.strip_prefix("mailto:").unwrap_or(text));
        if text.is_empty() {
            return Err(Fault::Missing);
        }
        if text.len() > Self::MAX {
            return Err(Fault::TooLong(Self::MAX));
        }
        let local = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c))
        };
        let label = |part: &str| {
            (1..=63).contains(&part.len())
                && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                && !part.starts_with('-')
                && !part.ends_with('-')
        };
        match text.split_once('@') {
            Some((user, host)) if local(user) && host.contains('.') && host.split('.').all(label) => {
                Ok(Self(text.to_owned()))
            }
            // Addresses in other letters exist (RFC 6531), and many mail servers do not reach them.
            Some((user, host)) if !text.is_ascii() && !user.is_empty() && host.contains('.') => {
                Err(Fault::NotAsciiEmail)
            }
            _ => Err(Fault::NotAnEmail),
        }
    }

    /// Whether two addresses reach the same person: hosts never, and mail
    /// services practically never, tell upper from lower case.
    pub fn same(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl TryFrom<String> for Email {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|_| "an e-mail address")
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_keep_their_script_and_lose_what_turns_text() {
        assert_eq!(Name::parse("  Siobhán   Ní Bhriain\n").unwrap().as_str(), "Siobhán Ní Bhriain");
        assert_eq!(Name::parse("ليلى حداد").unwrap().as_str(), "ليلى حداد");
        assert_eq!(Name::parse("a\u{202e}gnp\u{0}.exe").unwrap().as_str(), "agnp.exe");
        assert_eq!(Name::parse(" \u{202e} "), Err(Fault::Missing));
        assert_eq!(Name::parse(&format!("a{}b", "\u{489}".repeat(50))).unwrap().as_str().chars().count(), 6);
        assert_eq!(Name::parse("Nguye\u{302}\u{303}n").unwrap().as_str(), "Nguye\u{302}\u{303}n");
        assert_eq!(Name::parse(&"x".repeat(81)), Err(Fault::TooLong(80)));
    }

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        for (name, initials) in [
            ("Thandiwe M.", "TM"),
            ("佐藤 美咲", "佐美"),
            ("Ana", "A"),
            ("ليلى حداد", "ل\u{200c}ح"),
            ("!!", "!"),
            ("🦉", "🦉"),
            ("A\u{30a}sa Lo\u{308}f", "A\u{30a}L"),
            ("👩‍👩‍👧 Family", "F"),
            ("अनिल कुमार", "अक"),
            ("𠮷田 花", "𠮷花"),
            ("(Sam) Lee", "SL"),
        ] {
            assert_eq!(Name::parse(name).unwrap().initials(), initials, "{name}");
        }
    }

    #[test]
    fn e_mail_addresses_as_html_accepts_them() {
        for good in ["a@b.org", "first.last+tag@sub.example.co.za", "o'neill@example.ie"] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        for copied in
            ["\u{200b}a@b.org", " a@b.org\u{3000}", "Asha R. <a@b.org>", "mailto:a@b.org", "\u{202a}a@b.org\u{202c}"]
        {
            assert_eq!(Email::parse(copied).map(String::from).as_deref(), Ok("a@b.org"), "{copied}");
        }
        for other in ["a@bücher.example", "амина@пример.example", "amína@example.org"] {
            assert_eq!(Email::parse(other), Err(Fault::NotAsciiEmail), "{other}");
        }
        for bad in [
            "a",
            "a@b",
            "@b.org",
            "a@",
            "a b@c.org",
            "a@b..org",
            "a@-b.org",
            "a@b@c.org",
            "a@b.org,c@d.org",
            "a@b,org",
            "\"a b\"@c.org",
        ] {
            assert_eq!(Email::parse(bad), Err(Fault::NotAnEmail), "{bad}");
        }
        assert!(Email::parse("A@B.org").unwrap().same(&Email::parse("a@b.ORG").unwrap()));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_gives_a_name_or_a_fault(text in ".{0,200}") {
            if let Ok(name) = Name::parse(&text) {
                prop_assert!(!name.as_str().chars().any(|c| turns_text(c) || c.is_control()));
                prop_assert_eq!(Name::parse(name.as_str()), Ok(name.clone()));
            }
        }
    }
}
