//! A person in a round.

use super::country::Country;
use super::person::{Email, Name};
use super::problem::{Fault, Problem, Problems, short};
use super::resource::{Id, Kind, Resource};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
use serde::{Deserialize, Serialize};

/// What the programme knows of a person in a round. None of it is public.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Participant {
    /// Their identity.
    pub id: Id,
    /// The round they are in.
    pub round: Id,
    /// The name they go by.
    pub name: Name,
    /// What they do: "School librarian".
    pub role: String,
    /// Where they do it.
    pub workplace: String,
    /// Where they live, if that is a country that we know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// IANA name: "Africa/Windhoek".
    pub time_zone: String,
    /// BCP 47, the one they write best first.
    pub languages: Vec<String>,
    /// How they can be reached, the way they like best first. Partners see them, nobody else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
}

/// A way to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// One of [`super::contact::CHANNELS`], or what another program calls it.
    pub kind: String,
    /// Where: an address, a number, a name on a network.
    pub at: String,
}

impl Channel {
    /// What an address of e-mail is called among the kinds.
    pub const EMAIL: &str = "email";

    /// The address behind `mailto:`, where this is one of e-mail: what would mean something there, such as further receivers, is
    /// percent-encoded (RFC 6068, section 2).
    pub fn mail_address(&self) -> Option<String> {
        let address = Email::parse(&self.at).ok().filter(|_| self.kind == Self::EMAIL)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "@.-_+".contains(c);
        let encoded = String::from(address)
            .chars()
            .map(|c| if plain(c) { c.to_string() } else { format!("%{:02X}", u32::from(c)) })
            .collect();
        Some(encoded)
    }
}

impl Resource for Participant {
    const KIND: Kind = Kind::Participants;
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("round", Type::Id),
            Field::required("name", Type::Text),
            Field::required("role", Type::Text),
            Field::required("workplace", Type::Text),
            Field::optional("country", Type::Text),
            Field::required("time_zone", Type::Text),
            Field::required("languages", Type::List),
            Field::optional("channels", Type::List),
        ],
        readers: Readers::Partners,
        owner: Owner::Itself,
        erasure: ErasurePolicy::Delete,
        chosen_by: "round",
        sorted_by: None,
    };
}

/// A way to reach somebody, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelDraft {
    /// One of [`super::contact::CHANNELS`], or what another program calls it.
    pub kind: String,
    /// Where; a row in which nothing stands is none.
    pub at: String,
}

impl ChannelDraft {
    /// The longest address, number or name, in characters.
    pub const MAX: usize = 200;

    /// Such rows, for the ways that there are.
    pub fn of(channels: &[Channel]) -> Vec<Self> {
        channels.iter().map(|channel| Self { kind: channel.kind.clone(), at: channel.at.clone() }).collect()
    }

    /// The ways that rows name, or what is wrong with the first that is wrong.
    pub fn check(rows: &[Self]) -> Result<Vec<Channel>, Fault> {
        let one = |row: &Self| {
            let at = short(&row.at, Self::MAX)?;
            match row.kind.as_str() {
                "" => Err(Fault::Missing),
                "email" => Email::parse(&at).map(|_| Channel { kind: row.kind.clone(), at }),
                kind => Ok(Channel { kind: kind.to_owned(), at }),
            }
        };
        rows.iter().filter(|row| !row.at.trim().is_empty()).map(one).collect()
    }
}

/// What somebody changes of what the programme knows of them, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileDraft {
    /// The name they go by.
    pub name: String,
    /// What they do.
    pub role: String,
    /// Where they do it.
    pub workplace: String,
    /// The code of their country.
    pub country: String,
    /// IANA name.
    pub time_zone: String,
    /// Names of languages with commas between them, the one they write best first.
    pub languages: String,
    /// How their partner reaches them.
    pub channels: Vec<ChannelDraft>,
}

impl ProfileDraft {
    /// The longest role or workplace, in characters.
    pub const MAX: usize = 200;

    /// As it stands; `languages` are the names of the languages.
    pub fn of(participant: &Participant, languages: String) -> Self {
        Self {
            name: participant.name.as_str().to_owned(),
            role: participant.role.clone(),
            workplace: participant.workplace.clone(),
            country: participant.country.map(|country| country.code().to_owned()).unwrap_or_default(),
            time_zone: participant.time_zone.clone(),
            languages,
            channels: ChannelDraft::of(&participant.channels),
        }
    }

    /// What was changed of what it began with, over what stands there by now: what somebody else changed meanwhile, and
    /// this did not, stays.
    pub fn over(self, began: &Self, now: Self) -> Self {
        Self {
            name: over(self.name, &began.name, now.name),
            role: over(self.role, &began.role, now.role),
            workplace: over(self.workplace, &began.workplace, now.workplace),
            country: over(self.country, &began.country, now.country),
            time_zone: over(self.time_zone, &began.time_zone, now.time_zone),
            languages: over(self.languages, &began.languages, now.languages),
            channels: over(self.channels, &began.channels, now.channels),
        }
    }

