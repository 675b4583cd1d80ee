//! Whether pages are turned over, and whether they hold what the total says.

use super::Probe;
use super::asking::Person;
use super::finding::{Area, Finding, Outcome};
use super::reading::{MAX, Reading, failed, finding};
use crate::domain::resource::Kind;
use crate::store::json::list::Raw;
use crate::store::json::profile::Paging;
use crate::store::query::Cursor;
use crate::store::{Query, StoreError};
use std::collections::BTreeSet;

/// Up to this many things, everything is counted.
const COUNTED: u64 = 300;

impl Probe {
    pub(super) async fn paged(&self, kind: Kind, person: &Person, reading: &Reading) {
        let Some(paging) = self.paging(kind) else {
            return self.tell(finding(kind, Outcome::Good, "read.one_answer").number(reading.things.len()));
        };
        if let Some(found) = self.cut_off(kind, person, reading).await {
            return self.tell(found.seen(person.last().as_ref()));
        }
        // Where pages have a fixed size, one that is not full tells nothing of the next.
        let least = if paging.sends_size() { 1 } else { paging.most };
        if (reading.things.len() as u64) < least || reading.things.len() < 2 {
            return self.tell(finding(kind, Outcome::NotTried, "read.too_few_to_page"));
        }
        let plain = Query { count: true, ..Query::all() };
        let sorted = kind.spec().sorted_by.map(|field| Query { order: Some((field, false)), ..plain.clone() });
        let sorts = match &sorted {
            Some(sorted) => matches!(person.backend.raw(kind, sorted).await, Ok(Some(_))),
            None => false,
        };
        let mut found = self.turned(kind, person, reading, sorted.filter(|_| sorts).as_ref().unwrap_or(&plain)).await;
        if let Some(field) = kind.spec().sorted_by.filter(|_| sorts)
            && matches!(&found, Ok(found) if ["read.same_page", "read.twice"].contains(&found.words))
            && ties(reading, field)
            && matches!(self.turned(kind, person, reading, &plain).await, Ok(found) if found.outcome == Outcome::Good)
        {
            // Pages are turned, but things of the same time stand in another order each time.
            found = Ok(finding(kind, Outcome::Warn, "read.ties").with("field", field).hint("hint.ties"));
        }
        let found = found.unwrap_or_else(|error| failed(kind, Area::Read, &error).hint("hint.page"));
        self.tell(found.seen(person.last().as_ref()));
    }

    /// What stands behind a page that is not full, which readers take for the last. There is no such thing where the
    /// backend names the next page.
    async fn cut_off(&self, kind: Kind, person: &Person, reading: &Reading) -> Option<Finding> {
        let size = self.paging(kind).filter(|paging| paging.next.is_none())?.size(Some(MAX));
        let mut ids: BTreeSet<_> = reading.raw.iter().map(|item| self.id_of(kind, item)).collect();
        let (mut next, mut length, mut page) = (reading.next.clone(), reading.raw.len() as u64, 0_u64);
        loop {
            let is_last = next.is_none();
            page += 1;
            if ids.len() as u64 > COUNTED || (is_last && length >= size) {
                return None;
            }
            let from = next.unwrap_or_else(|| Cursor(page.to_string()));
            let query = Query { size: Some(MAX), from: Some(from), ..Query::all() };
            // Many a backend refuses a page that is not there.
            let behind = self.page(kind, person, &query).await.ok()?;
            let known = ids.len();
            ids.extend(behind.items.iter().map(|item| self.id_of(kind, item)));
            let is_new = ids.len() > known;
            // Behind what readers take for the last page is something; or by the total there is more, and it came in smaller pages
            // alone. Where it came in none, the total is wrong.
            let is_cut_off = match (is_last, is_new) {
                (true, is_new) => is_new,
                (false, true) => false,
                (false, false) => {
                    let (all, twice) = self.counted(kind, person, &Query::all(), behind.total).await.ok()?;
                    !twice && all > ids.len() as u64
                }
            };
            if length < size && is_cut_off {
                let found = finding(kind, Outcome::Bad, "read.cut_off").with("size", size).hint("hint.most");
                return Some(found.number(usize::try_from(length).unwrap_or(usize::MAX)));
            }
            if !is_new {
                return None;
            }
            length = behind.items.len() as u64;
            next = behind.next;
        }
    }

