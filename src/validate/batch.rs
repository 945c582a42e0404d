//! What must be unique across the resources of a batch.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::repeats::Repeats;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, code};
use crate::unicode;
use crate::value::json::{Json, Object};

/// Remembers the unique values of the resources seen so far: `userName`, work e-mail, `externalId`, a group's
/// `displayName`. Of each it keeps twenty bytes, not the value; after a first look at the batch, only of those that may
/// stand in it again.
#[derive(Debug, Default)]
pub struct Batch {
    /// What must be unique and its value, by its fingerprint, and the number of the resource that has it.
    seen: HashMap<Fingerprint, u32>,
    count: u32,
    repeats: Option<Repeats>,
}

/// 128 bits of a text: two different ones of a million have the same by a chance of one in 10^26.
pub(super) type Fingerprint = [u32; 4];

fn fingerprint(text: &str) -> Fingerprint {
    let half = |seed: u8| {
        let mut hasher = DefaultHasher::new();
        (seed, text).hash(&mut hasher);
        hasher.finish()
    };
    let (high, low) = (half(0), half(1));
    [(high >> 32) as u32, high as u32, (low >> 32) as u32, low as u32]
}

/// What must be unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    UserName,
    UserExternalId,
    WorkEmail,
    GroupName,
    GroupExternalId,
}

impl Key {
    /// What keeps equal values of different attributes apart.
    const fn mark(self) -> char {
        match self {
            Self::UserName => 'u',
            Self::UserExternalId => 'x',
            Self::WorkEmail => 'e',
            Self::GroupName => 'g',
            Self::GroupExternalId => 'y',
        }
    }
}

/// A value that must be unique, and where it stands: names as they are spelled.
struct Unique<'j> {
    key: Key,
    value: &'j str,
    name: &'j str,
    /// Of an e-mail, the list and the element of it.
    list: Option<(&'j str, usize)>,
}

impl Unique<'_> {
    fn fingerprint(&self) -> Fingerprint {
        // externalId is case exact (RFC 7643 §3.1), the others are not.
        let exact = matches!(self.key, Key::UserExternalId | Key::GroupExternalId);
        let mut name = String::with_capacity(self.value.len().saturating_add(1));
        name.push(self.key.mark());
        if exact {
            name.push_str(self.value);
        } else {
            name.extend(self.value.chars().map(unicode::lower));
        }
        fingerprint(&name)
    }

    fn place(&self) -> (String, String) {
        let name = self.name;
        match self.list {
            None => (name.to_owned(), format!("/{name}")),
            Some((list, index)) => (format!("{list}[{index}].{name}"), format!("/{list}/{index}/{name}")),
        }
    }
}

/// The values of a resource that must be unique; `kind` is its resource type.
fn unique<'j>(kind: &str, resource: &'j Json<'_>, each: &mut dyn FnMut(Unique<'j>)) {
    let Some(object) = resource.as_object() else { return };
    let mut give = |key, holder: &'j Object<'_>, name, list| {
        if let Some((name, Json::String(value))) = holder.named(name)
            && !value.is_empty()
        {
            each(Unique { key, value, name, list });
        }
    };
    if kind.eq_ignore_ascii_case("Group") {
        give(Key::GroupName, object, "displayName", None);
        give(Key::GroupExternalId, object, "externalId", None);
        return;
    }
    give(Key::UserName, object, "userName", None);
    give(Key::UserExternalId, object, "externalId", None);
    let Some((list, Json::Array(emails))) = object.named("emails") else { return };
    for (index, email) in emails.iter().enumerate() {
        let Some(email) = email.as_object() else { continue };
        let kind = email.find("type").and_then(Json::as_str);
        if kind.is_some_and(|kind| kind.eq_ignore_ascii_case("work")) {
            give(Key::WorkEmail, email, "value", Some((list, index)));
        }
    }
}

impl Batch {
    /// Nothing seen yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a first look at a resource that will be added. Once one was looked at, all must have been before the first
    /// is added: what none of them repeats is not remembered then, and memory does not grow with the batch.
    pub fn look(&mut self, kind: &str, resource: &Json<'_>) {
        let repeats = self.repeats.get_or_insert_default();
        unique(kind, resource, &mut |unique| repeats.look(unique.fingerprint()));
    }

