//! Bringing something into view within this document. The browser's own `scrollIntoView` would also scroll the pages
//! around the frame that shows it, which are not ours.

use web_sys::{Element, window};

/// Scrolls what scrolls around the element, as little as shows it whole; else its beginning.
pub(crate) fn bring_into_view(element: &Element) {
    let Some((scroller, top)) = scroller_of(element) else { return };
    let own = element.get_bounding_client_rect();
    let above = own.top() - top;
    let below = own.bottom() - (top + f64::from(scroller.client_height()));
    scroller.scroll_by_with_x_and_y(0.0, above.min(0.0) + below.min(above).max(0.0));
}

/// Scrolls a list sideways, as little as shows the whole of what is in it.
pub(crate) fn bring_into_list(element: &Element, list: &Element) {
    let (own, view) = (element.get_bounding_client_rect(), list.get_bounding_client_rect());
    let hidden = (own.left() - view.left()).min(0.0) + (own.right() - view.right()).max(0.0);
    list.scroll_by_with_x_and_y(hidden, 0.0);
}

/// The nearest element around this one that scrolls, else the document's; and where its view begins.
fn scroller_of(element: &Element) -> Option<(Element, f64)> {
    let window = window()?;
    let scrolls = |around: &Element| {
        let style = window.get_computed_style(around).ok().flatten();
        let overflow =
            style.and_then(|style| style.get_property_value("overflow-y").ok()).unwrap_or_default();
        around.scroll_height() > around.client_height() && matches!(overflow.as_str(), "auto" | "scroll")
    };
    let mut around = element.parent_element();
    while let Some(candidate) = around {
        if scrolls(&candidate) {
            let top = candidate.get_bounding_client_rect().top();
            return Some((candidate, top));
        }
        around = candidate.parent_element();
    }
    Some((window.document()?.document_element()?, 0.0))
}
