//! Choice and tests.

use super::{Call, Example, Family, Fault, Function, Kind, Need, NullRule, Parameter, Purity, Reads, cite};
use crate::diagnostic::code::expression as code;
use crate::diagnostic::quoted;
use crate::expression::value::Value;
use crate::value::boolean;

const fn handled(name: &'static str, source: &'static str, body: super::Body) -> Function {
    Function { null: NullRule::Handled, minimum: 1, ..Function::new(name, Family::Logic, source, body) }
}

pub(super) static IIF: Function = Function {
    parameters: &[
        Parameter::new("condition", Kind::Boolean).key("one").reads(Reads::Truth),
        Parameter::new("valueIfTrue", Kind::Any).key("four").need(Need::MayBeEmpty),
        Parameter::new("valueIfFalse", Kind::Any).key("five").need(Need::MayBeEmpty),
    ],
    minimum: 3,
    result: Kind::Any,
    doc: "Gives the second argument where the condition holds, else the third. Only the chosen one is evaluated. \
          Operators are `=`, `<>`, `>`, `>=`, `<`, `<=`; a comparison with a null side is false. AND is another IIF in \
          the true branch, OR another in the false branch. A null condition is false.",
    examples: &[
        Example {
            expression: r#"IIF([country]="USA", [country], [department])"#,
            source: r#"{"country":"USA","department":"Sales"}"#,
            expected: r#""USA""#,
        },
        Example { expression: r#"IIF([country]="USA", "in", "out")"#, source: "{}", expected: r#""out""# },
        Example {
            expression: r#"IIF([n] > 9, "big", "small")"#,
            source: r#"{"n":"10"}"#,
            expected: r#""big""#,
        },
    ],
    ..handled("IIF", cite::REFERENCE, iif)
};

fn iif<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let holds = call.boolean(0)?;
    call.note(|| {
        format!("the condition is {holds}: {} value", if holds { "the first" } else { "the second" })
    });
    call.value(if holds { 1 } else { 2 })
}

pub(super) static SWITCH: Function = Function {
    parameters: &[
        Parameter::new("source", Kind::Text),
        Parameter::new("defaultValue", Kind::Any).optional(),
        Parameter::new("key", Kind::Text).key("switchValue").need(Need::Repeating),
        Parameter::new("value", Kind::Any).key("switchValue").need(Need::RepeatingMayBeEmpty),
    ],
    minimum: 4,
    result: Kind::Any,
    doc: "Gives the value behind the first key that equals the source, else the default. Keys compare as text, by \
          code unit and case-sensitively; a Boolean source compares as `True` or `False`. A null source equals the key \
          `\"\"`. Only the chosen value is evaluated. Without a default, no match gives null. The number of arguments is \
          even.",
    examples: &[
        Example {
            expression: r#"Switch([state], "Australia/Sydney", "NSW", "Australia/Sydney", "QLD", "Australia/Brisbane")"#,
            source: r#"{"state":"QLD"}"#,
            expected: r#""Australia/Brisbane""#,
        },
        Example {
            expression: r#"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#,
            source: r#"{"IsSoftDeleted":false}"#,
            expected: r#""True""#,
        },
        Example { expression: r#"Switch([title], [title], "", "N/A")"#, source: "{}", expected: r#""N/A""# },
    ],
    ..handled("Switch", cite::REFERENCE, switch)
};

fn switch<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let source = call.text(0)?.unwrap_or_default();
    let mut key = 2;
    while key < call.count() {
        // A null key catches what an empty one catches.
        let text = call.text(key)?.unwrap_or_default();
        if text == source {
            let pair = key / 2;
            call.note(|| format!("the source {} equals key {pair}: its value", quoted(&source)));
            return call.value(key.saturating_add(1));
        }
        key = key.saturating_add(2);
    }
    let given = call.provided(1);
    call.note(|| {
        let default = if given { "the default" } else { "null, for there is no default" };
        format!("the source {} equals no key: {default}", quoted(&source))
    });
    call.value(1)
}

pub(super) static COALESCE: Function = Function {
    parameters: &[Parameter::new("source", Kind::Any).need(Need::RepeatingMayBeEmpty)],
    result: Kind::Any,
    doc: "Gives the first argument that is neither null nor empty; failing that, the first that is not null, so that \
          the last argument may be an empty text as fallback. Arguments behind it are not evaluated.",
    examples: &[
        Example {
            expression: "Coalesce([mail], [userPrincipalName])",
            source: r#"{"userPrincipalName":"John.Doe@contoso.com"}"#,
            expected: r#""John.Doe@contoso.com""#,
        },
        Example { expression: r#"Coalesce([mail], "")"#, source: "{}", expected: r#""""# },
    ],
    ..handled("Coalesce", cite::REFERENCE, coalesce)
};

fn coalesce<'s>(call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
    let mut empty = Value::Null;
    for index in 0..call.count() {
        let value = call.value(index)?;
        if !value.is_null_or_empty() {
            call.note(|| format!("argument {} is the first with content", index.saturating_add(1)));
            return Ok(value);
        }
        if empty.is_null() {
            empty = value;
        }
    }
    Ok(empty)
}

const TESTED: &[Parameter] = &[Parameter::new("Expression", Kind::Any)];

