//! A profile: how to talk to one JSON backend, declared as data. `docs/backends.md`
//! explains it to who writes one; `public/profile.schema.json` is made from these types.
//!
//! Wherever a text may hold `{name}`, it is a template (`template.rs`). Wherever a
//! field is a [`Pointer`], it is a JSON Pointer (RFC 6901): `/data/items`, or an
//! empty text for the whole.

mod lists;
mod names;
mod resource;

pub use lists::{Envelope, Errors, FieldErrors, Filter, Operator, Paging, ParamLocation, Rule, Sort, Source, Total};
pub use resource::{Field, Form, Ids, LookupList, Reply, ResourceProfile, Revision, Upload, Write};

use super::template;
use crate::domain::resource::Kind;
use crate::platform::http::is_near;
pub use crate::platform::http::{Credentials, Method};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A JSON Pointer (RFC 6901).
pub type Pointer = String;

/// A text in which `{name}` stands for something that is known when it is used.
pub type Template = String;

/// How to talk to one JSON backend.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Profile {
    /// For editors: where the JSON Schema of this file is.
    #[serde(default, rename = "$schema")]
    pub schema: Option<String>,
    /// The version of this format: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub profile: u32,
    /// What people call the backend: "Our blog". It stands in messages.
    pub name: String,
    /// The address that every path is put behind: `https://blog.example.org/wp-json/wp/v2`,
    /// without a slash at its end. Relative to the site's own address if it does not begin with a scheme.
    pub base: String,
    /// What holds for every request.
    #[serde(default)]
    pub request: RequestRules,
    /// How people sign in. Without it nobody does.
    #[serde(default)]
    pub sign_in: Option<SignIn>,
    /// Values that are looked up once and then stand in templates by their name,
    /// such as the number that a blog gives to a category.
    #[serde(default)]
    pub values: BTreeMap<String, Lookup>,
    /// Where things stand in answers and in what is sent.
    #[serde(default)]
    pub envelope: Envelope,
    /// How to ask for some things of a list only. Without it, everything is read and then chosen from.
    #[serde(default)]
    pub filter: Option<Filter>,
    /// How to ask for an order. Without it, things are put in order here once all are there.
    #[serde(default)]
    pub sort: Option<Sort>,
    /// How a long list is read in pages. Without it, one answer holds everything.
    #[serde(default)]
    pub page: Option<Paging>,
    /// How to learn how many things a list has. Without it, that is known at its end.
    #[serde(default)]
    pub total: Option<Total>,
    /// What answers mean that are not what was asked for.
    #[serde(default)]
    pub errors: Errors,
    /// What the backend keeps, by the names of Deskmates' resources.
    #[cfg_attr(feature = "schema", schemars(extend("propertyNames" = names_of(&Kind::ALL.map(Kind::name)))))]
    pub resources: BTreeMap<Kind, ResourceProfile>,
}

impl Profile {
    /// The version of this format.
    pub const VERSION: u32 = 1;

    /// Whether a reader's program may use it, whatever other rules it breaks.
    pub fn is_usable(&self) -> bool {
        self.profile == Self::VERSION && self.keeps_passwords_secret()
    }

    /// Whether nobody on the way reads what people sign in with.
    pub fn keeps_passwords_secret(&self) -> bool {
        self.sign_in.is_none() || !self.base.starts_with("http://") || is_near(&self.base)
    }
}

/// What holds for every request.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct RequestRules {
    /// The names of all headers that may be sent. A browser asks the backend first
    /// (CORS, preflight) and sends nothing when one of them is refused.
    pub allowed: Vec<String>,
    /// Headers of every request, such as a public key: `{"apikey": "…"}`.
    pub headers: BTreeMap<String, Template>,
    /// Whether the browser sends its cookies for the backend.
    pub credentials: Credentials,
    /// After how many seconds without an answer a request is given up.
    pub timeout: u32,
}

