//! What an argument may be, as advice: the same where the checker foresees a failure and where an evaluation meets it.

use crate::diagnostic::{Diagnostic, listed};
use crate::expression::print::quote;
use crate::value::datetime::{Interval, Styles};

/// The forms of dates that `CDate` reads.
pub(in crate::expression) const DATE: &str = "write dates as `2024-07-04`, `2024-07-04T09:30:00Z` or \
                                              `7/4/2024 9:30:00 AM`; read other forms with `FormatDateTime`";

/// A number that is the file time of no date.
pub(in crate::expression) const FILE_TIME: &str = "a file time counts ticks of 100 nanoseconds from 1601 and is not \
                                                   negative; 9223372036854775807 means never, which is no date";

/// A text that means neither true nor false where a truth value is wanted.
pub(in crate::expression) const TRUTH: &str =
    "write a comparison, a test such as `IsPresent`, or one of the texts `true` and `false`";

/// A list where a single value is wanted.
pub(in crate::expression) const LIST: &str = "take one value with `Item`, or put them together with `Join`";

/// An object where a single value is wanted.
pub(in crate::expression) const OBJECT: &str = "an object has no text of its own; a role function such as `SingleAppRoleAssignment` gives that of a role";

/// A role object without a name, where the text of a role is wanted.
pub(super) const ROLE: &str = "a role needs its `displayName` or its `value`; an assignment read from Microsoft Graph \
                               names its role by `appRoleId` alone";

/// A text to look for.
pub(in crate::expression) const CONTENT: &str = "write a text that is not empty";

/// Proposes what can stand where a word does not; a text where one works.
pub(in crate::expression) fn enclosed(finding: Diagnostic, word: &str, takes_text: bool) -> Diagnostic {
    let finding = finding.fix_here("make it an attribute", format!("[{word}]"));
    if takes_text {
        let help = "write a text in quotes or an attribute in brackets";
        finding.help(help).fix_here("make it a text", quote(word))
    } else {
        finding.help("write an attribute in brackets")
    }
}

/// The letters of intervals.
pub(in crate::expression) fn interval() -> String {
    let known = listed(&mut Interval::ALL.iter().map(|(letters, _)| *letters), ", ");
    format!("use one of {known}; `m` is month, `n` is minute")
}

/// The words of date styles.
pub(in crate::expression) fn styles() -> String {
    let known = listed(&mut Styles::WORDS.iter().map(|(word, _)| *word), ", ");
    format!("use some of {known}, divided by commas")
}

/// The words of a parameter.
pub(in crate::expression) fn words(words: &[&str]) -> String {
    format!("use {}", listed(&mut words.iter().copied(), " or "))
}
