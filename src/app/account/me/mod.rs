//! `/me`: what the programme knows of whoever looks, to see, to change, to take along, to have erased.

mod channels;
mod data;
mod erase;
mod profile;
mod settings;

pub use erase::run_due_erasures;

use crate::app::components::load::shown;
use crate::app::components::switches;
use crate::app::context::{AppContext, LiveQuery, LoadState};
use crate::app::site_map::Page;
use crate::app::text::t;
use crate::domain::resource::{Id, Kind, Resource};
use crate::store::{Query, StoreError, Stored, ownership, parse};
use leptos::prelude::*;
use serde_json::Value;

/// What is loaded for whoever is here.
#[derive(Clone, Copy)]
struct Mine {
    app: AppContext,
    loaded: StoredValue<Vec<(Kind, LiveQuery)>>,
}

impl Mine {
    fn load(app: AppContext) -> Self {
        let loaded = ownership::kinds().map(|kind| (kind, app.load(kind, Query::all()))).collect();
        Self { app, loaded: StoredValue::new(loaded) }
    }

    /// Who is here, if they take part. Whoever signs in or out has everything loaded again.
    fn who(self) -> Option<Id> {
        self.loaded.with_value(|all| all.iter().for_each(|(_, loading)| drop(loading.is_there())));
        self.app.me()
    }

    /// Everything of a kind.
    fn list(self, kind: Kind) -> Option<LiveQuery> {
        self.loaded.with_value(|all| all.iter().find(|(of, _)| *of == kind).map(|(_, loading)| *loading))
    }

    /// What is one's own of a kind.
    fn own(self, kind: Kind) -> Result<Vec<Stored<Value>>, LoadState> {
        let Some(me) = self.app.me() else { return Ok(Vec::new()) };
        let mut all = match self.list(kind).map(LiveQuery::stored) {
            // Not every backend keeps everything.
            None | Some(Err(LoadState::Failed(StoreError::Unsupported))) => Vec::new(),
            Some(all) => all?,
        };
        all.retain(|stored| ownership::is_own(kind, &stored.value, &me));
        Ok(all)
    }

    /// The same as their type.
    fn things<T: Resource>(self) -> Result<Vec<Stored<T>>, LoadState> {
        let one = |Stored { value, revision, mine, delivery }: Stored<Value>| {
            Ok(Stored { value: parse::fit(&value, T::KIND.name(), "")?, revision, mine, delivery })
        };
        self.own(T::KIND)?.into_iter().map(one).collect()
    }
}

/// The page.
pub fn page(app: AppContext) -> AnyView {
    app.set_title(&t("account.me"));
    let mine = Mine::load(app);
    let who = move || Ok(mine.who());
    let view = shown(app, who, move |who| match who {
        Some(me) => view! {
            {profile::section(mine)}
            {settings::section(mine, me)}
            <section class="column">
                <h2>{t("me.site")}</h2>
                <div class="switches">{switches::language(app, "my-language")}{switches::theme()}</div>
            </section>
            {data::section(mine)}
            {erase::section(mine)}
        }
        .into_any(),
        None => view! {
            <p>{t("me.stranger")}</p>
            <p><a class="act" href=Page::SignIn.href()>{t("account.sign_in")}</a></p>
        }
        .into_any(),
    });
    view! { <div class="topic partner"><h1>{t("account.me")}</h1>{view}</div> }.into_any()
}
