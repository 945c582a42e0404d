//! From text to tree.

use std::borrow::Cow;

use super::read::{Kind, Reader};
use super::tree::{FEW, Json, Object, sorted};
use crate::diagnostic::{Code, Diagnostic, Place, Span, code, quoted};
use crate::limits::{Limits, check_bytes, exceeded};

/// Reads one JSON document.
///
/// # Errors
/// `IN001` empty, `IN002` not JSON, `IN003` repeated member, `IN004` lone surrogate, `IN005` number out of range,
/// `LM001` to `LM005` limits. The place is the byte offset, line and column in `text`.
pub fn parse<'t>(text: &'t str, limits: &Limits) -> Result<Json<'t>, Diagnostic> {
    let mut reader = Reader::new(text);
    let value = parse_prefix(&mut reader, limits)?;
    reader.end()?;
    Ok(value)
}

/// Reads one JSON value where `reader` stands; the rest of the text is left to the caller.
///
/// # Errors
/// As for [`parse`].
pub(crate) fn parse_prefix<'t>(reader: &mut Reader<'t>, limits: &Limits) -> Result<Json<'t>, Diagnostic> {
    let text = reader.text();
    check_bytes("the JSON document", "jsonBytes", text, limits.json_bytes)?;
    reader.blanks();
    if reader.offset() == text.len() {
        return Err(reader.error(&code::input::EMPTY, "the input is empty"));
    }
    Builder { reader, limits, nodes: 0, depth: 0 }.value()
}

struct Builder<'r, 't> {
    reader: &'r mut Reader<'t>,
    limits: &'r Limits,
    nodes: usize,
    depth: usize,
}

impl<'t> Builder<'_, 't> {
    fn limit(&self, code: &'static Code, name: &str, maximum: usize) -> Diagnostic {
        let at = Some((self.reader.text(), self.reader.offset()));
        exceeded(code, "the JSON document", name, maximum as u64, at)
    }

    // INVARIANT: recursion is bounded by `enter`, called for every bracket.
    fn value(&mut self) -> Result<Json<'t>, Diagnostic> {
        self.nodes = self.nodes.saturating_add(1);
        if self.nodes > self.limits.json_nodes {
            return Err(self.limit(&code::limit::NODES, "jsonNodes", self.limits.json_nodes));
        }
        Ok(match self.reader.peek()? {
            Kind::Null => {
                self.reader.null()?;
                Json::Null
            }
            Kind::Bool => Json::Bool(self.reader.bool()?),
            Kind::Number => Json::Number(self.reader.number()?),
            Kind::String => Json::String(self.reader.string()?),
            Kind::Array => {
                self.enter()?;
                self.reader.begin_array()?;
                let mut items = Vec::new();
                while self.reader.next_item(items.is_empty())? {
                    if items.len() >= self.limits.array_items {
                        return Err(self.limit(&code::limit::ITEMS, "arrayItems", self.limits.array_items));
                    }
                    items.push(self.value()?);
                }
                self.depth = self.depth.saturating_sub(1);
                Json::Array(items)
            }
            Kind::Object => {
                self.enter()?;
                let object = self.object()?;
                self.depth = self.depth.saturating_sub(1);
                Json::Object(object)
            }
        })
    }

    /// Counts an opening bracket.
    fn enter(&mut self) -> Result<(), Diagnostic> {
        self.depth = self.depth.saturating_add(1);
        let most = self.limits.nesting.min(Limits::OWN_TEXT.nesting);
        if self.depth > most {
            return Err(self.limit(&code::limit::NESTING, "nesting", most));
        }
        Ok(())
    }

    fn object(&mut self) -> Result<Object<'t>, Diagnostic> {
        self.reader.begin_object()?;
        let start = self.reader.offset();
        let mut members: Vec<(Cow<'t, str>, Json<'t>)> = Vec::with_capacity(8);
        while let Some(name) = self.reader.next_member(members.is_empty())? {
            if members.len() >= self.limits.object_keys {
                return Err(self.limit(&code::limit::KEYS, "objectKeys", self.limits.object_keys));
            }
            let value = self.value()?;
            members.push((name, value));
        }
        if let Some(name) = repeated(&members) {
            let message = format_args!("the member {} stands twice in one object", quoted(name));
            let text = self.reader.text();
            let at = Place::in_text(text, Span::point(second_member(text, start, name)));
            return Err(Diagnostic::new(&code::input::DUPLICATE_MEMBER, message).at(at));
        }
        Ok(Object { members })
    }
}

