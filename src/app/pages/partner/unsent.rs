//! What was written here and is not on the backend yet: that it waits, or why it was not taken, and the way to
//! take it back. In the demo nothing ever waits.

use crate::app::parts::load::failed;
use crate::app::site::{Loading, Site};
use crate::app::text::t;
use crate::domain::resource::{Id, Resource};
use crate::store::StoreError;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// What waits of a kind of things; `id` gives a thing's.
pub fn unsent<T: Resource + 'static>(site: Site, list: Loading, id: fn(&T) -> &Id) -> AnyView {
    let error = RwSignal::new(None::<StoreError>);
    let waiting = Memo::new(move |_| {
        let all = list.things::<T>().unwrap_or_default();
        all.into_iter().filter_map(|stored| Some((id(&stored.value).clone(), stored.unsent?))).collect::<Vec<_>>()
    });
    let one = move |(id, why): (Id, String)| {
        let take_back = move |_| {
            let id = id.clone();
            error.set(None);
            spawn_local(async move {
                if let Err(why) = site.store().remove(T::KIND, &id).await {
                    error.try_set(Some(why));
                }
            });
        };
        let state = if why.is_empty() { "comments.waiting" } else { "comments.refused" };
        view! {
            <p>
                <span class="badge">{t(state)}</span>" "<bdi>{why}</bdi>" "
                <button type="button" class="link" on:click=take_back>{t("partner.remove")}</button>
            </p>
        }
    };
    view! {
        <div>
            {move || waiting.get().into_iter().map(one).collect_view()}
            {move || error.get().map(|why| failed(&why))}
        </div>
    }
    .into_any()
}
