//! Limits on every resource an input can consume, each with its own diagnostic code.
//!
//! The figures and their reasons: `COMPATIBILITY.md`, section "Limits". Order of checks everywhere:
//! bytes, Unicode validity, nesting (a flat scan, before any recursion), parsing with node counting,
//! meaning, evaluation with fuel. The first failure is the one reported.

use crate::diagnostic::{Code, Diagnostic, Place, Span, code, nearest, quoted};
use crate::value::json::Json;

/// What an engine may consume while reading and evaluating. All values are positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// UTF-8 bytes of one SCIM filter.
    pub filter_bytes: usize,
    /// UTF-8 bytes of one SCIM attribute path.
    pub path_bytes: usize,
    /// UTF-8 bytes of one mapping expression.
    pub expression_bytes: usize,
    /// Bytes of one JSON document.
    pub json_bytes: usize,
    /// Brackets open at once outside string literals.
    pub nesting: usize,
    /// Nodes of one filter, path or expression.
    pub ast_nodes: usize,
    /// Values in one JSON document.
    pub json_nodes: usize,
    /// Items of one array, or of one list made by an expression.
    pub array_items: usize,
    /// Members of one JSON object.
    pub object_keys: usize,
    /// UTF-8 bytes of one regular expression.
    pub regex_pattern_bytes: usize,
    /// Compiled size of one regular expression.
    pub regex_program_bytes: usize,
    /// Depth of a regular expression's syntax tree.
    pub regex_nesting: usize,
    /// All compiled patterns of one engine together; the oldest are dropped.
    pub regex_cache_bytes: usize,
    /// Bytes of one string made during evaluation.
    pub value_bytes: usize,
    /// Steps of one evaluation on one object.
    pub fuel: u64,
    /// Findings reported for one document.
    pub findings: usize,
}

impl Limits {
    /// The limits used unless a caller sets others.
    pub const DEFAULT: Self = Self {
        filter_bytes: 16_384,
        path_bytes: 16_384,
        expression_bytes: 65_536,
        json_bytes: 16 * 1024 * 1024,
        nesting: 64,
        ast_nodes: 10_000,
        json_nodes: 1_000_000,
        array_items: 100_000,
        object_keys: 10_000,
        regex_pattern_bytes: 4_096,
        regex_program_bytes: 1024 * 1024,
        regex_nesting: 50,
        regex_cache_bytes: 32 * 1024 * 1024,
        value_bytes: 1024 * 1024,
        fuel: 1_000_000,
        findings: 1_000,
    };

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

    /// `nesting` may be raised to this and no further: every recursion fits a small stack at it.
    pub const NESTING_CEILING: usize = 256;

    /// The defaults with the members of an object such as `{"nesting":32}` in their place.
    ///
    /// # Errors
    /// `LM010` for anything but an object of known names with whole numbers above zero, `nesting` at most 256.
    pub fn from_json(json: &Json<'_>) -> Result<Self, Diagnostic> {
        let refused = |name: &str, message: String| {
            Diagnostic::new(&code::limit::CONFIG, message).at(Place::pointer(format!("/limits/{name}")))
        };
        let Some(given) = json.as_object() else {
            return Err(refused("", format!("the limits must be an object, not {}", json.kind_name())));
        };
        let mut limits = Self::DEFAULT;
        for (name, value) in given.iter() {
            let number = value.as_number().and_then(|number| number.as_str().parse::<u64>().ok());
            let Some(number) = number.filter(|number| *number > 0) else {
                return Err(refused(
                    name,
                    format!("the limit {} must be a whole number above zero", quoted(name)),
                ));
            };
            if name == "nesting" && number > Self::NESTING_CEILING as u64 {
                let message = format!("the limit `nesting` may be at most {}", Self::NESTING_CEILING);
                return Err(refused(name, message));
            }
            if !limits.set(name, number) {
                let near = nearest(name, Self::NAMES);
                let found = refused(name, format!("there is no limit {}", quoted(name)));
                return Err(match near {
                    Some(near) => found.help(format!("did you mean `{near}`?")),
                    None => found.help(format!("the limits are {}", Self::NAMES.join(", "))),
                });
            }
        }
        Ok(limits)
    }

