//! Who is signed in: signing in, staying so, and being told that one is not.

use super::profile::{Call, SignIn};
use super::request::RequestSpec;
use super::{Backend, nothing, template, time};
use crate::domain::written;
use crate::store::StoreError;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A session that is refused before it was once taken is told so for this time; later it may have ended.
const JUST: Duration = Duration::minutes(5);

/// A session that ends within this time gets a new one first.
const SOON: Duration = Duration::seconds(60);

/// What is known of who is signed in, by the names that the profile gives. It holds secrets: it is
/// kept only where the profile says, and goes nowhere but to its backend.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Session {
    known: BTreeMap<String, Value>,
    #[serde(default, deserialize_with = "written::perhaps")]
    expires: Option<DateTime<Utc>>,
    /// When signing in gave it, until the backend takes it for the first time.
    #[serde(skip)]
    given: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("names", &self.known.keys().collect::<Vec<_>>()).finish()
    }
}

impl Session {
    /// A session of what somebody claims.
    pub(crate) fn of(known: BTreeMap<String, Value>) -> Self {
        Self { known, ..Self::default() }
    }

    /// Everything that it knows.
    pub(crate) fn all(&self) -> &BTreeMap<String, Value> {
        &self.known
    }

    /// What a name stands for in templates.
    pub fn known(&self, name: &str) -> Option<Value> {
        self.known.get(name).cloned()
    }

    /// Who is signed in, as the backend names them.
    pub fn id(&self) -> Option<String> {
        self.known("id").or_else(|| self.known("user")).map(|id| template::text(&id))
    }

    /// Whether whoever is signed in is a coordinator: `role` says so, or `coordinator` is true.
    pub fn is_coordinator(&self) -> bool {
        self.known("role") == Some("coordinator".into()) || self.known("coordinator") == Some(true.into())
    }

    /// Takes over what an answer says. When it ends may be a time, or seconds or milliseconds from now.
    fn take(&mut self, found: BTreeMap<String, Value>, now: DateTime<Utc>) {
        if let Some(milliseconds) = found.get("expiresMs").and_then(Value::as_i64) {
            self.expires = Duration::try_milliseconds(milliseconds).and_then(|wait| now.checked_add_signed(wait));
        }
        if let Some(expires) = found.get("expires") {
            let seconds = expires.as_i64().filter(|seconds| *seconds < 1_000_000_000);
            self.expires = match seconds {
                Some(seconds) => Duration::try_seconds(seconds).and_then(|wait| now.checked_add_signed(wait)),
                None => time::parse(expires, super::profile::Form::Time),
            };
        }
        self.known.extend(found);
    }
}

impl Backend {
    /// Signs in with what a person typed: a user and a password, or a token in the place of the password.
    pub async fn sign_in(&self, user: &str, password: &str) -> Result<(), StoreError> {
        let sign_in = self.profile.sign_in.as_ref().ok_or(StoreError::Unsupported)?;
        let before = self.session.take();
        let typed = BTreeMap::from([
            ("user".to_owned(), json!(user)),
            ("basic".to_owned(), json!(BASE64_STANDARD.encode(format!("{user}:{password}")))),
            ("token".to_owned(), json!(password)),
        ]);
        let has_call = sign_in.call.is_some();
        // Where signing in is a request, only what it answers is kept.
        let kept = typed.into_iter().filter(|(name, _)| name == "user" || sign_in.sends(name));
        let begun = Session::of(if has_call { BTreeMap::new() } else { kept.collect() });
        let outcome = self.begin(sign_in, begun, user, password).await;
        match outcome {
            Ok(()) => self.keep_session(),
            Err(_) => drop(self.session.replace(before)),
        }
        // To some backends a wrong password is a wrong field like any other.
        outcome.map_err(|error| match error {
            StoreError::Invalid { .. } | StoreError::NotAllowed | StoreError::NotFound => StoreError::NotSignedIn,
            other => other,
        })
    }

