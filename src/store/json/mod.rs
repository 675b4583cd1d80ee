//! Any JSON backend, as its profile declares it. Nothing here knows a particular
//! one, nor the browser: what is outside comes through [`HttpTransport`].

pub(crate) mod fields;
mod ids;
pub(crate) mod list;
mod place;
pub(crate) mod pointer;
pub mod profile;
pub(crate) mod refusal;
pub(crate) mod request;
mod session;
pub mod template;
pub(crate) mod things;
pub(crate) mod time;
pub(crate) mod write;

pub use ids::id;
pub use session::Session;
pub use write::Created;

use super::StoreError;
use super::sessions::SessionStorage;
use super::single_flight::SingleFlight;
use crate::domain::resource::Kind;
use crate::platform::Platform;
use crate::platform::http::{HttpTransport, Request, Response};
use profile::{Ids, LookupList, Method, Profile, ResourceProfile};
use request::RequestSpec;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A backend, open.
pub struct Backend {
    profile: Profile,
    transport: Rc<dyn HttpTransport>,
    session: RefCell<Option<Session>>,
    /// Where the session is kept between visits; nowhere if there is none.
    sessions: Option<SessionStorage>,
    /// What was looked up once.
    values: RefCell<BTreeMap<String, Value>>,
    /// The lists in which ids are looked up: what the profile says of each, and what was read.
    looked_up: RefCell<Vec<(LookupList, Rc<fields::LookedUp>)>>,
    /// A session is renewed once, however many requests have met that it has ended.
    renewal: SingleFlight<Result<(), StoreError>>,
    /// So is it looked at.
    check: SingleFlight<Result<bool, StoreError>>,
}

impl Backend {
    /// Opens the backend of a profile that was checked.
    pub fn open(profile: Profile, transport: Rc<dyn HttpTransport>) -> Self {
        Self {
            profile,
            transport,
            session: RefCell::default(),
            sessions: None,
            values: RefCell::default(),
            looked_up: RefCell::default(),
            renewal: SingleFlight::default(),
            check: SingleFlight::default(),
        }
    }

    /// Goes on with the session that is kept, and keeps it from now on where the profile says.
    #[must_use]
    pub fn keeping_its_session(mut self, platform: Rc<dyn Platform>) -> Self {
        self.sessions = Some(SessionStorage::of(&self.profile, platform));
        self.resume_kept();
        self
    }

    /// Its profile.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// What it keeps of a kind.
    pub(crate) fn resource(&self, kind: Kind) -> Result<&ResourceProfile, StoreError> {
        self.profile.resources.get(&kind).ok_or(StoreError::Unsupported)
    }

    /// Who makes the ids of a kind.
    pub fn ids(&self, kind: Kind) -> Ids {
        self.resource(kind).map(|resource| resource.ids).unwrap_or_default()
    }

    /// Whether it takes our ids, so that the same write twice is one.
    pub fn takes_ids(&self, kind: Kind) -> bool {
        self.ids(kind) != Ids::Backend
    }

    /// Whether it shows what it keeps of a kind.
    pub fn can_list(&self, kind: Kind) -> bool {
        self.resource(kind).is_ok_and(|resource| resource.list.is_some())
    }

    /// Whether one must be signed in to read things of a kind.
    pub fn is_private(&self, kind: Kind) -> bool {
        self.resource(kind).is_ok_and(|resource| resource.private)
    }

    /// Whether one must be signed in to write things of a kind, which are their author's then.
    pub fn is_owned(&self, kind: Kind) -> bool {
        self.resource(kind).is_ok_and(ResourceProfile::has_owners)
    }

    /// Whether new things of a kind can be stored.
    pub fn can_create(&self, kind: Kind) -> bool {
        self.resource(kind).is_ok_and(|resource| resource.create.is_some())
    }

    /// Whether things of a kind can be changed.
    pub fn can_update(&self, kind: Kind) -> bool {
        self.resource(kind).is_ok_and(|resource| resource.update.is_some())
    }

    /// Whether things of a kind can be removed.
    pub fn can_remove(&self, kind: Kind) -> bool {
        self.resource(kind).is_ok_and(|resource| resource.remove.is_some())
    }

