//! Templates: texts, and JSON with texts in it, in which `{name}` stands for
//! something that is known when they are used. `{{` and `}}` are the signs themselves.

use serde_json::Value;

/// What a name stands for; nothing if it is not known.
pub type Known<'a> = &'a dyn Fn(&str) -> Option<Value>;

/// A piece of a template.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Name(&'a str),
}

/// Takes a template apart. An error says what is wrong with it.
fn pieces(template: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, sign) = rest.split_at(at);
        found.push(Piece::Text(before));
        rest = if sign.starts_with("{{") || sign.starts_with("}}") {
            found.push(Piece::Text(&sign[..1]));
            &sign[2..]
        } else {
            let name = sign.strip_prefix('{').and_then(|inner| inner.split_once('}'));
            let Some((name, after)) = name else {
                return Err(format!("a {} without its other half; write it twice to mean the sign", &sign[..1]));
            };
            found.push(Piece::Name(name));
            after
        };
    }
    found.push(Piece::Text(rest));
    Ok(found)
}

/// The names that a template uses. An error says what is wrong with it.
pub fn names(template: &str) -> Result<Vec<&str>, String> {
    let names = pieces(template)?.into_iter().filter_map(|piece| match piece {
        Piece::Name(name) => Some(name),
        Piece::Text(_) => None,
    });
    Ok(names.collect())
}

/// The template with everything in its place; or the first name that is not known.
pub fn fill(template: &str, known: Known) -> Result<String, String> {
    let pieces = pieces(template)?;
    let filled = pieces.into_iter().map(|piece| match piece {
        Piece::Text(text) => Ok(text.to_owned()),
        Piece::Name(name) => known(name).map(|value| text(&value)).ok_or_else(|| name.to_owned()),
    });
    filled.collect()
}

/// JSON with everything in its place. A text that is nothing but `{name}` becomes
/// the value itself: a number stays a number.
pub fn fill_json(template: &Value, known: Known) -> Result<Value, String> {
    Ok(match template {
        Value::String(text) => {
            let name = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            match name.filter(|name| !name.contains(['{', '}'])) {
                Some(name) => known(name).ok_or_else(|| name.to_owned())?,
                None => fill(text, known)?.into(),
            }
        }
        Value::Array(items) => items.iter().map(|item| fill_json(item, known)).collect::<Result<_, _>>()?,
        Value::Object(fields) => {
            let filled = fields.iter().map(|(name, value)| Ok((fill(name, known)?, fill_json(value, known)?)));
            Value::Object(filled.collect::<Result<_, String>>()?)
        }
        other => other.clone(),
    })
}

/// A value as it stands in a text: a list with commas.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn known(name: &str) -> Option<Value> {
        match name {
            "id" => Some(json!("a b")),
            "n" => Some(json!(7)),
            "all" => Some(json!(["x", "y"])),
            _ => None,
        }
    }

    #[test]
    fn names_give_way_to_what_they_stand_for() {
        for (template, filled) in [
            ("/items/{id}", "/items/a b"),
            ("{n}{n}", "77"),
            ("in.({all})", "in.(x,y)"),
            ("{{\"id\":{n}}}", "{\"id\":7}"),
            ("plain", "plain"),
            ("", ""),
        ] {
            assert_eq!(fill(template, &known).as_deref(), Ok(filled), "{template}");
        }
        assert_eq!(fill("{id} {nobody}", &known), Err("nobody".to_owned()));
        for wrong in ["{id", "id}", "{"] {
            assert!(fill(wrong, &known).is_err(), "{wrong}");
        }
    }

    #[test]
    fn json_keeps_its_types() {
        let template = json!({"{id}": {"$eq": "{n}"}, "list": ["{all}", "no {n}"], "yes": true});
        let filled = json!({"a b": {"$eq": 7}, "list": [["x", "y"], "no 7"], "yes": true});
        assert_eq!(fill_json(&template, &known), Ok(filled));
        assert_eq!(fill_json(&json!(["{nobody}"]), &known), Err("nobody".to_owned()));
    }

    proptest! {
        #[test]
        fn a_text_without_signs_stays(text in "[^{}]*") {
            prop_assert_eq!(fill(&text, &known).unwrap(), text);
        }

        #[test]
        fn no_text_is_too_much(text in ".*") {
            let _ = fill(&text, &known);
            let _ = names(&text);
        }

        #[test]
        fn signs_written_twice_are_themselves(text in "[{}a]*") {
            let twice = text.replace('{', "{{").replace('}', "}}");
            prop_assert_eq!(fill(&twice, &known).unwrap(), text);
        }
    }
}
