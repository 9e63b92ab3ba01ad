//! Yew's `use_effect_with`, compiled once for all effects: each further type of what one depends on weighs half a
//! kilobyte there.

use std::any::Any;

use yew::prelude::*;

/// What an effect depends on, whatever it is.
struct Given {
    value: Box<dyn Any>,
    same: fn(&dyn Any, &dyn Any) -> bool,
}

impl PartialEq for Given {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&*self.value, &*other.value)
    }
}

type Ending = Box<dyn FnOnce()>;
type Effect = Box<dyn FnOnce(&dyn Any) -> Option<Ending>>;

/// What an effect leaves to be done when it ends: nothing, or a function.
pub(crate) trait End {
    /// The function.
    fn ending(self) -> Option<Ending>;
}

impl End for () {
    fn ending(self) -> Option<Ending> {
        None
    }
}

impl<F: FnOnce() + 'static> End for F {
    fn ending(self) -> Option<Ending> {
        Some(Box::new(self))
    }
}

/// Runs the effect after a rendering whose `given` differs from the one before, and ends the one before.
#[hook]
pub(crate) fn use_effect_on<T, E, F>(given: T, effect: F)
where
    T: PartialEq + 'static,
    E: End,
    F: FnOnce(&T) -> E + 'static,
{
    let same = |left: &dyn Any, right: &dyn Any| {
        left.downcast_ref::<T>().zip(right.downcast_ref()).is_some_and(|(left, right)| left == right)
    };
    let effect = |given: &dyn Any| given.downcast_ref().and_then(|given| effect(given).ending());
    use_any_effect(Given { value: Box::new(given), same }, Box::new(effect));
}

#[hook]
fn use_any_effect(given: Given, effect: Effect) {
    use_effect_with(given, move |given| {
        let ending = effect(&*given.value);
        move || ending.into_iter().for_each(|end| end())
    });
}
