//! Where something stands in an answer: in its body, or in a header.

use super::profile::Source;
use super::template;
use crate::platform::http::Response;
use serde_json::Value;

/// What stands in an answer at a place, as text. Of a `Link` header, the address of the next page (RFC 8288).
pub fn place(source: &Source, answer: &Response, body: &Value) -> Option<String> {
    match source {
        Source::Body(at) => body.pointer(at).filter(|found| found.is_string() || found.is_number()).map(template::text),
        Source::Header(name) => {
            let value = answer.header(name)?;
            if !value.trim_start().starts_with('<') {
                return Some(value.to_owned());
            }
            next_link(value).map(str::to_owned)
        }
    }
}

/// The address of the next page in a `Link` header: `<address>; rel="next", …`. Addresses and what is quoted may hold
/// commas and semicolons.
fn next_link(header: &str) -> Option<&str> {
    let mut rest = header;
    loop {
        let (address, after) = rest.split_once('<')?.1.split_once('>')?;
        let mut is_quoted = false;
        let end = after.find(|sign: char| {
            is_quoted ^= sign == '"';
            sign == ',' && !is_quoted
        });
        let (parameters, next) = end.map_or((after, ""), |end| after.split_at(end));
        let is_next = |parameter: &str| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
            name.trim().eq_ignore_ascii_case("rel") && relations.any(|relation| relation.eq_ignore_ascii_case("next"))
        };
        if parameters.split(';').any(is_next) {
            return Some(address);
        }
        rest = next;
    }
}

/// The number that stands in an answer at a place: the digits at its end.
pub fn number(source: &Source, answer: &Response, body: &Value) -> Option<u64> {
    let text = place(source, answer, body)?;
    let digits = text.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::next_link;

    #[test]
    fn the_next_page_is_found_in_a_link_header() {
        for (header, next) in [
            (r#"<https://x.org/?a=1,2&page=2>; rel="next""#, Some("https://x.org/?a=1,2&page=2")),
            (r#"<p0>; rel="prev", <p2>; title="a, b"; rel=next, <p9>; rel="last""#, Some("p2")),
            (r#"<p2>; rel="last next""#, Some("p2")),
            (r#"<p2>;REL="NEXT""#, Some("p2")),
            (r#"<https://x.org/?rel="next">; rel="prev""#, None),
            (r#"<p2>; rel="nextish""#, None),
            ("<p2", None),
            ("", None),
        ] {
            assert_eq!(next_link(header), next, "{header}");
        }
    }
}
