//! The patterns of `Resource` and `NotResource`, which differ from those of the ARN operators in one point: a `*` that is
//! the last character of a segment can match beyond the colon.
//!
//! IAM User Guide, *IAM JSON policy elements: Resource* (reference_policies_elements_resource.html): "If the `*` wildcard is
//! the last character of a resource ARN segment, it can expand to match beyond the colon boundaries." So `arn:aws:kms:*`
//! covers every key of the partition. Of a star with further text behind it (`arn:aws:kms:*:key/*`) the page gives no
//! example; [`Coverage::StarBeyondColon`] tells these apart. A star within a segment (`us-*-1`) stays inside it.

use crate::{ArnComponent, ArnPattern, Pattern};

/// A resource pattern, ready to be matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourcePattern {
    /// The same text as six components, if it has six.
    arn: Option<ArnPattern>,
    /// The first segments, at most five, which is how many can come before the resource of an ARN.
    segments: Vec<Segment>,
    /// `tails[i]` is the text from segment `i` on, which the resource of an ARN can match as a whole. None for `i` beyond
    /// the text.
    tails: Vec<Tail>,
    /// How many segments the text has, six at most.
    length: usize,
}

/// One of the parts between the colons.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    pattern: Pattern,
    /// Whether its last character is a `*`.
    is_open: bool,
}

/// The end of a pattern, from one segment on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Tail {
    pattern: Pattern,
    /// The same after a star of an earlier segment that has reached into the resource.
    after_star: Pattern,
    is_open: bool,
}

/// How a resource pattern covers an ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Coverage {
    /// Segment by segment.
    Segments,
    /// By a `*` at the very end of the pattern, which matches everything that follows.
    FinalStar,
    /// Only if a `*` before a colon, or in a segment before the service, matches beyond that colon too.
    StarBeyondColon,
}

/// How many parts an ARN has.
const PARTS: usize = 6;
/// Where the service is among them.
const SERVICE: usize = 2;

impl ResourcePattern {
    /// The pattern that `text` spells; `None` if no ARN can match it: it has fewer than six segments, and none of them ends
    /// in a `*`, or it does not begin with `arn:`.
    pub fn new(text: &str) -> Option<Self> {
        Self::with_live_wildcards(text, &|_| true)
    }

    /// The pattern in which only those `*` and `?` are wildcards whose offsets in `text` are live.
    pub(crate) fn with_live_wildcards(text: &str, is_live: &dyn Fn(usize) -> bool) -> Option<Self> {
        let arn = ArnPattern::with_live_wildcards(text, is_live);
        let is_open = |end: usize| end > 0 && text.get(end - 1..end) == Some("*") && is_live(end - 1);
        let reaches_beyond = || {
            let ends = text.match_indices(':').map(|(colon, _)| colon).chain([text.len()]);
            text.starts_with("arn:") && ends.into_iter().any(is_open)
        };
        if arn.is_none() && !reaches_beyond() {
            return None;
        }
        let mut starts = vec![0];
        starts.extend(text.match_indices(':').map(|(colon, _)| colon + 1).take(PARTS - 1));
        let read = |start: usize, end: usize| {
            Pattern::with_live_wildcards(text.get(start..end).unwrap_or_default(), &|at| is_live(start + at))
        };
        let ends = starts.iter().skip(1).map(|next| next - 1).chain([text.len()]);
        let segments = starts.iter().zip(ends).take(PARTS - 1);
        let segments =
            segments.map(|(start, end)| Segment { pattern: read(*start, end), is_open: is_open(end) });
        let tail = |start: &usize| {
            let rest = text.get(*start..).unwrap_or_default();
            let behind_star = format!("*:{rest}");
            let is_live_behind_star = |at: usize| at == 0 || (at >= 2 && is_live(start + at - 2));
            Tail {
                pattern: read(*start, text.len()),
                after_star: Pattern::with_live_wildcards(&behind_star, &is_live_behind_star),
                is_open: is_open(text.len()),
            }
        };
        Some(Self {
            arn,
            segments: segments.collect(),
            tails: starts.iter().map(tail).collect(),
            length: starts.len(),
        })
    }

