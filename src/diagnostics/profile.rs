//! What must hold in a profile beyond its shape: templates that name what is known, headers
//! that may be sent, addresses that keep a secret, fields that Deskmates has and needs.

mod lists;
mod pieces;

use super::schema::{Wrong, departures};
use crate::domain::resource::Kind;
use crate::store::json::profile::{
    Credentials, Field, Ids, ParamLocation, Profile, Reply, ResourceProfile, SignIn, Write,
};
use crate::store::json::template;
use crate::store::strict;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The profile, or everything that is wrong with it: with its shape, or else with what it says.
pub fn read(value: &Value, schema: &Value) -> Result<Profile, Vec<Wrong>> {
    let wrong = departures(value, schema);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    right(strict::read(value).map_err(|error| vec![Wrong::new("", value, error.to_string())])?)
}

/// A profile of the right shape, or everything that is wrong with it.
pub fn right(profile: Profile) -> Result<Profile, Vec<Wrong>> {
    let mut check = Check { profile: &profile, wrong: Vec::new() };
    check.whole();
    let wrong = check.wrong;
    if wrong.is_empty() { Ok(profile) } else { Err(wrong) }
}

struct Check<'a> {
    profile: &'a Profile,
    wrong: Vec<Wrong>,
}

impl Check<'_> {
    fn tell(&mut self, at: &str, found: impl Into<Value>, expected: &str) {
        self.wrong.push(Wrong::new(at, &found.into(), expected));
    }

    fn whole(&mut self) {
        let profile = self.profile;
        if profile.profile != Profile::VERSION {
            self.tell("/profile", profile.profile, "1, the version of this format");
        }
        self.base();
        if !(1..=120).contains(&profile.request.timeout) {
            self.tell("/request/timeout", profile.request.timeout, "seconds from 1 to 120");
        }
        for (i, name) in profile.request.allowed.iter().enumerate() {
            if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_!#$%&'*+.^`|~".contains(&b)) {
                self.tell(&format!("/request/allowed/{i}"), name.clone(), "the name of a header");
            }
        }
        self.headers("/request/headers", &profile.request.headers, &[]);
        for (name, lookup) in &profile.values {
            self.call(&format!("/values/{name}/call"), &lookup.call, &[]);
            self.pointer(&format!("/values/{name}/at"), &lookup.at);
        }
        if let Some(sign_in) = &profile.sign_in {
            self.sign_in(sign_in);
        }
        self.lists("", profile.list_parts());
        let errors = &profile.errors;
        for (name, pointers) in [("message", &errors.message), ("code", &errors.code)] {
            pointers.iter().enumerate().for_each(|(i, at)| self.pointer(&format!("/errors/{name}/{i}"), at));
        }
        if let Some(fields) = &errors.fields {
            self.pointer("/errors/fields/at", &fields.at);
            self.pointer("/errors/fields/message", &fields.message);
            fields.name.iter().for_each(|at| self.pointer("/errors/fields/name", at));
        }
        for (name, rules) in [
            ("notFound", &errors.not_found),
            ("notSignedIn", &errors.not_signed_in),
            ("notAllowed", &errors.not_allowed),
            ("exists", &errors.exists),
            ("tooMany", &errors.too_many),
        ] {
            self.rules(&format!("/errors/{name}"), rules);
        }
        if profile.resources.is_empty() {
            self.tell("/resources", json!({}), "at least one resource");
        }
        for (kind, resource) in &profile.resources {
            self.resource(*kind, resource);
        }
    }

    fn base(&mut self) {
        let base = self.profile.base.as_str();
        if base.is_empty() || base.starts_with('/') {
            return self.tell(
                "/base",
                base,
                "an address, or a path below this site's own, without a slash at its beginning",
            );
        }
        let wanted = "an address that begins with https:// and has no slash, query or fragment at its end";
        let has_scheme = base.contains("://");
        let is_web = base.starts_with("https://") || base.starts_with("http://");
        if base.ends_with('/') || base.contains(['?', '#', ' ']) || (has_scheme && !is_web) {
            self.tell("/base", base, wanted);
        } else if !self.profile.keeps_passwords_secret() {
            self.tell(
                "/base",
                base,
                "https://, because people sign in: over http:// anybody on the way reads their passwords",
            );
        }
    }

    fn sign_in(&mut self, sign_in: &SignIn) {
        let typed = ["user", "password"];
        if let Some(call) = &sign_in.call {
            self.call("/signIn/call", call, &typed);
        } else if sign_in.check.is_none() {
            self.tell(
                "/signIn/check",
                Value::Null,
                "a request that only succeeds for who is signed in, because there is no call that signs in",
            );
        }
        if sign_in.send.is_empty() && self.profile.request.credentials == Credentials::Omit {
            self.tell(
                "/signIn/send",
                json!({}),
                "the headers that a session sends, or \"credentials\": \"include\" in /request",
            );
        }
        sign_in.read.iter().for_each(|(name, at)| self.pointer(&format!("/signIn/read/{name}"), at));
        self.headers("/signIn/send", &sign_in.send, &[]);
        // What was typed is not known any more.
        for (name, call) in [("refresh", &sign_in.refresh), ("check", &sign_in.check)] {
            call.iter().for_each(|call| self.call(&format!("/signIn/{name}"), call, &[]));
        }
        if let Some(then) = &sign_in.then {
            self.call("/signIn/then/call", &then.call, &[]);
            then.read.iter().for_each(|(name, at)| self.pointer(&format!("/signIn/then/read/{name}"), at));
        }
    }

    fn resource(&mut self, kind: Kind, resource: &ResourceProfile) {
        let base = format!("/resources/{}", kind.name());
        let used_at_update = ["id", "revision", "next"];
        for (name, call, names) in [
            ("list", &resource.list, &[][..]),
            ("item", &resource.item, &["id"][..]),
            ("remove", &resource.remove, &["id"][..]),
        ] {
            call.iter().for_each(|call| self.call(&format!("{base}/{name}"), call, names));
        }
        let sends = resource.list.as_ref().is_some_and(|list| list.body.is_some()) || self.puts_into_body(resource);
        if sends && resource.list.as_ref().is_some_and(|list| list.method.is_none()) {
            self.tell(
                &format!("{base}/list/method"),
                Value::Null,
                "POST, because something is sent: browsers send nothing with GET",
            );
        }
        for (name, call) in [("item", &resource.item), ("remove", &resource.remove)] {
            if call.as_ref().is_some_and(|call| !names_id(&call.path, &call.query, call.body.as_ref())) {
                self.tell(&format!("{base}/{name}"), Value::Null, "{id} in the path or in the query");
            }
        }
        if let Some(create) = &resource.create {
            let names: &[&str] = if resource.ids == Ids::Backend { &[] } else { &["id"] };
            self.write(&format!("{base}/create"), create, resource, names);
        }
        if let Some(update) = &resource.update {
            self.write(&format!("{base}/update"), update, resource, &used_at_update);
            if !names_id(&update.path, &update.query, None) {
                self.tell(&format!("{base}/update"), Value::Null, "{id} in the path or in the query");
            }
        }
        if resource.list.is_none() && resource.item.is_none() && resource.create.is_none() {
            self.tell(&base, json!({}), "a list, an item or a create");
        }
        if resource.private && self.profile.sign_in.is_none() {
            self.tell(&format!("{base}/private"), true, "false, or a way to sign in (/signIn)");
        }
        if resource.owned && self.profile.sign_in.is_none() {
            self.tell(&format!("{base}/owned"), true, "false, or a way to sign in (/signIn)");
        }
        if let Some(upload) = &resource.upload {
            self.path(&format!("{base}/upload/path"), &upload.path, &[]);
            if let Err(why) = template::names(&upload.url) {
                self.tell(
                    &format!("{base}/upload/url"),
                    upload.url.clone(),
                    &format!("a template, but there is {why}"),
                );
            }
            self.headers(&format!("{base}/upload/headers"), &upload.headers, &["name"]);
            self.query(&format!("{base}/upload/fields"), &upload.fields, &["name"]);
        }
        if let Some(revision) = &resource.revision {
            self.pointer(&format!("{base}/revision/at"), &revision.at);
            revision.current.iter().for_each(|at| self.pointer(&format!("{base}/revision/current"), at));
            self.rules(&format!("{base}/revision/conflict"), &revision.conflict);
            if revision.conflict.is_empty() {
                self.tell(
                    &format!("{base}/revision/conflict"),
                    json!([]),
                    "how the backend answers when somebody else was faster",
                );
            }
            let sent =
                resource.update.as_ref().map(|update| format!("{:?}", (&update.query, &update.headers, &update.set)));
            if sent.is_some_and(|sent| !sent.contains("{revision}")) {
                self.tell(
                    &format!("{base}/update"),
                    Value::Null,
                    "{revision} in the query, a header or what is set, because there is a revision",
                );
            }
        }
        let fields = kind.spec().fields;
        let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
        let needed = fields.iter().filter(|field| field.required).map(|field| field.name);
        for (name, list) in [("filterable", &resource.filterable), ("sortable", &resource.sortable)] {
            for (i, field) in list.iter().flatten().enumerate() {
                if !resource.fields.contains_key(field) {
                    self.tell(&format!("{base}/{name}/{i}"), field.clone(), "a field that the profile names");
                }
            }
        }
        self.lists(&base, resource.list_parts());
        for (name, field) in &resource.fields {
            self.field(kind, &format!("{base}/fields/{name}"), name, field, &known);
        }
        let reads = resource.list.is_some() || resource.item.is_some();
        for name in needed.filter(|_| reads) {
            let is_read =
                resource.fields.get(name).is_some_and(|field| field.read_at().is_some() || field.default.is_some());
            if !is_read {
                self.tell(
                    &format!("{base}/fields/{name}"),
                    Value::Null,
                    "where it is read (\"at\" or \"read\"), or a \"default\"",
                );
            }
        }
        if resource.create.is_some() && resource.ids != Ids::Backend {
            let create_names_id = resource.create.as_ref().is_some_and(|create| create.path.contains("{id}"));
            let is_written = resource.fields.get("id").is_some_and(|field| field.write_at().is_some());
            if !is_written && !create_names_id {
                self.tell(
                    &format!("{base}/ids"),
                    format!("{:?}", resource.ids).to_lowercase(),
                    "\"backend\", or a place where our id is written",
                );
            }
        }
    }

    /// Whether conditions, sort keys or pages of a list go into what is sent.
    fn puts_into_body(&self, resource: &ResourceProfile) -> bool {
        let profile = self.profile;
        let into_body = |put: &ParamLocation| matches!(put, ParamLocation::Body(_));
        resource.filter.as_ref().or(profile.filter.as_ref()).is_some_and(|filter| into_body(&filter.put))
            || resource.sort.as_ref().or(profile.sort.as_ref()).is_some_and(|sort| into_body(&sort.put))
            || resource.page.as_ref().or(profile.page.as_ref()).is_some_and(|page| !page.body.is_empty())
    }

    fn field(&mut self, kind: Kind, at: &str, name: &str, field: &Field, known: &[&str]) {
        if !known.contains(&name) {
            self.tell(at, name, &format!("one of the fields of {}: {}", kind.name(), known.join(", ")));
        }
        for (part, pointer) in
            [("at", &field.at), ("read", &field.read), ("write", &field.write), ("each", &field.each)]
        {
            pointer.iter().for_each(|pointer| self.pointer(&format!("{at}/{part}"), pointer));
        }
        if field.read_at().is_none() && field.write_at().is_none() && field.default.is_none() {
            self.tell(at, json!({}), "\"at\", \"read\", \"write\" or \"default\"");
        }
        if kind.keeps_private(name) && field.read_at().is_some() {
            self.tell(at, name, "\"write\" only: this is private, and nobody reads it here");
        }
        if let Some(lookup) = &field.lookup {
            self.call(&format!("{at}/lookup/list"), &lookup.list, &[]);
            self.pointer(&format!("{at}/lookup/id"), &lookup.id);
            self.pointer(&format!("{at}/lookup/value"), &lookup.value);
        }
    }

    fn write(&mut self, at: &str, write: &Write, resource: &ResourceProfile, names: &[&str]) {
        self.path(&format!("{at}/path"), &write.path, names);
        self.query(&format!("{at}/query"), &write.query, names);
        self.headers(&format!("{at}/headers"), &write.headers, names);
        for (pointer, value) in &write.set {
            let place = format!("{at}/set/{}", pointer.replace('~', "~0").replace('/', "~1"));
            self.pointer(&place, pointer);
            self.json(&place, value, names);
        }
        if let Reply::Receipt(places) = &write.reply {
            for (name, pointer) in places {
                self.pointer(&format!("{at}/reply/receipt/{name}"), pointer);
                if !resource.fields.contains_key(name) {
                    self.tell(&format!("{at}/reply/receipt/{name}"), name.clone(), "a field that the profile names");
                }
            }
        }
    }
}

/// Whether `{id}` is somewhere in a request.
fn names_id(path: &str, query: &BTreeMap<String, String>, body: Option<&Value>) -> bool {
    path.contains("{id}")
        || query.values().any(|value| value.contains("{id}"))
        || body.is_some_and(|body| body.to_string().contains("{id}"))
}
