//! `SC`: scoping filters.

codes! {
    UNKNOWN_OPERATOR "SC201" "operator-not-supported" Error
        "The operator of a scoping clause is not known."
        "The clause counts as false; the other filters are still looked at. Choose one of the operators that the scoping page lists. `IsMemberOf` is not supported; assign the group to the application instead."
        from "Entra: Scoping filters";
    ATTRIBUTE "SC202" "attribute-not-supported-for-scoping" Error
        "The attribute cannot be used in a scoping filter."
        "The clause counts as false. Role assignments, `userType`, `manager`, `members` and dates cannot be filtered on."
        from "Entra: Known issues";
    INVALID_REGEX "SC203" "invalid-scoping-regex" Error
        "The regular expression of a scoping clause does not compile."
        "The clause counts as false. Patterns are .NET regular expressions.";
    INVALID_VALUE "SC204" "invalid-filter-value" Error
        "The value of a scoping clause does not fit its operator."
        "The clause counts as false. `Greater_Than` and `Greater_Than_OR_EQUALS` take an integer from 0 upward; operators that compare need a value."
        from "Entra: Scoping filters";
    EMPTY_FILTER "SC205" "filter-without-clauses" Warning
        "A scoping filter without clauses lets everything pass."
        "It always holds, and one filter that holds is enough, so the other filters have no effect. Add a clause or remove the filter.";
    SEVERAL_VALUES "SC206" "several-clause-values" Warning
        "A scoping clause holds several values, which is not documented."
        "Operators that ask for something hold if any value does, negated ones if none does. To be certain, use one filter for each value, of negated operators one clause for each.";
    OPERATOR_UNFIT "SC207" "operator-unfit-for-type" Warning
        "The operator is not offered for attributes of this type."
        "Booleans are compared as the texts `True` and `False`; use `IS TRUE` or `IS FALSE`. These in turn hold for no text but `True` or `False`; ask for another one with `EQUALS`."
        from "Microsoft Graph: filterOperators";
    MULTI_VALUED "SC301" "multi-valued-scoping-unsupported" Error
        "The attribute of a scoping clause holds several values."
        "Multi-valued attributes are not supported in scoping filters, so the clause counts as false. The setting `multiValued` (`all` or `any`) shows what a value-by-value test would say."
        from "Entra: Scoping filters";
    NOT_ANCHORED "SC302" "regex-not-anchored" Warning
        "The pattern matches only a part of the value."
        "Whether a pattern has to match the whole value is not documented. Write `^` and `$` where the whole value is meant; the setting `regexMode` (`search` or `full`) chooses the reading shown here.";
}
