//! What happens to an object, and why: the decision table of a provisioning cycle.
//!
//! The rows stand as `docs/lifecycle.md` shows them, those of groups behind those of users; the first that holds decides.
//! Facts are gathered before, requests are built after; nothing here reads an object or writes a body.

use super::preview::Verdict;
use crate::sync_schema::ObjectKind;
use crate::value::json::words;

pub use super::reason::Reason;

/// What the source holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
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

words!(SourceState {
    Active "active",
    Disabled "disabled",
    SoftDeleted "softDeleted",
    HardDeleted "hardDeleted",
});

impl SourceState {
    const fn is_deleted(self) -> bool {
        matches!(self, Self::SoftDeleted | Self::HardDeleted)
    }
}

/// What the matching queries found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Found {
    /// No account.
    #[default]
    Nothing,
    /// One account.
    One,
    /// Several accounts.
    Several,
}

/// Everything the decision rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Facts {
    /// The object mapping is switched on.
    pub(super) mapping_enabled: bool,
    /// The target action *create* is switched on for the mapping.
    pub(super) can_create: bool,
    /// The target action *update* is switched on.
    pub(super) can_update: bool,
    /// The target action *delete* is switched on.
    pub(super) can_delete: bool,
    /// `SkipOutOfScopeDeletions` is set.
    pub(super) skip_out_of_scope_deletions: bool,
    /// The run is one on demand.
    pub(super) on_demand: bool,
    /// A target id is stored for the object.
    pub(super) linked: bool,
    /// The object was linked once and left the scope.
    pub(super) released: bool,
    /// The state of the source.
    pub(super) state: SourceState,
    /// Assigned to the application, or everything is in scope.
    pub(super) assigned: bool,
    /// The scoping filters let the object pass.
    pub(super) passes_filters: bool,
    /// The filters that only ignore, never deprovision, let the object pass.
    pub(super) passes_input_filters: bool,
    /// At least one matching attribute has a value.
    pub(super) has_matching_value: bool,
    /// What the matching queries found.
    pub(super) found: Found,
    /// Another source object has the same matching value.
    pub(super) duplicate_source: bool,
    /// A value the target requires is missing and has no default.
    pub(super) required_missing: bool,
    /// A mapping that takes part in the act failed.
    pub(super) mapping_failed: bool,
    /// The account differs from the mapped values.
    pub(super) differs: bool,
    /// A mapping hands the disabling on: it depends on `IsSoftDeleted`, or, for a disabled source, on `accountEnabled`.
    pub(super) disable_mapped: bool,
    /// Disabling would change something in the target.
    pub(super) disable_differs: bool,
    /// The account is switched on.
    pub(super) target_active: bool,
    /// The stored id names an account that exists.
    pub(super) target_exists: bool,
}

impl Facts {
    /// In scope: assigned, filters passed, and neither disabled nor deleted.
    pub(super) const fn in_scope(&self) -> bool {
        self.assigned && self.passes_filters && matches!(self.state, SourceState::Active)
    }

    /// Whether an account is looked for, kept up to date and referred to.
    pub(super) const fn enters(&self) -> bool {
        self.mapping_enabled && self.in_scope() && self.passes_input_filters
    }

    pub(super) fn would_create(&self) -> bool {
        !self.linked && self.found == Found::Nothing
    }
}

/// The kind of act a row decides on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Act {
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
pub(super) enum Link {
    /// As it was.
    Keep,
    /// The account found or made is stored.
    Set,
    /// The id is forgotten.
    Drop,
    /// The id is forgotten, and that the object was linked is remembered.
    Release,
}

/// Whom a row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    /// Users and groups.
    Both,
    /// Users only.
    Users,
    /// Groups only: Gong's groups have no `active`, so one that has to go is deleted.
    Groups,
}

impl For {
    const fn includes(self, kind: ObjectKind) -> bool {
        match self {
            Self::Both => true,
            Self::Users => matches!(kind, ObjectKind::User),
            Self::Groups => matches!(kind, ObjectKind::Group),
        }
    }
}

/// One row of the decision table.
#[derive(Debug)]
pub(super) struct Row {
    /// The row's number in the published table; a refinement shares the number of its neighbour.
    number: u8,
    /// Whom it is for.
    whom: For,
    /// When it holds, unless a row above holds.
    holds: fn(&Facts) -> bool,
    /// What it decides.
    pub(super) act: Act,
    /// Why.
    pub(super) reason: Reason,
    /// What becomes of the link.
    pub(super) link: Link,
    /// Whether the account of a linked object is read before this is decided. Deletions go by the stored id alone.
    pub(super) reads: bool,
}

