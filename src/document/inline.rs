//! One paragraph's text to the pieces it is made of: emphasis, code, links,
//! pictures and line breaks, by the rules of CommonMark 0.31, section 6.
//!
//! Left out, because nobody types them into a small box: link references,
//! entities and HTML. They are shown as the text they are.

use super::characters::{is_punctuation, is_unspaced};
use super::{DEEPEST, Inline, Picture, Source, Target, Writer, bare_address, plain};
use crate::domain::web_link::WebLink;

/// Reads the text of a paragraph or a heading.
pub(super) fn read(text: &str, writer: Writer) -> Vec<Inline> {
    let mut reader = Reader { text, at: 0, writer, nodes: Vec::new(), no_code: Vec::new() };
    while reader.at < text.len() {
        reader.step();
    }
    linked(emphasised(reader.nodes))
}

/// What has been read, before it is known which marks belong together.
enum Node {
    Done(Inline),
    /// A run of `*` or `_`.
    Mark(Mark),
    /// `[` or `![`; a link inside a link can no longer become one.
    Bracket {
        image: bool,
        active: bool,
    },
}

#[derive(Clone, Copy)]
struct Mark {
    sign: char,
    left: usize,
    /// How many there were at first.
    length: usize,
    opens: bool,
    closes: bool,
}

