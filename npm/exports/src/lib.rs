//! The exports of the WebAssembly module: [`surface`] under its JavaScript names, nothing more.
//!
//! Documents cross as text or bytes. What a caller may pass besides text, what throws, and what happens after a
//! trap is the business of the hand-written entries in `npm/`.

use js_sys::Error;
use scimwright::surface;
use wasm_bindgen::prelude::wasm_bindgen;

/// Runs when an instance starts: a panic reaches JavaScript as an `Error` named `Panic` with its message and place,
/// not as a bare `unreachable`. The instance is lost either way.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        let error = Error::new(&panic.to_string());
        error.set_name("Panic");
        wasm_bindgen::throw_val(error.into())
    }));
}

#[wasm_bindgen]
extern "C" {
    /// Takes a long answer piece by piece. A piece is memory of the module: the host copies it before it returns.
    #[derive(Debug)]
    pub type Pieces;

    #[wasm_bindgen(method)]
    fn push(this: &Pieces, piece: &[u8]);
}

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
    diff => diff(before, after, options);
    applyPatch => apply_patch(resource, request, options);
    evaluate => evaluate(expression, source, options);
    checkExpression => check_expression(text, options);
    formatExpression => format_expression(text);
    parseExpression => parse_expression(request, options);
    functions => functions();
    filterOperators => filter_operators();
    highlight => highlight(text);
    readObjects => read_objects(text);
    divide => divide(text);
    validatePayload => validate_payload(payload, options);
    report => report(sections, options);
    testMappings => test_mappings(cases);
    checkSchema => check_schema(schema, options);
    readSchema => read_schema(schema, options);
    compareSchemas => compare_schemas(before, after, users);
}

/// See [`surface::assignment_outcome`].
#[wasm_bindgen(js_name = assignmentOutcome)]
pub fn assignment_outcome(assignments: &str, happening: &str, before: Option<String>) -> String {
    surface::assignment_outcome(assignments, happening, before.as_deref())
}

/// See [`surface::quarantines`].
#[wasm_bindgen(js_name = quarantines)]
pub fn quarantines(failures: u32, references: u32, successes: u32) -> bool {
    surface::quarantines(failures.into(), references.into(), successes.into())
}

/// See [`surface::check_text`].
#[wasm_bindgen(js_name = checkText)]
pub fn check_text(bytes: &[u8]) -> String {
    surface::check_text(bytes)
}

/// See [`surface::padded`].
#[wasm_bindgen(js_name = padded)]
pub fn padded(text: &str, columns: usize) -> String {
    surface::padded(text, columns)
}

/// See [`surface::complete`].
#[wasm_bindgen(js_name = complete)]
pub fn complete(text: &str, offset: usize, context: &str) -> String {
    surface::complete(text, offset, context)
}

/// See [`surface::hover`].
#[wasm_bindgen(js_name = hover)]
pub fn hover(text: &str, offset: usize, context: &str) -> String {
    surface::hover(text, offset, context)
}

/// See [`surface::Payloads`].
#[wasm_bindgen]
#[derive(Debug)]
pub struct Payloads(surface::Payloads);

#[wasm_bindgen]
impl Payloads {
    /// See [`surface::Payloads::create`]; a refusal is thrown as its answer's text.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<Payloads, String> {
        surface::Payloads::create(options).map(Self)
    }

    /// See [`surface::Payloads::file`].
    pub fn file(&mut self, text: &str) -> String {
        self.0.file(text)
    }

    /// See [`surface::Payloads::count`].
    pub fn count(&self) -> usize {
        self.0.count()
    }
}

/// See [`surface::Resources`].
#[wasm_bindgen]
#[derive(Debug)]
pub struct Resources(surface::Resources);

#[wasm_bindgen]
impl Resources {
    /// See [`surface::Resources::load`]; a refusal is thrown as its answer's text.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str, options: &str) -> Result<Resources, String> {
        surface::Resources::load(text, options).map(Self)
    }

    /// See [`surface::Resources::count`].
    pub fn count(&self) -> usize {
        self.0.count()
    }

    /// See [`surface::Resources::filter`].
    pub fn filter(&mut self, text: &str, options: &str) -> String {
        self.0.filter(text, options)
    }
}

/// See [`surface::Engine`].
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine(surface::Engine);

#[wasm_bindgen]
impl Engine {
    /// See [`surface::Engine::create`]; a refusal is thrown as its answer's text.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<Engine, String> {
        surface::Engine::create(options).map(Self)
    }

    /// See [`surface::Engine::created`].
    pub fn created(&self) -> String {
        self.0.created()
    }

    /// See [`surface::Engine::preview`].
    pub fn preview(&self, source: &str, kind: &str, target: Option<String>) -> String {
        self.0.preview(source, kind, target.as_deref())
    }

    /// See [`surface::Engine::preview_compact`].
    #[wasm_bindgen(js_name = previewCompact)]
    pub fn preview_compact(&self, source: &str, kind: &str, target: Option<String>) -> String {
        self.0.preview_compact(source, kind, target.as_deref())
    }

    /// See [`surface::Engine::plan`].
    pub fn plan(
        &self,
        users: Option<String>,
        groups: Option<String>,
        target: Option<String>,
        state: Option<String>,
    ) -> String {
        self.0.plan(users.as_deref(), groups.as_deref(), target.as_deref(), state.as_deref())
    }

    /// See [`surface::Engine::preview_batch`].
    #[wasm_bindgen(js_name = previewBatch)]
    pub fn preview_batch(&self, lines: &[u8], out: &Pieces) {
        self.0.preview_batch(lines, &mut |piece| out.push(piece.as_bytes()));
    }

    /// See [`surface::Engine::validate_batch`].
    #[wasm_bindgen(js_name = validateBatch)]
    pub fn validate_batch(&self, lines: &[u8], out: &Pieces) {
        self.0.validate_batch(lines, &mut |piece| out.push(piece.as_bytes()));
    }

    /// See [`surface::Engine::test_connection`].
    #[wasm_bindgen(js_name = testConnection)]
    pub fn test_connection(&self, value: &str) -> String {
        self.0.test_connection(value)
    }

    /// See [`surface::Engine::referenced_attributes`].
    #[wasm_bindgen(js_name = referencedAttributes)]
    pub fn referenced_attributes(&self) -> String {
        self.0.referenced_attributes()
    }
}
