//! Builds the site for a static host: its programs, its pages with `404.html`, and a brotli
//! and a gzip file beside every text and WASM file.

use crate::server::Site;
use crate::{assets, compress, configure, finish, host_files, offline, tools, wasm};
use anyhow::{Context, Result, bail, ensure};
use deskmates::app::site_map::{self, Audience, Entry, Page};
use std::fs;
use std::path::{Path, PathBuf};

/// The path that a site is served under: the one that is asked for, or that of the site's address, where its configuration
/// has one. An error if both are there and differ.
pub fn base(asked: Option<&str>, config: &Path) -> Result<String> {
    let config = tools::read_json(config)?;
    let Some(address) = config.get("address") else { return Ok(asked.unwrap_or("/").to_owned()) };
    let path = address.as_str().and_then(path_of).with_context(|| {
        format!("config.json, /address: expected such as \"https://example.org/mentoring/\", found {address}")
    })?;
    match asked {
        Some(asked) if asked != path => bail!("--base says {asked}, and the address in the configuration {path}"),
        _ => Ok(path.to_owned()),
    }
}

/// The path of the address of a folder on the web.
fn path_of(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let path = &rest[rest.find('/')?..];
    (path.ends_with('/') && !path.contains(['?', '#'])).then_some(path)
}

/// Which programs a site is built with.
#[derive(Clone, Copy)]
pub enum Programs {
    /// Those that its configuration needs.
    Needed,
    /// Those for the demo and those on backends: for several configurations on one host, and for tests.
    All,
}

/// Builds into `folder`, to be served under `base` (`/` or `/path/`), for a configuration.
pub fn dist(base: &str, folder: &str, config: &Path, programs: Programs) -> Result<Site> {
    ensure!(
        base.starts_with('/') && base.ends_with('/'),
        "--base takes a path that begins and ends with /, such as /mentoring/, not {base:?}"
    );
    let path = tools::build_path()?;
    let is_demo = configure::is_demo(&tools::read_json(config)?)?;
    let needed = match programs {
        Programs::All => [wasm::DEMO, wasm::LIVE].concat(),
        Programs::Needed => if is_demo { wasm::DEMO } else { wasm::LIVE }.to_vec(),
    };
    let built = wasm::build(&needed, &path)?;
    tools::say(&format!("building {folder} for {base}"));
    let root = PathBuf::from(folder);
    if root.exists() {
        fs::remove_dir_all(&root)?;
    }
    fs::create_dir_all(&root)?;
    assets::write(&root, base, &built.hash, &path)?;
    built.write(&root)?;
    fs::copy(config, root.join("config.json")).with_context(|| config.display().to_string())?;
    configure::page(&root)?;
    offline::manifest(&root)?;
    // Hosts without a rewrite rule answer an unknown path with 404.html: the app then finds its
    // way. Pages that are known have a file of their own, so that their status is 200.
    let pages = pages(&root, is_demo)?;
    for page in pages.iter().map(String::as_str).chain([UNKNOWN]) {
        write_page(&root, base, page)?;
    }
    for file in files(&root)? {
        shorten(&root, &file)?;
    }
    let public = pages
        .iter()
        .map(String::as_str)
        .filter(|page| entry_of(page).is_some_and(|entry| entry.is_finished()))
        .chain(["index"]);
    finish::pages(base, &root, &public.collect::<Vec<_>>())?;
    finish::widgets(&root, None)?;
    offline::worker(&root)?;
    let site = Site { base: base.to_owned(), root };
    host_files::write(&site)?;
    compress::rest(&site.root)?;
    Ok(site)
}

/// Writes another text into a file of a site.
pub fn replace(site: &Site, path: &str, text: &[u8]) -> Result<()> {
    let file = site.root.join(path);
    fs::write(&file, text)?;
    ["br", "gz"]
        .map(|end| compress::packed(&file, end))
        .iter()
        .filter(|old| old.exists())
        .try_for_each(|old| Ok(fs::remove_file(old)?))
}

