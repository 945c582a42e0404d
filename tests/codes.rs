//! Every code of the table is raised by an input: one entry a code, through public functions.

use scimwright::assignment::{Assignments, Event, Person, TeamMember};
use scimwright::diagnostic::{Diagnostic, code};
use scimwright::limits::Limits;
use scimwright::mapping::{AttributeMappingDefinition, Source};
use scimwright::provision::{CycleInput, ObjectMappingDefinition, TargetState};
use scimwright::surface::{
    Engine, apply_patch, check_expression, check_schema, evaluate, filter_matches, parse_filter, parse_path,
    read_objects, validate_payload,
};
use scimwright::sync_schema::{ObjectKind, SynchronizationSchema};
use scimwright::validate::Batch;
use scimwright::value::json::{Json, parse};
use scimwright::{SourceObject, provision};

const GONG: &str = include_str!("cases/data/gong-schema.json");
const STRICT: &str = r#"{"mode":"strict"}"#;
const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// The command line alone gives these, and the tests of it raise them: the result of a test file, and a file that
/// cannot be read.
const COMMAND_LINE: [&str; 2] = ["AM391", "IN007"];

fn json(text: &str) -> Json<'static> {
    parse(text, &Limits::DEFAULT).unwrap_or_else(|fault| panic!("{text}: {fault}")).into_owned()
}

/// Findings, as far as this test looks at them.
fn told<'d>(findings: impl IntoIterator<Item = &'d Diagnostic>) -> String {
    findings.into_iter().map(|finding| format!(r#""code":"{}""#, finding.code.code)).collect()
}

/// The built-in configuration with values set at pointers; a last step `+` appends, a value of `-` removes.
fn broken(changes: &[(&str, &str)]) -> String {
    let mut document = json(GONG);
    for (pointer, value) in changes {
        let pointer = pointer
            .replace("USERS", "/synchronizationRules/0/objectMappings/1")
            .replace("ENTRA_USER", "/directories/0/objects/0")
            .replace("GONG_USER", "/directories/1/objects/0");
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = document.pointer_mut(parent).unwrap();
        match parent {
            Json::Object(object) => _ = object.insert(name.to_owned(), json(value)),
            Json::Array(items) if name == "+" => items.push(json(value)),
            Json::Array(items) if *value == "-" => _ = items.remove(name.parse().unwrap()),
            Json::Array(items) => items[name.parse::<usize>().unwrap()] = json(value),
            _ => panic!("{pointer}"),
        }
    }
    document.to_string()
}

fn schema(changes: &[(&str, &str)]) -> String {
    check_schema(&broken(changes), "")
}

/// One change to the mapping of `title`.
fn title(member: &str, value: &str) -> String {
    schema(&[(&format!("USERS/attributeMappings/3/{member}"), value)])
}

fn clauses(list: &str) -> String {
    schema(&[("USERS/scope", &format!(r#"{{"groups":[{{"name":"F","clauses":[{list}]}}]}}"#))])
}

fn clause(attribute: &str, operator: &str, values: &str) -> String {
    format!(
        r#"{{"sourceOperandName":"{attribute}","operatorName":"{operator}","targetOperand":{{"values":[{values}]}}}}"#
    )
}

fn patch(operations: &str, mode: &str) -> String {
    let resource = format!(
        r#"{{"schemas":["{CORE}"],"id":"u","userName":"ada","active":true,"groups":[{{"value":"g"}}],
        "emails":[{{"type":"work","value":"a@x.example"}}]}}"#
    );
    let request = format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operations}]}}"#
    );
    apply_patch(&resource, &request, mode)
}

fn group_patch(operation: &str, mode: &str) -> String {
    let resource = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"g","displayName":"G",
        "members":[{"value":"a"},{"value":"b"}]}"#;
    let request = format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operation}]}}"#
    );
    apply_patch(resource, &request, mode)
}

