//! `cargo xtask pack`: the npm package.
//!
//! wasm-pack builds `npm/module` for the `web` target, wasm-opt shrinks it, and `npm/assemble.mjs` puts it beside the
//! hand-written entries in `npm/dist`, checks the size budget and lists what is inside.

use std::fs;
use std::path::{Path, PathBuf};

use crate::step::{self, Outcome, at, cargo, command, npm, step};
use crate::{install, neighbours};

/// The memory a module may have in bytes: a plan of 60,000 people, and no more of the host.
const MOST_MEMORY: u32 = 2 << 30;

/// Whether a module over its budget fails the build.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Budget {
    Held,
    Told,
}

/// Installs the tools and builds `npm/dist`; fails where the module is over its budget.
pub fn run() -> Outcome {
    make(Budget::Held)
}

/// Installs the tools and builds `npm/dist`, whatever it weighs: tests of a module that is too large still say
/// whether it is right.
pub fn build() -> Outcome {
    make(Budget::Told)
}

fn make(budget: Budget) -> Outcome {
    install::wasm_tools()?;
    step("build the WebAssembly module", module)?;
    step("completion scripts, of the native command", completions)?;
    step("assemble the npm package", || {
        let mut assemble = command("node");
        assemble.arg("npm/assemble.mjs");
        if budget == Budget::Held {
            assemble.arg("--strict");
        }
        step::run(&mut assemble)
    })
}

/// wasm-pack, then wasm-opt, with alike functions side by side.
fn module() -> Outcome {
    let out = at("target/npm");
    let mut build = command("wasm-pack");
    build.args(["build", "--profile", "wasm", "--target", "web", "--mode", "no-install"]);
    build.args(["--no-pack", "--no-opt", "--out-name", "engine", "--out-dir"]).arg(&out);
    build.args(["npm/module", "--", "--locked"]);
    let given = std::env::var("RUSTFLAGS").unwrap_or_default();
    let mut flags: Vec<String> = given.split_whitespace().map(str::to_owned).collect();
    flags.push(format!("-Clink-arg=--max-memory={MOST_MEMORY}"));
    // Copies of 16 bytes are one instruction, not two. Hosts that have `isWellFormed`, which the package needs, have it.
    flags.push("-Ctarget-feature=+simd128".to_owned());
    // Loops with counters of their own are more code, and no faster once the host has compiled them.
    flags.push("-Cllvm-args=-disable-lsr".to_owned());
    flags.extend(impersonal_paths()?);
    // Unlike in RUSTFLAGS, a path among these may hold blanks.
    build.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    step::run(&mut build)?;

    let module = out.join("engine_bg.wasm");
    optimise(&module, &["--converge"])?;
    let failed = |error: std::io::Error| format!("cannot order {}: {error}", module.display());
    let named = neighbours::named(&fs::read(&module).map_err(failed)?)?;
    fs::write(&module, named).map_err(failed)?;
    optimise(&module, &["--reorder-functions-by-name", "--strip-debug"])
}

/// Flags of the compiler by which the places of panics name no folder of the machine, so that equal sources give equal
/// bytes: with the sources of the standard library installed, their places would be those on this machine.
fn impersonal_paths() -> Result<Vec<String>, String> {
    let ask = |what: &[&str]| {
        let answer =
            command("rustc").args(what).output().map_err(|error| format!("cannot start rustc: {error}"))?;
        Ok::<_, String>(String::from_utf8_lossy(&answer.stdout).into_owned())
    };
    let library = PathBuf::from(ask(&["--print", "sysroot"])?.trim()).join("lib/rustlib/src/rust");
    let version = ask(&["-vV"])?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or_default();
    let mut flags = vec![format!("--remap-path-prefix={}=/rustc/{commit}", library.display())];
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    if let Some(home) = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo"))) {
        flags.push(format!("--remap-path-prefix={}=cargo", home.display()));
    }
    Ok(flags)
}

/// wasm-opt, in place. What counts is the module as it travels, compressed: passes that save bytes by making code less
/// alike are left out, a body inlined twice does not come for free, and functions stay where they are.
fn optimise(module: &Path, more: &[&str]) -> Outcome {
    const UNLIKE: [&str; 6] = [
        "inlining-optimizing",
        "inlining",
        "reorder-functions",
        "local-cse",
        "simplify-locals",
        "memory-packing",
    ];
    let small = module.with_extension("opt");
    let mut optimise = command("wasm-opt");
    optimise.args(more).arg("-Os").args(UNLIKE.map(|pass| format!("--skip-pass={pass}")));
    optimise.args(["--dealign", "--low-memory-unused"]);
    optimise.args(["--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext"]);
    optimise.args([
        "--enable-mutable-globals",
        "--enable-reference-types",
        "--enable-multivalue",
        "--enable-simd",
    ]);
    optimise.args(["--strip-producers", "-o"]).arg(&small).arg(module);
    step::run(&mut optimise)?;
    fs::rename(&small, module).map_err(|error| format!("cannot replace {}: {error}", module.display()))
}

/// The scripts that `scimwright completions` prints; they complete the command of the npm package as well.
fn completions() -> Outcome {
    let folder = at("target/npm/completions");
    let failed = |error: std::io::Error| format!("cannot write into {}: {error}", folder.display());
    fs::create_dir_all(&folder).map_err(failed)?;
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let mut print = cargo();
        print.args(["run", "--quiet", "--locked", "--package", "scimwright", "--", "completions", shell]);
        let script = print.output().map_err(|error| format!("cannot start cargo: {error}"))?;
        if !script.status.success() {
            return Err(format!("no completions for {shell}: {}", String::from_utf8_lossy(&script.stderr)));
        }
        fs::write(folder.join(shell), script.stdout).map_err(failed)?;
    }
    Ok(())
}

/// Builds the package and installs its tarball where the tests look for it, as a user would.
pub fn install_for_tests() -> Outcome {
    build()?;
    step("pack the npm package", || {
        let mut pack = npm("npm/dist");
        pack.args(["pack", "--silent", "--pack-destination"]).arg(at("target/npm"));
        step::run(&mut pack)?;
        let packed = at("target/npm").join(format!("scimwright-{}.tgz", env!("CARGO_PKG_VERSION")));
        let tarball = at(TARBALL);
        fs::rename(&packed, &tarball).map_err(|error| format!("cannot find {}: {error}", packed.display()))
    })?;
    install_tarball("pkg-tests")
}

const TARBALL: &str = "target/npm/scimwright.tgz";

fn install_tarball(folder: &str) -> Outcome {
    step(&format!("install the packed tarball in {folder}"), || {
        let mut install = npm(folder);
        install.args(["install", "--no-save", "--no-audit", "--no-fund", "--offline", "--loglevel=error"]);
        step::run(install.arg(at(TARBALL)))
    })
}
