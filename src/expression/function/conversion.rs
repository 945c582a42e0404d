//! Numbers, encodings and types.

use super::{Call, Example, Family, Fault, Function, Kind, NullRule, Parameter, Reads, cite};
use crate::expression::value::Value;
use crate::value::encoding::{self, Encoding};

const SOURCE: &[Parameter] = &[Parameter::new("source", Kind::Text)];

const fn conversion(name: &'static str, source: &'static str, body: super::Body) -> Function {
    Function {
        parameters: SOURCE,
        minimum: 1,
        element_wise: true,
        ..Function::new(name, Family::Conversion, source, body)
    }
}

pub(super) static BIT_AND: Function = Function {
    parameters: &[
        Parameter::new("value1", Kind::Integer).key("left"),
        Parameter::new("value2", Kind::Integer).key("right"),
    ],
    minimum: 2,
    null: NullRule::Handled,
    element_wise: false,
    result: Kind::Integer,
    doc: "The bits that both whole numbers have. Digits as text and hexadecimal numbers such as `&HF7` are accepted.",
    examples: &[
        Example { expression: "BitAnd(&HF, &HF7)", source: "{}", expected: r#""7""# },
        Example {
            expression: "BitAnd([userAccountControl], 2)",
            source: r#"{"userAccountControl":"514"}"#,
            expected: r#""2""#,
        },
    ],
    ..conversion("BitAnd", cite::REFERENCE, |call| {
        Ok(Value::Integer(call.required_integer(0)? & call.required_integer(1)?))
    })
};

pub(super) static C_BOOL: Function = Function {
    parameters: &[Parameter::new("Expression", Kind::Any).reads(Reads::Truth)],
    null: NullRule::Handled,
    element_wise: false,
    result: Kind::Boolean,
    doc: "True for a number other than 0, also as text, a true comparison and the text `true`; False for 0, null, an \
          empty text and `false`. Any other text is an error.",
    examples: &[
        Example { expression: "CBool([a] = [b])", source: r#"{"a":"x","b":"x"}"#, expected: r#""True""# },
        Example { expression: "CBool(BitAnd(4, 2))", source: "{}", expected: r#""False""# },
    ],
    ..conversion("CBool", cite::REFERENCE, |call| Ok(Value::Boolean(call.boolean(0)?)))
};

pub(super) static C_STR: Function = Function {
    parameters: &[Parameter::new("value", Kind::Any)],
    element_wise: false,
    doc: "The text form of a number, a reference or a Boolean: `42`, `True`.",
    examples: &[Example {
        expression: "CStr([accountEnabled])",
        source: r#"{"accountEnabled":true}"#,
        expected: r#""True""#,
    }],
    ..conversion("CStr", cite::REFERENCE, |call| Ok(Value::String(call.main_text()?)))
};

pub(super) static CONVERT_TO_BASE64: Function = Function {
    doc: "The text's UTF-16 bytes (little-endian, no byte-order mark) in base64. Not UTF-8.",
    examples: &[Example {
        expression: r#"ConvertToBase64("Hello world!")"#,
        source: "{}",
        expected: r#""SABlAGwAbABvACAAdwBvAHIAbABkACEA""#,
    }],
    ..conversion("ConvertToBase64", cite::REFERENCE, |call| {
        let text = call.main_text()?;
        // Two bytes a unit, four letters for three bytes.
        let bytes = text.encode_utf16().count().saturating_mul(2);
        call.reserve(bytes.div_ceil(3).saturating_mul(4))?;
        call.made(encoding::to_base64(&text))
    })
};

pub(super) static CONVERT_FROM_BASE64: Function = Function {
    parameters: &[
        Parameter::new("source", Kind::Text),
        Parameter::new("Encoding", Kind::Text).optional().words(&["Unicode", "ASCII", "UTF8"]),
    ],
    doc: "The text that base64 spells, in UTF-16 little-endian unless another encoding is named. What is no base64, or \
          no text in that encoding, is an error.",
    examples: &[
        Example {
            expression: r#"ConvertFromBase64("SABlAGwAbABvACAAdwBvAHIAbABkACEA")"#,
            source: "{}",
            expected: r#""Hello world!""#,
        },
        Example {
            expression: r#"ConvertFromBase64("SGVsbG8=", UTF8)"#,
            source: "{}",
            expected: r#""Hello""#,
        },
    ],
    ..conversion("ConvertFromBase64", cite::CLOUD, convert_from_base64)
};

fn convert_from_base64<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let text = call.main_text()?;
    let encoding = call.word(1)?.and_then(Encoding::from_word).unwrap_or(Encoding::Unicode);
    let decoded =
        encoding::from_base64(&text, encoding).map_err(|problem| call.invalid(0, problem.to_string()))?;
    call.made(decoded)
}

pub(super) static CONVERT_TO_UTF8_HEX: Function = Function {
    doc: "The text's UTF-8 bytes in upper-case hexadecimal.",
    examples: &[Example {
        expression: r#"ConvertToUTF8Hex("Hello world!")"#,
        source: "{}",
        expected: r#""48656C6C6F20776F726C6421""#,
    }],
    ..conversion("ConvertToUTF8Hex", cite::REFERENCE, |call| {
        let text = call.main_text()?;
        call.reserve(text.len().saturating_mul(2))?;
        call.made(encoding::to_utf8_hex(&text))
    })
};

pub(super) static STRING_FROM_SID: Function = Function {
    parameters: &[Parameter::new("ObjectSID", Kind::Binary)],
    element_wise: false,
    doc: "A binary security identifier, given as base64, in its `S-1-…` form.",
    examples: &[Example {
        expression: "StringFromSid([objectSid])",
        source: r#"{"objectSid":"AQIAAAAAAAUgAAAAIAIAAA=="}"#,
        expected: r#""S-1-5-32-544""#,
    }],
    ..conversion("StringFromSid", cite::CLOUD, |call| {
        let text = call.main_text()?;
        let sid = encoding::sid_from_base64(&text).map_err(|problem| call.invalid(0, problem.to_string()))?;
        call.made(sid)
    })
};