/// Whether a name may stand twice: always where one does, and else where many names have length, first and last letter in
/// common with another.
fn may_repeat(members: &[(Cow<'_, str>, Json<'_>)]) -> bool {
    /// So many names are compared with those before them.
    const MOST: usize = 32;
    let mut seen = [false; 256];
    let mut alike = 0_usize;
    members.iter().enumerate().any(|(at, (name, _))| {
        let bytes = name.as_bytes();
        let letter = |letter: Option<&u8>| letter.copied().unwrap_or_default();
        let (first, last) = (letter(bytes.first()), letter(bytes.last()));
        let mixed = first
            .wrapping_mul(31)
            .wrapping_add(last.wrapping_mul(7))
            .wrapping_add(bytes.len().to_le_bytes()[0]);
        let is_new = seen.get_mut(usize::from(mixed)).is_some_and(|seen| !std::mem::replace(seen, true));
        alike = alike.saturating_add(usize::from(!is_new));
        !is_new && (alike > MOST || members.iter().take(at).any(|(other, _)| other == name))
    })
}

/// The first name that stands twice: by comparing pairs in small objects, by sorting in large ones.
fn repeated<'m>(members: &'m [(Cow<'_, str>, Json<'_>)]) -> Option<&'m str> {
    if !may_repeat(members) {
        return None;
    }
    if members.len() <= FEW {
        let mut rest = members.iter();
        while let Some((name, _)) = rest.next() {
            if rest.as_slice().iter().any(|(other, _)| other == name) {
                return Some(name);
            }
        }
        return None;
    }
    sorted(members).windows(2).find_map(|pair| match pair {
        [(first, _), (second, _)] if first == second => Some(*first),
        _ => None,
    })
}

/// Offset of the second member called `name` in the object whose members start at `start`: the one to be pointed at.
fn second_member(text: &str, start: usize, name: &str) -> usize {
    let mut reader = Reader::new(text);
    reader.seek(start);
    let (mut seen, mut first) = (0_usize, true);
    loop {
        reader.blanks();
        let mut place = reader.clone();
        match reader.next_member(first) {
            Ok(Some(found)) if found == name => {
                seen = seen.saturating_add(1);
                if seen == 2 {
                    // Behind the comma, which may stand on another line.
                    place.seek(place.offset().saturating_add(1));
                    place.blanks();
                    return place.offset();
                }
            }
            Ok(Some(_)) => {}
            _ => return start,
        }
        first = false;
        if reader.skip().is_err() {
            return start;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Json<'_> {
        parse(text, &Limits::DEFAULT).unwrap()
    }

    fn refused(text: &str) -> (&'static str, usize) {
        let finding = parse(text, &Limits::DEFAULT).unwrap_err();
        (finding.code.code, finding.span().unwrap().start)
    }

    #[test]
    fn strings_are_unescaped() {
        assert_eq!(read(r#""a\u00e9\ud83d\ude00\n\/\"""#).as_str(), Some("aé😀\n/\""));
        assert_eq!(read("\u{FEFF}[]"), Json::Array(vec![]));
    }

    #[test]
    fn faults_have_code_and_place() {
        assert_eq!(refused("  "), ("IN001", 2));
        assert_eq!(refused("[1,]"), ("IN002", 3));
        assert_eq!(refused("[1 2]"), ("IN002", 3));
        assert_eq!(refused("{\"a\":1,\"\\u0061\":2}"), ("IN003", 7));
        assert_eq!(refused("{\"a\":1,\r\n \"a\":2}"), ("IN003", 10));
        assert_eq!(refused(r#"["\ud800x"]"#), ("IN004", 2));
        assert_eq!(refused("[1e999]"), ("IN005", 1));
        assert_eq!(refused("[18446744073709551616]"), ("IN005", 1));
        assert_eq!(refused("[01]"), ("IN002", 2));
        assert_eq!(refused("\"a\nb\""), ("IN002", 2));
        assert_eq!(refused("\"abc"), ("IN002", 0));
        assert_eq!(refused("[] x"), ("IN002", 3));
        assert_eq!(refused(&"[".repeat(65)), ("LM002", 64));
    }
}
