//! When the two can talk: a picture of the next two weeks, three times to propose, and the way
//! to put one into a calendar.

use super::hours_form;
use super::news::News;
use super::shared::{Pair, Shared};
use super::tabs;
use crate::app::components::form::focus_soon;
use crate::app::components::load::shown;
use crate::app::components::save::save;
use crate::app::components::unsent::unsent;
use crate::app::context::LoadState;
use crate::app::site_map::Page;
use crate::app::text::{dates, fill, plural, t, zones};
use crate::domain::calendar::{self, Event};
use crate::domain::hours::{Hours, Slot, Zone, is_free, overlap, proposals};
use chrono::{DateTime, Duration, Timelike, Utc};
use leptos::prelude::*;

/// How far the picture looks ahead, in days.
const AHEAD: i64 = 14;

/// The part of the page; nothing where no hours are kept.
pub fn section(shared: Shared, pair: Pair) -> AnyView {
    let Some(all) = shared.hours.filter(|_| pair.is_open()) else { return ().into_any() };
    let given = given(shared, pair.clone());
    let own = RwSignal::new(None::<Hours>);
    let picture = {
        let pair = pair.clone();
        shown(shared.app, given, move |(given, now): (Vec<Hours>, DateTime<Utc>)| {
            own.set(given.iter().find(|hours| hours.by == pair.me).cloned());
            whole(shared, &pair, &given, now)
        })
    };
    let form = move || shared.giving.get().then(|| hours_form::form(shared, &pair, own.get_untracked()));
    view! {
        <section class="column" id="hours" tabindex="-1">
            {picture}
            {unsent::<Hours>(shared.app, all, |hours| &hours.id, |hours| hours.zone.clone(), "hours")}
            <div>{form}</div>
        </section>
    }
    .into_any()
}

/// The next time that is good for all, or why there is none yet.
pub fn tile(news: News, shared: Shared, pair: &Pair) -> Option<AnyView> {
    shared.hours.filter(|_| pair.is_open())?;
    let own = pair.clone();
    let what = shown(shared.app, given(shared, pair.clone()), move |(given, now): (Vec<Hours>, DateTime<Utc>)| {
        let all = match compare(&own, &given, now) {
            Ok(all) => all,
            Err(why) => return view! { <p><bdi>{why}</bdi></p> }.into_any(),
        };
        let next = proposals(&all.slots(now), &all.here).into_iter().next();
        let Some(next) = next else { return view! { <p>{plural("hours.days", 0)}</p> }.into_any() };
        let there = on_their_clocks(&own, &all.known, next).into_iter();
        view! {
            <p><b>{dates::date_and_time(next.start)}</b></p>
            {there.map(|there| view! { <p class="soft"><bdi>{there}</bdi></p> }).collect_view()}
        }
        .into_any()
    });
    Some(tabs::tile(news, Page::Hours, what))
}

/// The hours that were given, and the hour that it is, so that what is shown changes with each.
fn given(shared: Shared, pair: Pair) -> impl Fn() -> Result<(Vec<Hours>, DateTime<Utc>), LoadState> {
    move || {
        let now = shared.app.clock.now();
        let hour = now.with_minute(0).and_then(|t| t.with_second(0)).and_then(|t| t.with_nanosecond(0));
        Ok((shared.hours(&pair)?, hour.unwrap_or(now)))
    }
}

/// Hours of several people that can be compared.
struct Comparable<'a> {
    /// Those of all members, with their zones.
    known: Vec<(&'a Hours, Zone)>,
    /// The zone of the reader.
    here: Zone,
}

impl Comparable<'_> {
    /// When all could talk.
    fn slots(&self, now: DateTime<Utc>) -> Vec<Slot> {
        let people: Vec<_> = self.known.iter().map(|(hours, zone)| (&hours.week, zone)).collect();
        overlap(&people, now, AHEAD)
    }
}

