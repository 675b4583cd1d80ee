//! What tells one content from another, in names of files and for what has been made before.

use std::hash::{DefaultHasher, Hasher};

/// The fingerprint of what is added to it, one after the other. Nobody is kept from making another with the same one: it is for
/// what we make ourselves.
#[derive(Default)]
pub struct Fingerprint(DefaultHasher);

impl Fingerprint {
    /// That of pieces, one after the other.
    pub fn of(pieces: impl IntoIterator<Item = impl AsRef<[u8]>>) -> String {
        let mut all = Self::default();
        pieces.into_iter().for_each(|piece| all.add(piece));
        all.text()
    }

    /// Adds a piece.
    pub fn add(&mut self, piece: impl AsRef<[u8]>) {
        self.0.write(piece.as_ref());
    }

    /// 16 digits, for names.
    pub fn text(&self) -> String {
        format!("{:016x}", self.0.finish())
    }
}
