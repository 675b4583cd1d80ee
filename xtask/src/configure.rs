//! Fits the page that is there before the program to its configuration: which
//! program it names, and which hosts it lets a reader's browser talk to.

use anyhow::{Context, Result, bail, ensure};
use deskmates::store::json::check::wrongs;
use deskmates::store::json::profile::Profile;
use deskmates::store::json::schema::departures;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const DIRECTIVES: &str = "default-src 'self';";

fn read(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

/// Whether a site keeps everything in the browser.
pub fn is_demo(site: &Path) -> Result<bool> {
    let config = read(&site.join("config.json"))?;
    match config["data"]["mode"].as_str() {
        Some("demo") => Ok(true),
        Some("backends") => Ok(false),
        found => bail!("config.json, /data/mode: expected \"demo\" or \"backends\", found {found:?}"),
    }
}

/// Changes `index.html` in a folder that trunk has built.
pub fn page(site: &Path) -> Result<()> {
    if is_demo(site)? {
        return Ok(());
    }
    let config = read(&site.join("config.json"))?;
    let file = site.join("index.html");
    let mut html = fs::read_to_string(&file)?;
    let connect = sources(&hosts(site, &config)?);
    let pictures: BTreeSet<String> = config["data"]["pictures"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|host| {
            if matches!(host.split(':').next(), Some("127.0.0.1" | "localhost")) {
                format!("http://{host}")
            } else {
                format!("https://{host}")
            }
        })
        .collect();
    let policy = format!("{DIRECTIVES} connect-src 'self'{connect}; img-src 'self'{};", sources(&pictures));
    html = replaced(&html, DIRECTIVES, &policy)?;
    html = replaced(&html, "data-mode=\"demo\"", "data-mode=\"backends\"")?;
    // What is fetched ahead is the other program.
    for (attribute, program) in
        [("rel=\"preload\" href=\"", "deskmates-live_bg.wasm"), ("rel=\"modulepreload\" href=\"", "deskmates-live.js")]
    {
        let (before, rest) = html.split_once(attribute).context("index.html names no program to preload")?;
        let (path, after) = rest.split_once('"').context("index.html is cut off")?;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        html = format!("{before}{attribute}{folder}/{program}\"{after}");
    }
    Ok(fs::write(file, html)?)
}

fn replaced(html: &str, from: &str, to: &str) -> Result<String> {
    ensure!(html.contains(from), "index.html does not hold {from}");
    Ok(html.replacen(from, to, 1))
}

fn sources(hosts: &BTreeSet<String>) -> String {
    hosts.iter().map(|host| format!(" {host}")).collect()
}

/// The origins of all backends; an error for a profile that is wrong.
fn hosts(site: &Path, config: &Value) -> Result<BTreeSet<String>> {
    let mut hosts = BTreeSet::new();
    for named in config["data"]["backends"].as_array().into_iter().flatten() {
        let (source, mut profile) = match named["profile"].as_str() {
            Some(path) => (path, read(&site.join(path))?),
            None => ("config.json", named["profile"].clone()),
        };
        if let Some(base) = named.get("base") {
            profile["base"] = base.clone();
        }
        let base = checked(source, &profile)?.base;
        let origin = base
            .split_once("://")
            .map(|(scheme, rest)| format!("{scheme}://{}", rest.split('/').next().unwrap_or_default()));
        hosts.extend(origin);
    }
    Ok(hosts)
}

/// The profile, or everything that is wrong with it.
pub fn checked(source: &str, value: &Value) -> Result<Profile> {
    let schema = read(Path::new(crate::schema::FILE))?;
    let mut wrong = departures(value, &schema);
    if wrong.is_empty() {
        let profile = Profile::deserialize(value).with_context(|| source.to_owned())?;
        wrong = wrongs(&profile);
        if wrong.is_empty() {
            return Ok(profile);
        }
    }
    let lines: Vec<_> = wrong.iter().map(|wrong| format!("  {wrong}")).collect();
    bail!("{source} is wrong:\n{}", lines.join("\n"))
}
