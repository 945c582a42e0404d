//! `PV`: previews and plans of a provisioning cycle.

codes! {
    UNKNOWN_SETTING "PV101" "unknown-setting" Error
        "A setting has a name that is not known."
        "Settings are refused rather than ignored, so that a misspelt one is noticed. `schemas/settings.json` of the npm package describes them all.";
    INVALID_SETTING "PV102" "invalid-setting" Error
        "A setting has a value it cannot take."
        "The message names what is expected.";
    INVALID_STATE "PV103" "invalid-state" Error
        "The state of earlier cycles cannot be read."
        "It is the JSON document that an earlier cycle wrote: `links`, `released`, `members`, `rolls`, `assignedGroups`, `unassignedGroups`, `deletedGroups` and `dormant`.";
    NO_OBJECT_MAPPING "PV201" "no-object-mapping" Error
        "The configuration maps no object of this kind to the target."
        "An outbound rule needs an object mapping for users, and one for groups where they are provisioned. If only the other kind is mapped, objects of this one are skipped, with a warning.";
    SEVERAL_OBJECT_MAPPINGS "PV202" "several-object-mappings" Info
        "Several object mappings apply to objects of one kind."
        "Each is used in its turn, by rule priority and position: an object that the filters of one leave out is tried with the next. How the service shares objects out is not documented.";
    ROLES_WITH_ALL "PV203" "role-mapping-with-scope-all" Error
        "A role expression cannot be combined with the scope of all users and groups."
        "`SingleAppRoleAssignment` and its relatives read the assignment to the application, which users who are not assigned lack. Set the scope to assigned users and groups."
        from "Entra: Customize application attributes";
    ID_MISSING "PV301" "source-id-missing" Error
        "The source object has no `id`."
        "Links and references are kept by the Entra object id. Export the object with its `id`.";
    SPECIAL_CHARACTER "PV302" "special-character-in-matching-value" Warning
        "The matching value holds a quote, an apostrophe or a backslash."
        "Microsoft says that values with special characters can make the query fail, without listing them. Match by a value without them where you can."
        from "Entra: Known issues";
    MANAGER_NOT_IN_SCOPE "PV303" "manager-not-in-scope" Warning
        "The manager is not provisioned, so the user goes without, or the account keeps the one it holds."
        "A reference is written only to an account that is in scope and linked, and none is ever cleared. Bring the manager into scope, then restart provisioning or change the user."
        from "Entra: How provisioning works";
    REMOVAL_NOT_PREDICTED "PV304" "reference-removal-not-predicted" Warning
        "The manager was removed in Entra while the target still holds one."
        "Null values are never sent, so no request is predicted; one public report shows a removal. Check the account in Gong.";
    MANAGER_NEEDS_RESTART "PV305" "manager-reference-needs-restart" Warning
        "The manager has come into scope, but the user is not looked at again until it changes."
        "References of unchanged objects are written only after a restart of provisioning."
        from "Entra: Known issues";
    MEMBER_NEEDS_RESTART "PV306" "member-reference-needs-restart" Warning
        "A member has come into scope, but the group is not looked at again until it changes."
        "References of unchanged objects are written only after a restart of provisioning."
        from "Entra: Known issues";
    NOT_SECURITY_ENABLED "PV307" "group-not-security-enabled" Warning
        "An assigned group is not security-enabled."
        "Only security-enabled groups work for assignment."
        from "Entra: How provisioning works";
    ASSIGNMENT_UNKNOWN "PV308" "assignment-unknown" Info
        "Nothing says whether the object is assigned, so it is taken as assigned."
        "Export `appRoleAssignments` with the objects, or list the assigned ids in the setting `assigned`.";
    ACCIDENTAL_DELETIONS "PV309" "accidental-deletions-prevented" Warning
        "More accounts would be disabled or deleted than the threshold allows; all of them are staged."
        "The job goes into quarantine until somebody allows the deletions or repairs the cause."
        from "Entra: Accidental deletions";
    MEMBERS_LEFT_OUT "PV310" "members-left-out" Info
        "Members that are not provisioned are left out of the group."
        "The group is provisioned all the same. Groups inside the group, disabled users and users out of scope are left out."
        from "Entra: Known issues";
    REQUIRED_MISSING "PV311" "required-value-missing" Error
        "A value that the target requires is missing."
        "Without a value or a default for every required attribute the account is not created (error code MissingValues)."
        from "Microsoft Graph: attributeDefinition";
    DUPLICATE_TARGET "PV312" "duplicate-target-entries" Error
        "Several accounts have the matching value."
        "Nothing is written (error code DuplicateTargetEntries). Remove the duplicates in the target."
        from "Entra: Provisioning logs";
    DUPLICATE_SOURCE "PV313" "duplicate-source-entries" Error
        "Several source objects have the matching value, or the account it finds."
        "Only the first is provisioned (error code DuplicateSourceEntries); a linked account stays with its object, given or not. Make the values differ."
        from "Entra: Provisioning logs";
    TARGET_MISSING "PV314" "linked-target-missing" Error
        "The account the object is linked to does not exist any more."
        "The write fails with error code InvalidAnchor, and the link stays until provisioning is restarted with its state cleared."
        from "Entra: Provisioning logs";
    ON_DEMAND_LIMIT "PV315" "not-possible-on-demand" Warning
        "A run on demand leaves this out."
        "It does not disable, delete or restore accounts of users that are disabled or deleted in Entra, and takes one group with at most five of its members."
        from "Entra: On-demand provisioning";
    PATCH_REFUSED "PV316" "predicted-patch-refused" Warning
        "A service that follows the protocol would not apply the predicted PATCH to the account."
        "The message says why; the state after the cycle keeps the account as it was.";
    TARGET_UNKNOWN "PV317" "target-state-unknown" Info
        "The object is linked, but what the account holds is not given."
        "Every mapped value is shown as added. Give the accounts as they are before the cycle to see only what changes.";
    STATE_OF_GROUP "PV318" "membership-unknown" Info
        "Who is in the group, or was written before, is not known."
        "Memberships are never read back, and Graph lists groups without their members unless it is asked for them; what earlier cycles know counts, and beyond it no change is predicted. Export the groups with `members`, keep the state between cycles, or give `members@delta`."
        from "Entra: How provisioning works";
    ENABLED_UNCLEAR "PV319" "account-enabled-unclear" Warning
        "`accountEnabled` is neither true nor false."
        "The user counts as enabled. Write `true` or `false`.";
    NOT_DISABLED "PV320" "not-disabled" Warning
        "A user must be disabled, and the account stays on, or is even switched on."
        "`active` is the opposite of `IsSoftDeleted`, whose values in a `Switch` are `True` and `False`. Map it as the gallery does: `Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")`."
        from "Entra: How provisioning works";
    NOT_AMONG_OBJECTS "PV321" "not-among-objects" Warning
        "Settings or assignments name users or groups that are not among the objects given."
        "Nobody is in scope, and nobody gets an assignment, through an object that is not there. Check the spelling, and give the groups too.";
    MANAGER_UNKNOWN "PV322" "manager-unknown" Info
        "The account holds a manager, and the user is given without `manager`."
        "Graph lists users without their managers unless it is asked for them; no change is predicted. Export the users with `$expand=manager`, and with `null` where there is none.";
    SEVERAL_ENTRIES "PV323" "several-entries" Info
        "Objects are given in several entries, and each counts once."
        "A delta query may return an object more than once, and a large group page by page: what the last entry says counts, and lists of members are put together. In any other export look for what stands in it twice."
        from "Microsoft Graph: Use delta query to track changes";
    ENTRY_CONFLICT "PV324" "entry-conflict" Error
        "Another account holds a value that no two accounts share, or gets it earlier in the cycle."
        "The target refuses the request (error code EntryConflict), and of a PATCH none of its changes is made. User names and names of groups are unique; so are work e-mail addresses in Gong, where a refusal is not certain."
        from "Entra: Provisioning logs";
    VALUE_KEPT "PV325" "value-kept" Info
        "The account keeps a value that the object has no more."
        "Null values are never sent, and the roles of `AppRoleAssignmentsComplex` are only added to. Change the account in the target, or map a text where there is no value."
        from "Entra: Clear attribute values";
    ENABLED_NOT_EXPORTED "PV326" "enabled-not-exported" Warning
        "Not one of the users says whether the account is enabled."
        "Graph lists users with a few properties only, unless `$select` names others. A user without `accountEnabled` counts as enabled."
        from "Microsoft Graph: List users";
    VALUE_CUT_OFF "PV327" "value-cut-off" Warning
        "The tool that wrote the export cut off a value of the object."
        "PowerShell's `ConvertTo-Json` replaces what lies deeper than `-Depth` (2 by default) with text such as `System.Object[]` or `@{…}`, which is read as the value. Export again with `-Depth 64`.";
}
