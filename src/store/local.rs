//! Demo mode: the programme's files, and over them what this browser keeps.

use super::drafts;
use super::ownership;
use super::parse;
use super::record::{self, Record, SCHEMA, Unreadable};
use super::{Ability, ChangeListener, DataStore, LocalFuture, Page, Private, Query, Sent, StoreError, Stored};
use crate::domain::person::Email;
use crate::domain::resource::{Id, Kind};
use crate::platform::browser::{self, all_kept, forget, keep, kept};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::future::ready;
use std::rc::Rc;

/// The demo's data.
#[derive(Default)]
pub struct LocalStore {
    /// The programme's files, as they are read, by their path.
    files: RefCell<Vec<(String, Rc<Vec<Value>>)>>,
    watchers: RefCell<Vec<ChangeListener>>,
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Things that were not here.
    pub added: usize,
    /// Things that stand here already; they stay as they are.
    pub present: usize,
}

/// Under which name a thing is kept.
fn name(kind: Kind, id: &str) -> String {
    format!("record:{}:{id}", kind.name())
}

/// The programme's file of a kind.
fn path(kind: Kind) -> String {
    format!("demo/{}.json", kind.name())
}

/// The kind of what is kept under a name.
fn kind_of(name: &str) -> Option<Kind> {
    Kind::named(name.strip_prefix("record:")?.split(':').next()?)
}

/// What is told of a thing that was stored here.
fn sent(value: &Value) -> Sent {
    let id = Id::try_from(value["id"].as_str().unwrap_or_default().to_owned());
    Sent::Stored { id: id.unwrap_or_else(|_| Id::from_random([0; 16])), held: value["state"] == "held" }
}

impl DataStore for LocalStore {
    fn list(&self, kind: Kind, query: Query) -> LocalFuture<'_, Result<Page<Stored<Value>>, StoreError>> {
        Box::pin(async move { self.listed(kind, &query).await })
    }

    fn create(&self, kind: Kind, thing: Value, private: Value) -> LocalFuture<'_, Result<Sent, StoreError>> {
        Box::pin(ready(self.created(kind, thing, private)))
    }

    fn update<'a>(
        &'a self,
        kind: Kind,
        thing: Value,
        revision: &'a str,
        private: Private,
    ) -> LocalFuture<'a, Result<(), StoreError>> {
        Box::pin(self.updated(kind, thing, revision, private))
    }

    fn remove<'a>(&'a self, kind: Kind, id: &'a Id) -> LocalFuture<'a, Result<(), StoreError>> {
        Box::pin(self.removed(kind, id))
    }

    fn new_id(&self, _: Kind) -> Id {
        Id::from_random(browser::random())
    }

    fn can(&self, _: Kind, ability: Ability) -> bool {
        // Its clock can be moved.
        ability != Ability::Withhold
    }

    fn watch(&self, changed: ChangeListener) {
        self.watchers.borrow_mut().push(changed);
    }

    fn read_anew(&self) {
        self.files.borrow_mut().clear();
    }
}

impl LocalStore {
    /// The demo of this site, watching what other tabs do.
    pub fn open() -> Rc<Self> {
        let demo = Rc::new(Self::default());
        let watching = Rc::downgrade(&demo);
        browser::on_change_elsewhere(move |name| {
            let Some(demo) = watching.upgrade() else { return };
            match name {
                Some(name) => kind_of(&name).into_iter().for_each(|kind| demo.changed(kind)),
                None => Kind::ALL.into_iter().for_each(|kind| demo.changed(kind)),
            }
        });
        demo
    }

    fn changed(&self, kind: Kind) {
        self.watchers.borrow().iter().for_each(|watcher| watcher(kind));
    }

