//! Tree to program.

use super::class::Class;
use super::program::{Memo, Mode, Op, Probe, Program, Start};
use super::syntax::{Groups, Node, Test, UNBOUNDED};
use super::{Error, ErrorKind, Limits, analysis};

/// Nominal bytes of one operation. Repeats count as if written out, whatever the program makes of them.
const OP_BYTES: u64 = 64;

/// Compiles a tree whose nominal size is within `limits`.
pub(super) fn compile(node: &Node, groups: &Groups, limits: &Limits) -> Result<Program, Error> {
    let cost = cost(node).saturating_add(OP_BYTES);
    if cost > limits.program_bytes as u64 {
        let message = format_args!("the pattern compiles to more than {} bytes", limits.program_bytes);
        let error = Error::new(ErrorKind::ProgramTooLarge, 0, message);
        return Err(error.hint("large or nested counts such as `{1000}` are what makes a pattern large"));
    }
    let mut compiler = Compiler {
        program: Program {
            ops: Vec::new(),
            memos: Vec::new(),
            classes: Vec::new(),
            texts: Vec::new(),
            groups: groups.count(),
            registers: 0,
            balancing: false,
            memo_places: Some(0),
            cost,
            weight: 1,
            start: Start::Anywhere,
            first: None,
            required: None,
        },
        marks: Vec::new(),
        inside: 0,
    };
    compiler.emit(node, false);
    compiler.push(Op::Match);
    let mut program = compiler.program;
    program.weight = program.classes.iter().map(Class::depth).max().unwrap_or(1);
    analysis::finish(&mut program, node);
    Ok(program)
}

/// The nominal size of a tree.
fn cost(node: &Node) -> u64 {
    let sum = |costs: &[u64]| costs.iter().copied().fold(0, u64::saturating_add);
    let no_cost = |no: &Option<Box<Node>>| no.as_deref().map_or(0, cost);
    match node {
        Node::Empty => 0,
        Node::One(Test::Class(class)) => OP_BYTES.saturating_add(class.cost()),
        Node::One(_) | Node::Assert(_) | Node::Reference { .. } => OP_BYTES,
        Node::Concat(nodes) => nodes.iter().map(cost).fold(0, u64::saturating_add),
        Node::Alternate(nodes) => {
            let each = nodes.iter().map(|node| cost(node).saturating_add(OP_BYTES / 4));
            each.fold(OP_BYTES, u64::saturating_add)
        }
        Node::Repeat { body, min, max, .. } => {
            let count = if *max == UNBOUNDED { (*min).max(1) } else { *max };
            let once = match &**body {
                Node::One(_) => cost(body),
                _ => cost(body).saturating_add(OP_BYTES),
            };
            once.saturating_mul(u64::from(count))
        }
        Node::Capture { body, .. } | Node::Look { body, .. } | Node::Atomic(body) => {
            cost(body).saturating_add(2 * OP_BYTES)
        }
        Node::IfGroup { yes, no, .. } => sum(&[cost(yes), no_cost(no), 2 * OP_BYTES]),
        Node::IfMatch { test, yes, no } => sum(&[cost(test), cost(yes), no_cost(no), 4 * OP_BYTES]),
    }
}

struct Compiler {
    program: Program,
    /// Registers of the enclosing loops whose body can be empty.
    marks: Vec<u32>,
    /// Enclosing atomic and look-around parts.
    inside: usize,
}

impl Compiler {
    fn here(&self) -> u32 {
        self.program.ops.len() as u32
    }

    /// Appends an operation; those that leave a choice get a memo place.
    fn push(&mut self, op: Op) -> u32 {
        let place = self.here();
        let chooses = matches!(op, Op::Fork { .. } | Op::Turn { .. } | Op::Loop { .. });
        let memo = if chooses && self.inside == 0 { self.memo() } else { None };
        self.program.ops.push(op);
        self.program.memos.push(memo);
        place
    }

