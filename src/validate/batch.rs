//! What must be unique across the resources of a batch.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::diagnostic::{Diagnostic, Diagnostics, Place, code};
use crate::unicode;
use crate::value::json::Json;

/// Remembers the unique values of the resources seen so far: `userName`, work e-mail, `externalId`, a group's
/// `displayName`. Of each it keeps twenty bytes, not the value: memory hardly grows with the batch.
#[derive(Debug, Default)]
pub struct Batch {
    /// What must be unique and its value, by its fingerprint, and the number of the resource that has it.
    seen: HashMap<Fingerprint, u32>,
    count: u32,
}

/// 128 bits of a text: two different ones of a million have the same by a chance of one in 10^26.
type Fingerprint = [u32; 4];

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

impl Batch {
    /// Nothing seen yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next resource of the batch; `kind` is its resource type. Finds values that an earlier one has.
    pub fn add(&mut self, kind: &str, resource: &Json<'_>) -> Diagnostics {
        self.count = self.count.saturating_add(1);
        let mut found = Diagnostics::new();
        let Some(object) = resource.as_object() else { return found };
        let text = |name: &str| object.find(name).and_then(Json::as_str);
        if kind.eq_ignore_ascii_case("Group") {
            self.check(Key::GroupName, text("displayName"), "displayName", &mut found);
            self.check(Key::GroupExternalId, text("externalId"), "externalId", &mut found);
            return found;
        }
        self.check(Key::UserName, text("userName"), "userName", &mut found);
        self.check(Key::UserExternalId, text("externalId"), "externalId", &mut found);
        for (index, email) in
            object.find("emails").and_then(Json::as_array).unwrap_or_default().iter().enumerate()
        {
            let Some(email) = email.as_object() else { continue };
            let text = |name: &str| email.find(name).and_then(Json::as_str);
            if text("type").is_some_and(|kind| kind.eq_ignore_ascii_case("work")) {
                self.check(Key::WorkEmail, text("value"), &format!("emails[{index}].value"), &mut found);
            }
        }
        found
    }

    fn check(&mut self, key: Key, value: Option<&str>, path: &str, found: &mut Diagnostics) {
        let Some(value) = value.filter(|value| !value.is_empty()) else { return };
        // externalId is case exact (RFC 7643 §3.1), the others are not.
        let exact = matches!(key, Key::UserExternalId | Key::GroupExternalId);
        let mut name = String::with_capacity(value.len().saturating_add(1));
        name.push(key.mark());
        if exact {
            name.push_str(value);
        } else {
            name.extend(value.chars().map(unicode::lower));
        }
        match self.seen.entry(fingerprint(&name)) {
            Entry::Vacant(free) => _ = free.insert(self.count),
            Entry::Occupied(taken) if *taken.get() == self.count => {}
            Entry::Occupied(taken) => {
                let first = taken.get();
                let message = format!("`{path}` has the value that resource {first} of the batch has");
                let pointer = format!("/{}", path.replace("[", "/").replace("].", "/"));
                let place = Place { pointer: Some(pointer), path: Some(path.to_owned()), span: None };
                found.push(Diagnostic::new(&code::payload::DUPLICATE_IN_BATCH, message).at(place));
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
                .map(|finding| finding.at.as_ref().unwrap().path.clone().unwrap())
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
            ["userName", "externalId", "emails[1].value"]
        );
        // One resource that says a value twice repeats no other.
        let twice = r#"{"emails":[{"type":"work","value":"t@x"},{"type":"Work","value":"T@x"}]}"#;
        assert_eq!(add("User", twice), none);
        assert_eq!(add("User", twice), ["emails[0].value", "emails[1].value"]);
        assert_eq!(add("Group", r#"{"displayName":"a@x","externalId":"E"}"#), none);
        assert_eq!(add("Group", r#"{"displayName":"A@x"}"#), ["displayName"]);
    }
}
