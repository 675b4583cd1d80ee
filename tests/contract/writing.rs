//! What anybody writes: comments and waitlist entries; and what strangers cannot do.

use crate::Group;
use crate::needs::Needs;
use crate::setting::{Setting, id_of, unique};
use deskmates::domain::resource::{Id, Kind};
use deskmates::store::json::Created;
use deskmates::store::{Query, StoreError};
use libtest_mimic::Failed;
use serde_json::{Value, json};

pub const CASES: &[Group] = &[
    (
        Needs::Nothing,
        &[
            ("a_comment_is_stored", a_comment_is_stored),
            ("a_comment_waits_for_a_moderator", a_comment_waits_for_a_moderator),
            ("what_waits_is_read_by_nobody", what_waits_is_read_by_nobody),
            ("the_backend_gives_the_time", the_backend_gives_the_time),
            ("twice_the_same_comment_is_one", twice_the_same_comment_is_one),
            ("an_id_of_ours_is_taken", an_id_of_ours_is_taken),
            ("a_reply_is_stored", a_reply_is_stored),
            ("any_text_is_taken", any_text_is_taken),
            ("a_stranger_cannot_publish", a_stranger_cannot_publish),
            ("a_topic_that_is_not_there_is_refused", a_topic_that_is_not_there_is_refused),
            ("a_file_is_stored_or_that_is_not_offered", a_file_is_stored_or_that_is_not_offered),
        ],
    ),
    (
        Needs::Rules,
        &[
            ("a_comment_without_text_is_refused", a_comment_without_text_is_refused),
            ("a_wrong_address_is_refused_by_its_field", a_wrong_address_is_refused_by_its_field),
            ("a_stranger_cannot_change_a_comment", a_stranger_cannot_change_a_comment),
            ("a_stranger_cannot_remove_a_comment", a_stranger_cannot_remove_a_comment),
            ("a_stranger_cannot_write_a_topic", a_stranger_cannot_write_a_topic),
        ],
    ),
    (Needs::NoRules, &[("everybody_may_do_everything", everybody_may_do_everything)]),
    (
        Needs::Kept(Kind::Waitlist),
        &[
            ("an_entry_of_the_waitlist_is_stored", an_entry_of_the_waitlist_is_stored),
            ("the_same_address_again_tells_nothing", the_same_address_again_tells_nothing),
            ("the_waitlist_is_read_by_nobody", the_waitlist_is_read_by_nobody),
        ],
    ),
    (Needs::Limits, &[("too_many_in_a_row_are_told_to_wait", too_many_in_a_row_are_told_to_wait)]),
];

/// The topic that cases write to; those that read look at others.
const TOPIC: &str = "t6";

fn a_comment_is_stored(setting: &Setting) -> Result<(), Failed> {
    let comment = setting.comment(TOPIC, "I found a chair in the lift this morning.");
    let stored = setting.stranger().stored(Kind::Comments, &comment);
    assert_eq!(stored.value["name"], comment["name"]);
    assert_eq!(stored.value["topic"], comment["topic"]);
    assert!(stored.mine);
    assert!(stored.value.get("email").is_none(), "{}", stored.value);
    Ok(())
}

fn a_comment_waits_for_a_moderator(setting: &Setting) -> Result<(), Failed> {
    let stored = setting.stranger().stored(Kind::Comments, &setting.comment(TOPIC, "Waiting."));
    let state = if setting.moderates() { "held" } else { "published" };
    assert_eq!(stored.value["state"], state);
    Ok(())
}

fn what_waits_is_read_by_nobody(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    let stored = open.stored(Kind::Comments, &setting.comment(TOPIC, "Seen by whom?"));
    let id = Id::try_from(stored.value["id"].as_str().unwrap().to_owned()).unwrap();
    let read = open.get(Kind::Comments, &id);
    if setting.moderates() {
        assert!(
            matches!(read, Err(StoreError::NotFound | StoreError::NotSignedIn | StoreError::NotAllowed)),
            "{read:?}"
        );
        let listed = open.list(Kind::Comments, &Query::all().with("topic", &setting.topic(TOPIC)))?;
        assert!(listed.iter().all(|comment| comment.value["id"] != stored.value["id"]));
    } else {
        assert_eq!(read?.value["text"], "Seen by whom?");
    }
    Ok(())
}

