//! What tells a host for static sites which headers to send: a file for each kind of host that has one. GitHub Pages and others
//! have none; there the policy in the pages, and boot.js, which runs in no frame of another site, are what there is.

use crate::server::Site;
use anyhow::{Result, ensure};
use deskmates::app::site_map::Page;
use regex::Regex;
use std::fs;

/// Headers of every file. Widgets on the pages of other hosts load them.
const ALL: [(&str, &str); 3] = [
    ("Access-Control-Allow-Origin", "*"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
];

/// Headers of every page but `frame.html`, which is there to be framed.
const PAGES: [(&str, &str); 2] =
    [("X-Frame-Options", "SAMEORIGIN"), ("Content-Security-Policy", "frame-ancestors 'self'")];

/// A file whose name holds a hash never changes; any other is asked for each time.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const EACH_TIME: &str = "no-cache";

/// How the name of a file ends that holds a hash.
const HASHED: &str = r"-[0-9a-f]{16}(_bg)?\.(wasm|js|css)$";

/// How the names of those files begin, and no others, for hosts that know no patterns.
const BEGINNINGS: [&str; 3] = ["deskmates-", "part-", "style-"];

/// Writes them into a site.
pub fn write(site: &Site) -> Result<()> {
    let hashed = Regex::new(HASHED)?;
    for file in fs::read_dir(&site.root)? {
        let name = file?.file_name().to_string_lossy().into_owned();
        let plain = name.trim_end_matches(".br").trim_end_matches(".gz");
        let begins = BEGINNINGS.iter().any(|beginning| name.starts_with(beginning));
        ensure!(
            hashed.is_match(plain) == begins,
            "{name}: with a hash in it, a name begins with one of {BEGINNINGS:?}"
        );
    }
    let files =
        [("_headers", netlify(&site.base)), (".htaccess", apache(&site.base)), ("nginx.conf", nginx(&site.base))];
    files.into_iter().try_for_each(|(name, text)| Ok(fs::write(site.root.join(name), text)?))
}

/// Netlify and Cloudflare Pages: rules by path, which add up, so pages are named one by one. For the same reason no rule of all files
/// says how long they are kept: what is said twice of one would stand there twice. Without one, both hosts have files asked for
/// each time (`max-age=0, must-revalidate`).
fn netlify(base: &str) -> String {
    let lines = |headers: &[(&str, &str)]| {
        headers.iter().map(|(name, value)| format!("  {name}: {value}\n")).collect::<String>()
    };
    let mut rules = format!("{base}*\n{}", lines(&ALL));
    for page in Page::ALL {
        let path = page.entry().path;
        let path = path.split_once(':').map_or_else(|| path.to_owned(), |(folder, _)| format!("{folder}*"));
        rules += &format!("{base}{path}\n{}", lines(&PAGES));
    }
    rules + &BEGINNINGS.map(|beginning| format!("{base}{beginning}*\n  Cache-Control: {FOR_EVER}\n")).concat()
}

/// Apache: also which file is which page, for `/topics/welcome` is `topics/welcome.html`.
fn apache(base: &str) -> String {
    let lines = |indent: &str, headers: &[(&str, &str)]| {
        headers.iter().map(|(name, value)| format!("{indent}Header set {name} \"{value}\"\n")).collect::<String>()
    };
    format!(
        "ErrorDocument 404 {base}404.html\n\
         DirectoryIndex index.html\n\
         <IfModule mod_rewrite.c>\n  RewriteEngine On\n  RewriteCond %{{DOCUMENT_ROOT}}{base}$1.html -f\n  RewriteRule ^(.+?)/?$ $1.html [L]\n</IfModule>\n\
         <IfModule mod_mime.c>\n  AddType application/wasm .wasm\n  AddType application/atom+xml .atom\n</IfModule>\n\
         <IfModule mod_headers.c>\n{all}  Header set Cache-Control \"{EACH_TIME}\"\n  <FilesMatch \"{HASHED}\">\n    Header set Cache-Control \"{FOR_EVER}\"\n  </FilesMatch>\n  <FilesMatch \"^(?!frame\\.html$).*\\.html$\">\n{pages}  </FilesMatch>\n</IfModule>\n",
        all = lines("  ", &ALL),
        pages = lines("    ", &PAGES),
    )
}

/// nginx: a file to include in the `server` block of the site. `add_header` in a block takes those around it away, so each has all.
/// A pattern with braces in it stands in quotation marks.
fn nginx(base: &str) -> String {
    let lines = |headers: &[&[(&str, &str)]], cache: &str| {
        let own = [("Cache-Control", cache)];
        let all = headers.iter().copied().flatten().chain(&own);
        all.map(|(name, value)| format!("  add_header {name} \"{value}\" always;\n")).collect::<String>()
    };
    format!(
        "# include /path/of/the/site/nginx.conf; in the server block, with its root.\n\
         error_page 404 {base}404.html;\n\
         location = {base}nginx.conf {{ return 404; }}\n\
         location = {base}frame.html {{\n{frame}}}\n\
         location ~ \"^{base}[^/]+{HASHED}\" {{\n{hashed}}}\n\
         location {base} {{\n  try_files $uri $uri.html $uri/index.html =404;\n{pages}}}\n",
        frame = lines(&[&ALL], EACH_TIME),
        hashed = lines(&[&ALL], FOR_EVER),
        pages = lines(&[&ALL, &PAGES], EACH_TIME),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_in_no_frame_of_others_and_the_page_for_frames_is() {
        let rules = netlify("/mentoring/");
        let of = |path: &str| {
            let rest = rules.split(&format!("\n{path}\n")).nth(1).unwrap_or_default();
            rest.lines().take_while(|line| line.starts_with(' ')).collect::<Vec<_>>().join("\n")
        };
        for page in ["/mentoring/", "/mentoring/me", "/mentoring/partner", "/mentoring/sign-in", "/mentoring/topics/*"]
        {
            assert!(of(page).contains("X-Frame-Options: SAMEORIGIN"), "{page}: {rules}");
        }
        assert!(!rules.contains("frame.html"), "{rules}");
        assert!(rules.starts_with("/mentoring/*\n  Access-Control-Allow-Origin: *\n"), "{rules}");
    }

    const FIXED: [&str; 5] = [
        "deskmates-c25bf65cba580344.js",
        "deskmates-live-embed-c25bf65cba580344_bg.wasm",
        "deskmates-f43f6ab12c7573c0.css",
        "part-on_your_blog-c25bf65cba580344.wasm",
        "style-partner-69d5cb077d5c7625.css",
    ];
    const CHANGING: [&str; 7] =
        ["sw.js", "boot.js", "embed.css", "index.html", "icon-192.png", "config.json", "my-feed-0123.js"];

    /// Whether a host keeps files of such names for ever, and no others.
    fn keeps(is_for_ever: impl Fn(&str) -> bool) {
        for name in FIXED {
            assert!(is_for_ever(name), "{name}");
        }
        for name in CHANGING {
            assert!(!is_for_ever(name), "{name}");
        }
    }

    /// The pattern between these words, of the rule that keeps files for ever.
    fn pattern(rules: &str, before: &str) -> Regex {
        let rule = rules.split(before).find(|rule| rule.contains(FOR_EVER)).unwrap_or_default();
        Regex::new(rule.split('"').next().unwrap_or_default()).unwrap()
    }

    #[test]
    fn what_has_a_hash_is_kept_for_ever_and_nothing_else() {
        let rules = netlify("/mentoring/");
        let said: Vec<_> = rules.split("\n/").filter(|rule| rule.contains("Cache-Control")).collect();
        assert_eq!(said.len(), BEGINNINGS.len(), "no file has two rules for that: {rules}");
        keeps(|name| {
            let begins = |rule: &&str| {
                rule.split_once("*\n").is_some_and(|(path, _)| format!("mentoring/{name}").starts_with(path))
            };
            said.iter().any(begins)
        });
        let apache = apache("/mentoring/");
        assert!(apache.contains("  Header set Cache-Control \"no-cache\"\n  <FilesMatch"), "{apache}");
        let files = pattern(&apache, "<FilesMatch \"");
        keeps(|name| files.is_match(name));
        let paths = pattern(&nginx("/mentoring/"), "location ~ \"");
        keeps(|name| paths.is_match(&format!("/mentoring/{name}")));
        assert!(!paths.is_match("/mentoring/topics/a-c25bf65cba580344.js"));
    }
}
