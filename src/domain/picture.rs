//! A picture that somebody sends: how large it may be, and where it can be had.

use super::web_link::WebLink;
use serde::{Deserialize, Serialize};

/// The longest side of a picture that is kept, in pixels.
pub const SIDE: u32 = 1600;

/// The longest side of the small version, for galleries.
pub const SMALL_SIDE: u32 = 640;

/// The most pixels of a picture that is opened on a device with so many GB of memory, where it tells: to open one takes four bytes
/// for each, and what takes more than a browser has ends its page. Cameras of phones give 12 million, with everything turned on 50,
/// a few 108 or 200.
pub fn max_pixels(memory: Option<f64>) -> u64 {
    if memory.is_some_and(|gigabytes| gigabytes >= 8.0) { 100_000_000 } else { 64_000_000 }
}

/// The size that a picture is scaled to: its longest side at most `side`, never larger than it is.
pub fn fit(width: u32, height: u32, side: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= side {
        return (width, height);
    }
    let scaled = |length: u32| {
        let exact = (u64::from(length) * u64::from(side) + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(exact).unwrap_or(side).max(1)
    };
    (scaled(width), scaled(height))
}

/// Where a picture can be had: in the web, on this site, or in the address itself (`data:image/jpeg;base64,…`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(String);

impl Address {
    /// The path on this site, where it is there.
    pub fn path(&self) -> Option<&str> {
        (!self.0.contains(':')).then_some(self.0.as_str())
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Address {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
        let is_within = || text.strip_prefix("data:image/jpeg;base64,").is_some_and(|data| data.chars().all(is_plain));
        let is_step = |step: &str| {
            !matches!(step, "" | "." | "..") && step.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        };
        if is_within() || WebLink::parse(&text).is_ok() || text.split('/').all(is_step) {
            Ok(Self(text))
        } else {
            Err("an address of a picture: https://…, a path of this site, or a JPEG in base64")
        }
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0
    }
}

/// A picture, ready to be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The picture.
    pub picture: Address,
    /// A small version of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub small: Option<Address>,
    /// How wide it is, in pixels.
    pub width: u32,
    /// How high it is, in pixels.
    pub height: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_picture_is_scaled_to_its_longest_side() {
        assert_eq!(fit(4000, 3000, SIDE), (1600, 1200));
        assert_eq!(fit(3000, 4000, SIDE), (1200, 1600));
        assert_eq!(fit(800, 600, SIDE), (800, 600));
        assert_eq!(fit(100_000, 10, SIDE), (1600, 1));
    }

    proptest! {
        #[test]
        fn a_scaled_picture_fits_and_keeps_its_shape(width in 1..60_000u32, height in 1..60_000u32) {
            let (w, h) = fit(width, height, SIDE);
            prop_assert!(w.max(h) <= SIDE && w.min(h) >= 1);
            let off = (f64::from(w) * f64::from(height) / f64::from(width) - f64::from(h)).abs();
            // Half a pixel of the shorter side, which a long one stretches; a picture that is thinner than a pixel is one wide.
            prop_assert!(off <= 0.5 * (f64::from(height) / f64::from(width)).max(1.0) + 1.0 || w == 1 || h == 1);
        }
    }

    #[test]
    fn an_address_is_one_of_a_picture() {
        for good in
            ["demo/desks/d01.svg", "https://api.example.org/files/a?b=c", "data:image/jpeg;base64,/9j/4AAQ==", "a.jpg"]
        {
            assert!(Address::try_from(good.to_owned()).is_ok(), "{good}");
        }
        for bad in [
            "",
            "/etc",
            "../secret.jpg",
            "a//b",
            "javascript:alert(1)",
            "data:text/html,x",
            "data:image/svg+xml;base64,PHN2",
            "data:image/jpeg;base64,<svg>",
            "//example.org/a.jpg",
            "a b.jpg",
        ] {
            assert!(Address::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }
}
