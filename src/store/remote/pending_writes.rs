//! Writes that are never lost: what somebody wrote is kept here before it is sent,
//! and leaves when the backend has it, or when its author takes it back.
//!
//! Where things are kept comes as a [`KeyValueStorage`], the time and what is random from who calls.

use crate::domain::resource::Kind;
use crate::domain::written;
use crate::platform::KeyValueStorage;
use crate::store::json::{Backend, Created};
use crate::store::{Delivery, Refusal, StoreError, Stored, parse, record, strict};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the name of an entry begins with. Earlier versions called it so, and what they left waits still.
const PENDING: &str = "outbox:";

/// The longest wait between two attempts, unless the backend asks for a longer one.
const LONGEST: Duration = Duration::minutes(5);

/// The longest wait that a backend can ask for. What is further away comes from a clock that was
/// wrong and is not any more.
const PATIENCE: Duration = Duration::hours(1);

/// Something that was written and is not known to have arrived.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PendingWrite {
    /// The name of its kind.
    kind: String,
    /// The thing, with its private fields.
    pub thing: Value,
    /// When it was written, by this machine's clock.
    #[serde(deserialize_with = "written::read")]
    made: DateTime<Utc>,
    /// How often it was sent. From the first time on it may have arrived.
    pub attempts: u32,
    /// Before when it is not sent again.
    #[serde(default, deserialize_with = "written::perhaps")]
    next: Option<DateTime<Utc>>,
    /// Why it will not be sent again, until its author has seen to it.
    pub refused: Option<Refusal>,
    /// Who wrote it, where only they may.
    #[serde(default)]
    pub owner: Option<String>,
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is stored, and stands there so.
    Stored(Stored<Value>),
    /// It was there already.
    There,
    /// It did not go through; it is tried again.
    Later(StoreError),
    /// The backend does not take it.
    Refused(StoreError),
}

/// What waits to be sent.
pub struct PendingWrites<'a> {
    storage: &'a dyn KeyValueStorage,
}

impl PendingWrite {
    /// A thing that was just written.
    pub fn new(kind: Kind, thing: Value, now: DateTime<Utc>) -> Self {
        Self { kind: kind.name().to_owned(), thing, made: now, attempts: 0, next: None, refused: None, owner: None }
    }

    /// Its kind.
    pub fn kind(&self) -> Option<Kind> {
        Kind::named(&self.kind)
    }

    /// Whether it waits, or was refused.
    pub fn delivery(&self) -> Delivery {
        self.refused.clone().map_or(Delivery::Waiting, Delivery::Refused)
    }

    /// The thing as others may read it.
    pub fn public(&self) -> Value {
        self.kind().map_or(Value::Null, |kind| record::without_private(kind, self.thing.clone()))
    }

    fn name(&self) -> String {
        format!("{PENDING}{}:{}", self.kind, self.thing["id"].as_str().unwrap_or_default())
    }

    /// How long until it is sent again; nothing where it was refused.
    pub fn due_in(&self, now: DateTime<Utc>) -> Option<Duration> {
        self.refused.is_none().then(|| self.wait(now))
    }

    /// How long until it may be sent again.
    fn wait(&self, now: DateTime<Utc>) -> Duration {
        let wait = self.next.map_or_else(Duration::zero, |next| next - now);
        if wait > PATIENCE { Duration::zero() } else { wait.max(Duration::zero()) }
    }

    /// After an attempt that failed, `random` being from 0 up to 1: twice as long each time, with some
    /// chance in it, so that not everybody comes back at once.
    fn put_off(&mut self, asked: Option<u32>, now: DateTime<Utc>, random: f64) {
        let doubled = Duration::seconds(1_i64 << self.attempts.min(9)).min(LONGEST);
        let asked = asked.map_or_else(Duration::zero, |seconds| Duration::seconds(seconds.into()));
        let milliseconds = doubled.num_milliseconds() as f64 * (0.5 + random);
        #[allow(clippy::cast_possible_truncation, reason = "at most seven and a half minutes")]
        let chance = Duration::milliseconds(milliseconds as i64);
        self.next = Some(now + chance.max(asked).min(PATIENCE));
    }
}

impl<'a> PendingWrites<'a> {
    /// What waits in a storage.
    pub fn on(storage: &'a dyn KeyValueStorage) -> Self {
        Self { storage }
    }

    /// Everything in it, in the order in which it was written.
    pub fn entries(&self) -> Vec<PendingWrite> {
        let mut entries: Vec<PendingWrite> =
            self.storage.all(PENDING).into_iter().filter_map(|(_, text)| read(&text)).collect();
        entries.sort_by_key(|entry| (entry.made, entry.name()));
        entries
    }

    /// Keeps an entry, new or as it is now.
    pub fn keep(&self, entry: &PendingWrite) -> Result<(), StoreError> {
        Ok(self.storage.keep(&entry.name(), &serde_json::to_value(entry).unwrap_or_default().to_string())?)
    }

    /// Lets go of an entry.
    pub fn forget(&self, entry: &PendingWrite) {
        self.storage.forget(&entry.name());
    }

    /// The entry of a thing.
    pub fn entry(&self, kind: Kind, id: &str) -> Option<PendingWrite> {
        read(&self.storage.get(&format!("{PENDING}{}:{id}", kind.name()))?)
    }

