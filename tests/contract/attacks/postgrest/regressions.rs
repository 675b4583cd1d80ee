//! What held when it was tried, and is to hold on.

use super::Attack;
use super::client::PostgrestClient;
use super::database::sql;
use super::unreadable_rows::{new_id, written};
use crate::attacks::requests::but;
use crate::setting::{Setting, unique};
use deskmates::platform::http::Body;
use deskmates::store::json::profile::Method::{Delete, Get, Patch, Post, Put};
use libtest_mimic::Failed;
use serde_json::{Value, json};

pub const ATTACKS: &[Attack] = &[
    ("addresses_are_nowhere", addresses_are_nowhere),
    ("what_is_not_shown_is_not_there", what_is_not_shown_is_not_there),
    ("strangers_decide_nothing", strangers_decide_nothing),
    ("comments_of_others_stay_as_they_are", comments_of_others_stay_as_they_are),
    ("what_partners_have_is_theirs_alone", what_partners_have_is_theirs_alone),
    ("what_is_ones_own_stays_where_it_is", what_is_ones_own_stays_where_it_is),
    ("confidential_words_are_not_the_partners", confidential_words_are_not_the_partners),
    ("pictures_are_pictures", pictures_are_pictures),
];

fn addresses_are_nowhere(setting: &Setting) -> Result<(), Failed> {
    let address = format!("e{}@example.org", unique());
    let coordinator = PostgrestClient::signed_in(setting, "coordinator");
    let id = new_id();
    let comment =
        json!({ "id": id, "topic": "t6", "name": "Eve", "text": "x", "email": address, "state": "published" });
    assert_eq!(coordinator.send(Post, "/all_comments", &comment).0, 201);
    let asked = [
        "select=*",
        "select=email",
        "select=id,email",
        "select=x:email",
        "select=email::text",
        "select=id&order=email",
        "select=id&order=email.desc.nullslast",
        "select=id&email=not.is.null",
        "select=id&email=like.*example*",
        "select=id&or=(email.like.e*,id.eq.x)",
        "select=id&not.and=(email.is.null)",
        "select=email.count()",
        "select=email.max()",
        "select=comments-%3Eemail",
        "select=id&columns=email",
        "select=programme.comments",
    ];
    for (who, sender) in
        [("nobody", PostgrestClient::stranger(setting)), ("partner", PostgrestClient::signed_in(setting, "partner"))]
    {
        for path in ["/comments", "/all_comments", "/waitlist", "/participants"] {
            for asked in asked {
                for form in ["application/json", "text/csv", "application/vnd.pgrst.object+json"] {
                    let sender = sender.with("accept", form);
                    let answer = sender.answer(Get, &format!("{path}?{asked}&limit=3"), Body::None);
                    let is_of_it = path != "/participants" && answer.text.contains("@example.org");
                    assert!(!is_of_it, "{who} {path} {asked}: {}", answer.text);
                    let names = asked.contains("email") && asked != "select=id&columns=email";
                    assert!(!names || answer.status >= 400, "{who} {path} {asked} {}", answer.text);
                }
            }
        }
        // Not in what a write answers either.
        let comment = json!({ "id": new_id(), "topic": "t6", "name": "Eve", "text": "x", "email": address });
        for asked in ["", "?select=*", "?select=email", "?select=id,email"] {
            let answer =
                sender.with("prefer", "return=representation").send(Post, &format!("/all_comments{asked}"), &comment);
            assert!(answer.0 >= 400 && !answer.1.to_string().contains("@"), "{who} {asked} {answer:?}");
        }
    }
    coordinator.send(Delete, &format!("/all_comments?id=eq.{id}"), &Value::Null);
    Ok(())
}

fn what_is_not_shown_is_not_there(setting: &Setting) -> Result<(), Failed> {
    for sender in [
        PostgrestClient::stranger(setting),
        PostgrestClient::signed_in(setting, "partner"),
        PostgrestClient::signed_in(setting, "coordinator"),
    ] {
        for path in [
            "/accounts",
            "/pictures",
            "/pg_stats",
            "/pg_authid",
            "/rpc/me",
            "/rpc/set_account",
            "/rpc/erase_due",
            "/rpc/still_here",
        ] {
            let (status, answer) = sender.read(path);
            assert_eq!(status, 404, "{path} {answer}");
            assert_eq!(sender.send(Post, path, &json!({})).0, 404, "{path}");
        }
        for schema in ["programme", "pg_catalog", "extensions", "public", "information_schema"] {
            assert_eq!(sender.with("accept-profile", schema).read("/accounts").0, 406, "{schema}");
            let call = json!({ "email": "e@example.org", "password": "0123456789", "role": "coordinator" });
            assert_eq!(sender.with("content-profile", schema).send(Post, "/rpc/set_account", &call).0, 406, "{schema}");
        }
        let plan = "application/vnd.pgrst.plan+json; options=analyze|verbose";
        assert!([406, 415].contains(&sender.with("accept", plan).read("/comments").0));
    }
    let (status, _) =
        PostgrestClient::signed_in(setting, "partner").send(Post, "/rpc/erase_now", &json!({ "participant": "p01" }));
    assert_eq!(status, 403);
    Ok(())
}

