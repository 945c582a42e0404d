//! The functions of the language: one descriptor each, read by the checker, the compiler, the Graph lists, the
//! documentation, completion and hover.
//!
//! A family file holds its descriptors and their bodies. A body gets its arguments through `Call`, which converts
//! them and says where a fault is, so most bodies are a few lines.

mod app_role;
mod call;
mod conversion;
mod datetime;
mod directory;
mod documentation;
mod generated;
mod logic;
mod multivalue;
mod replace;
mod text;

pub use documentation::documentation;

pub(super) use call::{Call, Fault, call};
pub(super) use generated::LONGEST as LONGEST_RANDOM;
pub(super) use replace::Mode as ReplaceMode;

use super::ast::Tree;
use super::value::Value;

pub(super) const IGNORE: &str = "IgnoreFlowIfNullOrEmpty";
pub(super) const REDACT: &str = "Redact";
/// Adds roles to the target and never removes one.
pub(super) const ADDS_ROLES: &str = "AppRoleAssignmentsComplex";

/// A function of the language.
#[derive(Debug)]
pub struct Function {
    /// Its name, as documented.
    pub name: &'static str,
    /// The group it is documented in.
    pub family: Family,
    /// Its parameters; repeating ones stand last and repeat together.
    pub parameters: &'static [Parameter],
    /// The parameters of a second, shorter form; empty for nearly every function.
    pub short_form: &'static [Parameter],
    /// The fewest arguments a call may have.
    pub minimum: usize,
    /// What it gives.
    pub result: Kind,
    /// What a null main (first) argument gives.
    pub null: NullRule,
    /// What its value depends on.
    pub purity: Purity,
    /// Whether it is applied to every value of a list.
    pub element_wise: bool,
    /// Where it is documented.
    pub source: &'static str,
    /// What it does: one sentence first, then what surprises.
    pub doc: &'static str,
    /// Examples; they run as tests.
    pub examples: &'static [Example],
    body: Body,
}

type Body = for<'c, 'e, 's> fn(&'c mut Call<'e, 's>) -> Result<Value<'s>, Fault>;

/// A parameter.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its documented name.
    pub name: &'static str,
    /// Its key in the Graph form of a mapping's source.
    pub key: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it must be given.
    pub need: Need,
    /// The bare words it takes, where it takes such.
    pub words: &'static [&'static str],
}

/// Whether an argument must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must be given.
    Required,
    /// Its position must be there, but may be empty.
    MayBeEmpty,
    /// It may be left out.
    Optional,
    /// One or more, each given.
    Repeating,
    /// One or more, each may be empty.
    RepeatingMayBeEmpty,
}

/// A kind of value, as parameter or result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any value.
    Any,
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A truth value.
    Boolean,
    /// A date with time.
    DateTime,
    /// One or more values.
    List,
    /// A reference to another object.
    Reference,
    /// Bytes, as base64 text.
    Binary,
    /// A .NET regular expression.
    Pattern,
    /// A .NET date format.
    DateFormat,
    /// Role objects.
    Roles,
    /// Nothing: the call never returns.
    Never,
}

/// The group a function is documented in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Family {
    /// Building and cutting text.
    Text,
    /// Choice and tests.
    Logic,
    /// Numbers, encodings, types.
    Conversion,
    /// Dates.
    DateTime,
    /// Several values.
    MultiValue,
    /// App roles.
    AppRole,
    /// Directory names and uniqueness.
    Directory,
    /// Random and generated values.
    Generated,
}

/// What a null main argument gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NullRule {
    /// Null, without looking at the other arguments.
    Null,
    /// An empty text.
    EmptyText,
    /// The function decides; its documentation says what.
    Handled,
}

/// What a function's value depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purity {
    /// On its arguments alone.
    Pure,
    /// Also on what the caller supplies: variables, default domain, taken values.
    Caller,
    /// Also on the clock.
    Clock,
    /// Also on the random seed.
    Random,
    /// It only raises an error.
    Raises,
}

