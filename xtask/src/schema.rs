//! `cargo xtask schema`: the JSON Schema of profiles, made from their types.

use anyhow::Result;
use deskmates::store::json::profile::Profile;

/// Where it is published.
pub const FILE: &str = "public/profile.schema.json";

/// The text of the schema.
pub fn text() -> Result<String> {
    let mut schema = serde_json::to_value(schemars::schema_for!(Profile))?;
    schema["title"] = "A Deskmates profile: how to talk to one JSON backend".into();
    Ok(format!("{schema:#}\n"))
}

/// Writes it.
pub fn write() -> Result<()> {
    Ok(std::fs::write(FILE, text()?)?)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_published_schema_is_the_one_of_the_types() {
        let published = include_str!("../../public/profile.schema.json");
        assert!(super::text().unwrap() == published, "run `cargo xtask schema`");
    }
}
