//! What partners say about their agreement and their hours, on the backends that keep them: both read it, it is
//! only added to.

use crate::Group;
use crate::needs::Needs;
use crate::setting::{Open, Setting, id_of, new_id, thing, unique};
use chrono::SecondsFormat;
use deskmates::domain::agreement::{Agreement, AgreementState};
use deskmates::domain::hours::{Hours, Span};
use deskmates::domain::resource::Kind;
use deskmates::platform::http::HttpTransport;
use deskmates::platform::native::NativeTransport;
use deskmates::store::json::Created;
use deskmates::store::{Query, StoreError, Stored};
use libtest_mimic::Failed;
use serde_json::{Value, json};

pub const CASES: &[Group] = &[
    (
        Needs::Kept(Kind::Agreements),
        &[
            ("what_one_partner_proposes_the_other_accepts", what_one_partner_proposes_the_other_accepts),
            ("others_read_no_word_of_an_agreement", others_read_no_word_of_an_agreement),
            ("nobody_speaks_for_another", nobody_speaks_for_another),
            ("no_word_of_an_agreement_is_taken_back", no_word_of_an_agreement_is_taken_back),
            ("twice_the_same_word_is_one", twice_the_same_word_is_one),
        ],
    ),
    (
        Needs::Kept(Kind::Hours),
        &[("hours_are_read_by_both_partners_and_nobody_else", hours_are_read_by_both_partners_and_nobody_else)],
    ),
    (
        Needs::Kept(Kind::Concerns),
        &[(
            "a_concern_is_read_by_its_author_and_the_coordinators",
            a_concern_is_read_by_its_author_and_the_coordinators,
        )],
    ),
];

fn word(setting: &Setting, by: &str, more: Value) -> Value {
    thing(setting, Kind::Agreements, by, more)
}

fn proposal(setting: &Setting) -> Value {
    let terms = json!({
        "interval": 14, "channels": ["email", "letter"], "times": "", "hopes": format!("Number {}", unique()),
        "expectations": "", "boundaries": "",
    });
    let mut proposal = word(setting, "p01", json!({ "terms": terms }));
    // Of what somebody proposes the last counts, and another case may have been here before.
    proposal["at"] = json!(NativeTransport.now().to_rfc3339_opts(SecondsFormat::Millis, true));
    proposal
}

/// A partner who has proposed something.
fn proposed(setting: &Setting) -> (Open, Stored<Value>) {
    let open = setting.signed_in("partner");
    let stored = open.stored(Kind::Agreements, &proposal(setting));
    (open, stored)
}

fn words(open: &Open) -> Result<Vec<Agreement>, Failed> {
    let listed = open.list(Kind::Agreements, &Query::all().with("partnership", &new_id("s1")))?;
    Ok(listed.into_iter().map(|stored| serde_json::from_value(stored.value)).collect::<Result<_, _>>()?)
}

fn what_one_partner_proposes_the_other_accepts(setting: &Setting) -> Result<(), Failed> {
    let (open, stored) = proposed(setting);
    let other = setting.signed_in("other_partner");
    let id = id_of(&stored);
    let members = [new_id("p01"), new_id("p02")];
    let is_open =
        |words: &[Agreement]| AgreementState::of(words, &members).open.iter().any(|proposal| proposal.id == id);
    assert!(is_open(&words(&other)?));
    other.create(Kind::Agreements, &word(setting, "p02", json!({ "accepts": id.as_str() })))?;
    let standing = AgreementState::of(&words(&open)?, &members);
    let holds = standing.agreed.iter().find(|(proposal, _)| proposal.id == id).expect("it is agreed on");
    assert_eq!(holds.0.terms.channels, ["email", "letter"]);
    assert_eq!(holds.0.terms.hopes, stored.value["terms"]["hopes"].as_str().unwrap());
    Ok(())
}

fn others_read_no_word_of_an_agreement(setting: &Setting) -> Result<(), Failed> {
    let (_, stored) = proposed(setting);
    for who in ["stranger", "coordinator"] {
        let other = setting.signed_in(who);
        match other.list(Kind::Agreements, &Query::all()) {
            Ok(listed) => assert!(listed.iter().all(|word| word.value["partnership"] != "s1"), "{who}: {listed:?}"),
            Err(StoreError::NotAllowed) => {}
            Err(other) => panic!("{who}: {other:?}"),
        }
        let read = other.get(Kind::Agreements, &id_of(&stored));
        assert!(matches!(read, Err(StoreError::NotFound | StoreError::NotAllowed)), "{who}: {read:?}");
    }
    assert_eq!(setting.stranger().list(Kind::Agreements, &Query::all()).map(drop), Err(StoreError::NotSignedIn));
    Ok(())
}

