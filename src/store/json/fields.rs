//! The field map, both ways: from what a backend has to the canonical JSON and back.

use super::pointer::put;
use super::profile::{Field, Form, Pointer, ResourceProfile};
use super::{template, time};
use crate::domain::topic::Slug;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A list that ids are looked up in, as it was read: what each id stands for.
pub type LookedUp = BTreeMap<String, Value>;

/// The lists that ids are looked up in, by the name of the field.
pub type LookedUpByField = BTreeMap<String, Rc<LookedUp>>;

/// What is needed to read a field apart from the thing itself.
pub struct Reading<'a> {
    /// The text of a piece of HTML.
    pub text_of: &'a dyn Fn(&str) -> String,
    /// The lists that ids are looked up in.
    pub looked_up: &'a LookedUpByField,
}

/// Why a thing does not fit: the field, where it stands, and what is wrong with it.
#[derive(Debug, PartialEq, Eq)]
pub struct FieldMismatch {
    /// Deskmates' name of the field.
    pub field: String,
    /// Where it stands on the backend.
    pub at: Pointer,
    /// What was found and what may stand there.
    pub found: String,
}

impl Field {
    /// Where it is read, if it is.
    pub fn read_at(&self) -> Option<&Pointer> {
        self.read.as_ref().or(self.at.as_ref())
    }

    /// Where it is written, if it is.
    pub fn write_at(&self) -> Option<&Pointer> {
        self.write.as_ref().or(self.at.as_ref())
    }

    /// What the backend calls it where it does not go by a pointer.
    pub fn name(&self) -> Option<String> {
        let at = self.read_at().or(self.write_at())?;
        at.strip_prefix('/').map(|path| path.replace('/', "."))
    }
}

/// The thing in canonical JSON, and what of it does not fit. A misfit is kept raw, and `Page::typed` and `repair` drop or replace it.
/// With `values`, an unlisted value becomes null.
pub fn read(item: &Value, resource: &ResourceProfile, reading: &Reading) -> (Value, Vec<FieldMismatch>) {
    let (mut thing, mut misfits) = (Map::new(), Vec::new());
    for (name, field) in &resource.fields {
        let found = field.read_at().map(|at| (at, item.pointer(at)));
        let value = match found {
            Some((at, found)) => read_field(name, field, found, reading).unwrap_or_else(|why| {
                misfits.push(FieldMismatch { field: name.clone(), at: at.clone(), found: why });
                if field.values.is_empty() { found.cloned() } else { Some(Value::Null) }
            }),
            None if field.write.is_some() => None,
            None => field.default.clone(),
        };
        if let Some(value) = value {
            thing.insert(name.clone(), value);
        }
    }
    let slug_form = |field: &Field| field.form == Form::Slug;
    if resource.fields.get("slug").is_some_and(slug_form) {
        thing.insert("slug".to_owned(), slug(&thing));
    }
    (Value::Object(thing), misfits)
}

/// One field, as it is read; an error says what was found.
pub fn read_field(
    name: &str,
    field: &Field,
    found: Option<&Value>,
    reading: &Reading,
) -> Result<Option<Value>, String> {
    let is_nothing = |value: &&Value| value.is_null() || field.empty.as_ref() == Some(*value);
    let Some(found) = found.filter(|value| !is_nothing(value)) else { return Ok(field.default.clone()) };
    let mut value = found.clone();
    if let Some(each) = &field.each {
        let items = value.as_array().ok_or_else(|| wrong("a list", found))?;
        value = items.iter().filter_map(|item| item.pointer(each).cloned()).collect();
    }
    if let Some(list) = reading.looked_up.get(name) {
        let of = |id: &Value| list.get(&template::text(id)).cloned();
        value = match &value {
            Value::Array(ids) => ids.iter().filter_map(of).collect(),
            id => of(id).unwrap_or_default(),
        };
    }
    if let Some(prefix) = &field.prefix {
        value = without_prefix(&value, prefix);
    }
    if value.is_null() {
        return Ok(field.default.clone());
    }
    if !field.values.is_empty() {
        let ours = field.values.iter().find(|(_, theirs)| **theirs == value).map(|(ours, _)| Value::from(ours.clone()));
        return match ours.or_else(|| field.default.clone()) {
            Some(ours) => Ok(Some(ours)),
            None => Err(wrong("one of the values that the profile names", &value)),
        };
    }
    in_our_form(field.form, &value, reading).map(Some).ok_or_else(|| wrong(in_words(field.form), &value))
}

/// What may stand somewhere and what does, cut off where it is long.
pub fn wrong(expected: &str, found: &Value) -> String {
    let found: String = found.to_string().chars().take(80).collect();
    format!("expected {expected}, found {found}")
}

fn in_words(form: Form) -> &'static str {
    match form {
        Form::Plain => "JSON",
        Form::Number => "a number",
        Form::Time | Form::TimeWithSpace | Form::TimeWithoutZone | Form::EpochMs | Form::EpochS => "a time",
        Form::Html | Form::HtmlLine | Form::PlainText | Form::Slug | Form::Words => "a text",
    }
}

