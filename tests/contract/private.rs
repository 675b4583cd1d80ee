//! Signing in, and what only partners read and write.

use crate::Group;
use crate::needs::Needs;
use crate::setting::{Open, Setting, id_of, new_id, unique, wait};
use deskmates::domain::resource::Kind;
use deskmates::store::json::{Created, Session};
use deskmates::store::{Query, StoreError, Stored};
use libtest_mimic::Failed;
use serde_json::{Value, json};

pub const CASES: &[Group] = &[
    (Needs::Nothing, &[("who_has_an_account_signs_in", who_has_an_account_signs_in)]),
    (
        Needs::SignIn,
        &[
            ("a_wrong_password_is_told", a_wrong_password_is_told),
            ("an_unknown_user_is_told_the_same", an_unknown_user_is_told_the_same),
        ],
    ),
    (Needs::Token, &[("a_password_is_not_kept_where_a_token_is", a_password_is_not_kept_where_a_token_is)]),
    (
        Needs::Kept(Kind::Contacts),
        &[
            ("an_expired_session_is_told", an_expired_session_is_told),
            ("a_session_is_taken_up_again", a_session_is_taken_up_again),
            ("a_stranger_does_not_even_ask", a_stranger_does_not_even_ask),
            ("who_signs_out_is_a_stranger", who_signs_out_is_a_stranger),
            ("a_failed_attempt_keeps_the_session", a_failed_attempt_keeps_the_session),
            ("partners_read_their_contacts", partners_read_their_contacts),
            ("others_read_none_of_them", others_read_none_of_them),
            ("others_change_none_of_them", others_change_none_of_them),
            ("others_remove_none_of_them", others_remove_none_of_them),
            ("others_write_none_for_them", others_write_none_for_them),
            ("a_contact_is_changed", a_contact_is_changed),
            ("what_a_change_takes_out_of_a_contact_is_gone", what_a_change_takes_out_of_a_contact_is_gone),
            ("a_stale_change_is_a_conflict", a_stale_change_is_a_conflict),
            ("a_change_of_what_is_gone_is_told", a_change_of_what_is_gone_is_told),
            ("a_contact_is_removed", a_contact_is_removed),
            ("twice_the_same_contact_is_one", twice_the_same_contact_is_one),
        ],
    ),
    (Needs::Kept(Kind::Participants), &[("partners_read_each_other", partners_read_each_other)]),
];

/// A contact of the first partnership, noted by its first participant.
fn contact(setting: &Setting) -> Value {
    json!({
        "id": setting.new_id(Kind::Contacts), "partnership": "s1", "by": "p01", "at": "2016-03-01T10:00:00Z",
        "channel": "video", "topic": "t1", "note": format!("We talked about lifts. {}", unique()),
    })
}

/// A partner with a contact of their own.
fn noted(setting: &Setting) -> (Open, Stored<Value>) {
    let open = setting.signed_in("partner");
    let stored = open.stored(Kind::Contacts, &contact(setting));
    (open, stored)
}

fn who_has_an_account_signs_in(setting: &Setting) -> Result<(), Failed> {
    if setting.has_accounts() {
        let open = setting.signed_in("partner");
        assert!(open.backend.session().is_some());
        assert_eq!(open.backend.session().unwrap().id().as_deref(), Some("p01"));
    } else if setting.profile.get("signIn").is_some() {
        assert!(setting.signed_in("coordinator").backend.session().is_some());
    } else {
        assert_eq!(wait(setting.stranger().backend.sign_in("a", "b")), Err(StoreError::Unsupported));
    }
    Ok(())
}

fn a_wrong_password_is_told(setting: &Setting) -> Result<(), Failed> {
    let who = if setting.has_accounts() { "partner" } else { "coordinator" };
    let user = setting.accounts[who]["user"].as_str().unwrap().to_owned();
    let open = setting.stranger();
    assert_eq!(wait(open.backend.sign_in(&user, "not the password")), Err(StoreError::NotSignedIn));
    assert!(open.backend.session().is_none());
    Ok(())
}

fn an_unknown_user_is_told_the_same(setting: &Setting) -> Result<(), Failed> {
    let outcome = wait(setting.stranger().backend.sign_in("nobody@example.org", "not the password"));
    assert_eq!(outcome, Err(StoreError::NotSignedIn));
    Ok(())
}

