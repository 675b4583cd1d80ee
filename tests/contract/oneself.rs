//! What participants say of themselves, on the backends that keep it: who they are, how they want to be treated, and
//! that everything about them is to be erased.

use crate::Group;
use crate::desks::desk;
use crate::needs::Needs;
use crate::setting::{Open, Setting, id_of, new_id, thing, unique, wait};
use deskmates::domain::participant::Participant;
use deskmates::domain::resource::Kind;
use deskmates::domain::settings::Settings;
use deskmates::domain::spec::ErasurePolicy;
use deskmates::platform::http::{Body, HttpTransport, Request};
use deskmates::platform::native::NativeTransport;
use deskmates::store::json::profile::{Credentials, Method};
use deskmates::store::ownership;
use deskmates::store::{Query, StoreError};
use libtest_mimic::Failed;
use serde_json::{Value, json};
use std::process::Command;

pub const CASES: &[Group] = &[
    (Needs::Nothing, &[("both_can_be_said_or_neither", both_can_be_said_or_neither)]),
    (
        Needs::Kept(Kind::Settings),
        &[
            ("participants_say_who_they_are", participants_say_who_they_are),
            ("nobody_changes_anothers_profile_or_round", nobody_changes_anothers_profile_or_round),
            ("settings_are_for_the_coordinators", settings_are_for_the_coordinators),
            ("who_asks_for_it_is_erased", who_asks_for_it_is_erased),
        ],
    ),
];

/// The page offers both, or nothing of it.
fn both_can_be_said_or_neither(setting: &Setting) -> Result<(), Failed> {
    let keeps = setting.profile.pointer("/resources/settings").is_some();
    let stranger = setting.stranger().backend;
    assert_eq!((stranger.can_create(Kind::Settings), stranger.can_update(Kind::Participants)), (keeps, keeps));
    Ok(())
}

fn participant(open: &Open, id: &str) -> Result<(Value, String), StoreError> {
    let all = open.list(Kind::Participants, &Query::all())?;
    let found = all.into_iter().find(|stored| stored.value["id"] == id).ok_or(StoreError::NotFound)?;
    Ok((found.value, found.revision))
}

fn participants_say_who_they_are(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    let (before, revision) = participant(&open, "p01")?;
    let mut changed = before.clone();
    changed["workplace"] = json!(format!("Branch {}", unique()));
    changed["languages"] = json!(["ng", "en"]);
    changed["channels"] = json!([{ "kind": "chat", "at": "@amina" }]);
    open.update(Kind::Participants, &changed, &revision)?;
    let (seen, _) = participant(&setting.signed_in("other_partner"), "p01")?;
    assert_eq!(seen, changed);
    let _: Participant = serde_json::from_value(seen)?;
    let (_, revision) = participant(&open, "p01")?;
    open.update(Kind::Participants, &before, &revision)?;
    assert_eq!(participant(&open, "p01")?.0, before);
    Ok(())
}

fn nobody_changes_anothers_profile_or_round(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    let (before, revision) = participant(&open, "p01")?;
    let mut changed = before.clone();
    changed["name"] = json!("Somebody else");
    for who in ["other_partner", "stranger"] {
        let answer = setting.signed_in(who).update(Kind::Participants, &changed, &revision);
        assert!(answer.is_err(), "{who}: {answer:?}");
    }
    // Through a profile that would send the round, too.
    let mut bold = setting.profile.clone();
    bold["resources"]["participants"]["fields"]["round"] = json!({ "at": "/round" });
    let mut moved = before.clone();
    moved["round"] = json!("2015B");
    let answer = setting.with_signed_in(&bold, "partner").update(Kind::Participants, &moved, &revision);
    assert!(answer.is_err(), "{answer:?}");
    for wrong in [json!("@amina"), json!([{ "kind": "chat" }]), json!([7])] {
        let mut changed = before.clone();
        changed["channels"] = wrong;
        let answer = open.update(Kind::Participants, &changed, &revision);
        assert!(answer.is_err(), "it would spoil the partner's page: {answer:?}");
    }
    assert_eq!(participant(&open, "p01")?.0, before);
    Ok(())
}

