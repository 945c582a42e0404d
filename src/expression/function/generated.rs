//! Generated values, from the seed the caller gives.

use super::{Call, Example, Family, Fault, Function, Kind, NullRule, Parameter, Purity, Range, cite};
use crate::expression::value::Value;
use crate::value::search;

const fn generated(name: &'static str, body: super::Body) -> Function {
    Function {
        null: NullRule::Handled,
        purity: Purity::Random,
        ..Function::new(name, Family::Generated, cite::REFERENCE, body)
    }
}

pub(super) static GUID: Function = Function {
    doc: "A new random GUID in lower case with hyphens. The same seed gives the same GUID.",
    examples: &[Example { expression: "Mid(Guid(), 9, 1)", source: "{}", expected: r#""-""# }],
    ..generated("Guid", |call| {
        let guid = call.random().guid();
        call.made(guid)
    })
};

/// The four classes RandomString draws from: digits, the special characters of the Windows password rules, capitals
/// and small letters.
const CLASSES: [&str; 4] = [
    "0123456789",
    "~!@#$%^&*_-+=`|\\(){}[]:;\"'<>,.?/",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "abcdefghijklmnopqrstuvwxyz",
];

/// The longest text of RandomString.
const LONGEST: i64 = 256;

const fn least(name: &'static str) -> Parameter {
    Parameter::new(name, Kind::Integer).whole(Range::from(0).to(LONGEST))
}

pub(super) static RANDOM_STRING: Function = Function {
    parameters: &[
        Parameter::new("Length", Kind::Integer).whole(Range::from(1).to(LONGEST)),
        least("MinimumNumbers"),
        least("MinimumSpecialCharacters"),
        least("MinimumCapital"),
        least("MinimumLowerCase"),
        Parameter::new("CharactersToAvoid", Kind::Text).optional(),
    ],
    minimum: 5,
    doc: "A random text of 1 to 256 characters with at least so many digits, special characters, capitals and small \
          letters, and none of the characters to avoid. Where the minimums add up to the length, only the demanded \
          classes appear. The same seed gives the same text.",
    examples: &[Example {
        expression: r##"Replace(RandomString(6, 3, 0, 0, 3), , "[0-9a-z]", , "#", , )"##,
        source: "{}",
        expected: "\"######\"",
    }],
    ..generated("RandomString", random_string)
};

fn random_string<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let length = call.required_integer(0)?;
    let mut least = [0_i64; 4];
    for (minimum, index) in least.iter_mut().zip(1..) {
        *minimum = call.required_integer(index)?;
    }
    let avoided = call.text(5)?.unwrap_or_default();
    let sum = least.iter().fold(0_i64, |sum, minimum| sum.saturating_add(*minimum));
    if sum > length {
        return Err(
            call.invalid(0, format_args!("the minimums add up to {sum}, more than the length of {length}"))
        );
    }
    let classes =
        CLASSES.map(|class| class.chars().filter(|one| !search::has(&avoided, *one)).collect::<Vec<char>>());
    let union = classes.concat();
    let mut drawn: Vec<char> = Vec::new();
    for ((class, minimum), index) in classes.iter().zip(least).zip(1..) {
        for _ in 0..minimum {
            let Some(character) = call.random().pick(class) else {
                return Err(call.invalid(index, "every character this minimum asks for is to be avoided"));
            };
            drawn.push(character);
        }
    }
    for _ in sum..length {
        let Some(character) = call.random().pick(&union) else {
            return Err(call.invalid(5, "every character is to be avoided"));
        };
        drawn.push(character);
    }
    call.random().shuffle(&mut drawn);
    call.made(drawn.into_iter().collect::<String>())
}
