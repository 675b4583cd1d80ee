//! Reading: a page of a list, a whole list, one thing.

use super::fields;
use super::place::{number, place};
use super::profile::{Call, Envelope, Field, Filter, Method, Operator, ParamLocation, ResourceProfile, Sort};
use super::request::{RequestSpec, query_of};
use super::things::Things;
use super::{Backend, pointer, template};
use crate::domain::resource::{Id, Kind};
use crate::store::query::{Cursor, Is, MAX};
use crate::store::{Page, Query, StoreError, Stored, parse};
use serde_json::{Value, json};

/// One page as the backend has it.
pub(crate) struct Raw {
    pub(crate) items: Vec<Value>,
    pub(crate) total: Option<u64>,
    pub(crate) next: Option<Cursor>,
}

/// What goes into the request for a page.
#[derive(Clone, Default)]
pub(super) struct ListParams {
    parameters: Vec<(String, String)>,
    body: Value,
}

impl ListParams {
    /// Puts a condition, or several sort keys, where the profile says.
    fn put(&mut self, put: &ParamLocation, pieces: Vec<Value>, join: Option<&str>) {
        let texts = || pieces.iter().map(template::text).collect::<Vec<_>>();
        match put {
            _ if pieces.is_empty() => {}
            ParamLocation::Query => {
                let parameters = pieces.iter().filter_map(Value::as_object).flatten();
                self.parameters.extend(parameters.map(|(name, value)| (name.clone(), template::text(value))));
            }
            ParamLocation::Parameter(name) if pieces.iter().all(Value::is_string) => {
                self.parameters.push((name.clone(), texts().join(join.unwrap_or(","))));
            }
            ParamLocation::Parameter(name) => self.parameters.push((name.clone(), merged(pieces).to_string())),
            ParamLocation::Body(at) => {
                // Sort keys are a list, conditions are one object.
                let value = if join.is_some() { Value::Array(pieces) } else { merged(pieces) };
                pointer::put(&mut self.body, at, value);
            }
        }
    }
}

/// Several objects as one.
fn merged(pieces: Vec<Value>) -> Value {
    fn merge(into: &mut Value, piece: Value) {
        match (into, piece) {
            (Value::Object(into), Value::Object(piece)) => {
                for (name, value) in piece {
                    merge(into.entry(name).or_insert(Value::Null), value);
                }
            }
            (into, piece) => *into = piece,
        }
    }
    let mut whole = json!({});
    pieces.into_iter().for_each(|piece| merge(&mut whole, piece));
    whole
}

impl Backend {
    /// A page of the things that a query asks for. Where the backend cannot choose or sort as the
    /// query wants, everything is read and the choice is made here.
    pub async fn list(&self, kind: Kind, query: &Query) -> Result<Page<Stored<Value>>, StoreError> {
        let resource = self.resource(kind)?;
        let call = resource.list.as_ref().ok_or(StoreError::Unsupported)?;
        self.must_be_signed_in(resource.private)?;
        let source = format!("{} {}", self.profile.name, call.path);
        self.prepare(resource).await?;
        let (wanted, is_whole) = self.wanted(resource, query);
        if !is_whole {
            let items = self.things(resource, call, self.whole_list(resource, call, &wanted).await?).await?.things;
            let mut page = query.answer(source, items);
            query.sort(&mut page.items);
            page.total = Some(page.items.len() as u64);
            return Ok(page);
        }
        let before = self.session();
        let mut raw = self.page(resource, call, query, wanted.clone()).await?;
        // To some backends a stranger's list is an empty one.
        if resource.private && raw.items.is_empty() && self.has_new_session(before.as_ref()).await? {
            raw = self.page(resource, call, query, wanted).await?;
        }
        let mut items = self.things(resource, call, raw.items).await?.things;
        // A backend that ignores a condition must not show what was not asked for.
        items.retain(|item| query.asks_for(&item.value));
        Ok(Page { items, source, total: raw.total, next: raw.next })
    }

