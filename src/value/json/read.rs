//! The pull reader: one pass over JSON text, strings borrowed where they hold no escapes.

use std::borrow::Cow;
use std::fmt::Display;

use super::number::Number;
use crate::diagnostic::{Code, Diagnostic, Place, Span, code, quoted};
use crate::value::names::alike;
use crate::value::words::plain_length;

/// What helps where a text begins as HTML or XML does.
const MARKUP: &str = "this is HTML or XML: often the page to sign in, saved in place of the answer";

/// What the next value is, told by its first character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// Reads JSON text value by value.
///
/// It does not recurse by itself: a caller walks arrays with [`Reader::next_item`], objects with
/// [`Reader::next_member`], and must take or [`skip`](Reader::skip) each value. Depth is the caller's to bound
/// (`LM002`); `skip` is flat.
#[derive(Debug, Clone)]
pub struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Whether what is passed over is read later, and judged then.
    divides: bool,
    /// The most brackets that were open at once in a value that was passed over.
    deepest: usize,
}

type Read<T> = Result<T, Diagnostic>;

/// Open brackets: for each whether it is an object's. The innermost 64 are bits of a word, the others wait in words
/// of their own, so that ordinary documents need no memory.
#[derive(Default)]
struct Brackets {
    depth: usize,
    inner: u64,
    outer: Vec<u64>,
}

impl Brackets {
    #[inline]
    fn push(&mut self, is_object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.outer.push(self.inner);
        }
        self.depth = self.depth.saturating_add(1);
        self.inner = self.inner << 1 | u64::from(is_object);
    }

    #[inline]
    fn last(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.inner & 1 == 1)
    }

    #[inline]
    fn pop(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.inner >>= 1;
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.inner = self.outer.pop().unwrap_or_default();
        }
    }
}

