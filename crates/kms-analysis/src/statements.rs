//! Statements that do nothing: whatever the identity-based policies and grants are, the key policy would mean the same
//! without them.

use kms_policy::{Effect, PolicyDocument};

use crate::compare::STEPS;
use crate::cube::{Cube, Steps, TooManySteps};
use crate::quotient::{KeyFacts, Level, Questions, Quotient, StatementCubes};
use crate::region::is_covered;

/// A statement that does nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdleStatement {
    /// Its index.
    pub index: usize,
    /// Why it does nothing.
    pub why: WhyIdle,
}

/// Why a statement does nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyIdle {
    /// No request matches it: what it asks for never occurs together.
    NeverMatches,
    /// All that it allows these Deny statements deny.
    Denied(Vec<usize>),
    /// All that it says these statements say.
    Covered(Vec<usize>),
    /// It denies only what nothing could allow: no other statement, and no grant.
    NothingToDeny,
}

/// The statements that do nothing, each taken alone, in the order of the text. What cannot be told is left out.
pub fn idle_statements(document: &PolicyDocument, facts: &KeyFacts) -> Vec<IdleStatement> {
    Questions::new(document, facts).idle_statements()
}

impl Questions<'_> {
    /// The statements that do nothing, each taken alone, in the order of the text. What cannot be told is left out.
    pub fn idle_statements(&self) -> Vec<IdleStatement> {
        let Some(quotient) = &self.quotient else { return Vec::new() };
        let statements = quotient.policies.first().map_or(0, Vec::len);
        let why = |index| Some(IdleStatement { index, why: why(quotient, index).ok()?? });
        (0..statements).filter_map(why).collect()
    }
}

fn why(quotient: &Quotient<'_>, index: usize) -> Result<Option<WhyIdle>, TooManySteps> {
    let mut steps = Steps::new(STEPS / 10);
    let Some(statement) = quotient.policies.first().and_then(|all| all.get(index)) else { return Ok(None) };
    let readable = quotient
        .documents
        .first()
        .and_then(|document| document.statements.get(index))
        .is_some_and(|written| written.effect.is_some() && written.unread.is_empty());
    let Some(own) = statement else { return Ok(readable.then_some(WhyIdle::NeverMatches)) };
    if !readable {
        return Ok(None);
    }
    let mut covered = |cube: &Cube, cover: &[&Cube]| is_covered(quotient, cube, cover, &mut steps);
    if covered(&own.reached, &[])? {
        return Ok(Some(WhyIdle::NeverMatches));
    }
    let others: Vec<(usize, &StatementCubes)> =
        quotient.statements(0).filter(|(other, _)| *other != index).collect();
    let of = |effect| others.iter().copied().filter(move |(_, other)| other.effect == effect);
    let denies: Vec<&Cube> = of(Effect::Deny).map(|(_, other)| &other.reached).collect();
    let meeting = |effect| {
        let meets = |cube: &Cube| quotient.space.meets(&own.reached, cube);
        of(effect).filter(|(_, other)| meets(&other.reached)).map(|(at, _)| at).collect::<Vec<usize>>()
    };
    if own.effect == Effect::Deny {
        if covered(&own.reached, &denies)? {
            let enough = |by: &[usize]| covered(&own.reached, &cubes_of(&others, by, Level::Reached));
            return Ok(Some(WhyIdle::Covered(fewest(meeting(Effect::Deny), enough))));
        }
        // It denies something if a grant could allow it, or a statement of this policy.
        let by_grant = quotient.grantable(&own.reached);
        let mut needed = !covered(&by_grant, &denies)?;
        for (_, allow) in of(Effect::Allow) {
            needed = needed
                || quotient.space.meets(&own.reached, &allow.reached)
                    && !covered(&own.reached.and(&allow.reached), &denies)?;
        }
        return Ok((!needed).then_some(WhyIdle::NothingToDeny));
    }
    if covered(&own.reached, &denies)? {
        let enough = |by: &[usize]| covered(&own.reached, &cubes_of(&others, by, Level::Reached));
        return Ok(Some(WhyIdle::Denied(fewest(meeting(Effect::Deny), enough))));
    }
    let mut enough = |by: &[usize]| {
        for level in [Level::Reached, Level::Named, Level::Outright] {
            let mut cover = cubes_of(&others, by, level);
            cover.extend(&denies);
            if !covered(own.at(level), &cover)? {
                return Ok(false);
            }
        }
        Ok::<_, TooManySteps>(true)
    };
    let all = meeting(Effect::Allow);
    Ok(if enough(&all)? { Some(WhyIdle::Covered(fewest(all, enough))) } else { None })
}

/// What some of the other statements apply to.
fn cubes_of<'q>(others: &[(usize, &'q StatementCubes)], by: &[usize], level: Level) -> Vec<&'q Cube> {
    others.iter().filter(|(at, _)| by.contains(at)).map(|(_, other)| other.at(level)).collect()
}

/// As few of the statements as are enough together: one, if one is, else those without any of which the rest is not.
/// What takes too many steps to tell is kept.
fn fewest(all: Vec<usize>, mut enough: impl FnMut(&[usize]) -> Result<bool, TooManySteps>) -> Vec<usize> {
    if let Some(one) = all.iter().copied().find(|one| enough(&[*one]) == Ok(true)) {
        return vec![one];
    }
    let mut left = all;
    let mut at = left.len();
    while at > 0 {
        at -= 1;
        let mut fewer = left.clone();
        fewer.remove(at);
        if enough(&fewer) == Ok(true) {
            left = fewer;
        }
    }
    left
}
