//! What stands around every page: skip link, head with navigation, demo bar,
//! foot, and the way from page to page.

use super::pages;
use super::parts::demo_bar::demo_bar;
use super::parts::switches;
use super::route::{Route, TextPage};
use super::site::Site;
use super::text::t;
use crate::store::browser;
use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;
use leptos_router::location::{BrowserUrl, LocationProvider};
use wasm_bindgen::JsCast;

/// The whole site. When the language changes it is built anew; what people
/// typed is kept in drafts and comes back.
pub fn shell() -> impl IntoView {
    let site = Site::here();
    let base = browser::base_path().trim_end_matches('/').to_owned();
    view! {
        <Router base=base>
            {move || {
                site.language.track();
                frame(site)
            }}
        </Router>
    }
}

fn frame(site: Site) -> AnyView {
    follow_navigation();
    let location = use_location();
    let skip = move || format!("{}#main", location.pathname.get());
    view! {
        <a class="skip" href=skip rel="external" on:click=|_| focus_main()>{t("shell.skip")}</a>
        <header class="site">
            <a class="mark" href=Route::Home.href()>{mark()}" "{site.name()}</a>
            <nav aria-label=t("shell.navigation")>
                {link(Route::Topics)}
                {link(Route::Text(TextPage::About))}
                {link(Route::Join)}
            </nav>
        </header>
        {demo_bar(site)}
        <main id="main" class="wrap" tabindex="-1">{page(site)}</main>
        {foot(site)}
        <p class="visually-hidden" role="status">{move || site.announcement.get()}</p>
    }
    .into_any()
}

/// The page of the address. It is built anew when the place changes, not when
/// only the fragment does.
fn page(site: Site) -> AnyView {
    let location = use_location();
    let route = Memo::new(move |_| Route::parse(&location.pathname.get(), location.query.with(|q| q.get("tag"))));
    let history = use_context::<BrowserUrl>();
    // The address bar follows once the new page stands.
    Effect::new(move |_| {
        route.track();
        if let Some(history) = &history {
            history.ready_to_complete();
        }
    });
    let view = move || match route.get() {
        Some(Route::Home) => pages::home::page(site),
        Some(Route::Topics) => pages::topics::page(site, None),
        Some(Route::Tagged(tag)) => pages::topics::page(site, Some(tag)),
        Some(Route::Topic(slug)) => pages::topic::page(site, slug),
        Some(Route::Round(id)) => pages::round::page(site, id),
        Some(Route::Join) => pages::join::page(site),
        Some(Route::Text(text)) => pages::text::page(site, text),
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
fn link(route: Route) -> AnyView {
    let pathname = use_location().pathname;
    let href = route.href();
    let path = href.clone();
    let current = move || {
        let at = pathname.get();
        if at == path {
            Some("page")
        } else {
            at.strip_prefix(&path).is_some_and(|rest| rest.starts_with('/')).then_some("true")
        }
    };
    view! { <a href=href aria-current=current>{label(&route)}</a> }.into_any()
}

fn label(route: &Route) -> String {
    match route {
        Route::Topics => t("nav.topics"),
        Route::Join => t("nav.join"),
        Route::Text(page) => t(&format!("nav.{}", page.name())),
        _ => t("nav.home"),
    }
}

fn foot(site: Site) -> AnyView {
    let programme = site.programme();
    let pages = TextPage::ALL.map(|page| view! { <li>{link(Route::Text(page))}</li> });
    let elsewhere = programme.elsewhere.into_iter().map(|place| {
        view! { <li><a href=place.link.as_str().to_owned() rel="noopener external">{place.name}</a></li> }
    });
    view! {
        <footer class="foot">
            <p><b>{programme.name}</b><br/>{programme.tagline}</p>
            <nav aria-label=t("shell.more")>
                <ul>{pages.into_iter().collect_view()}{elsewhere.collect_view()}</ul>
            </nav>
            <p class="soft">{programme.hashtags.join(" ")}</p>
            <div class="switches">{switches::language(site)}{switches::theme()}</div>
        </footer>
    }
    .into_any()
}

thread_local! {
    /// Whether the reader has gone from one page to another.
    static MOVED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Notes when the reader goes to another page, so that its title takes the focus.
fn follow_navigation() {
    let pathname = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = pathname.get();
        if before.is_some_and(|before| before != now) {
            MOVED.set(true);
        }
        now
    });
}

/// Gives the document its title. After a navigation the page's heading takes
/// the focus, so that a screen reader says where one is, and the keyboard goes
/// on from there; unless the address points into the page.
pub fn entitle(site: Site, title: &str) {
    let name = site.name();
    document().set_title(&if title == name { name } else { format!("{title} · {name}") });
    let points_into = location().hash().is_ok_and(|hash| hash.len() > 1);
    if MOVED.replace(false) && !points_into {
        request_animation_frame(|| {
            let heading = document().query_selector("main h1").ok().flatten();
            if let Some(heading) = heading.and_then(|h| h.dyn_into::<web_sys::HtmlElement>().ok()) {
                heading.set_tab_index(-1);
                let _ = heading.focus();
            }
        });
    }
}

fn focus_main() {
    super::parts::form::focus("main");
}

/// Shows what index.html keeps ready for when nothing else can be shown.
pub fn could_not_start() {
    if let Some(words) = document().get_element_by_id("boot-failed") {
        let _ = words.remove_attribute("hidden");
    }
}
