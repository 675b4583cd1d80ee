//! What PostgREST can be asked beside what the site asks.

use super::Attack;
use super::client::PostgrestClient;
use super::database::{run_again, sql};
use super::unreadable_rows::new_id;
use crate::setting::{Setting, unique};
use deskmates::domain::resource::Kind;
use deskmates::platform::http::Body;
use deskmates::store::json::profile::Method::{Delete, Get, Head, Post};
use libtest_mimic::Failed;
use serde_json::{Value, json};
use std::thread::sleep;
use std::time::Duration;

pub const ATTACKS: &[Attack] = &[
    ("the_planner_tells_nothing", the_planner_tells_nothing),
    ("what_was_gathered_before_is_gone", what_was_gathered_before_is_gone),
    ("rows_are_not_put_into_rows", rows_are_not_put_into_rows),
    ("one_request_brings_one_row", one_request_brings_one_row),
    ("passwords_are_taken_by_post_alone", passwords_are_taken_by_post_alone),
    ("topics_that_are_not_out_are_not_there", topics_that_are_not_out_are_not_there),
    ("comments_go_with_their_topic", comments_go_with_their_topic),
    ("what_was_stored_before_is_named_and_stays", what_was_stored_before_is_named_and_stays),
];

/// How many rows the planner expects.
fn planned(who: &PostgrestClient, path: &str) -> String {
    let answer = who.with("prefer", "count=planned").answer(Head, path, Body::None);
    assert!((200..300).contains(&answer.status), "{path}: {}", answer.status);
    answer.header("content-range").and_then(|range| range.rsplit('/').next()).unwrap().to_owned()
}

/// What somebody asks for who wants to know what another wrote: of each pair one is so.
fn same_plans(partner: &PostgrestClient, stranger: &PostgrestClient) {
    for (who, is_so, is_not) in [
        (partner, "/concerns?select=id&by=eq.p01", "/concerns?select=id&by=eq.p09"),
        (partner, "/concerns?select=id&partnership=eq.s1", "/concerns?select=id&partnership=eq.s9"),
        (partner, "/concerns?select=id&about=eq.stop", "/concerns?select=id&about=eq.conduct"),
        (partner, "/notes?select=id&shared=is.false", "/notes?select=id&shared=is.true"),
        (stranger, "/topics?select=id&title=eq.SECRET", "/topics?select=id&title=eq.PUBLIC"),
        (stranger, "/comments?select=id&name=eq.Held", "/comments?select=id&name=eq.Nobody"),
        (stranger, "/comments?select=id&topic=eq.t6", "/comments?select=id&topic=eq.nothing"),
    ] {
        assert_eq!(planned(who, is_so), planned(who, is_not), "{is_so}");
    }
}

/// Rows that row level security hides from who asks, enough of them to be noticed.
const HIDDEN: &str = "
    insert into api.concerns (id, partnership, by, about) select 'e' || n, 's1', 'p01', 'stop' from generate_series(1, 44) n;
    insert into api.notes (id, partnership, by, contact, shared, text)
      select 'e' || n, 's1', 'p01', 'c', false, 'x' from generate_series(1, 44) n;
    insert into api.topics (id, slug, round, number, title, release)
      select 'e' || n, 'e' || n, '2016A', 100 + n, 'SECRET', '2090-01-01Z' from generate_series(1, 44) n;
    insert into programme.comments (id, topic, name, text, state, email)
      select 'e' || n, 't6', 'Held', 'x', 'held', 'e@example.org' from generate_series(1, 400) n;
    analyze";
const UNHIDDEN: &str = "
    delete from api.concerns where id ~ '^e[0-9]{1,3}$'; delete from api.notes where id ~ '^e[0-9]{1,3}$';
    delete from api.topics where id ~ '^e[0-9]{1,3}$'; delete from programme.comments where id ~ '^e[0-9]{1,3}$'";

fn the_planner_tells_nothing(setting: &Setting) -> Result<(), Failed> {
    sql(UNHIDDEN);
    sql(HIDDEN);
    same_plans(&PostgrestClient::signed_in(setting, "other_partner"), &PostgrestClient::stranger(setting));
    sql(UNHIDDEN);
    Ok(())
}

