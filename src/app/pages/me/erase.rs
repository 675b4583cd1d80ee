//! Having everything about oneself erased: what goes, what stays and why, and two weeks in which to take it back.

use super::Mine;
use super::settings::said;
use crate::app::parts::confirm::Confirm;
use crate::app::parts::form::focus_soon;
use crate::app::parts::load::{failed, shown};
use crate::app::parts::time::date;
use crate::app::site::{Account, Site};
use crate::app::text::{around, t};
use crate::domain::resource::{Id, Kind, Resource};
use crate::domain::settings::{Settings, WAIT, erased_at, last};
use crate::store::own::{self, Fate};
use crate::store::{Ability, Private, Query, StoreError};
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen_futures::spawn_local;

/// The part of the page; nothing where nobody could carry it out.
pub fn section(mine: Mine) -> AnyView {
    let site = mine.site;
    if !site.store().can(Kind::Settings, Ability::Create) {
        return ().into_any();
    }
    let error = RwSignal::new(None::<StoreError>);
    let find = move || {
        let said = said(mine)?;
        Ok((last(&said).cloned(), erased_at(&said)))
    };
    let view = shown(site, find, move |(before, at)| {
        let say = move |erase: bool| {
            let before = before.clone();
            let Account::Participant(by) = site.account() else { return };
            error.set(None);
            spawn_local(async move {
                let id = site.store().new_id(Settings::KIND);
                let (channels, notices) = before.map(|said| (said.channels, said.notices)).unwrap_or_default();
                let said = Settings { id, by, at: site.clock.read(), channels, notices, erase };
                match site.store().create(&said, Value::Null).await {
                    Ok(_) => focus_soon("erase".to_owned()),
                    Err(why) => drop(error.try_set(Some(why))),
                }
            });
        };
        match at {
            Some(at) => {
                let (before, after) = around("erase.on", "day");
                view! {
                    <div class="notice danger">
                        <p>{before}{date(at)}{after}</p>
                        <button type="button" class="act" on:click=move |_| say(false)>{t("erase.keep")}</button>
                    </div>
                }
                .into_any()
            }
            None => {
                let question = Confirm::new();
                view! {
                    <p><button type="button" class="act quiet danger" on:click=move |_| question.ask()>{t("erase.ask")}</button></p>
                    {question.dialog("erase.ask".to_owned(), "erase.ask", move || say(true))}
                }
                .into_any()
            }
        }
    });
    view! {
        <section class="column">
            <h2 id="erase" tabindex="-1">{t("erase.title")}</h2>
            <p>{t("erase.goes")}</p>
            <p>{t("erase.stays")}</p>
            {view}
            <div>{move || error.get().map(|why| failed(&why))}</div>
        </section>
    }
    .into_any()
}

/// In the demo, where no backend does it: erases whoever asked for it two weeks ago, as soon as somebody looks.
pub fn carry_out(site: Site) {
    let settings = site.load(Kind::Settings, Query::all());
    let is_at_it = StoredValue::new(false);
    Effect::new(move |_| {
        let all: Vec<Settings> = settings.values().unwrap_or_default();
        let now = site.clock.now();
        let mut due: Vec<Id> = Vec::new();
        for settings in all.iter().filter(|settings| settings.erase && settings.at + WAIT <= now) {
            let own: Vec<Settings> =
                all.iter().filter(|other| other.by == settings.by && other.at <= now).cloned().collect();
            if erased_at(&own).is_some_and(|at| at <= now) && !due.contains(&settings.by) {
                due.push(settings.by.clone());
            }
        }
        if due.is_empty() || is_at_it.get_value() {
            return;
        }
        is_at_it.set_value(true);
        spawn_local(async move {
            // That it was asked for goes last: what could not be erased now is erased when somebody looks again.
            let rest = own::kinds().filter(|kind| *kind != Kind::Settings);
            for kind in rest.chain([Kind::Settings]) {
                for who in &due {
                    if erase(site, kind, who).await.is_err() {
                        return;
                    }
                }
            }
            is_at_it.try_set_value(false);
        });
    });
}

/// Erases somebody's own things of a kind, as far as they are not the partner's, too.
async fn erase(site: Site, kind: Kind, who: &Id) -> Result<(), StoreError> {
    let keeper = site.store().keeper();
    let all = keeper.list(kind, Query::all()).await?.items;
    for stored in all.into_iter().filter(|stored| own::is_own(kind, &stored.value, who)) {
        match own::fate(kind) {
            Fate::Stays => {}
            Fate::Goes => {
                let id = stored.value["id"].as_str().unwrap_or_default().to_owned();
                if let Ok(id) = Id::try_from(id) {
                    keeper.remove(kind, &id).await?;
                }
            }
            Fate::Loses(field) if stored.value.get(field).is_none() => {}
            Fate::Loses(field) => {
                let mut thing = stored.value;
                thing.as_object_mut().map(|fields| fields.remove(field));
                keeper.update(kind, thing, &stored.revision, Private::Erased).await?;
            }
        }
    }
    Ok(())
}
