//! Reading the profile of a site that is running, with everything that is wrong with it.

use super::profile;
use crate::platform::browser;
use crate::store::json::profile::Profile;
use crate::store::{StoreError, parse, strict};
use serde_json::Value;

/// Where the JSON Schema of profiles is, relative to the site's root.
const SCHEMA: &str = "profile.schema.json";

/// The profile, or one error that lists everything that is wrong with it, a line each. `source` names its file. The schema is
/// only fetched for a profile of the wrong shape.
pub async fn read_profile(source: String, value: Value) -> Result<Profile, StoreError> {
    let read = match strict::read::<Profile>(&value) {
        Ok(read) => profile::right(read),
        Err(_) => {
            let schema = browser::file(SCHEMA).await?;
            let schema = parse::json(&schema).map_err(|error| StoreError::malformed(SCHEMA, "", error))?;
            profile::read(&value, &schema)
        }
    };
    read.map_err(|wrong| {
        let lines: Vec<_> = wrong.iter().map(ToString::to_string).collect();
        StoreError::malformed(&source, "", lines.join("\n"))
    })
}
