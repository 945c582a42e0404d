//! The WebAssembly module of the npm package: what `scimwright` exports, and nothing of its own.

pub use scimwright;
