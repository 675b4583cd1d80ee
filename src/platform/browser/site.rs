//! Where the site is, seen from the page that this program is on.

use std::cell::RefCell;

thread_local! {
    /// What stands in front of the path of everything on this site, where the page is not one of the site's own.
    static ELSEWHERE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From now on this program stands on somebody else's page, and its site is at this whole address.
pub fn be_guest(site: &web_sys::Url) {
    // A guest on a page of its own host keeps things where the site itself does.
    let base = if site.origin() == origin() { site.pathname() } else { site.href() };
    ELSEWHERE.set(Some(base));
}

/// The page that this program is a guest on, without its fragment; nothing on the site's own pages.
pub fn host_page() -> Option<String> {
    ELSEWHERE.with_borrow(Option::is_some).then(|| {
        let page = web_sys::window().and_then(|w| w.location().href().ok()).unwrap_or_default();
        page.split('#').next().unwrap_or_default().to_owned()
    })
}

fn origin() -> String {
    web_sys::window().and_then(|w| w.location().origin().ok()).unwrap_or_default()
}

/// What stands in front of the path of everything on this site: the path that it is served under, which begins and ends
/// with `/`; on a page of another host, the site's whole address.
pub fn base() -> String {
    ELSEWHERE.with_borrow(Clone::clone).unwrap_or_else(|| {
        let base = web_sys::window().and_then(|w| w.document()).and_then(|d| d.base_uri().ok().flatten());
        base.and_then(|uri| web_sys::Url::new(&uri).ok()).map_or_else(|| "/".to_owned(), |url| url.pathname())
    })
}

/// The whole address of a path of this site.
pub fn address(path: &str) -> String {
    whole(&(base() + path))
}

/// The whole address of what a link on this site says.
pub fn whole(href: &str) -> String {
    if href.starts_with('/') { origin() + href } else { href.to_owned() }
}
