// Outcomes in the gutter, the statement that decided, and the place that the trace points at.

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, gutter, gutterLineClass, GutterMarker } from "@codemirror/view";

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

/** Colours a line's gutters like the line. */
class LineClass extends GutterMarker {
  constructor(elementClass) {
    super();
    this.elementClass = elementClass;
  }

  eq(other) {
    return this.elementClass === other.elementClass;
  }
}

/** `make(class)` at the beginning of each line of the statements that decided. */
const decidedLines = (statements, doc, make) => {
  const lines = [];
  for (const { from, to, tone, decided } of statements) {
    if (!decided) continue;
    const last = doc.lineAt(to).number;
    for (let number = doc.lineAt(from).number; number <= last; number += 1) {
      lines.push(make(`decided ${tone}`).range(doc.line(number).from));
    }
  }
  return lines;
};

const backgrounds = (statements, doc) => decidedLines(statements, doc, (name) => Decoration.line({ class: name }));
const gutterBackgrounds = (statements, doc) => RangeSet.of(decidedLines(statements, doc, (name) => new LineClass(name)), true);

const places = (ranges, doc) =>
  ranges.flatMap(({ from, to, kind }) => {
    const lines = [];
    if (from < to) lines.push(Decoration.mark({ class: `place ${kind}` }).range(from, to));
    const line = doc.lineAt(from);
    return [Decoration.line({ class: `place-line ${kind}` }).range(line.from), ...lines];
  });

const marks = StateField.define({
  create: () => ({ gutter: RangeSet.empty, lines: RangeSet.empty, decorations: Decoration.none }),
  update: (value, transaction) => {
    let { gutter: inGutter, lines, decorations } = value;
    if (transaction.docChanged) {
      inGutter = inGutter.map(transaction.changes);
      lines = lines.map(transaction.changes);
      decorations = decorations.map(transaction.changes);
    }
    for (const effect of transaction.effects) {
      if (!effect.is(setMarks)) continue;
      const { doc } = transaction.state;
      inGutter = outcomes(effect.value.statements, doc);
      lines = gutterBackgrounds(effect.value.statements, doc);
      decorations = Decoration.set([...backgrounds(effect.value.statements, doc), ...places(effect.value.ranges, doc)], true);
    }
    return inGutter === value.gutter && decorations === value.decorations ? value : { gutter: inGutter, lines, decorations };
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ decorations }) => decorations),
    gutterLineClass.from(field, ({ lines }) => lines),
  ],
});

/** The field that holds the marks and the gutter that shows the outcomes. */
export const markExtensions = [
  marks,
  gutter({ class: "outcomes", markers: (view) => view.state.field(marks).gutter, initialSpacer: () => new Outcome({ glyph: "✓", tone: "", title: "" }) }),
];
