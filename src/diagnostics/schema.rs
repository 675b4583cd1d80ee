//! Holds a profile against its JSON Schema, and tells everything that is wrong at
//! once. It knows the words that our own schema uses (`public/profile.schema.json`,
//! made from the types in `profile.rs`) and no more; a test holds it to a whole validator.

use serde_json::{Map, Value};

/// One thing that is wrong with a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Where: a JSON Pointer into the profile.
    pub at: String,
    /// What stands there.
    pub found: String,
    /// What may stand there.
    pub expected: String,
}

impl Wrong {
    /// What is wrong at a place, with what was found there.
    pub fn new(at: impl Into<String>, found: &Value, expected: impl Into<String>) -> Self {
        let found = match found {
            Value::Null => "nothing".to_owned(),
            other => other.to_string().chars().take(60).collect(),
        };
        Self { at: at.into(), found, expected: expected.into() }
    }
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = if self.at.is_empty() { "/" } else { &self.at };
        write!(f, "{at}: expected {}, found {}", self.expected, self.found)
    }
}

/// Everything in which a value departs from a schema.
pub fn departures(value: &Value, schema: &Value) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    Walk { root: schema, wrong: &mut wrong }.value(value, schema, "");
    wrong
}

struct Walk<'a> {
    root: &'a Value,
    wrong: &'a mut Vec<Wrong>,
}

impl<'a> Walk<'a> {
    fn resolve(&self, schema: &'a Value) -> &'a Value {
        let target = schema["$ref"].as_str().and_then(|link| self.root.pointer(link.strip_prefix('#')?));
        target.map_or(schema, |target| self.resolve(target))
    }

    fn tell(&mut self, at: &str, found: &Value, expected: String) {
        self.wrong.push(Wrong::new(at, found, expected));
    }

    fn value(&mut self, value: &Value, schema: &'a Value, at: &str) {
        let schema = self.resolve(schema);
        if let Some(choices) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
            return self.one_of(value, choices, at);
        }
        if let Some(allowed) = schema["enum"].as_array().filter(|allowed| !allowed.contains(value)) {
            return self.tell(at, value, list(allowed));
        }
        if let Some(only) = schema.get("const").filter(|only| *only != value) {
            return self.tell(at, value, only.to_string());
        }
        if !is_of(value, &schema["type"]) {
            return self.tell(at, value, in_words(schema));
        }
        match value {
            Value::Object(fields) => self.object(fields, schema, at),
            Value::Array(items) => {
                if let Some(each) = schema.get("items") {
                    items.iter().enumerate().for_each(|(i, item)| self.value(item, each, &format!("{at}/{i}")));
                }
            }
            Value::Number(number) => {
                let limit = |name: &str| schema[name].as_f64();
                let number = number.as_f64().unwrap_or(f64::NAN);
                if limit("minimum").is_some_and(|least| number < least)
                    || limit("maximum").is_some_and(|most| number > most)
                {
                    self.tell(at, value, in_words(schema));
                }
            }
            Value::String(text) => {
                let limit = |name: &str| schema[name].as_u64();
                let length = text.chars().count() as u64;
                if limit("minLength").is_some_and(|least| length < least)
                    || limit("maxLength").is_some_and(|most| length > most)
                {
                    self.tell(at, value, in_words(schema));
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, fields: &Map<String, Value>, schema: &'a Value, at: &str) {
        let known = schema["properties"].as_object();
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                let expected = known
                    .and_then(|known| known.get(name))
                    .map_or_else(|| "something".to_owned(), |s| in_words(self.resolve(s)));
                self.tell(&format!("{at}/{name}"), &Value::Null, expected);
            }
        }
        for (name, value) in fields {
            let place = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
            if let Some(schema) = known.and_then(|known| known.get(name)) {
                self.value(value, schema, &place);
                continue;
            }
            match schema.get("additionalProperties") {
                Some(Value::Bool(false)) => {
                    let names: Vec<Value> = known.into_iter().flatten().map(|(name, _)| name.clone().into()).collect();
                    self.wrong.push(Wrong {
                        at: place,
                        found: format!("{name:?}"),
                        expected: format!("one of the names {}", list(&names)),
                    });
                }
                Some(each) if each.is_object() => self.value(value, each, &place),
                _ => {}
            }
        }
        if let Some(names) = schema.get("propertyNames").map(|names| self.resolve(names)) {
            for name in fields.keys() {
                let mut wrong = Vec::new();
                let place = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                Walk { root: self.root, wrong: &mut wrong }.value(&name.clone().into(), names, &place);
                self.wrong.append(&mut wrong);
            }
        }
    }

    /// One of several: where the value shows which one is meant, what is wrong with that one.
    fn one_of(&mut self, value: &Value, choices: &'a [Value], at: &str) {
        let mut tried = Vec::new();
        for choice in choices {
            let mut wrong = Vec::new();
            Walk { root: self.root, wrong: &mut wrong }.value(value, choice, at);
            if wrong.is_empty() {
                return;
            }
            let choice = self.resolve(choice);
            let is_meant = match value {
                Value::Object(fields) => {
                    let known = choice["properties"].as_object();
                    let tag = known
                        .filter(|known| known.len() == 1)
                        .map(|known| known.keys().all(|name| fields.contains_key(name)));
                    tag.unwrap_or(choice["type"] == "object")
                }
                other => is_of(other, &choice["type"]) && choice.get("enum").is_none() && choice.get("const").is_none(),
            };
            if is_meant {
                tried.push(wrong);
            }
        }
        match tried.pop() {
            Some(mut wrong) if tried.is_empty() => self.wrong.append(&mut wrong),
            _ => {
                let expected: Vec<_> = choices.iter().map(|choice| in_words(self.resolve(choice))).collect();
                self.tell(at, value, expected.join(" or "));
            }
        }
    }
}

/// Whether a value is of a type, or of one of several.
fn is_of(value: &Value, kind: &Value) -> bool {
    match kind {
        Value::Array(kinds) => kinds.iter().any(|kind| is_of(value, kind)),
        Value::String(kind) => match kind.as_str() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            _ => false,
        },
        _ => true,
    }
}

fn list(values: &[Value]) -> String {
    values.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")
}

/// What a schema allows, for a person to read.
fn in_words(schema: &Value) -> String {
    if let Some(allowed) = schema["enum"].as_array() {
        return list(allowed);
    }
    if let Some(only) = schema.get("const") {
        return only.to_string();
    }
    if let Some(choices) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        return choices.iter().map(in_words).collect::<Vec<_>>().join(" or ");
    }
    let of = |kind: &str| match kind {
        "object" => match schema["required"].as_array() {
            Some(names) if !names.is_empty() => format!("an object with {}", list(names)),
            _ => "an object".to_owned(),
        },
        "array" => "a list".to_owned(),
        "string" => match (schema["minLength"].as_u64(), schema["maxLength"].as_u64()) {
            (Some(1), Some(1)) => "a text of one character".to_owned(),
            _ => "a text".to_owned(),
        },
        "integer" | "number" => match (schema["minimum"].as_f64(), schema["maximum"].as_f64()) {
            (Some(least), Some(most)) if least.total_cmp(&most).is_eq() => format!("{least}"),
            (Some(least), Some(most)) => format!("a number from {least} to {most}"),
            _ => "a number".to_owned(),
        },
        "boolean" => "true or false".to_owned(),
        _ => "nothing".to_owned(),
    };
    match &schema["type"] {
        Value::String(kind) => of(kind),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).map(of).collect::<Vec<_>>().join(" or "),
        _ => "anything".to_owned(),
    }
}
