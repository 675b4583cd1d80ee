//! The time, which all pages take from here. In demo mode it can be moved: the
//! time machine shifts it, and from there it runs on.

use crate::platform::browser;
use chrono::{DateTime, Duration, Utc};
use leptos::prelude::*;

/// Under which name the shift is kept, in seconds.
const KEPT: &str = "clock";

/// The clock of the site.
#[derive(Clone, Copy)]
pub struct Clock {
    /// How far this clock is from the real one, in seconds.
    shift: RwSignal<i64>,
    /// Turns over once a minute.
    minute: RwSignal<u32>,
    /// Where the demo begins; elsewhere the time is what it is.
    begins: Option<DateTime<Utc>>,
}

impl Clock {
    /// A clock that stands where it was left, or where the demo begins; where there is none, the real one.
    pub fn start(begins: Option<DateTime<Utc>>) -> Self {
        let shift = begins.map_or(0, |begins| {
            let kept = browser::kept(KEPT).and_then(|text| text.parse().ok());
            kept.unwrap_or_else(|| (begins - browser::now()).num_seconds())
        });
        let shift = RwSignal::new(shift);
        let minute = RwSignal::new(0u32);
        set_interval(move || minute.update(|m| *m = m.wrapping_add(1)), std::time::Duration::from_secs(60));
        let clock = Self { shift, minute, begins };
        clock.keep();
        clock
    }

    /// The time, for what is to follow it.
    pub fn now(self) -> DateTime<Utc> {
        self.minute.track();
        self.shift.track();
        self.read()
    }

    /// The time, once.
    pub fn read(self) -> DateTime<Utc> {
        browser::now() + Duration::seconds(self.shift.get_untracked())
    }

    /// Whether a moment has come. Only the demo's clock knows moments that have not: elsewhere things are what
    /// they are, whatever this machine's clock says.
    pub fn has_come(self, moment: DateTime<Utc>) -> bool {
        self.begins.is_none() || moment <= self.now()
    }

    /// Up to which moment what is dated is shown: in the demo up to now, elsewhere all that is there.
    pub fn horizon(self) -> DateTime<Utc> {
        if self.begins.is_none() { DateTime::<Utc>::MAX_UTC } else { self.read() }
    }

    /// Moves the clock to another moment.
    pub fn travel(self, to: DateTime<Utc>) {
        self.shift.set((to - browser::now()).num_seconds());
        self.keep();
    }

    /// Puts the clock back to where the demo begins.
    pub fn reset(self) {
        self.begins.into_iter().for_each(|begins| self.travel(begins));
    }

    fn keep(self) {
        if self.begins.is_none() {
            return;
        }
        // Where nothing can be kept the clock begins anew at the next visit.
        let _ = browser::keep(KEPT, &self.shift.get_untracked().to_string());
    }
}
