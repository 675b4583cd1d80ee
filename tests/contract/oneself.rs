//! What participants say of themselves, on the backends that keep it: who they are, how they want to be treated, and
//! that everything about them is to be erased.

use crate::Case;
use crate::setting::{Open, Setting, id_of, new_id, unique, wait};
use deskmates::domain::participant::Participant;
use deskmates::domain::resource::Kind;
use deskmates::domain::settings::Settings;
use deskmates::store::json::http::{Body, Outside, Request};
use deskmates::store::json::native::Network;
use deskmates::store::json::profile::{Credentials, Method};
use deskmates::store::{Query, StoreError};
use libtest_mimic::Failed;
use serde_json::{Value, json};

pub const CASES: &[Case] = &[
    ("participants_say_who_they_are", participants_say_who_they_are),
    ("nobody_changes_anothers_profile_or_round", nobody_changes_anothers_profile_or_round),
    ("settings_are_for_the_coordinators", settings_are_for_the_coordinators),
    ("who_asks_for_it_is_erased", who_asks_for_it_is_erased),
];

/// Whether a backend keeps what participants say of themselves; where it does not, the page offers none of it.
fn keeps(setting: &Setting) -> bool {
    let keeps = setting.profile.pointer("/resources/settings").is_some();
    let stranger = setting.stranger().backend;
    assert_eq!((stranger.can_create(Kind::Settings), stranger.can_update(Kind::Participants)), (keeps, keeps));
    keeps
}

fn participant(open: &Open, id: &str) -> Result<(Value, String), StoreError> {
    let all = open.list(Kind::Participants, &Query::all())?;
    let found = all.into_iter().find(|stored| stored.value["id"] == id).ok_or(StoreError::NotFound)?;
    Ok((found.value, found.revision))
}

fn participants_say_who_they_are(setting: &Setting) -> Result<(), Failed> {
    if !keeps(setting) {
        return Ok(());
    }
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
    if !keeps(setting) {
        return Ok(());
    }
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
    assert_eq!(participant(&open, "p01")?.0, before);
    Ok(())
}

fn settings(setting: &Setting, by: &str, erase: bool) -> Value {
    json!({
        "id": setting.new_id(Kind::Settings), "by": by, "at": "2016-03-01T10:00:00Z",
        "channels": [{ "kind": "phone", "at": format!("+264 {}", unique()) }], "notices": ["topics"], "erase": erase,
    })
}

fn settings_are_for_the_coordinators(setting: &Setting) -> Result<(), Failed> {
    if !keeps(setting) {
        return Ok(());
    }
    let open = setting.signed_in("partner");
    let said = open.stored(Kind::Settings, &settings(setting, "p01", false));
    let _: Settings = serde_json::from_value(open.get(Kind::Settings, &id_of(&said))?.value)?;
    assert!(setting.signed_in("coordinator").get(Kind::Settings, &id_of(&said)).is_ok());
    for who in ["other_partner", "stranger"] {
        let who = setting.signed_in(who);
        assert!(who.get(Kind::Settings, &id_of(&said)).is_err());
        assert!(who.list(Kind::Settings, &Query::all())?.iter().all(|other| other.value["id"] != said.value["id"]));
        assert!(who.create(Kind::Settings, &settings(setting, "p01", true)).is_err(), "nobody has another erased");
    }
    assert_eq!(setting.stranger().list(Kind::Settings, &Query::all()).map(drop), Err(StoreError::NotSignedIn));
    Ok(())
}

/// What a coordinator asks for who does not wait: the backend's own call, which the site does not use.
fn erase_now(open: &Open, name: &str, participant: &str) -> u16 {
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
    wait(Network.send(request)).unwrap().status
}

fn who_asks_for_it_is_erased(setting: &Setting) -> Result<(), Failed> {
    if !keeps(setting) {
        return Ok(());
    }
    let open = setting.signed_in("leaving");
    let left = setting.signed_in("left_behind");
    let coordinator = setting.signed_in("coordinator");
    let own = |more: Value, kind| {
        let mut thing = crate::setting::thing(setting, kind, "p07", more);
        thing["partnership"] = json!("s3");
        open.stored(kind, &thing)
    };
    let contact = own(json!({ "channel": "email", "note": "The kettle." }), Kind::Contacts);
    let message = own(json!({ "text": "The kettle." }), Kind::Messages);
    let note = own(json!({ "topic": "t1", "prompt": "work", "shared": true, "text": "The kettle." }), Kind::Notes);
    let tick = own(json!({ "topic": "t1", "prompt": "work" }), Kind::Ticks);
    let concern = own(json!({ "about": "conduct", "text": "The kettle." }), Kind::Concerns);
    let is_there = || participant(&left, "p07").is_ok();

    // Who has not asked, or took it back, or has time left, stays.
    assert!((200..300).contains(&erase_now(&coordinator, setting.name, "p07")));
    assert!(is_there());
    open.stored(Kind::Settings, &settings(setting, "p07", true));
    setting.signed_in("other_partner");
    assert!(is_there(), "there are two weeks in which to take it back");
    open.stored(Kind::Settings, &settings(setting, "p07", false));
    assert!((200..300).contains(&erase_now(&coordinator, setting.name, "p07")));
    assert!(is_there(), "it was taken back");
    open.stored(Kind::Settings, &settings(setting, "p07", true));
    assert!(!(200..300).contains(&erase_now(&open, setting.name, "p07")), "only a coordinator does not wait");
    assert!(is_there());

    assert!((200..300).contains(&erase_now(&coordinator, setting.name, "p07")));
    assert!(!is_there());
    assert!(left.list(Kind::Messages, &Query::all())?.iter().all(|other| other.value["id"] != message.value["id"]));
    assert!(left.get(Kind::Notes, &id_of(&note)).is_err());
    let contact = left.get(Kind::Contacts, &id_of(&contact))?.value;
    assert_eq!((&contact["channel"], contact["note"].as_str().unwrap_or_default()), (&json!("email"), ""));
    assert!(left.list(Kind::Ticks, &Query::all())?.iter().any(|other| other.value["id"] == tick.value["id"]));
    assert!(coordinator.get(Kind::Concerns, &id_of(&concern)).is_ok());
    let partnership = left.list(Kind::Partnerships, &Query::all().with("id", &new_id("s3")))?;
    assert_eq!(partnership.len(), 1, "that there was a partnership stays");
    // They cannot sign in any more.
    let account = &setting.accounts["leaving"];
    let word = |name: &str| account[name].as_str().unwrap_or_default().to_owned();
    let again = wait(setting.stranger().backend.sign_in(&word("user"), &word("password")));
    assert_eq!(again, Err(StoreError::NotSignedIn));
    Ok(())
}
