//! JSON from outside: read whole, and told precisely where it does not fit.

use super::{StoreError, strict};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads JSON. Escapes such as `\ud83d` without their other half, which JSON
/// allows (RFC 8259, section 8.2) and serde_json refuses, become U+FFFD. A byte order mark before it says nothing (section 8.1).
pub fn json(text: &str) -> Result<Value, serde_json::Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str(text).or_else(|error| match whole_characters(text) {
        Some(repaired) => serde_json::from_str(&repaired),
        None => Err(error),
    })
}

/// Why an answer is no JSON, for who looks after the backend: what stands around it is often not the backend's own. Nothing of the
/// answer itself is in it, which may name what is nobody's business.
pub fn why_no_json(text: &str, error: &serde_json::Error) -> String {
    let beginning: String = text.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    let why = if beginning.starts_with("<!doctype") || beginning.starts_with("<html") {
        "it is a page of HTML: the address leads somewhere else, or the host wants something first, such as a log-in"
    } else if !beginning.starts_with(['[', '{']) && text.contains(['[', '{']) {
        "something stands before it: a notice of PHP (switch off display_errors) or what a plug-in prints (switch it off for the API)"
    } else if error.to_string().starts_with("trailing characters") {
        "something stands behind it: what a cache or another plug-in adds (switch it off for the API)"
    } else {
        return format!("expected JSON: {error}");
    };
    format!("expected JSON, and {why}")
}

/// The text with `\ufffd` for every escape that is half a character; nothing where there is none.
fn whole_characters(text: &str) -> Option<String> {
    let mut repaired = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find('\\') {
        let escape = &rest[at..];
        let length = match (half(escape), escape.get(6..).and_then(half)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(_), _) => 0,
            // Any other escape: the sign and what it escapes, which may be another sign.
            (None, _) => escape.chars().take(2).map(char::len_utf8).sum(),
        };
        repaired.push_str(&rest[..at]);
        if length == 0 {
            found = true;
            repaired.push_str("\\ufffd");
            rest = &escape[6..];
        } else {
            repaired.push_str(&escape[..length]);
            rest = &escape[length..];
        }
    }
    repaired.push_str(rest);
    found.then_some(repaired)
}

/// The half of a character that a `\uXXXX` escape stands for.
fn half(escape: &str) -> Option<u32> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok().filter(|code| (0xd800..=0xdfff).contains(code))
}

/// The value as its type. Not inlined: what reads a type is large, and it is asked for at several places.
#[inline(never)]
pub fn read<T: DeserializeOwned>(value: &Value) -> Result<T, serde_json::Error> {
    strict::read(value)
}

/// The value as its type. An error names the source, the place, and the field
/// that does not fit; `place` is a JSON Pointer, or the id of the thing.
pub fn fit<T: DeserializeOwned>(value: &Value, source: &str, place: &str) -> Result<T, StoreError> {
    read(value).map_err(|error| {
        let reason = error.to_string();
        let still_wrong = |without: &Value| read::<T>(without).is_err_and(|e| e.to_string() == reason);
        // The reason for a field that is missing names it already.
        let missing = reason.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        let field = match missing {
            Some(name) if value.get(name).is_none() => String::new(),
            _ => misfit(value, &still_wrong).map(|field| format!("/{field}")).unwrap_or_default(),
        };
        StoreError::malformed(source, &format!("{place}{field}"), reason)
    })
}

/// The field without which a thing fails for another reason, or not at all.
fn misfit(value: &Value, still_wrong: &dyn Fn(&Value) -> bool) -> Option<String> {
    let fields = value.as_object()?;
    fields
        .keys()
        .find(|name| {
            let mut without = fields.clone();
            without.remove(*name);
            !still_wrong(&Value::Object(without))
        })
        .cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::topic::Topic;
    use serde_json::json;

    #[test]
    fn half_a_character_does_not_spoil_the_rest() {
        for (text, read) in [
            (r#"["a\ud800b"]"#, "a\u{fffd}b"),
            (r#"["\udc00\ud800"]"#, "\u{fffd}\u{fffd}"),
            (r#"["\ud83d\ude00 \ud83d"]"#, "😀 \u{fffd}"),
            (r#"["\\ud800 \ud800"]"#, "\\ud800 \u{fffd}"),
            (r#"["plain"]"#, "plain"),
        ] {
            assert_eq!(super::json(text).unwrap(), json!([read]), "{text}");
        }
        assert!(super::json(r#"["\ud800"#).is_err());
        assert!(super::json("[\"\\").is_err());
    }

    #[test]
    fn the_field_that_does_not_fit_is_named() {
        let good = json!({"id": "t1", "slug": "t", "round": "r", "number": 1, "title": "T", "release": "2016-02-15T08:00:00Z", "body": ""});
        let wrong = |field: &str, value: Value| {
            let mut topic = good.clone();
            topic[field] = value;
            fit::<Topic>(&topic, "demo/topics.json", "t1").map(drop).unwrap_err().to_string()
        };
        assert!(fit::<Topic>(&good, "demo/topics.json", "t1").is_ok());
        assert!(wrong("release", json!("15 February 2016")).contains("t1/release"));
        assert!(wrong("prompts", json!([{"id": "p"}])).contains("t1/prompts"));
        assert!(wrong("slug", json!("A B")).contains("t1/slug"));
        let mut without = good.clone();
        without.as_object_mut().unwrap().remove("title");
        let told = fit::<Topic>(&without, "demo/topics.json", "t1").map(drop).unwrap_err().to_string();
        assert!(told.contains("demo/topics.json") && told.contains("\"t1\": missing field `title`"), "{told}");
    }
}
