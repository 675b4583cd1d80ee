//! The backends that `config.json` names, opened: each with its profile, from the
//! configuration itself or from a file beside it.

use super::config::{self, Config};
use super::json::Backend;
use super::json::profile::Profile;
use super::remote::RemoteStore;
use super::{LocalFuture, StoreError, parse, strict};
use crate::document::html::Blog;
use crate::domain::resource::Kind;
use crate::domain::web_link::WebLink;
use crate::platform::Platform;
use crate::platform::browser::{self, BrowserPlatform};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

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

/// Says what is wrong with a profile that cannot be used, given the file, or the place in the configuration, where it stands.
pub type Explain = fn(String, Value) -> LocalFuture<'static, StoreError>;

/// Opens the backends of a configuration. Gives the blog, too, that texts in HTML come from. A profile is taken as it stands if it
/// has the right shape; the other rules are told by `cargo xtask` and on the check's page.
pub async fn open(config: &Config, explain: Explain) -> Result<(Rc<RemoteStore>, Blog), StoreError> {
    config.must_be("backends")?;
    let data: Data = parse::fit(&config.data, config::FILE, "/data")?;
    let platform: Rc<dyn Platform> = Rc::new(BrowserPlatform);
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
        let read = strict::read::<Profile>(&profile).ok().filter(Profile::is_usable);
        let Some(mut profile) = read else { return Err(explain(source, profile).await) };
        if !profile.base.contains("://") {
            profile.base = browser::address(&profile.base);
        }
        let kinds = named.only.unwrap_or_else(|| profile.resources.keys().copied().collect());
        let backend = Backend::open(profile, Rc::new(BrowserPlatform));
        let backend = Rc::new(backend.keeping_its_session(Rc::clone(&platform)));
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
    let live = RemoteStore::new(backends, platform);
    serve(&live);
    Ok((live, blog))
}

/// Sends what waits: now, when the network comes back, and as long as something waits. Hears what other tabs do.
fn serve(live: &Rc<RemoteStore>) {
    let sending = Rc::downgrade(live);
    browser::on_network_back(move || {
        if let Some(live) = sending.upgrade() {
            BrowserPlatform.spawn(Box::pin(async move { live.network_is_back().await }));
        }
    });
    let watching = Rc::downgrade(live);
    browser::on_change_elsewhere(move |name| {
        if let Some(live) = watching.upgrade() {
            live.storage_changed(name.as_deref());
        }
    });
    let seeing = Rc::downgrade(live);
    browser::on_tab_back(move || {
        if let Some(live) = seeing.upgrade() {
            live.tab_is_back();
        }
    });
    live.wake();
}
