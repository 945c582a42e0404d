//! `IN`: input that cannot be read.

codes! {
    EMPTY "IN001" "empty-input" Error
        "The input is empty."
        "A file without content is usually an export that failed. Export it again.";
    NOT_JSON "IN002" "not-json" Error
        "The input is not well-formed JSON."
        "The message names the place. Documentation snippets with `...` and files cut off half way are the usual causes."
        from "RFC 8259";
    DUPLICATE_MEMBER "IN003" "duplicate-member" Error
        "An object has two members of the same name."
        "JSON leaves the meaning of repeated names open, so the document is refused rather than read one way. Remove one of them."
        from "RFC 8259 §4";
    LONE_SURROGATE "IN004" "lone-surrogate" Error
        "The text holds half of a surrogate pair."
        "An escape such as `\\ud800` without its second half names no character. Fix the program that wrote the text."
        from "RFC 8259 §8.2";
    NUMBER_RANGE "IN005" "number-out-of-range" Error
        "A number does not fit 64 bits."
        "Numbers beyond 64-bit integers and finite 64-bit floats would be rounded silently, so they are refused. Write long identifiers as strings."
        from "RFC 8259 §6";
    NOT_TEXT "IN006" "not-text" Error
        "The input is not UTF-8 or UTF-16 text."
        "Save the file as UTF-8. A byte-order mark is allowed.";
    UNREADABLE "IN007" "unreadable-file" Error
        "The file cannot be read."
        "Check its name and your rights.";
    UNEXPECTED_SHAPE "IN008" "unexpected-shape" Error
        "The document does not have the shape expected here."
        "The message says what was looked for and what was found.";
    ONE_PAGE "IN009" "one-page" Warning
        "The list is one page of several."
        "`@odata.nextLink` or `totalResults` tells of more objects than the pages hold. Users and groups that are not given are not previewed; accounts that are not given count as missing, so that others are predicted to be created. Fetch all pages, and put them into one array, or one on each line."
        from "Microsoft Graph: Paging; RFC 7644 §3.4.2.4";
}