    /// How the pattern covers an ARN; none if it does not. See [`Arn::split`](crate::Arn::split).
    pub fn coverage(&self, arn: &[&str; PARTS]) -> Option<Coverage> {
        self.covers(arn, Pattern::matches)
    }

    /// Whether it would cover the ARN if the case of letters did not matter.
    pub fn matches_ignoring_case(&self, arn: &[&str; PARTS]) -> bool {
        self.covers(arn, Pattern::matches_ignoring_case).is_some()
    }

    /// The first part of an ARN that does not match. After a `*` that could match beyond its colon, segments and parts have
    /// no common order any more; then it is the resource.
    pub fn first_mismatch(&self, arn: &[&str; PARTS]) -> Option<ArnComponent> {
        if self.coverage(arn).is_some() {
            return None;
        }
        if let Some(pattern) = &self.arn {
            return pattern.first_mismatch(arn);
        }
        let open = self.segments.iter().position(|segment| segment.is_open).unwrap_or_default();
        let in_order = self.segments.iter().zip(arn).take(open + 1);
        let at = in_order.into_iter().position(|(segment, part)| !segment.pattern.matches(part));
        at.map_or(Some(ArnComponent::Resource), |at| ArnComponent::ALL.get(at).copied())
    }

    /// Whether it has any wildcard.
    pub fn has_wildcards(&self) -> bool {
        self.arn.as_ref().is_none_or(ArnPattern::has_wildcards)
    }

    /// Whether the segment of the service has a wildcard, where AWS allows none.
    pub fn has_wildcard_in_service(&self) -> bool {
        self.segments.get(SERVICE).is_some_and(|segment| segment.pattern.has_wildcards())
    }

    /// What every resource that matches begins with, if the pattern has six segments.
    pub fn resource_prefix(&self) -> &str {
        self.arn.as_ref().map_or("", |arn| arn.component(ArnComponent::Resource).literal_prefix())
    }

    fn covers(&self, arn: &[&str; PARTS], matches: Matches) -> Option<Coverage> {
        let by_segments = self.arn.as_ref().is_some_and(|pattern| {
            ArnComponent::ALL
                .iter()
                .zip(arn)
                .all(|(component, part)| matches(pattern.component(*component), part))
        });
        if by_segments {
            return Some(Coverage::Segments);
        }
        self.from(0, 0, arn, matches)
    }

    /// How the text from `segment` on covers the parts of the ARN from `part` on. The depth is that of an ARN, so that the
    /// search takes a few dozen steps at most.
    fn from(&self, segment: usize, part: usize, arn: &[&str; PARTS], matches: Matches) -> Option<Coverage> {
        if segment == self.length {
            return (part == PARTS).then_some(Coverage::Segments);
        }
        let text = arn.get(part)?;
        if part == PARTS - 1 {
            let tail = self.tails.get(segment)?;
            return matches(&tail.pattern, text).then_some(Coverage::Segments);
        }
        let here = self.segments.get(segment).filter(|here| matches(&here.pattern, text))?;
        let within = self.from(segment + 1, part + 1, arn, matches);
        let beyond = || {
            let is_final = here.is_open && segment + 1 == self.length;
            let way =
                if is_final && segment >= SERVICE { Coverage::FinalStar } else { Coverage::StarBeyondColon };
            let reaches_end = is_final.then_some(way);
            let reaches_part = (part + 2..PARTS)
                .find_map(|next| self.from(segment + 1, next, arn, matches))
                .map(|rest| rest.max(way));
            let into_resource = self.tails.get(segment + 1).zip(arn.last());
            let reaches_resource = into_resource
                .is_some_and(|(tail, resource)| matches(&tail.after_star, resource))
                .then_some(way);
            [reaches_end, reaches_part, reaches_resource].into_iter().flatten().min()
        };
        let beyond = if here.is_open { beyond() } else { None };
        within.into_iter().chain(beyond).min()
    }
}