    /// A page as the backend gives it, whether or not it is what was asked for; nothing where it cannot
    /// choose or sort as the query wants.
    pub(crate) async fn raw(&self, kind: Kind, query: &Query) -> Result<Option<Raw>, StoreError> {
        let resource = self.resource(kind)?;
        let call = resource.list.as_ref().ok_or(StoreError::Unsupported)?;
        self.must_be_signed_in(resource.private)?;
        self.prepare(resource).await?;
        match self.wanted(resource, query) {
            (wanted, true) => self.page(resource, call, query, wanted).await.map(Some),
            (_, false) => Ok(None),
        }
    }

    /// One thing.
    pub async fn get(&self, kind: Kind, id: &Id) -> Result<Stored<Value>, StoreError> {
        let resource = self.resource(kind)?;
        self.must_be_signed_in(resource.private)?;
        let Some(call) = &resource.item else {
            let query = Query { size: Some(1), ..Query::all().with("id", id) };
            return self.list(kind, &query).await?.items.into_iter().next().ok_or(StoreError::NotFound);
        };
        let parts = RequestSpec::of(call, Method::Get);
        let id = self.theirs(resource, "id", id.as_str());
        let own = |name: &str| (name == "id").then(|| id.clone());
        let answer = self.ask(resource, &parts, &own).await?;
        let body = self.body(&parts, &answer, Some(resource))?;
        let item = self.item_in(resource, &body).ok_or(StoreError::NotFound)?;
        let Things { things, .. } = self.things(resource, call, vec![item]).await?;
        things.into_iter().next().ok_or(StoreError::NotFound)
    }

    pub(super) fn envelope<'a>(&'a self, resource: &'a ResourceProfile) -> &'a Envelope {
        resource.envelope.as_ref().unwrap_or(&self.profile.envelope)
    }

    /// The thing in an answer that holds one: by itself, or first in a list.
    pub(crate) fn item_in(&self, resource: &ResourceProfile, body: &Value) -> Option<Value> {
        let found = body.pointer(&self.envelope(resource).item)?;
        match found {
            Value::Array(items) => items.first().cloned(),
            Value::Null => None,
            one => Some(one.clone()),
        }
    }

    /// What the backend has where we have a text.
    pub(crate) fn theirs(&self, resource: &ResourceProfile, field: &str, ours: &str) -> Value {
        let value = Value::from(ours);
        let written = resource.fields.get(field).and_then(|field| fields::write_field(field, &value).flatten());
        written.unwrap_or(value)
    }

    /// What to ask the backend for, and whether that is all that the query asks: what it cannot choose by or
    /// sort by is left out, and done here.
    fn wanted(&self, resource: &ResourceProfile, query: &Query) -> (ListParams, bool) {
        let mut wanted = ListParams::default();
        let mut is_whole = true;
        if let Some(filter) = resource.filter.as_ref().or(self.profile.filter.as_ref()) {
            let known = query.conditions.iter().filter_map(|c| self.condition(filter, resource, c.field, &c.is));
            let pieces: Vec<_> = known.collect();
            is_whole &= pieces.len() == query.conditions.len();
            wanted.put(&filter.put, pieces, filter.join.as_deref());
        } else {
            is_whole &= query.conditions.is_empty();
        }
        if let Some((field, falling)) = query.order {
            let sort = resource.sort.as_ref().or(self.profile.sort.as_ref());
            let key = sort.and_then(|sort| Some((sort, self.sort_key(sort, resource, field, falling)?)));
            match key {
                Some((sort, key)) => wanted.put(&sort.put, vec![key], Some(sort.join.as_deref().unwrap_or(","))),
                None => is_whole = false,
            }
        }
        (wanted, is_whole)
    }

