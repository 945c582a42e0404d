//! The engine: a configuration compiled once, previewed against often.

use super::answer::Answer;
use super::options::{Options, unexpected};
use super::payload::{PIECE, not_text, validate_lines};
use crate::assignment::Assignments;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::limits::Limits;
use crate::provision::{self, CycleInput, JobState, Plan, Preview, Settings, SourceObject, TargetState};
use crate::sync_schema::ObjectKind;
use crate::validate::{self, Validator};
use crate::value::json::{self, Json};

/// Input of this many bytes is previewed in one pass, which keeps its answers until the last line is read.
const AT_ONCE: usize = 64 << 20;

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

    fn compile(options: &str) -> Result<Self, Diagnostics> {
        let one = |refused: Diagnostic| vec![refused];
        let options =
            Options::read(options, &["schema", "settings", "assignments", "limits"]).map_err(one)?;
        let limits = options.limits().map_err(one)?;
        let document = |name: &str| {
            options.get(name).map(|value| match value {
                // A document may come as its JSON text.
                Json::String(text) => text.clone().into_owned(),
                other => other.to_string(),
            })
        };
        let mut builder = match document("schema") {
            None => provision::Engine::for_gong().limits(limits),
            Some(schema) => provision::Engine::builder().limits(limits).schema_json(&schema)?,
        };
        let settings = match document("settings") {
            None => Settings::default(),
            Some(settings) => Settings::from_json(&settings, &limits)?,
        };
        if let Some(assignments) = document("assignments") {
            builder = builder.assignments(Assignments::from_json(&assignments).map_err(one)?);
        }
        let validator = Validator::gong(validate::Options {
            allowed_domains: settings.allowed_domains.clone(),
            limits,
            ..validate::Options::default()
        });
        let engine = builder.settings(settings).build()?;
        Ok(Self { engine, validator: validator.map_err(one)?, limits })
    }

    /// `{"ok":true,"diagnostics":[…]}`: what was found in the configuration.
    pub fn created(&self) -> String {
        Answer::ok().diagnostics(self.engine.diagnostics().to_vec()).finish()
    }

    /// What would be done with one object: a `Preview`, or a refusal where the object cannot be read. `kind` is `user`
    /// or `group`, or empty: told by the object; `target` is the account the target holds, or empty.
    pub fn preview(&self, source: &str, kind: &str, target: &str) -> String {
        match self.previewed(source, kind, target) {
            Ok(preview) => json::to_string(&preview),
            Err(found) => Answer::failed(found),
        }
    }

    /// As [`Engine::preview`], without explanations: as a line of [`Engine::preview_batch`].
    pub fn preview_compact(&self, source: &str, kind: &str, target: &str) -> String {
        let previewed = || {
            let target = self.account(target)?;
            self.engine.preview_compact(object_kind(kind), source, target.as_ref())
        };
        previewed().unwrap_or_else(Answer::failed)
    }

    fn previewed(&self, source: &str, kind: &str, target: &str) -> Result<Preview, Diagnostics> {
        let source = match object_kind(kind) {
            None => SourceObject::of_its_kind(source, &self.limits)?,
            Some(kind) => SourceObject::new(kind, source, &self.limits)?,
        };
        Ok(in_utf16(self.engine.preview(&source, self.account(target)?.as_ref())))
    }

    /// The account that the target holds of an object.
    fn account(&self, target: &str) -> Result<Option<Json<'static>>, Diagnostics> {
        let target = given(target).map(|text| json::parse(text, &self.limits)).transpose();
        let target = target?.map(Json::into_owned);
        if target.as_ref().is_some_and(|target| target.get("id").and_then(Json::as_str).is_none()) {
            let message = "the target must be one resource with its `id`";
            return Err(unexpected("", message).help("give the account as the target answers it").into());
        }
        Ok(target)
    }

    /// What one cycle would do: a `Plan` with the member `state`, which the next call takes. `users` and `groups` are
    /// arrays, Graph pages or NDJSON (users also CSV), `target` a ListResponse, array or NDJSON; each may be empty.
    /// `state` is the one of an earlier plan, or empty.
    pub fn plan(&self, users: &str, groups: &str, target: &str, state: &str) -> String {
        match self.planned(users, groups, target, state) {
            Ok(plan) => {
                let text = json::to_string(&plan);
                let state = json::to_string(&plan.state);
                let body = text.strip_suffix('}').unwrap_or(&text);
                format!("{body},\"state\":{state}}}")
            }
            Err(found) => Answer::failed(found),
        }
    }

    fn planned(&self, users: &str, groups: &str, target: &str, state: &str) -> Result<Plan, Diagnostics> {
        let mut unread = Diagnostics::new();
        let mut objects = |kind, text| match given(text) {
            None => Ok(Vec::new()),
            Some(text) => SourceObject::all(kind, text, &self.limits, &mut unread),
        };
        let (users, groups) = (objects(ObjectKind::User, users)?, objects(ObjectKind::Group, groups)?);
        let target = given(target).map(|text| TargetState::read(text, &self.limits)).transpose();
        let state = given(state).map(JobState::from_json).transpose();
        let input = CycleInput { users, groups, target: target?, state: state? };
        let mut plan = self.engine.plan(&input);
        plan.diagnostics.extend(unread);
        plan.diagnostics = plan.diagnostics.into_iter().map(Diagnostic::into_utf16).collect();
        plan.previews = plan.previews.into_iter().map(in_utf16).collect();
        Ok(plan)
    }

    /// Users as NDJSON in, compact previews as NDJSON out: one line each, in the same order, given in pieces of some
    /// megabytes at most, so that long answers need no memory of their own.
    pub fn preview_batch(&self, lines: &[u8], mut give: impl FnMut(&str)) {
        let Some(mut batch) = self.engine.batch(&[]) else { return };
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
    pub fn validate_batch(&self, lines: &[u8], give: impl FnMut(&str)) {
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
    let compared = || -> Result<provision::Comparison, Diagnostics> {
        let limits = Limits::DEFAULT;
        let settings = || Settings { scope: provision::ScopeMode::All, ..Settings::default() };
        let engine =
            |schema: &str| provision::Engine::builder().settings(settings()).schema_json(schema)?.build();
        let (old, new) = (engine(before)?, engine(after)?);
        let mut unread = Diagnostics::new();
        let users = SourceObject::all(ObjectKind::User, users, &limits, &mut unread)?;
        let mut compared = provision::compare(&old, &new, &CycleInput { users, ..CycleInput::default() });
        compared.diagnostics.extend(unread);
        Ok(compared)
    };
    match compared() {
        Ok(comparison) => Answer::ok()
            .value("configuration", &comparison.configuration)
            .value("changes", &comparison.changes)
            .value("summary", &comparison.summary)
            .diagnostics(comparison.diagnostics)
            .finish(),
        Err(found) => Answer::failed(found),
    }
}

fn in_utf16(mut preview: Preview) -> Preview {
    preview.diagnostics = preview.diagnostics.into_iter().map(Diagnostic::into_utf16).collect();
    preview
}

/// The kind of an object where a caller tells it.
fn object_kind(word: &str) -> Option<ObjectKind> {
    given(word).map(|word| match word.eq_ignore_ascii_case("group") {
        true => ObjectKind::Group,
        false => ObjectKind::User,
    })
}

/// A document that may be left out: the empty text. What is blank or `null` was given, and holds nothing to read.
fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: &str = r#"{"id":"u1","displayName":"😀 Ada","userPrincipalName":"ada@x.example","mail":"ada@x.example","givenName":"Ada","surname":"Byron","accountEnabled":true}"#;

    #[test]
    fn one_object_many_objects_and_lines() {
        let engine = Engine::create("{\"settings\":{\"scope\":\"all\"}}").unwrap();
        assert!(engine.created().starts_with("{\"ok\":true"));
        let preview = engine.preview(USER, "", "");
        assert!(preview.contains("\"reason\":\"createdNoMatch\""), "{preview}");
        let plan = engine.plan(&format!("[{USER}]"), "", "", "");
        assert!(
            plan.contains("\"summary\":{\"create\":1}") && plan.contains("\"state\":{\"links\":{\"u1\":"),
            "{plan}"
        );
        let lines = format!("{USER}\nnope\n");
        let batch = |lines: &[u8]| {
            let mut out = String::new();
            engine.preview_batch(lines, |piece| out.push_str(piece));
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
        engine.preview_batch(lines.as_bytes(), |piece| previews.push(piece.to_owned()));
        engine.validate_batch(lines.as_bytes(), |piece| answers.push(piece.to_owned()));
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
            let preview = engine.preview(source, told, "");
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
        assert!(engine.preview("[]", "", "").contains("IN008"));
    }

    #[test]
    fn what_is_refused_is_an_answer() {
        assert!(Engine::create(r#"{"skema":{}}"#).unwrap_err().contains("did you mean `schema`?"));
        assert!(Engine::create(r#"{"settings":{"scoop":1}}"#).unwrap_err().contains("PV101"));
        assert!(Engine::create(r#"{"schema":"[1"}"#).unwrap_err().contains("IN002"));
        let engine = Engine::create("").unwrap();
        assert!(engine.preview("{", "", "").contains("\"ok\":false"));
        // An account without id has no path to be updated at, and a list is not one account.
        for target in ["5", "[]", "{}", r#"{"id":5}"#, r#"{"Resources":[{"id":"t1"}]}"#] {
            let answer = engine.preview(USER, "", target);
            assert!(answer.starts_with("{\"ok\":false") && answer.contains("IN008"), "{target}: {answer}");
        }
        assert!(engine.preview(USER, "", r#"{"id":"t1"}"#).starts_with("{\"source\""));
        // The empty text is no document; what is blank or null is one.
        assert!(engine.plan("", "", "", "").starts_with("{\"previews\":[]"));
        for (blank, users, state) in [(" \n", "IN001", "IN001"), ("null", "IN008", "PV103")] {
            assert!(engine.plan(blank, "", "", "").contains(users));
            assert!(engine.plan("", blank, "", "").contains(users));
            assert!(engine.plan("", "", blank, "").contains(users));
            assert!(engine.plan("", "", "", blank).contains(state));
        }
        assert!(engine.plan("{\"id\":\n{\"id\":", "", "", "").contains("\"ok\":false"));
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