fn a_failed_attempt_keeps_the_session(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    let before = open.backend.session();
    assert!(wait(open.backend.sign_in("nobody@example.org", "wrong")).is_err());
    assert_eq!(open.backend.session(), before);
    assert!(open.list(Kind::Contacts, &Query::all()).is_ok());
    Ok(())
}

fn a_password_is_not_kept_where_a_token_is(setting: &Setting) -> Result<(), Failed> {
    let session = setting.signed_in("partner").backend.session();
    let kept = serde_json::to_string(&session)?;
    let password = setting.accounts["partner"]["password"].as_str().unwrap();
    assert!(!kept.contains(password), "{kept}");
    assert!(!format!("{session:?}").contains(&kept[20..40]), "a session shows no secrets");
    Ok(())
}

fn an_expired_session_is_told(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    let kept = serde_json::to_value(open.backend.session())?;
    let mut old = kept.clone();
    for (_, value) in old["known"].as_object_mut().unwrap() {
        if let Some(text) = value.as_str().filter(|text| text.len() > 15) {
            // The signature, or the password in Basic, is not what it was.
            *value = format!("{}AAAA", &text[..text.len() - 4]).into();
        }
    }
    open.backend.resume(serde_json::from_value::<Option<Session>>(old)?);
    assert_eq!(open.list(Kind::Contacts, &Query::all()).map(drop), Err(StoreError::NotSignedIn));
    let written = open.create(Kind::Contacts, &contact(setting));
    assert!(
        matches!(written, Err(StoreError::NotSignedIn | StoreError::NotAllowed | StoreError::Invalid { .. })),
        "{written:?}"
    );
    Ok(())
}

fn a_session_is_taken_up_again(setting: &Setting) -> Result<(), Failed> {
    let kept = serde_json::to_string(&setting.signed_in("partner").backend.session())?;
    let open = setting.stranger();
    open.backend.resume(serde_json::from_str::<Option<Session>>(&kept)?);
    assert!(open.list(Kind::Contacts, &Query::all()).is_ok());
    Ok(())
}

fn a_stranger_does_not_even_ask(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    assert_eq!(open.list(Kind::Contacts, &Query::all()).map(drop), Err(StoreError::NotSignedIn));
    assert_eq!(open.requests(), 0);
    Ok(())
}

fn who_signs_out_is_a_stranger(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    open.backend.sign_out();
    assert_eq!(open.list(Kind::Contacts, &Query::all()).map(drop), Err(StoreError::NotSignedIn));
    Ok(())
}

fn partners_read_their_contacts(setting: &Setting) -> Result<(), Failed> {
    let (open, stored) = noted(setting);
    for reader in [open, setting.signed_in("other_partner")] {
        let query = Query::all().with("partnership", &new_id("s1"));
        let listed = reader.list(Kind::Contacts, &query)?;
        let found = listed.iter().find(|contact| contact.value["id"] == stored.value["id"]).expect("it is there");
        for field in ["note", "channel", "at", "by", "topic"] {
            assert_eq!(found.value[field], stored.value[field], "{field}");
        }
        assert_eq!(reader.get(Kind::Contacts, &id_of(&stored))?.value["note"], stored.value["note"]);
    }
    Ok(())
}

fn others_read_none_of_them(setting: &Setting) -> Result<(), Failed> {
    let (_, stored) = noted(setting);
    let other = setting.signed_in("stranger");
    let listed = other.list(Kind::Contacts, &Query::all())?;
    assert!(listed.iter().all(|contact| contact.value["partnership"] != "s1"), "{listed:?}");
    let read = other.get(Kind::Contacts, &id_of(&stored));
    assert!(matches!(read, Err(StoreError::NotFound | StoreError::NotAllowed)), "{read:?}");
    Ok(())
}

fn still_so(setting: &Setting, stored: &Stored<Value>) -> Result<(), Failed> {
    let after = setting.signed_in("partner").get(Kind::Contacts, &id_of(stored))?;
    assert_eq!(after.value["note"], stored.value["note"]);
    Ok(())
}

fn others_change_none_of_them(setting: &Setting) -> Result<(), Failed> {
    let (_, stored) = noted(setting);
    let mut changed = stored.value.clone();
    changed["note"] = json!("Changed by another.");
    let outcome = setting.signed_in("stranger").update(Kind::Contacts, &changed, &stored.revision);
    assert!(matches!(outcome, Err(StoreError::NotFound | StoreError::NotAllowed)), "{outcome:?}");
    still_so(setting, &stored)
}

