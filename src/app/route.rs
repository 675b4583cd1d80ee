//! The pages' addresses: the only place that builds one or takes one apart.

use crate::domain::picture::Address;
use crate::domain::resource::Id;
use crate::domain::topic::Slug;
use crate::store::browser;

/// A place on this site.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// `/`
    Home,
    /// `/topics`
    Topics,
    /// `/topics?tag=…`: topics with this tag or in this category.
    Tagged(String),
    /// `/topics/:slug`
    Topic(Slug),
    /// `/rounds/:id`
    Round(Id),
    /// `/join`
    Join,
    /// `/about`, `/code-of-conduct`, `/contact`, `/privacy`
    Text(TextPage),
    /// `/desks`, `/embed`, `/sign-in`, `/partner`, `/partner/certificate`, `/me`, `/coordinate/check`
    Extra(Extra),
}

/// A page for some people only, or of a part of the program that not everybody needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// Where one signs in and out.
    SignIn,
    /// What one has with one's partner.
    Partner,
    /// That one took part, to print.
    Certificate,
    /// What the programme knows of one, to take along.
    Me,
    /// Pictures of where people work; everybody sees those that are for everybody.
    Desks,
    /// The lines that put a part of this site into a blog.
    Embed,
    /// Whether the backends do what they must, and nothing that they must not.
    Check,
}

/// A part of the program, which comes when one of its pages is first wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What partners have with one another.
    Partner,
    /// Signing in, and what the programme knows of one.
    Account,
    /// Pictures of where people work.
    Desks,
    /// What coordinators need.
    Coordinate,
    /// The waitlist.
    Join,
    /// The lines that put a part of this site into a blog.
    OnYourBlog,
}

impl Part {
    /// Its words: `partner` for `locales/partner.en.json`.
    pub fn words(self) -> Option<&'static str> {
        match self {
            Self::Partner | Self::Account | Self::Desks | Self::OnYourBlog => Some("partner"),
            Self::Coordinate => Some("check"),
            Self::Join => None,
        }
    }

    /// Its style sheet: `private` for `style/private.css`.
    pub fn style(self) -> Option<&'static str> {
        (self != Self::Join).then_some("private")
    }
}

impl Extra {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::SignIn, Self::Partner, Self::Certificate, Self::Me, Self::Desks, Self::Embed, Self::Check];

    /// Its path.
    pub fn path(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Partner => "partner",
            Self::Certificate => "partner/certificate",
            Self::Me => "me",
            Self::Desks => "desks",
            Self::Embed => "embed",
            Self::Check => "coordinate/check",
        }
    }
}

/// A page of the programme that is a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextPage {
    /// What the programme is.
    About,
    /// How people behave in it.
    CodeOfConduct,
    /// How to reach it.
    Contact,
    /// What it knows about people.
    Privacy,
}

impl Route {
    /// The part of the program that the page is in; nothing for those in main.
    pub fn part(&self) -> Option<Part> {
        match self {
            Self::Join => Some(Part::Join),
            Self::Extra(Extra::Partner | Extra::Certificate) => Some(Part::Partner),
            Self::Extra(Extra::SignIn | Extra::Me) => Some(Part::Account),
            Self::Extra(Extra::Desks) => Some(Part::Desks),
            Self::Extra(Extra::Embed) => Some(Part::OnYourBlog),
            Self::Extra(Extra::Check) => Some(Part::Coordinate),
            _ => None,
        }
    }
}

impl TextPage {
    /// All of them, as the foot of a page lists them.
    pub const ALL: [Self; 4] = [Self::About, Self::CodeOfConduct, Self::Contact, Self::Privacy];

    /// Its path, and the name of its file and of its label.
    pub fn name(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::CodeOfConduct => "code-of-conduct",
            Self::Contact => "contact",
            Self::Privacy => "privacy",
        }
    }
}

impl Route {
    /// The place of an address: its path, and the query behind it, which may
    /// name a tag. Nothing where there is no page.
    pub fn parse(path: &str, tag: Option<String>) -> Option<Self> {
        let base = browser::base();
        let path = path.strip_prefix(&base).or_else(|| base.strip_prefix(path).map(|_| ""))?;
        let path = path.trim_end_matches('/');
        if let Some(page) = Extra::ALL.into_iter().find(|page| page.path() == path) {
            return Some(Self::Extra(page));
        }
        let id = |text: &str| Id::try_from(text.to_owned()).ok();
        match path.split_once('/') {
            Some(("topics", slug)) => Slug::try_from(slug.to_owned()).ok().map(Self::Topic),
            Some(("rounds", round)) => id(round).map(Self::Round),
            Some(_) => None,
            None => match path {
                "" | "index.html" => Some(Self::Home),
                "topics" => Some(tag.map_or(Self::Topics, Self::Tagged)),
                "join" => Some(Self::Join),
                name => TextPage::ALL.into_iter().find(|page| page.name() == name).map(Self::Text),
            },
        }
    }

    /// The address, with the path that the site is served under.
    pub fn href(&self) -> String {
        let path = match self {
            Self::Home => String::new(),
            Self::Topics => "topics".into(),
            Self::Tagged(tag) => format!("topics?tag={}", js_sys::encode_uri_component(tag)),
            Self::Topic(slug) => format!("topics/{slug}"),
            Self::Round(id) => format!("rounds/{id}"),
            Self::Join => "join".into(),
            Self::Text(page) => page.name().into(),
            Self::Extra(page) => page.path().into(),
        };
        here(&path)
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
