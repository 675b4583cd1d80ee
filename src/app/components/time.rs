//! A moment on the page.

use crate::app::clock::Clock;
use crate::app::text::dates;
use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;

/// "3 hours ago", following the clock; the exact time on hover.
pub fn ago(moment: DateTime<Utc>, clock: Clock) -> AnyView {
    view! {
        <time datetime=dates::platform(moment) title=dates::date_and_time(moment)>
            {move || dates::ago(moment, clock.now())}
        </time>
    }
    .into_any()
}

/// "29 February 2016".
pub fn date(moment: DateTime<Utc>) -> AnyView {
    view! { <time datetime=dates::platform(moment)>{dates::date(moment)}</time> }.into_any()
}

/// "29 February 2016", a calendar day.
pub fn day(day: NaiveDate) -> AnyView {
    view! { <time datetime=day.to_string()>{dates::day(day)}</time> }.into_any()
}
