//! What the two agreed, what waits for a yes, what they agreed before.

use super::agreement_form::{self, every};
use super::news::News;
use super::shared::{Pair, Shared};
use super::tabs;
use crate::app::components::channel::channel;
use crate::app::components::form::{Form, focus_soon};
use crate::app::components::load::shown;
use crate::app::components::submission::Submission;
use crate::app::components::time::date;
use crate::app::components::unsent::unsent;
use crate::app::site_map::Page;
use crate::app::text::{fill, t};
use crate::domain::agreement::{Agreement, AgreementEvent, AgreementState, Proposal, Terms};
use crate::domain::resource::{Id, Kind};
use leptos::prelude::*;

/// The agreement; nothing where none is kept.
pub fn section(shared: Shared, pair: Pair) -> AnyView {
    let Some(words) = shared.agreements else { return ().into_any() };
    let found = {
        let pair = pair.clone();
        move || Ok(shared.standing(&pair)?.unwrap_or_default())
    };
    let holds = RwSignal::new(None::<Id>);
    // What is shown changes when a yes is sent; that it is on its way stays.
    let yes = Submission::new(shared.app, Form::new("agreement-yes".to_owned(), "agreement"));
    let standing = {
        let pair = pair.clone();
        shown(shared.app, found, move |standing: AgreementState| {
            holds.set(standing.holds().map(|proposal| proposal.id.clone()));
            whole(shared, &pair, &standing, yes)
        })
    };
    let form = move || {
        let begun = shared.writing.get().filter(|_| pair.is_open())?;
        Some(agreement_form::form(shared, &pair, begun, holds.get_untracked()))
    };
    view! {
        <section class="column agreement" id="agreement" tabindex="-1">
            {standing}
            {unsent::<Agreement>(shared.app, words, |word| &word.id, said, "agreement")}
            <div>{form}</div>
        </section>
    }
    .into_any()
}

/// What holds, in a line; a proposal that waits goes before it.
pub fn tile(news: News, shared: Shared, pair: &Pair) -> Option<AnyView> {
    shared.agreements?;
    let pair = pair.clone();
    let found = {
        let pair = pair.clone();
        move || Ok(shared.standing(&pair)?.unwrap_or_default())
    };
    let what = shown(shared.app, found, move |standing: AgreementState| {
        let open = standing.open.iter().filter(|_| pair.is_open());
        let open = open.map(|proposal| view! { <p><b><bdi>{who_waits(&pair, proposal)}</bdi></b></p> }).collect_view();
        let is_missing = standing.agreed.is_empty() && standing.open.is_empty();
        let holds = standing.holds().map(|proposal| {
            let Terms { interval, channels: names, .. } = &proposal.terms;
            view! { <p>{every(*interval)}" · "{channels(names)}</p> }
        });
        view! { {open}{holds}{is_missing.then(|| view! { <p>{t("agreement.none")}</p> })} }.into_any()
    });
    Some(tabs::tile(news, Page::Agreement, what))
}

/// Who waits for whom: somebody for my yes, or I, with whoever has said yes, for that of others.
fn who_waits(pair: &Pair, proposal: &Proposal) -> String {
    if proposal.waits_for(&pair.me) {
        return fill("agreement.proposed", &[("name", &pair.name_of(&proposal.by))]);
    }
    let silent = pair.partnership.participants.iter().filter(|member| proposal.waits_for(member));
    let names = silent.map(|member| pair.name_of(member)).collect::<Vec<_>>().join(", ");
    let words = if proposal.by == pair.me { "agreement.waits" } else { "agreement.waits_too" };
    fill(words, &[("name", &names)])
}

/// What a word about the agreement says, in short.
fn said(word: &Agreement) -> String {
    match &word.event {
        AgreementEvent::Proposal { terms, .. } => every(terms.interval),
        AgreementEvent::Yes(_) => t("agreement.yes"),
    }
}

