//! What stands around every page: skip link, head with navigation, demo bar,
//! foot; and which page stands at which address.

pub mod entries;
pub mod parts;
pub mod services;

use super::components::form::focus;
use super::components::switches;
use super::context::AppContext;
use super::public;
use super::route::Route;
use super::site_map::Page;
use super::text::t;
use leptos::prelude::*;

/// The whole site. When the language changes it is built anew; what people
/// typed is kept in drafts and comes back.
pub fn shell() -> impl IntoView {
    let app = AppContext::here();
    move || {
        app.language.track();
        frame(app)
    }
}

fn frame(app: AppContext) -> AnyView {
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        focus("main");
    };
    let has_calls = !app.programme().calls.is_empty();
    view! {
        <a class="skip" href=move || app.place.route.get().unwrap_or(Route::Page(Page::Home)).href() + "#main" on:click=skip>{t("shell.skip")}</a>
        <header class="site">
            <a class="mark" href=Page::Home.href()>{mark()}" "{app.name()}</a>
            <nav aria-label=t("shell.navigation")>
                {link(app, Route::Page(Page::Topics))}
                {link(app, Route::Page(Page::About))}
                {has_calls.then(|| link(app, Route::Page(Page::Desks)))}
                {link(app, Route::Page(Page::Join))}
            </nav>
        </header>
        {app.bar()}
        <main id="main" class="wrap" tabindex="-1">{page(app)}</main>
        {foot(app)}
        {app.announcements()}
    }
    .into_any()
}

/// The page of the address.
fn page(app: AppContext) -> AnyView {
    let framed = move |route: Route| match route {
        Route::Page(page) => Route::Page(page.frame()),
        other => other,
    };
    let around = Memo::new(move |_| app.place.route.get().map(framed));
    let view = move || match around.get() {
        Some(Route::Tagged(tag)) => public::topics::page(app, Some(tag)),
        Some(Route::Topic(slug)) => public::topic::page(app, slug),
        Some(Route::Round(id)) => public::round::page(app, id),
        Some(Route::Page(Page::Home)) => public::home::page(app),
        Some(Route::Page(Page::Topics)) => public::topics::page(app, None),
        Some(Route::Page(page)) if page.entry().part.is_some() => parts::page(app, page),
        Some(Route::Page(page)) => public::text::page(app, page),
        None => public::not_found::page(app),
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
fn link(app: AppContext, route: Route) -> AnyView {
    let (href, words) = (route.href(), route.page().label());
    let current = move || match app.place.route.get() {
        Some(at) if at == route => Some("page"),
        Some(Route::Topic(_) | Route::Tagged(_)) if route == Route::Page(Page::Topics) => Some("true"),
        _ => None,
    };
    view! { <a href=href aria-current=current>{words}</a> }.into_any()
}

fn foot(app: AppContext) -> AnyView {
    let programme = app.programme();
    let pages = [Page::About, Page::CodeOfConduct, Page::Contact, Page::Privacy, Page::OnYourBlog].map(Route::Page);
    let pages = pages.map(|page| view! { <li>{link(app, page)}</li> });
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
            <div class="switches">{switches::language(app, "language")}{switches::theme()}</div>
        </footer>
    }
    .into_any()
}

/// Shows what index.html keeps ready for when nothing else can be shown.
pub fn could_not_start() {
    if let Some(words) = document().get_element_by_id("boot-failed") {
        let _ = words.remove_attribute("hidden");
    }
}
