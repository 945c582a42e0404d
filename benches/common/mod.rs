//! Times of ours beside a peer or limit, taken in turns in the same run and printed as ratios.
//!
//! Absolute figures drift on shared machines; a ratio of interleaved rounds does not.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// The table of one benchmark file.
pub struct Table {
    title: &'static str,
    missed: usize,
}

impl Table {
    /// Prints the heading.
    pub fn new(title: &'static str) -> Self {
        println!("{title}");
        println!("{:>12} {:>12} {:>7} {:>6}  what, beside what", "ours", "peer", "ratio", "goal");
        Self { title, missed: 0 }
    }

    /// Times `ours` and `peer` (one call each is one unit of work) and prints a row; `goal` is the highest ratio wanted.
    pub fn row<A, B>(
        &mut self,
        what: &str,
        beside: &str,
        goal: Option<f64>,
        mut ours: impl FnMut() -> A,
        mut peer: impl FnMut() -> B,
    ) -> f64 {
        self.rounds(what, beside, goal, || round(&mut ours), || round(&mut peer))
    }

    /// As [`Table::row`], for what times itself: each call is a round and gives the nanoseconds of a unit of work.
    pub fn rounds(
        &mut self,
        what: &str,
        beside: &str,
        goal: Option<f64>,
        ours: impl FnMut() -> f64,
        peer: impl FnMut() -> f64,
    ) -> f64 {
        let (mine, other) = in_turns(ours, peer);
        let ratio = mine / other;
        let missed = goal.is_some_and(|goal| ratio > goal);
        self.missed += usize::from(missed);
        let goal = goal.map_or_else(String::new, |goal| format!("{goal:.2}"));
        let mark = if missed { "  (missed)" } else { "" };
        println!(
            "{:>12} {:>12} {ratio:>7.2} {goal:>6}  {what}, beside {beside}{mark}",
            time(mine),
            time(other)
        );
        ratio
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        let missed = self.missed;
        println!(
            "{}: {}\n",
            self.title,
            if missed == 0 { "every goal reached".into() } else { format!("{missed} goals missed") }
        );
    }
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 10_000.0 => format!("{n:.0} ns"),
        n if n < 10_000_000.0 => format!("{:.1} µs", n / 1e3),
        n => format!("{:.1} ms", n / 1e6),
    }
}

/// The best of several rounds of each, taken in turns.
fn in_turns(mut ours: impl FnMut() -> f64, mut peer: impl FnMut() -> f64) -> (f64, f64) {
    let mut best = (f64::MAX, f64::MAX);
    for _ in 0..11 {
        best = (best.0.min(ours()), best.1.min(peer()));
    }
    best
}

/// Nanoseconds a call, over one round.
pub fn round<T>(call: &mut impl FnMut() -> T) -> f64 {
    let started = Instant::now();
    let mut calls = 0_u32;
    let mut batch = 1_u32;
    while started.elapsed() < Duration::from_millis(20) {
        for _ in 0..batch {
            black_box(call());
        }
        calls += batch;
        batch = (batch * 2).min(64);
    }
    started.elapsed().as_secs_f64() * 1e9 / f64::from(calls)
}
