//! Long names that break at their own joints.

use yew::prelude::*;

/// An ARN, key, action or service name, with places to break where its parts meet.
pub(crate) fn identifier(text: &str) -> Html {
    let parts = joints(text).into_iter().enumerate().map(|(index, part)| {
        // Browsers break after a hyphen too: not in the name of a Region.
        let joined = part.len() <= LONG && part.contains('-');
        html! {
            <>
                // Between the parts, not behind the last: what follows may be a comma.
                if index > 0 { <wbr /> }
                if joined { <span class="joined">{ part.to_owned() }</span> } else { { part.to_owned() } }
            </>
        }
    });
    html! { <code>{ for parts }</code> }
}

/// Words that are longer break at their capitals too.
const LONG: usize = 16;

/// The parts: each ends with `:`, `/`, `.` or `_`; long words in camel case are parted at their capitals.
fn joints(text: &str) -> Vec<&str> {
    let words = text.split_inclusive([':', '/', '.', '_']);
    words.flat_map(|word| if word.len() > LONG { humps(word) } else { vec![word] }).collect()
}

fn humps(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = word;
    while let Some(at) = next_hump(rest) {
        let Some((part, after)) = rest.split_at_checked(at) else { break };
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

/// Where a capital follows a small letter.
fn next_hump(word: &str) -> Option<usize> {
    let pairs = word.char_indices().zip(word.char_indices().skip(1));
    pairs
        .into_iter()
        .find(|((_, one), (_, next))| one.is_lowercase() && next.is_uppercase())
        .map(|(_, (at, _))| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_break_where_their_parts_meet() {
        assert_eq!(joints("arn:aws:kms::key/a"), ["arn:", "aws:", "kms:", ":", "key/", "a"]);
        assert_eq!(
            joints("kms:GenerateDataKeyWithoutPlaintext"),
            ["kms:", "Generate", "Data", "Key", "Without", "Plaintext"]
        );
        assert_eq!(joints("kms:ViaService"), ["kms:", "ViaService"]);
        assert_eq!(joints("été"), ["été"]);
        assert_eq!(joints(""), [""; 0]);
    }
}
