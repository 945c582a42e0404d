//! One clause: an attribute, an operator, and the value it compares with.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use super::operator::{Arity, Operator, Test};
use super::{MultiValued, OPERATORS, RegexMode, ScopeOptions, Testable};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, code, did_you_mean, nearest, quoted};
use crate::expression::{Slots, Value, refused_pattern};
use crate::limits::Limits;
use crate::regex::{self, Budget, ErrorKind, Regex};
use crate::value::entra::is_directory_extension;

/// A clause as configured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClauseDefinition {
    /// The source attribute.
    pub attribute: String,
    /// The operator's name.
    pub operator: String,
    /// The values it compares with; empty for unary operators.
    pub values: Vec<String>,
    /// Where each value stands among the elements of its list, some of which may be no texts; empty where all are.
    pub places: Vec<usize>,
    /// Where it stands in the configuration.
    pub pointer: Option<String>,
}

impl ClauseDefinition {
    /// The place of a value in the clause.
    pub(crate) fn value_at(&self, place: usize) -> String {
        format!("{OPERAND}/values/{}", self.places.get(place).unwrap_or(&place))
    }

    /// A finding about a member of the clause, at its place in the configuration.
    fn placed(&self, finding: Diagnostic, member: &str) -> Diagnostic {
        let pointer = self.pointer.as_ref().map(|clause| format!("{clause}{member}"));
        finding.within_any(pointer.as_deref())
    }
}

/// One clause's part in a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ClauseTrace {
    /// The source attribute.
    pub attribute: String,
    /// The operator as configured.
    pub operator: String,
    /// The value it compares with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The attribute's value; absent where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<String>,
    /// Whether the clause holds.
    pub passed: bool,
    /// Whether the clause could be judged at all; one that could not counts as false.
    #[serde(skip_serializing_if = "is_true")]
    pub supported: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
const fn is_true(value: &bool) -> bool {
    *value
}

impl ClauseTrace {
    /// The key of the service's trace: filter, attribute, operator, and the value where there is one.
    pub fn key(&self, filter: &str) -> String {
        let (attribute, operator) = (&self.attribute, &self.operator);
        match &self.value {
            Some(value) => format!("{filter}.{attribute} {operator} {value}"),
            None => format!("{filter}.{attribute} {operator}"),
        }
    }
}

/// Why a clause does not judge an object; it counts as false then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unjudged {
    /// The clause could not be compiled, which its compilation reported.
    Clause,
    /// The attribute cannot be used in a scoping filter.
    Attribute,
    /// It holds several values.
    Several,
    /// It holds an object.
    Complex,
    /// The pattern takes too many steps.
    Pattern(regex::Stop),
}

/// Members of a clause, by their place in it.
const ATTRIBUTE: &str = "/sourceOperandName";
const OPERATOR: &str = "/operatorName";
const OPERAND: &str = "/targetOperand";

fn unfit(definition: &ClauseDefinition) -> Diagnostic {
    let message =
        format!("the attribute {} cannot be used in a scoping filter", quoted(&definition.attribute));
    definition.placed(Diagnostic::new(&code::scope::ATTRIBUTE, message), ATTRIBUTE)
}

fn several(definition: &ClauseDefinition) -> Diagnostic {
    let message =
        format!("{} has several values, which a scoping filter cannot test", quoted(&definition.attribute));
    definition.placed(Diagnostic::new(&code::scope::MULTI_VALUED, message), ATTRIBUTE)
}

/// A value of a clause as its operator compares with it.
fn operand(
    definition: &ClauseDefinition,
    operator: &Operator,
    value: &str,
    limits: &Limits,
) -> Result<Operand, Diagnostic> {
    match operator.test {
        Test::Greater | Test::GreaterOrEquals => match digits(value) {
            Some(digits) => Ok(Operand::Digits(digits.to_owned())),
            None => {
                let message = format_args!(
                    "`{}` on {} compares with {}, which is not a whole number from 0 upward",
                    operator.name,
                    quoted(&definition.attribute),
                    quoted(value)
                );
                Err(Diagnostic::new(&code::scope::INVALID_VALUE, message))
            }
        },
        Test::RegexMatch | Test::NotRegexMatch => match Regex::new(value, &regex::Limits::of(limits)) {
            Ok(pattern) => Ok(Operand::Pattern(Box::new(pattern))),
            Err(error) if !matches!(error.kind, ErrorKind::Syntax | ErrorKind::Unsupported(_)) => {
                Err(refused_pattern(&error, limits))
            }
            Err(error) => {
                let message =
                    format_args!("the pattern {} does not compile: {}", quoted(value), error.message);
                let mut finding = Diagnostic::new(&code::scope::INVALID_REGEX, message);
                finding.help = error.hint.clone();
                Err(finding)
            }
        },
        _ => Ok(Operand::Text(value.to_owned())),
    }
}

