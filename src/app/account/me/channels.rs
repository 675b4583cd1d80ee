//! Ways to reach somebody, as rows to fill in: a kind, and where.

use crate::app::components::channel::channel;
use crate::app::components::form::{Field, Form, focus_soon};
use crate::app::text::{fill, number, t};
use crate::domain::contact::CHANNELS;
use crate::domain::participant::ChannelDraft;
use leptos::prelude::*;

/// A row: the kind, and where.
type Row = (RwSignal<String>, RwSignal<String>);

/// The rows of a form.
#[derive(Clone, Copy)]
pub struct Rows(RwSignal<Vec<Row>>);

impl Rows {
    /// Rows that begin so, and an empty one.
    pub fn new(begun: Vec<ChannelDraft>) -> Self {
        let rows = Self(RwSignal::new(Vec::new()));
        begun.into_iter().for_each(|draft| rows.add(draft));
        rows.add(ChannelDraft::default());
        rows
    }

    fn add(self, draft: ChannelDraft) {
        self.0.update(|all| all.push((RwSignal::new(draft.kind), RwSignal::new(draft.at))));
    }

    /// What was typed, but for rows in which nothing was.
    pub fn typed(self) -> Vec<ChannelDraft> {
        let all = self.0.get().into_iter().map(|(kind, at)| ChannelDraft { kind: kind.get(), at: at.get() });
        all.filter(|row| !row.kind.is_empty() || !row.at.is_empty()).collect()
    }

    /// The rows on the page, as a field of a form.
    pub fn view(self, form: Form, field: Field) -> AnyView {
        let more = move |_| {
            self.add(ChannelDraft::default());
            focus_soon(format!("{}-{}", form.id(field.name), self.0.with_untracked(Vec::len) - 1));
        };
        let rows = form.group(field, move |d| {
            let id = d.id.clone();
            let rows = move || self.0.get().into_iter().enumerate().collect::<Vec<_>>();
            let show = move |(i, row): (usize, Row)| {
                let id = if i == 0 { id.clone() } else { format!("{id}-{i}") };
                one(id, i, row)
            };
            view! { <For each=rows key=|(i, _)| *i children=show/> }.into_any()
        });
        view! {
            {rows}
            <p><button type="button" class="link" on:click=more>{t("channels.more")}</button></p>
        }
        .into_any()
    }
}

fn one(id: String, i: usize, (kind, at): Row) -> AnyView {
    let number = number(i64::try_from(i + 1).unwrap_or(i64::MAX));
    let label = |key: &str| fill(key, &[("n", &number)]);
    // What another program calls it stays.
    let other =
        kind.with_untracked(|kind| (!kind.is_empty() && !CHANNELS.contains(&kind.as_str())).then(|| kind.clone()));
    let options = [String::new()].into_iter().chain(CHANNELS.map(str::to_owned)).chain(other).map(|name| {
        let words = if name.is_empty() { "–".to_owned() } else { channel(&name) };
        view! { <option value=name>{words}</option> }
    });
    view! {
        <div class="channel">
            <select id=id aria-label=label("channels.kind") autocomplete="off" on:change=move |event| kind.set(event_target_value(&event)) prop:value=move || kind.get()>
                {options.collect_view()}
            </select>
            <input type="text" aria-label=label("channels.at") autocomplete="off" dir="auto" prop:value=move || at.get()
                on:input=move |event| at.set(event_target_value(&event))/>
        </div>
    }
    .into_any()
}
