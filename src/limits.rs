//! Limits on every resource an input can consume, each with its own diagnostic code.
//!
//! The figures and their reasons: `COMPATIBILITY.md`, section "Limits". Order of checks everywhere:
//! bytes, Unicode validity, nesting (a flat scan, before any recursion), parsing with node counting,
//! meaning, evaluation with fuel. The first failure is the one reported.

use crate::diagnostic::{Code, Diagnostic, Place, Span, code, one_of, quoted};
use crate::value::json::Json;
use crate::value::words;

/// One row a limit: its field, its name where settings spell it, its type, and its figure unless a caller sets another.
macro_rules! limits {
    ($($(#[doc = $doc:literal])* $field:ident $name:literal: $kind:ty = $default:expr;)*) => {
        /// What an engine may consume while reading and evaluating. All values are positive.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Limits {
            $($(#[doc = $doc])* pub $field: $kind,)*
        }

        impl Limits {
            /// The limits used unless a caller sets others.
            pub const DEFAULT: Self = Self { $($field: $default),* };

            /// The names of the limits as settings spell them.
            pub const NAMES: &[&'static str] = &[$($name),*];

            /// Each limit: its name, its figure unless a caller sets another, and what it counts.
            pub const TABLE: &[(&'static str, u64, &'static str)] =
                &[$(($name, Self::DEFAULT.$field as u64, concat!($($doc),*))),*];

            /// Sets the limit of this name; false when there is none.
            fn set(&mut self, name: &str, number: u64) -> bool {
                match name {
                    $($name => self.$field = number.min(<$kind>::MAX as u64) as $kind,)*
                    _ => return false,
                }
                true
            }

            /// Every limit by its name.
            fn numbers(&self) -> [(&'static str, u64); Self::NAMES.len()] {
                [$(($name, self.$field as u64)),*]
            }
        }
    };
}

limits! {
    /// UTF-8 bytes of one SCIM filter.
    filter_bytes "filterBytes": usize = 16_384;
    /// UTF-8 bytes of one SCIM attribute path.
    path_bytes "pathBytes": usize = 16_384;
    /// UTF-8 bytes of one mapping expression.
    expression_bytes "expressionBytes": usize = 65_536;
    /// Bytes of one JSON document.
    json_bytes "jsonBytes": usize = 16 * 1024 * 1024;
    /// Brackets open at once outside string literals.
    nesting "nesting": usize = 64;
    /// Nodes of one filter, path or expression.
    ast_nodes "astNodes": usize = 10_000;
    /// Values in one JSON document.
    json_nodes "jsonNodes": usize = 1_000_000;
    /// Items of one array, or of one list made by an expression.
    array_items "arrayItems": usize = 100_000;
    /// Members of one JSON object.
    object_keys "objectKeys": usize = 10_000;
    /// UTF-8 bytes of one regular expression.
    regex_pattern_bytes "regexPatternBytes": usize = 4_096;
    /// Compiled size of one regular expression.
    regex_program_bytes "regexProgramBytes": usize = 1024 * 1024;
    /// Depth of a regular expression's syntax tree.
    regex_nesting "regexNesting": usize = 50;
    /// All compiled patterns of one engine together; the oldest are dropped.
    regex_cache_bytes "regexCacheBytes": usize = 32 * 1024 * 1024;
    /// Bytes of one string made during evaluation.
    value_bytes "valueBytes": usize = 1024 * 1024;
    /// Steps of one evaluation on one object.
    fuel "fuel": u64 = 1_000_000;
    /// Findings reported for one document.
    findings "findings": usize = 1_000;
}

impl Limits {
    /// For texts of our own writing, made of what was within the limits: bodies, findings of many documents, and states
    /// as large as a tenant.
    pub(crate) const OWN_TEXT: Self = Self {
        json_bytes: usize::MAX,
        json_nodes: usize::MAX,
        array_items: usize::MAX,
        object_keys: usize::MAX,
        // A value at the deepest, inside the few brackets of a body.
        nesting: Self::NESTING_CEILING.saturating_add(16),
        ..Self::DEFAULT
    };

    /// `nesting` and `regexNesting` may be raised to this and no further: every recursion fits a small stack at it.
    pub const NESTING_CEILING: usize = 256;

    /// For the document of a synchronization schema, which nests twice as deep: each function of a source tree stands in
    /// three brackets, where the text of the expression has one.
    #[must_use]
    pub(crate) fn for_schemas(&self) -> Self {
        Self { nesting: self.nesting.saturating_mul(2).min(Self::NESTING_CEILING), ..*self }
    }

    /// The defaults with the members of an object such as `{"nesting":32}` in their place.
    ///
    /// # Errors
    /// `LM010` for anything but an object of known names with whole numbers above zero, `nesting` and `regexNesting` at
    /// most 256.
    pub fn from_json(json: &Json<'_>) -> Result<Self, Diagnostic> {
        let refused = |name: &str, message: String| {
            Diagnostic::new(&code::limit::CONFIG, message).at(Place::pointer(format!("/limits/{name}")))
        };
        let Some(given) = json.as_object() else {
            let message = format_args!("the limits must be an object, not {}", json.kind_name());
            return Err(Diagnostic::new(&code::limit::CONFIG, message).at(Place::pointer("/limits")));
        };
        let mut limits = Self::DEFAULT;
        for (name, value) in given.iter() {
            let number = value.as_number().and_then(|number| number.as_str().parse().ok());
            let number = number.filter(|number| *number < 1 << 63).unwrap_or(0);
            if let Some(message) = fault(name, number) {
                return Err(refused(name, message));
            }
            if !limits.set(name, number) {
                let found = refused(name, format!("there is no limit {}", quoted(name)));
                return Err(found.help(one_of(name, Self::NAMES, "the limits are")));
            }
        }
        Ok(limits)
    }

    /// Whether every limit may be set so; for limits that were set member by member.
    ///
    /// # Errors
    /// `LM010` where one is zero, or `nesting` or `regexNesting` above 256.
    pub fn check(&self) -> Result<(), Diagnostic> {
        match self.numbers().into_iter().find_map(|(name, number)| fault(name, number)) {
            Some(message) => Err(Diagnostic::new(&code::limit::CONFIG, message)),
            None => Ok(()),
        }
    }
}

/// Why a limit may not be this number.
fn fault(name: &str, number: u64) -> Option<String> {
    if number == 0 {
        return Some(format!("the limit {} must be a whole number above zero, below 2^63", quoted(name)));
    }
    (matches!(name, "nesting" | "regexNesting") && number > Limits::NESTING_CEILING as u64)
        .then(|| format!("the limit `{name}` may be at most {}", Limits::NESTING_CEILING))
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The diagnostic for a crossed limit: its code, the limit's name, the maximum, and the byte where it was crossed.
pub(crate) fn exceeded(
    code: &'static Code,
    surface: &str,
    limit: &str,
    maximum: u64,
    at: Option<(&str, usize)>,
) -> Diagnostic {
    let message = format_args!("{surface} exceeds the limit `{limit}` of {maximum}");
    let diagnostic = Diagnostic::new(code, message);
    match at {
        Some((text, offset)) => diagnostic.at(Place::in_text(text, Span::point(offset))),
        None => diagnostic,
    }
}

/// Refuses a text longer than `maximum` bytes.
///
/// # Errors
/// `LM001` input-too-long.
pub(crate) fn check_bytes(surface: &str, limit: &str, text: &str, maximum: usize) -> Result<(), Diagnostic> {
    if text.len() <= maximum {
        return Ok(());
    }
    let crossed = text.floor_char_boundary(maximum);
    Err(exceeded(&code::limit::INPUT_BYTES, surface, limit, maximum as u64, Some((text, crossed))))
}

/// Refuses a text with more than `maximum` brackets open at once outside string literals, or more than the ceiling.
///
/// A flat scan that must run before a recursive parser sees the text. `brackets` are the opening and
/// closing bytes that count; string literals are in double quotes with backslash escapes, the rule shared
/// by SCIM filters, mapping expressions and JSON.
///
/// # Errors
/// `LM002` nested-too-deeply, at the bracket that crossed the limit.
pub(crate) fn check_nesting(
    surface: &str,
    text: &str,
    brackets: &[(u8, u8)],
    maximum: usize,
) -> Result<(), Diagnostic> {
    // Limits that were set member by member need not have been checked.
    let maximum = maximum.min(Limits::NESTING_CEILING);
    // A short text, or few opening brackets in all, wherever they stand: nothing to follow.
    if text.len() <= maximum {
        return Ok(());
    }
    let openings = brackets.iter().map(|(open, _)| words::at_most(text.as_bytes(), *open));
    if openings.fold(0, usize::saturating_add) <= maximum {
        return Ok(());
    }
    let mut depth = 0usize;
    let mut in_string = false;
    let mut escaped = false;
    for (offset, byte) in text.bytes().enumerate() {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
        } else if byte == b'"' {
            in_string = true;
        } else if brackets.iter().any(|(open, _)| *open == byte) {
            depth = depth.saturating_add(1);
            if depth > maximum {
                return Err(exceeded(
                    &code::limit::NESTING,
                    surface,
                    "nesting",
                    maximum as u64,
                    Some((text, offset)),
                ));
            }
        } else if brackets.iter().any(|(_, close)| *close == byte) {
            depth = depth.saturating_sub(1);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::json::parse;

    fn read(text: &str) -> Result<Limits, Diagnostic> {
        Limits::from_json(&parse(text, &Limits::DEFAULT).unwrap())
    }

    #[test]
    fn every_name_sets_its_limit() {
        for name in Limits::NAMES {
            assert_ne!(read(&format!("{{\"{name}\":7}}")).unwrap(), Limits::DEFAULT, "{name}");
        }
        assert_eq!(read("{}").unwrap(), Limits::DEFAULT);
    }

    #[test]
    fn wrong_limits_are_refused() {
        for text in [
            "[]",
            r#"{"fuel":0}"#,
            r#"{"fuel":-1}"#,
            r#"{"fuel":1.5}"#,
            r#"{"fuel":null}"#,
            r#"{"fuel":9223372036854775808}"#,
            r#"{"nesting":257}"#,
            r#"{"regexNesting":257}"#,
        ] {
            assert_eq!(read(text).unwrap_err().code.code, "LM010", "{text}");
        }
        let zero = Limits { value_bytes: 0, ..Limits::DEFAULT };
        assert_eq!(zero.check().unwrap_err().code.code, "LM010");
        assert!(Limits { fuel: 0, ..Limits::DEFAULT }.check().is_err());
        assert!(Limits { nesting: 257, ..Limits::DEFAULT }.check().is_err());
        assert!(Limits { nesting: 256, ..Limits::DEFAULT }.check().is_ok());
        assert_eq!(read(r#"{"nestnig":9}"#).unwrap_err().help.as_deref(), Some("did you mean `nesting`?"));
        let unknown = read(r#"{"memory":9}"#).unwrap_err();
        assert_eq!(
            (unknown.code.code, unknown.at.as_ref().unwrap().pointer.as_deref()),
            ("LM010", Some("/limits/memory"))
        );
        assert!(unknown.help.as_ref().unwrap().starts_with("the limits are filterBytes, pathBytes, "));
    }
}