fn the_backend_gives_the_time(setting: &Setting) -> Result<(), Failed> {
    // A clock that is wrong by years must not put a comment before all others.
    let comment = setting.comment(TOPIC, "My clock says 2016.");
    let stored = setting.stranger().stored(Kind::Comments, &comment);
    let created: chrono::DateTime<chrono::Utc> = stored.value["created"].as_str().unwrap().parse()?;
    let is_ours = stored.value["created"] == comment["created"];
    // json-server keeps what it is sent: it has no clock of its own.
    assert_eq!(is_ours, setting.name == "json-server", "{created}");
    Ok(())
}

fn twice_the_same_comment_is_one(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    let comment = setting.comment(TOPIC, &format!("Once only, {}.", unique()));
    open.stored(Kind::Comments, &comment);
    // Another page load knows nothing of the first attempt but what it sends again.
    assert_eq!(setting.stranger().create(Kind::Comments, &comment)?, Created::There);
    Ok(())
}

fn an_id_of_ours_is_taken(setting: &Setting) -> Result<(), Failed> {
    let comment = setting.comment(TOPIC, "With an id of my own.");
    let stored = setting.stranger().stored(Kind::Comments, &comment);
    let is_ours = stored.value["id"] == comment["id"];
    assert_eq!(is_ours, setting.name != "wordpress", "{}", stored.value["id"]);
    Ok(())
}

fn a_reply_is_stored(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    let first = open.list(Kind::Comments, &Query::all().with("topic", &setting.topic("t3")))?.remove(0);
    let mut reply = setting.comment("t3", &format!("A reply, {}.", unique()));
    reply["parent"] = first.value["id"].clone();
    let stored = open.stored(Kind::Comments, &reply);
    assert_eq!(stored.value["parent"], first.value["id"]);
    Ok(())
}

fn any_text_is_taken(setting: &Setting) -> Result<(), Failed> {
    let text = "\"Quoted\" 'single' \\ back / slash\n\nعربي 日本語 😀 {braces} %20 & <b>bold</b> é e\u{301}";
    let comment = setting.comment(TOPIC, &format!("{text} {}", unique()));
    let stored = setting.stranger().stored(Kind::Comments, &comment);
    match stored.value["text"].get("html").and_then(Value::as_str) {
        None => assert_eq!(stored.value["text"], comment["text"]),
        Some(html) => {
            for piece in ["عربي 日本語 😀 {braces} %20", "back / slash", "bold"] {
                assert!(html.contains(piece), "{piece:?} in {html}");
            }
        }
    }
    Ok(())
}

fn a_stranger_cannot_publish(setting: &Setting) -> Result<(), Failed> {
    let mut profile = setting.profile.clone();
    // A stranger who writes their own profile and sends the state with it.
    let state = profile
        .pointer("/resources/comments/fields/state/read")
        .or(profile.pointer("/resources/comments/fields/state/at"));
    let state = state.and_then(Value::as_str).unwrap_or("/state").to_owned();
    let published =
        profile.pointer("/resources/comments/fields/state/values/published").cloned().unwrap_or(json!("published"));
    let set = json!({ state: published });
    profile["resources"]["comments"]["create"]["set"] = set;
    let open = setting.with(&profile);
    let comment = setting.comment(TOPIC, &format!("Published by myself, {}.", unique()));
    let outcome = open.create(Kind::Comments, &comment);
    let listed = setting.stranger().list(Kind::Comments, &Query::all().with("topic", &setting.topic(TOPIC)))?;
    let is_public = listed.iter().any(|c| c.value["name"] == comment["name"]);
    assert_eq!(is_public, !setting.moderates(), "{outcome:?}");
    Ok(())
}

fn a_comment_without_text_is_refused(setting: &Setting) -> Result<(), Failed> {
    let outcome = setting.stranger().create(Kind::Comments, &setting.comment(TOPIC, ""));
    match outcome {
        // There it is one of the rules about who may write what.
        Err(StoreError::NotAllowed) if setting.name == "pocketbase" => {}
        // PostgreSQL names the rule that is broken, not the field.
        Err(StoreError::Invalid { message, .. }) if setting.name == "postgrest" => assert!(!message.is_empty()),
        Err(StoreError::Invalid { fields, .. }) => assert!(fields.iter().any(|(name, _)| name == "text"), "{fields:?}"),
        other => panic!("{other:?}"),
    }
    Ok(())
}

