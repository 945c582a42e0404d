//! The exports of the WebAssembly module: [`surface`] under its JavaScript names, nothing more.
//!
//! Documents cross as text or bytes. What a caller may pass besides text, what throws, and what happens after a
//! trap is the business of the hand-written entries in `npm/`.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::surface;

/// See [`surface::version`].
#[wasm_bindgen]
pub fn version() -> String {
    surface::version()
}

/// See [`surface::explain`].
#[wasm_bindgen]
pub fn explain(code: &str) -> String {
    surface::explain(code)
}

/// See [`surface::codes`].
#[wasm_bindgen]
pub fn codes() -> String {
    surface::codes()
}
