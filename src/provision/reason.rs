//! Why an object gets the action it gets: the reason codes of the decision table.

use crate::value::json::words;

macro_rules! reasons {
    ($($id:ident $code:literal $title:literal $explanation:literal;)*) => {
        /// Why an object gets the action it gets; the reason codes of the decision table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Reason {
            $(#[doc = $title] $id,)*
        }

        impl Reason {
            /// The code, such as `createdNoMatch`: [`Reason::as_str`].
            pub const fn code(self) -> &'static str {
                self.as_str()
            }

            /// One short clause for a list.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$id => $title,)* }
            }

            /// What it means and what to do about it.
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$id => $explanation,)* }
            }
        }

        words!(Reason { $($id $code),* });
    };
}

reasons! {
    MappingDisabled "mappingDisabled" "the object mapping is switched off or missing"
        "Objects of this kind are not looked at while their mapping is switched off, or where there is none. The user mapping cannot be switched off in the portal, the group mapping can; members of assigned groups are provisioned all the same.";
    MissingMatchingValue "missingMatchingValue" "no matching attribute has a value"
        "The service finds accounts by the matching attributes. When the mapped value of every one of them is empty, the object is skipped at import, before scope is looked at (error code ImportSkipped). Give the source attribute a value, or add a second matching attribute.";
    NoLongerManaged "noLongerManaged" "deleted after it had left the scope"
        "The object left the scope earlier; its account was disabled and forgotten then. A later deletion in Entra sends nothing.";
    SourceDisabledNeverProvisioned "sourceDisabledNeverProvisioned" "disabled or deleted, and never provisioned"
        "An object that is disabled or deleted before it was ever provisioned is not created, and not even matched with an account that exists.";
    NotAssigned "notAssigned" "not assigned to the application"
        "In the scope of assigned users and groups an object counts when it is assigned itself, or is an immediate member of an assigned group; members of groups inside that group do not count.";
    ScopingFilter "scopingFilter" "no scoping filter lets it pass"
        "At least one scoping filter has to hold with all of its clauses. An object that was never provisioned and does not pass causes no request at all.";
    InputFilter "inputFilter" "an input filter leaves it out"
        "Input filters (`inputFilterGroups`, `categoryFilterGroups`) keep an object from being looked at. Unlike scoping filters they never disable an account.";
    DuplicateTargetEntries "duplicateTargetEntries" "several accounts match"
        "More than one account answers the matching query, so nothing is written (error code DuplicateTargetEntries). Remove the duplicates in Gong, or match by an attribute that is unique.";
    DuplicateSourceEntries "duplicateSourceEntries" "another object has the matching value or the account"
        "Two source objects map to the same matching value, or one finds the account linked to the other, so the second is not written (error code DuplicateSourceEntries). Make the values differ, take one of the objects out of scope, or look at the link.";
    CreateActionOff "createActionOff" "no account, and Create is not selected"
        "The mapping's target object actions leave out Create: only accounts that exist are updated.";
    MappingFailed "mappingFailed" "a mapping fails"
        "An expression, or the conversion of its value, ended in an error, so nothing is written for the object. The findings name the mapping and say why.";
    RequiredValueMissing "requiredValueMissing" "a value that the target requires is missing"
        "Without a value, or a default, for every required attribute the account is not created (error code MissingValues). Fill the attribute in Entra, map another one, or set a default.";
    CreatedNoMatch "createdNoMatch" "in scope, and no account matches"
        "The object is in scope and no account answers the matching queries, so one is created and its id is stored.";
    Redundant "redundant" "nothing to send"
        "The account already holds all that would be written, so nothing is sent (skip reason RedundantExport). Where it must be disabled, only what disables it counts; what a flow type holds back never does.";
    UpdateActionOff "updateActionOff" "differs, but Update is not selected"
        "The mapping's target object actions leave out Update. Disabling is an update too.";
    MatchedAndChanged "matchedAndChanged" "an account matches, and differs"
        "A matching query found the account; it is linked, and what differs is written.";
    DeleteActionOff "deleteActionOff" "deleted, but Delete is not selected"
        "The mapping's target object actions leave out Delete, so the account stays.";
    SourceHardDeleted "sourceHardDeleted" "deleted in Entra for good"
        "Thirty days after the soft deletion, or when somebody deletes it from the recycle bin, the object is gone and its account is deleted.";
    NotPossibleOnDemand "notPossibleOnDemand" "a run on demand does not disable or delete it"
        "Provisioning on demand cannot disable or delete the accounts of users that are disabled or deleted in Entra; the next cycle of the job does. It can disable those that are no longer assigned.";
    OutOfScopeDeletionSkipped "outOfScopeDeletionSkipped" "would go, but out-of-scope deletions are skipped"
        "`SkipOutOfScopeDeletions` is set: objects that leave the scope, are blocked or soft-deleted keep their accounts as they are. Hard deletions are still handed on.";
    NoDisableMapping "noDisableMapping" "must be disabled, but no mapping does it"
        "Disabling is written through the mappings that depend on IsSoftDeleted (or, for a blocked account, on accountEnabled), usually that of `active`. None of them gives a value that disables the account, so nothing tells Gong.";
    OutOfScopeUnassigned "outOfScopeUnassigned" "no longer assigned"
        "The object was provisioned and is no longer assigned: a user's account is disabled, a group is deleted, and the link is forgotten.";
    OutOfScopeFilter "outOfScopeFilter" "no longer passes the scoping filters"
        "The object was provisioned and no scoping filter lets it pass any more: a user's account is disabled, a group is deleted, and the link is forgotten.";
    SourceDisabled "sourceDisabled" "sign-in is blocked in Entra"
        "`accountEnabled` is false, so the account is disabled; the link stays.";
    SourceSoftDeleted "sourceSoftDeleted" "in the recycle bin of Entra"
        "The object is in the recycle bin: a user's account is disabled, and enabled again when the user is restored; a group is deleted, and the link is forgotten. Memberships are not restored by the service.";
    LinkedTargetMissing "linkedTargetMissing" "the linked account is gone"
        "The stored id names no account any more (error code InvalidAnchor). The link stays until provisioning is restarted with its state cleared.";
    LinkedAndChanged "linkedAndChanged" "linked, and differs"
        "The account is known by its stored id, and what differs is written.";
}

#[cfg(test)]
mod tests {
    use super::Reason;

    #[test]
    fn reasons_are_written_for_readers() {
        for reason in Reason::ALL {
            assert!(reason.explanation().ends_with('.'), "{reason}");
            assert!(!reason.title().ends_with('.'), "{reason}");
            assert_eq!(reason.as_str().parse(), Ok(reason));
        }
    }
}
