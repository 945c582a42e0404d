//! The built npm package in a Node process: one JSON line a call, one JSON line an answer.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::{Reply, Subject};

/// A running Node process.
#[derive(Debug)]
pub struct Node {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Node {
    /// Starts `pkg-tests/subject.mjs`.
    ///
    /// # Errors
    /// One sentence when Node cannot be started.
    pub fn start() -> Result<Self, String> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../pkg-tests/subject.mjs");
        let mut child = Command::new("node")
            // A small worker's stack: nothing that is read may need more (KiB).
            .arg("--stack-size=400")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start node: {error}"))?;
        let input = child.stdin.take();
        let output = child.stdout.take().ok_or("node has no output")?;
        Ok(Self { child, input, output: BufReader::new(output) })
    }

    fn exchange(&mut self, call: &Value) -> Result<Value, String> {
        let input = self.input.as_mut().ok_or("node has ended")?;
        writeln!(input, "{call}").and_then(|()| input.flush()).map_err(|error| error.to_string())?;
        let mut line = String::new();
        let length = self.output.read_line(&mut line).map_err(|error| error.to_string())?;
        if length == 0 {
            return Err("node ended".into());
        }
        serde_json::from_str(&line).map_err(|error| format!("{error}: {line}"))
    }
}

impl Subject for Node {
    fn call(&mut self, name: &str, arguments: &[Value]) -> Reply {
        match self.exchange(&json!({ "call": name, "arguments": arguments })) {
            Ok(reply) if reply.get("unknown").is_some() => Reply::Unknown,
            Ok(reply) => match (reply.get("thrown"), reply.get("answer")) {
                (Some(thrown), _) if thrown == "trap" => Reply::Crashed("trap".into()),
                (Some(thrown), _) => Reply::Thrown(thrown.as_str().unwrap_or_default().to_owned()),
                (None, answer) => Reply::Answer(answer.cloned().unwrap_or_default()),
            },
            Err(problem) => Reply::Crashed(problem),
        }
    }

    fn slowness(&self) -> Option<u32> {
        // Start-up, marshalling and whatever else the machine does are in the figure: the benchmarks measure, not this.
        None
    }

    fn holds(&self, value: &Value) -> Value {
        /// 2^53: below it every integer is a float.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match value {
            Value::Number(number) => match number.as_f64() {
                Some(float) if number.is_i64() && float.abs() >= EXACT => json!(float as i64),
                _ => value.clone(),
            },
            Value::Array(items) => items.iter().map(|item| self.holds(item)).collect(),
            Value::Object(members) => {
                Value::Object(members.iter().map(|(name, value)| (name.clone(), self.holds(value))).collect())
            }
            other => other.clone(),
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // Closing its input ends the process.
        self.input = None;
        _ = self.child.wait();
    }
}
