//! `PA`: PATCH requests.

codes! {
    INVALID_SYNTAX "PA101" "patch-invalid-syntax" Error
        "The body is not a PATCH request."
        "A PATCH request is an object with `urn:ietf:params:scim:api:messages:2.0:PatchOp` in `schemas` and a list of operations in `Operations`."
        from "RFC 7644 §3.5.2";
}
