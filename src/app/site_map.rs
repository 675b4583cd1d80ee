//! Every page of the site: its address, the part of the program that it is in, who it is for, and what it needs. The routes,
//! the files of pages that xtask writes, what it finishes ahead and what `boot.js` asks for are made from this table.

/// A page that has an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The start page.
    Home,
    /// All topics, by round.
    Topics,
    /// One topic with its discussion.
    Topic,
    /// One round.
    Round,
    /// The waitlist.
    Join,
    /// What the programme is.
    About,
    /// How people behave in it.
    CodeOfConduct,
    /// How to reach it.
    Contact,
    /// What it knows about people.
    Privacy,
    /// Pictures of where people work; everybody sees those that are for everybody.
    Desks,
    /// The lines that put a part of this site into a blog.
    OnYourBlog,
    /// Where one signs in and out.
    SignIn,
    /// What one has with one's partner, at a glance.
    Partner,
    /// What partners write to each other.
    Messages,
    /// The prompts of the topics that are out, and notes about them.
    PartnerTopics,
    /// When both have time.
    Hours,
    /// How partners stay in touch.
    Agreement,
    /// When they were in touch, and what they have reached.
    Contacts,
    /// What each wants to reach.
    Goals,
    /// The end of a partnership, looked back on.
    Goodbye,
    /// Something is wrong.
    Concern,
    /// That one took part, to print.
    Certificate,
    /// What the programme knows of one, to take along.
    Me,
    /// Whether the backends do what they must, and nothing that they must not.
    Check,
}

/// A part of the program, which comes when one of its pages is first wanted: a folder of `src/app/`.
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

/// Who a page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody; search engines may list it.
    Everybody,
    /// Whoever uses it: it shows nothing without the program, so there is nothing to find in it.
    Visitors,
    /// Participants.
    Participants,
    /// Coordinators. The demo does not have it.
    Coordinators,
}

/// What there is to know of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path below the site's root; `:name` stands for one step.
    pub path: &'static str,
    /// The part that it is in; nothing for those in main.
    pub part: Option<Part>,
    /// Who it is for.
    pub audience: Audience,
    /// The demo's files that it shows, below `demo/` and without `.json`; `:name` is the step of the path.
    pub data: &'static [&'static str],
    /// The key of its name in links; of a page that has none of its own, that of the page above it. Any page may link to it.
    pub label: &'static str,
}

impl Entry {
    /// Whether it is finished when the site is built, so that it is read without the program.
    pub fn is_finished(&self) -> bool {
        self.audience == Audience::Everybody
    }

    /// The one step of the path that varies, if the path is this page's: `""` where none does.
    pub fn matches<'a>(&self, path: &'a str) -> Option<&'a str> {
        match self.path.split_once(':') {
            None => (path == self.path).then_some(""),
            Some((before, _)) => path.strip_prefix(before).filter(|step| !step.is_empty() && !step.contains('/')),
        }
    }
}

