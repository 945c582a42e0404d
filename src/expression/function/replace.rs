//! Replace: one function, five modes. Which of its seven positions are filled selects the mode.

use std::borrow::Cow;

use super::{Call, Example, Family, Fault, Function, Kind, NullRule, Parameter, cite};
use crate::diagnostic::code::expression as code;
use crate::expression::value::Value;
use crate::regex::{Regex, Replacement, Stop};
use crate::value::search;

const OLD: usize = 1;
const PATTERN: usize = 2;
const GROUP: usize = 3;
const NEW: usize = 4;
const OTHER: usize = 5;
const TEMPLATE: usize = 6;

/// What Replace does, by the positions that are filled; `""` fills a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// A group's text from another attribute, where the source has no value.
    FromOther,
    /// What a group captured is replaced, literally.
    Group,
    /// Every match is replaced.
    Match,
    /// The old text is replaced by the source, inside the template.
    Template,
    /// The old text is replaced, literally.
    Literal,
}

impl Mode {
    /// The modes in the order in which they are tested: the first three only differ by what is added.
    const ALL: [Self; 5] = [Self::FromOther, Self::Group, Self::Match, Self::Template, Self::Literal];

    /// The mode of a call: the first whose positions are all filled.
    pub(crate) fn of(provided: impl Fn(usize) -> bool) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.reads().iter().all(|position| provided(*position)))
    }

    /// The positions that select the mode; beside the source it reads no other.
    pub(crate) const fn reads(self) -> &'static [usize] {
        match self {
            Self::FromOther => &[PATTERN, GROUP, OTHER],
            Self::Group => &[PATTERN, GROUP, NEW],
            Self::Match => &[PATTERN, NEW],
            Self::Template => &[OLD, TEMPLATE],
            Self::Literal => &[OLD, NEW],
        }
    }
}

pub(super) static REPLACE: Function = Function {
    parameters: &[
        Parameter::new("source", Kind::Text),
        Parameter::new("oldValue", Kind::Text).key("Find").optional(),
        Parameter::new("regexPattern", Kind::Pattern).key("RegularExpression").optional(),
        Parameter::new("regexGroupName", Kind::Text).key("RegularExpressionGroupName").optional(),
        Parameter::new("replacementValue", Kind::Text).key("Replacement").optional(),
        Parameter::new("replacementAttributeName", Kind::Text).key("ReplacementPropertyName").optional(),
        Parameter::new("template", Kind::Text).key("Template").optional(),
    ],
    minimum: 1,
    null: NullRule::Handled,
    element_wise: true,
    doc: "Replaces text. Which positions are filled selects the mode: old and new text, literally; a template in which \
          the old text is replaced by the source; a .NET pattern and its replacement with `$1`, `${name}`; a pattern, a \
          group and the text for what the group captured; or a pattern, a group and another attribute to take the \
          text from when the source has no value. Where several of these fit, the last counts, and what it does not need is \
          not read; where none fits, the call fails. Case counts. An omitted replacement is not an empty one.",
    examples: &[
        Example {
            expression: r#"Replace([title], "Product Developer", , , "Software Engineer", , )"#,
            source: r#"{"title":"Product Developer"}"#,
            expected: r#""Software Engineer""#,
        },
        Example {
            expression: r#"Replace([user], "<username>", , , , , "<username>@contoso.com")"#,
            source: r#"{"user":"jdoe"}"#,
            expected: r#""jdoe@contoso.com""#,
        },
        Example {
            expression: r#"Replace([mobile], , "[()\\s-]+", , "", , )"#,
            source: r#"{"mobile":"+1 (999) 888-7777"}"#,
            expected: r#""+19998887777""#,
        },
        Example {
            expression: r#"Replace([street], , "(?<streetNumber>^\\d*)", "streetNumber", "888", , )"#,
            source: r#"{"street":"545 Tremont Street"}"#,
            expected: r#""888 Tremont Street""#,
        },
    ],
    ..Function::new("Replace", Family::Text, cite::REFERENCE, replace)
};