    /// Whether it keeps a field of a kind.
    pub fn keeps(&self, kind: Kind, field: &str) -> bool {
        let field = self.resource(kind).ok().and_then(|resource| resource.fields.get(field));
        field.is_some_and(|field| field.write_at().is_some())
    }

    fn refusals<'a>(&'a self, resource: Option<&'a ResourceProfile>) -> refusal::Reader<'a> {
        refusal::Reader {
            errors: &self.profile.errors,
            name: &self.profile.name,
            resource,
            transport: &*self.transport,
        }
    }

    /// Something that does not fit, for who is to correct it: where it was asked for, where in it, and why.
    fn malformed(&self, path: &str, at: &str, found: impl std::fmt::Display) -> StoreError {
        StoreError::malformed(&format!("{} {path}", self.profile.name), at, found)
    }

    /// Something that cannot be sent as the profile has it.
    fn unfit(&self, why: String) -> StoreError {
        StoreError::Invalid { message: format!("{}: {why}", self.profile.name), fields: Vec::new() }
    }

    /// What a name in a template stands for: what the call knows, then the session, then what was looked up.
    fn known<'a>(&'a self, own: &'a dyn Fn(&str) -> Option<Value>) -> impl Fn(&str) -> Option<Value> + 'a {
        move |name: &str| {
            own(name)
                .or_else(|| self.session.borrow().as_ref()?.known(name))
                .or_else(|| self.values.borrow().get(name).cloned())
        }
    }

    /// Builds a request; `own` is what the call itself knows.
    pub(crate) fn request(
        &self,
        parts: &RequestSpec,
        own: &dyn Fn(&str) -> Option<Value>,
    ) -> Result<Request, StoreError> {
        let known = self.known(own);
        let session = self.session.borrow();
        let no_headers = BTreeMap::new();
        let send = match (&*session, &self.profile.sign_in) {
            // What has a token of its own for a new session does not bring the one that was refused.
            (Some(_), Some(sign_in)) if !parts.names("refresh") => &sign_in.send,
            _ => &no_headers,
        };
        request::build(&self.profile, parts, send, &known).map_err(|name| match &self.profile.sign_in {
            // A name that only a session knows: there is none.
            Some(sign_in) if session.is_none() && sign_in.gives(&name) => StoreError::NotSignedIn,
            _ => self.unfit(format!("{}: {{{name}}} is not known", parts.path)),
        })
    }

    /// Sends a request to read. One that is refused because the session has ended is tried again with a new
    /// session, where the profile says how to get one; where there is none, what everybody may read is read as
    /// everybody. What is private is not: to some backends a stranger's list is an empty one.
    async fn ask(
        &self,
        resource: &ResourceProfile,
        parts: &RequestSpec<'_>,
        own: &dyn Fn(&str) -> Option<Value>,
    ) -> Result<Response, StoreError> {
        self.ask_again_as_stranger(parts, own, !resource.private).await
    }

    /// Sends a request to write. As [`Self::ask`], but what somebody writes goes out as theirs or not at all.
    async fn ask_to_write(
        &self,
        parts: &RequestSpec<'_>,
        own: &dyn Fn(&str) -> Option<Value>,
    ) -> Result<Response, StoreError> {
        self.ask_again_as_stranger(parts, own, false).await
    }

    async fn ask_again_as_stranger(
        &self,
        parts: &RequestSpec<'_>,
        own: &dyn Fn(&str) -> Option<Value>,
        may: bool,
    ) -> Result<Response, StoreError> {
        self.look_up_values(|name| parts.names(name)).await?;
        self.renew_early().await;
        let before = self.session();
        let mut answer = self.send(self.request(parts, own)?).await?;
        let has_ended =
            !answer.is_good() && before.is_some() && self.refusals(None).refusal(&answer) == StoreError::NotSignedIn;
        if has_ended {
            self.renew(before.as_ref()).await?;
            let session = self.session();
            if session.is_none() && !may {
                return Err(StoreError::NotSignedIn);
            }
            if session.is_some() && !session::is_other(&session, before.as_ref()) {
                // It was just given, and what everybody may read need not wait for it.
                self.session.replace(None);
                let request = self.request(parts, own);
                self.session.replace(session);
                return match request {
                    Ok(request) if may => Ok(self.send(request).await.ok().filter(Response::is_good).unwrap_or(answer)),
                    _ => Ok(answer),
                };
            }
            answer = self.send(self.request(parts, own)?).await?;
        }
        if answer.is_good() {
            self.is_taken();
        }
        Ok(answer)
    }

