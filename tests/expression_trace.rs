//! The trace: what every part gave, and why.

use scimwright::expression::{Context, Expression, StepOutcome};
use scimwright::limits::Limits;
use scimwright::value::json;

fn trace(expression: &str, source: &str) -> String {
    let compiled = Expression::compile(expression).unwrap();
    compiled.trace(&json::parse(source, &Limits::DEFAULT).unwrap(), &Context::default()).1.render()
}

#[test]
fn join_says_what_it_left_out() {
    assert_eq!(
        trace(r#"Join(" ", [givenName], [middleName], [surname])"#, r#"{"givenName":"Ada","surname":""}"#),
        "\
Join(\" \", [givenName], [middleName], [surname]) → `Ada`
  · argument 3 is null: left out with its separator
  · argument 4 is empty: left out with its separator
  [givenName] → `Ada`
  [middleName] → null
  [surname] → ``
"
    );
}

#[test]
fn join_says_which_value_of_a_list_it_left_out() {
    assert_eq!(
        trace(r#"Join(";", [mails], "x")"#, r#"{"mails":["a",""]}"#),
        "\
Join(\";\", [mails], \"x\") → `a;x`
  · value 2 of argument 2 is empty: left out with its separator
  [mails] → [\"a\",\"\"]
"
    );
}

#[test]
fn switch_says_which_branch_it_took() {
    let expression = r#"Switch([state], Error("no state"), "NSW", ToUpper([city]), "QLD", [other])"#;
    assert_eq!(
        trace(expression, r#"{"state":"NSW","city":"Sydney"}"#),
        "\
Switch([state], Error(\"no state\"), \"NSW\", ToUpper([city]), \"QLD\", [other]) → `SYDNEY`
  · the source `NSW` equals key 1: its value
  [state] → `NSW`
  Error(\"no state\") → not evaluated
  ToUpper([city]) → `SYDNEY`
    [city] → `Sydney`
  [other] → not evaluated
"
    );
    let missed = trace(expression, r#"{"state":"VIC"}"#);
    assert!(missed.contains("equals no key: the default"), "{missed}");
    assert!(missed.contains("Error(\"no state\") → error[EX307]"), "{missed}");
}

#[test]
fn iif_and_constant_calls_are_shown() {
    assert_eq!(
        trace(r#"IIF([n] > 9, ToUpper("big"), [small])"#, r#"{"n":"10"}"#),
        "\
IIF([n] > 9, ToUpper(\"big\"), [small]) → `BIG`
  · the condition is true: the first value
  [n] > 9 → `True`
    [n] → `10`
    9 → `9`
  ToUpper(\"big\") → `BIG`
  [small] → not evaluated
"
    );
}

#[test]
fn the_shape_is_for_machines_too() {
    let compiled = Expression::compile("IgnoreFlowIfNullOrEmpty(Trim([é]))").unwrap();
    let source = json::parse(r#"{"é":" "}"#, &Limits::DEFAULT).unwrap();
    let (_, trace) = compiled.trace(&source, &Context::default());
    assert_eq!(trace.root.outcome, StepOutcome::Ignore);
    let json = serde_json::to_value(trace.into_utf16()).unwrap();
    assert_eq!(json["outcome"], "ignore");
    assert_eq!(json["steps"][0]["type"], "a text");
    assert_eq!(json["steps"][0]["steps"][0]["span"]["end"], 32, "counted in UTF-16 units");
    assert_eq!(json["steps"][0]["steps"][0]["value"], " ");
}

/// A message names data by its parameter and quotes what the expression itself says; whether the compiler folded
/// that into a constant first must not show.
#[test]
fn a_traced_fault_reads_as_the_plain_one() {
    for (expression, message) in [
        (r#"Error("a" = "a")"#, "the expression raised `True`"),
        (r#"Error(Join("-", "no", ToUpper("mail")))"#, "the expression raised `no-MAIL`"),
        ("Error([mail])", "the expression raised the value of `ErrorMessage` of Error"),
    ] {
        let compiled = Expression::compile(expression).unwrap();
        let (source, context) =
            (json::parse(r#"{"mail":"secret"}"#, &Limits::DEFAULT).unwrap(), Context::default());
        let plain = compiled.evaluate(&source, &context).unwrap_err();
        assert_eq!(plain.message, message);
        assert_eq!(compiled.trace(&source, &context).0.unwrap_err(), plain);
    }
}

/// Patterns and formats are compiled ahead of the evaluation; used they are all the same.
#[test]
fn constants_made_ready_ahead_count_as_used() {
    let outcomes = |expression: &str, source: &str| -> Vec<StepOutcome> {
        let compiled = Expression::compile(expression).unwrap();
        let source = json::parse(source, &Limits::DEFAULT).unwrap();
        let (_, trace) = compiled.trace(&source, &Context::default());
        trace.root.steps.iter().map(|step| step.outcome).collect()
    };
    let used = StepOutcome::Value;
    assert_eq!(outcomes(r#"FormatDateTime([a], "yyyy-MM-dd", "MM")"#, r#"{"a":"2024-07-04"}"#), [used; 3]);
    assert_eq!(outcomes(r#"Replace([x], , "b", , "y", , )"#, r#"{"x":"abc"}"#), [used; 3]);
    assert_eq!(outcomes(r#"Replace([x], , "b", , "y", , )"#, r#"{"x":["abc","b"]}"#), [used; 3]);
    // The other attribute's pattern is not needed where the source has a value.
    let other = r#"Replace([x], , "(?<g>b)", "g", , [y], )"#;
    assert_eq!(outcomes(other, r#"{"x":"a","y":"b"}"#)[1], StepOutcome::Skipped);
}

/// Reading an attribute costs little fuel, however long it is; copies of it in the steps are counted by themselves.
#[test]
fn a_trace_has_room_for_so_much() {
    let source = format!(r#"{{"s":"{}"}}"#, "a".repeat(1_000_000));
    let expression = Expression::compile(&format!("Join(\"\"{})", ", IsNull([s])".repeat(2_000))).unwrap();
    let source = json::parse(&source, &Limits::DEFAULT).unwrap();
    let (outcome, trace) = expression.trace(&source, &Context::default());
    assert!(outcome.is_ok());
    let reads: Vec<_> = trace.root.steps.iter().flat_map(|step| &step.steps).collect();
    let copied = reads.iter().filter(|step| step.value.is_some()).count();
    assert!(copied > 0 && copied < 20, "{copied}");
    assert_eq!(reads.last().unwrap().notes, ["its value is left out, because the trace is too long"]);
}

#[test]
fn a_comparison_that_begins_with_a_text_is_a_part() {
    assert_eq!(
        trace(r#"IIF("x"=Append([a], ""), "yes", "no")"#, r#"{"a":"x"}"#).lines().nth(2),
        Some(r#"  "x"=Append([a], "") → `True`"#)
    );
}

/// Logs show `[Redact]` in place of the value; a trace goes where logs go. What is made of the value holds it too.
#[test]
fn what_is_redacted_shows_nowhere() {
    let source = r#"{"mail":"ada@x.example","team":"Sales"}"#;
    let expression =
        r#"Switch(ToLower(Redact(Trim([mail]))), [team], "ada@x.example", Join("-", [team], "x"))"#;
    assert_eq!(
        trace(expression, source),
        "\
Switch(ToLower(Redact(Trim([mail]))), [team], \"ada@x.example\", Join(\"-\", [team], \"x\")) → `[Redact]`
  ToLower(Redact(Trim([mail]))) → `[Redact]`
    Redact(Trim([mail])) → `[Redact]`
      Trim([mail]) → `[Redact]`
        [mail] → `[Redact]`
  [team] → not evaluated
  Join(\"-\", [team], \"x\") → `Sales-x`
    [team] → `Sales`
"
    );
    // A branch that was not taken hides nothing, and there is nothing to hide of null.
    let apart = trace(r#"IIF([team] = "Sales", [team], Redact([mail]))"#, source);
    assert!(apart.contains("→ `Sales`\n  · the condition is true"), "{apart}");
    assert!(trace("Redact([none])", source).contains("Redact([none]) → null\n  [none] → null"));
}
