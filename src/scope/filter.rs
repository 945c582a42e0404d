//! Filters: clauses ANDed, filters ORed.

use serde::Serialize;

use super::clause::{Clause, ClauseDefinition, ClauseTrace};
use super::{ScopeOptions, Testable};
use crate::diagnostic::{Diagnostic, Diagnostics, code, quoted};
use crate::expression::{Slots, Value};
use crate::limits::Limits;

/// A scoping filter as configured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilterDefinition {
    /// Its title.
    pub name: String,
    /// Its clauses, ANDed.
    pub clauses: Vec<ClauseDefinition>,
    /// Where it stands in the configuration.
    pub pointer: Option<String>,
}

/// One filter's part in a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FilterTrace {
    /// Its title.
    pub name: String,
    /// Whether all of its clauses hold.
    pub passed: bool,
    /// Its clauses.
    pub clauses: Vec<ClauseTrace>,
}

impl FilterTrace {
    /// The keys of the service's own trace with what each clause said: `Sellers.department EQUALS Sales`.
    pub fn evaluation(&self) -> impl Iterator<Item = (String, bool)> + '_ {
        self.clauses.iter().map(|clause| (clause.key(&self.name), clause.passed))
    }
}

/// Compiled filters.
#[derive(Debug, Default)]
pub struct ScopingFilters {
    filters: Vec<(String, Vec<Clause>)>,
}

impl ScopingFilters {
    /// Compiles filters; attribute names become slots. What cannot be compiled is reported and counts as false.
    /// `testable` tells what can be made of an attribute.
    pub fn compile(
        definitions: &[FilterDefinition],
        options: ScopeOptions,
        testable: &dyn Fn(&str) -> Testable,
        slots: &mut Slots,
        limits: &Limits,
    ) -> (Self, Diagnostics) {
        let mut findings = Diagnostics::new();
        let mut filters = Vec::with_capacity(definitions.len());
        for definition in definitions {
            if definition.clauses.is_empty() {
                let message = format_args!(
                    "the scoping filter {} has no clauses and lets everything pass",
                    quoted(&definition.name)
                );
                let finding = Diagnostic::new(&code::scope::EMPTY_FILTER, message);
                findings.push(finding.within_any(definition.pointer.as_deref()));
            }
            let clauses = definition
                .clauses
                .iter()
                .map(|clause| {
                    let testable = testable(&clause.attribute);
                    Clause::compile(clause, options, testable, slots, limits, &mut findings)
                })
                .collect();
            filters.push((definition.name.clone(), clauses));
        }
        (Self { filters }, findings)
    }

    /// Whether the object passes; nothing is recorded.
    pub fn passes(&self, values: &[Value<'_>]) -> bool {
        let passes = |clauses: &[Clause]| clauses.iter().all(|clause| clause.judge(values) == Ok(true));
        self.filters.is_empty() || self.filters.iter().any(|(_, clauses)| passes(clauses))
    }

    /// Whether [`ScopingFilters::trace`] has something to say.
    pub fn has_findings(&self, values: &[Value<'_>]) -> bool {
        let mut clauses = self.filters.iter().flat_map(|(_, clauses)| clauses);
        clauses.any(|clause| clause.findings(values, clause.judge(values)).next().is_some())
    }

    /// Whether the object passes, with every clause looked at and what is to be said about it.
    pub fn trace(&self, values: &[Value<'_>]) -> (bool, Vec<FilterTrace>, Diagnostics) {
        let mut findings = Diagnostics::new();
        let mut traces = Vec::with_capacity(self.filters.len());
        for (name, clauses) in &self.filters {
            let clauses: Vec<_> = clauses
                .iter()
                .map(|clause| {
                    let judged = clause.judge(values);
                    findings.extend(clause.findings(values, judged));
                    clause.trace(values, judged)
                })
                .collect();
            let passed = clauses.iter().all(|clause| clause.passed);
            traces.push(FilterTrace { name: name.clone(), passed, clauses });
        }
        let passed = traces.is_empty() || traces.iter().any(|filter| filter.passed);
        (passed, traces, findings)
    }
}
