//! Doors beside the profile: what a stranger reads who asks otherwise than
//! Deskmates does.

use super::asking::{Seen, base_of, things_in};
use super::finding::{Area, Finding, Outcome};
use super::{Probe, addresses};
use crate::domain::resource::Kind;
use crate::store::json::nothing;
use crate::store::json::profile::{Call, Method, ResourceProfile};
use crate::store::json::request::RequestSpec;
use crate::store::ownership;
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) fn finding(kind: Kind, outcome: Outcome, words: &'static str) -> Finding {
    Finding::new(Area::Private, outcome, words).of(kind)
}

/// Ways in which backends are asked for more than they show by themselves.
const MORE: [(&str, &str); 6] = [
    ("select", "*"),
    ("select", "{email}"),
    ("fields", "*,{email}"),
    ("_fields", "{email}"),
    ("context", "edit"),
    ("expand", "author"),
];

impl Probe {
    pub(super) async fn exposure(&self) {
        self.seen_of_others();
        for (kind, resource) in &self.profile.resources {
            if !kind.is_public() {
                self.closed_list(*kind, resource).await;
            }
            if *kind == Kind::Desks {
                self.only_public(*kind);
            }
            if kind.private_fields().next().is_some() || *kind == Kind::Participants {
                self.more(*kind, resource).await;
            }
        }
        self.what_waits().await;
    }

    /// The places where things of a kind may be listed: where they are read and where they are put.
    fn places(resource: &ResourceProfile) -> Vec<Call> {
        let list = resource.list.clone();
        let created = resource.create.as_ref().map(|create| Call::to(base_of(&create.path)));
        // With what the profile asks for when something is stored: a right to some fields may hang on it.
        let with_query = resource.create.as_ref().filter(|create| !create.query.is_empty());
        let with_query =
            with_query.map(|create| Call { query: create.query.clone(), ..Call::to(base_of(&create.path)) });
        let mut seen = BTreeSet::new();
        let all = list.into_iter().chain(created).chain(with_query);
        all.filter(|call| seen.insert((call.path.clone(), call.query.clone()))).collect()
    }

    /// What only some may read: a stranger must not get a single one.
    async fn closed_list(&self, kind: Kind, resource: &ResourceProfile) {
        let mut outcome = None;
        for call in Self::places(resource) {
            let Some(seen) = self.as_stranger(&RequestSpec::of(&call, Method::Get), &nothing).await else { continue };
            let things = self.things_of(&seen, resource);
            if !things.is_empty() {
                let found = finding(kind, Outcome::Bad, "private.open").number(things.len()).hint("hint.private");
                return self.tell(found.seen(Some(&seen)));
            }
            let is_empty = seen.good().is_some();
            if outcome.is_none() || is_empty {
                outcome = Some((is_empty, seen));
            }
        }
        // One by one.
        let known = self.reading(kind).and_then(|reading| reading.ids().next().map(str::to_owned));
        if let (Some(item), Some(id)) = (&resource.item, &known) {
            let theirs = self.their_id(kind, id);
            let own = |name: &str| (name == "id").then(|| theirs.clone());
            let seen = self.as_stranger(&RequestSpec::of(item, Method::Get), &own).await;
            if let Some(seen) =
                seen.filter(|seen| seen.json().is_some_and(|body| body.to_string().contains(id.as_str())))
            {
                let found = finding(kind, Outcome::Bad, "private.open_item").hint("hint.private");
                return self.tell(found.seen(Some(&seen)));
            }
        }
        let Some((is_empty, seen)) = outcome else {
            return self.tell(finding(kind, Outcome::NotTried, "private.needs_account").hint("hint.account"));
        };
        let found = match (is_empty, known.is_some() || self.account_sees(resource).await) {
            (false, _) => finding(kind, Outcome::Good, "private.closed"),
            (true, true) => finding(kind, Outcome::Good, "private.hidden"),
            (true, false) => finding(kind, Outcome::NotTried, "private.empty").hint("hint.private_empty"),
        };
        self.tell(found.seen(Some(&seen)));
    }

    /// Whether who is signed in sees things where strangers see none.
    async fn account_sees(&self, resource: &ResourceProfile) -> bool {
        let Some(account) = self.account() else { return false };
        for call in Self::places(resource) {
            let seen = account.ask(&RequestSpec::of(&call, Method::Get), &nothing).await;
            if seen.is_some_and(|seen| !self.things_of(&seen, resource).is_empty()) {
                return true;
            }
        }
        false
    }

    /// Of what strangers were given to read, each must be for everybody.
    fn only_public(&self, kind: Kind) {
        let Some(reading) = self.reading(kind) else { return };
        let others = reading.things.iter().filter(|stored| !ownership::is_public(kind, &stored.value)).count();
        let found = match others {
            0 => finding(kind, Outcome::Good, "private.only_public"),
            n => finding(kind, Outcome::Bad, "private.more_than_public").number(n).hint("hint.private"),
        };
        self.tell(found.seen(reading.seen.as_ref()));
    }

    fn things_of(&self, seen: &Seen, resource: &ResourceProfile) -> Vec<Value> {
        seen.json().map(|body| things_in(&body, self.envelope(resource))).unwrap_or_default()
    }

