//! Fits the page that is there before the program to its configuration: which
//! program it names, and which hosts it lets a reader's browser talk to.

use crate::tools::read_json;
use crate::wasm;
use anyhow::{Context, Result, anyhow, bail, ensure};
use deskmates::app::site_map::Part;
use deskmates::diagnostics::profile;
use deskmates::domain::web_link::is_loopback;
use deskmates::store::json::profile::Profile;
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What the page of the demo allows. Pictures that somebody is about to send are shown before they are sent.
const DIRECTIVES: &str = "default-src 'self'; img-src 'self' blob: data:;";

/// Whether a site of this configuration keeps everything in the browser.
pub fn is_demo(config: &Value) -> Result<bool> {
    match config["data"]["mode"].as_str() {
        Some("demo") => Ok(true),
        Some("backends") => Ok(false),
        found => bail!("config.json, /data/mode: expected \"demo\" or \"backends\", found {found:?}"),
    }
}

/// Fits `index.html` and `frame.html` of a site to its `config.json`.
pub fn page(site: &Path) -> Result<()> {
    let config = read_json(site.join("config.json"))?;
    if is_demo(&config)? {
        return Ok(());
    }
    let (hosts, files) = hosts(site, &config)?;
    let pictures: BTreeSet<String> = config["data"]["pictures"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|host| format!("{}://{host}", if is_loopback(host) { "http" } else { "https" }))
        .chain(files)
        .collect();
    let policy =
        format!("connect-src 'self'{}; {}{};", sources(&hosts), DIRECTIVES.trim_end_matches(';'), sources(&pictures));
    let [file, frame] = ["index.html", "frame.html"].map(|page| site.join(page));
    fs::write(&frame, replaced(&fs::read_to_string(&frame)?, DIRECTIVES, &policy)?)?;
    let mut html = replaced(&fs::read_to_string(&file)?, DIRECTIVES, &policy)?;
    html = replaced(&html, "data-mode=\"demo\"", "data-mode=\"backends\"")?;
    let program = Regex::new(r"\bdeskmates-([0-9a-f]{16}(?:_bg\.wasm|\.js))")?;
    ensure!(program.is_match(&html), "index.html names no program");
    Ok(fs::write(file, program.replace_all(&html, "deskmates-live-$1").as_ref())?)
}

/// The page of a site, with a part of its program named for preloading, and for boot.js, which knows what else that needs.
pub fn with_part(html: &str, base: &str, part: Part) -> Result<String> {
    let start = Regex::new(r#"data-js="(deskmates(?:-live)?)-([0-9a-f]{16})\.js""#)?;
    let (_, [program, build]) = start.captures(html).context("the page names no program")?.extract();
    let preloads: Vec<String> = wasm::files_of(program, part.name(), build)?
        .iter()
        .map(|file| {
            format!(
                r#"<link rel="preload" href="{base}{file}" as="fetch" type="application/wasm" crossorigin>{}"#,
                "\n    "
            )
        })
        .collect();
    let html =
        replaced(html, "<link rel=\"modulepreload\"", &format!("{}<link rel=\"modulepreload\"", preloads.concat()))?;
    let name = part.name();
    let html = replaced(&html, "data-mode=", &format!("data-part=\"{name}\" data-mode="))?;
    if !part.has_style() {
        return Ok(html);
    }
    let styles = Regex::new(r#"data-styles="([0-9a-f]{16})""#)?;
    let (_, [hash]) = styles.captures(&html).context("the page names no styles of parts")?.extract();
    let sheet = format!("<link rel=\"stylesheet\" href=\"{base}style-{name}-{hash}.css\">\n    <link rel=\"preload\"");
    replaced(&html, "<link rel=\"preload\"", &sheet)
}

/// The text with something in it replaced; an error if it is not there.
pub fn replaced(html: &str, from: &str, to: &str) -> Result<String> {
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
