//! `/topics/:slug`: a topic, whole, and the discussion under it.

use crate::app::components::avatar::tile;
use crate::app::components::comments::comments;
use crate::app::components::document::document;
use crate::app::components::load::shown;
use crate::app::components::share::share;
use crate::app::components::tags::tags;
use crate::app::components::time::date;
use crate::app::context::AppContext;
use crate::app::public::not_found;
use crate::app::route::{Route, here, within};
use crate::app::site_map::Page;
use crate::app::text::{around, fill, number, t};
use crate::document::{Document, Writer, markdown};
use crate::domain::resource::Kind;
use crate::domain::text::Text;
use crate::domain::topic::{Coming, Image, Prompt, Scheduled, Slug, Topic, in_order};
use crate::platform::browser;
use crate::store::Query;
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, PartialEq)]
enum Found {
    Topic { topic: Box<Topic>, of: usize, previous: Option<Box<Topic>>, next: Option<Scheduled> },
    Coming(Coming),
    Missing,
}

/// The page.
pub fn page(app: AppContext, slug: Slug) -> AnyView {
    let topics = app.load(Kind::Topics, Query::all());
    let find = move || Ok(find(topics.values()?, &slug, app));
    shown(app, find, move |found| match found {
        Found::Topic { topic, of, previous, next } => {
            app.set_title(&topic.title);
            view! { {article(app, &topic, of)} {neighbours(previous, next)} {comments(app, topic.id, topic.slug)} }
                .into_any()
        }
        Found::Coming(coming) => coming_page(app, &coming),
        Found::Missing => not_found::missing(app, "not_found.title", "not_found.topic"),
    })
}

fn find(all: Vec<Topic>, slug: &Slug, app: AppContext) -> Found {
    let until = app.out_until();
    let Some(wanted) = all.iter().find(|t| t.slug == *slug).cloned() else {
        return Found::Missing;
    };
    let mut round: Vec<Topic> = all.into_iter().filter(|t| t.round == wanted.round).collect();
    in_order(&mut round);
    let of = round.len();
    let place = round.iter().position(|t| t.id == wanted.id).unwrap_or_default();
    let beside = |place: Option<usize>| round.get(place?).cloned();
    let (previous, next) = (beside(place.checked_sub(1)).map(Box::new), beside(Some(place + 1)).map(|t| t.at(until)));
    match wanted.at(until) {
        Scheduled::Released(topic) => Found::Topic { topic, of, previous, next },
        Scheduled::Coming(coming) => Found::Coming(coming),
    }
}

/// A topic with its picture and its prompts, one of so many of its round.
pub fn article(app: AppContext, topic: &Topic, of: usize) -> AnyView {
    let programme = app.programme();
    let language = topic.language.clone().unwrap_or(programme.language);
    let text = |text: &Text| prose(app.read(text, Writer::Programme), &language);
    let prompts = topic.prompts.iter().zip(1u32..).map(|(p, n)| prompt(p, n, &topic.slug, &language)).collect_view();
    view! {
        <article class="topic">
            <p class="eyebrow">
                <a href=Route::Round(topic.round.clone()).href()>{fill("topic.round", &[("id", topic.round.as_str())])}</a>
                {topic.number.map(|n| format!(" · {}", fill("topic.number", &[("n", &number(n.into())), ("of", &number(of as i64))])))}
                " · "{date(topic.release)}
            </p>
            {heading(1, &language, topic.title.clone().into_any())}
            {topic.image.as_ref().map(picture)}
            {text(&topic.body)}
            {prompts}
            {prose(markdown::read(&topic.closing, Writer::Programme), &language)}
            {tags(topic.labels().cloned())}
            {share(topic.title.clone(), programme.hashtags)}
        </article>
    }
    .into_any()
}

