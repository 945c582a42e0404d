//! `cargo xtask pack`: the npm package.
//!
//! wasm-pack builds the crate for the `web` target, wasm-opt shrinks it, and `npm/assemble.mjs` puts it beside the
//! hand-written entries in `npm/dist`, checks the size budget and lists what is inside.

use std::fs;

use crate::install;
use crate::step::{self, Outcome, at, command, npm, step};

/// Installs the tools and builds `npm/dist`; fails where the module is over its budget.
pub fn run() -> Outcome {
    build()?;
    step("hold the module to its budget", || {
        step::run(command("node").args(["npm/assemble.mjs", "--strict"]))
    })
}

/// Installs the tools and builds `npm/dist`, whatever it weighs.
pub fn build() -> Outcome {
    install::wasm_tools()?;
    step("build the WebAssembly module", || {
        let out = at("target/npm");
        let mut build = command("wasm-pack");
        build.args([
            "build",
            "--profile",
            "wasm",
            "--target",
            "web",
            "--mode",
            "no-install",
            "--no-pack",
            "--no-opt",
        ]);
        build.arg("--out-dir").arg(&out).args(["--out-name", "engine"]);
        step::run(build.args([".", "--", "--no-default-features", "--locked"]))?;

        let module = out.join("engine_bg.wasm");
        let small = out.join("engine_opt.wasm");
        let mut optimise = command("wasm-opt");
        optimise.args([
            "-Oz",
            "--enable-bulk-memory",
            "--enable-nontrapping-float-to-int",
            "--enable-sign-ext",
        ]);
        optimise.args(["--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue"]);
        step::run(optimise.args(["--strip-producers", "-o"]).arg(&small).arg(&module))?;
        fs::rename(&small, &module).map_err(|error| format!("cannot replace {}: {error}", module.display()))
    })?;
    step("assemble the npm package", || step::run(command("node").arg("npm/assemble.mjs")))
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