    /// Asks for more than is shown.
    async fn more(&self, kind: Kind, resource: &ResourceProfile) {
        let email = resource.fields.get("email").and_then(|field| field.name()).unwrap_or_else(|| "email".to_owned());
        let mut tried = 0;
        for call in Self::places(resource) {
            let plain = [("", String::new())].into_iter();
            for (name, value) in plain.chain(MORE.map(|(name, value)| (name, value.replace("{email}", &email)))) {
                let mut asked = call.clone();
                if !name.is_empty() {
                    asked.query.insert(name.to_owned(), value);
                }
                let Some(seen) = self.as_stranger(&RequestSpec::of(&asked, Method::Get), &nothing).await else {
                    continue;
                };
                tried += 1;
                let body = seen.json().unwrap_or_default();
                let things = things_in(&body, self.envelope(resource));
                let shown = things.iter().enumerate().find_map(|(i, thing)| {
                    let found = addresses::found(thing, resource).into_iter().find(|found| !found.in_text)?;
                    Some(format!("/{i}{}", found.at))
                });
                if let Some(at) = shown {
                    let found = finding(kind, Outcome::Bad, "private.address_on_request").with("at", &at);
                    return self.tell(found.hint("hint.address").seen_at(Some(&seen), Some(at)));
                }
            }
        }
        if tried > 0 {
            self.tell(
                finding(kind, Outcome::Good, "private.no_more").number(tried).seen(self.stranger.last().as_ref()),
            );
        }
    }

    /// Comments that wait for a moderator, where they were put.
    async fn what_waits(&self) {
        let kind = Kind::Comments;
        let Some(resource) = self.resource(kind) else { return };
        let Some(state) = resource.fields.get("state") else { return };
        let Some(at) = state.read_at() else { return };
        let held = state.values.get("held").cloned().unwrap_or_else(|| "held".into());
        for mut call in Self::places(resource) {
            // Some backends have to be asked for them.
            for name in [None, at.strip_prefix('/').map(str::to_owned)] {
                if let (Some(name), Some(text)) = (&name, held.as_str()) {
                    call.query.insert(name.clone(), text.to_owned());
                }
                let Some(seen) = self.as_stranger(&RequestSpec::of(&call, Method::Get), &nothing).await else {
                    continue;
                };
                let things = self.things_of(&seen, resource);
                if let Some(i) = things.iter().position(|thing| thing.pointer(at) == Some(&held)) {
                    let found = finding(kind, Outcome::Bad, "private.waiting").hint("hint.waiting");
                    return self.tell(found.seen_at(Some(&seen), Some(format!("/{i}{at}"))));
                }
            }
        }
        self.tell(finding(kind, Outcome::Good, "private.nothing_waiting").seen(self.stranger.last().as_ref()));
    }

    /// Lists of those who have an account, where backends commonly have them.
    pub(super) async fn user_lists(&self) {
        let area = |outcome, words| Finding::new(Area::Private, outcome, words);
        let mut seen_last = None;
        let mut names_only = None;
        for path in self.user_paths() {
            let Some(seen) = self.stranger.read(&path, &[]).await else { continue };
            let things = seen.json().map(|body| things_in(&body, &self.profile.envelope)).unwrap_or_default();
            let is_person = |thing: &Value| {
                let names = ["name", "username", "login", "slug", "email", "identity", "display_name", "displayName"];
                names.iter().any(|name| thing.get(name).is_some())
            };
            let people = things.iter().filter(|thing| is_person(thing)).count();
            if people > 0 {
                let at = things.iter().position(|thing| addresses::holds_one(&thing.to_string()));
                if let Some(at) = at {
                    let found = area(Outcome::Bad, "private.users_with_addresses").number(people).hint("hint.users");
                    return self.tell(found.seen_at(Some(&seen), Some(format!("/{at}"))));
                }
                names_only = names_only.or_else(|| Some((people, seen.clone())));
            }
            seen_last = Some(seen);
        }
        let found = match names_only {
            Some((people, seen)) => {
                area(Outcome::Warn, "private.users").number(people).hint("hint.users").seen(Some(&seen))
            }
            None => area(Outcome::Good, "private.no_users").seen(seen_last.as_ref()),
        };
        self.tell(found);
    }

    /// Where the list of users might be: beside the requests that sign in, and where it often is.
    fn user_paths(&self) -> BTreeSet<String> {
        let sign_in = self.profile.sign_in.iter();
        let calls = sign_in.flat_map(|sign_in| [&sign_in.call, &sign_in.check, &sign_in.refresh]).flatten();
        let mut paths: BTreeSet<String> =
            ["/users", "/accounts", "/people", "/members", "/profiles"].map(str::to_owned).into();
        for call in calls.filter(|call| !call.path.contains('{')) {
            let steps: Vec<&str> = call.path.split('/').collect();
            for end in 2..=steps.len() {
                let path = steps[..end].join("/");
                let of_people = ["user", "account", "auth", "member", "people", "profile", "person"];
                if end < steps.len() && of_people.iter().any(|word| path.contains(word)) {
                    paths.extend([format!("{path}/records"), path]);
                }
            }
        }
        let kept = |path: &String| {
            self.profile.resources.values().any(|r| r.list.as_ref().is_some_and(|list| list.path == *path))
        };
        paths.into_iter().filter(|path| !kept(path)).collect()
    }
}
