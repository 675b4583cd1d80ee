//! What is sent and what comes back, and the one way to send it.

use super::LocalFuture;
use crate::domain::web_link::is_loopback;
use chrono::{DateTime, Utc};
use serde::Deserialize;

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "their names are HTTP's")]
pub enum Method {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The name that HTTP gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Whether the browser sends its cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Credentials {
    /// Never.
    Omit,
    /// With every request.
    Include,
}

/// A request, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The address, with its query.
    pub url: String,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// What is sent.
    pub body: Body,
    /// Whether cookies go along.
    pub credentials: Credentials,
    /// After how many seconds it is given up.
    pub timeout: u32,
}

/// What is sent with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    None,
    /// JSON.
    Json(String),
    /// A file by itself.
    File(File),
    /// A file in a form, under this name, after further fields.
    Form(Vec<(String, String)>, String, File),
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its media type: `image/jpeg`.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// An answer, whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers that may be read, with their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The text.
    pub text: String,
}

impl Response {
    /// A header by its name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Whether the backend did what it was asked.
    pub fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Why there is no answer. The request may have arrived all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// Nothing came: no network, no such host, or a backend that does not let this site ask (CORS).
    /// A browser tells no more than that.
    Unreachable,
    /// No host of that name is known.
    NoSuchHost,
    /// The host is there, and nothing listens at that port.
    Refused,
    /// It took too long.
    TimedOut,
}

/// Whether an address is of this machine, so that nobody on the way reads what goes there over `http://`.
pub fn is_near(url: &str) -> bool {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    is_loopback(host)
}

/// The network, and what it takes to read answers: a line of HTML as text, and the time (how long to wait, when a session ends).
/// One trait, for whoever stands between a backend and the machine, as tests and the check do, passes on all of it.
pub trait HttpTransport {
    /// Sends a request and waits for the whole answer.
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Response, TransportError>>;

    /// The text of a piece of HTML, without its tags and with its entities as the signs they stand for.
    fn text_of(&self, html: &str) -> String;

    /// The time by this machine's clock, which may be wrong.
    fn now(&self) -> DateTime<Utc>;
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn only_this_machine_is_near() {
        for near in ["http://127.0.0.1:4101/v1", "http://localhost", "http://[::1]:8080?x"] {
            assert!(is_near(near), "{near}");
        }
        for far in [
            "http://127.0.0.1.example.org",
            "http://localhost@example.org/",
            "http://localhost:80@example.org",
            "http://example.org/127.0.0.1",
            "/localhost",
        ] {
            assert!(!is_near(far), "{far}");
        }
    }
}
