//! `preview`: one provisioning cycle, predicted.

use std::collections::HashSet;

use scimwright::Engine;
use scimwright::assignment::Assignments;
use scimwright::diagnostic::{Diagnostics, Severity, code, quoted};
use scimwright::limits::Limits;
use scimwright::provision::{self, Batch, CycleInput, JobState, Plan, Settings, SourceObject, TargetState};
use scimwright::report;
use scimwright::sync_schema::ObjectKind;
use scimwright::value::json::{self, Json};

use super::beside::{Beside, of_cycle};
use crate::args::{Format, Preview};
use crate::files::{self, Document};
use crate::outcome::{self, Failure, Outcome, Status};
use crate::progress::Progress;
use crate::shell::Shell;
use crate::view;

/// The tenant that is previewed without arguments.
const SAMPLE: [(&str, &str); 4] = [
    ("users.json", include_str!("../../../../examples/sample-tenant/users.json")),
    ("groups.json", include_str!("../../../../examples/sample-tenant/groups.json")),
    ("target.json", include_str!("../../../../examples/sample-tenant/target.json")),
    ("settings.json", include_str!("../../../../examples/sample-tenant/settings.json")),
];

/// Previews the sample tenant with the built-in configuration.
pub fn sample(shell: &Shell) -> Outcome {
    let [users, groups, target, settings] =
        SAMPLE.map(|(name, text)| Document { name: name.into(), text: text.into() });
    let settings = Settings::from_json(&settings.text, &Limits::DEFAULT).map_err(settings.refused())?;
    let engine = Engine::for_gong().settings(settings).build().map_err(configuration)?;
    let plan = engine.plan(&CycleInput {
        users: objects(ObjectKind::User, Some(&users), &mut Diagnostics::new())?,
        groups: objects(ObjectKind::Group, Some(&groups), &mut Diagnostics::new())?,
        target: Some(resources(&target)?),
        state: None,
    });
    if shell.format() == Format::Text {
        files::print(
            "One provisioning cycle of the sample tenant, with the built-in Gong configuration\n\n",
        )?;
        show(shell, &plan, None, &Beside::default())?;
        files::print(
            "\nyour own files:  scimwright preview USERS --groups GROUPS --schema SCHEMA --target TARGET\n\
             in the browser:  cargo xtask www  (in a checkout)\n",
        )?;
        // The sample shows failures on purpose.
        return Ok(Status::Clean);
    }
    show(shell, &plan, None, &Beside::default())
}

/// Previews the given files.
pub fn run(shell: &Shell, arguments: &Preview) -> Outcome {
    let users = arguments.users.as_deref().or(arguments.users_option.as_deref());
    if users.is_none() && arguments.groups.is_none() {
        return Err(Failure::usage(
            "nothing to preview",
            "give a file of users, --groups, or both; `-` is standard input",
        ));
    }
    if arguments.state_out.as_deref() == Some(std::path::Path::new("-")) {
        return Err(Failure::usage(
            "--state-out takes a file, `-` is standard input",
            "give the name of a file",
        ));
    }
    if arguments.compact {
        return compact(shell, arguments, users);
    }
    let users = files::given(users)?;
    let groups = files::given(arguments.groups.as_deref())?;
    let target = files::given(arguments.target.as_deref())?;
    let (engine, schema) = engine(arguments)?;
    let state = files::given(arguments.state_in.as_deref())?
        .map(|document| JobState::from_json(&document.text).map_err(document.refused()))
        .transpose()?;
    let mut unread = [Diagnostics::new(), Diagnostics::new()];
    let [of_users, of_groups] = &mut unread;
    let input = CycleInput {
        users: objects(ObjectKind::User, users.as_ref(), of_users)?,
        groups: objects(ObjectKind::Group, groups.as_ref(), of_groups)?,
        target: target.as_ref().map(resources).transpose()?,
        state,
    };
    let beside = Beside {
        schema: schema.as_ref(),
        objects: [users.as_ref(), groups.as_ref()],
        unread: &unread,
        own: engine.diagnostics().len(),
    };
    if shell.format() == Format::Ndjson && arguments.only.is_none() {
        return lines(shell, arguments, &engine, &input, &beside);
    }
    let mut plan = engine.plan(&input);
    plan.diagnostics.extend(unread.iter().flatten().cloned());
    write_state(arguments, &plan.state)?;
    show(shell, &plan, arguments.only.as_deref(), &beside)
}

/// Writes what the next cycle starts from, where a file is named.
fn write_state(arguments: &Preview, state: &JobState) -> Result<(), Failure> {
    let Some(path) = &arguments.state_out else { return Ok(()) };
    files::write(path, &(json::to_string_pretty(state) + "\n"))
}

