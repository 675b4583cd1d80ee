//! `/embed`: the lines that a coordinator pastes into a blog to have a part of this site there, and how that looks.

use crate::app::components::form::{Field, Form};
use crate::app::components::load::shown;
use crate::app::components::share::copied;
use crate::app::context::AppContext;
use crate::app::route::{Route, here};
use crate::app::site_map::Page;
use crate::app::text::{Language, t};
use crate::domain::resource::{Id, Kind};
use crate::domain::round::Round;
use crate::domain::topic::{Slug, Topic};
use crate::platform::browser;
use crate::store::Query;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// What can stand in a blog, and the attribute that says which one of its kind.
const KINDS: [(&str, Option<&str>); 6] = [
    ("comments", Some("topic")),
    ("topic", Some("topic")),
    ("count", Some("topic")),
    ("waitlist", None),
    ("schedule", Some("round")),
    ("desks", Some("call")),
];

/// What is chosen.
#[derive(Clone, Copy)]
struct Choice {
    kind: RwSignal<String>,
    topic: RwSignal<String>,
    round: RwSignal<String>,
    call: RwSignal<String>,
    framed: RwSignal<bool>,
    language: RwSignal<Language>,
}

impl Choice {
    /// The attribute that the widget has, and what it says.
    fn attribute(self) -> Option<(&'static str, String)> {
        let kind = self.kind.get();
        let name = KINDS.into_iter().find(|(known, _)| *known == kind)?.1?;
        let said = match name {
            "topic" => self.topic.get(),
            "round" => self.round.get(),
            _ => self.call.get(),
        };
        (!said.is_empty()).then_some((name, said))
    }

    /// The page of this site where the same stands.
    fn page(self) -> Route {
        match (self.kind.get().as_str(), self.attribute()) {
            ("waitlist", _) => Route::Page(Page::Join),
            ("desks", _) => Route::Page(Page::Desks),
            (_, Some(("topic", topic))) => Slug::try_from(topic).map_or(Route::Page(Page::Topics), Route::Topic),
            (_, Some(("round", round))) => Id::try_from(round).map_or(Route::Page(Page::Topics), Route::Round),
            _ => Route::Page(Page::Topics),
        }
    }

    /// The address of the page that shows the widget in a frame. It does not know what language is spoken around it.
    fn frame(self) -> String {
        let which = self.attribute().map(|(name, said)| format!("&{name}={said}")).unwrap_or_default();
        let language = match self.language.get() {
            Language::English => String::new(),
            other => format!("&lang={}", other.code()),
        };
        format!("{}?widget={}{which}{language}", here("frame.html"), self.kind.get())
    }

    /// Whether it can be in a frame. A number stands within a line.
    fn fits_a_frame(self) -> bool {
        self.kind.with(|kind| kind != "count")
    }

    /// What is to be pasted.
    fn lines(self) -> String {
        let title = t(&format!("embed_kind.{}", self.kind.get()));
        if self.fits_a_frame() && self.framed.get() {
            let src = browser::whole(&self.frame()).replace('&', "&amp;");
            return format!(
                "<iframe title=\"{title}\" src=\"{src}\" sandbox=\"allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox\" \
                 allow=\"web-share; clipboard-write\" loading=\"lazy\" style=\"width: 100%; height: 60rem; border: 0\"></iframe>"
            );
        }
        let tag = format!("deskmates-{}", self.kind.get());
        let attribute = self.attribute().map(|(name, said)| format!(" {name}=\"{said}\"")).unwrap_or_default();
        let (script, link) = (browser::address("embed.js"), browser::whole(&self.page().href()));
        format!(
            "<script type=\"module\" src=\"{script}\"></script>\n<{tag}{attribute}>\n  <a href=\"{link}\">{title}</a>\n</{tag}>"
        )
    }
}