fn strangers_decide_nothing(setting: &Setting) -> Result<(), Failed> {
    for sender in [PostgrestClient::stranger(setting), PostgrestClient::signed_in(setting, "partner")] {
        let comment = json!({
            "id": new_id(), "topic": "t6", "name": "Eve", "text": "x", "email": "eve@example.org",
            "state": "published", "created": "2016-01-01T00:00:00Z", "edited": "2016-01-01T00:00:00Z",
        });
        let (status, answer) = sender.with("prefer", "return=representation").send(
            Post,
            "/all_comments?select=id,state,created,edited",
            &comment,
        );
        assert_eq!(
            (status, &answer[0]["state"], &answer[0]["edited"]),
            (201, &json!("held"), &Value::Null),
            "{answer}"
        );
        assert!(!answer[0]["created"].as_str().unwrap().starts_with("2016-01-01"), "{answer}");
        for state in ["removed", "Published", "x"] {
            let other = but(&comment, json!({ "id": new_id(), "state": state }));
            sender.send(Post, "/all_comments", &other);
            let found =
                sql(&format!("select state from programme.comments where id = '{}'", other["id"].as_str().unwrap()));
            assert_eq!(found, "held", "{state}");
        }
        let entry = json!({ "id": new_id(), "name": "Eve", "country": "NA", "email": format!("e{}@example.org", unique()), "consented": "2016-01-01T00:00:00Z" });
        assert_eq!(sender.send(Post, "/waitlist", &entry).0, 201);
        let found = sql(&format!(
            "select consented > now() - interval '1 hour' from programme.waitlist where id = '{}'",
            entry["id"].as_str().unwrap()
        ));
        assert_eq!(found, "t");
    }
    Ok(())
}

fn comments_of_others_stay_as_they_are(setting: &Setting) -> Result<(), Failed> {
    let all = "select md5(string_agg(c::text, '' order by id)) from programme.comments c";
    let before = sql(all);
    let id = sql("select id from programme.comments where state = 'published' and topic = 't1' limit 1");
    let other = json!({ "id": id, "topic": "t1", "name": "Eve", "text": "mine", "email": "eve@example.org" });
    for sender in [PostgrestClient::stranger(setting), PostgrestClient::signed_in(setting, "partner")] {
        for table in ["comments", "all_comments"] {
            let (path, list) = (format!("/{table}?id=eq.{id}"), format!("/{table}"));
            assert!(sender.send(Patch, &path, &json!({ "text": "mine" })).0 >= 400);
            assert!(sender.send(Delete, &path, &Value::Null).0 >= 400);
            assert!(sender.send(Put, &path, &other).0 >= 400);
            for resolution in ["merge-duplicates", "ignore-duplicates"] {
                let sender = sender.with("prefer", &format!("resolution={resolution}"));
                for list in [list.clone(), format!("{list}?on_conflict=id"), format!("{list}?on_conflict=topic")] {
                    assert!(sender.send(Post, &list, &other).0 >= 400, "{list}");
                }
            }
        }
        for path in ["/topics?id=eq.t1", "/rounds?id=eq.2016A"] {
            assert!(sender.send(Patch, path, &json!({ "title": "mine" })).0 >= 400, "{path}");
            assert!(sender.send(Delete, path, &Value::Null).0 >= 400, "{path}");
        }
    }
    assert_eq!(sql(all), before);
    Ok(())
}

/// Kinds that only those of the partnership read.
fn what_partners_have_is_theirs_alone(setting: &Setting) -> Result<(), Failed> {
    let partner = PostgrestClient::signed_in(setting, "partner");
    let other_partner = PostgrestClient::signed_in(setting, "other_partner");
    let outside = [
        PostgrestClient::stranger(setting),
        PostgrestClient::signed_in(setting, "stranger"),
        PostgrestClient::signed_in(setting, "coordinator"),
    ];
    for (kind, honest, _) in written(setting) {
        let (list, id) = (format!("/{kind}"), new_id());
        let path = format!("{list}?id=eq.{id}");
        let mine = but(&honest, json!({ "id": id }));
        assert_eq!(partner.send(Post, &list, &mine).0, 201, "{kind}");
        let row = format!("select t::text from api.{kind} t where id = '{id}'");
        let before = sql(&row);
        for (number, sender) in outside.iter().enumerate() {
            let who = ["nobody", "somebody of another partnership", "a coordinator"][number];
            let (status, read) = sender.read(&path);
            let is_for_coordinators = number == 2 && ["concerns", "reflections", "settings"].contains(&kind);
            assert!(is_for_coordinators || status >= 400 || read == json!([]), "{who} reads {kind}: {read}");
            // In somebody's name who they are not, or in a partnership that is not theirs.
            for forged in [json!({}), json!({ "by": "p05" }), json!({ "by": "p05", "partnership": "s9" })] {
                if !(["settings", "desks"].contains(&kind) && number == 1 && forged != json!({})) {
                    let body = but(&but(&mine, json!({ "id": new_id() })), &forged);
                    let status = sender.send(Post, &list, &body).0;
                    assert!(status >= 400, "{who} writes {kind}: {status}");
                }
            }
        }
        let spoil = json!({ "at": "2016-01-01T00:00:00Z" });
        for sender in outside.iter().chain([&other_partner]) {
            sender.send(Patch, &path, &spoil);
            sender.send(Put, &path, &but(&mine, &spoil));
            let upsert = sender.with("prefer", "resolution=merge-duplicates");
            assert!(upsert.send(Post, &list, &but(&mine, &spoil)).0 >= 400, "{kind}");
            if kind != "ticks" {
                sender.send(Delete, &path, &Value::Null);
            }
        }
        let by_partner = but(&mine, json!({ "id": new_id() }));
        assert_eq!(other_partner.send(Post, &list, &by_partner).0, 403, "{kind} in the partner's name");
        let unchanged = sql(&row).replace(",2)", ",1)"); // a goal of both counts that somebody looked
        assert_eq!(unchanged, before, "{kind}");
        sql(&format!("delete from api.{kind} where id = '{id}'"));
    }
    Ok(())
}

