//! Which way a text runs, where its first letter does not tell.

use super::{Block, Inline};

/// For `dir`: from the right where most of its letters are of a script that runs so, even if it begins with an address or an
/// abbreviation of another one; else by its first letter, as a browser finds it. Addresses and code count for nothing.
pub fn direction(block: &Block) -> &'static str {
    let mut seen = Letters::default();
    seen.of_block(block);
    if seen.from_right > seen.from_left { "rtl" } else { "auto" }
}

/// How many letters run from which side.
#[derive(Default)]
struct Letters {
    from_right: usize,
    from_left: usize,
}

impl Letters {
    fn of_block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(content) | Block::Heading(_, content) => self.of(content),
            Block::List(_, items) => items.iter().flatten().for_each(|block| self.of_block(block)),
            Block::Quote(inner) => inner.iter().for_each(|block| self.of_block(block)),
            Block::Table(table) => {
                table.rows.iter().flatten().flat_map(|cell| &cell.blocks).for_each(|block| self.of_block(block))
            }
            Block::Figure(_, caption) => self.of(caption),
            Block::Code(_) | Block::Rule => {}
        }
    }

    fn of(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text(text) if !text.contains("://") => self.count(text),
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link(_, inner) => self.of(inner),
                Inline::Text(_) | Inline::Code(_) | Inline::Image(_) | Inline::Break => {}
            }
        }
    }

    fn count(&mut self, text: &str) {
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            // Hebrew, Arabic, Syriac, Thaana, N'Ko and their forms; Adlam and others of the supplementary plane.
            match c {
                '\u{590}'..='\u{8ff}'
                | '\u{fb1d}'..='\u{fdff}'
                | '\u{fe70}'..='\u{fefc}'
                | '\u{10800}'..='\u{10fff}'
                | '\u{1e800}'..='\u{1efff}' => self.from_right += 1,
                _ => self.from_left += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Writer, markdown};

    #[test]
    fn a_text_runs_as_most_of_it_does() {
        for (text, expected) in [
            ("PDF الذي أرسلته وصل، شكراً لك", "rtl"),
            ("https://example.org/a-very-long-address هذا هو الرابط", "rtl"),
            ("[the guide](https://example.org) هو الدليل الذي سألت عنه", "rtl"),
            ("`cargo run` يشغّل البرنامج", "rtl"),
            ("**WhatsApp** או טלפון, מה שנוח לך יותר", "rtl"),
            ("I say مرحبا each morning", "auto"),
            ("أستخدم Visual Studio Code كثيرًا جدًا", "auto"),
            ("12:30", "auto"),
            ("- Zoom كل يوم اثنين\n- أو نلتقي", "rtl"),
        ] {
            let document = markdown::read(text, Writer::Person);
            assert_eq!(direction(&document.blocks[0]), expected, "{text}");
        }
    }
}
