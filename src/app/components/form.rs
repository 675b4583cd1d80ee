//! Fields with label, hint and error, and the summary of what is to be corrected,
//! after the pattern of the GOV.UK Design System.

use crate::app::dom::by_id;
use crate::app::text::{fill, number, t};
use crate::domain::problem::{Fault, Problem};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// What is wrong with a form's fields, and where they stand.
#[derive(Clone, Copy)]
pub struct Form {
    /// Every HTML id of the form begins so.
    prefix: StoredValue<String>,
    /// The part of the language file that names its fields.
    words: &'static str,
    /// What is wrong.
    pub problems: RwSignal<Vec<Problem>>,
}

impl Form {
    /// A form whose fields are named in the language file under `words`.
    pub fn new(prefix: String, words: &'static str) -> Self {
        Self { prefix: StoredValue::new(prefix), words, problems: RwSignal::new(Vec::new()) }
    }

    /// The HTML id of a field.
    pub fn id(self, field: &str) -> String {
        self.prefix.with_value(|prefix| format!("{prefix}-{field}"))
    }

    /// The HTML id of the form itself.
    pub fn element_id(self) -> String {
        self.id("form")
    }

    /// Whether the focus is in the form.
    pub fn has_focus(self) -> bool {
        by_id(&self.element_id()).is_some_and(|form| form.matches(":focus-within").unwrap_or(false))
    }

