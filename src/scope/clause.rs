//! One clause: an attribute, an operator, and the value it compares with.

use std::borrow::Cow;

use serde::Serialize;

use super::operator::{Arity, Operator, Test};
use super::{MultiValued, OPERATORS, RegexMode, ScopeOptions, Testable};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, code, did_you_mean, nearest, quoted};
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

/// What a clause says of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClauseResult {
    Holds,
    Fails,
    /// Cannot be judged; counts as false.
    Unsupported,
}

impl From<bool> for ClauseResult {
    fn from(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Fails }
    }
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
    /// `None` where the clause cannot be judged, whatever the object.
    check: Option<Check>,
}

#[derive(Debug)]
struct Check {
    operator: &'static Operator,
    operands: Vec<Operand>,
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
        let is_refused = refusal.is_some();
        findings.extend(refusal);
        let check = (!is_refused).then(|| Self::check(definition, operator, limits, findings)).flatten();
        let slot = slots.slot(&definition.attribute);
        let is_unary = operator.is_some_and(|operator| operator.arity == Arity::Unary);
        let value = (!is_unary && !definition.values.is_empty()).then(|| definition.values.join(";"));
        Self { definition: definition.clone(), slot, value, check }
    }

    fn check(
        definition: &ClauseDefinition,
        operator: Option<&'static Operator>,
        limits: &Limits,
        findings: &mut Diagnostics,
    ) -> Option<Check> {
        let attribute = &definition.attribute;
        let Some(operator) = operator else {
            let message = format_args!("unknown scoping operator {}", quoted(&definition.operator));
            let mut finding = Diagnostic::new(&code::scope::UNKNOWN_OPERATOR, message);
            let close = nearest(&definition.operator, OPERATORS.iter().map(|operator| operator.name));
            finding.help = close.map(did_you_mean);
            findings.push(definition.placed(finding, OPERATOR));
            return None;
        };
        if operator.arity == Arity::Unary {
            return Some(Check { operator, operands: Vec::new() });
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
        Some(Check { operator, operands })
    }

    /// What the clause says of an object; `findings` receives what is to be said about it.
    pub(super) fn judge(
        &self,
        values: &[Value<'_>],
        options: ScopeOptions,
        limits: &Limits,
        mut findings: Option<&mut Diagnostics>,
    ) -> ClauseResult {
        let Some(check) = &self.check else { return ClauseResult::Unsupported };
        let attribute = || quoted(&self.definition.attribute);
        match values.get(self.slot).unwrap_or(&Value::Null) {
            // Several values of a directory extension are not tested one by one either (Entra, *Known issues*).
            Value::List(_) if is_directory_extension(&self.definition.attribute) => {
                if let Some(findings) = findings {
                    findings.push(unfit(&self.definition));
                }
                ClauseResult::Unsupported
            }
            Value::List(items) => match options.multi_valued {
                MultiValued::Refuse => {
                    if let Some(findings) = findings {
                        findings.push(several(&self.definition));
                    }
                    ClauseResult::Unsupported
                }
                MultiValued::All => {
                    let all = items.iter().all(|item| check.holds(item, options, limits) == Ok(true));
                    (!items.is_empty() && all).into()
                }
                MultiValued::Any => {
                    items.iter().any(|item| check.holds(item, options, limits) == Ok(true)).into()
                }
            },
            Value::Complex(_) => {
                self.report(findings.as_deref_mut(), &code::scope::ATTRIBUTE, ATTRIBUTE, &|| {
                    format!("{} is not a simple value, so a scoping filter cannot test it", attribute())
                });
                ClauseResult::Unsupported
            }
            single => self.judge_single(check, single, options, limits, findings),
        }
    }

    /// As [`Clause::judge`], of an attribute with one value.
    fn judge_single(
        &self,
        check: &Check,
        value: &Value<'_>,
        options: ScopeOptions,
        limits: &Limits,
        mut findings: Option<&mut Diagnostics>,
    ) -> ClauseResult {
        let attribute = || quoted(&self.definition.attribute);
        if let (Value::Boolean(_), Some(findings)) = (value, findings.as_deref_mut()) {
            let misfit = check.operator.misfit(&self.definition.attribute, "Boolean");
            findings.extend(misfit.map(|misfit| self.definition.placed(misfit, OPERATOR)));
        }
        match check.holds(value, options, limits) {
            Ok(holds) => {
                if findings.is_some() && check.readings_differ(value, options, limits) {
                    self.report(findings, &code::scope::NOT_ANCHORED, OPERAND, &|| {
                        format!("the pattern on {} matches a part of the value, not all of it", attribute())
                    });
                }
                holds.into()
            }
            Err(stop) => {
                self.report(findings, &code::limit::FUEL, OPERAND, &|| {
                    format!("the pattern on {}: {stop}", attribute())
                });
                ClauseResult::Unsupported
            }
        }
    }

    /// Tells something about the object where anybody listens; most objects are judged without.
    fn report(
        &self,
        findings: Option<&mut Diagnostics>,
        code: &'static Code,
        member: &str,
        message: &dyn Fn() -> String,
    ) {
        if let Some(findings) = findings {
            findings.push(self.definition.placed(Diagnostic::new(code, message()), member));
        }
    }

    pub(super) fn trace(&self, values: &[Value<'_>], result: ClauseResult) -> ClauseTrace {
        let actual = match values.get(self.slot).unwrap_or(&Value::Null) {
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
            passed: result == ClauseResult::Holds,
            supported: result != ClauseResult::Unsupported,
        }
    }
}

impl Check {
    /// The truth of the operator on one value.
    fn holds(&self, value: &Value<'_>, options: ScopeOptions, limits: &Limits) -> Result<bool, regex::Stop> {
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
                    let mut budget = Budget::new(limits.fuel);
                    match options.regex_mode {
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
    fn readings_differ(&self, value: &Value<'_>, options: ScopeOptions, limits: &Limits) -> bool {
        if !matches!(self.operator.test, Test::RegexMatch | Test::NotRegexMatch) || text(value).is_none() {
            return false;
        }
        let reading = |regex_mode| self.holds(value, ScopeOptions { regex_mode, ..options }, limits);
        matches!((reading(RegexMode::Search), reading(RegexMode::Full)), (Ok(left), Ok(right)) if left != right)
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
