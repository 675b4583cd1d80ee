//! The few requests that setting up a backend takes.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::time::Duration;

/// Where a server on this port is.
pub fn base(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

fn agent() -> ureq::Agent {
    // A status is an answer, not an error of the client's, and no redirect is
    // followed: a backend that is ready answers where it is asked.
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .new_agent()
}

/// Whether a GET of this address is answered with 200.
pub fn is_ready(url: &str) -> bool {
    agent().get(url).call().is_ok_and(|answer| answer.status() == 200)
}

/// Sends JSON and gives the JSON of the answer; a refusal is an error.
pub fn send(method: &str, url: &str, authorization: Option<&str>, body: &Value) -> Result<Value> {
    let mut request = ureq::http::Request::builder().method(method).uri(url).header("Content-Type", "application/json");
    if let Some(authorization) = authorization {
        request = request.header("Authorization", authorization);
    }
    let mut answer = agent().run(request.body(body.to_string())?).with_context(|| format!("{method} {url}"))?;
    let text = answer.body_mut().read_to_string()?;
    if !answer.status().is_success() {
        bail!("{method} {url} was answered with {}: {text}", answer.status());
    }
    Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
}

/// The value of an Authorization header for `user:password`.
pub fn basic(credentials: &str) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut header = "Basic ".to_owned();
    for chunk in credentials.as_bytes().chunks(3) {
        let bits = chunk.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let sign = SIGNS[(bits >> (18 - 6 * place)) as usize & 63];
            header.push(if place <= chunk.len() { sign.into() } else { '=' });
        }
    }
    header
}

#[cfg(test)]
mod tests {
    #[test]
    fn credentials_are_base64() {
        assert_eq!(super::basic("admin:secret"), "Basic YWRtaW46c2VjcmV0");
        assert_eq!(super::basic("p:x"), "Basic cDp4");
        assert_eq!(super::basic("p01:x"), "Basic cDAxOng=");
        assert_eq!(super::basic("p1:x"), "Basic cDE6eA==");
    }
}
