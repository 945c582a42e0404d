//! Mapping expressions beside templates of minijinja that compute the same texts: compiled, then evaluated for one
//! user whose attributes are read already.

#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use minijinja::Environment;
use scimwright::expression::{Context, Outcome, Program, Slots, Source, Value, parse};
use scimwright::limits::Limits;
use scimwright::value::json;

/// What it does, the expression, the template.
const PAIRS: [(&str, &str, &str); 7] = [
    ("an attribute", "[mail]", "{{ mail }}"),
    (
        "Join, one part missing",
        r#"Join(", ", [surname], [middleName], [givenName])"#,
        r#"{{ [surname, middleName, givenName]|select|join(", ") }}"#,
    ),
    (
        "Append of lower case",
        r#"Append(ToLower([mailNickname]), "@contoso.com")"#,
        r#"{{ mailNickname|lower ~ "@contoso.com" }}"#,
    ),
    (
        "Switch, third of four",
        r#"Switch([state], "Australia/Sydney", "NSW", "Australia/Sydney", "VIC", "Australia/Melbourne", "QLD", "Australia/Brisbane", "SA", "Australia/Adelaide")"#,
        r#"{% if state == "NSW" %}Australia/Sydney{% elif state == "VIC" %}Australia/Melbourne{% elif state == "QLD" %}Australia/Brisbane{% elif state == "SA" %}Australia/Adelaide{% else %}Australia/Sydney{% endif %}"#,
    ),
    (
        "nested IIF",
        r#"IIF([country]="USA", "us", IIF([state]="QLD", Left([displayName], 3), "other"))"#,
        r#"{% if country == "USA" %}us{% elif state == "QLD" %}{{ displayName[:3] }}{% else %}other{% endif %}"#,
    ),
    (
        "text replaced",
        r#"Replace([preferredLanguage], "-", , , "_", , )"#,
        r#"{{ preferredLanguage|replace("-", "_") }}"#,
    ),
    ("part of a split text", r#"Left(Item(Split([mail], "@"), 1), 15)"#, r#"{{ mail|split("@")|first }}"#),
];

const USER: &str = r#"{"mail":"chloe.lefevre@lumenfield.example","mailNickname":"Chloe.Lefevre","surname":"Lefèvre",
"givenName":"Chloé","displayName":"Chloé Lefèvre","state":"QLD","country":"France","preferredLanguage":"fr-FR",
"middleName":null,"department":"Sales","jobTitle":"Senior Account Executive"}"#;

fn compile(text: &str, slots: &mut Slots) -> Program {
    let tree = parse(text, &Limits::DEFAULT).unwrap();
    Program::compile(&tree, text, slots, &Limits::DEFAULT).unwrap()
}

fn main() {
    let user = json::parse(USER, &Limits::DEFAULT).unwrap();
    let members = user.as_object().unwrap().iter();
    let peer_user = minijinja::Value::from_pairs(
        members.filter_map(|(name, value)| Some((name.to_owned(), value.as_str()?.to_owned()))),
    );
    let context = Context::default();
    let mut table = common::Table::new("expression");

    let mut environment = Environment::new();
    for (what, _, template) in &PAIRS {
        environment.add_template(what, template).unwrap();
    }
    table.row(
        "seven expressions compiled",
        "minijinja",
        Some(1.0),
        || {
            let mut slots = Slots::new();
            PAIRS.map(|(_, text, _)| compile(text, &mut slots))
        },
        || {
            let mut environment = Environment::new();
            PAIRS.iter().for_each(|(what, _, template)| environment.add_template(what, template).unwrap());
            environment
        },
    );

    for (what, text, _) in PAIRS {
        let mut slots = Slots::new();
        let program = compile(text, &mut slots);
        let values: Vec<Value<'_>> = slots.names().iter().map(|name| user.attribute(name)).collect();
        let template = environment.get_template(what).unwrap();
        let outcome = program.evaluate(&values, &context).unwrap();
        let Outcome::Value(value) = outcome else { panic!("{what} gives no value") };
        assert_eq!(value.to_text().unwrap(), template.render(&peer_user).unwrap(), "{what}");
        table.row(
            what,
            "minijinja",
            Some(0.5),
            || {
                let Outcome::Value(value) = program.evaluate(&values, &context).unwrap() else { return None };
                value.to_text().map(|text| text.len())
            },
            || template.render(&peer_user).unwrap(),
        );
    }
}
