//! The body of a POST as a template: target paths folded into one tree, in body order.
//!
//! Paths that share a head share its object, paths with the same attribute and filter share one array entry;
//! each stands where its first mapping stands. An object none of whose values flows is not written at all.

use std::borrow::Cow;

use super::flowing::Flowing;
use super::target::{TargetPath, same_conditions};
use crate::value::boolean;
use crate::value::json::{write_inside, write_string};

/// The compiled body.
#[derive(Debug, Clone, Default)]
pub(crate) struct Template {
    head: String,
    nodes: Vec<Node>,
    tail: String,
    /// The values of `roles`, where an empty list stands in for them.
    roles: Option<Vec<usize>>,
}

#[derive(Debug, Clone)]
struct Node {
    /// As [`key`]; once all paths are placed, with the brackets that open behind it and the quote of a text.
    key: String,
    kind: NodeKind,
    /// The quote and the brackets that close behind it.
    end: String,
}

#[derive(Debug, Clone)]
enum NodeKind {
    /// The value of a mapping.
    Value(usize),
    Object(Vec<Node>),
    /// Entries of a multi-valued attribute.
    Entries(Vec<Entry>),
}

#[derive(Debug, Clone)]
struct Entry {
    /// What chooses the entry; equal conditions share it.
    filter: Vec<(String, String)>,
    /// Members the filter implies.
    implied: Vec<Implied>,
    values: Vec<Node>,
}

/// A member that a filter implies.
#[derive(Debug, Clone)]
struct Implied {
    /// As [`key`].
    key: String,
    /// The member with a comma behind it.
    text: String,
    /// The values of mappings beside which it is not written: they write the member themselves, or stand where another
    /// filter asks for `primary`.
    written_by: Vec<usize>,
}

impl Template {
    /// A body with `schemas` first and `meta` last, behind it an empty list of roles where it is asked for and none flows.
    ///
    /// `paths` are the mappings' target paths with the number each value has in [`Template::write`].
    pub(crate) fn new<'p>(
        schemas: &[&str],
        resource_type: &str,
        empty_roles: bool,
        paths: impl IntoIterator<Item = (usize, &'p TargetPath)>,
    ) -> Self {
        let mut head = String::from("{\"schemas\":[");
        for (index, schema) in schemas.iter().enumerate() {
            head.push_str(if index > 0 { "," } else { "" });
            write_string(&mut head, schema);
        }
        head.push(']');
        let mut tail = String::from(",\"meta\":{\"resourceType\":");
        write_string(&mut tail, resource_type);
        tail.push('}');
        let mut nodes = Vec::new();
        let mut roles = empty_roles.then(Vec::new);
        for (value, path) in paths {
            if let Some(schema) = path.extension() {
                in_object(&mut nodes, schema, |members| place(members, value, path));
                continue;
            }
            place(&mut nodes, value, path);
            if path.attribute.eq_ignore_ascii_case("roles") {
                roles.iter_mut().for_each(|roles| roles.push(value));
            }
        }
        bracket(&mut nodes);
        Self { head, nodes, tail, roles }
    }

