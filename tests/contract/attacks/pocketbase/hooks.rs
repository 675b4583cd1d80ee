//! PocketBase: what its rules let through, and patterns, hooks and settings do not.

use super::{comment, entry, is_refused, records, signed_in};
use crate::attacks::requests::{Attack, Sender, but, spoiled_comments};
use crate::setting::{Setting, new_id, unique};
use deskmates::domain::agreement::Agreement;
use deskmates::domain::goal::Goal;
use deskmates::domain::resource::Kind;
use deskmates::store::Query;
use deskmates::store::json::profile::Method::{Delete, Patch, Post};
use libtest_mimic::Failed;
use serde_json::{Value, json};

pub const ATTACKS: &[Attack] = &[
    ("what_no_page_can_read_is_refused", what_no_page_can_read_is_refused),
    ("json_of_another_shape_is_refused", json_of_another_shape_is_refused),
    ("json_is_kept_as_pages_read_it", json_is_kept_as_pages_read_it),
    ("nothing_is_dated_ahead", nothing_is_dated_ahead),
    ("the_partner_spoils_no_shared_goal", the_partner_spoils_no_shared_goal),
    ("a_coordinator_is_no_participant", a_coordinator_is_no_participant),
    ("nobody_is_answered_with_an_address", nobody_is_answered_with_an_address),
    ("passwords_are_long_and_guesses_few", passwords_are_long_and_guesses_few),
];

fn desk() -> Value {
    json!({
        "call": "welcometomydesk", "by": "p01", "name": "Amina", "country": "NA", "at": "2016-02-16T10:00:00Z",
        "picture": "https://example.org/a.jpg", "width": 1, "height": 1, "alt": "x", "seen_by": "partner", "licence": "none",
    })
}

/// What a partner writes, with what else it has.
fn theirs(more: Value) -> Value {
    but(&json!({ "partnership": "s1", "by": "p01", "at": "2016-03-01 10:00:00.000Z" }), more)
}

fn what_no_page_can_read_is_refused(setting: &Setting) -> Result<(), Failed> {
    let eve = Sender::stranger(setting);
    for spoiled in spoiled_comments() {
        is_refused(&eve, "comments", &but(&comment(setting), spoiled));
    }
    for country in ["XX", "na", "NA\n"] {
        is_refused(&eve, "waitlist", &but(&entry(), json!({ "country": country })));
    }
    let (partner, _) = signed_in(setting, "partner");
    for spoiled in [
        json!({ "country": "XX" }),
        json!({ "name": "\u{202e}anima" }),
        json!({ "picture": "https://" }),
        json!({ "small": "https://a b" }),
        json!({ "at": "9999-12-31 10:00:00.000Z" }),
        json!({ "at": "1999-12-31 10:00:00.000Z" }),
        json!({ "call": ".." }),
    ] {
        is_refused(&partner, "desks", &but(&desk(), spoiled));
    }
    let note = theirs(json!({ "topic": "t1", "prompt": "work", "rev": 1, "text": "x" }));
    for (field, id) in [("topic", "a b"), ("topic", ".."), ("prompt", "é"), ("prompt", ".")] {
        is_refused(&partner, "notes", &but(&note, json!({ field: id })));
        is_refused(&partner, "ticks", &but(&theirs(json!({ "topic": "t1", "prompt": "work" })), json!({ field: id })));
    }
    let contact = theirs(json!({ "channel": "video", "topic": "a b", "rev": 1 }));
    is_refused(&partner, "contacts", &contact);
    let goal = theirs(json!({ "shared": true, "what": "x", "rev": 1, "until": "2016-02-30" }));
    is_refused(&partner, "goals", &goal);
    // What people have, they can send.
    for fine in [json!({ "name": "Siobhán Ní Bhriain" }), json!({ "link": "https://bücher.example/ü?a#b" })] {
        assert_eq!(eve.send(Post, &records("comments"), &but(&comment(setting), fine)).0, 200);
    }
    assert_eq!(eve.send(Post, &records("waitlist"), &but(&entry(), json!({ "country": "NO" }))).0, 200);
    Ok(())
}

