//! `/desks`: pictures of where people work, with their stories, by the call that they answer; and the way to send one.

mod canvas;
mod form;
mod large;
mod picture;
mod proof;

use crate::app::components::document::document;
use crate::app::components::form::focus_soon;
use crate::app::components::keyed::{Keyed, keyed};
use crate::app::components::load::not_loaded;
use crate::app::components::person::flag;
use crate::app::components::undo::Undo;
use crate::app::components::unsent;
use crate::app::context::{Account, AppContext, LiveQuery, LoadState};
use crate::app::navigate::Place;
use crate::app::route::{Route, src, within};
use crate::app::site_map::Page;
use crate::app::text::{name_of, t};
use crate::document::{Writer, markdown};
use crate::domain::desk::{Audience, Desk, Viewer};
use crate::domain::participant::Participant;
use crate::domain::partnership::Partnership;
use crate::domain::programme::Call;
use crate::domain::resource::{Id, Kind};
use crate::store::{Ability, Query, Stored};
use leptos::prelude::*;

/// What the fragment of an address that points at a desk begins with.
const ANCHOR: &str = "desk-";

/// What every part of the page has at hand.
#[derive(Clone, Copy)]
struct Gallery {
    app: AppContext,
    /// Those that whoever looks may see, in the order in which they stand on the page.
    desks: Memo<Result<Vec<Stored<Desk>>, LoadState>>,
    /// Everybody in the programme; not loaded where nobody can send a desk.
    participants: Option<LiveQuery>,
    /// Whether the form is open.
    writing: RwSignal<bool>,
    undo: Undo,
}

impl Gallery {
    /// The desks as they are now; none while they are not there.
    fn all(self) -> Vec<Stored<Desk>> {
        self.desks.get().unwrap_or_default()
    }

    /// What the programme knows of whoever is here, if they take part.
    fn myself(self) -> Option<Participant> {
        let me = self.app.me()?;
        let all: Vec<Participant> = self.participants?.values().ok()?;
        all.into_iter().find(|person| person.id == me)
    }
}

/// The page.
pub fn page(app: AppContext) -> AnyView {
    app.set_title(&t("desks.title"));
    let [partnerships, participants] =
        [Kind::Partnerships, Kind::Participants].map(|kind| app.load(kind, Query::all()));
    let gallery = Gallery::of(app, Some(participants), move || viewer(app, partnerships));
    view! {
        <div class="desks">
            <div class="column">
                <h1>{t("desks.title")}</h1>
                <p>{t("desks.about")}</p>
                {sending(gallery)}
                {gallery.undo.notice("desks-send")}
            </div>
            {calls(gallery, None)}
        </div>
    }
    .into_any()
}

/// The desks that everybody may see, for another's page: of every call, or of the one with this id.
pub fn seen(app: AppContext, call: Option<&Id>) -> AnyView {
    view! { <div class="desks">{calls(Gallery::of(app, None, || Viewer::Stranger), call)}</div> }.into_any()
}

impl Gallery {
    fn of(
        app: AppContext,
        participants: Option<LiveQuery>,
        viewer: impl Fn() -> Viewer + Send + Sync + 'static,
    ) -> Self {
        let loaded = app.load(Kind::Desks, Query::all());
        let calls = StoredValue::new(app.programme().calls);
        let desks = Memo::new(move |_| {
            let viewer = viewer();
            let mut all: Vec<Stored<Desk>> = loaded.things()?;
            let place = |desk: &Desk| calls.with_value(|calls| calls.iter().position(|call| call.id == desk.call));
            all.retain(|Stored { value: desk, .. }| {
                desk.is_for(&viewer) && app.clock.has_come(desk.at) && place(desk).is_some()
            });
            // As the calls stand on the page, and under each the latest first.
            all.sort_by_key(|stored| (place(&stored.value), std::cmp::Reverse(stored.value.at)));
            Ok(all)
        });
        let undo = Undo::new(app, Kind::Desks, "desks".to_owned());
        Self { app, desks, participants, writing: RwSignal::new(false), undo }
    }
}

/// The calls with the desks that answer them, and one of those large.
fn calls(gallery: Gallery, only: Option<&Id>) -> AnyView {
    let waits = move || match gallery.desks.get() {
        Err(reason) => Some(not_loaded(gallery.app, &reason)),
        Ok(_) => None,
    };
    let calls = gallery.app.programme().calls;
    let no_call = calls.is_empty().then(|| view! { <p>{t("desks.no_call")}</p> });
    let chosen = calls.into_iter().filter(|call| only.is_none_or(|only| call.id == *only));
    view! {
        <div class="column">{no_call}</div>
        {chosen.map(|call| section(gallery, call)).collect_view()}
        <div>{waits}</div>
        {large::dialog(gallery)}
    }
    .into_any()
}

/// Who looks.
fn viewer(app: AppContext, partnerships: LiveQuery) -> Viewer {
    // Where partnerships cannot be read, nobody is known to be a partner.
    let all: Vec<Partnership> = partnerships.values().unwrap_or_default();
    match app.account() {
        Account::Nobody => Viewer::Stranger,
        Account::Other => Viewer::Coordinator,
        Account::Participant(me) => {
            let own = all.into_iter().map(|partnership| partnership.participants).filter(|all| all.contains(&me));
            let partners = own.flatten().filter(|other| *other != me).collect();
            Viewer::Participant(me, partners)
        }
    }
}

