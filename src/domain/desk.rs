//! A picture of where somebody works (or of what else the programme calls for), with its story.

use super::country::Country;
use super::person::Name;
use super::picture::{Address, Picture};
use super::problem::{Fault, Problem, Problems, short, some};
use super::programme::Call;
use super::resource::{Id, Kind, Resource};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
use super::written;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A desk. Whoever sent it may remove it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// Its identity.
    pub id: Id,
    /// The call that it answers: [`super::programme::Call`].
    pub call: Id,
    /// The participant who sent it.
    pub by: Id,
    /// The name that is shown with it.
    pub name: Name,
    /// The country that is shown with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// When it was sent.
    #[serde(deserialize_with = "written::read")]
    pub at: DateTime<Utc>,
    /// The picture.
    pub picture: Address,
    /// A small version of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub small: Option<Address>,
    /// How wide it is, in pixels.
    pub width: u32,
    /// How high it is, in pixels.
    pub height: u32,
    /// What is on the picture, for whoever does not see it.
    pub alt: String,
    /// Markdown.
    #[serde(default)]
    pub story: String,
    /// Who may see it.
    pub seen_by: Audience,
    /// What others may do with it.
    pub licence: Licence,
}

impl Resource for Desk {
    const KIND: Kind = Kind::Desks;
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("call", Type::Id),
            Field::required("by", Type::Id),
            Field::required("name", Type::Text),
            Field::optional("country", Type::Text),
            Field::required("at", Type::Moment),
            Field::required("picture", Type::Text).file(),
            Field::optional("small", Type::Text).file(),
            Field::required("width", Type::Number),
            Field::required("height", Type::Number),
            Field::required("alt", Type::Text),
            Field::optional("story", Type::Text),
            Field::required("seen_by", Type::Text).deciding(),
            Field::required("licence", Type::Text),
        ],
        readers: Readers::EverybodyIf("seen_by", "public"),
        owner: Owner::Author("by"),
        erasure: ErasurePolicy::Delete,
        chosen_by: "call",
        sorted_by: Some("at"),
    };
}

/// Who may see a desk. Whoever sent it always does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// The partner.
    Partner,
    /// Everybody who takes part, and the coordinators.
    #[default]
    Programme,
    /// Everybody.
    Public,
}

impl Audience {
    /// All of them, the fewest people first.
    pub const ALL: [Self; 3] = [Self::Partner, Self::Programme, Self::Public];

    /// Its name in JSON, and in the language files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::Programme => "programme",
            Self::Public => "public",
        }
    }
}

/// What others may do with a picture and its story, by the names of SPDX where it has one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Licence {
    /// Nothing beyond looking at it here.
    #[default]
    #[serde(rename = "none")]
    None,
    /// Share and change it, naming whoever made it.
    #[serde(rename = "CC-BY-4.0")]
    By,
    /// The same, and what they make of it is shared alike.
    #[serde(rename = "CC-BY-SA-4.0")]
    BySa,
    /// Whatever they like.
    #[serde(rename = "CC0-1.0")]
    Zero,
}

impl Licence {
    /// All of them, the strictest first.
    pub const ALL: [Self; 4] = [Self::None, Self::BySa, Self::By, Self::Zero];

    /// Its name in JSON, and in the language files.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::By => "CC-BY-4.0",
            Self::BySa => "CC-BY-SA-4.0",
            Self::Zero => "CC0-1.0",
        }
    }

    /// Where its words are.
    pub fn link(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::By => Some("https://creativecommons.org/licenses/by/4.0/"),
            Self::BySa => Some("https://creativecommons.org/licenses/by-sa/4.0/"),
            Self::Zero => Some("https://creativecommons.org/publicdomain/zero/1.0/"),
        }
    }
}

/// Whoever looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Nobody whom the programme knows.
    Stranger,
    /// A coordinator.
    Coordinator,
    /// A participant, with those whose partner they are.
    Participant(Id, Vec<Id>),
}

impl Desk {
    /// Whether somebody may see it.
    pub fn is_for(&self, viewer: &Viewer) -> bool {
        match viewer {
            Viewer::Stranger => self.seen_by == Audience::Public,
            Viewer::Coordinator => self.seen_by != Audience::Partner,
            Viewer::Participant(me, partners) => {
                self.seen_by != Audience::Partner || self.by == *me || partners.contains(&self.by)
            }
        }
    }
}

/// What somebody fills in to send one. Its picture is made ready beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskDraft {
    /// The call, by its id.
    pub call: String,
    /// What is on the picture.
    pub alt: String,
    /// Markdown.
    pub story: String,
    /// The name to show.
    pub name: String,
    /// Who may see it, by name.
    pub seen_by: String,
    /// The licence, by name.
    pub licence: String,
}

/// What a draft says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDesk {
    /// The call.
    pub call: Id,
    /// The picture.
    pub picture: Picture,
    /// What is on it.
    pub alt: String,
    /// Markdown.
    pub story: String,
    /// The name to show.
    pub name: Name,
    /// Who may see it.
    pub seen_by: Audience,
    /// The licence.
    pub licence: Licence,
}

