//! Writing: a new thing, a change, a removal, a file.

use super::fields;
use super::profile::{Call, Ids, Method, Pointer, Reply, ResourceProfile, Write};
use super::request::RequestSpec;
use super::things::Things;
use super::{Backend, Session, pointer, template};
use crate::domain::resource::{Id, Kind};
use crate::platform::http::{Body, File, Response};
use crate::store::record::without_private;
use crate::store::{Delivery, Private, StoreError, Stored};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What came of a new thing.
#[derive(Clone, Debug, PartialEq)]
pub enum Created {
    /// It is stored, and stands there so.
    Stored(Stored<Value>),
    /// It is there already: an earlier attempt arrived, or somebody else's is the same.
    There,
}

impl Backend {
    /// Stores a new thing, with the fields that are kept and never read back. Its id is ours
    /// where the backend takes ids from us; else it is the backend's, in what comes back.
    pub async fn create(&self, kind: Kind, thing: &Value) -> Result<Created, StoreError> {
        let resource = self.resource(kind)?;
        let write = resource.create.as_ref().ok_or(StoreError::Unsupported)?;
        self.must_be_signed_in(resource.has_owners())?;
        let before = self.session();
        self.prepare(resource).await?;
        let thing = &match self.with_files_stored(kind, resource, thing).await {
            Ok(thing) => thing,
            Err(error) => return Err(self.or_not_signed_in(resource, before.as_ref(), error).await),
        };
        let ours = resource.ids != Ids::Backend;
        let id = self.theirs(resource, "id", thing["id"].as_str().unwrap_or_default());
        let own = |name: &str| (ours && name == "id").then(|| id.clone());
        let mut parts = RequestSpec::of_write(write, Method::Post);
        parts.body = self.sent(resource, write, thing, &own, ours, None).await?;
        let answer = self.ask_to_write(&parts, &own).await?;
        if !answer.is_good() {
            return match self.refused(Some(resource), &answer) {
                StoreError::AlreadyThere => Ok(Created::There),
                error => Err(self.or_not_signed_in(resource, before.as_ref(), error).await),
            };
        }
        let mut stored = match self.written(kind, resource, write, thing, &parts, &answer).await {
            // The backend says in JSON what it stored, if not as the profile expects: to send it again would store it
            // twice. A page of a gateway's in its place says nothing of the kind.
            Err(StoreError::Malformed { .. }) if !ours && is_thing(&answer) => return Ok(Created::There),
            other => other?,
        };
        if write.held {
            stored.value["state"] = json!("held");
        }
        Ok(Created::Stored(Stored { mine: true, ..stored }))
    }

    /// A refusal, or that nobody is signed in any more: to some backends who has a session that has ended is a stranger.
    /// With a new one it can go out.
    async fn or_not_signed_in(
        &self,
        resource: &ResourceProfile,
        before: Option<&Session>,
        error: StoreError,
    ) -> StoreError {
        if !matches!(error, StoreError::NotAllowed | StoreError::NotFound | StoreError::Invalid { .. })
            || !resource.has_owners()
        {
            return error;
        }
        match self.has_new_session(before).await {
            Ok(false) => error,
            Ok(true) => StoreError::NotSignedIn,
            Err(other) => other,
        }
    }

    /// Puts a new version in the place of the revision that was read. What the new version does not have is
    /// emptied; of the fields that are never read back `private` tells whether.
    pub async fn update(
        &self,
        kind: Kind,
        thing: &Value,
        revision: &str,
        private: Private,
    ) -> Result<Stored<Value>, StoreError> {
        let resource = self.resource(kind)?;
        let write = resource.update.as_ref().ok_or(StoreError::Unsupported)?;
        self.must_be_signed_in(resource.has_owners())?;
        let id = self.theirs(resource, "id", thing["id"].as_str().unwrap_or_default());
        self.prepare(resource).await?;
        let number: Option<i64> = revision.parse().ok();
        let own = |name: &str| match name {
            "id" => Some(id.clone()),
            // A number that was read goes back as a number.
            "revision" => Some(number.map_or_else(|| revision.into(), Value::from)),
            "next" => Some((number? + 1).into()),
            _ => None,
        };
        let mut parts = RequestSpec::of_write(write, Method::Patch);
        let clears = |name: &str| private == Private::Erased || !kind.keeps_private(name);
        parts.body = self.sent(resource, write, thing, &own, false, Some(&clears)).await?;
        let answer = self.ask_to_write(&parts, &own).await?;
        if let Some(rule) = &resource.revision
            && self.refusals(Some(resource)).fits(&rule.conflict, &answer).is_some()
        {
            return Err(self.conflict(kind, resource, thing, revision, &answer).await);
        }
        self.written(kind, resource, write, thing, &parts, &answer).await
    }

