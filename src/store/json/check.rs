//! What must hold in a profile beyond its shape: templates that name what is known, headers
//! that may be sent, addresses that keep a secret, fields that Deskmates has and needs.

use super::profile::{Call, Field, Ids, Pointer, Profile, Put, Reply, ResourceProfile, Rule, SignIn, Source, Write};
use super::schema::Wrong;
use super::template;
use crate::domain::resource::Kind;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The fields of a kind, and those of them that there must be to read it.
pub fn fields_of(kind: Kind) -> (&'static [&'static str], &'static [&'static str]) {
    match kind {
        Kind::Rounds => (
            &["id", "title", "summary", "applications_open", "applications_close", "start", "end", "figures"],
            &["id", "title", "applications_open", "applications_close", "start", "end"],
        ),
        Kind::Topics => (
            &[
                "id",
                "slug",
                "round",
                "number",
                "title",
                "release",
                "language",
                "image",
                "body",
                "prompts",
                "closing",
                "categories",
                "tags",
            ],
            &["id", "slug", "title", "release", "body"],
        ),
        Kind::Comments => (
            &["id", "topic", "parent", "name", "link", "text", "created", "edited", "state", "email"],
            &["id", "topic", "name", "text", "created"],
        ),
        Kind::Participants => (
            &["id", "round", "name", "role", "workplace", "country", "time_zone", "languages"],
            &["id", "round", "name", "role", "workplace", "country", "time_zone", "languages"],
        ),
        Kind::Contacts => (
            &["id", "partnership", "by", "at", "channel", "topic", "note"],
            &["id", "partnership", "by", "at", "channel"],
        ),
        Kind::Waitlist => (&["id", "name", "country", "consented", "email"], &["id", "name", "country", "consented"]),
    }
}