    /// Takes what stands in the fields as it is now. Some password managers, and iOS, fill in a field and tell nobody.
    pub fn read_fields(self) {
        let Some(form) = by_id(&self.element_id()).and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok())
        else {
            return;
        };
        for control in (0..form.length().unsigned_abs()).filter_map(|i| form.get_with_index(i)) {
            if let Some(event) = event_of(&control).and_then(|name| web_sys::Event::new(name).ok()) {
                // Nobody forbids it.
                let _ = control.dispatch_event(&event);
            }
        }
    }

    fn label(self, field: &str) -> String {
        t(&format!("{}.{field}", self.words))
    }

    fn error(self, field: &'static str) -> Option<String> {
        self.problems.with(|all| all.iter().find(|p| p.field == field).map(|p| self.words_for(*p)))
    }

    /// How to correct a field: the form's own words where it has them, else the words for every form.
    fn words_for(self, problem: Problem) -> String {
        let own = format!("{}.{}_{}", self.words, problem.field, problem.fault.name());
        let own_words = t(&own);
        let most = match problem.fault {
            Fault::TooLong(most) | Fault::TooManyPixels(most) => number(i64::try_from(most).unwrap_or(i64::MAX)),
            _ => String::new(),
        };
        let key = if own_words == own { format!("problem.{}", problem.fault.name()) } else { own };
        fill(&key, &[("field", &self.label(problem.field)), ("most", &most)])
    }

    /// Shows what is wrong and moves the focus there.
    pub fn refuse(self, problems: Vec<Problem>) {
        self.problems.set(problems);
        focus_soon(self.id("summary"));
    }

    /// The summary of what is to be corrected, each with a way to its field.
    pub fn summary(self) -> AnyView {
        let view = move || {
            let problems = self.problems.get();
            (!problems.is_empty()).then(|| {
                let lines = problems
                    .into_iter()
                    .map(|p| {
                        let id = self.id(p.field);
                        let to = id.clone();
                        let go = move |event: web_sys::MouseEvent| {
                            event.prevent_default();
                            focus(&to);
                        };
                        view! { <li><a href=format!("#{id}") on:click=go>{self.words_for(p)}</a></li> }
                    })
                    .collect_view();
                view! {
                    <div class="notice danger" id=self.id("summary") role="alert" tabindex="-1">
                        <h2>{t("problem.summary")}</h2>
                        <ul>{lines}</ul>
                    </div>
                }
            })
        };
        view.into_any()
    }

    /// What stands around the controls of a field: what ties them to it, its hint, its error.
    fn around(self, field: Field) -> (Described, AnyView) {
        let Field { name, required, hint } = field;
        let id = self.id(name);
        let hint_id = format!("{id}-hint");
        let error_id = format!("{id}-error");
        let has_hint = hint.is_some();
        let described = {
            let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
            Signal::derive(move || {
                let error = self.error(name).map(|_| error_id.clone());
                let ids: Vec<_> = has_hint.then(|| hint_id.clone()).into_iter().chain(error).collect();
                (!ids.is_empty()).then(|| ids.join(" "))
            })
        };
        let invalid = Signal::derive(move || self.error(name).is_some().then_some("true"));
        let words = view! {
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{t(hint)}</p> })}
            {move || self.error(name).map(|e| view! { <p class="error" id=error_id.clone()>{e}</p> })}
        };
        (Described { id, described, invalid, required }, words.into_any())
    }

    /// The name of a field, with a star where something must be filled in.
    fn name(self, field: Field) -> AnyView {
        let star = field.required.then(|| view! { <span class="required" aria-hidden="true">" *"</span> });
        view! { {self.label(field.name)}{star} }.into_any()
    }

    /// One field around its control.
    pub fn field(self, field: Field, control: impl Fn(Described) -> AnyView) -> AnyView {
        let (described, words) = self.around(field);
        let (id, invalid) = (described.id.clone(), described.invalid);
        view! {
            <div class="field" class:faulty=move || invalid.get().is_some()>
                <label for=id>{self.name(field)}</label>
                {words}
                {control(described)}
            </div>
        }
        .into_any()
    }

    /// Several controls under one name; the first has the field's id.
    pub fn group(self, field: Field, controls: impl Fn(Described) -> AnyView) -> AnyView {
        let (around, words) = self.around(field);
        let (described, invalid) = (around.described, around.invalid);
        view! {
            <fieldset class="field" class:faulty=move || invalid.get().is_some() aria-describedby=move || described.get()>
                <legend>{self.name(field)}</legend>
                {words}
                {controls(around)}
            </fieldset>
        }
        .into_any()
    }

    /// A field of one line; `kind` and `autocomplete` as in HTML.
    pub fn line(
        self,
        field: Field,
        kind: &'static str,
        autocomplete: &'static str,
        value: RwSignal<String>,
    ) -> AnyView {
        self.field(field, |d| line(d, kind, value).autocomplete(autocomplete).into_any())
    }

    /// A field of one line, for which the browser offers values; others may be typed.
    pub fn line_with(self, field: Field, offered: Vec<String>, value: RwSignal<String>) -> AnyView {
        self.field(field, move |d| {
            let list = format!("{}-list", d.id);
            let offered = offered.iter().map(|value| view! { <option value=value.clone()></option> }).collect_view();
            let input = line(d, "text", value).autocomplete("off").list(list.clone());
            view! { {input}<datalist id=list>{offered}</datalist> }.into_any()
        })
    }

    /// A field with one of several values, each with its words; `autocomplete` as in HTML.
    pub fn choice(
        self,
        field: Field,
        autocomplete: &'static str,
        options: Vec<(String, String)>,
        value: RwSignal<String>,
    ) -> AnyView {
        self.field(field, move |d| {
            let options = options.iter().map(|(value, words)| {
                view! { <option value=value.clone()>{words.clone()}</option> }
            });
            html::select()
                .id(d.id)
                .autocomplete(autocomplete)
                .aria_required(d.required.then_some("true"))
                .aria_describedby(move || d.described.get())
                .aria_invalid(move || d.invalid.get())
                .on(leptos::ev::change, move |e| value.set(event_target_value(&e)))
                .child(options.collect_view())
                .prop("value", move || value.get())
                .into_any()
        })
    }

    /// A box to tick, with its name beside it.
    pub fn tick(self, name: &str, value: RwSignal<bool>) -> AnyView {
        view! {
            <label class="tick">
                <input type="checkbox" id=self.id(name) prop:checked=move || value.get()
                    on:change=move |event| value.set(event_target_checked(&event))/>
                <span>{self.label(name)}</span>
            </label>
        }
        .into_any()
    }

    /// One of a few choices, each with its words, all of them to be seen.
    pub fn choose(self, field: Field, options: Vec<(String, String)>, value: RwSignal<String>) -> AnyView {
        self.group(field, move |d| {
            let group = d.id.clone();
            let choice = |(i, (name, words)): (usize, &(String, String))| {
                let (is_it, it) = (name.clone(), name.clone());
                view! {
                    <label class="tick">
                        <input type="radio" name=group.clone() id=(i == 0).then(|| d.id.clone())
                            prop:checked=move || value.with(|chosen| *chosen == is_it) on:change=move |_| value.set(it.clone())/>
                        <span>{words.clone()}</span>
                    </label>
                }
            };
            options.iter().enumerate().map(choice).collect_view().into_any()
        })
    }

    /// A field of several lines.
    pub fn area(self, field: Field, value: RwSignal<String>) -> AnyView {
        self.field(field, |d| {
            let set = move |event: web_sys::Event| value.set(event_target_value(&event));
            html::textarea()
                .id(d.id)
                .rows("6")
                .aria_required(d.required.then_some("true"))
                .aria_describedby(move || d.described.get())
                .aria_invalid(move || d.invalid.get())
                .dir("auto")
                .prop("value", move || value.get())
                .on(leptos::ev::input, set)
                .into_any()
        })
    }
}