    /// Who changed it, and to what? The answer says so, or it is read again.
    async fn conflict(
        &self,
        kind: Kind,
        resource: &ResourceProfile,
        thing: &Value,
        revision: &str,
        answer: &Response,
    ) -> StoreError {
        let rule = resource.revision.as_ref().and_then(|rule| rule.current.as_ref());
        let told = rule.and_then(|at| crate::store::parse::json(&answer.text).ok()?.pointer(at).cloned());
        if let (Some(item), Some(call)) = (told, &resource.list)
            && let Ok(Things { things, .. }) = self.things(resource, call, vec![item]).await
        {
            return StoreError::Conflict { current: things.into_iter().next().map(|stored| Box::new(stored.value)) };
        }
        let Ok(id) = Id::try_from(thing["id"].as_str().unwrap_or_default().to_owned()) else {
            return StoreError::NotFound;
        };
        match self.get(kind, &id).await {
            // Nothing changed it: whoever may read it may not change it.
            Ok(stored) if stored.revision == revision => StoreError::NotAllowed,
            Ok(stored) => StoreError::Conflict { current: Some(Box::new(stored.value)) },
            Err(StoreError::NotAllowed | StoreError::Unsupported) => StoreError::Conflict { current: None },
            Err(error) => error,
        }
    }

    /// Removes a thing.
    pub async fn remove(&self, kind: Kind, id: &Id) -> Result<(), StoreError> {
        let resource = self.resource(kind)?;
        let call = resource.remove.as_ref().ok_or(StoreError::Unsupported)?;
        self.must_be_signed_in(resource.has_owners())?;
        let id = self.theirs(resource, "id", id.as_str());
        let own = |name: &str| (name == "id").then(|| id.clone());
        let parts = RequestSpec::of(call, Method::Delete);
        let answer = self.ask_to_write(&parts, &own).await?;
        if answer.is_good() {
            return Ok(());
        }
        Err(self.refused(Some(resource), &answer))
    }

    /// Stores a file. Gives the address under which it can be had.
    pub async fn upload(&self, kind: Kind, mut file: File) -> Result<String, StoreError> {
        let resource = self.resource(kind)?;
        let upload = resource.upload.as_ref().ok_or(StoreError::Unsupported)?;
        self.must_be_signed_in(resource.has_owners())?;
        self.prepare(resource).await?;
        let name = file.name.clone();
        let own = move |wanted: &str| (wanted == "name").then(|| name.clone().into());
        let mut headers = upload.headers.clone();
        // What the profile says of the type stands over what the file does: there is one such header.
        if let Some(name) = headers.keys().find(|name| name.eq_ignore_ascii_case("content-type")).cloned() {
            file.media_type = headers.remove(&name).unwrap_or_default();
        }
        let call = Call { headers, ..Call::to(&upload.path) };
        let mut parts = RequestSpec::of(&call, Method::Post);
        parts.body = match &upload.part {
            None => Body::File(file),
            Some(part) => Body::Form(self.filled(&call.path, &upload.fields, &own)?, part.clone(), file),
        };
        let answer = self.ask_to_write(&parts, &own).await?;
        let body = self.body(&parts, &answer, Some(resource))?;
        let in_answer = |name: &str| match name {
            "base" => Some(self.profile.base.clone().into()),
            at => body.pointer(at).map(|found| template::text(found).into()),
        };
        template::fill(&upload.url, &in_answer).map_err(|at| self.malformed(&call.path, &at, "nothing is there"))
    }

    /// A new thing whose files, which came as `data:` addresses, are stored where the backend takes files; elsewhere they
    /// stay in the thing. What is sent again after a lost answer has its files stored again.
    async fn with_files_stored(
        &self,
        kind: Kind,
        resource: &ResourceProfile,
        thing: &Value,
    ) -> Result<Value, StoreError> {
        let mut thing = thing.clone();
        let fields = kind.file_fields().filter(|_| resource.upload.is_some());
        for field in fields {
            let name = format!("{}-{field}", thing["id"].as_str().unwrap_or_default());
            if let Some(file) = thing[field].as_str().and_then(|text| file_in(text, &name)) {
                thing[field] = self.upload(kind, file).await?.into();
            }
        }
        Ok(thing)
    }

    fn filled(
        &self,
        path: &str,
        fields: &BTreeMap<String, String>,
        own: &dyn Fn(&str) -> Option<Value>,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let known = self.known(own);
        let one = |(name, value): (&String, &String)| Ok((name.clone(), template::fill(value, &known)?));
        let all: Result<_, String> = fields.iter().map(one).collect();
        all.map_err(|name| self.malformed(path, "", format!("{{{name}}} is not known")))
    }