macro_rules! row {
    (reads) => { true };
    () => { false };
    ($number:literal $whom:ident, $holds:expr => $act:ident $reason:ident, $link:ident $(, $reads:ident)?) => {
        Row {
            number: $number,
            whom: For::$whom,
            holds: $holds,
            act: Act::$act,
            reason: Reason::$reason,
            link: Link::$link,
            reads: row!($($reads)?),
        }
    };
}

macro_rules! rows {
    ($(
        $number:literal $whom:ident $when:literal,
        $holds:expr => $act:ident $reason:ident, $link:ident $(, $reads:ident)?;
    )*) => {
        /// The table. Rows are tried in this order; where none holds, it is [`OTHERWISE`].
        static ROWS: &[Row] = &[$(row!(
            $number $whom, $holds => $act $reason, $link $(, $reads)?
        )),*];

        /// When each row holds unless one above does, for readers; apart from the rows, which every program carries.
        static WHEN: &[&str] = &[$($when),*];
    };
}

rows! {
    1 Both "the object mapping is switched off",
        |f| !f.mapping_enabled => Skip MappingDisabled, Keep;
    2 Both "not linked, in scope, input filters let it pass, and a mapping fails",
        |f| !f.linked && f.in_scope() && f.passes_input_filters && f.mapping_failed => Fail MappingFailed, Keep;
    2 Both "not linked, and no matching attribute has a value",
        |f| !f.linked && !f.has_matching_value => Skip MissingMatchingValue, Keep;
    3 Both "not linked, left the scope earlier, and deleted since",
        |f| !f.linked && f.released && f.state.is_deleted() => Skip NoLongerManaged, Keep;
    4 Both "not linked, and disabled or deleted",
        |f| !f.linked && f.state != SourceState::Active => Skip SourceDisabledNeverProvisioned, Keep;
    5 Both "not linked, and not assigned",
        |f| !f.linked && !f.assigned => Skip NotAssigned, Keep;
    // Of an object that is gone nothing is left that an input filter could look at.
    5 Both "an input filter leaves it out, unless it is deleted for good",
        |f| !f.passes_input_filters && f.state != SourceState::HardDeleted => Skip InputFilter, Keep;
    6 Both "not linked, and no scoping filter lets it pass",
        |f| !f.linked && !f.passes_filters => Skip ScopingFilter, Keep;
    7 Both "not linked, and several accounts match",
        |f| !f.linked && f.found == Found::Several => Fail DuplicateTargetEntries, Keep;
    7 Both "not linked, and another object has the matching value or the account",
        |f| !f.linked && f.duplicate_source => Fail DuplicateSourceEntries, Keep;
    8 Both "no account, and Create is not selected",
        |f| f.would_create() && !f.can_create => Skip CreateActionOff, Keep;
    9 Both "no account, and a value that the target requires is missing",
        |f| f.would_create() && f.required_missing => Fail RequiredValueMissing, Keep;
    10 Both "no account",
        |f| f.would_create() => Create CreatedNoMatch, Set;
    11 Both "an account matches, and nothing differs",
        |f| !f.linked && !f.differs => None Redundant, Set;
    12 Both "an account matches and differs, but Update is not selected",
        |f| !f.linked && !f.can_update => Skip UpdateActionOff, Set;
    13 Both "an account matches, and differs",
        |f| !f.linked => Update MatchedAndChanged, Set;
    14 Users "linked, disabled or deleted, and the run is one on demand",
        |f| f.on_demand && f.state != SourceState::Active => Skip NotPossibleOnDemand, Keep;
    14 Both "linked, deleted for good, and Delete is not selected",
        |f| f.state == SourceState::HardDeleted && !f.can_delete => Skip DeleteActionOff, Keep;
    15 Both "linked, and deleted for good",
        |f| f.state == SourceState::HardDeleted => Delete SourceHardDeleted, Drop;
    16 Both "linked, out of scope, and `SkipOutOfScopeDeletions` is set",
        |f| !f.in_scope() && f.skip_out_of_scope_deletions => Skip OutOfScopeDeletionSkipped, Keep;
    17 Users "linked, out of scope, and no mapping gives a value that hands that on",
        |f| !f.in_scope() && !f.disable_mapped => Skip NoDisableMapping, Keep;
    18 Users "linked, out of scope, and Update is not selected",
        |f| !f.in_scope() && !f.can_update => Skip UpdateActionOff, Keep;
    // A linked account is read before it is written, so a missing one is noticed before it is disabled.
    24 Users "linked, and the account is gone",
        |f| !f.target_exists => Fail LinkedTargetMissing, Keep, reads;
    24 Users "linked, and a mapping that takes part fails",
        |f| f.mapping_failed => Fail MappingFailed, Keep, reads;
    17 Users "linked, out of scope, and the account stays on whatever the mappings give",
        |f| !f.in_scope() && !f.disable_differs && f.target_active => Skip NoDisableMapping, Keep, reads;
    19 Users "linked, out of scope, and the account is switched off already",
        |f| !f.in_scope() && !f.disable_differs => None Redundant, Keep, reads;
    20 Users "linked, and not assigned any more",
        |f| !f.assigned => Disable OutOfScopeUnassigned, Release, reads;
    21 Users "linked, and no scoping filter lets it pass any more",
        |f| !f.passes_filters => Disable OutOfScopeFilter, Release, reads;
    22 Users "linked, and sign-in is blocked",
        |f| f.state == SourceState::Disabled => Disable SourceDisabled, Keep, reads;
    23 Users "linked, and in the recycle bin",
        |f| f.state == SourceState::SoftDeleted => Disable SourceSoftDeleted, Keep, reads;
    14 Groups "linked, out of scope, and Delete is not selected",
        |f| !f.in_scope() && !f.can_delete => Skip DeleteActionOff, Keep;
    20 Groups "linked, and not assigned any more",
        |f| !f.assigned => Delete OutOfScopeUnassigned, Release;
    21 Groups "linked, and no scoping filter lets it pass any more",
        |f| !f.passes_filters => Delete OutOfScopeFilter, Release;
    23 Groups "linked, and in the recycle bin",
        |f| f.state == SourceState::SoftDeleted => Delete SourceSoftDeleted, Drop;
    24 Groups "linked, and the group is gone in the target",
        |f| !f.target_exists => Fail LinkedTargetMissing, Keep, reads;
    24 Groups "linked, and a mapping that takes part fails",
        |f| f.mapping_failed => Fail MappingFailed, Keep, reads;
    25 Both "linked, and nothing differs",
        |f| !f.differs => None Redundant, Keep, reads;
    26 Both "linked and differs, but Update is not selected",
        |f| !f.can_update => Skip UpdateActionOff, Keep, reads;
}

