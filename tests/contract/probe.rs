//! The check of a profile (`diagnostics::backend`): it finds nothing bad in the profiles that we publish, it
//! finds each fault that is planted, and it leaves nothing behind.

use crate::Group;
use crate::finding_words::has_its_words;
use crate::needs::Needs;
use crate::planted::{LEAKS, Meddler};
use crate::setting::{BACKENDS, Setting, wait};
use deskmates::diagnostics::backend::{Asked, Finding, Outcome, probe};
use deskmates::domain::resource::Kind;
use deskmates::platform::http::HttpTransport;
use deskmates::store::Query;
use deskmates::store::json::profile::Profile;
use libtest_mimic::{Failed, Trial};
use serde::Deserialize;
use serde_json::{Value, json};
use std::rc::Rc;

pub const CASES: &[Group] = &[
    (
        Needs::Nothing,
        &[
            ("the_published_profile_is_found_good", the_published_profile_is_found_good),
            (
                "a_comment_is_stored_and_removed_where_that_is_asked_for",
                a_comment_is_stored_and_removed_where_that_is_asked_for,
            ),
            ("reports_keep_secrets", reports_keep_secrets),
        ],
    ),
    (
        Needs::SignIn,
        &[
            ("it_is_found_good_by_those_with_an_account", it_is_found_good_by_those_with_an_account),
            ("a_strange_account_is_told", a_strange_account_is_told),
        ],
    ),
];

pub fn trials() -> impl Iterator<Item = Trial> {
    let only = std::env::var("BACKEND").ok();
    let backends = BACKENDS.into_iter().filter(move |name| only.as_deref().is_none_or(|only| only == *name));
    backends.flat_map(|backend| {
        let leaks = LEAKS.iter().filter(move |leak| !leak.not_at.contains(&backend));
        leaks.map(move |leak| {
            Trial::test(format!("{backend}::planted {}", leak.name), move || {
                let mut setting = Setting::of(backend);
                let before = everything(&setting);
                let mut meddler = Meddler::default();
                (leak.plant)(&mut setting, &mut meddler);
                let found = report(&setting, meddler, leak.account);
                let wanted = found.iter().find(|finding| finding.words == leak.finding);
                assert!(wanted.is_some_and(|finding| finding.outcome == leak.outcome), "{}", shown(&found));
                assert_eq!(everything(&Setting::of(backend)), before, "something is left behind");
                Ok(())
            })
        })
    })
}

/// What a check says of a backend, with the account of somebody.
pub fn report(setting: &Setting, meddler: Meddler, who: Option<&str>) -> Vec<Finding> {
    let profile = Profile::deserialize(&setting.profile).unwrap();
    let account = who.map(|who| who.trim_end_matches('!')).filter(|who| setting.accounts.get(*who).is_some());
    let word = |who: &str, name: &str| setting.accounts[who][name].as_str().unwrap().to_owned();
    let account = account.map(|who| (word(who, "user"), word(who, "password")));
    // With an exclamation mark: this one lets a comment be stored.
    let asked = Asked { account, stores: who.is_some_and(|who| who.ends_with('!')) };
    let found = wait(probe(profile, Rc::new(meddler) as Rc<dyn HttpTransport>, asked));
    found.iter().for_each(has_its_words);
    found
}

fn shown(found: &[Finding]) -> String {
    let line =
        |f: &Finding| format!("{:?} {:?} {} {:?} {:?}\n", f.outcome, f.kind, f.words, f.places, f.evidence.last());
    found.iter().map(line).collect()
}

