//! The exports of the WebAssembly module: [`surface`] under its JavaScript names, nothing more.
//!
//! Documents cross as text or bytes. What a caller may pass besides text, what throws, and what happens after a
//! trap is the business of the hand-written entries in `npm/`.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::surface;

/// Exports functions of the surface under their JavaScript names.
macro_rules! exports {
    ($($js:ident => $name:ident($($argument:ident),*);)*) => {
        $(
            #[doc = concat!("See [`surface::", stringify!($name), "`].")]
            #[wasm_bindgen(js_name = $js)]
            pub fn $name($($argument: &str),*) -> String {
                surface::$name($($argument),*)
            }
        )*
    };
}

exports! {
    version => version();
    explain => explain(code);
    codes => codes();
    parseFilter => parse_filter(text, options);
    filterMatches => filter_matches(text, resource, options);
    parsePath => parse_path(text, options);
    resolvePath => resolve_path(text, options);
    applyPatch => apply_patch(resource, request, options);
    evaluate => evaluate(expression, source, options);
    checkExpression => check_expression(text, options);
    formatExpression => format_expression(text);
    parseExpression => parse_expression(request);
    functions => functions();
    validatePayload => validate_payload(payload, options);
    checkSchema => check_schema(schema, options);
    readSchema => read_schema(schema, options);
}

/// See [`surface::validate_batch`].
#[wasm_bindgen(js_name = validateBatch)]
pub fn validate_batch(lines: &[u8], options: &str) -> Vec<u8> {
    surface::validate_batch(lines, options)
}
