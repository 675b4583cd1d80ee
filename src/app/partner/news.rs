//! What the others have written since one was last on a page.

use super::shared::{Pair, Shared};
use crate::app::context::LiveQuery;
use crate::app::site_map::Page;
use crate::app::text::plural;
use crate::domain::contact::Contact;
use crate::domain::goal::Goal;
use crate::domain::hours::Hours;
use crate::domain::message::Message;
use crate::domain::note::{Note, Subject};
use crate::domain::resource::{Id, Resource};
use crate::domain::tick::Tick;
use crate::platform::browser;
use crate::store::drafts;
use chrono::{DateTime, Utc};
use leptos::prelude::*;

/// What is new, and what one has looked at.
#[derive(Clone, Copy)]
pub struct News {
    shared: Shared,
    pair: StoredValue<Pair>,
    /// Up to when (in milliseconds) one has seen a page, of those that were looked at in this visit. A browser may keep nothing.
    seen: RwSignal<Vec<(Page, i64)>>,
}

impl News {
    /// What is new in a partnership.
    pub fn of(shared: Shared, pair: &Pair) -> Self {
        Self { shared, pair: StoredValue::new(pair.clone()), seen: RwSignal::new(Vec::new()) }
    }

    /// When the others wrote what stands on a page, in milliseconds; of a contact the day of it, of a goal or a note when it was begun.
    fn times(self, page: Page) -> Vec<i64> {
        let shared = self.shared;
        match page {
            Page::Messages => self.of_others(shared.messages, |m: &Message| (&m.partnership, &m.by, m.at, true)),
            Page::Goals => self.of_others(shared.goals, |g: &Goal| (&g.partnership, &g.by, g.at, g.shared)),
            Page::Contacts => self.of_others(Some(shared.contacts), |c: &Contact| (&c.partnership, &c.by, c.at, true)),
            Page::Hours => self.of_others(shared.hours, |h: &Hours| (&h.partnership, &h.by, h.at, true)),
            Page::PartnerTopics => {
                let is_here = |note: &Note| note.shared && matches!(note.about, Subject::Prompt { .. });
                let notes = self.of_others(shared.notes, |n: &Note| (&n.partnership, &n.by, n.at, is_here(n)));
                let ticks = self.of_others(shared.ticks, |t: &Tick| (&t.partnership, &t.by, t.at, true));
                [notes, ticks].concat()
            }
            // A proposal is the next step, and stands there.
            _ => Vec::new(),
        }
    }

    /// Of what a list holds, when others of the partnership wrote it: of each its partnership, its author, when, and whether one
    /// may see it.
    fn of_others<T: Resource>(
        self,
        list: Option<LiveQuery>,
        facts: impl Fn(&T) -> (&Id, &Id, DateTime<Utc>, bool),
    ) -> Vec<i64> {
        let all: Vec<T> = list.and_then(|list| list.values().ok()).unwrap_or_default();
        let is_news = |thing: &T| {
            let (partnership, by, at, may_see) = facts(thing);
            let is_theirs = self.pair.with_value(|pair| self.shared.is_of(pair, partnership, at) && *by != pair.me);
            (may_see && is_theirs).then_some(at.timestamp_millis())
        };
        all.iter().filter_map(is_news).collect()
    }

    /// Under which name this browser keeps up to when one has seen a page.
    fn name(self, page: Page) -> String {
        let path = page.entry().path;
        self.pair.with_value(|pair| format!("{}{}:{}:{path}", drafts::SEEN, pair.me, pair.partnership.id))
    }

    /// What on a page one has not seen, each by its time.
    fn unseen(self, page: Page) -> Vec<i64> {
        let of_page = |all: &Vec<(Page, i64)>| all.iter().rev().find(|(seen, _)| *seen == page).map(|(_, at)| *at);
        let before = || browser::kept(&self.name(page))?.parse().ok();
        let seen = self.seen.with(of_page).or_else(before);
        self.times(page).into_iter().filter(|at| seen.is_none_or(|seen| *at > seen)).collect()
    }

    /// Takes what stands on a page, now and as long as one is on it, as seen.
    pub fn look(self, page: Memo<Page>) {
        Effect::new(move |_| {
            let page = page.get();
            if let Some(last) = self.unseen(page).into_iter().max() {
                // Where it cannot be kept it is new again at the next visit.
                let _ = browser::keep(&self.name(page), &last.to_string());
                self.seen.update(|all| all.push((page, last)));
            }
        });
    }

    /// "2 new", where something is.
    pub fn badge(self, page: Page) -> AnyView {
        let count = Memo::new(move |_| self.unseen(page).len());
        let badge = move || {
            let count = i64::try_from(count.get()).unwrap_or(i64::MAX);
            (count > 0).then(|| view! { " "<span class="badge">{plural("partner.new", count)}</span> })
        };
        view! { <span>{badge}</span> }.into_any()
    }
}