    fn memo(&mut self) -> Option<Memo> {
        let base = self.program.memo_places?;
        let mut marks = [None; Memo::MARKS];
        if self.marks.len() > marks.len() {
            self.program.memo_places = None;
            return None;
        }
        for (slot, mark) in marks.iter_mut().zip(&self.marks) {
            *slot = Some(*mark);
        }
        let places = 1u32.wrapping_shl(self.marks.len() as u32);
        self.program.memo_places = base.checked_add(places);
        Some(Memo { base, marks })
    }

    fn register(&mut self) -> u32 {
        let register = self.program.registers;
        self.program.registers = register.saturating_add(1);
        register as u32
    }

    /// Sets the target of the operation at `place` to the next one.
    fn land(&mut self, place: u32) {
        let here = self.here();
        match self.program.ops.get_mut(place as usize) {
            Some(Op::Jump(target)) => *target = here,
            Some(Op::Fork { first, second, .. }) => {
                *if *first == u32::MAX { first } else { second } = here;
            }
            Some(Op::Turn { exit: target, .. } | Op::IfGroup { no: target, .. }) => *target = here,
            Some(Op::Enter { otherwise, .. }) => *otherwise = Some(here),
            _ => {}
        }
    }

    fn emit(&mut self, node: &Node, back: bool) {
        match node {
            Node::Empty => {}
            Node::One(test) => {
                let probe = self.probe(test);
                self.push(Op::One { probe, back });
            }
            Node::Concat(nodes) if back => nodes.iter().rev().for_each(|node| self.emit(node, true)),
            Node::Concat(nodes) => self.concat(nodes),
            Node::Alternate(nodes) => self.alternate(nodes, back),
            Node::Repeat { body, min, max, lazy } => match &**body {
                Node::One(test) => {
                    let probe = self.probe(test);
                    let mode = if *lazy { Mode::Lazy } else { Mode::Greedy };
                    self.push(Op::Loop { probe, min: *min, max: *max, mode, back, next: None });
                }
                body => self.repeat(body, *min, *max, *lazy, back),
            },
            Node::Capture { group, release, body } => {
                let register = self.register();
                self.push(Op::Open { register });
                self.emit(body, back);
                if release.is_some() {
                    self.program.balancing = true;
                    self.program.memo_places = None;
                }
                let index = |group: &Option<usize>| group.map(|group| group as u32);
                self.push(Op::Close { register, group: index(group), release: index(release) });
            }
            Node::Look { behind, negative: false, body } => {
                self.enclosed(body, *behind, |register| Op::Leave { register, rewind: true });
            }
            Node::Look { behind, negative: true, body } => {
                let enter = self.enclosed(body, *behind, |register| Op::LeaveNot { register });
                self.land(enter);
            }
            Node::Atomic(body) => {
                self.enclosed(body, back, |register| Op::Leave { register, rewind: false });
            }
            Node::Reference { group, ignore_case } => {
                self.program.memo_places = None;
                self.push(Op::Reference { group: *group as u32, ignore_case: *ignore_case, back });
            }
            Node::Assert(assertion) => {
                self.push(Op::Assert(*assertion));
            }
            Node::IfGroup { group, yes, no } => {
                self.program.memo_places = None;
                let test = self.push(Op::IfGroup { group: *group as u32, no: 0 });
                self.branches(test, yes, no.as_deref(), back);
            }
            Node::IfMatch { test, yes, no } => {
                let enter = self.enclosed(test, back, |register| Op::Leave { register, rewind: true });
                self.branches(enter, yes, no.as_deref(), back);
            }
        }
    }

    /// `yes`, and `no` where the operation at `test` leads otherwise.
    fn branches(&mut self, test: u32, yes: &Node, no: Option<&Node>, back: bool) {
        self.emit(yes, back);
        let end = self.push(Op::Jump(0));
        self.land(test);
        if let Some(no) = no {
            self.emit(no, back);
        }
        self.land(end);
    }

