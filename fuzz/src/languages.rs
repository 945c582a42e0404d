//! The three languages of the grammar, and the patterns of the .NET regular expressions.

use std::sync::LazyLock;

use scimwright::diagnostic::Span;
use scimwright::expression::{self, CheckContext, Context, Expression, Program, Slots};
use scimwright::limits::Limits;
use scimwright::regex::{self, Budget, Regex, Replacement};
use scimwright::scim::filter::{Group, Operand, Operator, Visitor, Word};
use scimwright::scim::{self, AttributeName, AttributeRef, Filter, Mode, ResourceType, SchemaSet};
use scimwright::value::json::{self, Json};

use super::{choices, text, well_told};

const LIMITS: Limits = Limits::DEFAULT;

/// The account that filters look at; also what PATCH and validation start from.
pub(super) const ACCOUNT: &str = include_str!("../../benches/inputs/payload.json");

/// The person that expressions read.
const PERSON: &str = r#"{"mail":"ada@x.example","givenName":"Ada","surname":"Lovelace","accountEnabled":true,
    "otherMails":["a@b.example","😀@é.example"],"employeeHireDate":"2024-02-29T10:00:00Z","emails":null}"#;

pub(super) fn read(text: &str) -> Json<'static> {
    json::parse(text, &LIMITS).map(Json::into_owned).unwrap_or_default()
}

pub(super) fn user() -> &'static ResourceType {
    SchemaSet::gong().resource_type("User").expect("built in")
}

/// Each name and value that is told, and where it is said to stand.
#[derive(Default)]
struct Places(Vec<(Span, String)>);

impl Places {
    fn name(&mut self, attribute: AttributeRef<'_>) {
        self.0.push((attribute.span, AttributeName::from(attribute).to_string()));
    }

    fn group(&mut self, group: Group<'_>) {
        if let Group::Elements(attribute) = group {
            self.name(attribute);
        }
    }
}

impl Visitor for Places {
    fn open(&mut self, group: Group<'_>) {
        self.group(group);
    }

    fn between(&mut self, _: Word) {}

    fn close(&mut self, group: Group<'_>) {
        self.group(group);
    }

    fn present(&mut self, attribute: AttributeRef<'_>) {
        self.name(attribute);
    }

    fn compare(&mut self, attribute: AttributeRef<'_>, _: Operator, operand: &Operand<'_>, at: Span) {
        self.name(attribute);
        self.0.push((at, operand.to_string()));
    }
}

/// A filter is refused with a place, or answers; what strict mode takes, tolerant mode takes as the same tree. What
/// strict mode takes is told by places in it, and nothing else is.
pub fn filter(bytes: &[u8]) {
    static USER: LazyLock<Json<'static>> = LazyLock::new(|| read(ACCOUNT));
    let Some(text) = text(bytes, choices::filter) else { return };
    let trees = [Mode::Strict, Mode::Tolerant].map(|mode| scim::filter::parse(&text, mode, &LIMITS));
    for refused in trees.iter().filter_map(|tree| tree.as_ref().err()) {
        well_told(refused, &text);
    }
    if let [Ok(strict), tolerant] = &trees {
        assert_eq!(tolerant.as_ref(), Ok(strict), "{text}");
    }
    let mut places = Places::default();
    let canonical = scim::filter::tell(&text, &mut places);
    assert_eq!(canonical.as_deref(), trees[0].as_ref().ok().map(scim::filter::print).as_deref(), "{text}");
    for (place, told) in places.0.iter().filter(|_| canonical.is_some()) {
        let written = place.of(&text);
        assert!(written == told || read(written) == read(told), "{written} is not {told}");
    }
    match Filter::compile(&text, user(), Mode::Tolerant, &LIMITS) {
        Err(refused) => well_told(&refused, &text),
        Ok(filter) => {
            filter.warnings().iter().for_each(|warning| well_told(warning, &text));
            let answer = filter.matches_within(&USER, &LIMITS);
            assert_eq!(answer, filter.matches_within(&USER, &LIMITS), "{text}");
            assert!(filter.matches_within(&Json::Null, &LIMITS).is_ok());
        }
    }
}

/// An attribute path is refused with a place, or resolves or not.
pub fn path(bytes: &[u8]) {
    let Some(text) = text(bytes, choices::path) else { return };
    for mode in [Mode::Strict, Mode::Tolerant] {
        match scim::path::parse(&text, mode, &LIMITS) {
            Err(refused) => well_told(&refused, &text),
            Ok(path) => {
                let _ = path.resolve(user(), mode);
            }
        }
    }
}

