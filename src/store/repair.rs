//! A thing with something in it that cannot be read: what can be shown of it is shown. What came from outside is odd sooner or
//! later, and one odd thing must not take a list away.

use crate::domain::spec::{Field, Spec, Type};
use serde_json::{Value, json};

/// Whether it is the backend or the profile that is odd, and not the things of a list: there are several, and none is as it should be.
/// Then an error tells of the first, and nothing is repaired.
pub fn is_source_odd(odd: usize, things: usize) -> bool {
    things > 1 && odd == things
}

/// The thing without what cannot be read, given what says whether a thing can; nothing where it has no identity, or where what
/// decides who may see it cannot be read. Fields that may be missing are left out, for others stands what [`stand_in`] gives.
pub fn repaired(thing: &Value, spec: &Spec, reads: &dyn Fn(&Value) -> bool) -> Option<Value> {
    let mut whole = json!({});
    for field in spec.fields {
        let found = &thing[field.name];
        let kept = match stand_in(field) {
            Some(other) => other,
            None if field.required || field.decides => found.clone(),
            None => continue,
        };
        // What was found and is nothing that we know is not the same as nothing.
        if !kept.is_null() || thing.get(field.name).is_some() {
            whole[field.name] = kept;
        }
    }
    if !reads(&whole) {
        return None;
    }
    // Then one field after the other as it was found, where that can be read.
    for field in spec.fields.iter().filter(|field| !thing[field.name].is_null()) {
        let before = whole.get(field.name).cloned();
        whole[field.name] = thing[field.name].clone();
        if reads(&whole) {
            continue;
        }
        match before {
            Some(before) => whole[field.name] = before,
            None => drop(whole.as_object_mut().map(|fields| fields.remove(field.name))),
        }
    }
    Some(whole)
}

/// What stands for a field that a thing must have and that cannot be read. There is nothing for an identity, or for a number.
fn stand_in(field: &Field) -> Option<Value> {
    if !field.required || field.decides {
        return None;
    }
    Some(match field.holds {
        Type::Text => json!(""),
        Type::List => json!([]),
        Type::Flag => json!(false),
        // `written::UNKNOWN`.
        Type::Moment => json!("1970-01-01T00:00:00Z"),
        Type::Day => json!("1970-01-01"),
        Type::Id | Type::Number | Type::Object => return None,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use crate::domain::comment::Comment;
    use crate::domain::resource::Resource;
    use crate::domain::written;
    use crate::store::strict;

    fn comment(change: impl Fn(&mut Value)) -> Option<Comment> {
        let mut thing = json!({
            "id": "c1", "topic": "t1", "parent": "c0", "name": "Asha", "link": "https://example.org/", "text": "Hello",
            "created": "2016-02-16T10:00:00Z", "edited": "2016-02-16T10:01:00Z", "state": "published",
        });
        change(&mut thing);
        let reads = |value: &Value| strict::read::<Comment>(value).is_ok();
        repaired(&thing, &Comment::SPEC, &reads).map(|whole| strict::read(&whole).unwrap())
    }

    #[test]
    fn what_can_be_read_stays_as_it_is() {
        let whole = comment(|_| ()).unwrap();
        assert_eq!(whole.parent.unwrap().as_str(), "c0");
        assert_eq!(whole.link.unwrap().as_str(), "https://example.org/");
    }

    #[test]
    fn a_field_that_cannot_be_read_is_left_out_and_its_neighbours_stay() {
        let oddities =
            [json!("undefined"), json!("ftp://example.org"), json!(null), json!(7), json!([]), json!({}), json!("")];
        for odd in &oddities {
            let whole = comment(|thing| thing["link"] = odd.clone()).unwrap();
            assert_eq!((whole.link, whole.name.as_str()), (None, "Asha"), "{odd}");
            assert!(comment(|thing| thing["edited"] = odd.clone()).unwrap().edited.is_none(), "{odd}");
            let whole = comment(|thing| thing["created"] = odd.clone()).unwrap();
            assert_eq!((whole.created, whole.edited.is_some()), (written::UNKNOWN, true), "{odd}");
            if !odd.is_string() {
                assert!(comment(|thing| thing["name"] = odd.clone()).unwrap().name.is_nobody(), "{odd}");
            }
        }
        let both =
            comment(|thing| (thing["link"], thing["created"]) = (json!("x"), json!("-0001-11-30T00:00:00"))).unwrap();
        assert_eq!((both.link, both.created), (None, written::UNKNOWN));
    }

    #[test]
    fn without_an_identity_or_with_an_unknown_state_nothing_is_shown() {
        for odd in [json!(null), json!(7), json!(""), json!("a b")] {
            assert_eq!(comment(|thing| thing["id"] = odd.clone()), None, "{odd}");
            assert_eq!(comment(|thing| thing["topic"] = odd.clone()), None, "{odd}");
        }
        for odd in [json!("spam"), json!(7), json!({}), json!(null)] {
            assert_eq!(comment(|thing| thing["state"] = odd.clone()), None, "{odd}");
        }
    }
}
