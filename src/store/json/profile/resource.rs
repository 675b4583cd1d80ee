//! What a backend keeps of one kind: how it is read and written, and its fields.

use super::{Call, Envelope, Filter, Method, Paging, Pointer, Rule, Sort, Template, Total};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// What the backend keeps of one kind.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct ResourceProfile {
    /// Whether one must be signed in to read it.
    pub private: bool,
    /// Whether one must be signed in to write it. Then whoever wrote something may change and remove it, as far as
    /// the backend lets them; what is private is so, too.
    pub owned: bool,
    /// Of topics: whether the backend shows a reader none before its release. Then whatever it shows is out, also where a
    /// reader's clock is wrong.
    pub withholds: bool,
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

impl ResourceProfile {
    /// Whether one must be signed in to write it.
    pub fn has_owners(&self) -> bool {
        self.private || self.owned
    }
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
    /// What stands there when there is nothing, such as `0` or `""`. `null` and a missing field always mean that;
    /// a new thing is sent without the field, unless something is given here: `null`, too.
    #[serde(deserialize_with = "given")]
    pub empty: Option<Value>,
    /// What is read when there is nothing.
    pub default: Option<Value>,
    /// In a list: where the value stands in each entry.
    pub each: Option<Pointer>,
    /// For ids that stand for something that the backend keeps elsewhere, such as a blog's tags.
    pub lookup: Option<LookupList>,
    /// Only texts that begin so count, and are read without it; of a list, the first: `round-`.
    pub prefix: Option<String>,
    /// What the backend calls it in conditions, if not by where it stands.
    pub filter: Option<String>,
    /// What the backend calls it in sort keys, if not by where it stands.
    pub sort: Option<String>,
}

/// A value that is given, if only as `null`.
fn given<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(value).map(Some)
}

/// In which form a backend has a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// JSON as it is.
    #[default]
    Plain,
    /// A number there, such as an id, that is a text here; also a list of them.
    Number,
    /// A time, written as RFC 3339: `2026-11-24T10:30:00Z`. Times are read in every form named here.
    Time,
    /// A time with a space and milliseconds: `2026-11-24 10:30:00.000Z`.
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
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Table"))]
#[serde(deny_unknown_fields)]
pub struct LookupList {
    /// How the list is read; it is read page by page, once.
    pub list: Call,
    /// Where the id stands in an entry.
    pub id: Pointer,
    /// Where what it stands for is.
    pub value: Pointer,
}
