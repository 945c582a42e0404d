//! The recognisers beside pest's own run of the same grammars, and the work they take.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt::Debug;

use pest::RuleType;
use pest::error::Error;
use pest::iterators::Pairs;
use proptest::prelude::*;

use super::{Parts, Recognised, Scanner};
use crate::diagnostic::Span;

thread_local! {
    /// Characters and words looked at by this thread.
    static WORK: Cell<usize> = const { Cell::new(0) };
}

pub(super) fn looked_at(characters: usize) {
    WORK.set(WORK.get() + characters);
}

/// A name, and a text of a given size.
pub(crate) type Family = (&'static str, fn(usize) -> String);

/// Twice the text, which can be read, takes at most twice the work.
pub(crate) fn are_linear(families: &[Family], sizes: [usize; 3], read: impl Fn(&str) -> bool) {
    for (name, text) in families {
        let [one, two, four] = sizes.map(|size| {
            WORK.set(0);
            assert!(read(&text(size)), "{name}");
            WORK.get()
        });
        assert!(one > 0 && two <= one * 21 / 10 && four <= two * 21 / 10, "{name}: {one}, {two}, {four}");
    }
}

/// The names and places of tokens, those inside a token after it.
type Tokens = Vec<(String, Span)>;

fn ours<R: Copy + Debug>(parts: Parts<'_, R>, tokens: &mut Tokens) {
    for part in parts {
        tokens.push((format!("{:?}", part.rule()), part.span()));
        ours(part.inside(), tokens);
    }
}

fn theirs<P: RuleType>(pairs: Pairs<'_, P>) -> Tokens {
    let place = |span: pest::Span<'_>| Span::new(span.start(), span.end());
    let named = pairs.flatten().map(|pair| (format!("{:?}", pair.as_rule()), place(pair.as_span())));
    named.filter(|(rule, _)| rule != "EOI").collect()
}

type Parse<P> = fn(P, &str) -> Result<Pairs<'_, P>, Error<P>>;

/// Derives pest's parser of some files, as `pests`, and puts it beside the `recogniser` made from the same files.
macro_rules! beside {
    ($($file:tt),+) => {
        mod pests {
            #[derive(pest_derive::Parser)]
            $(#[grammar = $file])+
            pub(super) struct Grammar;
        }

        fn beside() -> $crate::grammar::tests::Beside<Rule, pests::Rule> {
            $crate::grammar::tests::Beside {
                rules: Rule::ALL,
                recognise: recogniser::any,
                pests: pests::Rule::all_rules(),
                parse: <pests::Grammar as pest::Parser<_>>::parse,
            }
        }
    };
}
pub(crate) use beside;

/// A recogniser beside pest's parser of the same grammar.
pub(crate) struct Beside<R: 'static, P: 'static> {
    pub(crate) rules: &'static [R],
    pub(crate) recognise: fn(R, &mut Scanner<'_, R>) -> bool,
    pub(crate) pests: &'static [P],
    pub(crate) parse: Parse<P>,
}

impl<R: Copy + Debug, P: RuleType> Beside<R, P> {
    /// What a rule takes from the start of a text.
    pub(crate) fn taken<'t>(&self, rule: R, text: &'t str) -> Option<&'t str> {
        let recognised = Recognised::by(|scanner| (self.recognise)(rule, scanner), text)?;
        recognised.parts().next().map(|part| part.span().of(text))
    }

    /// Every rule leaves the tokens that pest's leaves at the start of a text, or none where pest's fails.
    pub(crate) fn agree(&self, text: &str) {
        for rule in self.rules {
            let name = format!("{rule:?}");
            let pests = self.pests.iter().find(|pests| format!("{pests:?}") == name).unwrap();
            let ours = Recognised::by(|scanner| (self.recognise)(*rule, scanner), text).map(|recognised| {
                let mut tokens = Tokens::new();
                ours(recognised.parts(), &mut tokens);
                tokens
            });
            assert_eq!(ours, (self.parse)(*pests, text).ok().map(theirs), "{name} on {text:?}");
        }
    }

    /// As [`Beside::agree`], on texts put together from pieces, of which every rule takes some.
    pub(crate) fn agree_on_any(&self, pieces: &'static [&'static str]) {
        let texts = proptest::collection::vec(proptest::sample::select(pieces), 0..14);
        let taken = RefCell::new(BTreeSet::new());
        proptest!(ProptestConfig::with_cases(4000), |(text in texts)| {
            let text = text.concat();
            self.agree(&text);
            let takes = |rule: &&R| self.taken(**rule, &text).is_some();
            taken.borrow_mut().extend(self.rules.iter().filter(takes).map(|rule| format!("{rule:?}")));
        });
        assert_eq!(taken.borrow().len(), self.rules.len(), "only {taken:?}");
    }
}
