//! Whether signing in works, and whether it means anything: nobody may be let in
//! with what they made up.

use super::Probe;
use super::asking::{Seen, things_in};
use super::finding::{Area, Finding, Outcome};
use crate::domain::resource::Kind;
use crate::store::StoreError;
use crate::store::json::profile::{Call, Method, SignIn};
use crate::store::json::request::RequestSpec;
use crate::store::json::{Session, nothing, template};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A user whom no programme has, and what would be the password.
const NOBODY: [&str; 2] = ["deskmates-check@example.org", "nobody has this password, it is a test"];

fn finding(outcome: Outcome, words: &'static str) -> Finding {
    Finding::new(Area::SignIn, outcome, words)
}

impl Probe {
    pub(super) async fn sign_in(&self) {
        let Some(sign_in) = &self.profile.sign_in else {
            return self.tell(finding(Outcome::NotTried, "sign_in.nobody_does"));
        };
        if let Some((user, password)) = self.asked.account.clone() {
            self.open_account(&user, &password).await;
        } else {
            self.tell(finding(Outcome::NotTried, "sign_in.no_account").hint("hint.account"));
        }
        self.check_without_session(sign_in).await;
        self.made_up_password().await;
        self.made_up_token(sign_in).await;
    }

    async fn open_account(&self, user: &str, password: &str) {
        let person = self.stranger.another(self.profile.clone());
        let basic = BASE64_STANDARD.encode(format!("{user}:{password}"));
        [password, &basic].into_iter().for_each(|secret| person.hides(secret));
        let outcome = person.backend.sign_in(user, password).await;
        let sent = self.sent_names();
        for (name, value) in person.backend.session().iter().flat_map(Session::all) {
            if sent.contains(name) {
                [&person, &self.stranger].into_iter().for_each(|person| person.hides(&template::text(value)));
            }
        }
        let seen = person.last();
        let found = match outcome {
            Ok(()) => {
                self.account.replace(Some(Rc::new(person)));
                finding(Outcome::Good, "sign_in.works")
            }
            Err(StoreError::NotSignedIn) => finding(Outcome::Bad, "sign_in.refused").hint("hint.sign_in"),
            Err(error) => finding(Outcome::Bad, "sign_in.fails").with("why", error).hint("hint.sign_in"),
        };
        self.tell(found.seen(seen.as_ref()));
    }

    /// The names of what a session sends: its secrets.
    fn sent_names(&self) -> Vec<String> {
        let sent = self.profile.sign_in.iter().flat_map(|sign_in| sign_in.send.values());
        sent.filter_map(|text| template::names(text).ok()).flatten().map(str::to_owned).collect()
    }

    /// The request that tells whether one is signed in must fail for who is not.
    async fn check_without_session(&self, sign_in: &SignIn) {
        let Some(check) = &sign_in.check else { return };
        let Some(seen) = self.as_stranger(&RequestSpec::of_session(check), &nothing).await else { return };
        let found = if seen.good().is_some() {
            finding(Outcome::Bad, "sign_in.check_tells_nothing").hint("hint.check")
        } else {
            finding(Outcome::Good, "sign_in.check_tells")
        };
        self.tell(found.seen(Some(&seen)));
    }

    async fn made_up_password(&self) {
        let person = self.stranger.another(self.profile.clone());
        let [user, password] = NOBODY;
        person.hides(password);
        let found = match person.backend.sign_in(user, password).await {
            Ok(()) => finding(Outcome::Bad, "sign_in.anybody").hint("hint.anybody"),
            Err(StoreError::NotSignedIn) => finding(Outcome::Good, "sign_in.not_anybody"),
            Err(error) => {
                finding(Outcome::Warn, "sign_in.refusal_unclear").with("why", error).hint("hint.refusal_unclear")
            }
        };
        self.tell(found.seen(person.last().as_ref()));
    }

    /// Sessions that nobody was given: they must open nothing.
    async fn made_up_token(&self, sign_in: &SignIn) {
        let (mut tried, mut last) = (0, None);
        for known in self.made_up() {
            let person = self.stranger.another(self.profile.clone());
            known.values().for_each(|value| person.hides(&template::text(value)));
            person.backend.resume(Some(Session::of(known)));
            for (call, kind) in self.closed(sign_in) {
                let parts =
                    if kind.is_none() { RequestSpec::of_session(call) } else { RequestSpec::of(call, Method::Get) };
                let Some(seen) = person.ask(&parts, &nothing).await else { continue };
                tried += 1;
                if self.opens(&seen, kind) {
                    let found = finding(Outcome::Bad, "sign_in.made_up_token").hint("hint.made_up_token");
                    return self.tell(found.seen(Some(&seen)));
                }
                last = Some(seen);
            }
        }
        let outcome = if tried > 0 {
            (Outcome::Good, "sign_in.no_made_up_token")
        } else {
            (Outcome::NotTried, "sign_in.nothing_closed")
        };
        self.tell(finding(outcome.0, outcome.1).seen(last.as_ref()));
    }

    /// What only who is signed in can ask for.
    fn closed<'a>(&'a self, sign_in: &'a SignIn) -> Vec<(&'a Call, Option<Kind>)> {
        let check = sign_in.check.iter().map(|check| (check, None));
        let private = self.profile.resources.iter().filter(|(kind, resource)| resource.private && !kind.is_public());
        check.chain(private.filter_map(|(kind, resource)| Some((resource.list.as_ref()?, Some(*kind))))).collect()
    }

    fn opens(&self, seen: &Seen, kind: Option<Kind>) -> bool {
        if seen.good().is_none() {
            return false;
        }
        // To some backends a made-up token is none, and a stranger's list is an empty one.
        let resource = kind.and_then(|kind| self.resource(kind));
        resource.is_none_or(|resource| {
            seen.json().is_some_and(|body| !things_in(&body, self.envelope(resource)).is_empty())
        })
    }

    /// What somebody might make up: nonsense, a token that says who they want to be and that nobody
    /// signed, and one that was given with its signature spoiled.
    fn made_up(&self) -> Vec<BTreeMap<String, Value>> {
        let account = self.account();
        let session = account.as_ref().and_then(|account| account.backend.session());
        let mut base: BTreeMap<String, Value> =
            session.iter().flat_map(Session::all).map(|(n, v)| (n.clone(), v.clone())).collect();
        let token = base.get("token").map(template::text);
        let sent = self.sent_names();
        for name in &sent {
            base.insert(name.clone(), json!("deskmates-check-nonsense"));
        }
        if sent.iter().any(|name| name == "basic") {
            base.insert("basic".to_owned(), BASE64_STANDARD.encode(NOBODY.join(":")).into());
        }
        let mut all = vec![base.clone()];
        if sent.iter().any(|name| name == "token") {
            let claims = json!({ "role": "coordinator", "sub": "p01", "participant": "p01", "admin": true, "exp": 4_102_444_800_u64 });
            let encode = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
            let unsigned = encode(&json!({ "alg": "none", "typ": "JWT" }));
            let mut tokens = vec![format!("{unsigned}.{}.", encode(&claims))];
            let parts: Vec<&str> = token.as_deref().unwrap_or_default().split('.').collect();
            if let [header, claims, signature] = parts.as_slice() {
                tokens.push(format!("{unsigned}.{claims}."));
                tokens.push(format!("{header}.{claims}.{}", signature.chars().rev().collect::<String>()));
            }
            all.extend(tokens.into_iter().map(|token| {
                let mut known = base.clone();
                known.insert("token".to_owned(), token.into());
                known
            }));
        }
        all
    }
}