/// Everything that is there, where it is read and where it is put, as who may see the most.
pub fn everything(setting: &Setting) -> Vec<Value> {
    // Signing in takes longer than all the rest.
    let signs_in = setting.profile.get("signIn").is_some();
    let session = signs_in.then(|| setting.signed_in("coordinator").backend.session().unwrap());
    let mut all = Vec::new();
    for kind in Kind::ALL {
        let Some(resource) = setting.profile["resources"].get(kind.name()) else { continue };
        let base = |path: &Value| path.as_str().map(|path| path.replace("/{id}", ""));
        let mut lists = vec![resource["list"].clone()];
        lists.extend(base(&resource["create"]["path"]).map(|path| json!({ "path": path })));
        if setting.name == "wordpress" && kind == Kind::Comments {
            lists.push(json!({ "path": "/comments", "query": { "status": "all" } }));
        }
        for list in lists.into_iter().filter(|list| !list.is_null()) {
            let mut profile = setting.profile.clone();
            profile["resources"][kind.name()]["list"] = list;
            let open = setting.with(&profile);
            open.backend.resume(session.clone());
            // Contacts are not a coordinator's to read; a check writes none.
            let mut things: Vec<Value> = match open.list(kind, &Query::all()) {
                Ok(things) => things.into_iter().map(|thing| thing.value).collect(),
                Err(error) => vec![error.to_string().into()],
            };
            things.sort_by_key(Value::to_string);
            all.push(json!({ "kind": kind.name(), "things": things }));
        }
    }
    all
}

/// What is bad of it, by its words. Nobody moderates json-server, and anybody changes what is in it.
fn bad_at(setting: &Setting) -> &'static [&'static str] {
    match setting.name {
        "json-server" => &["write.unmoderated", "strangers.change", "strangers.remove"],
        _ => &[],
    }
}

fn is_as_expected(setting: &Setting, who: Option<&str>) -> Vec<Finding> {
    let before = everything(setting);
    let found = report(setting, Meddler::default(), who);
    let bad: Vec<_> = found.iter().filter(|finding| finding.outcome == Outcome::Bad).map(|f| f.words).collect();
    assert_eq!(bad, bad_at(setting), "{}", shown(&found));
    assert_eq!(everything(setting), before, "something is left behind");
    found
}

fn the_published_profile_is_found_good(setting: &Setting) -> Result<(), Failed> {
    let found = is_as_expected(setting, None);
    assert!(found.len() > 20, "{}", shown(&found));
    let warned: Vec<_> = found.iter().filter(|f| f.outcome == Outcome::Warn).map(|f| f.words).collect();
    let expected: &[&str] = if setting.name == "wordpress" { &["private.users"] } else { &[] };
    assert_eq!(warned, expected, "{}", shown(&found));
    Ok(())
}

fn it_is_found_good_by_those_with_an_account(setting: &Setting) -> Result<(), Failed> {
    for who in ["coordinator", "partner", "stranger"] {
        if setting.accounts.get(who).is_some() {
            let found = is_as_expected(setting, Some(who));
            assert!(found.iter().any(|finding| finding.words == "sign_in.works"), "{who}: {}", shown(&found));
        }
    }
    Ok(())
}

fn a_comment_is_stored_and_removed_where_that_is_asked_for(setting: &Setting) -> Result<(), Failed> {
    let found = is_as_expected(setting, Some("coordinator!"));
    let stores = ["json-server", "postgrest", "pocketbase"].contains(&setting.name);
    for words in ["write.stored_and_removed", "write.held"] {
        let expected = stores && (words != "write.held" || setting.moderates());
        assert_eq!(found.iter().any(|finding| finding.words == words), expected, "{words}: {}", shown(&found));
    }
    Ok(())
}

fn a_strange_account_is_told(setting: &Setting) -> Result<(), Failed> {
    let profile = Profile::deserialize(&setting.profile).unwrap();
    let account = Some(("nobody@example.org".to_owned(), "not the password".to_owned()));
    let found = wait(probe(profile, Rc::new(Meddler::default()), Asked { account, stores: true }));
    assert!(found.iter().any(|finding| finding.words == "sign_in.refused"), "{}", shown(&found));
    Ok(())
}

fn reports_keep_secrets(setting: &Setting) -> Result<(), Failed> {
    let who = if setting.has_accounts() { "partner" } else { "coordinator" };
    let found = report(setting, Meddler::default(), Some(who));
    let text = format!("{found:?}");
    let password = setting.accounts[who]["password"].as_str().unwrap_or("no password");
    assert!(!text.contains(password));
    assert!(!text.contains("@example.org") && !text.contains("%40example.org"), "{text}");
    Ok(())
}
