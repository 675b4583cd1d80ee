//! Short notes from one partner to the other, and the form for one.

use super::news::News;
use super::shared::{Pair, Shared};
use super::tabs;
use crate::app::components::document::document;
use crate::app::components::draft;
use crate::app::components::form::{Field, Form};
use crate::app::components::keyed::{Keyed, keyed};
use crate::app::components::load::shown;
use crate::app::components::submission::Submission;
use crate::app::components::time::ago;
use crate::app::components::unsent::unsent;
use crate::app::context::{LiveQuery, LoadState};
use crate::app::site_map::Page;
use crate::app::text::{fill, t};
use crate::document::{Writer, markdown};
use crate::domain::message::Message;
use crate::domain::note;
use crate::domain::resource::Kind;
use leptos::prelude::*;

/// How many messages are shown at first, and how many more each time.
const STEP: usize = 10;

/// The part of the page; nothing where no messages are kept.
pub fn section(shared: Shared, pair: &Pair, writing: Writing) -> AnyView {
    let Some(list) = shared.messages else { return ().into_any() };
    let most = RwSignal::new(STEP);
    let all = all(shared, pair, list);
    let state = shown(
        shared.app,
        move || Ok(all.get()?.len()),
        move |count| {
            let earlier = move || {
                (count > most.get()).then(|| {
                    let more = move |_| most.update(|most| *most += STEP);
                    view! { <p><button type="button" class="link" on:click=more>{t("messages.earlier")}</button></p> }
                })
            };
            view! { {(count == 0).then(|| view! { <p>{t("messages.none")}</p> })}<div>{earlier}</div> }.into_any()
        },
    );
    let own = StoredValue::new(pair.clone());
    let messages = keyed(move || {
        let all = all.get().unwrap_or_default();
        let first = all.len().saturating_sub(most.get());
        let one = |message: Message| Keyed {
            key: message.id.as_str().to_owned(),
            show: Box::new(move || one(shared, own, message)),
        };
        all.into_iter().skip(first).map(one).collect()
    });
    view! {
        <section class="column" id="messages" tabindex="-1">
            {state}
            <ol class="messages">{messages}</ol>
            {unsent::<Message>(shared.app, list, |message| &message.id, |message| message.text.clone(), "messages")}
            {pair.is_open().then(|| form(shared, pair, writing, true))}
        </section>
    }
    .into_any()
}

/// The last message, and the form for the next.
pub fn tile(news: News, shared: Shared, pair: &Pair, writing: Writing) -> Option<AnyView> {
    let list = shared.messages?;
    let all = all(shared, pair, list);
    let own = StoredValue::new(pair.clone());
    let last = shown(
        shared.app,
        move || Ok(all.get()?.pop()),
        move |last| match last {
            Some(message) => view! { <ol class="messages last">{one(shared, own, message)}</ol> }.into_any(),
            None => view! { <p>{t("messages.none")}</p> }.into_any(),
        },
    );
    let what = view! {
        {last}
        {unsent::<Message>(shared.app, list, |message| &message.id, |message| message.text.clone(), "message-text")}
        {pair.is_open().then(|| form(shared, pair, writing, false))}
    };
    Some(tabs::tile(news, Page::Messages, what.into_any()))
}

/// The messages of a partnership, the first one first.
fn all(shared: Shared, pair: &Pair, list: LiveQuery) -> Memo<Result<Vec<Message>, LoadState>> {
    let pair = pair.clone();
    Memo::new(move |_| {
        let mut all: Vec<Message> = list.values()?;
        all.retain(|message| shared.is_of(&pair, &message.partnership, message.at));
        all.sort_by_key(|message| message.at);
        Ok(all)
    })
}

fn one(shared: Shared, pair: StoredValue<Pair>, message: Message) -> AnyView {
    let (is_mine, author) = pair.with_value(|pair| (message.by == pair.me, pair.author(&message.by)));
    let text = document(markdown::read(&message.text, Writer::Person), Writer::Person);
    view! {
        <li class:own=is_mine>
            <p class="soft"><b><bdi>{author}</bdi></b>" · "{ago(message.at, shared.app.clock)}</p>
            <div class="prose">{text}</div>
        </li>
    }
    .into_any()
}

/// The message that is being written: the overview and the page show the same one, also while it is on its way.
#[derive(Clone, Copy)]
pub struct Writing {
    form: Form,
    text: RwSignal<String>,
    sending: Submission,
}

impl Writing {
    /// The one of a partnership.
    pub fn of(shared: Shared, pair: &Pair) -> Self {
        let form = Form::new("message".to_owned(), "message_form");
        let kept = pair.draft("message");
        let text = RwSignal::new(draft::kept::<String>(&kept).unwrap_or_default());
        draft::keep(kept.clone(), StoredValue::new(String::new()), move || text.get());
        Self { form, text, sending: Submission::of_draft(shared.app, form, kept) }
    }
}

/// The form for a message; on its own page with what becomes of one.
fn form(shared: Shared, pair: &Pair, writing: Writing, explains: bool) -> AnyView {
    let app = shared.app;
    let Writing { form, text, sending } = writing;
    let (me, partnership) = (pair.me.clone(), pair.partnership.id.clone());
    let send = move || {
        let message = note::check(&text.get_untracked()).map(|text| Message {
            id: sending.id(Kind::Messages),
            partnership: partnership.clone(),
            by: me.clone(),
            at: app.clock.read(),
            text,
        });
        sending.send(message, "messages.sent", "message-text", move || drop(text.try_set(String::new())));
    };
    let about = explains.then(|| fill("messages.about", &[("name", &pair.names())]));
    let inside = view! {
        {about.map(|about| view! { <p class="soft"><bdi>{about}</bdi></p> })}
        {form.summary()}
        {form.area(Field { name: "text", required: true, hint: None }, text)}
        {sending.status()}
        <p class="buttons"><button class="act">{t("message_form.send")}</button></p>
    };
    sending.element(t("messages.title"), "card form", send, inside.into_any())
}
