//! Everything of one's own: to read, to print, to take along.

use super::Mine;
use crate::app::components::channel::channel;
use crate::app::components::load::shown;
use crate::app::components::save::{print, save};
use crate::app::context::LoadState;
use crate::app::text::{dates, fill, plural, t};
use crate::domain::resource::Kind;
use crate::domain::written::Written;
use crate::store::{ownership, record};
use chrono::DateTime;
use leptos::html;
use leptos::prelude::*;
use serde_json::Value;

/// What is one's own, by kind.
type Own = Vec<(Kind, Vec<Value>)>;

/// The part of the page.
pub fn section(mine: Mine) -> AnyView {
    let find = move || -> Result<Own, LoadState> {
        let values = |kind| Ok((kind, mine.own(kind)?.into_iter().map(|stored| stored.value).collect()));
        ownership::kinds().map(values).collect()
    };
    let view = shown(mine.app, find, whole);
    view! { <section class="column"><h2 id="data">{t("me.data")}</h2>{view}</section> }.into_any()
}

fn whole(all: Own) -> AnyView {
    let kept = StoredValue::new(all.clone());
    let take = move |_| {
        let file = record::export(kept.get_value());
        save("my-data.json", &file.to_string(), "application/json");
    };
    let all_of_it = NodeRef::<html::Details>::new();
    let print_all = move |_| {
        // What is folded is not printed.
        if let Some(details) = all_of_it.get_untracked() {
            details.set_open(true);
        }
        print();
    };
    let parts = all.into_iter().filter(|(_, own)| !own.is_empty()).map(|(kind, own)| {
        let title = plural(&format!("mine.{}", kind.name()), i64::try_from(own.len()).unwrap_or(i64::MAX));
        view! { <h3>{title}</h3><ol class="letters">{own.iter().map(thing).collect_view()}</ol> }
    });
    view! {
        <p>{t("me.data_about")}</p>
        <p class="buttons">
            <button type="button" class="act" on:click=take>{t("me.save")}</button>
            <button type="button" class="act quiet" on:click=print_all>{t("me.print")}</button>
        </p>
        <details node_ref=all_of_it>
            <summary>{t("me.read")}</summary>
            {parts.collect_view()}
        </details>
        <p class="soft">{t("me.comments")}</p>
    }
    .into_any()
}

/// A thing to read: its fields by their names. What only programs need is in the file.
fn thing(thing: &Value) -> AnyView {
    let fields = thing.as_object().into_iter().flatten();
    let fields =
        fields.filter(|(name, _)| !["id", "partnership", "by", "accepts", "replaces"].contains(&name.as_str()));
    let one = |(name, value): (&String, &Value)| {
        view! { <div><dt>{t(&format!("field.{name}"))}</dt><dd><bdi>{words(value)}</bdi></dd></div> }
    };
    view! { <li><dl class="facts">{fields.map(one).collect_view()}</dl></li> }.into_any()
}

/// A value to read.
fn words(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::Bool(is_so) => t(if *is_so { "me.yes" } else { "me.no" }),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.starts_with("data:") => t("me.in_file"),
        Value::String(text) => DateTime::parse(text).map_or_else(|| text.clone(), dates::date_and_time),
        Value::Array(all) => all.iter().map(words).collect::<Vec<_>>().join(" · "),
        // A way to reach somebody: where, under its name.
        Value::Object(fields) if fields.contains_key("kind") => {
            let name = channel(fields["kind"].as_str().unwrap_or_default());
            fill(
                "me.field",
                &[("name", &name), ("value", fields.get("at").and_then(Value::as_str).unwrap_or_default())],
            )
        }
        Value::Object(fields) => {
            let one = |(name, value): (&String, &Value)| {
                fill("me.field", &[("name", &t(&format!("field.{name}"))), ("value", &words(value))])
            };
            fields.iter().map(one).collect::<Vec<_>>().join("; ")
        }
    }
}
