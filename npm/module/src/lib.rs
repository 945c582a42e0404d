//! The WebAssembly module of the npm package: what `npm/exports` gives, and what must be fast enough in JavaScript to be
//! compiled here.

mod filter;

pub use scimwright_exports;
