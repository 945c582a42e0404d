//! Resources loaded once and filtered often, attribute by attribute: what a test says of a value, it says for every
//! resource that has it.

use std::collections::HashMap;

use super::Filter;
use super::matches::{Leaf, Lookup, Program};
use crate::diagnostic::Diagnostic;
use crate::limits::Limits;
use crate::scim::meter::Meter;
use crate::value::json::Json;

/// Resources of one type.
#[derive(Debug, Default)]
pub(crate) struct Table {
    resources: Vec<Json<'static>>,
    columns: Vec<Column>,
}

/// As many attributes are remembered; a schema has fewer.
const COLUMNS: usize = 64;

/// One attribute of all resources: which of them have the same value.
#[derive(Debug)]
struct Column {
    lookup: Lookup,
    /// For each resource the number of its value.
    numbers: Vec<usize>,
    /// The different values; to have none counts as one.
    values: Vec<Option<Json<'static>>>,
}

impl Column {
    fn new(lookup: &Lookup, resources: &[Json<'static>]) -> Self {
        let (mut known, mut values) = (HashMap::new(), Vec::new());
        let number = |resource: &Json<'static>| {
            let value = lookup.value(resource);
            *known.entry(value.map(Json::to_string)).or_insert_with(|| {
                values.push(value.cloned());
                values.len().saturating_sub(1)
            })
        };
        let numbers = resources.iter().map(number).collect();
        Self { lookup: lookup.clone(), numbers, values }
    }
}

/// What was found for a value: whether it satisfies, and the steps that took.
type Told = Option<(bool, u64)>;

impl Table {
    pub(crate) fn add(&mut self, resource: Json<'static>) {
        self.columns.clear();
        self.resources.push(resource);
    }

    /// Of every resource whether it satisfies the filter: as [`Filter::matches_within`] says.
    ///
    /// # Errors
    /// `LM009` where it does of one.
    pub(crate) fn select(&mut self, filter: &Filter, limits: &Limits) -> Result<Vec<bool>, Diagnostic> {
        let count = self.resources.len();
        let mut rows = Rows { open: vec![true; count], meters: vec![Meter::new(limits.fuel); count] };
        self.keep(&filter.program, &mut rows);
        match rows.meters.iter().find(|meter| meter.is_empty) {
            Some(meter) => Err(meter.refusal("the filter")),
            None => Ok(rows.open),
        }
    }

    /// Closes the rows, of those that are open, for which the program does not hold.
    // INVARIANT: as of `Program::holds`.
    fn keep(&mut self, program: &Program, rows: &mut Rows) {
        match program {
            Program::All(terms) => terms.iter().for_each(|term| self.keep(term, rows)),
            Program::Any(terms) => {
                // Open for a term is what no term before it held for.
                let asked = rows.open.clone();
                let mut held = vec![false; asked.len()];
                for term in terms {
                    self.keep(term, rows);
                    for ((open, held), asked) in rows.open.iter_mut().zip(&mut held).zip(&asked) {
                        *held |= *open;
                        *open = *asked && !*held;
                    }
                }
                rows.open = held;
            }
            Program::Not(inner) => {
                let asked = rows.open.clone();
                self.keep(inner, rows);
                rows.open.iter_mut().zip(asked).for_each(|(open, asked)| *open = asked && !*open);
            }
            Program::Leaf(leaf) => self.keep_leaf(leaf, rows),
        }
    }

    fn keep_leaf(&mut self, leaf: &Leaf, rows: &mut Rows) {
        let place = self.column(&leaf.lookup);
        let Some(column) = self.columns.get(place) else { return };
        // Where no value repeats, nothing is kept of any.
        let repeats = column.values.len() < column.numbers.len();
        let mut told: Vec<Told> = vec![None; if repeats { column.values.len() } else { 0 }];
        let rows = rows.open.iter_mut().zip(&mut rows.meters);
        for (((open, meter), resource), number) in rows.zip(&self.resources).zip(&column.numbers) {
            if !*open {
                continue;
            }
            meter.spend(leaf.reach(resource));
            let Some(value) = column.values.get(*number) else { continue };
            let told = told.get_mut(*number);
            *open = match &told {
                Some(Some((holds, steps))) => {
                    meter.spend(*steps);
                    *holds
                }
                _ => {
                    let before = meter.spent();
                    let holds = leaf.holds_for(value.as_ref(), meter);
                    if let Some(told) = told {
                        *told = Some((holds, meter.spent().saturating_sub(before)));
                    }
                    holds
                }
            };
        }
    }

    /// The place of an attribute's column, which is made when first asked for.
    fn column(&mut self, lookup: &Lookup) -> usize {
        if let Some(place) = self.columns.iter().position(|column| column.lookup.finds_as(lookup)) {
            return place;
        }
        if self.columns.len() == COLUMNS {
            self.columns.clear();
        }
        self.columns.push(Column::new(lookup, &self.resources));
        self.columns.len().saturating_sub(1)
    }
}

/// The resources while a filter is evaluated.
struct Rows {
    /// Which are still asked about and, in the end, which satisfy.
    open: Vec<bool>,
    meters: Vec<Meter>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::json::parse;

    fn table(resources: &[&str]) -> Table {
        let mut table = Table::default();
        for text in resources {
            table.add(parse(text, &Limits::DEFAULT).unwrap().into_owned());
        }
        table
    }

    fn select(table: &mut Table, filter: &str) -> Vec<bool> {
        table.select(&filter.parse().unwrap(), &Limits::DEFAULT).unwrap()
    }

    #[test]
    fn values_that_are_written_alike_are_one() {
        let mut table =
            table(&[r#"{"title":"a"}"#, r#"{"title":"b"}"#, r#"{"TITLE":"a"}"#, "{}", r#"{"title":null}"#]);
        assert_eq!(
            select(&mut table, r#"title eq "A" or title eq "b" and not (title pr)"#),
            [true, false, true, false, false]
        );
        let column = &table.columns[0];
        assert_eq!(column.numbers, [0, 1, 0, 2, 3]);
        assert_eq!(table.columns.len(), 1);
        table.add(parse(r#"{"title":"A"}"#, &Limits::DEFAULT).unwrap());
        assert_eq!(select(&mut table, r#"title ne "a""#), [false, true, false, true, true, false]);
    }

    #[test]
    fn attributes_without_end_are_not_remembered_without_end() {
        let mut table = table(&[r#"{"a7":"x"}"#, r#"{"a8":"x"}"#]);
        for number in 0..200 {
            let found = select(&mut table, &format!(r#"a{number} eq "x""#));
            assert_eq!(found, [number == 7, number == 8]);
            assert!(table.columns.len() <= COLUMNS);
        }
    }
}
