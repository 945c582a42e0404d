//! The lint of a synchronizationSchema: its scoping filters.

#[path = "common/lint.rs"]
mod linted;

use linted::{finds, found};

const NOTHING: &[&str] = &[];

/// Findings in the user mapping with one scoping filter, named `F`, of these clauses.
fn scoped(clauses: &str) -> Vec<String> {
    let filter = format!(r#"{{"groups":[{{"name":"F","clauses":[{clauses}]}}]}}"#);
    let short = |line: String| line.replace("USERS/scope/groups/0/clauses", "CLAUSES");
    found(&[("USERS/scope", &filter)]).into_iter().map(short).collect()
}

fn clause(attribute: &str, operator: &str, values: &[&str]) -> String {
    let values: Vec<_> = values.iter().map(|value| format!("{value:?}")).collect();
    format!(
        r#"{{"sourceOperandName":"{attribute}","operatorName":"{operator}","targetOperand":{{"values":[{}]}}}}"#,
        values.join(",")
    )
}

#[test]
fn scoping_clauses() {
    assert_eq!(scoped(&clause("department", "EQUALS", &["Sales"])), NOTHING);
    assert_eq!(scoped(&clause("department", "regex match", &["^Sales$"])), NOTHING);
    assert_eq!(
        scoped(r#"{"operatorName":"IS NULL"}"#),
        ["error SC251 CLAUSES/0: this clause names no attribute"]
    );
    assert_eq!(
        scoped(&clause("departement", "EQUALS", &["Sales"])),
        [
            "warning SC252 CLAUSES/0/sourceOperandName: the source object `User` does not define the attribute `departement` (did you mean `department`?)"
        ]
    );
    assert_eq!(
        scoped(&clause("department", "IS NULL", &["Sales"])),
        ["warning SC253 CLAUSES/0/targetOperand: `IS NULL` takes no value"]
    );
    assert_eq!(
        scoped(&clause("department", "REGEX MATCH", &["^Sales"])),
        ["warning SC255 CLAUSES/0/targetOperand/values/0: the pattern `^Sales` is not anchored at both ends"]
    );
    assert_eq!(scoped(&clause("department", "REGEX MATCH", &["(?i)^sales$"])), NOTHING);
    // Names are found without regard to case, but told: the service's are spelled one way.
    assert_eq!(
        scoped(&clause("Department", "EQUALS", &["Sales"])),
        ["warning EX252 CLAUSES/0/sourceOperandName: the attribute `Department` is spelled `department`"]
    );
    assert_eq!(
        scoped(&clause("department", "IS TRUE", &[])),
        [
            "warning SC207 CLAUSES/0/operatorName: `IS TRUE` does not fit `department`, which is of type String (use `EQUALS` with a value)"
        ]
    );
    assert_eq!(
        scoped(&clause("accountEnabled", "EQUALS", &["True"])),
        [
            "warning SC207 CLAUSES/0/operatorName: `EQUALS` does not fit `accountEnabled`, which is of type Boolean (use `IS TRUE` or `IS FALSE`)"
        ]
    );
}

#[test]
fn scoping_filters_that_cannot_be_compiled() {
    let code_and_place = |clauses: &str| -> Vec<String> {
        scoped(clauses).iter().map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
    };
    for (clauses, expected) in [
        (clause("department", "LIKE", &["a%"]), &["error SC201 CLAUSES/0/operatorName"][..]),
        (clause("userType", "EQUALS", &["Guest"]), &["error SC202 CLAUSES/0/sourceOperandName"]),
        (clause("employeeHireDate", "IS NOT NULL", &[]), &["error SC202 CLAUSES/0/sourceOperandName"]),
        // Several values are another matter than an attribute that cannot be tested: a preview says so too.
        (clause("otherMails", "IS NOT NULL", &[]), &["error SC301 CLAUSES/0/sourceOperandName"]),
        (clause("proxyAddresses", "IS NOT NULL", &[]), &["error SC301 CLAUSES/0/sourceOperandName"]),
        // A date by its name, as in a preview.
        (
            clause("lastPasswordChangeDateTime", "IS NOT NULL", &[]),
            &["error SC202 CLAUSES/0/sourceOperandName"],
        ),
        (clause("department", "REGEX MATCH", &["^(a$"]), &["error SC203 CLAUSES/0/targetOperand/values/0"]),
        (clause("employeeId", "Greater_Than", &["-1"]), &["error SC204 CLAUSES/0/targetOperand/values/0"]),
        (clause("department", "EQUALS", &[]), &["warning SC204 CLAUSES/0/targetOperand"]),
        (clause("department", "EQUALS", &["A", "B"]), &["warning SC206 CLAUSES/0/targetOperand"]),
        (String::new(), &["warning SC205 USERS/scope/groups/0"]),
    ] {
        assert_eq!(code_and_place(&clauses), expected, "{clauses}");
    }
    let extension = r#"{"name":"extension_0a_x","type":"String","multivalued":true}"#;
    let filter = format!(
        r#"{{"groups":[{{"name":"F","clauses":[{}]}}]}}"#,
        clause("extension_0a_x", "EQUALS", &["a"])
    );
    finds(
        &[("ENTRA_USER/attributes/+", extension), ("USERS/scope", &filter)],
        &[
            "error SC202 USERS/scope/groups/0/clauses/0/sourceOperandName: the attribute `extension_0a_x` cannot be used in a scoping filter",
        ],
    );
    let tags = r#"{"name":"tags","type":"String","multivalued":true}"#;
    let filter = format!(r#"{{"groups":[{{"name":"F","clauses":[{}]}}]}}"#, clause("tags", "EQUALS", &["a"]));
    finds(
        &[("ENTRA_USER/attributes/+", tags), ("USERS/scope", &filter)],
        &[
            "error SC301 USERS/scope/groups/0/clauses/0/sourceOperandName: `tags` has several values, which a scoping filter cannot test",
        ],
    );
    let date = r#"{"name":"extension_0a_d","type":"DateTime"}"#;
    let filter = format!(
        r#"{{"groups":[{{"name":"F","clauses":[{}]}}]}}"#,
        clause("extension_0a_d", "IS NOT NULL", &[])
    );
    finds(
        &[("ENTRA_USER/attributes/+", date), ("USERS/scope", &filter)],
        &[
            "error SC202 USERS/scope/groups/0/clauses/0/sourceOperandName: the attribute `extension_0a_d` cannot be used in a scoping filter",
        ],
    );
}

#[test]
fn filters_that_can_never_pass() {
    let equals = clause("department", "EQUALS", &["Sales"]);
    for (other, says) in [
        (
            clause("department", "EQUALS", &["Legal"]),
            "`department EQUALS Sales` and `department EQUALS Legal`",
        ),
        (
            clause("department", "NOT_EQUALS", &["Sales"]),
            "`department EQUALS Sales` and `department NOT_EQUALS Sales`",
        ),
        (clause("department", "IS NULL", &[]), "`department EQUALS Sales` and `department IS NULL`"),
        (
            clause("department", "ENDS_WITH", &["es "]),
            "`department EQUALS Sales` and `department ENDS_WITH es `",
        ),
        (
            clause("department", "Includes", &["sale"]),
            "`department EQUALS Sales` and `department Includes sale`",
        ),
        (
            clause("department", "REGEX MATCH", &["^S.$"]),
            "`department EQUALS Sales` and `department REGEX MATCH ^S.$`",
        ),
        (
            clause("department", "!&", &["Sales,Legal"]),
            "`department EQUALS Sales` and `department !& Sales,Legal`",
        ),
        (clause("department", "&", &["Legal"]), "`department EQUALS Sales` and `department & Legal`"),
    ] {
        assert_eq!(
            scoped(&format!("{equals},{other}")),
            [format!(
                "warning SC254 CLAUSES/1: the scoping filter `F` can never pass: {says} exclude each other"
            )]
        );
        assert_eq!(scoped(&format!("{other},{equals}")).len(), 1, "{other}");
    }
    for (one, other) in [
        (clause("accountEnabled", "IS TRUE", &[]), clause("dirSyncEnabled", "IS FALSE", &[])),
        (equals.clone(), clause("department", "ENDS_WITH", &["es"])),
        (equals.clone(), clause("department", "IS NOT NULL", &[])),
        (equals.clone(), clause("jobTitle", "EQUALS", &["Legal"])),
        (equals, clause("department", "NOT REGEX MATCH", &["^S$"])),
        // One of several values is enough, and other values are other clauses.
        (clause("department", "&", &["Sales"]), clause("department", "!&", &["Legal"])),
        (
            clause("department", "REGEX MATCH", &["^A.*$"]),
            clause("department", "NOT REGEX MATCH", &["^B.*$"]),
        ),
    ] {
        assert_eq!(scoped(&format!("{one},{other}")), NOTHING, "{one} {other}");
    }
    // S-5: where no part of the text fits, neither reading of a pattern does; a part that fits is enough in one only.
    for (operator, pattern, excludes) in [
        ("REGEX MATCH", "Legal", true),
        ("REGEX MATCH", "ale", false),
        ("NOT REGEX MATCH", "Legal", false),
        ("NOT REGEX MATCH", "ale", false),
        ("NOT REGEX MATCH", "^Sales$", true),
    ] {
        let equals = clause("department", "EQUALS", &["Sales"]);
        let lines = scoped(&format!("{equals},{}", clause("department", operator, &[pattern])));
        let told = lines.iter().any(|line| line.contains("exclude each other"));
        assert_eq!(told, excludes, "{operator} {pattern}");
    }
    // What else is wrong with a clause is told as that.
    for (one, other) in [
        (clause("department", "EQUALS", &[]), clause("department", "IS NOT NULL", &[])),
        (clause("department", "EQUALS", &["Sales", "Legal"]), clause("department", "EQUALS", &["Legal"])),
    ] {
        let lines = scoped(&format!("{one},{other}"));
        assert!(!lines.iter().any(|line| line.contains("exclude each other")), "{lines:#?}");
    }
    assert_eq!(
        scoped(&clause("accountEnabled", "IS FALSE", &[])),
        ["warning SC254 CLAUSES/0: the scoping filter `F` can never pass: disabled users are never in scope"]
    );
    assert_eq!(
        scoped(&clause("department", "EQUALS", &[""])),
        [
            "warning SC254 CLAUSES/0: the scoping filter `F` can never pass: `department EQUALS ` is false on every empty value"
        ]
    );
    for pair in [
        [clause("dirSyncEnabled", "IS TRUE", &[]), clause("dirSyncEnabled", "IS FALSE", &[])],
        [clause("mail", "ENDS_WITH", &["@a.example"]), clause("mail", "ENDS_WITH", &["@b.example"])],
        [clause("mail", "REGEX MATCH", &["^a$"]), clause("mail", "NOT REGEX MATCH", &["^a$"])],
    ] {
        assert_eq!(scoped(&pair.join(",")).len(), 1, "{pair:?}");
    }
}