    async fn begin(&self, sign_in: &SignIn, mut begun: Session, user: &str, password: &str) -> Result<(), StoreError> {
        let own = |name: &str| match name {
            "user" => Some(json!(user)),
            "password" => Some(json!(password)),
            _ => None,
        };
        if let Some(call) = &sign_in.call {
            let now = self.transport.now();
            begun.take(self.read_session(call, &sign_in.read, &own).await?, now);
            begun.given = Some(now);
        }
        self.session.replace(Some(begun));
        if let Some(check) = &sign_in.check {
            // Where there is no request to sign in, this is the one that tells who one is.
            let read = if sign_in.call.is_none() { sign_in.read.clone() } else { BTreeMap::new() };
            let found = self.read_session(check, &read, &own).await?;
            self.add(found);
        }
        if let Some(then) = &sign_in.then {
            let found = self.read_session(&then.call, &then.read, &own).await?;
            self.add(found);
        }
        Ok(())
    }

    fn add(&self, found: BTreeMap<String, Value>) {
        if let Some(session) = self.session.borrow_mut().as_mut() {
            session.take(found, self.transport.now());
        }
    }

    /// Makes a request and takes what the profile names out of its answer.
    async fn read_session(
        &self,
        call: &Call,
        read: &BTreeMap<String, String>,
        own: &dyn Fn(&str) -> Option<Value>,
    ) -> Result<BTreeMap<String, Value>, StoreError> {
        let parts = RequestSpec::of_session(call);
        self.look_up_values(|name| parts.names(name) || self.profile.names(name)).await?;
        let answer = self.send(self.request(&parts, own)?).await?;
        let body = self.body(&parts, &answer, None)?;
        let is_sent = |name: &str| self.profile.sign_in.as_ref().is_some_and(|sign_in| sign_in.sends(name));
        let one = |(name, at): (&String, &String)| {
            let found = body.pointer(at).filter(|found| !found.is_null()).cloned();
            // Who or what one is may be missing; what is sent may not.
            match found {
                None if !is_sent(name) => None,
                None => Some(Err(self.malformed(&call.path, at, format!("{name}: nothing is there")))),
                Some(found) => Some(Ok((name.clone(), found))),
            }
        };
        read.iter().filter_map(one).collect()
    }

    /// Forgets who is signed in.
    pub fn sign_out(&self) {
        self.session.replace(None);
        self.keep_session();
    }

    /// Has the session kept as it now is.
    fn keep_session(&self) {
        let session = self.session.borrow().as_ref().and_then(|session| serde_json::to_value(session).ok());
        if let Some(sessions) = &self.sessions {
            sessions.keep(session.as_ref());
        }
    }

    /// The session, and with it who is signed in.
    pub fn session(&self) -> Option<Session> {
        self.session.borrow().clone()
    }

    /// Goes on with a session from elsewhere, or with none.
    pub fn resume(&self, session: Option<Session>) {
        self.session.replace(session);
    }

    /// Goes on with the session that is kept, or with none.
    pub fn resume_kept(&self) {
        self.session.replace(self.kept_session());
    }

    /// Goes on with what another tab has made of the session that all tabs share, if it is kept under this name;
    /// nothing stands for all names. Tells whether it is.
    pub fn resume_shared(&self, name: Option<&str>) -> bool {
        let is_shared = self.sessions.as_ref().is_some_and(|sessions| sessions.is_shared_under(name));
        if is_shared {
            self.resume_kept();
        }
        is_shared
    }

    /// The session that is kept, perhaps by another tab.
    fn kept_session(&self) -> Option<Session> {
        crate::store::strict::read(&self.sessions.as_ref()?.kept()?).ok()
    }

    /// Whether the session was given a moment ago, and not taken yet.
    pub(super) fn is_just_given(&self) -> bool {
        let given = self.session.borrow().as_ref().and_then(|session| session.given);
        given.is_some_and(|given| self.transport.now() - given < JUST)
    }

    /// The backend has taken the session.
    pub(super) fn is_taken(&self) {
        if let Some(session) = self.session.borrow_mut().as_mut() {
            session.given = None;
        }
    }

    /// Before something is done that only somebody can do whom the backend knows.
    pub(super) fn must_be_signed_in(&self, needs_it: bool) -> Result<(), StoreError> {
        if needs_it && self.session.borrow().is_none() { Err(StoreError::NotSignedIn) } else { Ok(()) }
    }

