//! How the demo keeps things in the browser's storage: one record a thing, each
//! under a key of its own, over the programme's files, which stay as they are.
//!
//! So two tabs never write over one another's things, a damaged record harms
//! only itself, and a full storage harms only what is new.

use super::{Stored, strict};
use crate::domain::resource::{Id, Kind};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The version of the canonical JSON that this program writes.
pub const SCHEMA: u32 = 1;

/// A step from one version of the canonical JSON to the next, for one record.
pub type Migration = fn(Kind, &mut Value);

/// The steps so far: the first leads from version 1 to version 2, and so on.
pub const MIGRATIONS: &[Migration] = &[];

/// One thing as it stands in the browser's storage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The version of the canonical JSON in `value`.
    pub schema: u32,
    /// How often it was written, from 1.
    pub revision: u64,
    /// Whether it was written in this browser, not imported.
    pub mine: bool,
    /// Whether it was removed, where a file of the programme still has it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// The canonical JSON, with its private fields.
    pub value: Value,
}

/// Why a piece of stored or imported JSON cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is not a record at all.
    #[error("{0}")]
    Damaged(String),
    /// A later version of the program wrote it.
    #[error("written by a newer version of Deskmates (schema {0})")]
    Newer(u32),
}

impl Record {
    /// Reads what stands in the storage, brought to the current schema.
    pub fn parse(kind: Kind, text: &str) -> Result<Self, Unreadable> {
        let damaged = |error: serde_json::Error| Unreadable::Damaged(error.to_string());
        let mut record: Self = strict::read(&super::parse::json(text).map_err(damaged)?).map_err(damaged)?;
        migrate(kind, &mut record.value, record.schema, MIGRATIONS)?;
        record.schema = SCHEMA;
        check(kind, &record.value).map_err(damaged)?;
        Ok(record)
    }

    /// What to put into the storage.
    pub fn text(&self) -> String {
        json!(self).to_string()
    }

    /// The thing as others may read it.
    pub fn public(self, kind: Kind) -> Stored<Value> {
        Stored {
            value: without_private(kind, self.value),
            revision: self.revision.to_string(),
            mine: self.mine,
            delivery: crate::store::Delivery::Sent,
        }
    }
}

/// Brings a value from the schema it was written in to the one after the last step.
pub fn migrate(kind: Kind, value: &mut Value, from: u32, steps: &[Migration]) -> Result<(), Unreadable> {
    let done = usize::try_from(from).ok().and_then(|from| from.checked_sub(1));
    let Some(to_do) = done.and_then(|done| steps.get(done..)) else {
        return Err(Unreadable::Newer(from));
    };
    to_do.iter().for_each(|step| step(kind, value));
    Ok(())
}

/// Takes out the fields that the programme keeps and never shows.
pub fn without_private(kind: Kind, mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        kind.private_fields().for_each(|field| drop(fields.remove(field)));
    }
    value
}

/// Puts the fields of `private` into a value.
pub fn with_private(mut value: Value, private: Value) -> Value {
    if let (Some(fields), Value::Object(more)) = (value.as_object_mut(), private) {
        fields.extend(more);
    }
    value
}

/// The things of the programme's file with what the browser keeps over them.
pub fn overlay(kind: Kind, file: &[Value], kept: Vec<Record>) -> Vec<Stored<Value>> {
    let id = |value: &Value| value["id"].as_str().map(str::to_owned);
    let changed: std::collections::HashSet<_> = kept.iter().filter_map(|record| id(&record.value)).collect();
    let untouched = file.iter().filter(|value| id(value).is_none_or(|id| !changed.contains(&id))).map(|value| Stored {
        value: without_private(kind, value.clone()),
        revision: "0".to_owned(),
        mine: false,
        delivery: crate::store::Delivery::Sent,
    });
    untouched.chain(kept.into_iter().filter(|record| !record.gone).map(|record| record.public(kind))).collect()
}

/// An export: every thing that there is, as others may read it.
pub fn export(all: impl IntoIterator<Item = (Kind, Vec<Value>)>) -> Value {
    let mut kinds = Map::new();
    for (kind, items) in all {
        kinds.insert(kind.name().to_owned(), items.into());
    }
    json!({ "deskmates": { "schema": SCHEMA }, "records": kinds })
}

/// Reads an export: every thing with its kind and id, brought to the current schema.
pub fn read_export(text: &str) -> Result<Vec<(Kind, Id, Value)>, Unreadable> {
    let damaged = |what: String| Unreadable::Damaged(what);
    let file = super::parse::json(text).map_err(|e| damaged(e.to_string()))?;
    let schema = file
        .pointer("/deskmates/schema")
        .and_then(Value::as_u64)
        .and_then(|n| u32::try_from(n).ok())
        .ok_or_else(|| damaged("/deskmates/schema: a number was expected".into()))?;
    let kinds = file["records"].as_object().ok_or_else(|| damaged("/records: an object was expected".into()))?;
    let mut things = Vec::new();
    for (name, items) in kinds {
        let kind = Kind::named(name).ok_or_else(|| damaged(format!("/records/{name}: no such kind")))?;
        let items = items.as_array().ok_or_else(|| damaged(format!("/records/{name}: a list was expected")))?;
        for (i, item) in items.iter().enumerate() {
            let mut value = item.clone();
            migrate(kind, &mut value, schema, MIGRATIONS)?;
            let id = check(kind, &value).map_err(|e| damaged(format!("/records/{name}/{i}: {e}")))?;
            things.push((kind, id, value));
        }
    }
    Ok(things)
}

