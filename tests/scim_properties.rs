//! Properties of the SCIM room that hold for every filter, path, resource and text.

use std::borrow::Cow;

use proptest::prelude::*;
use scimwright::diagnostic::Span;
use scimwright::limits::Limits;
use scimwright::scim::filter::{self, Comparison, Group, Operand, Operator, Tree, Visitor, Word};
use scimwright::scim::path::{self, Path};
use scimwright::scim::{
    AttributeName, AttributeRef, Filter, Mode, Patch, PatchFormat, ResourceType, SchemaSet, diff,
};
use scimwright::surface;
use scimwright::value::json::{self, Json, Object};

const CASES: u32 = 10_000;

fn user() -> &'static ResourceType {
    SchemaSet::gong().resource_type("User").unwrap()
}

/// Names as they are typed: any core, extension and unknown attribute, also words of the language.
fn name() -> impl Strategy<Value = AttributeName> {
    let plain = prop::sample::select(vec![
        "userName", "title", "nickName", "TITLE", "userType", "and", "not", "pr", "x-y_z$", "unknown",
    ]);
    let dotted = prop::sample::select(vec![
        ("name", "givenName"),
        ("emails", "type"),
        ("emails", "$ref"),
        ("meta", "created"),
    ]);
    let urn = prop::sample::select(vec![
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        "urn:ietf:params:scim:schemas:core:2.0:User",
        "http://example.com/a/2.0",
    ]);
    prop_oneof![
        4 => plain.clone().prop_map(AttributeName::plain),
        2 => dotted.prop_map(|(name, sub)| AttributeName { sub: Some(sub.into()), ..AttributeName::plain(name) }),
        1 => (urn, plain).prop_map(|(urn, name)| AttributeName { urn: Some(urn.into()), ..AttributeName::plain(name) }),
    ]
}

fn operand() -> impl Strategy<Value = Operand<'static>> {
    prop_oneof![
        4 => r#"[abAB ]{0,3}|\PC{0,6}|["\\\n\u{7}]{0,3}"#.prop_map(|text| Operand::String(text.into())),
        1 => any::<i32>().prop_map(|number| {
            let text = number.to_string();
            let number = json::Reader::new(&text).number().unwrap().into_owned();
            Operand::Number(number)
        }),
        1 => any::<bool>().prop_map(Operand::Bool),
        1 => Just(Operand::Null),
    ]
}

fn clause(names: impl Strategy<Value = AttributeName> + 'static) -> BoxedStrategy<Tree> {
    let operator = prop::sample::select(Operator::ALL.to_vec());
    prop_oneof![
        4 => (name_boxed(names), operator, operand()).prop_map(|(attribute, operator, operand)| {
            Tree::Compare(Comparison { attribute, operator, operand, span: Default::default() })
        }),
        1 => name().prop_map(Tree::Present),
    ]
    .boxed()
}

fn name_boxed(names: impl Strategy<Value = AttributeName> + 'static) -> BoxedStrategy<AttributeName> {
    names.boxed()
}

fn combined(leaf: BoxedStrategy<Tree>) -> BoxedStrategy<Tree> {
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Tree::and),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Tree::or),
            inner.prop_map(|tree| Tree::Not(Box::new(tree))),
        ]
    })
    .boxed()
}

fn condition() -> BoxedStrategy<Tree> {
    let subs = prop::sample::select(vec!["type", "value", "primary", "display", "nosuch"]);
    combined(clause(subs.prop_map(AttributeName::plain)))
}

fn tree() -> BoxedStrategy<Tree> {
    let brackets = (name(), condition())
        .prop_map(|(attribute, filter)| Tree::ValuePath { attribute, filter: Box::new(filter) });
    combined(prop_oneof![4 => clause(name()), 1 => brackets].boxed())
}

fn paths() -> impl Strategy<Value = Path> {
    let plain = name().prop_map(|attribute| Path { attribute, filter: None, sub: None });
    let brackets =
        (name(), condition(), prop::option::of(prop::sample::select(vec!["value", "$ref", "Display"])))
            .prop_map(|(attribute, filter, sub)| Path {
                attribute,
                filter: Some(filter),
                sub: sub.map(Into::into),
            });
    prop_oneof![plain, brackets]
}