    async fn file(&self, path: String) -> Result<Rc<Vec<Value>>, StoreError> {
        if let Some((_, file)) = self.files.borrow().iter().find(|(there, _)| *there == path) {
            return Ok(Rc::clone(file));
        }
        let text = browser::file(&path).await?;
        let whole = parse::json(&text).map_err(|e| StoreError::malformed(&path, "", e))?;
        let Value::Array(values) = whole else {
            return Err(StoreError::malformed(&path, "", "expected a list"));
        };
        let file = Rc::new(values);
        self.files.borrow_mut().push((path, Rc::clone(&file)));
        Ok(file)
    }

    /// The files that hold what a query asks for. Comments have one for each topic, named after its address, so
    /// that who reads one topic does not wait for the words under all the others.
    async fn paths(&self, kind: Kind, query: &Query) -> Result<Vec<String>, StoreError> {
        if kind != Kind::Comments {
            return Ok(vec![path(kind)]);
        }
        let topics = self.file(path(Kind::Topics)).await?;
        let about = query.equal("topic");
        let wanted = topics.iter().filter(|topic| about.is_none_or(|id| topic["id"].as_str() == Some(id)));
        Ok(wanted.filter_map(|topic| Some(format!("demo/comments/{}.json", topic["slug"].as_str()?))).collect())
    }

    async fn in_files(&self, kind: Kind, id: &Value) -> Result<Option<Value>, StoreError> {
        for path in self.paths(kind, &Query::all()).await? {
            if let Some(there) = self.file(path).await?.iter().find(|there| there["id"] == *id) {
                return Ok(Some(there.clone()));
            }
        }
        Ok(None)
    }

    /// The record of a thing; of one in a file that nobody has changed, a record that was written no time.
    async fn record(&self, kind: Kind, id: &Value) -> Result<Record, StoreError> {
        let name = name(kind, id.as_str().unwrap_or_default());
        let record = match kept(&name) {
            Some(text) => Record::parse(kind, &text).map_err(|e| StoreError::malformed(&name, "", e))?,
            None => {
                let value = self.in_files(kind, id).await?.ok_or(StoreError::NotFound)?;
                Record { schema: SCHEMA, revision: 0, mine: true, gone: false, value }
            }
        };
        if record.gone { Err(StoreError::NotFound) } else { Ok(record) }
    }

    fn records(kind: Kind) -> Vec<Record> {
        all_kept(&name(kind, "")).iter().filter_map(|(_, text)| Record::parse(kind, text).ok()).collect()
    }

    async fn listed(&self, kind: Kind, query: &Query) -> Result<Page<Stored<Value>>, StoreError> {
        let kept = Self::records(kind).into_iter().filter(|r| query.asks_for(&r.value)).collect();
        let mut wanted = Vec::new();
        let mut source = String::new();
        for path in self.paths(kind, query).await? {
            let file = self.file(path.clone()).await?;
            wanted.extend(file.iter().filter(|value| query.asks_for(value)).cloned());
            source = path;
        }
        Ok(query.answer(source, record::overlay(kind, &wanted, kept)))
    }

    fn created(&self, kind: Kind, value: Value, private: Value) -> Result<Sent, StoreError> {
        let address = |value: &Value| value["email"].as_str().and_then(|text| Email::parse(text).ok());
        if kind == Kind::Waitlist
            && let Some(email) = address(&private)
            && let Some(there) =
                Self::records(kind).iter().find(|r| address(&r.value).is_some_and(|other| other.same(&email)))
        {
            // Only who put the address on the list here learns that it is there.
            return if there.mine { Err(StoreError::AlreadyThere) } else { Ok(sent(&value)) };
        }
        let sent = sent(&value);
        let name = name(kind, value["id"].as_str().unwrap_or_default());
        let value = record::with_private(value, private);
        let record = Record { schema: SCHEMA, revision: 1, mine: true, gone: false, value };
        keep(&name, &record.text())?;
        self.changed(kind);
        Ok(sent)
    }

