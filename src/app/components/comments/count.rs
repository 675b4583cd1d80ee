//! How many comments there are.

use super::{query, today};
use crate::app::context::{AppContext, LiveQuery, LoadState};
use crate::app::text::plural;
use crate::domain::comment::Comment;
use crate::domain::resource::{Id, Kind};
use crate::domain::thread::Order;
use crate::store::Stored;
use leptos::prelude::Track;

/// How many there are, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// So many for certain.
    pub n: usize,
    /// Whether there are more, and the backend does not say how many.
    pub goes_on: bool,
}

impl Count {
    /// How many there are, when so many are here: those that are not here yet count as well. Once all are here, what the
    /// backend counts does not matter: one that ignores a condition counts others, too. To a coordinator it counts what is
    /// not on the page.
    pub fn of(here: usize, loading: LiveQuery) -> Self {
        let left_out = loading.count().saturating_sub(here);
        match loading.rest() {
            (true, Some(total)) => Self { n: total.saturating_sub(left_out).max(here), goes_on: false },
            (goes_on, _) => Self { n: here, goes_on },
        }
    }

    /// "16 comments", "More than 100 comments".
    pub fn words(self) -> String {
        let key = if self.goes_on { "comments.count_more" } else { "comments.count" };
        plural(key, i64::try_from(self.n).unwrap_or(i64::MAX))
    }
}

/// How many comments a topic has.
pub fn counted(app: AppContext, topic: Id) -> impl Fn() -> Result<Count, LoadState> {
    let loading = app.load(Kind::Comments, query(&topic, Order::default(), 1));
    let day = today(app);
    move || {
        day.track();
        let now = app.clock.horizon();
        let all: Vec<Stored<Comment>> = loading.things()?;
        let seen = all.iter().filter(|s| s.value.is_visible(s.mine, now) && s.value.counts()).count();
        Ok(Count::of(seen, loading))
    }
}
