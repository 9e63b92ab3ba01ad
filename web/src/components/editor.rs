//! A text editor: a plain text area at once, the rich editor in its place when its module has come.
//!
//! Both show the same text and do the same work; what the text means is the caller's business.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::{Value, json};
use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::hooks::rich_editor::{EditorModule, RichEditor, Wiring};
use crate::hooks::use_effect_on;

use super::{Access, Picture, icon, part, use_access, value_of};

/// What is drawn around the text. Places are UTF-16 offsets.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct EditorMarks {
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) statements: Vec<StatementMark>,
    pub(crate) ranges: Vec<RangeMark>,
}

impl EditorMarks {
    /// The form in which the rich editor's module takes them: of each kind a list, of each mark its fields in order.
    pub(crate) fn to_json(&self) -> String {
        let diagnostics: Value = self
            .diagnostics
            .iter()
            .map(|mark| json!([mark.from, mark.to, mark.severity, mark.message.as_str(), mark.fix.as_str()]))
            .collect();
        let statements: Value = self
            .statements
            .iter()
            .map(|mark| json!([mark.from, mark.to, mark.glyph, mark.tone, mark.title.as_str(), mark.decided]))
            .collect();
        let ranges: Value = self.ranges.iter().map(|mark| json!([mark.from, mark.to, mark.kind])).collect();
        json!([diagnostics, statements, ranges]).to_string()
    }
}

/// A squiggle and what it says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Diagnostic {
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// `error`, `warning` or `info`.
    pub(crate) severity: &'static str,
    pub(crate) message: String,
    /// What a button mends, as JSON: the button's name, then each edit with its place and its text. Empty without one.
    pub(crate) fix: String,
}

/// An outcome in the gutter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StatementMark {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) glyph: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) title: String,
    pub(crate) decided: bool,
}

/// A highlighted range.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RangeMark {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) kind: &'static str,
}

/// Names to complete and explain, as JSON in two parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Completions {
    /// What stays the same.
    pub(crate) lasting: AttrValue,
    /// What comes and goes.
    pub(crate) added: AttrValue,
}

/// A place to bring into view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reveal {
    pub(crate) from: u32,
    pub(crate) to: u32,
}

#[derive(Properties, PartialEq)]
pub(crate) struct EditorProps {
    pub(crate) id: AttrValue,
    pub(crate) label: AttrValue,
    pub(crate) text: AttrValue,
    #[prop_or_default]
    pub(crate) marks: Rc<EditorMarks>,
    #[prop_or_default]
    pub(crate) completions: Completions,
    #[prop_or_default]
    pub(crate) reveal: Option<Reveal>,
    /// A place that comes into view when the number changes, and leaves focus and selection alone.
    #[prop_or_default]
    pub(crate) visit: Option<(usize, Reveal)>,
    pub(crate) on_change: Callback<String>,
    /// The cursor moved, by hand, to this UTF-16 offset.
    #[prop_or_default]
    pub(crate) on_cursor: Callback<u32>,
    #[prop_or_default]
    pub(crate) on_undo: Callback<()>,
    #[prop_or_default]
    pub(crate) on_redo: Callback<()>,
    #[prop_or_default]
    pub(crate) on_format: Callback<()>,
    /// Text was pasted, with whether it would replace all there is; true when the paste was dealt with.
    #[prop_or_default]
    pub(crate) on_paste: Option<Callback<(String, bool), bool>>,
    /// Whether long lines wrap.
    #[prop_or_default]
    pub(crate) wrap: bool,
    /// What an empty text shows.
    #[prop_or_default]
    pub(crate) placeholder: Option<&'static str>,
}

