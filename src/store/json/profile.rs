//! A profile: how to talk to one JSON backend, declared as data. `docs/backends.md`
//! explains it to who writes one; `public/profile.schema.json` is made from these types.
//!
//! Wherever a text may hold `{name}`, it is a template (`template.rs`). Wherever a
//! field is a [`Pointer`], it is a JSON Pointer (RFC 6901): `/data/items`, or an
//! empty text for the whole.

use crate::domain::resource::Kind;
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
    #[cfg_attr(feature = "schema", schemars(extend("propertyNames" = schemars::json_schema!({ "$ref": "#/$defs/Kind" }))))]
    pub resources: BTreeMap<Kind, ResourceProfile>,
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

/// Whether the browser sends its cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Credentials {
    /// Never.
    Omit,
    /// With every request.
    Include,
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
    /// `id` is who signed in, `expires` when it ends (a time, or seconds from now), `role` what they are
    /// ("coordinator").
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
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The HTTP method, if it is not the usual one: GET to read, POST to sign in, DELETE to remove.
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

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "their names are HTTP's")]
pub enum Method {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The name that HTTP gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

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
    pub put: Put,
    /// How each condition is written, with `{field}` and `{value}` (`{values}` for `among`). For
    /// `"put": "query"` an object of parameters; for an expression a text; for JSON an object.
    #[cfg_attr(feature = "schema", schemars(extend("propertyNames" = schemars::json_schema!({ "$ref": "#/$defs/Operator" }))))]
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
pub enum Put {
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
    pub put: Put,
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
/// exists already, 429 too many, 400 and 422 invalid, anything else a failure of the backend.
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

/// What the backend keeps of one kind.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct ResourceProfile {
    /// Whether one must be signed in to read it.
    pub private: bool,
    /// How a list is read.
    pub list: Option<Call>,
    /// How one thing is read. Without it, the list is asked for the one with its id.
    pub item: Option<Call>,
    /// How a new thing is stored.
    pub create: Option<Write>,
    /// How a thing is changed.
    pub update: Option<Write>,
    /// How a thing is removed.
    pub remove: Option<Call>,
    /// How a file is stored.
    pub upload: Option<Upload>,
    /// Who makes ids.
    pub ids: Ids,
    /// How a change is kept from undoing one that somebody else made meanwhile.
    pub revision: Option<Revision>,
    /// Instead of the profile's own.
    pub envelope: Option<Envelope>,
    /// Instead of the profile's own.
    pub filter: Option<Filter>,
    /// Instead of the profile's own.
    pub sort: Option<Sort>,
    /// Instead of the profile's own.
    pub page: Option<Paging>,
    /// Instead of the profile's own.
    pub total: Option<Total>,
    /// The fields by which the backend can choose; all if it does not say.
    pub filterable: Option<Vec<String>>,
    /// The fields by which the backend can sort; all if it does not say.
    pub sortable: Option<Vec<String>>,
    /// Deskmates' fields, by name, and what they are there. A field that is not named is not kept.
    pub fields: BTreeMap<String, Field>,
}

/// How a thing is stored or changed.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Write {
    /// The HTTP method, if it is not the usual one: POST for a new thing, PATCH for a change.
    #[serde(default)]
    pub method: Option<Method>,
    /// The path behind the base; `{id}` in it is the thing's.
    pub path: Template,
    /// Parameters of the query; `{revision}` is the one that was read.
    #[serde(default)]
    pub query: BTreeMap<String, Template>,
    /// Headers of this request alone.
    #[serde(default)]
    pub headers: BTreeMap<String, Template>,
    /// What is sent in addition to the fields, by its place in all that is sent: `{"/owner": "{user}"}`,
    /// `{"/rev": "{next}"}` (the next revision, where it is a number).
    #[serde(default)]
    pub set: BTreeMap<Pointer, Value>,
    /// What the answer holds.
    #[serde(default)]
    pub reply: Reply,
    /// Whether what is stored waits for a moderator even if the answer does not say so.
    #[serde(default)]
    pub held: bool,
}