    /// A part that keeps what it first matched, up to the operation that leaves it; where it is entered.
    fn enclosed(&mut self, body: &Node, back: bool, leave: fn(u32) -> Op) -> u32 {
        // Two registers in a row: the height of the stack and the place.
        let register = self.register();
        self.register();
        self.inside = self.inside.saturating_add(1);
        let enter = self.push(Op::Enter { register, otherwise: None });
        self.emit(body, back);
        self.push(leave(register));
        self.inside = self.inside.saturating_sub(1);
        enter
    }

    /// A sequence read forwards; runs of plain units become one operation.
    fn concat(&mut self, nodes: &[Node]) {
        let mut rest = nodes;
        while let Some((node, after)) = rest.split_first() {
            let units: Vec<u16> = rest
                .iter()
                .map_while(|node| match node {
                    Node::One(Test::Unit(unit)) => Some(*unit),
                    _ => None,
                })
                .collect();
            // A lone half of a pair is no text, and stays a unit.
            let text = if units.len() > 1 { String::from_utf16(&units).ok() } else { None };
            rest = match text {
                Some(text) => {
                    let place = self.program.texts.len() as u32;
                    self.program.texts.push(text);
                    self.push(Op::Text(place));
                    rest.get(units.len()..).unwrap_or(&[])
                }
                None => {
                    self.emit(node, false);
                    after
                }
            };
        }
    }

    fn alternate(&mut self, nodes: &[Node], back: bool) {
        let Some((last, others)) = nodes.split_last() else { return };
        let mut ends = Vec::with_capacity(others.len());
        for node in others {
            let first = self.here().saturating_add(1);
            let fork = self.push(Op::Fork { first, second: 0, needs: Probe::Any });
            self.emit(node, back);
            ends.push(self.push(Op::Jump(0)));
            self.land(fork);
        }
        self.emit(last, back);
        for end in ends {
            self.land(end);
        }
    }

    /// A repeat of more than one unit. As .NET has it, an iteration that took nothing is the last one, unless the
    /// minimum is not reached yet.
    fn repeat(&mut self, body: &Node, min: u32, max: u32, lazy: bool, back: bool) {
        let mark = analysis::can_be_empty(body).then(|| self.register());
        for _ in 1..min {
            self.emit(body, back);
        }
        if let Some(register) = mark {
            self.push(Op::Mark { register, none: min == 0 });
        }
        self.marks.extend(mark);
        let mut turns = Vec::new();
        if max == UNBOUNDED {
            let skip = (min == 0).then(|| self.push(Op::Jump(0)));
            let again = self.here();
            self.emit(body, back);
            skip.into_iter().for_each(|skip| self.land(skip));
            turns.push(self.turn(mark, again, lazy));
        } else {
            if min > 0 {
                self.emit(body, back);
            }
            for _ in min..max {
                let again = self.here().saturating_add(1);
                turns.push(self.turn(mark, again, lazy));
                self.emit(body, back);
            }
        }
        turns.into_iter().for_each(|turn| self.land(turn));
        if mark.is_some() {
            self.marks.pop();
        }
    }

    /// Once more at `again`, or out; where an iteration can be empty, `mark` tells whether it was.
    fn turn(&mut self, mark: Option<u32>, again: u32, lazy: bool) -> u32 {
        self.push(match mark {
            Some(register) => Op::Turn { register, again, exit: 0, lazy },
            None if lazy => Op::Fork { first: u32::MAX, second: again, needs: Probe::Any },
            None => Op::Fork { first: again, second: 0, needs: Probe::Any },
        })
    }

    fn probe(&mut self, test: &Test) -> Probe {
        match test {
            Test::Unit(unit) => Probe::Unit(*unit),
            Test::NotNewline => Probe::NotNewline,
            Test::Any => Probe::Any,
            Test::Class(class) => {
                let known = self.program.classes.iter().position(|known| known == &**class);
                Probe::Class(known.unwrap_or_else(|| {
                    self.program.classes.push((**class).clone());
                    self.program.classes.len().saturating_sub(1)
                }) as u32)
            }
        }
    }
}
