//! What a preview and a plan warn of: accounts that stay on, values that another account holds, what an account keeps.

#[path = "common/job.rs"]
mod job;
#[path = "common/provision.rs"]
mod provision;

use job::*;
use provision::*;
use scimwright::mapping::{AttributeMappingDefinition, FlowType, Source};
use scimwright::provision::{Cycle, CycleInput, ObjectMappingDefinition, Plan, Preview, TargetState};
use scimwright::{Engine, SourceObject};
use serde_json::{Value, json};

const EMAIL: &str = r#"emails[type eq "work"].value"#;

/// A configuration whose `active` is mapped by an expression.
fn active(expression: &str) -> ObjectMappingDefinition {
    let mut mapping = users(vec![]);
    mapping.attributes[1].source = Source::Expression(expression.to_owned());
    mapping
}

fn disabled() -> Value {
    with(person(), json!({ "accountEnabled": false }))
}

fn messages<'p>(preview: &'p Preview, code: &str) -> Vec<&'p str> {
    let of_code = preview.diagnostics.iter().filter(|finding| finding.code.code == code);
    of_code.map(|finding| &*finding.message).collect()
}

/// Row 19: nothing to do only where the account is inactive already; row 17 where no mapping disables it.
#[test]
fn an_account_that_stays_on_is_not_redundant() {
    for (expression, why) in [
        (r#"Switch([IsSoftDeleted], , "True", "True", "False", "False")"#, "gives `True`"),
        (r#"IIF([IsSoftDeleted]="true", "False", "True")"#, "gives `True`"),
        (r#"Switch([IsSoftDeleted], , "false", "true", "true", "false")"#, "gives nothing"),
        (r#"IIF([accountEnabled]="x", "False", "True")"#, "gives `True`"),
    ] {
        let preview = linked(active(expression), &disabled(), &json!({}));
        assert_eq!((preview.reason.code(), preview.action.as_str()), ("noDisableMapping", "disable"));
        assert_eq!(operations(&preview), json!([]));
        let message = format!("the account must be disabled, and the mapping of `active` {why}");
        assert_eq!(messages(&preview, "PV320"), [message], "{expression}");
    }
}

#[test]
fn what_disables_an_account_is_named_where_it_is_missing() {
    let mut unmapped = users(vec![]);
    unmapped.attributes.remove(1);
    let preview = linked(unmapped, &disabled(), &json!({}));
    assert_eq!(preview.reason.code(), "noDisableMapping");
    assert_eq!(
        messages(&preview, "PV320"),
        ["the account must be disabled, and nothing is mapped to `active`"]
    );
    let message =
        "the account must be disabled, and the mapping of `active` does not depend on `IsSoftDeleted`";
    assert_eq!(messages(&linked(active(r#""True""#), &disabled(), &json!({})), "PV320"), [message]);
    // It is there, and does not compile; also where the target requires the attribute.
    for required in [false, true] {
        let mut faulty = active("Switch([IsSoftDeleted])");
        faulty.attributes[1].required = required;
        let message = "the account must be disabled, and the mapping of `active` is left out";
        assert_eq!(messages(&linked(faulty, &disabled(), &json!({})), "PV320"), [message]);
    }
    let mut at_creation = users(vec![]);
    at_creation.attributes[1].flow_type = FlowType::ObjectAddOnly;
    let message =
        "the account must be disabled, and the mapping of `active` leaves an account that exists alone";
    assert_eq!(messages(&linked(at_creation, &disabled(), &json!({})), "PV320"), [message]);
}

/// Something else that depends on `IsSoftDeleted` is written, and the account stays on all the same.
#[test]
fn a_disabling_that_leaves_the_account_on_is_told() {
    let mut mapping = active(r#"Switch([IsSoftDeleted], , "True", "True", "False", "False")"#);
    let left = Source::Expression(r#"Switch([IsSoftDeleted], , "False", "in", "True", "left")"#.to_owned());
    mapping.attributes.push(attribute("title", left));
    let preview = linked(mapping, &disabled(), &json!({ "title": "in" }));
    assert_eq!(preview.reason.code(), "sourceDisabled");
    assert_eq!(messages(&preview, "PV320").len(), 1);
}

#[test]
fn an_account_that_is_off_needs_no_disabling() {
    for mapping in [users(vec![]), active(r#"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#)] {
        for (account, reason) in [(json!({ "active": false }), "redundant"), (json!({}), "sourceDisabled")] {
            let preview = linked(mapping.clone(), &disabled(), &account);
            assert_eq!((preview.reason.code(), codes(&preview.diagnostics)), (reason, vec![]));
        }
    }
    // Somebody has switched it off in Gong.
    let preview = linked(active(r#""True""#), &disabled(), &json!({ "active": false }));
    assert_eq!((preview.reason.code(), codes(&preview.diagnostics)), ("noDisableMapping", vec![]));
}

/// A job that maps the work e-mail address too, with these accounts.
fn job(accounts: &[Value]) -> Job {
    let mut job = Job::new();
    job.users = users(vec![direct(EMAIL, "mail")]);
    job.target.users = accounts.iter().map(resource).collect();
    job
}

fn account(id: &str, name: &str, mail: &str) -> Value {
    json!({ "id": id, "userName": name, "active": true, "emails": [{ "type": "work", "value": mail }] })
}

fn somebody(id: &str, name: &str, mail: &str) -> Value {
    json!({ "id": id, "userPrincipalName": name, "mail": mail, "accountEnabled": true })
}

/// The conflicts of each object: severity and the attribute.
fn conflicts(plan: &Plan) -> Vec<(&str, Vec<String>)> {
    let of = |preview: &Preview| -> Vec<String> {
        let found = preview.diagnostics.iter().filter(|finding| finding.code.code == "PV324");
        found
            .map(|finding| {
                format!(
                    "{} {}",
                    finding.severity.as_str(),
                    finding.message.split('`').skip(3).step_by(2).collect::<Vec<_>>().join(", ")
                )
            })
            .collect()
    };
    plan.previews.iter().map(|preview| (&*preview.source.id, of(preview))).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> scimwright::provision::Settings {
    let mut settings = all();
    settings.links = pairs.iter().map(|(id, link)| ((*id).to_owned(), (*link).to_owned())).collect();
    settings
}

/// RFC 7643 §4.1: no two accounts have one user name. Gong: e-mail addresses are unique.
#[test]
fn a_value_that_another_account_holds_is_refused() {
    let accounts = [account("t1", "a@x", "a@x"), account("t2", "b@x", "b@x")];
    let both = pairs(&[("u1", "t1"), ("u2", "t2")]);
    let calm = somebody("u2", "b@x", "b@x");
    let plan = job(&accounts).cycle(both.clone(), &[somebody("u1", "B@x", "a@x"), calm.clone()], &[]);
    assert_eq!(conflicts(&plan), [("u1", vec!["error userName".to_owned()]), ("u2", vec![])]);
    let plan = job(&accounts).cycle(both.clone(), &[somebody("u1", "a@x", "B@X"), calm.clone()], &[]);
    assert_eq!(conflicts(&plan), [("u1", vec![format!("warning {EMAIL}")]), ("u2", vec![])]);
    // A creation.
    let plan = job(&accounts).cycle(all(), &[somebody("u3", "c@x", "b@x")], &[]);
    assert_eq!(conflicts(&plan), [("u3", vec![format!("warning {EMAIL}")])]);
    // The matching attribute is another: Gong cannot filter on the address. What the service makes of it is not certain.
    let found = plan.previews[0].diagnostics.iter().find(|finding| finding.code.code == "PV324").unwrap();
    let message =
        format!("the account `t2` holds this value of `{EMAIL}`, so the target may refuse the write");
    assert_eq!(found.message, message);
    let help = "correct one of the two accounts in the target, or the value in Entra";
    assert_eq!((found.help.as_deref(), &found.at), (Some(help), &None));
    // One account that holds both is one finding, two accounts are two.
    let plan = job(&accounts).cycle(both.clone(), &[somebody("u1", "b@x", "b@x"), calm.clone()], &[]);
    assert_eq!(conflicts(&plan)[0].1, [format!("error userName, {EMAIL}")]);
    let third = [accounts.as_slice(), &[account("t3", "c@x", "c@x")]].concat();
    let plan = job(&third).cycle(both.clone(), &[somebody("u1", "b@x", "c@x"), calm], &[]);
    assert_eq!(conflicts(&plan)[0].1, ["error userName".to_owned(), format!("warning {EMAIL}")]);
    // Two creations in one cycle.
    let plan = job(&[]).cycle(all(), &[somebody("u3", "c@x", "m@x"), somebody("u4", "d@x", "M@x")], &[]);
    assert_eq!(conflicts(&plan), [("u3", vec![]), ("u4", vec![format!("warning {EMAIL}")])]);
}

#[test]
fn a_value_is_free_once_its_account_has_left_it() {
    let accounts = [account("t1", "a@x", "a@x"), account("t2", "b@x", "b@x")];
    let both = pairs(&[("u1", "t1"), ("u2", "t2")]);
    let (moved, follows) = (somebody("u1", "c@x", "c@x"), somebody("u2", "a@x", "a@x"));
    let plan = job(&accounts).cycle(both.clone(), &[moved, follows], &[]);
    assert_eq!(conflicts(&plan), [("u1", vec![]), ("u2", vec![])]);
    // Two that swap: each is refused while the other holds the name.
    let swapped = [somebody("u1", "b@x", "a@x"), somebody("u2", "a@x", "b@x")];
    let names = || vec!["error userName".to_owned()];
    let plan = job(&accounts).cycle(both.clone(), &swapped, &[]);
    assert_eq!(conflicts(&plan), [("u1", names()), ("u2", names())]);
    // A deleted account holds nothing any more.
    let gone = json!({ "id": "u1", "@removed": { "reason": "deleted" } });
    let plan = job(&accounts).cycle(both, &[gone, somebody("u2", "a@x", "b@x")], &[]);
    assert_eq!(plan.summary.get("delete"), 1);
    assert_eq!(conflicts(&plan), [("u1", vec![]), ("u2", vec![])]);
}

/// Each of several object mappings has its own list: the attribute counts, not its place.
#[test]
fn values_are_compared_whichever_object_mapping_writes_them() {
    let plan = |of_sales: ObjectMappingDefinition, others, settings, accounts: &[Value], given: &[Value]| {
        let of_sales =
            ObjectMappingDefinition { filters: vec![filter("department", "EQUALS", &["Sales"])], ..of_sales };
        let engine = Engine::builder().settings(settings).mapping(of_sales).mapping(others).build().unwrap();
        engine.plan(&CycleInput {
            users: given.iter().map(|user| SourceObject::user(user.to_string()).unwrap()).collect(),
            target: Some(TargetState {
                users: accounts.iter().map(resource).collect(),
                ..TargetState::default()
            }),
            ..CycleInput::default()
        })
    };
    // A name that is free, in another place of the second list.
    let mut turned = users(vec![]);
    turned.attributes.reverse();
    let accounts = [account("t1", "a@x", "a@x"), account("t2", "b@x", "b@x")];
    let given = [somebody("u1", "c@x", "c@x"), somebody("u2", "a@x", "a@x")];
    let both = pairs(&[("u1", "t1"), ("u2", "t2")]);
    let calm = plan(users(vec![]), turned, both, &accounts, &given);
    assert_eq!(conflicts(&calm), [("u1", vec![]), ("u2", vec![])]);
    // One that is held, of which the first list knows nothing.
    let by_mail = || AttributeMappingDefinition { matching_priority: 1, ..direct("externalId", "mail") };
    let (mut nameless, mut named) = (users(vec![by_mail()]), users(vec![by_mail()]));
    nameless.attributes.remove(0);
    named.attributes[0].matching_priority = 0;
    let refused = plan(nameless, named, all(), &accounts, &[somebody("u3", "A@x", "c@x")]);
    assert_eq!(conflicts(&refused), [("u3", vec!["error userName".to_owned()])]);
}

/// Nothing is known of an account that was refused: no pair is stored, nobody refers to it, the next cycle tries again.
#[test]
fn an_account_that_is_refused_is_not_linked() {
    let mut job = Job::new();
    let by_number = AttributeMappingDefinition { matching_priority: 1, ..direct("externalId", "employeeId") };
    job.users.attributes[0].matching_priority = 0;
    job.users.attributes.push(by_number);
    job.target.users = vec![resource(&json!({ "id": "t", "userName": "n@x", "externalId": "9" }))];
    let person =
        |id: &str, name: &str, number: &str| with(somebody(id, name, name), json!({ "employeeId": number }));
    let report = with(person("u0", "z@x", "1"), json!({ "manager": { "id": "u1" } }));
    let given = [report, person("u1", "n@x", "7")];
    let group = [json!({ "id": "g", "displayName": "G", "members": [{ "id": "u0" }, { "id": "u1" }] })];
    let plan = job.cycle(all(), &given, &group);
    assert_eq!(conflicts(&plan)[..2], [("u0", vec![]), ("u1", vec!["error userName".to_owned()])]);
    assert_eq!(plan.state.links.keys().collect::<Vec<_>>(), ["g", "u0"]);
    assert_eq!(plan.state.members["g"], ["u0"]);
    let purposes =
        |preview: &Preview| preview.requests.iter().map(|it| it.purpose.as_str()).collect::<Vec<_>>();
    assert_eq!(purposes(&plan.previews[0]), ["create"]);
    assert_eq!(job.target.users.len(), 2);
    // The other account is gone.
    job.target.users.remove(0);
    let plan = job.cycle(all(), &given, &group);
    assert_eq!(conflicts(&plan)[1], ("u1", vec![]));
    assert_eq!(purposes(&plan.previews[1]), ["create"]);
    assert_eq!(purposes(&plan.previews[0]), ["reference"]);
    assert_eq!(plan.state.members["g"], ["u0", "u1"]);
}

/// What an earlier object gives up is free, and is not where its own write is refused.
#[test]
fn a_name_that_stays_since_its_writer_is_refused_is_not_free() {
    let accounts = [account("t1", "a@x", "a@x"), account("t2", "b@x", "b@x")];
    let given = [somebody("u1", "b@x", "a@x"), somebody("u2", "a@x", "c@x")];
    let plan = job(&accounts).cycle(pairs(&[("u1", "t1")]), &given, &[]);
    let names = || vec!["error userName".to_owned()];
    assert_eq!(conflicts(&plan), [("u1", names()), ("u2", names())]);
    assert_eq!(plan.previews[1].verdict.as_str(), "create");
    assert_eq!(plan.state.links.keys().collect::<Vec<_>>(), ["u1"]);
}

/// SCIM endpoints for Entra take no two groups of one name.
#[test]
fn a_group_cannot_be_renamed_to_another() {
    let mut job = Job::new();
    let group = |id: &str, name: &str| resource(&json!({ "id": id, "displayName": name }));
    job.target.groups = vec![group("g1", "East"), group("g2", "West")];
    let renamed = json!({ "id": "s1", "displayName": "west", "members": [] });
    let plan = job.cycle(pairs(&[("s1", "g1")]), &[], &[renamed]);
    assert_eq!(conflicts(&plan), [("s1", vec!["error displayName".to_owned()])]);
}

#[test]
fn letter_case_tells_values_apart_where_it_counts() {
    let mut job = job(&[account("t1", "a@x", "a@x")]);
    job.users.attributes[2].case_exact = true;
    let plan = job.cycle(all(), &[somebody("u3", "c@x", "A@x"), somebody("u4", "d@x", "a@x")], &[]);
    assert_eq!(conflicts(&plan), [("u3", vec![]), ("u4", vec![format!("warning {EMAIL}")])]);
}

/// U-4: nothing is ever cleared.
#[test]
fn what_is_empty_in_entra_stays_in_the_account() {
    let titled = |source: Value| {
        let mapping = users(vec![direct("title", "jobTitle"), direct("locale", "preferredLanguage")]);
        linked(mapping, &with(person(), source), &json!({ "title": "AE", "locale": "en-US" }))
    };
    let preview = titled(json!({ "jobTitle": null, "preferredLanguage": "" }));
    assert_eq!(preview.reason.code(), "redundant");
    let kept = "the account keeps what it holds, since nothing comes from Entra: `title`, `locale`";
    assert_eq!(messages(&preview, "PV325"), [kept]);
    let title = preview.attributes.iter().find(|attribute| &*attribute.target == "title").unwrap();
    assert_eq!(title.outcome.as_str(), "null");
    assert_eq!((&title.before, &title.after), (&Some(resource(&json!("AE"))), &Some(resource(&json!("AE")))));
    assert_eq!(
        codes(&titled(json!({ "jobTitle": "AE", "preferredLanguage": "en-US" })).diagnostics),
        [""; 0]
    );
    // An export of what changed tells nothing of the rest.
    let kept = "the account keeps what it holds, since nothing comes from Entra: `locale`";
    assert_eq!(messages(&titled(json!({ "preferredLanguage": null })), "PV325"), [kept]);
    // Of an account that is disabled the rest is not looked at.
    let left = titled(json!({ "accountEnabled": false, "jobTitle": null, "preferredLanguage": null }));
    assert_eq!(codes(&left.diagnostics), [""; 0]);
}

#[test]
fn an_empty_list_in_the_account_is_nothing_to_keep() {
    let mapping = users(vec![direct("roles", "jobTitle"), direct("emails", "otherMails")]);
    let source = with(person(), json!({ "jobTitle": null, "otherMails": [] }));
    let preview = linked(mapping, &source, &json!({ "roles": [], "emails": {} }));
    assert_eq!(codes(&preview.diagnostics), [""; 0]);
}

#[test]
fn the_default_of_a_creation_is_not_told_as_kept() {
    let mut title = direct("title", "jobTitle");
    title.default_value = Some("Employee".to_owned());
    let source = with(person(), json!({ "jobTitle": null }));
    let preview = linked(users(vec![title]), &source, &json!({ "title": "Employee" }));
    assert_eq!(codes(&preview.diagnostics), [""; 0]);
}

/// What a mapping leaves out of the values that there are is no value that the object has no more.
#[test]
fn what_a_mapping_gives_to_some_alone_is_not_told_as_kept() {
    let expression = r#"IIF([department] = "Sales", [jobTitle], )"#;
    let codes = |source: Value| {
        let title = attribute("title", Source::Expression(expression.to_owned()));
        let preview = linked(users(vec![title]), &with(person(), source), &json!({ "title": "AE" }));
        codes(&preview.diagnostics).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(codes(json!({ "department": "Finance", "jobTitle": "AE" })), [""; 0]);
    assert_eq!(codes(json!({ "department": null, "jobTitle": null })), ["PV325"]);
    // Who reads what is not told knows nothing.
    assert_eq!(codes(json!({ "jobTitle": null })), [""; 0]);
}

/// `AppRoleAssignmentsComplex` only adds in a PATCH, `AssertiveAppRoleAssignmentsComplex` replaces the list.
#[test]
fn a_role_that_was_removed_stays_where_roles_are_only_added() {
    let role = |name: &str| json!({ "id": name, "appRoleId": name, "value": name, "displayName": name });
    let held = json!([{ "value": "a", "displayName": "a" }, { "value": "b", "displayName": "b" }]);
    let with_roles = |function: &str, roles: Value, held: &Value| {
        let mapping =
            users(vec![attribute("roles", Source::Expression(format!("{function}([appRoleAssignments])")))]);
        linked(mapping, &with(person(), roles), &json!({ "roles": held }))
    };
    let preview = |function: &str, names: &[&str]| {
        let roles: Vec<Value> = names.iter().map(|name| role(name)).collect();
        with_roles(function, json!({ "appRoleAssignments": roles }), &held)
    };
    let told = preview("AppRoleAssignmentsComplex", &["a"]);
    assert_eq!(told.reason.code(), "redundant");
    assert_eq!(messages(&told, "PV325"), ["the account keeps values that were removed in Entra: `roles`"]);
    assert_eq!(told.diagnostics[0].severity.as_str(), "warning");
    // The last one, too; an export without roles, or of what changed, says nothing of who lost one.
    let last = preview("AppRoleAssignmentsComplex", &[]);
    assert_eq!(messages(&last, "PV325"), messages(&told, "PV325"));
    assert_eq!(last.diagnostics[0].help, told.diagnostics[0].help);
    let untold = with_roles("AppRoleAssignmentsComplex", json!({}), &held);
    assert_eq!(messages(&untold, "PV325"), [""; 0]);
    assert_eq!(codes(&preview("AppRoleAssignmentsComplex", &["a", "b"]).diagnostics), [""; 0]);
    assert_eq!(messages(&preview("AssertiveAppRoleAssignmentsComplex", &["a"]), "PV325"), [""; 0]);
}

/// RFC 7644 §3.4.2.4, and Graph, *Paging*: what is not on the page is missing from the plan, whichever file was cut.
#[test]
fn a_page_of_several_is_told_for_every_file() {
    let engine = scimwright::surface::Engine::create(r#"{"settings":{"scope":"all"}}"#).unwrap();
    let told = |users: Option<&str>, groups: Option<&str>, target: Option<&str>| {
        let plan: Value = serde_json::from_str(&engine.plan(users, groups, target, None)).unwrap();
        let found = plan["diagnostics"].as_array().unwrap().iter().filter(|found| found["code"] == "IN009");
        found.map(|found| found["message"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let page = Some(r#"{"value":[{"id":"a"}],"@odata.nextLink":"https://x.example/2"}"#);
    let accounts = |total: u32| json!({ "totalResults": total, "Resources": [{ "id": "t" }] }).to_string();
    let list = "the list is one page of several";
    assert_eq!(told(page, None, None), [list]);
    assert_eq!(told(page, page, None), [list, list]);
    let one_page = "the accounts are one page of several: all others count as missing";
    assert_eq!(told(None, None, Some(&accounts(2))), [one_page]);
    assert_eq!(told(None, None, Some(&accounts(1))), [""; 0]);
}

/// Graph, *List users*: without `$select` a few properties are given, `accountEnabled` not among them.
#[test]
fn an_export_in_which_nobody_says_who_is_enabled_is_told_once() {
    let export = |settings, users: &[Value]| {
        let plan = job(&[]).cycle(settings, users, &[]);
        let found = plan.diagnostics.iter().filter(|finding| finding.code.code == "PV326");
        found.map(|it| format!("{}: {}", it.severity.as_str(), it.message)).collect::<Vec<_>>()
    };
    let bare = |id: &str| json!({ "id": id, "userPrincipalName": id });
    let told = "warning: not one of the users says whether the account is enabled: all count as enabled";
    assert_eq!(export(all(), &[bare("a"), bare("b")]), [told]);
    // One of them tells, in any letter case; a single user may be written by hand; a deleted one has nothing.
    for member in ["accountEnabled", "AccountEnabled"] {
        assert_eq!(export(all(), &[bare("a"), with(bare("b"), json!({ member: false }))]), [""; 0]);
    }
    let gone = |id: &str| json!({ "id": id, "@removed": { "reason": "changed" } });
    assert_eq!(export(all(), &[bare("a"), gone("b"), gone("c")]), [""; 0]);
    // What changed may be told without what stayed.
    let mut changes = all();
    changes.cycle = Cycle::Incremental;
    assert_eq!(export(changes, &[bare("a"), bare("b")]), [""; 0]);
}

/// M-7: a name is free once it is replaced, and not because something else of the account is.
#[test]
fn a_name_that_is_never_replaced_stays_the_accounts() {
    let mut job = job(&[account("t1", "old@x", "a@x")]);
    job.users.attributes[0].flow_type = FlowType::ObjectAddOnly;
    let both = [somebody("u1", "new@x", "b@x"), somebody("u2", "old@x", "c@x")];
    let plan = job.cycle(pairs(&[("u1", "t1")]), &both, &[]);
    let told: Vec<_> = plan.previews.iter().map(|preview| preview.reason.code()).collect();
    assert_eq!(told, ["linkedAndChanged", "duplicateSourceEntries"]);
}

/// B-8: a default takes the place of null when the account is created, and never later.
#[test]
fn b8_a_preview_shows_where_a_default_comes_in() {
    let title =
        AttributeMappingDefinition { default_value: Some("New".to_owned()), ..direct("title", "jobTitle") };
    let mapping = users(vec![title]);
    let shown = |preview: &Preview| {
        let title = preview.attributes.iter().find(|attribute| *attribute.target == *"title").unwrap();
        json!([title.outcome, title.value, title.before, title.after])
    };
    assert_eq!(shown(&preview(mapping.clone(), &person())), json!(["default", "New", null, "New"]));
    let told = with(person(), json!({ "jobTitle": "Lead" }));
    assert_eq!(shown(&preview(mapping.clone(), &told)), json!(["flows", "Lead", null, "Lead"]));
    let account = json!({ "title": "Old" });
    assert_eq!(shown(&linked(mapping, &person(), &account)), json!(["null", null, "Old", "Old"]));
}