type Matches = fn(&Pattern, &str) -> bool;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Arn;

    const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd";

    fn coverage(pattern: &str, text: &str) -> Option<Coverage> {
        ResourcePattern::new(pattern)?.coverage(&Arn::split(text).unwrap())
    }

    #[test]
    fn a_star_at_the_end_of_a_segment_matches_beyond_the_colon() {
        use Coverage::{FinalStar, Segments, StarBeyondColon};
        for (pattern, expected) in [
            (KEY, Some(Segments)),
            ("arn:aws:kms:*:*:*", Some(Segments)),
            ("arn:aws:kms:us-east-1:111122223333:*", Some(Segments)),
            ("arn:aws:kms:*", Some(FinalStar)),
            ("arn:aws:kms:us-east-1:*", Some(FinalStar)),
            ("arn:aws:kms:us-*", Some(FinalStar)),
            ("arn:aws:kms:us-e*", Some(FinalStar)),
            ("arn:aws:kms:us-east-1:1111*", Some(FinalStar)),
            ("arn:aws:kms:eu-*", None),
            ("arn:aws:kms:us-east-1:2*", None),
            ("arn:aws:kms:*:key/*", Some(StarBeyondColon)),
            ("arn:aws:kms:us-*:key/1234*", Some(StarBeyondColon)),
            ("arn:aws:kms:*:alias/*", None),
            ("arn:aws:kms:us-*-1:key/*", None),
            ("arn:aws:kms:us-*-1:111122223333:key/*", Some(Segments)),
            ("arn:*", Some(StarBeyondColon)),
            ("arn:aws*", Some(StarBeyondColon)),
            ("arn:aws-cn*", None),
            ("arn:*:111122223333:key/*", Some(StarBeyondColon)),
            ("arn:aws:kms:us-east-?:*", Some(FinalStar)),
            ("arn:aws:kms", None),
            ("arn:aws:kms:us-east-1", None),
            ("arn:aws:kms:us-east-1:111122223333", None),
            ("arn:aws:kms:?", None),
            ("arn:aws:kms:*:key/1234abcd", Some(StarBeyondColon)),
            ("arn:aws:kms:*:key/other", None),
            ("*:key/*", None),
            ("a*", None),
        ] {
            assert_eq!(coverage(pattern, KEY), expected, "{pattern}");
        }
    }

    #[test]
    fn a_star_reaches_into_a_resource_that_has_colons_of_its_own() {
        let log = "arn:aws:logs:us-east-1:111122223333:log-group:a:b";
        assert_eq!(coverage("arn:aws:logs:*:b", log), Some(Coverage::StarBeyondColon));
        assert_eq!(coverage("arn:aws:logs:*:c", log), None);
        assert_eq!(coverage("arn:aws:logs:*:*:log-group:*:b", log), Some(Coverage::Segments));
    }

    #[test]
    fn the_first_difference_is_named_for_short_patterns_too() {
        let arn = Arn::split(KEY).unwrap();
        for (pattern, mismatch) in [
            ("arn:aws:kms:eu-*", Some(ArnComponent::Region)),
            ("arn:aws-cn:kms:*", Some(ArnComponent::Partition)),
            ("arn:aws:kms:*:alias/*", Some(ArnComponent::Resource)),
            ("arn:aws:kms:*:444455556666:*", Some(ArnComponent::Account)),
            ("arn:aws:kms:*", None),
        ] {
            assert_eq!(ResourcePattern::new(pattern).unwrap().first_mismatch(&arn), mismatch, "{pattern}");
        }
        assert!(ResourcePattern::new("arn:aws:k*").unwrap().has_wildcard_in_service());
        assert!(ResourcePattern::new("arn:aws:KMS:*").unwrap().matches_ignoring_case(&arn));
    }

    #[test]
    fn a_hostile_pattern_takes_no_more_than_its_length() {
        let pattern = "arn:".to_owned() + &"*:".repeat(50_000) + "*";
        let arn = "arn:aws:kms:r:1:".to_owned() + &"a:".repeat(50_000);
        assert!(coverage(&pattern, &arn).is_some());
    }
}