    /// What is sent: the fields, and what the profile sets beside them.
    async fn sent(
        &self,
        resource: &ResourceProfile,
        write: &Write,
        thing: &Value,
        own: &dyn Fn(&str) -> Option<Value>,
        with_id: bool,
        clears: Option<&dyn Fn(&str) -> bool>,
    ) -> Result<Body, StoreError> {
        // What cannot even be sent will not be taken later either.
        let misfit = |misfit: fields::FieldMismatch| self.unfit(format!("{}: {}", misfit.field, misfit.found));
        let item =
            fields::write(thing, resource, &self.look_up_lists(resource).await?, with_id, clears).map_err(misfit)?;
        let mut whole = Value::Object(Map::new());
        let send = &self.envelope(resource).send;
        if send.is_empty() {
            whole = item;
        } else {
            pointer::put(&mut whole, send, item);
        }
        let known = self.known(own);
        for (at, template) in &write.set {
            let value = template::fill_json(template, &known);
            let value = value.map_err(|name| self.unfit(format!("{at}: {{{name}}} is not known")))?;
            pointer::put(&mut whole, at, value);
        }
        Ok(Body::Json(whole.to_string()))
    }

    /// The thing as it stands after a write.
    async fn written(
        &self,
        kind: Kind,
        resource: &ResourceProfile,
        write: &Write,
        thing: &Value,
        parts: &RequestSpec<'_>,
        answer: &Response,
    ) -> Result<Stored<Value>, StoreError> {
        let sent = Stored {
            value: without_private(kind, thing.clone()),
            revision: String::new(),
            mine: false,
            delivery: Delivery::Sent,
        };
        let body = match &write.reply {
            Reply::Nothing if answer.is_good() => return Ok(sent),
            _ => self.body(parts, answer, Some(resource))?,
        };
        if body.is_null() {
            // It is stored, whatever the profile expected to hear of it.
            return Ok(sent);
        }
        if let Reply::Receipt(places) = &write.reply {
            return self.with_receipt(sent, resource, places, parts.path, &body);
        }
        let at = &self.envelope(resource).item;
        let item = match &write.reply {
            Reply::First => self.item_in(resource, &body),
            _ => body.pointer(at).filter(|item| item.is_object()).cloned(),
        };
        let item = item.ok_or_else(|| self.malformed(parts.path, at, fields::wrong("what was stored", &body)))?;
        let call = resource.list.clone().unwrap_or_else(|| Call::to(parts.path));
        let Things { mut things, odd } = self.things(resource, &call, vec![item]).await?;
        // What was stored is not shown otherwise than it is there.
        if let Some(error) = odd.into_iter().next() {
            return Err(error);
        }
        let read = things.remove(0);
        let mut value = sent.value;
        if let (Some(all), Value::Object(fields)) = (value.as_object_mut(), read.value) {
            all.extend(fields);
        }
        Ok(Stored { value, ..read })
    }

    /// What was sent, with what the backend's receipt tells of it.
    fn with_receipt(
        &self,
        mut sent: Stored<Value>,
        resource: &ResourceProfile,
        places: &BTreeMap<String, Pointer>,
        path: &str,
        receipt: &Value,
    ) -> Result<Stored<Value>, StoreError> {
        let text_of = |html: &str| self.transport.text_of(html);
        let reading = fields::Reading { text_of: &text_of, looked_up: &BTreeMap::new() };
        for (name, at) in places {
            let Some(field) = resource.fields.get(name) else { continue };
            let found = fields::read_field(name, field, receipt.pointer(at), &reading)
                .map_err(|found| self.malformed(path, at, format!("{name}: {found}")))?;
            if let Some(found) = found {
                sent.value[name] = found;
            }
        }
        Ok(sent)
    }
}

/// The file that a `data:` address holds (RFC 2397, in base64), under a name.
fn file_in(address: &str, name: &str) -> Option<File> {
    let (media_type, data) = address.strip_prefix("data:")?.split_once(";base64,")?;
    let ending = media_type.rsplit('/').next()?;
    let bytes = BASE64_STANDARD.decode(data).ok()?;
    Some(File { name: format!("{name}.{ending}"), media_type: media_type.to_owned(), bytes })
}

/// Whether an answer is an object or a list, and not a page or half of one.
fn is_thing(answer: &Response) -> bool {
    crate::store::parse::json(&answer.text).is_ok_and(|body| body.is_object() || body.is_array())
}