/// The hours of all members; or the words for why they cannot be compared yet.
fn compare<'a>(pair: &Pair, given: &'a [Hours], now: DateTime<Utc>) -> Result<Comparable<'a>, String> {
    let names = [("name", &*pair.names())];
    if !given.iter().any(|hours| hours.by == pair.me) {
        return Err(fill("hours.missing", &names));
    }
    if given.len() < pair.partnership.participants.len() {
        return Err(fill("hours.waits", &names));
    }
    // Hours in a zone that this browser does not know cannot be drawn.
    if let Some(hours) = given.iter().find(|hours| zones::offset(&hours.zone, now).is_none()) {
        return Err(fill("person.no_zone", &[("zone", &hours.zone)]));
    }
    let end = now + Duration::days(AHEAD + 1);
    let zone_of = |hours: &Hours| {
        let at = |moment| zones::offset(&hours.zone, moment).unwrap_or_else(|| zones::own(moment));
        Zone::find(now, end, at)
    };
    let known = given.iter().map(|hours| (hours, zone_of(hours))).collect();
    Ok(Comparable { known, here: Zone::find(now, end, zones::own) })
}

/// "For your partner: 21:00"; of several by name.
fn on_their_clocks(pair: &Pair, known: &[(&Hours, Zone)], slot: Slot) -> Vec<String> {
    let others = known.iter().filter(|(hours, _)| hours.by != pair.me);
    let words = if known.len() > 2 { "hours.there_of" } else { "hours.there" };
    let one = |(hours, _): &(&Hours, Zone)| {
        let time = dates::date_and_time_in(&hours.zone, slot.start);
        fill(words, &[("time", &time), ("name", &pair.name_of(&hours.by))])
    };
    others.map(one).collect()
}

fn whole(shared: Shared, pair: &Pair, given: &[Hours], now: DateTime<Utc>) -> AnyView {
    let open = move |_| {
        shared.giving.set(true);
        focus_soon("hours-zone".to_owned());
    };
    let is_given = given.iter().any(|hours| hours.by == pair.me);
    let button =
        |words: &str| view! { <p><button type="button" class="act quiet" on:click=open>{t(words)}</button></p> };
    let all = match compare(pair, given, now) {
        Ok(all) => all,
        Err(why) => {
            let words = if is_given { "hours.change" } else { "hours.give" };
            return view! { <p><bdi>{why}</bdi></p>{button(words)} }.into_any();
        }
    };
    let slots = all.slots(now);
    let Comparable { known, here } = all;
    let people: Vec<_> = known.iter().map(|(hours, zone)| (&hours.week, zone)).collect();
    let is_mine = |i: usize| known[i].0.by == pair.me;
    let cells = |day: i64| {
        let midnight = here.local(now).date() + Duration::days(day);
        let cell = |hour: i64| {
            let local = midnight.and_hms_opt(0, 0, 0).unwrap_or_default() + Duration::hours(hour);
            // The moment at which the clocks here show that; on a day of change, one that is near.
            let guess = local.and_utc() - Duration::seconds(here.offset(now).local_minus_utc().into());
            let moment = local.and_utc() - Duration::seconds(here.offset(guess).local_minus_utc().into());
            let free = |mine: bool| {
                (0..people.len()).filter(|i| is_mine(*i) == mine).all(|i| is_free(people[i].0, people[i].1, moment))
            };
            match (free(true), free(false)) {
                (true, true) => "both",
                (true, false) => "mine",
                (false, true) => "theirs",
                _ => "",
            }
        };
        let tiles = (0..24).map(|hour| view! { <i class=cell(hour)></i> }).collect_view();
        view! { <span class="soft">{dates::weekday(midnight)}</span><div class="tiles">{tiles}</div> }
    };
    // In some zones the hours begin at half past here, or at a quarter.
    let scale = |apart: i32| {
        let hours = [0, 6, 12, 18].map(|hour: i32| {
            let there = (hour * 60 + apart).rem_euclid(24 * 60);
            let clock = match there % 60 {
                0 => (there / 60).to_string(),
                minutes => format!("{}:{minutes}", there / 60),
            };
            view! { <span>{clock}</span> }
        });
        view! { <div class="scale">{hours.into_iter().collect_view()}</div> }
    };
    let clocks = known.iter().filter(|(hours, _)| hours.by != pair.me).map(|(hours, zone)| {
        let apart = (zone.offset(now).local_minus_utc() - here.offset(now).local_minus_utc()).div_euclid(60);
        view! { <span class="soft"><bdi>{pair.name_of(&hours.by)}</bdi></span>{scale(apart)} }
    });
    let clocks = clocks.collect_view();
    let days_with = (0..AHEAD).filter(|day| {
        let date = here.local(now).date() + Duration::days(*day);
        slots.iter().any(|slot| here.local(slot.start).date() == date)
    });
    let label = plural("hours.days", i64::try_from(days_with.count()).unwrap_or(0));
    let chosen = proposals(&slots, &here);
    let list = chosen.iter().map(|slot| proposal(pair, *slot, on_their_clocks(pair, &known, *slot), now));
    let list = list.collect_view();
    view! {
        <div class="hours" role="img" aria-label=label.clone()>
            <span class="soft">{t("hours.you")}</span>{scale(0)}
            {(0..AHEAD).map(cells).collect_view()}
            {clocks}
        </div>
        <p class="soft legend">{legend("both", "hours.both")}{legend("mine", "hours.only_you")}{legend("theirs", "hours.only_them")}</p>
        <p>{label}</p>
        <ol class="letters">{list}</ol>
        {in_words(&slots, &here)}
        {button("hours.change")}
    }
    .into_any()
}