/// The editor.
#[component]
pub(crate) fn Editor(props: &EditorProps) -> Html {
    let module = use_context::<EditorModule>().unwrap_or_default();
    let access = use_access();
    let (host, plain) = (use_node_ref(), use_node_ref());
    let rich = use_state(|| None::<Rc<RichEditor>>);
    let wiring = use_mut_ref(|| Wiring::of(props, access));
    *wiring.borrow_mut() = Wiring::of(props, access);
    {
        let (host, plain, rich, wiring) = (host.clone(), plain.clone(), rich.clone(), wiring);
        use_effect_on(module, move |module| {
            let mounted = mount(module, &host, &plain, &wiring);
            if mounted.is_some() {
                rich.set(mounted.clone());
            }
            move || drop(mounted)
        });
    }
    use_effect_on((props.text.clone(), (*rich).clone()), |(text, rich)| {
        if let Some(rich) = rich {
            rich.set_text(text);
        }
    });
    use_effect_on((access, (*rich).clone()), |(access, rich)| {
        if let Some(rich) = rich {
            rich.set_access(*access);
        }
    });
    use_effect_on((props.wrap, (*rich).clone()), |(wrap, rich)| {
        if let Some(rich) = rich {
            rich.set_wrap(*wrap);
        }
    });
    use_effect_on((props.marks.clone(), (*rich).clone()), |(marks, rich)| {
        if let Some(rich) = rich {
            rich.set_marks(marks);
        }
    });
    use_effect_on((props.completions.lasting.clone(), (*rich).clone()), tell_vocabulary);
    use_effect_on((props.completions.added.clone(), (*rich).clone()), tell_vocabulary);
    {
        let (plain, text) = (plain.clone(), props.text.clone());
        use_effect_on((props.reveal, (*rich).clone()), move |(reveal, rich)| match (reveal, rich) {
            (Some(place), Some(rich)) => rich.reveal(place.from, place.to),
            (Some(place), None) => select_plain(&plain, &text, *place),
            (None, _) => {}
        });
    }
    use_effect_on((props.visit.map(|(number, _)| number), (*rich).clone()), {
        let visit = props.visit;
        move |(_, rich)| {
            if let (Some((_, place)), Some(rich)) = (visit, rich) {
                rich.reveal(place.from, place.to);
            }
        }
    });
    let is_rich = rich.is_some();
    let find = {
        let rich = rich.clone();
        move |_| {
            if let Some(rich) = &*rich {
                rich.find();
            }
        }
    };
    html! {
        <div class="editor" id={format!("{}-editor", props.id)}>
            <div class="rich" ref={host} hidden={!is_rich} />
            if is_rich {
                <button type="button" class="button quiet icon find" aria-label="Search in the text" title="Search in the text (Ctrl F)" onclick={find}>{ icon(Picture::Search) }</button>
            }
            if !is_rich {
                { part!(PlainText { props: PlainProps::of(props, access, plain.clone()) }) }
            }
        </div>
    }
}

fn tell_vocabulary((part, rich): &(AttrValue, Option<Rc<RichEditor>>)) {
    if let (Some(rich), false) = (rich, part.is_empty()) {
        rich.add_vocabulary(part);
    }
}

fn mount(
    module: &EditorModule,
    host: &NodeRef,
    plain: &NodeRef,
    wiring: &Rc<RefCell<Wiring>>,
) -> Option<Rc<RichEditor>> {
    let host = host.cast::<HtmlElement>()?;
    let area = plain.cast::<HtmlTextAreaElement>();
    // Whoever is already typing goes on typing in the same place.
    let document = web_sys::window().and_then(|window| window.document());
    let had_focus = area.is_some()
        && document.and_then(|document| document.active_element()) == area.clone().map(Into::into);
    let cursor = area.filter(|_| had_focus).and_then(|area| area.selection_start().ok().flatten());
    let rich = Rc::new(RichEditor::mount(module, &host, wiring)?);
    host.set_hidden(false);
    if let Some(cursor) = cursor {
        rich.select(cursor, cursor);
    }
    Some(rich)
}

#[derive(Clone, PartialEq)]
struct PlainProps {
    wrap: bool,
    placeholder: Option<&'static str>,
    id: AttrValue,
    label: AttrValue,
    text: AttrValue,
    area: NodeRef,
    access: Access,
    on_change: Callback<String>,
    on_cursor: Callback<u32>,
    on_paste: Option<Callback<(String, bool), bool>>,
}

impl Wiring {
    fn of(props: &EditorProps, access: Access) -> Self {
        Self {
            text: props.text.clone(),
            label: props.label.clone(),
            placeholder: props.placeholder.unwrap_or_default().into(),
            on_change: props.on_change.clone(),
            on_cursor: props.on_cursor.clone(),
            on_undo: props.on_undo.clone(),
            on_redo: props.on_redo.clone(),
            on_format: props.on_format.clone(),
            on_paste: props.on_paste.clone().filter(|_| access == Access::Editable),
        }
    }
}