/// Writes every preview as a line as soon as it is made: nothing is kept, so a cycle of any size fits.
fn lines(
    shell: &Shell,
    arguments: &Preview,
    engine: &Engine,
    input: &CycleInput<'_>,
    beside: &Beside<'_>,
) -> Outcome {
    use std::io::Write;

    let mut status = shell.status(beside.unread.iter().flatten());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut written = Ok(());
    let mut progress = Progress::new("objects previewed");
    let line = |preview: provision::Preview| {
        let mut line = json::to_string(&preview);
        line.push('\n');
        (shell.status_of(&preview), line)
    };
    let outcome = engine.plan_each(input, threads(), line, |(found, line)| {
        status = status.and(found);
        if written.is_ok() {
            written = out.write_all(line.as_bytes());
        }
        progress.step();
    });
    written.and_then(|()| out.flush()).map_err(|error| Failure::writing(&error))?;
    write_state(arguments, &outcome.state)?;
    let (own, cycle) = outcome.diagnostics.split_at(beside.own.min(outcome.diagnostics.len()));
    outcome::beside(&beside.sections(own));
    outcome::beside(&[of_cycle(cycle)]);
    Ok(status.and(shell.status(&outcome.diagnostics)))
}

/// As many as there are cores.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Streams NDJSON users through all cores: two passes over a file, memory of a few pieces.
fn compact(shell: &Shell, arguments: &Preview, users: Option<&std::path::Path>) -> Outcome {
    /// Bytes read at a time.
    const PIECE: usize = 1 << 20;
    let unused = [
        ("--target", arguments.target.is_some()),
        ("--only", arguments.only.is_some()),
        ("--state-in", arguments.state_in.is_some()),
        ("--state-out", arguments.state_out.is_some()),
        ("--format", !matches!(shell.format(), Format::Text | Format::Ndjson)),
    ];
    if let Some((name, _)) = unused.into_iter().find(|(_, given)| *given) {
        return Err(Failure::usage(
            format!("--compact and {name} do not go together"),
            "it looks at each user alone and prints lines; leave one of them out",
        ));
    }
    let Some(users) = users else {
        return Err(Failure::usage(
            "--compact looks at users alone",
            "give a file of NDJSON users; `-` is standard input",
        ));
    };
    let (engine, schema) = engine(arguments)?;
    let file = files::given(arguments.groups.as_deref())?;
    let mut unread = [Diagnostics::new()];
    let groups = objects(ObjectKind::Group, file.as_ref(), &mut unread[0])?;
    let own = engine.diagnostics().len();
    let beside = Beside { schema: schema.as_ref(), objects: [file.as_ref(), None], unread: &unread, own };
    outcome::beside(&beside.sections(engine.diagnostics()));
    let mut batch = engine.batch(&groups);
    let fail_on = shell.output.fail_on;
    let mut lines = Lines {
        out: std::io::stdout().lock(),
        progress: Progress::new("users previewed"),
        fails_on_failure: fail_on.includes(Severity::Error),
        failing: code::all().filter(|code| fail_on.includes(code.severity)).map(|code| code.code).collect(),
        status: shell.status(unread.iter().flatten().chain(engine.diagnostics())),
        written: Ok(()),
    };
    let users = files::Twice::of(users)?;
    let outcome = batch.stream(|| users.open(), &mut lines, threads(), PIECE);
    lines.written?;
    match outcome {
        // Found in the first pass, before anything was printed; read whole, the file has the place of the fault.
        Err(error) => Err(users.failure(&error)),
        Ok(()) => {
            let in_vain = batch.in_vain();
            outcome::beside(&[of_cycle(&in_vain)]);
            Ok(lines.status.and(shell.status(&in_vain)))
        }
    }
}

/// Counts and judges the lines that pass.
struct Lines<W> {
    out: W,
    progress: Progress,
    fails_on_failure: bool,
    /// The codes at or above the mark.
    failing: HashSet<&'static str>,
    status: Status,
    /// What became of writing, which the stream does not tell from reading.
    written: Result<(), Failure>,
}

impl<W> Lines<W> {
    /// Whether the preview of a line failed or has a finding at or above the mark.
    fn fails(&self, line: &[u8]) -> bool {
        let line = String::from_utf8_lossy(line);
        let (failed, mut codes) = Batch::told(&line);
        (failed && self.fails_on_failure) || codes.any(|code| self.failing.contains(code))
    }
}

