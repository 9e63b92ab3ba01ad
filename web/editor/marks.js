// Outcomes in the gutter, the statement that decided, and the place that the trace points at.

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, gutter, GutterMarker } from "@codemirror/view";

/** Replaces all marks: `{ statements: [{ from, to, glyph, tone, title, decided }], ranges: [{ from, to, kind }] }`. */
export const setMarks = StateEffect.define();

class Outcome extends GutterMarker {
  constructor({ glyph, tone, title }) {
    super();
    Object.assign(this, { glyph, tone, title });
  }

  eq(other) {
    return this.glyph === other.glyph && this.tone === other.tone && this.title === other.title;
  }

  toDOM() {
    const mark = document.createElement("span");
    mark.className = `outcome ${this.tone}`;
    mark.textContent = this.glyph;
    mark.title = this.title;
    return mark;
  }
}

const outcomes = (statements, doc) =>
  RangeSet.of(statements.map((statement) => new Outcome(statement).range(doc.lineAt(statement.from).from)), true);

const backgrounds = (statements, doc) => {
  const lines = [];
  for (const { from, to, tone, decided } of statements) {
    if (!decided) continue;
    const last = doc.lineAt(to).number;
    for (let number = doc.lineAt(from).number; number <= last; number += 1) {
      lines.push(Decoration.line({ class: `decided ${tone}` }).range(doc.line(number).from));
    }
  }
  return lines;
};

const places = (ranges, doc) =>
  ranges.flatMap(({ from, to, kind }) => {
    const lines = [];
    if (from < to) lines.push(Decoration.mark({ class: `place ${kind}` }).range(from, to));
    const line = doc.lineAt(from);
    return [Decoration.line({ class: `place-line ${kind}` }).range(line.from), ...lines];
  });

const marks = StateField.define({
  create: () => ({ gutter: RangeSet.empty, decorations: Decoration.none }),
  update: (value, transaction) => {
    let { gutter: inGutter, decorations } = value;
    if (transaction.docChanged) {
      inGutter = inGutter.map(transaction.changes);
      decorations = decorations.map(transaction.changes);
    }
    for (const effect of transaction.effects) {
      if (!effect.is(setMarks)) continue;
      const { doc } = transaction.state;
      inGutter = outcomes(effect.value.statements, doc);
      decorations = Decoration.set([...backgrounds(effect.value.statements, doc), ...places(effect.value.ranges, doc)], true);
    }
    return inGutter === value.gutter && decorations === value.decorations ? value : { gutter: inGutter, decorations };
  },
  provide: (field) => EditorView.decorations.from(field, ({ decorations }) => decorations),
});

/** The field that holds the marks and the gutter that shows the outcomes. */
export const markExtensions = [
  marks,
  gutter({ class: "outcomes", markers: (view) => view.state.field(marks).gutter, initialSpacer: () => new Outcome({ glyph: "✓", tone: "", title: "" }) }),
];