    /// A condition as the backend has it; nothing where it has none of that kind.
    fn condition(&self, filter: &Filter, resource: &ResourceProfile, name: &str, is: &Is) -> Option<Value> {
        let field = resource.fields.get(name)?;
        let theirs = resource.filterable.as_ref().is_none_or(|all| all.iter().any(|one| one == name));
        let called = field.filter.clone().or_else(|| field.name()).filter(|_| theirs)?;
        let write = |value: &Value| fields::write_field(field, value).flatten();
        let time = |time: &chrono::DateTime<chrono::Utc>| Value::from(super::time::written(time));
        let (operator, value) = match is {
            Is::Equal(text) => (Operator::Is, write(&text.as_str().into())?),
            Is::Among(texts) => {
                (Operator::Among, texts.iter().filter_map(|text| write(&text.as_str().into())).collect())
            }
            Is::From(moment) => (Operator::From, write(&time(moment))?),
            Is::Before(moment) => (Operator::Before, write(&time(moment))?),
        };
        let template = filter.conditions.get(&operator)?;
        let quoted = |value: &Value| match (filter.quote, value) {
            (Some(sign), Value::String(text)) => Value::from(quote(text, sign)),
            _ => value.clone(),
        };
        let value = match &value {
            Value::Array(all) => Value::Array(all.iter().map(quoted).collect()),
            one => quoted(one),
        };
        let own = move |name: &str| match name {
            "field" => Some(called.clone().into()),
            "value" | "values" => Some(value.clone()),
            _ => None,
        };
        template::fill_json(template, &self.known(&own)).ok()
    }

    fn sort_key(&self, sort: &Sort, resource: &ResourceProfile, name: &str, falling: bool) -> Option<Value> {
        let field: &Field = resource.fields.get(name)?;
        let theirs = resource.sortable.as_ref().is_none_or(|all| all.iter().any(|one| one == name));
        let called = field.sort.clone().or_else(|| field.name()).filter(|_| theirs)?;
        let own = move |name: &str| (name == "field").then(|| called.clone().into());
        template::fill_json(if falling { &sort.falling } else { &sort.rising }, &self.known(&own)).ok()
    }

    /// Everything of a list, page by page.
    pub(super) async fn whole_list(
        &self,
        resource: &ResourceProfile,
        call: &Call,
        wanted: &ListParams,
    ) -> Result<Vec<Value>, StoreError> {
        let mut items = Vec::new();
        let mut query = Query::all();
        loop {
            let raw = self.page(resource, call, &query, wanted.clone()).await?;
            // A backend may have the same page behind its last one, for ever.
            if raw.items.iter().all(|item| items.contains(item)) {
                return Ok(items);
            }
            items.extend(raw.items);
            match raw.next {
                Some(next) if items.len() < MAX => query.from = Some(next),
                _ => return Ok(items),
            }
        }
    }

