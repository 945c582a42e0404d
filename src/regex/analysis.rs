//! What can be told from a pattern before it meets a text: where a match can begin, and which loops never give back.

use super::class::{Class, Rule};
use super::program::{First, Mode, Op, Probe, Program, Start};
use super::syntax::{Assertion, Node, Test, UNBOUNDED};

/// Fills in what the matcher may rely on.
pub(super) fn finish(program: &mut Program, node: &Node) {
    loops(program);
    forks(program);
    let mut units = Units::default();
    if !first_units(node, begins_at_edge(node) == Some(true), &mut units) {
        program.first = Some(First { ascii: units.ascii, wide: units.wide });
    }
    program.start = start(program, node);
    program.required = required(program);
}

/// Whether a part can match without taking anything. Errs on the side of `true`.
pub(super) fn can_be_empty(node: &Node) -> bool {
    match node {
        Node::One(_) => false,
        Node::Concat(nodes) => nodes.iter().all(can_be_empty),
        Node::Alternate(nodes) => nodes.iter().any(can_be_empty),
        Node::Repeat { body, min, .. } => *min == 0 || can_be_empty(body),
        Node::Capture { body, .. } | Node::Atomic(body) => can_be_empty(body),
        Node::IfGroup { yes, no, .. } | Node::IfMatch { yes, no, .. } => {
            can_be_empty(yes) || no.as_deref().is_none_or(can_be_empty)
        }
        Node::Empty | Node::Look { .. } | Node::Reference { .. } | Node::Assert(_) => true,
    }
}

fn start(program: &Program, node: &Node) -> Start {
    match anchor(node) {
        Some(Assertion::Start) => return Start::Text,
        Some(Assertion::SearchStart) => return Start::Search,
        _ => {}
    }
    let first = program.ops.iter().find(|op| !matches!(op, Op::Open { .. }));
    if let Some(Op::Text(text)) = first {
        return Start::Literal(*text);
    }
    Start::Anywhere
}

/// A literal run that every match holds, where the pattern begins with a loop that would run over the whole text.
fn required(program: &Program) -> Option<u32> {
    let mut ops = program.ops.iter().skip_while(|op| matches!(op, Op::Open { .. } | Op::Assert(_)));
    let Some(Op::Loop { max: UNBOUNDED, .. }) = ops.next() else { return None };
    // In a straight line every operation is met.
    ops.take_while(|op| {
        use Op::{Assert, Close, Loop, One, Open, Text};
        matches!(op, One { .. } | Text(_) | Loop { .. } | Assert(_) | Open { .. } | Close { .. })
    })
    .find_map(|op| if let Op::Text(text) = op { Some(*text) } else { None })
}

/// The assertion every match has to begin with.
fn anchor(node: &Node) -> Option<Assertion> {
    match node {
        Node::Assert(assertion @ (Assertion::Start | Assertion::SearchStart)) => Some(*assertion),
        Node::Concat(nodes) => nodes.first().and_then(anchor),
        Node::Alternate(nodes) => {
            let (first, others) = nodes.split_first()?;
            let common = anchor(first)?;
            others.iter().all(|node| anchor(node) == Some(common)).then_some(common)
        }
        Node::Capture { body, .. } | Node::Atomic(body) => anchor(body),
        _ => None,
    }
}

/// Whether .NET sees an anchor to an edge of the text before all else, and then looks for no first unit; `None` where
/// nothing stands that it would not step over.
fn begins_at_edge(node: &Node) -> Option<bool> {
    match node {
        Node::Assert(assertion) => {
            use Assertion::{End, SearchStart, Start, VeryEnd};
            Some(matches!(assertion, Start | SearchStart | End | VeryEnd))
        }
        Node::Empty | Node::Look { .. } => None,
        Node::Concat(nodes) => nodes.iter().find_map(begins_at_edge),
        // It enters a group and does not come out again.
        Node::Capture { body, .. } | Node::Atomic(body) => begins_at_edge(body).or(Some(false)),
        _ => Some(false),
    }
}

/// Whether every match reaches the start of the text, or its end.
pub(super) fn reaches(node: &Node, at_end: bool) -> bool {
    match node {
        Node::Assert(Assertion::Start) => !at_end,
        Node::Assert(Assertion::End | Assertion::VeryEnd) => at_end,
        Node::Repeat { body, min: 0 | 1, max: UNBOUNDED, .. } => {
            matches!(**body, Node::One(Test::NotNewline | Test::Any))
        }
        Node::Concat(nodes) => {
            let mut parts = nodes.iter().filter(|node| **node != Node::Empty);
            let outer = if at_end { parts.next_back() } else { parts.next() };
            outer.is_some_and(|node| reaches(node, at_end))
        }
        Node::Alternate(nodes) => nodes.iter().all(|node| reaches(node, at_end)),
        Node::Capture { body, .. } | Node::Atomic(body) => reaches(body, at_end),
        _ => false,
    }
}

/// A set of units, exact for ASCII only.
#[derive(Default)]
struct Units {
    ascii: u128,
    wide: bool,
}

impl Units {
    const EVERY: Self = Self { ascii: u128::MAX, wide: true };

    fn add(&mut self, other: &Self) {
        self.ascii |= other.ascii;
        self.wide |= other.wide;
    }
}

