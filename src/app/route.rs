//! The pages' addresses: the only place that builds one or takes one apart.

use super::site_map::{self, Page};
use super::text::t;
use crate::domain::picture::Address;
use crate::domain::resource::Id;
use crate::domain::topic::Slug;
use crate::platform::browser;

/// A place on this site: a page, with what its address says.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// A page whose address says nothing more.
    Page(Page),
    /// `/topics?tag=…`: topics with this tag or in this category.
    Tagged(String),
    /// `/topics/:slug`
    Topic(Slug),
    /// `/rounds/:id`
    Round(Id),
}

impl Route {
    /// The place of an address: its path, and the query behind it, which may
    /// name a tag. Nothing where there is no page.
    pub fn parse(path: &str, tag: Option<String>) -> Option<Self> {
        let base = browser::base();
        let path = path.strip_prefix(&base).or_else(|| base.strip_prefix(path).map(|_| ""))?;
        match site_map::find(path.trim_end_matches('/'))? {
            (Page::Topic, slug) => Slug::try_from(slug.to_owned()).ok().map(Self::Topic),
            (Page::Round, id) => Id::try_from(id.to_owned()).ok().map(Self::Round),
            (Page::Topics, _) => Some(tag.map_or(Self::Page(Page::Topics), Self::Tagged)),
            (page, _) => Some(Self::Page(page)),
        }
    }

    /// The page.
    pub fn page(&self) -> Page {
        match self {
            Self::Page(page) => *page,
            Self::Tagged(_) => Page::Topics,
            Self::Topic(_) => Page::Topic,
            Self::Round(_) => Page::Round,
        }
    }

    /// The address, with the path that the site is served under.
    pub fn href(&self) -> String {
        let path = match self {
            Self::Page(page) => page.entry().path.to_owned(),
            Self::Tagged(tag) => format!("topics?tag={}", js_sys::encode_uri_component(tag)),
            Self::Topic(slug) => format!("topics/{slug}"),
            Self::Round(id) => format!("rounds/{id}"),
        };
        here(&path)
    }
}

impl Page {
    /// The address of a page that says nothing more.
    pub fn href(self) -> String {
        Route::Page(self).href()
    }

    /// What links call it.
    pub fn label(self) -> String {
        t(self.entry().label)
    }
}

/// Whether there is a page at a path relative to the site's root, which may point at a place in it.
pub fn is_page(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    Route::parse(&here(path), None).is_some()
}

/// The address of a path relative to the site's root.
pub fn here(path: &str) -> String {
    browser::base() + path
}

/// The address of a place in what is on the page: on the site's own pages, of this route; on somebody else's, of theirs.
pub fn within(page: &Route, fragment: &str) -> String {
    let page = browser::host_page().unwrap_or_else(|| page.href());
    if fragment.is_empty() { page } else { format!("{page}#{fragment}") }
}

/// What `src` says of a picture.
pub fn src(picture: &Address) -> String {
    picture.path().map_or_else(|| picture.as_str().to_owned(), here)
}

/// The permanent link to a comment.
pub fn comment_href(slug: &Slug, comment: &Id) -> String {
    within(&Route::Topic(slug.clone()), &anchor(comment))
}

/// The HTML id of a comment.
pub fn anchor(comment: &Id) -> String {
    format!("comment-{comment}")
}

/// The comment that an address points at, by its fragment.
pub fn comment_in(fragment: &str) -> Option<Id> {
    let id = fragment.strip_prefix("comment-")?;
    Id::try_from(id.to_owned()).ok()
}
