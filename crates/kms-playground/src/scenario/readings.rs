//! What policies were read as lately, for whoever gets each scenario anew.

use super::{PolicyText, Scenario};

/// The policy texts of the last scenarios, each with its reading.
///
/// A scenario that is edited in place keeps its readings itself. Where every question comes with a scenario of its own,
/// mostly the same policies under another request, this is what spares reading them again.
#[derive(Debug, Default)]
pub struct Readings {
    /// The least recently used first.
    recent: Vec<PolicyText>,
}

impl Readings {
    /// How many texts are kept: those of two large scenarios.
    const TEXTS: usize = 32;
    /// How long they are together, in bytes.
    const BYTES: usize = 1 << 20;

    /// None yet.
    pub const fn new() -> Self {
        Self { recent: Vec::new() }
    }

    /// Lets the policies of the scenario share the readings of equal texts, and keeps theirs for the next.
    pub fn share(&mut self, scenario: &mut Scenario) {
        scenario.change_policy_texts(|policy| self.share_policy(policy));
    }

    /// The same of one policy.
    pub(crate) fn share_policy(&mut self, policy: &mut PolicyText) {
        match self.recent.iter().rposition(|kept| kept == policy) {
            Some(at) => {
                let kept = self.recent.remove(at);
                policy.share_reading(&kept);
                self.recent.push(kept);
            }
            None => {
                self.recent.push(policy.clone());
                self.forget();
            }
        }
    }

    /// Forgets the texts that were used longest ago, until the others are within the limits.
    fn forget(&mut self) {
        let mut bytes = 0;
        let within = self.recent.iter().rev().take(Self::TEXTS).take_while(|kept| {
            bytes += kept.text().len();
            bytes <= Self::BYTES
        });
        let forgotten = self.recent.len() - within.count();
        self.recent.drain(..forgotten);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{NamedPolicy, decide, first_scenario, run};

    fn reading(scenario: &Scenario) -> Arc<kms_policy::Parse> {
        scenario.key_policy.parsed(kms_policy::PolicyKind::KeyPolicy)
    }

    #[test]
    fn equal_texts_share_a_reading_and_others_do_not() {
        let mut readings = Readings::new();
        let mut first = first_scenario();
        readings.share(&mut first);
        let read = reading(&first);
        // As it comes from outside: the same text in other memory, and another request.
        let mut again = Scenario::from_json(&first_scenario().to_json()).unwrap();
        again.requests.truncate(1);
        let alone = decide(&again);
        readings.share(&mut again);
        assert!(Arc::ptr_eq(&read, &reading(&again)));
        assert_eq!(decide(&again), alone);

        let mut edited = first_scenario();
        edited.key_policy = edited.key_policy.text().replace("kms:Decrypt", "kms:Encrypt").as_str().into();
        let alone = run(&edited);
        readings.share(&mut edited);
        assert!(!Arc::ptr_eq(&read, &reading(&edited)));
        assert_eq!(run(&edited), alone);
    }

    #[test]
    fn a_text_that_stands_in_two_places_is_read_as_what_it_is_in_each() {
        let mut readings = Readings::new();
        for example in crate::EXAMPLES {
            let scenario = example.scenario().unwrap();
            // A key policy has principals, and no identity-based policy may have one.
            let text = scenario.key_policy.clone();
            let both = Scenario {
                identity_policies: Some(vec![NamedPolicy { name: "the same".to_owned(), text }]),
                ..scenario
            };
            let mut shared = Scenario::from_json(&both.to_json()).unwrap();
            readings.share(&mut shared);
            assert_eq!(run(&shared), run(&both));
        }
    }

    #[test]
    fn what_is_kept_is_bounded_and_the_last_stays() {
        let mut readings = Readings::new();
        let mut with = |text: String| {
            let mut scenario = Scenario { key_policy: text.as_str().into(), ..Scenario::default() };
            readings.share(&mut scenario);
            (readings.recent.len(), readings.recent.iter().map(|kept| kept.text().len()).sum::<usize>())
        };
        assert_eq!(with("kept in use".to_owned()), (1, 11));
        for number in 0..200 {
            let (texts, bytes) = with(number.to_string().repeat(9_999));
            assert!((1..=Readings::TEXTS).contains(&texts) && bytes <= Readings::BYTES, "{texts} {bytes}");
            assert_eq!(with("kept in use".to_owned()), (texts, bytes), "{number}");
        }
        // Larger than all that is kept: read for its own scenario alone.
        assert_eq!(with("x".repeat(Readings::BYTES + 1)), (0, 0));
        assert_eq!(with("y".to_owned()), (1, 1));
    }
}