/// An expression is refused with a place, or every part of its tree stands where its span says.
pub fn expression(bytes: &[u8]) {
    let Some(text) = text(bytes, choices::expression) else { return };
    match expression::parse(&text, &LIMITS) {
        Err(refused) => well_told(&refused, &text),
        Ok(tree) => {
            tree.root.walk(&mut |node| assert!(text.get(node.span.start..node.span.end).is_some(), "{text}"));
            let found = expression::check(&tree, &text, &CheckContext::default());
            found.iter().for_each(|finding| well_told(finding, &text));
            let compiles = Program::compile(&tree, &text, &mut Slots::new(), &LIMITS);
            assert_eq!(compiles.is_err(), found.iter().any(|finding| finding.is_error()), "{text}");
        }
    }
}

/// An expression that compiles gives the same outcome twice and traced; less fuel refuses, and changes nothing else.
pub fn evaluate(bytes: &[u8]) {
    static SOURCE: LazyLock<Json<'static>> = LazyLock::new(|| read(PERSON));
    let Some(text) = text(bytes, choices::expression) else { return };
    let Ok(compiled) = Expression::compile(&text) else { return };
    let outcome = compiled.evaluate(&*SOURCE, &Context::default());
    assert_eq!(outcome, compiled.evaluate(&*SOURCE, &Context::default()), "{text}");
    assert_eq!(outcome, compiled.trace(&*SOURCE, &Context::default()).0, "{text}");
    if let Err(stopped) = &outcome {
        well_told(stopped, &text);
    }
    let tight = Context { limits: Limits { fuel: 40, ..LIMITS }, ..Context::default() };
    match compiled.evaluate(&*SOURCE, &tight) {
        Err(stopped) if stopped.code.name == "out-of-fuel" => {}
        answer => assert_eq!(answer, outcome, "{text}"),
    }
}

/// A pattern is refused by name, or searches within its budget and finds spans inside the text, in order.
pub fn pattern(bytes: &[u8]) {
    // Little, so that what costs a whole budget is no slow input.
    const FUEL: u64 = 4_000;
    const TEXTS: [&str; 4] = ["", "aab ccb\nÀé😀 aaaa", "2024-02-29 ABCabc", "ßẞſs K"];
    let Some(pattern) = text(bytes, choices::pattern) else { return };
    let Ok(regex) = Regex::new(&pattern, &regex::Limits::default()) else { return };
    let replacement = Replacement::parse("<$1${x}$&$$>", &regex).expect("a small number");
    for text in TEXTS {
        let is_match = regex.is_match(text, &mut Budget::new(FUEL));
        let found = regex.find_at(text, 0, &mut Budget::new(FUEL));
        if let (Ok(is_match), Ok(found)) = (is_match, found) {
            assert_eq!(is_match, found.is_some(), "{pattern} in {text}");
            assert!(
                found.is_none_or(|span| span.start <= span.end && span.end <= text.len()),
                "{pattern} in {text}"
            );
        }
        let whole = regex.full_match(text, &mut Budget::new(FUEL));
        // A search of .NET passes over the places where a condition without a second branch would match nothing.
        if !pattern.contains("(?(") {
            assert!(whole != Ok(true) || is_match != Ok(false), "{pattern} in {text}");
        }
        let _ = regex.replace_all(text, &replacement, 10_000, &mut Budget::new(FUEL));
    }
}

/// What is printed is read as the same tree again, and printed the same.
pub fn round_trip(bytes: &[u8]) {
    if let Some(text) = text(bytes, choices::filter)
        && let Ok(tree) = scim::filter::parse(&text, Mode::Tolerant, &LIMITS)
    {
        let printed = scim::filter::print(&tree);
        if printed.len() <= LIMITS.filter_bytes {
            assert_eq!(scim::filter::parse(&printed, Mode::Strict, &LIMITS), Ok(tree), "{text}");
        }
    }
    if let Some(text) = text(bytes, choices::path)
        && let Ok(path) = scim::path::parse(&text, Mode::Tolerant, &LIMITS)
    {
        let printed = scim::path::print(&path);
        assert_eq!(scim::path::parse(&printed, Mode::Strict, &LIMITS), Ok(path), "{text}");
    }
    if let Some(text) = text(bytes, choices::expression)
        && let Ok(tree) = expression::parse(&text, &LIMITS)
    {
        for printed in [expression::print(&tree), expression::format(&tree)] {
            let again = expression::parse(&printed, &LIMITS);
            assert_eq!(again.as_ref().map(expression::print), Ok(expression::print(&tree)), "{text}");
            assert_eq!(again.as_ref(), Ok(&tree), "{text}");
        }
    }
}