impl<'t> Reader<'t> {
    /// Reads `text` from its start; one leading byte-order mark is passed over.
    pub const fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let marked = matches!(bytes, [0xEF, 0xBB, 0xBF, ..]);
        Self { text, at: if marked { 3 } else { 0 }, divides: false, deepest: 0 }
    }

    /// The byte offset of the next unread character.
    pub const fn offset(&self) -> usize {
        self.at
    }

    /// The most brackets open at once in a value that was passed over, its own included.
    pub(crate) const fn deepest(&self) -> usize {
        self.deepest
    }

    /// The whole text.
    pub const fn text(&self) -> &'t str {
        self.text
    }

    /// Goes to a byte offset at a character boundary.
    pub(crate) fn seek(&mut self, offset: usize) {
        self.at = self.text.floor_char_boundary(offset);
    }

    #[inline(always)]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline(always)]
    fn rest(&self) -> Option<&'t [u8]> {
        self.text.as_bytes().get(self.at..)
    }

    #[inline(always)]
    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    /// Passes over white space.
    #[inline(always)]
    pub fn blanks(&mut self) {
        if let Some(0..=b' ') = self.byte() {
            self.pass_blanks();
        }
    }

    fn pass_blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.step();
        }
    }

    /// A finding at the next unread character.
    pub fn error(&self, code: &'static Code, message: impl Display) -> Diagnostic {
        self.error_at(code, message, self.at)
    }

    fn error_at(&self, code: &'static Code, message: impl Display, at: usize) -> Diagnostic {
        Diagnostic::new(code, message).at(Place::in_text(self.text, Span::point(at)))
    }

    #[cold]
    fn unexpected(&self, wanted: &str) -> Diagnostic {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            None => {
                self.error(&code::input::NOT_JSON, format!("the JSON text ends where {wanted} is expected"))
            }
            Some(found) => {
                let name = quoted(found.encode_utf8(&mut [0; 4])).to_string();
                let finding = self.error(&code::input::NOT_JSON, format!("expected {wanted}, found {name}"));
                let is_first = self.text.get(..self.at).is_some_and(|before| before.trim().is_empty());
                if found == '<' && is_first { finding.help(MARKUP) } else { finding }
            }
        }
    }

    /// What the next value is.
    ///
    /// # Errors
    /// `IN002` where no value starts here.
    #[inline]
    pub fn peek(&mut self) -> Read<Kind> {
        self.kind().ok_or_else(|| self.unexpected("a JSON value"))
    }

    /// As [`Reader::peek`] for whom no error matters.
    #[inline]
    pub(crate) fn kind(&mut self) -> Option<Kind> {
        self.blanks();
        match self.byte()? {
            b'"' => Some(Kind::String),
            b'{' => Some(Kind::Object),
            b'[' => Some(Kind::Array),
            b't' | b'f' => Some(Kind::Bool),
            b'n' => Some(Kind::Null),
            b'-' | b'0'..=b'9' => Some(Kind::Number),
            _ => None,
        }
    }

    /// Takes `null`.
    ///
    /// # Errors
    /// `IN002` for anything else.
    pub fn null(&mut self) -> Read<()> {
        self.blanks();
        if self.take_null() { Ok(()) } else { Err(self.unexpected("a JSON value")) }
    }

    /// Takes `null` if it stands right here, and says whether it did.
    #[inline(always)]
    pub(crate) fn take_null(&mut self) -> bool {
        let is_null = matches!(self.rest(), Some([b'n', b'u', b'l', b'l', ..]));
        if is_null {
            self.at = self.at.saturating_add("null".len());
        }
        is_null
    }

    /// Takes `true` or `false`.
    ///
    /// # Errors
    /// `IN002` for anything else.
    pub fn bool(&mut self) -> Read<bool> {
        self.blanks();
        let (value, word) = match self.rest() {
            Some([b't', b'r', b'u', b'e', ..]) => (true, "true"),
            Some([b'f', b'a', b'l', b's', b'e', ..]) => (false, "false"),
            _ => return Err(self.unexpected("a JSON value")),
        };
        self.at = self.at.saturating_add(word.len());
        Ok(value)
    }

    /// Takes a number.
    ///
    /// # Errors
    /// `IN002` for anything else, `IN005` where it does not fit 64 bits.
    pub fn number(&mut self) -> Read<Number<'t>> {
        let text = self.number_text()?;
        Number::from_text(text).ok_or_else(|| {
            let message = format_args!("the number {} does not fit 64 bits", quoted(text));
            self.error_at(&code::input::NUMBER_RANGE, message, self.at.saturating_sub(text.len()))
        })
    }

    fn number_text(&mut self) -> Read<&'t str> {
        self.blanks();
        let start = self.at;
        if matches!(self.byte(), Some(b'-')) {
            self.step();
        }
        match self.byte() {
            Some(b'0') => self.step(),
            Some(b'1'..=b'9') => self.digits(),
            _ => return Err(self.unexpected("a digit")),
        }
        if matches!(self.byte(), Some(b'.')) {
            self.step();
            self.one_digit()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.step();
            if let Some(b'+' | b'-') = self.byte() {
                self.step();
            }
            self.one_digit()?;
        }
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    fn digits(&mut self) {
        while let Some(b'0'..=b'9') = self.byte() {
            self.step();
        }
    }

    fn one_digit(&mut self) -> Read<()> {
        if let Some(b'0'..=b'9') = self.byte() {
            self.digits();
            Ok(())
        } else {
            Err(self.unexpected("a digit"))
        }
    }

    /// Takes a string.
    ///
    /// # Errors
    /// `IN002` for anything else or a malformed string, `IN004` for half a surrogate pair.
    #[inline]
    pub fn string(&mut self) -> Read<Cow<'t, str>> {
        self.blanks();
        match self.plain_string() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.unusual_string(),
        }
    }

    /// As [`Reader::string`], for one that stands right here and holds no escapes; takes nothing of anything else.
    #[inline]
    pub(crate) fn plain_string(&mut self) -> Option<&'t str> {
        let start = self.at.saturating_add(1);
        let end = self.plain_end()?;
        self.at = end.saturating_add(1);
        self.text.get(start..end)
    }

    /// As [`Reader::string`], at its first quote and without giving the text.
    #[inline]
    fn pass_string(&mut self) -> Read<()> {
        if let Some(end) = self.plain_end() {
            self.at = end.saturating_add(1);
            return Ok(());
        }
        self.unusual_string().map(|_| ())
    }

    /// The place of the quote that closes the string right here, where no escape comes before it.
    #[inline(always)]
    fn plain_end(&self) -> Option<usize> {
        let Some(b'"') = self.byte() else { return None };
        let (start, bytes) = (self.at.saturating_add(1), self.text.as_bytes());
        let end = start.saturating_add(plain_length(bytes.get(start..)?));
        matches!(bytes.get(end), Some(b'"')).then_some(end)
    }

    /// A string that holds escapes or is not closed, or what is no string.
    #[cold]
    fn unusual_string(&mut self) -> Read<Cow<'t, str>> {
        if !matches!(self.byte(), Some(b'"')) {
            return Err(self.unexpected("a string"));
        }
        self.step();
        let start = self.at;
        let plain = self.plain_run()?;
        self.escaped_string(start, plain)
    }

    /// The rest of a string that holds escapes, or is not closed.
    fn escaped_string(&mut self, start: usize, plain: &str) -> Read<Cow<'t, str>> {
        let mut out = plain.to_owned();
        loop {
            match self.byte() {
                Some(b'"') => {
                    self.step();
                    return Ok(Cow::Owned(out));
                }
                Some(b'\\') => out.push(self.escape()?),
                _ => {
                    return Err(self.error_at(
                        &code::input::NOT_JSON,
                        "this string is not closed",
                        start.saturating_sub(1),
                    ));
                }
            }
            out.push_str(self.plain_run()?);
        }
    }

    /// Characters up to the next quote, backslash or the end.
    #[inline]
    fn plain_run(&mut self) -> Read<&'t str> {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        self.at = start.saturating_add(plain_length(rest));
        if let Some(0..=0x1F) = self.byte() {
            return Err(self.control());
        }
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    #[cold]
    fn control(&self) -> Diagnostic {
        self.error(&code::input::NOT_JSON, "a control character in a string must be written as an escape")
    }

    fn escape(&mut self) -> Read<char> {
        let start = self.at;
        self.step();
        let plain = match self.byte() {
            Some(byte @ (b'"' | b'\\' | b'/')) => byte as char,
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.step();
                return self.unicode_escape(start);
            }
            _ => return Err(self.error_at(&code::input::NOT_JSON, "unknown escape in a string", start)),
        };
        self.step();
        Ok(plain)
    }

    fn unicode_escape(&mut self, start: usize) -> Read<char> {
        let first = self.hex4(start)?;
        if let Some(character) = char::from_u32(first) {
            return Ok(character);
        }
        let lone = |reader: &Self| {
            if reader.divides {
                return Ok(char::REPLACEMENT_CHARACTER);
            }
            let message = "this escape is half of a surrogate pair";
            Err(reader.error_at(&code::input::LONE_SURROGATE, message, start))
        };
        if first >= 0xDC00 || !self.text.get(self.at..).is_some_and(|rest| rest.starts_with("\\u")) {
            return lone(self);
        }
        self.at = self.at.saturating_add(2);
        let second = self.hex4(start)?;
        if !(0xDC00..0xE000).contains(&second) {
            return lone(self);
        }
        let high = first.saturating_sub(0xD800) << 10;
        let scalar = 0x1_0000_u32.saturating_add(high).saturating_add(second.saturating_sub(0xDC00));
        char::from_u32(scalar).map_or_else(|| lone(self), Ok)
    }

    fn hex4(&mut self, start: usize) -> Read<u32> {
        let digits = self.text.get(self.at..self.at.saturating_add(4)).unwrap_or_default();
        if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(self.error_at(&code::input::NOT_JSON, "`\\u` takes four hexadecimal digits", start));
        }
        self.at = self.at.saturating_add(4);
        Ok(u32::from_str_radix(digits, 16).unwrap_or_default())
    }

    /// Enters an array (`[`).
    ///
    /// # Errors
    /// `IN002` for anything else.
    pub fn begin_array(&mut self) -> Read<()> {
        self.open(b'[', "an array")
    }

    /// Enters an object (`{`).
    ///
    /// # Errors
    /// `IN002` for anything else.
    pub fn begin_object(&mut self) -> Read<()> {
        self.open(b'{', "an object")
    }

    fn open(&mut self, bracket: u8, wanted: &str) -> Read<()> {
        self.blanks();
        if self.byte() == Some(bracket) {
            self.step();
            Ok(())
        } else {
            Err(self.unexpected(wanted))
        }
    }

    /// Whether another item follows; takes the comma before it, or the closing bracket. `first` is true right
    /// after [`Reader::begin_array`].
    ///
    /// # Errors
    /// `IN002` where neither stands here.
    #[inline]
    pub fn next_item(&mut self, first: bool) -> Read<bool> {
        self.next(first, b']', "`,` or `]`")
    }

    /// As [`Reader::next_item`] for whom no error matters.
    pub(crate) fn has_item(&mut self, first: bool) -> Option<bool> {
        self.follows(first, b']')
    }

    /// The name of the next member, or `None` after taking the closing brace. `first` is true right after
    /// [`Reader::begin_object`].
    ///
    /// # Errors
    /// `IN002` where neither a member nor the end stands here.
    #[inline]
    pub fn next_member(&mut self, first: bool) -> Read<Option<Cow<'t, str>>> {
        if !self.next(first, b'}', "`,` or `}`")? {
            return Ok(None);
        }
        let name = self.string()?;
        self.colon()?;
        Ok(Some(name))
    }

    /// As [`Reader::next_member`] for whom no error matters: `None` also for a name that holds escapes.
    pub(crate) fn plain_member(&mut self, first: bool) -> Option<Option<&'t str>> {
        if !self.follows(first, b'}')? {
            return Some(None);
        }
        self.blanks();
        let name = self.plain_string()?;
        self.blanks();
        let Some(b':') = self.byte() else { return None };
        self.step();
        Some(Some(name))
    }

    /// Takes the next member's name if it stands here exactly as `spelling`: in quotes, with its colon, no blanks before
    /// or inside. Says whether it did; if not, nothing is taken. `first` as in [`Reader::next_member`].
    #[inline(always)]
    pub fn take_member(&mut self, first: bool, spelling: &str) -> bool {
        let Some(at) = self.member_start(first) else { return false };
        self.take_spelling(at, spelling)
    }

    /// As [`Reader::take_member`], also behind blanks.
    #[inline(always)]
    pub(crate) fn take_spaced_member(&mut self, first: bool, spelling: &str) -> bool {
        let Some(mut at) = self.member_start(first) else { return false };
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.text.as_bytes().get(at) {
            at = at.saturating_add(1);
        }
        self.take_spelling(at, spelling)
    }

    /// What follows the comma of a member; the first has none.
    #[inline(always)]
    fn member_start(&self, first: bool) -> Option<usize> {
        match self.byte() {
            Some(b',') if !first => Some(self.at.saturating_add(1)),
            _ => first.then_some(self.at),
        }
    }

    #[inline(always)]
    fn take_spelling(&mut self, at: usize, spelling: &str) -> bool {
        let end = at.saturating_add(spelling.len());
        match self.text.as_bytes().get(at..end) {
            Some(name) if alike(name, spelling.as_bytes()) => self.at = end,
            _ => return false,
        }
        true
    }

    /// Takes the end of an object if it stands right here, and says whether it did.
    #[inline(always)]
    pub(crate) fn take_end(&mut self) -> bool {
        let ends = matches!(self.byte(), Some(b'}'));
        if ends {
            self.step();
        }
        ends
    }

    #[inline]
    fn next(&mut self, first: bool, close: u8, wanted: &str) -> Read<bool> {
        self.follows(first, close).ok_or_else(|| self.unexpected(wanted))
    }

    /// Whether another item or member follows, or the bracket that closes them; `None` where neither stands here.
    #[inline(always)]
    fn follows(&mut self, first: bool, close: u8) -> Option<bool> {
        self.blanks();
        match self.byte()? {
            byte if byte == close => {
                self.step();
                Some(false)
            }
            b',' if !first => {
                self.step();
                Some(true)
            }
            _ => first.then_some(true),
        }
    }

    /// Passes over one value of any depth, and gives its text.
    ///
    /// # Errors
    /// As for reading it, but repeated members are not looked for.
    pub fn skip(&mut self) -> Read<&'t str> {
        self.blanks();
        let start = self.at;
        self.pass()?;
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    /// Passes over one value of any depth without recursion.
    ///
    /// # Errors
    /// As for [`Reader::skip`].
    pub fn pass(&mut self) -> Read<()> {
        let Some(is_object) = self.pass_or_enter()? else { return Ok(()) };
        let mut open = Brackets::default();
        open.push(is_object);
        let mut first = true;
        while let Some(is_object) = open.last() {
            let more = if is_object { self.pass_name(first)? } else { self.next_item(first)? };
            first = false;
            if !more {
                open.pop();
            } else if let Some(is_object) = self.pass_or_enter()? {
                open.push(is_object);
                first = true;
            }
            self.deepest = self.deepest.max(open.depth);
        }
        Ok(())
    }

    /// As [`Reader::pass`], for a value that is read later: half a surrogate pair or a number that does not fit is found
    /// then.
    ///
    /// # Errors
    /// `IN002` where it has no end.
    pub(crate) fn pass_unread(&mut self) -> Read<()> {
        self.divides = true;
        let passed = self.pass();
        self.divides = false;
        passed
    }

    /// Passes over a scalar, or the opening bracket of anything else: whether it is an object's.
    #[inline]
    fn pass_or_enter(&mut self) -> Read<Option<bool>> {
        // Most values are strings or null, right here.
        if let Some(b'"') = self.byte() {
            return self.pass_string().map(|()| None);
        }
        if self.take_null() {
            return Ok(None);
        }
        match self.peek()? {
            Kind::Null => self.null()?,
            Kind::Bool => _ = self.bool()?,
            Kind::Number if self.divides => _ = self.number_text()?,
            Kind::Number => _ = self.number()?,
            Kind::String => self.pass_string()?,
            kind => {
                self.step();
                return Ok(Some(kind == Kind::Object));
            }
        }
        Ok(None)
    }

    /// As [`Reader::next_member`], without giving the name.
    #[inline]
    fn pass_name(&mut self, first: bool) -> Read<bool> {
        if !self.next(first, b'}', "`,` or `}`")? {
            return Ok(false);
        }
        self.blanks();
        if !matches!(self.byte(), Some(b'"')) {
            return Err(self.unexpected("a string"));
        }
        self.pass_string()?;
        self.colon().map(|()| true)
    }

    #[inline]
    fn colon(&mut self) -> Read<()> {
        self.blanks();
        if !matches!(self.byte(), Some(b':')) {
            return Err(self.unexpected("`:`"));
        }
        self.step();
        Ok(())
    }

    /// Checks that nothing but white space is left.
    ///
    /// # Errors
    /// `IN002` otherwise.
    pub fn end(&mut self) -> Read<()> {
        self.blanks();
        if self.at == self.text.len() { Ok(()) } else { Err(self.unexpected("the end of the document")) }
    }
}

#[cfg(test)]
mod tests {
    use super::Reader;

    #[test]
    fn skip_is_flat_and_gives_the_text() {
        let deep = format!("{}1{} ,", "[".repeat(100_000), "]".repeat(100_000));
        let mut reader = Reader::new(&deep);
        assert_eq!(reader.skip().unwrap().len(), 200_001);
        let mixed = format!("{}1{}", r#"[{"a":"#.repeat(200), "}]".repeat(200));
        assert_eq!(Reader::new(&mixed).skip().unwrap(), mixed);
        assert!(Reader::new(&mixed.replacen("}]", "]}", 1)).skip().is_err());
        let mut reader = Reader::new(r#" {"a":[1,{"b":null}],"c":"]"} rest"#);
        assert_eq!(reader.skip().unwrap(), r#"{"a":[1,{"b":null}],"c":"]"}"#);
    }
}