/// The page.
pub fn page(app: AppContext) -> AnyView {
    app.set_title(&t("embed_page.title"));
    let topics = app.load(Kind::Topics, Query::all());
    let rounds = app.load(Kind::Rounds, Query::all());
    let find = move || Ok((topics.values()?, rounds.values()?));
    view! {
        <div class="topic">
            <h1>{t("embed_page.title")}</h1>
            <p>{t("embed_page.about")}</p>
            {shown(app, find, move |(topics, rounds)| maker(app, &topics, rounds))}
        </div>
    }
    .into_any()
}

/// What is chosen from, the lines, and how they look.
fn maker(app: AppContext, topics: &[Topic], rounds: Vec<Round>) -> AnyView {
    let form = Form::new("embed".to_owned(), "embed_page");
    let until = app.out_until();
    // Where a topic is out, one is chosen; a round or a call need not be.
    let first = topics.iter().find(|topic| topic.release <= until).map(|topic| topic.slug.to_string());
    let text = |text: &str| RwSignal::new(text.to_owned());
    let choice = Choice {
        kind: text("comments"),
        topic: RwSignal::new(first.unwrap_or_default()),
        round: text(""),
        call: text(""),
        framed: RwSignal::new(false),
        language: app.language,
    };
    // Also topics to come: a post may be made ready before its topic is out.
    let topics: Vec<_> = topics.iter().map(|topic| (topic.slug.to_string(), topic.title.clone())).collect();
    let rounds: Vec<_> = rounds.into_iter().map(|round| (round.id.to_string(), round.title)).collect();
    let calls: Vec<_> = app.programme().calls.into_iter().map(|call| (call.id.to_string(), call.title)).collect();
    let select = move |name: &'static str, options: Vec<(String, String)>, value| {
        form.choice(Field { name, required: false, hint: None }, "off", options, value)
    };
    let with_all = |options: Vec<(String, String)>, words: &str| {
        [(String::new(), t(words))].into_iter().chain(options).collect::<Vec<_>>()
    };
    let which = move || {
        let kind = choice.kind.get();
        let attribute = KINDS.into_iter().find(|(known, _)| *known == kind).and_then(|(_, attribute)| attribute)?;
        Some(match attribute {
            "topic" => select("topic", topics.clone(), choice.topic),
            "round" => select("round", with_all(rounds.clone(), "embed_page.current"), choice.round),
            _ => select("call", with_all(calls.clone(), "embed_page.all_calls"), choice.call),
        })
    };
    let kinds = KINDS.map(|(kind, _)| (kind.to_owned(), t(&format!("embed_kind.{kind}")))).to_vec();
    let said = RwSignal::new(String::new());
    let framed = move || choice.fits_a_frame().then(|| form.tick("framed", choice.framed));
    // One that changed its address would make "back" go through all that was tried.
    let trial = view! {
        <For each=move || [choice.frame()] key=String::clone let:src>
            <iframe class="trial" title=t("embed_page.preview") src=src></iframe>
        </For>
    };
    // What is said of other lines is no longer so.
    Effect::new(move |_| {
        choice.lines();
        said.set(String::new());
    });
    let copy = move |_| {
        let lines = untrack(|| choice.lines());
        spawn_local(async move {
            said.set(t(if copied(&lines).await { "embed_page.copied" } else { "embed_page.not_copied" }));
        });
    };
    view! {
        <form class="card form" on:submit=|event: web_sys::SubmitEvent| event.prevent_default()>
            {select("kind", kinds, choice.kind)}
            {which}
            {framed}
        </form>
        <h2 id="embed-lines">{t("embed_page.lines")}</h2>
        <pre class="lines" tabindex="0" dir="ltr" role="region" aria-labelledby="embed-lines"><code>{move || choice.lines()}</code></pre>
        <p class="buttons">
            <button type="button" class="act" on:click=copy>{t("embed_page.copy")}</button>
            <span role="status">{move || said.get()}</span>
        </p>
        <p class="soft">{t("embed_page.where")}</p>
        <h2>{t("embed_page.preview")}</h2>
        {trial}
    }
    .into_any()
}
