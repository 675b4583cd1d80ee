//! Fills a backend with the demo programme: the one way for all of them, through
//! the profile that is published and the store that the app uses.

use crate::bundle;
use crate::tools::{self, read_json};
use anyhow::{Context, Result, bail, ensure};
use deskmates::domain::resource::Kind;
use deskmates::platform::native::NativeTransport;
use deskmates::store::json::profile::Profile;
use deskmates::store::json::{Backend, Created};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::rc::Rc;

/// What a coordinator does who fills it: a JSON Merge Patch (RFC 7396) over the published profile.
fn patch(name: &str) -> String {
    format!("tests/contract/seeding/{name}.json")
}

/// Stores the demo's rounds, topics, people and comments. Where the backend makes the ids, what
/// follows names those.
pub fn seed(name: &str) -> Result<()> {
    let mut profile = read_json(format!("public/profiles/{name}.json"))?;
    if fs::exists(patch(name))? {
        merge(&mut profile, read_json(patch(name))?);
    }
    let backend = Backend::open(Profile::deserialize(&profile)?, Rc::new(NativeTransport));
    let accounts = read_json(format!("target/backends/{name}/accounts.json"))?;
    if profile.get("signIn").is_some() {
        let word = |field: &str| accounts["coordinator"][field].as_str().unwrap_or_default();
        pollster::block_on(backend.sign_in(word("user"), word("password"))).context("the coordinator's account")?;
    }
    let mut theirs = BTreeMap::new();
    for kind in [Kind::Rounds, Kind::Topics, Kind::Participants, Kind::Comments] {
        if backend.profile().resources.get(&kind).is_none_or(|resource| resource.create.is_none()) {
            continue;
        }
        let mut stored = 0;
        for thing in &things(kind)? {
            stored += usize::from(store(&backend, kind, thing.clone(), &mut theirs)?);
        }
        ensure!(stored > 0, "no {} were stored", kind.name());
        tools::say(&format!("{stored} {} are in {name}", kind.name()));
    }
    Ok(())
}

/// The demo's things of a kind. Comments have a file for each topic.
fn things(kind: Kind) -> Result<Vec<Value>> {
    let path = format!("public/demo/{}", kind.name());
    let files = match kind {
        Kind::Comments => bundle::files(path.as_ref())?,
        _ => vec![format!("{path}.json").into()],
    };
    let mut things = Vec::new();
    for file in files {
        let read: Vec<Value> = serde_json::from_value(read_json(file)?)?;
        things.extend(read);
    }
    things.sort_by_key(|thing| thing["created"].to_string());
    Ok(things)
}

fn store(backend: &Backend, kind: Kind, mut thing: Value, theirs: &mut BTreeMap<String, Value>) -> Result<bool> {
    let id = thing["id"].as_str().unwrap_or_default().to_owned();
    if kind == Kind::Comments {
        if thing["state"] != "published" {
            return Ok(false);
        }
        // Addresses are private: the demo has none.
        thing["email"] = format!("{id}@example.org").into();
        for field in ["topic", "parent"] {
            // What replies to a comment that was not stored stands by itself.
            let there = thing[field].as_str().and_then(|id| theirs.get(id)).cloned();
            thing[field] = there.unwrap_or_default();
        }
    }
    match pollster::block_on(backend.create(kind, &thing)).with_context(|| format!("{} {id}", kind.name()))? {
        Created::Stored(stored) => drop(theirs.insert(id, stored.value["id"].clone())),
        Created::There => bail!("{} {id} is there already", kind.name()),
    }
    Ok(true)
}

/// Applies a JSON Merge Patch (RFC 7396).
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    for (name, value) in patch {
        match (value, target.as_object_mut()) {
            (Value::Null, Some(fields)) => drop(fields.remove(&name)),
            (value, _) => merge(&mut target[&name], value),
        }
    }
}
