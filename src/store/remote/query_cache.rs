//! What was read of a backend, and when it is read again.

use super::RemoteStore;
use crate::domain::resource::Kind;
use crate::store::json::Backend;
use crate::store::query::MAX;
use crate::store::{Page, Query, StoreError, Stored};
use serde_json::Value;

/// What was read of a query.
#[derive(Clone)]
pub(super) struct Read {
    pub(super) kind: Kind,
    query: Query,
    /// How many pages of it.
    pages: u64,
    page: Page<Stored<Value>>,
    /// Whether nothing is known to have changed since.
    pub(super) is_fresh: bool,
}

impl RemoteStore {
    /// As many pages as are asked for, or everything where no size is. What was read stays until something changes,
    /// and longer where the backend is away.
    pub(super) async fn pages(
        &self,
        backend: &Backend,
        kind: Kind,
        query: &Query,
    ) -> Result<Page<Stored<Value>>, StoreError> {
        let one = Query { pages: 0, ..query.clone() };
        let wanted = if query.size.is_some() { query.pages.max(1) } else { u64::MAX };
        let known = self.read.borrow().iter().find(|read| (read.kind, &read.query) == (kind, &one)).cloned();
        let known_page = known.as_ref().map(|read| read.page.clone());
        let fresh = known.filter(|read| read.is_fresh && read.pages <= wanted);
        match self.pages_after(backend, kind, &one, wanted, fresh).await {
            Ok(read) => {
                let page = read.page.clone();
                let mut all = self.read.borrow_mut();
                all.retain(|read| (read.kind, &read.query) != (kind, &one));
                all.push(read);
                Ok(page)
            }
            Err(error @ (StoreError::Offline(_) | StoreError::TimedOut(_) | StoreError::Unavailable { .. })) => {
                known_page.ok_or(error)
            }
            Err(error) => Err(error),
        }
    }

    async fn pages_after(
        &self,
        backend: &Backend,
        kind: Kind,
        one: &Query,
        wanted: u64,
        begun: Option<Read>,
    ) -> Result<Read, StoreError> {
        let mut read = match begun {
            Some(read) => read,
            None => {
                let page = backend.list(kind, one).await?;
                Read { kind, query: one.clone(), pages: 1, page, is_fresh: true }
            }
        };
        while read.pages < wanted && read.page.items.len() < MAX {
            let Some(from) = read.page.next.take() else { break };
            let page = backend.list(kind, &Query { from: Some(from.clone()), ..one.clone() }).await?;
            let is_stuck = page.next.as_ref() == Some(&from);
            read.page.items.extend(page.items);
            read.page.next = page.next;
            read.pages += 1;
            if is_stuck {
                break;
            }
        }
        Ok(read)
    }
}
