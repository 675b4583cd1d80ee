//! `/me`: what the programme knows of whoever looks, to see, to change, to take along, to have erased.

mod channels;
mod data;
mod erase;
mod profile;
mod settings;

pub use erase::carry_out;

use crate::app::parts::load::shown;
use crate::app::parts::switches;
use crate::app::route::{Extra, Route};
use crate::app::shell::entitle;
use crate::app::site::{Loading, NotShown, Site};
use crate::app::text::t;
use crate::domain::resource::{Id, Kind, Resource};
use crate::store::{Query, StoreError, Stored, own, parse};
use leptos::prelude::*;
use serde_json::Value;

/// What is loaded for whoever is here.
#[derive(Clone, Copy)]
struct Mine {
    site: Site,
    loaded: StoredValue<Vec<(Kind, Loading)>>,
}

impl Mine {
    fn load(site: Site) -> Self {
        let loaded = own::kinds().map(|kind| (kind, site.load(kind, Query::all()))).collect();
        Self { site, loaded: StoredValue::new(loaded) }
    }

    /// Who is here, if they take part. Whoever signs in or out has everything loaded again.
    fn who(self) -> Option<Id> {
        self.loaded.with_value(|all| all.iter().for_each(|(_, loading)| drop(loading.is_there())));
        self.site.me()
    }

    /// Everything of a kind.
    fn list(self, kind: Kind) -> Option<Loading> {
        self.loaded.with_value(|all| all.iter().find(|(of, _)| *of == kind).map(|(_, loading)| *loading))
    }

    /// What is one's own of a kind.
    fn own(self, kind: Kind) -> Result<Vec<Stored<Value>>, NotShown> {
        let Some(me) = self.site.me() else { return Ok(Vec::new()) };
        let mut all = match self.list(kind).map(Loading::stored) {
            // Not every backend keeps everything.
            None | Some(Err(NotShown::Failed(StoreError::Unsupported))) => Vec::new(),
            Some(all) => all?,
        };
        all.retain(|stored| own::is_own(kind, &stored.value, &me));
        Ok(all)
    }

    /// The same as their type.
    fn things<T: Resource>(self) -> Result<Vec<Stored<T>>, NotShown> {
        let one = |Stored { value, revision, mine, unsent }: Stored<Value>| {
            Ok(Stored { value: parse::fit(&value, T::KIND.name(), "")?, revision, mine, unsent })
        };
        self.own(T::KIND)?.into_iter().map(one).collect()
    }
}

/// The page.
pub fn page(site: Site) -> AnyView {
    entitle(site, &t("me.title"));
    let mine = Mine::load(site);
    let who = move || Ok(mine.who());
    let view = shown(site, who, move |who| match who {
        Some(me) => view! {
            {profile::section(mine)}
            {settings::section(mine, me)}
            <section class="column">
                <h2>{t("me.site")}</h2>
                <div class="switches">{switches::language(site, "my-language")}{switches::theme()}</div>
            </section>
            {data::section(mine)}
            {erase::section(mine)}
        }
        .into_any(),
        None => view! {
            <p>{t("me.stranger")}</p>
            <p><a class="act" href=Route::Extra(Extra::SignIn).href()>{t("account.sign_in")}</a></p>
        }
        .into_any(),
    });
    view! { <div class="topic partner"><h1>{t("me.title")}</h1>{view}</div> }.into_any()
}
