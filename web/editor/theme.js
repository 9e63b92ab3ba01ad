// The editor's looks, in the page's own custom properties, which a shadow root inherits.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Colours of JSON. Keys, texts and other values differ; punctuation steps back. */
export const highlighting = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.propertyName, color: "var(--code-key)" },
    { tag: tags.string, color: "var(--code-text)" },
    { tag: [tags.number, tags.bool, tags.null], color: "var(--code-other)" },
    { tag: [tags.separator, tags.squareBracket, tags.brace], color: "var(--ink-2)" },
    { tag: tags.invalid, color: "var(--deny)" },
  ]),
);

const squiggle = (color) => `underline wavy ${color} 1.5px`;

/** Everything else. */
export const theme = EditorView.theme({
  // The placeholder wraps at the editor's edge, not at that of its longest line.
  "&": { containerType: "inline-size", height: "100%", width: "100%", color: "var(--ink)", backgroundColor: "var(--sheet)", fontSize: "12.5px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "19px", overflow: "auto" },
  ".cm-content": { padding: "8px 0 24px", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 10px 0 4px" },
  ".cm-line::selection, .cm-line ::selection": { backgroundColor: "color-mix(in srgb, var(--accent) 26%, transparent)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 5%, transparent)" },
  ".cm-gutters": { backgroundColor: "var(--sheet)", color: "var(--ink-3)", border: "0" },
  ".cm-placeholder": { color: "var(--ink-2)", whiteSpace: "normal", display: "inline-block", maxWidth: "calc(100cqi - 70px)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--sheet)", color: "var(--ink)" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 4px 0 2px", minWidth: "26px" },
  ".cm-foldGutter .cm-gutterElement": { padding: "0 3px", cursor: "pointer", color: "var(--ink-3)" },
  ".cm-foldPlaceholder": { background: "var(--accent-wash)", border: "1px solid var(--line)", color: "var(--ink-2)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-wash)", outline: "1px solid var(--accent)" },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--deny-wash)" },
  ".outcomes": { width: "24px" },
  ".outcome": { display: "block", textAlign: "center", fontWeight: "700", fontFamily: "var(--sans)", cursor: "default" },
  ".outcome.is-yes": { color: "var(--allow)" },
  ".outcome.is-no": { color: "var(--deny)" },
  ".outcome.is-off": { color: "var(--ink-3)" },
  ".outcome.is-open": { color: "var(--unknown)" },
  ".outcome.is-handed": { color: "var(--accent)" },
  ".decided.is-handed": { backgroundColor: "var(--accent-wash)" },
  ".decided.is-yes": { backgroundColor: "var(--allow-wash)" },
  ".decided.is-no": { backgroundColor: "var(--deny-wash)" },
  ".decided.is-open": { backgroundColor: "var(--unknown-wash)" },
  ".place": { backgroundColor: "var(--mark)", borderRadius: "3px", boxShadow: "0 0 0 1px var(--mark)" },
  ".place-line": { boxShadow: "inset 3px 0 0 var(--accent)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: squiggle("var(--deny)") },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: squiggle("var(--unknown)") },
  ".cm-lintRange-info, .cm-lintRange-hint": { backgroundImage: "none", textDecoration: squiggle("var(--accent)") },
  ".cm-lintPoint::after": { borderBottomColor: "var(--deny)" },
  ".cm-tooltip": { backgroundColor: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "8px", boxShadow: "var(--shadow)", maxWidth: "min(32rem, 90vw)", overflow: "hidden" },
  ".cm-tooltip-hover, .cm-tooltip-lint": { fontFamily: "var(--sans)", fontSize: "13px", lineHeight: "19px" },
  ".cm-diagnostic": { padding: "7px 12px", borderLeftWidth: "4px", whiteSpace: "pre-line" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--deny)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--unknown)" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono) !important", fontSize: "12.5px", maxHeight: "16em !important" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "3px 10px !important", display: "flex", gap: "12px", alignItems: "baseline" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--accent) !important", color: "var(--accent-ink) !important" },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--ink-2)", fontFamily: "var(--sans)", fontSize: "12px", overflow: "hidden", textOverflow: "ellipsis", marginLeft: "auto" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionInfo": { padding: "8px 12px !important", fontFamily: "var(--sans)", fontSize: "13px" },
  ".meaning": { padding: "8px 12px" },
  ".meaning code": { fontFamily: "var(--mono)", fontWeight: "600", fontSize: "12.5px", overflowWrap: "anywhere" },
  ".meaning p": { margin: "4px 0 0", color: "var(--ink-2)" },
  ".meaning a": { color: "var(--accent)" },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)", borderBottom: "1px solid var(--line) !important" },
  ".cm-panel.cm-search": { fontFamily: "var(--sans)", fontSize: "13px", padding: "6px 28px 6px 10px" },
  ".cm-panel.cm-search label": { fontSize: "12.5px" },
  ".cm-textfield": { border: "1px solid var(--edge)", borderRadius: "5px", background: "var(--sheet)", color: "var(--ink)", padding: "3px 7px" },
  ".cm-button": { background: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "5px", padding: "3px 9px" },
  ".cm-panel.cm-search [name=close]": { color: "var(--ink)", fontSize: "18px", right: "6px", top: "4px" },
  ".cm-searchMatch": { backgroundColor: "color-mix(in srgb, var(--unknown) 28%, transparent)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--mark)" },
  "@media print": {
    ".cm-content": { whiteSpace: "break-spaces", overflowWrap: "anywhere", flexShrink: "1", minWidth: "0" },
  },
  "@media (prefers-reduced-motion: reduce)": {
    ".cm-content": { caretAnimation: "manual" },
  },
  // Forced colours take the backgrounds away: what they said is said by lines.
  "@media (forced-colors: active)": {
    ".place": { outline: "2px solid Highlight" },
    ".cm-line.decided": { borderInlineStart: "3px solid CanvasText" },
    ".cm-tooltip-autocomplete > ul > li[aria-selected]": { outline: "2px solid Highlight", outlineOffset: "-2px" },
  },
});
