//! A moment on the page.

use crate::app::clock::Clock;
use crate::app::text::dates;
use crate::domain::written::UNKNOWN;
use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;

/// "3 hours ago", following the clock; the exact time on hover. Of a moment that could not be read, nothing.
pub fn ago(moment: DateTime<Utc>, clock: Clock) -> AnyView {
    if moment == UNKNOWN {
        return ().into_any();
    }
    view! {
        <time datetime=dates::platform(moment) title=dates::date_and_time(moment)>
            {move || dates::ago(moment, clock.now())}
        </time>
    }
    .into_any()
}

/// "29 February 2016"; nothing of a moment that could not be read.
pub fn date(moment: DateTime<Utc>) -> AnyView {
    if moment == UNKNOWN {
        return ().into_any();
    }
    view! { <time datetime=dates::platform(moment)>{dates::date(moment)}</time> }.into_any()
}

/// "29 February 2016", a calendar day; nothing of one that could not be read.
pub fn day(day: NaiveDate) -> AnyView {
    if day == UNKNOWN.date_naive() {
        return ().into_any();
    }
    view! { <time datetime=day.to_string()>{dates::day(day)}</time> }.into_any()
}
