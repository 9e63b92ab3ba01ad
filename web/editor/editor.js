// The policy editor: CodeMirror in a shadow root, with everything that it shows handed in by the page.
//
// Knows text, offsets in UTF-16 units and marks. Knows no policy rule: diagnostics, outcomes, words and places all
// come from the report; names to complete come from the catalogue. A shadow root because the page's
// Content-Security-Policy refuses style elements and only there CodeMirror uses constructable style sheets.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { closeSearchPanel, findNext, findPrevious, openSearchPanel, search } from "@codemirror/search";
import { Annotation, Compartment, EditorState, Prec } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers, placeholder as placeholderOf } from "@codemirror/view";

import { AfterPaint } from "./after_paint.js";
import { markExtensions, setMarks } from "./marks.js";
import { highlighting, theme } from "./theme.js";
import { completionSource, hoverSource } from "./vocabulary.js";

/** Marks a change that came from the page, which need not be told of it. */
const fromPage = Annotation.define();

/** Scrolls to the very top: with the usual margin of 5 pixels the padding above line 1 would be out of sight. */
const TOP = EditorView.scrollIntoView(0, { y: "start", yMargin: 100 });

/** Keys that belong to the browser (history, bookmarks, page info, its consoles) and stay there. */
const browserKeys = new Set([
  "Alt-ArrowLeft", "Alt-ArrowRight", "Mod-[", "Mod-]", "Mod-i", "Mod-d", "Shift-Mod-k", "Mod-Alt-\\", "Ctrl-m", "Mod-u", "Alt-u",
]);

const commands = (callbacks) => [
  { key: "Mod-z", run: () => (callbacks.undo(), true), preventDefault: true },
  { key: "Mod-y", mac: "Mod-Shift-z", run: () => (callbacks.redo(), true), preventDefault: true },
  { linux: "Ctrl-Shift-z", win: "Ctrl-Shift-z", run: () => (callbacks.redo(), true), preventDefault: true },
  // The browser finds only the lines that are drawn.
  { key: "Mod-f", run: openSearchPanel },
  { key: "Mod-Alt-f", run: openSearchPanel },
  { key: "Shift-Alt-f", run: () => (callbacks.format(), true) },
  { key: "Escape", run: closeSearchPanel, scope: "editor search-panel" },
  { key: "F8", run: nextDiagnostic },
  { key: "Shift-F8", run: previousDiagnostic },
];

const searchKeys = [
  { key: "Enter", run: findNext, shift: findPrevious, scope: "search-panel" },
];

/** Whether the person, not the page, moved the cursor. */
const movedByHand = (update) =>
  update.transactions.some((transaction) => transaction.isUserEvent("select") || transaction.isUserEvent("input") || transaction.isUserEvent("delete"));

/** The smallest change that turns `before` into `after`, so that cursor and folds stay where they are. */
const difference = (before, after) => {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < shorter - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end += 1;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
};

/**
 * Puts typed text in place itself. Left to it, Chromium would carry the colours of what is replaced over as style
 * attributes, which the Content-Security-Policy forbids. What input methods compose is theirs.
 */
const typeOver = (event, view) => {
  // A text for reading only does not even show for a moment what is typed.
  if (view.state.readOnly) return event.preventDefault(), true;
  if (event.inputType !== "insertText" || event.isComposing || event.data === null) return false;
  const { from, to } = view.state.selection.main;
  const plain = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  const taken = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, event.data, plain));
  if (!taken) view.dispatch(plain());
  event.preventDefault();
  return true;
};

/** The fields of each kind of mark, in the order in which the page hands them over. */
const FIELDS = {
  diagnostics: ["from", "to", "severity", "message", "fix"],
  statements: ["from", "to", "glyph", "tone", "title", "decided"],
  ranges: ["from", "to", "kind"],
};
const KINDS = Object.keys(FIELDS);

