//! Ten cycles of one small company, played one after another: each starts from the state and the accounts that the
//! one before left. The snapshot is written to be read.

use std::fmt::Write as _;

use scimwright::limits::Limits;
use scimwright::provision::{CycleInput, JobState, Settings, TargetState};
use scimwright::value::json::{Json, JsonText};
use scimwright::{Engine, SourceObject};
use serde_json::{Value, json};

const CONFIGURATION: &str = "assigned users whose department is Sales or Executive";

/// The built-in configuration with one scoping filter on users.
fn schema() -> String {
    let path = format!("{}/profiles/gong/synchronization-schema.json", env!("CARGO_MANIFEST_DIR"));
    let mut schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let clause = |value: &str| {
        json!({ "name": value, "clauses": [{ "operatorName": "EQUALS", "sourceOperandName": "department",
            "targetOperand": { "values": [value] } }] })
    };
    let scope = json!({ "categoryFilterGroups": [], "inputFilterGroups": [],
        "groups": [clause("Sales"), clause("Executive")] });
    for mapping in schema["synchronizationRules"][0]["objectMappings"].as_array_mut().unwrap() {
        if mapping["sourceObjectName"] == "User" {
            mapping["scope"] = scope.clone();
        }
    }
    schema.to_string()
}

struct Company {
    users: Vec<Value>,
    groups: Vec<Value>,
    state: JobState,
    target: TargetState,
    settings: Settings,
    story: String,
}

impl Company {
    fn user(&mut self, id: &str) -> &mut Value {
        self.users.iter_mut().find(|user| user["id"] == id).unwrap()
    }

