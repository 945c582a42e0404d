//! `PA`: PATCH requests. The SCIM keyword of each is `scim::scim_type`.

codes! {
    BODY "PA101" "patch-invalid-body" Error
        "The body is not a PATCH request."
        "A PATCH request is an object with `urn:ietf:params:scim:api:messages:2.0:PatchOp` in `schemas` and a list of at least one operation in `Operations`. SCIM: `invalidSyntax`."
        from "RFC 7644 §3.5.2";
    OPERATION "PA102" "patch-unknown-operation" Error
        "The operation is none of `add`, `remove` and `replace`."
        "Every operation is an object whose `op` is one of the three words. SCIM: `invalidSyntax`."
        from "RFC 7644 §3.5.2";
    PATH_TYPE "PA103" "patch-path-not-text" Error
        "The path of an operation is not a string."
        "Leave `path` out to change several attributes named in `value`. SCIM: `invalidPath`."
        from "RFC 7644 §3.5.2";
    REMOVE_ALL "PA104" "patch-remove-without-path" Error
        "A `remove` operation has no path."
        "Name what to remove. SCIM: `noTarget`."
        from "RFC 7644 §3.5.2.2";
    NO_VALUE "PA105" "patch-value-missing" Error
        "An `add` or `replace` operation has no value."
        "Give a `value`; `null` unassigns, and adds nothing to a list, which is a warning. SCIM: `invalidValue`."
        from "RFC 7644 §3.5.2.1";
    READ_ONLY "PA201" "patch-read-only" Error
        "The attribute is read-only."
        "The service sets it, a client cannot. SCIM: `mutability`."
        from "RFC 7644 §3.5.2";
    REQUIRED "PA202" "patch-required-removed" Error
        "A required attribute would lose its value."
        "Replace the value instead. SCIM: `mutability`."
        from "RFC 7644 §3.5.2.2";
    IMMUTABLE "PA203" "patch-immutable" Error
        "The attribute is immutable and has another value already."
        "Remove the element and add a new one. SCIM: `mutability`."
        from "RFC 7643 §7";
    VALUE_TYPE "PA204" "patch-value-type" Error
        "The value does not have the type of the attribute."
        "The message says what the attribute takes. SCIM: `invalidValue`."
        from "RFC 7644 §3.5.2";
    PRIMARIES "PA205" "patch-multiple-primary" Error
        "One operation makes two elements primary."
        "`primary` is true at most once. SCIM: `invalidValue`."
        from "RFC 7643 §2.4";
    REMOVE_VALUE "PA206" "patch-remove-with-value" Error
        "A `remove` operation has a value."
        "RFC 7644 removes by path alone: `members[value eq \"…\"]`. Ignoring the value would remove everything, so it is refused. Tolerant mode removes the listed elements, as Entra means it. SCIM: `invalidValue`."
        from "RFC 7644 §3.5.2.2";
    NO_TARGET "PA301" "patch-no-target" Error
        "No element satisfies the condition of the path."
        "Tolerant mode creates the element where the condition is made of equalities only. SCIM: `noTarget`."
        from "RFC 7644 §3.5.2.3";
    TOLERATED_CASE "PA221" "patch-operation-case" Warning
        "`add`, `remove` or `replace` is not in lower case."
        "Entra writes it with a capital."
        from "Microsoft: Develop and plan provisioning for a SCIM endpoint";
    COERCED "PA222" "patch-value-coerced" Warning
        "A value of another type is taken for what it means."
        "Text such as `\"True\"` for a Boolean, a string for a complex attribute with `value`, a list of one for a single value. A strict service refuses it."
        from "Microsoft: Known issues with SCIM 2.0 protocol compliance";
    IGNORED "PA223" "patch-read-only-ignored" Warning
        "A read-only attribute among others is ignored."
        "The service sets it; leave it out."
        from "RFC 7643 §7";
    CREATED "PA224" "patch-element-created" Warning
        "No element satisfied the condition of the path, so one was created from it."
        "Entra adds and replaces this way; RFC 7644 prescribes `noTarget` for replace."
        from "Microsoft: Develop and plan provisioning for a SCIM endpoint";
    REMOVED_BY_VALUE "PA225" "patch-removed-by-value" Warning
        "Elements are removed by listing them in `value`."
        "Entra removes group members this way; a strict service may refuse it or remove all."
        from "Microsoft: Known issues with SCIM 2.0 protocol compliance";
    KEY_PATH "PA226" "patch-path-as-key" Warning
        "A member of a value without path is named by a path."
        "Entra writes `{\"name.givenName\": …}` so; RFC 7644 nests: `{\"name\": {\"givenName\": …}}`."
        from "Microsoft: Known issues with SCIM 2.0 protocol compliance";
    EMPTY_PATH "PA227" "patch-empty-path" Warning
        "The path is empty and taken as absent."
        "Leave `path` out.";
}
