//! The words of one block: emphasis, links and pictures around and among them,
//! with white space as a browser shows it.

use super::address::{is_picture, name_of};
use crate::document::{Inline, Target, plain};
use crate::domain::legible::Legible;

/// What can be around words. None is ever within one of its own kind.
#[derive(Clone, PartialEq)]
pub(super) enum Form {
    Emphasis,
    Strong,
    Code,
    Link(Target),
}

/// A line that is being read.
pub(super) struct Line {
    /// What is done of it, and then what is in each form that is open.
    done: Vec<Inline>,
    open: Vec<(Form, Vec<Inline>)>,
    legible: Legible,
    /// Whether white space would not show: at the beginning, and behind white space.
    spaced: bool,
    is_empty: bool,
    behind_break: bool,
}

impl Default for Line {
    fn default() -> Self {
        let legible = Legible::default();
        Self { done: Vec::new(), open: Vec::new(), legible, spaced: true, is_empty: true, behind_break: false }
    }
}

impl Line {
    fn here(&mut self) -> &mut Vec<Inline> {
        self.open.last_mut().map_or(&mut self.done, |(_, content)| content)
    }

    /// Adds words.
    pub(super) fn text(&mut self, text: &str) {
        let mut words = String::with_capacity(text.len());
        for c in text.chars().filter(|c| self.legible.keeps(*c)) {
            let is_space = c.is_ascii_whitespace();
            if is_space && !self.spaced {
                words.push(' ');
            } else if !is_space && !c.is_control() {
                words.push(c);
                self.is_empty = false;
                self.behind_break = false;
            } else {
                continue;
            }
            self.spaced = is_space;
        }
        push(self.here(), Inline::Text(words));
    }

    /// Adds what is neither words nor a form.
    pub(super) fn put(&mut self, one: Inline) {
        push(self.here(), one);
        (self.spaced, self.is_empty, self.behind_break) = (false, false, false);
    }

    /// Begins a new line; false when there was an empty one before it already.
    pub(super) fn break_line(&mut self) -> bool {
        if self.behind_break {
            return false;
        }
        if !self.is_empty {
            trim_end(self.here());
            push(self.here(), Inline::Break);
            (self.spaced, self.behind_break) = (true, true);
        }
        true
    }

    /// Whether the words that come now are part of a link.
    pub(super) fn is_link(&self) -> bool {
        self.open.iter().any(|(form, _)| matches!(form, Form::Link(_)))
    }

    /// Whether the words that come now are code.
    pub(super) fn is_code(&self) -> bool {
        self.open.iter().any(|(form, _)| *form == Form::Code)
    }

    /// Opens a form, unless one of its kind is open already.
    pub(super) fn open(&mut self, form: Form) -> bool {
        let kind = std::mem::discriminant(&form);
        let is_new = self.open.iter().all(|(open, _)| std::mem::discriminant(open) != kind);
        if is_new {
            self.open.push((form, Vec::new()));
        }
        is_new
    }

    /// Closes the form that was opened last.
    pub(super) fn close(&mut self) {
        if let Some((form, content)) = self.open.pop() {
            put_around(form, content, self.here());
        }
    }

    /// Takes the line, without white space at its end; what is open goes on in the next one.
    pub(super) fn take(&mut self) -> Vec<Inline> {
        let forms: Vec<Form> = self.open.iter().map(|(form, _)| form.clone()).collect();
        while !self.open.is_empty() {
            self.close();
        }
        let mut line = std::mem::take(self).done;
        self.open = forms.into_iter().map(|form| (form, Vec::new())).collect();
        trim_end(&mut line);
        let is_blank = plain(&line).trim().is_empty() && !has_picture(&line);
        if is_blank { Vec::new() } else { line }
    }
}

/// Adds to a line; text goes on with the text before it.
fn push(line: &mut Vec<Inline>, one: Inline) {
    match (line.last_mut(), one) {
        (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
        (_, Inline::Text(text)) if text.is_empty() => {}
        (_, one) => line.push(one),
    }
}

fn put_around(form: Form, mut content: Vec<Inline>, line: &mut Vec<Inline>) {
    let says_nothing = plain(&content).trim().is_empty();
    match form {
        Form::Link(target) if says_nothing && has_picture(&content) && !is_picture(&target) => {
            // Nobody could tell where a link leads that has no words.
            let name = match &target {
                Target::Web(link) => name_of(link),
                Target::Mail(words) | Target::Here(words) => words,
            };
            name_pictures(&mut content, name);
            line.push(Inline::Link(target, content));
        }
        // Of a link to the larger file of a picture without words, the picture is what counts.
        _ if says_nothing => content.into_iter().for_each(|inline| push(line, inline)),
        Form::Emphasis => line.push(Inline::Emphasis(content)),
        Form::Strong => line.push(Inline::Strong(content)),
        Form::Code => line.push(Inline::Code(plain(&content))),
        Form::Link(target) => line.push(Inline::Link(target, content)),
    }
}

fn name_pictures(content: &mut [Inline], name: &str) {
    for inline in content {
        match inline {
            Inline::Image(picture) => name.clone_into(&mut picture.alt),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link(_, inner) => name_pictures(inner, name),
            _ => {}
        }
    }
}

fn trim_end(line: &mut Vec<Inline>) {
    while let Some(last) = line.last_mut() {
        let is_empty = match last {
            Inline::Text(text) => {
                text.truncate(text.trim_end_matches(' ').len());
                text.is_empty()
            }
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link(_, inner) => {
                trim_end(inner);
                inner.is_empty()
            }
            Inline::Break => true,
            _ => false,
        };
        if !is_empty {
            break;
        }
        line.pop();
    }
}

fn has_picture(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Image(_) => true,
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link(_, inner) => has_picture(inner),
        _ => false,
    })
}

/// Whether there are pictures and nothing else.
pub(super) fn only_pictures(content: &[Inline]) -> bool {
    let is_one = |inline: &Inline| match inline {
        Inline::Image(_) | Inline::Break => true,
        Inline::Text(text) => text.trim().is_empty(),
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link(_, inner) => only_pictures(inner),
        Inline::Code(_) => false,
    };
    has_picture(content) && content.iter().all(is_one)
}

/// Words on one line, for an attribute.
pub(super) fn label(text: &str) -> String {
    let mut line = Line::default();
    line.text(text);
    plain(&line.take())
}
