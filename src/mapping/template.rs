//! The body of a POST as a template: target paths folded into one tree, in body order.
//!
//! Paths that share a head share its object, paths with the same attribute and filter share one array entry;
//! each stands where its first mapping stands. An object none of whose values flows is not written at all.

use std::fmt::Write as _;

use super::flowing::Flowing;
use super::target::{TargetPath, same_conditions};
use crate::value::json::write_string;

/// The compiled body.
#[derive(Debug, Clone, Default)]
pub struct Template {
    head: String,
    nodes: Vec<Node>,
    tail: String,
}

#[derive(Debug, Clone)]
struct Node {
    /// As [`key`].
    key: String,
    kind: NodeKind,
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
    /// The values of mappings that write the member themselves.
    written_by: Vec<usize>,
}

impl Template {
    /// A body with `schemas` first and `meta` (and what else `tail` holds) last.
    ///
    /// `paths` are the mappings' target paths with the number each value has in [`Template::write`].
    pub fn new<'p>(
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
        let mut roles = false;
        for (value, path) in paths {
            roles |= path.attribute.eq_ignore_ascii_case("roles");
            match path.extension() {
                Some(schema) => in_object(&mut nodes, schema, |members| place(members, value, path)),
                None => place(&mut nodes, value, path),
            }
        }
        tail.push_str(if empty_roles && !roles { ",\"roles\":[]}" } else { "}" });
        Self { head, nodes, tail }
    }

    /// Appends the body to `out`; `values` are the mappings' values by number.
    pub fn write(&self, out: &mut String, values: &[Option<Flowing<'_>>]) {
        out.push_str(&self.head);
        write_nodes(out, &self.nodes, values, true);
        out.push_str(&self.tail);
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
            nodes.push(Node { key, kind: NodeKind::Object(members) });
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
        None => nodes.push(Node { key, kind: NodeKind::Entries(vec![fresh(node)]) }),
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
    let node = |name: &str| Node { key: key(name), kind: NodeKind::Value(value) };
    match (&path.sub, path.is_filtered()) {
        (None, false) => nodes.push(node(&path.attribute)),
        (Some(sub), false) => in_object(nodes, &path.attribute, |members| members.push(node(sub))),
        (sub, true) => {
            let sub = sub.as_deref().unwrap_or("value");
            in_entry(nodes, &path.attribute, &path.filter, node(sub));
        }
    }
}

/// Writes the nodes that have a value, with a comma before each, the first excepted unless `comma`; says whether
/// there was one. Recursion goes as deep as a path has parts: three.
fn write_nodes(out: &mut String, nodes: &[Node], values: &[Option<Flowing<'_>>], mut comma: bool) -> bool {
    let mut wrote = false;
    for node in nodes {
        let start = out.len();
        out.push_str(if comma { &node.key } else { node.key.get(1..).unwrap_or_default() });
        let has_value = match &node.kind {
            NodeKind::Value(number) => match values.get(*number) {
                Some(Some(value)) => {
                    write_value(out, value);
                    true
                }
                _ => false,
            },
            NodeKind::Object(members) => {
                out.push('{');
                let any = write_nodes(out, members, values, false);
                out.push('}');
                any
            }
            NodeKind::Entries(entries) => {
                out.push('[');
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
                out.push(']');
                any
            }
        };
        if has_value {
            (wrote, comma) = (true, true);
        } else {
            out.truncate(start);
        }
    }
    wrote
}

fn write_value(out: &mut String, value: &Flowing<'_>) {
    match value {
        Flowing::Text(text) => write_string(out, text),
        Flowing::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
        Flowing::Integer(number) => out.push_str(&number.to_string()),
        Flowing::Json(value) => _ = write!(out, "{value}"),
    }
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
