//! What makes a site one that can be installed and read without a network: the manifest, and the worker that keeps its files.

use crate::bundle::files;
use crate::fingerprint::Fingerprint;
use crate::tools::read_json;
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The worker as it is built, before it knows a site.
const WORKER: &str = "target/assets/sw.js";

/// `--paper` of `style/tokens.css`, in the light: a manifest has one colour.
const PAPER: &str = "#fbf7f0";

/// Writes `manifest.json` (W3C, Web Application Manifest) for the configuration of a site.
pub fn manifest(site: &Path) -> Result<()> {
    let config = read_json(site.join("config.json"))?;
    let icon = |src, sizes, kind, purpose| json!({ "src": src, "sizes": sizes, "type": kind, "purpose": purpose });
    let manifest = json!({
        "name": config["site"], "short_name": config["site"], "description": config["programme"]["tagline"],
        "id": "./", "start_url": "./", "scope": "./", "display": "standalone",
        "background_color": PAPER, "theme_color": PAPER,
        "icons": [
            icon("icon.svg", "any", "image/svg+xml", "any"),
            icon("icon-192.png", "192x192", "image/png", "any maskable"),
            icon("icon-512.png", "512x512", "image/png", "any maskable"),
        ],
    });
    Ok(fs::write(site.join("manifest.json"), manifest.to_string())?)
}

/// Writes `sw.js` for a site whose other files are all there: it names this build, and what is of it.
pub fn worker(site: &Path) -> Result<()> {
    let mut version = Fingerprint::default();
    let mut names = BTreeSet::new();
    for file in files(site)? {
        let path = file.strip_prefix(site)?;
        let packed = path.extension().is_some_and(|end| end == "br" || end == "gz");
        if packed || path == Path::new("sw.js") {
            continue;
        }
        version.add(path.display().to_string());
        version.add(fs::read(&file)?);
        names.extend(path.iter().next().map(|name| name.to_string_lossy().into_owned()));
    }
    let mut script = fs::read_to_string(WORKER).context(WORKER)?;
    let names: Vec<String> = names.into_iter().collect();
    for (place, text) in [("@VERSION@", version.text()), ("@NAMES@", names.join(" "))] {
        ensure!(script.contains(place), "{WORKER} does not hold {place}");
        script = script.replace(place, &text);
    }
    Ok(fs::write(site.join("sw.js"), script)?)
}
