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
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";

import { markExtensions, setMarks } from "./marks.js";
import { highlighting, theme } from "./theme.js";
import { completionSource, hoverSource } from "./vocabulary.js";

/** Marks a change that came from the page, which need not be told of it. */
const fromPage = Annotation.define();

/** Keys that belong to the browser (history, bookmarks, page info, its consoles) and stay there. */
const browserKeys = new Set([
  "Alt-ArrowLeft", "Alt-ArrowRight", "Mod-[", "Mod-]", "Mod-i", "Mod-d", "Shift-Mod-k", "Mod-Alt-\\", "Ctrl-m", "Mod-u", "Alt-u",
]);

const commands = (callbacks) => [
  { key: "Mod-z", run: () => (callbacks.undo(), true), preventDefault: true },
  { key: "Mod-y", mac: "Mod-Shift-z", run: () => (callbacks.redo(), true), preventDefault: true },
  { linux: "Ctrl-Shift-z", win: "Ctrl-Shift-z", run: () => (callbacks.redo(), true), preventDefault: true },
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
  if (event.inputType !== "insertText" || event.isComposing || event.data === null || view.state.readOnly) return false;
  const { from, to } = view.state.selection.main;
  const plain = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  const taken = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, event.data, plain));
  if (!taken) view.dispatch(plain());
  event.preventDefault();
  return true;
};

class RichEditor {
  #view;
  #readOnly = new Compartment();
  #vocabulary = {};

  constructor(host, { text, label, readOnly, callbacks }) {
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    root.replaceChildren();
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: text,
        extensions: [
          // Only "\n" ends a line: "\r" stays a character of the text, so offsets and bytes are the report's.
          EditorState.lineSeparator.of("\n"),
          this.#readOnly.of(EditorState.readOnly.of(readOnly)),
          markExtensions,
          lineNumbers(),
          foldGutter({ openText: "⌄", closedText: "›" }),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          drawSelection(),
          json(),
          highlighting,
          indentUnit.of("  "),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          search({ top: true }),
          autocompletion({ override: [completionSource(() => this.#vocabulary)], icons: false }),
          hoverSource(() => this.#vocabulary),
          Prec.high(keymap.of(commands(callbacks))),
          keymap.of([...searchKeys, ...completionKeymap, ...closeBracketsKeymap, ...foldKeymap, ...defaultKeymap.filter(({ key }) => !browserKeys.has(key))]),
          EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", autocorrect: "off", autocapitalize: "off" }),
          EditorView.updateListener.of((update) => {
            const typed = update.docChanged && !update.transactions.some((transaction) => transaction.annotation(fromPage));
            if (typed) callbacks.change(update.state.sliceDoc());
            if (update.selectionSet && movedByHand(update)) callbacks.cursor(update.state.selection.main.head);
          }),
          EditorView.domEventHandlers({
            beforeinput: typeOver,
            paste: (event) => callbacks.paste(event.clipboardData?.getData("text/plain") ?? "", this.#wholeTextSelected()) && (event.preventDefault(), true),
          }),
          theme,
        ],
      }),
    });
  }

  #wholeTextSelected() {
    const { from, to } = this.#view.state.selection.main;
    return this.#view.state.sliceDoc(0, from).trim() === "" && this.#view.state.sliceDoc(to).trim() === "";
  }

  /** Shows another text; the cursor stays with the characters around it. */
  setText(text) {
    const before = this.#view.state.sliceDoc();
    if (before !== text) this.#view.dispatch({ changes: difference(before, text), annotations: fromPage.of(true) });
  }

  /** Shows `{ diagnostics, statements, ranges }` of the present text; places are UTF-16 offsets. */
  setMarks(marks) {
    const { diagnostics, statements, ranges } = JSON.parse(marks);
    const { length } = this.#view.state.doc;
    const inside = ({ from, to }) => from <= to && to <= length;
    this.#view.dispatch(
      setDiagnostics(this.#view.state, diagnostics.filter(inside)),
      { effects: setMarks.of({ statements: statements.filter(inside), ranges: ranges.filter(inside) }) },
    );
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
    this.#view.destroy();
  }
}

/** Puts an editor into `host`. */
export const mount = (host, options) => new RichEditor(host, options);
