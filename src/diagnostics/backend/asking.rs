//! Who asks, and what was asked and answered.

use super::Probe;
use super::addresses::masked;
use super::finding::{Evidence, Finding};
use crate::domain::resource::{Id, Kind};
use crate::platform::LocalFuture;
use crate::platform::http::{HttpTransport, Request, Response, TransportError};
use crate::store::json::profile::{Call, Envelope, Form, Method, Profile, ResourceProfile};
use crate::store::json::request::{RequestSpec, encode};
use crate::store::json::{Backend, id, nothing, template};
use crate::store::parse;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::rc::Rc;

/// A request and its answer.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) request: Request,
    pub(super) answer: Result<Response, TransportError>,
    /// How many milliseconds it took.
    pub(super) took: i64,
    secrets: Rc<RefCell<Vec<String>>>,
}

impl Seen {
    pub(super) fn good(&self) -> Option<&Response> {
        self.answer.as_ref().ok().filter(|answer| answer.is_good())
    }

    pub(super) fn status(&self) -> Option<u16> {
        self.answer.as_ref().ok().map(|answer| answer.status)
    }

    /// The JSON of a good answer.
    pub(super) fn json(&self) -> Option<Value> {
        parse::json(&self.good()?.text).ok()
    }

    pub(super) fn evidence(&self, at: Option<String>) -> Evidence {
        let secrets = self.secrets.borrow();
        let url = secrets.iter().fold(self.request.url.clone(), |url, secret| url.replace(secret.as_str(), "…"));
        Evidence { method: self.request.method, url: masked(&without_keys(&url)), status: self.status(), at }
    }
}

/// An address without the values of parameters that are called like secrets.
fn without_keys(url: &str) -> String {
    let Some((path, query)) = url.split_once('?') else { return url.to_owned() };
    let secret = |name: &str| {
        let name = name.to_ascii_lowercase();
        ["key", "token", "secret", "password", "auth", "nonce", "sig"].iter().any(|word| name.contains(word))
    };
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if secret(name) => format!("{name}=…"),
        _ => pair.to_owned(),
    });
    format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"))
}

/// The outside, with everything that goes there written down.
struct Watch {
    transport: Rc<dyn HttpTransport>,
    seen: RefCell<Vec<Seen>>,
    secrets: Rc<RefCell<Vec<String>>>,
}

impl HttpTransport for Watch {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let begun = self.transport.now();
            let answer = self.transport.send(request.clone()).await;
            let took = (self.transport.now() - begun).num_milliseconds();
            self.seen.borrow_mut().push(Seen {
                request,
                answer: answer.clone(),
                took,
                secrets: Rc::clone(&self.secrets),
            });
            answer
        })
    }

    fn text_of(&self, html: &str) -> String {
        self.transport.text_of(html)
    }

    fn now(&self) -> DateTime<Utc> {
        self.transport.now()
    }
}

/// Somebody who uses the backend.
pub(super) struct Person {
    pub(super) backend: Backend,
    watch: Rc<Watch>,
}

impl Person {
    pub(super) fn of(profile: Profile, transport: Rc<dyn HttpTransport>) -> Self {
        let watch = Rc::new(Watch { transport, seen: RefCell::default(), secrets: Rc::default() });
        Self { backend: Backend::open(profile, Rc::clone(&watch) as Rc<dyn HttpTransport>), watch }
    }

    /// Somebody else before the same outside.
    pub(super) fn another(&self, profile: Profile) -> Self {
        Self::of(profile, Rc::clone(&self.watch.transport))
    }

    /// What was asked last.
    pub(super) fn last(&self) -> Option<Seen> {
        self.watch.seen.borrow().last().cloned()
    }

    /// How much was asked so far.
    pub(super) fn asked(&self) -> usize {
        self.watch.seen.borrow().len()
    }

    /// Whether the last thing that was asked, after so much else, was to write.
    pub(super) fn has_sent_since(&self, asked: usize) -> bool {
        let seen = self.watch.seen.borrow();
        let last = seen.get(asked..).and_then(<[Seen]>::last);
        last.is_some_and(|seen| !matches!(seen.request.method, Method::Get | Method::Head))
    }

    /// The time by this machine's clock.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.watch.now()
    }

    /// How long each reading took.
    pub(super) fn times(&self) -> Vec<i64> {
        let seen = self.watch.seen.borrow();
        seen.iter().filter(|seen| seen.request.method == Method::Get).map(|seen| seen.took).collect()
    }

    /// Keeps something out of every report.
    pub(super) fn hides(&self, secret: &str) {
        if secret.len() > 3 {
            self.watch.secrets.borrow_mut().extend([secret.to_owned(), encode(secret)]);
        }
    }

    /// Makes a request, whatever the answer; nothing where the profile names what nobody knows.
    pub(super) async fn ask(&self, parts: &RequestSpec<'_>, own: &dyn Fn(&str) -> Option<Value>) -> Option<Seen> {
        self.backend.look_up_values(|name| parts.names(name)).await.ok()?;
        let request = self.backend.request(parts, own).ok()?;
        self.send(request).await
    }

    pub(super) async fn send(&self, request: Request) -> Option<Seen> {
        // What came is written down, whatever it is.
        let _ = self.watch.send(request).await;
        self.last()
    }

    /// Reads an address behind the base.
    pub(super) async fn read(&self, path: &str, query: &[(&str, &str)]) -> Option<Seen> {
        let query: BTreeMap<_, _> = query.iter().map(|(n, v)| ((*n).to_owned(), literal(v))).collect();
        let call = Call { query, ..Call::to(path) };
        self.ask(&RequestSpec::of(&call, Method::Get), &nothing).await
    }
}

