//! The lint of a synchronizationSchema: one broken configuration for each finding.

#[path = "common/exports.rs"]
mod exports;
#[path = "common/lint.rs"]
mod linted;

use std::collections::BTreeSet;

use linted::{GONG, USERS, broken, finds, found, lint};
use scimwright::diagnostic::code;
use scimwright::limits::Limits;
use scimwright::sync_schema::{CheckOptions, SynchronizationSchema, Target, check};
use scimwright::value::json::{Json, parse};

const NOTHING: &[&str] = &[];
const NO_USERS: &str = "warning SS208 /synchronizationRules/0/objectMappings: no object mapping in use reads users, so no user is provisioned";

#[test]
fn the_gong_configuration_is_clean() {
    finds(&[], NOTHING);
}

#[test]
fn structure() {
    finds(
        &[("/synchronizationRules/0/targetDirectoryName", r#""Gnog""#)],
        &[
            "error SS201 /synchronizationRules/0/targetDirectoryName: the document does not define the directory `Gnog` (did you mean `Gong`?)",
        ],
    );
    finds(
        &[("USERS/sourceObjectName", r#""Users""#)],
        &[
            "error SS202 USERS/sourceObjectName: the directory `Azure Active Directory` does not define the object `Users` (did you mean `User`?)",
        ],
    );
    // Without a source object nothing is mapped; mappings that are hidden say so, or are switched off.
    for nothing in ["null", r#""""#, "-"] {
        finds(
            &[("USERS/sourceObjectName", nothing)],
            &[
                "error SS202 USERS/sourceObjectName: the object mapping `Synchronize Microsoft Entra users to Gong` is enabled without a source object (defined are `User`, `Group`)",
            ],
        );
    }
    let hidden = r#"[{"key":"Unsynchronized","value":"True"}]"#;
    finds(&[("USERS/sourceObjectName", r#""""#), ("USERS/metadata", hidden)], &[NO_USERS]);
    finds(&[("USERS/sourceObjectName", r#""""#), ("USERS/enabled", "false")], &[NO_USERS]);
    finds(
        &[("GONG_USER/attributes/2/anchor", "true")],
        &[
            "warning SS203 GONG_USER/attributes: the object `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User` has 2 anchor attributes instead of one",
        ],
    );
    // The group's only anchor and its only required attribute are neither.
    let bare = lint(
        &broken(&[
            ("/directories/1/objects/1/attributes/0/anchor", "false"),
            ("/directories/1/objects/1/attributes/0/required", "false"),
            ("/directories/1/objects/1/attributes/1/required", "false"),
        ]),
        &CheckOptions::default(),
    );
    assert!(
        bare.iter().any(|line| line.starts_with("warning SS203 /directories/1/objects/1/attributes:")),
        "{bare:#?}"
    );
    finds(
        &[("GONG_USER/attributes/+", r#"{"name":"title","type":"String"}"#)],
        &[
            "warning SS204 GONG_USER/attributes/14/name: the object `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User` defines `title` twice",
        ],
    );
    finds(
        &[
            ("GONG_USER/attributes/+", r#"{"type":"String","required":true}"#),
            ("GONG_USER/attributes/+", r#"{"name":"","type":"Integer"}"#),
        ],
        &[
            "warning SS105 GONG_USER/attributes/14: an element of `attributes` without a name is ignored",
            "warning SS105 GONG_USER/attributes/15: an element of `attributes` without a name is ignored",
        ],
    );
    finds(
        &[(
            "/directories/1/objects/1/attributes/2/referencedObjects",
            r#"[{"referencedObjectName":"User"}]"#,
        )],
        &[
            "warning SS205 /directories/1/objects/1/attributes/2/referencedObjects: `members` refers to the object `User`, which the directory `Gong` does not define",
        ],
    );
    finds(
        &[("/synchronizationRules/0/editable", "false")],
        &[
            "info SS211 /synchronizationRules/0/editable: the rule `USERGROUP_OUTBOUND_USERGROUP` cannot be edited",
        ],
    );
}

#[test]
fn selection() {
    let users = parse(GONG, &Limits::DEFAULT).expect("JSON").pointer(USERS).expect("users").to_string();
    finds(
        &[("/synchronizationRules/0/objectMappings/+", &users)],
        &[
            "info SS206 /synchronizationRules/0/objectMappings/2: another enabled object mapping of users applies before this one",
        ],
    );
    finds(
        &[("USERS/enabled", "false")],
        &[
            "warning SS208 USERS/enabled: the object mapping `Synchronize Microsoft Entra users to Gong` is disabled, so no user is provisioned",
        ],
    );
    // Another mapping provisions users, or this one does not.
    finds(&[("/synchronizationRules/0/objectMappings/+", &users), ("USERS/enabled", "false")], NOTHING);
    let hidden = r#"[{"key":"Unsynchronized","value":"true"}]"#;
    // B-11: without a mapping of users that is in use nobody is provisioned.
    finds(&[("USERS/enabled", "false"), ("USERS/metadata", hidden)], &[NO_USERS]);
    finds(&[("USERS", "-")], &[NO_USERS]);
    finds(
        &[("/synchronizationRules/0/objectMappings", "[]")],
        &[
            "info SS207 /synchronizationRules/0/objectMappings: no object mapping in use reads users or groups, so there is nothing to preview",
        ],
    );
    finds(
        &[("USERS/flowTypes", r#""None""#)],
        &[
            "warning SS209 USERS/flowTypes: the object mapping `Synchronize Microsoft Entra users to Gong` is enabled but neither creates, updates nor deletes",
        ],
    );
    finds(
        &[("USERS/metadata", r#"[{"key":"Disposition","value":"\"Escrow\""}]"#)],
        &[
            "warning SS210 USERS/metadata: the object mapping `Synchronize Microsoft Entra users to Gong` has the disposition `Escrow`",
        ],
    );
    let inbound = r#"{"synchronizationRules":[{"sourceDirectoryName":"Workday","targetDirectoryName":"Microsoft Entra ID"}]}"#;
    assert_eq!(
        lint(inbound, &CheckOptions::default()),
        [
            "info SS207 /synchronizationRules: no rule leads from Microsoft Entra ID to an application, so there is nothing to preview"
        ]
    );
}

#[test]
fn targets() {
    finds(
        &[("USERS/attributeMappings/3/targetAttributeName", "null")],
        &["error AM101 USERS/attributeMappings/3: this attribute mapping has no target attribute"],
    );
    finds(
        &[("USERS/attributeMappings/3/targetAttributeName", r#""emails[type eq \"home\"].value""#)],
        &[
            r#"warning AM221 USERS/attributeMappings/3/targetAttributeName: Gong does not document an attribute `emails[type eq "home"].value`"#,
            r#"warning AM206 USERS/attributeMappings/3/targetAttributeName: the target object `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User` does not define the attribute `emails[type eq "home"].value` (did you mean `emails[type eq "work"].value`?)"#,
        ],
    );
    finds(
        &[("USERS/attributeMappings/3/targetAttributeName", r#""Title""#)],
        &["warning AM207 USERS/attributeMappings/3/targetAttributeName: `Title` is defined as `title`"],
    );
    finds(
        &[(
            "USERS/attributeMappings/+",
            r#"{"targetAttributeName":"TITLE","source":{"name":"mail","type":"Attribute"}}"#,
        )],
        &[
            "error AM208 USERS/attributeMappings/13/targetAttributeName: the target attribute `TITLE` is mapped twice (the first mapping is at /synchronizationRules/0/objectMappings/1/attributeMappings/3)",
            "warning AM207 USERS/attributeMappings/13/targetAttributeName: `TITLE` is defined as `title`",
        ],
    );
    finds(
        &[(
            "USERS/attributeMappings/+",
            r#"{"targetAttributeName":"name","source":{"name":"displayName","type":"Attribute"}}"#,
        )],
        &[
            "error AM208 USERS/attributeMappings/13/targetAttributeName: `name` and `name.givenName`, which is mapped before it, exclude each other (the first mapping is at /synchronizationRules/0/objectMappings/1/attributeMappings/5)",
            "warning AM221 USERS/attributeMappings/13/targetAttributeName: Gong does not document an attribute `name`",
            "warning AM206 USERS/attributeMappings/13/targetAttributeName: the target object `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User` does not define the attribute `name`",
        ],
    );
    finds(
        &[
            (
                "USERS/attributeMappings/+",
                r#"{"targetAttributeName":"emails[primary eq true].value","source":{"name":"mail"}}"#,
            ),
            ("GONG_USER/attributes/+", r#"{"name":"emails[primary eq true].value","type":"String"}"#),
        ],
        &[
            r#"warning AM230 USERS/attributeMappings/13/targetAttributeName: `emails[primary eq true].value` and `emails[type eq "work"].value`, which is mapped before it, can choose one value (the first mapping is at /synchronizationRules/0/objectMappings/1/attributeMappings/4)"#,
            "warning AM221 USERS/attributeMappings/13/targetAttributeName: Gong does not document an attribute `emails[primary eq true].value`",
        ],
    );
    finds(
        &[("USERS/attributeMappings/+", r#"{"targetAttributeName":"id","source":{"name":"objectId"}}"#)],
        &["error AM209 USERS/attributeMappings/13/targetAttributeName: the service never writes `id`"],
    );
    for never in ["meta.created", "schemas"] {
        let mapping = format!(r#"{{"targetAttributeName":"{never}","source":{{"name":"objectId"}}}}"#);
        let message = format!(
            "error AM209 USERS/attributeMappings/13/targetAttributeName: the service never writes `{never}`"
        );
        finds(&[("USERS/attributeMappings/+", &mapping)], &[&message]);
    }
    let undeclared = r#"{"targetAttributeName":"id","source":{"name":"objectId"}}"#;
    finds(
        &[("GONG_USER/attributes/0", "-"), ("USERS/attributeMappings/+", undeclared)],
        &[
            "error AM209 USERS/attributeMappings/13/targetAttributeName: the service never writes `id`",
            "warning SS203 GONG_USER/attributes: the object `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User` has 0 anchor attributes instead of one",
        ],
    );
    finds(
        &[
            ("USERS/attributeMappings/3/source/name", r#""jobTitle""#),
            ("GONG_USER/attributes/4/mutability", r#""ReadOnly""#),
        ],
        &[
            "error AM209 USERS/attributeMappings/3/targetAttributeName: the target attribute `title` is read-only",
        ],
    );
    finds(
        &[("GONG_USER/attributes/4/mutability", r#""Immutable""#)],
        &[
            "info AM210 USERS/attributeMappings/3/targetAttributeName: `title` can only be set on creation, but its mapping always applies",
        ],
    );
    finds(
        &[("USERS/attributeMappings/3/flowType", r#""MultiValueAddOnly""#)],
        &[
            "warning AM219 USERS/attributeMappings/3/flowType: `MultiValueAddOnly` does not fit `title`, which has one value",
        ],
    );
    finds(
        &[("USERS/attributeMappings/3/targetAttributeName", r#""emails[type eq \"work\" or 1 eq 1].value""#)],
        &[
            "error SF106 USERS/attributeMappings/3/targetAttributeName: `1` does not start with a letter from A to Z >1<",
        ],
    );
}

/// What has no name is told without one.
#[test]
fn what_has_no_name_is_told_without_one() {
    for (pointer, value, message) in [
        (
            "/synchronizationRules/0/targetDirectoryName",
            "-",
            "the rule `USERGROUP_OUTBOUND_USERGROUP` names no target directory",
        ),
        ("GROUPS", r#"{"a":1}"#, "this object mapping is enabled without a source object"),
        (
            "USERS/targetObjectName",
            "-",
            "the object mapping `Synchronize Microsoft Entra users to Gong` is enabled without a target object",
        ),
        ("/synchronizationRules/0", r#"{"editable":false}"#, "this rule cannot be edited"),
        (
            "USERS/scope",
            r#"{"groups":[{"clauses":[{"sourceOperandName":"city","operatorName":"EQUALS","targetOperand":{"values":[""]}}]}]}"#,
            "this scoping filter can never pass",
        ),
    ] {
        let found = found(&[(pointer, value)]);
        assert!(found.iter().any(|line| line.contains(message)), "{found:?}");
        assert!(!found.iter().any(|line| line.contains("``")), "{found:?}");
    }
    let unnamed = broken(&[(&format!("{USERS}/targetObjectName"), "-")]);
    let schema = SynchronizationSchema::parse(&unnamed, &Limits::DEFAULT).expect("a schema");
    let engine = scimwright::Engine::builder().schema(&schema).build().expect("an engine");
    let message = "the object mapping names no target object, so its attributes are not defined; those that Gong documents are used";
    assert!(engine.diagnostics().iter().any(|finding| finding.message == message));
}

#[test]
fn matching() {
    finds(
        &[("USERS/attributeMappings/0/matchingPriority", "0")],
        &[
            "error AM201 USERS/attributeMappings: the object mapping `Synchronize Microsoft Entra users to Gong` has no matching attribute",
        ],
    );
    finds(
        &[
            ("USERS/attributeMappings/0/targetAttributeName", "null"),
            ("GONG_USER/attributes/1/required", "false"),
        ],
        &[
            "error AM201 USERS/attributeMappings: the object mapping `Synchronize Microsoft Entra users to Gong` has no matching attribute",
            "error AM213 USERS/attributeMappings: Gong requires `userName`, which has no mapping",
            "error AM101 USERS/attributeMappings/0: this attribute mapping has no target attribute",
        ],
    );
    finds(
        &[("USERS/attributeMappings/4/matchingPriority", "2")],
        &[
            r#"error AM202 USERS/attributeMappings/4/matchingPriority: Gong cannot filter on the matching attribute `emails[type eq "work"].value` (match each user on `userName` alone: take away the matching precedence here)"#,
        ],
    );
    finds(
        &[("USERS/attributeMappings/4/matchingPriority", "1")],
        &[
            r#"warning AM203 USERS/attributeMappings/4/matchingPriority: `emails[type eq "work"].value` has the matching precedence 1 of another attribute"#,
            r#"error AM202 USERS/attributeMappings/4/matchingPriority: Gong cannot filter on the matching attribute `emails[type eq "work"].value` (match each user on `userName` alone: take away the matching precedence here)"#,
        ],
    );
    finds(
        &[("USERS/attributeMappings/0/source", r#"{"type":"Constant","name":"x"}"#)],
        &[
            "error AM204 USERS/attributeMappings/0/matchingPriority: the matching attribute `userName` has the mapping type constant",
        ],
    );
    finds(
        &[("USERS/attributeMappings/4/matchingPriority", "-1")],
        &[
            "warning AM205 USERS/attributeMappings/4/matchingPriority: the matching precedence -1 is below zero",
        ],
    );
}

#[test]
fn sources() {
    finds(
        &[("USERS/attributeMappings/3/source", "{}")],
        &[
            "warning AM102 USERS/attributeMappings/3/source: this source has neither a name nor an expression and is read as none",
        ],
    );
    finds(
        &[("USERS/attributeMappings/7/source", r#"{"name":"businessPhones","type":"Attribute"}"#)],
        &[
            "warning AM211 USERS/attributeMappings/7/source/name: the source object `User` does not define the attribute `businessPhones` (the provisioning service calls it `telephoneNumber`)",
        ],
    );
    // B-3: these are read inside another property of Graph's.
    for (graph, ours) in [
        ("onPremisesExtensionAttributes.extensionAttribute2", "extensionAttribute2"),
        ("BusinessPhones[0]", "telephoneNumber"),
    ] {
        let source = format!(r#"{{"name":"{graph}","type":"Attribute"}}"#);
        finds(
            &[("USERS/attributeMappings/7/source", &source)],
            &[&format!(
                "warning AM211 USERS/attributeMappings/7/source/name: the source object `User` does not define the attribute `{graph}` (the provisioning service calls it `{ours}`)"
            )],
        );
    }
    finds(
        &[(
            "USERS/attributeMappings/3/source",
            r#"{"expression":"Trim([jobTittle])","name":"Trim","type":"Function"}"#,
        )],
        &[
            "warning AM211 USERS/attributeMappings/3/source/expression: the source object `User` does not define the attribute `jobTittle` >[jobTittle]< (did you mean `jobTitle`?)",
        ],
    );
    finds(
        &[("USERS/attributeMappings/3/source", r#"{"name":"jobtitle","type":"Attribute"}"#)],
        &[
            "warning EX252 USERS/attributeMappings/3/source/name: the attribute `jobtitle` is spelled `jobTitle` (write it as defined: an administrator reports that other letters are refused on saving)",
        ],
    );
    finds(
        &[("USERS/attributeMappings/3/source", r#"{"name":"userType","type":"Attribute"}"#)],
        &[
            "error AM212 USERS/attributeMappings/3/source/name: `userType` is not available as a source attribute",
        ],
    );
    // B-5 of the attribute that Graph calls otherwise (B-3): that nothing defines it as well is no further fault.
    finds(
        &[("USERS/attributeMappings/3/source", r#"{"name":"onPremisesSamAccountName","type":"Attribute"}"#)],
        &[
            "error AM212 USERS/attributeMappings/3/source/name: `onPremisesSamAccountName` is not available as a source attribute",
        ],
    );
    finds(
        &[
            (
                "ENTRA_USER/attributes/+",
                r#"{"name":"extension_0a_skills","type":"String","multivalued":true}"#,
            ),
            (
                "USERS/attributeMappings/3/source",
                r#"{"name":"Item","type":"Function","expression":"Item([extension_0a_skills], 1)"}"#,
            ),
        ],
        &[
            "error AM212 USERS/attributeMappings/3/source/expression: `extension_0a_skills` is not available as a source attribute >[extension_0a_skills]<",
        ],
    );
    finds(
        &[("USERS/attributeMappings/2/source/parameters/4", "-")],
        &[
            r#"warning AM215 USERS/attributeMappings/2/source/expression: text and tree of this source differ: the text says `"False"`, the tree nothing more >Switch([IsSoftDeleted], , "False", "True", "True", "False")< (the text is used here)"#,
        ],
    );
    finds(
        &[("USERS/attributeMappings/3/source/name", r#""mail""#)],
        &[
            "warning AM215 USERS/attributeMappings/3/source/expression: text and tree of this source differ: the text says `[jobTitle]`, the tree `[mail]` >[jobTitle]< (the tree is used here)",
        ],
    );
    finds(
        &[(
            "USERS/attributeMappings/3/source",
            r#"{"type":"Constant","name":"%DomainFQDN%","expression":null}"#,
        )],
        &["info AM220 USERS/attributeMappings/3/source: `%DomainFQDN%` is filled in by the service"],
    );
    let lines = found(&[(
        "USERS/attributeMappings/3/source",
        r#"{"expression":"Append([mail], \"x\"","name":"Append","type":"Function"}"#,
    )]);
    assert!(
        lines.len() == 1 && lines[0].starts_with("error EX105 USERS/attributeMappings/3/source/expression"),
        "{lines:#?}"
    );
}

#[test]
fn requirements() {
    finds(
        &[("USERS/attributeMappings/4", "-")],
        &[
            r#"error AM213 USERS/attributeMappings: the target requires `emails[type eq "work"].value`, which has no mapping"#,
        ],
    );
    finds(&[("USERS/attributeMappings/4", "-"), ("USERS/flowTypes", r#""Update, Delete""#)], NOTHING);
    finds(
        &[("GONG_USER/attributes/6/required", "false"), ("USERS/attributeMappings/5", "-")],
        &["error AM213 USERS/attributeMappings: Gong requires `name.givenName`, which has no mapping"],
    );
    finds(
        &[("USERS/attributeMappings/5/source", "null")],
        &[
            "warning AM214 USERS/attributeMappings/5/source: the target requires `name.givenName`, whose mapping gives no value",
        ],
    );
    finds(
        &[("USERS/attributeMappings/5/source", "null"), ("USERS/attributeMappings/5/defaultValue", r#""-""#)],
        NOTHING,
    );
    // A part of an attribute gives it, as in the previews.
    let emails = r#"{"name":"emails","type":"String","required":true,"multivalued":true}"#;
    finds(&[("GONG_USER/attributes/+", emails)], NOTHING);
    finds(
        &[("GONG_USER/attributes/+", emails), ("USERS/attributeMappings/4/source", "null")],
        &[
            r#"warning AM214 USERS/attributeMappings/4/source: the target requires `emails[type eq "work"].value`, whose mapping gives no value"#,
            "warning AM214 USERS/attributeMappings/4/source: the target requires `emails`, whose mapping gives no value",
        ],
    );
    finds(
        &[("GONG_USER/attributes/+", r#"{"name":"name.formatted","type":"String","required":true}"#)],
        &["error AM213 USERS/attributeMappings: the target requires `name.formatted`, which has no mapping"],
    );
    // A source that says nothing is the mapping type None.
    finds(
        &[("USERS/attributeMappings/5/source", "{}")],
        &[
            "warning AM102 USERS/attributeMappings/5/source: this source has neither a name nor an expression and is read as none",
            "warning AM214 USERS/attributeMappings/5/source: the target requires `name.givenName`, whose mapping gives no value",
        ],
    );
}

/// RFC 7644: a core attribute may carry the URN of its schema.
#[test]
fn core_attributes_are_known_behind_their_urn() {
    let core = "urn:ietf:params:scim:schemas:core:2.0:User";
    let name = |attribute: &str| format!("\"{core}:{attribute}\"");
    let target = |at: usize| format!("USERS/attributeMappings/{at}/targetAttributeName");
    let lint = found(&[(&target(0), &name("userName"))]);
    // The definition goes by the other name; nothing else is amiss.
    assert!(lint.len() == 1 && lint[0].starts_with("warning AM206"), "{lint:?}");
    let twice = found(&[(&target(1), &name("userName"))]);
    assert!(twice.iter().any(|line| line.contains("AM208") && line.contains("mapped twice")), "{twice:?}");
}

#[test]
fn target_paths_that_the_service_does_not_write() {
    let path = r#""emails[type co \"w\"].value""#;
    let text = broken(&[(&format!("{USERS}/attributeMappings/3/targetAttributeName"), path)]);
    let lines = lint(&text, &CheckOptions::default());
    assert!(lines.iter().any(|line| line.starts_with("error AM301 ")), "{lines:#?}");
}

#[test]
fn names_of_directory_extensions_are_case_sensitive() {
    let extension = r#"{"name":"extension_0a_Foo","type":"String"}"#;
    let source = r#"{"type":"Attribute","name":"extension_0a_foo"}"#;
    finds(
        &[("ENTRA_USER/attributes/+", extension), ("USERS/attributeMappings/3/source", source)],
        &[
            "warning AM211 USERS/attributeMappings/3/source/name: the source object `User` does not define the attribute `extension_0a_foo` (did you mean `extension_0a_Foo`?)",
        ],
    );
}

#[test]
fn types() {
    finds(
        &[("USERS/attributeMappings/2/source", r#"{"name":"employeeHireDate"}"#)],
        &[
            "warning AM216 USERS/attributeMappings/2/source: `employeeHireDate` of type DateTime is mapped to `active` of type Boolean",
            "warning AM224 USERS/attributeMappings/2/source: who leaves the scope is not disabled in Gong: the mapping of `active` does not read `IsSoftDeleted` (the default mapping is `Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")`)",
        ],
    );
    finds(
        &[("USERS/attributeMappings/3/source", r#"{"name":"otherMails"}"#)],
        &[
            "warning AM217 USERS/attributeMappings/3/source: `otherMails` has several values, `title` only one",
        ],
    );
    finds(
        &[("USERS/attributeMappings/2/defaultValue", r#""yes""#)],
        &["error AM218 USERS/attributeMappings/2/defaultValue: the default value of `active` is no Boolean"],
    );
    finds(
        &[("USERS/attributeMappings/2/source", r#"{"type":"Constant","name":"1"}"#)],
        &[
            "error AM218 USERS/attributeMappings/2/source: the constant for `active` is no Boolean",
            "warning AM224 USERS/attributeMappings/2/source: who leaves the scope is not disabled in Gong: the mapping of `active` does not read `IsSoftDeleted` (the default mapping is `Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")`)",
        ],
    );
}

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

/// Findings of the expression language stand in the document and know the mapping around them.
#[test]
fn expressions_in_their_mapping() {
    let source =
        |expression: &str| format!(r#"{{"type":"Function","name":"F","expression":{expression:?}}}"#);
    let lines = |target: usize, expression: &str, options: &CheckOptions| {
        let text = broken(&[(&format!("{USERS}/attributeMappings/{target}/source"), &source(expression))]);
        lint(&text, options)
    };
    let codes = |lines: Vec<String>| -> Vec<String> {
        lines.iter().map(|line| line.split(' ').nth(1).unwrap_or_default().to_owned()).collect()
    };
    let default = CheckOptions::default();
    assert_eq!(
        lines(3, "Swich([jobTitle], , \"a\", \"b\")", &default),
        [
            "error EX201 USERS/attributeMappings/3/source/expression: unknown function `Swich` >Swich< (did you mean `Switch`?)"
        ]
    );
    assert_eq!(codes(lines(3, "SelectUniqueValue([mail], [jobTitle])", &default)), ["EX259"]);
    assert_eq!(codes(lines(3, "Guid()", &default)), ["EX260"]);
    assert!(codes(lines(1, "Switch([manager], , \"a\", \"b\")", &default)).contains(&"EX262".to_owned()));
    let role = "SingleAppRoleAssignment([appRoleAssignments])";
    assert_eq!(lines(3, role, &default), NOTHING);
    // Provisioning specification C-8: an error of the configuration.
    let all = lines(3, role, &CheckOptions { sync_all: true, ..default });
    assert!(all.len() == 1 && all[0].starts_with("error EX261 "), "{all:?}");
    let long = format!("Append([mail], \"{}\")", "x".repeat(10_000));
    assert_eq!(codes(lines(3, &long, &default)), ["EX263"]);
}

#[test]
fn gong_is_recognised_or_chosen() {
    let other = broken(&[
        ("/id", r#""customappsso.1""#),
        ("/synchronizationRules/0/targetDirectoryName", r#""customappsso""#),
        ("/directories/1/name", r#""customappsso""#),
        (&format!("{USERS}/attributeMappings/11"), "-"),
        (&format!("{USERS}/attributeMappings/11"), "-"),
        (&format!("{USERS}/attributeMappings/3/matchingPriority"), "2"),
    ]);
    let with = |target| lint(&other, &CheckOptions { target, ..CheckOptions::default() });
    assert_eq!(with(Target::Auto), NOTHING);
    assert_eq!(with(Target::Other), NOTHING);
    assert_eq!(
        with(Target::Gong),
        [
            "error AM202 USERS/attributeMappings/3/matchingPriority: Gong cannot filter on the matching attribute `title` (match each user on `userName` alone: take away the matching precedence here)"
        ]
    );
}

#[test]
fn findings_are_capped() {
    let flood = broken(&[])
        .replace(r#""attributeMappings":["#, &format!(r#""attributeMappings":[{}"#, "7,".repeat(1200)));
    let schema = SynchronizationSchema::parse(&flood, &Limits::DEFAULT).expect("a schema");
    let findings = check(&schema, &CheckOptions::default());
    assert_eq!(findings.len(), 1001);
    assert_eq!(findings[1000].message, "2400 findings, of which 1000 are listed");
}

#[test]
fn real_exports_are_checked_and_every_expression_parses() {
    let expected = [
        ("salesforce-job-schema.json", &["AM213", "SS211"][..]),
        ("cloud-sync-ad-to-entra-2020-04-30.json", &["AM215", "AM220", "SS203", "SS207"]),
        // It has the mapping of groups alone.
        ("aws-identity-center-templates-response.json", &["AM201", "SS208"]),
        ("customappsso-put-body.json", &["SS207"]),
        // What it elides stands there as `{}`: neither matching attributes nor anchors are known to be missing.
        ("graph-get-response-minimal.json", &["AM102", "SS105", "SS203"]),
    ];
    for (name, codes) in expected {
        let Some(text) = exports::export(name) else { continue };
        let schema = SynchronizationSchema::parse(&text, &Limits::DEFAULT).expect("a schema");
        let findings = check(&schema, &CheckOptions::default());
        assert!(
            findings.iter().all(|finding| finding.at.as_ref().is_some_and(|place| place.pointer.is_some()))
        );
        let found: BTreeSet<_> = findings.iter().map(|finding| finding.code.code).collect();
        assert!(found.iter().all(|code| !code.starts_with("EX1")), "{name}: {found:?}");
        // A real export tests an integer with `!&`.
        assert!(!found.contains("SC207"), "{name}: {found:?}");
        let found: Vec<_> =
            found.into_iter().filter(|code| !code.starts_with("EX2") && !code.starts_with("SC")).collect();
        assert_eq!(found, codes, "{name}");
    }
}

/// Every row of the families this room owns is named in one of its tests.
#[test]
fn every_code_is_tested() {
    let tests = [
        include_str!("schema_check.rs"),
        include_str!("mapping_check.rs"),
        include_str!("sync_schema.rs"),
        include_str!("../src/sync_schema/document.rs"),
        include_str!("../src/sync_schema/edit.rs"),
    ]
    .concat();
    let ours = code::all().filter(|row| {
        row.code.starts_with("SS")
            || (row.code.starts_with("SC") && row.code != "SC302")
            || (row.code.starts_with("AM") && row.code < "AM300")
    });
    let missing: Vec<_> = ours.map(|row| row.code).filter(|code| !tests.contains(code)).collect();
    assert_eq!(missing, NOTHING);
}

const LOST: &str = r#"{"expression":"Append(\"@\", )","name":"Append","type":"Function","parameters":[
    {"key":"source","value":{"expression":"\"@\"","name":"@","type":"Constant","parameters":[]}},
    {"key":"suffix","value":{"expression":null,"name":"%DomainFQDN%","type":"Constant","parameters":[]}}]}"#;

/// §8.2 and §8.5: the tree where the text has lost a constant; a placeholder is reported in either spelling.
#[test]
fn what_the_service_fills_in_is_reported_in_either_form() {
    for source in [LOST, r#"{"expression":"Append(\"@\", %DomainFQDN%)","type":"Function"}"#] {
        let text = broken(&[(&format!("{USERS}/attributeMappings/3/source"), source)]);
        let schema = SynchronizationSchema::parse(&text, &Limits::DEFAULT).expect("a schema");
        let codes: Vec<&str> =
            check(&schema, &CheckOptions::default()).iter().map(|finding| finding.code.code).collect();
        assert!(codes.contains(&"AM220"), "{codes:?}");
        assert!(!codes.iter().any(|code| code.starts_with("EX2")), "{codes:?}");
        // A preview shows the placeholder itself.
        let engine = scimwright::Engine::builder().schema(&schema).build().expect("an engine");
        let user = scimwright::SourceObject::user(
            r#"{"id":"1","userPrincipalName":"a@x.example","accountEnabled":true,"mail":"a@x.example","givenName":"A","surname":"B"}"#,
        )
        .expect("a user");
        let body = engine.preview(&user, None).requests.into_iter().find_map(|request| request.body);
        assert_eq!(body.expect("a body").read().get("title"), Some(&Json::from("@%DomainFQDN%")));
    }
}

/// Expression specification §11.1: rebuilding from the parameters alone is ambiguous for Switch and reported.
#[test]
fn a_switch_without_text_and_default_is_reported() {
    let constant =
        |name: &str| format!(r#"{{"key":"switchValue","value":{{"name":"{name}","type":"Constant"}}}}"#);
    let source = format!(
        r#"{{"expression":null,"name":"Switch","type":"Function","parameters":[{{"key":"source","value":{{"name":"jobTitle","type":"Attribute"}}}},{},{},{},{}]}}"#,
        constant("a"),
        constant("b"),
        constant("c"),
        constant("d")
    );
    let text = broken(&[(&format!("{USERS}/attributeMappings/3/source"), &source)]);
    let schema = SynchronizationSchema::parse(&text, &Limits::DEFAULT).expect("a schema");
    let found = check(&schema, &CheckOptions::default());
    assert!(found.iter().any(|finding| finding.code.code == "EX270"), "{found:?}");
}

/// Parts of a tree that have their text alone say the same as the text around them.
#[test]
fn a_tree_of_texts_alone_is_compared_too() {
    let source = |argument: &str| {
        format!(
            r#"{{"expression":"Trim(ToLower([jobTitle]))","name":"Trim","type":"Function","parameters":[{{"key":"source","value":{{"name":"ToLower","type":"Function","parameters":[{{"key":"source","value":{argument}}}]}}}}]}}"#
        )
    };
    let of = |argument: &str| found(&[("USERS/attributeMappings/3/source", &source(argument))]);
    assert_eq!(of(r#"{"expression":"[jobTitle]","type":"Attribute"}"#), NOTHING);
    assert_eq!(
        of(r#"{"expression":"[department]","type":"Attribute"}"#),
        [
            "warning AM215 USERS/attributeMappings/3/source/expression: text and tree of this source differ: the text says `[jobTitle]`, the tree `[department]` >Trim(ToLower([jobTitle]))< (the text is used here)",
        ]
    );
    let nested = r#"{"expression":"Trim(ToLower([jobTitle]))","name":"Trim","type":"Function","parameters":[{"key":"source","value":{"expression":"ToLower([jobTitle])","name":"ToLower","type":"Function"}}]}"#;
    finds(&[("USERS/attributeMappings/3/source", nested)], NOTHING);
}

/// Rules of the tree and of the text are the same: an operator that the language does not have is an error.
#[test]
fn a_sign_that_is_none_is_reported() {
    let part = |key: &str, kind: &str, name: &str| {
        format!(r#"{{"key":"{key}","value":{{"name":"{name}","type":"{kind}"}}}}"#)
    };
    let parts = [
        part("one", "Attribute", "jobTitle"),
        part("two", "Constant", "=="),
        part("three", "Constant", "x"),
        part("four", "Constant", "yes"),
        part("five", "Constant", "no"),
    ];
    let source = format!(r#"{{"name":"IIF","type":"Function","parameters":[{}]}}"#, parts.join(","));
    let at = format!("{USERS}/attributeMappings/3/source");
    let schema =
        SynchronizationSchema::parse(&broken(&[(&at, &source)]), &Limits::DEFAULT).expect("a schema");
    let found = check(&schema, &CheckOptions::default());
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    let place = finding.at.as_ref().and_then(|place| place.pointer.as_deref());
    let sign = format!("{at}/parameters/1");
    assert_eq!((finding.code.code, place), ("EX108", Some(sign.as_str())));
}

/// A tree says the same as a text: what no text can say is an error where it stands.
#[test]
fn parts_of_a_tree_that_no_text_can_say_are_errors() {
    let trim =
        |parameters: &str| format!(r#"{{"name":"Trim","type":"Function","parameters":[{parameters}]}}"#);
    let source = |name: &str| format!(r#"{{"key":"source","value":{{"name":"{name}","type":"Attribute"}}}}"#);
    finds(
        &[("USERS/attributeMappings/3/source", &trim(&source("job]Title")))],
        &[
            "error AM222 USERS/attributeMappings/3/source/parameters/0/value/name: an expression cannot hold the name `job]Title` (brackets and quotes in the name of an attribute must be closed, and no blanks stand at its ends)",
        ],
    );
    finds(
        &[("USERS/attributeMappings/3/source", &trim(&[source("jobTitle"), source("mail")].join(",")))],
        &[
            "error AM223 USERS/attributeMappings/3/source/parameters/1: the argument `source` is given more than once (the function takes it once: keep one of its parameters)",
        ],
    );
}

/// `W_ATTR_LOOKS_LIKE_CALL`, also where the whole source is such an attribute.
#[test]
fn a_call_in_brackets_is_seen_in_a_direct_mapping() {
    let source =
        r#"{"expression":"[IsNullorEmpty([country])]","name":"IsNullorEmpty([country])","type":"Attribute"}"#;
    let found = found(&[("USERS/attributeMappings/3/source", source)]);
    assert!(
        found.iter().any(|line| line.contains("EX258")) && !found.iter().any(|line| line.contains("AM211")),
        "{found:?}"
    );
}

#[test]
fn a_constant_that_cannot_be_read_is_told_once() {
    let found =
        found(&[("USERS/attributeMappings/3/source", r#"{"expression":"\"a\" b","type":"Constant"}"#)]);
    assert_eq!(found.iter().filter(|line| line.contains("EX107")).count(), 1, "{found:?}");
}

/// "One element, or the one with `default: true`; else an error listing their ids."
#[test]
fn several_defaults_are_told_apart_from_none() {
    let message = |first: &str, second: &str| {
        let schema =
            |id: &str, default: &str| format!(r#"{{"id":"{id}"{default},"schema":{{"directories":[]}}}}"#);
        let text = format!(r#"{{"value":[{},{}]}}"#, schema("a", first), schema("b", second));
        SynchronizationSchema::parse(&text, &Limits::DEFAULT).err().map(|refused| refused.message.clone())
    };
    let default = r#","default":true"#;
    assert_eq!(
        message("", ""),
        Some("2 schemas stand in `value` and none is the default: `a`, `b`".to_owned())
    );
    let several = message(default, default);
    assert_eq!(several, Some("2 schemas stand in `value` and several are the default: `a`, `b`".to_owned()));
    assert_eq!(message("", default), None);
}
