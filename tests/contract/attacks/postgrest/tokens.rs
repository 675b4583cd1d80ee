//! A token is worth something as long as its account is as it was.

use super::Attack;
use super::client::PostgrestClient;
use super::database::sql;
use super::unreadable_rows::{new_id, written};
use crate::attacks::requests::but;
use crate::setting::Setting;
use deskmates::store::json::profile::Method::{Get, Patch, Post};
use libtest_mimic::Failed;
use serde_json::{Value, json};

pub const ATTACKS: &[Attack] = &[
    ("a_token_ends_with_its_account", a_token_ends_with_its_account),
    ("a_token_is_not_the_next_ones", a_token_is_not_the_next_ones),
    ("who_was_erased_sees_what_strangers_see", who_was_erased_sees_what_strangers_see),
    ("tokens_that_nobody_gave_are_worth_nothing", tokens_that_nobody_gave_are_worth_nothing),
];

const PASSWORD: &str = "a password of the tests";

/// Makes an account for a while, signs in, and gives who that is.
fn visitor(setting: &Setting, role: &str) -> PostgrestClient {
    sql(&format!("select programme.set_account('visitor@example.org', '{PASSWORD}', {role})"));
    PostgrestClient::stranger(setting).sign_in("visitor@example.org", PASSWORD).unwrap()
}

fn gone() {
    sql("delete from programme.accounts where email = 'visitor@example.org'");
}

fn a_token_ends_with_its_account(setting: &Setting) -> Result<(), Failed> {
    for change in [
        "delete from programme.accounts where email = 'visitor@example.org'",
        "select programme.set_account('visitor@example.org', 'another password', 'coordinator')",
        // The same again is another one.
        "select programme.set_account('visitor@example.org', 'a password of the tests', 'coordinator')",
        "update programme.accounts set role = 'participant', participant = 'p77' where email = 'visitor@example.org'",
        "update programme.accounts set email = 'visitor2@example.org' where email = 'visitor@example.org'",
    ] {
        let coordinator = visitor(setting, "'coordinator'");
        for path in ["/concerns?limit=1", "/all_comments?select=name,email&limit=1", "/topics?limit=1"] {
            assert_eq!(coordinator.read(path).0, 200, "{path}");
        }
        sql(change);
        for path in ["/concerns?limit=1", "/all_comments?select=name,email&limit=1", "/topics?limit=1", "/"] {
            assert_eq!(coordinator.read(path).0, 401, "{change} {path}");
        }
        let comment = json!({ "state": "published" });
        assert_eq!(coordinator.send(Patch, "/all_comments?id=eq.nothing", &comment).0, 401, "{change}");
        assert_eq!(coordinator.send(Post, "/rpc/erase_now", &json!({ "participant": "p77" })).0, 401, "{change}");
        assert_eq!(coordinator.answer(Get, "/rpc/picture?id=1", deskmates::platform::http::Body::None).status, 401);
        sql("delete from programme.accounts where email = 'visitor2@example.org'");
        gone();
    }
    assert_eq!(
        PostgrestClient::stranger(setting).read("/topics?limit=1").0,
        200,
        "strangers have no session that could end"
    );
    Ok(())
}

fn a_token_is_not_the_next_ones(setting: &Setting) -> Result<(), Failed> {
    let before = visitor(setting, "'participant', 'p77'");
    assert_eq!(before.read("/participants").0, 200);
    // Somebody else gets the id; the same password, too, is no way in.
    sql(&format!(
        "delete from programme.accounts where email = 'visitor@example.org';
         select programme.set_account('next@example.org', '{PASSWORD}', 'participant', 'p77')"
    ));
    assert_eq!(before.read("/participants").0, 401);
    sql("delete from programme.accounts where email = 'next@example.org'");
    Ok(())
}

/// Row level security says so by itself, whatever PostgREST asks first.
fn who_was_erased_sees_what_strangers_see(setting: &Setting) -> Result<(), Failed> {
    let partner = PostgrestClient::signed_in(setting, "partner");
    let all = written(setting);
    let (_, desk, _) = all.iter().find(|(kind, _, _)| *kind == "desks").unwrap();
    let ids = ["partner", "programme", "public"].map(|seen_by| {
        let id = new_id();
        assert_eq!(partner.send(Post, "/desks", &but(desk, json!({ "id": id, "seen_by": seen_by }))).0, 201);
        id
    });
    let sees = |who: &str| {
        sql(&format!(
            "set role participant; select set_config('request.jwt.claims', '{{\"role\": \"participant\", \"participant\": \"{who}\"}}', false);
             select string_agg(seen_by, ' ' order by seen_by) from api.desks where id in ('{}')",
            ids.join("', '")
        ))
        .lines()
        .last()
        .unwrap_or_default()
        .to_owned()
    };
    assert_eq!(sees("p02"), "partner programme public");
    assert_eq!(sees("p05"), "programme public");
    assert_eq!(sees("p99"), "public");
    sql(&format!("delete from api.desks where id in ('{}')", ids.join("', '")));
    Ok(())
}

fn tokens_that_nobody_gave_are_worth_nothing(setting: &Setting) -> Result<(), Failed> {
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
    let partner = PostgrestClient::signed_in(setting, "partner");
    let token = partner.token();
    let [head, _, signature] = token.split('.').collect::<Vec<_>>()[..] else { panic!("{token}") };
    let coordinator = BASE64.encode(r#"{"role":"coordinator","participant":null,"exp":4102444800}"#);
    let owner = BASE64.encode(r#"{"role":"postgres","exp":4102444800}"#);
    let nobody = [r#"{"alg":"none","typ":"JWT"}"#, r#"{"alg":"None"}"#].map(|head| BASE64.encode(head));
    let mut forged = vec![
        format!("{head}.{coordinator}.{signature}"),
        format!("{head}.{coordinator}."),
        format!("{head}.{owner}.{signature}"),
        format!("{head}.{coordinator}"),
    ];
    for head in &nobody {
        forged.extend([format!("{head}.{coordinator}."), format!("{head}.{coordinator}.{signature}")]);
    }
    for forged in forged {
        let (status, answer) = PostgrestClient::stranger(setting).with_token(&forged).read("/concerns?limit=1");
        assert_eq!(status, 401, "{forged} {answer}");
    }
    assert_eq!(partner.read("/concerns?limit=1").0, 200);
    // Signed here, but not for an account as there is one: what a token says counts only with the mark of its account.
    let key = sql(
        "select split_part(c, '=', 2) from pg_db_role_setting, unnest(setconfig) c where c like 'pgrst.jwt_secret=%'",
    );
    for claims in [
        json!({ "role": "coordinator" }),
        json!({ "role": "coordinator", "mark": "" }),
        json!({ "role": "participant", "participant": "p01", "mark": Value::Null }),
    ] {
        let signed = format!("{head}.{}", BASE64.encode(but(&claims, json!({ "exp": 4_102_444_800_u64 })).to_string()));
        let made = sql(&format!("select programme.base64url(extensions.hmac('{signed}', '{key}', 'sha256'))"));
        let (status, answer) =
            PostgrestClient::stranger(setting).with_token(&format!("{signed}.{made}")).read("/concerns?limit=1");
        assert_eq!(status, 401, "{claims} {answer}");
    }
    Ok(())
}
