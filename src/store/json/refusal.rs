//! What an answer means that is not what was asked for.

use super::profile::{Errors, ResourceProfile, Rule};
use super::template;
use crate::platform::http::{HttpTransport, Response, TransportError};
use crate::store::{StoreError, parse};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// Reads refusals by the rules of a profile.
pub struct Reader<'a> {
    /// The profile's rules.
    pub errors: &'a Errors,
    /// What the backend is called.
    pub name: &'a str,
    /// Of which resource the fields are named.
    pub resource: Option<&'a ResourceProfile>,
    /// For the text of messages and the time.
    pub transport: &'a dyn HttpTransport,
}

/// Why there is no answer, as a page can act on it.
pub fn transport_error(name: &str, why: TransportError) -> StoreError {
    match why {
        TransportError::Unreachable | TransportError::NoSuchHost | TransportError::Refused => {
            StoreError::Offline(name.to_owned())
        }
        TransportError::TimedOut => StoreError::TimedOut(name.to_owned()),
    }
}

impl Reader<'_> {
    /// Whether one of the rules fits an answer.
    pub fn fits<'r>(&self, rules: &'r [Rule], answer: &Response) -> Option<&'r Rule> {
        let body = parse::json(&answer.text).unwrap_or_default();
        let code = self.code(&body);
        rules.iter().find(|rule| {
            rule.status.is_none_or(|status| status == answer.status)
                && rule.code.as_ref().is_none_or(|wanted| code.as_ref() == Some(wanted))
                && rule.text.as_ref().is_none_or(|piece| answer.text.contains(piece))
                && rule.empty.is_none_or(|wanted| wanted == is_empty(&body))
        })
    }

    /// What an answer means that is no success.
    pub fn refusal(&self, answer: &Response) -> StoreError {
        let errors = self.errors;
        let fits = |rules: &[Rule]| self.fits(rules, answer).is_some();
        if let Some(rule) = self.fits(&errors.too_many, answer) {
            return StoreError::TooMany { wait: self.wait(answer).or(rule.wait) };
        }
        if fits(&errors.not_found) {
            return StoreError::NotFound;
        }
        if fits(&errors.not_signed_in) {
            return StoreError::NotSignedIn;
        }
        if fits(&errors.exists) {
            return StoreError::AlreadyThere;
        }
        let body = parse::json(&answer.text).unwrap_or_default();
        let fields = self.fields(&body);
        if fields.is_empty() && fits(&errors.not_allowed) {
            return StoreError::NotAllowed;
        }
        match answer.status {
            401 => StoreError::NotSignedIn,
            403 if fields.is_empty() => StoreError::NotAllowed,
            404 | 410 => StoreError::NotFound,
            409 if errors.exists.is_empty() => StoreError::AlreadyThere,
            429 => StoreError::TooMany { wait: self.wait(answer) },
            400 | 403 | 409 | 413 | 415 | 422 => {
                let is_silent = fields.iter().all(|(_, words)| words.is_empty());
                let message = if is_silent { self.said(answer) } else { self.message(&body) };
                StoreError::Invalid { message, fields }
            }
            status => StoreError::Unavailable { what: self.name.to_owned(), status },
        }
    }

    /// What an answer says. A refusal without words, or a page of somebody's in its place, is one all the same.
    pub fn said(&self, answer: &Response) -> String {
        let message = self.message(&parse::json(&answer.text).unwrap_or_default());
        if message.is_empty() { format!("HTTP {}", answer.status) } else { message }
    }

    fn code(&self, body: &Value) -> Option<String> {
        let found = self.errors.code.iter().find_map(|at| body.pointer(at))?;
        Some(template::text(found))
    }

    fn message(&self, body: &Value) -> String {
        let found = self.errors.message.iter().find_map(|at| body.pointer(at)?.as_str()).unwrap_or_default();
        self.words(found)
    }

    fn words(&self, message: &str) -> String {
        if self.errors.html { self.transport.text_of(message) } else { message.to_owned() }
    }

    /// The fields that the backend finds wrong, by our names where the profile knows them.
    fn fields(&self, body: &Value) -> Vec<(String, String)> {
        let mut found = Vec::new();
        if let Some(field) = self.code(body).and_then(|code| self.errors.codes.get(&code).cloned()) {
            found.push((field, self.message(body)));
        }
        let Some(rule) = &self.errors.fields else { return found };
        let message = |entry: &Value| {
            let words = entry.as_str().or_else(|| entry.pointer(&rule.message)?.as_str()).unwrap_or_default();
            self.words(words)
        };
        match body.pointer(&rule.at) {
            Some(Value::Object(entries)) => {
                for (name, entry) in entries {
                    match entry {
                        // The fields of a field: an object in which no message stands.
                        Value::Object(inner) if entry.pointer(&rule.message).is_none_or(|at| !at.is_string()) => {
                            let inner = inner.iter().map(|(part, entry)| (format!("{name}.{part}"), entry));
                            found.extend(inner.map(|(path, entry)| (self.our_name(&path), message(entry))));
                        }
                        _ => found.push((self.our_name(name), message(entry))),
                    }
                }
            }
            Some(Value::Array(entries)) => {
                let name =
                    |entry: &Value| entry.pointer(rule.name.as_deref()?).and_then(Value::as_str).map(str::to_owned);
                let named = entries.iter().filter_map(|entry| Some((self.our_name(&name(entry)?), message(entry))));
                found.extend(named);
            }
            _ => {}
        }
        found
    }

    fn our_name(&self, theirs: &str) -> String {
        let path = format!("/{}", theirs.replace('.', "/"));
        let fields = self.resource.into_iter().flat_map(|resource| &resource.fields);
        let ours = fields.filter(|(_, field)| field.write_at().is_some_and(|at| *at == path || at.ends_with(&path)));
        ours.map(|(name, _)| name.clone()).next().unwrap_or_else(|| theirs.to_owned())
    }

    /// How many seconds to wait: a number, or a date (RFC 9110, section 10.2.3).
    fn wait(&self, answer: &Response) -> Option<u32> {
        let value = answer.header("retry-after")?.trim();
        value.parse().ok().or_else(|| {
            let then: DateTime<Utc> = DateTime::parse_from_rfc2822(value).ok()?.to_utc();
            u32::try_from((then - self.transport.now()).num_seconds().max(0)).ok()
        })
    }
}

/// Nothing, or an empty list or object.
fn is_empty(body: &Value) -> bool {
    match body {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}