fn text(words: &'static [&'static str]) -> BoxedStrategy<Json<'static>> {
    prop::sample::select(words.to_vec()).prop_map(Json::from).boxed()
}

fn object(members: Vec<(&'static str, BoxedStrategy<Json<'static>>)>) -> BoxedStrategy<Json<'static>> {
    let members: Vec<_> = members
        .into_iter()
        .map(|(name, value)| prop::option::of(value.prop_map(move |value| (name, value))))
        .collect();
    members.prop_map(|members| members.into_iter().flatten().collect::<Object<'_>>().into()).boxed()
}

fn some(object: &Json<'_>) -> bool {
    object.as_object().is_some_and(|object| !object.is_empty())
}

/// Users in the shape a service stores them: what is unassigned is absent, at most one element is primary.
fn resource() -> BoxedStrategy<Json<'static>> {
    const WORDS: &[&str] = &["a", "A", "b", "work", "Ünïcode", "x\"y", ""];
    const TYPES: &[&str] = &["work", "home", "other"];
    let words = || text(WORDS);
    let flag = || any::<bool>().prop_map(Json::Bool).boxed();
    let element = || {
        object(vec![("value", words()), ("type", text(TYPES)), ("display", words()), ("primary", flag())])
            .prop_filter("empty", some)
    };
    let elements = || {
        prop::collection::vec(element(), 1..4)
            .prop_map(|mut list| {
                let mut seen = false;
                for item in &mut list {
                    if let Json::Object(object) = item
                        && object.get("primary") == Some(&Json::Bool(true))
                        && std::mem::replace(&mut seen, true)
                    {
                        object.insert("primary", false);
                    }
                }
                Json::Array(list)
            })
            .boxed()
    };
    let name =
        object(vec![("givenName", words()), ("familyName", words())]).prop_filter("empty", some).boxed();
    let manager = object(vec![("value", words()), ("$ref", words())]).prop_filter("empty", some).boxed();
    let enterprise =
        object(vec![("department", words()), ("manager", manager)]).prop_filter("empty", some).boxed();
    let gong = object(vec![("country", words())]).prop_filter("empty", some).boxed();
    object(vec![
        ("title", words()),
        ("nickName", words()),
        ("externalId", words()),
        ("active", flag()),
        ("name", name),
        ("emails", elements()),
        ("phoneNumbers", elements()),
        ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", enterprise),
        ("urn:ietf:params:scim:schemas:extension:Gong:2.0:User", gong),
    ])
    .prop_map(|user| {
        let Json::Object(rest) = user else { unreachable!() };
        let mut schemas = vec![Json::from("urn:ietf:params:scim:schemas:core:2.0:User")];
        schemas.extend(
            rest.iter().filter(|(name, _)| name.contains(':')).map(|(name, _)| Json::from(name.to_owned())),
        );
        let mut user = Object::new();
        user.insert("schemas", Json::Array(schemas));
        user.insert("userName", "ada");
        for (name, value) in rest {
            user.insert(name, value);
        }
        Json::from(user)
    })
    .boxed()
}

