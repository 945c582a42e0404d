//! The engine: a configuration compiled once, previewed against often.

use serde::Serialize;

use super::answer::{Answer, Refused};
use super::options::{Options, unexpected};
use super::payload::{PIECE, not_text, validate_lines};
use crate::assignment::Assignments;
use crate::diagnostic::{Diagnostic, Diagnostics, quoted};
use crate::limits::Limits;
use crate::provision::{self, CycleInput, JobState, Plan, Preview, Settings, SourceObject, TargetState};
use crate::sync_schema::{ObjectKind, kind_of_object};
use crate::validate::{self, Validator};
use crate::value::json::{self, Json};

/// Input of this many bytes is previewed in one pass, which keeps its answers until the last line is read.
const AT_ONCE: usize = 64 << 20;

/// A plan with what the next call takes.
#[derive(Serialize)]
struct Planned<'p> {
    #[serde(flatten)]
    plan: &'p Plan,
    state: &'p JobState,
}

/// A compiled configuration, as the npm package holds it.
#[derive(Debug)]
pub struct Engine {
    engine: provision::Engine,
    validator: Validator,
    limits: Limits,
}

impl Engine {
    /// Compiles `{"schema"?,"settings"?,"assignments"?,"limits"?}`; without `schema`, the built-in configuration for
    /// Gong.
    ///
    /// # Errors
    /// The refusal as an answer.
    pub fn create(options: &str) -> Result<Self, String> {
        Self::compile(options).map_err(Answer::failed)
    }

    fn compile(options: &str) -> Result<Self, Refused> {
        let options = Options::read(options, &["schema", "settings", "assignments", "limits"])?;
        let limits = options.limits()?;
        let document = |name: &str| {
            options.get(name).map(|value| match value {
                // A document may come as its JSON text.
                Json::String(text) => text.clone().into_owned(),
                other => other.to_string(),
            })
        };
        let mut builder = match document("schema") {
            None => provision::Engine::for_gong().limits(limits),
            Some(schema) => {
                let builder = provision::Engine::builder().limits(limits);
                builder.schema_json(&schema).map_err(Refused::of("schema"))?
            }
        };
        let settings = match document("settings") {
            None => Settings::default(),
            Some(settings) => Settings::from_json(&settings, &limits).map_err(Refused::of("settings"))?,
        };
        if let Some(assignments) = document("assignments") {
            let assignments =
                Assignments::from_json(&assignments, &limits).map_err(Refused::of("assignments"))?;
            builder = builder.assignments(assignments);
        }
        let validator = Validator::gong(validate::Options {
            allowed_domains: settings.allowed_domains.clone(),
            limits,
            ..validate::Options::default()
        });
        let engine = builder.settings(settings).build().map_err(Refused::of("schema"))?;
        Ok(Self { engine, validator: validator?, limits })
    }

    /// `{"ok":true,"diagnostics":[…]}`: what was found in the configuration.
    pub fn created(&self) -> String {
        Answer::ok().diagnostics(self.engine.diagnostics().to_vec()).finish()
    }

    /// What would be done with one object: a `Preview`, or a refusal where the object cannot be read. `kind` is `user`
    /// or `group`, or empty: told by the object; `target` is the account the target holds, if any.
    pub fn preview(&self, source: &str, kind: &str, target: Option<&str>) -> String {
        let previewed = self.previewed(source, kind, target);
        previewed.map_or_else(Answer::failed, |preview| json::to_string(&preview))
    }

    /// As [`Engine::preview`], without explanations: as a line of [`Engine::preview_batch`].
    pub fn preview_compact(&self, source: &str, kind: &str, target: Option<&str>) -> String {
        let previewed = || {
            let target = self.account(target)?;
            let preview = self.engine.preview_compact(object_kind(kind)?, source, target.as_ref());
            preview.map_err(Refused::of("source"))
        };
        previewed().unwrap_or_else(Answer::failed)
    }