/// Everything that is wrong with a profile of the right shape.
pub fn wrongs(profile: &Profile) -> Vec<Wrong> {
    let mut check = Check { profile, wrong: Vec::new() };
    check.whole();
    check.wrong
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
        if profile.profile != 1 {
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
        let wanted = "an address that begins with https:// and has no slash, query or fragment at its end";
        let is_near =
            ["http://127.0.0.1", "http://localhost", "http://[::1]"].iter().any(|near| base.starts_with(near));
        let has_scheme = base.contains("://");
        let is_web = base.starts_with("https://") || base.starts_with("http://");
        if base.ends_with('/') || base.contains(['?', '#', ' ']) || (has_scheme && !is_web) {
            self.tell("/base", base, wanted);
        } else if base.starts_with("http://") && !is_near && self.profile.sign_in.is_some() {
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
        if sign_in.send.is_empty() && self.profile.request.credentials == super::profile::Credentials::Omit {
            self.tell(
                "/signIn/send",
                json!({}),
                "the headers that a session sends, or \"credentials\": \"include\" in /request",
            );
        }
        sign_in.read.iter().for_each(|(name, at)| self.pointer(&format!("/signIn/read/{name}"), at));
        self.headers("/signIn/send", &sign_in.send, &[]);
        for (name, call) in [("refresh", &sign_in.refresh), ("check", &sign_in.check)] {
            call.iter().for_each(|call| self.call(&format!("/signIn/{name}"), call, &typed));
        }
        if let Some(then) = &sign_in.then {
            self.call("/signIn/then/call", &then.call, &[]);
            then.read.iter().for_each(|(name, at)| self.pointer(&format!("/signIn/then/read/{name}"), at));
        }
    }

    /// What lists need, of the profile (`base` is empty) or of one resource.
    fn lists(&mut self, base: &str, parts: ListParts) {
        if let Some(envelope) = parts.envelope {
            for (name, at) in [("list", &envelope.list), ("item", &envelope.item), ("send", &envelope.send)] {
                self.pointer(&format!("{base}/envelope/{name}"), at);
            }
            envelope.key.iter().for_each(|at| self.pointer(&format!("{base}/envelope/key"), at));
        }
        if let Some(filter) = parts.filter {
            let place = format!("{base}/filter");
            self.put(&place, &filter.put);
            if filter.conditions.is_empty() {
                self.tell(&format!("{place}/conditions"), json!({}), "at least how \"is\" is written");
            }
            for (operator, value) in &filter.conditions {
                let at = format!("{place}/conditions/{}", operator.name());
                self.json(&at, value, &["field", "value", "values"]);
                self.piece(&at, value, &filter.put);
                let text = value.to_string();
                if !text.contains("{field}") || !text.contains("{value") {
                    self.tell(&at, value.clone(), "a condition with {field} and {value} in it");
                }
            }
        }
        if let Some(sort) = parts.sort {
            let place = format!("{base}/sort");
            self.put(&place, &sort.put);
            for (name, value) in [("rising", &sort.rising), ("falling", &sort.falling)] {
                let at = format!("{place}/{name}");
                self.json(&at, value, &["field"]);
                self.piece(&at, value, &sort.put);
                if !value.to_string().contains("{field}") {
                    self.tell(&at, value.clone(), "a sort key with {field} in it");
                }
            }
            if sort.rising == sort.falling {
                self.tell(&format!("{place}/falling"), sort.falling.clone(), "something else than the rising order");
            }
        }
        if let Some(page) = parts.page {
            self.page(base, page);
        }
        if let Some(total) = parts.total {
            self.source(&format!("{base}/total/at"), &total.at);
            self.query(&format!("{base}/total/query"), &total.query, &[]);
            self.headers(&format!("{base}/total/headers"), &total.headers, &[]);
        }
    }

    fn page(&mut self, base: &str, page: &super::profile::Paging) {
        let place = format!("{base}/page");
        let names = ["size", "page", "offset", "cursor"];
        self.query(&format!("{place}/query"), &page.query, &names);
        for (at, template) in &page.body {
            self.pointer(&format!("{place}/body"), at);
            self.template(&format!("{place}/body/{}", at.replace('/', "~1")), template, &names);
        }
        if page.most == 0 {
            self.tell(&format!("{place}/most"), 0, "a number from 1 on");
        }
        page.next.iter().for_each(|next| self.source(&format!("{place}/next"), next));
        self.rules(&format!("{place}/beyond"), &page.beyond);
        let used: Vec<_> =
            page.query.values().chain(page.body.values()).filter_map(|t| template::names(t).ok()).flatten().collect();
        let turns = used.iter().any(|name| ["page", "offset"].contains(name));
        if page.next.is_none() && !turns {
            self.tell(&place, Value::Null, "{page} or {offset} in /query, or where the next page is told (/next)");
        }
        if page.next.is_some() && turns {
            self.tell(&place, json!(used), "either {page} or {offset}, or /next, not both");
        }
        if used.contains(&"cursor") && page.next.is_none() {
            self.tell(&format!("{place}/next"), Value::Null, "where the cursor of the next page stands");
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
        if let Some(upload) = &resource.upload {
            self.template(&format!("{base}/upload/path"), &upload.path, &[]);
            self.headers(&format!("{base}/upload/headers"), &upload.headers, &["name"]);
            self.query(&format!("{base}/upload/fields"), &upload.fields, &["name"]);
        }
        if let Some(revision) = &resource.revision {
            self.pointer(&format!("{base}/revision/at"), &revision.at);
            revision.current.iter().for_each(|at| self.pointer(&format!("{base}/revision/current"), at));
            self.rules(&format!("{base}/revision/conflict"), &revision.conflict);
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
        let (known, needed) = fields_of(kind);
        for (name, list) in [("filterable", &resource.filterable), ("sortable", &resource.sortable)] {
            for (i, field) in list.iter().flatten().enumerate() {
                if !resource.fields.contains_key(field) {
                    self.tell(&format!("{base}/{name}/{i}"), field.clone(), "a field that the profile names");
                }
            }
        }
        self.lists(&base, resource.list_parts());
        for (name, field) in &resource.fields {
            self.field(kind, &format!("{base}/fields/{name}"), name, field, known);
        }
        let reads = resource.list.is_some() || resource.item.is_some();
        for name in needed.iter().filter(|_| reads) {
            let is_read =
                resource.fields.get(*name).is_some_and(|field| field.read_at().is_some() || field.default.is_some());
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
        if kind.private_fields().contains(&name) && field.read_at().is_some() {
            self.tell(at, name, "\"write\" only: this is private, and nobody reads it here");
        }
        if let Some(table) = &field.lookup {
            self.call(&format!("{at}/lookup/list"), &table.list, &[]);
            self.pointer(&format!("{at}/lookup/id"), &table.id);
            self.pointer(&format!("{at}/lookup/value"), &table.value);
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

    fn call(&mut self, at: &str, call: &Call, names: &[&str]) {
        self.path(&format!("{at}/path"), &call.path, names);
        self.query(&format!("{at}/query"), &call.query, names);
        self.headers(&format!("{at}/headers"), &call.headers, names);
        call.body.iter().for_each(|body| self.json(&format!("{at}/body"), body, names));
    }

    fn path(&mut self, at: &str, path: &str, names: &[&str]) {
        if !path.starts_with('/') || path.contains(['#', ' ']) {
            self.tell(at, path, "a path that begins with / and goes behind the base");
        }
        self.template(at, path, names);
    }

    fn query(&mut self, at: &str, query: &BTreeMap<String, String>, names: &[&str]) {
        query.iter().for_each(|(name, value)| self.template(&format!("{at}/{name}"), value, names));
    }

    fn headers(&mut self, at: &str, headers: &BTreeMap<String, String>, names: &[&str]) {
        for (name, value) in headers {
            let place = format!("{at}/{name}");
            self.template(&place, value, names);
            if !self.profile.request.allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(name)) {
                self.tell(&place, name.clone(), "a header that /request/allowed names");
            }
        }
    }

    fn json(&mut self, at: &str, value: &Value, names: &[&str]) {
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
    fn template(&mut self, at: &str, text: &str, names: &[&str]) {
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

    fn pointer(&mut self, at: &str, pointer: &Pointer) {
        let escapes_well = pointer.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
        if !(pointer.is_empty() || pointer.starts_with('/')) || !escapes_well {
            self.tell(at, pointer.clone(), "a JSON Pointer: empty, or beginning with /");
        }
    }

    fn source(&mut self, at: &str, source: &Source) {
        match source {
            Source::Body(pointer) => self.pointer(&format!("{at}/body"), pointer),
            Source::Header(name) if name.is_empty() => self.tell(&format!("{at}/header"), "", "the name of a header"),
            Source::Header(_) => {}
        }
    }

    fn put(&mut self, at: &str, put: &Put) {
        match put {
            Put::Body(pointer) => self.pointer(&format!("{at}/put/body"), pointer),
            Put::Parameter(name) if name.is_empty() => {
                self.tell(&format!("{at}/put/parameter"), "", "the name of a parameter")
            }
            Put::Parameter(_) | Put::Query => {}
        }
    }

    /// A condition or a sort key has the form that fits the place where it goes.
    fn piece(&mut self, at: &str, value: &Value, put: &Put) {
        if matches!(put, Put::Query) && !value.is_object() {
            self.tell(at, value.clone(), "an object of parameters, because of \"put\": \"query\"");
        }
        if !matches!(put, Put::Query) && !(value.is_object() || value.is_string()) {
            self.tell(at, value.clone(), "a text or an object");
        }
    }

    fn rules(&mut self, at: &str, rules: &[Rule]) {
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

/// Whether `{id}` is somewhere in a request.
fn names_id(path: &str, query: &BTreeMap<String, String>, body: Option<&Value>) -> bool {
    path.contains("{id}")
        || query.values().any(|value| value.contains("{id}"))
        || body.is_some_and(|body| body.to_string().contains("{id}"))
}

/// What lists need, wherever it stands.
struct ListParts<'a> {
    envelope: Option<&'a super::profile::Envelope>,
    filter: Option<&'a super::profile::Filter>,
    sort: Option<&'a super::profile::Sort>,
    page: Option<&'a super::profile::Paging>,
    total: Option<&'a super::profile::Total>,
}

impl Profile {
    fn list_parts(&self) -> ListParts<'_> {
        ListParts {
            envelope: Some(&self.envelope),
            filter: self.filter.as_ref(),
            sort: self.sort.as_ref(),
            page: self.page.as_ref(),
            total: self.total.as_ref(),
        }
    }
}

impl ResourceProfile {
    fn list_parts(&self) -> ListParts<'_> {
        ListParts {
            envelope: self.envelope.as_ref(),
            filter: self.filter.as_ref(),
            sort: self.sort.as_ref(),
            page: self.page.as_ref(),
            total: self.total.as_ref(),
        }
    }
}
