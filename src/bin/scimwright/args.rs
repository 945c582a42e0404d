//! The arguments, as clap reads them.

use std::error::Error;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use scimwright::provision::{PatchFormat, ScopeMode};
pub use scimwright::report::{FailOn, Format};
use scimwright::sync_schema::ObjectKind;

/// Shows and checks what Microsoft Entra ID will send to Gong over SCIM, offline.
///
/// Without a command: previews one provisioning cycle of a sample tenant with the built-in Gong configuration.
/// Nothing leaves this machine. Exit codes: 0 clean, 1 findings at or above --fail-on, 2 usage, configuration or
/// input/output error.
#[derive(Debug, Parser)]
#[command(name = "scimwright", version, propagate_version = true, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Output {
    /// Form of the output.
    #[arg(long, global = true, default_value_t = Format::Text, value_parser = word::<Format>(Format::ALL.map(Format::as_str)))]
    pub format: Format,
    /// When to use colour; NO_COLOR is honoured.
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto)]
    pub color: Colour,
    /// Lightest finding that makes the exit code 1.
    #[arg(long, global = true, default_value_t = FailOn::Error, value_parser = word::<FailOn>(FailOn::ALL.map(FailOn::as_str)))]
    pub fail_on: FailOn,
    /// Show attribute values in the formats for continuous integration too.
    #[arg(long, global = true)]
    pub show_values: bool,
}

/// Reads a word of an enumeration.
fn word<T>(words: impl IntoIterator<Item = &'static str>) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err: Error + Send + Sync> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(words).try_map(|word| word.parse())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Preview a provisioning cycle: per object what would be sent, and why.
    Preview(Preview),
    /// Validate SCIM payloads against what Gong requires.
    Validate(Validate),
    /// Check exported synchronization schemas.
    Check(Check),
    /// Evaluate a mapping expression.
    Eval(Eval),
    /// Select resources by a SCIM filter, or show how a filter is read.
    Filter(Filter),
    /// Apply a PATCH request to a resource.
    Patch(Patch),
    /// Compute the PATCH request that turns one resource into another.
    Diff(Diff),
    /// Compare what two configurations send for the same users.
    Compare(Compare),
    /// Run mapping test cases.
    Test(Test),
    /// Print expressions in canonical form, line-broken when long.
    Fmt(Fmt),
    /// List the functions of the expression language.
    Functions(Functions),
    /// Explain a diagnostic code, reason code or service error code.
    Explain(Explain),
    /// Print a completion script.
    Completions(Completions),
}

