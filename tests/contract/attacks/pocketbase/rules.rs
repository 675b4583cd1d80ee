//! PocketBase: what its rules hold.

use super::{comment, entry, is_refused, records, signed_in};
use crate::attacks::requests::{Attack, Sender, but};
use crate::setting::{Setting, unique};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use deskmates::store::json::profile::Method::{Delete, Patch, Post};
use libtest_mimic::Failed;
use serde_json::{Value, json};

pub const ATTACKS: &[Attack] = &[
    ("addresses_are_nowhere", addresses_are_nowhere),
    ("strangers_send_no_more_than_a_comment", strangers_send_no_more_than_a_comment),
    ("nobody_makes_themselves_somebody_else", nobody_makes_themselves_somebody_else),
    ("a_forged_token_is_nobodys", a_forged_token_is_nobodys),
    ("a_token_is_worth_what_its_account_is", a_token_is_worth_what_its_account_is),
    ("the_superusers_things_are_closed", the_superusers_things_are_closed),
];

fn addresses_are_nowhere(setting: &Setting) -> Result<(), Failed> {
    let public = records("comments_public");
    for who in [Sender::stranger(setting), signed_in(setting, "partner").0] {
        for query in [
            "?filter=email~'example'",
            "?sort=email",
            "?fields=email,id",
            "?fields=*&expand=email",
            "?filter=email!=''",
        ] {
            let (status, answer) = who.get(&format!("{public}{query}"));
            assert!(!answer.to_string().contains("@example.org"), "{query}: {answer}");
            assert!(query.contains("fields") || status == 400, "{query}: {status}");
        }
        for collection in ["comments", "waitlist", "waitlist_once"] {
            for query in ["", "?filter=email~'example'", "?fields=email"] {
                let (status, answer) = who.get(&format!("{}{query}", records(collection)));
                let nothing = status != 200 || answer["totalItems"] == 0;
                assert!(nothing, "{collection}{query}: {answer}");
            }
        }
    }
    Ok(())
}

fn strangers_send_no_more_than_a_comment(setting: &Setting) -> Result<(), Failed> {
    let eve = Sender::stranger(setting);
    for more in [
        json!({ "state": "published" }),
        json!({ "created": "2016-01-01 00:00:00.000Z" }),
        json!({ "edited": "2016-01-01 00:00:00.000Z" }),
        json!({ "topic": "no-topic" }),
        json!({ "parent": "no-comment" }),
    ] {
        is_refused(&eve, "comments", &but(&comment(setting), more));
    }
    for more in [
        json!({ "state+": "published" }),
        json!({ "+state": "published" }),
        json!({ "@jsonPayload": "{\"state\":\"published\"}" }),
    ] {
        let (_, answer) = eve.send(Post, &records("comments"), &but(&comment(setting), more.clone()));
        assert_ne!(answer["state"], "published", "{more}");
    }
    let (_, sent) = eve.send(
        Post,
        &records("comments"),
        &but(&comment(setting), json!({ "received": "2016-01-01 00:00:00.000Z" })),
    );
    assert!(!sent["received"].as_str().unwrap().starts_with("2016-01-01"), "{sent}");
    let path = format!("{}/{}", records("comments"), sent["id"].as_str().unwrap());
    for who in [eve, signed_in(setting, "partner").0] {
        assert_eq!(who.get(&path).0, 404);
        assert_eq!(who.send(Patch, &path, &json!({ "state": "published" })).0, 404);
        assert_eq!(who.send(Delete, &path, &Value::Null).0, 404);
        assert_ne!(who.send(Post, &records("topics"), &json!({ "title": "x" })).0, 200);
    }
    Ok(())
}

fn nobody_makes_themselves_somebody_else(setting: &Setting) -> Result<(), Failed> {
    let (partner, before) = signed_in(setting, "partner");
    let own = format!("{}/{}", records("users"), before["record"]["id"].as_str().unwrap());
    for more in [
        json!({ "role": "coordinator" }),
        json!({ "role+": "coordinator" }),
        json!({ "+role": "coordinator" }),
        json!({ "participant": "p05" }),
        json!({ "participant:autogenerate": "" }),
        json!({ "tokenKey": "x".repeat(50) }),
        json!({ "verified": true }),
        json!({ "email": "eve@example.org" }),
    ] {
        partner.send(Patch, &own, &more);
        let (_, now) = partner.get(&own);
        for field in ["role", "participant", "verified", "email"] {
            assert_eq!(now[field], before["record"][field], "{more}");
        }
    }
    let eve = json!({
        "email": format!("eve{}@example.org", unique()), "password": "a long password", "passwordConfirm": "a long password",
        "role": "participant", "participant": "p06",
    });
    for who in [Sender::stranger(setting), partner] {
        assert_ne!(who.send(Post, &records("users"), &eve).0, 200);
    }
    Ok(())
}