fn what_is_ones_own_stays_where_it_is(setting: &Setting) -> Result<(), Failed> {
    let partner = PostgrestClient::signed_in(setting, "partner");
    for (kind, honest, _) in written(setting) {
        let (id, moved) = (new_id(), new_id());
        let path = format!("/{kind}?id=eq.{id}");
        assert_eq!(partner.send(Post, &format!("/{kind}"), &but(&honest, json!({ "id": id }))).0, 201);
        let row = format!("select to_jsonb(t) - 'rev' from api.{kind} t where id = '{id}'");
        let before = sql(&row);
        for change in [
            json!({ "by": "p02" }),
            json!({ "partnership": "s2" }),
            json!({ "id": moved }),
            json!({ "rev": 2_000_000_000 }),
        ] {
            partner.send(Patch, &path, &change);
            assert_eq!(sql(&row), before, "{kind} {change}");
        }
        if !["contacts", "notes", "goals"].contains(&kind) {
            assert!(
                partner.send(Patch, &path, &json!({ "at": "2016-01-01T00:00:00Z" })).0 >= 400,
                "{kind} is only added"
            );
        }
        sql(&format!("delete from api.{kind} where id = '{id}'"));
    }
    assert_eq!(partner.send(Patch, "/partnerships?id=eq.s1", &json!({ "participants": ["p01", "p05"] })).0, 403);
    Ok(())
}

fn confidential_words_are_not_the_partners(setting: &Setting) -> Result<(), Failed> {
    let (partner, other_partner) =
        (PostgrestClient::signed_in(setting, "partner"), PostgrestClient::signed_in(setting, "other_partner"));
    for (kind, honest, _) in written(setting) {
        let is_private = match kind {
            "notes" | "goals" => json!({ "shared": false }),
            "concerns" | "reflections" | "settings" => json!({}),
            _ => continue,
        };
        let id = new_id();
        assert_eq!(
            partner.send(Post, &format!("/{kind}"), &but(&but(&honest, &is_private), json!({ "id": id }))).0,
            201
        );
        for path in [
            format!("/{kind}?id=eq.{id}"),
            format!("/{kind}?by=eq.p01"),
            format!("/{kind}?or=(id.eq.{id},by.eq.p01)"),
            format!("/{kind}?select=count()&id=eq.{id}"),
        ] {
            let (status, read) = other_partner.read(&path);
            assert!(status >= 400 || !read.to_string().contains(&id), "{path} {read}");
        }
        sql(&format!("delete from api.{kind} where id = '{id}'"));
    }
    Ok(())
}

fn pictures_are_pictures(setting: &Setting) -> Result<(), Failed> {
    let partner = PostgrestClient::signed_in(setting, "partner");
    let mut large = b"\xff\xd8\xff".to_vec();
    large.resize(1_000_001, 0);
    for bytes in
        [&b"<html><script>"[..], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"", b"\xff\xd8", &large]
    {
        assert!(partner.send_file("/rpc/store_picture", bytes) >= 400);
    }
    for sender in [PostgrestClient::stranger(setting), PostgrestClient::signed_in(setting, "coordinator")] {
        assert!(sender.send_file("/rpc/store_picture", b"\xff\xd8\xff\xe0") >= 400, "only participants send pictures");
    }
    // One that is HTML further on is served as a JPEG, and as nothing else.
    assert_eq!(partner.send_file("/rpc/store_picture", b"\xff\xd8\xff<script>alert(1)</script>"), 200);
    let id = sql("select id from programme.pictures order by at desc limit 1");
    for accept in ["text/html", "image/svg+xml", "*/*"] {
        let sender = PostgrestClient::stranger(setting).with("accept", accept);
        let answer = sender.answer(Get, &format!("/rpc/picture?id={id}"), Body::None);
        assert_eq!(answer.header("content-type"), Some("image/jpeg"), "{accept} {}", answer.text);
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    sql(&format!("delete from programme.pictures where id = '{id}'"));
    Ok(())
}