/// The longest description of a picture, in characters.
pub const MAX_ALT: usize = 1_000;
/// The longest story, in characters.
pub const MAX_STORY: usize = 10_000;

impl DeskDraft {
    /// The desk, or everything that is wrong with it; `open` are the calls that take new ones.
    pub fn check(&self, picture: Option<Picture>, open: &[Call]) -> Result<NewDesk, Vec<Problem>> {
        let mut problems = Problems::default();
        let call = open.iter().find(|call| call.id.as_str() == self.call).map(|call| call.id.clone());
        let call = problems.note("call", call.ok_or(Fault::Missing));
        let picture = problems.note("picture", picture.ok_or(Fault::Missing));
        let alt = problems.note("alt", some(&self.alt, MAX_ALT));
        let story = problems.note("story", short(&self.story, MAX_STORY));
        let name = problems.note("name", Name::parse(&self.name));
        let seen_by = Audience::ALL.into_iter().find(|audience| audience.name() == self.seen_by);
        let seen_by = problems.note("seen_by", seen_by.ok_or(Fault::Missing));
        let licence = Licence::ALL.into_iter().find(|licence| licence.name() == self.licence);
        let licence = problems.note("licence", licence.ok_or(Fault::Missing));
        match (call, picture, alt, story, name, seen_by, licence) {
            (Some(call), Some(picture), Some(alt), Some(story), Some(name), Some(seen_by), Some(licence)) => {
                Ok(NewDesk { call, picture, alt, story, name, seen_by, licence })
            }
            _ => Err(problems.into_inner()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn id(text: &str) -> Id {
        Id::try_from(text.to_owned()).unwrap()
    }

    fn desk(seen_by: &str) -> Desk {
        serde_json::from_value(json!({
            "id": "d1", "call": "welcometomydesk", "by": "p01", "name": "Amina", "at": "2016-02-16T10:00:00Z",
            "picture": "demo/desks/d01.svg", "width": 1200, "height": 900, "alt": "A desk", "seen_by": seen_by,
            "licence": "none",
        }))
        .unwrap()
    }

    #[test]
    fn a_desk_is_seen_by_whom_it_is_for() {
        let sees = |seen_by: &str| {
            let desk = desk(seen_by);
            let partner_of = |all: &[&str]| all.iter().map(|who| id(who)).collect();
            [
                Viewer::Stranger,
                Viewer::Coordinator,
                Viewer::Participant(id("p03"), partner_of(&["p14"])),
                Viewer::Participant(id("p02"), partner_of(&["p01"])),
                Viewer::Participant(id("p01"), partner_of(&["p02"])),
            ]
            .map(|viewer| desk.is_for(&viewer))
        };
        assert_eq!(sees("public"), [true; 5]);
        assert_eq!(sees("programme"), [false, true, true, true, true]);
        assert_eq!(sees("partner"), [false, false, false, true, true]);
    }

    #[test]
    fn names_are_those_in_json() {
        for audience in Audience::ALL {
            assert_eq!(json!(audience), json!(audience.name()));
        }
        for licence in Licence::ALL {
            assert_eq!(json!(licence), json!(licence.name()));
        }
    }

    #[test]
    fn a_draft_needs_a_picture_and_words_for_it() {
        let picture: Picture = serde_json::from_value(json!({ "picture": "a.jpg", "width": 4, "height": 3 })).unwrap();
        let open: Vec<Call> = serde_json::from_value(json!([
            { "id": "welcometomydesk", "title": "Welcome to my desk", "hashtag": "#welcometomydesk", "about": "" },
        ]))
        .unwrap();
        let draft = DeskDraft {
            call: "welcometomydesk".into(),
            alt: " A desk ".into(),
            name: "Amina".into(),
            seen_by: "public".into(),
            licence: "CC-BY-4.0".into(),
            ..DeskDraft::default()
        };
        let made = draft.check(Some(picture.clone()), &open).unwrap();
        assert_eq!((made.alt.as_str(), made.seen_by, made.licence), ("A desk", Audience::Public, Licence::By));
        let fields = |draft: DeskDraft, picture| {
            draft.check(picture, &open).unwrap_err().into_iter().map(|problem| problem.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(draft.clone(), None), ["picture"]);
        assert_eq!(fields(DeskDraft { alt: " ".into(), ..draft.clone() }, Some(picture.clone())), ["alt"]);
        assert_eq!(fields(DeskDraft { story: "x".repeat(100_000), ..draft.clone() }, Some(picture.clone())), ["story"]);
        let closed = DeskDraft { call: "librarysurprise".into(), ..draft.clone() };
        assert_eq!(fields(closed, Some(picture.clone())), ["call"]);
        assert_eq!(fields(DeskDraft::default(), None), ["call", "picture", "alt", "name", "seen_by", "licence"]);
    }
}
