//! What a reader sees for filters, paths and PATCH requests that are wrong or doubtful. `BLESS=1 cargo test --test
//! scim_diagnostics` writes the snapshot anew; read the difference before committing it.

use std::fmt::Write as _;
use std::path::Path;

use scimwright::diagnostic::{Diagnostic, Render, render};
use scimwright::limits::Limits;
use scimwright::scim::{Filter, Mode, Patch, SchemaSet, path};
use scimwright::value::json;

const FILTERS: &[&str] = &[
    "",
    "userName",
    "userName eq",
    "userName = \"a\"",
    "userName equals \"a\"",
    "meta.created lte \"2011-05-13T04:42:34Z\"",
    "userName eq 'bjensen'",
    "userName eq bjensen",
    "userName eq \"bjensen",
    "userName eq \"CONTOSO\\ada\"",
    "userName eq \"\\ud83d\"",
    "userName eq \"a\" \"b\"",
    "userName eq +1",
    "userName eq\"x\"",
    "(title pr",
    "title pr)",
    "(title pr)and(active pr)",
    "title pr xor active pr",
    "title pr and and name pr",
    "and title pr",
    "not title pr",
    "()",
    "a.b.c pr",
    "urn:attr pr",
    "pr\u{e9}nom pr",
    "\u{fc}ser pr",
    "\u{feff}userName pr",
    "userName\u{a0}eq \"x\"",
    "userName%20eq%20%22ann%40x.example%22",
    "emails[value[type pr]]",
    "emails[type eq \"work\"].value eq \"x\"",
    "active gt true",
    "active eq \"yes\"",
    "userName co 5",
    "meta.created gt \"2011-05-13\"",
    "title pr and\n  departmnt eq \"x\" or\n  active eq maybe",
];

const PATHS: &[&str] = &[
    "",
    "emails.0",
    "emails[0]",
    "emails[type eq \"work\"",
    "userName eq \"x\"",
    "/emails/0/value",
    "emails)",
];

const OPERATIONS: &[&str] = &[
    r#"{"op":"delete","path":"title"}"#,
    r#"{"op":"remove"}"#,
    r#"{"op":"add","path":"title"}"#,
    r#"{"op":"replace","path":"emials[type eq \"work\"].value","value":"x"}"#,
    r#"{"op":"replace","path":"department","value":"x"}"#,
    r#"{"op":"replace","path":"id","value":"x"}"#,
    r#"{"op":"replace","path":"userName[value eq \"x\"]","value":"x"}"#,
    r#"{"op":"replace","path":"active","value":"no"}"#,
    r#"{"op":"replace","path":"active","value":[{"$ref":null,"value":"False"}]}"#,
    r#"{"op":"add","path":"urn:ietf:params:scim:schemas:extension:Custom:2.0:User:tag","value":"x"}"#,
    r#"{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department","value":"x"}"#,
    r#"{"op":"add","value":{"title":"x","favouriteColour":"abc"}}"#,
    r#"{"op":"remove","path":"userName"}"#,
    r#"{"op":"add","path":"emails[type ne \"work\"].value","value":"x"}"#,
    r#"{"op":"add","path":"emails","value":[{"value":"a","primary":true},{"value":"b","primary":true}]}"#,
    r#"{"op":"Add","path":"active","value":"True"}"#,
    r#"{"op":"remove","path":"emails","value":[{"value":"x"}]}"#,
    r#"{"op":"replace","value":{"name.givenName":"Ada","id":"x"}}"#,
];

fn show(out: &mut String, text: &str, mode: Mode, found: &[Diagnostic]) {
    if found.is_empty() {
        return;
    }
    _ = writeln!(out, "── {mode:?}: {}", text.escape_debug());
    for finding in found {
        out.push_str(&render(finding, Render { text: Some(text), ..Render::default() }));
    }
    out.push('\n');
}

#[test]
fn findings_read_well() {
    let user = SchemaSet::gong().resource_type("User").unwrap();
    let limits = &Limits::DEFAULT;
    let mut out = String::new();
    for mode in [Mode::Strict, Mode::Tolerant] {
        for text in FILTERS {
            let found = match Filter::compile(text, user, mode, limits) {
                Ok(filter) => filter.warnings().to_vec(),
                Err(found) => vec![found],
            };
            show(&mut out, text, mode, &found);
        }
        for text in PATHS {
            show(
                &mut out,
                text,
                mode,
                &path::parse(text, mode, limits).err().into_iter().collect::<Vec<_>>(),
            );
        }
        for operation in OPERATIONS {
            let request = format!(
                r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operation}]}}"#
            );
            let request = json::parse(&request, limits).unwrap();
            let resource = json::parse(r#"{"userName":"a","emails":[{"type":"work"}]}"#, limits).unwrap();
            let found = match Patch::new(&request, user, mode, limits) {
                Err(found) => vec![found],
                Ok(patch) => match patch.apply(&resource) {
                    Err(found) => vec![found],
                    Ok(applied) => patch.warnings().iter().cloned().chain(applied.warnings).collect(),
                },
            };
            if !found.is_empty() {
                _ = writeln!(out, "── {mode:?}: {operation}");
                found.iter().for_each(|finding| out.push_str(&render(finding, Render::default())));
                out.push('\n');
            }
        }
    }
    let snapshot = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/scim.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&snapshot, &out).unwrap();
    }
    let committed = std::fs::read_to_string(&snapshot).unwrap_or_default();
    assert!(
        committed == out,
        "the snapshot differs: run `BLESS=1 cargo test --test scim_diagnostics` and read the difference"
    );
}
