//! What would spoil the text around it, and is taken out of whatever is shown.

/// Whether it is a mark on the letter before it, as they are written one upon another in no limited number.
pub fn is_diacritic(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Whether a character embeds, overrides or isolates the direction of the text
/// around it (Unicode UAX #9, explicit formatting characters).
pub fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The most marks that may stand on one letter; Vietnamese needs two.
const MAX_MARKS: usize = 4;

/// A text without what would spoil the text around it: characters that turn its
/// direction, and more marks on a letter than any language writes.
pub fn legible(text: &str) -> impl Iterator<Item = char> {
    let mut so_far = Legible::default();
    text.chars().filter(move |c| so_far.keeps(*c))
}

/// What [`legible`] knows of the text so far, for a text that comes in pieces.
#[derive(Default)]
pub struct Legible {
    marks: usize,
}

impl Legible {
    /// Whether the next character may stand in the text.
    pub fn keeps(&mut self, c: char) -> bool {
        self.marks = if is_diacritic(c) { self.marks + 1 } else { 0 };
        self.marks <= MAX_MARKS && !turns_text(c)
    }
}
