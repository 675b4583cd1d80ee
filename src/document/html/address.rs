//! Where links lead, and which pictures may be shown.

use super::{Blog, Element};
use crate::document::{Target, Writer};
use crate::domain::web_link::{WebLink, is_loopback, without_port};

impl Blog {
    /// Where a link leads; none when its writer may not link there. A link to a place on the same page leads nowhere:
    /// no text keeps the names of its places.
    pub(super) fn target(&self, href: &str, writer: Writer) -> Option<Target> {
        match Target::parse(&self.absolute(href)?, writer) {
            // A path that is relative to our own site is none of a blog's.
            Some(Target::Here(_)) | None => None,
            target => target,
        }
    }

    /// Where a picture, or what else is embedded, comes from.
    pub(super) fn source(&self, element: &Element) -> Option<WebLink> {
        // Plug-ins that load late keep the true address elsewhere and a spot of colour in its place. `srcset` is left
        // out: WordPress puts a picture of the right width for a text into `src`, and each of the others had to be
        // checked like it.
        let names = ["data-lazy-src", "data-src", "data-original", "data-lazy", "src", "data"];
        let found =
            names.iter().filter_map(|name| self.absolute(element.get(name)?)).find_map(|a| WebLink::parse(&a).ok());
        found.map(|link| self.original(link))
    }

    /// The blog's own address of a picture that WordPress' hosts give in its place (`i0.wp.com/blog.example.org/…`), so that it is on the
    /// list of hosts, and nobody else learns who reads.
    fn original(&self, link: WebLink) -> WebLink {
        let copy = ["i0", "i1", "i2", "i3"]
            .iter()
            .find_map(|host| link.as_str().strip_prefix(&format!("https://{host}.wp.com/")));
        let original = copy.map(|path| path.split('?').next().unwrap_or(path));
        let original = original.and_then(|path| WebLink::parse(&format!("https://{path}")).ok());
        original.filter(|original| self.shows(original)).unwrap_or(link)
    }

    /// Whether pictures of this address may be shown: its host is on the list, letter by letter, and nobody on the
    /// way can look on or change it.
    pub(super) fn shows(&self, picture: &WebLink) -> bool {
        let Some((scheme, rest)) = picture.as_str().split_once("://") else { return false };
        let host = host(rest);
        let (name, is_here) = (without_port(host), is_loopback(host));
        let fits = |listed: &String| listed.eq_ignore_ascii_case(host) || (is_here && listed == name);
        (is_here || scheme.eq_ignore_ascii_case("https")) && self.pictures.iter().any(fits)
    }

    /// An address as a browser would complete it: schemes other than those of the web stay for others to refuse.
    fn absolute(&self, href: &str) -> Option<String> {
        if href.len() > WebLink::MAX {
            return None;
        }
        // "The URL standard", basic parser: controls and spaces around it, tabs and line breaks within it do not count.
        let href: String =
            href.trim_matches(|c| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
        let href = [(' ', "%20"), ('"', "%22"), ('<', "%3C"), ('>', "%3E")]
            .iter()
            .fold(href, |href, (sign, code)| if href.contains(*sign) { href.replace(*sign, code) } else { href });
        if href.find([':', '/', '?', '#']).is_some_and(|at| href[at..].starts_with(':')) {
            return Some(href);
        }
        let (scheme, rest) = self.address.as_str().split_once("://")?;
        let path = &rest[host(rest).len()..];
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let root = format!("{scheme}://{}", host(rest));
        match href.chars().next()? {
            '#' => None,
            '?' => Some(format!("{root}{path}{href}")),
            '/' if href.starts_with("//") => Some(format!("{scheme}:{href}")),
            '/' => Some(root + &href),
            _ => {
                let folder = path.rfind('/').map_or("", |end| &path[..end]);
                Some(format!("{root}{folder}/{href}"))
            }
        }
    }
}

/// The host, with its port, that the part of an address behind `://` begins with. A name and a password before it are
/// part of it here, so that such an address fits no list.
fn host(rest: &str) -> &str {
    rest.split(['/', '?', '#', '\\']).next().unwrap_or_default()
}

/// The page where one can watch what a frame with this address plays.
pub(super) fn page_of(frame: WebLink) -> WebLink {
    let pages = [
        ("youtube.com/embed/", "https://www.youtube.com/watch?v="),
        ("youtube-nocookie.com/embed/", "https://www.youtube.com/watch?v="),
        ("player.vimeo.com/video/", "https://vimeo.com/"),
    ];
    let rest = frame.as_str().split_once("://").map_or("", |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let page = pages.iter().find_map(|(begin, page)| {
        let id = rest.strip_prefix(begin)?.split(['?', '&', '#', '/']).next()?;
        // "videoseries" is a list of many, which the frame's own address shows as well.
        WebLink::parse(&format!("{page}{id}")).ok().filter(|_| !id.is_empty() && id != "videoseries")
    });
    page.unwrap_or(frame)
}

/// What a link is called that has no words: the name of the file it leads to, or its host.
pub(super) fn name_of(link: &WebLink) -> &str {
    let address = link.as_str();
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.split(['?', '#']).next().unwrap_or(rest);
    path.trim_end_matches('/').rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(rest)
}

/// Whether an address leads to a file with a picture.
pub(super) fn is_picture(target: &Target) -> bool {
    let Target::Web(link) = target else { return false };
    let name = name_of(link).to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"].iter().any(|end| name.ends_with(end))
}