const fn public(path: &'static str, data: &'static [&'static str], label: &'static str) -> Entry {
    Entry { path, part: None, audience: Audience::Everybody, data, label }
}

const fn within(part: Part, path: &'static str, audience: Audience, label: &'static str) -> Entry {
    Entry { path, part: Some(part), audience, data: &["rounds"], label }
}

/// A page of the partner's; the words that name each of them are in that part.
const fn partner(path: &'static str) -> Entry {
    within(Part::Partner, path, Audience::Participants, "account.partner")
}

impl Page {
    /// All of them.
    pub const ALL: [Self; 24] = [
        Self::Home,
        Self::Topics,
        Self::Topic,
        Self::Round,
        Self::Join,
        Self::About,
        Self::CodeOfConduct,
        Self::Contact,
        Self::Privacy,
        Self::Desks,
        Self::OnYourBlog,
        Self::SignIn,
        Self::Partner,
        Self::Messages,
        Self::PartnerTopics,
        Self::Hours,
        Self::Agreement,
        Self::Contacts,
        Self::Goals,
        Self::Goodbye,
        Self::Concern,
        Self::Certificate,
        Self::Me,
        Self::Check,
    ];

    /// What there is to know of it.
    pub const fn entry(self) -> Entry {
        use Audience::{Coordinators, Everybody, Participants, Visitors};
        match self {
            Self::Home => public("", &["rounds", "topics"], "nav.home"),
            Self::Topics => public("topics", &["rounds", "topics"], "nav.topics"),
            Self::Topic => public("topics/:slug", &["rounds", "topics", "comments/:slug"], "nav.topics"),
            Self::Round => public("rounds/:id", &["rounds", "topics"], "nav.topics"),
            Self::Join => within(Part::Join, "join", Everybody, "nav.join"),
            Self::About => public("about", &["rounds"], "nav.about"),
            Self::CodeOfConduct => public("code-of-conduct", &["rounds"], "nav.code-of-conduct"),
            Self::Contact => public("contact", &["rounds"], "nav.contact"),
            Self::Privacy => public("privacy", &["rounds"], "nav.privacy"),
            Self::Desks => within(Part::Desks, "desks", Visitors, "nav.desks"),
            Self::OnYourBlog => within(Part::OnYourBlog, "embed", Visitors, "nav.embed"),
            Self::SignIn => within(Part::Account, "sign-in", Participants, "account.sign_in"),
            Self::Partner => partner("partner"),
            Self::Messages => partner("partner/messages"),
            Self::PartnerTopics => partner("partner/topics"),
            Self::Hours => partner("partner/hours"),
            Self::Agreement => partner("partner/agreement"),
            Self::Contacts => partner("partner/contacts"),
            Self::Goals => partner("partner/goals"),
            Self::Goodbye => partner("partner/goodbye"),
            Self::Concern => partner("partner/concern"),
            Self::Certificate => partner("partner/certificate"),
            Self::Me => within(Part::Account, "me", Participants, "account.me"),
            Self::Check => within(Part::Coordinate, "coordinate/check", Coordinators, "nav.check"),
        }
    }
}

impl Page {
    /// The page that stays around this one: going between those that have the same loads nothing anew, and what is begun stays.
    pub const fn frame(self) -> Self {
        match self {
            Self::Messages
            | Self::PartnerTopics
            | Self::Hours
            | Self::Agreement
            | Self::Contacts
            | Self::Goals
            | Self::Goodbye
            | Self::Concern => Self::Partner,
            page => page,
        }
    }
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Partner, Self::Account, Self::Desks, Self::Coordinate, Self::Join, Self::OnYourBlog];

    /// Its name: that of its folder, its code, its words (`locales/NAME.en.json`) and its style (`style/NAME.css`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::Account => "account",
            Self::Desks => "desks",
            Self::Coordinate => "coordinate",
            Self::Join => "join",
            Self::OnYourBlog => "on_your_blog",
        }
    }

    /// Whether it has a style sheet; the waitlist is a form, and every page has the style of forms.
    pub const fn has_style(self) -> bool {
        !matches!(self, Self::Join)
    }
}

/// The page of a path below the site's root, without a slash at its end; and the step of the path that varies.
pub fn find(path: &str) -> Option<(Page, &str)> {
    let path = if path == "index.html" { "" } else { path };
    Page::ALL.into_iter().find_map(|page| Some((page, page.entry().matches(path)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_in_the_map_once() {
        for (i, page) in Page::ALL.into_iter().enumerate() {
            assert_eq!(page as usize, i, "the pages are listed in their order");
            let example = page.entry().path.replace(":slug", "a-topic").replace(":id", "2016A");
            assert_eq!(find(&example).map(|(found, _)| found), Some(page), "{example}");
        }
        assert_eq!(Page::Check as usize + 1, Page::ALL.len(), "the last page is the last of as many");
        assert_eq!(Part::OnYourBlog as usize + 1, Part::ALL.len(), "the last part is the last of as many");
    }

    #[test]
    fn a_path_gives_its_page_and_what_varies() {
        assert_eq!(find("topics/getting-to-know-you"), Some((Page::Topic, "getting-to-know-you")));
        assert_eq!(find("index.html"), Some((Page::Home, "")));
        for nowhere in ["topics/", "topics/a/b", "rounds", "nothing", "partner/nothing", "/topics"] {
            assert_eq!(find(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn every_part_is_a_folder_with_words_and_a_style_sheet() {
        for part in Part::ALL {
            let name = part.name();
            let at = |path: String| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
            assert!(at(format!("src/app/{name}")).is_dir(), "{name}");
            assert!(at(format!("public/locales/{name}.en.json")).is_file(), "{name}");
            assert_eq!(at(format!("style/{name}.css")).is_file(), part.has_style(), "{name}");
            assert!(Page::ALL.into_iter().any(|page| page.entry().part == Some(part)), "{} has no page", part.name());
        }
    }
}
