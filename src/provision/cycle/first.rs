//! The first look at the objects of a cycle: what becomes of each, as far as others have to know it.

use std::cell::RefCell;

use super::unique::Claim;
use super::{Look, Run};
use crate::mapping::{Projection, Record, Removal};
use crate::provision::draft::{Claims, Judgement, Rivals};
use crate::provision::given::id_of;
use crate::provision::lifecycle::Act;
use crate::provision::program::ObjectProgram;
use crate::sync_schema::ObjectKind;

impl<'r> Run<'r, '_> {
    /// Decides on every object, for what others have to know: who will have an account, who would lose one.
    pub(super) fn first_look(&mut self, kind: ObjectKind) -> Vec<Look<'r>> {
        let claims = RefCell::new(self.claims(kind));
        let objects = &*self.given.kind(kind).objects;
        let look = |place| Look { place, ..Look::default() };
        let mut looks: Vec<_> = (0..objects.len()).map(look).collect();
        // What an object with a stored pair holds, nobody else can claim: the others come after all of those.
        let mut later = Vec::new();
        for (object, look) in objects.iter().zip(&mut looks) {
            let program = self.engine.program(kind, object.text());
            let projection = program.map_or(Projection::facts(), |program| &program.projection);
            let (mut record, _) = self.engine.read(projection, object.text());
            if kind == ObjectKind::User && record.removal == Removal::None {
                let tells = record.account_enabled.is_some() || record.enabled_is_unclear;
                self.untold = self.untold.filter(|_| !tells).map(|users| users.saturating_add(1));
            }
            let id = id_of(&record);
            look.looked_at = self.changed.as_ref().is_none_or(|changed| changed.contains(&*id));
            let Some(program) = program else { continue };
            if self.before.links.is_empty() || self.before.links.contains_key(&id) {
                self.decide(program, &mut record, &claims, look);
            } else {
                later.push((object, look));
            }
        }
        // What the threshold holds back frees nothing; the groups that may count with it come after the users.
        let leaving = std::mem::take(&mut self.leaving);
        if !self.deletes_too_much() {
            self.freed.extend(leaving);
        }
        for (object, look) in later {
            let Some(program) = self.engine.program(kind, object.text()) else { continue };
            let (mut record, _) = self.engine.read(&program.projection, object.text());
            self.decide(program, &mut record, &claims, look);
        }
        looks
    }

    /// The claims that objects lay by their stored pairs. Where the target is not known, no account is found.
    fn claims(&self, kind: ObjectKind) -> Claims {
        let mut claims = Claims::default();
        if self.target.is_some() {
            let pairs = self.before.links.iter().filter(|(id, link)| self.is_pair_of(kind, id, link));
            pairs.for_each(|(_, link)| claims.hold_account(link));
        }
        claims
    }

    /// Whether a stored pair is one of this kind of objects: an id of the target may be a user's and a group's.
    fn is_pair_of(&self, kind: ObjectKind, id: &str, link: &str) -> bool {
        let Self { given, before, .. } = self;
        let is_group = given.groups.ids.contains_key(id)
            || before.members.contains_key(id)
            || before.rolls.contains_key(id);
        let is_user = || {
            given.users.ids.contains_key(id) || self.users.iter().any(|users| users.with_id(link).is_some())
        };
        match kind {
            ObjectKind::User => !is_group,
            ObjectKind::Group => is_group || !is_user(),
        }
    }

    /// Decides on one object.
    fn decide(
        &mut self,
        program: &ObjectProgram,
        record: &mut Record<'_>,
        claims: &RefCell<Claims>,
        look: &mut Look<'r>,
    ) {
        let id = id_of(record);
        // An unchanged object is looked at for the others' sake, where it may have an account.
        if !look.looked_at && (program.kind == ObjectKind::Group || !self.before.links.contains_key(&id)) {
            return;
        }
        let judgement = self.judge(program, record, look.place, Rivals::Claims(claims));
        look.duplicate = judgement.facts.duplicate_source;
        if program.kind == ObjectKind::User
            && judgement.is_referable()
            && let Some(link) = judgement.link_after()
        {
            // Nobody is in a group yet where no earlier cycle wrote one.
            if !self.before.members.is_empty() && self.is_another(&judgement) {
                self.renewed.insert(id.clone());
            }
            self.referable.insert(id.clone(), link.to_owned());
        }
        if !look.looked_at {
            return;
        }
        let act = judgement.row.act;
        look.goes = matches!(act, Act::Disable | Act::Delete);
        self.pending = self.pending.saturating_add(usize::from(look.goes));
        let freed = if look.goes { &mut self.leaving } else { &mut self.freed };
        freed.extend(judgement.freed.into_iter().map(|freed| (freed, look.place)));
        if act == Act::Delete || !judgement.unique.is_empty() {
            look.claim = Some(Claim {
                account: judgement.target_id.unwrap_or_default(),
                created_for: (act == Act::Create).then_some(id),
                before: judgement.target,
                values: judgement.unique,
            });
        }
    }

    /// Whether an account is not the one that the user had: it is made, or found by someone whose own was disabled when
    /// its pair was given up, and in use.
    fn is_another(&self, judgement: &Judgement<'_>) -> bool {
        let is_in_use = || judgement.link_after().is_some_and(|link| self.is_on(link) == Some(true));
        match judgement.row.act {
            Act::Create => true,
            _ => !judgement.facts.linked && judgement.facts.released && is_in_use(),
        }
    }
}