    /// Two small pages, then all.
    async fn turned(
        &self,
        kind: Kind,
        person: &Person,
        reading: &Reading,
        query: &Query,
    ) -> Result<Finding, StoreError> {
        let bad = |words| finding(kind, Outcome::Bad, words).hint("hint.page");
        let small = if reading.things.len() > 4 { 2 } else { 1 };
        let size = self.paging(kind).map_or(small, |paging| paging.size(Some(small)));
        let query = Query { size: Some(size), ..query.clone() };
        let first = self.page(kind, person, &query).await?;
        if first.items.len() as u64 > size {
            return Ok(bad("read.size_ignored").with("size", size).number(first.items.len()));
        }
        let Some(next) = first.next.clone() else { return Ok(bad("read.no_next_page")) };
        let second = self.page(kind, person, &Query { from: Some(next), ..query.clone() }).await?;
        let ids = |raw: &Raw| raw.items.iter().map(|item| self.id_of(kind, item)).collect::<BTreeSet<_>>();
        if !ids(&first).is_disjoint(&ids(&second)) {
            return Ok(bad("read.same_page"));
        }
        let told = first.total;
        let declares = self.resource(kind).is_some_and(|r| r.total.as_ref().or(self.profile.total.as_ref()).is_some());
        if told.is_none() && declares {
            return Ok(finding(kind, Outcome::Warn, "read.no_total").hint("hint.total"));
        }
        if told.is_some_and(|told| told > COUNTED) || (told.is_none() && reading.next.is_some()) {
            return Ok(finding(kind, Outcome::Good, "read.pages"));
        }
        let (all, twice) = self.counted(kind, person, &query, told).await?;
        let n = usize::try_from(all).unwrap_or(usize::MAX);
        Ok(match told {
            _ if twice => bad("read.twice"),
            Some(told) if told != all => bad("read.total_wrong").with("told", told).number(n).hint("hint.total"),
            _ if all < reading.things.len() as u64 => bad("read.pages_miss").number(n),
            _ => finding(kind, Outcome::Good, "read.pages_counted").number(n),
        })
    }

    fn paging(&self, kind: Kind) -> Option<&Paging> {
        self.resource(kind)?.page.as_ref().or(self.profile.page.as_ref())
    }

    async fn page(&self, kind: Kind, person: &Person, query: &Query) -> Result<Raw, StoreError> {
        person.backend.raw(kind, query).await?.ok_or(StoreError::Unsupported)
    }

    /// How many things come on all pages, in three or four of them, and whether one comes twice.
    async fn counted(
        &self,
        kind: Kind,
        person: &Person,
        query: &Query,
        told: Option<u64>,
    ) -> Result<(u64, bool), StoreError> {
        let size = told.map_or(100, |told| told / 3 + 1);
        let mut query = Query { size: Some(size), from: None, ..query.clone() };
        let (mut all, mut ids) = (0, BTreeSet::new());
        loop {
            let page = self.page(kind, person, &query).await?;
            all += page.items.len() as u64;
            ids.extend(page.items.iter().map(|item| self.id_of(kind, item)));
            match page.next {
                Some(next) if all <= 2 * COUNTED && query.from.as_ref() != Some(&next) => query.from = Some(next),
                _ => return Ok((all, (ids.len() as u64) < all)),
            }
        }
    }

    fn id_of(&self, kind: Kind, item: &serde_json::Value) -> String {
        let at = self.resource(kind).and_then(|resource| resource.fields.get("id")?.read_at());
        at.and_then(|at| item.pointer(at)).map(super::asking::text).unwrap_or_default()
    }
}

/// Whether some things have the same in a field.
fn ties(reading: &Reading, field: &str) -> bool {
    let distinct: BTreeSet<_> = reading.things.iter().map(|thing| thing.value[field].to_string()).collect();
    distinct.len() < reading.things.len()
}