const fn test(
    name: &'static str,
    doc: &'static str,
    examples: &'static [Example],
    body: super::Body,
) -> Function {
    Function {
        parameters: TESTED,
        result: Kind::Boolean,
        doc,
        examples,
        ..handled(name, cite::REFERENCE, body)
    }
}

pub(super) static IS_NULL: Function = test(
    "IsNull",
    "True when the value is null: the attribute is absent. An empty text is present, so it is not null.",
    &[
        Example { expression: "IsNull([displayName])", source: "{}", expected: r#""True""# },
        Example {
            expression: "IsNull([displayName])",
            source: r#"{"displayName":""}"#,
            expected: r#""False""#,
        },
    ],
    |call| Ok(Value::Boolean(call.value(0)?.is_null())),
);

pub(super) static IS_NULL_OR_EMPTY: Function = test(
    "IsNullOrEmpty",
    "True when the value is null or an empty text. Blanks are content.",
    &[
        Example {
            expression: "IsNullOrEmpty([displayName])",
            source: r#"{"displayName":""}"#,
            expected: r#""True""#,
        },
        Example {
            expression: "IsNullOrEmpty([displayName])",
            source: r#"{"displayName":" "}"#,
            expected: r#""False""#,
        },
    ],
    |call| Ok(Value::Boolean(call.value(0)?.is_null_or_empty())),
);

pub(super) static IS_PRESENT: Function = Function {
    // The key of the default cloud-sync mappings.
    parameters: &[Parameter::new("Expression", Kind::Any).key("source")],
    ..test(
        "IsPresent",
        "True when the value is neither null nor an empty text: the opposite of IsNullOrEmpty.",
        &[
            Example {
                expression: "IsPresent([mail])",
                source: r#"{"mail":"a@contoso.com"}"#,
                expected: r#""True""#,
            },
            Example { expression: "IsPresent([mail])", source: "{}", expected: r#""False""# },
        ],
        |call| Ok(Value::Boolean(!call.value(0)?.is_null_or_empty())),
    )
};

pub(super) static IS_STRING: Function = test(
    "IsString",
    "True when the value is a text. Null, numbers, Booleans, dates and lists are none.",
    &[
        Example {
            expression: "IsString([displayName])",
            source: r#"{"displayName":"x"}"#,
            expected: r#""True""#,
        },
        Example {
            expression: "IsString([accountEnabled])",
            source: r#"{"accountEnabled":true}"#,
            expected: r#""False""#,
        },
    ],
    |call| Ok(Value::Boolean(matches!(call.value(0)?, Value::String(_)))),
);

pub(super) static NOT: Function = Function {
    parameters: &[Parameter::new("source", Kind::Boolean)],
    result: Kind::Boolean,
    doc: "False for True, compared without regard to case and outer blanks; True for everything else, null and any \
          other text included.",
    examples: &[
        Example {
            expression: "Not([accountEnabled])",
            source: r#"{"accountEnabled":true}"#,
            expected: r#""False""#,
        },
        Example { expression: "Not([x])", source: r#"{"x":"anything"}"#, expected: r#""True""# },
    ],
    ..handled("Not", cite::REFERENCE, |call| {
        let value = call.value_read(0)?;
        let is_true = value.to_text().and_then(|text| boolean::read(&text)) == Some(true);
        Ok(Value::Boolean(!is_true))
    })
};

pub(super) static IGNORE_FLOW_IF_NULL_OR_EMPTY: Function = Function {
    parameters: &[Parameter::new("expression", Kind::Any)],
    result: Kind::Any,
    doc: "Gives the value, or drops the attribute from the flow when it is null, an empty text or an empty list; no \
          default applies then. It does so only as the outermost function; inside another it gives its value or null.",
    examples: &[
        Example {
            expression: "IgnoreFlowIfNullOrEmpty([department])",
            source: r#"{"department":"Sales"}"#,
            expected: r#""Sales""#,
        },
        Example {
            expression: "IgnoreFlowIfNullOrEmpty([department])",
            source: r#"{"department":""}"#,
            expected: r#"{"flow":"ignore"}"#,
        },
    ],
    ..handled(super::IGNORE, cite::REFERENCE, |call| {
        let value = call.value(0)?;
        Ok(if value.is_null_or_empty() { Value::Null } else { value })
    })
};

pub(super) static REDACT: Function = Function {
    parameters: &[Parameter::new("value", Kind::Any)],
    result: Kind::Any,
    doc: "Gives its argument unchanged; provisioning logs show `[Redact]` in its place.",
    examples: &[Example {
        expression: "Redact([userPrincipalName])",
        source: r#"{"userPrincipalName":"a@contoso.com"}"#,
        expected: r#""a@contoso.com""#,
    }],
    ..handled(super::REDACT, cite::REFERENCE, |call| call.value(0))
};

pub(super) static ERROR: Function = Function {
    parameters: &[Parameter::new("ErrorMessage", Kind::Text).key("message")],
    result: Kind::Never,
    purity: Purity::Raises,
    doc: "Fails the object with the author's message when it is reached.",
    examples: &[Example {
        expression: r#"IIF(IsPresent([accountName]), [accountName], Error("AccountName is required"))"#,
        source: r#"{"accountName":"jdoe"}"#,
        expected: r#""jdoe""#,
    }],
    ..handled("Error", cite::CLOUD, |call| {
        let message = call.text(0)?.unwrap_or_default();
        Err(call.fault(&code::RAISED, format_args!("the expression raised {}", call.shown(0, &message))))
    })
};
