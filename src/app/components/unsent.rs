//! What was written here and is not on the backend yet: that it waits, or why it was not taken, and the way to
//! take it back. In the demo nothing ever waits.

use crate::app::components::load::explain_refusal;
use crate::app::components::undo::Undo;
use crate::app::context::{AppContext, LiveQuery};
use crate::app::text::t;
use crate::domain::resource::{Id, Resource};
use crate::store::{Delivery, Stored};
use leptos::prelude::*;

/// Whether a thing waits, or why it was refused; nothing for one that was sent.
pub fn state(delivery: &Delivery) -> Option<AnyView> {
    let (words, why) = match delivery {
        Delivery::Sent => return None,
        Delivery::Waiting => ("comments.waiting", None),
        Delivery::Refused(refusal) => ("comments.refused", Some(explain_refusal(refusal))),
    };
    Some(view! { " "<span class="badge">{t(words)}</span>" "<bdi>{why}</bdi> }.into_any())
}

/// What waits of a kind of things, with what each says (`words`), in the part of the page with the HTML id `place`;
/// `id` gives a thing's.
pub fn unsent<T>(
    app: AppContext,
    list: LiveQuery,
    id: fn(&T) -> &Id,
    words: fn(&T) -> String,
    place: &'static str,
) -> AnyView
where
    T: Resource + Clone + PartialEq + Send + Sync + 'static,
{
    let undo = Undo::new(app, T::KIND, format!("unsent-{place}"));
    let waiting = Memo::new(move |_| {
        let all = list.things::<T>().unwrap_or_default();
        all.into_iter().filter(|stored| !stored.delivery.is_sent()).collect::<Vec<_>>()
    });
    let one = move |stored: Stored<T>| {
        let said = words(&stored.value);
        let label = said.clone();
        let state = state(&stored.delivery);
        let take_back = move |_| undo.remove(&stored.value, id(&stored.value), label.clone());
        view! {
            <p>
                {state}" "<bdi>{said}</bdi>" "
                <button type="button" class="link" on:click=take_back>{t("removal.delete")}</button>
            </p>
        }
    };
    view! { <div>{move || waiting.get().into_iter().map(one).collect_view()}</div>{undo.notice(place)} }.into_any()
}