fn nobody_speaks_for_another(setting: &Setting) -> Result<(), Failed> {
    let (open, stored) = proposed(setting);
    let yes = json!({ "accepts": stored.value["id"] });
    // One partner in the other's name, and somebody else in anybody's.
    let forged = [(&open, "p02"), (&setting.signed_in("stranger"), "p02")].map(|(who, by)| {
        let forged = word(setting, by, yes.clone());
        let outcome = who.create(Kind::Agreements, &forged);
        (forged["id"].clone(), outcome)
    });
    let there = words(&open)?;
    for (id, outcome) in forged {
        assert!(there.iter().all(|word| id != word.id.as_str()), "{outcome:?}");
    }
    Ok(())
}

fn no_word_of_an_agreement_is_taken_back(setting: &Setting) -> Result<(), Failed> {
    let (_, stored) = proposed(setting);
    // Even with a profile that says how.
    let mut profile = setting.profile.clone();
    let resource = &mut profile["resources"]["agreements"];
    resource["update"] = resource["create"].clone();
    match setting.name {
        "postgrest" => {
            resource["update"]["query"] = json!({ "id": "eq.{id}" });
            resource["remove"] = json!({ "path": "/agreements", "query": { "id": "eq.{id}" } });
        }
        _ => {
            resource["update"] = json!({ "path": "/collections/agreements/records/{id}" });
            resource["remove"] = resource["update"].clone();
        }
    }
    let open = setting.with_signed_in(&profile, "partner");
    let mut changed = stored.value.clone();
    changed["terms"]["hopes"] = json!("Changed afterwards.");
    let update = open.update(Kind::Agreements, &changed, "");
    let remove = open.remove(Kind::Agreements, &id_of(&stored));
    assert!(update.is_err() && remove.is_err(), "{update:?} {remove:?}");
    let after = setting.signed_in("other_partner").get(Kind::Agreements, &id_of(&stored))?;
    assert_eq!(after.value["terms"]["hopes"], stored.value["terms"]["hopes"]);
    Ok(())
}

fn twice_the_same_word_is_one(setting: &Setting) -> Result<(), Failed> {
    let (open, stored) = proposed(setting);
    assert_eq!(open.create(Kind::Agreements, &stored.value)?, Created::There);
    Ok(())
}

fn hours_are_read_by_both_partners_and_nobody_else(setting: &Setting) -> Result<(), Failed> {
    let week = json!([[17, 20], null, null, null, null, [9, 12], null]);
    let hours = |by: &str| {
        let id = setting.new_id(Kind::Hours);
        json!({
            "id": id, "partnership": "s1", "by": by, "at": "2016-03-01T10:00:00Z", "zone": "Africa/Windhoek", "week": week,
        })
    };
    let of = |open: &Open| open.list(Kind::Hours, &Query::all().with("partnership", &new_id("s1")));
    let open = setting.signed_in("partner");
    let stored = open.stored(Kind::Hours, &hours("p01"));
    let found = of(&setting.signed_in("other_partner"))?;
    let found = found.into_iter().find(|there| there.value["id"] == stored.value["id"]).expect("it is there");
    let read: Hours = serde_json::from_value(found.value)?;
    assert_eq!(
        (read.zone.as_str(), read.week[0].map(Span::ends), read.week[1]),
        ("Africa/Windhoek", Some((17, 20)), None)
    );
    let forged = hours("p02");
    let outcome = open.create(Kind::Hours, &forged);
    assert!(of(&open)?.iter().all(|there| there.value["id"] != forged["id"]), "{outcome:?}");
    let stranger = setting.signed_in("stranger");
    assert!(stranger.create(Kind::Hours, &hours("p01")).is_err());
    assert!(of(&stranger)?.is_empty());
    Ok(())
}

fn a_concern_is_read_by_its_author_and_the_coordinators(setting: &Setting) -> Result<(), Failed> {
    let concern = |by: &str| word(setting, by, json!({ "about": "conduct", "text": format!("Number {}", unique()) }));
    let open = setting.signed_in("partner");
    let stored = open.stored(Kind::Concerns, &concern("p01"));
    let sees = |open: &Open| -> Result<bool, StoreError> {
        let listed = open.list(Kind::Concerns, &Query::all())?;
        Ok(listed.iter().any(|there| there.value["text"] == stored.value["text"]))
    };
    assert!(sees(&open)? && sees(&setting.signed_in("coordinator"))?);
    for who in ["other_partner", "stranger"] {
        assert!(!sees(&setting.signed_in(who))?, "{who}");
    }
    assert_eq!(setting.stranger().list(Kind::Concerns, &Query::all()).map(drop), Err(StoreError::NotSignedIn));
    let forged = concern("p02");
    let outcome = open.create(Kind::Concerns, &forged);
    let all = setting.signed_in("coordinator").list(Kind::Concerns, &Query::all())?;
    assert!(all.iter().all(|there| there.value["text"] != forged["text"]), "{outcome:?}");
    Ok(())
}
