//! Rules of scoping one by one, by the ids of `COMPATIBILITY.md`, where the cases of `tests/cases/provisioning` do not
//! pin them alone.

#[path = "common/provision.rs"]
mod provision;

use provision::*;
use scimwright::SourceObject;
use scimwright::mapping::Source;
use scimwright::provision::{ObjectMappingDefinition, Reason, Settings};
use scimwright::scope::{FilterDefinition, OPERATORS};
use serde_json::{Value, json};

fn scoped(filters: Vec<FilterDefinition>, source: Value) -> (bool, Vec<String>) {
    let engine = engine(ObjectMappingDefinition { filters, ..users(vec![]) }, all());
    let source = with(person(), source);
    let preview = engine.preview(&SourceObject::user(source.to_string()).unwrap(), None);
    let findings = engine.diagnostics().iter().chain(&preview.diagnostics);
    let findings = findings.filter(|finding| finding.code.code.starts_with("SC"));
    (preview.scope.in_scope, findings.map(|finding| finding.code.code.to_owned()).collect())
}

#[test]
fn s1_booleans_are_compared_as_text_and_reported() {
    let told = scoped(vec![filter("accountEnabled", "EQUALS", &["True"])], json!({}));
    assert_eq!(told, (true, vec!["SC207".to_owned()]));
    assert!(!scoped(vec![filter("accountEnabled", "EQUALS", &["true"])], json!({})).0);
    // Patterns are listed for texts and integers only, as EQUALS is.
    let told = scoped(vec![filter("accountEnabled", "REGEX MATCH", &["^True$"])], json!({}));
    assert_eq!(told, (true, vec!["SC207".to_owned()]));
}

#[test]
fn s5_a_pattern_that_matches_a_part_is_reported() {
    let pattern = |pattern| {
        scoped(vec![filter("department", "REGEX MATCH", &[pattern])], json!({ "department": "Sales EMEA" }))
    };
    assert_eq!(pattern("Sales"), (true, vec!["SC302".to_owned()]));
    assert_eq!(pattern("^Sales EMEA$"), (true, vec![]));
    assert_eq!(pattern("Finance"), (false, vec![]));
}

#[test]
fn s9_multi_valued_attributes_are_refused_unless_asked_for() {
    let source = json!({ "otherMails": ["a@x.example", "b@y.example"] });
    let told = scoped(vec![filter("otherMails", "ENDS_WITH", &["x.example"])], source);
    assert_eq!(told, (false, vec!["SC301".to_owned()]));
}

/// The trace of a clause names the value it saw; of several, all that are there.
#[test]
fn the_trace_shows_what_a_clause_saw() {
    let actual = |attribute: &str, source: Value| {
        let filters = vec![filter(attribute, "IS NOT NULL", &[])];
        let engine = engine(ObjectMappingDefinition { filters, ..users(vec![]) }, all());
        let source = SourceObject::user(with(person(), source).to_string()).unwrap();
        engine.preview(&source, None).scope.filters[0].clauses[0].actual.clone()
    };
    assert_eq!(actual("department", json!({ "department": "Sales" })).as_deref(), Some("Sales"));
    assert_eq!(actual("accountEnabled", json!({})).as_deref(), Some("True"));
    assert_eq!(actual("otherMails", json!({ "otherMails": ["a", "", null, "b"] })).as_deref(), Some("a, b"));
    assert_eq!(actual("department", json!({ "department": null })), None);
}

#[test]
fn s12_an_unknown_operator_names_the_one_meant() {
    let mapping =
        ObjectMappingDefinition { filters: vec![filter("department", "EQUAL", &["Sales"])], ..users(vec![]) };
    let engine = engine(mapping, all());
    let finding = &engine.diagnostics()[0];
    assert_eq!((finding.code.code, finding.help.as_deref()), ("SC201", Some("did you mean `EQUALS`?")));
    assert_eq!(finding.at.as_ref().unwrap().pointer.as_deref(), Some("/f/operatorName"));
}

#[test]
fn a_filter_without_clauses_lets_everything_pass() {
    let empty = FilterDefinition { name: "Empty".to_owned(), ..FilterDefinition::default() };
    let told = scoped(vec![filter("department", "EQUALS", &["Sales"]), empty], json!({}));
    assert_eq!(told, (true, vec!["SC205".to_owned()]));
}

#[test]
fn several_values_positive_any_negated_none() {
    let told = |operator| {
        scoped(vec![filter("department", operator, &["Sales", "Legal"])], json!({ "department": "Legal" }))
    };
    assert_eq!(told("EQUALS"), (true, vec!["SC206".to_owned()]));
    assert_eq!(told("NOT EQUALS"), (false, vec!["SC206".to_owned()]));
    assert_eq!(
        scoped(vec![filter("department", "EQUALS", &[])], json!({})),
        (false, vec!["SC204".to_owned()])
    );
}

