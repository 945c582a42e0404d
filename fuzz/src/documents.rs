//! JSON that comes from elsewhere: PATCH requests, payloads, configurations.

use std::sync::LazyLock;

use scimwright::SourceObject;
use scimwright::diagnostic::Diagnostic;
use scimwright::limits::Limits;
use scimwright::provision::Engine;
use scimwright::scim::{Mode, Patch, PatchFormat, diff};
use scimwright::sync_schema::{CheckOptions, SynchronizationSchema, check};
use scimwright::validate::{Options, Validator};
use scimwright::value::json::{self, Json};

use super::choices::bend;
use super::languages::{ACCOUNT, read, user};
use super::text;

const LIMITS: Limits = Limits::DEFAULT;

/// The document an input stands for: its own, or `base` bent.
fn document(bytes: &[u8], base: &Json<'static>) -> Option<String> {
    text(bytes, |choices| {
        let mut document = base.clone();
        bend(&mut document, choices);
        document.to_string()
    })
}

/// A finding on a document: its span stands in the string that its pointer names, else in the text of the document.
fn well_told(finding: &Diagnostic, text: &str) {
    let place = finding.at.as_ref().filter(|place| place.span.is_some());
    let Some(pointer) = place.and_then(|place| place.pointer.as_deref()) else {
        return super::well_told(finding, text);
    };
    let document = json::parse(text, &LIMITS).unwrap_or_else(|refused| panic!("{refused}: {text}"));
    let within = document.pointer(pointer).and_then(Json::as_str);
    super::well_told(
        finding,
        within.unwrap_or_else(|| panic!("no string at {pointer}: {finding:?} in {text}")),
    );
}

/// A PATCH that is refused changes nothing; one that is applied can be told as a difference again.
pub fn patch(bytes: &[u8]) {
    static BEFORE: LazyLock<Json<'static>> = LazyLock::new(|| read(ACCOUNT));
    static REQUEST: LazyLock<Json<'static>> =
        LazyLock::new(|| read(include_str!("../../benches/inputs/patch.json")));
    let Some(text) = document(bytes, &REQUEST) else { return };
    let Ok(request) = json::parse(&text, &LIMITS) else { return };
    for mode in [Mode::Strict, Mode::Tolerant] {
        let applied = Patch::new(&request, user(), mode, &LIMITS).and_then(|patch| patch.apply(&BEFORE));
        let after = match applied {
            Ok(applied) => applied.resource,
            Err(refused) => {
                well_told(&refused, &text);
                continue;
            }
        };
        let Ok(Some(difference)) = diff(&BEFORE, &after, user(), PatchFormat::Compliant) else { continue };
        let again =
            Patch::new(&difference, user(), Mode::Strict, &LIMITS).and_then(|patch| patch.apply(&BEFORE));
        let again = again.unwrap_or_else(|refused| panic!("{refused}: {difference} for {text}")).resource;
        let left = diff(&again, &after, user(), PatchFormat::Compliant);
        assert_eq!(left, Ok(None), "{difference} for {text}");
    }
}

/// A payload has the same findings from its text and from its tree, and strict mode finds no fewer errors.
pub fn payload(bytes: &[u8]) {
    static VALID: LazyLock<Json<'static>> = LazyLock::new(|| read(ACCOUNT));
    static VALIDATORS: LazyLock<[Validator; 2]> = LazyLock::new(|| {
        [Mode::Strict, Mode::Tolerant].map(|mode| {
            Validator::gong(Options { mode, ..Options::default() }).expect("the built-in profile compiles")
        })
    });
    let Some(text) = document(bytes, &VALID) else { return };
    for validator in &*VALIDATORS {
        match validator.validate_text(&text) {
            Err(refused) => well_told(&refused, &text),
            Ok(found) => {
                found.iter().for_each(|finding| well_told(finding, &text));
                let tree = json::parse(&text, &LIMITS).unwrap_or_else(|refused| panic!("{refused}: {text}"));
                assert_eq!(found, validator.validate(&tree), "{text}");
            }
        }
    }
}

/// A configuration is refused, or checked, written back as the same JSON, and previews a person.
pub fn schema(bytes: &[u8]) {
    static BASE: LazyLock<Json<'static>> =
        LazyLock::new(|| SynchronizationSchema::for_gong().document().json().clone());
    let Some(text) = document(bytes, &BASE) else { return };
    let schema = match SynchronizationSchema::parse(&text, &LIMITS) {
        Ok(schema) => schema,
        Err(refused) => return well_told(&refused, &text),
    };
    let written = schema.document().json().to_string();
    assert_eq!(json::parse(&written, &LIMITS), json::parse(&text, &LIMITS));
    check(&schema, &CheckOptions::default()).iter().for_each(|finding| well_told(finding, &text));
    let Ok(engine) = Engine::builder().schema(&schema).build() else { return };
    let person = SourceObject::user(
        r#"{"id":"u1","userPrincipalName":"ada@x.example","mail":"ada@x.example","givenName":"Ada","surname":"Byron","accountEnabled":true}"#,
    );
    let Ok(person) = person else { panic!("the person can be read") };
    let preview = || json::to_string(&engine.preview(&person, None));
    assert_eq!(preview(), preview());
}
