//! What every page has at hand: the programme, its data, the time, the language.

use super::clock::Clock;
use super::navigate::Place;
use super::site_map::{self, Part};
use super::text::Language;
use crate::document::{Document, Writer, markdown};
use crate::domain::programme::Programme;
use crate::domain::resource::{Id, Kind, Resource};
use crate::domain::text::Text;
use crate::platform::browser;
use crate::store::config::Config;
use crate::store::{Ability, Delivery, LocalFuture, Page, Query, Store, StoreError, Stored};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use serde_json::Value;
use std::any::Any;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// What came of something that was asked for: nothing yet, the answer, or why there is none.
type Answer = Result<Rc<Page<Stored<Value>>>, LoadState>;

/// Something that was asked for, and is asked for again whenever it changes.
#[derive(Clone, Copy)]
pub struct LiveQuery(RwSignal<Answer, LocalStorage>);

/// Why something cannot be shown now.
#[derive(Clone, Debug, PartialEq)]
pub enum LoadState {
    /// It is on its way.
    Loading,
    /// It did not come.
    Failed(StoreError),
}

impl From<StoreError> for LoadState {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl LiveQuery {
    /// Asks now, and again each time that `version` changes. An answer that
    /// comes after a later one was asked for is dropped.
    fn ask<F>(version: RwSignal<u32>, ask: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<Page<Stored<Value>>, StoreError>> + 'static,
    {
        let answer = RwSignal::new_local(Err(LoadState::Loading));
        Effect::new(move |_| {
            let asked_at = version.get();
            let asked = ask();
            spawn_local(async move {
                let came = asked.await.map(Rc::new).map_err(LoadState::Failed);
                if version.try_get_untracked() == Some(asked_at) {
                    // Who asked may have gone to another page meanwhile.
                    answer.try_set(came);
                }
            });
        });
        Self(answer)
    }

    /// Whether the list goes on, and how many there are in all, if that is known.
    pub fn rest(self) -> (bool, Option<usize>) {
        self.0.with(|answer| match answer {
            Ok(page) => (page.next.is_some(), page.total.and_then(|total| usize::try_from(total).ok())),
            Err(_) => (false, None),
        })
    }

    /// The things, once they are there.
    pub fn things<T: Resource>(self) -> Result<Vec<Stored<T>>, LoadState> {
        self.0.with(|answer| Ok(answer.as_ref().map_err(Clone::clone)?.typed()?))
    }

    /// How many things are here.
    pub fn count(self) -> usize {
        self.0.with(|answer| answer.as_ref().map_or(0, |page| page.items.len()))
    }

    /// Whether the things are there.
    pub fn is_there(self) -> Result<(), LoadState> {
        self.0.with(|answer| answer.as_ref().map(drop).map_err(Clone::clone))
    }

    /// The things as they came, once they are there.
    pub fn stored(self) -> Result<Vec<Stored<Value>>, LoadState> {
        self.0.with(|answer| Ok(answer.as_ref().map_err(Clone::clone)?.items.clone()))
    }

    /// The text of a file, once it is there.
    pub fn text(self) -> Result<String, LoadState> {
        self.0.with(|answer| {
            let page = answer.as_ref().map_err(Clone::clone)?;
            Ok(page.items.first().and_then(|item| item.value.as_str()).unwrap_or_default().to_owned())
        })
    }

    /// The things without what the store knows of them.
    pub fn values<T: Resource>(self) -> Result<Vec<T>, LoadState> {
        Ok(self.things()?.into_iter().map(|stored| stored.value).collect())
    }
}

/// Who is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Account {
    /// Nobody is signed in.
    Nobody,
    /// This participant.
    Participant(Id),
    /// Somebody who is no participant, such as a coordinator.
    Other,
}

/// Reads a text in HTML.
pub type ReadHtml = Rc<dyn Fn(&str, Writer) -> Document>;

/// Sends an event of this name up from an element, with these details.
pub type Tell = fn(&web_sys::Element, &str, &[(&str, JsValue)]);

/// The way into a part of a program.
#[derive(Clone, Copy)]
pub struct PartCode {
    /// Which part it is.
    pub part: Part,
    /// Has it loaded.
    pub load: fn() -> LocalFuture<'static, Result<(), StoreError>>,
    /// Shows a page of it.
    pub show: fn(AppContext, site_map::Page) -> LocalFuture<'static, Result<AnyView, StoreError>>,
}

/// What a program brings along that others do not.
#[derive(Clone)]
pub struct AppServices {
    /// Where data lives.
    pub store: Store,
    /// The bar under the head of every page.
    pub bar: Rc<dyn Fn(AppContext) -> AnyView>,
    /// Reads a text in HTML.
    pub read_html: ReadHtml,
    /// Who is here.
    pub account: Rc<dyn Fn() -> Account>,
    /// The parts that the program has.
    pub parts: &'static [PartCode],
    /// The store as what it is, for the pages that are about that (signing in, the check). Not a `RemoteStore`, so that the demo's
    /// program has none of its code.
    pub concrete_store: Rc<dyn Any>,
    /// Tells the page around a widget what happened in it; nothing on pages of our own.
    pub tell: Tell,
    /// The moment at which the clock begins, where it is not the real one.
    pub begins: Option<DateTime<Utc>>,
}

/// Handed to pages through context; copied freely.
#[derive(Clone, Copy)]
pub struct AppContext {
    config: StoredValue<Config>,
    services: StoredValue<AppServices, LocalStorage>,
    /// Where the reader is.
    pub place: Place,
    /// The time.
    pub clock: Clock,
    /// The language that the words are in by now.
    pub language: RwSignal<Language>,
    /// What a screen reader is to say next.
    announcement: RwSignal<String>,
    versions: [RwSignal<u32>; Kind::ALL.len()],
}

impl AppContext {
    /// Opens the site that a configuration describes, for a reader at a place.
    pub fn open(config: Config, language: Language, place: Place, services: AppServices) -> Self {
        let app = Self {
            config: StoredValue::new(config),
            clock: Clock::start(services.begins),
            place,
            language: RwSignal::new(language),
            announcement: RwSignal::new(String::new()),
            versions: Kind::ALL.map(|_| RwSignal::new(0)),
            services: StoredValue::new_local(services),
        };
        app.store().watch(move |kind| app.changed(kind));
        app
    }