    /// Takes the next resource of the batch; `kind` is its resource type. Finds values that an earlier one has.
    pub fn add(&mut self, kind: &str, resource: &Json<'_>) -> Diagnostics {
        self.count = self.count.saturating_add(1);
        let mut found = Diagnostics::new();
        unique(kind, resource, &mut |unique| self.check(&unique, &mut found));
        found
    }

    /// Counts a resource of the batch that cannot be read.
    pub fn pass_over(&mut self) {
        self.count = self.count.saturating_add(1);
    }

    fn check(&mut self, unique: &Unique<'_>, found: &mut Diagnostics) {
        let fingerprint = unique.fingerprint();
        if self.repeats.as_ref().is_some_and(|repeats| !repeats.may_hold(fingerprint)) {
            return;
        }
        match self.seen.entry(fingerprint) {
            Entry::Vacant(free) => _ = free.insert(self.count),
            Entry::Occupied(taken) if *taken.get() == self.count => {}
            Entry::Occupied(taken) => {
                let (path, pointer) = unique.place();
                let message =
                    format!("`{path}` has the value that resource {} of the batch has", taken.get());
                let place = Place { pointer: Some(pointer), path: Some(path), span: None };
                found.push(Diagnostic::placed(&code::payload::DUPLICATE_IN_BATCH, message, place));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Batch;
    use crate::limits::Limits;
    use crate::value::json::parse;

    #[test]
    fn the_second_holder_of_a_unique_value_is_found() {
        let mut batch = Batch::new();
        let mut add = |kind, text| {
            let found = batch.add(kind, &parse(text, &Limits::DEFAULT).unwrap());
            found
                .into_iter()
                .map(|finding| finding.at.as_ref().unwrap().pointer.clone().unwrap())
                .collect::<Vec<_>>()
        };
        let none: Vec<String> = Vec::new();
        assert_eq!(
            add("User", r#"{"userName":"a@x","externalId":"E","emails":[{"type":"work","value":"a@x"}]}"#),
            none
        );
        assert_eq!(
            add("User", r#"{"userName":"b","externalId":"e","emails":[{"type":"home","value":"a@x"}]}"#),
            none
        );
        assert_eq!(
            add("User", r#"{"UserName":"A@X","externalId":"E","emails":[{},{"type":"Work","value":"A@x"}]}"#),
            ["/UserName", "/externalId", "/emails/1/value"]
        );
        // One resource that says a value twice repeats no other.
        let twice = r#"{"emails":[{"type":"work","value":"t@x"},{"type":"Work","value":"T@x"}]}"#;
        assert_eq!(add("User", twice), none);
        assert_eq!(add("User", twice), ["/emails/0/value", "/emails/1/value"]);
        // A pointer has the names of the document.
        let odd = r#"{"Emails":[{"TYPE":"work","Value":"t@x"}]}"#;
        assert_eq!(add("User", odd), ["/Emails/0/Value"]);
        assert_eq!(add("Group", r#"{"displayName":"a@x","externalId":"E"}"#), none);
        assert_eq!(add("Group", r#"{"DisplayName":"A@x"}"#), ["/DisplayName"]);
    }

    /// What a first look leaves out is what nobody repeats: the findings are the same, and little is remembered.
    #[test]
    fn after_a_first_look_only_what_repeats_is_remembered() {
        let lines: Vec<String> = (0..20_000)
            .map(|number| {
                let other = if number % 100 == 99 { number - 50 } else { number };
                format!(r#"{{"userName":"u{other}","externalId":"{number}","emails":[{{"type":"work","value":"u{number}@x"}}]}}"#)
            })
            .collect();
        let resources: Vec<_> = lines.iter().map(|line| parse(line, &Limits::DEFAULT).unwrap()).collect();
        let (mut plain, mut looked) = (Batch::new(), Batch::new());
        resources.iter().for_each(|resource| looked.look("User", resource));
        let mut repeated = 0;
        for resource in &resources {
            let found = plain.add("User", resource);
            assert_eq!(found, looked.add("User", resource));
            repeated += found.len();
        }
        assert_eq!(repeated, 200);
        assert!(
            plain.seen.len() == 59_800 && (200..400).contains(&looked.seen.len()),
            "{}",
            looked.seen.len()
        );
    }
}
