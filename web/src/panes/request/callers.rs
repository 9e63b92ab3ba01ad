//! Whom the field *Who calls* offers. A part of what is fetched after the first paint.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::Choice;
use crate::state::Suggestions;

/// The principals that the scenario knows; a mere name is most often that of a role of the key's account.
pub(crate) fn callers(typed: &str, suggestions: &Suggestions) -> Rc<Vec<Choice>> {
    let typed = typed.trim();
    let is_name =
        !typed.is_empty() && typed.chars().all(|c| c.is_ascii_alphanumeric() || "+=,@_-".contains(c));
    let account = suggestions.key_names.first().and_then(|key| key.value.split(':').nth(4));
    let (true, Some(account)) = (is_name, account) else { return Rc::clone(&suggestions.principals) };
    let value = AttrValue::from(format!("arn:aws:iam::{account}:role/{typed}"));
    let others: Vec<Choice> =
        suggestions.principals.iter().filter(|known| known.value != value).cloned().collect();
    let role = Choice { value, about: "role of the key's account".into(), ..Choice::default() };
    Rc::new(std::iter::once(role).chain(others).collect())
}
