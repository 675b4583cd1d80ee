//! Which of several partnerships the page is about.

use super::shared::{CHOSEN, Loaded, Shared, of_mine};
use crate::app::context::{Account, AppContext, LoadState};
use crate::app::text::t;
use crate::domain::participant::Participant;
use crate::domain::resource::Id;
use crate::platform::browser;
use leptos::prelude::*;

/// Each of one's partnerships with the words for it, the one of the latest round first.
fn all(app: AppContext, loaded: Loaded) -> Result<Vec<(Id, String)>, LoadState> {
    let Account::Participant(me) = app.account() else { return Ok(Vec::new()) };
    let people: Vec<Participant> = loaded.participants.values()?;
    let words = |members: &[Id], round: &str| {
        let others = people.iter().filter(|person| person.id != me && members.contains(&person.id));
        let names: Vec<_> = others.map(|person| person.name.as_str().to_owned()).collect();
        format!("{} · {round}", names.join(", "))
    };
    let own = of_mine(loaded, &me)?.into_iter();
    Ok(own.map(|(round, pair)| (pair.id, words(&pair.participants, &round.title))).collect())
}

/// The way to choose between them; nothing for who has one.
pub fn view(shared: Shared, loaded: Loaded) -> AnyView {
    let several = Memo::new(move |_| all(shared.app, loaded).unwrap_or_default());
    let choose = move |event: web_sys::Event| {
        // What is being written is of the other partnership, and stays in its draft.
        shared.giving.set(false);
        shared.writing.set(None);
        shared.editing.set(None);
        shared.noting.set(false);
        let id = event_target_value(&event);
        browser::keep_in_tab(CHOSEN, &id);
        shared.chosen.set(Id::try_from(id).ok());
    };
    let view = move || {
        let all = several.get();
        (all.len() > 1).then(|| {
            let first = all[0].0.clone();
            let options = all.iter().map(|(id, words)| view! { <option value=id.to_string()>{words.clone()}</option> });
            view! {
                <div class="field">
                    <label for="which">{t("partner.which")}</label>
                    <select id="which" autocomplete="off" on:change=choose
                        prop:value=move || shared.chosen.get().filter(|id| all.iter().any(|(own, _)| own == id)).unwrap_or(first.clone()).to_string()>
                        {options.collect_view()}
                    </select>
                </div>
            }
        })
    };
    view! { <div>{view}</div> }.into_any()
}
