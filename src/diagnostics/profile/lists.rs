//! What lists need: conditions, order, pages, totals.

use super::Check;
use crate::store::json::profile::{Envelope, Filter, Paging, Profile, ResourceProfile, Sort, Total};
use crate::store::json::template;
use serde_json::{Value, json};

impl Check<'_> {
    /// What lists need, of the profile (`base` is empty) or of one resource.
    pub(super) fn lists(&mut self, base: &str, parts: ListParts) {
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

    fn page(&mut self, base: &str, page: &Paging) {
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
}

/// What lists need, wherever it stands.
pub(super) struct ListParts<'a> {
    envelope: Option<&'a Envelope>,
    filter: Option<&'a Filter>,
    sort: Option<&'a Sort>,
    page: Option<&'a Paging>,
    total: Option<&'a Total>,
}

impl Profile {
    pub(super) fn list_parts(&self) -> ListParts<'_> {
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
    pub(super) fn list_parts(&self) -> ListParts<'_> {
        ListParts {
            envelope: self.envelope.as_ref(),
            filter: self.filter.as_ref(),
            sort: self.sort.as_ref(),
            page: self.page.as_ref(),
            total: self.total.as_ref(),
        }
    }
}
