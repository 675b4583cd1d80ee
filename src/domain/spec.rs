//! What a kind of stored thing is, said once beside its type: its fields, who may read it, whose it is, and what becomes of
//! it when its author is erased. The rules of profiles, the backend check, `/me` and the erasing follow from it, and
//! `tests/kinds.rs` holds the schemas of the backends to it.

/// What a kind of thing is.
#[derive(Debug)]
pub struct Spec {
    /// The fields of its canonical JSON.
    pub fields: &'static [Field],
    /// Who reads things of this kind. Coordinators read all of them but what partners write to each other.
    pub readers: Readers,
    /// Whose a thing is.
    pub owner: Owner,
    /// What becomes of a thing when its owner is erased.
    pub erasure: ErasurePolicy,
    /// The field by which pages choose things of this kind.
    pub chosen_by: &'static str,
    /// The field by which they are sorted, if they are.
    pub sorted_by: Option<&'static str>,
}

/// A field of the canonical JSON of a thing.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Type,
    /// Whether a thing cannot be read without it.
    pub required: bool,
    /// Whether the programme keeps it and never shows it: it is written, and left out of everything that is read.
    pub private: bool,
    /// Whether it is the address of a file that belongs to the thing.
    pub file: bool,
    /// Whether it decides who may see the thing, or whether there is anything to see: where it cannot be read, the thing is not shown.
    pub decides: bool,
}

impl Field {
    /// A field without which a thing cannot be read.
    pub const fn required(name: &'static str, holds: Type) -> Self {
        Self { name, holds, required: true, private: false, file: false, decides: false }
    }

    /// A field that may be missing.
    pub const fn optional(name: &'static str, holds: Type) -> Self {
        Self { required: false, ..Self::required(name, holds) }
    }

    /// The same field, kept and never shown.
    pub const fn private(self) -> Self {
        Self { private: true, ..self }
    }

    /// The same field, which decides whether the thing is shown.
    pub const fn deciding(self) -> Self {
        Self { decides: true, ..self }
    }

    /// The same field, which is the address of a file.
    pub const fn file(self) -> Self {
        Self { file: true, ..self }
    }
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// The id of this thing or another: a JSON string.
    Id,
    /// Words, or one of a few names: a JSON string.
    Text,
    /// A calendar day, `2016-02-15`.
    Day,
    /// A moment, as in RFC 3339.
    Moment,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// A JSON array.
    List,
    /// A JSON object.
    Object,
}

/// Who reads things of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Everybody.
    Everybody,
    /// Everybody, if this field holds this text; else some participants.
    EverybodyIf(&'static str, &'static str),
    /// The members of the partnership.
    Partners,
    /// Its author; the other members of the partnership if `shared` is true.
    PartnersIfShared,
    /// Its author.
    Author,
    /// Nobody but coordinators.
    Coordinators,
}

/// Whose a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The programme's, or a reader's who has no account.
    NoParticipant,
    /// That of the participant that it is.
    Itself,
    /// That of the participant whose id this field holds.
    Author(&'static str),
    /// That of all participants whose ids this list holds.
    Members(&'static str),
}

/// What becomes of a thing when its owner is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErasurePolicy {
    /// It is deleted.
    Delete,
    /// It stays, without the words in this field.
    Clear(&'static str),
    /// It stays.
    Keep,
}
