//! `config.json`: which programme this site is for and where its data lives.

use super::{StoreError, parse};
use crate::domain::programme::Programme;
use crate::domain::written;
use chrono::{DateTime, Utc};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

/// Where it stands, relative to the site's root.
pub const FILE: &str = "config.json";

/// What the site is told about itself.
#[derive(Clone, Debug)]
pub struct Config {
    /// The name in the corner of every page.
    pub site: String,
    /// The programme.
    pub programme: Programme,
    /// Where data lives, for the program that reads it.
    pub data: Value,
}

/// What the demo is told.
#[derive(Clone, Debug, Deserialize)]
pub struct DemoData {
    /// The moment at which the demo begins.
    #[serde(deserialize_with = "written::read")]
    pub today: DateTime<Utc>,
}

impl Config {
    /// Reads the text of `config.json`. An error names the place in the file.
    pub fn read(text: &str) -> Result<Self, StoreError> {
        let whole = parse::json(text).map_err(|e| StoreError::malformed(FILE, "", e))?;
        let data = whole["data"].clone();
        Ok(Self { site: part(&whole, "site")?, programme: part(&whole, "programme")?, data })
    }

    /// Holds the mode to the one that a program is for.
    pub fn must_be(&self, mode: &str) -> Result<(), StoreError> {
        let found = self.data["mode"].as_str().unwrap_or("nothing");
        let wrong = || StoreError::malformed(FILE, "/data/mode", format!("expected {mode:?}, found {found:?}"));
        if found == mode { Ok(()) } else { Err(wrong()) }
    }
}

impl DemoData {
    /// Reads it out of the configuration.
    pub fn of(config: &Config) -> Result<Self, StoreError> {
        config.must_be("demo")?;
        parse::fit(&config.data, FILE, "/data")
    }
}

fn part<T: DeserializeOwned>(whole: &Value, name: &str) -> Result<T, StoreError> {
    let at = format!("/{name}");
    let value = whole.get(name).ok_or_else(|| StoreError::malformed(FILE, &at, "missing"))?;
    parse::fit(value, FILE, &at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_read() {
        let config = Config::read(include_str!("../../public/config.json")).unwrap();
        assert!(DemoData::of(&config).is_ok());
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let read = |config: &Value| DemoData::of(&Config::read(&config.to_string())?);
        let good: Value = serde_json::from_str(include_str!("../../public/config.json")).unwrap();
        let without = |pointer: &str, field: &str| {
            let mut config = good.clone();
            config.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(field);
            read(&config).unwrap_err().to_string()
        };
        assert!(Config::read("<html>").unwrap_err().to_string().contains("line 1"));
        assert!(without("", "site").contains("/site"));
        assert!(without("/programme", "hashtags").contains("/programme"));
        assert!(without("/programme", "hashtags").contains("hashtags"));
        assert!(without("/data", "today").contains("today"));
        assert!(without("/data", "mode").contains("/data/mode"));
        assert!(without("", "data").contains("/data/mode"));
        let mut config = good.clone();
        config["data"]["today"] = "yesterday".into();
        assert!(read(&config).unwrap_err().to_string().contains("/data"));
    }
}