fn others_remove_none_of_them(setting: &Setting) -> Result<(), Failed> {
    let (_, stored) = noted(setting);
    // What is not theirs may look removed already.
    let _ = setting.signed_in("stranger").remove(Kind::Contacts, &id_of(&stored));
    still_so(setting, &stored)
}

fn others_write_none_for_them(setting: &Setting) -> Result<(), Failed> {
    let other = setting.signed_in("stranger");
    let forged = contact(setting);
    let outcome = other.create(Kind::Contacts, &forged);
    let listed = setting.signed_in("partner").list(Kind::Contacts, &Query::all().with("partnership", &new_id("s1")))?;
    let is_there = listed.iter().any(|contact| contact.value["note"] == forged["note"]);
    assert!(!is_there, "{outcome:?}");
    Ok(())
}

fn a_contact_is_changed(setting: &Setting) -> Result<(), Failed> {
    let (open, stored) = noted(setting);
    let mut changed = stored.value.clone();
    changed["note"] = json!("We talked about stairs.");
    let after = open.update(Kind::Contacts, &changed, &stored.revision)?;
    assert_eq!(after.value["note"], "We talked about stairs.");
    assert_ne!(after.revision, stored.revision);
    assert_eq!(open.get(Kind::Contacts, &id_of(&stored))?, Stored { mine: false, ..after });
    Ok(())
}

fn what_a_change_takes_out_of_a_contact_is_gone(setting: &Setting) -> Result<(), Failed> {
    let (open, stored) = noted(setting);
    assert_eq!(stored.value["topic"], "t1");
    let mut changed = stored.value.clone();
    changed.as_object_mut().unwrap().remove("topic");
    open.update(Kind::Contacts, &changed, &stored.revision)?;
    assert_eq!(open.get(Kind::Contacts, &id_of(&stored))?.value["topic"], Value::Null);
    Ok(())
}

fn a_stale_change_is_a_conflict(setting: &Setting) -> Result<(), Failed> {
    let (open, stored) = noted(setting);
    let with = |note: &str| {
        let mut changed = stored.value.clone();
        changed["note"] = json!(note);
        changed
    };
    open.update(Kind::Contacts, &with("From the phone."), &stored.revision)?;
    let outcome = open.update(Kind::Contacts, &with("From the desk."), &stored.revision);
    let Err(StoreError::Conflict { current: Some(current) }) = outcome else { panic!("{outcome:?}") };
    assert_eq!(current["note"], "From the phone.");
    assert_eq!(open.get(Kind::Contacts, &id_of(&stored))?.value["note"], "From the phone.");
    Ok(())
}

fn a_change_of_what_is_gone_is_told(setting: &Setting) -> Result<(), Failed> {
    let (open, stored) = noted(setting);
    open.remove(Kind::Contacts, &id_of(&stored))?;
    let outcome = open.update(Kind::Contacts, &stored.value, &stored.revision);
    assert_eq!(outcome, Err(StoreError::NotFound));
    Ok(())
}

fn a_contact_is_removed(setting: &Setting) -> Result<(), Failed> {
    let (open, stored) = noted(setting);
    open.remove(Kind::Contacts, &id_of(&stored))?;
    assert_eq!(open.get(Kind::Contacts, &id_of(&stored)), Err(StoreError::NotFound));
    // A second time it is gone, or was never there; it is never something else.
    let again = open.remove(Kind::Contacts, &id_of(&stored));
    assert!(matches!(again, Ok(()) | Err(StoreError::NotFound)), "{again:?}");
    Ok(())
}

fn twice_the_same_contact_is_one(setting: &Setting) -> Result<(), Failed> {
    let open = setting.signed_in("partner");
    let contact = contact(setting);
    open.stored(Kind::Contacts, &contact);
    assert_eq!(open.create(Kind::Contacts, &contact)?, Created::There);
    Ok(())
}

fn partners_read_each_other(setting: &Setting) -> Result<(), Failed> {
    let read = setting.signed_in("partner").list(Kind::Participants, &Query::all())?;
    let mut ids: Vec<_> = read.iter().filter_map(|participant| participant.value["id"].as_str()).collect();
    ids.sort_unstable();
    // On Kinto each record says who reads it, and so far only its own participant does.
    let wanted: &[&str] = if setting.name == "kinto" { &["p01"] } else { &["p01", "p02"] };
    assert_eq!(ids, wanted, "no others");
    Ok(())
}
