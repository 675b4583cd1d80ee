//! What stands around every page: skip link, head with navigation, demo bar,
//! foot; and which page stands at which address.

use super::pages;
use super::parts::form::focus;
use super::parts::switches;
use super::route::{Extra, Route, TextPage};
use super::site::Site;
use super::text::t;
use leptos::prelude::*;

/// The whole site. When the language changes it is built anew; what people
/// typed is kept in drafts and comes back.
pub fn shell() -> impl IntoView {
    let site = Site::here();
    move || {
        site.language.track();
        frame(site)
    }
}

fn frame(site: Site) -> AnyView {
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        focus("main");
    };
    let has_calls = !site.programme().calls.is_empty();
    view! {
        <a class="skip" href=move || site.place.route.get().unwrap_or(Route::Home).href() + "#main" on:click=skip>{t("shell.skip")}</a>
        <header class="site">
            <a class="mark" href=Route::Home.href()>{mark()}" "{site.name()}</a>
            <nav aria-label=t("shell.navigation")>
                {link(site, Route::Topics)}
                {link(site, Route::Text(TextPage::About))}
                {has_calls.then(|| link(site, Route::Extra(Extra::Desks)))}
                {link(site, Route::Join)}
            </nav>
        </header>
        {site.bar()}
        <main id="main" class="wrap" tabindex="-1">{page(site)}</main>
        {foot(site)}
        {site.announcements()}
    }
    .into_any()
}

/// The page of the address.
fn page(site: Site) -> AnyView {
    let view = move || match site.place.route.get() {
        Some(Route::Home) => pages::home::page(site),
        Some(Route::Topics) => pages::topics::page(site, None),
        Some(Route::Tagged(tag)) => pages::topics::page(site, Some(tag)),
        Some(Route::Topic(slug)) => pages::topic::page(site, slug),
        Some(Route::Round(id)) => pages::round::page(site, id),
        Some(Route::Join) => pages::join::page(site),
        Some(Route::Text(text)) => pages::text::page(site, text),
        Some(Route::Extra(page)) => site.extra(page),
        None => pages::not_found::page(site),
    };
    view.into_any()
}

/// The four tiles.
fn mark() -> AnyView {
    view! {
        <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
            <rect class="tile-1" x="1" y="1" width="12" height="12" rx="3"/>
            <rect class="tile-2" x="15" y="1" width="12" height="12" rx="3"/>
            <rect class="tile-3" x="1" y="15" width="12" height="12" rx="3"/>
            <rect class="tile-4" x="15" y="15" width="12" height="12" rx="3"/>
        </svg>
    }
    .into_any()
}

/// A link that says when it is the page one is on, or leads above it.
fn link(site: Site, route: Route) -> AnyView {
    let (href, words) = (route.href(), label(&route));
    let current = move || match site.place.route.get() {
        Some(at) if at == route => Some("page"),
        Some(Route::Topic(_) | Route::Tagged(_)) if route == Route::Topics => Some("true"),
        _ => None,
    };
    view! { <a href=href aria-current=current>{words}</a> }.into_any()
}

fn label(route: &Route) -> String {
    match route {
        Route::Topics => t("nav.topics"),
        Route::Join => t("nav.join"),
        Route::Extra(page) => t(&format!("nav.{}", page.path())),
        Route::Text(page) => t(&format!("nav.{}", page.name())),
        _ => t("nav.home"),
    }
}

fn foot(site: Site) -> AnyView {
    let programme = site.programme();
    let pages = TextPage::ALL.map(Route::Text).into_iter().chain([Route::Extra(Extra::Embed)]);
    let pages = pages.map(|page| view! { <li>{link(site, page)}</li> });
    let elsewhere = programme.elsewhere.into_iter().map(|place| {
        view! { <li><a href=place.link.as_str().to_owned() rel="noopener external">{place.name}</a></li> }
    });
    view! {
        <footer class="foot">
            <p><b>{programme.name}</b><br/>{programme.tagline}</p>
            <nav aria-label=t("shell.more")>
                <ul>{pages.collect_view()}{elsewhere.collect_view()}</ul>
            </nav>
            <p class="soft"><bdi dir="ltr">{programme.hashtags.join(" ")}</bdi></p>
            <div class="switches">{switches::language(site, "language")}{switches::theme()}</div>
        </footer>
    }
    .into_any()
}

/// Gives the document its title, and tells the reader of a new page.
pub fn entitle(site: Site, title: &str) {
    site.place.entitle(&site.name(), title);
}

/// Shows what index.html keeps ready for when nothing else can be shown.
pub fn could_not_start() {
    if let Some(words) = document().get_element_by_id("boot-failed") {
        let _ = words.remove_attribute("hidden");
    }
}