    fn previewed(&self, source: &str, kind: &str, target: Option<&str>) -> Result<Preview, Refused> {
        let (kind, account) = (object_kind(kind)?, self.account(target));
        let held = account.as_ref().ok().and_then(Option::as_ref);
        let preview = self.engine.preview_text(kind, source, held).map_err(Refused::of("source"))?;
        // What is wrong with the source is told first.
        account?;
        Ok(in_utf16(preview))
    }

    /// The account that the target holds of an object.
    fn account<'t>(&self, target: Option<&'t str>) -> Result<Option<Json<'t>>, Refused> {
        let refused = Refused::of("target");
        let target = target.map(|text| json::parse(text, &self.limits)).transpose();
        let target = target.map_err(&refused)?;
        if target.as_ref().is_some_and(|target| target.get("id").and_then(Json::as_str).is_none()) {
            let message = "the target must be one resource with its `id`";
            return Err(refused(unexpected("", message).help("give the account as the target answers it")));
        }
        Ok(target)
    }

    /// What one cycle would do: a `Plan` with the member `state`, which the next call takes. `users` and `groups` are
    /// arrays, Graph pages or NDJSON (users also CSV), `target` a ListResponse, array or NDJSON; each may be left
    /// out. `state` is the one of an earlier plan, if any.
    pub fn plan(
        &self,
        users: Option<&str>,
        groups: Option<&str>,
        target: Option<&str>,
        state: Option<&str>,
    ) -> String {
        let planned = self.planned(users, groups, target, state);
        planned
            .map_or_else(Answer::failed, |plan| json::to_string(&Planned { plan: &plan, state: &plan.state }))
    }

    fn planned(
        &self,
        users: Option<&str>,
        groups: Option<&str>,
        target: Option<&str>,
        state: Option<&str>,
    ) -> Result<Plan, Refused> {
        let state = state.map(JobState::from_json).transpose().map_err(Refused::of("state"))?;
        let mut unread = Diagnostics::new();
        let mut objects = |kind, text: Option<_>, name| match text {
            None => Ok(Vec::new()),
            Some(text) => SourceObject::all(kind, text, &self.limits, &mut unread).map_err(Refused::of(name)),
        };
        let users = objects(ObjectKind::User, users, "users")?;
        let groups = objects(ObjectKind::Group, groups, "groups")?;
        let target = target.map(|text| TargetState::read(text, &self.limits)).transpose();
        let input = CycleInput { users, groups, target: target.map_err(Refused::of("target"))?, state };
        let mut plan = self.engine.plan(&input);
        plan.diagnostics.extend(unread);
        plan.diagnostics = plan.diagnostics.into_iter().map(Diagnostic::into_utf16).collect();
        plan.previews = plan.previews.into_iter().map(in_utf16).collect();
        Ok(plan)
    }

    /// Users as NDJSON in, compact previews as NDJSON out: one line each, in the same order, given in pieces of some
    /// megabytes at most, so that long answers need no memory of their own.
    pub fn preview_batch(&self, lines: &[u8], give: &mut dyn FnMut(&str)) {
        let mut batch = self.engine.batch(&[]);
        let texts: Vec<_> = match std::str::from_utf8(lines) {
            Ok(text) if text.len() <= AT_ONCE => return batch.at_once(text, 1, PIECE, give),
            Ok(text) => vec![Ok(text)],
            // A line that is no text gets its finding in its place, the others their previews.
            Err(_) => lines.split_inclusive(|byte| *byte == b'\n').map(std::str::from_utf8).collect(),
        };
        texts.iter().flatten().for_each(|text| batch.note(text, 1));
        for text in texts {
            match text {
                Ok(text) => {
                    let count = text.len().div_ceil(PIECE);
                    for piece in provision::pieces(text, count) {
                        batch.write(piece, 1).iter().for_each(|written| give(written));
                    }
                }
                Err(_) => {
                    let mut told = String::new();
                    provision::unreadable(&not_text(), &mut told);
                    told.push('\n');
                    give(&told);
                }
            }
        }
    }

    /// Payloads as NDJSON in, answers of `validatePayload` out: one line each, in the same order, given in pieces.
    pub fn validate_batch(&self, lines: &[u8], give: &mut dyn FnMut(&str)) {
        validate_lines(&self.validator, lines, give);
    }

    /// The query that tests the connection, `Request` or null: the first matching attribute against `value`, one that
    /// nobody has.
    pub fn test_connection(&self, value: &str) -> String {
        Answer::of(&self.engine.test_connection(value))
    }

    /// The source attributes that mappings and filters read, as a JSON array.
    pub fn referenced_attributes(&self) -> String {
        json::to_string(&self.engine.referenced_attributes())
    }
}