/** `make(kind, index)` for each kind of mark. */
const ofEachKind = (make) => Object.fromEntries(KINDS.map((kind, index) => [kind, make(kind, index)]));

/** Whether two lists of marks look the same. */
const alike = (kind, one, other) =>
  one.length === other.length && one.every((mark, index) => FIELDS[kind].every((field) => mark[field] === other[index][field]));

class RichEditor {
  #view;
  #readOnly = new Compartment();
  #wrap = new Compartment();
  /** Whether a paste took the place of the whole text, and the page is about to hand over what came of it. */
  #pasted = false;
  #vocabulary = {};
  /** What the page has not been told yet: whether the text changed, and whether a person moved the cursor. */
  #untold = { text: false, cursor: false };
  #tell;
  /** The marks that are drawn, where they stand now, and of how many lines. */
  #marks = ofEachKind(() => []);
  #lines = 0;
  /** The text that the marks were made for. */
  #marked;

  constructor(host, { text, label, placeholder, readOnly, callbacks }) {
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    root.replaceChildren();
    this.#tell = new AfterPaint(() => this.#tellPage(callbacks));
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: text,
        extensions: [
          // Only "\n" ends a line: "\r" stays a character of the text, so offsets and bytes are the report's.
          EditorState.lineSeparator.of("\n"),
          this.#readOnly.of(EditorState.readOnly.of(readOnly)),
          this.#wrap.of([]),
          placeholder ? placeholderOf(placeholder) : [],
          // Whatever a command forgets to ask: a text for reading only changes when the page changes it.
          EditorState.changeFilter.of((transaction) => !transaction.startState.readOnly || transaction.annotation(fromPage) === true),
          markExtensions,
          lineNumbers(),
          foldGutter({ openText: "⌄", closedText: "›" }),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          // Caret and selection are the browser's own: drawn ones would be measured and laid out at each keystroke.
          json(),
          highlighting,
          indentUnit.of("  "),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          search({ top: true }),
          autocompletion({ override: [completionSource(() => this.#vocabulary)], icons: false }),
          hoverSource(() => this.#vocabulary, callbacks.meaning),
          Prec.high(keymap.of(commands(callbacks))),
          keymap.of([...searchKeys, ...completionKeymap, ...closeBracketsKeymap, ...foldKeymap, ...defaultKeymap.filter(({ key }) => !browserKeys.has(key))]),
          EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", autocorrect: "off", autocapitalize: "off" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) this.#moveMarks(update.changes);
            const typed = update.docChanged && !update.transactions.some((transaction) => transaction.annotation(fromPage));
            this.#untold.text ||= typed;
            this.#untold.cursor ||= update.selectionSet && movedByHand(update);
            if (this.#untold.text || this.#untold.cursor) this.#tell.request();
          }),
          EditorView.domEventHandlers({
            beforeinput: typeOver,
            paste: (event) => this.#paste(event, callbacks),
          }),
          theme,
        ],
      }),
    });
  }

