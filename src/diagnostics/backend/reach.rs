//! Whether the backend answers at all, how fast, and over what.

use super::Probe;
use super::asking::Seen;
use super::finding::{Area, Finding, Outcome};
use crate::platform::http::{Response, TransportError, is_near};
use crate::store::json::profile::{Call, Method, Source};
use crate::store::json::request::RequestSpec;
use crate::store::parse;

/// From this many milliseconds on, a page feels slow: it takes two or three requests.
const SLOW: i64 = 1500;

fn finding(outcome: Outcome, words: &'static str) -> Finding {
    Finding::new(Area::Reach, outcome, words)
}

/// The host of an address.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    if host.starts_with('[') {
        return host.split_inclusive(']').next().unwrap_or_default();
    }
    host.split(':').next().unwrap_or_default()
}

impl Probe {
    /// What the address begins with.
    pub(super) fn scheme(&self) {
        let base = &self.profile.base;
        let found = match base.split_once("://").map(|(scheme, _)| scheme) {
            Some("https") => finding(Outcome::Good, "reach.encrypted"),
            Some(_) if is_near(base) => finding(Outcome::Good, "reach.near"),
            Some(_) => finding(Outcome::Bad, "reach.plain").hint("hint.plain"),
            None => finding(Outcome::NotTried, "reach.relative"),
        };
        self.tell(found.with("base", base));
    }

    /// The first list that anybody may read, or else the first of all.
    fn first(&self) -> Option<&Call> {
        let lists = self
            .profile
            .resources
            .iter()
            .filter_map(|(kind, resource)| Some((resource.private, *kind, resource.list.as_ref()?)));
        lists.min_by_key(|(private, kind, _)| (*private, *kind)).map(|(_, _, call)| call)
    }

    /// Whether it answers with JSON. Without that there is nothing else to try.
    pub(super) async fn reach(&self) -> bool {
        let Some(call) = self.first() else {
            self.tell(finding(Outcome::NotTried, "reach.nothing_to_read"));
            return true;
        };
        let parts = RequestSpec::of(call, Method::Get);
        let seen = match self.as_stranger(&parts, &crate::store::json::nothing).await {
            Some(seen) => seen,
            // What the request needs was not to be had: that request is the one to look at.
            None => match self.stranger.last() {
                Some(seen) => seen,
                None => return true,
            },
        };
        let found = match &seen.answer {
            Err(TransportError::NoSuchHost) => finding(Outcome::Bad, "reach.no_such_host").hint("hint.no_such_host"),
            Err(TransportError::Refused) => finding(Outcome::Bad, "reach.refused").hint("hint.refused"),
            Err(TransportError::Unreachable) => finding(Outcome::Bad, "reach.unreachable").hint("hint.unreachable"),
            Err(TransportError::TimedOut) => finding(Outcome::Bad, "reach.timed_out")
                .with("seconds", self.profile.request.timeout)
                .hint("hint.timed_out"),
            Ok(answer) => self.answered(answer),
        };
        let answers = found.outcome != Outcome::Bad;
        self.tell(found.with("host", host(&seen.request.url)).seen(Some(&seen)));
        if answers {
            self.other_sites(&seen).await;
        }
        answers
    }

    fn answered(&self, answer: &Response) -> Finding {
        if answer.status >= 500 {
            return finding(Outcome::Bad, "reach.fails").with("status", answer.status).hint("hint.fails");
        }
        if parse::json(&answer.text).is_ok() || answer.text.trim().is_empty() {
            return finding(Outcome::Good, "reach.answers");
        }
        let is_page = answer.text.trim_start().starts_with('<');
        finding(Outcome::Bad, if is_page { "reach.page" } else { "reach.not_json" }).hint("hint.not_json")
    }

    /// Whether a browser would let a page of another site read the answers (CORS). A browser needs not
    /// be asked: there, an answer that came may be read.
    async fn other_sites(&self, first: &Seen) {
        if cfg!(target_arch = "wasm32") {
            return;
        }
        let mut request = first.request.clone();
        request.headers.push(("origin".to_owned(), "https://deskmates.example.org".to_owned()));
        let Some(seen) = self.stranger.send(request).await else { return };
        let Ok(answer) = &seen.answer else { return };
        if answer.header("access-control-allow-origin").is_none() {
            return self.tell(finding(Outcome::Warn, "reach.one_site").hint("hint.cors").seen(Some(&seen)));
        }
        let exposed = answer.header("access-control-expose-headers").unwrap_or_default().to_ascii_lowercase();
        let exposed: Vec<&str> = exposed.split(',').map(str::trim).collect();
        let lists = self.profile.resources.values();
        let next = self.profile.page.iter().chain(lists.clone().filter_map(|resource| resource.page.as_ref()));
        let totals = self.profile.total.iter().chain(lists.filter_map(|resource| resource.total.as_ref()));
        let sources = next.filter_map(|page| page.next.as_ref()).chain(totals.map(|total| &total.at));
        let needed = sources.filter_map(|source| match source {
            // A header that this answer does not have is not missed in it.
            Source::Header(name) => answer.header(name).map(|_| name.to_ascii_lowercase()),
            Source::Body(_) => None,
        });
        let missing: Vec<String> = needed.filter(|name| !exposed.contains(&name.as_str())).collect();
        let found = if missing.is_empty() || exposed.contains(&"*") {
            finding(Outcome::Good, "reach.any_site")
        } else {
            let names = missing.join(", ");
            finding(Outcome::Warn, "reach.header_hidden").with("names", names).hint("hint.header_hidden")
        };
        self.tell(found.seen(Some(&seen)));
    }

    /// How long the readings took so far.
    pub(super) fn speed(&self) {
        let mut times = self.stranger.times();
        times.sort_unstable();
        let Some(median) = times.get(times.len() / 2) else { return };
        let found = if *median >= SLOW {
            finding(Outcome::Warn, "reach.slow").hint("hint.slow")
        } else {
            finding(Outcome::Good, "reach.fast")
        };
        self.tell(found.with("ms", median).number(times.len()));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_host_is_what_is_asked() {
        for (url, host) in [
            ("http://127.0.0.1:4101/v1", "127.0.0.1"),
            ("http://127.0.0.1.example.org", "127.0.0.1.example.org"),
            ("http://localhost@example.org/", "example.org"),
            ("http://[::1]:8080", "[::1]"),
            ("/api", ""),
        ] {
            assert_eq!(super::host(url), host, "{url}");
        }
    }
}
