//! A discussion topic of a round, and what may be seen of it before its release.

use super::resource::{Id, Kind, Resource};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
use super::text::Text;
use super::web_link::WebLink;
use super::written;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A discussion topic, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// Its identity; comments name it.
    pub id: Id,
    /// What stands in its URL.
    pub slug: Slug,
    /// The round it belongs to.
    pub round: Id,
    /// Its place in the round, from 1, where topics are numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Its title.
    pub title: String,
    /// When it is published.
    #[serde(deserialize_with = "written::read")]
    pub release: DateTime<Utc>,
    /// The language it is written in (BCP 47); the programme's where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The picture above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// What comes before the prompts.
    pub body: Text,
    /// The questions that partners talk about.
    #[serde(default)]
    pub prompts: Vec<Prompt>,
    /// What comes after the prompts, in Markdown.
    #[serde(default)]
    pub closing: String,
    /// "Discussion topics".
    #[serde(default)]
    pub categories: Vec<String>,
    /// Free words.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// One question of a topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prompt {
    /// Its anchor on the page.
    pub id: Id,
    /// The question.
    pub title: String,
    /// A hashtag for answers in public, with the leading `#`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hashtag: Option<String>,
    /// What to think about, in Markdown.
    pub body: String,
}

/// A picture with what its licence asks for: title, author, source, licence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// A file of this site, relative to its root.
    pub src: String,
    /// In CSS pixels, so that nothing jumps when it arrives.
    pub width: u32,
    /// In CSS pixels.
    pub height: u32,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// What the work is called.
    pub title: String,
    /// Who made it.
    pub author: String,
    /// Where it is from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<WebLink>,
    /// "CC BY-ND 2.0".
    pub licence: String,
    /// The text of the licence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence_link: Option<WebLink>,
    /// What else must be said: for example, that another picture stands in for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Resource for Topic {
    const KIND: Kind = Kind::Topics;
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("slug", Type::Text),
            Field::required("round", Type::Id),
            Field::optional("number", Type::Number),
            Field::required("title", Type::Text).deciding(),
            Field::required("release", Type::Moment).deciding(),
            Field::optional("language", Type::Text),
            Field::optional("image", Type::Object),
            Field::required("body", Type::Text),
            Field::optional("prompts", Type::List),
            Field::optional("closing", Type::Text),
            Field::optional("categories", Type::List),
            Field::optional("tags", Type::List),
        ],
        readers: Readers::Everybody,
        owner: Owner::NoParticipant,
        erasure: ErasurePolicy::Keep,
        chosen_by: "slug",
        sorted_by: Some("release"),
    };
}

/// What stands in a topic's URL: lower-case letters, digits and hyphens, at most 120.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

impl Slug {
    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Slug {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if (1..=120).contains(&text.len()) && text.chars().all(fits) {
            Ok(Self(text))
        } else {
            Err("a slug of 1 to 120 lower-case letters, digits and hyphens")
        }
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A topic as a reader may see it now. Before the release there is its number,
/// its title and its date and nothing else, so what shows a `Scheduled` cannot
/// show more by mistake.
#[derive(Clone, Debug, PartialEq)]
pub enum Scheduled {
    /// The whole topic.
    Released(Box<Topic>),
    /// What is known of one to come.
    Coming(Coming),
}

/// What may be seen of a topic before its release.
#[derive(Clone, Debug, PartialEq)]
pub struct Coming {
    /// Its place in the round, from 1, where topics are numbered.
    pub number: Option<u32>,
    /// Its title.
    pub title: String,
    /// When it is published.
    pub release: DateTime<Utc>,
}

impl Topic {
    /// Its categories and its tags: every word that it can be found by.
    pub fn labels(&self) -> impl Iterator<Item = &String> {
        self.categories.iter().chain(&self.tags)
    }

    /// What a reader may see of it now.
    pub fn at(self, now: DateTime<Utc>) -> Scheduled {
        if self.release <= now {
            Scheduled::Released(Box::new(self))
        } else {
            Scheduled::Coming(Coming { number: self.number, title: self.title, release: self.release })
        }
    }
}

/// Puts a round's topics into the order of their release.
pub fn in_order(topics: &mut [Topic]) {
    topics.sort_by_key(|t| (t.release, t.number));
}

/// A round's topics as a reader may see them now, in the order of their release.
pub fn schedule(mut topics: Vec<Topic>, now: DateTime<Utc>) -> Vec<Scheduled> {
    in_order(&mut topics);
    topics.into_iter().map(|t| t.at(now)).collect()
}

/// How many days from now until a moment, counted in calendar days (UTC).
pub fn days_until(moment: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    (moment.date_naive() - now.date_naive()).num_days()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    pub fn topic(number: u32, release: DateTime<Utc>) -> Topic {
        Topic {
            id: Id::try_from(format!("t{number}")).unwrap(),
            slug: Slug::try_from(format!("t{number}")).unwrap(),
            round: Id::try_from("2016A".to_owned()).unwrap(),
            number: Some(number),
            title: format!("Topic {number}"),
            release,
            language: None,
            image: None,
            body: Text::Markdown("Secret until then".into()),
            prompts: vec![],
            closing: String::new(),
            categories: vec![],
            tags: vec![],
        }
    }

    #[test]
    fn a_topic_is_released_at_its_moment_and_not_before() {
        let release = moment("2016-02-15T08:00:00Z");
        let seen = |now| topic(1, release).at(moment(now));
        assert!(matches!(seen("2016-02-15T07:59:59Z"), Scheduled::Coming(_)));
        assert!(matches!(seen("2016-02-15T08:00:00Z"), Scheduled::Released(_)));
    }

    #[test]
    fn days_are_calendar_days() {
        assert_eq!(days_until(moment("2016-02-29T08:00:00Z"), moment("2016-02-28T23:00:00Z")), 1);
        assert_eq!(days_until(moment("2016-02-29T08:00:00Z"), moment("2016-02-29T09:00:00Z")), 0);
    }

    #[test]
    fn a_date_in_a_wrong_form_is_refused_with_its_reason() {
        let mut json = serde_json::to_value(topic(1, moment("2016-02-15T08:00:00Z"))).unwrap();
        json["release"] = "15 February 2016".into();
        assert!(serde_json::from_value::<Topic>(json).is_err());
    }

    proptest! {
        #[test]
        fn a_schedule_keeps_every_topic_in_order_and_shows_none_too_soon(
            hours in proptest::collection::vec(0i64..4000, 0..20), now in 0i64..4000,
        ) {
            let start = moment("2016-02-15T08:00:00Z");
            let at = |h| start + chrono::Duration::hours(h);
            let topics: Vec<_> = hours.iter().zip(1..).map(|(h, n)| topic(n, at(*h))).collect();
            let seen = schedule(topics, at(now));
            prop_assert_eq!(seen.len(), hours.len());
            let releases: Vec<_> = seen.iter().map(|s| match s {
                Scheduled::Released(t) => { assert!(t.release <= at(now)); t.release }
                Scheduled::Coming(c) => { assert!(c.release > at(now)); c.release }
            }).collect();
            prop_assert!(releases.is_sorted());
        }
    }
}
