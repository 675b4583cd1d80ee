//! Fits the page that is there before the program to its configuration: which
//! program it names, and which hosts it lets a reader's browser talk to.

use crate::tools::read_json;
use anyhow::{Context, Result, anyhow, bail, ensure};
use deskmates::diagnostics::profile;
use deskmates::document::html::is_here;
use deskmates::store::json::profile::Profile;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What the page of the demo allows. Pictures that somebody is about to send are shown before they are sent.
const DIRECTIVES: &str = "default-src 'self'; img-src 'self' blob: data:;";

/// Whether a site of this configuration keeps everything in the browser.
fn is_demo(config: &Value) -> Result<bool> {
    match config["data"]["mode"].as_str() {
        Some("demo") => Ok(true),
        Some("backends") => Ok(false),
        found => bail!("config.json, /data/mode: expected \"demo\" or \"backends\", found {found:?}"),
    }
}

/// Changes `index.html` and `frame.html` in a folder that trunk has built. Gives whether the site keeps everything in the browser.
pub fn page(site: &Path) -> Result<bool> {
    let config = read_json(site.join("config.json"))?;
    if is_demo(&config)? {
        return Ok(true);
    }
    let (hosts, files) = hosts(site, &config)?;
    let pictures: BTreeSet<String> = config["data"]["pictures"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|host| format!("{}://{host}", if is_here(host) { "http" } else { "https" }))
        .chain(files)
        .collect();
    let policy =
        format!("connect-src 'self'{}; {}{};", sources(&hosts), DIRECTIVES.trim_end_matches(';'), sources(&pictures));
    let [file, frame] = ["index.html", "frame.html"].map(|page| site.join(page));
    fs::write(&frame, replaced(&fs::read_to_string(&frame)?, DIRECTIVES, &policy)?)?;
    let mut html = replaced(&fs::read_to_string(&file)?, DIRECTIVES, &policy)?;
    html = replaced(&html, "data-mode=\"demo\"", "data-mode=\"backends\"")?;
    fs::write(file, preloads(&html, "deskmates-live")?)?;
    Ok(false)
}

/// The page with another program in the place of the one that it has fetched ahead.
pub fn preloads(html: &str, program: &str) -> Result<String> {
    let mut html = html.to_owned();
    for (attribute, end) in [("rel=\"preload\" href=\"", "_bg.wasm"), ("rel=\"modulepreload\" href=\"", ".js")] {
        let (before, rest) = html.split_once(attribute).context("index.html names no program to preload")?;
        let (path, after) = rest.split_once('"').context("index.html is cut off")?;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        html = format!("{before}{attribute}{folder}/{program}{end}\"{after}");
    }
    Ok(html)
}

fn replaced(html: &str, from: &str, to: &str) -> Result<String> {
    ensure!(html.contains(from), "the page does not hold {from}");
    Ok(html.replacen(from, to, 1))
}

fn sources(hosts: &BTreeSet<String>) -> String {
    hosts.iter().map(|host| format!(" {host}")).collect()
}

/// The origins of all backends, and of those that store pictures; an error for a profile that is wrong.
fn hosts(site: &Path, config: &Value) -> Result<(BTreeSet<String>, BTreeSet<String>)> {
    let (mut hosts, mut files) = (BTreeSet::new(), BTreeSet::new());
    for named in config["data"]["backends"].as_array().into_iter().flatten() {
        let (source, mut profile) = match named["profile"].as_str() {
            Some(path) => (path, read_json(site.join(path))?),
            None => ("config.json", named["profile"].clone()),
        };
        if let Some(base) = named.get("base") {
            profile["base"] = base.clone();
        }
        let profile = self::profile(source, &profile)?;
        let origin = profile
            .base
            .split_once("://")
            .map(|(scheme, rest)| format!("{scheme}://{}", rest.split('/').next().unwrap_or_default()));
        if profile.resources.values().any(|resource| resource.upload.is_some()) {
            files.extend(origin.clone());
        }
        hosts.extend(origin);
    }
    Ok((hosts, files))
}

/// The profile, or an error with everything that is wrong with it.
pub fn profile(source: &str, value: &Value) -> Result<Profile> {
    let schema = read_json(crate::schema::FILE)?;
    profile::read(value, &schema).map_err(|wrong| {
        let lines: Vec<String> = wrong.iter().map(|wrong| format!("  {wrong}")).collect();
        anyhow!("{source} is not a profile that can be used:\n{}", lines.join("\n"))
    })
}