#[test]
fn every_operator_is_false_on_a_value_that_is_not_there() {
    for operator in OPERATORS {
        let values: &[&str] = if operator.example.is_empty() { &[] } else { &[operator.example] };
        for source in [json!({}), json!({ "city": null }), json!({ "city": "" })] {
            let (passed, _) = scoped(vec![filter("city", operator.name, values)], source);
            assert_eq!(passed, operator.name == "IS NULL", "{}", operator.name);
        }
    }
}

#[test]
fn m6_an_object_without_matching_value_is_skipped_before_scope() {
    let preview = preview(users(vec![]), &json!({ "id": "u", "accountEnabled": false }));
    assert_eq!((preview.reason, preview.matching.queries.len()), (Reason::MissingMatchingValue, 0));
}

#[test]
fn input_filters_ignore_and_never_disable() {
    let mapping = ObjectMappingDefinition {
        input_filters: vec![filter("department", "EQUALS", &["Sales"])],
        ..users(vec![])
    };
    let preview = linked(mapping, &person(), &json!({}));
    assert_eq!((preview.reason, preview.requests.len()), (Reason::InputFilter, 0));
    assert_eq!(preview.link.as_deref(), Some("t"));
    let mapping = ObjectMappingDefinition {
        category_filters: vec![filter("department", "EQUALS", &["Sales"])],
        ..users(vec![])
    };
    assert_eq!(linked(mapping, &person(), &json!({})).reason, Reason::InputFilter);
}

/// Row 15: a user that is gone is deleted; delta queries tell its id and no attribute that a filter could test.
#[test]
fn input_filters_do_not_hold_back_a_deletion_for_good() {
    let mapping = ObjectMappingDefinition {
        input_filters: vec![filter("department", "EQUALS", &["Sales"])],
        ..users(vec![])
    };
    let gone = json!({ "id": "u", "@removed": { "reason": "deleted" } });
    let preview = linked(mapping, &gone, &json!({}));
    assert_eq!((preview.reason, preview.requests[0].path.as_str()), (Reason::SourceHardDeleted, "/Users/t"));
}

/// Row 5: what an input filter leaves out is ignored, also where a mapping of it would fail.
#[test]
fn input_filters_are_asked_before_a_mapping_fails() {
    let failing = attribute("title", Source::Expression("CDate(\"x\")".to_owned()));
    let with_filter = |department: &str| ObjectMappingDefinition {
        input_filters: vec![filter("department", "EQUALS", &[department])],
        ..users(vec![failing.clone()])
    };
    let source = with(person(), json!({ "department": "Sales" }));
    assert_eq!(preview(with_filter("Sales"), &source).reason, Reason::MappingFailed);
    assert_eq!(preview(with_filter("Finance"), &source).reason, Reason::InputFilter);
}

/// Rows 3 and 4: who is deleted before there was an account was never provisioned; who left the scope before is no
/// longer managed.
#[test]
fn l9_who_was_never_linked_is_not_said_to_be_managed_no_longer() {
    for deleted in
        [json!({ "deletedDateTime": "2025-01-01T00:00:00Z" }), json!({ "@removed": { "reason": "changed" } })]
    {
        let source = SourceObject::user(with(person(), deleted).to_string()).unwrap();
        let reason = |settings: Settings| engine(users(vec![]), settings).preview(&source, None).reason;
        assert_eq!(reason(all()), Reason::SourceDisabledNeverProvisioned);
        let released = Settings { released: ["u".to_owned()].into(), ..all() };
        assert_eq!(reason(released), Reason::NoLongerManaged);
    }
}

/// S-6: the unit is that of .NET, the UTF-16 code unit, also of what a group took and the pattern asks for again.
#[test]
fn s6_a_group_may_take_half_of_a_character() {
    let passes = |value: &str, pattern: &str| {
        scoped(vec![filter("department", "REGEX MATCH", &[pattern])], json!({ "department": value })).0
    };
    assert!(passes("a😀a😀", r"^(a.).\1.$"));
    // The first halves of these two are the same, the second halves are not.
    assert!(passes("a😀a😁", r"^(a.).\1.$"));
    assert!(!passes("a😀a😁", r"^(a..)\1$"));
    // U+1F000 begins with another half than U+1F400, though not with another byte of UTF-8.
    assert!(!passes("a\u{1f000}a\u{1f400}", r"^(a.).\1.$"));
    assert!(passes("a\u{1f000}a\u{1f400}", r"^a.(.)a.\1$"));
}
