//! What came out: cases, files, the table.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The verdict on one case.
#[derive(Debug)]
pub struct Case {
    /// The vector's id, with the mode where there are several.
    pub id: String,
    /// What differs, or nothing.
    pub verdict: Verdict,
}

/// Expected and actual of a case that failed.
pub type Problem = (String, String);

/// How a case ended.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// As expected.
    Passed,
    /// As expected, as far as this subject shows it; what it does not show.
    InPart(&'static str),
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

impl Verdict {
    /// Whether nothing that was judged differs.
    fn passed(&self) -> bool {
        matches!(self, Self::Passed | Self::InPart(_))
    }
}

impl From<()> for Verdict {
    fn from((): ()) -> Self {
        Self::Passed
    }
}

impl Case {
    /// A case and how it was judged.
    pub fn of(id: impl Into<String>, judged: Result<impl Into<Verdict>, Problem>) -> Self {
        let verdict = match judged {
            Ok(verdict) => verdict.into(),
            Err((expected, actual)) => Verdict::Failed { expected, actual },
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
    /// Of each disputed case, whether it came out as the vector says.
    disputed: Vec<bool>,
}

/// All files.
#[derive(Debug)]
pub struct Report {
    /// In order of path.
    pub files: Vec<FileReport>,
}

/// The ids of vectors that the project believes wrong.
#[derive(Debug, Default)]
pub struct Disputed(BTreeSet<String>);

impl Disputed {
    /// The project's own list, with every `disputed.json` among `paths`.
    ///
    /// # Errors
    /// One sentence when a file or an entry cannot be read.
    pub fn read(paths: &[PathBuf]) -> Result<Self, String> {
        let mut disputed = Self::default();
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/disputed.json");
        for path in paths.iter().filter(|path| path.ends_with("disputed.json")).chain([&own]) {
            let problem = |what: &str| format!("{}: {what}", path.display());
            let text = fs::read_to_string(path).map_err(|error| problem(&error.to_string()))?;
            let entries: Vec<Value> =
                serde_json::from_str(&text).map_err(|error| problem(&error.to_string()))?;
            for entry in &entries {
                let member = |name: &str| entry[name].as_str().filter(|text| !text.is_empty());
                let (Some(id), Some(_), Some(_)) = (member("id"), member("reason"), member("source")) else {
                    return Err(problem(&format!("an entry needs id, file, reason and source: {entry}")));
                };
                disputed.0.insert(id.to_owned());
            }
        }
        Ok(disputed)
    }
}

impl FileReport {
    /// Sorts the cases into judged and disputed ones; a file whose cases are not found has failed.
    pub fn new(name: String, cases: Vec<Case>, disputed: &Disputed) -> Self {
        if cases.is_empty() {
            return Self::failed_whole(name, "cases", "none");
        }
        let is_disputed = |case: &Case| disputed.0.contains(case.id.split(' ').next().unwrap_or_default());
        let (apart, judged): (Vec<_>, Vec<_>) = cases.into_iter().partition(is_disputed);
        Self { name, cases: judged, disputed: apart.iter().map(|case| case.verdict.passed()).collect() }
    }

    /// A file that looks like a vector file and is none.
    pub fn unreadable(name: String, problem: &str) -> Self {
        Self::failed_whole(name, "a known format", problem)
    }

    /// A JSON file that is nothing known, such as the data that vectors speak of.
    pub fn unknown(name: String) -> Self {
        Self { name: format!("{name} (not a known format)"), cases: Vec::new(), disputed: Vec::new() }
    }

    fn failed_whole(name: String, expected: &str, actual: &str) -> Self {
        let case = Case::of("(file)", Err::<(), _>((expected.to_owned(), actual.to_owned())));
        Self { name, cases: vec![case], disputed: Vec::new() }
    }

    /// What stands beside the count: cases judged in part or not at all by reason, disputed ones.
    fn apart(&self) -> BTreeMap<String, usize> {
        let mut apart: BTreeMap<String, usize> = BTreeMap::new();
        let reasons = self.cases.iter().filter_map(|case| match &case.verdict {
            Verdict::InPart(reason) => Some(format!("of them in part: {reason}")),
            Verdict::NotHere(reason) => Some(format!("not for this subject: {reason}")),
            Verdict::Passed | Verdict::Failed { .. } => None,
        });
        let disputed = self.disputed.iter().map(|passed| {
            format!("disputed: {}", if *passed { "as the vector says" } else { "not as the vector says" })
        });
        for what in reasons.chain(disputed) {
            *apart.entry(what).or_default() += 1;
        }
        apart
    }

    /// Number of failed cases.
    pub fn failed(&self) -> usize {
        self.count(|verdict| matches!(verdict, Verdict::Failed { .. }))
    }

    fn count(&self, which: impl Fn(&Verdict) -> bool) -> usize {
        self.cases.iter().filter(|case| which(&case.verdict)).count()
    }
}

impl Report {
    /// Whether there were cases, and none failed.
    pub fn passed(&self) -> bool {
        self.files.iter().any(|file| !file.cases.is_empty() || !file.disputed.is_empty())
            && self.files.iter().all(|file| file.failed() == 0)
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
        let (mut passed, mut failed, mut elsewhere) = (0, 0, 0);
        for file in &self.files {
            let (good, bad) = (file.count(Verdict::passed), file.failed());
            passed += good;
            failed += bad;
            writeln!(out, "{:>9}  {}", format!("{good}/{}", good + bad), file.name)?;
            for (what, count) in file.apart() {
                writeln!(out, "           {count} {what}")?;
            }
            elsewhere += file.count(|verdict| matches!(verdict, Verdict::NotHere(_)));
            for case in file.cases.iter().filter(|case| matches!(case.verdict, Verdict::Failed { .. })) {
                writeln!(out, "           failed: {}", case.id)?;
            }
        }
        writeln!(out, "{passed} passed, {failed} failed, {elsewhere} not for this subject")
    }
}

/// One line of at most 600 characters.
fn cut(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(600).collect();
    if text.chars().count() > 600 { format!("{line}…") } else { line }
}