    fn session_ends_soon(&self) -> bool {
        let ends = self.session.borrow().as_ref().and_then(|session| session.expires);
        ends.is_some_and(|ends| ends - SOON < self.transport.now())
    }

    /// Gets a new session while the old one still holds.
    async fn refresh(&self) -> Result<(), StoreError> {
        let sign_in = self.profile.sign_in.as_ref().ok_or(StoreError::Unsupported)?;
        let call = sign_in.refresh.as_ref().ok_or(StoreError::Unsupported)?;
        let found = self.read_session(call, &sign_in.read, &nothing).await?;
        self.add(found);
        self.keep_session();
        Ok(())
    }

    /// Makes sure that the session still holds, where the profile says how to ask. Tells whether the one that was had
    /// `before` had ended and there is a new one; where none can be had, whoever was signed in is not any more.
    pub(super) async fn has_new_session(&self, before: Option<&Session>) -> Result<bool, StoreError> {
        if is_other(&self.session(), before) {
            return Ok(true);
        }
        self.check.run(|| self.check_session()).await
    }

    async fn check_session(&self) -> Result<bool, StoreError> {
        let Some(check) = self.profile.sign_in.as_ref().and_then(|sign_in| sign_in.check.as_ref()) else {
            return Ok(false);
        };
        let parts = RequestSpec::of_session(check);
        let before = self.session();
        let answer = self.send(self.request(&parts, &nothing)?).await?;
        if answer.is_good() {
            return Ok(false);
        }
        match self.refusals(None).refusal(&answer) {
            error @ (StoreError::TooMany { .. } | StoreError::Unavailable { .. }) => return Err(error),
            _ => self.renew(before.as_ref()).await?,
        }
        match self.session() {
            None => Err(StoreError::NotSignedIn),
            session if is_other(&session, before.as_ref()) => Ok(true),
            _ => Err(self.refused(None, &answer)),
        }
    }

    /// Gets a new session before the old one ends. Where that fails the old one may hold a little longer.
    pub(super) async fn renew_early(&self) {
        if self.session_ends_soon() {
            let before = self.session();
            let _ = self.renewal.run(|| self.renew_alone(before.as_ref(), false)).await;
        }
    }

    /// Gets a new session in the place of one that has ended, or has nobody signed in. An error is that neither can be
    /// known now. Of requests that meet it at the same time one does it, and all are told what came of it: a backend
    /// may take a refresh token only once.
    pub(super) async fn renew(&self, ended: Option<&Session>) -> Result<(), StoreError> {
        // Another request may have got a new one meanwhile.
        if is_other(&self.session(), ended) {
            return Ok(());
        }
        self.renewal.run(|| self.renew_alone(ended, true)).await
    }

    async fn renew_alone(&self, before: Option<&Session>, has_ended: bool) -> Result<(), StoreError> {
        let _alone = match &self.sessions {
            Some(sessions) => sessions.lock().await,
            None => None,
        };
        if is_other(&self.session(), before) {
            return Ok(());
        }
        // So may another tab have.
        let kept = self.kept_session();
        if is_other(&kept, before) {
            self.resume(kept);
            return Ok(());
        }
        match self.refresh().await {
            Err(error) if is_away(&error) => Err(error),
            Err(_) if has_ended && !is_other(&self.session(), before) => {
                // Who was signed out a moment after signing in would be sent round in circles.
                if !self.is_just_given() {
                    self.sign_out();
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// Whether there is a session that is not the one there was before.
pub(super) fn is_other(session: &Option<Session>, before: Option<&Session>) -> bool {
    session.as_ref().is_some_and(|session| before.is_none_or(|before| before.known != session.known))
}

/// Whether the backend could not be asked, or not now: nobody said that a session has ended for good.
fn is_away(error: &StoreError) -> bool {
    use StoreError::{Offline, TimedOut, TooMany, Unavailable};
    matches!(error, Offline(_) | TimedOut(_) | TooMany { .. } | Unavailable { .. })
}
