//! The built sites and the backends that suites try.

use crate::server::{self, Site};
use crate::{backends, bundle, finish, lock, seed, tools};
use anyhow::{Context, Result, anyhow, ensure};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Every backend, with the demo programme and nothing else in it, as long as this is kept.
pub struct AllUp(());

impl AllUp {
    /// Starts them, all at once: each waits for itself most of the time.
    pub fn start() -> Result<Self> {
        let started = Self(());
        tools::say(&format!("waiting for the backends: {}", backends::names().join(", ")));
        let suite = thread::current().name().unwrap_or_default().to_owned();
        thread::scope(|scope| {
            let all = backends::names().map(|name| {
                let up = move || backends::up(name).and_then(|()| seed::seed(name));
                thread::Builder::new().name(format!("{suite}: {name}")).spawn_scoped(scope, up)
            });
            all.into_iter().map(|thread| Ok(thread?.join())).collect::<Result<Vec<_>>>()
        })?
        .into_iter()
        .zip(backends::names())
        .try_for_each(|(ended, name)| {
            ended.map_err(|_| anyhow!("xtask itself panicked"))?.with_context(|| format!("{name} did not start"))
        })?;
        Ok(started)
    }
}

impl Drop for AllUp {
    fn drop(&mut self) {
        for name in backends::names() {
            if let Err(error) = backends::down(name) {
                eprintln!("{name} is not stopped: {error:#}");
            }
        }
    }
}

/// A site on each of these backends: their addresses as JSON, and the servers as long as they are kept.
pub fn on_backends(demo: &Site, names: &[&str]) -> Result<(String, Vec<server::Running>)> {
    let mut sites = serde_json::Map::new();
    let mut servers = Vec::new();
    for name in names {
        let config = PathBuf::from(format!("tests/sites/{name}.json"));
        let site = bundle::variant(demo, &format!("target/site/{name}"), &config)?;
        // One whose pages are finished, with what is on the backend now; the others keep the skeleton.
        if *name == "json-server" {
            finish::pages(&site.base, &site.root, &["topics", "join", "about", "index"])?;
            let topic = std::fs::read_to_string(site.root.join("topics/getting-to-know-you.html"))?;
            ensure!(topic.contains("Let the conversations begin!"), "the first topic of {name} is not finished");
        }
        let server = server::start(vec![site])?;
        sites.insert((*name).to_owned(), format!("http://127.0.0.1:{}", server.port).into());
        servers.push(server);
    }
    Ok((Value::from(sites).to_string(), servers))
}

/// The site of a programme on a backend that tests answer for themselves.
pub fn on_a_backend_of_tests() -> Result<server::Running> {
    let config = Path::new("tests/sites/postgrest.json");
    server::start(vec![bundle::variant(&at_the_root()?, "target/site/backend-of-tests", config)?])
}

/// The demo's site at the root of a host.
pub fn at_the_root() -> Result<Site> {
    built("/", "target/site/root", Path::new("public/config.json"))
}

/// The demo's site under a path. It knows its address, as a published one does.
pub fn below_a_path() -> Result<Site> {
    let mut config = tools::read_json("public/config.json")?;
    config["address"] = "https://programme.example/some/path/".into();
    let published = Path::new("target/published.json");
    std::fs::create_dir_all("target")?;
    std::fs::write(published, config.to_string())?;
    built(&bundle::base(None, published)?, "target/site/path", published)
}

/// The demo's site under a path, built once for all suites. Who works on a test may use the one that was built last.
fn built(base: &str, folder: &str, config: &Path) -> Result<Site> {
    static BUILT: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    let is_there = Path::new(folder).join("404.html").is_file();
    if is_there && (built.iter().any(|done| done == folder) || std::env::var_os("DESKMATES_REUSE").is_some()) {
        return Ok(Site { base: base.to_owned(), root: PathBuf::from(folder) });
    }
    let _building = lock::building()?;
    let site = bundle::dist(base, folder, config, bundle::Programs::All)?;
    built.push(folder.to_owned());
    Ok(site)
}

/// The site at the root, the site under a sub-path, and the port they are served on.
pub fn served() -> Result<server::Running> {
    server::start(vec![at_the_root()?, below_a_path()?])
}
