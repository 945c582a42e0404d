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
/// Without a command, previews one provisioning cycle of a sample tenant with the built-in Gong configuration. Nothing
/// leaves this machine.
///
/// Exit codes: 0 clean, 1 findings at or above --fail-on, 2 wrong usage, or a configuration or file that cannot be read.
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
    /// Form of the output; github, sarif and junit hold findings alone.
    #[arg(long, global = true, default_value_t = Format::Text, value_parser = word::<Format>(Format::ALL.map(Format::as_str)))]
    pub format: Format,
    /// When to use colour; NO_COLOR is honoured.
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto)]
    pub color: Colour,
    /// Lightest finding that makes the exit code 1.
    #[arg(long, global = true, default_value_t = FailOn::Error, value_parser = word::<FailOn>(FailOn::ALL.map(FailOn::as_str)))]
    pub fail_on: FailOn,
    /// Show attribute values in github, sarif and junit output too.
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
    /// Preview a provisioning cycle: what is sent for each object, and why.
    Preview(Preview),
    /// Validate SCIM payloads against what Gong requires.
    Validate(Validate),
    /// Check exported configurations.
    Check(Check),
    /// Evaluate a mapping expression.
    Eval(Eval),
    /// Select resources by a SCIM filter, or show how the filter is read.
    Filter(Filter),
    /// Apply a PATCH request to a resource.
    Patch(Patch),
    /// Compute the PATCH request that turns one resource into another.
    Diff(Diff),
    /// Show what another configuration changes, and for whom.
    Compare(Compare),
    /// Run test cases of mappings.
    Test(Test),
    /// Lay out mapping expressions.
    Fmt(Fmt),
    /// List the functions of mapping expressions.
    Functions(Functions),
    /// Explain a code of a finding, a reason, or an error code of the provisioning log.
    Explain(Explain),
    /// Print a completion script for a shell.
    Completions(Completions),
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  scimwright preview users.csv --schema schema.json --scope all\n  scimwright preview users.json --groups groups.json --target target.json --only ada@contoso.com"
)]
pub struct Preview {
    /// Source users: Graph JSON (array, page or NDJSON), or CSV with a header; `-` is standard input.
    pub users: Option<PathBuf>,
    /// Same as the argument USERS.
    #[arg(long = "users", conflicts_with = "users", value_name = "USERS")]
    pub users_option: Option<PathBuf>,
    /// Exported configuration (synchronizationSchema) [default: the built-in Gong configuration].
    #[arg(long)]
    pub schema: Option<PathBuf>,
    /// Source groups with their members: Graph JSON.
    #[arg(long)]
    pub groups: Option<PathBuf>,
    /// Accounts and groups that Gong holds: SCIM ListResponse, array or NDJSON [default: none].
    #[arg(long)]
    pub target: Option<PathBuf>,
    /// Settings of the job: a JSON object, such as `{"scope": "all"}`.
    #[arg(long)]
    pub settings: Option<PathBuf>,
    /// Assignments of Gong, in their order: JSON.
    #[arg(long)]
    pub assignments: Option<PathBuf>,
    /// Show everything about one object: its id, its display name or the `userName` it gets.
    #[arg(long, value_name = "ID")]
    pub only: Option<String>,
    /// Stream users from NDJSON, any number of them: one short line for each (action, reason, requests).
    #[arg(long)]
    pub compact: bool,
    /// Form of PATCH bodies, in place of the setting [default: legacy].
    #[arg(long, value_parser = word::<PatchFormat>(PatchFormat::ALL.map(PatchFormat::as_str)))]
    pub patch_format: Option<PatchFormat>,
    /// Who is provisioned, in place of the setting [default: assigned].
    #[arg(long, value_parser = word::<ScopeMode>(ScopeMode::ALL.map(ScopeMode::as_str)))]
    pub scope: Option<ScopeMode>,
    /// The time that Now() gives, RFC 3339, in place of the setting [default: 1 January 2000].
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// State that an earlier preview wrote by --state-out.
    #[arg(long, value_name = "FILE")]
    pub state_in: Option<PathBuf>,
    /// Where to write the state after this cycle.
    #[arg(long, value_name = "FILE")]
    pub state_out: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  scimwright validate payload.json --allowed-domain contoso.com")]
pub struct Validate {
    /// SCIM resources: JSON, ListResponse or NDJSON [default: standard input].
    pub files: Vec<PathBuf>,
    /// Target profile.
    #[arg(long, default_value = "gong", value_parser = ["gong"])]
    pub profile: String,
    /// Resource type [default: what the payload says].
    #[arg(long, value_parser = word::<ObjectKind>(ObjectKind::ALL.map(ObjectKind::as_str)))]
    pub kind: Option<ObjectKind>,
    /// E-mail domain of the company; may be given several times.
    #[arg(long = "allowed-domain", value_name = "DOMAIN")]
    pub allowed_domains: Vec<String>,
    /// Accept only what RFC 7643 and 7644 allow.
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Export a configuration in the Microsoft Entra admin center: Attribute mapping, a mapping, Show advanced options, Review your schema, Download.\n\nExample:\n  scimwright check schema.json"
)]
pub struct Check {
    /// Exported configurations (synchronizationSchema) [default: standard input].
    pub schemas: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  scimwright eval 'Join(\", \", [surname], [givenName])' --source user.json --trace"
)]
pub struct Eval {
    /// The expression; `-` is standard input.
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    pub expression: Option<String>,
    /// The source object: JSON with the attributes named as in mappings; with --kind, as in Microsoft Graph.
    #[arg(long)]
    pub source: Option<PathBuf>,
    /// Read the source as a Graph object of this kind.
    #[arg(long, value_parser = word::<ObjectKind>(ObjectKind::ALL.map(ObjectKind::as_str)))]
    pub kind: Option<ObjectKind>,
    /// Show the value of every part of the expression.
    #[arg(long)]
    pub trace: bool,
    /// The time that Now() gives, RFC 3339 [default: now].
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// Seed for Guid() and RandomString().
    #[arg(long, value_name = "NUMBER", value_parser = seed)]
    pub seed: Option<u64>,
    /// The domain that DefaultDomain() gives.
    #[arg(long, value_name = "DOMAIN")]
    pub default_domain: Option<String>,
    /// The value of `%NAME%`; may be given several times.
    #[arg(long = "variable", value_name = "NAME=VALUE", value_parser = variable)]
    pub variables: Vec<(String, String)>,
    /// Evaluate NDJSON lines `{"expression": …, "source": …}` from this file or `-`.
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
#[command(after_help = "Example:\n  scimwright filter 'active eq true and title co \"chief\"' target.json")]
pub struct Filter {
    /// The SCIM filter.
    pub expression: String,
    /// Resources: JSON, ListResponse or NDJSON [default: standard input].
    pub file: Option<PathBuf>,
    /// Print the tree of the filter instead of applying it.
    #[arg(long)]
    pub ast: bool,
    /// Accept only what RFC 7644 allows.
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  scimwright patch account.json request.json")]
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
#[command(
    after_help = "Example:\n  scimwright diff account.json changed-account.json --patch-format compliant"
)]
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
#[command(after_help = "Example:\n  scimwright compare schema.json changed.json --users users.json")]
pub struct Compare {
    /// The configuration as it is.
    pub old: PathBuf,
    /// The configuration as it would be saved.
    pub new: PathBuf,
    /// Source users: as for preview.
    #[arg(long)]
    pub users: PathBuf,
}

#[derive(Debug, Args)]
#[command(
    after_help = "A case: `{\"expression\": \"ToLower([mail])\", \"source\": {\"mail\": \"Ada@Contoso.com\"}, \"expected\": \"ada@contoso.com\"}`\n\nExample:\n  scimwright test mapping-cases.json"
)]
pub struct Test {
    /// Files of test cases: JSON [default: standard input].
    pub cases: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  scimwright fmt 'Switch([department],\"other\",\"Sales\",\"S\")'")]
pub struct Fmt {
    /// Expressions, one per argument; `-` is one from standard input [default: standard input].
    pub expressions: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  scimwright functions Join")]
pub struct Functions {
    /// The function to show in full.
    pub name: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  scimwright explain EX201")]
pub struct Explain {
    /// The code, such as EX201, or its name, such as unknown-function; or a reason, such as createdNoMatch.
    pub code: String,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  scimwright completions bash")]
pub struct Completions {
    /// The shell.
    pub shell: clap_complete::Shell,
}