fn json_of_another_shape_is_refused(setting: &Setting) -> Result<(), Failed> {
    let (partner, _) = signed_in(setting, "partner");
    let refused = |collection: &str, thing: &Value| is_refused(&partner, collection, &theirs(thing.clone()));
    for terms in [json!(5), json!([]), json!({ "interval": -1 }), json!({ "channels": [5] }), json!({ "times": null })]
    {
        refused("agreements", &json!({ "terms": terms }));
        refused("agreements", &json!({ "terms": terms.to_string() }));
    }
    for neither_or_both in [json!({ "terms": null, "accepts": "" }), json!({ "terms": {}, "accepts": "a1" })] {
        refused("agreements", &neither_or_both);
    }
    refused("agreements", &json!({ "accepts": "a b" }));
    let nested = format!("{}{}", "[".repeat(200), "]".repeat(200));
    refused("agreements", &json!({ "terms": format!("{{\"more\": {nested}}}") }));
    let span = |from: Value, to: Value| json!([[from, to], null, null, null, null, null, null]);
    for week in [
        json!(5),
        json!(["a", "a", "a", "a", "a", "a", "a"]),
        json!([null, null, null, null, null, null]),
        json!([null, null, null, null, null, null, null, null]),
        span(json!(12), json!(8)),
        span(json!(8), json!(25)),
        span(json!(-1), json!(8)),
        span(json!(8.5), json!(9)),
        json!([[8], null, null, null, null, null, null]),
    ] {
        refused("hours", &json!({ "zone": "Asia/Tokyo", "week": week }));
    }
    for steps in [json!([5]), json!("a"), json!({}), json!([{ "done": true }]), json!([{ "what": "a", "done": 1 }])] {
        refused("goals", &json!({ "shared": true, "what": "x", "rev": 1, "steps": steps }));
    }
    for channels in [json!(5), json!({}), json!(["@amina"]), json!([{ "kind": "chat" }])] {
        refused("settings", &json!({ "channels": channels }));
        let own = format!("{}/p01", records("participants"));
        assert_eq!(partner.send(Patch, &own, &json!({ "channels": channels })).0, 400, "{channels}");
    }
    refused("settings", &json!({ "notices": [5] }));
    for languages in [json!(5), json!(null), json!([5]), json!("en")] {
        let own = format!("{}/p01", records("participants"));
        assert_eq!(partner.send(Patch, &own, &json!({ "languages": languages })).0, 400, "{languages}");
    }
    Ok(())
}

