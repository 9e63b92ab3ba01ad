//! Effects: everything in which the page touches the browser.

mod address;
mod arrivals;
mod boot;
mod dialogs;
mod effect;
mod host;
mod meanings;
mod panic;
mod paper;
pub(crate) mod rich_editor;
mod shortcuts;
mod theme;

pub(crate) use address::{base, current, use_address};
pub(crate) use arrivals::{download, file_name, pasted_text, read_file, use_arrivals};
pub(crate) use dialogs::use_dialogs;
pub(crate) use effect::use_effect_on;
pub(crate) use host::{host_window, use_host};
pub(crate) use meanings::explain_names;
pub(crate) use panic::{install_panic_page, last_scenario, use_panic_snapshot};
pub(crate) use paper::{case_file_of, print_everything, save_case_file};
pub(crate) use rich_editor::use_editor_module;
pub(crate) use shortcuts::use_shortcuts;
pub(crate) use theme::use_theme;
