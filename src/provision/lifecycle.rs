//! What happens to an object, and why: the decision table of a provisioning cycle.
//!
//! The rows stand in the order of the table in `COMPATIBILITY.md`, *Lifecycle*; the first that holds decides.
//! Facts are gathered before, requests are built after; nothing here reads an object or writes a body.

use serde::Serialize;

/// What the source holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum SourceState {
    /// There, and allowed to sign in.
    #[default]
    Active,
    /// There, but `accountEnabled` is false.
    Disabled,
    /// In the recycle bin.
    SoftDeleted,
    /// Gone for good.
    HardDeleted,
}

impl SourceState {
    const fn is_deleted(self) -> bool {
        matches!(self, Self::SoftDeleted | Self::HardDeleted)
    }
}

/// What the matching queries found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Found {
    /// No account.
    #[default]
    Nothing,
    /// One account.
    One,
    /// Several accounts.
    Several,
}

/// Everything the decision rests on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    /// The object mapping is switched on.
    pub mapping_enabled: bool,
    /// The target action *create* is switched on for the mapping.
    pub can_create: bool,
    /// The target action *update* is switched on.
    pub can_update: bool,
    /// The target action *delete* is switched on.
    pub can_delete: bool,
    /// `SkipOutOfScopeDeletions` is set.
    pub skip_out_of_scope_deletions: bool,
    /// The run is one on demand.
    pub on_demand: bool,
    /// A target id is stored for the object.
    pub linked: bool,
    /// The object was linked once and left the scope.
    pub released: bool,
    /// The state of the source.
    pub state: SourceState,
    /// Assigned to the application, or everything is in scope.
    pub assigned: bool,
    /// The scoping filters let the object pass.
    pub passes_filters: bool,
    /// The filters that only ignore, never deprovision, let the object pass.
    pub passes_input_filters: bool,
    /// At least one matching attribute has a value.
    pub has_matching_value: bool,
    /// What the matching queries found.
    pub found: Found,
    /// Another source object has the same matching value.
    pub duplicate_source: bool,
    /// A value the target requires is missing and has no default.
    pub required_missing: bool,
    /// A mapping that takes part in the act failed.
    pub mapping_failed: bool,
    /// The account differs from the mapped values.
    pub differs: bool,
    /// A mapping hands the disabling on: it depends on `IsSoftDeleted`, or, for a disabled source, on `accountEnabled`.
    pub disable_mapped: bool,
    /// Disabling would change something in the target.
    pub disable_differs: bool,
    /// The stored id names an account that exists.
    pub target_exists: bool,
}

impl Facts {
    /// In scope: assigned, filters passed, and neither disabled nor deleted.
    pub const fn in_scope(&self) -> bool {
        self.assigned && self.passes_filters && matches!(self.state, SourceState::Active)
    }

    pub(super) fn would_create(&self) -> bool {
        !self.linked && self.found == Found::Nothing
    }
}

/// The kind of act a row decides on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Act {
    /// POST.
    Create,
    /// PATCH of what differs.
    Update,
    /// PATCH of what depends on `IsSoftDeleted`.
    Disable,
    /// DELETE.
    Delete,
    /// Nothing, because nothing differs.
    None,
    /// Nothing, because something forbids it.
    Skip,
    /// Nothing, because it would fail.
    Fail,
}

/// What becomes of the stored target id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Link {
    /// As it was.
    Keep,
    /// The account found or made is stored.
    Set,
    /// The id is forgotten.
    Drop,
    /// The id is forgotten, and that the object was linked is remembered.
    Release,
}

