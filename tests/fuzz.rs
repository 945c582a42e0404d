//! What fuzzing checks, for the seeds, for made-up bytes and for every input that once failed.

#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use std::fs;
use std::path::Path;

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Bytes that follow from a number.
fn made_up(number: u64) -> Vec<u8> {
    let mut state = number.wrapping_add(1).wrapping_mul(0x2545_F491_4F6C_DD1D);
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    let length = usize::from(next()) / 2;
    // The first byte is odd: decisions.
    std::iter::once(1).chain((0..length).map(|_| next())).collect()
}

#[test]
fn the_vectors_hold() {
    let seeds = fuzz::seeds::seeds(&folder("tests/cases")).unwrap();
    for (name, target) in fuzz::TARGETS {
        let own = seeds.iter().filter(|(of, _)| *of == name);
        let run = own.map(|(_, seed)| target(seed)).count();
        assert!(run > 0, "no vector starts the target {name}");
    }
}

#[test]
fn what_decisions_write_holds() {
    for (name, target) in fuzz::TARGETS {
        let count = if name == "schema" { 200 } else { 3_000 };
        (0..count).for_each(|number| target(&made_up(number)));
    }
}

#[test]
fn what_once_failed_holds() {
    for (name, target) in fuzz::TARGETS {
        let Ok(found) = fs::read_dir(folder("fuzz/found").join(name)) else { continue };
        found.for_each(|entry| target(&fs::read(entry.unwrap().path()).unwrap()));
    }
}