    /// Lets everything be sent again now, because the network is back.
    pub fn hurry(&self) {
        for entry in self.entries().into_iter().filter(|entry| entry.refused.is_none()) {
            let _ = self.keep(&PendingWrite { next: None, ..entry });
        }
    }

    /// Sends an entry once and puts down what came of it.
    pub async fn send(
        &self,
        mut entry: PendingWrite,
        backend: &Backend,
        now: impl Fn() -> DateTime<Utc>,
        random: f64,
    ) -> Outcome {
        let Some(kind) = entry.kind() else { return Outcome::Refused(StoreError::Unsupported) };
        entry.attempts += 1;
        // That it was tried is written down first: whoever finds it after this tab was closed knows that
        // it may have arrived. Where that cannot be kept it is sent all the same.
        let _ = self.keep(&entry);
        let outcome = match backend.create(kind, &entry.thing).await {
            Ok(Created::Stored(stored)) => Outcome::Stored(stored),
            Ok(Created::There) => Outcome::There,
            Err(error) if is_passing(&error) => Outcome::Later(error),
            Err(error) => Outcome::Refused(error),
        };
        match &outcome {
            Outcome::Stored(_) | Outcome::There => self.forget(&entry),
            Outcome::Later(error) => {
                let asked = match error {
                    StoreError::TooMany { wait } => *wait,
                    _ => None,
                };
                entry.put_off(asked, now(), random);
                let _ = self.keep(&entry);
            }
            Outcome::Refused(error) => {
                entry.refused = Some(Refusal::of(error));
                let _ = self.keep(&entry);
            }
        }
        outcome
    }

    /// The entries that may be sent now.
    pub fn due(&self, now: DateTime<Utc>) -> Vec<PendingWrite> {
        let is_due = |entry: &PendingWrite| entry.due_in(now).is_some_and(|wait| wait.is_zero());
        self.entries().into_iter().filter(is_due).collect()
    }
}

/// An entry as it is kept; nothing where it is damaged.
fn read(text: &str) -> Option<PendingWrite> {
    let entry: PendingWrite = strict::read(&parse::json(text).ok()?).ok()?;
    Some(PendingWrite { refused: entry.refused.map(Refusal::as_kept), ..entry })
}

/// The kind of what is kept under a name, if it waits to be sent.
pub fn kind_of(name: &str) -> Option<Kind> {
    Kind::named(name.strip_prefix(PENDING)?.split(':').next()?)
}

/// Whether the same request may go through later. Somebody who is not signed in signs in again; what
/// they wrote waits for that.
fn is_passing(error: &StoreError) -> bool {
    match error {
        StoreError::Offline(_) | StoreError::TimedOut(_) | StoreError::TooMany { .. } => true,
        StoreError::NotSignedIn | StoreError::SessionRefused(_) => true,
        // A gateway's page instead of an answer: what was sent may have arrived.
        StoreError::Malformed { .. } => true,
        StoreError::Unavailable { status, .. } => *status >= 500 || *status == 408,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::fake::MemoryStorage;
    use proptest::prelude::*;
    use serde_json::json;

    fn moment(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
    }

    fn entry(id: &str, at: i64) -> PendingWrite {
        PendingWrite::new(Kind::Comments, json!({ "id": id, "text": "x", "email": "a@b.org" }), moment(at))
    }

    #[test]
    fn entries_are_kept_in_the_order_in_which_they_were_written() {
        let storage = MemoryStorage::default();
        let pending = PendingWrites::on(&storage);
        for (id, at) in [("b", 2), ("a", 3), ("c", 1)] {
            pending.keep(&entry(id, at)).unwrap();
        }
        storage.keep("outbox:comments:damaged", "{").unwrap();
        let ids: Vec<_> = pending.entries().iter().map(|entry| entry.thing["id"].clone()).collect();
        assert_eq!(ids, ["c", "b", "a"]);
        assert_eq!(pending.entry(Kind::Comments, "a"), Some(entry("a", 3)));
        pending.forget(&entry("a", 3));
        assert_eq!(pending.entry(Kind::Comments, "a"), None);
    }

    #[test]
    fn what_waits_is_shown_without_its_address() {
        assert_eq!(entry("a", 0).public(), json!({ "id": "a", "text": "x" }));
    }

    #[test]
    fn a_clock_that_was_wrong_by_a_day_holds_nothing_back() {
        let mut ahead = entry("a", 86_400);
        ahead.put_off(None, moment(86_400), 0.5);
        assert!(ahead.wait(moment(0)).is_zero(), "the clock was a day ahead");
        let mut behind = entry("a", -86_400);
        behind.put_off(None, moment(-86_400), 0.5);
        assert!(behind.wait(moment(0)).is_zero(), "the clock was a day behind");
    }

    proptest! {
        #[test]
        fn a_wait_is_never_too_long_and_never_shorter_than_asked(
            attempts in 1_u32..100, random in 0.0_f64..1.0, asked in prop::option::of(0_u32..3600),
        ) {
            let mut entry = PendingWrite { attempts, ..entry("a", 0) };
            entry.put_off(asked, moment(0), random);
            let wait = entry.wait(moment(0));
            prop_assert!(wait >= Duration::seconds(asked.unwrap_or(0).into()));
            prop_assert!(wait <= LONGEST * 3 / 2 || asked.is_some_and(|asked| wait == Duration::seconds(asked.into())));
            prop_assert!(wait >= Duration::seconds(1), "never at once");
        }
    }
}
