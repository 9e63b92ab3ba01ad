//! Components without the life cycle that Yew compiles anew for each type of component, 2 kB or more: one type of
//! component, which runs the function of whichever it stands for.

use std::any::Any;
use std::rc::Rc;

use yew::functional::{FunctionComponent, FunctionProvider, HookContext};
use yew::html::{BaseComponent, Context, HtmlResult};
use yew::prelude::*;
use yew::virtual_dom::{Key, VChild, VComp};

/// A component in its place, as `<C />` would be.
pub(crate) fn place<C: FunctionProvider + 'static>(props: C::Properties) -> Html {
    made::<C>(props, None)
}

/// The same with a key: another key makes it anew.
pub(crate) fn place_keyed<C: FunctionProvider + 'static>(key: impl Into<Key>, props: C::Properties) -> Html {
    made::<C>(props, Some(key.into()))
}

fn made<C: FunctionProvider + 'static>(props: C::Properties, key: Option<Key>) -> Html {
    placed(PartProps { run: run::<C>, same: same::<C>, props: Rc::new(props) }, key)
}

fn placed(props: PartProps, key: Option<Key>) -> Html {
    VComp::from(VChild::<Part>::new(props, key)).into()
}

fn run<C: FunctionProvider>(context: &mut HookContext, props: &dyn Any) -> HtmlResult
where
    C::Properties: 'static,
{
    props.downcast_ref().map_or_else(|| Ok(Html::default()), |props| C::run(context, props))
}

fn same<C: FunctionProvider>(left: &dyn Any, right: &dyn Any) -> bool
where
    C::Properties: 'static,
{
    left.downcast_ref::<C::Properties>().zip(right.downcast_ref()).is_some_and(|(left, right)| left == right)
}

/// Which component, and its properties.
#[derive(Clone, Properties)]
pub(crate) struct PartProps {
    run: fn(&mut HookContext, &dyn Any) -> HtmlResult,
    same: fn(&dyn Any, &dyn Any) -> bool,
    props: Rc<dyn Any>,
}

impl PartProps {
    fn stands_for_the_same(&self, other: &Self) -> bool {
        std::ptr::fn_addr_eq(self.run, other.run)
    }
}

impl PartialEq for PartProps {
    fn eq(&self, other: &Self) -> bool {
        self.stands_for_the_same(other) && (self.same)(&*self.props, &*other.props)
    }
}

/// What all of them are to Yew.
pub(crate) struct Part {
    hooks: FunctionComponent<Self>,
}

impl FunctionProvider for Part {
    type Properties = PartProps;

    fn run(context: &mut HookContext, props: &PartProps) -> HtmlResult {
        (props.run)(context, &*props.props)
    }
}

impl BaseComponent for Part {
    type Message = ();
    type Properties = PartProps;

    fn create(context: &Context<Self>) -> Self {
        Self { hooks: FunctionComponent::new(context) }
    }

    fn update(&mut self, _: &Context<Self>, (): ()) -> bool {
        true
    }

    fn changed(&mut self, context: &Context<Self>, old: &PartProps) -> bool {
        if !context.props().stands_for_the_same(old) {
            // Another component has come into this place: nothing that the one before remembered is its.
            self.hooks.destroy();
            self.hooks = FunctionComponent::new(context);
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> HtmlResult {
        self.hooks.render(context.props())
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        self.hooks.rendered();
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.hooks.destroy();
    }

    fn prepare_state(&self) -> Option<String> {
        self.hooks.prepare_state()
    }
}

/// `part!(Name { field: value })` is what `<Name field={value} />` would be; `part!(key, Name { … })` has a key.
macro_rules! part {
    ($($name:ident)::+ { $($properties:tt)* }) => {
        $crate::components::place::<$($name)::+>(::yew::props!(<$($name)::+ as ::yew::html::BaseComponent>::Properties { $($properties)* }))
    };
    ($key:expr, $($name:ident)::+ { $($properties:tt)* }) => {
        $crate::components::place_keyed::<$($name)::+>($key, ::yew::props!(<$($name)::+ as ::yew::html::BaseComponent>::Properties { $($properties)* }))
    };
}

pub(crate) use part;
