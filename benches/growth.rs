//! How time grows with every kind of input: an input of twice the length beside the input, through the functions that
//! all doors call. Linear work gives 2; more than 2.6 is a defect.
//!
//! `cargo bench --bench growth`, or `-- NAME` for the rows that hold a word.

#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use std::fmt::Write as _;

use scimwright::surface::{self, Engine, Resources};

/// What grows, how many of it the smaller input has, and the work on so many: made before it is timed.
type Row = (&'static str, usize, fn(usize) -> Box<dyn FnMut() -> usize>);

const ROWS: &[Row] = &[
    ("filter: conditions", 200, |n| {
        let text = joined(n, " or ", |at| format!("userName eq \"user{at}@x.example\""));
        work(move || surface::parse_filter(&text, ""))
    }),
    ("filter: conditions, the last one broken", 200, |n| {
        let text = joined(n, " or ", |at| format!("userName eq \"user{at}@x.example\"")) + " or title eq";
        work(move || surface::parse_filter(&text, ""))
    }),
    ("filter matched: e-mails", 1_000, |n| {
        let user = format!("{{\"emails\":[{}]}}", joined(n, ",", email));
        work(move || surface::filter_matches("emails[type eq \"home\" and value co \"@y\"]", &user, ""))
    }),
    ("expression checked: arguments", 1_000, |n| {
        let text = format!("Join(\",\", {})", joined(n, ", ", |at| format!("ToLower([attribute{at}])")));
        work(move || surface::check_expression(&text, ""))
    }),
    ("expression formatted: arguments", 1_000, |n| {
        let text = format!("Join(\",\", {})", joined(n, ", ", |at| format!("ToLower([attribute{at}])")));
        work(move || surface::format_expression(&text))
    }),
    ("expression checked: misspelt functions", 1_000, |n| {
        let text = format!("Join(\",\", {})", joined(n, ", ", |at| format!("ToLowr([attribute{at}])")));
        work(move || surface::check_expression(&text, ""))
    }),
    ("expression evaluated: pairs of Switch", 1_200, |n| {
        let text = format!("Switch([a], \"d\", {})", joined(n, ", ", |at| format!("\"key{at}\", \"v{at}\"")));
        work(move || surface::evaluate(&text, r#"{"a":"none"}"#, ""))
    }),
    ("expression evaluated: items", 20_000, |n| {
        let source = format!("{{\"a\":[{}]}}", joined(n, ",", |at| format!("\"item {at}\"")));
        work(move || surface::evaluate("Count(RemoveDuplicates(ToUpper([a])))", &source, ""))
    }),
    ("expression evaluated: a text replaced by pattern", 100_000, |n| {
        let source = format!("{{\"a\":\"{}\"}}", "a-b ".repeat(n / 4));
        work(move || {
            surface::evaluate("Replace([a], , \"(?<x>[a-z])-\", , \"${x}_\", , )", &source, LONG_EVALUATION)
        })
    }),
    ("completion: arguments before it", 1_000, |n| {
        let text = format!("Join(\",\", {}, [ma", joined(n, ", ", |at| format!("ToLower([attribute{at}])")));
        work(move || surface::complete(&text, text.len(), ""))
    }),
    ("hover: arguments before it", 1_000, |n| {
        let text = format!("Join(\",\", {}, [mail])", joined(n, ", ", |at| format!("[attribute{at}]")));
        work(move || surface::hover(&text, text.len() - 3, ""))
    }),
    ("expression coloured: arguments", 1_000, |n| {
        let text = format!("Join(\",\", {})", joined(n, ", ", |at| format!("ToLower([attribute{at}])")));
        work(move || surface::highlight(&text))
    }),
    ("expression traced: arguments", 1_000, |n| {
        let text = format!("Join(\",\", {})", joined(n, ", ", |_| "ToLower([a])".to_owned()));
        work(move || surface::evaluate(&text, r#"{"a":"A"}"#, r#"{"trace":true}"#))
    }),
    ("PATCH: operations on as many members", 2_000, |n| {
        let group = group(0, 0..n);
        let operations = joined(n, ",", |at| {
            format!(r#"{{"op":"add","path":"members","value":[{{"value":"new{at}"}}]}}"#)
        });
        work(move || surface::apply_patch(&group, &patch(&operations), GROUP))
    }),
    ("PATCH: removals of as many members", 2_000, |n| {
        let group = group(0, 0..n);
        let operations =
            joined(n, ",", |at| format!(r#"{{"op":"remove","path":"members[value eq \"u{at}\"]"}}"#));
        work(move || surface::apply_patch(&group, &patch(&operations), GROUP))
    }),
    ("PATCH: members in one operation", 20_000, |n| {
        let group = group(0, 0..n);
        let members = joined(n, ",", |at| format!(r#"{{"value":"u{}"}}"#, at + n / 2));
        let request = patch(&format!(r#"{{"op":"add","path":"members","value":[{members}]}}"#));
        work(move || surface::apply_patch(&group, &request, GROUP))
    }),
    ("PATCH: undefined attributes of one value", 2_000, |n| {
        let extra = joined(n, ",", |at| format!("\"custom{at}\":1"));
        let request = patch(&format!(r#"{{"op":"add","value":{{{extra}}}}}"#));
        work(move || surface::apply_patch(&user(0), &request, ""))
    }),
    ("difference: members", 4_000, |n| {
        let (before, after) = (group(0, 0..n), group(0, n / 2..n + n / 2));
        work(move || surface::diff(&before, &after, GROUP))
    }),
    ("validation: members", 20_000, |n| {
        let group = group(0, 0..n);
        work(move || surface::validate_payload(&group, GROUP))
    }),
    ("validation: undefined attributes", 2_000, |n| {
        let extra = joined(n, ",", |at| format!("\"userNam{at}\":1"));
        let user = format!("{{\"schemas\":[\"{CORE}:User\"],{extra}}}");
        work(move || surface::validate_payload(&user, ""))
    }),
    ("validateBatch: lines", 4_000, |n| {
        let engine = engine("{}");
        let lines = joined(n, "\n", |at| format!("{{\"userName\":\"u{at}\",\"emails\":[{}]}}", email(at)));
        Box::new(move || length(|give| engine.validate_batch(lines.as_bytes(), give)))
    }),
    ("one object read: numbers that do not fit", 4_000, |n| {
        let object = format!("{{{}}}", joined(n, ",", |at| format!("\"a{at}\":1e999")));
        work(move || surface::read_objects(&object))
    }),
    ("one object read: schemas with numbers that do not fit", 4_000, |n| {
        let object = format!("{{{}}}", joined(n, ",", |_| "\"schemas\":[1e999]".to_owned()));
        work(move || surface::read_objects(&object))
    }),
    ("previewBatch: lines", 4_000, |n| {
        let engine = engine("{}");
        let lines = joined(n, "\n", user);
        Box::new(move || length(|give| engine.preview_batch(lines.as_bytes(), give)))
    }),
    ("previewCompact: users one by one beside stored pairs", 500, |n| {
        let links = joined(n, ",", |at| format!("\"{}\":\"t{at}\"", id(at)));
        let engine = engine(&format!(r#"{{"settings":{{"links":{{{links}}}}}}}"#));
        let users: Vec<String> = (0..n).map(user).collect();
        Box::new(move || users.iter().map(|user| engine.preview_compact(user, "user", None).len()).sum())
    }),
    ("resources loaded and filtered", 4_000, |n| {
        let lines = joined(n, "\n", |at| account(at, &format!("u{at}@x.example")));
        Box::new(move || {
            let mut resources = Resources::load(&lines, "").unwrap();
            resources.filter("userName eq \"u7@x.example\"", "").len()
        })
    }),
    ("plan: users", 1_000, |n| plan(joined(n, "\n", user), String::new(), String::new())),
    ("plan: users and as many accounts", 1_000, |n| {
        plan(
            joined(n, "\n", user),
            String::new(),
            joined(n, "\n", |at| account(at, &format!("u{at}@x.example"))),
        )
    }),
    ("plan: users of one name", 1_000, |n| {
        plan(
            joined(n, "\n", |at| user(at).replace(&format!("u{at}@"), "same@")),
            String::new(),
            String::new(),
        )
    }),
    ("plan: users that find accounts of one name", 500, |n| {
        let users = joined(n, "\n", |at| user(at).replace(&format!("u{at}@"), "same@"));
        plan(users, String::new(), joined(n, "\n", |at| account(at, "same@x.example")))
    }),
    ("plan: a chain of managers", 1_000, |n| {
        let managed = |at: usize| {
            user(at).replace('}', &format!(",\"manager\":{{\"id\":\"{}\"}}}}", id(at.wrapping_add(1) % n)))
        };
        plan(joined(n, "\n", managed), String::new(), String::new())
    }),
    ("plan: groups of ten", 500, |n| {
        plan(joined(10, "\n", user), joined(n, "\n", |at| group(at, 0..10)), String::new())
    }),
    ("plan: members of one group", 2_000, |n| plan(joined(n, "\n", user), group(0, 0..n), String::new())),
    ("plan: a group beside its members in the target", 2_000, |n| {
        let accounts = joined(n, "\n", |at| account(at, &format!("u{at}@x.example")));
        let members = joined(n, ",", |at| format!("{{\"value\":\"{}\"}}", 7_000_000 + at / 2 * 2));
        let held = format!(
            r#"{{"schemas":["{CORE}:Group"],"id":"g1","displayName":"Group 0","members":[{members}]}}"#
        );
        plan(joined(n, "\n", user), group(0, 0..n), format!("{accounts}\n{held}"))
    }),
    ("configuration checked: mappings", 200, |n| {
        let schema = schema(&joined(n, ",", mapping), "[]");
        work(move || surface::check_schema(&schema, ""))
    }),
    ("configuration compiled: mappings", 200, |n| {
        let schema = schema(&joined(n, ",", mapping), "[]");
        Box::new(move || Engine::create(&format!("{{\"schema\":{schema}}}")).unwrap().created().len())
    }),
    ("configuration checked: scoping clauses", 500, |n| {
        let clause = |at| {
            format!(
                r#"{{"sourceOperandName":"department","operatorName":"EQUALS","targetOperand":{{"values":["{at}"]}}}}"#
            )
        };
        let group = format!(r#"[{{"name":"all","clauses":[{}]}}]"#, joined(n, ",", clause));
        let schema = schema(&mapping(0), &group);
        work(move || surface::check_schema(&schema, ""))
    }),
    ("configuration checked: attributes defined and mapped", 200, |n| {
        let attribute = |at| format!(r#"{{"name":"custom{at}","type":"String"}}"#);
        let object = format!(r#"{{"name":"{CORE}:User","attributes":[{}]}}"#, joined(n, ",", attribute));
        let directories = format!(r#"[{{"name":"customappsso","objects":[{object}]}}]"#);
        let schema = schema(&joined(n, ",", mapping), "[]");
        let schema = schema.replacen('{', &format!("{{\"directories\":{directories},"), 1);
        work(move || surface::check_schema(&schema, ""))
    }),
    ("configurations compared: mappings", 200, |n| {
        let before = schema(&joined(n, ",", mapping), "[]");
        let after = schema(&joined(n, ",", |at| mapping(n - 1 - at)), "[]");
        work(move || surface::compare_schemas(&before, &after, &user(0)))
    }),
    ("users read from CSV", 2_000, |n| {
        let row = |at| format!("{},u{at}@x.example,\"B, {at}\"", id(at));
        let table = format!("id,userPrincipalName,surname\n{}", joined(n, "\n", row));
        work(move || surface::read_objects(&table))
    }),
    ("configurations compared: users", 500, |n| {
        let (before, after) = (schema(&mapping(0), "[]"), schema(&mapping(1), "[]"));
        let users = joined(n, "\n", user);
        work(move || surface::compare_schemas(&before, &after, &users))
    }),
    ("test cases", 500, |n| {
        let case = |at| {
            format!(
                r#"{{"expression":"Append([a], \"x\")","source":{{"a":"{at}"}},"expected":{{"value":"{at}x"}}}}"#
            )
        };
        let cases = format!("[{}]", joined(n, ",", case));
        work(move || surface::test_mappings(&cases))
    }),
    ("JSON: the place of an error in many lines", 45_000, |n| {
        let text = format!("[\n{}\n", "1,\n".repeat(n));
        work(move || surface::validate_payload(&text, ""))
    }),
];

const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0";
const GROUP: &str = r#"{"kind":"Group"}"#;
const LONG_EVALUATION: &str = r#"{"limits":{"fuel":100000000}}"#;

fn main() {
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let mut table = common::Table::new("growth: twice the input beside the input");
    for (what, count, make) in ROWS {
        if only.as_ref().is_none_or(|only| what.contains(only.as_str())) {
            let beside = format!("half of {}", count * 2);
            table.row(what, &beside, Some(2.6), make(count * 2), make(*count));
        }
    }
}

/// The length of an answer given in pieces.
fn length(run: impl FnOnce(&mut dyn FnMut(&str))) -> usize {
    let mut length = 0;
    run(&mut |piece: &str| length += piece.len());
    length
}

fn work(run: impl Fn() -> String + 'static) -> Box<dyn FnMut() -> usize> {
    // An answer that is a refusal would be quick whatever the length.
    let first = run();
    assert!(
        !first.starts_with("{\"ok\":false") || !first.contains("\"code\":\"LM"),
        "{}",
        first.chars().take(300).collect::<String>()
    );
    Box::new(move || run().len())
}

fn plan(users: String, groups: String, target: String) -> Box<dyn FnMut() -> usize> {
    let engine = engine(r#"{"settings":{"scope":"all"}}"#);
    work(move || {
        let [groups, target] =
            [&groups, &target].map(|text| Some(text.as_str()).filter(|text| !text.is_empty()));
        engine.plan(Some(&users), groups, target, None)
    })
}

fn engine(options: &str) -> Engine {
    Engine::create(options).unwrap()
}

fn joined(count: usize, between: &str, item: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for at in 0..count {
        let between = if at == 0 { "" } else { between };
        write!(text, "{between}{}", item(at)).unwrap();
    }
    text
}

fn email(at: usize) -> String {
    format!(r#"{{"type":"work","value":"u{at}@x.example"}}"#)
}

fn id(at: usize) -> String {
    format!("5d0c0000-0000-4000-8000-{at:012}")
}

fn user(at: usize) -> String {
    format!(
        r#"{{"id":"{}","userPrincipalName":"u{at}@x.example","mail":"u{at}@x.example","mailNickname":"u{at}","givenName":"A","surname":"B","jobTitle":"T","accountEnabled":true}}"#,
        id(at)
    )
}

fn account(at: usize, name: &str) -> String {
    format!(
        r#"{{"schemas":["{CORE}:User"],"id":"{}","userName":"{name}","active":true,"emails":[{}]}}"#,
        7_000_000 + at,
        email(at)
    )
}

fn group(at: usize, members: std::ops::Range<usize>) -> String {
    let first = members.start;
    // A member as Graph and as SCIM names it.
    let member = |at: usize| format!(r#"{{"id":"{}","value":"u{}"}}"#, id(first + at), first + at);
    let members = joined(members.len(), ",", member);
    format!(
        r#"{{"schemas":["{CORE}:Group"],"id":"g{at}","displayName":"Group {at}","securityEnabled":true,"members":[{members}]}}"#
    )
}

fn patch(operations: &str) -> String {
    format!(r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operations}]}}"#)
}

fn mapping(at: usize) -> String {
    let (target, priority) = if at == 0 { ("userName".to_owned(), 1) } else { (format!("custom{at}"), 0) };
    format!(
        r#"{{"targetAttributeName":"{target}","matchingPriority":{priority},"flowType":"Always","source":{{"type":"Function","expression":"Append([userPrincipalName], \"{at}\")","name":"Append","parameters":[]}}}}"#
    )
}

fn schema(mappings: &str, groups: &str) -> String {
    format!(
        r#"{{"synchronizationRules":[{{"name":"USER_OUTBOUND_USER","sourceDirectoryName":"Azure Active Directory","targetDirectoryName":"customappsso","objectMappings":[{{"enabled":true,"flowTypes":"Add, Update, Delete","sourceObjectName":"User","targetObjectName":"{CORE}:User","scope":{{"groups":{groups}}},"attributeMappings":[{mappings}]}}]}}]}}"#
    )
}
