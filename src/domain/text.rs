//! A text that somebody wrote, with what marks it up.

use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};
use std::fmt;

/// A text and its markup. In JSON a text in Markdown is a plain string, any other an
/// object with one field: `{"html": "<p>…</p>"}`, `{"plain": "…"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// Markdown, which is what people write here.
    Markdown(String),
    /// HTML, from a blog.
    Html(String),
    /// No markup at all.
    Plain(String),
}

impl Text {
    /// The text with its markup.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Markdown(text) | Self::Html(text) | Self::Plain(text) => text,
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::Markdown(String::new())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::Markdown(text)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (markup, text) = match self {
            Self::Markdown(text) => return serializer.serialize_str(text),
            Self::Html(text) => ("html", text),
            Self::Plain(text) => ("plain", text),
        };
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(markup, text)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or an object with \"html\" or \"plain\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
        Ok(Text::Markdown(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
        let entry: Option<(String, String)> = map.next_entry()?;
        match entry {
            Some((markup, text)) if markup == "html" => Ok(Text::Html(text)),
            Some((markup, text)) if markup == "plain" => Ok(Text::Plain(text)),
            _ => Err(de::Error::custom("expected \"html\" or \"plain\"")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_markup() {
        for (text, json) in [
            (Text::Markdown("*a*".into()), r#""*a*""#),
            (Text::Html("<p>a</p>".into()), r#"{"html":"<p>a</p>"}"#),
            (Text::Plain("a".into()), r#"{"plain":"a"}"#),
        ] {
            assert_eq!(serde_json::to_string(&text).unwrap(), json);
            assert_eq!(serde_json::from_str::<Text>(json).unwrap(), text);
        }
        for wrong in ["{}", "1", r#"{"rtf":"a"}"#, "null", r#"{"html":1}"#] {
            assert!(serde_json::from_str::<Text>(wrong).is_err(), "{wrong}");
        }
    }
}