/// An example: source object, expected value, both JSON; `null` is the null outcome, `{"flow":"ignore"}` ignore.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The expression.
    pub expression: &'static str,
    /// The source object.
    pub source: &'static str,
    /// What it gives; numbers, Booleans and dates in their text form.
    pub expected: &'static str,
}

/// Every function, in alphabetical order.
pub static ALL: &[&Function] = &[
    &text::APPEND,
    &app_role::APP_ROLE_ASSIGNMENTS,
    &app_role::APP_ROLE_ASSIGNMENTS_COMPLEX,
    &app_role::ASSERTIVE_APP_ROLE_ASSIGNMENTS_COMPLEX,
    &conversion::BIT_AND,
    &conversion::C_BOOL,
    &datetime::C_DATE,
    &logic::COALESCE,
    &multivalue::CONTAINS,
    &conversion::CONVERT_FROM_BASE64,
    &conversion::CONVERT_TO_BASE64,
    &conversion::CONVERT_TO_UTF8_HEX,
    &multivalue::COUNT,
    &directory::C_REF,
    &conversion::C_STR,
    &datetime::DATE_ADD,
    &datetime::DATE_DIFF,
    &datetime::DATE_FROM_NUM,
    &directory::DEFAULT_DOMAIN,
    &directory::DN_COMPONENT,
    &logic::ERROR,
    &datetime::FORMAT_DATE_TIME,
    &generated::GUID,
    &logic::IGNORE_FLOW_IF_NULL_OR_EMPTY,
    &logic::IIF,
    &text::IN_STR,
    &logic::IS_NULL,
    &logic::IS_NULL_OR_EMPTY,
    &logic::IS_PRESENT,
    &logic::IS_STRING,
    &multivalue::ITEM,
    &text::JOIN,
    &text::LEFT,
    &text::MID,
    &text::NORMALIZE_DIACRITICS,
    &logic::NOT,
    &datetime::NOW,
    &datetime::NUM_FROM_DATE,
    &text::P_CASE,
    &generated::RANDOM_STRING,
    &logic::REDACT,
    &multivalue::REMOVE_DUPLICATES,
    &replace::REPLACE,
    &directory::SELECT_UNIQUE_VALUE,
    &app_role::SINGLE_APP_ROLE_ASSIGNMENT,
    &text::SPLIT,
    &conversion::STRING_FROM_SID,
    &text::STRIP_SPACES,
    &logic::SWITCH,
    &text::TO_LOWER,
    &text::TO_UPPER,
    &text::TRIM,
    &text::WORD,
];

/// The function of exactly this name.
pub fn find(name: &str) -> Option<&'static Function> {
    find_ignoring_case(name).filter(|function| function.name == name)
}

/// The function of this name, without regard to case: what a call means. No two differ in case alone.
pub fn find_ignoring_case(name: &str) -> Option<&'static Function> {
    fn lower(name: &str) -> impl Iterator<Item = u8> {
        name.bytes().map(|byte| byte.to_ascii_lowercase())
    }
    let at = ALL.binary_search_by(|function| lower(function.name).cmp(lower(name))).ok()?;
    ALL.get(at).copied()
}

/// Whether the expression calls a function of the family, in any spelling and anywhere.
pub fn calls_any(tree: &Tree, family: Family) -> bool {
    let mut found = false;
    tree.root.walk(&mut |node| {
        let known = node.as_call().and_then(|call| find_ignoring_case(&call.name));
        found |= known.is_some_and(|function| function.family == family);
    });
    found
}

/// Every bare word some function takes.
pub fn words() -> impl Iterator<Item = &'static str> {
    let of = |function: &'static Function| function.parameters.iter().flat_map(|parameter| parameter.words);
    ALL.iter().copied().flat_map(of).copied()
}

impl Function {
    /// The start of a descriptor; the rest is filled in by struct update.
    const fn new(name: &'static str, family: Family, source: &'static str, body: Body) -> Self {
        Self {
            name,
            family,
            parameters: &[],
            short_form: &[],
            minimum: 0,
            result: Kind::Text,
            null: NullRule::Null,
            purity: Purity::Pure,
            element_wise: false,
            source,
            doc: "",
            examples: &[],
            body,
        }
    }

