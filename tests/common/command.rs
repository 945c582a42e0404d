//! The command line, run as its users run it.

#![allow(dead_code)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A person whom the Gong configuration creates.
pub const SOURCE: &str = r#"{"id":"u1","userPrincipalName":"a@x.example","mail":"a@x.example","givenName":"A","surname":"B","jobTitle":"T"}"#;

/// The Gong configuration.
pub const SCHEMA: &str = "tests/cases/data/gong-schema.json";

/// What a command with this standard input did.
pub fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_scimwright"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that reads nothing may close the pipe first.
    _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

/// Exit code, standard output, standard error.
pub fn told(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let output = run(arguments, input);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A file of a test, removed at its end.
pub struct Scratch(std::path::PathBuf);

impl Scratch {
    pub fn new(name: &str, bytes: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("scimwright-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        _ = std::fs::remove_file(&self.0);
    }
}

/// The Gong configuration with the object mapping of users changed.
pub fn edited(name: &str, edit: impl FnOnce(&mut Value)) -> Scratch {
    let mut schema: Value = serde_json::from_str(&std::fs::read_to_string(SCHEMA).unwrap()).unwrap();
    edit(&mut schema["synchronizationRules"][0]["objectMappings"][1]);
    Scratch::new(name, schema.to_string().as_bytes())
}