const GATHERED: &str =
    "select count(*) from pg_stats where schemaname in ('api', 'programme') and tablename <> 'rounds'
    and tablename in (select relname from pg_class where relkind = 'r')";

/// Running the file again mends a database of before.
fn what_was_gathered_before_is_gone(setting: &Setting) -> Result<(), Failed> {
    sql(UNHIDDEN);
    sql("alter table api.concerns alter column by set statistics 100, alter column partnership set statistics 100");
    sql("alter table api.topics alter column title set statistics 100");
    sql("alter table programme.comments alter column name set statistics 100, alter column state set statistics 100");
    sql(HIDDEN);
    let partner = PostgrestClient::signed_in(setting, "other_partner");
    assert_ne!(planned(&partner, "/concerns?by=eq.p01"), planned(&partner, "/concerns?by=eq.p09"), "it is a secret");
    assert_ne!(sql(GATHERED), "0");
    assert_eq!(run_again(), "");
    assert_eq!(sql(GATHERED), "0");
    sql("analyze");
    assert_eq!(sql(GATHERED), "0");
    is_up(setting);
    same_plans(&partner, &PostgrestClient::stranger(setting));
    sql(UNHIDDEN);
    Ok(())
}

/// Waits until PostgREST has looked again.
fn is_up(setting: &Setting) {
    sleep(Duration::from_millis(500));
    let stranger = PostgrestClient::stranger(setting);
    assert!((0..50).any(|_| stranger.read("/topics?limit=1").0 == 200 || {
        sleep(Duration::from_millis(100));
        false
    }));
}

/// A hundred bytes made fifty megabytes so.
fn rows_are_not_put_into_rows(setting: &Setting) -> Result<(), Failed> {
    let names: Vec<_> = Kind::ALL.into_iter().map(Kind::name).chain(["all_comments"]).collect();
    let (coordinator, partner) =
        (PostgrestClient::signed_in(setting, "coordinator"), PostgrestClient::signed_in(setting, "partner"));
    for (who, sender) in
        [("nobody", PostgrestClient::stranger(setting)), ("coordinator", coordinator), ("partner", partner)]
    {
        for of in &names {
            for into in &names {
                let (status, answer) = sender.read(&format!("/{into}?select=id,{of}(id)&limit=1"));
                assert!((400..500).contains(&status), "{who} {of} into {into}: {status} {answer}");
            }
        }
        for path in [
            "/topics?select=id,comments!comments_topic_fkey(id)",
            "/topics?select=id,some:comments!topic(id,topics(id))",
            "/comments?select=id,topics!inner(id)",
            "/comments?select=id,...topics(title)",
            "/rounds?select=id,topics(id,rounds(id,topics(id)))",
            "/comments?select=id,parent(id)",
            "/topics?select=id,round(id)",
        ] {
            let (status, answer) = sender.read(path);
            assert!((400..500).contains(&status), "{who} {path}: {status} {answer}");
        }
    }
    Ok(())
}

fn one_request_brings_one_row(setting: &Setting) -> Result<(), Failed> {
    let (stranger, partner) = (PostgrestClient::stranger(setting), PostgrestClient::signed_in(setting, "partner"));
    let coordinator = PostgrestClient::signed_in(setting, "coordinator");
    let one = |path: &str| match path {
        "/messages" => json!({ "id": new_id(), "partnership": "s1", "by": "p01", "text": "x" }),
        "/waitlist" => {
            json!({ "id": new_id(), "name": "Eve", "country": "NA", "email": format!("eve{}@example.org", unique()) })
        }
        _ => json!({ "id": new_id(), "topic": "t6", "name": "Eve", "text": "x", "email": "eve@example.org" }),
    };
    for (sender, path) in
        [(&stranger, "/all_comments"), (&stranger, "/waitlist"), (&partner, "/all_comments"), (&partner, "/messages")]
    {
        let list = json!([one(path), one(path)]);
        assert_eq!(sender.send(Post, path, &list).0, 429, "{path}");
        for _ in 0..2 {
            let (status, answer) = sender.send(Post, path, &one(path));
            assert_eq!(status, 201, "{path} {answer}");
        }
        let table = path.replace("/all_comments", "programme.comments").replace("/waitlist", "programme.waitlist");
        let table = table.replace('/', "api.");
        assert_eq!(sql(&format!("select count(*) from {table} where id = '{}'", list[0]["id"].as_str().unwrap())), "0");
        sql(&format!("delete from {table} where id ~ '^e[0-9]{{10,}}$'"));
    }
    let list = json!([one("/all_comments"), one("/all_comments")]);
    assert_eq!(coordinator.send(Post, "/all_comments", &list).0, 201, "coordinators import");
    for comment in list.as_array().unwrap() {
        let path = format!("/all_comments?id=eq.{}", comment["id"].as_str().unwrap());
        assert_eq!(coordinator.send(Delete, &path, &Value::Null).0, 204);
    }
    Ok(())
}