/// Adds the units a match of `node` can begin with; `true` when it can also be empty. A branch that is not written is
/// `absent_is_empty`, or never taken.
fn first_units(node: &Node, absent_is_empty: bool, units: &mut Units) -> bool {
    let mut units_of = |node: &Node| first_units(node, absent_is_empty, units);
    match node {
        Node::Empty | Node::Look { .. } | Node::Assert(_) => true,
        Node::One(test) => {
            units.add(&match test {
                Test::Unit(unit @ 0..=0x7F) => {
                    Units { ascii: 1u128.wrapping_shl(u32::from(*unit)), wide: false }
                }
                Test::Unit(_) => Units { ascii: 0, wide: true },
                Test::NotNewline => Units { ascii: !(1 << b'\n'), wide: true },
                Test::Any => Units::EVERY,
                Test::Class(class) => Units { ascii: class.ascii(), wide: true },
            });
            false
        }
        Node::Concat(nodes) => nodes.iter().all(units_of),
        Node::Alternate(nodes) => {
            let mut empty = false;
            for node in nodes {
                empty |= units_of(node);
            }
            empty
        }
        Node::Repeat { body, min, .. } => units_of(body) || *min == 0,
        Node::Capture { body, .. } | Node::Atomic(body) => units_of(body),
        Node::Reference { .. } => {
            units.add(&Units::EVERY);
            true
        }
        Node::IfGroup { yes, no, .. } | Node::IfMatch { yes, no, .. } => {
            let empty = units_of(yes);
            // .NET looks for what the written branches begin with: `(a)?(?(1)b)` has no empty match before a blank.
            no.as_deref().map_or(absent_is_empty, units_of) || empty
        }
    }
}

/// Notes what the first branch of a fork has to begin with, so that a hopeless one costs no choice.
fn forks(program: &mut Program) {
    for place in 0..program.ops.len() {
        let Some(Op::Fork { first, .. }) = program.ops.get(place).copied() else { continue };
        let leading = (first as usize).checked_sub(1).and_then(|before| following(program, before));
        if let Some(needed) = leading.and_then(|op| unit_of(program, op, false))
            && let Some(Op::Fork { needs, .. }) = program.ops.get_mut(place)
        {
            *needs = needed;
        }
    }
}

/// Marks the loops over one unit that never need to give back, and notes the byte that has to follow the others.
fn loops(program: &mut Program) {
    for place in 0..program.ops.len() {
        let Some(Op::Loop { probe, mode: Mode::Greedy | Mode::Lazy, back, .. }) =
            program.ops.get(place).copied()
        else {
            continue;
        };
        let following = following(program, place);
        let keeps = match following {
            Some(Op::Match) => true,
            Some(Op::Assert(Assertion::VeryEnd)) => !back,
            // No further character but a final line feed can follow.
            Some(Op::Assert(Assertion::End | Assertion::LineEnd)) => !back && !takes_newline(program, probe),
            Some(Op::Assert(_)) => false,
            Some(other) => unit_of(program, other, back)
                .is_some_and(|unit| is_disjoint(&class_of(program, probe), &class_of(program, unit))),
            None => false,
        };
        let byte = match following.and_then(|op| unit_of(program, op, back)) {
            Some(Probe::Unit(unit @ 0..=0x7F)) if !back => Some(unit as u8),
            _ => None,
        };
        if let Some(Op::Loop { mode, next, .. }) = program.ops.get_mut(place) {
            *next = byte;
            if keeps && *mode == Mode::Greedy {
                *mode = Mode::Atomic;
            }
        }
    }
}

/// The operation that comes next whatever happens, past those that only take notes.
fn following(program: &Program, place: usize) -> Option<Op> {
    let mut place = place.checked_add(1)?;
    // Jumps of a program lead forward, apart from those of loops, which are forks.
    for _ in 0..8 {
        match program.ops.get(place).copied()? {
            Op::Open { .. } | Op::Close { release: None, .. } => place = place.checked_add(1)?,
            Op::Jump(target) => place = target as usize,
            op => return Some(op),
        }
    }
    None
}

/// What the next unit has to be, in the direction in which the text is read, when `op` cannot do without one.
fn unit_of(program: &Program, op: Op, backwards: bool) -> Option<Probe> {
    match op {
        Op::One { probe, back } if back == backwards => Some(probe),
        Op::Loop { probe, min: 1.., back, .. } if back == backwards => Some(probe),
        Op::Text(text) if !backwards => {
            let text = program.texts.get(text as usize)?;
            text.encode_utf16().next().map(Probe::Unit)
        }
        _ => None,
    }
}

fn class_of(program: &Program, probe: Probe) -> Option<Class> {
    Some(match probe {
        Probe::Unit(unit) => Class::of_units(&[unit]),
        Probe::NotNewline => {
            let newline = vec![(u16::from(b'\n'), u16::from(b'\n'))];
            Class::new(Rule { negated: true, ranges: newline, ..Rule::default() }, false)
        }
        Probe::Any => return None,
        Probe::Class(class) => program.classes.get(class as usize)?.clone(),
    })
}

fn is_disjoint(one: &Option<Class>, other: &Option<Class>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one.is_disjoint(other))
}

fn takes_newline(program: &Program, probe: Probe) -> bool {
    class_of(program, probe).is_none_or(|class| class.contains(u16::from(b'\n')))
}
