//! The way of a partnership from the match to the goodbye: the milestones that it reaches by
//! what the two do, and what would be good to do now.

use super::agreement::PendingAction;
use super::cadence::{Cadence, Rhythm};
use super::contact::Contact;
use super::resource::Id;
use super::round::{Phase, Round};
use super::topic::Topic;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// How long a topic counts as new, in days.
const NEW: i64 = 7;

/// How long before the end of a round partners are asked to plan their goodbye, in days.
const FAREWELL: TimeDelta = TimeDelta::days(14);

/// After so many days at one milestone help is offered.
const STUCK: i64 = 21;

/// A milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Milestone {
    /// The round brought them together.
    Matched,
    /// They were in touch for the first time.
    Hello,
    /// They agreed how to be in touch.
    Agreed,
    /// They talked to each other, or were in touch for the third time.
    Talked,
    /// They were in touch in the second half of the round.
    HalfWay,
    /// They were in touch in the last two weeks.
    Goodbye,
    /// Whoever looks has told the programme how it was.
    Reflected,
}

impl Milestone {
    /// All, in the order in which they are reached.
    pub const ALL: [Self; 7] =
        [Self::Matched, Self::Hello, Self::Agreed, Self::Talked, Self::HalfWay, Self::Goodbye, Self::Reflected];

    /// Its name, as the language files call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::Hello => "hello",
            Self::Agreed => "agreed",
            Self::Talked => "talked",
            Self::HalfWay => "half_way",
            Self::Goodbye => "goodbye",
            Self::Reflected => "reflected",
        }
    }
}

/// The channels on which people talk and do not write.
const SPOKEN: [&str; 2] = ["video", "phone"];

/// What the two have done so far, as far as the milestones go by it.
#[derive(Clone, Copy, Default)]
pub struct Deeds<'a> {
    /// The days and channels of their contacts.
    pub contacts: &'a [(NaiveDate, &'a str)],
    /// The day on which they agreed.
    pub agreed: Option<NaiveDate>,
    /// The day on which whoever looks told the programme how it was.
    pub reflected: Option<NaiveDate>,
}

/// Of the milestones on a partnership's way those that it has reached, each with the day. What comes later is reached
/// no earlier than what comes before.
pub fn reached(round: &Round, way: &[Milestone], deeds: Deeds, today: NaiveDate) -> Vec<(Milestone, NaiveDate)> {
    let mut contacts: Vec<_> = deeds.contacts.iter().copied().filter(|(day, _)| *day <= today).collect();
    contacts.sort_unstable();
    let first = |fits: &dyn Fn(usize, NaiveDate, &str) -> bool| {
        contacts.iter().enumerate().find(|(i, (day, channel))| fits(*i, *day, channel)).map(|(_, (day, _))| *day)
    };
    let middle = round.start + (round.end - round.start) / 2;
    let told = deeds.reflected.filter(|day| *day <= today && way.contains(&Milestone::Reflected));
    let days = way.iter().map(|milestone| match milestone {
        Milestone::Matched => Some(round.start).filter(|start| *start <= today),
        Milestone::Hello => first(&|_, _, _| true),
        Milestone::Agreed => deeds.agreed.filter(|day| *day <= today),
        Milestone::Talked => first(&|i, _, channel| i >= 2 || SPOKEN.contains(&channel)),
        Milestone::HalfWay => first(&|_, day, _| day >= middle),
        Milestone::Goodbye => first(&|_, day, _| is_ending(round, day)),
        // Everybody can look back, however far the two have come.
        Milestone::Reflected => None,
    });
    let mut latest = NaiveDate::MIN;
    let in_order = way.iter().zip(days).map_while(|(milestone, day)| {
        latest = latest.max(day?);
        Some((*milestone, latest))
    });
    let mut all: Vec<_> = in_order.collect();
    all.extend(told.map(|day| (Milestone::Reflected, latest.max(day))));
    all
}

/// Whether help is to be offered: they have stood at one milestone for long, and the next could be reached by now.
pub fn is_stuck(round: &Round, reached: &[(Milestone, NaiveDate)], today: NaiveDate) -> bool {
    let is_open = matches!(round.phase(today), Phase::Running { .. });
    match reached.last() {
        // From the first conversation on it is the calendar that brings the next.
        Some((Milestone::Matched | Milestone::Hello | Milestone::Agreed, since)) => {
            is_open && (today - *since).num_days() > STUCK
        }
        _ => false,
    }
}

/// What would be good to do now.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// To wait for the match.
    Wait,
    /// To say hello.
    SayHello,
    /// To write down what they agree on.
    Agree,
    /// To answer the partner's proposal.
    Answer,
    /// To be in touch again, clearly or gently.
    GetInTouch(Rhythm),
    /// To talk about the topic that came out.
    TalkAbout(Id),
    /// To plan the goodbye.
    PlanGoodbye,
    /// Nothing in particular: all is well.
    Enjoy,
    /// To look back: the round is over.
    LookBack,
    /// Nothing any more: the round is over, and they have looked back.
    TakeLeave,
}

