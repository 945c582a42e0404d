//! Building, cutting and changing text. Characters are counted as Unicode scalar values, so that a cut never leaves
//! half a character; .NET counts UTF-16 units, which differs only beyond U+FFFF.

use std::borrow::Cow;

use super::call::{count, position};
use super::{Call, Example, Family, Fault, Function, Kind, Need, NullRule, Parameter, Range, Reads, cite};
use crate::expression::value::Value;
use crate::value::casing::{self, Culture};
use crate::value::{diacritics, search, text};

const SOURCE: Parameter = Parameter::new("source", Kind::Text);

const fn text_function(name: &'static str, source: &'static str, body: super::Body) -> Function {
    Function {
        parameters: &[SOURCE],
        minimum: 1,
        element_wise: true,
        ..Function::new(name, Family::Text, source, body)
    }
}

/// Applies a mapping that borrows what it does not change.
fn changed<'s>(
    call: &mut Call<'_, 's>,
    text: Cow<'s, str>,
    change: impl for<'t> Fn(&'t str) -> Cow<'t, str>,
) -> Result<Value<'s>, Fault> {
    let text = match text {
        Cow::Borrowed(text) => change(text),
        Cow::Owned(text) => Cow::Owned(change(&text).into_owned()),
    };
    call.made(text)
}

/// The part of a text at these bytes, borrowed where the text is.
fn part(text: Cow<'_, str>, start: usize, end: usize) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(start..end).unwrap_or_default()),
        Cow::Owned(text) => Cow::Owned(text.get(start..end).unwrap_or_default().to_owned()),
    }
}

/// The byte at which character number `count` (from 0) begins; the length where there are fewer.
fn byte_of(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(at, _)| at)
}

pub(super) static APPEND: Function = Function {
    parameters: &[SOURCE, Parameter::new("suffix", Kind::Text)],
    minimum: 2,
    doc: "The source followed by the suffix. A null source gives null; a null suffix adds nothing.",
    examples: &[Example {
        expression: r#"Append([userPrincipalName], ".test")"#,
        source: r#"{"userPrincipalName":"John.Doe@contoso.com"}"#,
        expected: r#""John.Doe@contoso.com.test""#,
    }],
    ..text_function("Append", cite::REFERENCE, |call| {
        let source = call.main_text()?;
        let Some(suffix) = call.text(1)?.filter(|suffix| !suffix.is_empty()) else {
            return Ok(Value::String(source));
        };
        call.reserve(source.len().saturating_add(suffix.len()))?;
        Ok(Value::String(source + suffix))
    })
};

pub(super) static JOIN: Function = Function {
    parameters: &[
        Parameter::new("separator", Kind::Text),
        Parameter::new("source", Kind::Text).need(Need::RepeatingMayBeEmpty),
    ],
    minimum: 2,
    null: NullRule::Handled,
    element_wise: false,
    doc: "Puts the separator between the values. Null and empty parts are left out together with their separator; \
          lists are joined value by value. Nothing left gives an empty text.",
    examples: &[
        Example {
            expression: r#"Join(", ", "", [surname], [givenName])"#,
            source: r#"{"givenName":"John","surname":"Doe"}"#,
            expected: r#""Doe, John""#,
        },
        Example {
            expression: r#"Join(";", [proxyAddresses], "x")"#,
            source: r#"{"proxyAddresses":["a","b"]}"#,
            expected: r#""a;b;x""#,
        },
    ],
    ..text_function("Join", cite::REFERENCE, join)
};