    /// The parameters that a call with `count` arguments uses.
    pub fn form(&self, count: usize) -> &'static [Parameter] {
        if self.is_short_form(count) { self.short_form } else { self.parameters }
    }

    /// Whether a call with `count` arguments is one of the short form.
    fn is_short_form(&self, count: usize) -> bool {
        !self.short_form.is_empty() && count == self.short_form.len()
    }

    /// The parameter that argument number `index` of `count` fills; repeating ones repeat together.
    pub fn parameter(&self, index: usize, count: usize) -> Option<&'static Parameter> {
        let form = self.form(count);
        if let Some(parameter) = form.get(index) {
            return Some(parameter);
        }
        let repeating = self.repeating();
        let first = form.len().checked_sub(repeating)?;
        let turn = index.checked_sub(first)?.checked_rem(repeating)?;
        form.get(first.checked_add(turn)?)
    }

    /// How many parameters repeat together: 0, 1, or 2 for the pairs of Switch.
    pub fn repeating(&self) -> usize {
        self.parameters.iter().filter(|parameter| parameter.need.repeats()).count()
    }

    /// The most arguments a call may have; `None` without a bound.
    pub fn maximum(&self) -> Option<usize> {
        (self.repeating() == 0).then_some(self.parameters.len())
    }

    /// The signature as documented: `Append(source, suffix)`, `Join(separator, source…)`, `ToLower(source, culture?)`.
    pub fn signature(&self) -> String {
        let parameters: Vec<String> = self.parameters.iter().map(Parameter::signature).collect();
        format!("{}({})", self.name, parameters.join(", "))
    }

    /// Runs the body.
    pub(super) fn run<'s>(&self, call: &mut Call<'_, 's>) -> Result<Value<'s>, Fault> {
        (self.body)(call)
    }

    /// Whether the function is this one.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name
    }
}

impl Need {
    /// Whether the parameter may occur several times.
    pub const fn repeats(self) -> bool {
        matches!(self, Self::Repeating | Self::RepeatingMayBeEmpty)
    }

    /// Whether an empty position will not do.
    pub const fn must_be_given(self) -> bool {
        matches!(self, Self::Required | Self::Repeating)
    }
}

impl Parameter {
    const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, key: name, kind, need: Need::Required, words: &[] }
    }

    const fn key(mut self, key: &'static str) -> Self {
        self.key = key;
        self
    }

    const fn need(mut self, need: Need) -> Self {
        self.need = need;
        self
    }

    const fn optional(self) -> Self {
        self.need(Need::Optional)
    }

    const fn words(mut self, words: &'static [&'static str]) -> Self {
        self.words = words;
        self
    }

    /// The name with `?` for optional, `…` for repeating.
    pub fn signature(&self) -> String {
        let mark = match self.need {
            Need::Required | Need::MayBeEmpty => "",
            Need::Optional => "?",
            Need::Repeating | Need::RepeatingMayBeEmpty => "…",
        };
        format!("{}{mark}", self.name)
    }
}

impl Kind {
    /// The kind as a reader says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Any => "any value",
            Self::Text => "text",
            Self::Integer => "whole number",
            Self::Number => "number",
            Self::Boolean => "Boolean",
            Self::DateTime => "date",
            Self::List => "list",
            Self::Reference => "reference",
            Self::Binary => "binary (base64)",
            Self::Pattern => ".NET regular expression",
            Self::DateFormat => ".NET date format",
            Self::Roles => "role objects",
            Self::Never => "nothing",
        }
    }

    /// The type as Microsoft Graph names it.
    pub const fn graph_name(self) -> &'static str {
        match self {
            Self::Integer | Self::Number => "Integer",
            Self::Boolean => "Boolean",
            Self::DateTime => "DateTime",
            Self::Reference => "Reference",
            Self::Binary => "Binary",
            _ => "String",
        }
    }
}