    /// The participant as they are to be, or everything that is wrong. The browser knows whether there is such a time
    /// zone (`is_zone`), and the code of a language by its name (`language`).
    pub fn check(
        &self,
        before: &Participant,
        is_zone: impl Fn(&str) -> bool,
        language: impl Fn(&str) -> Option<String>,
    ) -> Result<Participant, Vec<Problem>> {
        let mut problems = Problems::default();
        let name = problems.note("name", Name::parse(&self.name));
        let role = problems.note("role", short(&self.role, Self::MAX));
        let workplace = problems.note("workplace", short(&self.workplace, Self::MAX));
        let country = problems.note("country", Country::parse(&self.country).ok_or(Fault::Missing));
        let zone = self.time_zone.trim();
        // A zone that this browser does not know can be one all the same.
        let is_zone = |zone: &str| zone == before.time_zone || is_zone(zone);
        let time_zone =
            problems.note("time_zone", if is_zone(zone) { Ok(zone.to_owned()) } else { Err(Fault::NotAZone) });
        let languages = problems.note("languages", codes(&self.languages, language));
        let channels = problems.note("channels", ChannelDraft::check(&self.channels));
        match (name, role, workplace, country, time_zone, languages, channels) {
            (
                Some(name),
                Some(role),
                Some(workplace),
                Some(country),
                Some(time_zone),
                Some(languages),
                Some(channels),
            ) => {
                let (id, round) = (before.id.clone(), before.round.clone());
                Ok(Participant {
                    id,
                    round,
                    name,
                    role,
                    workplace,
                    country: Some(country),
                    time_zone,
                    languages,
                    channels,
                })
            }
            _ => Err(problems.into_inner()),
        }
    }
}

/// A field of a draft over what stands there by now, unless it is as it began.
pub(super) fn over<T: PartialEq>(typed: T, began: &T, now: T) -> T {
    if typed == *began { now } else { typed }
}

/// The codes of languages that are named with commas between them, each once.
fn codes(names: &str, code: impl Fn(&str) -> Option<String>) -> Result<Vec<String>, Fault> {
    let mut codes = Vec::new();
    // Commas of the Latin, the Arabic and the Chinese script.
    for name in names.split([',', '،', '、', '，']).map(str::trim).filter(|name| !name.is_empty()) {
        let code = code(name).ok_or(Fault::NotALanguage)?;
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    if codes.is_empty() { Err(Fault::Missing) } else { Ok(codes) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_letter_goes_to_one_address_and_to_nobody_else() {
        let to = |kind: &str, at: &str| Channel { kind: kind.into(), at: at.into() }.mail_address();
        assert_eq!(to("email", "amina+desk@example.org").as_deref(), Some("amina+desk@example.org"));
        assert_eq!(to("email", "x?bcc=y@example.org").as_deref(), Some("x%3Fbcc%3Dy@example.org"));
        assert_eq!(to("email", "x@example.org?bcc=y@example.org"), None);
        assert_eq!(to("email", "ask me"), None);
        assert_eq!(to("phone", "a@example.org"), None);
    }

    fn amina() -> Participant {
        serde_json::from_value(json!({
            "id": "p01", "round": "2016A", "name": "Amina", "role": "Librarian", "workplace": "Windhoek", "country": "NA",
            "time_zone": "Africa/Windhoek", "languages": ["en", "ng"], "channels": [{ "kind": "email", "at": "a@b.org" }],
        }))
        .unwrap()
    }

    /// The languages that this test knows.
    fn language(name: &str) -> Option<String> {
        let known = [("English", "en"), ("Ndonga", "ng"), ("Afrikaans", "af")];
        known.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, code)| (*code).to_owned())
    }

    fn draft() -> ProfileDraft {
        ProfileDraft::of(&amina(), "English, Ndonga".into())
    }

    #[test]
    fn what_is_not_changed_stays() {
        assert_eq!(draft().check(&amina(), |_| true, language), Ok(amina()));
    }

    #[test]
    fn what_others_changed_meanwhile_stays() {
        let began = draft();
        let typed = ProfileDraft { role: "Head".into(), ..began.clone() };
        let now = ProfileDraft { name: "Amina N.".into(), role: "Librarian, acting".into(), ..began.clone() };
        let both = typed.over(&began, now.clone());
        assert_eq!((both.name, both.role), (now.name, "Head".to_owned()));
    }

    #[test]
    fn everything_that_is_wrong_is_told() {
        let row = |kind: &str, at: &str| ChannelDraft { kind: kind.into(), at: at.into() };
        let wrong = ProfileDraft {
            name: " ".into(),
            role: "x".repeat(201),
            country: "XX".into(),
            time_zone: "Mars/Olympus".into(),
            languages: " , ".into(),
            channels: vec![row("email", "not an address")],
            ..draft()
        };
        let problems = wrong.check(&amina(), |_| false, language).unwrap_err();
        assert_eq!(
            problems.iter().map(|problem| (problem.field, problem.fault)).collect::<Vec<_>>(),
            [
                ("name", Fault::Missing),
                ("role", Fault::TooLong(200)),
                ("country", Fault::Missing),
                ("time_zone", Fault::NotAZone),
                ("languages", Fault::Missing),
                ("channels", Fault::NotAnEmail),
            ]
        );
        assert_eq!(ChannelDraft::check(&[row("", "x")]), Err(Fault::Missing));
        assert_eq!(ChannelDraft::check(&[row("", " "), row("chat", "@a")]).map(|all| all.len()), Ok(1));
        assert_eq!(ChannelDraft::check(&[row("chat", &"x".repeat(201))]), Err(Fault::TooLong(200)));
    }

    #[test]
    fn languages_are_named_with_any_comma_and_count_once() {
        let of = |names: &str| codes(names, language);
        assert_eq!(of("english، Afrikaans,,English"), Ok(vec!["en".into(), "af".into()]));
        assert_eq!(of("English, Klingon"), Err(Fault::NotALanguage));
    }
}
