//! Ids that are made here for a backend, in the shape that it takes.

use super::profile::Ids;
use crate::domain::resource::Id;

/// An id of random bits, in the shape that a backend takes.
pub fn id(ids: Ids, bytes: [u8; 16]) -> Id {
    let hex = Id::from_random(bytes);
    let shaped = match ids {
        Ids::Backend | Ids::Hex => return hex,
        Ids::Uuid => {
            let mut digits: Vec<char> = hex.as_str().chars().collect();
            // Version 4, and the variant of RFC 9562 (sections 4.1 and 4.2).
            digits[12] = '4';
            digits[16] = ['8', '9', 'a', 'b'][usize::from(bytes[8] % 4)];
            let part = |from: usize, to: usize| digits[from..to].iter().collect::<String>();
            [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
        }
        Ids::Base36 => {
            let digit = |byte: &u8| char::from_digit(u32::from(byte % 36), 36).unwrap_or('0');
            bytes.iter().take(15).map(digit).collect()
        }
    };
    Id::try_from(shaped).unwrap_or(hex)
}