/// The hours that are good for all, in words: for who does not see the picture, or not its colours.
fn in_words(slots: &[Slot], here: &Zone) -> AnyView {
    let zone = zones::name();
    let one = |slot: &Slot| {
        let day = dates::weekday(here.local(slot.start).date());
        let [start, end] = [slot.start, slot.end].map(|at| dates::time_in(&zone, at));
        view! { <li>{day}", "{start}" – "{end}</li> }
    };
    view! { <details><summary>{t("hours.in_words")}</summary><ul>{slots.iter().map(one).collect_view()}</ul></details> }
        .into_any()
}

/// A colour of the picture and what it says.
fn legend(class: &'static str, words: &str) -> AnyView {
    view! { <span><i class=class></i>{t(words)}</span> }.into_any()
}

/// A time to propose, as all clocks show it, and the ways to put it into a calendar.
fn proposal(pair: &Pair, slot: Slot, there: Vec<String>, now: DateTime<Utc>) -> AnyView {
    let title = fill("hours.event", &[("name", &pair.names())]);
    let about = t("hours.event_about");
    let encode = |text: &str| String::from(js_sys::encode_uri_component(text));
    let google = format!(
        "https://calendar.google.com/calendar/render?action=TEMPLATE&text={}&details={}&dates={}/{}",
        encode(&title),
        encode(&about),
        calendar::stamp(slot.start),
        calendar::stamp(slot.end)
    );
    let outlook = format!(
        "https://outlook.live.com/calendar/0/deeplink/compose?subject={}&body={}&startdt={}&enddt={}",
        encode(&title),
        encode(&about),
        encode(&dates::platform(slot.start)),
        encode(&dates::platform(slot.end))
    );
    let uid = format!("{}-{}@deskmates", pair.partnership.id, slot.start.timestamp());
    let file = move |_| {
        let event = Event { uid: &uid, title: &title, about: &about, slot };
        save("deskmates.ics", &calendar::file(&event, now), "text/calendar");
    };
    let when = dates::date_and_time(slot.start);
    view! {
        <li>
            <p><b>{when.clone()}</b>{there.into_iter().map(|there| view! { <br/><span class="soft"><bdi>{there}</bdi></span> }).collect_view()}</p>
            <p class="buttons">
                <button type="button" class="link" aria-label=format!("{}: {when}", t("hours.file")) on:click=file>{t("hours.file")}</button>
                <a class="link" href=google target="_blank" rel="noopener external" aria-label=format!("Google Calendar: {when}")>"Google Calendar"</a>
                <a class="link" href=outlook target="_blank" rel="noopener external" aria-label=format!("Outlook: {when}")>"Outlook"</a>
            </p>
        </li>
    }
    .into_any()
}