macro_rules! reasons {
    ($($id:ident $code:literal $title:literal $explanation:literal;)*) => {
        /// Why an object gets the action it gets; the reason codes of the decision table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Reason {
            $(#[doc = $title] $id,)*
        }

        impl Reason {
            /// Every reason, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$id),*];

            /// The code, such as `createdNoMatch`.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$id => $code,)* }
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
    };
}

reasons! {
    MappingDisabled "mappingDisabled" "the object mapping is switched off"
        "Objects of this kind are not looked at while their mapping is switched off. The user mapping cannot be switched off in the portal, the group mapping can; members of assigned groups are provisioned all the same.";
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
    DuplicateSourceEntries "duplicateSourceEntries" "another object has the same matching value"
        "Two source objects map to the same matching value, so the second is not written (error code DuplicateSourceEntries). Make the values differ, or take one of the objects out of scope.";
    CreateActionOff "createActionOff" "no account, and Create is not selected"
        "The mapping's target object actions leave out Create: only accounts that exist are updated.";
    MappingFailed "mappingFailed" "a mapping fails"
        "An expression, or the conversion of its value, ended in an error, so nothing is written for the object. The findings name the mapping and say why.";
    RequiredValueMissing "requiredValueMissing" "a value that Gong requires is missing"
        "Without a value, or a default, for every required attribute the account is not created (error code MissingValues). Fill the attribute in Entra, map another one, or set a default.";
    CreatedNoMatch "createdNoMatch" "in scope, and no account matches"
        "The object is in scope and no account answers the matching queries, so one is created and its id is stored.";
    Redundant "redundant" "nothing differs"
        "The account holds every mapped value already, so nothing is sent (skip reason RedundantExport).";
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
    NoDisableMapping "noDisableMapping" "must be disabled, but no mapping says so"
        "Disabling is written through the mappings that depend on IsSoftDeleted (or, for a blocked account, on accountEnabled). Without one, usually on `active`, nothing tells Gong.";
    OutOfScopeUnassigned "outOfScopeUnassigned" "no longer assigned"
        "The object was provisioned and is no longer assigned: a user's account is disabled, a group is deleted, and the link is forgotten.";
    OutOfScopeFilter "outOfScopeFilter" "no longer passes the scoping filters"
        "The object was provisioned and no scoping filter lets it pass any more: a user's account is disabled, a group is deleted, and the link is forgotten.";
    SourceDisabled "sourceDisabled" "sign-in is blocked in Entra"
        "`accountEnabled` is false, so the account is disabled; the link stays.";
    SourceSoftDeleted "sourceSoftDeleted" "in the recycle bin of Entra"
        "A soft-deleted user's account is disabled, and enabled again when the user is restored. Group memberships are not restored by the service.";
    LinkedTargetMissing "linkedTargetMissing" "the linked account is gone"
        "The stored id names no account any more (error code InvalidAnchor). The link stays until provisioning is restarted with its state cleared.";
    LinkedAndChanged "linkedAndChanged" "linked, and differs"
        "The account is known by its stored id, and what differs is written.";
}

impl std::fmt::Display for Reason {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.code())
    }
}

impl Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// Whom a row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Users and groups.
    Both,
    /// Users only.
    Users,
    /// Groups only: Gong's groups have no `active`, so one that has to go is deleted.
    Groups,
}

/// One row of the decision table.
#[derive(Debug)]
pub struct Row {
    /// The row's number in the published table; a refinement shares the number of its neighbour.
    pub number: u8,
    /// Whom it is for.
    pub whom: For,
    /// When it holds, unless a row above holds.
    holds: fn(&Facts) -> bool,
    /// What it decides.
    pub act: Act,
    /// Why.
    pub reason: Reason,
    /// What becomes of the link.
    pub link: Link,
}

impl Row {
    /// Whether the account of a linked object is read before this is decided. Deletions go by the stored id alone.
    pub fn reads(&self) -> bool {
        matches!(self.number, 19..=27) && self.act != Act::Delete && self.act != Act::Skip
            || self.number == 26
    }
}

macro_rules! rows {
    ($($number:literal $whom:ident, $holds:expr => $act:ident $reason:ident, $link:ident;)*) => {
        /// The table. Rows are tried in this order; the last holds for everything.
        pub static ROWS: &[Row] = &[$(Row {
            number: $number,
            whom: For::$whom,
            holds: $holds,
            act: Act::$act,
            reason: Reason::$reason,
            link: Link::$link,
        }),*];
    };
}

