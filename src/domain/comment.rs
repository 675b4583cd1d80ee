//! A public reply to a topic, and what its author may do with it.

use super::person::{Email, Name};
use super::problem::{Fault, Problem, Problems};
use super::resource::{Id, Kind, Resource};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
use super::text::Text;
use super::web_link::WebLink;
use super::written;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How long an author may edit a comment after sending it.
pub const EDIT_WINDOW: Duration = Duration::minutes(15);

/// A comment as anybody may read it: there is no e-mail address in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comment {
    /// Its identity, made where it was written.
    pub id: Id,
    /// The topic it replies to.
    pub topic: Id,
    /// The comment it replies to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Id>,
    /// The name its author goes by.
    pub name: Name,
    /// A link of the author's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<WebLink>,
    /// The text. Empty once it is removed.
    pub text: Text,
    /// When it was sent.
    #[serde(deserialize_with = "written::read")]
    pub created: DateTime<Utc>,
    /// When its author last changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "written::perhaps")]
    pub edited: Option<DateTime<Utc>>,
    /// Who sees it; everybody where nothing is said.
    #[serde(default)]
    pub state: State,
}

/// Who sees a comment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Everybody.
    #[default]
    Published,
    /// Its author and the moderators, who have not looked at it yet.
    #[serde(rename = "held")]
    AwaitingModeration,
    /// Nobody; where there are replies its place is kept.
    Removed,
}

impl Resource for Comment {
    const KIND: Kind = Kind::Comments;
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("topic", Type::Id),
            Field::optional("parent", Type::Id),
            Field::required("name", Type::Text),
            Field::optional("link", Type::Text),
            Field::required("text", Type::Text),
            Field::required("created", Type::Moment),
            Field::optional("edited", Type::Moment),
            Field::optional("state", Type::Text).deciding(),
            Field::optional("email", Type::Text).private(),
        ],
        readers: Readers::Everybody,
        owner: Owner::NoParticipant,
        erasure: ErasurePolicy::Keep,
        chosen_by: "topic",
        sorted_by: Some("created"),
    };
}

impl Comment {
    /// Whether a reader sees it on this day. Its author sees it in any state and at any time.
    /// Days are compared, not moments: the clocks of two browsers differ a little.
    /// A removed one stays among the others until [`super::thread::arrange`] knows
    /// whether something hangs on it.
    pub fn is_visible(&self, mine: bool, now: DateTime<Utc>) -> bool {
        match self.state {
            State::Published => mine || self.created.date_naive() <= now.date_naive(),
            State::AwaitingModeration => mine,
            State::Removed => true,
        }
    }

    /// Whether it is one of the comments that readers are told the number of.
    pub fn counts(&self) -> bool {
        self.state != State::Removed
    }

    /// What is left of it when its author removes it: the place that replies hang on.
    #[must_use]
    pub fn removed(self, now: DateTime<Utc>) -> Self {
        Self {
            name: Name::nobody(),
            link: None,
            text: Text::default(),
            edited: Some(now),
            state: State::Removed,
            ..self
        }
    }

    /// Until when its author may edit it.
    pub fn editable_until(&self) -> DateTime<Utc> {
        self.created + EDIT_WINDOW
    }

    /// Whether its author may still edit it.
    pub fn is_editable(&self, now: DateTime<Utc>) -> bool {
        self.state != State::Removed && now < self.editable_until()
    }
}

/// What a person fills in to comment, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommentDraft {
    /// Shown with the comment.
    pub name: String,
    /// Kept, never shown.
    pub email: String,
    /// May be empty.
    pub link: String,
    /// Markdown.
    pub text: String,
}

/// A draft that keeps the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct NewComment {
    /// See [`Comment::name`].
    pub name: Name,
    /// Kept, never shown; none where the programme keeps none.
    pub email: Option<Email>,
    /// See [`Comment::link`].
    pub link: Option<WebLink>,
    /// See [`Comment::text`].
    pub text: String,
}

impl CommentDraft {
    /// The longest text, in characters: some six printed pages.
    pub const MAX: usize = 20_000;

