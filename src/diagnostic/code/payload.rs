//! `PL`: SCIM payloads.

codes! {
    REQUIRED "PL201" "required" Error
        "A required attribute has no value."
        "Absent, `null`, `\"\"`, `[]` and `{}` are all no value. Map a source attribute to it, or give the mapping a default value."
        from "RFC 7643 §2.5";
}
