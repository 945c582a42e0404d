//! A peer written in JavaScript, in a process of its own that takes turns with the bench.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// `pkg-tests/bench/peer.mjs`, started.
pub struct NodePeer {
    child: Child,
    ask: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl NodePeer {
    /// `None` without Node or the packages of `pkg-tests`, which `cargo xtask bench` installs.
    pub fn start() -> Option<Self> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg-tests");
        let mut command = Command::new("node");
        command.arg("bench/peer.mjs").current_dir(folder);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = piped.spawn().ok()?;
        let (ask, answers) = (child.stdin.take(), BufReader::new(child.stdout.take()?));
        let mut peer = Self { child, ask, answers };
        // The first round warms up.
        peer.round().map(|_| peer)
    }

    /// Nanoseconds a call, over one round.
    pub fn round(&mut self) -> Option<f64> {
        writeln!(self.ask.as_mut()?).ok()?;
        let mut line = String::new();
        self.answers.read_line(&mut line).ok()?;
        line.trim().parse().ok()
    }
}

impl Drop for NodePeer {
    fn drop(&mut self) {
        // The end of its input ends it.
        self.ask = None;
        _ = self.child.wait();
    }
}
