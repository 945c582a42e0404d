//! `SC`, check: scoping filters of a configuration. The rows of compiling and evaluating stand in `scope`.

codes! {
    ATTRIBUTE_MISSING "SC251" "clause-without-attribute" Error
        "A scoping clause names no attribute."
        "The clause counts as false. Choose the attribute that the operator tests."
        from "Microsoft Graph: filterClause";
    UNDECLARED "SC252" "scoping-attribute-undeclared" Warning
        "The source object does not define the attribute that a scoping clause tests."
        "An attribute that does not exist is always empty, and nearly every operator is false on empty values. Names are the provisioning service's own, and those of directory extensions are case-sensitive."
        from "Entra: Scoping filters";
    VALUE_IGNORED "SC253" "clause-value-ignored" Warning
        "A scoping clause has a value although its operator takes none."
        "`IS NULL`, `IS NOT NULL`, `IS TRUE` and `IS FALSE` look at the attribute alone. Remove the value, or choose an operator that compares."
        from "Microsoft Graph: filterOperatorSchema";
    NEVER_PASSES "SC254" "filter-never-passes" Warning
        "No object can pass a scoping filter."
        "All clauses of a filter have to hold, and two of them exclude each other or one cannot hold. Put alternatives into filters of their own; of several filters one has to hold."
        from "Entra: Scoping filters";
    UNANCHORED "SC255" "pattern-not-anchored" Warning
        "A scoping pattern is not anchored at both ends."
        "Whether a pattern has to match the whole value is not documented. With `^` in front and `$` at the end, around all alternatives, both readings are the same; where a part is meant, write `.*` on that side."
        from "Entra: Scoping filters (REGEX MATCH)";
}
