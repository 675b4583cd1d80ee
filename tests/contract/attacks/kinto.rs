//! Kinto: what its own permissions and schemas let through, and kinto_guard.py does not; and what they hold.

use super::requests::{Attack, Sender, but, spoiled_comments};
use crate::setting::{Setting, unique};
use deskmates::store::json::profile::Method::{Delete, Get, Patch, Post, Put};
use libtest_mimic::Failed;
use serde_json::{Value, json};

pub const ATTACKS: &[Attack] = &[
    ("nobody_says_when_something_was_sent", nobody_says_when_something_was_sent),
    ("nobody_deletes_with_a_time", nobody_deletes_with_a_time),
    ("nobody_leaves_notes_in_the_inbox", nobody_leaves_notes_in_the_inbox),
    ("what_no_page_can_read_is_refused", what_no_page_can_read_is_refused),
    ("what_a_partner_cannot_read_is_refused", what_a_partner_cannot_read_is_refused),
    ("addresses_are_nowhere", addresses_are_nowhere),
    ("strangers_only_create_and_only_in_the_inbox", strangers_only_create_and_only_in_the_inbox),
    ("contacts_are_their_authors", contacts_are_their_authors),
    ("accounts_and_groups_are_the_administrators", accounts_and_groups_are_the_administrators),
];

/// The end of the year 9999, after which Kinto's times are out of range.
const LATE: u64 = 253_402_300_799_999;

fn comment() -> Value {
    json!({ "topic": "t1", "name": "Eve", "text": "x", "email": "eve@example.org", "state": "held" })
}

fn entry() -> Value {
    json!({ "name": "Eve", "country": "NA", "email": "eve@example.org" })
}

/// A place for a new record in the inbox.
fn place(collection: &str) -> String {
    format!("/buckets/inbox/collections/{collection}/records/e{}", unique())
}

/// Whether an honest record is taken, and dated today.
fn is_open(setting: &Setting, collection: &str, data: &Value) -> bool {
    let (status, answer) = Sender::stranger(setting).send(Put, &place(collection), &json!({ "data": data }));
    let sent = answer["data"]["last_modified"].as_u64().unwrap_or_default();
    let now = unique() / 1000;
    status == 201 && now.abs_diff(sent) < 600_000
}

fn nobody_says_when_something_was_sent(setting: &Setting) -> Result<(), Failed> {
    let eve = Sender::stranger(setting);
    for (collection, honest) in [("comments", comment()), ("waitlist", entry())] {
        for time in [json!(LATE), json!(4_102_444_800_000_u64), json!(1_000_000_000_000_u64), json!("1"), Value::Null] {
            let body = json!({ "data": but(&honest, json!({ "last_modified": time })) });
            let path = place(collection);
            let list = path.rsplit_once('/').unwrap().0;
            assert_eq!(eve.send(Put, &path, &body).0, 400, "{body}");
            assert_eq!(eve.send(Post, list, &body).0, 400, "{body}");
            // Written otherwise, it is the same path.
            assert_eq!(eve.send(Put, &path.replace("/records/", "/%72ecords/"), &body).0, 400, "{body}");
            let whole = json!({ "requests": [{ "method": "PUT", "path": path, "body": body }] });
            let apart = json!({ "defaults": { "method": "POST", "body": body }, "requests": [{ "path": list }] });
            for batch in [whole, apart] {
                let (status, answer) = eve.send(Post, "/batch", &batch);
                assert_eq!((status, &answer["responses"][0]["status"]), (200, &json!(400)), "{answer}");
            }
        }
        assert!(is_open(setting, collection, &honest), "{collection}");
    }
    // Accounts are records, too, and everybody writes their own.
    let own = Sender::with_password(setting, "stranger");
    let account = format!("/accounts/{}", setting.accounts["stranger"]["user"].as_str().unwrap());
    assert_eq!(own.send(Patch, &account, &json!({ "data": { "last_modified": LATE } })).0, 400);
    let operations = json!([{ "op": "add", "path": "/data/last_modified", "value": LATE }]).to_string();
    assert_eq!(own.send_as(Patch, &account, "application/json-patch+json", &operations).0, 400);
    Ok(())
}

fn nobody_deletes_with_a_time(setting: &Setting) -> Result<(), Failed> {
    let eve = Sender::stranger(setting);
    let coordinator = Sender::with_password(setting, "coordinator");
    let path = place("comments");
    assert_eq!(eve.send(Put, &path, &json!({ "data": comment() })).0, 201);
    for query in [format!("last_modified={LATE}"), format!("last%5Fmodified=%22{LATE}%22")] {
        let path = format!("{path}?{query}");
        assert_eq!(eve.send(Delete, &path, &Value::Null).0, 400, "{path}");
        assert_eq!(coordinator.send(Delete, &path, &Value::Null).0, 400, "{path}");
        let batch = json!({ "requests": [{ "method": "DELETE", "path": path }] });
        assert_eq!(coordinator.send(Post, "/batch", &batch).1["responses"][0]["status"], 400);
    }
    assert_eq!(coordinator.send(Delete, &path, &Value::Null).0, 200);
    assert!(is_open(setting, "comments", &comment()));
    Ok(())
}

