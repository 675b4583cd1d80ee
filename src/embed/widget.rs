//! What a coordinator writes into a page: `<deskmates-comments topic="getting-to-know-you">`.

use crate::app::site_map::Part;
use crate::domain::resource::Id;
use crate::domain::topic::Slug;

/// A widget, with what its attributes say.
#[derive(Clone, Debug, PartialEq)]
pub enum Widget {
    /// The discussion of a topic.
    Comments(Slug),
    /// A topic with its prompts.
    Topic(Slug),
    /// How many comments a topic has, within a line.
    Count(Slug),
    /// The waitlist.
    Waitlist,
    /// The topics of a round: of this one, or of the current one.
    Schedule(Option<Id>),
    /// The desks that everybody may see: those that answer this call, or all.
    Desks(Option<Id>),
}

/// Why an element is no widget.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// There is no widget of this name.
    NoWidget(String),
    /// This attribute must be there.
    Missing(&'static str),
    /// What this attribute says is none of the things that it may say.
    Bad(&'static str, String),
    /// This widget has no such attribute.
    Unknown(String),
}

/// How the names of our attributes begin. What begins so and is none is spelled wrong; whatever else a page has on its elements
/// is its own affair.
const BEGINNINGS: [&str; 4] = ["topi", "roun", "call", "conf"];

impl Widget {
    /// The part of the site that has its words; those of the others are every page's.
    pub fn part(&self) -> Option<Part> {
        match self {
            Self::Waitlist => Some(Part::Join),
            Self::Desks(_) => Some(Part::Desks),
            Self::Comments(_) | Self::Topic(_) | Self::Count(_) | Self::Schedule(_) => None,
        }
    }

    /// Reads an element: the name of its tag, and its attributes as names and values.
    pub fn parse(tag: &str, attributes: &[(String, String)]) -> Result<Self, Wrong> {
        let tag = tag.to_ascii_lowercase();
        let said = |name| attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim().to_owned());
        let topic = || {
            let said = said("topic").ok_or(Wrong::Missing("topic"))?;
            Slug::try_from(said.clone()).map_err(|_| Wrong::Bad("topic", said))
        };
        let id = |name| {
            let read = |said: String| Id::try_from(said.clone()).map_err(|_| Wrong::Bad(name, said));
            said(name).map(read).transpose()
        };
        let (widget, own) = match tag.strip_prefix("deskmates-") {
            Some("comments") => (topic().map(Self::Comments), "topic"),
            Some("topic") => (topic().map(Self::Topic), "topic"),
            Some("count") => (topic().map(Self::Count), "topic"),
            Some("waitlist") => (Ok(Self::Waitlist), ""),
            Some("schedule") => (id("round").map(Self::Schedule), "round"),
            Some("desks") => (id("call").map(Self::Desks), "call"),
            _ => return Err(Wrong::NoWidget(tag)),
        };
        // A name that is spelled wrong is told before that the right one is missing.
        let is_known =
            |name: &str| name == own || name == "config" || !BEGINNINGS.iter().any(|ours| name.starts_with(ours));
        match attributes.iter().find(|(name, _)| !is_known(name)) {
            Some((name, _)) => Err(Wrong::Unknown(name.clone())),
            None => widget,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    fn parse(tag: &str, attributes: &[(&str, &str)]) -> Result<Widget, Wrong> {
        let owned = attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Widget::parse(tag, &owned.collect::<Vec<_>>())
    }

    #[test]
    fn a_widget_is_what_its_element_says() {
        let slug = Slug::try_from("getting-to-know-you".to_owned()).unwrap();
        let round = Id::try_from("2016A".to_owned()).unwrap();
        let topic = [
            ("topic", " getting-to-know-you "),
            ("class", "wide"),
            ("data-x", "1"),
            ("inert", ""),
            ("itemprop", "comment"),
        ];
        assert_eq!(parse("DESKMATES-COMMENTS", &topic), Ok(Widget::Comments(slug.clone())));
        assert_eq!(parse("deskmates-topic", &topic), Ok(Widget::Topic(slug.clone())));
        assert_eq!(parse("deskmates-count", &topic), Ok(Widget::Count(slug)));
        assert_eq!(parse("deskmates-waitlist", &[]), Ok(Widget::Waitlist));
        assert_eq!(parse("deskmates-schedule", &[]), Ok(Widget::Schedule(None)));
        assert_eq!(parse("deskmates-schedule", &[("round", "2016A")]), Ok(Widget::Schedule(Some(round))));
        assert_eq!(parse("deskmates-desks", &[("config", "/other.json")]), Ok(Widget::Desks(None)));
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(parse("deskmates-comments", &[]), Err(Wrong::Missing("topic")));
        assert_eq!(parse("deskmates-comments", &[("topics", "a")]), Err(Wrong::Unknown("topics".to_owned())));
        assert_eq!(parse("deskmates-waitlist", &[("topic", "a")]), Err(Wrong::Unknown("topic".to_owned())));
        assert_eq!(parse("deskmates-count", &[("topic", "No Slug")]), Err(Wrong::Bad("topic", "No Slug".to_owned())));
        assert_eq!(parse("deskmates-schedule", &[("round", "")]), Err(Wrong::Bad("round", String::new())));
        assert_eq!(parse("deskmates-rounds", &[]), Err(Wrong::NoWidget("deskmates-rounds".to_owned())));
    }
}