    /// Whether every limit may be set so; for limits that were set member by member.
    ///
    /// # Errors
    /// `LM010` where one is zero, or `nesting` above 256.
    pub fn check(&self) -> Result<(), Diagnostic> {
        let mut numbers = *self;
        let zero = Self::NAMES.into_iter().find(|name| numbers.place(name).is_some_and(|place| *place == 0));
        let message = match zero {
            Some(name) => format!("the limit `{name}` must be a whole number above zero"),
            None if self.fuel == 0 => "the limit `fuel` must be a whole number above zero".to_owned(),
            None if self.nesting > Self::NESTING_CEILING => {
                format!("the limit `nesting` may be at most {}", Self::NESTING_CEILING)
            }
            None => return Ok(()),
        };
        Err(Diagnostic::new(&code::limit::CONFIG, message))
    }

    /// The names of the limits as settings spell them.
    pub const NAMES: [&'static str; 16] = [
        "filterBytes",
        "pathBytes",
        "expressionBytes",
        "jsonBytes",
        "nesting",
        "astNodes",
        "jsonNodes",
        "arrayItems",
        "objectKeys",
        "regexPatternBytes",
        "regexProgramBytes",
        "regexNesting",
        "regexCacheBytes",
        "valueBytes",
        "fuel",
        "findings",
    ];

    /// Sets the limit of this name; false when there is none.
    fn set(&mut self, name: &str, number: u64) -> bool {
        if name == "fuel" {
            self.fuel = number;
            return true;
        }
        let Some(place) = self.place(name) else { return false };
        *place = usize::try_from(number).unwrap_or(usize::MAX);
        true
    }

    /// The limit of this name but `fuel`, the one of 64 bits everywhere.
    fn place(&mut self, name: &str) -> Option<&mut usize> {
        Some(match name {
            "filterBytes" => &mut self.filter_bytes,
            "pathBytes" => &mut self.path_bytes,
            "expressionBytes" => &mut self.expression_bytes,
            "jsonBytes" => &mut self.json_bytes,
            "nesting" => &mut self.nesting,
            "astNodes" => &mut self.ast_nodes,
            "jsonNodes" => &mut self.json_nodes,
            "arrayItems" => &mut self.array_items,
            "objectKeys" => &mut self.object_keys,
            "regexPatternBytes" => &mut self.regex_pattern_bytes,
            "regexProgramBytes" => &mut self.regex_program_bytes,
            "regexNesting" => &mut self.regex_nesting,
            "regexCacheBytes" => &mut self.regex_cache_bytes,
            "valueBytes" => &mut self.value_bytes,
            "findings" => &mut self.findings,
            _ => return None,
        })
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The diagnostic for a crossed limit: its code, the limit's name, the maximum, and the byte where it was crossed.
pub fn exceeded(
    code: &'static Code,
    surface: &str,
    limit: &str,
    maximum: u64,
    at: Option<(&str, usize)>,
) -> Diagnostic {
    let message = format!("{surface} exceeds the limit `{limit}` of {maximum}");
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
pub fn check_bytes(surface: &str, limit: &str, text: &str, maximum: usize) -> Result<(), Diagnostic> {
    if text.len() <= maximum {
        return Ok(());
    }
    let crossed = text.floor_char_boundary(maximum);
    Err(exceeded(&code::limit::INPUT_BYTES, surface, limit, maximum as u64, Some((text, crossed))))
}

/// Refuses a text with more than `maximum` brackets open at once outside string literals.
///
/// A flat scan that must run before a recursive parser sees the text. `brackets` are the opening and
/// closing bytes that count; string literals are in double quotes with backslash escapes, the rule shared
/// by SCIM filters, mapping expressions and JSON.
///
/// # Errors
/// `LM002` nested-too-deeply, at the bracket that crossed the limit.
pub fn check_nesting(
    surface: &str,
    text: &str,
    brackets: &[(u8, u8)],
    maximum: usize,
) -> Result<(), Diagnostic> {
    // Few opening brackets in all, wherever they stand: nothing to follow.
    let count = |open: u8| text.bytes().filter(|byte| *byte == open).count();
    if brackets.iter().fold(0_usize, |sum, (open, _)| sum.saturating_add(count(*open))) <= maximum {
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
            r#"{"nesting":257}"#,
        ] {
            assert_eq!(read(text).unwrap_err().code.code, "LM010", "{text}");
        }
        let zero = Limits { value_bytes: 0, ..Limits::DEFAULT };
        assert_eq!(zero.check().unwrap_err().code.code, "LM010");
        assert!(Limits { fuel: 0, ..Limits::DEFAULT }.check().is_err());
        assert!(Limits { nesting: 257, ..Limits::DEFAULT }.check().is_err());
        assert!(Limits { nesting: 256, ..Limits::DEFAULT }.check().is_ok());
        assert_eq!(read(r#"{"nestnig":9}"#).unwrap_err().help.as_deref(), Some("did you mean `nesting`?"));
    }
}
