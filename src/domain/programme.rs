//! The programme: its name, its ways to be reached, its rules.

use super::comment::State;
use super::resource::Id;
use super::web_link::WebLink;
use serde::Deserialize;

/// What stands in `config.json` under `/programme`.
#[derive(Clone, Debug, Deserialize)]
pub struct Programme {
    /// The full name: "International Librarians Network".
    pub name: String,
    /// One sentence under the name.
    pub tagline: String,
    /// What it is, in Markdown.
    pub summary: String,
    /// Where people talk about it, with the leading `#`.
    pub hashtags: Vec<String>,
    /// The language that the programme writes in (BCP 47), for its topics and pages.
    pub language: String,
    /// Where else the discussion goes on.
    #[serde(default)]
    pub elsewhere: Vec<Elsewhere>,
    /// What pictures and stories it asks for, the latest first.
    #[serde(default)]
    pub calls: Vec<Call>,
    /// Which comments wait for a moderator.
    #[serde(default)]
    pub moderation: Moderation,
    /// Within how many days a coordinator answers a concern.
    #[serde(default = "three")]
    pub answer_within: u32,
}

fn three() -> u32 {
    3
}

/// A place of the programme outside this site.
#[derive(Clone, Debug, Deserialize)]
pub struct Elsewhere {
    /// What it is called: "Facebook".
    pub name: String,
    /// Where it is.
    pub link: WebLink,
}

/// What the programme asks for a picture and a story of: a desk, the way to work, a surprise.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Call {
    /// Its identity, which the desks that answer it name.
    pub id: Id,
    /// Its name: "Welcome to my desk".
    pub title: String,
    /// Under which others talk about it, with the leading `#`.
    pub hashtag: String,
    /// What it asks for, in Markdown.
    pub about: String,
    /// Whether it no longer takes new ones.
    #[serde(default)]
    pub closed: bool,
}

/// Which comments wait for a moderator before others see them.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default)]
pub struct Moderation {
    /// A comment with this many links or more waits. WordPress, which the
    /// programme came from, also holds at two ("comment_max_links").
    pub hold_links: usize,
}

impl Default for Moderation {
    fn default() -> Self {
        Self { hold_links: 2 }
    }
}

impl Moderation {
    /// The state in which a text, new or changed, begins.
    pub fn first_state(self, text: &str) -> State {
        let text = text.to_ascii_lowercase();
        let links = text.matches("://").count() + text.matches("www.").count();
        if links >= self.hold_links { State::AwaitingModeration } else { State::Published }
    }
}
