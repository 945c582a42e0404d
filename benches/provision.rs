//! One user from JSON text to the body of its POST, beside hand-written code for the same thirteen attributes and a
//! template engine; a batch of previews beside reading the same bytes.
//!
//! `cargo bench --bench provision`

#![allow(missing_docs)]

mod common;

use std::borrow::Cow;
use std::hint::black_box;

use common::Table;
use scimwright::Engine;
use scimwright::sync_schema::ObjectKind;
use serde::{Deserialize, Serialize};

/// What a Rust programmer would write: typed, borrowed, in one pass.
mod by_hand {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct GraphUser<'a> {
        #[serde(borrow)]
        user_principal_name: Option<Cow<'a, str>>,
        #[serde(borrow)]
        mail: Option<Cow<'a, str>>,
        #[serde(borrow)]
        mail_nickname: Option<Cow<'a, str>>,
        #[serde(borrow)]
        given_name: Option<Cow<'a, str>>,
        #[serde(borrow)]
        surname: Option<Cow<'a, str>>,
        #[serde(borrow)]
        job_title: Option<Cow<'a, str>>,
        #[serde(borrow)]
        preferred_language: Option<Cow<'a, str>>,
        #[serde(borrow)]
        state: Option<Cow<'a, str>>,
        #[serde(borrow)]
        country: Option<Cow<'a, str>>,
        #[serde(borrow, default)]
        business_phones: Vec<Cow<'a, str>>,
        account_enabled: Option<bool>,
        #[serde(borrow)]
        deleted_date_time: Option<Cow<'a, str>>,
        #[serde(borrow)]
        manager: Option<Reference<'a>>,
        #[serde(borrow)]
        on_premises_extension_attributes: Option<Extension<'a>>,
    }

    #[derive(Deserialize)]
    struct Reference<'a> {
        #[serde(borrow)]
        id: Cow<'a, str>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Extension<'a> {
        #[serde(borrow)]
        extension_attribute2: Option<Cow<'a, str>>,
    }

    #[derive(Serialize)]
    struct ScimUser<'a> {
        schemas: [&'static str; 2],
        #[serde(rename = "userName")]
        user_name: Option<Cow<'a, str>>,
        active: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<Cow<'a, str>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        emails: Option<[Entry<'a>; 1]>,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<Name<'a>>,
        #[serde(rename = "phoneNumbers", skip_serializing_if = "Option::is_none")]
        phone_numbers: Option<[Entry<'a>; 1]>,
        #[serde(rename = "externalId", skip_serializing_if = "Option::is_none")]
        external_id: Option<Cow<'a, str>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        locale: Option<Cow<'a, str>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        timezone: Option<Cow<'a, str>>,
        #[serde(
            rename = "urn:ietf:params:scim:schemas:extension:Gong:2.0:User",
            skip_serializing_if = "Option::is_none"
        )]
        gong: Option<Gong<'a>>,
        meta: Meta,
    }

    #[derive(Serialize)]
    struct Entry<'a> {
        primary: bool,
        r#type: &'static str,
        value: Cow<'a, str>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Name<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        given_name: Option<Cow<'a, str>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        family_name: Option<Cow<'a, str>>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Gong<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        state_or_province: Option<Cow<'a, str>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        country: Option<Cow<'a, str>>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Meta {
        resource_type: &'static str,
    }

    fn filled(text: Option<Cow<'_, str>>) -> Option<Cow<'_, str>> {
        text.filter(|text| !text.is_empty())
    }

    fn home_name(name: Cow<'_, str>) -> Cow<'_, str> {
        let Some(cut) = name.find("#EXT#") else { return name };
        match name[..cut].rsplit_once('_') {
            Some((alias, home)) => Cow::Owned(format!("{alias}@{home}")),
            None => Cow::Owned(name[..cut].to_owned()),
        }
    }

    pub fn map(text: &str, out: &mut Vec<u8>) {
        let user: GraphUser<'_> = serde_json::from_str(text).unwrap();
        // The manager is read too: it is the thirteenth attribute, written in the second pass.
        black_box(user.manager.as_ref().map(|manager| manager.id.len()));
        let entry = |value| [Entry { primary: true, r#type: "work", value }];
        let (state, country) = (filled(user.state), filled(user.country));
        let (given_name, family_name) = (filled(user.given_name), filled(user.surname));
        let body = ScimUser {
            schemas: [
                "urn:ietf:params:scim:schemas:core:2.0:User",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            ],
            user_name: filled(user.user_principal_name.map(home_name)),
            active: user.account_enabled != Some(false) && user.deleted_date_time.is_none(),
            title: filled(user.job_title),
            emails: filled(user.mail).map(entry),
            name: (given_name.is_some() || family_name.is_some()).then_some(Name { given_name, family_name }),
            phone_numbers: filled(user.business_phones.into_iter().next()).map(entry),
            external_id: filled(user.mail_nickname),
            locale: filled(user.preferred_language),
            timezone: user
                .on_premises_extension_attributes
                .and_then(|extension| filled(extension.extension_attribute2)),
            gong: (state.is_some() || country.is_some())
                .then_some(Gong { state_or_province: state, country }),
            meta: Meta { resource_type: "User" },
        };
        serde_json::to_writer(out, &body).unwrap();
    }
}

const TEMPLATE: &str = r##"{%- set name = user.userPrincipalName -%}
{%- if name and "#EXT#" in name -%}
  {%- set parts = ((name|split("#EXT#"))|first|split("_"))|list -%}
  {%- set name = parts[:-1]|join("_") ~ "@" ~ parts|last -%}
{%- endif -%}
{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]
{%- if name %},"userName":{{ name|tojson }}{% endif -%}
,"active":{{ (user.accountEnabled != false and not user.deletedDateTime)|tojson }}
{%- if user.jobTitle %},"title":{{ user.jobTitle|tojson }}{% endif -%}
{%- if user.mail %},"emails":[{"primary":true,"type":"work","value":{{ user.mail|tojson }}}]{% endif -%}
{%- if user.givenName or user.surname %},"name":{
  {%- if user.givenName %}"givenName":{{ user.givenName|tojson }}{% endif -%}
  {%- if user.givenName and user.surname %},{% endif -%}
  {%- if user.surname %}"familyName":{{ user.surname|tojson }}{% endif -%}
}{% endif -%}
{%- if user.businessPhones and user.businessPhones[0] %},"phoneNumbers":[{"primary":true,"type":"work","value":{{ user.businessPhones[0]|tojson }}}]{% endif -%}
{%- if user.mailNickname %},"externalId":{{ user.mailNickname|tojson }}{% endif -%}
{%- if user.preferredLanguage %},"locale":{{ user.preferredLanguage|tojson }}{% endif -%}
{%- if user.onPremisesExtensionAttributes.extensionAttribute2 %},"timezone":{{ user.onPremisesExtensionAttributes.extensionAttribute2|tojson }}{% endif -%}
{%- if user.state or user.country %},"urn:ietf:params:scim:schemas:extension:Gong:2.0:User":{
  {%- if user.state %}"stateOrProvince":{{ user.state|tojson }}{% endif -%}
  {%- if user.state and user.country %},{% endif -%}
  {%- if user.country %}"country":{{ user.country|tojson }}{% endif -%}
}{% endif -%}
,"meta":{"resourceType":"User"}}"##;

fn users() -> Vec<String> {
    let path = format!("{}/tests/cases/data/users.json", env!("CARGO_MANIFEST_DIR"));
    let data: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    data["value"].as_array().unwrap().iter().map(ToString::to_string).collect()
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(count) = arguments.iter().filter_map(|argument| argument.parse().ok()).next() {
        return if arguments.iter().any(|argument| argument == "cycle") {
            cycle(count)
        } else {
            scale(count)
        };
    }
    let users = users();
    let engine = Engine::for_gong().build().unwrap();
    let mut mapper = engine.mapper(ObjectKind::User).unwrap();

    let mut environment = minijinja::Environment::new();
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Chainable);
    environment.add_template("user", TEMPLATE).unwrap();
    let template = environment.get_template("user").unwrap();
    let render = |text: &str| {
        let user: minijinja::Value = serde_json::from_str(text).unwrap();
        template.render(minijinja::context! { user => user }).unwrap()
    };

    // All three make the same bodies, or the comparison is worth nothing.
    for user in &users {
        let mut ours = String::new();
        mapper.body(user, &mut ours).unwrap();
        let mut theirs = Vec::new();
        by_hand::map(user, &mut theirs);
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&ours), read(std::str::from_utf8(&theirs).unwrap()));
        assert_eq!(read(&ours), read(&render(user)));
    }

    let count = users.len();
    let mut table = Table::new("provision: one user from JSON text to the POST body");
    let (mut mine, mut theirs) = (0, 0);
    let (mut ours, mut peer) = (String::new(), Vec::new());
    table.row(
        "map a user",
        "hand-written serde",
        Some(1.0),
        || {
            mine = (mine + 1) % count;
            ours.clear();
            mapper.body(&users[mine], &mut ours).unwrap();
            ours.len()
        },
        || {
            theirs = (theirs + 1) % count;
            peer.clear();
            by_hand::map(&users[theirs], &mut peer);
            peer.len()
        },
    );
    table.row(
        "map a user",
        "minijinja",
        Some(0.15),
        || {
            mine = (mine + 1) % count;
            ours.clear();
            mapper.body(&users[mine], &mut ours).unwrap();
            ours.len()
        },
        || {
            theirs = (theirs + 1) % count;
            render(&users[theirs]).len()
        },
    );

    let lines = generated(20_000);
    let bytes = lines.len();
    table.row(
        "preview 20,000 users on 2 threads, references included",
        "reading the bytes into serde_json::Value on one core",
        Some(1.5),
        || engine.preview_batch(&lines, 2).len(),
        || {
            lines
                .lines()
                .filter(|line| serde_json::from_str::<serde_json::Value>(line).unwrap().is_object())
                .count()
        },
    );
    println!("{bytes} bytes of input");
}

