//! App roles. The source attribute `appRoleAssignments` holds role objects `{id, value, displayName}`, or plain
//! role names as in Microsoft Graph's test objects.

use super::{Call, Example, Family, Fault, Function, Kind, Parameter, cite};
use crate::diagnostic::code::expression as code;
use crate::expression::value::Value;
use crate::value::json::{Json, Object};

const ROLES: &[Parameter] = &[Parameter::new("appRoleAssignments", Kind::Roles).key("source")];

const fn roles(name: &'static str, source: &'static str, body: super::Body) -> Function {
    Function {
        parameters: ROLES,
        minimum: 1,
        result: Kind::Roles,
        ..Function::new(name, Family::AppRole, source, body)
    }
}

pub(super) static SINGLE_APP_ROLE_ASSIGNMENT: Function = Function {
    result: Kind::Text,
    doc: "The display name of the one role assigned. With several assignments the service does not promise which one \
          is sent; the first is shown here.",
    examples: &[Example {
        expression: "SingleAppRoleAssignment([appRoleAssignments])",
        source: r#"{"appRoleAssignments":[{"id":"06b07648-ecfe-589f-9d2f-6325724a46ee","value":"admin","displayName":"Admin"}]}"#,
        expected: r#""Admin""#,
    }],
    ..roles("SingleAppRoleAssignment", cite::REFERENCE, |call| {
        let items = call.list(0)?;
        if items.len() > 1 {
            let message = format!(
                "{} roles are assigned: the service does not promise which one is sent, and may fail",
                items.len()
            );
            call.note(|| message.clone());
            call.warn(&code::SEVERAL_ROLES, message);
        }
        match items.into_iter().next() {
            Some(first) => Ok(Value::String(display_name(call, first)?)),
            None => Ok(Value::Null),
        }
    })
};

pub(super) static APP_ROLE_ASSIGNMENTS: Function = Function {
    result: Kind::List,
    doc: "The display names of the roles assigned. Found in the service's own function list and in older guides.",
    examples: &[Example {
        expression: "AppRoleAssignments([appRoleAssignments])",
        source: r#"{"appRoleAssignments":["Admin","User"]}"#,
        expected: r#"["Admin","User"]"#,
    }],
    ..roles("AppRoleAssignments", cite::GRAPH, |call| {
        let items = call.list(0)?;
        let names = items.into_iter().map(|role| display_name(call, role).map(Value::String));
        names.collect::<Result<Vec<_>, _>>().map(Value::List)
    })
};

pub(super) static APP_ROLE_ASSIGNMENTS_COMPLEX: Function = Function {
    doc: "The roles assigned as role objects for the attribute `roles`. An update adds roles and never removes one.",
    examples: &[Example {
        expression: "AppRoleAssignmentsComplex([appRoleAssignments])",
        source: r#"{"appRoleAssignments":[{"id":"1","value":"user","displayName":"User"}]}"#,
        expected: r#"[{"primary":false,"type":"WindowsAzureActiveDirectoryRole","displayName":"User","value":"user"}]"#,
    }],
    ..roles("AppRoleAssignmentsComplex", cite::REFERENCE, |call| complex(call, "displayName"))
};

pub(super) static ASSERTIVE_APP_ROLE_ASSIGNMENTS_COMPLEX: Function = Function {
    doc: "The roles assigned as role objects for the attribute `roles`. An update replaces the target's roles, so that \
          removed ones disappear.",
    examples: &[Example {
        expression: "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])",
        source: r#"{"appRoleAssignments":[{"id":"1","value":"user","displayName":"User"}]}"#,
        expected: r#"[{"primary":false,"type":"WindowsAzureActiveDirectoryRole","display":"User","value":"user"}]"#,
    }],
    ..roles("AssertiveAppRoleAssignmentsComplex", cite::CUSTOMIZE, |call| complex(call, "display"))
};

/// Role objects whose label member is called `label`.
fn complex<'s>(call: &mut Call<'_, 's>, label: &'static str) -> Result<Value<'s>, Fault> {
    let items = call.list(0)?;
    let mut objects = Vec::with_capacity(items.len());
    for role in items {
        let value = match &role {
            Value::Complex(json) => json.get("value").and_then(Json::as_str).map(str::to_owned),
            _ => None,
        };
        let name = display_name(call, role)?.into_owned();
        let object: Object<'static> = Object::from_iter([
            ("primary", Json::Bool(false)),
            ("type", Json::from("WindowsAzureActiveDirectoryRole")),
            (label, Json::from(name.clone())),
            ("value", Json::from(value.unwrap_or(name))),
        ]);
        objects.push(Value::Complex(Json::Object(object)));
    }
    Ok(Value::List(objects))
}

/// The display name of a role object, its value where it has none; a plain text is a name itself.
fn display_name<'s>(call: &mut Call<'_, 's>, role: Value<'s>) -> Result<std::borrow::Cow<'s, str>, Fault> {
    if let Value::Complex(json) = &role {
        let name =
            ["displayName", "value"].into_iter().find_map(|name| json.get(name).and_then(Json::as_str));
        if let Some(name) = name {
            return Ok(name.to_owned().into());
        }
    }
    Ok(call.as_text(role, 0)?.unwrap_or_default())
}
