//! Pieces of sentences that several rules need.

/// A text in backticks, cut short where it is long.
pub(crate) fn quote(text: &str) -> String {
    const LONGEST: usize = 90;
    let mut quoted = String::from("`");
    quoted.extend(
        text.chars().take(LONGEST).map(|character| if character.is_control() { ' ' } else { character }),
    );
    if text.chars().nth(LONGEST).is_some() {
        quoted.push('…');
    }
    quoted.push('`');
    quoted
}

/// `a`, `a` and `b`, `a`, `b` and `c`; of many the first and how many more there are.
pub(crate) fn list<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    const MOST: usize = 4;
    let all: Vec<String> = texts.into_iter().map(quote).collect();
    let shown = if all.len() > MOST + 1 { MOST } else { all.len() };
    let more = match all.len() - shown {
        0 => None,
        count => Some(format!("{count} more")),
    };
    let mut parts: Vec<String> = all.into_iter().take(shown).chain(more).collect();
    match parts.pop() {
        Some(last) if !parts.is_empty() => format!("{} and {last}", parts.join(", ")),
        Some(only) => only,
        None => String::new(),
    }
}