fn nobody_leaves_notes_in_the_inbox(setting: &Setting) -> Result<(), Failed> {
    let eve = Sender::stranger(setting);
    for (collection, data) in [("comments", comment()), ("waitlist", entry())] {
        for permission in ["read", "write"] {
            let path = place(collection);
            let body = json!({ "data": data, "permissions": { permission: ["system.Everyone"] } });
            assert_eq!(eve.send(Put, &path, &body).0, 400, "{body}");
            let batch = json!({ "requests": [{ "method": "PUT", "path": path, "body": body }] });
            assert_eq!(eve.send(Post, "/batch", &batch).1["responses"][0]["status"], 400);
            assert_ne!(eve.get(&path).0, 200);
        }
    }
    Ok(())
}

fn what_no_page_can_read_is_refused(setting: &Setting) -> Result<(), Failed> {
    let eve = Sender::stranger(setting);
    for spoiled in spoiled_comments() {
        let body = json!({ "data": but(&comment(), spoiled) });
        let (status, answer) = eve.send(Put, &place("comments"), &body);
        assert_eq!(status, 400, "{body}: {answer}");
    }
    for country in ["XX", "na", "NA\n", ""] {
        let body = json!({ "data": but(&entry(), json!({ "country": country })) });
        assert_eq!(eve.send(Put, &place("waitlist"), &body).0, 400, "{body}");
    }
    // What people have, they can send.
    for fine in [
        json!({ "name": "Siobhán Ní Bhriain" }),
        json!({ "name": "李" }),
        json!({ "link": "https://bücher.example/ü?a#b" }),
    ] {
        assert_eq!(eve.send(Put, &place("comments"), &json!({ "data": but(&comment(), fine) })).0, 201);
    }
    assert_eq!(eve.send(Put, &place("waitlist"), &json!({ "data": but(&entry(), json!({ "country": "NO" })) })).0, 201);
    Ok(())
}

fn contact() -> Value {
    json!({ "partnership": "s1", "by": "p01", "at": "2016-03-01T10:00:00Z", "channel": "video", "note": "The kettle." })
}

const CONTACTS: &str = "/buckets/private/collections/contacts-s1/records";

fn what_a_partner_cannot_read_is_refused(setting: &Setting) -> Result<(), Failed> {
    let partner = Sender::with_password(setting, "partner");
    let times = ["soon", "2016-02-30T10:00:00Z", "9999-12-31T23:59:59Z", "1999-12-31T23:59:59Z", "2016-03-01T10:00:00"];
    let times = times.map(|at| json!({ "at": at })).into_iter();
    let others = [
        json!({ "topic": "a b" }),
        json!({ "topic": ".." }),
        json!({ "minutes": 5.0 }),
        json!({ "minutes": -5 }),
        json!({ "by": "p05" }),
        json!({ "last_modified": LATE }),
    ];
    for spoiled in times.chain(others) {
        let body = json!({ "data": but(&contact(), spoiled), "permissions": { "write": ["account:p01"] } });
        let (status, answer) = partner.send(Put, &format!("{CONTACTS}/e{}", unique()), &body);
        assert_eq!(status, 400, "{body}: {answer}");
    }
    Ok(())
}

fn addresses_are_nowhere(setting: &Setting) -> Result<(), Failed> {
    let eve = Sender::stranger(setting);
    let public = "/buckets/programme/collections/comments/records";
    for query in ["", "?_fields=email", "?_sort=email", "?has_email=true", "?min_email=a", "?email=eve@example.org"] {
        let (status, answer) = eve.get(&format!("{public}{query}"));
        assert!(!answer.to_string().contains("@example.org") && (status == 200 || status == 400), "{query}: {answer}");
    }
    for who in [eve, Sender::with_password(setting, "stranger")] {
        for path in ["inbox/collections/comments", "inbox/collections/waitlist", "private/collections/emails"] {
            for path in [format!("/buckets/{path}/records"), format!("/buckets/{path}/records?email=eve@example.org")] {
                let (status, answer) = who.get(&path);
                // Who may create is given a list of what is theirs to read, and that is nothing.
                let is_empty = answer["data"] == json!([]) && path.contains("/inbox/");
                assert!(status == 401 || status == 403 || is_empty, "{path}: {status} {answer}");
            }
        }
    }
    Ok(())
}