fn settings(setting: &Setting, by: &str, at: &str, more: &Value) -> Value {
    let mut said = json!({ "id": setting.new_id(Kind::Settings), "by": by, "at": at });
    said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    said
}

fn phone() -> Value {
    json!({ "channels": [{ "kind": "phone", "at": format!("+264 {}", unique()) }], "notices": ["topics"] })
}

fn settings_are_for_the_coordinators(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    let said = open.stored(Kind::Settings, &settings(setting, "p01", "2016-03-01T10:00:00Z", &phone()));
    let read: Settings = serde_json::from_value(open.get(Kind::Settings, &id_of(&said))?.value)?;
    assert_eq!((read.channels.map(|all| all.len()), read.erase), (Some(1), None));
    assert!(setting.signed_in("coordinator").get(Kind::Settings, &id_of(&said)).is_ok());
    for who in ["other_partner", "stranger"] {
        let who = setting.signed_in(who);
        assert!(who.get(Kind::Settings, &id_of(&said)).is_err());
        assert!(who.list(Kind::Settings, &Query::all())?.iter().all(|other| other.value["id"] != said.value["id"]));
        let erase = settings(setting, "p01", "2016-03-01T10:00:00Z", &json!({ "erase": "wanted" }));
        assert!(who.create(Kind::Settings, &erase).is_err(), "nobody has another erased");
    }
    // Whom the backend does not know gets nothing, whatever the profile lets them ask.
    let mut bold = setting.profile.clone();
    bold["resources"]["settings"]["private"] = json!(false);
    let stranger = setting.with(&bold);
    assert!(stranger.list(Kind::Settings, &Query::all()).map_or(true, |all| all.is_empty()));
    assert!(stranger.create(Kind::Settings, &settings(setting, "p01", "2016-03-01T10:00:00Z", &phone())).is_err());
    Ok(())
}

/// What a coordinator asks for who does not wait: the backend's own call, which the site does not use.
fn erase_now(open: &Open, name: &str, participant: &Value) -> bool {
    let token = open.backend.session().and_then(|session| session.known("token")).unwrap_or_default();
    let path = if name == "postgrest" { "/rpc/erase_now" } else { "/erase-now" };
    let request = Request {
        method: Method::Post,
        url: format!("{}{path}", open.backend.profile().base),
        headers: vec![
            ("authorization".to_owned(), format!("Bearer {}", token.as_str().unwrap())),
            ("content-type".to_owned(), "application/json".to_owned()),
        ],
        body: Body::Json(json!({ "participant": participant }).to_string()),
        credentials: Credentials::Omit,
        timeout: 20,
    };
    wait(NativeTransport.send(request)).unwrap().is_good()
}

/// A thing of a kind that p07 has, and who else reads it.
fn own<'a>(setting: &Setting, kind: Kind, others: &'a Others) -> (Value, &'a Open) {
    let of_pair = |more: Value| {
        let mut thing = thing(setting, kind, "p07", more);
        thing["partnership"] = json!("s3");
        thing
    };
    let (left, coordinator) = (&others.left, &others.coordinator);
    match kind {
        Kind::Contacts => (of_pair(json!({ "channel": "email", "note": "The kettle." })), left),
        Kind::Agreements => {
            let terms = json!({
                "interval": 7, "channels": ["email"], "times": "", "hopes": "The kettle.", "expectations": "",
                "boundaries": "", "until": "",
            });
            (of_pair(json!({ "terms": terms })), left)
        }
        Kind::Hours => {
            let week = json!([[8, 12], null, null, null, null, null, null]);
            (of_pair(json!({ "zone": "Asia/Tokyo", "week": week })), left)
        }
        Kind::Concerns => (of_pair(json!({ "about": "conduct", "text": "The kettle." })), coordinator),
        Kind::Notes => {
            (of_pair(json!({ "topic": "t1", "prompt": "work", "shared": true, "text": "The kettle." })), left)
        }
        Kind::Ticks => (of_pair(json!({ "topic": "t1", "prompt": "work" })), left),
        Kind::Goals => (of_pair(json!({ "shared": true, "what": "The kettle." })), left),
        Kind::Messages => (of_pair(json!({ "text": "The kettle." })), left),
        Kind::Reflections => (of_pair(json!({ "rating": 5, "in_touch": true, "quote": false })), coordinator),
        Kind::Settings => (settings(setting, "p07", "2016-03-01T10:00:00Z", &phone()), coordinator),
        Kind::Desks => {
            let mut desk = desk(setting, "public");
            desk["by"] = json!("p07");
            (desk, coordinator)
        }
        other => panic!("what of {}?", other.name()),
    }
}

