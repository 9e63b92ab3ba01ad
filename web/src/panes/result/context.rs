//! What KMS sees: every key of the request context with its values and where they came from.

use kms_playground::CheckReport;
use yew::prelude::*;

use crate::components::{identifier, prose};

pub(super) fn view(check: &CheckReport, shown: bool) -> Html {
    if !shown || (check.context.is_empty() && check.absent.is_empty()) {
        return Html::default();
    }
    let (present, absent) = (check.context.len(), check.absent.len());
    let summary = match absent {
        0 => format!("{present} context keys"),
        _ => format!("{present} context keys, {absent} asked for and absent"),
    };
    html! {
        <section>
            <details class="disclosure">
                <summary><b>{ "What KMS sees" }</b>{ format!(": {summary}") }</summary>
                <table class="seen-keys">
                    <thead><tr><th>{ "Condition key" }</th><th>{ "Value" }</th><th>{ "From" }</th></tr></thead>
                    <tbody>
                        { for check.context.iter().map(|key| html! {
                            <tr key={key.key.clone()}>
                                <td>{ identifier(&key.key) }</td>
                                <td>{ for key.values.iter().map(|value| html! { <div>{ identifier(value) }</div> }) }</td>
                                <td><small>{ prose(&key.origin.text) }</small></td>
                            </tr>
                        }) }
                        { for check.absent.iter().map(|key| html! {
                            <tr key={format!("absent {}", key.key)} class="never">
                                <td>{ identifier(&key.key) }</td>
                                <td>{ "not there" }</td>
                                <td><small>{ prose(&key.text) }</small></td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </details>
        </section>
    }
}
