//! What was read of backends, and when it is read again.
//!
//! Everything has its place in one order: a question is put at a number, and so is every change. An answer is fresh as
//! long as nothing of its kind has changed since its question was put.

use crate::domain::resource::Kind;
use crate::store::json::Backend;
use crate::store::query::MAX;
use crate::store::single_flight::SingleFlight;
use crate::store::{Page, Query, StoreError, Stored};
use chrono::{DateTime, Duration, Utc};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// After this time others may have commented.
const COMMENTS_STAY_FRESH: Duration = Duration::minutes(2);

/// So many pages are read on of which nothing was asked for.
const MOST_PAGES: u64 = 100;

/// Answers by their questions.
#[derive(Default)]
pub struct QueryCache {
    number: Cell<u64>,
    /// When things of a kind changed last.
    changes: RefCell<BTreeMap<Kind, u64>>,
    /// Since when everything is to be read anew.
    anew: Cell<u64>,
    answers: RefCell<Vec<Answer>>,
    flights: RefCell<Vec<(Flight, Rc<SingleFlight<Read>>)>>,
}

type Read = Result<Page<Stored<Value>>, StoreError>;

/// Who asks for what.
#[derive(Clone, PartialEq)]
struct Question {
    kind: Kind,
    query: Query,
    /// Who is signed in; with no name where the backend tells none.
    reader: Option<String>,
}

/// A question that is being asked. Who asks after a change asks anew.
#[derive(PartialEq)]
struct Flight {
    question: Question,
    pages: u64,
    since: u64,
}

/// What was read.
#[derive(Clone)]
struct Answer {
    question: Question,
    /// How many pages of it.
    pages: u64,
    page: Page<Stored<Value>>,
    /// When its first page was asked for: in the order of everything, and by this machine's clock.
    asked: u64,
    at: DateTime<Utc>,
}

fn reader(backend: &Backend) -> Option<String> {
    backend.session().map(|session| session.id().unwrap_or_default())
}

impl QueryCache {
    /// Things of a kind have changed.
    pub fn changed(&self, kind: Kind) {
        self.changes.borrow_mut().insert(kind, self.next());
    }

    /// Has everything read anew. What was read is there for when a backend is away.
    pub fn read_anew(&self) {
        self.anew.set(self.next());
    }

    /// Forgets everything that was read, because somebody else reads now.
    pub fn forget(&self) {
        self.read_anew();
        self.answers.borrow_mut().clear();
    }

    /// Whether comments were read so long ago that others may have commented.
    pub fn has_old_comments(&self, now: DateTime<Utc>) -> bool {
        let answers = self.answers.borrow();
        answers.iter().any(|answer| answer.question.kind == Kind::Comments && answer.is_old(now))
    }

    /// As many pages as are asked for, or everything where no size is.
    pub async fn read(&self, backend: &Backend, kind: Kind, query: &Query, now: &dyn Fn() -> DateTime<Utc>) -> Read {
        let pages = if query.size.is_some() { query.pages.max(1) } else { u64::MAX };
        loop {
            let question = Question { kind, query: Query { pages: 0, ..query.clone() }, reader: reader(backend) };
            let flight = self.flight(Flight { question: question.clone(), pages, since: self.last_change(kind) });
            let read = flight.run(|| self.answer(backend, &question, pages, now)).await;
            drop(flight);
            self.flights.borrow_mut().retain(|(_, flight)| Rc::strong_count(flight) > 1);
            // If somebody else is here now, it is their turn to ask.
            if reader(backend) == question.reader {
                return read;
            }
        }
    }

    fn next(&self) -> u64 {
        self.number.set(self.number.get() + 1);
        self.number.get()
    }

    fn last_change(&self, kind: Kind) -> u64 {
        self.changes.borrow().get(&kind).copied().unwrap_or_default().max(self.anew.get())
    }

    fn flight(&self, wanted: Flight) -> Rc<SingleFlight<Read>> {
        let mut flights = self.flights.borrow_mut();
        if let Some((_, flight)) = flights.iter().find(|(flight, _)| *flight == wanted) {
            return Rc::clone(flight);
        }
        let flight = Rc::default();
        flights.push((wanted, Rc::clone(&flight)));
        flight
    }

    /// The answer that is known, with the pages that it lacks; or a new one. Where the backend is away, what is known.
    async fn answer(
        &self,
        backend: &Backend,
        question: &Question,
        pages: u64,
        now: &dyn Fn() -> DateTime<Utc>,
    ) -> Read {
        let known = self.answers.borrow().iter().find(|answer| answer.question == *question).cloned();
        let is_fresh = |answer: &Answer| {
            answer.asked > self.last_change(question.kind) && answer.pages <= pages && !answer.is_old(now())
        };
        let fresh = known.clone().filter(is_fresh);
        let (asked, at) = fresh.as_ref().map_or_else(|| (self.next(), now()), |answer| (answer.asked, answer.at));
        let begun = fresh.map(|answer| (answer.pages, answer.page));
        match pages_after(backend, question, pages, begun).await {
            Ok((pages, page)) => {
                let answer = Answer { question: question.clone(), pages, page, asked, at };
                Ok(if reader(backend) == question.reader { self.keep(answer) } else { answer.page })
            }
            Err(error @ (StoreError::Offline(_) | StoreError::TimedOut(_) | StoreError::Unavailable { .. })) => {
                known.map(|answer| answer.page).ok_or(error)
            }
            Err(error) => Err(error),
        }
    }

    /// Keeps an answer, unless there is one to a question that was put later. Gives the newest.
    fn keep(&self, answer: Answer) -> Page<Stored<Value>> {
        let mut answers = self.answers.borrow_mut();
        let known = answers.iter_mut().find(|known| known.question == answer.question);
        match known {
            Some(known) if known.asked > answer.asked => {
                if known.pages < answer.pages {
                    return answer.page;
                }
                known.page.clone()
            }
            Some(known) => {
                *known = answer;
                known.page.clone()
            }
            None => {
                let page = answer.page.clone();
                answers.push(answer);
                page
            }
        }
    }
}

impl Answer {
    fn is_old(&self, now: DateTime<Utc>) -> bool {
        let age = now - self.at;
        // A clock that was set back tells nothing of an age.
        self.question.kind == Kind::Comments && (age > COMMENTS_STAY_FRESH || age < Duration::zero())
    }
}

/// So many pages, from those on that are there; with how many there are.
async fn pages_after(
    backend: &Backend,
    question: &Question,
    wanted: u64,
    begun: Option<(u64, Page<Stored<Value>>)>,
) -> Result<(u64, Page<Stored<Value>>), StoreError> {
    let Question { kind, query, .. } = question;
    let (mut pages, mut whole) = match begun {
        Some(begun) => begun,
        None => (1, backend.list(*kind, query).await?),
    };
    while pages < wanted && whole.items.len() < MAX {
        let Some(from) = whole.next.take() else { break };
        let page = backend.list(*kind, &Query { from: Some(from), ..query.clone() }).await?;
        pages += 1;
        let is_known = |item: &Stored<Value>| whole.items.iter().any(|known| known.value["id"] == item.value["id"]);
        // A backend may have the same page behind its last one, for ever. One of which nothing was asked for is no end, but
        // so many of them are.
        if page.items.iter().all(is_known) && (!page.items.is_empty() || pages > MOST_PAGES) {
            break;
        }
        whole.items.extend(page.items);
        whole.next = page.next;
    }
    Ok((pages, whole))
}
