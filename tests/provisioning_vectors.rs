//! The cases of `tests/cases/provisioning/`: scoping, requests, lifecycle, assignments, one whole cycle.
//!
//! The cases describe mappings in a neutral shape and use working names for findings; both are translated here.

use std::collections::{BTreeMap, BTreeSet};

use scimwright::assignment::{Assignments, Event, Person, Settings as GongSettings, TeamMember};
use scimwright::diagnostic::Diagnostic;
use scimwright::limits::Limits;
use scimwright::mapping::{AttributeMappingDefinition, FlowType, Source, ValueType};
use scimwright::provision::{
    CycleInput, JobState, ObjectMappingDefinition, Preview, Request, Settings, TargetState, quarantines,
    stages,
};
use scimwright::scope::{ClauseDefinition, FilterDefinition};
use scimwright::sync_schema::ObjectKind;
use scimwright::value::json::{Json, parse};
use scimwright::{Engine, SourceObject};
use serde_json::{Value, json};

/// Working names of the cases and the names of the product.
const NAMES: &[(&str, &str)] = &[
    ("multiValuedScopingUnsupported", "multi-valued-scoping-unsupported"),
    ("attributeNotSupportedForScoping", "attribute-not-supported-for-scoping"),
    ("operatorNotSupported", "operator-not-supported"),
    ("invalidRegex", "invalid-scoping-regex"),
    ("invalidFilterValue", "invalid-filter-value"),
    ("matchingAttributeNotFilterable", "matching-attribute-not-filterable"),
    ("specialCharacterInMatchingValue", "special-character-in-matching-value"),
    ("referenceRemovalNotPredicted", "reference-removal-not-predicted"),
    ("managerNotInScope", "manager-not-in-scope"),
    ("managerReferenceNeedsRestart", "manager-reference-needs-restart"),
    ("memberReferenceNeedsRestart", "member-reference-needs-restart"),
    ("userInSeveralAssignments", "user-in-several-assignments"),
    ("defaultAssignmentGrantsNothing", "default-assignment-grants-nothing"),
    ("noPermissionProfileChosen", "no-permission-profile-chosen"),
    ("manualAssignmentIgnoresGroupChange", "manual-assignment-ignores-group-change"),
    ("appliedOnNextPush", "applied-on-next-push"),
    ("managerSettingOverridesAutomatic", "manager-setting-overrides-automatic"),
    ("permissionsWithoutSeat", "permissions-without-seat"),
];

fn product_name(working: &str) -> &'static str {
    NAMES.iter().find(|(name, _)| *name == working).unwrap_or_else(|| panic!("unknown name {working}")).1
}