/// The site of another configuration, from one that is built for `/`; for tests.
pub fn variant(site: &Site, folder: &str, config: &Path) -> Result<Site> {
    let root = PathBuf::from(folder);
    if root.exists() {
        fs::remove_dir_all(&root)?;
    }
    // What is finished shows what the other site has.
    let is_finished =
        |file: &Path| ["widgets", "finished"].iter().any(|folder| file.starts_with(site.root.join(folder)));
    for file in files(&site.root)?.into_iter().filter(|file| !is_finished(file)) {
        // What changes with the configuration is not compressed again.
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let unpacked = name.strip_suffix(".br").or_else(|| name.strip_suffix(".gz"));
        let changes = |name: &str| name.ends_with(".html") || ["config.json", "manifest.json", "sw.js"].contains(&name);
        if !unpacked.is_some_and(changes) {
            let copy = root.join(file.strip_prefix(&site.root)?);
            fs::create_dir_all(copy.parent().unwrap_or(&root))?;
            fs::copy(&file, copy)?;
        }
    }
    fs::copy(config, root.join("config.json")).with_context(|| config.display().to_string())?;
    // The page for paths that nobody knows is the one that nothing has been added to.
    fs::copy(root.join(format!("{UNKNOWN}.html")), root.join("index.html"))?;
    configure::page(&root)?;
    offline::manifest(&root)?;
    for file in files(&root)?.into_iter().filter(|file| file.extension().is_some_and(|e| e == "html")) {
        let page = file.strip_prefix(&root)?.with_extension("").display().to_string();
        if page != FRAME {
            write_page(&root, &site.base, &page)?;
        }
    }
    for page in Page::ALL.map(Page::entry).into_iter().filter(|entry| !entry.is_finished()) {
        write_page(&root, &site.base, page.path)?;
    }
    offline::worker(&root)?;
    Ok(Site { base: "/".to_owned(), root })
}

/// Puts the page that is there before the program where a host looks for it. It names the part that it is in, too, so that
/// main and part are on their way together.
fn write_page(root: &Path, base: &str, page: &str) -> Result<()> {
    let mut html = fs::read_to_string(root.join("index.html"))?;
    let entry = entry_of(page);
    if let Some(part) = entry.and_then(|entry| entry.part) {
        html = configure::with_part(&html, base, part)?;
    }
    if !entry.is_some_and(|entry| entry.is_finished()) {
        // What is one person's, and what is not there, is nothing to be found.
        html = html.replacen("<title>", "<meta name=\"robots\" content=\"noindex\">\n    <title>", 1);
    }
    let file = root.join(format!("{page}.html"));
    fs::create_dir_all(file.parent().unwrap_or(root))?;
    Ok(fs::write(file, html)?)
}

/// A page of its own, for an `<iframe>`.
const FRAME: &str = "frame";
/// What a host answers an unknown path with.
const UNKNOWN: &str = "404";

/// What the site map says of a path; nothing for what is no page of it.
fn entry_of(path: &str) -> Option<Entry> {
    site_map::find(path).map(|(page, _)| page.entry())
}

/// The paths of the pages that the site is known to have.
fn pages(root: &Path, is_demo: bool) -> Result<Vec<String>> {
    let entries = Page::ALL.map(Page::entry).into_iter();
    let entries = entries.filter(|entry| !is_demo || entry.audience != Audience::Coordinators);
    // The start page is index.html; a page whose path varies has a file for each thing.
    let plain = entries.filter(|entry| !entry.path.is_empty() && !entry.path.contains(':'));
    let mut pages: Vec<String> = plain.map(|entry| entry.path.to_owned()).collect();
    // What is on backends changes after the site is built.
    if !is_demo {
        return Ok(pages);
    }
    for (kind, field) in [("topics", "slug"), ("rounds", "id")] {
        let things = tools::read_json(root.join(format!("demo/{kind}.json")))?;
        let names = things.as_array().into_iter().flatten().filter_map(|thing| thing[field].as_str());
        pages.extend(names.map(|name| format!("{kind}/{name}")));
    }
    Ok(pages)
}

/// Takes the white space out of JSON that only the program reads. Profiles stay as people edit them.
fn shorten(root: &Path, file: &Path) -> Result<()> {
    let is_json = file.extension().is_some_and(|extension| extension == "json");
    let is_for_people = file.strip_prefix(root)?.starts_with("profiles") || file.ends_with("profile.schema.json");
    if is_json && !is_for_people {
        fs::write(file, tools::read_json(file)?.to_string())?;
    }
    Ok(())
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}
