//! Makes what a site has besides its programs out of `index.html`, which trunk reads, too: its files, its style sheets, its
//! scripts, and the page that is there before the program.
//!
//! trunk serves all of it to a developer as it stands in the tree, with the program in one piece. What is shipped is bundled and
//! written for older browsers, too, and its program is in parts, for which trunk has no step (docs/decisions/parts.md).

use crate::fingerprint::Fingerprint;
use crate::tools;
use anyhow::{Context, Result, bail};
use deskmates::app::site_map::{Page, Part};
use regex::Regex;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Where scripts and styles are made.
const MADE: &str = "target/assets";
/// Scripts of pages of our own, and the worker that keeps them.
const SCRIPTS: [&str; 2] = ["boot.js", "sw.js"];
/// Modules for the pages of others.
const MODULES: [&str; 2] = ["embed.js", "frame.js"];
/// The style sheet of all pages, as `index.html` names it.
const STYLE: &str = "style/index.css";
/// The browsers that style sheets are written for: those that also run our WebAssembly.
const BROWSERS: &str = "chrome 99, firefox 100, safari 15.4";

/// Writes everything into the folder of a site that is served under `base`; its programs are named after `build`.
pub fn write(root: &Path, base: &str, build: &str, path: &OsStr) -> Result<()> {
    fs::create_dir_all(MADE)?;
    scripts(build, path)?;
    for script in SCRIPTS.into_iter().chain(MODULES) {
        fs::copy(Path::new(MADE).join(script), root.join(script))?;
    }
    let style = fs::read(sheet("index", path)?)?;
    let style_name = format!("deskmates-{}.css", Fingerprint::of([&style]));
    fs::write(root.join(&style_name), style)?;
    let styles = styles_of_parts(root, path)?;
    let widget = sheet("widget", path)?;
    let mut fit = Command::new("node");
    tools::run(fit.arg("xtask/finish/widget-style.mjs").arg(widget).arg(root.join("embed.css")))?;
    page(root, base, build, &style_name, &styles)
}

/// Writes the style sheets of parts of the program, `style-partner-HASH.css`; gives the hash, which is one of all of them.
fn styles_of_parts(root: &Path, path: &OsStr) -> Result<String> {
    let parts = Part::ALL.into_iter().filter(|part| part.has_style()).map(Part::name);
    let sheets = parts.map(|name| Ok((name, fs::read(sheet(name, path)?)?))).collect::<Result<Vec<_>>>()?;
    let hash = Fingerprint::of(sheets.iter().map(|(_, sheet)| sheet));
    for (name, sheet) in sheets {
        fs::write(root.join(format!("style-{name}-{hash}.css")), sheet)?;
    }
    Ok(hash)
}

/// For each page the demo's files that it shows, so that `boot.js` asks for them before the program runs.
fn data_of_pages() -> String {
    serde_json::json!(Page::ALL.map(|page| (page.entry().path, page.entry().data))).to_string()
}

/// Bundles the scripts, which learn from `BUILD` how programs are named, and from `PAGES` what pages show.
fn scripts(build: &str, path: &OsStr) -> Result<()> {
    for (scripts, format) in [(SCRIPTS, "iife"), (MODULES, "esm")] {
        let mut bundle = Command::new("esbuild");
        bundle.args(scripts.map(|name| format!("script/{name}"))).args(["--bundle", "--minify", "--log-level=warning"]);
        bundle.args([
            format!("--format={format}"),
            format!("--outdir={MADE}"),
            format!("--define:BUILD='{build}'"),
            format!("--define:PAGES={}", data_of_pages()),
        ]);
        tools::run(bundle.env("PATH", path))?;
    }
    Ok(())
}

/// One style sheet out of those that `style/NAME.css` imports.
fn sheet(name: &str, path: &OsStr) -> Result<String> {
    let to = format!("{MADE}/{name}.css");
    let mut bundle = Command::new("lightningcss");
    bundle.args(["--bundle", "--minify", "--targets", BROWSERS, "--output-file", &to, &format!("style/{name}.css")]);
    tools::run(bundle.env("PATH", path))?;
    Ok(to)
}

/// Writes `index.html` for a site: what it has trunk copy is copied, and what trunk writes is written.
fn page(root: &Path, base: &str, build: &str, style: &str, styles: &str) -> Result<()> {
    let html = fs::read_to_string("index.html")?;
    let asset = Regex::new(r#"(?m)^ *<link data-trunk rel="([\w-]+)"(?: href="([^"]+)")?[^>]*>\n"#)?;
    for found in asset.captures_iter(&html) {
        let (kind, path) = (&found[1], found.get(2).map_or("", |path| path.as_str()));
        let name = Path::new(path).file_name().unwrap_or_default();
        match kind {
            // Programs are made elsewhere, scripts and styles above.
            "rust" => {}
            "copy-file" | "copy-dir" if path.starts_with("script/") || path == "style" => {}
            "copy-file" => {
                fs::copy(path, root.join(name)).with_context(|| path.to_owned())?;
            }
            "copy-dir" => copy(Path::new(path), &root.join(name))?,
            other => bail!("index.html has trunk do {other:?}, which xtask does not know"),
        }
    }
    let html = asset.replace_all(&html, "");
    let program = format!("deskmates-{build}");
    // boot.js starts the program, so that a strict Content-Security-Policy holds: nothing is inline. What it will ask for is
    // named before it, so that nothing is fetched twice. The page is parsed meanwhile (async), and shown when theme and language
    // are set (blocking; a browser that does not know the word may show it a moment before).
    let start = format!(
        r#"    <link rel="preload" href="{base}{program}_bg.wasm" as="fetch" type="application/wasm" crossorigin>
    <link rel="modulepreload" href="{base}{program}.js">
    <script async blocking="render" src="{base}boot.js?{build}" data-mode="demo" data-styles="{styles}" data-js="{program}.js" data-wasm="{program}_bg.wasm"></script>
  </head>"#
    );
    let changes = [
        (POLICY, with_trusted_types()),
        ("<base data-trunk-public-url>", format!("<base href=\"{base}\">")),
        (&format!("href=\"{STYLE}\""), format!("href=\"{base}{style}\"")),
        ("  </head>", start),
    ];
    let html =
        changes.iter().try_fold(html.into_owned(), |html, (from, to)| crate::configure::replaced(&html, from, to))?;
    fs::write(root.join("index.html"), html)?;
    let frame = root.join("frame.html");
    let html = crate::configure::replaced(&fs::read_to_string(&frame)?, POLICY, &with_trusted_types())?;
    Ok(fs::write(frame, html)?)
}

/// The end of the policy of a page, as it stands in the tree.
const POLICY: &str = "object-src 'none'";

/// The same, with nothing made into HTML or a script but by our own policy (`script/trusted.js`). The program of the tree, which trunk
/// serves, knows nothing of it. A page has two programs, and each makes the policy of this name.
fn with_trusted_types() -> String {
    format!("{POLICY}; require-trusted-types-for 'script'; trusted-types deskmates 'allow-duplicates'")
}

/// Copies a folder with everything in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in crate::bundle::files(from)? {
        let to = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(to.parent().unwrap_or(to.as_ref()))?;
        fs::copy(&file, to).with_context(|| file.display().to_string())?;
    }
    Ok(())
}