fn file(name: &str) -> Value {
    let path = format!("{}/tests/cases/provisioning/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn data(name: &str) -> Value {
    let path = format!("{}/tests/cases/data/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn resource(value: &Value) -> Json<'static> {
    parse(&value.to_string(), &Limits::DEFAULT).unwrap().into_owned()
}

/// The neutral shape of a mapping, specification §2.1.
fn attribute(value: &Value) -> AttributeMappingDefinition {
    let source = text(value, "source").unwrap_or_default();
    AttributeMappingDefinition {
        target: text(value, "target").unwrap(),
        source: match value["type"].as_str().unwrap() {
            "direct" => Source::Attribute(source),
            "expression" => Source::Expression(source),
            "constant" => Source::Constant(source),
            "none" => Source::None,
            other => panic!("unknown type {other}"),
        },
        default_value: text(value, "default"),
        flow_type: match value.get("apply").and_then(Value::as_str) {
            Some("create") => FlowType::ObjectAddOnly,
            Some("always") | None => FlowType::Always,
            Some(other) => panic!("unknown apply {other}"),
        },
        matching_priority: value.get("matchingPrecedence").and_then(Value::as_u64).unwrap_or(0) as u32,
        value_type: ValueType::from_name(&text(value, "valueType").unwrap_or_default()),
        required: value.get("required").and_then(Value::as_bool).unwrap_or(false),
        case_exact: value
            .get("caseExact")
            .and_then(Value::as_bool)
            .unwrap_or(value["target"].as_str() == Some("externalId")),
        ..AttributeMappingDefinition::default()
    }
}

fn filters(value: &[Value]) -> Vec<FilterDefinition> {
    let clause = |clause: &Value| ClauseDefinition {
        attribute: text(clause, "attribute").unwrap(),
        operator: text(clause, "operator").unwrap(),
        values: text(clause, "value").into_iter().collect(),
        pointer: None,
    };
    value
        .iter()
        .map(|filter| FilterDefinition {
            name: text(filter, "title").unwrap_or_default(),
            clauses: list(filter, "clauses").iter().map(clause).collect(),
            pointer: None,
        })
        .collect()
}

fn mapping(value: &Value, mappings: &Value, scope: &Value) -> ObjectMappingDefinition {
    let value = match value {
        Value::String(name) => &mappings[name],
        inline => inline,
    };
    let kind = match value["objectType"].as_str().unwrap() {
        "user" => ObjectKind::User,
        "group" => ObjectKind::Group,
        other => panic!("unknown object type {other}"),
    };
    let actions: Vec<&str> =
        list(value, "targetActions").iter().map(|action| action.as_str().unwrap()).collect();
    ObjectMappingDefinition {
        enabled: value["enabled"].as_bool().unwrap(),
        can_create: actions.contains(&"create"),
        can_update: actions.contains(&"update"),
        can_delete: actions.contains(&"delete"),
        filters: filters(list(scope, "filters")),
        ..ObjectMappingDefinition::new(kind, list(value, "attributes").iter().map(attribute).collect())
    }
}

/// The options of a case as settings.
fn settings(options: &Value) -> Settings {
    let mut written = serde_json::Map::new();
    for (name, value) in options.as_object().into_iter().flatten() {
        let name = match name.as_str() {
            "deletionThreshold" => "accidentalDeletionThreshold",
            "newUserIds" => "newIds",
            // Needs the object's id; set by the caller.
            "newId" => continue,
            other => other,
        };
        written.insert(name.to_owned(), value.clone());
    }
    Settings::from_json(&Value::Object(written).to_string(), &Limits::DEFAULT).unwrap()
}

fn strings(value: &Value) -> BTreeMap<String, String> {
    value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
        .collect()
}

/// A request as the cases write it, `schemas` as a set and `"$ref": null` gone.
fn neutral(request: &Request) -> Value {
    let mut value = serde_json::to_value(request).unwrap();
    value.as_object_mut().unwrap().remove("purpose");
    normal(value)
}

fn normal(mut request: Value) -> Value {
    if let Some(schemas) = request.pointer_mut("/body/schemas").and_then(Value::as_array_mut) {
        schemas.sort_by_key(|schema| schema.to_string());
    }
    fn strip(value: &mut Value) {
        match value {
            Value::Object(members) => {
                if members.get("$ref") == Some(&Value::Null) {
                    members.remove("$ref");
                }
                members.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    strip(&mut request);
    request
}

fn normal_list(requests: &[Value]) -> Vec<Value> {
    requests.iter().cloned().map(normal).collect()
}

struct Report {
    file: &'static str,
    passed: usize,
    failures: Vec<String>,
}

impl Report {
    fn new(file: &'static str) -> Self {
        Self { file, passed: 0, failures: Vec::new() }
    }

    fn case(&mut self, id: &str, problems: Vec<String>) {
        if problems.is_empty() {
            self.passed += 1;
        } else {
            self.failures.push(format!("{id}: {}", problems.join("\n    ")));
        }
    }

    fn end(self, expected: usize) {
        assert!(
            self.failures.is_empty(),
            "{}: {} passed, {} failed\n{}",
            self.file,
            self.passed,
            self.failures.len(),
            self.failures.join("\n")
        );
        assert_eq!(self.passed, expected, "{}: every case has to run", self.file);
    }
}

fn same(problems: &mut Vec<String>, what: &str, expected: &Value, actual: &Value) {
    if expected != actual {
        problems.push(format!("{what}\n      expected {expected}\n      actual   {actual}"));
    }
}

fn has_warnings(problems: &mut Vec<String>, expected: &Value, found: &[&Diagnostic]) {
    for warning in list(expected, "warnings") {
        let name = product_name(warning.as_str().unwrap());
        if !found.iter().any(|finding| finding.code.name == name) {
            problems.push(format!("no warning {name}"));
        }
    }
}

#[test]
fn scoping() {
    let file = file("scoping.json");
    let cases = list(&file, "cases");
    let mut report = Report::new("scoping.json");
    for case in cases {
        let config = &case["config"];
        let kind = if config["objectType"] == "group" { ObjectKind::Group } else { ObjectKind::User };
        let mut options = config["options"].clone();
        options["scope"] = json!("all");
        let attributes = vec![AttributeMappingDefinition {
            target: "userName".to_owned(),
            source: Source::Constant("x".to_owned()),
            matching_priority: 1,
            ..AttributeMappingDefinition::default()
        }];
        let definition = ObjectMappingDefinition {
            filters: filters(list(config, "filters")),
            ..ObjectMappingDefinition::new(kind, attributes)
        };
        let engine = Engine::builder().settings(settings(&options)).mapping(definition).build().unwrap();
        let source = SourceObject::new(kind, case["source"].to_string(), &Limits::DEFAULT).unwrap();
        let preview = engine.preview(&source, None);
        let expected = &case["expected"];
        let mut problems = Vec::new();
        let passed =
            preview.scope.filters.is_empty() || preview.scope.filters.iter().any(|filter| filter.passed);
        same(&mut problems, "inScope", &expected["inScope"], &json!(passed));
        let results: Vec<Vec<Value>> = preview
            .scope
            .filters
            .iter()
            .map(|filter| {
                filter
                    .clauses
                    .iter()
                    .map(|clause| if clause.supported { json!(clause.passed) } else { json!("unsupported") })
                    .collect()
            })
            .collect();
        same(&mut problems, "clauseResults", &expected["clauseResults"], &json!(results));
        let errors: BTreeSet<&str> = engine
            .diagnostics()
            .iter()
            .chain(&preview.diagnostics)
            .filter(|finding| finding.is_error() && finding.code.code.starts_with("SC"))
            .map(|finding| finding.code.name)
            .collect();
        let wanted: BTreeSet<&str> =
            list(expected, "errors").iter().map(|error| product_name(error.as_str().unwrap())).collect();
        if errors != wanted {
            problems.push(format!("errors {errors:?}, expected {wanted:?}"));
        }
        if let Some(evaluation) = expected.get("scopeEvaluation") {
            let trace: serde_json::Map<String, Value> = preview
                .scope
                .filters
                .iter()
                .flat_map(|filter| filter.evaluation())
                .map(|(key, passed)| (key, json!(passed)))
                .collect();
            same(&mut problems, "scopeEvaluation", evaluation, &Value::Object(trace));
        }
        report.case(case["id"].as_str().unwrap(), problems);
    }
    report.end(cases.len());
}

/// Member changes as Graph writes them.
fn with_delta(source: &Value, added: &str, removed: &str) -> Value {
    let mut source = source.clone();
    if let Some(changes) = source.as_object_mut().and_then(|source| source.remove("memberChanges")) {
        let added = list(&changes, added).iter().map(|id| json!({ "id": id }));
        let removed =
            list(&changes, removed).iter().map(|id| json!({ "id": id, "@removed": { "reason": "deleted" } }));
        source["members@delta"] = added.chain(removed).collect();
    }
    source
}

#[test]
fn requests() {
    let file = file("requests.json");
    let cases = list(&file, "cases");
    let mut report = Report::new("requests.json");
    for case in cases {
        let id = case["id"].as_str().unwrap();
        let config = &case["config"];
        let definition = mapping(&config["mapping"], &file["mappings"], &Value::Null);
        let kind = definition.kind;
        let mut settings = settings(&config["options"]);
        settings.scope = scimwright::provision::ScopeMode::All;
        settings.links = strings(&config["links"]);
        let target = (!case["target_before"].is_null()).then(|| resource(&case["target_before"]));
        let source = with_delta(&case["source"], "add", "remove");
        let link = text(config, "link").or_else(|| text(&case["target_before"], "id"));
        if let (Some(id), Some(link)) = (text(&source, "id"), link) {
            settings.links.insert(id, link);
        }
        // These cases name members by their target ids.
        for member in list(&source, "members@delta") {
            let id = text(member, "id").unwrap();
            settings.links.insert(id.clone(), id);
        }
        let engine = Engine::builder().settings(settings).mapping(definition).build().unwrap();
        let expected = &case["expected"];
        let mut problems = Vec::new();
        if let Some(guid) = config.pointer("/testConnection/guid") {
            let request = engine.test_connection(guid.as_str().unwrap()).unwrap();
            same(
                &mut problems,
                "reads",
                &json!(normal_list(list(expected, "reads"))),
                &json!([neutral(&request)]),
            );
            report.case(id, problems);
            continue;
        }
        let source = SourceObject::new(kind, source.to_string(), &Limits::DEFAULT).unwrap();
        let preview = engine.preview(&source, target.as_ref());
        if let Some(action) = text(expected, "action") {
            same(&mut problems, "action", &json!(action), &json!(preview.verdict));
        }
        if expected.get("writes").is_some() {
            let actual: Vec<_> = preview.requests.iter().map(neutral).collect();
            same(&mut problems, "writes", &json!(normal_list(list(expected, "writes"))), &json!(actual));
        }
        if expected.get("reads").is_some() {
            let actual: Vec<_> = preview.matching.queries.iter().map(neutral).collect();
            same(&mut problems, "reads", &json!(normal_list(list(expected, "reads"))), &json!(actual));
        }
        let found: Vec<&Diagnostic> = engine.diagnostics().iter().chain(&preview.diagnostics).collect();
        has_warnings(&mut problems, expected, &found);
        report.case(id, problems);
    }
    report.end(cases.len());
}

/// A source object in the state a case names.
fn in_state(entry: &Value) -> Value {
    let mut object = with_delta(&entry["object"], "added", "removed");
    match entry["state"].as_str().unwrap() {
        "active" => {}
        "disabled" => object["accountEnabled"] = json!(false),
        "softDeleted" => object["deletedDateTime"] = json!("2025-10-20T14:05:00Z"),
        "hardDeleted" => object["@removed"] = json!({ "reason": "deleted" }),
        other => panic!("unknown state {other}"),
    }
    object
}

fn is_assigned(entry: &Value) -> bool {
    entry["assignment"]["direct"].as_bool().unwrap() || !list(&entry["assignment"], "groups").is_empty()
}

fn compare_log(problems: &mut Vec<String>, expected: &Value, preview: &Preview) {
    let Some(expected) = expected.get("log") else { return };
    let log: Value = serde_json::to_value(&preview.log).unwrap();
    let skip_reason =
        list(&log, "provisioningSteps").iter().find_map(|step| step.pointer("/details/SkipReason"));
    for (name, wanted) in expected.as_object().unwrap() {
        let actual = match name.as_str() {
            "provisioningAction" => log.get("provisioningAction"),
            "status" => log.pointer("/provisioningStatusInfo/status"),
            "errorCode" => log.pointer("/provisioningStatusInfo/errorInformation/errorCode"),
            "skipReason" => skip_reason,
            other => panic!("unknown log member {other}"),
        };
        same(problems, name, wanted, actual.unwrap_or(&Value::Null));
    }
}

#[test]
fn lifecycle() {
    let file = file("lifecycle.json");
    let cases = list(&file, "cases");
    let mut report = Report::new("lifecycle.json");
    for case in cases {
        let id = case["id"].as_str().unwrap();
        let problems = match case["kind"].as_str().unwrap() {
            "object" => lifecycle_of_one(case, &file["mappings"]),
            "cycle" => lifecycle_of_cycle(case, &file["mappings"]),
            "threshold" => threshold(case),
            "escrow" => {
                let count = |name: &str| case["source"][name].as_u64().unwrap();
                let quarantine =
                    quarantines(count("failures"), count("referenceFailures"), count("successes"));
                let mut problems = Vec::new();
                same(&mut problems, "quarantine", &case["expected"]["quarantine"], &json!(quarantine));
                problems
            }
            other => panic!("unknown kind {other}"),
        };
        report.case(id, problems);
    }
    report.end(cases.len());
}

fn scope_settings(config: &Value) -> Settings {
    let mut options = config["options"].clone();
    options["scope"] = config["scope"]["mode"].clone();
    settings(&options)
}

fn lifecycle_of_one(case: &Value, mappings: &Value) -> Vec<String> {
    let config = &case["config"];
    let definition = mapping(&config["mapping"], mappings, &config["scope"]);
    let kind = definition.kind;
    let source = in_state(&case["source"]);
    let source_id = text(&source, "id").unwrap();
    let mut settings = scope_settings(config);
    settings.assigned = Some(if is_assigned(&case["source"]) { vec![source_id.clone()] } else { vec![] });
    if let Some(new) = text(&config["options"], "newId") {
        settings.new_ids.insert(source_id.clone(), new);
    }
    let engine = Engine::builder().settings(settings).mapping(definition).build().unwrap();
    let before = &case["target_before"];
    let mut state = JobState { links: strings(&before["links"]), ..JobState::default() };
    if let Some(link) = text(before, "link") {
        state.links.insert(source_id.clone(), link);
    }
    if before["released"] == true {
        state.released.insert(source_id.clone());
    }
    let resources: Vec<_> = list(before, "resources").iter().map(resource).collect();
    let object = SourceObject::new(kind, source.to_string(), &Limits::DEFAULT).unwrap();
    let mut input = CycleInput { state: Some(state), ..CycleInput::default() };
    let mut target = TargetState::default();
    match kind {
        ObjectKind::User => (input.users, target.users) = (vec![object], resources),
        ObjectKind::Group => (input.groups, target.groups) = (vec![object], resources),
    }
    input.target = Some(target);
    let plan = engine.plan(&input);
    let [preview] = plan.previews.as_slice() else { panic!("one preview for one object") };
    let expected = &case["expected"];
    let mut problems = Vec::new();
    same(&mut problems, "action", &expected["action"], &json!(preview.verdict));
    same(&mut problems, "reason", &expected["reason"], &json!(preview.reason.code()));
    let writes: Vec<_> = preview.requests.iter().map(neutral).collect();
    same(&mut problems, "writes", &json!(normal_list(list(expected, "writes"))), &json!(writes));
    let reads: Vec<_> = preview.matching.queries.iter().map(neutral).collect();
    same(&mut problems, "reads", &json!(normal_list(list(expected, "reads"))), &json!(reads));
    if let Some(link) = expected.get("linkAfter") {
        let new = format!("new-{source_id}");
        let wanted = if link == "new" { json!(new) } else { link.clone() };
        same(&mut problems, "linkAfter", &wanted, &json!(plan.links.get(&source_id)));
    }
    compare_log(&mut problems, expected, preview);
    let found: Vec<&Diagnostic> = plan.diagnostics.iter().chain(&preview.diagnostics).collect();
    has_warnings(&mut problems, expected, &found);
    problems
}

fn lifecycle_of_cycle(case: &Value, mappings: &Value) -> Vec<String> {
    let config = &case["config"];
    let definition = mapping(&config["mapping"], mappings, &config["scope"]);
    let users = list(&case["source"], "users");
    let mut settings = scope_settings(config);
    let assigned =
        users.iter().filter(|user| is_assigned(user)).map(|user| text(&user["object"], "id").unwrap());
    settings.assigned = Some(assigned.collect());
    let engine = Engine::builder().settings(settings).mapping(definition).build().unwrap();
    let before = &case["target_before"];
    let plan = engine.plan(&CycleInput {
        users: users.iter().map(|user| SourceObject::user(in_state(user).to_string()).unwrap()).collect(),
        target: Some(TargetState {
            users: list(before, "resources").iter().map(resource).collect(),
            ..TargetState::default()
        }),
        state: Some(JobState { links: strings(&before["links"]), ..JobState::default() }),
        ..CycleInput::default()
    });
    let expected = &case["expected"];
    let mut problems = Vec::new();
    let (writes, reads): (Vec<&Request>, Vec<&Request>) =
        plan.requests.iter().partition(|request| request.is_write());
    let neutral_all = |requests: Vec<&Request>| requests.into_iter().map(neutral).collect::<Vec<_>>();
    same(&mut problems, "writes", &json!(normal_list(list(expected, "writes"))), &json!(neutral_all(writes)));
    same(&mut problems, "reads", &json!(normal_list(list(expected, "reads"))), &json!(neutral_all(reads)));
    let found: Vec<&Diagnostic> = plan
        .diagnostics
        .iter()
        .chain(plan.previews.iter().flat_map(|preview| &preview.diagnostics))
        .collect();
    has_warnings(&mut problems, expected, &found);
    problems
}

/// Plays the threshold on a cycle with as many objects as the case counts.
fn threshold(case: &Value) -> Vec<String> {
    let pending = &case["source"]["pending"];
    let count = |name: &str| pending[name].as_u64().unwrap() as usize;
    let (disable, delete, group_delete) = (count("disable"), count("delete"), count("groupDelete"));
    let mut settings = settings(&case["config"]["options"]);
    settings.assigned = Some(Vec::new());
    let mut input = CycleInput::default();
    let mut target = TargetState::default();
    for number in 0..disable + delete {
        let (id, account) = (format!("s{number}"), format!("t{number}"));
        settings.links.insert(id.clone(), account.clone());
        let mut user = json!({ "id": id, "userPrincipalName": id, "accountEnabled": true });
        if number >= disable {
            user["@removed"] = json!({ "reason": "deleted" });
        }
        input.users.push(SourceObject::user(user.to_string()).unwrap());
        target.users.push(resource(&json!({ "id": account, "userName": id, "active": true })));
    }
    for number in 0..group_delete {
        let (id, account) = (format!("g{number}"), format!("tg{number}"));
        settings.links.insert(id.clone(), account.clone());
        input.groups.push(SourceObject::group(json!({ "id": id, "displayName": id }).to_string()).unwrap());
        target.groups.push(resource(&json!({ "id": account, "displayName": id })));
    }
    input.target = Some(target);
    let threshold = settings.accidental_deletion_threshold;
    let plan = Engine::for_gong().settings(settings).build().unwrap().plan(&input);
    let staged = plan.summary.get("stageddelete").copied().unwrap_or(0);
    let processed =
        ["disable", "delete"].iter().filter_map(|verdict| plan.summary.get(verdict)).sum::<usize>();
    let expected = &case["expected"];
    let mut problems = Vec::new();
    same(&mut problems, "quarantine", &expected["quarantine"], &json!(plan.quarantine));
    same(&mut problems, "staged", &expected["staged"], &json!(staged));
    same(&mut problems, "processed", &expected["processed"], &json!(processed));
    let total = (disable + delete + group_delete) as u64;
    same(&mut problems, "stages", &expected["quarantine"], &json!(stages(total, threshold)));
    if let Some(action) = expected.get("logAction") {
        for preview in &plan.previews {
            let log = serde_json::to_value(&preview.log).unwrap();
            same(&mut problems, "logAction", action, &log["provisioningAction"]);
        }
    }
    problems
}

fn gong_settings(value: &Value) -> Option<GongSettings> {
    if value.is_null() {
        return None;
    }
    Some(GongSettings::Assigned {
        seats: serde_json::from_value(value["seats"].clone()).unwrap(),
        data_capture: scimwright::value::json::read(
            &value["dataCapture"].to_string(),
            &Limits::DEFAULT,
            &scimwright::diagnostic::code::assignment::INVALID,
            "the capture",
        )
        .unwrap(),
        workspace_permissions: serde_json::from_value(value["workspacePermissions"].clone()).unwrap(),
    })
}

#[test]
fn assignments() {
    let file = file("assignments.json");
    let cases = list(&file, "cases");
    let mut report = Report::new("assignments.json");
    for case in cases {
        let gong = Assignments::from_json(&case["config"].to_string()).unwrap();
        let source = &case["source"];
        let user = &source["user"];
        let groups: Vec<String> = serde_json::from_value(user["groups"].clone()).unwrap();
        let email = text(user, "email").unwrap();
        let manager = user.get("manager").filter(|manager| manager["recordedTeam"] == true);
        let manager = manager.and_then(|manager| text(manager, "email"));
        let person = Person { email: &email, groups: &groups, recorded_manager: manager.as_deref() };
        let before = &case["target_before"];
        let assignment = text(before, "assignment");
        let filled: Vec<&str> = before
            .get("profile")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .filter(|(_, value)| !value.is_null() && *value != "")
            .map(|(name, _)| name.as_str())
            .collect();
        let member = TeamMember {
            assignment: assignment.as_deref(),
            settings: gong_settings(before.get("settings").unwrap_or(&Value::Null)),
            filled_fields: &filled,
        };
        let edits: Vec<&str> = source
            .get("edit")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
            .collect();
        let event = match source["event"].as_str().unwrap() {
            "import" => Event::Import,
            "groupChange" => Event::GroupChange,
            "profileUpdate" => Event::ProfileUpdate,
            "manualEdit" => Event::ManualEdit(&edits),
            "managerEdit" => Event::ManagerEdit,
            "assignmentEdited" => Event::AssignmentEdited,
            "deactivate" => Event::Deactivate,
            other => panic!("unknown event {other}"),
        };
        let outcome = gong.outcome(&event, &person, (!before.is_null()).then_some(&member));
        let actual = serde_json::to_value(&outcome).unwrap();
        let expected = &case["expected"];
        let mut problems = Vec::new();
        for (name, wanted) in expected.as_object().unwrap() {
            if name != "warnings" {
                same(&mut problems, name, wanted, actual.get(name).unwrap_or(&Value::Null));
            }
        }
        has_warnings(&mut problems, expected, &outcome.diagnostics.iter().collect::<Vec<_>>());
        report.case(case["id"].as_str().unwrap(), problems);
    }
    report.end(cases.len());
}

#[test]
fn sample_cycle() {
    let file = file("sample-cycle.json");
    let config = &file["config"];
    let expected = &file["expected"];
    let mut settings = scope_settings(config);
    for group in list(expected, "groups") {
        if let Some(new) = text(group, "newId") {
            settings.new_ids.insert(text(group, "id").unwrap(), new);
        }
    }
    settings.links = strings(&file["target_before"]["links"]);
    let engine = Engine::builder()
        .settings(settings)
        .mapping(mapping(&config["userMapping"], &file["mappings"], &config["scope"]))
        .mapping(mapping(&config["groupMapping"], &file["mappings"], &config["scope"]))
        .build()
        .unwrap();
    let objects = |kind, name: &str| -> Vec<SourceObject<'static>> {
        let objects = data(name);
        let object = |object: &Value| SourceObject::new(kind, object.to_string(), &Limits::DEFAULT).unwrap();
        list(&objects, "value").iter().map(object).collect()
    };
    let accounts = data("gong-users-before.json");
    let accounts = accounts.get("Resources").and_then(Value::as_array).or(accounts.as_array()).unwrap();
    let plan = engine.plan(&CycleInput {
        users: objects(ObjectKind::User, "users.json"),
        groups: objects(ObjectKind::Group, "groups.json"),
        target: Some(TargetState::new(accounts.iter().map(resource))),
        state: None,
    });
    check_sample(&plan, expected);
}

fn check_sample(plan: &scimwright::provision::Plan, expected: &Value) {
    use scimwright::provision::Purpose;
    let mut problems = Vec::new();
    let preview_of = |id: &str| plan.previews.iter().find(|preview| preview.source.id == id).unwrap();
    let mut summary: BTreeMap<&str, usize> = BTreeMap::new();
    for user in list(expected, "users") {
        let id = text(user, "id").unwrap();
        let preview = preview_of(&id);
        // The first pass alone: the cases list the managers apart.
        let first: Vec<_> = preview
            .requests
            .iter()
            .filter(|request| request.purpose != Purpose::Reference)
            .map(neutral)
            .collect();
        same(
            &mut problems,
            &format!("{id} writes"),
            &json!(normal_list(list(user, "writes"))),
            &json!(first),
        );
        let reads: Vec<_> = preview.matching.queries.iter().map(neutral).collect();
        same(&mut problems, &format!("{id} reads"), &json!(normal_list(list(user, "reads"))), &json!(reads));
        same(&mut problems, &format!("{id} action"), &user["action"], &json!(preview.verdict));
        same(&mut problems, &format!("{id} reason"), &user["reason"], &json!(preview.reason.code()));
        same(&mut problems, &format!("{id} name"), &user["displayName"], &json!(preview.source.display_name));
        has_warnings(&mut problems, user, &preview.diagnostics.iter().collect::<Vec<_>>());
        *summary.entry(preview.verdict).or_default() += 1;
        let missing: Vec<_> = preview
            .diagnostics
            .iter()
            .filter(|finding| finding.code.name == "required-value-missing")
            .collect();
        assert_eq!(missing.len(), list(user, "missing").len(), "{id}");
        for (finding, target) in missing.iter().zip(list(user, "missing")) {
            assert!(finding.message.contains(target.as_str().unwrap()), "{id}: {}", finding.message);
        }
    }
    same(&mut problems, "summary", &expected["summary"], &json!(summary));
    let mut referring: BTreeSet<String> = BTreeSet::new();
    for manager in list(expected, "managers") {
        let id = text(manager, "id").unwrap();
        let preview = preview_of(&id);
        let second: Vec<_> = preview
            .requests
            .iter()
            .filter(|request| request.purpose == Purpose::Reference)
            .map(neutral)
            .collect();
        same(
            &mut problems,
            &format!("{id} manager"),
            &json!(normal_list(list(manager, "writes"))),
            &json!(second),
        );
        has_warnings(&mut problems, manager, &preview.diagnostics.iter().collect::<Vec<_>>());
        referring.insert(id);
    }
    for preview in &plan.previews {
        let refers = preview.requests.iter().any(|request| request.purpose == Purpose::Reference)
            || preview.diagnostics.iter().any(|finding| finding.code.name == "manager-not-in-scope");
        if refers && !referring.contains(&preview.source.id) {
            problems.push(format!("{} has a reference nobody expects", preview.source.id));
        }
    }
    for group in list(expected, "groups") {
        let id = text(group, "id").unwrap();
        let preview = preview_of(&id);
        let writes: Vec<_> = preview.requests.iter().map(neutral).collect();
        same(
            &mut problems,
            &format!("{id} writes"),
            &json!(normal_list(list(group, "writes"))),
            &json!(writes),
        );
        let reads: Vec<_> = preview.matching.queries.iter().map(neutral).collect();
        same(&mut problems, &format!("{id} reads"), &json!(normal_list(list(group, "reads"))), &json!(reads));
        same(&mut problems, &format!("{id} action"), &group["action"], &json!(preview.verdict));
        same(&mut problems, &format!("{id} reason"), &group["reason"], &json!(preview.reason.code()));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