struct Others {
    left: Open,
    coordinator: Open,
}

/// Where the PostgreSQL of the tests listens: `DATABASE` of xtask's backends/postgrest.rs.
const DATABASE: &str = "4198";

fn who_asks_for_it_is_erased(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("leaving");
    let others = Others { left: setting.signed_in("left_behind"), coordinator: setting.signed_in("coordinator") };
    // One of everything that somebody has.
    let made = ownership::kinds().filter(|kind| !matches!(kind, Kind::Participants | Kind::Partnerships));
    let made: Vec<_> = made
        .map(|kind| {
            let (thing, reader) = own(setting, kind, &others);
            let stored = open.stored(kind, &thing);
            assert!(reader.get(kind, &id_of(&stored)).is_ok(), "{}", kind.name());
            (kind, id_of(&stored), reader)
        })
        .collect();
    let is_there = || participant(&others.left, "p07").is_ok();
    let erase_now = |who: &Value| assert!(erase_now(&others.coordinator, setting.name, who));
    let said = |at: &str, erase: &str| {
        open.stored(Kind::Settings, &settings(setting, "p07", at, &json!({ "erase": erase })));
    };

    // Who has not asked, or took it back, or has time left, stays.
    erase_now(&json!("p07"));
    assert!(is_there());
    said("2016-03-02T10:00:00Z", "wanted");
    setting.signed_in("other_partner");
    assert!(is_there(), "there are two weeks in which to take it back");
    erase_now(&json!("p01"));
    erase_now(&Value::Null);
    erase_now(&json!(""));
    assert!(is_there(), "somebody else was named, or nobody");
    said("2016-03-04T10:00:00Z", "withdrawn");
    // What was said before that, and waited for a network, comes after it.
    said("2016-03-03T10:00:00Z", "wanted");
    erase_now(&json!("p07"));
    assert!(is_there(), "it was taken back");
    said("2016-03-05T10:00:00Z", "wanted");
    assert!(!self::erase_now(&open, setting.name, &json!("p07")), "only a coordinator does not wait");
    assert!(is_there());

    let sign_in = || {
        let account = &setting.accounts["leaving"];
        let word = |name: &str| account[name].as_str().unwrap_or_default().to_owned();
        wait(setting.stranger().backend.sign_in(&word("user"), &word("password")))
    };
    if setting.name == "postgrest" {
        // Two weeks later: it is done when somebody signs in, even if that is who is erased.
        let words = "update api.settings set received = received - interval '14 days 1 minute' where by = 'p07'";
        let psql = ["-X", "-q", "-h", "127.0.0.1", "-p", DATABASE, "-U", "postgres", "-d", "deskmates", "-c", words];
        assert!(Command::new("psql").args(psql).status()?.success());
        assert_eq!(sign_in(), Err(StoreError::NotSignedIn));
    } else {
        erase_now(&json!("p07"));
    }
    assert!(!is_there());
    assert_eq!(sign_in(), Err(StoreError::NotSignedIn));
    for (kind, id, reader) in made {
        let found = reader.get(kind, &id);
        match kind.spec().erasure {
            ErasurePolicy::Delete => assert!(found.is_err(), "{}: {found:?}", kind.name()),
            ErasurePolicy::Keep => assert!(found.is_ok(), "{}: {found:?}", kind.name()),
            ErasurePolicy::Clear(field) => {
                assert_eq!(found?.value[field].as_str().unwrap_or_default(), "", "{}", kind.name())
            }
        }
    }
    let partnership = others.left.list(Kind::Partnerships, &Query::all().with("id", &new_id("s3")))?;
    assert_eq!(partnership.len(), 1, "that there was a partnership stays");
    // A session from before is worth nothing.
    let mut late = desk(setting, "public");
    late["by"] = json!("p07");
    assert!(open.create(Kind::Desks, &late).is_err());
    Ok(())
}
