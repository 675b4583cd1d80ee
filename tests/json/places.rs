//! Where values stand in JSON.

use serde_json::Value;

/// Adds the place of every value in one, the deepest too, as a pointer (RFC 6901).
pub fn places(value: &Value, at: String, all: &mut Vec<String>) {
    let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (escaped(name), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(i, value)| (i.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (name, value) in inner {
        let place = format!("{at}/{name}");
        places(value, place.clone(), all);
        all.push(place);
    }
}