    /// What an answer means that is no success.
    fn refused(&self, resource: Option<&ResourceProfile>, answer: &Response) -> StoreError {
        let reader = self.refusals(resource);
        match reader.refusal(answer) {
            StoreError::NotSignedIn if self.is_just_given() => StoreError::SessionRefused(reader.said(answer)),
            error => error,
        }
    }

    async fn send(&self, request: Request) -> Result<Response, StoreError> {
        self.transport.send(request).await.map_err(|why| refusal::transport_error(&self.profile.name, why))
    }

    /// The JSON of a good answer; anything else is an error.
    fn body(
        &self,
        parts: &RequestSpec,
        answer: &Response,
        resource: Option<&ResourceProfile>,
    ) -> Result<Value, StoreError> {
        if !answer.is_good() {
            return Err(self.refused(resource, answer));
        }
        if answer.text.trim().is_empty() {
            return Ok(Value::Null);
        }
        super::parse::json(&answer.text)
            .map_err(|error| self.malformed(parts.path, "", super::parse::why_no_json(&answer.text, &error)))
    }

    /// Looks up the values that a request needs, each once.
    pub(crate) async fn look_up_values(&self, is_needed: impl Fn(&str) -> bool) -> Result<(), StoreError> {
        for (name, lookup) in &self.profile.values {
            if self.values.borrow().contains_key(name) || !is_needed(name) {
                continue;
            }
            let parts = RequestSpec::of(&lookup.call, Method::Get);
            let answer = self.send(self.request(&parts, &nothing)?).await?;
            let body = self.body(&parts, &answer, None)?;
            let value = body.pointer(&lookup.at).cloned();
            let value = value.ok_or_else(|| self.malformed(parts.path, &lookup.at, "nothing is there"))?;
            self.values.borrow_mut().insert(name.clone(), value);
        }
        Ok(())
    }

    /// Looks up the values that stand in what the profile says of a resource.
    async fn prepare(&self, resource: &ResourceProfile) -> Result<(), StoreError> {
        self.look_up_values(|name| resource.names(name) || self.profile.names(name)).await
    }

    /// Reads the lists in which a resource's ids are looked up, once. Gives them by the name of the field.
    async fn look_up_lists(&self, resource: &ResourceProfile) -> Result<fields::LookedUpByField, StoreError> {
        let mut by_field = BTreeMap::new();
        for (name, field) in &resource.fields {
            let Some(list) = &field.lookup else { continue };
            let known =
                self.looked_up.borrow().iter().find(|(known, _)| known == list).map(|(_, read)| Rc::clone(read));
            let read = match known {
                Some(read) => read,
                None => {
                    let read = Rc::new(self.look_up_list(list).await?);
                    self.looked_up.borrow_mut().push((list.clone(), Rc::clone(&read)));
                    read
                }
            };
            by_field.insert(name.clone(), read);
        }
        Ok(by_field)
    }

    async fn look_up_list(&self, lookup: &LookupList) -> Result<fields::LookedUp, StoreError> {
        let plain = ResourceProfile { list: Some(lookup.list.clone()), ..ResourceProfile::default() };
        let entries = self.whole_list(&plain, &lookup.list, &list::ListParams::default()).await?;
        let entry =
            |entry: &Value| Some((template::text(entry.pointer(&lookup.id)?), entry.pointer(&lookup.value)?.clone()));
        Ok(entries.iter().filter_map(entry).collect())
    }
}

/// A call that knows nothing of its own.
pub(crate) fn nothing(_: &str) -> Option<Value> {
    None
}