/// The same user with names in capitals and what is absent told as null or an empty list (RFC 7643 §2.1, §2.5).
fn dressed(value: &Json<'static>) -> Json<'static> {
    match value {
        Json::Object(object) => {
            let mut dressed = Object::new();
            for (name, value) in object.iter() {
                // The values of `schemas` are names too, but as values they keep their case.
                dressed.insert(name.to_ascii_uppercase(), dressed_value(value));
            }
            for (name, unassigned) in [
                ("NICKNAME", Json::Null),
                ("EMAILS", Json::Array(Vec::new())),
                ("NAME", Object::from_iter([("givenName", Json::Null)]).into()),
                ("PHONENUMBERS", Json::Array(vec![Object::from_iter([("value", Json::Null)]).into()])),
                ("unknown", Json::Null),
            ] {
                if !dressed.contains(name) {
                    dressed.insert(name, unassigned);
                }
            }
            dressed.into()
        }
        other => other.clone(),
    }
}

fn dressed_value(value: &Json<'static>) -> Json<'static> {
    match value {
        Json::Array(items) => Json::Array(items.iter().map(dressed_value).collect()),
        Json::Object(object) => {
            let mut dressed: Object<'static> = object
                .iter()
                .map(|(name, value)| (name.to_ascii_uppercase(), dressed_value(value)))
                .collect();
            dressed.insert("other", Json::Null);
            dressed.into()
        }
        other => other.clone(),
    }
}

/// What a visitor is told; each name and value with the place where it is said to stand.
#[derive(Debug, Default)]
struct Told {
    events: Vec<String>,
    places: Vec<(Span, String)>,
}

impl Told {
    fn name(&mut self, attribute: AttributeRef<'_>) -> String {
        let name = AttributeName::from(attribute).to_string();
        self.places.push((attribute.span, name.clone()));
        name
    }
}

impl Visitor for Told {
    fn open(&mut self, group: Group<'_>) {
        let event = match group {
            Group::Elements(attribute) => format!("[ {}", self.name(attribute)),
            other => format!("[ {other:?}"),
        };
        self.events.push(event);
    }

    fn between(&mut self, word: Word) {
        self.events.push(format!("{word:?}"));
    }

    fn close(&mut self, group: Group<'_>) {
        let event = match group {
            Group::Elements(attribute) => format!("] {}", self.name(attribute)),
            other => format!("] {other:?}"),
        };
        self.events.push(event);
    }

    fn present(&mut self, attribute: AttributeRef<'_>) {
        let event = format!("{} pr", self.name(attribute));
        self.events.push(event);
    }

    fn compare(&mut self, attribute: AttributeRef<'_>, operator: Operator, operand: &Operand<'_>, at: Span) {
        self.places.push((at, operand.to_string()));
        let event = format!("{} {operator:?} {operand}", self.name(attribute));
        self.events.push(event);
    }
}

fn compiled(tree: &Tree) -> Option<Filter> {
    Filter::compile(&filter::print(tree), user(), Mode::Tolerant, &Limits::DEFAULT).ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn printed_filters_read_as_the_same_tree(tree in tree()) {
        let text = filter::print(&tree);
        for mode in [Mode::Strict, Mode::Tolerant] {
            let again = filter::parse(&text, mode, &Limits::DEFAULT);
            prop_assert_eq!(again.as_ref(), Ok(&tree), "{}", text);
            prop_assert_eq!(filter::print(&again.unwrap()), text.clone());
        }
        let mut deviations = scimwright::diagnostic::Diagnostics::new();
        filter::parse_noting(&text, &Limits::DEFAULT, &mut deviations).unwrap();
        prop_assert!(deviations.is_empty());
    }

    #[test]
    fn filters_are_told_by_places_in_their_text(
        tree in tree(),
        change in prop::option::of((any::<prop::sample::Index>(), prop::sample::select(vec![" ", "\t", "(", ")", "]", "A", "x", "1", "\"", "\\", "é"]))),
    ) {
        let mut text = filter::print(&tree);
        if let Some((at, more)) = change {
            let places: Vec<_> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
            text.insert_str(*at.get(&places), more);
        }
        let mut deviations = scimwright::diagnostic::Diagnostics::new();
        let read = filter::parse_noting(&text, &Limits::DEFAULT, &mut deviations).ok().filter(|_| deviations.is_empty());
        let (mut told, mut walked) = (Told::default(), Told::default());
        let canonical = filter::tell(&text, &mut told);
        prop_assert_eq!(canonical.map(Cow::into_owned), read.as_ref().map(filter::print), "{}", text);
        if let Some(tree) = read {
            tree.visit(&mut walked);
            prop_assert_eq!(told.events, walked.events);
            for (place, said) in told.places {
                // A string may be escaped in another way than the canonical one.
                let written = place.of(&text);
                let same = written == said || json::parse(written, &Limits::DEFAULT) == json::parse(&said, &Limits::DEFAULT);
                prop_assert!(same, "{} is not {}", written, said);
            }
        }
    }

    #[test]
    fn printed_paths_read_as_the_same_path(path in paths()) {
        let text = path::print(&path);
        for mode in [Mode::Strict, Mode::Tolerant] {
            prop_assert_eq!(path::parse(&text, mode, &Limits::DEFAULT), Ok(path.clone()), "{}", text);
        }
    }

    #[test]
    fn de_morgan_holds(left in tree(), right in tree(), user in resource()) {
        let not = |tree: &Tree| Tree::Not(Box::new(tree.clone()));
        let and = Tree::and(vec![left.clone(), right.clone()]);
        let ors = Tree::or(vec![not(&left), not(&right)]);
        let or = Tree::or(vec![left.clone(), right.clone()]);
        let ands = Tree::and(vec![not(&left), not(&right)]);
        if let (Some(and), Some(ors), Some(or), Some(ands)) =
            (compiled(&not(&and)), compiled(&ors), compiled(&not(&or)), compiled(&ands))
        {
            prop_assert_eq!(and.matches(&user), ors.matches(&user));
            prop_assert_eq!(or.matches(&user), ands.matches(&user));
        }
    }

    #[test]
    fn refusal_does_not_depend_on_order(left in tree(), right in tree()) {
        let one = compiled(&Tree::and(vec![left.clone(), right.clone()]));
        let other = compiled(&Tree::and(vec![right, left]));
        prop_assert_eq!(one.is_some(), other.is_some());
    }

    #[test]
    fn member_order_and_case_do_not_matter(tree in tree(), user in resource()) {
        if let Some(filter) = compiled(&tree) {
            let Json::Object(object) = user.clone() else { unreachable!() };
            let reversed: Vec<_> = object.into_iter().collect();
            let reversed: Object<'_> =
                reversed.into_iter().rev().map(|(name, value)| (Cow::Owned(name.to_ascii_uppercase()), value)).collect();
            prop_assert_eq!(filter.matches(&user), filter.matches(&Json::from(reversed)), "{}", filter);
        }
    }

    #[test]
    fn resources_loaded_together_are_told_as_each_alone(
        trees in prop::collection::vec(tree(), 1..4),
        users in prop::collection::vec((resource(), any::<bool>()), 1..6),
        fuel in prop_oneof![1 => 1_u64..12, 3 => Just(1_000_000)],
    ) {
        let users: Vec<_> =
            users.iter().map(|(user, plain)| if *plain { user.clone() } else { dressed(user) }).collect();
        let options = format!(r#"{{"kind":"User","limits":{{"fuel":{fuel}}}}}"#);
        let lines: String = users.iter().map(|user| format!("{user}\n")).collect();
        let mut loaded = surface::Resources::load(&lines, r#"{"kind":"User"}"#).unwrap();
        for tree in &trees {
            let text = filter::print(tree);
            let each: Vec<String> = users.iter().map(|user| surface::filter_matches(&text, &user.to_string(), &options)).collect();
            let all = loaded.filter(&text, &options.replace(r#""kind":"User","#, ""));
            if each.iter().any(|answer| answer.starts_with(r#"{"ok":false"#)) {
                prop_assert!(each.contains(&all), "{} {}", text, all);
            } else {
                let matches: Vec<_> = (0..each.len()).filter(|at| each[*at].starts_with(r#"{"ok":true,"matches":true"#)).collect();
                let matches = format!("{{\"ok\":true,\"matches\":{},", serde_json::to_string(&matches).unwrap());
                prop_assert!(all.starts_with(&matches), "{} {}", text, all);
            }
        }
    }

    #[test]
    fn applying_the_difference_gives_the_other(before in resource(), after in resource()) {
        for (format, mode) in [(PatchFormat::Compliant, Mode::Strict), (PatchFormat::Legacy, Mode::Tolerant)] {
            match diff(&before, &after, user(), format).unwrap() {
                None => prop_assert_eq!(&before, &after),
                Some(request) => {
                    let patch = Patch::new(&request, user(), mode, &Limits::DEFAULT);
                    let applied = patch.and_then(|patch| patch.apply(&before));
                    prop_assert!(applied.is_ok(), "{:?} {}", applied, request);
                    prop_assert_eq!(applied.unwrap().resource, after.clone(), "{}", request);
                }
            }
        }
    }

    #[test]
    fn what_is_spelt_otherwise_or_unassigned_is_no_difference(before in resource(), after in resource()) {
        for (format, mode) in [(PatchFormat::Compliant, Mode::Strict), (PatchFormat::Legacy, Mode::Tolerant)] {
            let (old, new) = (dressed(&before), dressed(&after));
            prop_assert_eq!(diff(&before, &old, user(), format).unwrap(), None);
            prop_assert_eq!(diff(&old, &before, user(), format).unwrap(), None);
            // Applying a difference leaves none.
            if let Some(request) = diff(&old, &new, user(), format).unwrap() {
                let applied = Patch::new(&request, user(), mode, &Limits::DEFAULT).and_then(|patch| patch.apply(&old));
                let left = diff(&applied.unwrap().resource, &after, user(), format).unwrap();
                prop_assert_eq!(left, None, "{}", request);
            }
        }
    }

    #[test]
    fn operations_on_different_attributes_commute(user_resource in resource(), first in resource(), second in resource()) {
        // One request takes `title`, the other `name`, from generated users.
        let set = |name: &str, from: &Json<'static>| {
            let value = from.get(name).cloned().unwrap_or(Json::Null);
            let operation = Object::from_iter([("op", Json::from("replace")), ("path", Json::from(name.to_owned())), ("value", value)]);
            Json::from(operation)
        };
        let request = |operations: Vec<Json<'static>>| {
            let schemas = Json::Array(vec![Json::from(scimwright::scim::patch::PATCH_OP)]);
            Json::from(Object::from_iter([("schemas", schemas), ("Operations", Json::Array(operations))]))
        };
        let (title, name) = (set("title", &first), set("name", &second));
        let one = request(vec![title.clone(), name.clone()]);
        let other = request(vec![name, title]);
        let apply = |request: &Json<'static>| {
            let patch = Patch::new(request, user(), Mode::Strict, &Limits::DEFAULT).unwrap();
            patch.apply(&user_resource).unwrap().resource
        };
        prop_assert_eq!(apply(&one), apply(&other));
    }

    /// Any text gives a tree or a finding inside the text, in both modes; strict is within tolerant.
    #[test]
    fn any_text_is_read_or_refused_with_a_place(
        text in r#"((userName|title|emails|a\.b|urn:a:b|not|and|or|pr|eq|co|xx|"[^"]?"|"\\u12|1|-|true|TRUE|\[|\]|\(|\)|\.|,)[ ]{0,2}){0,9}|\PC{0,12}"#
    ) {
        for parse in [
            |text: &str, mode| filter::parse(text, mode, &Limits::DEFAULT).map(drop),
            |text: &str, mode| path::parse(text, mode, &Limits::DEFAULT).map(drop),
        ] {
            let strict = parse(&text, Mode::Strict);
            let tolerant = parse(&text, Mode::Tolerant);
            prop_assert!(strict.is_err() || tolerant.is_ok());
            for refusal in [strict, tolerant].into_iter().filter_map(Result::err) {
                let span = refusal.span().unwrap();
                prop_assert!(span.end <= text.len() && text.is_char_boundary(span.start), "{:?} {}", text, refusal);
                prop_assert!(refusal.message.len() <= 1024 && !refusal.message.contains('\n'));
                // The locator found the fault by itself; these two are its last resort.
                prop_assert!(!refusal.message.ends_with("cannot end here") && refusal.message != "this is no path", "{:?} {}", text, refusal);
            }
        }
    }
}