/// What saving a configuration would change:
/// `{"ok":true,"configuration":[…],"changes":[…],"summary":{…},"diagnostics":[…]}`. `users` as for
/// [`Engine::plan`]; all of them are in scope unless a filter leaves them out.
pub fn compare_schemas(before: &str, after: &str, users: &str) -> String {
    Answer::from(|| {
        let limits = Limits::DEFAULT;
        let read =
            |schema: &str, name| provision::Configuration::parse(schema, &limits).map_err(Refused::of(name));
        let (old, new) = (read(before, "before")?, read(after, "after")?);
        let mut unread = Diagnostics::new();
        let users = SourceObject::all(ObjectKind::User, users, &limits, &mut unread);
        let users = users.map_err(Refused::of("users"))?;
        let mut compared = old.compare(&new, &CycleInput { users, ..CycleInput::default() });
        compared.diagnostics.extend(unread);
        Ok(Answer::ok()
            .value("configuration", &compared.configuration)
            .value("changes", &compared.changes)
            .value("summary", &compared.summary)
            .diagnostics(compared.diagnostics))
    })
}

fn in_utf16(mut preview: Preview) -> Preview {
    preview.diagnostics = preview.diagnostics.into_iter().map(Diagnostic::into_utf16).collect();
    preview
}

/// The kind of an object where a caller tells it.
fn object_kind(word: &str) -> Result<Option<ObjectKind>, Diagnostic> {
    if word.is_empty() {
        return Ok(None);
    }
    let unknown = || {
        let message = format_args!("there is no kind of object {}", quoted(word));
        unexpected("", message).help("use `user` or `group`")
    };
    kind_of_object(word).map(Some).ok_or_else(unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: &str = r#"{"id":"u1","displayName":"😀 Ada","userPrincipalName":"ada@x.example","mail":"ada@x.example","givenName":"Ada","surname":"Byron","accountEnabled":true}"#;

    #[test]
    fn one_object_many_objects_and_lines() {
        let engine = Engine::create("{\"settings\":{\"scope\":\"all\"}}").unwrap();
        assert!(engine.created().starts_with("{\"ok\":true"));
        let preview = engine.preview(USER, "", None);
        assert!(preview.contains("\"reason\":\"createdNoMatch\""), "{preview}");
        let plan = engine.plan(Some(&format!("[{USER}]")), None, None, None);
        assert!(
            plan.contains("\"summary\":{\"create\":1}") && plan.contains("\"state\":{\"links\":{\"u1\":"),
            "{plan}"
        );
        let lines = format!("{USER}\nnope\n");
        let batch = |lines: &[u8]| {
            let mut out = String::new();
            engine.preview_batch(lines, &mut |piece| out.push_str(piece));
            out
        };
        assert_eq!(batch(&[lines.as_bytes(), b"\xFF\n"].concat()).lines().count(), 3);
        // One line out for one line in, at every place; bytes that are no text have their own code.
        let mixed = [b"\xFF\n", lines.as_bytes(), b"\n\xC3\r\n", USER.as_bytes(), b"\n\xE2\x82"].concat();
        let batch = batch(&mixed);
        let marks = ["IN006", "\"create\"", "IN002", "", "IN006", "\"create\"", "IN006"];
        assert_eq!(batch.lines().count(), marks.len(), "{batch}");
        for (line, mark) in batch.lines().zip(marks) {
            assert!(line.contains(mark) && line.is_empty() == mark.is_empty(), "{mark}: {line}");
        }
        assert!(engine.referenced_attributes().contains("userPrincipalName"));
    }

    #[test]
    fn long_answers_come_in_pieces_that_are_the_whole() {
        let engine = Engine::create("{\"settings\":{\"scope\":\"all\"}}").unwrap();
        let lines = format!("{USER}\n").repeat(2 * PIECE / USER.len() + 2);
        let (mut previews, mut answers) = (Vec::new(), Vec::new());
        engine.preview_batch(lines.as_bytes(), &mut |piece| previews.push(piece.to_owned()));
        engine.validate_batch(lines.as_bytes(), &mut |piece| answers.push(piece.to_owned()));
        assert!(previews.len() > 2 && answers.len() > 2);
        let count = lines.lines().count();
        for pieces in [&previews, &answers] {
            assert!(pieces.iter().all(|piece| piece.ends_with('\n')));
            assert_eq!(pieces.iter().flat_map(|piece| piece.lines()).count(), count);
        }
        let one = |batch: &[String]| batch[0].lines().next().map(str::to_owned);
        assert!(
            previews
                .iter()
                .flat_map(|piece| piece.lines())
                .all(|line| Some(line) == one(&previews).as_deref())
        );
    }

    #[test]
    fn a_group_is_known_without_its_kind() {
        let engine = Engine::create("{\"settings\":{\"scope\":\"all\"}}").unwrap();
        let kind = |source: &str, told: &str| {
            let preview = engine.preview(source, told, None);
            preview.contains("\"kind\":\"group\"")
        };
        for group in [
            r#"{"id":"g","displayName":"G","members":[]}"#,
            r#"{"id":"g","displayName":"G","securityEnabled":true}"#,
            r#"{"id":"g","members@delta":[{"id":"u"}]}"#,
        ] {
            assert!(kind(group, "") && kind(group, "group") && !kind(group, "user"), "{group}");
        }
        // What a user may have, and both at once, is a user.
        for user in
            [USER, r#"{"id":"u","displayName":"U"}"#, r#"{"id":"u","members":[],"accountEnabled":true}"#]
        {
            assert!(!kind(user, ""), "{user}");
        }
        assert!(engine.preview("[]", "", None).contains("IN008"));
        for kind in ["device", "users"] {
            let message = format!("there is no kind of object `{kind}`");
            assert!(engine.preview(USER, kind, None).contains(&message), "{kind}");
            assert!(engine.preview_compact(USER, kind, None).contains(&message), "{kind}");
        }
    }

    #[test]
    fn what_is_refused_is_an_answer() {
        assert!(Engine::create(r#"{"skema":{}}"#).unwrap_err().contains("did you mean `schema`?"));
        assert!(Engine::create(r#"{"settings":{"scoop":1}}"#).unwrap_err().contains("PV101"));
        assert!(Engine::create(r#"{"schema":"[1"}"#).unwrap_err().contains("IN002"));
        let engine = Engine::create("").unwrap();
        assert!(engine.preview("{", "", None).contains("\"ok\":false"));
        // An account without id has no path to be updated at, and a list is not one account.
        for target in ["5", "[]", "{}", r#"{"id":5}"#, r#"{"Resources":[{"id":"t1"}]}"#] {
            let answer = engine.preview(USER, "", Some(target));
            assert!(answer.starts_with("{\"ok\":false") && answer.contains("IN008"), "{target}: {answer}");
        }
        assert!(engine.preview(USER, "", Some(r#"{"id":"t1"}"#)).starts_with("{\"source\""));
        // What is blank or null was given, and holds nothing to read.
        assert!(engine.plan(None, None, None, None).starts_with("{\"previews\":[]"));
        for (blank, objects, state) in
            [("", "IN001", "IN001"), (" \n", "IN001", "IN001"), ("null", "IN008", "PV103")]
        {
            let documents = ["users", "groups", "target", "state"];
            for (at, (name, code)) in
                documents.into_iter().zip([objects, objects, objects, state]).enumerate()
            {
                let [users, groups, target, state] = [0, 1, 2, 3].map(|place| (place == at).then_some(blank));
                let answer = engine.plan(users, groups, target, state);
                let refused = format!(r#"{{"ok":false,"document":"{name}","diagnostics":[{{"code":"{code}""#);
                assert!(answer.starts_with(&refused), "{name} {blank}: {answer}");
            }
        }
        for compact in [false, true] {
            let preview = |source: &str, target: &str| match compact {
                true => engine.preview_compact(source, "user", Some(target)),
                false => engine.preview(source, "user", Some(target)),
            };
            for blank in ["", " "] {
                let refused = r#"{"ok":false,"document":"target","diagnostics":[{"code":"IN001""#;
                assert!(preview(USER, blank).starts_with(refused), "{}", preview(USER, blank));
                let refused = r#"{"ok":false,"document":"source","diagnostics":[{"code":"IN001""#;
                let answer = preview(blank, r#"{"id":"t1"}"#);
                assert!(answer.starts_with(refused), "{answer}");
            }
        }
        assert!(engine.plan(Some("{\"id\":\n{\"id\":"), None, None, None).contains("\"ok\":false"));
    }

    #[test]
    fn a_refusal_names_the_document() {
        let created = |options: &str| Engine::create(options).unwrap_err();
        for (options, document) in [
            (r#"{"schema":{}}"#, "schema"),
            (r#"{"schema":""}"#, "schema"),
            (r#"{"settings":5}"#, "settings"),
            (r#"{"assignments":5}"#, "assignments"),
        ] {
            let answer = created(options);
            assert!(answer.starts_with(&format!(r#"{{"ok":false,"document":"{document}","#)), "{answer}");
        }
        assert!(created(r#"{"limits":"x"}"#).contains(r#""at":{"pointer":"/limits"}"#));
        assert!(created(r#"{"settings":{"now":"x"}}"#).contains(r#""at":{"pointer":"/now"}"#));
        let schema = include_str!("../../profiles/gong/synchronization-schema.json");
        for (before, after, users, document) in
            [("", schema, "[]", "before"), (schema, "{}", "[]", "after"), (schema, schema, "", "users")]
        {
            let answer = compare_schemas(before, after, users);
            assert!(answer.starts_with(&format!(r#"{{"ok":false,"document":"{document}","#)), "{answer}");
        }
    }

    /// README, "Limits": the npm package takes other limits as options, whichever form a document comes in.
    #[test]
    fn limits_are_those_given_for_objects_and_their_texts() {
        let list = format!("[{}]", vec![r#"{"name":"A"}"#; 100_001].join(","));
        let links: Vec<_> = (0..10_001).map(|id| format!(r#""u{id}":"t{id}""#)).collect();
        let settings = format!(r#"{{"links":{{{}}}}}"#, links.join(","));
        for (name, document, limits, code) in [
            ("assignments", &list, r#"{"arrayItems":1000000}"#, None),
            ("assignments", &list, "{}", Some("LM004")),
            ("settings", &settings, "{}", None),
            ("settings", &settings, r#"{"jsonNodes":10000}"#, Some("LM003")),
        ] {
            for document in [document.clone(), json::to_string(document)] {
                let created = Engine::create(&format!(r#"{{"{name}":{document},"limits":{limits}}}"#));
                let Some(code) = code else {
                    assert!(created.is_ok(), "{name} {limits}: {created:?}");
                    continue;
                };
                let refused = format!(r#"{{"ok":false,"document":"{name}","diagnostics":[{{"code":"{code}""#);
                assert!(created.unwrap_err().starts_with(&refused), "{name} {limits}");
            }
        }
    }

    #[test]
    fn comparing_names_who_changes() {
        let schema = include_str!("../../profiles/gong/synchronization-schema.json");
        let changed = schema.replace("[jobTitle]", "[department]").replace("\"jobTitle\"", "\"department\"");
        let users = format!(
            "[{}]",
            USER.replace("\"accountEnabled\"", "\"jobTitle\":\"A\",\"department\":\"B\",\"accountEnabled\"")
        );
        let answer = compare_schemas(schema, &changed, &users);
        assert!(answer.contains(r#""target":"title","before":"A","after":"B""#), "{answer}");
    }
}