impl Family {
    /// Every family, in the order of the documentation.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::Logic,
        Self::Conversion,
        Self::DateTime,
        Self::MultiValue,
        Self::AppRole,
        Self::Directory,
        Self::Generated,
    ];

    /// The heading of the family.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Logic => "Choice and tests",
            Self::Conversion => "Numbers and conversion",
            Self::DateTime => "Dates",
            Self::MultiValue => "Several values",
            Self::AppRole => "App roles",
            Self::Directory => "Directory",
            Self::Generated => "Generated values",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::{Context, Expression, Outcome, Taken};
    use crate::limits::Limits;
    use crate::value::datetime::DateTime;
    use crate::value::json;

    #[test]
    fn there_are_53_functions_in_order() {
        assert_eq!(ALL.len(), 53);
        assert!(ALL.windows(2).all(|pair| pair[0].name.to_lowercase() < pair[1].name.to_lowercase()));
    }

    #[test]
    fn descriptors_are_whole() {
        for function in ALL {
            let name = function.name;
            assert!(!function.doc.is_empty() && function.doc.ends_with('.'), "{name}");
            assert!(!function.examples.is_empty(), "{name}");
            let required =
                function.parameters.iter().filter(|parameter| parameter.need != Need::Optional).count();
            assert!(function.minimum >= required || name == "FormatDateTime", "{name}");
            let first = function.parameters.iter().position(|parameter| parameter.need.repeats());
            let rest = first.map_or(&[][..], |first| &function.parameters[first..]);
            assert!(
                rest.iter().all(|parameter| parameter.need.repeats()),
                "{name}: repeating ones stand last"
            );
            assert!(
                !function.element_wise || function.null != NullRule::Handled || name == "Replace",
                "{name}"
            );
        }
    }

    #[test]
    fn examples_give_what_they_promise() {
        let taken = ["john@contoso.com".to_owned()];
        let context = Context {
            now: Some(DateTime::from_rfc3339("2025-03-25T09:00:00Z").unwrap()),
            default_domain: Some("contoso.com".into()),
            taken: Taken::Values(&taken),
            ..Context::default()
        };
        for function in ALL {
            for Example { expression, source, expected } in function.examples {
                let compiled =
                    Expression::compile(expression).unwrap_or_else(|found| panic!("{expression}: {found:?}"));
                let source = json::parse(source, &Limits::DEFAULT).unwrap();
                let expected = json::parse(expected, &Limits::DEFAULT).unwrap();
                match compiled.evaluate(&source, &context).unwrap() {
                    Outcome::Value(value) => assert_eq!(value.to_json(), expected, "{expression}"),
                    Outcome::Null => assert!(expected.is_null(), "{expression}"),
                    Outcome::Ignore => assert!(expected.get("flow").is_some(), "{expression}"),
                }
                assert!(expression.contains(function.name), "{expression}");
            }
        }
    }

    #[test]
    fn parameters_repeat_together() {
        let switch = find("Switch").unwrap();
        let names: Vec<_> = (0..6).map(|index| switch.parameter(index, 6).unwrap().name).collect();
        assert_eq!(names, ["source", "defaultValue", "key", "value", "key", "value"]);
        let format = find("FormatDateTime").unwrap();
        assert_eq!(format.parameter(1, 3).unwrap().name, "inputFormat");
        assert_eq!(format.parameter(1, 4).unwrap().name, "dateTimeStyles");
        assert!(format.parameter(4, 4).is_none());
    }
}

/// Documents that descriptors cite.
mod cite {
    pub(super) const REFERENCE: &str = "Entra: Reference for writing expressions for attribute mappings";
    pub(super) const CLOUD: &str = "Entra: Expression reference for cloud sync";
    pub(super) const CUSTOMIZE: &str = "Entra: Customize application attributes (provisioning a role)";
    pub(super) const GRAPH: &str = "Microsoft Graph: synchronizationSchema: functions";
    pub(super) const CONNECT: &str = "Entra: Connect Sync functions reference (used in a cloud sync example)";
}
