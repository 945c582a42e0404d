//! The functions of the language: one descriptor each, read by the checker, the compiler, the Graph lists, the
//! documentation, completion and hover.
//!
//! A family file holds its descriptors and their bodies. A body gets its arguments through `Call`, which converts
//! them and says where a fault is, so most bodies are a few lines.

pub(super) mod advice;
mod app_role;
mod call;
mod conversion;
mod datetime;
mod descriptor;
mod directory;
mod documentation;
mod generated;
mod logic;
mod multivalue;
mod reads;
mod replace;
mod text;

pub use descriptor::{Example, Family, Function, Kind, Need, NullRule, Parameter, Purity};
pub use documentation::documentation;

pub(super) use call::{Call, Fault, call};
pub(super) use reads::Reads;
pub(super) use replace::Mode as ReplaceMode;

use descriptor::Body;
use reads::Range;

use super::ast::{Node, Tree};

pub(super) const IGNORE: &str = "IgnoreFlowIfNullOrEmpty";
pub(super) const REDACT: &str = "Redact";
/// Adds roles to the target and never removes one.
pub(super) const ADDS_ROLES: &str = "AppRoleAssignmentsComplex";

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

/// The function of this name, without regard to case: what a call means. No two differ in case alone.
pub fn find_ignoring_case(name: &str) -> Option<&'static Function> {
    fn lower(name: &str) -> impl Iterator<Item = u8> {
        name.bytes().map(|byte| byte.to_ascii_lowercase())
    }
    let at = ALL.binary_search_by(|function| lower(function.name).cmp(lower(name))).ok()?;
    ALL.get(at).copied()
}

/// The function that a node calls, in any spelling.
pub(super) fn called(node: &Node) -> Option<&'static Function> {
    find_ignoring_case(&node.as_call()?.name)
}

/// Whether the expression calls a function of this sort, in any spelling and anywhere.
pub(crate) fn calls_any(tree: &Tree, is_one: impl Fn(&Function) -> bool) -> bool {
    let mut found = false;
    tree.root.walk(&mut |node| found |= called(node).is_some_and(&is_one));
    found
}

/// Every bare word some function takes.
pub fn words() -> impl Iterator<Item = &'static str> {
    let of = |function: &'static Function| function.parameters.iter().flat_map(|parameter| parameter.words);
    ALL.iter().copied().flat_map(of).copied()
}

/// Documents that descriptors cite.
mod cite {
    pub(super) const REFERENCE: &str = "Entra: Reference for writing expressions for attribute mappings";
    pub(super) const REFERENCE_DATES: &str =
        "Entra: Reference for writing expressions for attribute mappings (FormatDateTime)";
    pub(super) const CLOUD: &str = "Entra: Expression reference for cloud sync";
    pub(super) const CUSTOMIZE: &str = "Entra: Customize application attributes (provisioning a role)";
    pub(super) const GRAPH: &str = "Microsoft Graph: synchronizationSchema: functions";
    pub(super) const CONNECT: &str = "Entra: Connect Sync functions reference (used in a cloud sync example)";
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert!(function.examples.iter().all(|example| example.expression.contains(name)), "{name}");
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
    fn parameters_repeat_together() {
        let switch = find_ignoring_case("Switch").unwrap();
        let names: Vec<_> = (0..6).map(|index| switch.parameter(index, 6).unwrap().name).collect();
        assert_eq!(names, ["source", "defaultValue", "key", "value", "key", "value"]);
        let format = find_ignoring_case("FormatDateTime").unwrap();
        assert_eq!(format.parameter(1, 3).unwrap().name, "inputFormat");
        assert_eq!(format.parameter(1, 4).unwrap().name, "dateTimeStyles");
        assert!(format.parameter(4, 4).is_none());
    }
}
