//! What partners write down together, on the backends that keep it: notes and goals of one's own or for both,
//! ticks at prompts, messages, and what one tells the programme at the end.

use crate::Group;
use crate::needs::Needs;
use crate::setting::{Open, Setting, id_of, new_id, thing, unique};
use deskmates::domain::goal::Goal;
use deskmates::domain::note::{Note, Subject};
use deskmates::domain::resource::Kind;
use deskmates::store::{Query, StoreError, Stored};
use libtest_mimic::Failed;
use serde_json::{Value, json};

pub const CASES: &[Group] = &[
    (
        Needs::Kept(Kind::Notes),
        &[
            ("a_note_is_read_by_whom_it_is_for", a_note_is_read_by_whom_it_is_for),
            ("a_note_is_its_authors_to_change", a_note_is_its_authors_to_change),
            ("a_note_becomes_shared", a_note_becomes_shared),
        ],
    ),
    (Needs::Kept(Kind::Ticks), &[("either_partner_takes_a_tick_away", either_partner_takes_a_tick_away)]),
    (
        Needs::Kept(Kind::Goals),
        &[
            ("a_goal_is_seen_by_whom_it_is_for", a_goal_is_seen_by_whom_it_is_for),
            ("the_partner_ticks_off_a_step_of_a_shared_goal", the_partner_ticks_off_a_step_of_a_shared_goal),
            ("the_partner_changes_nothing_else_of_a_goal", the_partner_changes_nothing_else_of_a_goal),
            ("a_goal_that_is_reached_and_taken_back", a_goal_that_is_reached_and_taken_back),
        ],
    ),
    (Needs::Kept(Kind::Messages), &[("messages_are_between_the_two", messages_are_between_the_two)]),
    (Needs::Kept(Kind::Reflections), &[("a_reflection_is_for_the_coordinators", a_reflection_is_for_the_coordinators)]),
];

/// Those who are neither of the two.
const OTHERS: [&str; 2] = ["stranger", "coordinator"];

fn note(setting: &Setting, shared: bool) -> Value {
    let text = format!("Number {}", unique());
    thing(setting, Kind::Notes, "p01", json!({ "topic": "t1", "prompt": "workspace", "shared": shared, "text": text }))
}

fn goal(setting: &Setting, shared: bool) -> Value {
    let steps = json!([{ "what": "Choose a book", "done": false }, { "what": "Ask the school", "done": false }]);
    let what = format!("Number {}", unique());
    let more = json!({ "shared": shared, "what": what, "sign": "They laugh.", "until": "2016-05-28", "steps": steps });
    thing(setting, Kind::Goals, "p01", more)
}

/// Whether somebody is given a thing, in the list or by its id; that must be the same.
fn sees(open: &Open, kind: Kind, thing: &Stored<Value>) -> bool {
    let listed = match open.list(kind, &Query::all()) {
        Ok(all) => all.iter().any(|there| there.value["id"] == thing.value["id"]),
        Err(StoreError::NotAllowed) => false,
        Err(other) => panic!("{other:?}"),
    };
    let read = open.get(kind, &id_of(thing));
    assert!(matches!(read, Ok(_) | Err(StoreError::NotFound | StoreError::NotAllowed)), "{read:?}");
    assert_eq!(listed, read.is_ok(), "{}", kind.name());
    listed
}

fn a_note_is_read_by_whom_it_is_for(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    let [own, shared] = [false, true].map(|shared| open.stored(Kind::Notes, &note(setting, shared)));
    let other = setting.signed_in("other_partner");
    assert!(sees(&open, Kind::Notes, &own) && sees(&open, Kind::Notes, &shared));
    assert!(!sees(&other, Kind::Notes, &own) && sees(&other, Kind::Notes, &shared));
    for who in OTHERS.map(|who| setting.signed_in(who)) {
        assert!(!sees(&who, Kind::Notes, &own) && !sees(&who, Kind::Notes, &shared));
    }
    assert_eq!(setting.stranger().list(Kind::Notes, &Query::all()).map(drop), Err(StoreError::NotSignedIn));
    let read: Note = serde_json::from_value(open.get(Kind::Notes, &id_of(&own))?.value)?;
    assert_eq!(read.about, Subject::Prompt { topic: new_id("t1"), prompt: new_id("workspace") });
    let about = thing(setting, Kind::Notes, "p01", json!({ "contact": "k3", "shared": false, "text": "x" }));
    let stored = open.stored(Kind::Notes, &about);
    let read: Note = serde_json::from_value(open.get(Kind::Notes, &id_of(&stored))?.value)?;
    assert_eq!(read.about, Subject::Contact(new_id("k3")));
    Ok(())
}

