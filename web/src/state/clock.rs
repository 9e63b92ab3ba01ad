//! The time, for the list of versions alone: nothing is decided by it.

/// Milliseconds since 1970.
#[cfg(target_family = "wasm")]
pub(super) fn now() -> f64 {
    js_sys::Date::now()
}

/// Native tests have no clock.
#[cfg(not(target_family = "wasm"))]
pub(super) const fn now() -> f64 {
    0.0
}
