//! `/me`: what the programme knows of whoever looks, as their partner sees it, and all of it to take along.

use super::partner::{channel, person};
use crate::app::parts::load::shown;
use crate::app::parts::save::{print_button, save};
use crate::app::route::{Private, Route};
use crate::app::shell::entitle;
use crate::app::site::{Account, Loading, NotShown, Site};
use crate::app::text::{dates, fill, plural, t};
use crate::domain::participant::Participant;
use crate::domain::resource::{Id, Kind};
use crate::store::{Query, StoreError, own, parse, record};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use serde_json::Value;

/// What is one's own, by kind.
type Own = Vec<(Kind, Vec<Value>)>;

/// The page.
pub fn page(site: Site) -> AnyView {
    entitle(site, &t("me.title"));
    let loaded: Vec<_> = own::kinds().map(|kind| (kind, site.load(kind, Query::all()))).collect();
    let view = shown(
        site,
        move || {
            // Whoever signs in or out has everything loaded again.
            loaded.iter().for_each(|(_, loading)| drop(loading.is_there()));
            match site.account() {
                Account::Participant(me) => find(&loaded, &me).map(Some),
                _ => Ok(None),
            }
        },
        move |found| match found {
            Some(all) => mine(site, all),
            None => view! {
                <p>{t("me.stranger")}</p>
                <p><a class="act" href=Route::Private(Private::SignIn).href()>{t("account.sign_in")}</a></p>
            }
            .into_any(),
        },
    );
    view! { <div class="topic partner"><h1>{t("me.title")}</h1>{view}</div> }.into_any()
}

fn find(loaded: &[(Kind, Loading)], me: &Id) -> Result<Own, NotShown> {
    let one = |(kind, loading): &(Kind, Loading)| {
        let all = match loading.stored() {
            // Not every backend keeps everything.
            Err(NotShown::Failed(StoreError::Unsupported)) => Vec::new(),
            all => all?,
        };
        let own = all.into_iter().map(|stored| stored.value).filter(|thing| own::is_own(*kind, thing, me));
        Ok((*kind, own.collect()))
    };
    loaded.iter().map(one).collect()
}

fn mine(site: Site, all: Own) -> AnyView {
    let myself = all.iter().find(|(kind, _)| *kind == Kind::Participants).and_then(|(_, own)| own.first());
    let myself: Option<Participant> = myself.and_then(|value| parse::fit(value, "participants", "").ok());
    let card = myself.map(|myself| person::card(site, myself));
    let kept = StoredValue::new(all.clone());
    let take = move |_| {
        let file = record::export(kept.get_value());
        save("my-data.json", &file.to_string(), "application/json");
    };
    let parts = all.into_iter().filter(|(_, own)| !own.is_empty()).map(|(kind, own)| {
        let title = plural(&format!("mine.{}", kind.name()), i64::try_from(own.len()).unwrap_or(i64::MAX));
        view! { <h3>{title}</h3><ol class="letters">{own.iter().map(thing).collect_view()}</ol> }
    });
    view! {
        <section class="column">
            <h2>{t("me.as_partner")}</h2>
            {card}
            <p class="soft">{t("me.change")}</p>
            <h2>{t("me.as_public")}</h2>
            <p>{t("me.nothing_public")}</p>
        </section>
        <section class="column">
            <h2 id="data">{t("me.data")}</h2>
            <p>{t("me.data_about")}</p>
            <p class="buttons">
                <button type="button" class="act" on:click=take>{t("me.save")}</button>
                {print_button("me.print", "act quiet")}
            </p>
            {parts.collect_view()}
            <p class="soft">{t("me.comments")}</p>
        </section>
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
        Value::String(text) => text.parse::<DateTime<Utc>>().map_or_else(|_| text.clone(), dates::date_and_time),
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
