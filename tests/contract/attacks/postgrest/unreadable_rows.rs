//! What no page can read is not stored: one such row would cost everybody more than itself.

use super::Attack;
use super::client::PostgrestClient;
use super::database::sql;
use crate::attacks::requests::but;
use crate::setting::{Setting, unique};
use deskmates::domain::country::Country;
use deskmates::platform::http::HttpTransport;
use deskmates::platform::native::NativeTransport;
use deskmates::store::json::profile::Method::{Delete, Patch, Post};
use libtest_mimic::Failed;
use serde_json::{Value, json};

pub const ATTACKS: &[Attack] = &[
    ("what_partners_cannot_read_is_refused", what_partners_cannot_read_is_refused),
    ("what_nobody_can_read_of_strangers_is_refused", what_nobody_can_read_of_strangers_is_refused),
    ("steps_are_ticked_and_not_spoiled", steps_are_ticked_and_not_spoiled),
    ("participants_stay_readable", participants_stay_readable),
    ("nothing_is_dated_ahead", nothing_is_dated_ahead),
    ("countries_are_those_that_pages_know", countries_are_those_that_pages_know),
];

pub fn new_id() -> String {
    format!("e{}", unique())
}

fn picture(setting: &Setting) -> String {
    format!("{}/rpc/picture?id={}", setting.profile["base"].as_str().unwrap(), "0".repeat(32))
}

/// One of everything that a participant writes, honest, and what of it no page could read.
pub fn written(setting: &Setting) -> Vec<(&'static str, Value, Vec<Value>)> {
    let long = "x".repeat(65);
    let week = |day: Value| json!({ "week": [day, null, null, null, null, null, null] });
    let terms = json!({ "interval": 7, "channels": ["email"], "times": "", "hopes": "Tea." });
    let term = |other: Value| json!({ "terms": but(&terms, &other) });
    let at = "2016-03-01T10:00:00Z";
    let of_pair = |more: Value| but(&json!({ "partnership": "s1", "by": "p01", "at": at }), &more);
    vec![
        (
            "contacts",
            of_pair(json!({ "channel": "email", "topic": "t1", "note": "" })),
            vec![json!({ "minutes": 0 }), json!({ "topic": "t 1" })],
        ),
        (
            "agreements",
            of_pair(json!({ "terms": terms, "replaces": "a1" })),
            vec![
                json!({ "terms": 5 }),
                json!({ "terms": null }),
                json!({ "terms": null, "accepts": "" }),
                json!({ "terms": null, "accepts": "a b" }),
                json!({ "terms": [] }),
                json!({ "replaces": long }),
                json!({ "replaces": ".." }),
                term(json!({ "interval": 7.5 })),
                term(json!({ "interval": 0 })),
                term(json!({ "interval": -7 })),
                term(json!({ "interval": "7" })),
                term(json!({ "interval": 4_000_000_000_u32 })),
                term(json!({ "channels": "email" })),
                term(json!({ "channels": [5] })),
                term(json!({ "hopes": null })),
                term(json!({ "times": ["a"] })),
            ],
        ),
        (
            "hours",
            of_pair(json!({ "zone": "Africa/Windhoek", "week": [[0, 24], null, [17, 20], null, null, null, null] })),
            vec![
                json!({ "week": 5 }),
                json!({ "week": [null] }),
                week(json!("a")),
                week(json!([20, 17])),
                week(json!([17, 17])),
                week(json!([17, 25])),
                week(json!([-1, 5])),
                week(json!([1.5, 5])),
                week(json!(["1", "5"])),
                week(json!([1, 2, 3])),
                week(json!("x".repeat(3_000_000))),
            ],
        ),
        ("concerns", of_pair(json!({ "about": "silent", "text": "" })), vec![json!({ "about": "x" })]),
        (
            "notes",
            of_pair(json!({ "topic": "t1", "prompt": "work", "shared": true, "text": "a" })),
            vec![
                json!({ "topic": "a b" }),
                json!({ "topic": "x".repeat(1_000_000) }),
                json!({ "prompt": "" }),
                json!({ "topic": null, "prompt": null, "contact": long }),
            ],
        ),
        (
            "ticks",
            of_pair(json!({ "topic": "t1", "prompt": "work" })),
            vec![json!({ "topic": "a b" }), json!({ "prompt": "é" })],
        ),
        (
            "goals",
            of_pair(json!({ "shared": true, "what": "a", "steps": [{ "what": "b", "done": true }, { "what": "c" }] })),
            vec![
                json!({ "steps": [5] }),
                json!({ "steps": [{ "what": 5 }] }),
                json!({ "steps": [{ "done": true }] }),
                json!({ "steps": [{ "what": "a", "done": "yes" }] }),
                json!({ "steps": [[{ "what": "a" }]] }),
                json!({ "until": "infinity" }),
                json!({ "until": "20160-01-01" }),
                json!({ "reached": "infinity" }),
            ],
        ),
        ("messages", of_pair(json!({ "text": "a" })), vec![json!({ "text": "" })]),
        (
            "reflections",
            of_pair(json!({ "rating": 5, "in_touch": true, "quote": false })),
            vec![json!({ "rating": 6 })],
        ),
        (
            "settings",
            json!({ "by": "p01", "at": at, "channels": [{ "kind": "email", "at": "a@example.org" }], "notices": ["news"] }),
            vec![
                json!({ "channels": 5 }),
                json!({ "channels": [5] }),
                json!({ "channels": [{ "kind": "email" }] }),
                json!({ "notices": [["news"]] }),
                json!({ "notices": [null] }),
            ],
        ),
        (
            "desks",
            json!({
                "call": "welcometomydesk", "by": "p01", "name": "Amina", "country": "NA", "at": at, "picture": picture(setting),
                "width": 1, "height": 1, "alt": "Grey.", "seen_by": "partner", "licence": "none",
            }),
            vec![
                json!({ "name": " " }),
                json!({ "name": "\u{200b}\u{a0}" }),
                json!({ "name": "a\u{202e}b" }),
                json!({ "name": "a\u{7}b" }),
                json!({ "country": "XX" }),
                json!({ "call": "a b" }),
                json!({ "picture": "https://" }),
                json!({ "small": "https://a b" }),
                // It is of another site: everybody who looks would ask that.
                json!({ "picture": "https://elsewhere.example/rpc/picture?id=1" }),
                json!({ "small": format!("https://elsewhere.example/?{}", picture(setting)) }),
            ],
        ),
    ]
}