/// A compiled clause.
#[derive(Debug)]
pub(super) struct Clause {
    definition: ClauseDefinition,
    slot: usize,
    /// What traces show as the value it compares with.
    value: Option<String>,
    /// `None` where the clause judges no object.
    check: Option<Check>,
}

#[derive(Debug)]
struct Check {
    operator: &'static Operator,
    operands: Vec<Operand>,
    options: ScopeOptions,
    /// What a pattern may take.
    fuel: u64,
}

#[derive(Debug)]
enum Operand {
    Text(String),
    /// Decimal digits without leading zeros.
    Digits(String),
    Pattern(Box<Regex>),
}

impl Clause {
    pub(super) fn compile(
        definition: &ClauseDefinition,
        options: ScopeOptions,
        testable: Testable,
        slots: &mut Slots,
        limits: &Limits,
        findings: &mut Diagnostics,
    ) -> Self {
        let operator = Operator::find(&definition.operator);
        let refusal = match testable {
            Testable::Never => Some(unfit(definition)),
            Testable::Values if options.multi_valued == MultiValued::Refuse => Some(several(definition)),
            _ => None,
        };
        let check = match refusal {
            None => Check::compile(definition, operator, options, limits, findings),
            Some(refusal) => {
                findings.push(refusal);
                None
            }
        };
        let slot = slots.slot(&definition.attribute);
        let is_unary = operator.is_some_and(|operator| operator.arity == Arity::Unary);
        let value = (!is_unary && !definition.values.is_empty()).then(|| definition.values.join(";"));
        Self { definition: definition.clone(), slot, value, check }
    }