rows! {
    1 Both, |f| !f.mapping_enabled => Skip MappingDisabled, Keep;
    2 Both, |f| !f.linked && f.in_scope() && f.passes_input_filters && f.mapping_failed => Fail MappingFailed, Keep;
    2 Both, |f| !f.linked && !f.has_matching_value => Skip MissingMatchingValue, Keep;
    3 Both, |f| !f.linked && f.released && f.state.is_deleted() => Skip NoLongerManaged, Keep;
    4 Both, |f| !f.linked && f.state != SourceState::Active => Skip SourceDisabledNeverProvisioned, Keep;
    5 Both, |f| !f.linked && !f.assigned => Skip NotAssigned, Keep;
    // Of an object that is gone nothing is left that an input filter could look at.
    5 Both, |f| !f.passes_input_filters && f.state != SourceState::HardDeleted => Skip InputFilter, Keep;
    6 Both, |f| !f.linked && !f.passes_filters => Skip ScopingFilter, Keep;
    7 Both, |f| !f.linked && f.found == Found::Several => Fail DuplicateTargetEntries, Keep;
    7 Both, |f| !f.linked && f.duplicate_source => Fail DuplicateSourceEntries, Keep;
    8 Both, |f| f.would_create() && !f.can_create => Skip CreateActionOff, Keep;
    9 Both, |f| f.would_create() && f.required_missing => Fail RequiredValueMissing, Keep;
    10 Both, |f| f.would_create() => Create CreatedNoMatch, Set;
    11 Both, |f| !f.linked && !f.differs => None Redundant, Set;
    12 Both, |f| !f.linked && !f.can_update => Skip UpdateActionOff, Set;
    13 Both, |f| !f.linked => Update MatchedAndChanged, Set;
    14 Users, |f| f.on_demand && f.state != SourceState::Active => Skip NotPossibleOnDemand, Keep;
    14 Both, |f| f.state == SourceState::HardDeleted && !f.can_delete => Skip DeleteActionOff, Keep;
    15 Both, |f| f.state == SourceState::HardDeleted => Delete SourceHardDeleted, Drop;
    16 Both, |f| !f.in_scope() && f.skip_out_of_scope_deletions => Skip OutOfScopeDeletionSkipped, Keep;
    17 Users, |f| !f.in_scope() && !f.disable_mapped => Skip NoDisableMapping, Keep;
    18 Users, |f| !f.in_scope() && !f.can_update => Skip UpdateActionOff, Keep;
    // A linked account is read before it is written, so a missing one is noticed before it is disabled.
    24 Users, |f| !f.target_exists => Fail LinkedTargetMissing, Keep;
    24 Users, |f| f.mapping_failed => Fail MappingFailed, Keep;
    19 Users, |f| !f.in_scope() && !f.disable_differs => None Redundant, Keep;
    20 Users, |f| !f.assigned => Disable OutOfScopeUnassigned, Release;
    21 Users, |f| !f.passes_filters => Disable OutOfScopeFilter, Release;
    22 Users, |f| f.state == SourceState::Disabled => Disable SourceDisabled, Keep;
    23 Users, |f| f.state == SourceState::SoftDeleted => Disable SourceSoftDeleted, Keep;
    14 Groups, |f| !f.in_scope() && !f.can_delete => Skip DeleteActionOff, Keep;
    20 Groups, |f| !f.assigned => Delete OutOfScopeUnassigned, Release;
    21 Groups, |f| !f.passes_filters => Delete OutOfScopeFilter, Release;
    23 Groups, |f| f.state == SourceState::SoftDeleted => Delete SourceSoftDeleted, Drop;
    24 Groups, |f| !f.target_exists => Fail LinkedTargetMissing, Keep;
    24 Groups, |f| f.mapping_failed => Fail MappingFailed, Keep;
    25 Both, |f| !f.differs => None Redundant, Keep;
    26 Both, |f| !f.can_update => Skip UpdateActionOff, Keep;
    27 Both, |_| true => Update LinkedAndChanged, Keep;
}