  /** Tells the page what a person did here since it was told last. */
  #tellPage({ change, cursor }) {
    const { state } = this.#view;
    const untold = this.#untold;
    this.#untold = { text: false, cursor: false };
    if (untold.text) change(state.sliceDoc());
    if (untold.cursor) cursor(state.selection.main.head);
  }

  /**
   * What replaces the whole text leaves the caret at its end and the view at its start, and nothing selected: the next
   * key must not erase it.
   */
  #paste(event, callbacks) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const whole = this.#wholeTextSelected();
    this.#pasted = callbacks.paste(text, whole);
    if (!this.#pasted && (!whole || text === "" || this.#view.state.readOnly)) return false;
    event.preventDefault();
    if (!this.#pasted) {
      const { length } = this.#view.state.doc;
      const end = text.length;
      this.#view.dispatch({ changes: { from: 0, to: length, insert: text }, selection: { anchor: end }, effects: TOP, userEvent: "input.paste" });
    }
    return true;
  }

  #wholeTextSelected() {
    const { from, to } = this.#view.state.selection.main;
    return this.#view.state.sliceDoc(0, from).trim() === "" && this.#view.state.sliceDoc(to).trim() === "";
  }

  /** Shows another text; the cursor stays with the characters around it. */
  setText(text) {
    const before = this.#view.state.sliceDoc();
    const isPasted = this.#pasted;
    this.#pasted = false;
    if (before === text) return;
    this.#view.dispatch({ changes: difference(before, text), annotations: fromPage.of(true) });
    if (isPasted) this.#view.dispatch({ selection: { anchor: this.#view.state.doc.length }, effects: TOP });
  }

  /** What is drawn moves with the text; so do the marks that are remembered of it. */
  #moveMarks(changes) {
    const move = (mark) => ({ ...mark, from: changes.mapPos(mark.from, 1), to: changes.mapPos(mark.to, -1) });
    this.#marks = ofEachKind((kind) => this.#marks[kind].map(move));
  }

  /** Shows the marks of the present text: a list for each kind, of each mark its fields; places are UTF-16 offsets. */
  setMarks(written) {
    const { length, lines } = this.#view.state.doc;
    const lists = JSON.parse(written);
    this.#marked = this.#view.state.doc;
    const named = (kind) => (values) => Object.fromEntries(FIELDS[kind].map((field, at) => [field, values[at]]));
    const marks = ofEachKind((kind, index) => lists[index].map(named(kind)).filter(({ from, to }) => from <= to && to <= length));
    // Most keystrokes only move them, and the editor has done that: then it need not draw anything again.
    if (lines === this.#lines && KINDS.every((kind) => alike(kind, marks[kind], this.#marks[kind]))) return;
    const { diagnostics, statements, ranges } = marks;
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics.map((mark) => this.#mendable(mark))), { effects: setMarks.of({ statements, ranges }) });
    this.#marks = marks;
    this.#lines = lines;
  }

  /** The mark with a button for its fix, which does nothing when the text is another by then. */
  #mendable(mark) {
    if (!mark.fix || this.#view.state.readOnly) return mark;
    const [name, edits] = JSON.parse(mark.fix);
    const apply = (view) => {
      if (view.state.doc !== this.#marked) return;
      view.dispatch({ changes: edits.map(([from, to, insert]) => ({ from, to, insert })), userEvent: "input.fix" });
      view.focus();
    };
    return { ...mark, actions: [{ name, apply }] };
  }

  /** Brings a place into view without moving cursor or focus. */
  reveal(from, to) {
    const { length } = this.#view.state.doc;
    if (to <= length) this.#view.dispatch({ effects: EditorView.scrollIntoView(from, { y: "center" }) });
  }

  /** Selects a place and puts the focus there. */
  select(from, to) {
    const { length } = this.#view.state.doc;
    this.#view.dispatch({ selection: { anchor: Math.min(from, length), head: Math.min(to, length) }, scrollIntoView: true });
    this.#view.focus();
  }

  /** What completion and hover offer, a part of `{ elements, actions, operators, keys, services, principals, … }`. */
  addVocabulary(part) {
    Object.assign(this.#vocabulary, JSON.parse(part));
  }

  /** Whether long lines wrap. */
  setWrap(wrap) {
    this.#view.dispatch({ effects: this.#wrap.reconfigure(wrap ? EditorView.lineWrapping : []) });
  }

  setReadOnly(readOnly) {
    this.#view.dispatch({ effects: this.#readOnly.reconfigure(EditorState.readOnly.of(readOnly)) });
  }

  find() {
    openSearchPanel(this.#view);
  }

  focus() {
    this.#view.focus();
  }

  destroy() {
    this.#tell.cancel();
    this.#view.destroy();
  }
}

/** Puts an editor into `host`. */
export const mount = (host, options) => new RichEditor(host, options);