    /// The value of its attribute.
    fn actual<'v, 't>(&self, values: &'v [Value<'t>]) -> &'v Value<'t> {
        values.get(self.slot).unwrap_or(&Value::Null)
    }

    /// Whether the clause holds for an object.
    pub(super) fn judge(&self, values: &[Value<'_>]) -> Result<bool, Unjudged> {
        let check = self.check.as_ref().ok_or(Unjudged::Clause)?;
        let holds = |value: &Value<'_>| check.holds(value, check.options.regex_mode);
        match self.actual(values) {
            // Several values of a directory extension are not tested one by one either (Entra, *Known issues*).
            Value::List(_) if is_directory_extension(&self.definition.attribute) => Err(Unjudged::Attribute),
            Value::List(items) => match check.options.multi_valued {
                MultiValued::Refuse => Err(Unjudged::Several),
                MultiValued::All => Ok(!items.is_empty() && items.iter().all(|item| holds(item) == Ok(true))),
                MultiValued::Any => Ok(items.iter().any(|item| holds(item) == Ok(true))),
            },
            Value::Complex(_) => Err(Unjudged::Complex),
            single => holds(single).map_err(Unjudged::Pattern),
        }
    }

    /// What is to be said of an object that was `judged`.
    pub(super) fn findings(
        &self,
        values: &[Value<'_>],
        judged: Result<bool, Unjudged>,
    ) -> impl Iterator<Item = Diagnostic> {
        let (definition, value) = (&self.definition, self.actual(values));
        let check = self.check.as_ref();
        let misfit = check
            .filter(|_| matches!(value, Value::Boolean(_)))
            .and_then(|check| check.operator.misfit(&definition.attribute, "Boolean"))
            .map(|misfit| definition.placed(misfit, OPERATOR));
        let attribute = quoted(&definition.attribute);
        let finding = |code, message: fmt::Arguments<'_>, member| {
            Some(definition.placed(Diagnostic::new(code, message), member))
        };
        let of_value = match judged {
            Err(Unjudged::Clause) => None,
            Err(Unjudged::Attribute) => Some(unfit(definition)),
            Err(Unjudged::Several) => Some(several(definition)),
            Err(Unjudged::Complex) => finding(
                &code::scope::ATTRIBUTE,
                format_args!("{attribute} is not a simple value, so a scoping filter cannot test it"),
                ATTRIBUTE,
            ),
            Err(Unjudged::Pattern(stop)) => {
                finding(&code::limit::FUEL, format_args!("the pattern on {attribute}: {stop}"), OPERAND)
            }
            Ok(_) if check.is_some_and(|check| check.readings_differ(value)) => finding(
                &code::scope::NOT_ANCHORED,
                format_args!("the pattern on {attribute} matches a part of the value, not all of it"),
                OPERAND,
            ),
            Ok(_) => None,
        };
        misfit.into_iter().chain(of_value)
    }

    pub(super) fn trace(&self, values: &[Value<'_>], judged: Result<bool, Unjudged>) -> ClauseTrace {
        let actual = match self.actual(values) {
            Value::List(items) => {
                let texts: Vec<_> = items.iter().filter_map(text).collect();
                Some(texts.join(", "))
            }
            value => text(value).map(Cow::into_owned),
        };
        ClauseTrace {
            attribute: self.definition.attribute.clone(),
            operator: self.definition.operator.clone(),
            value: self.value.clone(),
            actual,
            passed: judged == Ok(true),
            supported: judged.is_ok(),
        }
    }
}

impl Check {
    /// What a clause tests, where nothing is wrong with it.
    fn compile(
        definition: &ClauseDefinition,
        operator: Option<&'static Operator>,
        options: ScopeOptions,
        limits: &Limits,
        findings: &mut Diagnostics,
    ) -> Option<Self> {
        let attribute = &definition.attribute;
        let Some(operator) = operator else {
            let message = format_args!("unknown scoping operator {}", quoted(&definition.operator));
            let mut finding = Diagnostic::new(&code::scope::UNKNOWN_OPERATOR, message);
            let close = nearest(&definition.operator, OPERATORS.iter().map(|operator| operator.name));
            finding.help = close.map(did_you_mean);
            findings.push(definition.placed(finding, OPERATOR));
            return None;
        };
        let fuel = limits.fuel;
        if operator.arity == Arity::Unary {
            return Some(Self { operator, operands: Vec::new(), options, fuel });
        }
        if definition.values.is_empty() {
            let message = format_args!("`{}` on {} needs a value", operator.name, quoted(attribute));
            // A clause without its value may be unfinished; a value that cannot be one is an error.
            let finding = Diagnostic::new(&code::scope::INVALID_VALUE, message).severity(Severity::Warning);
            findings.push(definition.placed(finding, OPERAND));
            return None;
        }
        if definition.values.len() > 1 {
            let message = format_args!("the clause on {} holds several values", quoted(attribute));
            let (is_negated, _) = operator.test.base();
            let help = if is_negated {
                "write one clause for each value"
            } else {
                "write one filter for each value: all clauses of a filter have to hold"
            };
            let finding = Diagnostic::new(&code::scope::SEVERAL_VALUES, message).help(help);
            findings.push(definition.placed(finding, OPERAND));
        }
        let mut operands = Vec::with_capacity(definition.values.len());
        for (place, value) in definition.values.iter().enumerate() {
            match operand(definition, operator, value, limits) {
                Ok(operand) => operands.push(operand),
                Err(finding) => {
                    findings.push(definition.placed(finding, &definition.value_at(place)));
                    return None;
                }
            }
        }
        Some(Self { operator, operands, options, fuel })
    }

    /// The truth of the operator on one value.
    fn holds(&self, value: &Value<'_>, regex_mode: RegexMode) -> Result<bool, regex::Stop> {
        let text = text(value);
        match self.operator.test {
            Test::IsNull => return Ok(text.is_none()),
            Test::IsNotNull => return Ok(text.is_some()),
            Test::IsTrue | Test::IsFalse => {
                let wanted = if self.operator.test == Test::IsTrue { "true" } else { "false" };
                return Ok(text.is_some_and(|text| text.eq_ignore_ascii_case(wanted)));
            }
            _ => {}
        }
        let (negated, test) = self.operator.test.base();
        // A null or empty value makes every operator false, negated ones too.
        let Some(text) = text else { return Ok(false) };
        for operand in &self.operands {
            let holds = match operand {
                Operand::Text(wanted) => test.compares(&text, wanted),
                Operand::Digits(wanted) => digits(&text).is_some_and(|digits| {
                    let order = digits.len().cmp(&wanted.len()).then_with(|| digits.cmp(wanted));
                    order.is_gt() || (test == Test::GreaterOrEquals && order.is_eq())
                }),
                Operand::Pattern(pattern) => {
                    let mut budget = Budget::new(self.fuel);
                    match regex_mode {
                        RegexMode::Search => pattern.is_match(&text, &mut budget)?,
                        RegexMode::Full => pattern.full_match(&text, &mut budget)?,
                    }
                }
            };
            if holds {
                return Ok(!negated);
            }
        }
        Ok(negated)
    }

    /// Whether a pattern matches a part of the value but not all of it.
    fn readings_differ(&self, value: &Value<'_>) -> bool {
        if !matches!(self.operator.test, Test::RegexMatch | Test::NotRegexMatch) || text(value).is_none() {
            return false;
        }
        let readings = [RegexMode::Search, RegexMode::Full].map(|mode| self.holds(value, mode));
        matches!(readings, [Ok(search), Ok(full)] if search != full)
    }
}

/// The text a value is compared as; `None` for null and empty.
fn text<'v>(value: &'v Value<'_>) -> Option<Cow<'v, str>> {
    let text = match value {
        Value::String(text) => Cow::Borrowed(&**text),
        Value::Boolean(value) => Cow::Borrowed(if *value { "True" } else { "False" }),
        Value::Null | Value::List(_) | Value::Complex(_) => return None,
        other => other.to_text()?,
    };
    (!text.is_empty()).then_some(text)
}

/// The digits of a whole number from 0 upward, without leading zeros; zero is empty.
fn digits(text: &str) -> Option<&str> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.trim_start_matches('0'))
}