fn a_note_is_its_authors_to_change(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    let stored = open.stored(Kind::Notes, &note(setting, true));
    let mut changed = stored.value.clone();
    changed["text"] = json!("Something else.");
    for who in ["other_partner", "stranger"] {
        let who = setting.signed_in(who);
        assert!(who.update(Kind::Notes, &changed, &stored.revision).is_err());
        // A removal that removes nothing may be told or not.
        let _ = who.remove(Kind::Notes, &id_of(&stored));
    }
    assert_eq!(open.get(Kind::Notes, &id_of(&stored))?.value["text"], stored.value["text"]);
    let after = open.update(Kind::Notes, &changed, &stored.revision)?;
    let stale = open.update(Kind::Notes, &stored.value, &stored.revision);
    assert!(matches!(stale, Err(StoreError::Conflict { .. })), "{stale:?}");
    assert_eq!(open.get(Kind::Notes, &id_of(&stored))?.value["text"], after.value["text"]);
    open.remove(Kind::Notes, &id_of(&stored))?;
    assert!(!sees(&open, Kind::Notes, &stored));
    Ok(())
}

fn a_note_becomes_shared(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    let stored = open.stored(Kind::Notes, &note(setting, false));
    let mut changed = stored.value.clone();
    changed["shared"] = json!(true);
    let shared = open.update(Kind::Notes, &changed, &stored.revision)?;
    let other = setting.signed_in("other_partner");
    assert!(sees(&other, Kind::Notes, &stored));
    open.update(Kind::Notes, &stored.value, &shared.revision)?;
    assert!(!sees(&other, Kind::Notes, &stored), "it is the author's alone again");
    Ok(())
}

fn either_partner_takes_a_tick_away(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    let tick = |by: &str| thing(setting, Kind::Ticks, by, json!({ "topic": "t1", "prompt": "career" }));
    let stored = open.stored(Kind::Ticks, &tick("p01"));
    let other = setting.signed_in("other_partner");
    assert!(sees(&other, Kind::Ticks, &stored));
    for who in OTHERS.map(|who| setting.signed_in(who)) {
        assert!(!sees(&who, Kind::Ticks, &stored));
        // Told or not, it removes nothing.
        let _ = who.remove(Kind::Ticks, &id_of(&stored));
        assert!(who.create(Kind::Ticks, &tick("p01")).is_err());
    }
    assert!(open.create(Kind::Ticks, &tick("p02")).is_err(), "in another's name");
    assert!(sees(&open, Kind::Ticks, &stored));
    other.remove(Kind::Ticks, &id_of(&stored))?;
    assert!(!sees(&open, Kind::Ticks, &stored));
    Ok(())
}

fn a_goal_is_seen_by_whom_it_is_for(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    let [own, shared] = [false, true].map(|shared| open.stored(Kind::Goals, &goal(setting, shared)));
    let other = setting.signed_in("other_partner");
    assert!(sees(&open, Kind::Goals, &own) && sees(&open, Kind::Goals, &shared));
    assert!(!sees(&other, Kind::Goals, &own) && sees(&other, Kind::Goals, &shared));
    for who in OTHERS.map(|who| setting.signed_in(who)) {
        assert!(!sees(&who, Kind::Goals, &own) && !sees(&who, Kind::Goals, &shared));
    }
    let read: Goal = serde_json::from_value(other.get(Kind::Goals, &id_of(&shared))?.value)?;
    assert_eq!(read.until.map(|day| day.to_string()), Some("2016-05-28".into()));
    assert_eq!((read.steps.len(), read.reached), (2, None));
    Ok(())
}

fn the_partner_ticks_off_a_step_of_a_shared_goal(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    let stored = open.stored(Kind::Goals, &goal(setting, true));
    let other = setting.signed_in("other_partner");
    let mut ticked = other.get(Kind::Goals, &id_of(&stored))?;
    ticked.value["steps"][1]["done"] = json!(true);
    other.update(Kind::Goals, &ticked.value, &ticked.revision)?;
    let after: Goal = serde_json::from_value(open.get(Kind::Goals, &id_of(&stored))?.value)?;
    assert_eq!(after.steps.iter().map(|step| step.done).collect::<Vec<_>>(), [false, true]);
    // Of a goal that is reached, too.
    let mut reached = open.get(Kind::Goals, &id_of(&stored))?;
    reached.value["reached"] = json!("2016-05-20T09:30:00Z");
    open.update(Kind::Goals, &reached.value, &reached.revision)?;
    let mut unticked = other.get(Kind::Goals, &id_of(&stored))?;
    unticked.value["steps"][0]["done"] = json!(true);
    let ticked = other.update(Kind::Goals, &unticked.value, &unticked.revision)?;
    assert_eq!(ticked.value["steps"][0]["done"], true);
    // Who ticks at the same moment is told, and what the other did stays.
    let mut late = stored.value.clone();
    late["steps"][0]["done"] = json!(true);
    let late = open.update(Kind::Goals, &late, &stored.revision);
    let Err(StoreError::Conflict { current: Some(current) }) = late else { panic!("{late:?}") };
    assert_eq!(current["steps"][1]["done"], true);
    Ok(())
}