/// Of texts, those that begin so, without what they begin with; of a list, the first.
fn without_prefix(value: &Value, prefix: &str) -> Value {
    let rest = |value: &Value| value.as_str()?.strip_prefix(prefix).map(str::to_owned);
    match value {
        Value::Array(items) => items.iter().find_map(rest),
        one => rest(one),
    }
    .map_or(Value::Null, Value::from)
}

/// A value in the form that the canonical JSON has for it.
fn in_our_form(form: Form, value: &Value, reading: &Reading) -> Option<Value> {
    let text = || value.as_str();
    Some(match form {
        Form::Plain | Form::Slug => value.clone(),
        Form::Number => match value {
            Value::Number(number) => number.to_string().into(),
            Value::String(_) => value.clone(),
            Value::Array(all) => all.iter().map(|one| in_our_form(form, one, reading)).collect::<Option<Value>>()?,
            _ => return None,
        },
        Form::Time | Form::TimeWithSpace | Form::TimeWithoutZone | Form::EpochMs | Form::EpochS => {
            time::read(value, form)?.into()
        }
        Form::Html => json!({ "html": text()? }),
        Form::PlainText => json!({ "plain": text()? }),
        Form::HtmlLine => match value {
            Value::Array(lines) => lines.iter().filter_map(Value::as_str).map(reading.text_of).collect(),
            _ => (reading.text_of)(text()?).into(),
        },
        Form::Words => text()?.split(',').map(str::trim).filter(|word| !word.is_empty()).collect(),
    })
}

/// The slug that was read if it fits into an address here, else the id.
fn slug(thing: &Map<String, Value>) -> Value {
    let fits = |text: &str| Slug::try_from(text.to_owned()).is_ok();
    let text = |name: &str| thing.get(name).and_then(Value::as_str).unwrap_or_default();
    match text("slug") {
        slug if fits(slug) => slug.into(),
        _ => text("id").to_ascii_lowercase().replace(['_', '.'], "-").into(),
    }
}

/// What is sent for a thing. Only fields that the profile writes are in it. Of a change, what the thing does not
/// have is emptied where `clears` says so, and stays as it is on the backend elsewhere; of a new thing there is no such question.
pub fn write(
    thing: &Value,
    resource: &ResourceProfile,
    looked_up: &LookedUpByField,
    with_id: bool,
    clears: Option<&dyn Fn(&str) -> bool>,
) -> Result<Value, FieldMismatch> {
    let mut item = Value::Object(Map::new());
    for (name, field) in &resource.fields {
        let Some(at) = field.write_at().filter(|_| with_id || name != "id") else { continue };
        let value = looked_up.get(name).map_or_else(|| thing[name].clone(), |list| ids(&thing[name], list));
        if value.is_null() && clears.is_some_and(|clears| !clears(name)) {
            continue;
        }
        let written = write_field(field, &value).ok_or_else(|| FieldMismatch {
            field: name.clone(),
            at: at.clone(),
            found: wrong(in_words(field.form), &thing[name]),
        })?;
        if let Some(written) = written.or_else(|| clears.map(|_| Value::Null)) {
            put(&mut item, at, written);
        }
    }
    Ok(item)
}

/// The ids of what is looked up by name. A name that is not in the list is left out.
fn ids(names: &Value, list: &LookedUp) -> Value {
    let id = |name: &Value| {
        let found = list.iter().find(|(_, value)| *value == name)?.0;
        Some(found.parse::<i64>().map_or_else(|_| found.as_str().into(), Value::from))
    };
    match names {
        Value::Array(names) => names.iter().filter_map(id).collect(),
        one => id(one).unwrap_or_default(),
    }
}

/// One field, in the backend's form: nothing where there is nothing to say, none where it cannot be said.
#[allow(clippy::option_option, reason = "nothing to write and not to be written are two things")]
pub fn write_field(field: &Field, value: &Value) -> Option<Option<Value>> {
    if value.is_null() {
        return Some(field.empty.clone());
    }
    if let Some(theirs) = value.as_str().and_then(|ours| field.values.get(ours)) {
        return Some(Some(theirs.clone()));
    }
    let text = || match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(marked) => marked.values().next().and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    Some(Some(match field.form {
        Form::Plain | Form::Slug => value.clone(),
        Form::Number => match value {
            Value::String(digits) => digits.parse::<i64>().ok()?.into(),
            Value::Number(_) => value.clone(),
            Value::Array(all) => all.iter().map(|one| write_field(field, one)?).collect::<Option<Value>>()?,
            _ => return None,
        },
        Form::Time | Form::TimeWithSpace | Form::TimeWithoutZone | Form::EpochMs | Form::EpochS => {
            time::write(value, field.form)?
        }
        Form::HtmlLine if value.is_array() => value.clone(),
        Form::Html | Form::HtmlLine | Form::PlainText => text()?.into(),
        Form::Words => template::text(value).into(),
    }))
}
