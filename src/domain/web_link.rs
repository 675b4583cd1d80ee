//! A link into the web, and the hosts in links.

use super::legible::turns_text;
use super::problem::Fault;
use serde::{Deserialize, Serialize};

/// A link into the web: http or https, and nothing that a browser would run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebLink(String);

impl WebLink {
    /// The longest link that is kept, in bytes.
    pub const MAX: usize = 2000;

    /// Reads a link that begins with http:// or https:// and has a host.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Fault::Missing);
        }
        if text.len() > Self::MAX {
            return Err(Fault::TooLong(Self::MAX));
        }
        let rest = ["https://", "http://"]
            .iter()
            .find_map(|scheme| text.get(..scheme.len())?.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..]));
        let host = rest.map(|rest| rest.split(['/', '?', '#', '\\']).next().unwrap_or_default());
        let clean = !text.chars().any(|c| c.is_whitespace() || c.is_control() || turns_text(c) || "<>\"".contains(c));
        match host {
            Some(host) if clean && !host.is_empty() && !host.starts_with(['.', ':', '@']) => Ok(Self(text.to_owned())),
            _ => Err(Fault::NotALink),
        }
    }

    /// The link as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for WebLink {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|_| "a link that begins with http:// or https://")
    }
}

impl From<WebLink> for String {
    fn from(link: WebLink) -> Self {
        link.0
    }
}

/// A host without its port. Only digits are one: what stands before an @ is a name and a password, and no host.
pub fn without_port(host: &str) -> &str {
    let is_port = |port: &str| port.bytes().all(|b| b.is_ascii_digit());
    host.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(host, |(name, _)| name)
}

/// Whether a host, with its port, is this machine: nobody on the way reads or changes what goes there over `http://`.
pub fn is_loopback(host: &str) -> bool {
    matches!(without_port(host), "127.0.0.1" | "localhost" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_this_machine_is_loopback() {
        for near in ["127.0.0.1:4101", "localhost", "[::1]:8080", "[::1]"] {
            assert!(is_loopback(near), "{near}");
        }
        for far in ["127.0.0.1.example.org", "localhost@example.org", "localhost:80@example.org", "::1", "[::2]", ""] {
            assert!(!is_loopback(far), "{far}");
        }
    }

    #[test]
    fn links_are_of_the_web() {
        for good in ["https://example.org", "http://example.org/a?b=c#d", "HTTPS://example.org/å"] {
            assert!(WebLink::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//example.org",
            "https://",
            "https:///x",
            "ftp://a.org",
            "https://a b",
            "java\nscript:x",
            "example.org",
        ] {
            assert_eq!(WebLink::parse(bad), Err(Fault::NotALink), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_link_that_is_accepted_begins_with_a_safe_scheme(text in "(?i)(https?|javascript|data|vbscript)?:?/{0,3}.{0,40}") {
            if let Ok(link) = WebLink::parse(&text) {
                let lower = link.as_str().to_ascii_lowercase();
                prop_assert!(lower.starts_with("http://") || lower.starts_with("https://"));
            }
        }
    }
}
