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

/// See [`surface::parse_filter`].
#[wasm_bindgen(js_name = parseFilter)]
pub fn parse_filter(text: &str, options: &str) -> String {
    surface::parse_filter(text, options)
}

/// See [`surface::parse_path`].
#[wasm_bindgen(js_name = parsePath)]
pub fn parse_path(text: &str, options: &str) -> String {
    surface::parse_path(text, options)
}
