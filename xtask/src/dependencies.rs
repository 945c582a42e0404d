//! What the packages the project builds on may be: their licences, their source, and how many the library takes along.

use crate::step::{Outcome, cargo, output};

/// Licences that ask for no more than a notice.
const ALLOWED: [&str; 6] =
    ["MIT", "MIT-0", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0", "Zlib"];
/// Most packages in the native graph of the library.
const MOST: usize = 40;

/// Fails for a package that may not be built on, naming it.
pub fn run() -> Outcome {
    let every = packages(&["--workspace", "--target", "all", "--edges", "normal,build,dev"])?;
    for (package, licence) in &every {
        if !is_allowed(licence) {
            return Err(format!(
                "{package} has the licence `{licence}`, which is not among the allowed ones"
            ));
        }
        // Cargo names the source of what is not from crates.io: a folder, which is ours, or an address.
        if package.contains("://") {
            return Err(format!("{package} does not come from crates.io"));
        }
    }
    let library = packages(&["--package", "scimwright", "--no-default-features", "--edges", "normal"])?;
    println!("   {} packages, {} of them in the library", every.len(), library.len());
    if library.len() > MOST {
        return Err(format!("the library takes {} packages along, more than {MOST}", library.len()));
    }
    Ok(())
}

/// The packages of a graph, each once, with its licence.
fn packages(graph: &[&str]) -> Outcome<Vec<(String, String)>> {
    let mut tree = cargo();
    tree.args(["tree", "--locked", "--prefix", "none", "--format", "{p}\t{l}"]).args(graph);
    let lines = output(&mut tree).ok_or("`cargo tree` failed")?;
    let split = |line: &str| {
        let (package, licence) = line.split_once('\t')?;
        Some((package.to_owned(), licence.trim_end_matches(" (*)").to_owned()))
    };
    let mut found: Vec<_> = lines.lines().filter_map(split).collect();
    found.sort();
    found.dedup();
    Ok(found)
}

/// Whether every part of an SPDX expression leaves the choice of an allowed licence; `/` is the older `OR`.
fn is_allowed(licence: &str) -> bool {
    let allows = |part: &str| {
        let part = part.trim_start_matches('(').trim_end_matches(')').replace('/', " OR ");
        part.split(" OR ").any(|choice| ALLOWED.contains(&choice))
    };
    licence.split(" AND ").all(allows)
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn a_choice_is_enough_and_every_part_counts() {
        for allowed in ["MIT", "Unlicense OR MIT", "Apache-2.0/MIT", "(MIT OR Apache-2.0) AND Unicode-3.0"] {
            assert!(is_allowed(allowed), "{allowed}");
        }
        for refused in
            ["", "GPL-3.0-only", "MIT AND GPL-3.0-only", "(MIT OR Apache-2.0) AND LGPL-2.1-or-later"]
        {
            assert!(!is_allowed(refused), "{refused}");
        }
    }
}