/// The first row for `whom` that holds.
pub fn decide(whom: For, facts: &Facts) -> &'static Row {
    static OTHERWISE: Row = Row {
        number: 27,
        whom: For::Both,
        holds: |_| true,
        act: Act::Update,
        reason: Reason::LinkedAndChanged,
        link: Link::Keep,
    };
    let mine = |row: &&Row| row.whom == For::Both || row.whom == whom;
    // INVARIANT: the last row holds for everything, so `OTHERWISE` is never reached.
    ROWS.iter().filter(mine).find(|row| (row.holds)(facts)).unwrap_or(&OTHERWISE)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Linked, in scope, equal.
    const CALM: Facts = Facts {
        mapping_enabled: true,
        can_create: true,
        can_update: true,
        can_delete: true,
        skip_out_of_scope_deletions: false,
        on_demand: false,
        linked: true,
        released: false,
        state: SourceState::Active,
        assigned: true,
        passes_filters: true,
        passes_input_filters: true,
        has_matching_value: true,
        found: Found::Nothing,
        duplicate_source: false,
        required_missing: false,
        mapping_failed: false,
        differs: false,
        disable_mapped: true,
        disable_differs: true,
        target_exists: true,
    };
    const NEW: Facts = Facts { linked: false, ..CALM };

    /// One case for each row: the facts that reach it, and what it says.
    fn cases() -> Vec<(u8, Facts, Act, Reason)> {
        use SourceState::*;
        let off = |facts: Facts| Facts { can_create: false, can_update: false, can_delete: false, ..facts };
        vec![
            (1, Facts { mapping_enabled: false, ..NEW }, Act::Skip, Reason::MappingDisabled),
            (
                2,
                Facts { has_matching_value: false, assigned: false, ..NEW },
                Act::Skip,
                Reason::MissingMatchingValue,
            ),
            (
                2,
                Facts { mapping_failed: true, has_matching_value: false, ..NEW },
                Act::Fail,
                Reason::MappingFailed,
            ),
            (3, Facts { released: true, state: HardDeleted, ..NEW }, Act::Skip, Reason::NoLongerManaged),
            (4, Facts { state: Disabled, ..NEW }, Act::Skip, Reason::SourceDisabledNeverProvisioned),
            (5, Facts { assigned: false, ..NEW }, Act::Skip, Reason::NotAssigned),
            (6, Facts { passes_filters: false, ..NEW }, Act::Skip, Reason::ScopingFilter),
            (7, Facts { found: Found::Several, ..NEW }, Act::Fail, Reason::DuplicateTargetEntries),
            (8, off(NEW), Act::Skip, Reason::CreateActionOff),
            (9, Facts { required_missing: true, ..NEW }, Act::Fail, Reason::RequiredValueMissing),
            (10, NEW, Act::Create, Reason::CreatedNoMatch),
            (11, Facts { found: Found::One, ..NEW }, Act::None, Reason::Redundant),
            (12, off(Facts { found: Found::One, differs: true, ..NEW }), Act::Skip, Reason::UpdateActionOff),
            (13, Facts { found: Found::One, differs: true, ..NEW }, Act::Update, Reason::MatchedAndChanged),
            (
                14,
                Facts { on_demand: true, state: SoftDeleted, ..CALM },
                Act::Skip,
                Reason::NotPossibleOnDemand,
            ),
            (14, off(Facts { state: HardDeleted, ..CALM }), Act::Skip, Reason::DeleteActionOff),
            (15, Facts { state: HardDeleted, ..CALM }, Act::Delete, Reason::SourceHardDeleted),
            (
                16,
                Facts { assigned: false, skip_out_of_scope_deletions: true, ..CALM },
                Act::Skip,
                Reason::OutOfScopeDeletionSkipped,
            ),
            (
                17,
                Facts { assigned: false, disable_mapped: false, ..CALM },
                Act::Skip,
                Reason::NoDisableMapping,
            ),
            (18, off(Facts { assigned: false, ..CALM }), Act::Skip, Reason::UpdateActionOff),
            (19, Facts { assigned: false, disable_differs: false, ..CALM }, Act::None, Reason::Redundant),
            (20, Facts { assigned: false, ..CALM }, Act::Disable, Reason::OutOfScopeUnassigned),
            (21, Facts { passes_filters: false, ..CALM }, Act::Disable, Reason::OutOfScopeFilter),
            (22, Facts { state: Disabled, ..CALM }, Act::Disable, Reason::SourceDisabled),
            (23, Facts { state: SoftDeleted, ..CALM }, Act::Disable, Reason::SourceSoftDeleted),
            (
                24,
                Facts { target_exists: false, differs: true, ..CALM },
                Act::Fail,
                Reason::LinkedTargetMissing,
            ),
            (24, Facts { mapping_failed: true, differs: true, ..CALM }, Act::Fail, Reason::MappingFailed),
            (24, Facts { mapping_failed: true, assigned: false, ..CALM }, Act::Fail, Reason::MappingFailed),
            (25, CALM, Act::None, Reason::Redundant),
            (26, off(Facts { differs: true, ..CALM }), Act::Skip, Reason::UpdateActionOff),
            (27, Facts { differs: true, ..CALM }, Act::Update, Reason::LinkedAndChanged),
        ]
    }

    #[test]
    fn every_row_is_reached_for_users() {
        for (number, facts, act, reason) in cases() {
            let row = decide(For::Users, &facts);
            assert_eq!((row.number, row.act, row.reason), (number, act, reason), "row {number}");
        }
    }

    #[test]
    fn groups_that_go_are_deleted() {
        for (facts, reason) in [
            (Facts { assigned: false, ..CALM }, Reason::OutOfScopeUnassigned),
            (Facts { passes_filters: false, ..CALM }, Reason::OutOfScopeFilter),
            (Facts { state: SourceState::SoftDeleted, ..CALM }, Reason::SourceSoftDeleted),
            (Facts { state: SourceState::HardDeleted, ..CALM }, Reason::SourceHardDeleted),
        ] {
            let row = decide(For::Groups, &facts);
            assert_eq!((row.act, row.reason), (Act::Delete, reason));
        }
    }

    #[test]
    fn only_leaving_the_scope_releases() {
        let released = |facts| decide(For::Users, &facts).link == Link::Release;
        assert!(released(Facts { assigned: false, ..CALM }));
        assert!(released(Facts { passes_filters: false, ..CALM }));
        assert!(!released(Facts { state: SourceState::Disabled, ..CALM }));
        assert!(!released(Facts { state: SourceState::SoftDeleted, ..CALM }));
    }

    #[test]
    fn reasons_are_written_for_readers() {
        for reason in Reason::ALL {
            assert!(reason.explanation().ends_with('.'), "{reason}");
            assert!(!reason.title().ends_with('.'), "{reason}");
        }
    }
}
