//! `SP`: SCIM attribute paths. SCIM's own word for every error here is `invalidPath`; errors inside the square
//! brackets of a path are those of filters (`SF`).

codes! {
    EMPTY "SP101" "path-empty" Error
        "The path is empty."
        "A path names an attribute: `title`, `name.givenName` or `emails[type eq \"work\"].value`."
        from "RFC 7644 §3.5.2";
    UNEXPECTED_TOKEN "SP102" "path-unexpected-token" Error
        "Something stands here that cannot be part of a path."
        "A path is an attribute, perhaps with a condition in square brackets and one sub-attribute after it. A filter such as `userName eq \"x\"` is not a path."
        from "RFC 7644 §3.5.2";
    UNBALANCED "SP103" "path-unbalanced" Error
        "A bracket is missing or surplus."
        "Every `[` needs its `]`."
        from "RFC 7644 §3.5.2";
    INVALID_ATTRIBUTE_PATH "SP104" "path-invalid-attribute-path" Error
        "This is not an attribute name."
        "A name starts with a letter and goes on with letters, digits, `-`, `_` and `$`; one sub-attribute may follow after a dot, and a schema URI with a colon may stand before it. There are no array indices."
        from "RFC 7643 §2.1";
    UNKNOWN_ATTRIBUTE "SP201" "path-unknown-attribute" Error
        "No schema of the resource defines this attribute."
        "Attributes of an extension need its URI before the name, as in `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department`."
        from "RFC 7644 §3.10";
    SINGULAR_BRACKETS "SP202" "path-brackets-on-singular" Error
        "Square brackets select among several values, but this attribute has one."
        "Name the sub-attribute directly, as in `name.givenName`. In tolerant mode brackets on a complex attribute are a warning."
        from "RFC 7644 §3.5.2";
    TOLERATED_DOT "SP221" "path-dot-before-attribute" Warning
        "A dot stands between schema URI and attribute where a colon belongs."
        "Entra wrote extension attributes so until December 2018. Write a colon."
        from "Microsoft: Known issues with SCIM 2.0 protocol compliance";
    TOLERATED_UNQUALIFIED "SP222" "path-unqualified-extension-attribute" Warning
        "An extension attribute is named without the URI of its extension."
        "A request means the one extension that defines the name, and a strict service refuses it; a mapping sends the name as it stands. Write the URI and a colon before it."
        from "RFC 7644 §3.10";
}
