//! Attributes with several values.

use super::call::position;
use super::{Call, Example, Family, Fault, Function, Kind, NullRule, Parameter, Range, cite};
use crate::diagnostic::code::expression as code;
use crate::expression::value::Value;
use crate::value::search;
use crate::value::text::find_ignoring_case;

const fn handled(name: &'static str, source: &'static str, body: super::Body) -> Function {
    Function {
        null: NullRule::Handled,
        minimum: 1,
        result: Kind::Integer,
        ..Function::new(name, Family::MultiValue, source, body)
    }
}

pub(super) static COUNT: Function = Function {
    parameters: &[Parameter::new("attribute", Kind::List)],
    doc: "The number of values. A single value counts 1, null 0.",
    examples: &[
        Example {
            expression: "Count([proxyAddresses])",
            source: r#"{"proxyAddresses":["a","b","c"]}"#,
            expected: r#""3""#,
        },
        Example { expression: "Count([proxyAddresses])", source: "{}", expected: r#""0""# },
    ],
    ..handled("Count", cite::REFERENCE, |call| {
        let count = call.list(0)?.len();
        Ok(Value::Integer(i64::try_from(count).unwrap_or(i64::MAX)))
    })
};

pub(super) static ITEM: Function = Function {
    parameters: &[
        Parameter::new("attribute", Kind::List).key("source"),
        Parameter::new("index", Kind::Integer)
            .whole(Range::from(1).reported_as(&code::INDEX, "values are numbered from 1")),
    ],
    minimum: 2,
    result: Kind::Any,
    doc: "The value at a position, counted from 1. A single value is a list of one. A position that does not exist is \
          an error.",
    examples: &[
        Example {
            expression: "Item([proxyAddresses], 1)",
            source: r#"{"proxyAddresses":["SMTP:john@contoso.com","smtp:jd@contoso.com"]}"#,
            expected: r#""SMTP:john@contoso.com""#,
        },
        Example {
            expression: r#"Item(Split([userPrincipalName], "@"), 2)"#,
            source: r#"{"userPrincipalName":"john@contoso.com"}"#,
            expected: r#""contoso.com""#,
        },
    ],
    ..handled("Item", cite::REFERENCE, item)
};

fn item<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let items = call.list(0)?;
    let index = call.required_integer(1)?;
    let count = items.len();
    items.into_iter().nth(position(index)).ok_or_else(|| {
        let has = match count {
            0 => "there is no value".to_owned(),
            1 => "there is one value".to_owned(),
            more => format!("there are {more} values"),
        };
        Fault::new(&code::INDEX, format_args!("there is no value number {index}: {has}")).at(call.place(1))
    })
}

pub(super) static REMOVE_DUPLICATES: Function = Function {
    parameters: &[Parameter::new("attribute", Kind::List).key("source")],
    null: NullRule::Null,
    result: Kind::List,
    doc: "The values without repetitions: the first of equal ones stays, in order. Case counts.",
    examples: &[Example {
        expression: "RemoveDuplicates([proxyAddresses])",
        source: r#"{"proxyAddresses":["a","b","a"]}"#,
        expected: r#"["a","b"]"#,
    }],
    ..handled("RemoveDuplicates", cite::REFERENCE, remove_duplicates)
};

fn remove_duplicates<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let value = call.value(0)?;
    let Value::List(items) = value else { return Ok(value) };
    call.reserve_items(items.len())?;
    // By text where there is one: role objects compare as wholes.
    let mut seen = std::collections::HashSet::new();
    let mut kept = Vec::with_capacity(items.len());
    for item in items {
        let text = item.to_text().map_or_else(|| item.to_json().to_string(), |text| text.into_owned());
        call.read(text.len())?;
        if seen.insert(text) {
            kept.push(item);
        }
    }
    Ok(Value::List(kept))
}

pub(super) static CONTAINS: Function = Function {
    parameters: &[
        Parameter::new("attribute", Kind::List),
        Parameter::new("search", Kind::Text),
        Parameter::new("caseType", Kind::Text).optional().words(&["CaseSensitive", "CaseInsensitive"]),
    ],
    minimum: 2,
    doc: "The position, from 1, of the first value that contains the text; 0 if none does.",
    examples: &[
        Example {
            expression: r#"Contains([proxyAddresses], "SMTP:")"#,
            source: r#"{"proxyAddresses":["smtp:a","SMTP:b"]}"#,
            expected: r#""2""#,
        },
        Example {
            expression: r#"Contains([proxyAddresses], "SMTP:", CaseInsensitive)"#,
            source: r#"{"proxyAddresses":["smtp:a","SMTP:b"]}"#,
            expected: r#""1""#,
        },
    ],
    ..handled("Contains", cite::CONNECT, contains)
};

fn contains<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let items = call.list(0)?;
    if items.is_empty() {
        return Ok(Value::Integer(0));
    }
    let Some(wanted) = call.text(1)? else { return Ok(Value::Integer(0)) };
    let ignore_case = call.word(2)? == Some("CaseInsensitive");
    for (item, position) in items.into_iter().zip(1..) {
        let text = call.as_text(item, 0)?.unwrap_or_default();
        let found = if ignore_case {
            find_ignoring_case(&text, &wanted).is_some()
        } else {
            search::contains(&text, &wanted)
        };
        if found {
            return Ok(Value::Integer(position));
        }
    }
    Ok(Value::Integer(0))
}
