//! The network for programs that are no browser: `xtask` and the tests.

use super::LocalFuture;
use super::http::{Body, File, HttpTransport, Method, Request, Response, TransportError};
use chrono::{DateTime, Utc};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The network as this machine has it.
#[derive(Default)]
pub struct NativeTransport;

/// What separates the parts of a form. Nothing that we send holds it.
const BOUNDARY: &str = "deskmates-6f1c8b0e4d";

impl HttpTransport for NativeTransport {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Response, TransportError>> {
        Box::pin(std::future::ready(send(request)))
    }

    fn text_of(&self, html: &str) -> String {
        let mut text = String::new();
        let mut pieces = html.split('<');
        text.push_str(pieces.next().unwrap_or_default());
        pieces.for_each(|piece| text.push_str(piece.split_once('>').map_or("", |(_, after)| after)));
        html_escape::decode_html_entities(&text).into_owned()
    }

    fn now(&self) -> DateTime<Utc> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).ok().and_then(DateTime::from_timestamp_millis).unwrap_or_default()
    }
}

/// Sends a request and reads the whole answer.
pub fn send(request: Request) -> Result<Response, TransportError> {
    let limit = Duration::from_secs(request.timeout.into());
    let reads = matches!(request.method, Method::Get | Method::Head);
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(limit))
        // A redirect would turn what is written into a question, and the answer would look like success.
        .max_redirects(if reads { 10 } else { 0 })
        .max_redirects_will_error(false)
        .build()
        .into();
    let mut builder = ureq::http::Request::builder().method(request.method.name()).uri(&request.url);
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let (media_type, bytes) = bytes(request.body);
    if let Some(media_type) = media_type {
        builder = builder.header("content-type", media_type);
    }
    let is_plain = matches!(request.method, Method::Get | Method::Head | Method::Delete);
    let answer = if is_plain && bytes.is_empty() {
        builder.body(()).map_err(ureq::Error::from).and_then(|request| agent.run(request))
    } else {
        builder.body(bytes).map_err(ureq::Error::from).and_then(|request| agent.run(request))
    };
    let failed = |error: ureq::Error| match error {
        ureq::Error::Timeout(_) => TransportError::TimedOut,
        ureq::Error::HostNotFound => TransportError::NoSuchHost,
        ureq::Error::ConnectionFailed => TransportError::Refused,
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => TransportError::Refused,
        _ => TransportError::Unreachable,
    };
    let mut answer = answer.map_err(failed)?;
    let headers = answer
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    let headers = headers.collect();
    let status = answer.status().as_u16();
    let text = if request.method == Method::Head {
        String::new()
    } else {
        let bytes = answer.body_mut().with_config().limit(100 << 20).read_to_vec().map_err(failed)?;
        String::from_utf8_lossy(&bytes).into_owned()
    };
    Ok(Response { status, headers, text })
}

/// A body as it goes over the wire, with its media type where no header names it.
fn bytes(body: Body) -> (Option<String>, Vec<u8>) {
    match body {
        Body::None => (None, Vec::new()),
        Body::Json(text) => (None, text.into_bytes()),
        Body::File(file) => (Some(file.media_type), file.bytes),
        Body::Form(fields, part, file) => {
            (Some(format!("multipart/form-data; boundary={BOUNDARY}")), form(&fields, &part, &file))
        }
    }
}

/// A form with a file (RFC 7578).
fn form(fields: &[(String, String)], part: &str, file: &File) -> Vec<u8> {
    let mut whole = Vec::new();
    for (name, value) in fields {
        let piece = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        whole.extend(piece.into_bytes());
    }
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{part}\"; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n",
        file.name, file.media_type
    );
    whole.extend(head.into_bytes());
    whole.extend_from_slice(&file.bytes);
    whole.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
    whole
}
