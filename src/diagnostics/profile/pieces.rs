//! The pieces that everything is made of: calls, templates, pointers, rules.

use super::Check;
use crate::store::json::profile::{Call, ParamLocation, Pointer, Rule, Source};
use crate::store::json::template;
use serde_json::{Value, json};
use std::collections::BTreeMap;

impl Check<'_> {
    pub(super) fn call(&mut self, at: &str, call: &Call, names: &[&str]) {
        self.path(&format!("{at}/path"), &call.path, names);
        self.query(&format!("{at}/query"), &call.query, names);
        self.headers(&format!("{at}/headers"), &call.headers, names);
        call.body.iter().for_each(|body| self.json(&format!("{at}/body"), body, names));
    }

    pub(super) fn path(&mut self, at: &str, path: &str, names: &[&str]) {
        if !path.starts_with('/') || path.contains(['#', ' ']) {
            self.tell(at, path, "a path that begins with / and goes behind the base");
        }
        self.template(at, path, names);
    }

    pub(super) fn query(&mut self, at: &str, query: &BTreeMap<String, String>, names: &[&str]) {
        query.iter().for_each(|(name, value)| self.template(&format!("{at}/{name}"), value, names));
    }

    pub(super) fn headers(&mut self, at: &str, headers: &BTreeMap<String, String>, names: &[&str]) {
        for (name, value) in headers {
            let place = format!("{at}/{name}");
            self.template(&place, value, names);
            if !self.profile.request.allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(name)) {
                self.tell(&place, name.clone(), "a header that /request/allowed names");
            }
        }
    }

    pub(super) fn json(&mut self, at: &str, value: &Value, names: &[&str]) {
        match value {
            Value::String(text) => self.template(at, text, names),
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(i, item)| self.json(&format!("{at}/{i}"), item, names))
            }
            Value::Object(fields) => {
                for (name, value) in fields {
                    self.template(at, name, names);
                    self.json(&format!("{at}/{name}"), value, names);
                }
            }
            _ => {}
        }
    }

    /// A template that uses only names that are known where it is used.
    pub(super) fn template(&mut self, at: &str, text: &str, names: &[&str]) {
        match template::names(text) {
            Err(why) => self.tell(at, text, &format!("a template, but there is {why}")),
            Ok(used) => {
                let sign_in = self.profile.sign_in.as_ref();
                let session = |name: &str| {
                    sign_in.is_some_and(|sign_in| {
                        let then = sign_in.then.as_ref().is_some_and(|then| then.read.contains_key(name));
                        // Without a request that signs in, what was typed is the session.
                        let typed = sign_in.call.is_none() && ["user", "basic", "token"].contains(&name);
                        sign_in.read.contains_key(name) || then || typed
                    })
                };
                for name in used {
                    if !names.contains(&name) && !session(name) && !self.profile.values.contains_key(name) {
                        let known: Vec<_> = names.iter().map(|name| format!("{{{name}}}")).collect();
                        self.tell(
                            at,
                            format!("{{{name}}}"),
                            &format!("a name that is known here: {} or one from /values or /signIn", known.join(", ")),
                        );
                    }
                }
            }
        }
    }

    pub(super) fn pointer(&mut self, at: &str, pointer: &Pointer) {
        let escapes_well = pointer.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
        if !(pointer.is_empty() || pointer.starts_with('/')) || !escapes_well {
            self.tell(at, pointer.clone(), "a JSON Pointer: empty, or beginning with /");
        }
    }

    pub(super) fn source(&mut self, at: &str, source: &Source) {
        match source {
            Source::Body(pointer) => self.pointer(&format!("{at}/body"), pointer),
            Source::Header(name) if name.is_empty() => self.tell(&format!("{at}/header"), "", "the name of a header"),
            Source::Header(_) => {}
        }
    }

    pub(super) fn put(&mut self, at: &str, put: &ParamLocation) {
        match put {
            ParamLocation::Body(pointer) => self.pointer(&format!("{at}/put/body"), pointer),
            ParamLocation::Parameter(name) if name.is_empty() => {
                self.tell(&format!("{at}/put/parameter"), "", "the name of a parameter")
            }
            ParamLocation::Parameter(_) | ParamLocation::Query => {}
        }
    }

    /// A condition or a sort key has the form that fits the place where it goes.
    pub(super) fn piece(&mut self, at: &str, value: &Value, put: &ParamLocation) {
        if matches!(put, ParamLocation::Query) && !value.is_object() {
            self.tell(at, value.clone(), "an object of parameters, because of \"put\": \"query\"");
        }
        let fits = matches!(put, ParamLocation::Query) || value.is_object() || value.is_string();
        if !fits {
            self.tell(at, value.clone(), "a text or an object");
        }
    }

    pub(super) fn rules(&mut self, at: &str, rules: &[Rule]) {
        for (i, rule) in rules.iter().enumerate() {
            let knows = rule.status.is_some() || rule.code.is_some() || rule.text.is_some() || rule.empty.is_some();
            if !knows {
                self.tell(&format!("{at}/{i}"), json!({}), "a status, a code, a text or \"empty\"");
            }
            if rule.status.is_some_and(|status| !(100..600).contains(&status)) {
                self.tell(&format!("{at}/{i}/status"), rule.status, "an HTTP status from 100 to 599");
            }
            if rule.code.is_some() && self.profile.errors.code.is_empty() {
                self.tell(
                    &format!("{at}/{i}/code"),
                    rule.code.clone(),
                    "no code, or a place where codes stand (/errors/code)",
                );
            }
        }
    }
}
