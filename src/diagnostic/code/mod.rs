//! The one table of diagnostic codes.
//!
//! Letters name the family, hundreds the phase (0 limits and input, 1 syntax, 2 check, 3 evaluation). A code never
//! changes meaning and is never reused. `docs/diagnostics.md`, the TypeScript union and `explain` are made from it.

use super::Severity;

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Letters and number, such as `EX201`.
    pub code: &'static str,
    /// The same idea in kebab case, such as `unknown-function`.
    pub name: &'static str,
    /// The weight unless a mode says otherwise.
    pub severity: Severity,
    /// What the specification of the expression language calls such an error.
    pub class: Option<&'static str>,
    /// One sentence: what it means.
    pub summary: &'static str,
    /// Why it matters and what to do, for `explain`.
    pub explanation: &'static str,
    /// Where the rule comes from.
    pub source: Option<&'static str>,
}

/// Declares the rows of one family and their list.
macro_rules! codes {
    ($($(#[$meta:meta])* $id:ident $code:literal $name:literal $severity:ident $(as $class:literal)?
        $summary:literal $explanation:literal $(from $source:literal)?;)*) => {
        $(
            #[doc = concat!("`", $code, "` ", $name, ": ", $summary)]
            pub static $id: $crate::diagnostic::code::Code = $crate::diagnostic::code::Code {
                code: $code,
                name: $name,
                severity: $crate::diagnostic::Severity::$severity,
                class: $crate::diagnostic::code::given!($($class)?),
                summary: $summary,
                explanation: $explanation,
                source: $crate::diagnostic::code::given!($($source)?),
            };
        )*
        /// The rows of this family, by number.
        pub(super) static ROWS: &[&$crate::diagnostic::code::Code] = &[$(&$id),*];
    };
}
macro_rules! given {
    () => {
        None
    };
    ($text:literal) => {
        Some($text)
    };
}
use given;

pub mod assignment;
pub mod attribute_mapping;
pub mod expression;
pub mod filter;
pub mod input;
pub mod limit;
pub mod mapping;
pub mod patch;
pub mod path;
pub mod payload;
pub mod plan;
pub mod regex;
pub mod scope;
pub mod scoping;
pub mod sync_schema;

/// Every row, family by family.
pub fn all() -> impl Iterator<Item = &'static Code> {
    let families: [&[&'static Code]; _] = [
        attribute_mapping::ROWS,
        assignment::ROWS,
        expression::ROWS,
        filter::ROWS,
        input::ROWS,
        limit::ROWS,
        mapping::ROWS,
        patch::ROWS,
        path::ROWS,
        payload::ROWS,
        plan::ROWS,
        regex::ROWS,
        scope::ROWS,
        scoping::ROWS,
        sync_schema::ROWS,
    ];
    families.into_iter().flatten().copied()
}

/// The row of a code (`EX201`) or name (`unknown-function`), without regard to case.
pub fn find(code_or_name: &str) -> Option<&'static Code> {
    all().find(|row| {
        row.code.eq_ignore_ascii_case(code_or_name) || row.name.eq_ignore_ascii_case(code_or_name)
    })
}

/// What a code means and what to do, as `explain` prints it.
pub fn explanation(row: &Code) -> String {
    let source = row.source.map(|source| format!("\nRule: {source}\n")).unwrap_or_default();
    let severity = row.severity.as_str();
    format!("{} {} ({severity})\n\n{}\n\n{}\n{source}", row.code, row.name, row.summary, row.explanation)
}

/// The table as Markdown, the text of `docs/diagnostics.md`.
pub fn documentation() -> String {
    let mut text = String::from(
        "# Diagnostics\n\nMade from the table of codes in `src/diagnostic/code/`. A code never changes meaning and is never reused.\n",
    );
    for row in all() {
        let source = row.source.map(|source| format!(" Rule: {source}.")).unwrap_or_default();
        text.push_str(&format!(
            "\n## {} {}\n\n*{}.* {}{source}\n\n{}\n",
            row.code,
            row.name,
            row.severity.as_str(),
            row.summary,
            row.explanation
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn codes_and_names_are_unique() {
        let rows: Vec<_> = super::all().collect();
        assert_eq!(rows.iter().map(|row| row.code).collect::<BTreeSet<_>>().len(), rows.len());
        assert_eq!(rows.iter().map(|row| row.name).collect::<BTreeSet<_>>().len(), rows.len());
    }

    #[test]
    fn rows_are_written_for_readers() {
        for row in super::all() {
            assert!(row.summary.ends_with('.') && row.explanation.ends_with('.'), "{}", row.code);
            assert!(
                row.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                "{}",
                row.code
            );
        }
    }

    /// A reader who looks a rule up finds one document under one name: "Known issues" is not also "Known issues for
    /// provisioning", and what Microsoft published does not stand under Entra as well.
    #[test]
    fn a_document_is_cited_under_one_name() {
        const PUBLISHERS: [&str; 5] = [".NET", "Entra", "Gong", "Microsoft", "Microsoft Graph"];
        let sources = super::all().filter_map(|row| row.source).filter(|source| !source.starts_with("RFC "));
        let documents: BTreeSet<_> = sources.map(|source| source.split(" (").next().unwrap()).collect();
        let named = |document: &'static str| {
            document.split_once(": ").unwrap_or_else(|| panic!("{document}: who published it?"))
        };
        for (publisher, title) in documents.iter().copied().map(named) {
            assert!(PUBLISHERS.contains(&publisher), "{publisher}: {title}");
            let longer = format!("{title} ");
            let same = |(other, name): &(&str, &str)| {
                if *other == publisher { name.starts_with(&longer) } else { *name == title }
            };
            assert_eq!(documents.iter().copied().map(named).find(same), None, "{title}");
        }
    }
}
