//! Installs what is missing, and nothing else.
//!
//! Needed beforehand: a Rust toolchain from rustup, and Node 20.19 or newer with npm.

use std::fs;
use std::path::PathBuf;

use crate::step::{Outcome, at, cargo, command, find, npm, output, run, step};

const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// The wasm-pack this project is built with.
const WASM_PACK: &str = "0.15.1";
/// The cargo-fuzz that `cargo xtask fuzz` runs.
const CARGO_FUZZ: &str = "0.13.1";

/// Everything the WebAssembly build needs: the Rust target, wasm-pack, the wasm-bindgen of `Cargo.lock`, wasm-opt.
pub fn wasm_tools() -> Outcome {
    wasm_target()?;
    cargo_tool("wasm-pack", WASM_PACK, &["wasm-pack", "--version", WASM_PACK])?;
    cargo_tool("wasm-bindgen", &locked_version("wasm-bindgen")?, &["--path", "xtask/tools/wasm-bindgen"])?;
    node_packages("pkg-tests")
}

/// cargo-fuzz.
pub fn fuzzer() -> Outcome {
    cargo_tool("cargo-fuzz", CARGO_FUZZ, &["cargo-fuzz", "--version", CARGO_FUZZ])
}

/// The Rust standard library for WebAssembly.
pub fn wasm_target() -> Outcome {
    let library = output(command("rustc").args(["--print", "sysroot"]))
        .map(|sysroot| PathBuf::from(sysroot).join("lib/rustlib").join(WASM_TARGET));
    if library.is_some_and(|folder| folder.is_dir()) {
        return Ok(());
    }
    step("install the WebAssembly target", || run(command("rustup").args(["target", "add", WASM_TARGET])))
}

/// A Rust toolchain, beside the one in use.
pub fn toolchain(version: &str) -> Outcome {
    if output(command("rustup").args(["run", version, "rustc", "--version"])).is_some() {
        return Ok(());
    }
    step(&format!("install Rust {version}"), || {
        let install = ["toolchain", "install", version, "--profile", "minimal", "--no-self-update"];
        run(command("rustup").args(install))
    })
}

/// A program in exactly this version, with the dependencies of its lockfile. What the caller has installed stays
/// untouched: ours goes to `target/tools`.
fn cargo_tool(program: &str, version: &str, package: &[&str]) -> Outcome {
    let is_there = || {
        let found = output(command(program).arg("--version"));
        found.is_some_and(|text| text.split_whitespace().nth(1) == Some(version))
    };
    if is_there() {
        return Ok(());
    }
    step(&format!("install {program} {version}"), || {
        let mut install = cargo();
        install.args(["install", "--locked"]).args(package);
        install.arg("--root").arg(at("target/tools")).arg("--target-dir").arg(at("target/tools/build"));
        run(&mut install)?;
        if is_there() { Ok(()) } else { Err(format!("what was installed is not {program} {version}")) }
    })
}

/// The version of a package in `Cargo.lock`.
fn locked_version(package: &str) -> Outcome<String> {
    let lock =
        fs::read_to_string(at("Cargo.lock")).map_err(|error| format!("cannot read Cargo.lock: {error}"))?;
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines
        .nth(1)
        .and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .ok_or_else(|| format!("{package} is not in Cargo.lock"))
}

/// The packages of a folder's `package-lock.json`; installed again only when that file changed.
pub fn node_packages(folder: &str) -> Outcome {
    node()?;
    let lock = at(folder).join("package-lock.json");
    let stamp = at(folder).join("node_modules/.installed-lock.json");
    let wanted = fs::read(&lock).map_err(|error| format!("cannot read {}: {error}", lock.display()))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    step(&format!("install the npm packages of {folder}"), || {
        run(npm(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
        fs::write(&stamp, &wanted).map_err(|error| format!("cannot write {}: {error}", stamp.display()))
    })
}

/// Node in a version the package supports.
fn node() -> Outcome {
    const NEEDED: (u32, u32) = (20, 19);
    let version = output(command("node").arg("--version"))
        .ok_or("Node is missing: install Node 20.19 or newer, with npm, from https://nodejs.org")?;
    let mut numbers = version.trim_start_matches('v').split('.').map(|part| part.parse().unwrap_or(0));
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found >= NEEDED { Ok(()) } else { Err(format!("Node {version} is too old: 20.19 or newer is needed")) }
}

/// A Chromium, from the system's package manager where that is usable.
pub fn chromium() -> Outcome<PathBuf> {
    if let Some(path) = find_chromium() {
        return Ok(path);
    }
    const ADVICE: &str = "Chromium is missing: install it with the system's package manager \
        (Debian: `apt-get install chromium chromium-driver`), or name it in the environment variable CHROME";
    let Some(apt) = apt_get() else { return Err(ADVICE.into()) };
    let apt = || {
        let mut words = apt.iter();
        let mut run = command(words.next().map_or("apt-get", |word| *word));
        run.args(words).env("DEBIAN_FRONTEND", "noninteractive");
        run
    };
    step("install Chromium", || {
        run(apt().arg("update"))?;
        run(apt().args(["install", "--yes", "--no-install-recommends", "chromium", "chromium-driver"]))
    })
    .map_err(|failure| format!("{ADVICE} ({failure})"))?;
    find_chromium().ok_or_else(|| ADVICE.into())
}

fn find_chromium() -> Option<PathBuf> {
    std::env::var_os("CHROME").map(PathBuf::from).filter(|path| path.is_file()).or_else(|| {
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].into_iter().find_map(find)
    })
}

/// How apt-get may be called here: as root, or by a sudo that asks nothing.
fn apt_get() -> Option<Vec<&'static str>> {
    find("apt-get")?;
    match output(command("id").arg("-u"))?.as_str() {
        "0" => Some(vec!["apt-get"]),
        _ => output(command("sudo").args(["-n", "true"])).map(|_| vec!["sudo", "-n", "apt-get"]),
    }
}
