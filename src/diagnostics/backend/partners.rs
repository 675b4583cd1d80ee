//! What somebody who is signed in sees of others: their partners and what they talked
//! about, and nobody else.

use super::Probe;
use super::exposure::finding;
use super::finding::Outcome;
use super::reading::Reading;
use crate::domain::resource::Kind;
use crate::domain::spec::{Owner, Readers};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// From this many people of one round on, an account whose own partners are not known sees more than those.
const PARTNERS: usize = 8;

impl Probe {
    pub(super) fn seen_of_others(&self) {
        let Some(session) = self.account().and_then(|account| account.backend.session()) else { return };
        let contacts = self.reading(Kind::Contacts).filter(|reading| !reading.things.is_empty());
        if session.is_coordinator() {
            if let Some(contacts) = contacts {
                let found = finding(Kind::Contacts, Outcome::Warn, "private.coordinator_reads_contacts");
                self.tell(found.hint("hint.coordinator_reads_contacts").seen(contacts.seen.as_ref()));
            }
            return;
        }
        let me = session.id().unwrap_or_default();
        let partnerships = self.reading(Kind::Partnerships);
        let members = |thing: &Value| -> Vec<String> {
            let all = thing["participants"].as_array().into_iter().flatten();
            all.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let all = partnerships.iter().flat_map(|reading| &reading.things).map(|stored| &stored.value);
        let mine: Vec<&Value> = all.filter(|thing| members(thing).contains(&me)).collect();
        if mine.is_empty() {
            // Who this is, is not known: somebody without a partner, or a coordinator.
            return self.how_many_people();
        }
        let ids: BTreeSet<&str> = mine.iter().filter_map(|thing| thing["id"].as_str()).collect();
        let people: BTreeSet<String> = mine.iter().flat_map(|thing| members(thing)).collect();
        let text = |thing: &Value, field: &str| thing[field].as_str().unwrap_or_default().to_owned();
        if let Some(reading) = &partnerships {
            self.only_own(Kind::Partnerships, reading, |thing| ids.contains(text(thing, "id").as_str()));
        }
        if let Some(reading) = self.reading(Kind::Participants) {
            self.only_own(Kind::Participants, &reading, |thing| people.contains(&text(thing, "id")));
        }
        let is_ours = |thing: &Value| ids.contains(text(thing, "partnership").as_str());
        let by_me = |thing: &Value| text(thing, "by") == me;
        for kind in Kind::ALL.into_iter().filter(|kind| matches!(kind.spec().owner, Owner::Author(_))) {
            let Some(reading) = self.reading(kind) else { continue };
            match kind.spec().readers {
                Readers::Partners => self.only_own(kind, &reading, is_ours),
                Readers::PartnersIfShared => {
                    self.only_own(kind, &reading, |thing| by_me(thing) || (thing["shared"] == true && is_ours(thing)));
                }
                // Not even the partner's.
                Readers::Author => self.only_own(kind, &reading, by_me),
                Readers::Everybody | Readers::EverybodyIf(..) | Readers::Coordinators => {}
            }
        }
    }

    fn only_own(&self, kind: Kind, reading: &Reading, is_mine: impl Fn(&Value) -> bool) {
        let found = match reading.things.iter().position(|stored| !is_mine(&stored.value)) {
            Some(i) => finding(kind, Outcome::Bad, "private.of_others")
                .hint("hint.private")
                .seen_at(reading.seen.as_ref(), Some(format!("/{i}"))),
            None => finding(kind, Outcome::Good, "private.own").seen(reading.seen.as_ref()),
        };
        self.tell(found);
    }

    fn how_many_people(&self) {
        let Some(people) = self.reading(Kind::Participants) else { return };
        let mut rounds: BTreeMap<&str, usize> = BTreeMap::new();
        for round in people.things.iter().filter_map(|stored| stored.value["round"].as_str()) {
            *rounds.entry(round).or_default() += 1;
        }
        let most = rounds.values().max().copied().unwrap_or_default();
        let found = if most > PARTNERS {
            finding(Kind::Participants, Outcome::Warn, "private.many_people").hint("hint.many_people")
        } else {
            finding(Kind::Participants, Outcome::Good, "private.few_people")
        };
        self.tell(found.number(most).seen(people.seen.as_ref()));
    }
}
