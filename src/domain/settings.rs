//! What a participant tells the programme about how to treat them, beside what they are: how the coordinators reach
//! them, what they want to hear of, whether everything about them is to be erased.

use super::participant::{Channel, ChannelDraft, over};
use super::problem::Problem;
use super::resource::{Id, Kind, Resource};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
use super::written;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// A word of a participant's to the coordinators, which the partner does not read. They are only added to: of each thing,
/// the last word that says something of it holds, so that words from two machines do not undo each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Its identity.
    pub id: Id,
    /// The participant.
    pub by: Id,
    /// When they said it.
    #[serde(deserialize_with = "written::read")]
    pub at: DateTime<Utc>,
    /// How the coordinators reach them, and nobody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<Channel>>,
    /// What they want to hear of: some of [`NOTICES`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notices: Option<Vec<String>>,
    /// Whether everything about them is to be erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erase: Option<ErasureRequest>,
}

impl Resource for Settings {
    const KIND: Kind = Kind::Settings;
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("by", Type::Id),
            Field::required("at", Type::Moment),
            Field::optional("channels", Type::List),
            Field::optional("notices", Type::List),
            Field::optional("erase", Type::Text),
        ],
        readers: Readers::Author,
        owner: Owner::Author("by"),
        erasure: ErasurePolicy::Delete,
        chosen_by: "by",
        sorted_by: Some("at"),
    };
}

/// What somebody says of being erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ErasureRequest {
    /// They want it.
    Wanted,
    /// They do not want it after all.
    Withdrawn,
}

/// What one can choose to hear of: a new topic, a word of the partner's, a quiet fortnight, news of the programme.
pub const NOTICES: [&str; 4] = ["topics", "messages", "quiet", "news"];

/// How long it takes until somebody is erased who asked for it, and can still take it back.
pub const WAIT: Duration = Duration::days(14);

/// How the coordinators reach somebody, and what they want to hear of, as it is typed and ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsDraft {
    /// How the coordinators reach them.
    pub channels: Vec<ChannelDraft>,
    /// What they want to hear of.
    pub notices: Vec<String>,
}

impl SettingsDraft {
    /// What of somebody's words holds.
    pub fn of(all: &[Settings]) -> Self {
        let mut all: Vec<_> = all.iter().collect();
        all.sort_by_key(|said| said.at);
        let channels = all.iter().rev().find_map(|said| said.channels.as_deref());
        let notices = all.iter().rev().find_map(|said| said.notices.clone());
        Self { channels: ChannelDraft::of(channels.unwrap_or_default()), notices: notices.unwrap_or_default() }
    }

    /// What was changed of what it began with, over what holds by now.
    pub fn over(self, began: &Self, now: Self) -> Self {
        Self {
            channels: over(self.channels, &began.channels, now.channels),
            notices: over(self.notices, &began.notices, now.notices),
        }
    }

    /// What `by` is to say, of each thing only if it is not what held, so that it does not undo what was said on another
    /// machine meanwhile; or what is wrong with it.
    pub fn check(&self, held: &Self, id: Id, by: Id, at: DateTime<Utc>) -> Result<Settings, Vec<Problem>> {
        let channels = ChannelDraft::check(&self.channels);
        let channels = channels.map_err(|fault| vec![Problem { field: "channels", fault }])?;
        let channels = (self.channels != held.channels).then_some(channels);
        let notices = (self.notices != held.notices).then(|| self.notices.clone());
        Ok(Settings { id, by, at, channels, notices, erase: None })
    }
}

/// When somebody is erased who asked for it and has not taken it back: [`WAIT`] after they asked first.
pub fn erased_at(all: &[Settings]) -> Option<DateTime<Utc>> {
    let mut all: Vec<_> = all.iter().filter(|said| said.erase.is_some()).collect();
    all.sort_by_key(|said| said.at);
    let asked = all.iter().rev().take_while(|said| said.erase == Some(ErasureRequest::Wanted)).last()?;
    Some(asked.at + WAIT)
}

