//! Why a text that looks like a principal or an account names none, with the cure.
//!
//! IAM User Guide, *IAM and AWS STS quotas*, IAM name requirements (reference_iam-quotas.html), and *Principal*
//! (reference_policies_elements_principal.html).

use crate::Arn;

/// AWS's partitions.
const PARTITIONS: [&str; 8] =
    ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];

/// Whether AWS has this partition.
pub fn is_partition(partition: &str) -> bool {
    PARTITIONS.contains(&partition)
}

/// Why a text names no principal or account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentifierFault {
    /// It begins or ends with a blank, or has one inside.
    Blank,
    /// The account id is written with hyphens or blanks between its digits; these are the digits.
    GroupedDigits(String),
    /// The account id has this number of digits, not twelve.
    DigitCount(usize),
    /// AWS has no such partition.
    Partition(String),
    /// Names of users and roles cannot have this character.
    Character(char),
}

impl IdentifierFault {
    /// The fault of a text that should be an account id or an ARN of IAM, STS or KMS; none where nothing is
    /// recognized.
    pub fn of(text: &str) -> Option<Self> {
        if let Some(fault) = Self::of_account(text) {
            return Some(fault);
        }
        let Some([_, partition, service, _, account, resource]) = Arn::split(text.trim()) else {
            // Of anything else a blank at an end is never meant.
            return (text.trim() != text && !text.trim().is_empty()).then_some(Self::Blank);
        };
        if partition.contains(['$', '{', '<', '*']) || account.contains(['$', '{', '<', '*']) {
            return None; // a placeholder or a wildcard, which is another fault
        }
        if !is_partition(partition) {
            // An ARN that lacks its partition has the service in its place.
            return (!partition.is_empty() && partition.starts_with("aws"))
                .then(|| Self::Partition(partition.to_owned()));
        }
        // In the place of an account a few digits are an account id too.
        let few = (2..6).contains(&account.len()) && account.bytes().all(|byte| byte.is_ascii_digit());
        let few = few.then_some(Self::DigitCount(account.len()));
        if let Some(fault) = Self::of_account(account).or(few) {
            return Some(fault);
        }
        if text.contains(char::is_whitespace) {
            return Some(Self::Blank);
        }
        let name =
            resource.rsplit_once('/').map(|(_, name)| name).filter(|_| matches!(service, "iam" | "sts"))?;
        if name.contains(['$', '{', '<', '*', '?']) {
            return None;
        }
        name.chars().find(|character| !is_name_character(*character)).map(Self::Character)
    }

    /// The fault of a text of digits that is no account id.
    pub fn of_account(text: &str) -> Option<Self> {
        let separators = text.chars().filter(|character| *character == '-' || *character == ' ').count();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.is_empty() || digits.len() + separators != text.chars().count() {
            return None;
        }
        match (digits.len(), separators) {
            (12, 0) => None,
            (12, _) => Some(Self::GroupedDigits(digits)),
            (6..=20, _) => Some(Self::DigitCount(digits.len())),
            _ => None,
        }
    }

    /// What is wrong, as the end of a sentence about the text.
    pub fn cause(&self) -> String {
        match self {
            Self::Blank => "has a space".to_owned(),
            Self::GroupedDigits(_) => "has hyphens or spaces in the account id".to_owned(),
            Self::DigitCount(count) => format!("has an account id of {count} digits, not twelve"),
            Self::Partition(partition) => format!("has the partition `{partition}`, which AWS does not have"),
            Self::Character(character) => {
                format!("has the character `{character}`, which no name of a user, role or session has")
            }
        }
    }

    /// What to do, in the imperative.
    pub fn fix(&self) -> String {
        match self {
            Self::Blank => "remove the space; names in IAM have none".to_owned(),
            Self::GroupedDigits(digits) => format!("write the twelve digits without hyphens: `{digits}`"),
            Self::DigitCount(_) => {
                "write all twelve digits of the account id, leading zeros included".to_owned()
            }
            Self::Partition(_) => {
                "write `aws`, `aws-cn`, `aws-us-gov` or another partition of AWS's".to_owned()
            }
            Self::Character(_) => "names have letters, digits and `+=,.@_-` only".to_owned(),
        }
    }
}

/// Letters, digits and `+=,.@_-`; AWS's own roles for services have a colon too.
pub(super) fn is_name_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "+=,.@_-:".contains(character)
}

/// Whether a resource can end with the name of a user, role or session; the path before it has more characters.
pub(super) fn has_name(resource: &str) -> bool {
    let name = resource.rsplit('/').next().unwrap_or_default();
    resource.bytes().all(|byte| byte.is_ascii_graphic()) && name.chars().all(is_name_character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_id_is_told_from_what_looks_like_one() {
        use IdentifierFault::{DigitCount, GroupedDigits};
        let grouped = Some(GroupedDigits("111122223333".to_owned()));
        for text in ["1111-2222-3333", "1111 2222 3333", "111-122223333"] {
            assert_eq!(IdentifierFault::of(text), grouped, "{text}");
        }
        assert_eq!(IdentifierFault::of("11112222333"), Some(DigitCount(11)));
        assert_eq!(IdentifierFault::of("arn:aws:iam::1111222233334:root"), Some(DigitCount(13)));
        assert_eq!(IdentifierFault::of("arn:aws:iam::1111-2222-3333:root"), grouped);
        for sound in ["111122223333", "", " ", "-", "1-2", "Ana", "arn:aws:iam::111122223333:root"] {
            assert_eq!(IdentifierFault::of(sound), None, "{sound}");
        }
    }

    #[test]
    fn a_path_has_more_characters_than_a_name() {
        assert!(has_name("role/a!b/Name") && has_name("root") && has_name("user/Name+1@x"));
        assert!(!has_name("role/Na me") && !has_name("role/a b/Name") && !has_name("role/Name!"));
    }

    #[test]
    fn an_arn_shows_what_no_arn_of_aws_has() {
        use IdentifierFault::{Blank, Character, Partition};
        for text in [
            "arn:aws:iam::111122223333:role/App ",
            " arn:aws:iam::111122223333:role/App",
            "arn:aws:iam::111122223333:role/My App",
            "arn:aws:sts::111122223333:assumed-role/App/s 1",
            "cloudtrail.amazonaws.com ",
        ] {
            assert_eq!(IdentifierFault::of(text), Some(Blank), "{text:?}");
        }
        let partition = |name: &str| Some(Partition(name.to_owned()));
        assert_eq!(IdentifierFault::of("arn:aws-nowhere:iam::111122223333:root"), partition("aws-nowhere"));
        assert_eq!(IdentifierFault::of("arn:AWS:iam::111122223333:root"), None);
        assert_eq!(IdentifierFault::of("arn:aws:iam::111122223333:role/A!"), Some(Character('!')));
        for other in [
            "arn:aws-iso-f:iam::111122223333:root",
            "arn:aws:iam::111122223333:role/${Reader}",
            "arn:aws:iam::<account>:root",
            "arn:aws:sts::111122223333:assumed-role/aws:ec2-infrastructure/i-0a1b",
        ] {
            assert_eq!(IdentifierFault::of(other), None, "{other}");
        }
    }
}
