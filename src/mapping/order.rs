//! The order of members, remembered from one object to the next.
//!
//! Exports repeat one order line by line. Where the next name stands as expected, one comparison replaces reading it
//! and looking it up; where it does not, nothing is lost.

use crate::value::json::Reader;

/// What is done with a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing reads it.
    Skip,
    /// It is one of the known members.
    Known(usize),
    /// As `Known`, under a name in another letter case.
    OtherCase(usize),
    /// Members inside it are read.
    Enter(usize),
    /// It fills a slot and does nothing else; its name fits so well.
    Slot(usize, u8),
}

/// Where a member stands: at the top, or inside the member with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Top,
    Inside(usize),
}

#[derive(Debug, Clone)]
struct Expected {
    /// The name in quotes, with its colon.
    spelling: Box<str>,
    level: Level,
    step: Step,
    /// Whether nothing reads it and it was null.
    is_null: bool,
    /// The text of all such members that follow one another from here on, and how many they are.
    nulls: (String, usize),
}

/// The members of the first object in their order, and how far the current one has come.
#[derive(Debug, Clone, Default)]
pub(super) struct Order {
    expected: Vec<Expected>,
    next: usize,
    learns: bool,
}

impl Order {
    /// Names beyond this many are not remembered.
    const MOST: usize = 256;
    /// How many expected members may be missing in a row.
    const WINDOW: usize = 8;

    /// An order that learns from the first object it sees.
    pub(super) fn learning() -> Self {
        Self { learns: true, ..Self::default() }
    }

    /// Learns anew: the object was none.
    pub(super) fn forget(&mut self) {
        self.expected.clear();
    }

    /// Goes back to the first member.
    pub(super) const fn restart(&mut self) {
        self.next = 0;
    }

    /// Takes the next name where it stands as expected, and before it what was null and is so again.
    #[inline]
    pub(super) fn follow(&mut self, reader: &mut Reader<'_>, first: &mut bool, level: Level) -> Option<Step> {
        let (mut at, mut missing) = (self.next, 0_usize);
        while missing < Self::WINDOW {
            let expected = self.expected.get(at)?;
            if expected.level != level {
                at = at.saturating_add(1);
                // What stands inside a member that is not entered this time is missing with it.
                missing = missing.saturating_add(usize::from(level != Level::Top));
            } else if expected.nulls.1 > 0 && reader.take_member(*first, &expected.nulls.0) {
                *first = false;
                at = at.saturating_add(expected.nulls.1);
                (self.next, missing) = (at, 0);
            } else {
                at = at.saturating_add(1);
                if reader.take_member(*first, &expected.spelling) {
                    self.next = at;
                    return Some(expected.step);
                }
                missing = missing.saturating_add(1);
            }
        }
        None
    }

    /// Whether a name that does not stand as expected is one of the expected names all the same.
    pub(super) fn knows(&self, name: &str, level: Level) -> bool {
        let spells = |spelling: &str| {
            spelling.strip_prefix('"').and_then(|rest| rest.strip_suffix("\":")) == Some(name)
        };
        self.expected.iter().any(|expected| expected.level == level && spells(&expected.spelling))
    }

    /// Remembers a member that was not expected, as long as the first object lasts.
    pub(super) fn learn(&mut self, name: &str, level: Level, step: Step) {
        let plain = !name.bytes().any(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F));
        if self.learns && plain && self.next == self.expected.len() && self.next < Self::MOST {
            let spelling = format!("\"{name}\":").into();
            self.expected.push(Expected { spelling, level, step, is_null: false, nulls: Default::default() });
            self.next = self.expected.len();
        }
    }

    /// Remembers that the member that was learned last is null, and that nothing reads it.
    pub(super) fn learn_null(&mut self) {
        if !self.learns || self.next != self.expected.len() {
            return;
        }
        let Some((last, before)) = self.expected.split_last_mut().filter(|(last, _)| !last.is_null) else {
            return;
        };
        last.is_null = true;
        let run = before.iter().rev().take_while(|known| known.is_null && known.level == last.level).count();
        let text = format!("{}null", last.spelling);
        match before.len().checked_sub(run).and_then(|at| before.get_mut(at)) {
            Some(Expected { nulls: (begun, count), .. }) => {
                begun.push(',');
                begun.push_str(&text);
                *count = count.saturating_add(1);
            }
            None => last.nulls = (text, 1),
        }
    }
}