fn payload(schemas: &str, members: &str) -> String {
    let payload = format!(
        r#"{{"schemas":[{schemas}],"userName":"ada@x.example","name":{{"givenName":"Ada","familyName":"L"}}{members}}}"#
    );
    validate_payload(&payload, r#"{"strict":true,"kind":"User","allowedDomains":["x.example"]}"#)
}

fn user(members: &str) -> String {
    payload(&format!("{CORE:?}"), members)
}

fn checked(expression: &str) -> String {
    check_expression(expression, "")
}

fn evaluated(expression: &str) -> String {
    evaluate(expression, r#"{"a":"x","d":"01/02/25"}"#, "")
}

fn within(limit: &str, most: u32, expression: &str) -> String {
    evaluate(expression, r#"{"a":"xxxxxxxx"}"#, &format!(r#"{{"limits":{{"{limit}":{most}}}}}"#))
}

fn person(id: &str, more: &str) -> String {
    format!(
        r#"{{"id":"{id}","userPrincipalName":"ada@x.example","mail":"ada@x.example","givenName":"Ada",
        "surname":"L","displayName":"Ada L","accountEnabled":true{more}}}"#
    )
}

/// The engine's options, with settings that put everybody in scope.
fn engine(schema: Option<&str>, settings: &str) -> Result<Engine, String> {
    let schema = schema.map_or(String::new(), |schema| format!(r#""schema":{schema},"#));
    Engine::create(&format!(r#"{{{schema}"settings":{{"scope":"all"{settings}}}}}"#))
}

fn created(schema: &str) -> String {
    engine(Some(schema), "").map_or_else(|refused| refused, |engine| engine.created())
}

/// A document that is left out where the text is empty.
fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn preview(settings: &str, source: &str, kind: &str, target: &str) -> String {
    engine(None, settings).unwrap().preview(source, kind, given(target))
}

fn plan(settings: &str, users: &str, groups: &str, target: &str) -> String {
    engine(None, settings).unwrap().plan(given(users), given(groups), given(target), None)
}

/// The preview of a user with one more mapping.
fn mapped(mapping: AttributeMappingDefinition) -> String {
    let name = AttributeMappingDefinition {
        target: "userName".to_owned(),
        source: Source::Attribute("userPrincipalName".to_owned()),
        matching_priority: 1,
        ..AttributeMappingDefinition::default()
    };
    let mapping = ObjectMappingDefinition::new(ObjectKind::User, vec![name, mapping]);
    let settings = provision::Settings { scope: provision::ScopeMode::All, ..Default::default() };
    let engine = scimwright::Engine::builder().settings(settings).mapping(mapping).build().unwrap();
    told(&engine.preview(&SourceObject::user(person("u", "")).unwrap(), None).diagnostics)
}

fn gong(config: &str, event: &Event<'_>, assignment: Option<&str>) -> String {
    let groups = ["G".to_owned(), "H".to_owned()];
    let person = Person { email: "ada@x.example", groups: &groups, recorded_manager: None };
    let before = TeamMember { assignment, filled_fields: &["title"], ..TeamMember::default() };
    match Assignments::from_json(config, &Limits::DEFAULT) {
        Ok(read) => told(&read.outcome(event, &person, assignment.map(|_| &before)).diagnostics),
        Err(refused) => told([&refused]),
    }
}

/// The effect of a cycle whose PATCH names an attribute that no schema defines.
fn refused_patch() -> String {
    let settings = r#"{"scope":"all","links":{"u":"t"}}"#;
    let settings = provision::Settings::from_json(settings, &Limits::DEFAULT).unwrap();
    let schema = broken(&[("USERS/attributeMappings/3/targetAttributeName", r#""favouriteColour""#)]);
    let builder = scimwright::Engine::builder().schema_json(&schema).unwrap();
    let engine = builder.settings(settings).build().unwrap();
    let before = TargetState {
        users: vec![json(r#"{"id":"t","userName":"ada@x.example","active":true}"#)],
        ..TargetState::default()
    };
    let plan = engine.plan(&CycleInput {
        users: vec![SourceObject::user(person("u", r#","jobTitle":"Red""#)).unwrap()],
        target: Some(before.clone()),
        ..CycleInput::default()
    });
    told(&plan.target_after(&before, &Limits::DEFAULT).1)
}

/// What an input answers that should raise the code; nothing for a code without entry.
fn raise(code: &str) -> Option<String> {
    let deep = "(".repeat(100);
    let users = broken(&[]);
    let users = json(&users).pointer("/synchronizationRules/0/objectMappings/1").unwrap().to_string();
    let linked = r#","links":{"u":"t"}"#;
    Some(match code {
        "AM101" => title("targetAttributeName", "null"),
        "AM102" => title("source", "{}"),
        "AM201" => schema(&[("USERS/attributeMappings/0/matchingPriority", "0")]),
        "AM202" => schema(&[("USERS/attributeMappings/4/matchingPriority", "2")]),
        "AM203" => schema(&[("USERS/attributeMappings/4/matchingPriority", "1")]),
        "AM204" => schema(&[("USERS/attributeMappings/0/source", r#"{"type":"Constant","name":"x"}"#)]),
        "AM205" => schema(&[("USERS/attributeMappings/4/matchingPriority", "-1")]),
        "AM206" | "AM221" => title("targetAttributeName", r#""emails[type eq \"home\"].value""#),
        "AM207" => title("targetAttributeName", r#""Title""#),
        "AM208" => schema(&[(
            "USERS/attributeMappings/+",
            r#"{"targetAttributeName":"TITLE","source":{"name":"mail"}}"#,
        )]),
        "AM209" => schema(&[(
            "USERS/attributeMappings/+",
            r#"{"targetAttributeName":"id","source":{"name":"objectId"}}"#,
        )]),
        "AM210" => schema(&[("GONG_USER/attributes/4/mutability", r#""Immutable""#)]),
        "AM211" => title("source", r#"{"name":"jobTittle","type":"Attribute"}"#),
        "AM212" => title("source", r#"{"name":"userType","type":"Attribute"}"#),
        "AM213" => schema(&[("USERS/attributeMappings/4", "-")]),
        "AM214" => schema(&[("USERS/attributeMappings/5/source", "null")]),
        "AM215" => title("source/name", r#""mail""#),
        "AM216" => schema(&[("USERS/attributeMappings/2/source", r#"{"name":"employeeHireDate"}"#)]),
        "AM217" => title("source", r#"{"name":"otherMails"}"#),
        "AM218" => schema(&[("USERS/attributeMappings/2/defaultValue", r#""yes""#)]),
        "AM219" => title("flowType", r#""MultiValueAddOnly""#),
        "AM220" => title("source", r#"{"type":"Constant","name":"%DomainFQDN%","expression":null}"#),
        "AM222" => title(
            "source",
            r#"{"type":"Function","name":"Trim","parameters":[{"key":"source","value":{"name":"a]b","type":"Attribute"}}]}"#,
        ),
        "AM223" => title(
            "source",
            r#"{"type":"Function","name":"Trim","parameters":[{"key":"source","value":{"name":"a"}},{"key":"source","value":{"name":"b"}}]}"#,
        ),
        "AM224" => schema(&[("USERS/attributeMappings/2", "-")]),
        "AM225" | "AM226" => {
            let function = if code == "AM225" { "Coalesce" } else { "SelectUniqueValue" };
            let source = format!(
                r#"{{"type":"Function","name":"F","expression":"{function}([userPrincipalName], [mail])"}}"#
            );
            schema(&[("USERS/attributeMappings/0/source", &source)])
        }
        "AM227" => title("source", r#"{"type":"Attribute","name":"appRoleAssignments"}"#),
        "AM228" => {
            title("targetAttributeName", r#""urn:ietf:params:scim:schemas:extension:Acme:2.0:User.tag""#)
        }
        "AM229" => {
            title("targetAttributeName", r#""urn:ietf:params:scim:schemas:extension:Acme:2.0:User:a.b""#)
        }
        "AM230" => schema(&[(
            "USERS/attributeMappings/+",
            r#"{"targetAttributeName":"emails[primary eq true].value","source":{"name":"mail"}}"#,
        )]),
        "AM301" => created(&broken(&[(
            "USERS/attributeMappings/3/targetAttributeName",
            r#""emails[type ne \"work\"].value""#,
        )])),
        "AM302" => mapped(AttributeMappingDefinition {
            target: "active".to_owned(),
            source: Source::Attribute("userPrincipalName".to_owned()),
            value_type: scimwright::mapping::ValueType::Boolean,
            ..AttributeMappingDefinition::default()
        }),
        "AM303" => preview("", &person("u", r#","JOBTITLE":"Seller""#), "user", ""),
        "AM304" => mapped(AttributeMappingDefinition {
            target: "title".to_owned(),
            source: Source::Attribute("userPrincipalName".to_owned()),
            maximum_length: Some(3),
            ..AttributeMappingDefinition::default()
        }),
        "EX101" => checked("To\u{200b}Upper([a])"),
        "EX102" => checked("Append([a], \"x"),
        "EX103" => checked("Append([a, \"x\")"),
        "EX104" => checked("Append([], \"x\")"),
        "EX105" => checked("Append([a], \"x\""),
        "EX106" => checked("Append([a] \"x\")"),
        "EX107" => checked("[a] y"),
        "EX108" => checked(r#"IIF([a]=="1", "x", "y")"#),
        "EX109" => checked(r#"IIF([a]=[b]=[c], "x", "y")"#),
        "EX110" => checked("Select($item, [a])"),
        "EX111" => checked(r#"Split([a], "@")[1]"#),
        "EX112" => checked("Switch([a], ...)"),
        "EX113" => checked("Append([a], 'x')"),
        "EX114" => checked(""),
        "EX201" => checked(r#"Swich([a], "", "a", "b")"#),
        "EX202" => checked("Mid([a], 6)"),
        "EX203" => checked(r#"Append( , "x")"#),
        "EX204" => checked(r#"IIF(InStr([a], "x")=1, NULL, [a])"#),
        "EX205" | "EX259" => checked(r#"Append(SelectUniqueValue("a", "b"), "x")"#),
        "EX206" => checked("BitAnd(&HFFFFFFFFFFFFFFFFF, 1)"),
        "EX251" => checked(r#"instr([a], "@")"#),
        "EX252" => title("source", r#"{"name":"jobtitle","type":"Attribute"}"#),
        "EX253" => checked(r#"IIF(IsPresent([a]), [a], "x")"#),
        "EX254" => checked(r#"Switch(IsNullOrEmpty([a]), , "True", "x", "False", "y")"#),
        "EX255" => checked(r#"Switch([a], , "k", "v")"#),
        "EX256" => checked(r#"Append([a]="x", "y")"#),
        "EX257" => checked(r#"Replace([a], "@", "_")"#),
        "EX258" => checked(r#"IIF([IsNullorEmpty([a])], "x", [a])"#),
        "EX260" => title("source", r#"{"type":"Function","name":"Guid","expression":"Guid()"}"#),
        "EX261" => check_expression("SingleAppRoleAssignment([appRoleAssignments])", r#"{"scope":"all"}"#),
        "EX262" => check_expression(r#"Switch([manager], , "a", "b")"#, r#"{"reference":true}"#),
        "EX263" => checked(&format!("Append([a], \"{}\")", "x".repeat(10_000))),
        "EX264" => checked(r#"Append(IgnoreFlowIfNullOrEmpty([a]), "x")"#),
        "EX265" => checked(r#"Split([a], "::")"#),
        "EX266" => checked(r#"DateAdd("d", 1, [a])"#),
        "EX267" => checked(r#"FormatDateTime([a], , "dd.MM.yy", "yyyy-MM-dd")"#),
        "EX268" => checked(r#"Replace([a], , "(?<suffix>@.*)", "Suffix", "", , )"#),
        "EX269" => checked(r#"FormatDateTime([a], , "yyyy-mm-dd", "yyyy-MM-dd")"#),
        "EX270" => title(
            "source",
            r#"{"name":"Switch","type":"Function","parameters":[{"key":"source","value":{"name":"a","type":"Attribute"}},{"key":"switchValue","value":{"name":"k","type":"Constant"}},{"key":"switchValue","value":{"name":"v","type":"Constant"}}]}"#,
        ),
        "EX271" => evaluate(
            "SingleAppRoleAssignment([appRoleAssignments])",
            r#"{"appRoleAssignments":["Admin","User"]}"#,
            "{}",
        ),
        "EX272" => checked(r#"IIF([accountEnabled]="true", "x", "y")"#),
        "EX301" => evaluated("CDate([a])"),
        "EX302" => evaluated("BitAnd([a], 1)"),
        "EX303" => evaluated(r#"FormatDateTime("2025-01-02", , "yyyy-MM-dd", "%")"#),
        "EX304" => evaluated(r#"Item(Split([a], ","), 5)"#),
        "EX305" => evaluated("DefaultDomain()"),
        "EX306" => evaluate(r#"SelectUniqueValue("a", "b")"#, "{}", r#"{"taken":["a","b"]}"#),
        "EX307" => evaluated(r#"Error("no")"#),
        "GA101" => gong("7", &Event::Import, None),
        "GA201" => gong(r#"[{"name":"A","group":"G"},{"name":"B","group":"H"}]"#, &Event::Import, None),
        "GA202" => gong(r#"{"defaultAssignment":{"name":"D"}}"#, &Event::Import, None),
        "GA203" => gong("{}", &Event::Import, None),
        "GA204" => {
            gong(r#"[{"name":"A","group":"G","updateMode":"manual"}]"#, &Event::GroupChange, Some("A"))
        }
        "GA205" => gong(r#"[{"name":"A","group":"G"}]"#, &Event::AssignmentEdited(None), Some("A")),
        "GA206" => gong(
            r#"{"assignments":[{"name":"A","group":"G","updateMode":"automatic"}],"managerSettings":{"managersControlDataCapture":true}}"#,
            &Event::ManagerEdit(&[]),
            Some("A"),
        ),
        "GA207" => {
            gong(r#"[{"name":"A","group":"G","workspacePermissions":{"W":"P"}}]"#, &Event::Import, None)
        }
        "GA208" => gong(r#"{"companyEmailDomains":["y.example"]}"#, &Event::Import, None),
        "GA209" => gong(r#"[{"name":"A","group":"G"}]"#, &Event::ManualEdit(&["profile.title"]), Some("A")),
        "GA210" | "GA211" => preview("", &person("u", ""), "user", ""),
        "IN001" => validate_payload("", ""),
        "IN002" => validate_payload("{", ""),
        "IN003" => validate_payload(r#"{"a":1,"a":2}"#, ""),
        "IN004" => validate_payload(r#"{"a":"\ud800"}"#, ""),
        "IN005" => validate_payload(r#"{"a":1e999999}"#, ""),
        "IN006" => {
            let mut answers = String::new();
            Engine::create("").unwrap().validate_batch(b"\xFF", &mut |piece| answers.push_str(piece));
            answers
        }
        "IN008" => validate_payload("{}", "7"),
        "IN009" => read_objects(r#"{"value":[],"@odata.nextLink":"https://x.example/2"}"#),
        "LM001" => parse_filter("userName pr", r#"{"limits":{"filterBytes":3}}"#),
        "LM002" => parse_filter(&deep, ""),
        "LM003" => parse_filter("a pr and b pr", r#"{"limits":{"astNodes":1}}"#),
        "LM004" => validate_payload(r#"{"a":[1,2,3]}"#, r#"{"limits":{"arrayItems":2}}"#),
        "LM005" => validate_payload(r#"{"a":1,"b":2}"#, r#"{"limits":{"objectKeys":1}}"#),
        "LM006" => within("regexPatternBytes", 1, r#"Replace([a], , "xx", , "", , )"#),
        "LM007" => within("regexProgramBytes", 1, r#"Replace([a], , "xx", , "", , )"#),
        "LM008" => within("valueBytes", 4, r#"Append([a], "y")"#),
        "LM009" => within("fuel", 1, r#"Append(Append([a], "y"), "z")"#),
        "LM010" => parse_filter("a pr", r#"{"limits":{"fuel":0}}"#),
        "LM011" => validate_payload(r#"{"a":1,"b":2,"c":3}"#, r#"{"limits":{"findings":1}}"#),
        "PA101" => apply_patch("{}", "{}", r#"{"kind":"User"}"#),
        "PA102" => patch(r#"{"op":"delete","path":"active"}"#, ""),
        "PA103" => patch(r#"{"op":"add","path":true,"value":"x"}"#, ""),
        "PA104" => patch(r#"{"op":"remove"}"#, ""),
        "PA105" => patch(r#"{"op":"add","path":"title"}"#, ""),
        "PA201" => patch(r#"{"op":"replace","path":"id","value":"x"}"#, ""),
        "PA202" => patch(r#"{"op":"remove","path":"userName"}"#, ""),
        "PA203" => group_patch(r#"{"op":"replace","path":"members[value eq \"a\"].value","value":"x"}"#, ""),
        "PA204" => patch(r#"{"op":"add","path":"name","value":"Ada"}"#, ""),
        "PA205" => patch(
            r#"{"op":"replace","path":"emails","value":[{"value":"a","primary":true},{"value":"b","primary":true}]}"#,
            "",
        ),
        "PA206" => group_patch(r#"{"op":"remove","path":"members","value":[{"value":"a"}]}"#, STRICT),
        "PA221" => patch(r#"{"op":"Add","path":"title","value":"x"}"#, ""),
        "PA222" => patch(r#"{"op":"replace","path":"active","value":"False"}"#, ""),
        "PA223" => patch(r#"{"op":"replace","value":{"id":"x","title":"y"}}"#, ""),
        "PA224" => {
            patch(r#"{"op":"add","path":"emails[type eq \"other\"].value","value":"o@x.example"}"#, "")
        }
        "PA225" => group_patch(r#"{"op":"remove","path":"members","value":[{"value":"a"}]}"#, ""),
        "PA226" => patch(r#"{"op":"replace","value":{"name.givenName":"K"}}"#, ""),
        "PA227" => patch(r#"{"op":"add","path":"","value":{"title":"x"}}"#, ""),
        "PA301" => patch(r#"{"op":"replace","path":"emails[type eq \"other\"].value","value":"x"}"#, STRICT),
        "PL201" => user(""),
        "PL202" => user(r#","title":{}"#),
        "PL203" => {
            validate_payload(&format!(r#"{{"schemas":["{CORE}"],"userName":"a","active":"True"}}"#), "")
        }
        "PL204" => user(r#","emails":{"type":"work"}"#),
        "PL205" => user(r#","title":["x"]"#),
        "PL206" => user(r#","emails":[{"type":"work","value":"ada"}]"#),
        "PL207" => user(r#","emails":[{"type":"work","primary":true},{"type":"home","primary":true}]"#),
        "PL208" => payload(&format!("{ENTERPRISE:?}"), ""),
        "PL209" => payload(&format!(r#"{CORE:?},"urn:example:x:1.0:User""#), ""),
        "PL210" => user(&format!(r#",{ENTERPRISE:?}:{{"department":"x"}}"#)),
        "PL211" => payload(&format!("{CORE:?},{CORE:?}"), ""),
        "PL212" => user(r#","USERNAME":"b""#),
        "PL213" => user(r#","id":"x""#),
        "PL214" => user(r#","favouriteColour":"red""#),
        "PL215" => user(r#","emails":[{"type":"school","value":"b@x.example"}]"#),
        "PL216" => {
            user(r#","emails":[{"type":"work","value":"a@x.example"},{"type":"work","value":"b@x.example"}]"#)
        }
        "PL217" => {
            user(r#","emails":[{"type":"work","value":"a@x.example"},{"type":"work","value":"A@x.example"}]"#)
        }
        "PL218" => user(r#","emails":[{"type":"home","value":"a@x.example"}]"#),
        "PL219" => user(r#","emails":[{"type":"work","value":"a@y.example"}]"#),
        "PL220" => {
            let resource = json(r#"{"userName":"ada"}"#);
            let mut batch = Batch::new();
            batch.add("User", &resource);
            told(&batch.add("User", &resource))
        }
        "PV101" => Engine::create(r#"{"settings":{"scop":"all"}}"#).unwrap_err(),
        "PV102" => Engine::create(r#"{"settings":{"scope":"some"}}"#).unwrap_err(),
        "PV103" => engine(None, "").unwrap().plan(None, None, None, Some("7")),
        "PV201" => created(r#"{"synchronizationRules":[]}"#),
        "PV202" => created(&broken(&[("/synchronizationRules/0/objectMappings/+", &users)])),
        "PV203" => created(&broken(&[(
            "USERS/attributeMappings/3/source",
            r#"{"type":"Function","name":"F","expression":"SingleAppRoleAssignment([appRoleAssignments])"}"#,
        )])),
        "PV301" => preview("", r#"{"userPrincipalName":"ada@x.example","accountEnabled":true}"#, "user", ""),
        "PV302" => preview("", &person("u", "").replace("Name\":\"ada@", "Name\":\"o'ada@"), "user", ""),
        "PV303" => preview("", &person("u", r#","manager":{"id":"m"}"#), "user", ""),
        "PV304" | "PV322" => preview(
            linked,
            &person("u", if code == "PV304" { r#","manager":null"# } else { "" }),
            "user",
            &format!(
                r#"{{"id":"t","userName":"ada@x.example","active":true,{ENTERPRISE:?}:{{"manager":{{"value":"m"}}}}}}"#
            ),
        ),
        "PV305" => {
            let users = format!(
                "[{},{}]",
                person("u", r#","manager":{"id":"n"}"#),
                person("n", "").replace("ada@", "new@")
            );
            let settings = r#","links":{"u":"t"},"cycle":"incremental","changed":["n"]"#;
            plan(settings, &users, "", r#"[{"id":"t","userName":"ada@x.example","active":true}]"#)
        }
        "PV306" => {
            let groups = r#"[{"id":"g","displayName":"G","members":[{"id":"n"}]}]"#;
            let settings = r#","links":{"g":"tg"},"cycle":"incremental","changed":["n"]"#;
            plan(settings, &format!("[{}]", person("n", "")), groups, "[]")
        }
        "PV307" => {
            let group = r#"{"id":"g","displayName":"G","securityEnabled":false}"#;
            let settings = r#"{"settings":{"assigned":["g"]}}"#;
            Engine::create(settings).unwrap().preview(group, "group", None)
        }
        "PV308" => Engine::create("{}").unwrap().preview(&person("u", ""), "user", None),
        "PV309" => {
            let users = format!("[{}]", person("u", "").replace("Enabled\":true", "Enabled\":false"));
            let settings = r#","links":{"u":"t"},"accidentalDeletionThreshold":0"#;
            plan(settings, &users, "", r#"[{"id":"t","userName":"ada@x.example","active":true}]"#)
        }
        "PV310" => preview("", r#"{"id":"g","displayName":"G","members":[{"id":"nobody"}]}"#, "group", ""),
        "PV311" => {
            preview("", r#"{"id":"u","userPrincipalName":"ada@x.example","accountEnabled":true}"#, "user", "")
        }
        "PV312" => plan(
            "",
            &format!("[{}]", person("u", "")),
            "",
            r#"[{"id":"s","userName":"ada@x.example"},{"id":"t","userName":"ada@x.example"}]"#,
        ),
        "PV313" => plan("", &format!("[{},{}]", person("u", ""), person("v", "")), "", "[]"),
        "PV314" => plan(linked, &format!("[{}]", person("u", "")), "", "[]"),
        "PV315" => {
            let members: Vec<_> = (0..6).map(|number| format!(r#"{{"id":"{number}"}}"#)).collect();
            let links: Vec<_> = (0..6).map(|number| format!(r#""{number}":"t{number}""#)).collect();
            let group = format!(r#"{{"id":"g","displayName":"G","members":[{}]}}"#, members.join(","));
            preview(&format!(r#","onDemand":true,"links":{{{}}}"#, links.join(",")), &group, "group", "")
        }
        "PV316" => refused_patch(),
        "PV317" => preview(linked, &person("u", ""), "user", ""),
        "PV318" => {
            let group = r#"[{"id":"g","displayName":"G","members":[{"id":"u"}]}]"#;
            let target = r#"[{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"tg","displayName":"G"}]"#;
            plan(r#","links":{"g":"tg","u":"t"}"#, "", group, target)
        }
        "PV319" => preview("", &person("u", "").replace("Enabled\":true", "Enabled\":\"no\""), "user", ""),
        "PV320" => {
            let active = r#"{"type":"Attribute","name":"IsSoftDeleted"}"#;
            let schema = broken(&[("USERS/attributeMappings/2/source", active)]);
            let disabled = person("u", "").replace("Enabled\":true", "Enabled\":false");
            let account = r#"{"id":"t","userName":"ada@x.example","active":false}"#;
            engine(Some(&schema), linked).unwrap().preview(&disabled, "user", Some(account))
        }
        "PV321" => Engine::create(r#"{"settings":{"assigned":["u"]}}"#).unwrap().plan(None, None, None, None),
        "PV323" => {
            let users = format!("[{0},{0}]", person("u", ""));
            Engine::create("{}").unwrap().plan(Some(&users), None, None, None)
        }
        "PV324" => plan(
            linked,
            &format!("[{}]", person("u", "")),
            "",
            r#"[{"id":"t"},{"id":"s","userName":"ada@x.example"}]"#,
        ),
        "PV325" => preview(
            linked,
            &person("u", r#","jobTitle":null"#),
            "user",
            r#"{"id":"t","userName":"ada@x.example","active":true,"title":"AE"}"#,
        ),
        "PV326" => {
            let users = r#"[{"id":"u"},{"id":"v"}]"#;
            Engine::create("{}").unwrap().plan(Some(users), None, None, None)
        }
        "PV327" => preview("", &person("u", r#","jobTitle":"System.Object[]""#), "user", ""),
        "RX101" => checked(r#"Replace([a], , "(", , "", , )"#),
        "RX102" => checked(r#"Replace([a], , "[[:digit:]]", , "", , )"#),
        "SC201" => clauses(&clause("department", "LIKE", r#""a%""#)),
        "SC202" => clauses(&clause("userType", "EQUALS", r#""Guest""#)),
        "SC203" => clauses(&clause("department", "REGEX MATCH", r#""^(a$""#)),
        "SC204" => clauses(&clause("department", "EQUALS", "")),
        "SC205" => clauses(""),
        "SC206" => clauses(&clause("department", "EQUALS", r#""A","B""#)),
        "SC207" => clauses(&clause("department", "IS TRUE", "")),
        "SC251" => clauses(r#"{"operatorName":"IS NULL"}"#),
        "SC252" => clauses(&clause("departement", "EQUALS", r#""Sales""#)),
        "SC253" => clauses(&clause("department", "IS NULL", r#""Sales""#)),
        "SC254" => clauses(&clause("accountEnabled", "IS FALSE", "")),
        "SC255" => clauses(&clause("department", "REGEX MATCH", r#""^Sales""#)),
        "SC301" => schema(&[
            ("ENTRA_USER/attributes/+", r#"{"name":"tags","type":"String","multivalued":true}"#),
            (
                "USERS/scope",
                &format!(
                    r#"{{"groups":[{{"name":"F","clauses":[{}]}}]}}"#,
                    clause("tags", "EQUALS", r#""a""#)
                ),
            ),
        ]),
        "SC302" => {
            let clause = clause("department", "REGEX MATCH", r#""Sales""#);
            let schema =
                broken(&[("USERS/scope", &format!(r#"{{"groups":[{{"name":"F","clauses":[{clause}]}}]}}"#))]);
            engine(Some(&schema), "").unwrap().preview(
                &person("u", r#","department":"Sales EMEA""#),
                "user",
                None,
            )
        }
        "SF101" => parse_filter("", ""),
        "SF102" => parse_filter("userName", ""),
        "SF103" => parse_filter(")", ""),
        "SF104" => parse_filter("title pr)", ""),
        "SF105" => parse_filter("()", ""),
        "SF106" => parse_filter("1abc eq \"x\"", ""),
        "SF107" => parse_filter("userName xx \"a\"", ""),
        "SF108" => parse_filter("userName eq 'ada'", ""),
        "SF109" => parse_filter("n eq +1", ""),
        "SF110" => parse_filter("userName eq \"ada", ""),
        "SF111" => parse_filter(r#"userName eq "\a""#, ""),
        "SF112" => parse_filter("title eq \"a\nb\"", ""),
        "SF113" => parse_filter("userName eq\"x\"", STRICT),
        "SF114" => parse_filter("not title pr", ""),
        "SF115" => parse_filter("emails[value[x eq 1]]", ""),
        "SF121" => parse_filter(r#"emails[type eq "work"].value eq "a""#, ""),
        "SF122" => parse_filter("externalId eq jyoung", ""),
        "SF123" => parse_filter("userName eq\"x\"", ""),
        "SF124" => parse_filter("active eq True", ""),
        "SF125" => parse_filter(r#"emails [type eq "work"]"#, ""),
        "SF201" => filter_matches("userName eq 5", "{}", r#"{"mode":"strict","kind":"User"}"#),
        "SF202" => filter_matches("active gt false", "{}", r#"{"kind":"User"}"#),
        "SF203" => filter_matches(r#"meta.created gt "yesterday""#, "{}", r#"{"kind":"User"}"#),
        "SF204" => filter_matches("favouriteColour pr", "{}", r#"{"kind":"User"}"#),
        "SF221" => filter_matches("department pr", "{}", r#"{"kind":"User"}"#),
        "SP101" => parse_path("", ""),
        "SP102" => parse_path("user name", ""),
        "SP103" => parse_path("emails]", ""),
        "SP104" => parse_path(".", ""),
        "SP201" => patch(r#"{"op":"replace","path":"favouriteColour","value":"red"}"#, ""),
        "SP202" => patch(r#"{"op":"replace","path":"userName[value eq \"x\"]","value":"y"}"#, ""),
        "SP221" => {
            let path = format!("{ENTERPRISE}.department");
            patch(&format!(r#"{{"op":"add","path":{path:?},"value":"x"}}"#), "")
        }
        "SP222" => patch(r#"{"op":"add","path":"department","value":"x"}"#, ""),
        "SS101" => check_schema("{}", ""),
        "SS102" => check_schema(r#"{"value":[{"id":"a","directories":[]},{"id":"b","directories":[]}]}"#, ""),
        "SS103" => check_schema(r#"{"synchronizationRules":[],"directories":"@{name=Gong}"}"#, ""),
        "SS104" => check_schema(r#"{"synchronizationRules":[{"name":5}]}"#, ""),
        "SS105" => check_schema(r#"{"directories":[7]}"#, ""),
        "SS106" => title("flowType", r#""Sometimes""#),
        "SS107" => check_schema(r#"{"synchronizationRules":[{"priority":"2"}]}"#, ""),
        "SS108" => check_schema(r#"{"SynchronizationRules":[]}"#, ""),
        "SS109" => {
            let mut schema = SynchronizationSchema::parse(GONG, &Limits::DEFAULT).unwrap();
            told([&schema.set_default_value("/nowhere", None).unwrap_err()])
        }
        "SS201" => schema(&[("/synchronizationRules/0/targetDirectoryName", r#""Gnog""#)]),
        "SS202" => schema(&[("USERS/sourceObjectName", r#""Users""#)]),
        "SS203" => schema(&[("GONG_USER/attributes/2/anchor", "true")]),
        "SS204" => schema(&[("GONG_USER/attributes/+", r#"{"name":"title","type":"String"}"#)]),
        "SS205" => schema(&[(
            "/directories/1/objects/1/attributes/2/referencedObjects",
            r#"[{"referencedObjectName":"User"}]"#,
        )]),
        "SS206" => schema(&[("/synchronizationRules/0/objectMappings/+", &users)]),
        "SS207" => check_schema(
            r#"{"synchronizationRules":[{"sourceDirectoryName":"Workday","targetDirectoryName":"Microsoft Entra ID"}]}"#,
            "",
        ),
        "SS208" => schema(&[("USERS/enabled", "false")]),
        "SS209" => schema(&[("USERS/flowTypes", r#""None""#)]),
        "SS210" => schema(&[("USERS/metadata", r#"[{"key":"Disposition","value":"\"Escrow\""}]"#)]),
        "SS211" => schema(&[("/synchronizationRules/0/editable", "false")]),
        _ => return None,
    })
}

#[test]
fn every_code_is_raised() {
    let mut missing = Vec::new();
    for row in code::all().filter(|row| !COMMAND_LINE.contains(&row.code)) {
        match raise(row.code) {
            None => missing.push(format!("{}: no entry", row.code)),
            Some(answer) if answer.contains(&format!(r#""code":"{}""#, row.code)) => {}
            Some(answer) => {
                let other: Vec<_> =
                    answer.split(r#""code":""#).skip(1).filter_map(|rest| rest.get(..5)).collect();
                missing.push(format!("{}: its input raises {other:?}", row.code));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn what_the_command_line_raises_is_in_the_table() {
    let tests = [include_str!("cli.rs"), include_str!("cli_eval.rs")];
    for listed in COMMAND_LINE {
        assert!(code::find(listed).is_some() && raise(listed).is_none(), "{listed}");
        let quoted = format!("\"{listed}");
        assert!(tests.iter().any(|test| test.contains(&quoted)), "{listed} is raised by the command line");
    }
}

/// Whoever installed the command line or the npm package has no folder of documentation.
#[test]
fn explanations_name_nothing_of_a_checkout() {
    for row in code::all() {
        assert!(!row.explanation.contains("docs/"), "{}: {}", row.code, row.explanation);
    }
}
