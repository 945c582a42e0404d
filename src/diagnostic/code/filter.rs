//! `SF`: SCIM filters. SCIM's own word for every error here is `invalidFilter`.

codes! {
    EMPTY "SF101" "filter-empty" Error
        "The filter is empty."
        "A filter names an attribute, an operator and, except after `pr`, a value: `userName eq \"ada@contoso.com\"`."
        from "RFC 7644 §3.4.2.2";
    UNEXPECTED_END "SF102" "filter-unexpected-end" Error
        "The filter ends where something is still needed."
        "Every comparison needs an operator and a value, every `and` and `or` something after it."
        from "RFC 7644 §3.4.2.2";
    UNEXPECTED_TOKEN "SF103" "filter-unexpected-token" Error
        "Something stands here that cannot follow what is before it."
        "After a complete comparison only `and`, `or`, a closing bracket or the end may follow."
        from "RFC 7644 §3.4.2.2";
    UNBALANCED "SF104" "filter-unbalanced" Error
        "A bracket is missing or surplus."
        "Every `(` needs its `)`, every `[` its `]`, in the order they were opened."
        from "RFC 7644 §3.4.2.2";
    EMPTY_GROUP "SF105" "filter-empty-group" Error
        "The brackets hold nothing."
        "`()` and `[]` must hold a filter."
        from "RFC 7644 §3.4.2.2";
    INVALID_ATTRIBUTE_PATH "SF106" "filter-invalid-attribute-path" Error
        "This is not an attribute name."
        "A name starts with a letter and goes on with letters, digits, `-`, `_` and `$`; one sub-attribute may follow after a dot, and a schema URI with a colon may stand before it."
        from "RFC 7643 §2.1";
    UNKNOWN_OPERATOR "SF107" "filter-unknown-operator" Error
        "The word in operator position is not an operator."
        "The operators are `eq`, `ne`, `co`, `sw`, `ew`, `gt`, `ge`, `lt`, `le` and `pr`."
        from "RFC 7644 §3.4.2.2";
    INVALID_VALUE "SF108" "filter-invalid-value" Error
        "The value is neither a string in double quotes, a number, `true`, `false` nor `null`."
        "Values are JSON: strings take double quotes, the literals are in lower case."
        from "RFC 7644 §3.4.2.2";
    INVALID_NUMBER "SF109" "filter-invalid-number" Error
        "The number is not a JSON number."
        "No leading `+` or zero, digits on both sides of the point. An identifier made of digits is a string: put it in double quotes."
        from "RFC 8259 §6";
    UNTERMINATED_STRING "SF110" "filter-unterminated-string" Error
        "A string is not closed."
        "Add the closing double quote; a quote inside the string is written `\\\"`."
        from "RFC 8259 §7";
    INVALID_ESCAPE "SF111" "filter-invalid-escape" Error
        "A backslash starts an escape that does not exist."
        "The escapes are `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t` and `\\u` with four hexadecimal digits. A backslash itself is written `\\\\`, as in `\"CONTOSO\\\\ada\"`."
        from "RFC 8259 §7";
    CONTROL_CHARACTER "SF112" "filter-control-character" Error
        "A control character stands unescaped in a string."
        "Write it as an escape, such as `\\n` or `\\u0000`."
        from "RFC 8259 §7";
    MISSING_WHITESPACE "SF113" "filter-missing-whitespace" Error
        "A blank is needed here."
        "Attribute, operator and value, and `and` and `or`, are separated by blanks."
        from "RFC 7644 §3.4.2.2";
    NOT_NEEDS_GROUP "SF114" "filter-not-needs-group" Error
        "`not` must be followed by a filter in parentheses."
        "Write `not (title pr)`."
        from "RFC 7644 §3.4.2.2";
    NESTED_VALUE_PATH "SF115" "filter-nested-value-path" Error
        "Square brackets stand inside square brackets."
        "Complex attributes hold no complex sub-attributes, so there is nothing to select inside."
        from "RFC 7644 erratum 4690";
    TOLERATED_TAIL "SF121" "filter-compared-after-brackets" Warning
        "A comparison follows the square brackets; only Microsoft's dialect has this form."
        "`emails[type eq \"work\"].value eq \"x\"` is read as `emails[type eq \"work\" and value eq \"x\"]`. A strict service refuses it."
        from "Microsoft: Develop and plan provisioning for a SCIM endpoint";
    TOLERATED_WORD "SF122" "filter-unquoted-value" Warning
        "A value without quotes is taken as a string."
        "Put it in double quotes; a strict service refuses it."
        from "Microsoft: Develop and plan provisioning for a SCIM endpoint";
    TOLERATED_GAP "SF123" "filter-no-blank-before-value" Warning
        "The blank between operator and value is missing."
        "RFC 7644 prints such a path itself, but its grammar demands the blank."
        from "RFC 7644 §3.5.2.2";
    TOLERATED_LITERAL "SF124" "filter-literal-case" Warning
        "`true`, `false` or `null` is not in lower case."
        "Write it in lower case; a strict service refuses it."
        from "RFC 8259 §3";
    TOLERATED_BLANK "SF125" "filter-blank-before-bracket" Warning
        "A blank stands before the square bracket."
        "Write `emails[type eq \"work\"]` without it; a strict service refuses it."
        from "RFC 7644 §3.4.2.2";
    OPERAND_TYPE "SF201" "filter-operand-type" Error
        "The value does not have the type of the attribute."
        "A string attribute compares with a string in double quotes, a Boolean with `true` or `false`, a number with a number. In tolerant mode such a comparison is kept: a number is compared by its text, `true` and `false` with text that means them, and anything else never matches."
        from "RFC 7644 §3.4.2.2";
    OPERATOR_TYPE "SF202" "filter-operator-type" Error
        "The operator does not fit the type of the attribute or the value."
        "Booleans and binaries have no order; `co`, `sw` and `ew` take strings; `null` compares with `eq` and `ne` only."
        from "RFC 7644 §3.4.2.2";
    NOT_DATE_TIME "SF203" "filter-not-date-time" Error
        "The value compared with a dateTime is not a full date and time."
        "Write date, `T`, time and offset, as in `2011-05-13T04:42:34Z`."
        from "RFC 7643 §2.3.5";
    UNKNOWN_ATTRIBUTE "SF204" "filter-unknown-attribute" Warning
        "No schema of the resource defines this attribute."
        "It is looked up by name and compared by its JSON type. Attributes of an extension need its URI before the name."
        from "RFC 7644 §3.10";
    TOLERATED_UNQUALIFIED "SF221" "filter-unqualified-extension-attribute" Warning
        "An extension attribute is named without the URI of its extension."
        "Only one extension defines the name, so it is taken; a strict service refuses it."
        from "RFC 7644 §3.10";
}
