//! How lists are read, and what answers mean.

use super::{Method, Pointer, Template};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Where things stand in answers and in what is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Envelope {
    /// The list, in the answer to a list.
    pub list: Pointer,
    /// The thing, in the answer to anything else.
    pub item: Pointer,
    /// The thing, in what is sent.
    pub send: Pointer,
    /// For lists that are an object with one entry a thing, such as `{"id1": {…}, "id2": {…}}`:
    /// where the name of the entry is put into the thing.
    pub key: Option<Pointer>,
}

/// How to ask for some things of a list only.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Where conditions are put.
    pub put: ParamLocation,
    /// How each condition is written, with `{field}` and `{value}` (`{values}` for `among`). For
    /// `"put": "query"` an object of parameters; for an expression a text; for JSON an object.
    #[cfg_attr(feature = "schema", schemars(extend("propertyNames" = super::names_of(&["is", "among", "from", "before"]))))]
    pub conditions: BTreeMap<Operator, Value>,
    /// What stands between the conditions of an expression: ` && `.
    #[serde(default)]
    pub join: Option<String>,
    /// The sign around texts in an expression; inside a text it is escaped with a backslash.
    #[serde(default)]
    pub quote: Option<char>,
}

/// Where conditions or sort keys are put.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ParamLocation {
    /// Each is parameters of the query by itself.
    Query,
    /// All together in one parameter of the query.
    Parameter(String),
    /// All together in what is sent, at this place.
    Body(Pointer),
}

/// What a condition says of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Operator {
    /// It is the value.
    Is,
    /// It is one of the values.
    Among,
    /// It is the value or more; for times, then or later.
    From,
    /// It is less than the value; for times, earlier.
    Before,
}

impl Operator {
    /// Its name in a profile.
    pub fn name(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::Among => "among",
            Self::From => "from",
            Self::Before => "before",
        }
    }
}

/// How to ask for an order.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Sort {
    /// Where sort keys are put.
    pub put: ParamLocation,
    /// A key in rising order, with `{field}`.
    pub rising: Value,
    /// A key in falling order, with `{field}`.
    pub falling: Value,
    /// What stands between several keys. Without it the backend takes one key.
    #[serde(default)]
    pub join: Option<String>,
}

/// How a long list is read in pages.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// Parameters of the query: `{size}` things, from `{page}` or `{offset}` or `{cursor}`. What holds
    /// `{cursor}` is left out of the first request.
    #[serde(default)]
    pub query: BTreeMap<String, Template>,
    /// The same for what is sent, by place.
    #[serde(default)]
    pub body: BTreeMap<Pointer, Template>,
    /// The number of the first page.
    #[serde(default = "one")]
    pub first: u64,
    /// The most things that the backend puts on a page.
    #[serde(default = "hundred")]
    pub most: u64,
    /// Where the way to the next page stands, for backends that tell it: an address or a cursor.
    #[serde(default)]
    pub next: Option<Source>,
    /// Answers that mean: there is no such page.
    #[serde(default)]
    pub beyond: Vec<Rule>,
}

impl Paging {
    /// Whether the backend is told how many things a page should hold.
    pub fn sends_size(&self) -> bool {
        self.query.values().chain(self.body.values()).any(|template| template.contains("{size}"))
    }

    /// How many things a page holds where so many are wanted.
    pub fn size(&self, wanted: Option<u64>) -> u64 {
        wanted.filter(|_| self.sends_size()).unwrap_or(self.most).min(self.most).max(1)
    }
}

fn one() -> u64 {
    1
}

fn hundred() -> u64 {
    100
}

/// Where something stands in an answer.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// In a header. The backend must expose it to browsers (Access-Control-Expose-Headers).
    Header(String),
    /// In the body.
    Body(Pointer),
}

/// How to learn how many things a list has.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// Where it stands; of `items 0-9/25`, the number at the end is taken.
    pub at: Source,
    /// The method, where it takes a request of its own: `HEAD`.
    #[serde(default)]
    pub method: Option<Method>,
    /// Parameters that ask for it.
    #[serde(default)]
    pub query: BTreeMap<String, Template>,
    /// Headers that ask for it.
    #[serde(default)]
    pub headers: BTreeMap<String, Template>,
}

/// What answers mean that are not what was asked for. What no rule names is taken by its
/// status, as HTTP has it (RFC 9110): 401 not signed in, 403 not allowed, 404 and 410 not found, 409
/// exists already, 429 too many, 400, 413, 415 and 422 invalid, anything else a failure of the backend.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Errors {
    /// Where the message stands; the first that is there counts.
    pub message: Vec<Pointer>,
    /// Whether messages are HTML.
    pub html: bool,
    /// Where a code stands that rules can name.
    pub code: Vec<Pointer>,
    /// Where it says which fields are wrong.
    pub fields: Option<FieldErrors>,
    /// Codes that mean that one field is wrong, with the name of the field here.
    pub codes: BTreeMap<String, String>,
    /// The thing is not there.
    pub not_found: Vec<Rule>,
    /// One has to sign in, or to sign in again.
    pub not_signed_in: Vec<Rule>,
    /// Who asks may not.
    pub not_allowed: Vec<Rule>,
    /// There is one already. Where this is given, any other 409 means that something is invalid.
    pub exists: Vec<Rule>,
    /// Too many requests.
    pub too_many: Vec<Rule>,
}

/// Where an answer says which fields are wrong.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FieldErrors {
    /// A list, or an object with one entry a field.
    pub at: Pointer,
    /// In a list, where the name of the field stands in an entry.
    #[serde(default)]
    pub name: Option<Pointer>,
    /// Where the message stands in an entry; an entry that is a text is the message.
    #[serde(default)]
    pub message: Pointer,
}

/// An answer, by what it is known by. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Rule {
    /// Its HTTP status.
    pub status: Option<u16>,
    /// Its code (`errors.code`).
    pub code: Option<String>,
    /// A piece of its text.
    pub text: Option<String>,
    /// Whether it is an empty list, an empty object or nothing at all.
    pub empty: Option<bool>,
    /// For "too many": how many seconds to wait when the answer does not say so (Retry-After).
    pub wait: Option<u32>,
}