impl Default for RequestRules {
    fn default() -> Self {
        let allowed = ["accept", "authorization", "content-type"].map(str::to_owned).to_vec();
        Self { allowed, headers: BTreeMap::new(), credentials: Credentials::Omit, timeout: 20 }
    }
}

/// How people sign in.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SignIn {
    /// What a person types.
    #[serde(default)]
    pub asks: Asks,
    /// The request that signs in; it may use `{user}` and `{password}`. Without it, what was
    /// typed is what is sent (Basic, a token that somebody was given).
    #[serde(default)]
    pub call: Option<Call>,
    /// What to take from the answer, by the name it then has in templates: `{"token": "/token"}`.
    /// `id` is who signed in, `expires` when it ends (a time, or seconds from now), `expiresMs` the same in milliseconds from now,
    /// `role` what they are ("coordinator").
    #[serde(default)]
    pub read: BTreeMap<String, Pointer>,
    /// A second request, for what the first does not tell, such as a nonce.
    #[serde(default)]
    pub then: Option<Lookups>,
    /// A request that gets a new session before this one ends; it is read like the first.
    #[serde(default)]
    pub refresh: Option<Call>,
    /// A request that succeeds only for who is signed in. It is needed where the log-in is not a
    /// request of its own, and where the backend answers strangers with an empty list.
    #[serde(default)]
    pub check: Option<Call>,
    /// The headers that a session sends: `{"Authorization": "Bearer {token}"}`.
    /// `{basic}` is the user and the password as HTTP Basic wants them (RFC 7617).
    #[serde(default)]
    pub send: BTreeMap<String, Template>,
    /// Where the session is kept.
    #[serde(default)]
    pub keep: Keep,
}

impl SignIn {
    /// Whether a session knows something by this name.
    pub fn gives(&self, name: &str) -> bool {
        name == "user"
            || self.read.contains_key(name)
            || self.then.as_ref().is_some_and(|then| then.read.contains_key(name))
    }

    /// Whether a session sends something by this name.
    pub fn sends(&self, name: &str) -> bool {
        self.send.values().filter_map(|template| template::names(template).ok()).flatten().any(|sent| sent == name)
    }
}

/// What a person types to sign in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Asks {
    /// A user name or e-mail address and a password.
    #[default]
    Password,
    /// A token that they were given.
    Token,
}

/// Where a session is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Keep {
    /// Until the page is left or loaded again.
    Memory,
    /// In this tab, until it is closed.
    #[default]
    Tab,
    /// In this browser, until it ends or the person signs out.
    Browser,
}

/// One value that is looked up.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    /// The request.
    pub call: Call,
    /// Where the value stands in the answer.
    pub at: Pointer,
}

/// Several values from one answer.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Lookups {
    /// The request.
    pub call: Call,
    /// What to take from the answer, by name.
    pub read: BTreeMap<String, Pointer>,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The HTTP method, if it is not the usual one: GET to read, DELETE to remove; to sign in, POST where there is
    /// a body and GET where there is none.
    #[serde(default)]
    pub method: Option<Method>,
    /// The path behind the base; `{id}` in it is the thing's.
    pub path: Template,
    /// Parameters of the query.
    #[serde(default)]
    pub query: BTreeMap<String, Template>,
    /// Headers of this request alone.
    #[serde(default)]
    pub headers: BTreeMap<String, Template>,
    /// What is sent; texts in it are templates.
    #[serde(default)]
    pub body: Option<Value>,
}

impl Call {
    /// A plain call of a path.
    pub fn to(path: &str) -> Self {
        let none = BTreeMap::new;
        Self { method: None, path: path.to_owned(), query: none(), headers: none(), body: None }
    }
}

/// The names that an object may have.
#[cfg(feature = "schema")]
fn names_of(names: &[&str]) -> schemars::Schema {
    schemars::json_schema!({ "enum": names })
}