/// NDJSON users made from the sample ones, each with its own id, names and a manager among the first hundred.
fn generated(count: usize) -> String {
    let users = users();
    let mut out = String::new();
    for number in 0..count {
        let mut user: serde_json::Value = serde_json::from_str(&users[number % 12]).unwrap();
        let name = format!("user{number}@lumenfield.example");
        user["id"] = format!("5d0c0000-0000-4000-8000-{number:012}").into();
        user["userPrincipalName"] = name.clone().into();
        user["mail"] = name.into();
        user["mailNickname"] = format!("user{number}").into();
        user["surname"] = "Byron".into();
        user["manager"] = serde_json::json!({ "@odata.type": "#microsoft.graph.user",
            "id": format!("5d0c0000-0000-4000-8000-{:012}", number % 100) });
        out.push_str(&user.to_string());
        out.push('\n');
    }
    out
}

/// `cargo bench --bench provision -- 1000000`: that many users from a file, streamed, on two threads.
fn scale(count: usize) {
    use std::fs::File;
    use std::io::{BufWriter, Write};
    use std::time::Instant;

    let path = std::env::temp_dir().join("scimwright-scale.ndjson");
    let mut file = BufWriter::new(File::create(&path).unwrap());
    let mut made = 0;
    while made < count {
        let part = generated(10_000.min(count - made));
        // Ids are unique in a part; make them so in the file.
        let part = part.replace("\"id\":\"5d0c0000-", &format!("\"id\":\"{:08x}-", made / 10_000));
        file.write_all(part.as_bytes()).unwrap();
        made += 10_000;
    }
    file.into_inner().unwrap();
    let bytes = std::fs::metadata(&path).unwrap().len();
    let engine = Engine::for_gong().build().unwrap();
    let started = Instant::now();
    let mut batch = engine.batch(&[]);
    let mut out = std::io::sink();
    batch.stream(|| File::open(&path), &mut out, 2, 8 << 20).unwrap();
    let ours = started.elapsed();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned();
    let started = Instant::now();
    let mut lines = 0_usize;
    for line in std::io::BufRead::lines(std::io::BufReader::new(File::open(&path).unwrap())) {
        lines += usize::from(serde_json::from_str::<serde_json::Value>(&line.unwrap()).unwrap().is_object());
    }
    let limit = started.elapsed();
    println!(
        "{lines} users, {bytes} bytes: {ours:.2?} on 2 threads, {peak}; reading into serde_json::Value on one core {limit:.2?}; ratio {:.2}",
        ours.as_secs_f64() / limit.as_secs_f64()
    );
    std::fs::remove_file(path).unwrap();
}