const NO_TIMES: [&str; 5] =
    ["infinity", "-infinity", "1999-12-31T23:59:59Z", "2100-01-01T00:00:00Z", "12016-03-01T10:00:00Z"];

fn what_partners_cannot_read_is_refused(setting: &Setting) -> Result<(), Failed> {
    let partner = PostgrestClient::signed_in(setting, "partner");
    for (kind, honest, misfits) in written(setting) {
        let path = format!("/{kind}");
        let times = NO_TIMES.iter().map(|at| json!({ "at": at }));
        let ids = ["", ".", "..", "a b", "é"].into_iter().map(|id| json!({ "id": id }));
        for misfit in times.chain(ids).chain(misfits) {
            let body = but(&but(&honest, json!({ "id": new_id() })), &misfit);
            let (status, answer) = partner.send(Post, &path, &body);
            // A topic that is no id is one that is not there.
            assert!([400, 409].contains(&status), "{kind} {status} {answer} {:.200}", misfit.to_string());
        }
        let id = new_id();
        let (status, answer) = partner.send(Post, &path, &but(&honest, json!({ "id": id })));
        assert_eq!(status, 201, "{kind} {answer}");
        partner.send(Delete, &format!("{path}?id=eq.{id}"), &Value::Null);
    }
    Ok(())
}

fn what_nobody_can_read_of_strangers_is_refused(setting: &Setting) -> Result<(), Failed> {
    let stranger = PostgrestClient::stranger(setting);
    let names = [" ", "\u{3000}", "\u{202e}", "a\u{2066}b", "a\nb", "a\u{1b}[0m", "\u{ad}\u{200b}", "a\u{2028}b"];
    let links = [
        "https://",
        "http:///a",
        "https://.a",
        "https://:1",
        "https://@a",
        "https://a b",
        "https://a\u{202e}b",
        "https://a\"b",
        "javascript:a",
        "https://\\a",
        "https://?a",
    ];
    for (path, honest, misfits) in [
        (
            "/all_comments",
            json!({ "topic": "t6", "name": "Eve", "text": "x" }),
            links.map(|link| json!({ "link": link })),
        ),
        (
            "/waitlist",
            json!({ "name": "Eve", "country": "NA" }),
            ["XX", "na", "NAM", "", "X", "ÅÄ", "ZZ", "AA", "QM", "EU", "UK"]
                .map(|country| json!({ "country": country })),
        ),
    ] {
        let honest = || but(&honest, json!({ "id": new_id(), "email": format!("eve{}@example.org", unique()) }));
        let ids = [".", ".."].map(|id| json!({ "id": id }));
        for misfit in names.map(|name| json!({ "name": name })).into_iter().chain(ids).chain(misfits) {
            let (status, answer) = stranger.send(Post, path, &but(&honest(), &misfit));
            assert_eq!(status, 400, "{path} {misfit} {answer}");
        }
        for fits in [json!({}), json!({ "name": "ليلى حداد" }), json!({ "name": "👩‍👩‍👧 O’Neill" })]
        {
            let (status, answer) = stranger.send(Post, path, &but(&honest(), &fits));
            assert_eq!(status, 201, "{path} {fits} {answer}");
        }
    }
    let linked = json!({
        "id": new_id(), "topic": "t6", "name": "Eve", "text": "x", "email": "eve@example.org", "link": "https://пример.example/д?a=(1)#b",
    });
    assert_eq!(stranger.send(Post, "/all_comments", &linked).0, 201);
    Ok(())
}

