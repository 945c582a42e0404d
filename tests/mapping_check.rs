//! The lint of mappings: what the service would do with them, or refuse.

#[path = "common/lint.rs"]
mod linted;

use linted::{USERS, broken, finds, found, lint};
use scimwright::limits::Limits;
use scimwright::sync_schema::{CheckOptions, SynchronizationSchema, Target};
use scimwright::{Engine, SourceObject};

const NOTHING: &[&str] = &[];
const DEFAULT: &str =
    r#" (the default mapping is `Switch([IsSoftDeleted], , "False", "True", "True", "False")`)"#;

fn function(expression: &str) -> String {
    format!(r#"{{"type":"Function","name":"F","expression":{expression:?}}}"#)
}

fn attribute(name: &str) -> String {
    format!(r#"{{"type":"Attribute","name":"{name}"}}"#)
}

/// Entra, *How provisioning works*: a person is disabled through `active`, from `IsSoftDeleted`, which is true of who is to
/// be disabled (B-1); expressions specification §4: Boolean values are the texts `True` and `False`, compared with letter
/// case.
#[test]
fn a_mapping_that_disables_nobody_is_told() {
    let of = |source: &str| found(&[("USERS/attributeMappings/2/source", source)]);
    let warning =
        |message: &str| format!("warning AM224 USERS/attributeMappings/2/source: {message}{DEFAULT}");
    let unread = warning(
        "who leaves the scope is not disabled in Gong: the mapping of `active` does not read `IsSoftDeleted`",
    );
    for source in
        [attribute("accountEnabled"), r#"{"type":"Constant","name":"True"}"#.to_owned(), "null".to_owned()]
    {
        assert_eq!(of(&source), [unread.as_str()], "{source}");
    }
    for (source, gives) in [
        (attribute("IsSoftDeleted"), "`True` for a person to be disabled"),
        (
            function(r#"Switch([IsSoftDeleted], , "True", "True", "False", "False")"#),
            "`True` for a person to be disabled",
        ),
        (
            function(r#"Switch([IsSoftDeleted], , "false", "true", "true", "false")"#),
            "no value for a person to be disabled",
        ),
        (
            function(r#"Switch([IsSoftDeleted], "True", "true", "False")"#),
            "`True` for a person to be disabled",
        ),
        (
            function(r#"Switch([IsSoftDeleted], , "True", "off", "False", "on")"#),
            "`off` for a person to be disabled",
        ),
        (function(r#"Switch([IsSoftDeleted], "False", "True", "False")"#), "`False` for a person in scope"),
        (function(r#"Switch([IsSoftDeleted], , "True", "False")"#), "no value for a person in scope"),
    ] {
        let lines = of(&source);
        let (causes, told): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.contains(" EX272 "));
        // The words that no Boolean equals are the cause, told where they stand and alone.
        assert_eq!(!causes.is_empty(), source.contains("true"), "{source}");
        let expected = [warning(&format!("the mapping of `active` gives {gives}"))];
        assert_eq!(told, expected.get(..usize::from(causes.is_empty())).unwrap(), "{source}");
    }
    for source in [
        function("Not([IsSoftDeleted])"),
        function(r#"IIF([IsSoftDeleted] = "True", "False", "True")"#),
        function(r#"Switch([isSoftDeleted], "True", "True", "False")"#),
        // What the service fills in is not known.
        function(r#"Switch([IsSoftDeleted], %NewHires%, "True", "False")"#),
        function(r#"Switch([IsSoftDeleted], , "False", "True", "True", "%Leavers%")"#),
        // What else it reads decides as well.
        function(r#"IIF([IsSoftDeleted] = "True", "False", [accountEnabled])"#),
    ] {
        let lines = of(&source);
        assert!(!lines.iter().any(|line| line.contains("AM224")), "{lines:?}");
    }
    finds(
        &[("USERS/attributeMappings/2", "-")],
        &[&format!(
            "warning AM224 USERS/attributeMappings: nobody is disabled in Gong: `active` has no mapping{DEFAULT}"
        )],
    );
    // Graph, *attributeFlowType*: what is only added takes the place of nothing.
    for flow_type in ["ObjectAddOnly", "AttributeAddOnly", "ValueAddOnly", "MultiValueAddOnly"] {
        let told = found(&[("USERS/attributeMappings/2/flowType", &format!(r#""{flow_type}""#))]);
        let expected = format!(
            "warning AM224 USERS/attributeMappings/2/flowType: nobody is disabled in Gong: the mapping of `active` has the flow type `{flow_type}` (let the mapping apply always)"
        );
        assert!(told.contains(&expected), "{told:?}");
    }
    // Without updates nobody is disabled by any mapping; other applications have rules of their own.
    finds(&[("USERS/attributeMappings/2", "-"), ("USERS/flowTypes", r#""Add""#)], NOTHING);
    let other = broken(&[(&format!("{USERS}/attributeMappings/2"), "-")]);
    let options = CheckOptions { target: Target::Other, ..CheckOptions::default() };
    assert_eq!(lint(&other, &options), NOTHING);
}

/// Reported of the service: a joining property may have one source name.
#[test]
fn a_matching_attribute_of_several_is_told() {
    let of = |expression: &str| found(&[("USERS/attributeMappings/0/source", &function(expression))]);
    assert_eq!(
        of(r#"Join("@", Join("", Mid([givenName], 1, 1), [surname]), "contoso.com")"#),
        [
            "warning AM225 USERS/attributeMappings/0/matchingPriority: the source of the matching attribute `userName` reads 2 attributes: `givenName`, `surname` (match on an attribute whose source reads one)"
        ]
    );
    assert_eq!(of(r#"Join("@", ToLower([mailNickname]), Left([mailNickname], 3), "contoso.com")"#), NOTHING);
    // One attribute in two spellings is one source; what leads to Entra is no such mapping.
    let lines = of(r#"Join("", [mailNickname], "@", [MailNickname])"#);
    assert!(!lines.iter().any(|line| line.contains("AM225")), "{lines:?}");
    let several = function(r#"Join("", [givenName], [surname])"#);
    let inbound = broken(&[
        (&format!("{USERS}/attributeMappings/0/source"), &several),
        ("/synchronizationRules/0/sourceDirectoryName", r#""Gong""#),
        ("/synchronizationRules/0/targetDirectoryName", r#""Azure Active Directory""#),
    ]);
    let lines = lint(&inbound, &CheckOptions::default());
    assert!(!lines.iter().any(|line| line.contains("AM225")), "{lines:?}");
    // It is told of attributes that match.
    finds(
        &[("USERS/attributeMappings/3/source", &function(r#"Join(" ", [givenName], [surname])"#))],
        NOTHING,
    );
}

/// Expressions specification §8.6: not on matching attributes.
#[test]
fn a_matching_attribute_is_not_chosen_to_be_new() {
    let lines = found(&[(
        "USERS/attributeMappings/0/source",
        &function("SelectUniqueValue([userPrincipalName], [mail])"),
    )]);
    assert_eq!(
        lines[0],
        "error AM226 USERS/attributeMappings/0/matchingPriority: the matching attribute `userName` has a value that is chosen to be new"
    );
    assert!(lines.len() == 2 && lines[1].contains("EX259"), "{lines:?}");
}

const ROLES: &str = "map `SingleAppRoleAssignment([appRoleAssignments])`, or `AssertiveAppRoleAssignmentsComplex([appRoleAssignments])` for several roles";

/// Entra, *Customize application attributes*: roles are mapped by expressions. No assignment of Graph's goes to the target.
#[test]
fn role_assignments_are_not_mapped_as_they_stand() {
    let of_title = |source: &str| broken(&[(&format!("{USERS}/attributeMappings/3/source"), source)]);
    let direct = of_title(&attribute("appRoleAssignments"));
    let message = "`appRoleAssignments` is mapped to `title` as it stands";
    assert_eq!(
        lint(&direct, &CheckOptions::default()),
        [format!("error AM227 USERS/attributeMappings/3/source: {message} ({ROLES})")]
    );
    let named = of_title(&function("[appRoleAssignments]"));
    assert_eq!(lint(&named, &CheckOptions::default()), lint(&direct, &CheckOptions::default()));
    let user = r#"{"id":"u","userPrincipalName":"ann@x.example","mail":"ann@x.example","givenName":"Ann","surname":"Lee",
        "accountEnabled":true,"appRoleAssignments":[{"id":"x","appRoleId":"r","principalId":"u","displayName":"Admin"}]}"#;
    let previewed = |schema: &str| {
        let schema = SynchronizationSchema::parse(schema, &Limits::DEFAULT).expect("a schema");
        let engine = Engine::builder().schema(&schema).build().expect("an engine");
        engine.preview(&SourceObject::user(user).expect("a user"), None)
    };
    let several = broken(&[
        ("/directories/1/objects/0/attributes/4/multivalued", "true"),
        (&format!("{USERS}/attributeMappings/3/source"), &attribute("appRoleAssignments")),
    ]);
    for schema in [&direct, &several, &named] {
        let preview = previewed(schema);
        let failed =
            preview.diagnostics.iter().find(|finding| finding.code.code == "AM227").expect("a failure");
        assert_eq!((failed.message.as_str(), failed.help.as_deref()), (message, Some(ROLES)));
        let at = failed.at.as_ref().and_then(|at| at.pointer.as_deref()).expect("a place");
        assert_eq!(at, format!("{USERS}/attributeMappings/3/source"));
        assert!(!preview.requests.iter().any(|request| request.body.is_some()));
    }
    // One assignment is an object still.
    let preview = previewed(&of_title(&function("Item([appRoleAssignments], 1)")));
    let failed = preview.diagnostics.iter().find(|finding| finding.code.code == "EX302").expect("a failure");
    assert_eq!(failed.help.as_deref(), Some(ROLES));
}

/// D-7: the last colon parts the schema from the attribute. What stands before it is free: Webex has
/// `…:cisco:webexidentity:2.0:User:…` and Microsoft's tutorial prints `…:extension:2.0:CustomExtension:…`.
#[test]
fn an_extension_attribute_stands_behind_a_colon() {
    let of = |target: &str, definition: &str| {
        let mapping = format!(r#"{{"targetAttributeName":"{target}","source":{{"name":"country"}}}}"#);
        let definition = format!(r#"{{"name":"{target}"{definition}}}"#);
        found(&[("USERS/attributeMappings/+", &mapping), ("GONG_USER/attributes/+", &definition)])
    };
    let at = "USERS/attributeMappings/13/targetAttributeName";
    let urn = |rest: &str| format!("urn:ietf:params:scim:schemas:extension:{rest}");
    let (dotted, meant) = (urn("Acme:2.0:User.tag"), urn("Acme:2.0:User:tag"));
    assert_eq!(
        of(&dotted, ""),
        [format!(
            "warning AM228 {at}: `{dotted}` is read as a part of an attribute `User` (a colon, not a dot, stands before the attribute: `{meant}`)"
        )]
    );
    for target in [
        meant,
        urn("slack:guest:2.0:User:type"),
        urn("cisco:webexidentity:2.0:User:accountStatus"),
        urn("2.0:CustomExtension:tag"),
        "urn:acme:tag".to_owned(),
    ] {
        let told = of(&target, "");
        let unknown = format!("warning AM221 {at}: Gong does not document an attribute `");
        assert!(told.len() == 1 && told[0].starts_with(&unknown), "{told:?}");
    }
}

/// Entra, *Customize application attributes*: what an administrator adds holds one simple value. Others are the
/// application's own.
#[test]
fn attributes_that_administrators_add_hold_one_simple_value() {
    const ADDED: &str = r#","metadata":[{"key":"IsCustomerDefined","value":"true"}]"#;
    const OWN: &str = r#","metadata":[{"key":"IsCustomerDefined","value":"false"}]"#;
    const ACME: &str = "urn:ietf:params:scim:schemas:extension:Acme:2.0:User";
    const GONG: &str = "urn:ietf:params:scim:schemas:extension:Gong:2.0:User";
    const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let of = |target: &str, definition: Option<&str>| {
        let mapping = format!(r#"{{"targetAttributeName":"{target}","source":{{"name":"country"}}}}"#);
        let definition = definition.map(|members| format!(r#"{{"name":"{target}"{members}}}"#));
        let mut changes = vec![("USERS/attributeMappings/+", mapping.as_str())];
        changes.extend(definition.as_deref().map(|it| ("GONG_USER/attributes/+", it)));
        let mut lines = found(&changes);
        lines.retain(|line| line.contains(" AM229 "));
        lines
    };
    let (several, reference) = (r#","multivalued":true"#, r#","type":"Reference""#);
    for (target, members, what) in [
        ("department_ids", several, "multi-valued"),
        ("lead", reference, "a reference"),
        ("office.name", "", "complex"),
    ] {
        let target = format!("{ACME}:{target}");
        let told = of(&target, Some(&format!("{members}{ADDED}")));
        assert!(told.len() == 1 && told[0].ends_with(&format!(" is {what}")), "{told:?}");
        assert_eq!(of(&target, Some(&format!("{members}{OWN}"))), NOTHING);
    }
    assert_eq!(of(&format!("{ACME}:office.name"), None).len(), 1);
    assert_eq!(of(&format!("{GONG}:office.name"), None), NOTHING);
    assert_eq!(of(&format!("{GONG}:teams"), Some(&format!("{several}{OWN}"))), NOTHING);
    assert_eq!(of(&format!("{ENTERPRISE}:costCenters"), Some(&format!("{several}{ADDED}"))), NOTHING);
}

/// What follows from a member that could not be read is not told beside it.
#[test]
fn what_was_cut_off_is_told_alone() {
    let codes = |changes: &[(&str, &str)]| -> Vec<String> {
        found(changes).iter().filter_map(|line| line.split(' ').nth(1).map(str::to_owned)).collect()
    };
    for (cut, expected) in [
        (r#""System.Object[]""#, "SS103"),
        (r#"["@{source=; targetAttributeName=userName}"]"#, "SS103"),
        ("{}", "SS104"),
    ] {
        for list in ["USERS/attributeMappings", "GONG_USER/attributes", "ENTRA_USER/attributes"] {
            assert_eq!(codes(&[(list, cut)]), [expected], "{list} {cut}");
        }
    }
    for (member, value, expected) in [
        ("USERS/attributeMappings/0/targetAttributeName", "5", "SS104"),
        ("USERS/attributeMappings/2/targetAttributeName", "5", "SS104"),
        ("USERS/attributeMappings/3/targetAttributeName", "5", "SS104"),
        ("USERS/attributeMappings/0/source", r#""@{expression=; name=}""#, "SS103"),
        ("USERS/attributeMappings/5/source", r#""@{expression=; name=}""#, "SS103"),
        ("USERS/attributeMappings/2/source", r#""@{expression=; name=}""#, "SS103"),
        ("/synchronizationRules/0/objectMappings", r#""System.Object[]""#, "SS103"),
        ("/directories/1/objects", r#"["@{name=User}"]"#, "SS103"),
        ("USERS/sourceObjectName", "{}", "SS104"),
    ] {
        assert_eq!(codes(&[(member, value)]), [expected], "{member}");
    }
    let reference = ("GONG_USER/attributes/4/referencedObjects", r#"[{"referencedObjectName":"Team"}]"#);
    assert_eq!(codes(&[reference]), ["SS205"]);
    assert_eq!(codes(&[reference, ("/directories/1/objects/+", r#""@{name=Team}""#)]), ["SS103"]);
}

/// One definition that was cut off takes nothing from what the others say; that an attribute is not defined is not known.
#[test]
fn a_definition_that_was_cut_off_hides_no_other() {
    let codes = |changes: &[(&str, &str)]| -> Vec<String> {
        let lines = found(changes);
        let codes = lines.iter().filter_map(|line| line.split(' ').nth(1).map(str::to_owned));
        codes.filter(|code| code != "SS103").collect()
    };
    let (source, target) = ("ENTRA_USER/attributes/+", "GONG_USER/attributes/+");
    let cut = r#""@{name=x}""#;
    let title = "USERS/attributeMappings/3";
    let unknown = attribute("extension_0a1b_tag");
    let member = |name: &str| format!("{title}/{name}");
    let several = r#"{"name":"extension_0a1b_tag","type":"String","multivalued":true}"#;
    let clause =
        r#"{"groups":[{"name":"F","clauses":[{"sourceOperandName":"team","operatorName":"IS NULL"}]}]}"#;
    for (list, changes) in [
        (target, &[("GONG_USER/attributes/4/mutability", r#""ReadOnly""#)][..]),
        (target, &[("GONG_USER/attributes/4/required", "true"), (title, "-")]),
        (target, &[("GONG_USER/attributes/4/type", r#""Boolean""#), (&member("defaultValue"), r#""x""#)]),
        (source, &[(source, several), (&member("source"), &unknown)]),
    ] {
        let whole = codes(changes);
        assert!(!whole.is_empty(), "{changes:?}");
        assert_eq!(codes(&[changes, &[(list, cut)]].concat()), whole, "{changes:?}");
    }
    for (list, changes) in [
        (target, &[(&*member("targetAttributeName"), r#""nickName""#)][..]),
        (source, &[(&member("source"), &unknown)]),
        (source, &[("USERS/scope", clause)]),
    ] {
        let lacks = |codes: &[String], expected| {
            ["AM206", "AM211", "SC252"].iter().all(|code| !codes.iter().any(|it| it == code)) == expected
        };
        assert!(lacks(&codes(changes), false), "{changes:?}");
        assert!(lacks(&codes(&[changes, &[(list, cut)]].concat()), true), "{changes:?}");
    }
}

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
    // An asterisk that is meant: behind a backslash that is meant, and in a class.
    for meant in [r"\\.\\*a", r"[.\\*]+"] {
        let told = of(&clause("mail", "REGEX MATCH", &format!(r#""{meant}""#)));
        assert!(told.len() == 1 && told[0].ends_with("is not anchored at both ends"), "{told:?}");
    }
    // What the attribute cannot be used for says nothing about the other members.
    let codes = |lines: &[String]| -> Vec<String> {
        lines.iter().filter_map(|line| line.split(' ').nth(1).map(str::to_owned)).collect()
    };
    assert_eq!(codes(&of(&clause("userType", "REGEX MATCH", r#""a""#))), ["SC202", "SC255"]);
    assert_eq!(codes(&of(&clause("userType", "IS NULL", r#""a""#))), ["SC202", "SC253"]);
    // Elements that are no texts count in the places of those that are.
    for (values, told) in [(r#"null,"(a""#, "error SC203"), (r#"null,"a""#, "warning SC255")] {
        let lines = of(&clause("department", "REGEX MATCH", values));
        let told = format!("{told} CLAUSE/targetOperand/values/1: ");
        assert!(lines.iter().any(|line| line.starts_with(&told)), "{lines:?}");
    }
    // A list that was cut off is not said to be empty.
    assert_eq!(
        codes(&found(&[("USERS/scope", r#"{"groups":[{"name":"F","clauses":"System.Object[]"}]}"#)])),
        ["SS103"]
    );
    let operand = r#"{"sourceOperandName":"department","operatorName":"EQUALS","targetOperand":{"values":"System.Object[]"}}"#;
    assert_eq!(codes(&of(operand)), ["SS103"]);
    let second = of(&clause("department", "REGEX MATCH", r#""^A$","(b$""#));
    assert!(
        second.iter().any(|line| line.starts_with("error SC203 CLAUSE/targetOperand/values/1: ")),
        "{second:?}"
    );
}
