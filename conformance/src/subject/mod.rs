//! Who answers: the library, or the npm package in a Node process.

mod library;
mod native;
mod node;

pub use native::Native;
pub use node::Node;

use serde_json::Value;

/// What a call came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// The answer.
    Answer(Value),
    /// Misuse, with its code.
    Thrown(String),
    /// A panic, trap or abort.
    Crashed(String),
    /// This subject has no such call.
    Unknown,
}

/// Answers calls of the JSON surface by their JavaScript names.
pub trait Subject {
    /// Calls `name` with `arguments`. Documents may be given as objects or as JSON text in a string.
    fn call(&mut self, name: &str, arguments: &[Value]) -> Reply;

    /// How much longer a call may take than in a native release build; `None` where time says nothing.
    fn slowness(&self) -> Option<u32>;

    /// A value as this subject can hold it: JavaScript's numbers are 64-bit floats, so 9007199254740993 is read as
    /// its neighbour there (the canonical text keeps it).
    fn holds(&self, value: &Value) -> Value {
        value.clone()
    }
}
