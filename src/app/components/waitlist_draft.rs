//! What somebody is writing in the form of the waitlist.

use crate::app::components::draft;
use crate::domain::participant::{Channel, Participant};
use crate::domain::waitlist::WaitlistDraft;
use crate::store::drafts;

/// Under which name what was typed is kept.
pub const DRAFT: &str = "waitlist";

/// Has the form filled in with what is known of somebody, unless they have begun it.
pub fn fill_in(participant: &Participant) {
    let email = participant.channels.iter().find(|channel| channel.kind == Channel::EMAIL);
    let known = WaitlistDraft {
        name: participant.name.as_str().to_owned(),
        email: email.map(|channel| channel.at.clone()).unwrap_or_default(),
        country: participant.country.map(|country| country.code().to_owned()).unwrap_or_default(),
        consent: false,
    };
    if let (None, Some(text)) = (drafts::kept(DRAFT), draft::text(&known)) {
        drafts::keep(DRAFT, &text);
    }
}