impl<W: std::io::Write> std::io::Write for Lines<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.out.write(bytes)
    }

    /// Whole lines.
    fn write_all(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        let lines = bytes.split_inclusive(|byte| *byte == b'\n');
        self.progress.add(lines.clone().count() as u64);
        if self.status == Status::Clean && lines.into_iter().any(|line| self.fails(line)) {
            self.status = Status::Findings;
        }
        self.out.write_all(bytes).inspect_err(|error| self.written = Err(Failure::writing(error)))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// The engine, and the file of its configuration.
fn engine(arguments: &Preview) -> Result<(Engine, Option<Document>), Failure> {
    let schema = files::given(arguments.schema.as_deref())?;
    let mut builder = match &schema {
        None => Engine::for_gong(),
        Some(document) => Engine::builder().schema_json(&document.text).map_err(document.refused())?,
    };
    let mut settings = match files::given(arguments.settings.as_deref())? {
        None => Settings::default(),
        Some(document) => {
            Settings::from_json(&document.text, &Limits::DEFAULT).map_err(document.refused())?
        }
    };
    settings.patch_format = arguments.patch_format.unwrap_or(settings.patch_format);
    settings.scope = arguments.scope.unwrap_or(settings.scope);
    if let Some(now) = &arguments.now {
        super::now(now)?;
        settings.now = Some(now.clone());
    }
    if let Some(document) = files::given(arguments.assignments.as_deref())? {
        let assignments = Assignments::from_json(&document.text, &Limits::DEFAULT);
        builder = builder.assignments(assignments.map_err(document.refused())?);
    }
    let engine = builder.settings(settings).build().map_err(|found| match &schema {
        Some(document) => document.refused()(found),
        None => configuration(found),
    })?;
    Ok((engine, schema))
}

fn configuration(found: Diagnostics) -> Failure {
    Failure::Findings { name: "configuration".to_owned(), text: String::new(), diagnostics: found }
}

/// The source objects of a file. One that cannot be read is left out and named in `broken`; it never stops the plan.
pub fn objects<'d>(
    kind: ObjectKind,
    document: Option<&'d Document>,
    broken: &mut Diagnostics,
) -> Result<Vec<SourceObject<'d>>, Failure> {
    let Some(document) = document else { return Ok(Vec::new()) };
    SourceObject::all(kind, &document.text, &Limits::DEFAULT, broken).map_err(document.refused())
}

fn resources(document: &Document) -> Result<TargetState, Failure> {
    TargetState::read(&document.text, &Limits::DEFAULT).map_err(document.refused())
}

fn show(shell: &Shell, plan: &Plan, only: Option<&str>, beside: &Beside<'_>) -> Outcome {
    let chosen = chosen(plan, only)?;
    let own = beside.configuration(&plan.diagnostics);
    // Of the rest only what can spoil one object: errors of the configuration.
    let errors: Diagnostics = own.iter().filter(|finding| finding.is_error()).cloned().collect();
    let alone = Beside { unread: &[], ..*beside };
    let (beside, configuration, cycle) = match only {
        None => (beside, own, beside.cycle(&plan.diagnostics)),
        Some(_) => (&alone, errors.as_slice(), &[][..]),
    };
    if shell.format().is_report() {
        return beside.report(shell, configuration, cycle, &chosen);
    }
    let mut sections = beside.sections(configuration);
    sections.extend(Some(of_cycle(cycle)).filter(|section| !section.diagnostics.is_empty()));
    match shell.format() {
        Format::Text => {
            let paint = shell.paint();
            files::print(&match only {
                None => view::plan(plan, &paint),
                Some(_) => chosen.iter().map(|preview| view::details(preview, &paint)).collect(),
            })?;
            for section in &sections {
                let text = report::write_section(Format::Text, section, shell.style()).unwrap_or_default();
                files::print(&format!("\n{}\n", text.trim_end()))?;
            }
        }
        // The document of a whole plan holds them.
        Format::Json if only.is_none() => shell.print(plan)?,
        _ => {
            shell.print_rows(&chosen)?;
            outcome::beside(&sections);
        }
    }
    let of_plan = if only.is_none() { &*plan.diagnostics } else { configuration };
    let of_objects = chosen.iter().map(|preview| shell.status_of(preview));
    Ok(of_objects.fold(shell.status(of_plan), Status::and))
}

/// All objects, or those that are called so.
fn chosen<'p>(plan: &'p Plan, only: Option<&str>) -> Result<Vec<&'p provision::Preview>, Failure> {
    let Some(wanted) = only else { return Ok(plan.previews.iter().collect()) };
    let wants = |text: &str| text.eq_ignore_ascii_case(wanted);
    let is = |preview: &&provision::Preview| {
        wants(&preview.source.id)
            || preview.source.display_name.as_deref().is_some_and(wants)
            || preview.attributes.iter().any(|attribute| {
                *attribute.target == *"userName"
                    && attribute.value.as_ref().and_then(Json::as_str).is_some_and(wants)
            })
    };
    let chosen: Vec<_> = plan.previews.iter().filter(is).collect();
    if chosen.is_empty() {
        let message = format!("no object is called {}", quoted(wanted));
        return Err(Failure::usage(message, "give an id, user name or display name"));
    }
    Ok(chosen)
}