    /// Appends the body to `out`; `values` are the mappings' values by number.
    pub(crate) fn write(&self, out: &mut String, values: &[Option<Flowing<'_>>]) {
        out.push_str(&self.head);
        write_nodes(out, &self.nodes, values, true);
        out.push_str(&self.tail);
        let flows = |number: &usize| values.get(*number).is_some_and(Option::is_some);
        let lacks_roles = self.roles.as_ref().is_some_and(|roles| !roles.iter().any(flows));
        out.push_str(if lacks_roles { ",\"roles\":[]}" } else { "}" });
    }
}

/// A member name, quoted, with a comma before and a colon behind it.
fn key(name: &str) -> String {
    let mut key = String::from(",");
    write_string(&mut key, name);
    key.push(':');
    key
}

/// Adds to the object called `name`, made where missing.
fn in_object(nodes: &mut Vec<Node>, name: &str, add: impl FnOnce(&mut Vec<Node>)) {
    let key = key(name);
    let known = nodes.iter_mut().find_map(|node| match &mut node.kind {
        NodeKind::Object(members) if node.key.eq_ignore_ascii_case(&key) => Some(members),
        _ => None,
    });
    match known {
        Some(members) => add(members),
        None => {
            let mut members = Vec::new();
            add(&mut members);
            nodes.push(Node { key, kind: NodeKind::Object(members), end: String::new() });
        }
    }
}

/// Adds to the entry that `filter` chooses in the multi-valued attribute called `name`, both made where missing.
fn in_entry(nodes: &mut Vec<Node>, name: &str, filter: &[(String, String)], node: Node) {
    let key = key(name);
    let known = nodes.iter_mut().find_map(|node| match &mut node.kind {
        NodeKind::Entries(entries) if node.key.eq_ignore_ascii_case(&key) => Some(entries),
        _ => None,
    });
    let fresh = |node| {
        let mut entry = Entry { filter: filter.to_vec(), implied: implied(name, filter), values: Vec::new() };
        entry.push(node);
        entry
    };
    match known {
        Some(entries) => match entries.iter_mut().find(|entry| same_conditions(&entry.filter, filter)) {
            Some(entry) => entry.push(node),
            None => entries.push(fresh(node)),
        },
        None => {
            nodes.push(Node { key, kind: NodeKind::Entries(vec![fresh(node)]), end: String::new() });
        }
    }
}

impl Entry {
    /// Adds a member; it takes the place of one that the filter implies.
    fn push(&mut self, node: Node) {
        if let NodeKind::Value(number) = node.kind {
            for implied in
                self.implied.iter_mut().filter(|implied| implied.key.eq_ignore_ascii_case(&node.key))
            {
                implied.written_by.push(number);
            }
        }
        self.values.push(node);
    }
}

/// The members a filter implies: `primary` for e-mail addresses and phone numbers, then what the filter compares.
///
/// `primary` is true for `work` and false for other types (Entra, *Develop and plan provisioning for a SCIM
/// endpoint*, create user; for phones Microsoft's SCIM reference collection). A compared `True` or `False`
/// becomes a Boolean (*Customize application attributes*, role samples).
fn implied(name: &str, filter: &[(String, String)]) -> Vec<Implied> {
    let member = |name: &str, value: &str| {
        let key = key(name);
        let text = format!("{}{value},", key.trim_start_matches(','));
        Implied { key, text, written_by: Vec::new() }
    };
    let mut members = Vec::new();
    let typed = filter.iter().find(|(sub, _)| sub.eq_ignore_ascii_case("type"));
    if let Some((_, kind)) = typed
        && ["emails", "phoneNumbers"].iter().any(|known| known.eq_ignore_ascii_case(name))
    {
        members.push(member("primary", if kind.eq_ignore_ascii_case("work") { "true" } else { "false" }));
    }
    for (sub, value) in filter {
        let mut text = String::new();
        match value.to_ascii_lowercase().as_str() {
            word @ ("true" | "false") => text.push_str(word),
            _ => write_string(&mut text, value),
        }
        members.retain(|known: &Implied| !known.key.eq_ignore_ascii_case(&key(sub)));
        members.push(member(sub, &text));
    }
    members
}

fn place(nodes: &mut Vec<Node>, value: usize, path: &TargetPath) {
    let node = |name: &str| Node { key: key(name), kind: NodeKind::Value(value), end: String::new() };
    match (&path.sub, path.is_filtered()) {
        (None, false) => nodes.push(node(&path.attribute)),
        (Some(sub), false) => in_object(nodes, &path.attribute, |members| members.push(node(sub))),
        (sub, true) => {
            let sub = sub.as_deref().unwrap_or("value");
            in_entry(nodes, &path.attribute, &path.filter, node(sub));
        }
    }
}

/// Implies `primary` only where no value flows whose filter asks for it: of all values one is primary at most (RFC 7643
/// §2.4).
fn leave_primary(entries: &mut [Entry]) {
    let asks = |(sub, value): &(String, String)| {
        sub.eq_ignore_ascii_case("primary") && boolean::said(value) == Some(true)
    };
    let (primary, others): (Vec<_>, Vec<_>) =
        entries.iter_mut().partition(|entry| entry.filter.iter().any(asks));
    let values = primary.iter().flat_map(|entry| &entry.values).filter_map(|node| match node.kind {
        NodeKind::Value(number) => Some(number),
        _ => None,
    });
    let values: Vec<_> = values.collect();
    let implied = others.into_iter().flat_map(|entry| &mut entry.implied);
    for member in implied.filter(|member| member.text == "\"primary\":true,") {
        member.written_by.extend(&values);
    }
}

/// Puts brackets and quotes into the texts of nodes. What holds a single value stands around it as text, so that most of a body
/// is written in one go.
fn bracket(nodes: &mut [Node]) {
    nodes.iter_mut().for_each(Node::bracket);
}

impl Node {
    // INVARIANT: recursion goes as deep as a path has parts: three.
    fn bracket(&mut self) {
        let only = match &mut self.kind {
            NodeKind::Value(_) => {
                self.key.push('"');
                self.end.push('"');
                None
            }
            NodeKind::Object(members) => {
                bracket(members);
                self.key.push('{');
                self.end.push('}');
                if members.len() == 1 { members.pop() } else { None }
            }
            NodeKind::Entries(entries) => {
                leave_primary(entries);
                entries.iter_mut().for_each(|entry| bracket(&mut entry.values));
                self.key.push('[');
                self.end.push(']');
                match entries.as_mut_slice() {
                    [Entry { implied, values, .. }]
                        if values.len() == 1 && implied.iter().all(|member| member.written_by.is_empty()) =>
                    {
                        self.key.push('{');
                        implied.iter().for_each(|member| self.key.push_str(&member.text));
                        self.end.insert(0, '}');
                        values.pop()
                    }
                    _ => None,
                }
            }
        };
        if let Some(Self { key, kind, end }) = only {
            self.key.push_str(key.strip_prefix(',').unwrap_or(&key));
            self.kind = kind;
            self.end.insert_str(0, &end);
        }
    }
}

/// Writes the nodes that have a value, with a comma before each, the first excepted unless `comma`; says whether
/// there was one. Recursion goes as deep as a path has parts: three.
fn write_nodes(out: &mut String, nodes: &[Node], values: &[Option<Flowing<'_>>], mut comma: bool) -> bool {
    let mut wrote = false;
    for node in nodes {
        let start = out.len();
        let key = if comma { &node.key } else { node.key.get(1..).unwrap_or_default() };
        let has_value = match &node.kind {
            NodeKind::Value(number) => {
                if let Some(Some(value)) = values.get(*number) {
                    out.push_str(key);
                    write_value(out, value, &node.end);
                    (wrote, comma) = (true, true);
                }
                continue;
            }
            NodeKind::Object(members) => {
                out.push_str(key);
                write_nodes(out, members, values, false)
            }
            NodeKind::Entries(entries) => {
                out.push_str(key);
                let mut any = false;
                for entry in entries {
                    let start = out.len();
                    out.push_str(if any { ",{" } else { "{" });
                    for implied in &entry.implied {
                        let written = |number: &usize| values.get(*number).is_some_and(Option::is_some);
                        if !implied.written_by.iter().any(written) {
                            out.push_str(&implied.text);
                        }
                    }
                    if write_nodes(out, &entry.values, values, false) {
                        out.push('}');
                        any = true;
                    } else {
                        out.truncate(start);
                    }
                }
                any
            }
        };
        if has_value {
            out.push_str(&node.end);
            (wrote, comma) = (true, true);
        } else {
            out.truncate(start);
        }
    }
    wrote
}

/// Writes a value behind the quote that stands before a text, and what closes behind it, a quote first.
fn write_value(out: &mut String, value: &Flowing<'_>, end: &str) {
    let plain: Cow<'_, str> = match value {
        Flowing::Text(text) => {
            write_inside(out, text);
            return out.push_str(end);
        }
        Flowing::Boolean(value) => if *value { "true" } else { "false" }.into(),
        Flowing::Integer(number) => number.to_string().into(),
        Flowing::Json(value) => value.to_string().into(),
    };
    out.pop();
    out.push_str(&plain);
    out.push_str(end.get(1..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(attribute: &str, filter: &[(&str, &str)], sub: Option<&str>, schema: Option<&str>) -> TargetPath {
        let filter = filter.iter().map(|(sub, value)| ((*sub).to_owned(), (*value).to_owned())).collect();
        TargetPath {
            text: String::new(),
            schema: schema.map(str::to_owned),
            attribute: attribute.to_owned(),
            filter,
            sub: sub.map(str::to_owned),
        }
    }

    fn body(paths: &[TargetPath], values: &[Option<&str>]) -> String {
        let template = Template::new(&["urn:x"], "User", false, paths.iter().enumerate());
        let values: Vec<_> =
            values.iter().map(|value| value.map(|text| Flowing::Text(text.into()))).collect();
        let mut out = String::new();
        template.write(&mut out, &values);
        out
    }

    #[test]
    fn shared_heads_share_an_object() {
        let paths = [
            path("name", &[], Some("givenName"), None),
            path("title", &[], None, None),
            path("name", &[], Some("familyName"), None),
        ];
        assert_eq!(
            body(&paths, &[Some("A"), Some("B"), Some("C")]),
            r#"{"schemas":["urn:x"],"name":{"givenName":"A","familyName":"C"},"title":"B","meta":{"resourceType":"User"}}"#
        );
    }

    #[test]
    fn what_has_no_value_is_not_written() {
        let paths = [
            path("name", &[], Some("givenName"), None),
            path("emails", &[("type", "work")], Some("value"), None),
            path("country", &[], None, Some("urn:ietf:params:scim:schemas:extension:Gong:2.0:User")),
        ];
        assert_eq!(
            body(&paths, &[None, None, None]),
            r#"{"schemas":["urn:x"],"meta":{"resourceType":"User"}}"#
        );
    }

    #[test]
    fn a_member_that_a_filter_implies_may_be_written() {
        let kind = || path("emails", &[("type", "work")], Some("type"), None);
        let value = || path("emails", &[("type", "work")], Some("value"), None);
        for (paths, values, emails) in [
            (vec![kind()], &[Some("x")][..], r#""emails":[{"primary":true,"type":"x"}],"#),
            (vec![kind()], &[None], ""),
            (
                vec![kind(), value()],
                &[None, Some("a")],
                r#""emails":[{"primary":true,"type":"work","value":"a"}],"#,
            ),
            (
                vec![kind(), value()],
                &[Some("x"), Some("a")],
                r#""emails":[{"primary":true,"type":"x","value":"a"}],"#,
            ),
        ] {
            let expected = format!(r#"{{"schemas":["urn:x"],{emails}"meta":{{"resourceType":"User"}}}}"#);
            assert_eq!(body(&paths, values), expected);
        }
    }

    /// P-7: `"roles": []` in the place of roles that do not flow.
    #[test]
    fn an_empty_list_of_roles_stands_in_for_values_that_do_not_flow() {
        let paths = [
            path("roles", &[("primary", "True")], Some("value"), None),
            path("roles", &[], None, Some("urn:x:User")),
        ];
        let written = |values: [Option<&str>; 2]| {
            let values = values.map(|value| value.map(|text| Flowing::Text(text.into())));
            let mut out = String::new();
            Template::new(&["urn:x"], "User", true, paths.iter().enumerate()).write(&mut out, &values);
            out
        };
        let extension = r#""urn:x:User":{"roles":"b"}"#;
        for (values, expected) in [
            ([None, None], r#"{"schemas":["urn:x"],"meta":{"resourceType":"User"},"roles":[]}"#.to_owned()),
            (
                [Some("a"), None],
                r#"{"schemas":["urn:x"],"roles":[{"primary":true,"value":"a"}],"meta":{"resourceType":"User"}}"#.to_owned(),
            ),
            (
                [None, Some("b")],
                format!(r#"{{"schemas":["urn:x"],{extension},"meta":{{"resourceType":"User"}},"roles":[]}}"#),
            ),
        ] {
            assert_eq!(written(values), expected);
        }
    }

    #[test]
    fn what_holds_one_value_is_written_in_one_go() {
        let schema = Some("urn:x:User");
        let paths = [
            path("manager", &[], Some("value"), schema),
            path("roles", &[("primary", "True")], Some("value"), None),
            path("ims", &[("type", "a")], Some("value"), None),
            path("ims", &[("type", "b")], Some("value"), None),
        ];
        let all = [Some("1"), Some("2"), Some("3"), Some("4")];
        assert_eq!(
            body(&paths, &all),
            concat!(
                r#"{"schemas":["urn:x"],"urn:x:User":{"manager":{"value":"1"}},"#,
                r#""roles":[{"primary":true,"value":"2"}],"#,
                r#""ims":[{"type":"a","value":"3"},{"type":"b","value":"4"}],"meta":{"resourceType":"User"}}"#
            )
        );
        let none = r#"{"schemas":["urn:x"],"meta":{"resourceType":"User"}}"#;
        assert_eq!(body(&paths, &[None; 4]), none);
    }

    #[test]
    fn filters_make_entries() {
        let paths = [
            path("phoneNumbers", &[("type", "work")], Some("value"), None),
            path("phoneNumbers", &[("type", "mobile")], Some("value"), None),
            path("addresses", &[("type", "work")], Some("region"), None),
            path("addresses", &[("type", "work")], Some("country"), None),
            path("roles", &[("primary", "True")], Some("value"), None),
        ];
        assert_eq!(
            body(&paths, &[Some("1"), Some("2"), None, Some("DE"), Some("Admin")]),
            concat!(
                r#"{"schemas":["urn:x"],"phoneNumbers":[{"primary":true,"type":"work","value":"1"},"#,
                r#"{"primary":false,"type":"mobile","value":"2"}],"addresses":[{"type":"work","country":"DE"}],"#,
                r#""roles":[{"primary":true,"value":"Admin"}],"meta":{"resourceType":"User"}}"#
            )
        );
    }
}
