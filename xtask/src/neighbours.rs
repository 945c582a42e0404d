//! Puts functions that look alike side by side, because deflate looks back over 32 kB only.
//!
//! Generic functions leave many near copies in a module. Ordered by what they share with their neighbours, the same
//! bytes compress to a few per cent less. wasm-opt can order functions by name, so the order is told by naming them.

use std::collections::{HashMap, HashSet, VecDeque};

use wasm_encoder::{NameMap, NameSection, Section};
use wasmparser::{Parser, Payload, TypeRef};

/// Bytes that count as shared when two functions both have them in a row.
const RUN: usize = 7;
/// What stands in more functions than this is found nearby in any order.
const COMMON: usize = 60;
/// How far back deflate looks, with some room for what lies between the functions.
const WINDOW: usize = 30_000;
/// Keeps tiny functions from winning by a single shared run.
const HEAD: usize = 50;

/// What a run counts that so many functions hold: the fewer, the less likely it is nearby anyway.
const fn worth(holders: usize) -> usize {
    10_000 / (20 + holders)
}

/// The module with its functions named in the order they should have.
pub fn named(module: &[u8]) -> Result<Vec<u8>, String> {
    let mut imported = 0u32;
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload.map_err(|error| format!("the module cannot be read: {error}"))? {
            Payload::ImportSection(section) => {
                let functions = section
                    .into_imports()
                    .filter(|import| matches!(import, Ok(import) if matches!(import.ty, TypeRef::Func(_))));
                imported += functions.count() as u32;
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let mut places: Vec<(u32, usize)> =
        order(&bodies).into_iter().enumerate().map(|(place, body)| (body as u32, place)).collect();
    places.sort_unstable();
    let mut names = NameMap::new();
    for import in 0..imported {
        names.append(import, &format!("import{import}"));
    }
    for (body, place) in places {
        names.append(imported + body, &format!("{place:06}"));
    }
    let mut section = NameSection::new();
    section.functions(&names);
    let mut out = module.to_vec();
    section.append_to(&mut out);
    Ok(out)
}

/// Starts with the longest function; the next is always the one that shares most of its bytes with those just placed.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let runs: Vec<HashSet<&[u8]>> = bodies.iter().map(|body| body.windows(RUN).collect()).collect();
    let mut holders: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (number, runs) in runs.iter().enumerate() {
        for run in runs {
            holders.entry(run).or_default().push(number);
        }
    }
    holders.retain(|_, holders| (2..=COMMON).contains(&holders.len()));

    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut shared = vec![0usize; bodies.len()];
    let mut near: HashMap<&[u8], usize> = HashMap::new();
    let (mut window, mut size) = (VecDeque::new(), 0);
    let mut order = Vec::with_capacity(bodies.len());
    let mut next = (0..bodies.len()).max_by_key(|number| bodies[*number].len());
    while let Some(number) = next {
        left.retain(|other| *other != number);
        order.push(number);
        window.push_back(number);
        size += bodies[number].len();
        for (run, holders) in runs[number].iter().filter_map(|run| holders.get_key_value(run)) {
            let count = near.entry(run).or_default();
            *count += 1;
            if *count == 1 {
                holders.iter().for_each(|holder| shared[*holder] += worth(holders.len()));
            }
        }
        while size > WINDOW && window.len() > 1 {
            let Some(gone) = window.pop_front() else { break };
            size -= bodies[gone].len();
            for (run, holders) in runs[gone].iter().filter_map(|run| holders.get_key_value(run)) {
                let count = near.entry(run).or_default();
                *count -= 1;
                if *count == 0 {
                    holders.iter().for_each(|holder| shared[*holder] -= worth(holders.len()));
                }
            }
        }
        // The share of two is compared crosswise; among equals the first wins.
        next = left.iter().copied().reduce(|best, other| {
            let weight = |number: usize, against: usize| shared[number] * (bodies[against].len() + HEAD);
            if weight(other, best) > weight(best, other) { other } else { best }
        });
    }
    order
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn alike_functions_become_neighbours() {
        let long = "a long function that stands first, of its own kind and of nobody else's";
        let bodies = [long, "read an attribute", "write 0123456789", "read one attribute", "write 012345678"];
        let bodies: Vec<&[u8]> = bodies.iter().map(|body| body.as_bytes()).collect();
        let order = order(&bodies);
        assert_eq!(order[0], 0);
        let place = |number: usize| order.iter().position(|other| *other == number).unwrap();
        assert_eq!(place(1).abs_diff(place(3)), 1, "{order:?}");
        assert_eq!(place(2).abs_diff(place(4)), 1, "{order:?}");
    }
}