fn whole(shared: Shared, pair: &Pair, standing: &AgreementState, yes: Submission) -> AnyView {
    let write = move |terms: Terms| {
        move |_| {
            shared.writing.set(Some(terms.clone()));
            focus_soon("agreement-interval".to_owned());
        }
    };
    let holds = standing.agreed.last().map(|(proposal, at)| {
        view! {
            <div class="card">
                {terms(&proposal.terms, None)}
                <p class="soft">{t("agreement.since")}" "{date(*at)}</p>
                {pair.is_open().then(|| view! { <p><button type="button" class="act quiet" on:click=write(proposal.terms.clone())>{t("agreement.change")}</button></p> })}
            </div>
        }
    });
    let is_missing = holds.is_none() && standing.open.is_empty();
    let missing = (is_missing && pair.is_open()).then(|| {
        view! {
            <p>{t("agreement.missing")}</p>
            <p><button type="button" class="act quiet" on:click=write(Terms::default())>{t("agreement.write")}</button></p>
        }
    });
    let before = standing.holds().map(|proposal| &proposal.terms);
    // What was not agreed on by the end never will be.
    let open = standing
        .open
        .iter()
        .filter(|_| pair.is_open())
        .map(|proposal| waiting(shared, pair, proposal, before, yes))
        .collect_view();
    let both = match &standing.open[..] {
        [one, other, ..] if pair.is_open() => {
            let merged = one.terms.merged(&other.terms);
            Some(view! {
                <p class="notice">{t("agreement.both")}" "
                    <button type="button" class="link" on:click=write(merged)>{t("agreement.merge")}</button>
                </p>
            })
        }
        _ => None,
    };
    let past = standing.agreed.split_last().map(|(_, past)| past).unwrap_or_default();
    let past = (!past.is_empty()).then(|| {
        let one = |(proposal, at): &(Proposal, _)| view! { <li>{date(*at)}{terms(&proposal.terms, None)}</li> };
        view! {
            <details>
                <summary>{t("agreement.before")}</summary>
                <ol class="letters">{past.iter().rev().map(one).collect_view()}</ol>
            </details>
        }
    });
    view! { {holds}{missing}{open}{both}{past} }.into_any()
}

/// A proposal that waits for a yes, with what it changes.
fn waiting(shared: Shared, pair: &Pair, proposal: &Proposal, before: Option<&Terms>, sending: Submission) -> AnyView {
    let is_mine = proposal.by == pair.me;
    let waits_for_me = proposal.waits_for(&pair.me);
    let words = who_waits(pair, proposal);
    let (me, partnership, to) = (pair.me.clone(), pair.partnership.id.clone(), proposal.id.clone());
    let say_yes = move || {
        let yes = Agreement {
            id: sending.id(Kind::Agreements),
            partnership: partnership.clone(),
            by: me.clone(),
            at: shared.app.clock.read(),
            event: AgreementEvent::Yes(to.clone()),
        };
        sending.send(Ok(yes), "agreement.agreed", "agreement", || ());
    };
    let own = proposal.terms.clone();
    let change = move |_| {
        shared.writing.set(Some(own.clone()));
        focus_soon("agreement-interval".to_owned());
    };
    let other = view! {
        <button type="button" class="act quiet" on:click=change>{t(if is_mine { "agreement.again" } else { "agreement.counter" })}</button>
    };
    let buttons = match waits_for_me {
        false => view! { <p class="buttons">{other}</p> }.into_any(),
        true => {
            let inside = view! {
                {sending.status()}
                <p class="buttons"><button class="act">{t("agreement.yes")}</button>{other}</p>
            };
            sending.element(words.clone(), "", say_yes, inside.into_any())
        }
    };
    view! {
        <div class="card now">
            <h2><bdi>{words}</bdi></h2>
            {terms(&proposal.terms, before)}
            {buttons}
        </div>
    }
    .into_any()
}

/// The terms; where there were others before, what is new is marked and what was stands beside it.
fn terms(terms: &Terms, before: Option<&Terms>) -> AnyView {
    let changed = before.map(|before| terms.differences(before)).unwrap_or_default();
    let row = |name: &'static str, value: String, was: Option<String>| {
        let is_new = changed.contains(&name);
        (is_new || !value.is_empty()).then(|| {
            let was = was.filter(|was| is_new && !was.is_empty());
            view! {
                <div>
                    <dt>{t(&format!("agreement_form.{name}"))}{is_new.then(|| view! { " "<span class="badge">{t("agreement.new")}</span> })}</dt>
                    <dd>
                        <bdi>{if value.is_empty() { t("agreement.nothing") } else { value }}</bdi>
                        {was.map(|was| view! { <br/><del><bdi>{was}</bdi></del> })}
                    </dd>
                </div>
            }
        })
    };
    let was = before.cloned();
    let first = [
        row("interval", every(terms.interval), was.as_ref().map(|was| every(was.interval))),
        row("channels", channels(&terms.channels), was.as_ref().map(|was| channels(&was.channels))),
    ];
    let texts = Terms::TEXTS
        .into_iter()
        .zip(terms.texts())
        .enumerate()
        .map(|(i, (name, text))| row(name, text.to_owned(), was.as_ref().map(|was| was.texts()[i].to_owned())));
    view! { <dl class="facts">{first.into_iter().chain(texts).collect_view()}</dl> }.into_any()
}

fn channels(names: &[String]) -> String {
    names.iter().map(|name| channel(name)).collect::<Vec<_>>().join(" · ")
}
