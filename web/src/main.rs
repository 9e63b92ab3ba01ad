//! The page: a scenario on one side, what AWS KMS would decide and why on the other.
//!
//! Panes know KMS, components do not; state knows no types of the DOM, effects live in hooks. Nothing is decided
//! here and no sentence about a decision is built here: both come in the report.

mod app;
mod components;
mod hooks;
mod panes;
mod state;

fn main() {
    hooks::install_panic_page();
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"));
    if let Some(root) = root {
        yew::Renderer::<app::App>::with_root(root).render();
    }
}