/// The way to send one, for those who take part.
fn sending(gallery: Gallery) -> AnyView {
    let app = gallery.app;
    // A call that is closed takes no new ones.
    let is_open = app.programme().calls.iter().any(|call| !call.closed);
    if !is_open || !app.store().can(Kind::Desks, Ability::Create) {
        return ().into_any();
    }
    let myself = Memo::new(move |_| gallery.myself());
    let view = move || match myself.get() {
        None => stranger(),
        Some(myself) => own_form(gallery, myself),
    };
    view! { <div id="desks-send" tabindex="-1">{view}</div> }.into_any()
}

fn stranger() -> AnyView {
    let sign_in = Page::SignIn.href();
    view! { <p class="soft">{t("desks.stranger")}" "<a href=sign_in>{t("account.sign_in")}</a></p> }.into_any()
}

/// The form, or the way to open it.
fn own_form(gallery: Gallery, myself: Participant) -> AnyView {
    let writing = gallery.writing;
    if form::is_begun(&myself.id) {
        writing.set(true);
    }
    let open = move |_| {
        writing.set(true);
        focus_soon("desk-picture".to_owned());
    };
    let view = move || match writing.get() {
        true => form::form(gallery, &myself),
        false => view! { <p><button type="button" class="act" on:click=open>{t("desks.send")}</button></p> }.into_any(),
    };
    view.into_any()
}

/// A call, and the desks that answer it.
fn section(gallery: Gallery, call: Call) -> AnyView {
    let id = call.id.clone();
    let of_call = move || {
        let all = gallery.all().into_iter().filter(|stored| stored.value.call == id);
        // A desk never changes: what is shown of it follows from its id, and from whether it has been sent.
        let one = |stored: Stored<Desk>| Keyed {
            key: format!("{} {:?}", stored.value.id, stored.delivery),
            show: Box::new(move || card(gallery.app, &stored)),
        };
        all.map(one).collect()
    };
    let is_empty = {
        let id = call.id.clone();
        move || gallery.desks.get().is_ok_and(|all| all.iter().all(|stored| stored.value.call != id))
    };
    let language = gallery.app.programme().language;
    view! {
        <section class="call">
            <div class="column">
                <h2 id=call.id.to_string() lang=language dir="auto">{call.title}</h2>
                <p class="eyebrow"><bdi dir="ltr">{call.hashtag}</bdi></p>
                {document(markdown::read(&call.about, Writer::Programme), Writer::Programme)}
                {move || is_empty().then(|| view! { <p class="soft">{t("desks.none")}</p> })}
            </div>
            <ul class="gallery">{keyed(of_call)}</ul>
        </section>
    }
    .into_any()
}

/// A desk in the gallery; it leads to the large view.
fn card(app: AppContext, stored: &Stored<Desk>) -> AnyView {
    let desk = &stored.value;
    let src = src(desk.small.as_ref().unwrap_or(&desk.picture));
    let beginning = markdown::read(&desk.story, Writer::Person).beginning();
    view! {
        <li>
            <a href=href(&desk.id) id=format!("{ANCHOR}{}", desk.id)>
                <img src=src alt=desk.alt.clone() dir="auto" width=desk.width.to_string() height=desk.height.to_string()
                    loading="lazy" decoding="async"/>
            </a>
            <p>{whose(desk)}{unsent::state(&stored.delivery)}{audience(app, desk)}</p>
            <div class="soft clamped">{document(beginning, Writer::Person)}</div>
        </li>
    }
    .into_any()
}

/// The address of a desk.
fn href(id: &Id) -> String {
    within(&Route::Page(Page::Desks), &format!("{ANCHOR}{id}"))
}

/// The desk that an address points at.
fn pointed_at(place: Place) -> Option<Id> {
    let id = place.fragment.with(|fragment| fragment.strip_prefix(ANCHOR).map(str::to_owned))?;
    Id::try_from(id).ok()
}

/// Whose desk it is.
fn whose(desk: &Desk) -> AnyView {
    let country = desk.country.map(|country| {
        view! { " · "<span aria-hidden="true">{flag(country.code())}</span>" "{name_of("region", country.code())} }
    });
    view! { <b><bdi>{desk.name.as_str().to_owned()}</bdi></b>{country} }.into_any()
}

/// Who sees it, where that is not everybody.
fn audience(app: AppContext, desk: &Desk) -> Option<AnyView> {
    let is_own = app.me().as_ref() == Some(&desk.by);
    let words = match (desk.seen_by, is_own) {
        (Audience::Public, _) => return None,
        (Audience::Programme, _) => "desks.for_programme",
        (Audience::Partner, true) => "desks.for_partner",
        (Audience::Partner, false) => "desks.for_you",
    };
    Some(view! { " "<span class="badge">{t(words)}</span> }.into_any())
}