/// A heading of a level; on somebody else's page, which has a title of its own, of the next one.
fn heading(level: u8, language: &str, words: AnyView) -> AnyView {
    let lang = language.to_owned();
    match level + u8::from(browser::host_page().is_some()) {
        1 => view! { <h1 dir="auto" lang=lang>{words}</h1> }.into_any(),
        2 => view! { <h2 dir="auto" lang=lang>{words}</h2> }.into_any(),
        _ => view! { <h3 dir="auto" lang=lang>{words}</h3> }.into_any(),
    }
}

fn prose(text: Document, language: &str) -> AnyView {
    view! { <div class="prose" lang=language.to_owned()>{document(text, Writer::Programme)}</div> }.into_any()
}

/// A picture with what its licence asks for: title, author, source, licence.
fn picture(image: &Image) -> AnyView {
    let link = |to: &Option<crate::domain::web_link::WebLink>, words: String| match to {
        Some(to) => view! { <a href=to.as_str().to_owned() rel="noopener external"><bdi>{words}</bdi></a> }.into_any(),
        None => view! { <bdi>{words}</bdi> }.into_any(),
    };
    let (before, after) = around("topic.by", "author");
    view! {
        <figure>
            <img src=here(&image.src) alt=image.alt.clone() width=image.width.to_string() height=image.height.to_string()/>
            <figcaption>
                <cite>{link(&image.source, image.title.clone())}</cite>
                " "{before}<bdi>{image.author.clone()}</bdi>{after}". "
                {link(&image.licence_link, image.licence.clone())}". "
                {image.note.as_ref().map(|note| view! { <span dir="auto">{note.clone()}</span> })}
            </figcaption>
        </figure>
    }
    .into_any()
}

fn prompt(prompt: &Prompt, n: u32, slug: &Slug, language: &str) -> AnyView {
    let href = within(&Route::Topic(slug.clone()), prompt.id.as_str());
    let hashtag = prompt.hashtag.clone().map(|tag| view! { " "<span class="badge" dir="ltr">{tag}</span> });
    let label = fill("topic.link_to_prompt", &[("title", &prompt.title)]);
    let title = view! {
        {number(n.into())}". "{prompt.title.clone()}{hashtag}
        " "<a class="anchor" href=href aria-label=label>"#"</a>
    }
    .into_any();
    view! {
        <section class=format!("prompt {}", tile(n - 1)) id=prompt.id.to_string() lang=language.to_owned() tabindex="-1">
            {heading(2, language, title)}
            {prose(markdown::read(&prompt.body, Writer::Programme), language)}
        </section>
    }
    .into_any()
}

fn neighbours(previous: Option<Box<Topic>>, next: Option<Scheduled>) -> AnyView {
    let link = |key: &str, rel, topic: &Topic| {
        view! {
            <a rel=rel href=Route::Topic(topic.slug.clone()).href()>
                <span class="soft">{t(key)}</span><bdi>{topic.title.clone()}</bdi>
            </a>
        }
        .into_any()
    };
    let next = next.map(|next| match next {
        Scheduled::Released(topic) => link("topic.next", "next", &topic),
        Scheduled::Coming(coming) => view! {
            <p><span class="soft">{t("topic.next")}</span><bdi>{coming.title}</bdi>" "<span class="soft">{date(coming.release)}</span></p>
        }
        .into_any(),
    });
    view! {
        <nav class="neighbours" aria-label=t("topic.neighbours")>
            {previous.map(|topic| link("topic.previous", "prev", &topic))}
            {next}
        </nav>
    }
    .into_any()
}

fn coming_page(app: AppContext, coming: &Coming) -> AnyView {
    app.set_title(&coming.title);
    view! {
        <div class="topic">
            <p class="eyebrow">{t("topic.coming")}</p>
            <h1 dir="auto">{coming.title.clone()}</h1>
            <p>{t("topic.comes_out")}" "{date(coming.release)}</p>
            <p><a href=Page::Topics.href()>{t("not_found.to_topics")}</a></p>
        </div>
    }
    .into_any()
}
