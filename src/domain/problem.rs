//! What is wrong with something that a person filled in, field by field. The
//! words for it are in the language files.

/// One field and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The name of the field in the draft.
    pub field: &'static str,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was filled in where something must be.
    Missing,
    /// It is longer than this many characters.
    TooLong(usize),
    /// It is not an e-mail address.
    NotAnEmail,
    /// It is an e-mail address with other letters than a to z.
    NotAsciiEmail,
    /// It is a day that has not come yet.
    InFuture,
    /// It is not a number in the range that makes sense.
    NotANumber,
    /// It is not the name of a language, or not of each that is named.
    NotALanguage,
    /// There is no such time zone.
    NotAZone,
    /// It is no picture that this browser can open.
    NotAPicture,
    /// It is a picture in Apple's format, which this browser cannot open.
    Heic,
    /// It is a picture of which a part is missing.
    CutOff,
    /// It is a picture of which this browser gives something else than was drawn.
    Altered,
    /// It is a picture for which this browser has not enough memory.
    NoMemory,
    /// It has more than this many million pixels.
    TooManyPixels(usize),
    /// It is not a link that begins with http:// or https://.
    NotALink,
}

impl Fault {
    /// The name of the fault, as the language files call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong(_) => "too_long",
            Self::NotAnEmail => "not_an_email",
            Self::NotAsciiEmail => "not_ascii_email",
            Self::InFuture => "in_future",
            Self::NotANumber => "not_a_number",
            Self::NotALanguage => "not_a_language",
            Self::NotAZone => "not_a_zone",
            Self::NotAPicture => "not_a_picture",
            Self::Heic => "heic",
            Self::CutOff => "cut_off",
            Self::Altered => "altered",
            Self::NoMemory => "no_memory",
            Self::TooManyPixels(_) => "too_many_pixels",
            Self::NotALink => "not_a_link",
        }
    }
}

/// A text without the white space around it, or that it has more than `most` characters.
pub fn short(text: &str, most: usize) -> Result<String, Fault> {
    let text = text.trim();
    if text.chars().count() <= most { Ok(text.to_owned()) } else { Err(Fault::TooLong(most)) }
}

/// The same, where there must be something.
pub fn some(text: &str, most: usize) -> Result<String, Fault> {
    short(text, most).and_then(|text| if text.is_empty() { Err(Fault::Missing) } else { Ok(text) })
}

/// Collects the problems of a draft while its fields are read.
#[derive(Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// The value, or none with the problem noted.
    pub fn note<T>(&mut self, field: &'static str, value: Result<T, Fault>) -> Option<T> {
        value.map_err(|fault| self.0.push(Problem { field, fault })).ok()
    }

    /// What was noted, in the order of the fields.
    pub fn into_inner(self) -> Vec<Problem> {
        self.0
    }
}
