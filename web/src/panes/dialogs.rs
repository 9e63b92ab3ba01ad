//! The open dialog. All of them but the preview of a text are one part of the application, which is fetched after
//! the first paint.

use kms_playground::{Detail, Report};
use yew::prelude::*;

use crate::components::part;
use crate::hooks::base;
use crate::parts;
use crate::state::{Action, AppState, Dialog, Shared, is_veiled};

use super::about::About;
use super::compare::ComparePane;
use super::gallery::Gallery;
use super::help::Help;
use super::json::WholeJson;
use super::service_calls::ServiceCalls;
use super::share::SharePane;
use super::versions::Versions;

/// The report as a link or a ticket tells it, whatever the page hides.
fn told(state: &AppState) -> Shared<Report> {
    if state.report.requests.iter().any(is_veiled) {
        Shared::new(kms_playground::run_without_findings(&state.scenario, Detail::All))
    } else {
        state.report.clone()
    }
}

/// The dialog.
pub(crate) fn dialog(state: &AppState, act: &Callback<Action>) -> Html {
    match state.dialog {
        // The preview of a text comes with the readers, the dialog of jobs with the jobs.
        None | Some(Dialog::Paste | Dialog::Jobs(_) | Dialog::Learn(_)) => Html::default(),
        Some(Dialog::Gallery) => part!(Gallery { act: act.clone() }),
        Some(Dialog::Share) => {
            part!(SharePane {
                scenario: state.scenario.clone(),
                report: told(state),
                request: state.request,
                sharing: state.sharing.clone(),
                page: base(),
                act: act.clone(),
            })
        }
        Some(Dialog::About) => part!(About { scenario: state.scenario.clone(), act: act.clone() }),
        Some(Dialog::Help) => part!(Help { act: act.clone() }),
        Some(Dialog::Json) => {
            part!(WholeJson {
                scenario: state.scenario.clone(),
                draft: state.draft.clone(),
                act: act.clone()
            })
        }
        Some(Dialog::ServiceCalls) => {
            part!(ServiceCalls { scenario: state.scenario.clone(), act: act.clone() })
        }
        Some(Dialog::Compare(left, right)) => {
            let fragment = parts::records().map(|records| (records.written)(state)).unwrap_or_default();
            let link = format!("{}#{fragment}&compare={}-{}", base(), left + 1, right + 1);
            part!(ComparePane {
                scenario: state.scenario.clone(),
                report: state.report.clone(),
                left,
                right,
                link,
                act: act.clone(),
            })
        }
        Some(Dialog::Versions) => part!(Versions { state: state.clone(), act: act.clone() }),
    }
}