/// A field by its name in the draft.
#[derive(Clone, Copy)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Whether something must be filled in.
    pub required: bool,
    /// The key of a hint above it.
    pub hint: Option<&'static str>,
}

/// What ties a control to its label, hint and error.
pub struct Described {
    /// The control's HTML id.
    pub id: String,
    /// For `aria-describedby`.
    pub described: Signal<Option<String>>,
    /// For `aria-invalid`.
    pub invalid: Signal<Option<&'static str>>,
    /// For `aria-required`.
    pub required: bool,
}

/// An input of a type of HTML that shows a value and changes it. The type comes first: a value is held against it.
fn line(
    d: Described,
    kind: &'static str,
    value: RwSignal<String>,
) -> html::HtmlElement<html::Input, impl leptos::attr::Attribute, ()> {
    let set = move |event: web_sys::Event| value.set(event_target_value(&event));
    html::input()
        .id(d.id)
        .r#type(kind)
        .aria_required(d.required.then_some("true"))
        .aria_describedby(move || d.described.get())
        .aria_invalid(move || d.invalid.get())
        .dir("auto")
        .prop("value", move || value.get())
        .on(leptos::ev::input, set)
}

/// The event by which a control says what stands in it; none for one that nobody fills in.
fn event_of(control: &web_sys::Element) -> Option<&'static str> {
    if control.get_attribute("tabindex").as_deref() == Some("-1") {
        return None;
    }
    let input = control.dyn_ref::<web_sys::HtmlInputElement>();
    match (control.tag_name().as_str(), input.map(web_sys::HtmlInputElement::type_).as_deref()) {
        (_, Some("checkbox")) | ("SELECT", _) => Some("change"),
        (_, Some("radio")) => input.is_some_and(web_sys::HtmlInputElement::checked).then_some("change"),
        (_, Some("file" | "button" | "submit")) => None,
        ("INPUT" | "TEXTAREA", _) => Some("input"),
        _ => None,
    }
}

/// Moves the focus to an element.
pub fn focus(id: &str) {
    if let Some(element) = by_id(id) {
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus();
    }
}

/// Moves the focus to an element that is about to be shown.
pub fn focus_soon(id: String) {
    // What has it now may be about to go. A browser that takes the focus from what goes lays the page out first, with
    // all that has come by then: on a phone half of the time that opening a form may take.
    if let Some(now) = document().active_element().and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = now.blur();
    }
    request_animation_frame(move || focus(&id));
}
