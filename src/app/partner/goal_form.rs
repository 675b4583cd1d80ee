//! The form in which a goal is set, or changed.

use super::shared::{Pair, Shared};
use crate::app::components::draft;
use crate::app::components::form::{Field, Form, focus_soon};
use crate::app::components::submission::Submission;
use crate::app::text::t;
use crate::domain::goal::{Goal, GoalDraft, NewGoal};
use crate::domain::resource::{Id, Kind};
use crate::store::Stored;
use leptos::prelude::*;

fn draft_name(pair: &Pair, before: Option<&Id>) -> String {
    pair.draft(&format!("goal:{}", before.map_or("", Id::as_str)))
}

/// Whether somebody has begun to write down a goal.
pub fn is_begun(pair: &Pair) -> bool {
    draft::kept::<GoalDraft>(&draft_name(pair, None)).is_some()
}

/// The form for a new goal, or another version of one; `done` is called when it is closed.
pub fn form(all: Shared, pair: Pair, before: Option<Stored<Goal>>, done: impl Fn() + Copy + 'static) -> AnyView {
    let app = all.app;
    let form = Form::new("goal".to_owned(), "goal_form");
    let begun = before.as_ref().map(|stored| GoalDraft::of(&stored.value)).unwrap_or_default();
    let kept = draft_name(&pair, before.as_ref().map(|stored| &stored.value.id));
    let first = draft::kept(&kept).unwrap_or_else(|| begun.clone());
    let [what, sign, until, steps] = [first.what, first.sign, first.until, first.steps].map(RwSignal::new);
    let shared = RwSignal::new(first.shared);
    let typed = move || GoalDraft {
        what: what.get(),
        sign: sign.get(),
        until: until.get(),
        steps: steps.get(),
        shared: shared.get(),
    };
    draft::keep(kept.clone(), StoredValue::new(begun), typed);
    let sending = Submission::of_draft(app, form, kept);
    let is_new = before.is_none();
    let send = move || {
        let was = before.as_ref().map(|stored| &stored.value);
        let goal = untrack(typed).check(was.map_or(&[], |goal| &goal.steps));
        let goal = goal.map(|NewGoal { what, sign, until, steps, shared }| Goal {
            id: was.map_or_else(|| sending.id(Kind::Goals), |goal| goal.id.clone()),
            partnership: pair.partnership.id.clone(),
            by: pair.me.clone(),
            at: was.map_or_else(|| app.clock.read(), |goal| goal.at),
            shared,
            what,
            sign,
            until,
            steps,
            reached: was.and_then(|goal| goal.reached),
        });
        let revision = before.as_ref().map(|stored| stored.revision.clone());
        sending.send_over(goal, revision, "goals.kept", "goals", done);
    };
    let close = move |_| {
        done();
        focus_soon("goals".to_owned());
    };
    let field = |name, required, hint| Field { name, required, hint };
    let label = t(if is_new { "goal_form.title" } else { "goal_form.edit_title" });
    let inside = view! {
        <h2>{label.clone()}</h2>
        {form.summary()}
        {form.line(field("what", true, None), "text", "off", what)}
        {form.line(field("sign", false, Some("goal_form.sign_hint")), "text", "off", sign)}
        {form.line(field("until", false, None), "date", "off", until)}
        {form.area(field("steps", false, Some("goal_form.steps_hint")), steps)}
        {form.tick("shared", shared)}
        {sending.status()}
        <p class="buttons">
            <button class="act">{t("goal_form.send")}</button>
            <button type="button" class="act quiet" on:click=close>{t("goal_form.close")}</button>
        </p>
    };
    sending.element(label, "card form", send, inside.into_any())
}