/// Who is to be erased by now, of all whose words these are.
pub fn due(all: &[Settings], now: DateTime<Utc>) -> Vec<Id> {
    let mut people: Vec<&Id> = all.iter().map(|said| &said.by).collect();
    people.sort();
    people.dedup();
    let words = |who: &Id| all.iter().filter(|said| said.by == *who && said.at <= now).cloned().collect::<Vec<_>>();
    let is_due = |who: &&Id| erased_at(&words(who)).is_some_and(|at| at <= now);
    people.into_iter().filter(is_due).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn said(day: u32, more: Value) -> Settings {
        let mut said = json!({ "id": format!("s{day}"), "by": "p01", "at": format!("2016-03-{day:02}T10:00:00Z") });
        said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(said).unwrap()
    }

    fn wanted(day: u32) -> Settings {
        said(day, json!({ "erase": "wanted" }))
    }

    fn withdrawn(day: u32) -> Settings {
        said(day, json!({ "erase": "withdrawn" }))
    }

    #[test]
    fn who_asks_to_be_erased_has_two_weeks_from_when_they_asked_first() {
        let at = |all: &[Settings]| erased_at(all).map(|at| at.format("%m-%d").to_string());
        assert_eq!(at(&[]), None);
        assert_eq!(at(&[withdrawn(1)]), None);
        assert_eq!(at(&[wanted(1)]), Some("03-15".into()));
        // Something else that is said meanwhile says nothing of it; nor does the order in which it comes.
        assert_eq!(at(&[said(6, json!({ "notices": [] })), wanted(5), withdrawn(1), wanted(3)]), Some("03-17".into()));
        assert_eq!(at(&[wanted(1), withdrawn(2)]), None);
        assert_eq!(at(&[wanted(1), withdrawn(2), wanted(9)]), Some("03-23".into()));
    }

    #[test]
    fn everybody_is_due_by_their_own_words() {
        let by = |who: &str, said: Settings| Settings { by: Id::try_from(who.to_owned()).unwrap(), ..said };
        let all = [wanted(1), by("p02", wanted(10)), by("p03", wanted(1)), by("p03", withdrawn(20))];
        let due = |day: u32| {
            let now = format!("2016-03-{day:02}T12:00:00Z").parse().unwrap();
            due(&all, now).iter().map(Id::to_string).collect::<Vec<_>>()
        };
        assert_eq!(due(14), [""; 0]);
        // What p03 takes back on the 20th comes too late; what is said later is not known yet.
        assert_eq!(due(16), ["p01", "p03"]);
        assert_eq!(due(24), ["p01", "p02"]);
    }

    #[test]
    fn of_each_thing_the_last_word_on_it_holds() {
        let phone = json!([{ "kind": "phone", "at": "1" }]);
        let all =
            [wanted(9), said(3, json!({ "channels": phone, "notices": ["news"] })), said(5, json!({ "notices": [] }))];
        let SettingsDraft { channels, notices } = SettingsDraft::of(&all);
        assert_eq!((channels.len(), notices), (1, Vec::new()));
        assert_eq!(SettingsDraft::of(&[wanted(1)]), SettingsDraft::default());
    }

    #[test]
    fn only_what_was_changed_is_said() {
        let row = |at: &str| vec![ChannelDraft { kind: "phone".into(), at: at.into() }];
        let held = SettingsDraft { channels: row("1"), notices: vec!["news".into()] };
        let Settings { id, by, at, .. } = wanted(1);
        let check = |draft: &SettingsDraft, held: &SettingsDraft| {
            draft.check(held, id.clone(), by.clone(), at).map(|said| (said.channels, said.notices))
        };
        assert_eq!(check(&held, &held), Ok((None, None)));
        let ticked = SettingsDraft { notices: Vec::new(), ..held.clone() };
        assert_eq!(check(&ticked, &held), Ok((None, Some(Vec::new()))));
        // A draft of before another machine said something leaves that as it is.
        let now = SettingsDraft { channels: row("2"), ..held.clone() };
        let both = ticked.over(&held, now.clone());
        assert_eq!(both, SettingsDraft { channels: row("2"), notices: Vec::new() });
        let wrong = SettingsDraft { channels: vec![ChannelDraft { kind: "email".into(), at: "x".into() }], ..held };
        assert_eq!(check(&wrong, &now).map_err(|all| all[0].field), Err("channels"));
    }
}
