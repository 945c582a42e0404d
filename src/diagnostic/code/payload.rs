//! `PL`: SCIM payloads.

codes! {
    REQUIRED "PL201" "required" Error
        "A required attribute has no value."
        "Absent, `null`, `\"\"`, `[]` and `{}` are all no value. Map a source attribute to it, or give the mapping a default value."
        from "RFC 7643 §2.5";
    INVALID_TYPE "PL202" "invalid-type" Error
        "A value has the wrong JSON type for its attribute."
        "The message says which type the schema asks for."
        from "RFC 7643 §2.3";
    COERCED "PL203" "coerced" Warning
        "A value has another JSON type than the schema asks for, and is read as the right one."
        "Entra ID sends Booleans as text and a manager as a bare string; strict servers refuse them."
        from "Microsoft: Known issues with SCIM 2.0 protocol compliance";
    EXPECTED_ARRAY "PL204" "expected-array" Error
        "A multi-valued attribute holds a single value."
        "Put the value in an array."
        from "RFC 7643 §2.4";
    UNEXPECTED_ARRAY "PL205" "unexpected-array" Error
        "A single-valued attribute holds an array."
        "Send the value itself."
        from "RFC 7643 §2.4";
    INVALID_FORMAT "PL206" "invalid-format" Warning
        "A value does not have the form its attribute asks for."
        "E-mail addresses need an `@`, telephone numbers digits and punctuation such as `+1 212 555 1994`, `locale` a language tag such as `en-GB`, `timezone` a name such as `Europe/London`, `country` of an address two letters, a dateTime date, time and offset.";
    MULTIPLE_PRIMARY "PL207" "multiple-primary" Error
        "More than one element is the primary one."
        "At most one element of a multi-valued attribute may have `primary` true."
        from "RFC 7643 §2.4";
    MISSING_CORE_SCHEMA "PL208" "missing-core-schema" Error
        "`schemas` does not name the core schema of the resource type."
        "Add `urn:ietf:params:scim:schemas:core:2.0:User` (or `…:Group`). A message of the protocol, such as a PATCH request, is no resource."
        from "RFC 7643 §3";
    UNKNOWN_SCHEMA "PL209" "unknown-schema" Error
        "A schema URN is not one the resource type defines."
        "Check the spelling. Entra ID itself sends one such URN with groups, which servers ignore."
        from "RFC 7643 §3";
    SCHEMA_NOT_DECLARED "PL210" "schema-not-declared" Error
        "The resource holds data of an extension that `schemas` does not name."
        "Entra ID leaves custom extensions out of `schemas`, so a server must not insist."
        from "RFC 7643 §3";
    DUPLICATE_SCHEMA "PL211" "duplicate-schema" Error
        "`schemas` names a URN twice."
        "Remove one of them."
        from "RFC 7643 §3";
    DUPLICATE_ATTRIBUTE "PL212" "duplicate-attribute" Error
        "One attribute stands twice, in different spellings."
        "Attribute names are compared without regard to case, so a server may take either value. Remove one."
        from "RFC 7643 §2.1";
    READ_ONLY_IGNORED "PL213" "read-only-ignored" Warning
        "A read-only attribute is sent; the server ignores it."
        "Leave it out: the server sets it."
        from "RFC 7643 §2.2";
    UNKNOWN_ATTRIBUTE "PL214" "unknown-attribute" Warning
        "The schema does not define this attribute."
        "Check the spelling; extension attributes belong inside the member named by their URN."
        from "RFC 7643 §7";
    NOT_CANONICAL "PL215" "not-canonical" Warning
        "A value is not one of the suggested values."
        "The schema suggests the values named in the help; others are allowed, but a server may not know them."
        from "RFC 7643 §7";
    DUPLICATE_TYPE "PL216" "duplicate-type" Warning
        "Two elements have the same `type`."
        "Entra ID addresses elements by type, so each type may occur once."
        from "Microsoft: Develop and plan provisioning for a SCIM endpoint";
    DUPLICATE_VALUE "PL217" "duplicate-value" Warning
        "Two elements have the same type and value."
        "Remove one of them."
        from "RFC 7643 §2.4";
    NOT_IN_TARGET "PL218" "not-in-target" Info
        "The value is valid SCIM, but the target does not list the attribute."
        "Gong documents 13 user and 2 group attributes; what it does with others is not documented."
        from "Entra: Configure Gong for automatic user provisioning";
    EMAIL_DOMAIN "PL219" "email-domain-not-allowed" Error
        "The work e-mail address is not in a domain that Gong accepts for the company."
        "Gong does not import users whose e-mail domain is not the company's. Name the company's domains with `allowedDomains`."
        from "Gong: Microsoft Entra ID provisioning setup";
    DUPLICATE_IN_BATCH "PL220" "duplicate-in-batch" Error
        "Two resources of the batch have the same value where it must be unique."
        "`userName` and e-mail addresses are unique in Gong, a group's `displayName` is unique in the target, `externalId` names one object of the client."
        from "RFC 7643 §4.1.1";
}