fn steps_are_ticked_and_not_spoiled(setting: &Setting) -> Result<(), Failed> {
    let (partner, other) =
        (PostgrestClient::signed_in(setting, "partner"), PostgrestClient::signed_in(setting, "other_partner"));
    let id = new_id();
    let goal =
        json!({ "id": id, "partnership": "s1", "by": "p01", "shared": true, "what": "a", "steps": [{ "what": "a" }] });
    assert_eq!(partner.send(Post, "/goals", &goal).0, 201);
    let path = format!("/goals?id=eq.{id}");
    for steps in [json!([{ "what": "a" }, 5, "str"]), json!([[{ "what": "a" }]]), json!([{ "what": "a", "done": 1 }])] {
        let (status, answer) = other.send(Patch, &path, &json!({ "steps": steps }));
        assert_eq!(status, 400, "{steps} {answer}");
    }
    let more = json!({ "steps": [{ "what": "a", "done": true }], "at": "2016-01-01T00:00:00Z", "what": "b", "rev": 9_000_000 });
    assert_eq!(other.send(Patch, &path, &more).0, 204);
    let (_, read) = partner.read(&path);
    assert_eq!(read[0]["steps"], json!([{ "what": "a", "done": true }]));
    assert_eq!((&read[0]["what"], &read[0]["rev"]), (&json!("a"), &json!(2)), "nothing else is changed");
    assert!(!read[0]["at"].as_str().unwrap().starts_with("2016-01-01"));
    partner.send(Delete, &path, &Value::Null);
    Ok(())
}

fn participants_stay_readable(setting: &Setting) -> Result<(), Failed> {
    let partner = PostgrestClient::signed_in(setting, "partner");
    for misfit in [
        json!({ "name": "\u{a0}" }),
        json!({ "name": "\u{202e}a" }),
        json!({ "country": "XX" }),
        json!({ "languages": [["en"]] }),
        json!({ "languages": [null] }),
        json!({ "channels": 5 }),
        json!({ "channels": [{ "kind": 1, "at": "a" }] }),
        json!({ "time_zone": "" }),
    ] {
        let (status, answer) = partner.send(Patch, "/participants?id=eq.p01", &misfit);
        assert_eq!(status, 400, "{misfit} {answer}");
    }
    for not_theirs in [json!({ "id": "p77" }), json!({ "round": "2017A" })] {
        assert_eq!(partner.send(Patch, "/participants?id=eq.p01", &not_theirs).0, 403, "{not_theirs}");
    }
    Ok(())
}

/// The last word counts, by its time: one of the year 2090 would for good.
fn nothing_is_dated_ahead(setting: &Setting) -> Result<(), Failed> {
    let partner = PostgrestClient::signed_in(setting, "partner");
    let ahead = |hours: i64| json!({ "at": NativeTransport.now() + chrono::Duration::hours(hours), "id": new_id() });
    for (kind, honest, _) in written(setting) {
        let path = format!("/{kind}");
        for hours in [26, 24 * 365 * 20] {
            let (status, answer) = partner.send(Post, &path, &but(&honest, ahead(hours)));
            assert_eq!(status, 400, "{kind} {answer}");
        }
        // The clock of a device may be wrong.
        let fits = but(&honest, ahead(20));
        assert_eq!(partner.send(Post, &path, &fits).0, 201, "{kind}");
        let stored = format!("{path}?id=eq.{}", fits["id"].as_str().unwrap());
        if ["contacts", "notes", "goals"].contains(&kind) {
            assert_eq!(partner.send(Patch, &stored, &json!({ "at": "2090-01-01T00:00:00Z" })).0, 400, "{kind}");
        }
        sql(&format!("delete from api.{kind} where id = '{}'", fits["id"].as_str().unwrap()));
    }
    Ok(())
}

fn countries_are_those_that_pages_know(_: &Setting) -> Result<(), Failed> {
    let letters = "generate_series(65, 90)";
    let known = format!(
        "select string_agg(code, '' order by code) from (select chr(a) || chr(b) as code from {letters} a, {letters} b) codes
         where programme.is_country(code)"
    );
    assert_eq!(sql(&known), Country::all().map(Country::code).collect::<String>());
    Ok(())
}