fn a_forged_token_is_nobodys(setting: &Setting) -> Result<(), Failed> {
    let (_, answer) = signed_in(setting, "partner");
    let token = answer["token"].as_str().unwrap();
    let [_, payload, signature] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let none = |alg: &str| BASE64_URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"{alg}","typ":"JWT"}}"#));
    let other = signed_in(setting, "coordinator").1["token"].as_str().unwrap().to_owned();
    let others = other.split('.').nth(1).unwrap();
    for forged in [
        format!("{}.{payload}.", none("none")),
        format!("{}.{payload}.{signature}", none("None")),
        format!("{}.{others}.{signature}", none("HS256")),
        format!("{}.{payload}.", none("HS256")),
    ] {
        let who = Sender::stranger(setting).with("authorization", forged.as_str());
        for collection in ["contacts", "participants", "waitlist", "concerns", "users"] {
            let (status, answer) = who.get(&records(collection));
            assert!(status != 200 || answer["totalItems"] == 0, "{forged} {collection}: {answer}");
        }
    }
    Ok(())
}

/// Who was a coordinator reads what is for coordinators no more, with a token from when they were.
fn a_token_is_worth_what_its_account_is(setting: &Setting) -> Result<(), Failed> {
    let (coordinator, _) = signed_in(setting, "coordinator");
    let reads = |who: &Sender| who.get(&records("partnerships")).1["totalItems"].as_u64().unwrap_or_default() > 0;
    for change in [
        json!({ "role": "participant", "participant": "p06" }),
        json!({ "password": "another long one", "passwordConfirm": "another long one" }),
        Value::Null,
    ] {
        let (email, password) = (format!("eve{}@example.org", unique()), "a long password");
        let eve = json!({ "email": email, "password": password, "passwordConfirm": password, "role": "coordinator" });
        let made = coordinator.send(Post, &records("users"), &eve).1;
        let account = format!("{}/{}", records("users"), made["id"].as_str().unwrap());
        let sign_in = json!({ "identity": email, "password": password });
        let (_, answer) = Sender::stranger(setting).send(Post, "/collections/users/auth-with-password", &sign_in);
        let token = answer["token"].as_str().unwrap();
        let eve = Sender::stranger(setting).with("authorization", token);
        assert!(reads(&eve) && eve.get(&records("waitlist")).0 == 200);
        if !change.is_null() {
            assert_eq!(coordinator.send(Patch, &account, &change).0, 200, "{change}");
            assert_eq!(eve.get(&records("waitlist")).1["totalItems"].as_u64().unwrap_or_default(), 0, "{change}");
        }
        assert_eq!(coordinator.send(Delete, &account, &Value::Null).0, 204);
        assert!(!reads(&eve));
    }
    Ok(())
}

fn the_superusers_things_are_closed(setting: &Setting) -> Result<(), Failed> {
    for who in [Sender::stranger(setting), signed_in(setting, "partner").0, signed_in(setting, "coordinator").0] {
        for path in ["/settings", "/logs", "/backups", "/crons", "/collections", "/collections/_superusers/records"] {
            let (status, answer) = who.get(path);
            assert!(status == 401 || status == 403, "{path}: {status} {answer}");
        }
        let batch = json!({ "requests": [{ "method": "POST", "url": format!("/api{}", records("waitlist")), "body": entry() }] });
        for (path, body) in [
            ("/batch", batch),
            ("/collections/users/request-otp", json!({ "email": "p01@example.org" })),
            ("/collections/users/impersonate/p01", json!({})),
            ("/collections/_superusers/records", json!({ "email": "eve@example.org" })),
        ] {
            let (status, answer) = who.send(Post, path, &body);
            assert!((400..=404).contains(&status), "{path}: {status} {answer}");
        }
    }
    Ok(())
}