fn replace<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let Some(mode) = Mode::of(|position| call.provided(position)) else {
        let message = "the arguments of Replace fit none of its modes";
        return Err(call.fault(&code::INVALID_ARGUMENT, message).help(
            "to replace a text write `Replace([x], \"old\", , , \"new\", , )`, for a pattern `Replace([x], , \"pattern\", , \"new\", , )`",
        ));
    };
    if mode == Mode::FromOther {
        call.note(|| "mode: a group's text from another attribute, where the source has no value".to_owned());
        return match call.value(0)? {
            // A list is a value unless all its values are empty.
            Value::List(items) if items.iter().any(|item| !item.is_null_or_empty()) => Ok(Value::List(items)),
            Value::List(_) => from_other(call),
            source => match call.as_text(source, 0)?.filter(|source| !source.is_empty()) {
                Some(source) => Ok(Value::String(source)),
                None => from_other(call),
            },
        };
    }
    let source = match call.value(0)? {
        Value::List(items) => return call.each(items),
        source => call.as_text(source, 0)?,
    };
    let Some(source) = source else { return Ok(Value::Null) };
    match mode {
        Mode::Literal => literal(call, source),
        Mode::Template => template(call, &source),
        Mode::Match => {
            let pattern = call.pattern(PATTERN)?;
            let new = call.text(NEW)?.unwrap_or_default();
            let new = call.search(NEW, |budget| {
                // The groups that it names are looked for among those of the pattern.
                budget.charge(pattern.price(new.len()))?;
                Replacement::parse(&new, &pattern)
            })?;
            let most = call.context().limits.value_bytes;
            let made = call.search(PATTERN, |budget| pattern.replace_all(&source, &new, most, budget))?;
            call.made(made.into_owned())
        }
        Mode::Group | Mode::FromOther => {
            let pattern = call.pattern(PATTERN)?;
            let group = group(call, &pattern)?;
            let new = call.text(NEW)?.unwrap_or_default();
            let most = call.context().limits.value_bytes;
            let made =
                call.search(PATTERN, |budget| pattern.replace_group(&source, group, &new, most, budget))?;
            call.made(made.into_owned())
        }
    }
}

fn from_other<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let Some(other) = call.text(OTHER)? else { return Ok(Value::Null) };
    let pattern = call.pattern(PATTERN)?;
    let group = group(call, &pattern)?;
    let captured = call.search(PATTERN, |budget| {
        let captures = pattern.captures_at(&other, 0, budget)?;
        let span = captures.and_then(|captures| captures.group(group));
        span.map(|span| span.of(&other).ok_or(Stop::SplitsPair)).transpose()
    })?;
    match captured {
        Some(text) => call.made(text.to_owned()),
        None => Ok(Value::Null),
    }
}

fn group(call: &mut Call<'_, '_>, pattern: &Regex) -> Result<u32, Fault> {
    let name = call.text(GROUP)?.unwrap_or_default();
    pattern.group_number(&name).ok_or_else(|| {
        call.invalid(GROUP, format_args!("{} is no group of the pattern", call.shown(GROUP, &name)))
            .help("a named group is written `(?<name>…)`")
    })
}

fn old<'s>(call: &mut Call<'_, 's>) -> Result<Cow<'s, str>, Fault> {
    let old = call.text(OLD)?.unwrap_or_default();
    if old.is_empty() {
        return Err(call.invalid(OLD, "the text to replace is empty"));
    }
    Ok(old)
}

fn literal<'s>(call: &mut Call<'_, 's>, source: Cow<'s, str>) -> Result<Value<'s>, Fault> {
    let (old, new) = (old(call)?, call.text(NEW)?.unwrap_or_default());
    substituted(call, source, &old, &new)
}

fn template<'s>(call: &mut Call<'_, 's>, source: &str) -> Result<Value<'s>, Fault> {
    let old = old(call)?;
    let Some(template) = call.text(TEMPLATE)? else { return Ok(Value::Null) };
    substituted(call, template, &old, source)
}

/// Every `old` in `text` replaced by `new`; the length is checked before the text is made.
fn substituted<'s>(
    call: &mut Call<'_, 's>,
    text: Cow<'s, str>,
    old: &str,
    new: &str,
) -> Result<Value<'s>, Fault> {
    let found = search::split(&text, old).skip(1).count();
    if found == 0 {
        return Ok(Value::String(text));
    }
    let removed = text.len().saturating_sub(found.saturating_mul(old.len()));
    call.reserve(removed.saturating_add(found.saturating_mul(new.len())))?;
    Ok(Value::text(search::replace(&text, old, new)))
}