/// `cargo bench --bench provision -- cycle 100000`: a whole cycle of that many users and a hundredth as many groups,
/// every preview written as NDJSON.
fn cycle(count: usize) {
    use scimwright::SourceObject;
    use scimwright::provision::{CycleInput, TargetState};

    let lines = generated(count);
    let groups: Vec<String> = (0..count / 100)
        .map(|group| {
            let members: Vec<_> = (0..100)
                .map(|member| {
                    let id = format!("5d0c0000-0000-4000-8000-{:012}", (group * 100 + member) % count);
                    serde_json::json!({ "@odata.type": "#microsoft.graph.user", "id": id })
                })
                .collect();
            serde_json::json!({ "id": format!("9e4a{group:08}"), "displayName": format!("Group {group}"),
                "securityEnabled": true, "members": members, "appRoleAssignments": [{ "id": "a" }] })
            .to_string()
        })
        .collect();
    let engine = Engine::for_gong().build().unwrap();
    let input = CycleInput {
        users: lines.lines().map(|line| SourceObject::user(line).unwrap()).collect(),
        groups: groups.iter().map(|group| SourceObject::group(group.as_str()).unwrap()).collect(),
        target: Some(TargetState::default()),
        state: None,
    };
    let started = std::time::Instant::now();
    let mut written = 0;
    let outcome = engine.plan_each(
        &input,
        2,
        |preview| serde_json::to_string(&preview).unwrap().len(),
        |line| written += line,
    );
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    println!(
        "{count} users, {} bytes, {} groups: {:.2?}, {written} bytes of previews, {peak}; {:?}",
        lines.len(),
        groups.len(),
        started.elapsed(),
        outcome.summary
    );
}
