//! What is somebody's own, of everything that the store gives them to read.

use super::{DataStore, Private, Query, StoreError};
use crate::domain::resource::{Id, Kind};
use crate::domain::spec::{ErasurePolicy, Owner, Readers};
use serde_json::Value;

/// The kinds of things that belong to somebody who takes part, in the order of an export.
pub fn kinds() -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter().filter(|kind| kind.is_personal())
}

/// Whether anybody may read a thing.
pub fn is_public(kind: Kind, thing: &Value) -> bool {
    match kind.spec().readers {
        Readers::Everybody => true,
        Readers::EverybodyIf(field, text) => thing[field] == text,
        _ => false,
    }
}

/// Whether a thing is a participant's own: what they are, the partnerships that they are in, what they wrote. What the
/// partner wrote is the partner's, even if both read it.
pub fn is_own(kind: Kind, thing: &Value, me: &Id) -> bool {
    let is_me = |value: &Value| value.as_str() == Some(me.as_str());
    match kind.spec().owner {
        Owner::NoParticipant => false,
        Owner::Itself => is_me(&thing["id"]),
        Owner::Members(field) => thing[field].as_array().is_some_and(|members| members.iter().any(is_me)),
        Owner::Author(field) => is_me(&thing[field]),
    }
}

/// Erases somebody's own things of a kind, as far as they are not the partner's, too. For the demo: a backend does it by
/// rules of its own, and lets nobody do it for another.
pub async fn erase(data_store: &dyn DataStore, kind: Kind, who: &Id) -> Result<(), StoreError> {
    let all = data_store.list(kind, Query::all()).await?.items;
    for stored in all.into_iter().filter(|stored| is_own(kind, &stored.value, who)) {
        match kind.spec().erasure {
            ErasurePolicy::Keep => {}
            ErasurePolicy::Delete => {
                let id = stored.value["id"].as_str().unwrap_or_default().to_owned();
                if let Ok(id) = Id::try_from(id) {
                    data_store.remove(kind, &id).await?;
                }
            }
            ErasurePolicy::Clear(field) if stored.value.get(field).is_none() => {}
            ErasurePolicy::Clear(field) => {
                let mut thing = stored.value;
                thing.as_object_mut().map(|fields| fields.remove(field));
                data_store.update(kind, thing, &stored.revision, Private::Erased).await?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_the_partner_wrote_is_theirs() {
        let me = Id::try_from("p01".to_owned()).unwrap();
        let own = |kind, thing: Value| is_own(kind, &thing, &me);
        assert!(own(Kind::Participants, json!({ "id": "p01" })) && !own(Kind::Participants, json!({ "id": "p02" })));
        assert!(own(Kind::Partnerships, json!({ "participants": ["p02", "p01"] })));
        assert!(!own(Kind::Partnerships, json!({ "participants": ["p02", "p03"] })));
        for kind in kinds().skip(2) {
            assert!(own(kind, json!({ "by": "p01" })), "{}", kind.name());
            assert!(!own(kind, json!({ "by": "p02", "shared": true, "id": "p01" })), "{}", kind.name());
            assert!(!own(kind, json!({})), "{}", kind.name());
        }
        for kind in Kind::ALL {
            let is_somebodys = kind.spec().owner != Owner::NoParticipant;
            assert_eq!(kinds().any(|own| own == kind), is_somebodys, "{}", kind.name());
        }
    }

    #[test]
    fn what_anybody_may_read_is_public() {
        let desk = |seen_by: &str| is_public(Kind::Desks, &json!({ "seen_by": seen_by }));
        assert!(desk("public") && !desk("partner") && !desk("programme") && !is_public(Kind::Desks, &json!({})));
        assert!(is_public(Kind::Topics, &json!({})) && !is_public(Kind::Notes, &json!({ "shared": true })));
    }

    /// The demo's own files: of two partners, neither takes a word of the other along.
    #[test]
    fn an_export_of_the_demo_holds_no_word_of_the_partner() {
        for (me, mine, theirs) in [("p01", "headset", "county meeting"), ("p02", "county meeting", "headset")] {
            let me = Id::try_from(me.to_owned()).unwrap();
            let mut all = String::new();
            for kind in kinds() {
                let path = format!("public/demo/{}.json", kind.name());
                let things: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
                things.iter().filter(|thing| is_own(kind, thing, &me)).for_each(|thing| all += &thing.to_string());
            }
            assert!(all.contains(mine) && !all.contains(theirs), "{all}");
        }
    }
}