fn a_wrong_address_is_refused_by_its_field(setting: &Setting) -> Result<(), Failed> {
    let mut comment = setting.comment(TOPIC, "From nowhere.");
    comment["email"] = json!("nowhere");
    let outcome = setting.stranger().create(Kind::Comments, &comment);
    let Err(StoreError::Invalid { message, fields }) = outcome else { panic!("{outcome:?}") };
    assert!(fields.iter().any(|(name, _)| name == "email") || setting.name == "postgrest", "{message} {fields:?}");
    assert!(!message.contains("&#") && !message.contains('<'), "{message}");
    Ok(())
}

fn a_topic_that_is_not_there_is_refused(setting: &Setting) -> Result<(), Failed> {
    let mut comment = setting.comment(TOPIC, "To nobody.");
    comment["topic"] = json!(if setting.name == "wordpress" { "99999999" } else { "nosuchtopic0000" });
    let outcome = setting.stranger().create(Kind::Comments, &comment);
    // Kinto and json-server know no relations; there it is a comment that no page shows.
    let takes_anything = ["json-server", "kinto"].contains(&setting.name);
    assert_eq!(outcome.is_ok(), takes_anything, "{outcome:?}");
    Ok(())
}

/// A published comment, and what a stranger makes of it.
fn another_s(setting: &Setting) -> Result<(Id, Value), Failed> {
    let first = setting.stranger().list(Kind::Comments, &Query::all().with("topic", &setting.topic("t4")))?.remove(0);
    let id = Id::try_from(first.value["id"].as_str().unwrap().to_owned()).unwrap();
    Ok((id, first.value))
}

fn a_stranger_cannot_change_a_comment(setting: &Setting) -> Result<(), Failed> {
    let (id, before) = another_s(setting)?;
    let mut changed = before.clone();
    changed["text"] = json!("Changed by a stranger.");
    let outcome = setting.stranger().update(Kind::Comments, &changed, "");
    let after = setting.stranger().get(Kind::Comments, &id)?.value;
    assert!(outcome.is_err(), "{outcome:?}");
    assert_eq!(after["text"], before["text"]);
    Ok(())
}

fn a_stranger_cannot_remove_a_comment(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    let (id, _) = another_s(setting)?;
    let _ = open.remove(Kind::Comments, &id);
    assert!(open.get(Kind::Comments, &id).is_ok(), "it is still there");
    Ok(())
}

fn topic(setting: &Setting) -> Value {
    let number = unique();
    json!({
        "id": setting.new_id(Kind::Topics), "slug": format!("by-a-stranger-{number}"), "round": "2016A", "number": 99,
        "title": "By a stranger", "release": "2016-02-01T00:00:00Z", "body": "", "prompts": [], "tags": [], "categories": [],
    })
}

fn a_stranger_cannot_write_a_topic(setting: &Setting) -> Result<(), Failed> {
    let outcome = setting.stranger().create(Kind::Topics, &topic(setting));
    let refused = matches!(outcome, Err(StoreError::NotAllowed | StoreError::NotSignedIn | StoreError::Unsupported));
    assert!(refused, "{outcome:?}");
    Ok(())
}

/// Where nothing is checked, the form is what there is; what everybody reads is put back.
fn everybody_may_do_everything(setting: &Setting) -> Result<(), Failed> {
    let open = setting.stranger();
    assert!(open.create(Kind::Comments, &setting.comment(TOPIC, "")).is_ok());
    // It would publish the address, so the profile never sends it.
    let mut comment = setting.comment(TOPIC, "From nowhere.");
    comment["email"] = json!("nowhere");
    assert!(open.create(Kind::Comments, &comment).is_ok());

    let (id, before) = another_s(setting)?;
    let mut changed = before.clone();
    changed["text"] = json!("Changed by a stranger.");
    open.update(Kind::Comments, &changed, "")?;
    assert_eq!(open.get(Kind::Comments, &id)?.value["text"], changed["text"]);
    open.update(Kind::Comments, &before, "")?;

    let stored = open.stored(Kind::Comments, &setting.comment(TOPIC, "To be removed."));
    open.remove(Kind::Comments, &id_of(&stored))?;
    assert_eq!(open.get(Kind::Comments, &id_of(&stored)), Err(StoreError::NotFound));

    let mut profile = setting.profile.clone();
    profile["resources"]["topics"]["remove"] = json!({ "path": "/topics/{id}" });
    let stored = open.stored(Kind::Topics, &topic(setting));
    setting.with(&profile).remove(Kind::Topics, &id_of(&stored))?;
    Ok(())
}

