//! The answers, each computed once for what it was asked of, in a task of its own after typing has paused.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use kms_playground::analysis::{
    self, AccessReport, AnalysisError, AnalysisInput, ComparisonReport, IdleReport,
};
use kms_playground::{PolicyText, Scenario};
use yew::prelude::*;

use crate::hooks::use_effect_on;
use crate::state::{Base, Shared};

/// How long typing must pause, in milliseconds.
const PAUSE: u32 = 400;

/// An answer, or why there is none.
pub(super) type Answer<T> = Rc<Result<T, AnalysisError>>;

/// What an answer depends on: everything but the requests, and of a comparison the version before.
#[derive(Clone, PartialEq)]
struct Question {
    around: Scenario,
    base: Option<Rc<str>>,
}

impl Question {
    fn of(scenario: &Scenario, base: Option<&Base>) -> Self {
        let around = Scenario { requests: Vec::new(), title: None, notes: None, ..scenario.clone() };
        Self { around, base: base.map(|base| Rc::clone(&base.text)) }
    }

    fn now(&self) -> AnalysisInput {
        AnalysisInput { scenario: self.around.clone(), is_scenario: true }
    }

    fn before(&self) -> AnalysisInput {
        let mut before = self.now();
        before.scenario.key_policy = PolicyText::new(self.base.as_deref().unwrap_or_default());
        before
    }
}

/// The last answer of a kind, for whoever asks the same again.
type Last<T> = RefCell<Option<(Question, Answer<T>)>>;

/// How one kind of question is answered, and where the last answer is.
pub(super) struct Kind<T: 'static> {
    answer: fn(&Question) -> Result<T, AnalysisError>,
    last: &'static std::thread::LocalKey<Last<T>>,
}

thread_local! {
    static COMPARED: Last<ComparisonReport> = const { RefCell::new(None) };
    static ACCESS: Last<AccessReport> = const { RefCell::new(None) };
    static IDLE: Last<Vec<IdleReport>> = const { RefCell::new(None) };
}

/// How the key policy differs from the version before.
pub(super) static COMPARISON: Kind<ComparisonReport> =
    Kind { answer: |question| analysis::compare(&question.before(), &question.now()), last: &COMPARED };

/// Who can use the key.
pub(super) static WHO: Kind<AccessReport> =
    Kind { answer: |question| analysis::access(&question.now()), last: &ACCESS };

/// The statements that do nothing.
pub(super) static WITHOUT_EFFECT: Kind<Vec<IdleReport>> =
    Kind { answer: |question| analysis::idle_statements(&question.now()), last: &IDLE };

impl<T> Kind<T> {
    /// The answer for a scenario in which nothing is compared, if it is known.
    pub(super) fn known_of(&self, scenario: &Scenario) -> Option<Answer<T>> {
        self.known(&Question::of(scenario, None))
    }

    fn known(&self, question: &Question) -> Option<Answer<T>> {
        self.last.with_borrow(|last| {
            last.as_ref().filter(|(asked, _)| asked == question).map(|(_, answer)| Rc::clone(answer))
        })
    }

    fn find(&self, question: Question) -> Answer<T> {
        self.known(&question).unwrap_or_else(|| {
            let answer = Rc::new((self.answer)(&question));
            self.last.replace(Some((question, Rc::clone(&answer))));
            answer
        })
    }
}

/// The answer for this scenario, or the last one while typing goes on; with it whether it is of what is written now.
/// Without `base` nothing is compared.
#[hook]
pub(super) fn use_answer<T: 'static>(
    kind: &'static Kind<T>,
    scenario: &Shared<Scenario>,
    base: Option<&Base>,
) -> (Option<Answer<T>>, bool) {
    let asked = (scenario.clone(), base.cloned());
    let found = {
        let asked = asked.clone();
        use_state(|| kind.known(&Question::of(scenario, base)).map(|answer| (asked, answer)))
    };
    {
        let found = found.clone();
        use_effect_on(asked.clone(), move |asked| {
            let question = Question::of(&asked.0, asked.1.as_ref());
            let pause = if kind.known(&question).is_some() { 0 } else { PAUSE };
            let asked = asked.clone();
            // Whatever is typed before it rings makes the question stale: then the timer goes.
            let timer = Timeout::new(pause, move || {
                let answer = kind.find(question);
                found.set(Some((asked, answer)));
            });
            move || drop(timer)
        });
    }
    let is_current = found.as_ref().is_some_and(|(of, _)| *of == asked);
    // An answer about another version before would stand below the wrong name.
    let usable = found.as_ref().filter(|(of, _)| of.1 == asked.1);
    (usable.map(|(_, answer)| Rc::clone(answer)), is_current)
}
