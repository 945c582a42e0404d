//! The lint of mappings: what the service would do with them, or refuse.

#[path = "common/lint.rs"]
mod linted;

use linted::found;

/// The attribute of a clause that cannot be tested is no further fault, and what is found stands at its member.
#[test]
fn findings_of_a_clause_stand_at_its_members() {
    let of = |clause: &str| -> Vec<String> {
        let scope = format!(r#"{{"groups":[{{"name":"F","clauses":[{clause}]}}]}}"#);
        let lines = found(&[("USERS/scope", &scope)]);
        lines.iter().map(|line| line.replace("USERS/scope/groups/0/clauses/0", "CLAUSE")).collect()
    };
    let clause = |attribute: &str, operator: &str, values: &str| {
        format!(
            r#"{{"sourceOperandName":"{attribute}","operatorName":"{operator}","targetOperand":{{"values":[{values}]}}}}"#
        )
    };
    assert_eq!(
        of(&clause("USERTYPE", "EQUALS", r#""Guest""#)),
        ["error SC202 CLAUSE/sourceOperandName: the attribute `USERTYPE` cannot be used in a scoping filter"]
    );
    // All clauses of a filter have to hold, so one value each would let nobody pass.
    assert_eq!(
        of(&clause("department", "EQUALS", r#""A","B""#)),
        [
            "warning SC206 CLAUSE/targetOperand: the clause on `department` holds several values (write one filter for each value: all clauses of a filter have to hold)"
        ]
    );
    assert_eq!(
        of(&clause("department", "NOT EQUALS", r#""A","B""#)),
        [
            "warning SC206 CLAUSE/targetOperand: the clause on `department` holds several values (write one clause for each value)"
        ]
    );
    assert_eq!(
        of(&clause("mail", "REGEX MATCH", r#"".\\*@contoso.com""#)),
        [
            r"warning SC255 CLAUSE/targetOperand/values/0: the pattern `.\*@contoso.com` is not anchored at both ends (`.\*` asks for an asterisk, `.*` for any text)"
        ]
    );
    let second = of(&clause("department", "REGEX MATCH", r#""^A$","(b$""#));
    assert!(
        second.iter().any(|line| line.starts_with("error SC203 CLAUSE/targetOperand/values/1: ")),
        "{second:?}"
    );
}