    async fn updated(&self, kind: Kind, value: Value, revision: &str, private: Private) -> Result<(), StoreError> {
        let name = name(kind, value["id"].as_str().unwrap_or_default());
        let before = self.record(kind, &value["id"]).await?;
        if before.revision.to_string() != revision {
            return Err(StoreError::Conflict { current: Some(Box::new(record::without_private(kind, before.value))) });
        }
        let fields = kind.private_fields().filter(|_| private == Private::Kept);
        let private: Value =
            fields.filter_map(|field| Some((field.to_owned(), before.value.get(field)?.clone()))).collect();
        let record = Record { revision: before.revision + 1, value: record::with_private(value, private), ..before };
        keep(&name, &record.text())?;
        self.changed(kind);
        Ok(())
    }

    async fn removed(&self, kind: Kind, id: &Id) -> Result<(), StoreError> {
        let name = name(kind, id.as_str());
        let id = id.as_str().into();
        let record = self.record(kind, &id).await?;
        match self.in_files(kind, &id).await? {
            // The file still has it: that it is gone stands over that. Of what is somebody's own, no word stays.
            Some(_) => {
                let is_own = ownership::kinds().any(|own| own == kind);
                let value = if is_own { json!({ "id": id }) } else { record.value };
                keep(&name, &Record { gone: true, revision: record.revision + 1, value, ..record }.text())?;
            }
            None => forget(&name),
        }
        self.changed(kind);
        Ok(())
    }

    /// What anybody may read and what was written in this browser, without what
    /// is never shown, as the text of one file.
    pub async fn export(&self) -> Result<String, StoreError> {
        let mut all = Vec::new();
        for kind in Kind::ALL {
            let items = self.listed(kind, &Query::all()).await?.items.into_iter();
            all.push((
                kind,
                items
                    .filter(|item| ownership::is_public(kind, &item.value) || item.mine)
                    .map(|item| item.value)
                    .collect(),
            ));
        }
        Ok(format!("{:#}", record::export(all)))
    }

    /// Adds what an export holds and this browser does not. What is here stays
    /// as it is, and a file that is wrong in one place adds nothing at all.
    pub async fn import(&self, text: &str) -> Result<Imported, StoreError> {
        let things = record::read_export(text).map_err(|error| StoreError::malformed("import", "", error))?;
        let mut done = Imported::default();
        let mut written = Vec::new();
        for (kind, id, value) in things {
            let name = name(kind, id.as_str());
            let in_file = self.in_files(kind, &value["id"]).await?.is_some();
            if in_file || kept(&name).is_some() {
                done.present += 1;
                continue;
            }
            let record = Record { schema: SCHEMA, revision: 1, mine: false, gone: false, value };
            if let Err(error) = keep(&name, &record.text()) {
                written.iter().for_each(|name: &String| forget(name));
                return Err(error.into());
            }
            written.push(name);
            done.added += 1;
        }
        Kind::ALL.into_iter().for_each(|kind| self.changed(kind));
        Ok(done)
    }

    /// Forgets everything that was written in this browser.
    pub fn reset(&self) {
        all_kept("record:").iter().for_each(|(name, _)| forget(name));
        drafts::forget_all();
        Kind::ALL.into_iter().for_each(|kind| self.changed(kind));
    }

    /// The records that cannot be read: what is kept, and why it is of no use.
    /// They stay where they are until somebody decides.
    pub fn damaged(&self) -> Vec<(String, String, Unreadable)> {
        let unreadable = |(name, text): (String, String)| match kind_of(&name) {
            Some(kind) => Record::parse(kind, &text).err().map(|why| (name, text, why)),
            None => None,
        };
        all_kept("record:").into_iter().filter_map(unreadable).collect()
    }

    /// Forgets the records that cannot be read.
    pub fn discard_damaged(&self) {
        self.damaged().iter().for_each(|(name, _, _)| forget(name));
        Kind::ALL.into_iter().for_each(|kind| self.changed(kind));
    }
}