impl PlainProps {
    fn of(props: &EditorProps, access: Access, area: NodeRef) -> Self {
        Self {
            wrap: props.wrap,
            placeholder: props.placeholder,
            id: props.id.clone(),
            label: props.label.clone(),
            text: props.text.clone(),
            area,
            access,
            on_change: props.on_change.clone(),
            on_cursor: props.on_cursor.clone(),
            on_paste: props.on_paste.clone().filter(|_| access == Access::Editable),
        }
    }
}

#[derive(Properties, PartialEq)]
struct PlainTextProps {
    props: PlainProps,
}

/// The plain text area.
#[component]
fn PlainText(props: &PlainTextProps) -> Html {
    let PlainProps { wrap, placeholder, id, label, text, area, access, on_change, on_cursor, on_paste } =
        props.props.clone();
    let readonly = access == Access::ReadOnly;
    let oninput = move |event: InputEvent| on_change.emit(value_of(event.target()));
    let tell_cursor = {
        let (area, text) = (area.clone(), text.clone());
        Callback::from(move |()| {
            let start =
                area.cast::<HtmlTextAreaElement>().and_then(|area| area.selection_start().ok().flatten());
            if let Some(start) = start {
                on_cursor.emit(to_text(&text, start));
            }
        })
    };
    let onclick = tell_cursor.reform(|_: MouseEvent| ());
    let onkeyup = {
        Callback::from(move |event: KeyboardEvent| {
            if event.key().starts_with("Arrow")
                || matches!(event.key().as_str(), "Home" | "End" | "PageUp" | "PageDown")
            {
                tell_cursor.emit(());
            }
        })
    };
    let onpaste = {
        let area = area.clone();
        move |event: Event| {
            let Some(on_paste) = &on_paste else { return };
            let pasted = crate::hooks::pasted_text(&event);
            let whole = area.cast::<HtmlTextAreaElement>().is_some_and(|area| selects_all(&area));
            if on_paste.emit((pasted, whole)) {
                event.prevent_default();
            }
        }
    };
    html! {
        <textarea {id} class="plain" aria-label={label} value={text} ref={area} {readonly} wrap={if wrap { "soft" } else { "off" }} {placeholder} spellcheck="false" autocomplete="off"
            autocapitalize="off" {oninput} {onclick} {onkeyup} {onpaste} />
    }
}

fn selects_all(area: &HtmlTextAreaElement) -> bool {
    let (start, end) = (area.selection_start().ok().flatten(), area.selection_end().ok().flatten());
    let length = u32::try_from(area.value().encode_utf16().count()).unwrap_or(u32::MAX);
    area.value().trim().is_empty() || (start == Some(0) && end == Some(length))
}

/// Selects a place in the text area, which shows nothing else: so it takes the focus.
fn select_plain(area: &NodeRef, text: &str, place: Reveal) {
    let Some(area) = area.cast::<HtmlTextAreaElement>() else { return };
    let _ = area.focus();
    let _ = area.set_selection_range(to_field(text, place.from), to_field(text, place.to));
    let before: usize =
        text.encode_utf16().take(place.from as usize).filter(|unit| *unit == u16::from(b'\n')).count();
    let lines = text.matches('\n').count() + 1;
    let line_height = area.scroll_height() / i32::try_from(lines).unwrap_or(i32::MAX).max(1);
    area.set_scroll_top(i32::try_from(before).unwrap_or(0) * line_height - area.client_height() / 2);
}

/// Text areas drop the "\r" of "\r\n": an offset of the text as one of the text area.
fn to_field(text: &str, offset: u32) -> u32 {
    let pairs = text.encode_utf16().take(offset as usize).filter(|unit| *unit == u16::from(b'\r')).count();
    offset.saturating_sub(u32::try_from(pairs).unwrap_or(0))
}

/// An offset of the text area as one of the text.
fn to_text(text: &str, offset: u32) -> u32 {
    let mut seen = 0;
    let mut at = 0;
    for unit in text.encode_utf16() {
        if seen == offset && unit != u16::from(b'\r') {
            break;
        }
        at += 1;
        seen += u32::from(unit != u16::from(b'\r'));
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_of_text_and_text_area_differ_by_the_carriage_returns_before_them() {
        let text = "a\r\n😀\r\nb";
        assert_eq!(to_field(text, 0), 0);
        assert_eq!(to_field(text, 3), 2);
        assert_eq!(to_field(text, 7), 5);
        assert_eq!(to_text(text, 5), 7);
        assert_eq!(to_text(text, 2), 3);
        assert_eq!(to_text("", 0), 0);
    }
}
