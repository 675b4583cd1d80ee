//! What tells a host for static sites which headers to send: a file for each kind of host that has one. GitHub Pages and others
//! have none; there the policy in the pages, and boot.js, which runs in no frame of another site, are what there is.

use crate::server::Site;
use anyhow::Result;
use deskmates::app::site_map::Page;
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

/// Writes them into a site.
pub fn write(site: &Site) -> Result<()> {
    let files =
        [("_headers", netlify(&site.base)), (".htaccess", apache(&site.base)), ("nginx.conf", nginx(&site.base))];
    files.into_iter().try_for_each(|(name, text)| Ok(fs::write(site.root.join(name), text)?))
}

/// Netlify and Cloudflare Pages: rules by path, which add up, so pages are named one by one.
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
    rules + &format!("{base}deskmates-*\n  Cache-Control: {FOR_EVER}\n{base}part-*\n  Cache-Control: {FOR_EVER}\n")
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
         <IfModule mod_headers.c>\n{all}  Header set Cache-Control \"{EACH_TIME}\"\n  <FilesMatch \"-[0-9a-f]{{16}}(_bg)?\\.(wasm|js|css)$\">\n    Header set Cache-Control \"{FOR_EVER}\"\n  </FilesMatch>\n  <FilesMatch \"^(?!frame\\.html$).*\\.html$\">\n{pages}  </FilesMatch>\n</IfModule>\n",
        all = lines("  ", &ALL),
        pages = lines("    ", &PAGES),
    )
}

/// nginx: a file to include in the `server` block of the site. `add_header` in a block takes those around it away, so each has all.
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
         location ~ ^{base}[^/]+-[0-9a-f]+(_bg)?\\.(wasm|js|css)$ {{\n{hashed}}}\n\
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
}
