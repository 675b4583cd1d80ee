//! Addresses that nobody is shown can be found out one sign at a time, where the
//! backend sorts by them, chooses by them or searches in them.
//!
//! Each question is asked twice, once of a field that nothing has: a backend that
//! overlooks what it does not know answers both alike.

use super::Probe;
use super::asking::{Seen, base_of, things_in};
use super::exposure::finding;
use super::finding::Outcome;
use crate::domain::resource::Kind;
use crate::store::json::list;
use crate::store::json::nothing;
use crate::store::json::profile::{Call, Field, Filter, Method, Operator, ParamLocation, ResourceProfile, Sort};
use crate::store::json::request::RequestSpec;
use crate::store::json::template;
use serde_json::{Value, json};

/// A field that nothing has.
const NO_FIELD: &str = "deskmatescheck";

/// The parameters by which backends search in texts.
const SEARCHES: [&str; 3] = ["search", "q", "query"];

/// What comes of a question: the things in their order, or nothing where it is refused.
type Answered = Option<Vec<Value>>;

impl Probe {
    pub(super) async fn side_channels(&self) {
        for kind in [Kind::Comments, Kind::Waitlist] {
            let Some(resource) = self.resource(kind) else { continue };
            let written = resource.fields.get("email");
            let email = written.and_then(Field::name).unwrap_or_else(|| "email".to_owned());
            let list = resource.list.clone();
            let put = resource
                .create
                .as_ref()
                .map(|create| Call { query: create.query.clone(), ..Call::to(base_of(&create.path)) });
            let mut tried = false;
            for call in list.into_iter().chain(put) {
                let Some(plain) = self.asked(&call, resource, &[], None).await.filter(|things| things.len() > 1) else {
                    continue;
                };
                tried = true;
                let told = match self.sorts(&call, resource, &email).await {
                    true => Some("private.sorts_by_address"),
                    false if self.chooses(&call, resource, &email, &plain).await => Some("private.chooses_by_address"),
                    false if self.searches(&call, resource).await => Some("private.searches_addresses"),
                    false => None,
                };
                if let Some(words) = told {
                    let found = finding(kind, Outcome::Bad, words).hint("hint.oracle");
                    return self.tell(found.seen(self.stranger.last().as_ref()));
                }
            }
            if tried {
                self.tell(finding(kind, Outcome::Good, "private.no_oracle").seen(self.stranger.last().as_ref()));
            }
        }
    }

    /// Makes a question of a list. `put` is a condition or a sort key and where the profile puts it.
    async fn asked(
        &self,
        call: &Call,
        resource: &ResourceProfile,
        more: &[(String, String)],
        put: Option<(&ParamLocation, Value, Option<&str>)>,
    ) -> Answered {
        let mut parts = RequestSpec::of(call, Method::Get);
        parts.more = more.to_vec();
        let body;
        if let Some((place, piece, join)) = put {
            let (parameters, whole) = list::placed(place, piece, join, call.body.as_ref());
            parts.more.extend(parameters);
            body = whole;
            parts.template = body.as_ref();
        }
        let seen: Seen = self.as_stranger(&parts, &nothing).await?;
        let body = seen.json()?;
        Some(things_in(&body, self.envelope(resource)))
    }

    /// Whether the order follows the address: both directions differ, and not for a field that is not there.
    async fn sorts(&self, call: &Call, resource: &ResourceProfile, email: &str) -> bool {
        let Some(sort) = resource.sort.as_ref().or(self.profile.sort.as_ref()) else { return false };
        let control = self.both_ways(call, resource, sort, NO_FIELD).await;
        if control.is_some_and(|(rising, falling)| rising != falling) {
            return false;
        }
        let both = self.both_ways(call, resource, sort, email).await;
        both.is_some_and(|(rising, falling)| rising != falling && !rising.is_empty())
    }

    async fn both_ways(
        &self,
        call: &Call,
        resource: &ResourceProfile,
        sort: &Sort,
        field: &str,
    ) -> Option<(Vec<Value>, Vec<Value>)> {
        let known = |name: &str| (name == "field").then(|| json!(field));
        let join = Some(sort.join.as_deref().unwrap_or(","));
        let rising = template::fill_json(&sort.rising, &known).ok()?;
        let rising = self.asked(call, resource, &[], Some((&sort.put, rising, join))).await?;
        let falling = template::fill_json(&sort.falling, &known).ok()?;
        let falling = self.asked(call, resource, &[], Some((&sort.put, falling, join))).await?;
        Some((rising, falling))
    }

    /// Whether a condition on the address chooses: nobody has this one, so nothing comes; or everything
    /// comes that has one. For a field that is not there the same must not happen.
    async fn chooses(&self, call: &Call, resource: &ResourceProfile, email: &str, plain: &[Value]) -> bool {
        let Some(filter) = resource.filter.as_ref().or(self.profile.filter.as_ref()) else { return false };
        let all = plain.len();
        for (operator, value) in
            [(Operator::Is, super::writing::ADDRESS), (Operator::From, " "), (Operator::Before, " ")]
        {
            let Some(of_email) = self.condition(call, resource, filter, operator, email, value).await else { continue };
            let control =
                self.condition(call, resource, filter, operator, NO_FIELD, value).await.map(|things| things.len());
            // Refused for a field that is not there, or overlooked: then this one was looked at.
            if Some(of_email.len()) != control && (of_email.len() < all || control.is_some()) {
                return true;
            }
        }
        false
    }

    async fn condition(
        &self,
        call: &Call,
        resource: &ResourceProfile,
        filter: &Filter,
        operator: Operator,
        field: &str,
        value: &str,
    ) -> Answered {
        let template = filter.conditions.get(&operator)?;
        let value = match filter.quote {
            Some(sign) => json!(format!("{sign}{value}{sign}")),
            None => json!(value),
        };
        let known = |name: &str| match name {
            "field" => Some(json!(field)),
            "value" | "values" => Some(value.clone()),
            _ => None,
        };
        let piece = template::fill_json(template, &known).ok()?;
        self.asked(call, resource, &[], Some((&filter.put, piece, filter.join.as_deref()))).await
    }

    /// Whether a search looks into what it does not show: every address has the sign, and what comes does not.
    async fn searches(&self, call: &Call, resource: &ResourceProfile) -> bool {
        for name in SEARCHES {
            let search = |text: &str| [(name.to_owned(), text.to_owned())];
            let nothing_has = self.asked(call, resource, &search("zqx-deskmates-check-qzx"), None).await;
            if nothing_has.is_none_or(|things| !things.is_empty()) {
                continue;
            }
            let found = self.asked(call, resource, &search("@"), None).await.unwrap_or_default();
            if found.iter().any(|thing| !thing.to_string().contains('@')) {
                return true;
            }
        }
        false
    }
}
