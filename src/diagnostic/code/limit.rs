//! `LM`: limits on what an input may consume.

codes! {
    INPUT_BYTES "LM001" "input-too-long" Error
        "The input has more bytes than the limit allows."
        "Every text and document has a limit in bytes, so that no input can exhaust memory. Shorten the input, or raise the limit named in the message.";
    NESTING "LM002" "nested-too-deeply" Error
        "Too many brackets are open at once."
        "Brackets are counted before parsing, so that no input can exhaust the stack. Flatten the expression, or raise `nesting` (at most 256).";
    NODES "LM003" "too-many-nodes" Error
        "The input has more parts than the limit allows."
        "The number of operators, operands and values of one input is limited. Split the input, or raise the limit named in the message.";
    ITEMS "LM004" "too-many-items" Error
        "An array or list has more items than the limit allows."
        "Split the document, or raise `arrayItems`.";
    KEYS "LM005" "too-many-keys" Error
        "An object has more members than the limit allows."
        "Split the document, or raise `objectKeys`.";
    REGEX_PATTERN "LM006" "regex-too-long" Error as "regex"
        "A regular expression is longer than the limit allows."
        "Shorten the pattern, or raise `regexPatternBytes`.";
    REGEX_PROGRAM "LM007" "regex-too-large" Error as "regex"
        "A regular expression is too large or too deeply nested once compiled."
        "Counted repetitions such as `(a{500}){500}` multiply. Simplify the pattern, or raise `regexProgramBytes`.";
    VALUE_BYTES "LM008" "value-too-long" Error
        "A value made during evaluation is longer than the limit allows."
        "An expression such as nested `Replace` calls can multiply its input. Simplify it, or raise `valueBytes`.";
    FUEL "LM009" "out-of-fuel" Error as "regex"
        "Evaluation took more steps than the limit allows."
        "Every step of an evaluation costs fuel, so that no expression or pattern can run without end. Long values, patterns with large counted repetitions and many nested calls cost most. Simplify them, or raise `fuel`.";
    CONFIG "LM010" "invalid-limit" Error
        "A limit has a value that is not allowed."
        "Limits are whole numbers above zero; `nesting` and `regexNesting` are at most 256.";
    FINDINGS "LM011" "findings-truncated" Info
        "There are more findings than are listed."
        "The list of findings of one document is capped, errors kept before warnings; the message gives the total. Fix these and run again, or raise `findings`.";
}