/// The row behind the table: linked, in scope and different.
static OTHERWISE: Row = row!(27 Both, |_| true => Update LinkedAndChanged, Keep, reads);
/// When it holds, for readers.
const WHEN_OTHERWISE: &str = "linked, and differs";

/// The first row for objects of this kind that holds.
pub(super) fn decide(kind: ObjectKind, facts: &Facts) -> &'static Row {
    ROWS.iter().find(|row| row.whom.includes(kind) && (row.holds)(facts)).unwrap_or(&OTHERWISE)
}

/// The table as Markdown, the text of `docs/lifecycle.md`.
pub fn documentation() -> String {
    let mut text = String::from(
        "# Lifecycle\n\nWhat becomes of an object, made from the decision table in `src/provision/lifecycle.rs`. Rows are tried from top to\nbottom, and the first that holds decides; a refinement has the number of the row that it refines. \"Linked\" means that\nthe id of an account is stored for the object; *read* marks the rows for which that account is read first. `explain` has\na text for every reason.\n\n| Row | For | When | Action | Reason | Stored id |\n|---|---|---|---|---|---|\n",
    );
    let whens = WHEN.iter().copied().chain([WHEN_OTHERWISE]);
    for (row, when) in ROWS.iter().chain([&OTHERWISE]).zip(whens) {
        let whom = match row.whom {
            For::Both => "all",
            For::Users => "users",
            For::Groups => "groups",
        };
        let link = match row.link {
            Link::Keep => "stays as it is",
            Link::Set => "is the account's",
            Link::Drop => "forgotten",
            Link::Release => "forgotten, released",
        };
        let read = if row.reads { ", read" } else { "" };
        text.push_str(&format!(
            "| {} | {whom} | {when} | {}{read} | `{}` | {link} |\n",
            row.number,
            Verdict::of(row.act),
            row.reason
        ));
    }
    text
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
        target_active: true,
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
            (
                17,
                Facts { assigned: false, disable_differs: false, ..CALM },
                Act::Skip,
                Reason::NoDisableMapping,
            ),
            (18, off(Facts { assigned: false, ..CALM }), Act::Skip, Reason::UpdateActionOff),
            (
                19,
                Facts { assigned: false, disable_differs: false, target_active: false, ..CALM },
                Act::None,
                Reason::Redundant,
            ),
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
            (
                24,
                Facts { target_exists: false, assigned: false, ..CALM },
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
            let row = decide(ObjectKind::User, &facts);
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
            let row = decide(ObjectKind::Group, &facts);
            assert_eq!((row.act, row.reason), (Act::Delete, reason));
        }
    }

    #[test]
    fn only_leaving_the_scope_releases() {
        let released = |facts| decide(ObjectKind::User, &facts).link == Link::Release;
        assert!(released(Facts { assigned: false, ..CALM }));
        assert!(released(Facts { passes_filters: false, ..CALM }));
        assert!(!released(Facts { state: SourceState::Disabled, ..CALM }));
        assert!(!released(Facts { state: SourceState::SoftDeleted, ..CALM }));
    }
}