    /// The site of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// The name in the corner of every page.
    pub fn name(self) -> String {
        self.config.with_value(|c| c.site.clone())
    }

    /// Gives the document its title, and tells the reader of a new page.
    pub fn set_title(self, title: &str) {
        self.place.set_title(&self.name(), title);
    }

    /// The programme.
    pub fn programme(self) -> Programme {
        self.config.with_value(|c| c.programme.clone())
    }

    /// Where data lives.
    pub fn store(self) -> Store {
        self.services.with_value(|services| services.store.clone())
    }

    /// The bar under the head of every page.
    pub fn bar(self) -> AnyView {
        (self.services.with_value(|services| Rc::clone(&services.bar)))(self)
    }

    /// Tells the page around a widget that something happened in it.
    pub fn tell(self, from: &web_sys::Element, event: &str, detail: &[(&str, JsValue)]) {
        (self.services.with_value(|services| services.tell))(from, event, detail);
    }

    /// Who is here now.
    pub fn account(self) -> Account {
        self.services.with_value(|services| (services.account)())
    }

    /// The participant who is here now.
    pub fn me(self) -> Option<Id> {
        match self.account() {
            Account::Participant(me) => Some(me),
            _ => None,
        }
    }

    /// Up to which moment topics are out: up to now; where the store itself withholds what is not out yet, whatever it shows is,
    /// for this machine's clock may be wrong. A coordinator is shown what comes, too.
    pub fn out_until(self) -> DateTime<Utc> {
        let is_trusted = self.store().can(Kind::Topics, Ability::Withhold) && self.account() != Account::Other;
        if is_trusted { DateTime::<Utc>::MAX_UTC } else { self.clock.now() }
    }

    /// The code of a part; nothing where the program does not have it.
    pub fn part(self, part: Part) -> Option<PartCode> {
        self.services.with_value(|services| services.parts.iter().find(|code| code.part == part).copied())
    }

    /// The store as what it is, if it is of this type.
    pub fn store_as<T: 'static>(self) -> Option<Rc<T>> {
        self.services.with_value(|services| Rc::clone(&services.concrete_store)).downcast().ok()
    }

    /// Reads a text by its markup.
    pub fn read(self, text: &Text, writer: Writer) -> Document {
        match text {
            Text::Markdown(text) => markdown::read(text, writer),
            Text::Html(text) => self.services.with_value(|services| (services.read_html)(text, writer)),
            Text::Plain(text) => Document::plain(text),
        }
    }

    /// Loads what a query asks for, and again whenever a thing of that kind changes.
    pub fn load(self, kind: Kind, query: Query) -> LiveQuery {
        self.load_what(kind, move || query.clone())
    }

    /// The same for a query that changes.
    pub fn load_what(self, kind: Kind, query: impl Fn() -> Query + 'static) -> LiveQuery {
        let store = self.store();
        LiveQuery::ask(self.version(kind), move || store.clone().list(kind, query()))
    }

    /// Has everything of a kind loaded again.
    pub fn changed(self, kind: Kind) {
        self.version(kind).update(|version| *version += 1);
    }

    /// Loads a text file of this site.
    pub fn load_file(self, path: String) -> LiveQuery {
        LiveQuery::ask(self.version(Kind::Topics), move || text_file(path.clone()))
    }

    /// Loads everything again that pages show.
    pub fn load_again(self) {
        self.store().read_anew();
        self.versions.iter().for_each(|version| version.update(|v| *v += 1));
    }

    fn version(self, kind: Kind) -> RwSignal<u32> {
        // There are as many as kinds, in the order of `Kind::ALL`.
        self.versions[kind as usize]
    }

    /// Where a screen reader finds what it is to say: once on a page.
    pub fn announcements(self) -> AnyView {
        view! { <p class="visually-hidden" role="status">{move || self.announcement.get()}</p> }.into_any()
    }

    /// Has a screen reader say something when it next can.
    pub fn announce(self, words: String) {
        // The same words again are news only if there was something else between.
        self.announcement.set(String::new());
        request_animation_frame(move || self.announcement.set(words));
    }
}

/// A text travels as one stored thing, so that the code that waits for answers exists once.
async fn text_file(path: String) -> Result<Page<Stored<Value>>, StoreError> {
    let text = browser::file(&path).await?;
    Ok(Page {
        items: vec![Stored { value: text.into(), revision: String::new(), mine: false, delivery: Delivery::Sent }],
        source: path,
        total: None,
        next: None,
    })
}