    fn cycle(&mut self, number: usize, what: &str) {
        let mut settings = self.settings.clone();
        let ids = |objects: &[Value]| {
            objects.iter().map(|user| user["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let mut assigned = ids(&self.groups);
        assigned.extend(ids(&self.users));
        settings.assigned = Some(assigned);
        let engine = Engine::builder().schema_json(&schema()).unwrap().settings(settings).build().unwrap();
        let source = |objects: &[Value], make: fn(String) -> SourceObject<'static>| {
            objects.iter().map(|object| make(object.to_string())).collect()
        };
        let plan = engine.plan(&CycleInput {
            users: source(&self.users, |text| SourceObject::user(text).unwrap()),
            groups: source(&self.groups, |text| SourceObject::group(text).unwrap()),
            target: Some(self.target.clone()),
            state: Some(self.state.clone()),
        });
        let story = &mut self.story;
        writeln!(story, "== {number}. {what}").unwrap();
        for preview in &plan.previews {
            let name = preview.source.display_name.as_deref().unwrap_or("?");
            writeln!(story, "{:<8} {name}: {} ({})", preview.verdict, preview.reason.title(), preview.reason)
                .unwrap();
            for request in &preview.requests {
                writeln!(story, "         {} {}", request.method.as_str(), request.path).unwrap();
                let body = request.body.as_ref().map(JsonText::read);
                match body.as_ref().and_then(|body| body.get("Operations")).and_then(Json::as_array) {
                    Some(operations) => {
                        for operation in operations {
                            writeln!(story, "           {operation}").unwrap();
                        }
                    }
                    None => {
                        if let Some(body) = &body {
                            writeln!(story, "           {body}").unwrap();
                        }
                    }
                }
            }
            for finding in preview.diagnostics.iter().filter(|finding| finding.code.code.starts_with("PV")) {
                writeln!(story, "         {finding}").unwrap();
            }
        }
        for finding in &plan.diagnostics {
            writeln!(story, "{finding}").unwrap();
        }
        let (after, refused) = plan.target_after(&self.target, &Limits::DEFAULT);
        assert!(refused.is_empty(), "cycle {number}: {refused:?}");
        self.target = after;
        self.state = plan.state.clone();
        writeln!(story, "accounts:").unwrap();
        for account in &self.target.users {
            let member = |name: &str| account.get(name).map_or_else(|| "-".to_owned(), Json::to_string);
            let manager = account
                .pointer("/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager/value")
                .map_or_else(|| "-".to_owned(), Json::to_string);
            writeln!(
                story,
                "         {} active {} title {} manager {manager}",
                member("userName"),
                member("active"),
                member("title")
            )
            .unwrap();
        }
        for group in &self.target.groups {
            let members = group.get("members").and_then(Json::as_array).unwrap_or_default();
            let members: Vec<_> = members
                .iter()
                .filter_map(|member| member.get("value")?.as_str().map(str::to_owned))
                .collect();
            writeln!(story, "         {} {members:?}", group.get("displayName").unwrap()).unwrap();
        }
        // The same input gives the same plan, and a state that is read back is the state that was written.
        let written = serde_json::to_string(&self.state).unwrap();
        assert_eq!(JobState::from_json(&written).unwrap(), self.state);
        writeln!(story).unwrap();
    }
}

fn person(
    id: &str,
    given: &str,
    surname: &str,
    title: &str,
    department: &str,
    manager: Option<&str>,
) -> Value {
    let mail = format!("{}@example.com", given.to_lowercase());
    json!({ "id": id, "displayName": format!("{given} {surname}"), "givenName": given, "surname": surname,
        "userPrincipalName": mail, "mail": mail, "mailNickname": given.to_lowercase(), "jobTitle": title,
        "department": department, "accountEnabled": true, "manager": manager.map(|id| json!({ "id": id })) })
}

#[test]
fn ten_cycles() {
    let mut company = Company {
        users: vec![
            person("u1", "Vera", "Holt", "CRO", "Executive", None),
            person("u2", "Max", "Brandt", "Seller", "Sales", Some("u1")),
        ],
        groups: vec![json!({ "id": "g1", "displayName": "Sellers", "securityEnabled": true,
            "members": [{ "id": "u1" }, { "id": "u2" }] })],
        state: JobState::default(),
        target: TargetState::default(),
        settings: Settings::default(),
        story: format!("scope: {CONFIGURATION}\n\n"),
    };
    company.cycle(1, "two people and a group come into scope");

    company.users.push(person("u3", "Ida", "Lund", "Seller", "Sales", Some("u2")));
    company.groups[0]["members"].as_array_mut().unwrap().push(json!({ "id": "u3" }));
    company.cycle(2, "hire");

    let max = company.user("u2");
    max["surname"] = json!("Brandt-Weiss");
    max["displayName"] = json!("Max Brandt-Weiss");
    company.cycle(3, "rename");

    company.user("u3")["department"] = json!("Finance");
    company.cycle(4, "department out of scope");

    company.user("u3")["department"] = json!("Sales");
    company.user("u3")["manager"] = json!({ "id": "u1" });
    company.cycle(5, "department back in scope, and another manager");

    let mut guest = person("u4", "Sam", "Dee", "Partner", "Sales", Some("u1"));
    guest["userPrincipalName"] = json!("sam_dee_partner.example#EXT#@example.com");
    guest["mail"] = json!("sam_dee@partner.example");
    company.users.push(guest);
    company.cycle(6, "a guest");

    company.user("u2")["deletedDateTime"] = json!("2026-01-05T09:00:00Z");
    company.cycle(7, "somebody leaves");

    company.user("u2")["deletedDateTime"] = Value::Null;
    company.groups[0]["displayName"] = json!("Sellers and partners");
    company.cycle(8, "restored; the group is renamed");

    company.user("u2")["@removed"] = json!({ "reason": "deleted" });
    company.groups[0]["members"] = json!([{ "id": "u1" }, { "id": "u3" }]);
    company.cycle(9, "deleted for good");

    company.users.retain(|user| user["id"] != "u2");
    company.settings.accidental_deletion_threshold = Some(1);
    for id in ["u3", "u4"] {
        company.user(id)["department"] = json!("Finance");
    }
    company.cycle(10, "two at once leave the scope, and the threshold is one");

    let path = format!("{}/tests/snapshots/provisioning-story.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &company.story).unwrap();
    }
    let told = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        told == company.story,
        "the story changed; `BLESS=1 cargo test --test provisioning_story` tells it anew"
    );
}