/// Else the answer to GET tells whether a password is right, and the limit on POST is none.
fn passwords_are_taken_by_post_alone(setting: &Setting) -> Result<(), Failed> {
    let account = &setting.accounts["partner"];
    let (user, password) = (account["user"].as_str().unwrap(), account["password"].as_str().unwrap());
    let stranger = PostgrestClient::stranger(setting);
    let user = user.replace('@', "%40");
    for method in [Get, Head] {
        let told = [password, "wrong"].map(|password| {
            let path = format!("/rpc/sign_in?email={user}&password={password}");
            let answer = stranger.answer(method, &path, Body::None);
            (answer.status, answer.text)
        });
        assert_eq!(told[0].0, 405, "{}", told[0].1);
        assert_eq!(told[0], told[1]);
    }
    Ok(())
}

fn topics_that_are_not_out_are_not_there(setting: &Setting) -> Result<(), Failed> {
    let id = new_id();
    sql(&format!(
        "insert into api.topics (id, slug, round, number, title, release) values ('{id}', '{id}', '2016A', 99, 'Later', '2090-01-01Z')"
    ));
    let (partner, stranger) = (PostgrestClient::signed_in(setting, "partner"), PostgrestClient::stranger(setting));
    let contact = |topic: &str| {
        let (status, answer) = partner.send(
            Post,
            "/contacts",
            &json!({ "id": new_id(), "partnership": "s1", "channel": "email", "topic": topic }),
        );
        (status, answer.to_string())
    };
    assert_eq!(contact(&id), contact("nothing"));
    assert_eq!(contact(&id).0, 409);
    let comment = |topic: &str| {
        let body = json!({ "id": new_id(), "topic": topic, "name": "Eve", "text": "x", "email": "eve@example.org" });
        let (status, answer) = stranger.send(Post, "/all_comments", &body);
        (status, answer.to_string())
    };
    assert_eq!(comment(&id), comment("nothing"));
    assert_eq!(stranger.read(&format!("/topics?id=eq.{id}")), (200, json!([])));
    sql(&format!("delete from api.topics where id = '{id}'"));
    Ok(())
}

/// A topic whose release was put off takes its comments along.
fn comments_go_with_their_topic(setting: &Setting) -> Result<(), Failed> {
    let stranger = PostgrestClient::stranger(setting);
    let path = "/comments?topic=eq.t1&select=id";
    assert_ne!(stranger.read(path).1, json!([]));
    let before = sql("select release from api.topics where id = 't1'");
    sql("update api.topics set release = '2090-01-01Z' where id = 't1'");
    let after = stranger.read(path);
    sql(&format!("update api.topics set release = '{before}' where id = 't1'"));
    assert_eq!(after, (200, json!([])));
    Ok(())
}

fn what_was_stored_before_is_named_and_stays(setting: &Setting) -> Result<(), Failed> {
    let insert =
        "insert into api.messages (id, partnership, by, at, text) values ('before', 's1', 'p01', 'infinity', 'x')";
    sql(&format!("alter table api.messages drop constraint if exists at_fits; {insert}"));
    let said = run_again();
    assert!(said.contains("api.messages") && said.contains("at_fits") && said.lines().count() == 1, "{said}");
    assert_eq!(sql("select count(*) from api.messages where id = 'before'"), "1");
    is_up(setting);
    let late = json!({ "id": new_id(), "partnership": "s1", "by": "p01", "at": "infinity", "text": "x" });
    assert_eq!(PostgrestClient::signed_in(setting, "partner").send(Post, "/messages", &late).0, 400);
    sql("delete from api.messages where id = 'before'");
    assert_eq!(run_again(), "");
    is_up(setting);
    Ok(())
}