fn entry(setting: &Setting, email: &str) -> Value {
    json!({
        "id": setting.new_id(Kind::Waitlist), "name": "Asha", "country": "NA", "consented": "2016-03-01T10:00:00Z", "email": email,
    })
}

fn an_entry_of_the_waitlist_is_stored(setting: &Setting) -> Result<(), Failed> {
    let entry = entry(setting, &format!("asha{}@example.org", unique()));
    let stored = setting.stranger().stored(Kind::Waitlist, &entry);
    assert_eq!(stored.value["name"], "Asha");
    assert!(stored.value.get("email").is_none());
    Ok(())
}

fn the_same_address_again_tells_nothing(setting: &Setting) -> Result<(), Failed> {
    let address = format!("asha{}@example.org", unique());
    let first = setting.stranger().create(Kind::Waitlist, &entry(setting, &address))?;
    assert!(matches!(first, Created::Stored(_)));
    let again = setting.stranger().create(Kind::Waitlist, &entry(setting, &address.to_uppercase()));
    assert!(matches!(again, Ok(Created::Stored(_))), "{again:?}");
    Ok(())
}

fn the_waitlist_is_read_by_nobody(setting: &Setting) -> Result<(), Failed> {
    assert_eq!(setting.stranger().list(Kind::Waitlist, &Query::all()).map(drop), Err(StoreError::Unsupported));
    // Nor by who goes around the profile.
    let mut profile = setting.profile.clone();
    let path = profile["resources"]["waitlist"]["create"]["path"].as_str().unwrap().replace("/{id}", "");
    profile["resources"]["waitlist"]["list"] = json!({ "path": path });
    let listed = setting.with(&profile).list(Kind::Waitlist, &Query::all());
    assert!(listed.as_ref().map_or(true, Vec::is_empty), "{listed:?}");
    Ok(())
}

fn too_many_in_a_row_are_told_to_wait(setting: &Setting) -> Result<(), Failed> {
    // What others say (429) is tried in faults.rs.
    let send = |text: &str| {
        let mut comment = setting.comment(TOPIC, text);
        comment["email"] = json!("flood@hasty.example.org");
        setting.stranger().create(Kind::Comments, &comment)
    };
    // WordPress counts what anybody sent from this address, so the first may come too soon after a neighbour's comment; then
    // the second may be taken.
    let answers = [send(&format!("The first, {}.", unique())), send(&format!("The second at once, {}.", unique()))];
    let is_told = |answer: &Result<Created, StoreError>| *answer == Err(StoreError::TooMany { wait: Some(15) });
    assert!(answers.iter().any(is_told), "{answers:?}");
    assert!(answers.iter().all(|answer| answer.is_ok() || is_told(answer)), "{answers:?}");
    Ok(())
}

fn a_file_is_stored_or_that_is_not_offered(setting: &Setting) -> Result<(), Failed> {
    use deskmates::platform::http::File;
    let picture = include_bytes!("../fixtures/tile.png").to_vec();
    let file = File { name: "tile.png".into(), media_type: "image/png".into(), bytes: picture };
    if setting.name == "wordpress" {
        let open = setting.signed_in("coordinator");
        let address = crate::setting::wait(open.backend.upload(Kind::Topics, file))?;
        assert!(address.starts_with("http://127.0.0.1:4102/") && address.ends_with(".png"), "{address}");
    } else {
        let outcome = crate::setting::wait(setting.stranger().backend.upload(Kind::Topics, file));
        assert_eq!(outcome, Err(StoreError::Unsupported));
    }
    Ok(())
}