    /// The comment, or every problem by field. Where addresses are not kept none is asked for.
    pub fn check(&self, asks_email: bool) -> Result<NewComment, Vec<Problem>> {
        let mut problems = Problems::default();
        let name = problems.note("name", Name::parse(&self.name));
        let email = match asks_email {
            true => problems.note("email", Email::parse(&self.email)).map(Some),
            false => Some(None),
        };
        let link = match WebLink::parse(&self.link) {
            Err(Fault::Missing) => Some(None),
            other => problems.note("link", other.map(Some)),
        };
        let text = problems.note("text", check_text(&self.text));
        match (name, email, link, text) {
            (Some(name), Some(email), Some(link), Some(text)) => Ok(NewComment { name, email, link, text }),
            _ => Err(problems.into_inner()),
        }
    }
}

/// The text of a comment, without white space around it.
pub fn check_text(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Fault::Missing),
        n if n > CommentDraft::MAX => Err(Fault::TooLong(CommentDraft::MAX)),
        _ => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::programme::Moderation;
    use super::*;

    fn draft() -> CommentDraft {
        CommentDraft {
            name: "Amina".into(),
            email: "amina@example.org".into(),
            link: String::new(),
            text: "Hello".into(),
        }
    }

    fn comment(state: State) -> Comment {
        let id = || Id::try_from("a".to_owned()).unwrap();
        Comment {
            id: id(),
            topic: id(),
            parent: None,
            name: Name::parse("A").unwrap(),
            link: None,
            text: Text::Markdown("x".into()),
            created: "2016-02-16T10:00:00Z".parse().unwrap(),
            edited: None,
            state,
        }
    }

    #[test]
    fn every_problem_is_named_at_once() {
        let empty = CommentDraft { link: "javascript:x".into(), ..Default::default() };
        let problems = empty.check(true).unwrap_err();
        let found: Vec<_> = problems.iter().map(|p| (p.field, p.fault.name())).collect();
        assert_eq!(found, [("name", "missing"), ("email", "missing"), ("link", "not_a_link"), ("text", "missing")]);
    }

    #[test]
    fn a_long_text_is_kept_up_to_its_limit() {
        let long = |n| CommentDraft { text: "é".repeat(n), ..draft() }.check(true);
        assert!(long(CommentDraft::MAX).is_ok());
        assert_eq!(long(CommentDraft::MAX + 1).unwrap_err()[0].fault, Fault::TooLong(CommentDraft::MAX));
    }

    #[test]
    fn comments_full_of_links_wait() {
        let state = |text| Moderation::default().first_state(text);
        assert_eq!(state("See https://example.org"), State::Published);
        assert_eq!(state("https://a.org and HTTP://b.org"), State::AwaitingModeration);
        assert_eq!(state("www.a.org www.b.org"), State::AwaitingModeration);
    }

    #[test]
    fn an_author_may_edit_for_fifteen_minutes() {
        let comment = comment(State::Published);
        let created = comment.created;
        assert!(comment.is_editable(created + Duration::minutes(14)));
        assert!(!comment.is_editable(created + Duration::minutes(15)));
        assert!(!Comment { state: State::Removed, ..comment }.is_editable(created));
    }

    #[test]
    fn who_sees_a_comment() {
        let created = comment(State::Published).created;
        let before = created - Duration::days(1);
        for (state, mine, now, seen) in [
            (State::Published, false, created, true),
            (State::Published, false, before, false),
            (State::Published, true, before, true),
            (State::AwaitingModeration, false, created, false),
            (State::AwaitingModeration, true, created, true),
        ] {
            assert_eq!(comment(state.clone()).is_visible(mine, now), seen, "{state:?}, mine: {mine}, at {now}");
        }
    }

    #[test]
    fn the_canonical_json_has_no_address() {
        let json = r#"{"id":"a","topic":"t","name":"A","text":"x","created":"2016-02-16T10:00:00Z","state":"published","email":"a@b.org"}"#;
        let comment: Comment = serde_json::from_str(json).unwrap();
        assert!(!serde_json::to_string(&comment).unwrap().contains("b.org"));
    }
}
