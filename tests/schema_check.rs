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
use scimwright::value::json::parse;

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
            "warning AM206 GROUPS/targetObjectName: the document does not define the attributes of the target object `urn:ietf:params:scim:schemas:core:2.0:Group`; those that Gong documents are used",
            "warning AM206 USERS/targetObjectName: the document does not define the attributes of the target object `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User`; those that Gong documents are used",
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
    let checked = check(&schema, &CheckOptions::default());
    for found in [engine.diagnostics(), &checked] {
        assert!(found.iter().any(|finding| finding.message == message), "{found:?}");
    }
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
        // It has the mapping of groups alone, and no directories.
        ("aws-identity-center-templates-response.json", &["AM201", "AM206", "SS208"]),
        ("customappsso-put-body.json", &["SS207"]),
        // What it elides stands there as `{}`, which is ignored.
        ("graph-get-response-minimal.json", &["AM102", "AM201", "AM206", "SS105", "SS202", "SS203"]),
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
        include_str!("schema_check_scoping.rs"),
        include_str!("schema_check_trees.rs"),
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