/// A text as a template that means it.
pub(super) fn literal(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// Whether a call names the thing in its path: only then nothing else can be meant.
pub(super) fn is_by_path(path: &str) -> bool {
    path.contains("{id}")
}

/// Where all things of a call are: its path without the thing's. Some backends want a slash at its end.
pub(super) fn base_of(path: &str) -> &str {
    path.strip_suffix("/{id}").or_else(|| path.strip_suffix("{id}/")).unwrap_or(path)
}

/// Where one thing is among all things of a call.
pub(super) fn item_of(path: &str) -> String {
    match base_of(path) {
        base if base.ends_with('/') => format!("{base}{{id}}/"),
        base => format!("{base}/{{id}}"),
    }
}

/// The things in any answer that holds a list.
pub(super) fn things_in(body: &Value, envelope: &Envelope) -> Vec<Value> {
    let place = body.pointer(&envelope.list).filter(|_| envelope.key.is_none());
    let places = ["/items", "/data", "/results", "/records", "/users"].into_iter().filter_map(|at| body.pointer(at));
    let list = place.into_iter().chain([body]).chain(places).find_map(Value::as_array);
    match (list, &envelope.key) {
        (Some(list), _) => list.clone(),
        (None, Some(_)) => {
            let entries = body.pointer(&envelope.list).and_then(Value::as_object);
            entries.into_iter().flatten().map(|(_, entry)| entry.clone()).collect()
        }
        (None, None) => Vec::new(),
    }
}

impl Probe {
    pub(super) fn resource(&self, kind: Kind) -> Option<&ResourceProfile> {
        self.profile.resources.get(&kind)
    }

    pub(super) fn envelope<'a>(&'a self, resource: &'a ResourceProfile) -> &'a Envelope {
        resource.envelope.as_ref().unwrap_or(&self.profile.envelope)
    }

    /// Makes a request without saying who one is; what only a session knows (which list is whose) is
    /// taken from the account's.
    pub(super) async fn as_stranger(
        &self,
        parts: &RequestSpec<'_>,
        own: &dyn Fn(&str) -> Option<Value>,
    ) -> Option<Seen> {
        self.stranger.backend.look_up_values(|name| parts.names(name)).await.ok()?;
        let request = match (self.stranger.backend.request(parts, own), self.account()) {
            (Ok(request), _) => request,
            (Err(_), None) => return None,
            (Err(_), Some(account)) => {
                let mut request = account.backend.request(parts, own).ok()?;
                let sent = self.profile.sign_in.iter().flat_map(|sign_in| sign_in.send.keys());
                let sent: Vec<_> = sent.map(|name| name.to_ascii_lowercase()).collect();
                request.headers.retain(|(name, _)| !sent.contains(name));
                request.credentials = crate::platform::http::Credentials::Omit;
                request
            }
        };
        self.stranger.send(request).await
    }

    /// An id that nothing has, in the shape that the backend takes.
    pub(super) fn absent_id(&self, kind: Kind) -> Id {
        let resource = self.resource(kind);
        let made = {
            let mut made = self.made.borrow_mut();
            *made += 1;
            *made
        };
        let of_field = resource.and_then(|resource| resource.fields.get("id"));
        let text = if of_field.is_some_and(|field| field.form == Form::Number) {
            // Numbers are given one after another: this one is far off.
            format!("{}", 987_000_000 + made)
        } else {
            let now = self.stranger.watch.now().timestamp_micros();
            let part = |salt: u8| RandomState::new().hash_one((now, made, salt)).to_le_bytes();
            let mut bytes = [0; 16];
            bytes[..8].copy_from_slice(&part(0));
            bytes[8..].copy_from_slice(&part(1));
            let ids = resource.map(|resource| resource.ids).unwrap_or_default();
            return id(ids, bytes);
        };
        Id::try_from(text).unwrap_or_else(|_| Id::from_random([0; 16]))
    }

    /// The id of a thing as the backend has it.
    pub(super) fn their_id(&self, kind: Kind, ours: &str) -> Value {
        match self.resource(kind) {
            Some(resource) => self.stranger.backend.theirs(resource, "id", ours),
            None => ours.into(),
        }
    }
}

/// The text that a name stands for, by its value.
pub(super) fn text(value: &Value) -> String {
    template::text(value)
}

impl Finding {
    /// The request that showed it, as evidence.
    pub(super) fn seen(self, seen: Option<&Seen>) -> Self {
        self.seen_at(seen, None)
    }

    pub(super) fn seen_at(mut self, seen: Option<&Seen>, at: Option<String>) -> Self {
        self.evidence.extend(seen.map(|seen| seen.evidence(at)));
        self
    }
}
