use super::*;
use proptest::prelude::*;

fn id(text: &str) -> Id {
    Id::try_from(text.to_owned()).unwrap()
}

fn word(name: &str, by: &str, minute: i64, event: AgreementEvent) -> Agreement {
    let at = DateTime::from_timestamp(1_456_000_000 + minute * 60, 0).unwrap();
    Agreement { id: id(name), partnership: id("s1"), by: id(by), at, event }
}

fn terms(hopes: &str) -> Terms {
    Terms { hopes: hopes.into(), ..Terms::default() }
}

fn proposal(name: &str, by: &str, minute: i64, replaces: Option<&str>) -> Agreement {
    word(name, by, minute, AgreementEvent::Proposal { terms: terms(name), replaces: replaces.map(id) })
}

fn yes(by: &str, minute: i64, to: &str) -> Agreement {
    word(&format!("yes-{by}-{to}"), by, minute, AgreementEvent::Yes(id(to)))
}

fn standing(words: &[Agreement]) -> (Option<String>, Vec<String>) {
    let standing = AgreementState::of(words, &[id("p01"), id("p02")]);
    let name = |proposal: &Proposal| proposal.terms.hopes.clone();
    (standing.holds().map(name), standing.open.iter().map(name).collect())
}

#[test]
fn what_one_proposes_holds_when_the_other_says_yes() {
    let mut words = vec![proposal("a", "p01", 0, None)];
    assert_eq!(standing(&words), (None, vec!["a".into()]));
    words.push(yes("p01", 1, "a"));
    assert_eq!(standing(&words), (None, vec!["a".into()]), "nobody says yes for the other");
    words.push(yes("p09", 1, "a"));
    assert_eq!(standing(&words).0, None, "a stranger's yes is none");
    words.push(yes("p02", 2, "a"));
    assert_eq!(standing(&words), (Some("a".into()), vec![]));
}

#[test]
fn a_change_waits_for_the_other_and_the_old_holds_until_then() {
    let mut words = vec![proposal("a", "p01", 0, None), yes("p02", 1, "a"), proposal("b", "p02", 2, Some("a"))];
    assert_eq!(standing(&words), (Some("a".into()), vec!["b".into()]));
    words.push(proposal("c", "p02", 3, Some("a")));
    assert_eq!(standing(&words), (Some("a".into()), vec!["c".into()]), "the last of what one proposes counts");
    words.push(yes("p01", 4, "c"));
    assert_eq!(standing(&words), (Some("c".into()), vec![]));
    let both = [id("p01"), id("p02")];
    let needs = |words: &[Agreement], me: &str| AgreementState::of(words, &both).pending_action(&id(me));
    assert_eq!((needs(&[], "p01"), needs(&words, "p01")), (PendingAction::Missing, PendingAction::Holds));
    assert_eq!(
        (needs(&words[..3], "p01"), needs(&words[..3], "p02")),
        (PendingAction::WaitsForMe, PendingAction::WaitsForOthers)
    );
    let agreed = AgreementState::of(&words, &both).agreed;
    assert_eq!(agreed.len(), 2, "what held before is not forgotten");
}

#[test]
fn of_three_each_is_waited_for_until_they_say_yes() {
    let members = [id("one"), id("two"), id("three")];
    let mut words = vec![proposal("a", "one", 0, None), yes("two", 1, "a")];
    let state = AgreementState::of(&words, &members);
    assert_eq!(state.open[0].accepted, [id("two")]);
    assert_eq!(members.each_ref().map(|member| state.open[0].waits_for(member)), [false, false, true]);
    let pending = |state: &AgreementState| members.each_ref().map(|member| state.pending_action(member));
    let (mine, others) = (PendingAction::WaitsForMe, PendingAction::WaitsForOthers);
    assert_eq!(pending(&state), [others, others, mine]);
    words.push(yes("three", 2, "a"));
    assert_eq!(pending(&AgreementState::of(&words, &members)), [PendingAction::Holds; 3]);
}

#[test]
fn what_both_propose_at_once_stands_side_by_side() {
    let mut words = vec![proposal("a", "p01", 0, None), proposal("b", "p02", 0, None)];
    assert_eq!(standing(&words), (None, vec!["a".into(), "b".into()]));
    words.push(proposal("both", "p01", 1, None));
    words.push(yes("p02", 2, "both"));
    assert_eq!(standing(&words), (Some("both".into()), vec![]), "what was written before it is past");
}

#[test]
fn a_yes_that_crosses_a_new_proposal_loses_neither() {
    let words = [proposal("a", "p01", 0, None), proposal("b", "p01", 2, None), yes("p02", 3, "a")];
    assert_eq!(standing(&words), (Some("a".into()), vec!["b".into()]));
    let slow = [proposal("a", "p01", 60, None), yes("p02", 0, "a"), proposal("b", "p02", 1, Some("a"))];
    assert_eq!(standing(&slow), (Some("a".into()), vec!["b".into()]), "a clock that is an hour slow");
}

#[test]
fn two_versions_are_merged_without_losing_a_word() {
    let own = Terms { interval: 7, channels: vec!["email".into()], hopes: "ours".into(), ..Terms::default() };
    let other = Terms {
        interval: 14,
        channels: vec!["chat".into()],
        hopes: "theirs".into(),
        times: "mornings".into(),
        ..Terms::default()
    };
    let merged = own.merged(&other);
    assert_eq!((merged.interval, merged.channels.join(" ")), (7, "email chat".into()));
    assert_eq!((merged.hopes.as_str(), merged.times.as_str()), ("ours\n\ntheirs", "mornings"));
    assert_eq!(own.differences(&other), ["interval", "channels", "times", "hopes"]);
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let wrong = Terms { interval: 0, channels: vec![], hopes: "x".repeat(Terms::MAX + 1), ..Terms::default() };
    let told = wrong.check().unwrap_err();
    let fields: Vec<_> = told.iter().map(|problem| problem.field).collect();
    assert_eq!(fields, ["interval", "channels", "hopes"]);
}

#[test]
fn a_word_is_a_proposal_or_a_yes_in_json_too() {
    for word in [proposal("a", "p01", 0, None), proposal("b", "p01", 0, Some("a")), yes("p02", 1, "a")] {
        let json = serde_json::to_value(&word).unwrap();
        assert_eq!(serde_json::from_value::<Agreement>(json).unwrap(), word);
    }
    let neither = r#"{"id":"a","partnership":"s1","by":"p01","at":"2016-03-01T10:00:00Z"}"#;
    assert!(serde_json::from_str::<Agreement>(neither).is_err());
}

proptest! {
    #[test]
    fn no_order_of_arrival_changes_what_holds(order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let words = [
            proposal("a", "p01", 0, None), proposal("b", "p02", 1, None), yes("p02", 2, "a"),
            proposal("c", "p02", 3, Some("a")), yes("p01", 4, "c"), proposal("d", "p01", 5, Some("c")),
        ];
        let shuffled: Vec<_> = order.into_iter().map(|i| words[i].clone()).collect();
        prop_assert_eq!(standing(&shuffled), standing(&words));
    }
}
