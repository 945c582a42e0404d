//! `RX`: regular expressions in mappings and scoping filters.

codes! {
    SYNTAX "RX101" "invalid-pattern" Error as "regex"
        "A regular expression is malformed by the rules of .NET."
        "Patterns are .NET regular expressions. The message names the place in the pattern; a spelling of other dialects such as `(?P<n>…)` or `a++` is refused because the service refuses it."
        from ".NET: Regular expression language";
    UNSUPPORTED "RX102" "unsupported-pattern" Error as "regex"
        "A construct that .NET accepts cannot be run here."
        "It is refused by name rather than read differently. Preview the mapping with another spelling of the same pattern.";
}
