//! Long work in slices, so that the page answers in between.

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;
use std::time::Duration;

use web_sys::window;
use yew::platform::spawn_local;
use yew::platform::time::sleep;

/// How long a slice may take, in milliseconds: half a frame.
const SLICE: f64 = 8.0;

/// A clock for one piece of work, and whether it is still wanted.
#[derive(Clone)]
pub(super) struct Slices {
    began: f64,
    is_stopped: Rc<Cell<bool>>,
}

impl Slices {
    /// Whether the slice is over.
    pub(super) fn is_over(&self) -> bool {
        now() - self.began > SLICE
    }

    /// Lets the page have its turn; false: nobody wants the rest.
    pub(super) async fn pause(&mut self, milliseconds: u64) -> bool {
        sleep(Duration::from_millis(milliseconds)).await;
        self.began = now();
        !self.is_stopped.get()
    }
}

/// Begins some work, and gives what stops it.
pub(super) fn begin<F: Future<Output = ()> + 'static>(work: impl FnOnce(Slices) -> F) -> Rc<Cell<bool>> {
    let is_stopped = Rc::new(Cell::new(false));
    spawn_local(work(Slices { began: now(), is_stopped: Rc::clone(&is_stopped) }));
    is_stopped
}

fn now() -> f64 {
    window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}
