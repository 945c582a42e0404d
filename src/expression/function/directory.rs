//! Directory names and uniqueness.

use std::borrow::Cow;

use super::{Call, Example, Family, Fault, Function, Kind, Need, NullRule, Parameter, Purity, Range, cite};
use crate::diagnostic::code::expression as code;
use crate::expression::value::Value;

const fn directory(name: &'static str, source: &'static str, body: super::Body) -> Function {
    Function { minimum: 1, ..Function::new(name, Family::Directory, source, body) }
}

pub(super) static C_REF: Function = Function {
    parameters: &[Parameter::new("value", Kind::Text)],
    result: Kind::Reference,
    doc: "A text as reference to another object. Its text form is the text itself.",
    examples: &[Example {
        expression: "CRef([dn])",
        source: r#"{"dn":"cn=Joe,dc=contoso"}"#,
        expected: r#""cn=Joe,dc=contoso""#,
    }],
    ..directory("CRef", cite::CONNECT, |call| Ok(Value::String(call.main_text()?)))
};

pub(super) static DN_COMPONENT: Function = Function {
    parameters: &[
        Parameter::new("dn", Kind::Reference),
        Parameter::new("ComponentNumber", Kind::Integer).whole(Range::from(1)),
    ],
    minimum: 2,
    doc: "The value of one component of a distinguished name, counted from the left and from 1. Null \
          beyond the last component.",
    examples: &[Example {
        expression: "DNComponent([dn], 2)",
        source: r#"{"dn":"cn=Doe\\, Joe,ou=Sales,dc=contoso,dc=com"}"#,
        expected: r#""Sales""#,
    }],
    ..directory("DNComponent", cite::CLOUD, dn_component)
};

fn dn_component<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let name = call.main_text()?;
    let position = super::call::position(call.required_integer(1)?);
    let Some(component) = components(&name).nth(position) else { return Ok(Value::Null) };
    let value = component.split_once('=').map_or(component, |(_, value)| value);
    call.made(unescape(trimmed(value)))
}

/// A value without the blanks around it; a blank behind a backslash is its own.
fn trimmed(value: &str) -> &str {
    let value = value.trim_start();
    let text = value.trim_end();
    let escapes = text.bytes().rev().take_while(|byte| *byte == b'\\').count();
    if escapes % 2 == 0 { text } else { value.get(..text.len().saturating_add(1)).unwrap_or(text) }
}

/// The parts of a distinguished name between unescaped commas.
fn components(name: &str) -> impl Iterator<Item = &str> {
    let mut escaped = false;
    name.split(move |character| {
        let separates = character == ',' && !escaped;
        escaped = character == '\\' && !escaped;
        separates
    })
}

/// RFC 4514 §2.4: `\,` is a comma, `\2C` the byte 2C of UTF-8.
fn unescape(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        let digits = after.get(..2).filter(|pair| pair.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let hexadecimal = digits.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        let mut characters = after.chars();
        match hexadecimal {
            Some(byte) => {
                bytes.push(byte);
                characters.nth(1);
            }
            None => bytes.extend(characters.next().into_iter().flat_map(|c| c.to_string().into_bytes())),
        }
        rest = characters.as_str();
    }
    bytes.extend_from_slice(rest.as_bytes());
    // Escapes that spell no UTF-8 leave the text as it stands.
    String::from_utf8(bytes).unwrap_or_else(|_| value.to_owned())
}

pub(super) static DEFAULT_DOMAIN: Function = Function {
    minimum: 0,
    null: NullRule::Handled,
    purity: Purity::Caller,
    doc: "The tenant's default domain, which the caller supplies.",
    examples: &[Example {
        expression: r#"Join("@", [mailNickname], DefaultDomain())"#,
        source: r#"{"mailNickname":"jo"}"#,
        expected: r#""jo@contoso.com""#,
    }],
    options: r#"{"defaultDomain":"contoso.com"}"#,
    ..directory("DefaultDomain", cite::GRAPH, |call| {
        match &call.context().default_domain {
        Some(domain) => Ok(Value::String(Cow::Borrowed(domain))),
        None => Err(call.fault(&code::MISSING_INPUT, "the tenant's default domain is not known").help(
            "give it as `defaultDomain`: an option of evaluations (`--default-domain`) and test cases, a setting of previews",
        )),
    }
    })
};

pub(super) static SELECT_UNIQUE_VALUE: Function = Function {
    parameters: &[Parameter::new("uniqueValueRule", Kind::Text).need(Need::Repeating)],
    minimum: 2,
    null: NullRule::Handled,
    purity: Purity::Caller,
    doc: "The first rule's value that no object of the target has yet, compared without regard to case; empty values \
          are passed over. Only as the outermost function, for object creation, and only where Workday, SuccessFactors \
          or the provisioning API write to on-premises Active Directory. It is an error where all are taken.",
    examples: &[Example {
        expression: r#"SelectUniqueValue(Append([first], "@contoso.com"), Append(Join(".", [first], [last]), "@contoso.com"))"#,
        source: r#"{"first":"John","last":"Smith"}"#,
        expected: r#""John.Smith@contoso.com""#,
    }],
    options: r#"{"taken":["john@contoso.com"]}"#,
    ..directory("SelectUniqueValue", cite::REFERENCE, select_unique_value)
};

fn select_unique_value<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let mut taken = 0_usize;
    for index in 0..call.count() {
        let rule = index.saturating_add(1);
        let Some(text) = call.text(index)?.filter(|text| !text.is_empty()) else {
            call.note(|| format!("rule {rule} gives nothing: passed over"));
            continue;
        };
        if !call.context().taken.contains(&text) {
            call.note(|| format!("rule {rule} is the first whose value is free"));
            return Ok(Value::String(text));
        }
        call.note(|| format!("the value of rule {rule} is taken"));
        taken = taken.saturating_add(1);
    }
    let message = match taken {
        0 => "no rule of SelectUniqueValue gives a value".to_owned(),
        _ => "the value of every rule is taken".to_owned(),
    };
    Err(call.fault(&code::NO_UNIQUE_VALUE, message))
}
