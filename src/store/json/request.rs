//! Builds requests out of calls, and encodes what stands in addresses.

use super::profile::{Call, Method, Profile, Template, Write};
use super::template::{self, Known};
use crate::platform::http::{Body, Request};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use std::collections::BTreeMap;

/// Everything but what may stand anywhere in an address (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The parts of a request, before anything is filled in.
pub struct RequestSpec<'a> {
    /// The method.
    pub method: Method,
    /// The path behind the base.
    pub path: &'a str,
    /// The query as the profile has it.
    pub query: Vec<&'a BTreeMap<String, Template>>,
    /// Headers as the profile has them.
    pub headers: Vec<&'a BTreeMap<String, Template>>,
    /// The body as the profile has it.
    pub template: Option<&'a Value>,
    /// Further parameters of the query, ready.
    pub more: Vec<(String, String)>,
    /// What is sent, ready.
    pub body: Body,
}

impl<'a> RequestSpec<'a> {
    /// The parts of a call; `usual` is its method if it names none.
    pub fn of(call: &'a Call, usual: Method) -> Self {
        let bare = Self::bare(call.method.unwrap_or(usual), &call.path, &call.query, &call.headers);
        Self { template: call.body.as_ref(), ..bare }
    }

    /// The parts of a call of signing in, which is a POST where something is sent.
    pub fn of_session(call: &'a Call) -> Self {
        Self::of(call, if call.body.is_some() { Method::Post } else { Method::Get })
    }

    /// The parts of a write.
    pub fn of_write(write: &'a Write, usual: Method) -> Self {
        Self::bare(write.method.unwrap_or(usual), &write.path, &write.query, &write.headers)
    }

    fn bare(
        method: Method,
        path: &'a str,
        query: &'a BTreeMap<String, Template>,
        headers: &'a BTreeMap<String, Template>,
    ) -> Self {
        let (query, headers) = (vec![query], vec![headers]);
        Self { method, path, query, headers, template: None, more: Vec::new(), body: Body::None }
    }

    /// Whether a template in it names something.
    pub fn names(&self, name: &str) -> bool {
        let name = format!("{{{name}}}");
        let in_any = |maps: &[&BTreeMap<String, Template>]| {
            maps.iter().flat_map(|map| map.values()).any(|template| template.contains(&name))
        };
        let in_body = self.template.is_some_and(|body| body.to_string().contains(&name));
        self.path.contains(&name) || in_any(&self.query) || in_any(&self.headers) || in_body
    }
}

/// The request; an error is the name that is not known.
pub fn build(
    profile: &Profile,
    parts: &RequestSpec,
    session: &BTreeMap<String, Template>,
    known: Known,
) -> Result<Request, String> {
    let encoded = |name: &str| known(name).map(|value| Value::from(encode(&template::text(&value))));
    let mut url = format!("{}{}", profile.base, template::fill(parts.path, &encoded)?);
    let mut query = Vec::new();
    for (name, value) in parts.query.iter().copied().flatten() {
        query.push((template::fill(name, known)?, template::fill(value, known)?));
    }
    query.extend(parts.more.iter().cloned());
    for (name, value) in query {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&format!("{}={}", encode(&name), encode(&value)));
    }
    let body = match parts.template {
        Some(body) => Body::Json(template::fill_json(body, known)?.to_string()),
        None => parts.body.clone(),
    };
    let mut headers = Vec::new();
    if matches!(body, Body::Json(_)) {
        headers.push(("content-type".to_owned(), "application/json".to_owned()));
    }
    let own = parts.headers.iter().copied().flatten().map(|header| (header, true));
    let all = profile.request.headers.iter().map(|header| (header, true));
    let of_session = session.iter().map(|header| (header, false));
    for ((name, value), is_needed) in all.chain(of_session).chain(own) {
        let name = name.to_ascii_lowercase();
        match template::fill(value, known) {
            Ok(value) => {
                // A header of the call stands in the place of one for every request.
                headers.retain(|(other, _)| *other != name);
                headers.push((name, value));
            }
            // While one signs in, the session knows only a part of what it will send.
            Err(_) if !is_needed => {}
            Err(unknown) => return Err(unknown),
        }
    }
    Ok(Request {
        method: parts.method,
        url,
        headers,
        body,
        credentials: profile.request.credentials,
        timeout: profile.request.timeout,
    })
}

/// A text as it may stand in a path or a query.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The parameters of an address that a backend gave for its next page.
pub fn query_of(url: &str) -> Vec<(String, String)> {
    let query = url.split_once('?').map_or("", |(_, query)| query.split('#').next().unwrap_or_default());
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        percent_encoding::percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(n, v)| (decode(n), decode(v))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_query_is_read_as_it_was_written(pairs in prop::collection::vec((".+", ".*"), 0..4)) {
            let written: Vec<_> = pairs.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
            prop_assert_eq!(query_of(&format!("http://x/y?{}", written.join("&"))), pairs);
        }
    }
}