impl Node {
    /// As the text it was typed as.
    fn into_inline(self) -> Inline {
        match self {
            Self::Done(inline) => inline,
            Self::Mark(mark) => Inline::Text(mark.sign.to_string().repeat(mark.left)),
            Self::Bracket { image, .. } => Inline::Text(if image { "![" } else { "[" }.to_owned()),
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    writer: Writer,
    nodes: Vec<Node>,
    /// Lengths of backtick runs that nothing closes from here on.
    no_code: Vec<usize>,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn put(&mut self, inline: Inline) {
        match (self.nodes.last_mut(), inline) {
            (Some(Node::Done(Inline::Text(before))), Inline::Text(text)) => before.push_str(&text),
            (_, inline) => self.nodes.push(Node::Done(inline)),
        }
    }

    fn put_text(&mut self, length: usize) {
        let text = self.rest()[..length].to_owned();
        self.put(Inline::Text(text));
        self.at += length;
    }

    fn step(&mut self) {
        let rest = self.rest();
        let special = |c: char| "\\`*_[]!<\n".contains(c);
        match rest.chars().next() {
            Some('\\') => self.escape(),
            Some('`') => self.code(),
            Some(sign @ ('*' | '_')) => self.mark(sign),
            Some('[') => self.open_bracket(false, 1),
            Some('!') if rest.starts_with("![") => self.open_bracket(true, 2),
            Some(']') => self.close_bracket(),
            Some('<') => self.address(),
            Some('\n') => self.line_break(),
            Some(first) => {
                let next = first.len_utf8();
                let length = rest[next..].find(special).map_or(rest.len(), |i| i + next);
                self.put_text(length);
            }
            None => {}
        }
    }

    fn escape(&mut self) {
        self.at += 1;
        match self.rest().chars().next() {
            Some('\n') => {
                self.put(Inline::Break);
                self.at += 1;
            }
            Some(c) if c.is_ascii_punctuation() => self.put_text(1),
            _ => self.put(Inline::Text("\\".to_owned())),
        }
    }

    fn line_break(&mut self) {
        let mut hard = self.writer == Writer::Person;
        if let Some(Node::Done(Inline::Text(before))) = self.nodes.last_mut() {
            hard |= before.ends_with("  ");
            before.truncate(before.trim_end_matches(' ').len());
        }
        // People who write in a small box mean the line breaks they type.
        self.put(if hard { Inline::Break } else { Inline::Text(" ".to_owned()) });
        self.at += 1;
    }

    fn code(&mut self) {
        let rest = self.rest();
        let length = run(rest, '`');
        let end = if self.no_code.contains(&length) { None } else { closing(&rest[length..], length) };
        let Some(end) = end else {
            self.no_code.push(length);
            return self.put_text(length);
        };
        let code = rest[length..length + end].replace('\n', " ");
        let trimmed = code.strip_prefix(' ').and_then(|c| c.strip_suffix(' ')).filter(|c| !c.trim().is_empty());
        self.put(Inline::Code(trimmed.unwrap_or(&code).to_owned()));
        self.at += length + end + length;
    }

    fn mark(&mut self, sign: char) {
        let rest = self.rest();
        let length = run(rest, sign);
        let before = self.text[..self.at].chars().next_back().unwrap_or(' ');
        let after = rest[length..].chars().next().unwrap_or(' ');
        // Who writes without spaces means the marks all the same (docs/decisions/markdown.md): CommonMark would take "**要点。**"
        // before another letter for no emphasis.
        let sets_off = |c: char| is_punctuation(c) && !is_unspaced(c);
        let is_apart = |c: char| c.is_whitespace() || sets_off(c) || is_unspaced(c);
        let left = !after.is_whitespace() && (!sets_off(after) || is_apart(before));
        let right = !before.is_whitespace() && (!sets_off(before) || is_apart(after));
        let inside_words = sign == '_';
        self.nodes.push(Node::Mark(Mark {
            sign,
            left: length,
            length,
            opens: left && (!inside_words || !right || sets_off(before)),
            closes: right && (!inside_words || !left || sets_off(after)),
        }));
        self.at += length;
    }

    /// `<https://example.org>`
    fn address(&mut self) {
        let rest = self.rest();
        let inside = rest.find('>').map(|end| &rest[1..end]);
        let target = inside.filter(|a| a.contains(':')).and_then(|a| Target::parse(a, self.writer));
        match (inside, target) {
            (Some(address), Some(target @ (Target::Web(_) | Target::Mail(_)))) => {
                self.put(Inline::Link(target, vec![Inline::Text(address.to_owned())]));
                self.at += address.len() + 2;
            }
            _ => self.put_text(1),
        }
    }

    fn open_bracket(&mut self, image: bool, length: usize) {
        self.nodes.push(Node::Bracket { image, active: true });
        self.at += length;
    }

    fn close_bracket(&mut self) {
        let opener = self.nodes.iter().rposition(|node| matches!(node, Node::Bracket { .. }));
        let Some(opener) = opener else { return self.put_text(1) };
        let Node::Bracket { image, active } = self.nodes[opener] else { return };
        let Some((to, length)) = destination(&self.rest()[1..]).filter(|_| active) else {
            let typed = std::mem::replace(&mut self.nodes[opener], Node::Done(Inline::Break));
            self.nodes[opener] = Node::Done(typed.into_inline());
            return self.put_text(1);
        };
        self.at += 1 + length;
        let content = emphasised(self.nodes.split_off(opener + 1));
        self.nodes.pop();
        if image {
            self.put_image(&to, content);
        } else {
            for node in &mut self.nodes {
                if let Node::Bracket { image: false, active } = node {
                    *active = false;
                }
            }
            match Target::parse(&to, self.writer) {
                Some(target) => self.put(Inline::Link(target, without_links(content))),
                // It may not lead there: its words stay.
                None => content.into_iter().for_each(|inline| self.put(inline)),
            }
        }
    }

    fn put_image(&mut self, source: &str, alt: Vec<Inline>) {
        match Target::parse(source, self.writer) {
            Some(Target::Here(path)) => {
                self.put(Inline::Image(Picture { source: Source::Here(path), alt: plain(&alt), size: None }));
            }
            Some(target @ Target::Web(_)) => {
                let words = if alt.is_empty() { vec![Inline::Text(source.to_owned())] } else { without_links(alt) };
                self.put(Inline::Link(target, words));
            }
            _ => alt.into_iter().for_each(|inline| self.put(inline)),
        }
    }
}

/// How many of this sign a text begins with.
fn run(text: &str, sign: char) -> usize {
    text.len() - text.trim_start_matches(sign).len()
}

/// Where a run of exactly this many backticks begins.
fn closing(text: &str, length: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(next) = text[at..].find('`') {
        let found = run(&text[at + next..], '`');
        if found == length {
            return Some(at + next);
        }
        at += next + found;
    }
    None
}

/// `(where "title")` behind a link's words: where it leads, and how long it is.
fn destination(text: &str) -> Option<(String, usize)> {
    let inside = text.strip_prefix('(')?.trim_start();
    let (to, rest) = match inside.strip_prefix('<') {
        Some(angled) => angled.split_once('>')?,
        None => inside.split_at(bare(inside)),
    };
    let rest = rest.trim_start();
    let rest = match rest.chars().next()? {
        sign @ ('"' | '\'') => rest[1..].split_once(sign)?.1.trim_start(),
        _ => rest,
    };
    let rest = rest.strip_prefix(')')?;
    Some((to.replace('\\', ""), text.len() - rest.len()))
}

/// How long a destination without angle brackets is: to a space or to the
/// bracket that closes the link.
fn bare(text: &str) -> usize {
    let mut open = 0usize;
    for (i, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' if open == 0 => return i,
            ')' => open -= 1,
            c if c.is_whitespace() => return i,
            _ => {}
        }
    }
    text.len()
}

/// Finds which marks belong together: each that closes takes the nearest that
/// opens and fits (CommonMark 0.31, rules 1 to 17 of section 6.2).
fn emphasised(nodes: Vec<Node>) -> Vec<Inline> {
    let mut open: Vec<Node> = Vec::new();
    for node in nodes {
        let Node::Mark(mut closer) = node else {
            open.push(node);
            continue;
        };
        while closer.closes && closer.left > 0 {
            let fits = |node: &Node| matches!(node, Node::Mark(opener) if fits(opener, &closer));
            let Some(place) = open.iter().rposition(fits) else { break };
            let content = merged(open.split_off(place + 1).into_iter().map(Node::into_inline));
            let Some(Node::Mark(opener)) = open.last_mut() else { break };
            let strong = opener.left >= 2 && closer.left >= 2;
            let used = if strong { 2 } else { 1 };
            opener.left -= used;
            closer.left -= used;
            if opener.left == 0 {
                open.pop();
            }
            if depth(&content) >= DEEPEST {
                open.extend(content.into_iter().map(Node::Done));
            } else {
                open.push(Node::Done(if strong { Inline::Strong(content) } else { Inline::Emphasis(content) }));
            }
        }
        if closer.left > 0 {
            let typed = Node::Mark(closer);
            open.push(if closer.opens { typed } else { Node::Done(typed.into_inline()) });
        }
    }
    merged(open.into_iter().map(Node::into_inline))
}

fn fits(opener: &Mark, closer: &Mark) -> bool {
    // "The sum of the lengths must not be a multiple of 3 unless both are."
    let either_does_both = opener.closes || closer.opens;
    let odd = (opener.length + closer.length).is_multiple_of(3) && !opener.length.is_multiple_of(3);
    opener.sign == closer.sign && opener.opens && !(either_does_both && odd)
}

fn depth(content: &[Inline]) -> usize {
    let of = |inline: &Inline| match inline {
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link(_, inner) => 1 + depth(inner),
        _ => 0,
    };
    content.iter().map(of).max().unwrap_or(0)
}

/// The words of a link: what would be a link among them, such as a picture from
/// elsewhere, is words only.
fn without_links(content: Vec<Inline>) -> Vec<Inline> {
    let words = content.into_iter().flat_map(|inline| match inline {
        Inline::Link(_, inner) => without_links(inner),
        Inline::Emphasis(inner) => vec![Inline::Emphasis(without_links(inner))],
        Inline::Strong(inner) => vec![Inline::Strong(without_links(inner))],
        other => vec![other],
    });
    merged(words)
}

/// Neighbouring pieces of text as one.
fn merged(content: impl Iterator<Item = Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for inline in content {
        match (out.last_mut(), inline) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, Inline::Text(text)) if text.is_empty() => {}
            (_, inline) => out.push(inline),
        }
    }
    out
}

/// Makes links of the bare web addresses in a line.
pub(super) fn linked(content: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::with_capacity(content.len());
    for inline in content {
        match inline {
            Inline::Text(text) if text.contains("://") => link_text(&text, &mut out),
            Inline::Emphasis(inner) => out.push(Inline::Emphasis(linked(inner))),
            Inline::Strong(inner) => out.push(Inline::Strong(linked(inner))),
            other => out.push(other),
        }
    }
    merged(out.into_iter())
}

fn link_text(mut text: &str, out: &mut Vec<Inline>) {
    while let Some(found) = bare_address::find(text) {
        let address = &text[found.clone()];
        out.push(Inline::Text(text[..found.start].to_owned()));
        let words = Inline::Text(address.to_owned());
        out.push(WebLink::parse(address).map_or(words.clone(), |link| Inline::Link(Target::Web(link), vec![words])));
        text = &text[found.end..];
    }
    out.push(Inline::Text(text.to_owned()));
}