/// A text of JSON is kept as it is sent, and some JSON that is none the worse for PocketBase is for its readers.
fn json_is_kept_as_pages_read_it(setting: &Setting) -> Result<(), Failed> {
    let (partner, _) = signed_in(setting, "partner");
    for terms in [r#"{"interval":7.0}"#, r#"{"times":"a","times":"b"}"#, r#"{"times":"\ud800"}"#, r#"{"interval":1e1}"#]
    {
        let sent = theirs(json!({ "terms": terms }));
        // Whether it is mended or refused.
        let (status, answer) = partner.send(Post, &records("agreements"), &sent);
        assert!(status == 200 || status == 400, "{terms}: {answer}");
    }
    let open = setting.signed_in("other_partner");
    for word in open.list(Kind::Agreements, &Query::all().with("partnership", &new_id("s1")))? {
        serde_json::from_value::<Agreement>(word.value.clone()).map_err(|why| format!("{why}: {}", word.value))?;
    }
    Ok(())
}

fn nothing_is_dated_ahead(setting: &Setting) -> Result<(), Failed> {
    let (partner, _) = signed_in(setting, "partner");
    let now = chrono::DateTime::from_timestamp_micros(i64::try_from(unique())?).unwrap();
    let ahead = json!((now + chrono::TimeDelta::hours(25)).to_rfc3339());
    let week = json!([null, null, null, null, null, null, null]);
    for (collection, more) in [
        ("agreements", json!({ "accepts": "a1" })),
        ("agreements", json!({ "terms": {} })),
        ("hours", json!({ "zone": "Asia/Tokyo", "week": week })),
        ("concerns", json!({ "about": "silent" })),
        ("messages", json!({ "text": "x" })),
        ("notes", json!({ "topic": "t1", "prompt": "work", "rev": 1, "text": "x" })),
        ("goals", json!({ "what": "x", "rev": 1 })),
        ("ticks", json!({ "topic": "t1", "prompt": "work" })),
        ("contacts", json!({ "channel": "video", "rev": 1 })),
        ("reflections", json!({ "rating": 3 })),
        ("settings", json!({ "erase": "withdrawn" })),
        ("desks", desk()),
    ] {
        let thing = but(&theirs(more), json!({ "at": ahead }));
        let (status, answer) = partner.send(Post, &records(collection), &thing);
        assert!(status == 400 && answer["data"]["at"].is_object(), "{collection}: {status} {answer}");
    }
    // A clock that is a little ahead is no lie.
    let soon = json!((now + chrono::TimeDelta::hours(2)).to_rfc3339());
    let note = theirs(json!({ "topic": "t1", "prompt": "work", "rev": 1, "text": "x", "at": soon }));
    let (status, note) = partner.send(Post, &records("notes"), &note);
    assert_eq!(status, 200, "{note}");
    let path = format!("{}/{}", records("notes"), note["id"].as_str().unwrap());
    assert_eq!(partner.send(Patch, &format!("{path}?rev=1"), &json!({ "at": ahead, "rev": 2 })).0, 400);
    assert_eq!(partner.send(Delete, &path, &Value::Null).0, 204);
    Ok(())
}

fn the_partner_spoils_no_shared_goal(setting: &Setting) -> Result<(), Failed> {
    let (author, _) = signed_in(setting, "partner");
    let (partner, _) = signed_in(setting, "other_partner");
    let steps = json!([{ "what": "Choose a book", "done": false }, { "what": "Ask the school" }]);
    let (_, goal) =
        author.send(Post, &records("goals"), &theirs(json!({ "shared": true, "what": "x", "rev": 1, "steps": steps })));
    let path = format!("{}/{}", records("goals"), goal["id"].as_str().unwrap());
    let change = |who: &Sender, rev: u64, more: Value| who.send(Patch, &format!("{path}?rev={rev}"), &but(&goal, more));
    for steps in [
        json!([{ "what": "Burn the book", "done": true }, { "what": "Ask the school" }]),
        json!([{ "what": "Choose a book" }, 5, "str"]),
        json!([{ "what": "Choose a book" }]),
        json!([{ "what": "Ask the school" }, { "what": "Choose a book" }]),
        json!([]),
        json!(5),
        Value::Null,
    ] {
        let (status, answer) = change(&partner, 1, json!({ "rev": 2, "steps": steps }));
        assert_eq!(status, 400, "{steps}: {answer}");
    }
    // It is ticked, its words and its time stay, and changes are counted as they come.
    let ticked = json!([{ "what": "Choose a book", "done": true, "more": "x" }, { "what": "Ask the school" }]);
    let far = json!({ "rev": 9_007_199_254_740_992_u64, "at": "2020-01-01 00:00:00.000Z", "steps": ticked });
    let (status, after) = change(&partner, 1, far);
    assert_eq!((status, &after["rev"], &after["at"]), (200, &json!(2), &goal["at"]), "{after}");
    assert_eq!(after["steps"][0], json!({ "what": "Choose a book", "done": true }));
    // The author goes on, and rewords as they like.
    let (status, after) = change(&author, 2, json!({ "rev": 3, "steps": [{ "what": "Another", "done": true }] }));
    assert_eq!((status, &after["rev"]), (200, &json!(3)), "{after}");
    let read = setting.signed_in("other_partner").get(Kind::Goals, &new_id(goal["id"].as_str().unwrap()))?;
    assert_eq!(serde_json::from_value::<Goal>(read.value)?.steps[0].what, "Another");
    assert_eq!(author.send(Delete, &path, &Value::Null).0, 204);
    Ok(())
}

/// What partners have between them is not for coordinators, whatever they call themselves.
fn a_coordinator_is_no_participant(setting: &Setting) -> Result<(), Failed> {
    let (stranger, _) = signed_in(setting, "stranger");
    let message = json!({ "partnership": "s2", "by": "p05", "at": "2016-03-01 10:00:00.000Z", "text": "The kettle." });
    assert_eq!(stranger.send(Post, &records("messages"), &message).0, 200);
    let (coordinator, answer) = signed_in(setting, "coordinator");
    let own = format!("{}/{}", records("users"), answer["record"]["id"].as_str().unwrap());
    let read = ["contacts", "agreements", "hours", "notes", "ticks", "goals", "messages"];
    let set = |participant: &str| coordinator.send(Patch, &own, &json!({ "participant": participant }));
    set("p06");
    let seen = read.map(|name| coordinator.get(&records(name)).1["totalItems"].clone());
    let forged = coordinator.send(Post, &records("messages"), &but(&message, json!({ "by": "p06" })));
    assert_eq!(set("").0, 200);
    assert_eq!(seen, read.map(|_| json!(0)));
    assert_eq!(forged.0, 400);
    Ok(())
}

fn nobody_is_answered_with_an_address(setting: &Setting) -> Result<(), Failed> {
    for (collection, thing) in [("comments", comment(setting)), ("waitlist", entry())] {
        let eve = Sender::stranger(setting);
        for query in ["", "?fields=*", "?fields=id,email"] {
            let (status, answer) = eve.send(Post, &format!("{}{query}", records(collection)), &thing);
            assert!(status == 200 && answer.get("email").is_none(), "{query}: {status} {answer}");
        }
        // Coordinators read them.
        let (coordinator, _) = signed_in(setting, "coordinator");
        let (_, all) = coordinator.get(&records(collection));
        assert!(all["items"].as_array().unwrap().iter().all(|item| item["email"].is_string()), "{all}");
    }
    Ok(())
}

/// The limits for people are those of the tests a thousand times over; those for superusers are as published.
fn passwords_are_long_and_guesses_few(setting: &Setting) -> Result<(), Failed> {
    let (coordinator, _) = signed_in(setting, "coordinator");
    let person = |password: &str| {
        let email = format!("eve{}@example.org", unique());
        json!({ "email": email, "password": password, "passwordConfirm": password, "role": "coordinator" })
    };
    assert_eq!(coordinator.send(Post, &records("users"), &person("nine char")).0, 400);
    let (status, made) = coordinator.send(Post, &records("users"), &person("ten chars."));
    assert_eq!(status, 200);
    let made = format!("{}/{}", records("users"), made["id"].as_str().unwrap());
    assert_eq!(coordinator.send(Delete, &made, &Value::Null).0, 204);

    let guess = |from: &str| {
        let eve = Sender::stranger(setting).with("x-forwarded-for", from);
        let guess = json!({ "identity": "superuser@example.org", "password": "a guess" });
        eve.send(Post, "/collections/_superusers/auth-with-password", &guess).0
    };
    // Whom the proxy names counts, so that readers are not each other's limit.
    let [one, other] = [1, 2].map(|last| format!("10.{}.{}.{last}", unique() / 1000 % 250, unique() % 250));
    let answers = [0; 6].map(|_| guess(&one));
    assert_eq!(answers, [400, 400, 400, 400, 400, 429]);
    assert_eq!(guess(&other), 400);
    Ok(())
}