/// Where a partnership stands, for [`next`].
pub struct Situation<'a> {
    /// Its round.
    pub round: &'a Round,
    /// The topics of the round.
    pub topics: &'a [Topic],
    /// Its contacts.
    pub contacts: &'a [Contact],
    /// Its cadence today.
    pub cadence: Cadence,
    /// What its agreement needs of who looks; nothing where no agreements are kept.
    pub pending_action: Option<PendingAction>,
    /// Whether whoever looks can still tell the programme how it was.
    pub can_reflect: bool,
    /// The day, where they are.
    pub today: NaiveDate,
    /// The time.
    pub now: DateTime<Utc>,
}

/// Whether the end of a round is so near that partners look back, or past.
pub fn is_ending(round: &Round, today: NaiveDate) -> bool {
    today > round.end - FAREWELL
}

/// What would be good to do now, the most important first.
pub fn next(at: &Situation) -> Next {
    match at.round.phase(at.today) {
        Phase::Over if at.can_reflect => return Next::LookBack,
        Phase::Over => return Next::TakeLeave,
        Phase::Running { .. } => {}
        _ => return Next::Wait,
    }
    let is_talked_about = |topic: &Topic| at.contacts.iter().any(|contact| contact.topic.as_ref() == Some(&topic.id));
    let newest = at.topics.iter().filter(|topic| topic.release <= at.now).max_by_key(|topic| topic.release);
    let is_new = |topic: &&Topic| (at.now - topic.release).num_days() < NEW && !is_talked_about(topic);
    match (at.pending_action, at.cadence) {
        (_, Cadence { last: None, .. }) => Next::SayHello,
        (_, Cadence { rhythm: Rhythm::Quiet, .. }) => Next::GetInTouch(Rhythm::Quiet),
        (Some(PendingAction::WaitsForMe), _) => Next::Answer,
        (Some(PendingAction::Missing), _) => Next::Agree,
        (_, Cadence { rhythm: Rhythm::Due, .. }) => Next::GetInTouch(Rhythm::Due),
        _ => match newest.filter(is_new) {
            Some(topic) => Next::TalkAbout(topic.id.clone()),
            None if is_ending(at.round, at.today) => Next::PlanGoodbye,
            None => Next::Enjoy,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::cadence::cadence;
    use super::super::round::tests::{day, round_2016a};
    use super::*;
    use proptest::prelude::*;

    /// The way where no agreements are kept.
    const WRITTEN: [Milestone; 5] =
        [Milestone::Matched, Milestone::Hello, Milestone::Talked, Milestone::HalfWay, Milestone::Goodbye];

    fn names(contacts: &[(&str, &str)], today: &str) -> Vec<&'static str> {
        let contacts: Vec<_> = contacts.iter().map(|(at, channel)| (day(at), *channel)).collect();
        reached(&round_2016a(), &WRITTEN, Deeds { contacts: &contacts, ..Deeds::default() }, day(today))
            .into_iter()
            .map(|(milestone, _)| milestone.name())
            .collect()
    }

    #[test]
    fn milestones_are_reached_by_what_the_two_do() {
        let round = "2016-02-14";
        assert!(names(&[], round).is_empty(), "the round has not begun");
        assert_eq!(names(&[], "2016-02-20"), ["matched"]);
        let mut contacts = vec![("2016-02-16", "email")];
        assert_eq!(names(&contacts, "2016-02-20"), ["matched", "hello"]);
        contacts.push(("2016-02-23", "video"));
        assert_eq!(names(&contacts, "2016-02-22"), ["matched", "hello"], "it is not so far yet");
        assert_eq!(names(&contacts, "2016-02-23"), ["matched", "hello", "talked"]);
        contacts.push(("2016-04-20", "letter"));
        assert_eq!(names(&contacts, "2016-04-20"), ["matched", "hello", "talked", "half_way"]);
        contacts.push(("2016-06-01", "chat"));
        assert_eq!(names(&contacts, "2016-06-01").len(), 5);
        let written = [("2016-02-16", "email"), ("2016-02-20", "email"), ("2016-02-27", "email")];
        assert_eq!(names(&written, "2016-03-01"), ["matched", "hello", "talked"], "three letters are a conversation");
    }

    #[test]
    fn who_comes_late_reaches_everything_on_the_day_it_could_be_reached() {
        let late = [(day("2016-06-01"), "video")];
        let deeds = Deeds { contacts: &late, ..Deeds::default() };
        let days: Vec<_> =
            reached(&round_2016a(), &WRITTEN, deeds, day("2016-06-02")).into_iter().map(|(_, day)| day).collect();
        assert_eq!(days, ["2016-02-15", "2016-06-01", "2016-06-01", "2016-06-01", "2016-06-01"].map(day));
    }

    #[test]
    fn help_is_offered_after_three_weeks_at_the_beginning() {
        let stuck = |contacts: &[(NaiveDate, &str)], today: &str| {
            let round = round_2016a();
            let deeds = Deeds { contacts, ..Deeds::default() };
            is_stuck(&round, &reached(&round, &WRITTEN, deeds, day(today)), day(today))
        };
        assert!(!stuck(&[], "2016-03-07") && stuck(&[], "2016-03-08"));
        assert!(!stuck(&[], "2016-06-13"), "the round is over");
        let hello = [(day("2016-02-20"), "email")];
        assert!(!stuck(&hello, "2016-03-12") && stuck(&hello, "2016-03-13"));
        assert!(!stuck(&[(day("2016-02-20"), "phone")], "2016-04-30"));
    }

    #[test]
    fn an_agreement_stands_between_the_hello_and_the_conversation() {
        let contacts = [(day("2016-02-16"), "video")];
        let names = |agreed: Option<&str>| {
            let deeds = Deeds { contacts: &contacts, agreed: agreed.map(day), reflected: None };
            let reached = reached(&round_2016a(), &Milestone::ALL, deeds, day("2016-02-20"));
            reached.into_iter().map(|(milestone, day)| (milestone.name(), day.to_string())).collect::<Vec<_>>()
        };
        assert_eq!(names(None).len(), 2, "it is not passed over");
        assert_eq!(names(Some("2016-02-18"))[2..], [("agreed", "2016-02-18".into()), ("talked", "2016-02-18".into())]);
        assert_eq!(names(Some("2016-02-21")).len(), 2, "it is not so far yet");
    }

    #[test]
    fn everybody_can_look_back() {
        let contacts = [(day("2016-02-16"), "email")];
        let deeds = Deeds { contacts: &contacts, agreed: None, reflected: Some(day("2016-06-20")) };
        let names = |today: &str| {
            let reached = reached(&round_2016a(), &Milestone::ALL, deeds, day(today));
            reached.into_iter().map(|(milestone, _)| milestone.name()).collect::<Vec<_>>()
        };
        assert_eq!(names("2016-06-19"), ["matched", "hello"]);
        assert_eq!(names("2016-06-20"), ["matched", "hello", "reflected"]);
        assert!(!is_ending(&round_2016a(), day("2016-05-29")) && is_ending(&round_2016a(), day("2016-05-30")));
    }

    fn at(contacts: &[&str], today: &str) -> Next {
        with(contacts, today, None)
    }

    fn with(contacts: &[&str], today: &str, pending_action: Option<PendingAction>) -> Next {
        let round = round_2016a();
        let days: Vec<_> = contacts.iter().map(|at| day(at)).collect();
        let today = day(today);
        let now = today.and_hms_opt(12, 0, 0).unwrap().and_utc();
        let cadence = cadence(&days, 7, round.start, today);
        next(&Situation {
            round: &round,
            topics: &[],
            contacts: &[],
            cadence,
            pending_action,
            can_reflect: true,
            today,
            now,
        })
    }

    #[test]
    fn there_is_one_thing_to_do_and_it_is_what_matters_now() {
        assert_eq!(at(&[], "2016-02-10"), Next::Wait);
        assert_eq!(at(&[], "2016-02-15"), Next::SayHello);
        assert_eq!(at(&[], "2016-05-15"), Next::SayHello);
        assert_eq!(at(&["2016-02-16"], "2016-02-20"), Next::Enjoy);
        assert_eq!(at(&["2016-02-16"], "2016-02-24"), Next::GetInTouch(Rhythm::Due));
        assert_eq!(at(&["2016-02-16"], "2016-03-02"), Next::GetInTouch(Rhythm::Quiet));
        assert_eq!(with(&[], "2016-02-16", Some(PendingAction::Missing)), Next::SayHello);
        assert_eq!(with(&["2016-02-16"], "2016-02-17", Some(PendingAction::Missing)), Next::Agree);
        assert_eq!(with(&["2016-02-16"], "2016-02-24", Some(PendingAction::WaitsForMe)), Next::Answer);
        assert_eq!(with(&["2016-02-16"], "2016-02-17", Some(PendingAction::WaitsForOthers)), Next::Enjoy);
        assert_eq!(with(&["2016-02-16"], "2016-03-10", Some(PendingAction::Missing)), Next::GetInTouch(Rhythm::Quiet));
        assert_eq!(at(&["2016-05-30"], "2016-06-01"), Next::PlanGoodbye);
        assert_eq!(at(&["2016-05-30"], "2016-06-13"), Next::LookBack);
    }

    proptest! {
        #[test]
        fn milestones_come_in_order(days in prop::collection::vec((0_i64..140, 0_usize..3), 0..8), today in 0_i64..150) {
            let round = round_2016a();
            let at = |n: i64| round.start + TimeDelta::days(n);
            let contacts: Vec<_> = days.iter().map(|(n, c)| (at(*n), ["email", "video", "letter"][*c])).collect();
            let deeds = Deeds { contacts: &contacts, ..Deeds::default() };
            let reached = reached(&round, &WRITTEN, deeds, at(today));
            prop_assert!(reached.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 <= two[1].1));
            prop_assert!(reached.iter().all(|(_, day)| *day <= at(today)));
            prop_assert_eq!(reached.first().map(|(m, _)| *m), Some(Milestone::Matched));
        }
    }
}