fn the_partner_changes_nothing_else_of_a_goal(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    let [own, shared] = [false, true].map(|shared| open.stored(Kind::Goals, &goal(setting, shared)));
    let other = setting.signed_in("other_partner");
    let reworded = json!([{ "what": "Burn the book", "done": true }]);
    let fields = [
        ("what", json!("Theirs.")),
        ("shared", json!(false)),
        ("by", json!("p02")),
        ("reached", json!("2016-05-20T09:30:00Z")),
        ("steps", reworded),
    ];
    for (field, value) in fields {
        let before = open.get(Kind::Goals, &id_of(&shared))?;
        let mut changed = before.value.clone();
        changed[field] = value;
        // It is refused, or the field stays as it was.
        let outcome = other.update(Kind::Goals, &changed, &before.revision);
        let after = open.get(Kind::Goals, &id_of(&shared))?;
        assert_eq!(after.value[field], before.value[field], "{field}: {outcome:?}");
    }
    let _ = other.remove(Kind::Goals, &id_of(&shared));
    assert!(sees(&open, Kind::Goals, &shared));
    let mut changed = own.value.clone();
    changed["steps"] = json!([]);
    assert!(other.update(Kind::Goals, &changed, &own.revision).is_err());
    assert!(setting.signed_in("stranger").update(Kind::Goals, &shared.value, &shared.revision).is_err());
    Ok(())
}

fn a_goal_that_is_reached_and_taken_back(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    let stored = open.stored(Kind::Goals, &goal(setting, false));
    let mut reached = stored.value.clone();
    reached["reached"] = json!("2016-05-20T09:30:00Z");
    reached.as_object_mut().unwrap().remove("until");
    let after = open.update(Kind::Goals, &reached, &stored.revision)?;
    let read: Goal = serde_json::from_value(open.get(Kind::Goals, &id_of(&stored))?.value)?;
    assert_eq!(read.reached.map(|at| at.timestamp()), Some(1_463_736_600));
    assert_eq!(read.until, None);
    reached.as_object_mut().unwrap().remove("reached");
    open.update(Kind::Goals, &reached, &after.revision)?;
    let read: Goal = serde_json::from_value(open.get(Kind::Goals, &id_of(&stored))?.value)?;
    assert_eq!(read.reached, None);
    Ok(())
}

fn messages_are_between_the_two(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    let message =
        |by: &str| thing(setting, Kind::Messages, by, json!({ "text": format!("Good *morning*, {}", unique()) }));
    let stored = open.stored(Kind::Messages, &message("p01"));
    assert!(sees(&setting.signed_in("other_partner"), Kind::Messages, &stored));
    for who in OTHERS.map(|who| setting.signed_in(who)) {
        assert!(!sees(&who, Kind::Messages, &stored));
        assert!(who.create(Kind::Messages, &message("p01")).is_err());
    }
    assert!(open.create(Kind::Messages, &message("p02")).is_err(), "in another's name");
    Ok(())
}

fn a_reflection_is_for_the_coordinators(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    let words = json!({ "rating": 4, "changed": "I ask more.", "differently": "", "in_touch": true, "quote": false });
    let stored = open.stored(Kind::Reflections, &thing(setting, Kind::Reflections, "p01", words.clone()));
    assert_eq!((&stored.value["rating"], &stored.value["quote"]), (&json!(4), &json!(false)));
    assert!(sees(&open, Kind::Reflections, &stored));
    assert!(sees(&setting.signed_in("coordinator"), Kind::Reflections, &stored));
    for who in ["other_partner", "stranger"] {
        assert!(!sees(&setting.signed_in(who), Kind::Reflections, &stored), "{who}");
    }
    assert!(open.create(Kind::Reflections, &thing(setting, Kind::Reflections, "p02", words)).is_err());
    Ok(())
}
