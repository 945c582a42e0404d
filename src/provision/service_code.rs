//! The error codes and skip reasons of the provisioning log.

use super::lifecycle::Reason;

/// The error code of the log pages for a reason.
pub const fn error_code(reason: Reason) -> Option<&'static str> {
    Some(match reason {
        Reason::MissingMatchingValue => "ImportSkipped",
        Reason::DuplicateTargetEntries => "DuplicateTargetEntries",
        Reason::DuplicateSourceEntries => "DuplicateSourceEntries",
        Reason::RequiredValueMissing => "MissingValues",
        Reason::MappingFailed => "EntrySynchronizationSkipped",
        Reason::LinkedTargetMissing => "InvalidAnchor",
        _ => return None,
    })
}

/// The skip reason of an object that was never provisioned and may not be.
pub(super) const NOT_ENTITLED: &str = "NotEffectivelyEntitled";

/// The skip reason of the log pages and public reports for a reason.
pub const fn skip_reason(reason: Reason) -> Option<&'static str> {
    Some(match reason {
        Reason::NotAssigned | Reason::SourceDisabledNeverProvisioned | Reason::ScopingFilter => NOT_ENTITLED,
        Reason::Redundant => "RedundantExport",
        _ => return None,
    })
}

/// What a service error code or skip reason of the provisioning log means, for `explain`.
pub static SERVICE_ERRORS: &[(&str, &str)] = &[
    (
        "Conflict",
        "The target holds another account with the same unique value. Match it, or change one of them.",
    ),
    (
        "EntryConflict",
        "The target holds another account with the same unique value. Match it, or change one of them.",
    ),
    ("TooManyRequests", "The target asked for fewer requests; the service slows down and tries again."),
    ("InternalServerError", "The target failed. The service tries again; look into the target's own log."),
    (
        "InsufficientRights",
        "The credentials do not allow the operation. Authorise the application again with an administrator's account.",
    ),
    (
        "MethodNotAllowed",
        "The target does not offer the operation. Take the action out of the mapping's target object actions.",
    ),
    (
        "NotPermitted",
        "The credentials do not allow the operation. Authorise the application again with an administrator's account.",
    ),
    ("Unauthorized", "The target refused the credentials. Authorise the application again."),
    (
        "UnprocessableEntity",
        "The target understood the request and refused its content. Compare the body with what the target requires.",
    ),
    (
        "WebExceptionProtocolError",
        "The target's answer broke the HTTP protocol. Look for a proxy between, and into the target's log.",
    ),
    (
        "InvalidAnchor",
        "The stored id names no account any more. Restart provisioning with its state cleared, so that accounts are matched again.",
    ),
    (
        "NotImplemented",
        "The target does not offer the operation. Take the action out of the mapping's target object actions.",
    ),
    ("MandatoryFieldsMissing", "A required attribute has no value. Map it, or set a default."),
    ("MissingValues", "A required attribute has no value. Map it, or set a default."),
    (
        "SchemaAttributeNotFound",
        "A mapping names an attribute the target does not know. Fix or remove the mapping.",
    ),
    ("InternalError", "The service itself failed. It tries again; ask Microsoft where it lasts."),
    ("InvalidDomain", "The domain of a value is not one the target accepts."),
    ("Timeout", "The target did not answer in time; the service tries again."),
    ("LicenseLimitExceeded", "The target has no licence left for another account."),
    (
        "DuplicateTargetEntries",
        "Several accounts have the matching value. Remove the duplicates in the target.",
    ),
    (
        "DuplicateSourceEntries",
        "Several source objects have the matching value, or one finds the account linked to another. Make the values differ.",
    ),
    ("ImportSkipped", "The object has no value in any matching attribute, or is left out at import."),
    ("EntrySynchronizationSkipped", "The object did not pass the scope, or cannot be written as it is."),
    (
        "SystemForCrossDomainIdentityManagementMultipleEntriesInResponse",
        "A matching query found several accounts. Match by an attribute that is unique.",
    ),
    (
        "SystemForCrossDomainIdentityManagementServiceIncompatible",
        "The target's answer is not SCIM as the service expects it, such as a manager as bare text, `primary` as text or `emails` as one object. Validate what it answers, and test the connection.",
    ),
    ("SchemaPropertyCanOnlyAcceptValue", "An attribute takes one of a list of values, and got another."),
    (
        NOT_ENTITLED,
        "The object is not assigned, does not pass the scoping filters, or is disabled or deleted, and was never provisioned. Assign it, or change what leaves it out.",
    ),
    ("RedundantExport", "The target already holds all that would be written, so nothing was sent."),
];
