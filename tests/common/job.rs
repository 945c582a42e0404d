//! A job of several cycles, each from the state and the accounts that the one before left.

#![allow(dead_code, missing_docs)]

use scimwright::assignment::Assignments;
use scimwright::limits::Limits;
use scimwright::mapping::{AttributeMappingDefinition, ValueType};
use scimwright::provision::{CycleInput, JobState, ObjectMappingDefinition, Plan, Settings, TargetState};
use scimwright::{Engine, SourceObject};
use serde_json::{Value, json};

use super::provision::*;

/// A job: what it maps, and what its cycles have left.
pub struct Job {
    pub users: ObjectMappingDefinition,
    pub groups: ObjectMappingDefinition,
    /// What groups get in Gong, in JSON.
    pub assignments: Option<&'static str>,
    pub state: Option<JobState>,
    pub target: TargetState,
}

impl Job {
    pub fn new() -> Self {
        let manager =
            AttributeMappingDefinition { value_type: ValueType::Reference, ..direct("manager", "manager") };
        Self {
            users: users(vec![manager]),
            groups: groups(),
            assignments: None,
            state: None,
            target: TargetState::default(),
        }
    }

    pub fn cycle(&mut self, settings: Settings, users: &[Value], groups: &[Value]) -> Plan {
        let (of_users, of_groups) = (self.users.clone(), self.groups.clone());
        let mut builder = Engine::builder().settings(settings).mapping(of_users).mapping(of_groups);
        if let Some(assignments) = self.assignments {
            builder = builder.assignments(Assignments::from_json(assignments, &Limits::DEFAULT).unwrap());
        }
        let plan = builder.build().unwrap().plan(&CycleInput {
            users: users.iter().map(|user| SourceObject::user(user.to_string()).unwrap()).collect(),
            groups: groups.iter().map(|group| SourceObject::group(group.to_string()).unwrap()).collect(),
            target: Some(self.target.clone()),
            state: self.state.take(),
        });
        let (after, refused) = plan.target_after(&self.target, &Limits::DEFAULT);
        assert!(refused.is_empty(), "{refused:?}");
        self.target = after;
        // As it is stored.
        let stored = serde_json::to_string(&plan.state).unwrap();
        self.state = Some(JobState::from_json(&stored).unwrap());
        plan
    }

    /// Somebody switches an account off in Gong.
    pub fn switch_off(&mut self, account: &str) {
        for held in &mut self.target.users {
            let mut user = serde_json::to_value(&*held).unwrap();
            if user["id"] == account {
                user["active"] = json!(false);
                *held = resource(&user);
            }
        }
    }
}

/// What an object tells of its own assignment.
pub fn tells(assigned: bool) -> Value {
    let roles: &[Value] = if assigned { &[json!({ "id": "r" })] } else { &[] };
    json!({ "appRoleAssignments": roles })
}
