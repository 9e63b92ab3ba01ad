//! The page: a scenario on one side, what AWS KMS would decide and why on the other.
//!
//! Panes know KMS, components do not; state knows no types of the DOM, effects live in hooks. Nothing is decided
//! here and no sentence about a decision is built here: both come in the report.

mod app;
mod components;
mod hooks;
mod panes;
mod parts;
mod state;

fn main() {
    hooks::install_panic_page();
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"));
    let Some(root) = root else { return };
    let show = || {
        // What stands in the page until now is a picture of the application.
        root.set_inner_html("");
        yew::Renderer::<app::App>::with_root(root).render();
    };
    let fragment = kms_playground::Fragment::parse(&hooks::current());
    if parts::needs_records(&fragment) {
        wasm_bindgen_futures::spawn_local(async move {
            parts::fetch_for(&fragment).await;
            show();
        });
    } else {
        // The verdict on the first example is known; the engine comes after it, and decides what is changed.
        show();
        wasm_bindgen_futures::spawn_local(async { parts::fetch_engine().await.map_or((), drop) });
    }
}
