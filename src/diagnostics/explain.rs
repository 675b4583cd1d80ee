//! Everything that is wrong with a profile, as an error for people to read.

use super::profile;
use super::schema::Wrong;
use crate::store::json::profile::Profile;
use crate::store::{StoreError, parse};
use serde_json::Value;

/// Where the JSON Schema of profiles is, relative to the site's root.
pub const SCHEMA: &str = "profile.schema.json";

/// Why a profile could not be read, a line for each thing that is wrong. `source` names its file, `schema` is the text of
/// [`SCHEMA`].
pub fn unread(source: &str, value: &Value, schema: &str) -> StoreError {
    match parse::json(schema) {
        Err(error) => StoreError::malformed(SCHEMA, "", error),
        Ok(schema) => listed(source, &profile::read(value, &schema).err().unwrap_or_default()),
    }
}

/// The rules that a profile breaks although it can be read.
pub fn broken_rules(profile: &Profile) -> Option<StoreError> {
    profile::right(profile.clone()).err().map(|wrong| listed(&profile.name, &wrong))
}

fn listed(source: &str, wrong: &[Wrong]) -> StoreError {
    let lines: Vec<_> = wrong.iter().map(ToString::to_string).collect();
    StoreError::malformed(source, "", lines.join("\n"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_profile_that_cannot_be_read_is_told_with_every_mistake() {
        let schema = std::fs::read_to_string("public/profile.schema.json").unwrap();
        let value = json!({ "profile": 1, "name": 7, "base": "https://a.example", "resourses": {} });
        let told = unread("profiles/mine.json", &value, &schema).to_string();
        for part in ["profiles/mine.json", "/name", "/resourses", "/resources"] {
            assert!(told.contains(part), "{told}");
        }
    }

    #[test]
    fn what_can_be_used_is_what_the_rules_say_of_passwords() {
        let mut profile: Value =
            serde_json::from_str(&std::fs::read_to_string("public/profiles/postgrest.json").unwrap()).unwrap();
        for (base, usable) in
            [("https://a.example", true), ("http://a.example", false), ("http://localhost:3000", true)]
        {
            profile["base"] = base.into();
            let read: Profile = serde_json::from_value(profile.clone()).unwrap();
            assert_eq!((read.is_usable(), broken_rules(&read).is_none()), (usable, usable), "{base}");
        }
    }
}
