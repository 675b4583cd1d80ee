//! The pages about a partnership, and the links between them.

use super::news::News;
use super::shared::{Pair, Shared, today};
use crate::app::site_map::Page;
use crate::app::text::t;
use crate::domain::journey::is_ending;
use leptos::prelude::*;

/// The pages, in the order of the links to them.
const PAGES: [Page; 9] = [
    Page::Partner,
    Page::Messages,
    Page::PartnerTopics,
    Page::Hours,
    Page::Contacts,
    Page::Goals,
    Page::Agreement,
    Page::Goodbye,
    Page::Concern,
];

/// What links call a page, and its own heading.
pub fn name(page: Page) -> String {
    let path = page.entry().path;
    t(&format!("partner.to_{}", path.strip_prefix("partner/").unwrap_or("overview")))
}

/// Whether a partnership has a page now, where its backend keeps what stands on it.
pub fn has(shared: Shared, pair: &Pair, page: Page) -> bool {
    match page {
        Page::Messages => shared.messages.is_some(),
        Page::Hours => pair.is_open() && shared.hours.is_some(),
        Page::Goals => shared.goals.is_some(),
        Page::Agreement => shared.agreements.is_some(),
        Page::Concern => shared.concerns.is_some(),
        Page::Goodbye => is_ending(&pair.round, today(shared.app)),
        Page::Partner | Page::PartnerTopics | Page::Contacts => true,
        _ => false,
    }
}

/// The links to the pages; the one that one is on is marked.
pub fn nav(news: News, shared: Shared, pair: Pair, here: Memo<Page>) -> AnyView {
    let pages = Memo::new(move |_| PAGES.map(|page| has(shared, &pair, page)));
    let link = move |page: Page| {
        let current = move || (here.get() == page).then_some("page");
        view! { <a href=page.href() aria-current=current><span>{name(page)}</span>{news.badge(page)}</a> }
    };
    let links = move || {
        let has = pages.get();
        PAGES.into_iter().zip(has).filter(|(_, has)| *has).map(|(page, _)| link(page)).collect_view()
    };
    view! { <nav class="tabs" aria-label=t("partner.pages")>{links}<a href=Page::Me.href()>{Page::Me.label()}</a></nav> }
        .into_any()
}

/// A tile of the overview: its heading leads to a page.
pub fn tile(news: News, page: Page, what: AnyView) -> AnyView {
    let class = match page {
        Page::Messages => "card tile tall",
        Page::PartnerTopics | Page::Agreement => "card tile wide",
        _ => "card tile",
    };
    view! { <section class=class><h2><a href=page.href()>{name(page)}</a>{news.badge(page)}</h2>{what}</section> }
        .into_any()
}

/// The way to what the programme knows of one.
pub fn to_my_data() -> AnyView {
    view! { <p><a href=Page::Me.href()>{Page::Me.label()}</a></p> }.into_any()
}