#[derive(Debug, Args)]
pub struct Preview {
    /// Source users: Graph JSON (array, page or NDJSON) or CSV; `-` is standard input.
    pub users: Option<PathBuf>,
    /// Same as the argument USERS.
    #[arg(long = "users", conflicts_with = "users", value_name = "USERS")]
    pub users_option: Option<PathBuf>,
    /// Exported synchronization schema [default: the built-in Gong configuration].
    #[arg(long)]
    pub schema: Option<PathBuf>,
    /// Source groups: Graph JSON.
    #[arg(long)]
    pub groups: Option<PathBuf>,
    /// What the target holds: SCIM ListResponse, array or NDJSON.
    #[arg(long)]
    pub target: Option<PathBuf>,
    /// Job settings: JSON.
    #[arg(long)]
    pub settings: Option<PathBuf>,
    /// Gong assignments: JSON.
    #[arg(long)]
    pub assignments: Option<PathBuf>,
    /// Show one object in detail: its id, its display name or the `userName` it gets.
    #[arg(long, value_name = "ID")]
    pub only: Option<String>,
    /// Stream NDJSON users of any number: one short line per user (action, reason, requests).
    #[arg(long)]
    pub compact: bool,
    /// Form of PATCH bodies.
    #[arg(long, value_parser = word::<PatchFormat>(PatchFormat::ALL.map(PatchFormat::as_str)))]
    pub patch_format: Option<PatchFormat>,
    /// Which objects are in scope.
    #[arg(long, value_parser = word::<ScopeMode>(ScopeMode::ALL.map(ScopeMode::as_str)))]
    pub scope: Option<ScopeMode>,
    /// The time that Now() gives, RFC 3339.
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// Links and states of an earlier cycle.
    #[arg(long, value_name = "FILE")]
    pub state_in: Option<PathBuf>,
    /// Where to write links and states after this cycle.
    #[arg(long, value_name = "FILE")]
    pub state_out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Validate {
    /// Payloads: JSON, ListResponse or NDJSON [default: standard input].
    pub files: Vec<PathBuf>,
    /// Target profile.
    #[arg(long, default_value = "gong", value_parser = ["gong"])]
    pub profile: String,
    /// Resource type [default: what the payload says].
    #[arg(long, value_parser = word::<ObjectKind>(ObjectKind::ALL.map(ObjectKind::as_str)))]
    pub kind: Option<ObjectKind>,
    /// Allowed e-mail domain; may be repeated.
    #[arg(long = "allowed-domain", value_name = "DOMAIN")]
    pub allowed_domains: Vec<String>,
    /// Accept only what RFC 7643 and 7644 allow.
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Exported synchronization schemas [default: standard input].
    pub schemas: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Eval {
    /// The expression; `-` is standard input; not with --batch.
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    pub expression: Option<String>,
    /// The source object: JSON whose members are the attributes as mappings call them; with --kind, named as in Microsoft Graph.
    #[arg(long)]
    pub source: Option<PathBuf>,
    /// The kind of Graph object that the source is.
    #[arg(long, value_parser = word::<ObjectKind>(ObjectKind::ALL.map(ObjectKind::as_str)))]
    pub kind: Option<ObjectKind>,
    /// Show the value of every part.
    #[arg(long)]
    pub trace: bool,
    /// The time that Now() gives, RFC 3339.
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// Seed for Guid() and RandomString().
    #[arg(long, value_name = "NUMBER", value_parser = seed)]
    pub seed: Option<u64>,
    /// The domain that DefaultDomain() gives.
    #[arg(long, value_name = "DOMAIN")]
    pub default_domain: Option<String>,
    /// The value of `%NAME%`; may be given for several names.
    #[arg(long = "variable", value_name = "NAME=VALUE", value_parser = variable)]
    pub variables: Vec<(String, String)>,
    /// Read NDJSON lines `{"expression": …, "source": …}` from this file or `-`.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    pub batch: Option<PathBuf>,
}

fn variable(text: &str) -> Result<(String, String), &'static str> {
    let named = text.split_once('=').filter(|(name, _)| !name.is_empty());
    named.map(|(name, value)| (name.to_owned(), value.to_owned())).ok_or("write NAME=VALUE")
}

/// Digits alone, as in settings; Rust's own reading takes a plus sign too.
fn seed(text: &str) -> Result<u64, &'static str> {
    let digits = Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    digits.and_then(|digits| digits.parse().ok()).ok_or("give a whole number below 2^64")
}

#[derive(Debug, Args)]
pub struct Filter {
    /// The SCIM filter.
    pub expression: String,
    /// Resources: JSON, ListResponse or NDJSON [default: standard input].
    pub file: Option<PathBuf>,
    /// Print how the filter is read instead of applying it.
    #[arg(long)]
    pub ast: bool,
    /// Accept only what RFC 7644 allows.
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Args)]
pub struct Patch {
    /// The resource: JSON.
    pub resource: PathBuf,
    /// The PATCH request: JSON.
    pub request: PathBuf,
    /// Accept only what RFC 7644 allows.
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Args)]
pub struct Diff {
    /// The resource as it is.
    pub before: PathBuf,
    /// The resource as it should be.
    pub after: PathBuf,
    /// Form of the PATCH body.
    #[arg(long, default_value_t, value_parser = word::<PatchFormat>(PatchFormat::ALL.map(PatchFormat::as_str)))]
    pub patch_format: PatchFormat,
}

#[derive(Debug, Args)]
pub struct Compare {
    /// The configuration as it is.
    pub old: PathBuf,
    /// The configuration as it would be saved.
    pub new: PathBuf,
    /// Source users.
    #[arg(long)]
    pub users: PathBuf,
}

#[derive(Debug, Args)]
pub struct Test {
    /// Files of test cases [default: standard input].
    pub cases: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Fmt {
    /// Expressions, one per argument; `-` is one from standard input [default: standard input].
    pub expressions: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Functions {
    /// Show one function in full.
    pub name: Option<String>,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// The code, such as EX201, or its name, such as unknown-function.
    pub code: String,
}

#[derive(Debug, Args)]
pub struct Completions {
    /// The shell.
    pub shell: clap_complete::Shell,
}
