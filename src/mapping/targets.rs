//! Where the mappings of an object write, and which of them exclude each other: one rule for the check of a document and for
//! the compilation of its mappings.

use std::collections::HashMap;

use super::flow::ValueType;
use super::rules::is_same_target;
use super::target::{TargetPath, without_core};

/// The attribute that is a reference although the tutorial's table calls its type String.
const MANAGER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";

/// Where a mapping writes, as far as that decides which others can stand beside it.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) path: TargetPath,
    /// Whether the target takes references, whatever flows there.
    pub(crate) takes_reference: bool,
    /// Whether the value is another object's id, which is written on its own, in the second pass.
    pub(crate) is_reference: bool,
}

impl Written {
    /// A mapping to a path of this type, with the source attribute of a direct one.
    pub(crate) fn new(path: TargetPath, value_type: ValueType, direct: Option<&str>) -> Self {
        let takes_reference = value_type == ValueType::Reference
            || path.is(MANAGER)
            || (path.schema.is_none() && path.attribute.eq_ignore_ascii_case("members"));
        // A reference at its source is one at the target, whatever type the target declares.
        let is_reference = takes_reference || direct.is_some_and(|name| name.eq_ignore_ascii_case("manager"));
        Self { path, takes_reference, is_reference }
    }

    /// Whether a mapping before this one has taken its target: both have one, or a resource cannot hold both values. A
    /// reference stands beside the parts of its attribute, `value` excepted, which is the reference itself.
    fn is_taken_by(&self, first: &Self) -> bool {
        let is_part = |written: &Self| {
            written.path.sub.as_deref().is_some_and(|sub| !sub.eq_ignore_ascii_case("value"))
        };
        let is_beside = self.is_reference != first.is_reference && (is_part(self) || is_part(first));
        is_same_target(&self.path.text, &first.path.text) || !is_beside && first.path.clashes_with(&self.path)
    }
}

/// A mapping in whose way another stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Conflict<'t> {
    /// The first such target before it.
    pub(crate) first: &'t Target,
    /// Whether that has taken the target; else both can choose one value.
    pub(crate) is_taken: bool,
}

/// The target of a mapping.
#[derive(Debug)]
pub(crate) struct Target {
    /// The place of the mapping among those of its object.
    pub(crate) place: usize,
    /// None where its path cannot be read.
    pub(crate) written: Option<Written>,
    /// Whether one before it has taken the target: it excludes no others.
    is_left_out: bool,
}

impl Target {
    /// Whether the mapping gives the attribute or a part of it.
    pub(crate) fn gives(&self, path: &TargetPath) -> bool {
        self.written.as_ref().is_some_and(|written| written.path.gives(path))
    }
}

/// The targets of an object's mappings. One takes its target whatever becomes of its source.
#[derive(Debug)]
pub(crate) struct Targets {
    /// Whether parts of one attribute exclude each other, as they do in a SCIM resource.
    in_resource: bool,
    list: Vec<Target>,
    /// The first of each name.
    named: HashMap<String, usize>,
    by_attribute: HashMap<String, Vec<usize>>,
}

impl Targets {
    /// Mappings of one attribute that are compared with each other: no document takes the square of its length.
    const COMPARED: usize = 256;

    pub(crate) fn new(in_resource: bool) -> Self {
        Self { in_resource, list: Vec::new(), named: HashMap::new(), by_attribute: HashMap::new() }
    }

    /// Adds the target of the mapping at a place; gives the one before it that stands in its way.
    pub(crate) fn add(&mut self, place: usize, name: &str, written: Option<Written>) -> Option<Conflict<'_>> {
        let at = self.list.len();
        let own = *self.named.entry(without_core(name).to_ascii_lowercase()).or_insert(at);
        let same = self.list.get(own).filter(|target| !target.is_left_out).map(|_| own);
        let taking = same.or_else(|| self.first(written.as_ref(), Written::is_taken_by));
        let is_taken = taking.is_some();
        let shares = |own: &Written, first: &Written| first.path.shares_value_with(&own.path);
        let first = taking.or_else(|| self.first(written.as_ref(), shares));
        if let Some(written) = &written {
            self.by_attribute.entry(written.path.attribute.to_ascii_lowercase()).or_default().push(at);
        }
        self.list.push(Target { place, written, is_left_out: is_taken });
        Some(Conflict { first: self.list.get(first?)?, is_taken })
    }

    /// The first around a mapping that stands in its way.
    fn first(&self, own: Option<&Written>, stands: fn(&Written, &Written) -> bool) -> Option<usize> {
        let own = own.filter(|_| self.in_resource)?;
        let in_way = |first: &Target| {
            !first.is_left_out && first.written.as_ref().is_some_and(|first| stands(own, first))
        };
        self.around(&own.path).find(|at| self.list.get(*at).is_some_and(in_way))
    }

    /// Those that write to the attribute of a path.
    fn around(&self, path: &TargetPath) -> impl Iterator<Item = usize> {
        let list = self.by_attribute.get(&path.attribute.to_ascii_lowercase());
        list.map_or(&[][..], Vec::as_slice).iter().copied().take(Self::COMPARED)
    }

    /// The first of this name.
    pub(crate) fn named(&self, name: &str) -> Option<&Target> {
        self.list.get(*self.named.get(&without_core(name).to_ascii_lowercase())?)
    }

    /// Those that give an attribute or a part of it, left out or not.
    pub(crate) fn giving(&self, path: &TargetPath) -> impl Iterator<Item = &Target> {
        self.around(path).filter_map(|at| self.list.get(at)).filter(|target| target.gives(path))
    }
}
