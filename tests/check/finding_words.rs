//! Whether what a check finds can be told to a person.

use deskmates::diagnostics::backend::Finding;
use serde_json::Value;
use std::sync::OnceLock;

/// Whether a person can be told: the words are there, and so is whatever stands in them.
pub fn has_its_words(finding: &Finding) {
    static WORDS: OnceLock<Value> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        serde_json::from_str(&std::fs::read_to_string("public/locales/coordinate.en.json").unwrap()).unwrap()
    });
    let at = |key: &str| words.pointer(&format!("/{}", key.replace('.', "/")));
    let text = match finding.number {
        Some(_) => at(&format!("{}.other", finding.words)),
        None => at(finding.words),
    };
    let text = text.and_then(Value::as_str).unwrap_or_else(|| panic!("no words: {finding:?}"));
    for place in text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name) {
        let is_known = match place {
            "n" => finding.number.is_some(),
            "kind" => finding.kind.is_some(),
            name => finding.places.iter().any(|(known, _)| *known == name),
        };
        assert!(is_known, "{{{place}}} of {finding:?}");
    }
    finding.hint.iter().for_each(|hint| assert!(at(hint).is_some(), "no words: {hint}"));
}
