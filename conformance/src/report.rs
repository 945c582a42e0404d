//! What came out: cases, files, the table.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

/// The verdict on one case.
#[derive(Debug)]
pub struct Case {
    /// The vector's id, with the mode where there are several.
    pub id: String,
    /// What differs, or nothing.
    pub verdict: Verdict,
}

/// How a case ended.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// As expected.
    Passed,
    /// Not as expected.
    Failed {
        /// What the vector says.
        expected: String,
        /// What came back.
        actual: String,
    },
    /// The case is not for this subject; the reason.
    NotHere(&'static str),
}

impl Case {
    /// A case that passes when `problem` is `None`; else expected and actual.
    pub fn of(id: impl Into<String>, problem: Option<(String, String)>) -> Self {
        let verdict = match problem {
            None => Verdict::Passed,
            Some((expected, actual)) => Verdict::Failed { expected, actual },
        };
        Self { id: id.into(), verdict }
    }
}

/// The cases of one file.
#[derive(Debug)]
pub struct FileReport {
    /// Path below the directory.
    pub name: String,
    cases: Vec<Case>,
    disputed: Vec<(String, String, bool)>,
}

/// All files.
#[derive(Debug)]
pub struct Report {
    /// In order of path.
    pub files: Vec<FileReport>,
}

/// Vectors the project believes wrong, by id: the reason.
#[derive(Debug, Default)]
pub struct Disputed(BTreeMap<String, String>);

impl Disputed {
    /// Reads every `disputed.json` among `paths`.
    ///
    /// # Errors
    /// One sentence when a file or an entry cannot be read.
    pub fn read(paths: &[PathBuf]) -> Result<Self, String> {
        let mut disputed = Self::default();
        for path in paths.iter().filter(|path| path.ends_with("disputed.json")) {
            let problem = |what: &str| format!("{}: {what}", path.display());
            let text = fs::read_to_string(path).map_err(|error| problem(&error.to_string()))?;
            let entries: Vec<Value> =
                serde_json::from_str(&text).map_err(|error| problem(&error.to_string()))?;
            for entry in &entries {
                let member = |name: &str| entry[name].as_str().filter(|text| !text.is_empty());
                let (Some(id), Some(reason), Some(_)) = (member("id"), member("reason"), member("source"))
                else {
                    return Err(problem(&format!("an entry needs id, file, reason and source: {entry}")));
                };
                disputed.0.insert(id.to_owned(), reason.to_owned());
            }
        }
        Ok(disputed)
    }
}

impl FileReport {
    /// Sorts the cases into judged and disputed ones.
    pub fn new(name: String, cases: Vec<Case>, disputed: &Disputed) -> Self {
        let (mut judged, mut apart) = (Vec::new(), Vec::new());
        for case in cases {
            let plain = case.id.split(' ').next().unwrap_or_default();
            match disputed.0.get(plain) {
                Some(reason) => {
                    apart.push((case.id, reason.clone(), matches!(case.verdict, Verdict::Passed)))
                }
                None => judged.push(case),
            }
        }
        Self { name, cases: judged, disputed: apart }
    }

    /// A file that looks like a vector file and is none.
    pub fn unreadable(name: String, problem: String) -> Self {
        let case = Case::of("(file)", Some(("a known format".into(), problem)));
        Self { name, cases: vec![case], disputed: Vec::new() }
    }

    fn count(&self, which: impl Fn(&Verdict) -> bool) -> usize {
        self.cases.iter().filter(|case| which(&case.verdict)).count()
    }
}

impl Report {
    /// Whether no case failed and every file had one.
    pub fn passed(&self) -> bool {
        !self.files.is_empty() && self.files.iter().all(|file| file.failed() == 0)
    }
}

impl FileReport {
    /// Number of failed cases.
    pub fn failed(&self) -> usize {
        self.count(|verdict| matches!(verdict, Verdict::Failed { .. }))
    }
}

impl Display for Report {
    /// The failed cases file by file, then the table.
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for file in &self.files {
            for case in &file.cases {
                if let Verdict::Failed { expected, actual } = &case.verdict {
                    writeln!(
                        out,
                        "{}: {}\n  expected {}\n  actual   {}",
                        file.name,
                        case.id,
                        cut(expected),
                        cut(actual)
                    )?;
                }
            }
        }
        writeln!(out)?;
        let (mut passed, mut failed) = (0, 0);
        for file in &self.files {
            let good = file.count(|verdict| matches!(verdict, Verdict::Passed));
            let elsewhere = file.count(|verdict| matches!(verdict, Verdict::NotHere(_)));
            let bad = file.failed();
            passed += good;
            failed += bad;
            write!(out, "{:>9}  {}", format!("{good}/{}", good + bad), file.name)?;
            if elsewhere > 0 {
                write!(out, "  ({elsewhere} not for this subject)")?;
            }
            if !file.disputed.is_empty() {
                let agree = file.disputed.iter().filter(|(_, _, passed)| *passed).count();
                write!(out, "  ({} disputed, {agree} of them pass)", file.disputed.len())?;
            }
            writeln!(out)?;
            let ids = file.cases.iter().filter(|case| matches!(case.verdict, Verdict::Failed { .. }));
            for case in ids {
                writeln!(out, "           failed: {}", case.id)?;
            }
        }
        writeln!(out, "{passed} passed, {failed} failed")
    }
}

/// One line of at most 600 characters.
fn cut(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(600).collect();
    if text.chars().count() > 600 { format!("{line}…") } else { line }
}