/// What the answer to a write holds.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Reply {
    /// The thing as it now is.
    #[default]
    Item,
    /// A list whose first entry is the thing.
    First,
    /// Nothing that helps.
    Nothing,
    /// Some of its fields, by name, and where they stand.
    Receipt(BTreeMap<String, Pointer>),
}

/// Who makes ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Ids {
    /// The backend. A write that may have arrived cannot be told from one that has not.
    #[default]
    Backend,
    /// Deskmates: 32 hexadecimal digits.
    Hex,
    /// Deskmates: a UUID (RFC 9562, version 4).
    Uuid,
    /// Deskmates: 15 letters and digits, as PocketBase has them.
    Base36,
}

/// How a change is kept from undoing another.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Revision {
    /// Where the revision stands in a thing. Updates name it as `{revision}`.
    pub at: Pointer,
    /// Answers that mean: somebody else changed it.
    pub conflict: Vec<Rule>,
    /// Where that answer holds the thing as it now is. Without it, it is read again.
    #[serde(default)]
    pub current: Option<Pointer>,
}

/// How a file is stored.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Upload {
    /// The path behind the base.
    pub path: Template,
    /// Headers of this request; `{name}` is the file's.
    #[serde(default)]
    pub headers: BTreeMap<String, Template>,
    /// The field of a form (multipart/form-data) that takes the file. Without it, the file alone is sent.
    #[serde(default)]
    pub part: Option<String>,
    /// Further fields of the form.
    #[serde(default)]
    pub fields: BTreeMap<String, Template>,
    /// Where the answer says under which address the file can be had; a template with `{base}` and
    /// with pointers into the answer: `{base}/files/{/collectionId}/{/id}/{/file}`.
    pub url: Template,
}

/// What one of Deskmates' fields is on the backend.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Field {
    /// Where it stands in a thing, read and written.
    pub at: Option<Pointer>,
    /// Where it is read, if elsewhere than written.
    pub read: Option<Pointer>,
    /// Where it is written, if elsewhere than read. A field that is only written is private: nobody reads it here.
    pub write: Option<Pointer>,
    /// In which form the backend has it.
    #[serde(rename = "as")]
    pub form: Form,
    /// For fields with a few values: ours and what the backend calls them, `{"published": "approved"}`.
    pub values: BTreeMap<String, Value>,
    /// What stands there when there is nothing, such as `0` or `""`. `null` and a missing field always mean that.
    pub empty: Option<Value>,
    /// What is read when there is nothing.
    pub default: Option<Value>,
    /// In a list: where the value stands in each entry.
    pub each: Option<Pointer>,
    /// For ids that stand for something that the backend keeps elsewhere, such as a blog's tags.
    pub lookup: Option<Table>,
    /// Only texts that begin so count, and are read without it; of a list, the first: `round-`.
    pub prefix: Option<String>,
    /// What the backend calls it in conditions, if not by where it stands.
    pub filter: Option<String>,
    /// What the backend calls it in sort keys, if not by where it stands.
    pub sort: Option<String>,
}

/// In which form a backend has a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// JSON as it is.
    #[default]
    Plain,
    /// A text there, a number here or the other way round: written as a number.
    Number,
    /// A time, written as RFC 3339: `2026-11-24T10:30:00Z`. Times are read in every form named here.
    Time,
    /// A time with a space: `2026-11-24 10:30:00Z`.
    TimeWithSpace,
    /// A time in UTC without saying so: `2026-11-24T10:30:00`.
    TimeWithoutZone,
    /// Milliseconds since 1970.
    EpochMs,
    /// Seconds since 1970.
    EpochS,
    /// A text in HTML.
    Html,
    /// A line of text with the entities and tags of HTML in it, such as a title.
    HtmlLine,
    /// A text without any markup.
    PlainText,
    /// The last part of a page's address; where it does not fit into ours, the id takes its place.
    Slug,
    /// A list of words in one text, with commas between.
    Words,
}

/// A list to look ids up in.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// How the list is read; it is read page by page, once.
    pub list: Call,
    /// Where the id stands in an entry.
    pub id: Pointer,
    /// Where what it stands for is.
    pub value: Pointer,
}