    async fn page(
        &self,
        resource: &ResourceProfile,
        call: &Call,
        query: &Query,
        mut wanted: ListParams,
    ) -> Result<Raw, StoreError> {
        let paging = resource.page.as_ref().or(self.profile.page.as_ref());
        let size = paging.map_or(u64::MAX, |paging| paging.size(query.size));
        let index: u64 = query.from.as_ref().and_then(|from| from.0.parse().ok()).unwrap_or(0);
        let tells_next = paging.is_some_and(|paging| paging.next.is_some());
        let cursor = query.from.as_ref().filter(|_| tells_next).map(|from| from.0.clone());
        let own = |name: &str| match name {
            "size" => Some(json!(size)),
            "offset" => Some(json!(index * size)),
            "page" => Some(json!(index + paging.map_or(1, |paging| paging.first))),
            "cursor" => cursor.clone().map(Value::from),
            _ => None,
        };
        let is_url = cursor.as_ref().is_some_and(|cursor| cursor.contains('?'));
        let known = self.known(&own);
        for (name, template) in paging.iter().flat_map(|paging| &paging.query) {
            // The cursor of the first page is not known: what holds it is left out.
            if let Ok(value) = template::fill(template, &known) {
                wanted.parameters.push((name.clone(), value));
            }
        }
        for (at, template) in paging.iter().flat_map(|paging| &paging.body) {
            if let Ok(value) = template::fill_json(&Value::from(template.clone()), &known) {
                pointer::put(&mut wanted.body, at, value);
            }
        }
        let total = resource.total.as_ref().or(self.profile.total.as_ref());
        let asked = total.filter(|_| query.count);
        let mut parts = RequestSpec::of(call, Method::Get);
        if let Some(total) = asked.filter(|total| total.method.is_none()) {
            parts.query.push(&total.query);
            parts.headers.push(&total.headers);
        }
        let body = wanted.body_with(call.body.as_ref());
        parts.template = body.as_ref();
        // An address for the next page brings the whole query along.
        parts.more = match &cursor {
            Some(address) if is_url => {
                parts.query.clear();
                query_of(address)
            }
            _ => wanted.parameters,
        };
        let answer = self.ask(resource, &parts, &own).await?;
        if paging.is_some_and(|paging| self.refusals(None).fits(&paging.beyond, &answer).is_some()) {
            return Ok(Raw { items: Vec::new(), total: None, next: None });
        }
        let body = self.body(&parts, &answer, Some(resource))?;
        let items = self.items(resource, call, &body)?;
        let mut found =
            total.filter(|total| total.method.is_none()).and_then(|total| number(&total.at, &answer, &body));
        if let Some(total) = asked.filter(|total| total.method.is_some()) {
            let mut counting = RequestSpec { method: total.method.unwrap_or(Method::Head), ..parts };
            counting.query.push(&total.query);
            counting.headers.push(&total.headers);
            // What was asked for is here. A number that does not come is not known.
            let answer = self.ask(resource, &counting, &own).await.ok();
            found =
                answer.and_then(|answer| number(&total.at, &answer, &parse::json(&answer.text).unwrap_or_default()));
        }
        let next = match paging {
            None => None,
            Some(paging) => match &paging.next {
                // After an empty page there is nothing, whatever a backend says.
                Some(_) if items.is_empty() => None,
                Some(source) => place(source, &answer, &body).filter(|next| !next.is_empty()).map(Cursor),
                // A page that is not full is the last, unless the total says that there is more.
                None => {
                    let is_full = items.len() as u64 >= size;
                    let more = found.map_or(is_full, |total| index * size + (items.len() as u64) < total);
                    (more && !items.is_empty()).then(|| Cursor((index + 1).to_string()))
                }
            },
        };
        Ok(Raw { items, total: found, next })
    }

    /// The things in the answer to a list.
    fn items(&self, resource: &ResourceProfile, call: &Call, body: &Value) -> Result<Vec<Value>, StoreError> {
        let envelope = self.envelope(resource);
        let list = &envelope.list;
        match (body.pointer(list), &envelope.key) {
            (Some(Value::Array(items)), _) => Ok(items.clone()),
            (Some(Value::Null), Some(_)) => Ok(Vec::new()),
            (Some(Value::Object(entries)), Some(at)) => {
                let item = |(key, item): (&String, &Value)| {
                    let mut item = item.clone();
                    pointer::put(&mut item, at, key.clone().into());
                    item
                };
                Ok(entries.iter().map(item).collect())
            }
            (Some(found), _) => Err(self.malformed(&call.path, list, fields::wrong("a list", found))),
            (None, _) => Err(self.malformed(&call.path, list, "expected a list, found nothing")),
        }
    }
}

impl ListParams {
    /// What is sent: what the call says, with what is wanted in it.
    fn body_with(&self, own: Option<&Value>) -> Option<Value> {
        if self.body.is_null() {
            return own.cloned();
        }
        Some(merged(own.cloned().into_iter().chain([self.body.clone()]).collect()))
    }
}

/// A condition or a sort key where a profile puts it: parameters of the query, or what is sent.
pub(crate) fn placed(
    put: &ParamLocation,
    piece: Value,
    join: Option<&str>,
    own: Option<&Value>,
) -> (Vec<(String, String)>, Option<Value>) {
    let mut wanted = ListParams::default();
    wanted.put(put, vec![piece], join);
    let body = wanted.body_with(own);
    (wanted.parameters, body)
}

/// A text between two signs, with the sign and the backslash in it escaped.
fn quote(text: &str, sign: char) -> String {
    let escaped = text.chars().flat_map(|c| (c == sign || c == '\\').then_some('\\').into_iter().chain([c]));
    [sign].into_iter().chain(escaped).chain([sign]).collect()
}