fn join<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let separator = call.text(0)?.unwrap_or_default();
    let mut parts: Vec<Cow<'s, str>> = Vec::with_capacity(call.count());
    let mut length = 0_usize;
    for index in 1..call.count() {
        // The separator is read once for every source, skipped or not.
        call.read(separator.len())?;
        let value = call.value(index)?;
        if value.is_null_or_empty() && call.provided(index) {
            let what = if value.is_null() { "null" } else { "empty" };
            call.note(|| {
                format!("argument {} is {what}: left out with its separator", index.saturating_add(1))
            });
        }
        let items = if let Value::List(items) = value { items } else { vec![value] };
        let several = items.len() > 1;
        for (item, place) in items.into_iter().zip(1_usize..) {
            let Some(text) = call.as_text(item, index)?.filter(|text| !text.is_empty()) else {
                if several {
                    call.note(|| {
                        let argument = index.saturating_add(1);
                        format!("value {place} of argument {argument} is empty: left out with its separator")
                    });
                }
                continue;
            };
            length = length.saturating_add(text.len()).saturating_add(separator.len());
            call.fits(length.saturating_sub(separator.len()))?;
            call.read(text.len().saturating_add(separator.len()))?;
            parts.push(text);
        }
    }
    Ok(Value::text(match <[Cow<'s, str>; 1]>::try_from(parts) {
        Ok([only]) => only,
        Err(parts) => Cow::Owned(parts.join(&*separator)),
    }))
}

