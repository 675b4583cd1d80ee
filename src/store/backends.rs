//! The backends that `config.json` names, opened: each with its profile, from the
//! configuration itself or from a file beside it.

use super::config::{self, Config};
use super::json::profile::{Keep, Profile};
use super::json::{Backend, Session, check};
use super::live::Live;
use super::machine::Browser;
use super::{StoreError, browser, parse, strict};
use crate::document::html::Blog;
use crate::domain::person::WebLink;
use crate::domain::resource::Kind;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Where the JSON Schema of profiles is, relative to the site's root. It is read when a profile is wrong.
const SCHEMA: &str = "profile.schema.json";

/// What a site on backends is told.
#[derive(Deserialize)]
struct Data {
    backends: Vec<Named>,
    /// The hosts whose pictures are shown in texts from a blog; others are links.
    #[serde(default)]
    pictures: Vec<String>,
}

/// A backend, as the configuration names it.
#[derive(Deserialize)]
struct Named {
    /// A profile, or the path of its file.
    profile: Value,
    /// The address, instead of the profile's.
    base: Option<String>,
    /// The kinds that it is asked for; everything that the profile has if it does not say.
    only: Option<Vec<Kind>>,
}

/// Opens the backends of a configuration. Gives the blog, too, that texts in HTML come from.
pub async fn open(config: &Config) -> Result<(Rc<Live>, Blog), StoreError> {
    config.must_be("backends")?;
    let data: Data = parse::fit(&config.data, config::FILE, "/data")?;
    let machine = Rc::new(Browser::default());
    let mut backends: BTreeMap<Kind, Rc<Backend>> = BTreeMap::new();
    for (i, named) in data.backends.into_iter().enumerate() {
        let (source, mut profile) = match named.profile {
            Value::String(path) => {
                let text = browser::file(&path).await?;
                let read = parse::json(&text).map_err(|error| StoreError::malformed(&path, "", error))?;
                (path, read)
            }
            own => (format!("{}, /data/backends/{i}/profile", config::FILE), own),
        };
        if let Some(base) = named.base {
            profile["base"] = base.into();
        }
        let mut profile = checked(&source, &profile).await?;
        if !profile.base.contains("://") {
            profile.base = browser::address(&profile.base);
        }
        let kinds = named.only.unwrap_or_else(|| profile.resources.keys().copied().collect());
        let backend = Rc::new(Backend::open(profile, Rc::clone(&machine) as _));
        backend.resume(kept_session(backend.profile()));
        for kind in kinds {
            if !backend.profile().resources.contains_key(&kind) {
                let at = format!("/data/backends/{i}/only");
                return Err(StoreError::malformed(config::FILE, &at, format!("{source} has no {}", kind.name())));
            }
            if backends.insert(kind, Rc::clone(&backend)).is_some() {
                let at = format!("/data/backends/{i}/only");
                return Err(StoreError::malformed(config::FILE, &at, format!("two backends keep {}", kind.name())));
            }
        }
    }
    // Links in a text are relative to where it stands, which is the site of the backend that has it.
    let home = backends.get(&Kind::Topics).and_then(|backend| WebLink::parse(&backend.profile().base).ok());
    let home = home.or_else(|| WebLink::parse(&browser::address("")).ok());
    let no_home = || StoreError::malformed(config::FILE, "/data/backends", "the address of this site is none");
    let blog = Blog { address: home.ok_or_else(no_home)?, pictures: data.pictures };
    let live = Rc::new(Live::new(backends, Rc::clone(&machine) as _));
    machine.serve(&live);
    Ok((live, blog))
}

/// The profile, or everything that is wrong with it. The schema is only fetched for a profile of the wrong shape.
async fn checked(source: &str, value: &Value) -> Result<Profile, StoreError> {
    let read = match strict::read::<Profile>(value) {
        Ok(profile) => check::right(profile),
        Err(_) => {
            let schema = browser::file(SCHEMA).await?;
            let schema = parse::json(&schema).map_err(|error| StoreError::malformed(SCHEMA, "", error))?;
            check::read(value, &schema)
        }
    };
    read.map_err(|wrong| {
        let lines: Vec<_> = wrong.iter().map(ToString::to_string).collect();
        StoreError::malformed(source, "", lines.join("\n"))
    })
}

/// What the name of a session begins with.
const SESSION: &str = "session:";

fn session(profile: &Profile) -> String {
    format!("{SESSION}{}", profile.base)
}

/// Whether a session is kept under this name.
pub fn is_session(name: &str) -> bool {
    name.starts_with(SESSION)
}

/// The session that is kept for a backend, if there is one.
pub fn kept_session(profile: &Profile) -> Option<Session> {
    let name = session(profile);
    let kept = browser::kept_in_tab(&name).or_else(|| browser::kept(&name))?;
    strict::read(&parse::json(&kept).ok()?).ok()
}

/// Keeps the session of a backend where its profile says, or forgets it when there is none.
pub fn keep_session(profile: &Profile, kept: Option<&Session>) {
    let name = session(profile);
    browser::forget(&name);
    browser::forget_in_tab(&name);
    let keep = profile.sign_in.as_ref().map(|sign_in| sign_in.keep).unwrap_or_default();
    if let Some(text) = kept.and_then(|session| serde_json::to_value(session).ok()) {
        match keep {
            Keep::Memory => {}
            Keep::Tab => browser::keep_in_tab(&name, &text.to_string()),
            // Where it cannot be kept one signs in again at the next visit.
            Keep::Browser => drop(browser::keep(&name, &text.to_string())),
        }
    }
}
