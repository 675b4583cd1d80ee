//! `/coordinate/check`: whether the backends do what they must, and nothing that they must not.

use crate::app::components::form::{Field, Form, focus_soon};
use crate::app::components::load::failed;
use crate::app::components::submission::Submission;
use crate::app::context::AppContext;
use crate::app::text::{plural_with, t};
use crate::diagnostics::backend::{Area, Asked, Evidence, Finding, Outcome, probe};
use crate::diagnostics::explain::broken_rules;
use crate::domain::resource::Kind;
use crate::platform::browser::BrowserPlatform;
use crate::store::json::Backend;
use crate::store::remote::RemoteStore;
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn page(app: AppContext, live: &RemoteStore) -> AnyView {
    app.set_title(&t("nav.check"));
    let backends = live.backends().into_iter().enumerate().map(|(i, backend)| one(app, i, backend)).collect_view();
    view! {
        <div class="topic">
            <h1>{t("nav.check")}</h1>
            <p>{t("check.about")}</p>
            {backends}
        </div>
    }
    .into_any()
}

fn one(app: AppContext, number: usize, backend: Rc<Backend>) -> AnyView {
    let profile = backend.profile().clone();
    // What a reader's program overlooks.
    let rules = broken_rules(&profile).map(|error| failed(&error));
    let form = Form::new(format!("check-{number}"), "check_form");
    let asks = profile.sign_in.is_some();
    let (user, password, stores) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(false));
    // What was found last.
    let known = RwSignal::new_local(None::<Vec<Finding>>);
    let sending = Submission::new(app, form);
    let title = format!("{} ({})", profile.name, profile.base);
    let try_it = move || {
        known.set(None);
        let account = (user.get_untracked(), password.get_untracked());
        let account = Some(account).filter(|(_, password)| !password.is_empty());
        let asked = Asked { stores: stores.get_untracked() && account.is_some(), account };
        let profile = profile.clone();
        let work = async move {
            let found = probe(profile, Rc::new(BrowserPlatform), asked).await;
            app.announce(t("check.done"));
            Ok(found)
        };
        sending.run(work, move |found, may_move| {
            known.set(Some(found));
            if may_move {
                focus_soon(form.id("found"));
            }
        });
    };
    let account = asks.then(|| {
        let optional = |name| Field { name, required: false, hint: None };
        view! {
            <p class="soft">{t("check.account")}</p>
            <div class="pair">
                {form.line(optional("user"), "text", "username", user)}
                {form.line(optional("password"), "password", "current-password", password)}
            </div>
            <label class="tick">
                <input type="checkbox" prop:checked=move || stores.get() on:change=move |e| stores.set(event_target_checked(&e))/>
                <span>{t("check.stores")}</span>
            </label>
        }
    });
    let report = move || known.with(|found| found.as_deref().map(report));
    let inside = view! {
        {account}
        {sending.status_with("check.trying", failed)}
        <p class="buttons"><button class="act">{t("check.try")}</button></p>
    };
    view! {
        <section class="report">
            <h2><bdi>{title.clone()}</bdi></h2>
            {rules}
            {sending.element(title, "card form", try_it, inside.into_any())}
            <div id=form.id("found") tabindex="-1">{report}</div>
        </section>
    }
    .into_any()
}

fn report(found: &[Finding]) -> AnyView {
    let area = |area: Area| {
        let own: Vec<_> = found.iter().filter(|finding| finding.area == area).map(line).collect();
        (!own.is_empty()).then(|| view! { <h3>{t(area.words())}</h3><ul class="thread">{own}</ul> })
    };
    Area::ALL.into_iter().map(area).collect_view().into_any()
}

fn line(finding: &Finding) -> AnyView {
    let is_good = finding.outcome == Outcome::Good;
    let class = match finding.outcome {
        Outcome::Good => "notice good",
        Outcome::Bad => "notice danger",
        Outcome::Warn | Outcome::NotTried => "notice",
    };
    let hint = finding.hint.filter(|_| !is_good).map(|hint| view! { <p><b>{t(hint)}</b></p> });
    let evidence = (!is_good && !finding.evidence.is_empty()).then(|| {
        let requests = finding.evidence.iter().map(|one| view! { <li><code dir="ltr">{shown(one)}</code></li> });
        view! { <details><summary>{t("check.evidence")}</summary><ul>{requests.collect_view()}</ul></details> }
    });
    view! {
        <li class=class>
            <p><span class="badge">{t(finding.outcome.words())}</span>" "<bdi>{words(finding)}</bdi></p>
            {hint}
            {evidence}
        </li>
    }
    .into_any()
}

/// The words of a finding, with everything in its place.
fn words(finding: &Finding) -> String {
    let kind = finding.kind.map(|kind: Kind| t(&format!("kind.{}", kind.name()))).unwrap_or_default();
    let mut places: Vec<(&str, &str)> = vec![("kind", &kind)];
    places.extend(finding.places.iter().map(|(name, value)| (*name, value.as_str())));
    match finding.number {
        Some(number) => plural_with(finding.words, i64::try_from(number).unwrap_or(i64::MAX), &places),
        None => crate::app::text::fill(finding.words, &places),
    }
}

fn shown(evidence: &Evidence) -> String {
    let status = evidence.status.map_or_else(|| "–".to_owned(), |status| status.to_string());
    let at = evidence.at.as_deref().unwrap_or_default();
    format!("{} {} → {status} {at}", evidence.method.name(), evidence.url)
}