pub(super) static LEFT: Function = Function {
    parameters: &[
        Parameter::new("String", Kind::Text).key("source"),
        Parameter::new("NumChars", Kind::Integer).key("length"),
    ],
    minimum: 2,
    null: NullRule::EmptyText,
    doc: "The first characters of a text. 0 gives an empty text, a negative number or one beyond the length the whole \
          text; a null text gives an empty one.",
    examples: &[
        Example { expression: r#"Left("John Doe", 3)"#, source: "{}", expected: r#""Joh""# },
        Example { expression: r#"Left("John Doe", -1)"#, source: "{}", expected: r#""John Doe""# },
        Example { expression: "Left([x], 3)", source: "{}", expected: r#""""# },
    ],
    ..text_function("Left", cite::REFERENCE, |call| {
        let text = call.main_text()?;
        let length = call.required_integer(1)?;
        let end = byte_of(&text, count(length));
        Ok(Value::String(part(text, 0, end)))
    })
};

pub(super) static MID: Function = Function {
    parameters: &[
        SOURCE,
        Parameter::new("start", Kind::Integer).whole(Range::from(1)),
        Parameter::new("length", Kind::Integer).whole(Range::from(0)),
    ],
    minimum: 3,
    null: NullRule::EmptyText,
    doc: "At most length characters from the position start, counted from 1. A start beyond the end \
          gives an empty text, as does a null text. A start below 1 or a negative length is an error.",
    examples: &[
        Example {
            expression: "Mid([userPrincipalName], 1, 8)",
            source: r#"{"userPrincipalName":"johnsmith@contoso.com"}"#,
            expected: r#""johnsmit""#,
        },
        Example { expression: r#"Mid("John", 3, 50)"#, source: "{}", expected: r#""hn""# },
    ],
    ..text_function("Mid", cite::REFERENCE, mid)
};

fn mid<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let text = call.main_text()?;
    let skipped = position(call.required_integer(1)?);
    let length = count(call.required_integer(2)?);
    let from = byte_of(&text, skipped);
    let rest = text.get(from..).unwrap_or_default();
    let to = from.saturating_add(byte_of(rest, length));
    Ok(Value::String(part(text, from, to)))
}

pub(super) static STRIP_SPACES: Function = Function {
    doc: "Removes every space U+0020 and nothing else; tabs and no-break spaces stay.",
    examples: &[Example {
        expression: "StripSpaces([x])",
        source: r#"{"x":" a b  c "}"#,
        expected: r#""abc""#,
    }],
    ..text_function("StripSpaces", cite::REFERENCE, |call| {
        let text = call.main_text()?;
        changed(call, text, |text| match search::has(text, ' ') {
            true => text.chars().filter(|character| *character != ' ').collect(),
            false => text.into(),
        })
    })
};

pub(super) static TRIM: Function = Function {
    // The key of the default cloud-sync mappings.
    parameters: &[Parameter::new("value", Kind::Text).key("source")],
    doc: "Removes white space at both ends, from every value of a list.",
    examples: &[
        Example { expression: r#"Trim(" Test ")"#, source: "{}", expected: r#""Test""# },
        Example { expression: "Trim([p])", source: r#"{"p":[" a","b "]}"#, expected: r#"["a","b"]"# },
    ],
    ..text_function("Trim", cite::CLOUD, |call| {
        let text = call.main_text()?;
        changed(call, text, |text| Cow::Borrowed(text::trim(text)))
    })
};

const CULTURE: Parameter = Parameter::new("culture", Kind::Text).optional().reads(Reads::Culture);

pub(super) static TO_LOWER: Function = Function {
    parameters: &[SOURCE, CULTURE],
    doc: "Every letter in lower case, one to one as .NET does: the length never changes and a capital sigma always \
          becomes `σ`. The culture is invariant unless named; Turkish and Azerbaijani treat `I` differently. To change \
          only the case of a value in the target, its attribute must be declared case-exact.",
    examples: &[
        Example { expression: "ToLower([x], )", source: r#"{"x":"ABC"}"#, expected: r#""abc""# },
        Example {
            expression: r#"ToLower([x], "tr-TR")"#,
            source: r#"{"x":"TITLE I"}"#,
            expected: r#""tıtle ı""#,
        },
    ],
    ..text_function("ToLower", cite::REFERENCE, |call| {
        let (text, culture) = (call.main_text()?, culture(call)?);
        changed(call, text, |text| casing::to_lower(text, culture))
    })
};

pub(super) static TO_UPPER: Function = Function {
    parameters: &[SOURCE, CULTURE],
    doc: "Every letter in upper case, one to one as .NET does: `ß` and ligatures stay. The culture is invariant unless \
          named; Turkish and Azerbaijani treat `i` differently.",
    examples: &[Example {
        expression: "ToUpper([x])", source: r#"{"x":"straße"}"#, expected: r#""STRAßE""#
    }],
    ..text_function("ToUpper", cite::REFERENCE, |call| {
        let (text, culture) = (call.main_text()?, culture(call)?);
        changed(call, text, |text| casing::to_upper(text, culture))
    })
};

fn culture(call: &mut Call<'_, '_>) -> Result<Culture, Fault> {
    let Some(name) = call.text(1)? else { return Ok(Culture::Invariant) };
    Culture::parse(&name)
        .map_err(|problem| call.invalid(1, format_args!("{} is {problem}", call.shown(1, &name))))
}

pub(super) static P_CASE: Function = Function {
    parameters: &[SOURCE, Parameter::new("wordSeparators", Kind::Text).optional()],
    doc: "Lower case, with the first letter of every word in upper case. Words end where .NET's title case ends them, or \
          only at the characters of wordSeparators where these are given.",
    examples: &[
        Example {
            expression: "PCase([firstName])",
            source: r#"{"firstName":"PABLO GONSALVES (SECOND)"}"#,
            expected: r#""Pablo Gonsalves (Second)""#,
        },
        Example {
            expression: r#"PCase([lastName], " '-")"#,
            source: r#"{"lastName":"PINTO-DE'SILVA"}"#,
            expected: r#""Pinto-De'Silva""#,
        },
    ],
    ..text_function("PCase", cite::REFERENCE, |call| {
        let text = call.main_text()?;
        let separators = call.text(1)?;
        changed(call, text, |text| casing::proper_case(text, separators.as_deref()))
    })
};

pub(super) static NORMALIZE_DIACRITICS: Function = Function {
    doc: "Letters with diacritics as plain letters: `ö` becomes `o`, `ø` becomes `oe`, `ß` becomes `ss`. Letters of the \
          reference's table and those that decompose change; `đ`, `ð`, `þ` and `ħ` stay.",
    examples: &[Example {
        expression: "NormalizeDiacritics([x])",
        source: r#"{"x":"Jürgen Groß"}"#,
        expected: r#""Jurgen Gross""#,
    }],
    ..text_function("NormalizeDiacritics", cite::REFERENCE, |call| {
        let text = call.main_text()?;
        if !text.is_ascii() {
            // Looking a letter up takes as long as reading many.
            call.read(text.len().saturating_mul(16))?;
        }
        changed(call, text, diacritics::strip)
    })
};

pub(super) static SPLIT: Function = Function {
    parameters: &[SOURCE, Parameter::new("delimiter", Kind::Text).reads(Reads::Content)],
    minimum: 2,
    element_wise: false,
    result: Kind::List,
    doc: "Cuts a text at every delimiter into a list. The parts are trimmed, empty ones are kept; a text without the \
          delimiter gives a list of one.",
    examples: &[Example {
        expression: r#"Split([extensionAttribute5], ",")"#,
        source: r#"{"extensionAttribute5":"PermissionSetOne, PermissionSetTwo"}"#,
        expected: r#"["PermissionSetOne","PermissionSetTwo"]"#,
    }],
    ..text_function("Split", cite::REFERENCE, split)
};

fn split<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let source = call.main_text()?;
    let delimiter = call.text(1)?.unwrap_or_default();
    if delimiter.is_empty() {
        return Err(call.invalid(1, "the delimiter of Split is empty"));
    }
    call.reserve_items(search::split(&source, &delimiter).count())?;
    Ok(Value::List(match source {
        Cow::Borrowed(source) => {
            search::split(source, &delimiter).map(|part| Value::text(text::trim(part))).collect()
        }
        Cow::Owned(source) => {
            search::split(&source, &delimiter).map(|part| Value::text(text::trim(part).to_owned())).collect()
        }
    }))
}

pub(super) static WORD: Function = Function {
    parameters: &[
        Parameter::new("String", Kind::Text),
        Parameter::new("WordNumber", Kind::Integer),
        Parameter::new("delimiters", Kind::Text),
    ],
    minimum: 3,
    null: NullRule::EmptyText,
    element_wise: false,
    doc: "The word of this number, counted from 1. Every character of delimiters ends a word, and empty words do not \
          count. An empty text where there is no such word, or the number is null or below 1.",
    examples: &[
        Example {
            expression: r#"Word("The quick brown fox", 3, " ")"#,
            source: "{}",
            expected: r#""brown""#,
        },
        Example {
            expression: r#"Word("This,string!has&many separators", 3, ",!&#")"#,
            source: "{}",
            expected: r#""has""#,
        },
    ],
    ..text_function("Word", cite::REFERENCE, word)
};

fn word<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let text = call.main_text()?;
    let number = call.integer(1)?.unwrap_or_default();
    let delimiters = call.text(2)?.unwrap_or_default();
    call.read(text.len().saturating_mul(delimiters.len()))?;
    let mut words =
        text.split(|character| search::has(&delimiters, character)).filter(|word| !word.is_empty());
    let word = words.nth(position(number)).map(str::to_owned).unwrap_or_default();
    call.made(word)
}

pub(super) static IN_STR: Function = Function {
    parameters: &[
        Parameter::new("value1", Kind::Text),
        Parameter::new("value2", Kind::Text),
        Parameter::new("start", Kind::Integer).optional().whole(Range::from(1)),
        Parameter::new("compareType", Kind::Text).optional().words(&["vbTextCompare", "vbBinaryCompare"]),
    ],
    minimum: 2,
    null: NullRule::Handled,
    element_wise: false,
    result: Kind::Integer,
    doc: "The position, from 1, at which the second text stands in the first, searched from start; 0 if it does not. \
          Case counts unless compareType is `vbTextCompare`. Null in either place gives 0.",
    examples: &[
        Example { expression: r#"InStr("The quick brown fox", "quick")"#, source: "{}", expected: r#""5""# },
        Example {
            expression: r#"InStr("repEated", "e", 3, vbTextCompare)"#,
            source: "{}",
            expected: r#""4""#,
        },
    ],
    ..text_function("InStr", cite::CLOUD, in_str)
};

fn in_str<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let (Some(text), Some(wanted)) = (call.text(0)?, call.text(1)?) else { return Ok(Value::Integer(0)) };
    let start = call.integer(2)?.unwrap_or(1);
    let ignore_case = call.word(3)? == Some("vbTextCompare");
    if wanted.is_empty() {
        return Ok(Value::Integer(start));
    }
    let from = byte_of(&text, position(start));
    let rest = text.get(from..).unwrap_or_default();
    let before = if ignore_case {
        text::find_ignoring_case(rest, &wanted)
    } else {
        search::find(rest, &wanted).and_then(|at| rest.get(..at)).map(|before| before.chars().count())
    };
    Ok(Value::Integer(before.map_or(0, |before| start.saturating_add_unsigned(before as u64))))
}