/// Whether a value is a thing of its kind: its id, or what is wrong with it.
fn check(kind: Kind, value: &Value) -> Result<Id, serde_json::Error> {
    use crate::domain::{comment::Comment, round::Round, topic::Topic, waitlist::WaitlistEntry};
    Ok(match kind {
        Kind::Rounds => strict::read::<Round>(value)?.id,
        Kind::Topics => strict::read::<Topic>(value)?.id,
        Kind::Comments => strict::read::<Comment>(value)?.id,
        Kind::Waitlist => strict::read::<WaitlistEntry>(value)?.id,
        // The pages that show these are in parts: what reads them whole would be half a KB for every reader.
        Kind::Participants
        | Kind::Partnerships
        | Kind::Contacts
        | Kind::Agreements
        | Kind::Hours
        | Kind::Concerns
        | Kind::Notes
        | Kind::Ticks
        | Kind::Goals
        | Kind::Messages
        | Kind::Reflections
        | Kind::Desks
        | Kind::Settings => strict::read(&value["id"])?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(id: &str, text: &str) -> Value {
        json!({"id": id, "topic": "t", "name": "A", "text": text, "created": "2016-02-16T10:00:00Z", "state": "published", "email": "a@b.org"})
    }

    fn record(id: &str, text: &str) -> Record {
        Record { schema: SCHEMA, revision: 2, mine: true, gone: false, value: comment(id, text) }
    }

    #[test]
    fn a_record_comes_back_as_it_was() {
        let kept = record("a", "x");
        assert_eq!(Record::parse(Kind::Comments, &kept.text()), Ok(kept));
    }

    #[test]
    fn what_is_damaged_or_newer_is_told_apart() {
        assert!(matches!(Record::parse(Kind::Comments, "{\"schema\":1,"), Err(Unreadable::Damaged(_))));
        let newer = Record { schema: SCHEMA + 1, ..record("a", "x") };
        assert_eq!(Record::parse(Kind::Comments, &newer.text()), Err(Unreadable::Newer(SCHEMA + 1)));
        let good_envelope = r#"{"schema":1,"revision":1,"mine":true,"value":{"id":"a","topic":"t"}}"#;
        assert!(matches!(Record::parse(Kind::Comments, good_envelope), Err(Unreadable::Damaged(_))));
        let never = Record { schema: 0, ..record("a", "x") };
        assert_eq!(Record::parse(Kind::Comments, &never.text()), Err(Unreadable::Newer(0)));
    }

    #[test]
    fn migrations_run_from_the_version_of_the_record() {
        let rename: Migration = |_, value| value["name"] = value["author"].take();
        let shout: Migration = |kind, value| {
            if kind == Kind::Comments {
                value["text"] = value["text"].as_str().unwrap_or_default().to_uppercase().into();
            }
        };
        let steps = [rename, shout];
        let mut first = json!({"author": "A", "text": "x"});
        migrate(Kind::Comments, &mut first, 1, &steps).unwrap();
        assert_eq!((&first["name"], &first["text"]), (&json!("A"), &json!("X")));
        let mut second = json!({"name": "A", "text": "x"});
        migrate(Kind::Comments, &mut second, 2, &steps).unwrap();
        assert_eq!((&second["name"], &second["text"]), (&json!("A"), &json!("X")));
        assert_eq!(migrate(Kind::Comments, &mut second, 4, &steps), Err(Unreadable::Newer(4)));
        assert_eq!(MIGRATIONS.len() + 1, SCHEMA as usize, "every version but the first has a step that leads to it");
    }

    #[test]
    fn what_the_browser_keeps_stands_over_the_file_and_shows_no_address() {
        let all = overlay(
            Kind::Comments,
            &[comment("a", "file"), comment("b", "file"), comment("d", "file")],
            vec![record("b", "kept"), record("c", "new"), Record { gone: true, ..record("d", "kept") }],
        );
        let seen: Vec<_> =
            all.iter().map(|s| (s.value["id"].as_str().unwrap(), s.value["text"].as_str().unwrap(), s.mine)).collect();
        assert_eq!(seen, [("a", "file", false), ("b", "kept", true), ("c", "new", true)]);
        assert!(all.iter().all(|s| s.value.get("email").is_none()));
    }

    #[test]
    fn an_export_is_read_back_and_holds_no_address() {
        let all = overlay(Kind::Comments, &[comment("a", "x")], vec![record("b", "y")]);
        let all = all.into_iter().map(|stored| stored.value).collect();
        let file = export([(Kind::Comments, all)]).to_string();
        assert!(!file.contains("a@b.org"));
        let things = read_export(&file).unwrap();
        assert_eq!(
            things.iter().map(|(k, id, _)| (*k, id.as_str())).collect::<Vec<_>>(),
            [(Kind::Comments, "a"), (Kind::Comments, "b")]
        );
    }

    #[test]
    fn a_wrong_export_is_refused_with_the_place() {
        for (file, place) in [
            ("nothing", "expected"),
            ("{}", "/deskmates/schema"),
            (r#"{"deskmates":{"schema":1}}"#, "/records"),
            (r#"{"deskmates":{"schema":1},"records":{"tables":[]}}"#, "/records/tables"),
            (r#"{"deskmates":{"schema":1},"records":{"comments":{}}}"#, "/records/comments"),
            (r#"{"deskmates":{"schema":1},"records":{"comments":[{"id":"a"}]}}"#, "/records/comments/0"),
            (r#"{"deskmates":{"schema":9},"records":{"comments":[{"id":"a"}]}}"#, "newer"),
        ] {
            let error = read_export(file).unwrap_err().to_string();
            assert!(error.contains(place), "{file}: {error}");
        }
    }
}
