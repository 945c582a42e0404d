//! What the command line shows to people: one object, a plan, a comparison.

#![cfg(feature = "cli")]

#[path = "common/command.rs"]
mod command;

use command::{SCHEMA, SOURCE, Scratch, edited, told};
use serde_json::json;

/// What the eye does not see of a clause stands in quotes (reasons such as "clause 2 false: department is empty").
#[test]
fn white_space_around_the_values_of_clauses_is_shown() {
    let clause = |value: &str| json!({ "sourceOperandName": "department", "operatorName": "EQUALS", "targetOperand": { "values": [value] } });
    let clauses: Vec<_> = [" Sales ", "Sales", ""].map(clause).into();
    let schema = edited("edges.json", |mapping| {
        mapping["scope"] = json!({ "groups": [{ "name": "F", "clauses": clauses }] });
    });
    let shown = |department: &str| {
        let user = SOURCE.replace("\"id\"", &format!("\"department\":\"{department}\",\"id\""));
        told(&["preview", "-", "--schema", schema.path(), "--scope", "all", "--only", "u1"], user.as_bytes())
            .1
    };
    let (plain, edged, empty) = (shown("Sales"), shown("Sales\u{a0}"), shown(""));
    for (out, part) in [
        (&plain, "false department EQUALS \" Sales \" (is Sales)\n"),
        (&plain, "true  department EQUALS Sales (is Sales)\n"),
        (&plain, "false department EQUALS \"\" (is Sales)\n"),
        (&edged, "false department EQUALS Sales (is \"Sales\u{a0}\")\n"),
        (&empty, "false department EQUALS Sales (is (empty))\n"),
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
}

/// Attributes of two schemas that have one name are told apart, in previews and in comparisons.
#[test]
fn attributes_of_one_name_keep_their_schemas() {
    let urn = |name: &str| format!("urn:ietf:params:scim:schemas:extension:{name}:2.0:User:region");
    let schema = edited("customs.json", |mapping| {
        for (name, source) in [("CustomA", "city"), ("CustomB", "state")] {
            let mappings = mapping["attributeMappings"].as_array_mut().unwrap();
            let source = json!({ "name": source, "type": "Attribute" });
            mappings.push(json!({ "targetAttributeName": urn(name), "source": source }));
        }
    });
    let users = Scratch::new(
        "regions.json",
        SOURCE.replace("\"id\"", "\"city\":\"C\",\"state\":\"S\",\"id\"").as_bytes(),
    );
    let preview = ["preview", users.path(), "--schema", schema.path(), "--scope", "all", "--only", "u1"];
    let (_, out, _) = told(&preview, b"");
    for part in [
        "  CustomA:2.0:User:region  flows     C  <- city\n",
        "  CustomB:2.0:User:region  flows     S  <- state\n",
        "\n  stateOrProvince  ",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
    let (_, out, _) = told(&["compare", SCHEMA, schema.path(), "--users", users.path()], b"");
    for part in [
        "user CustomA:2.0:User:region source: (none) -> city\n",
        "  CustomB:2.0:User:region: (nothing) -> S\n",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
}

/// What one object is shown for is its values, as they are: nothing is cut, and nothing taken from their ends.
#[test]
fn one_object_is_shown_with_its_whole_values() {
    let title = "Vice President of International Revenue Operations and Enablement, Europe";
    let user = SOURCE.replace(r#""A""#, r#""`A`""#).replace(r#""T""#, &format!(r#""{title}""#));
    let (_, out, _) = told(&["preview", "-", "--scope", "all", "--only", "u1"], user.as_bytes());
    for part in ["  `A`  <- givenName\n".to_owned(), format!("  {title}  <- jobTitle\n")] {
        assert!(out.contains(&part), "{part} in {out}");
    }
}

#[test]
fn an_object_without_a_name_is_called_by_its_id() {
    for (user, first) in [
        (r#"{"id":"u9","userPrincipalName":"c@x.example"}"#, "u9 user u9"),
        (r#"{"id":"u9","displayName":"","userPrincipalName":"c@x.example"}"#, "u9 user u9"),
        (r#"{"id":"u9","displayName":"Ada","userPrincipalName":"c@x.example"}"#, "Ada user u9"),
    ] {
        let (_, out, _) = told(&["preview", "-", "--scope", "all", "--only", "u9"], user.as_bytes());
        assert_eq!(out.lines().next(), Some(first), "{user}");
    }
}

/// The columns of the mappings hold their longest word.
#[test]
fn the_columns_of_the_mappings_stand_below_each_other() {
    let schema = edited("once.json", |mapping| {
        let mappings = mapping["attributeMappings"].as_array_mut().unwrap();
        let title = mappings.iter_mut().find(|mapping| mapping["targetAttributeName"] == "title").unwrap();
        title["flowType"] = json!("ObjectAddOnly");
    });
    let urn = "urn:ietf:params:scim:schemas:core:2.0:User";
    let account = json!({ "schemas": [urn], "id": "t1", "userName": "a@x.example", "title": "Old" });
    let target = Scratch::new("once-target.json", json!([account]).to_string().as_bytes());
    let arguments = [
        "preview",
        "-",
        "--schema",
        schema.path(),
        "--target",
        target.path(),
        "--scope",
        "all",
        "--only",
        "u1",
    ];
    let (_, out, _) = told(&arguments, SOURCE.as_bytes());
    let column = |word: &str| {
        let line = out.lines().find(|line| line.contains(word)).unwrap_or_else(|| panic!("{word} in {out}"));
        (line.find("only at creation").or(line.find("flows")), line.find(word))
    };
    let (outcome, value) = column("T  <- jobTitle");
    assert_eq!(column("A  <- givenName"), (outcome, value), "{out}");
}

/// One is no plural.
#[test]
fn requests_are_counted_as_they_are_many() {
    let of = |users: &str| told(&["preview", "-", "--scope", "all"], users.as_bytes()).1;
    let one = of(SOURCE);
    assert!(one.contains("\n  1 write and 1 read would be sent\n"), "{one}");
    let two = of(&format!("[{SOURCE},{}]", SOURCE.replace("u1", "u2").replace("a@x", "b@x")));
    assert!(two.contains("\n  2 writes and 2 reads would be sent\n"), "{two}");
}

/// A comparison shows what changes alone: an attribute of a custom schema keeps it, as one of the standard may be mapped
/// beside it.
#[test]
fn a_comparison_tells_custom_attributes_from_those_of_the_standard() {
    let custom = |name: &str, source: &str| {
        edited(name, |mapping| {
            let mappings = mapping["attributeMappings"].as_array_mut().unwrap();
            for (schema, attribute) in
                [("extension:Custom:2.0", "title"), ("extension:enterprise:2.0", "department")]
            {
                let target = format!("urn:ietf:params:scim:schemas:{schema}:User:{attribute}");
                let source = json!({ "name": source, "type": "Attribute" });
                mappings.push(json!({ "targetAttributeName": target, "source": source }));
            }
        })
    };
    let (old, new) = (custom("by-city.json", "city"), custom("by-state.json", "state"));
    let source = SOURCE.replace("\"id\"", "\"city\":\"C\",\"state\":\"S\",\"id\"");
    let users = Scratch::new("cities.json", source.as_bytes());
    let (_, out, _) = told(&["compare", old.path(), new.path(), "--users", users.path()], b"");
    for part in [
        "user Custom:2.0:User:title source: city -> state\n",
        "user department source: city -> state\n",
        "\n  Custom:2.0:User:title: C -> S\n  department: C -> S\n",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
}