fn strangers_only_create_and_only_in_the_inbox(setting: &Setting) -> Result<(), Failed> {
    let (_, all) = Sender::stranger(setting).get("/buckets/programme/collections/comments/records?_limit=1");
    let there = all["data"][0]["id"].as_str().unwrap().to_owned();
    for who in [Sender::stranger(setting), Sender::with_password(setting, "partner")] {
        let is_refused = |method, path: &str, body: Value| {
            let (status, answer) = who.send(method, path, &body);
            assert!(status == 401 || status == 403, "{} {path}: {status} {answer}", method.name());
        };
        for path in ["programme/collections/comments", "programme/collections/topics", "drafts/collections/topics"] {
            is_refused(Post, &format!("/buckets/{path}/records"), json!({ "data": comment() }));
        }
        is_refused(Get, "/buckets/drafts/collections/topics/records", Value::Null);
        let public = format!("/buckets/programme/collections/comments/records/{there}");
        is_refused(Put, &public, json!({ "data": comment() }));
        is_refused(Patch, &public, json!({ "permissions": { "write": ["system.Everyone"] } }));
        is_refused(Delete, &public, Value::Null);
        // Somebody else's, in the inbox.
        let path = place("comments");
        assert_eq!(Sender::stranger(setting).send(Put, &path, &json!({ "data": comment() })).0, 201);
        is_refused(Put, &path, json!({ "data": comment() }));
        is_refused(Patch, &path, json!({ "data": { "text": "y" } }));
        is_refused(Delete, &path, Value::Null);
        // All of them at once: Kinto deletes those that are theirs, and none is.
        for list in ["inbox/collections/comments", "programme/collections/comments", "programme/collections/topics"] {
            let (status, answer) = who.send(Delete, &format!("/buckets/{list}/records"), &Value::Null);
            assert!(status == 401 || status == 403 || answer["data"] == json!([]), "{list}: {status} {answer}");
        }
    }
    Ok(())
}

fn contacts_are_their_authors(setting: &Setting) -> Result<(), Failed> {
    let path = format!("{CONTACTS}/e{}", unique());
    let author = Sender::with_password(setting, "partner");
    let body = json!({ "data": contact(), "permissions": { "write": ["account:p01"] } });
    assert_eq!(author.send(Put, &path, &body).0, 201);
    // The partner reads them; a coordinator and others do not.
    let partner = Sender::with_password(setting, "other_partner");
    assert_eq!(partner.get(&path).0, 200);
    for who in ["stranger", "coordinator"] {
        let who = Sender::with_password(setting, who);
        for path in [path.as_str(), CONTACTS] {
            assert_eq!(who.get(path).0, 403);
        }
        assert_eq!(who.send(Post, CONTACTS, &json!({ "data": contact() })).0, 403);
    }
    for who in ["other_partner", "stranger", "coordinator"] {
        let who = Sender::with_password(setting, who);
        for (method, body) in [
            (Put, json!({ "data": contact() })),
            (Patch, json!({ "data": { "note": "Another." } })),
            (Patch, json!({ "permissions": { "write": ["account:p02"] } })),
            (Delete, Value::Null),
        ] {
            assert_eq!(who.send(method, &path, &body).0, 403, "{} {body}", method.name());
        }
        // All of them at once: whatever is answered, nobody else's goes.
        who.send(Delete, CONTACTS, &Value::Null);
    }
    assert_eq!(author.get(&path).1["data"]["note"], "The kettle.");
    assert_eq!(author.send(Delete, &path, &Value::Null).0, 200);
    Ok(())
}

fn accounts_and_groups_are_the_administrators(setting: &Setting) -> Result<(), Failed> {
    for who in ["partner", "coordinator"] {
        let sender = Sender::with_password(setting, who);
        let user = setting.accounts[who]["user"].as_str().unwrap();
        let (_, all) = sender.get("/accounts");
        let all: Vec<_> = all["data"].as_array().unwrap().iter().map(|account| account["id"].clone()).collect();
        assert_eq!(all, [json!(user)], "each knows of their own");
        let new = json!({ "data": { "password": "a password of eve's" } });
        assert_eq!(sender.send(Put, "/accounts/eve", &new).0, 403);
        assert_eq!(sender.send(Put, "/accounts/p07", &new).0, 403);
        let members = json!({ "data": { "members": [format!("account:{user}"), "account:p05"] } });
        assert_eq!(sender.send(Patch, "/buckets/programme/groups/coordinators", &members).0, 403);
        for path in ["/buckets/eve", "/buckets/inbox", "/buckets/inbox/collections/comments"] {
            if who == "partner" || path != "/buckets/inbox/collections/comments" {
                let body = json!({ "permissions": { "read": ["system.Everyone"] } });
                assert_eq!(sender.send(Put, path, &body).0, 403, "{who} {path}");
            }
        }
    }
    Ok(())
}
