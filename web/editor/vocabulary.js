// Completion and hover: which names fit where the cursor stands, and what a name under the pointer means.

import { hoverTooltip } from "@codemirror/view";

/** Strings, also those that their line cuts off, and the punctuation that matters. */
const TOKENS = /"(?:[^"\\\n]|\\.)*"?|[{}[\]:,]/g;

/**
 * Where `position` lies in JSON that may be broken: the names of the properties around it, the innermost first;
 * whether a name or a value stands there; and the string that it is in, if it is in one.
 */
const placeAt = (text, position) => {
  const around = [{ open: "" }];
  let string;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (index >= position) break;
    const inside = around.at(-1);
    const end = index + token.length;
    const closed = token.length > 1 && token.endsWith('"');
    if (token[0] === '"') {
      if (position < end || (position === end && !closed)) {
        string = { from: index + 1, to: closed ? end - 1 : end, text: token.slice(1, closed ? -1 : undefined) };
        break;
      }
      inside.last = token.slice(1, -1);
    } else if (token === "{" || token === "[") around.push({ open: token });
    else if (token === ":") inside.key = inside.last;
    else if (token === ",") inside.key = undefined;
    else if (around.length > 1) around.pop();
  }
  const inside = around.at(-1);
  return {
    string,
    isName: inside.open === "{" && inside.key === undefined,
    names: around.toReversed().flatMap(({ open, key }) => (open === "{" && key !== undefined ? [key] : [])),
  };
};

/** The list of the vocabulary that belongs to a place, or nothing. */
const listFor = (vocabulary, { names, isName }) => {
  const [inner, outer, outermost] = names;
  if (isName) {
    if (outer === "Condition") return vocabulary.keys;
    if (inner === "Condition") return vocabulary.operators;
    if (inner === "Principal" || inner === "NotPrincipal") return vocabulary.principalTypes;
    return inner === undefined || inner === "Statement" ? vocabulary.elements : undefined;
  }
  if (inner === "Action" || inner === "NotAction") return vocabulary.actions;
  if (inner === "Effect") return vocabulary.effects;
  if (inner === "Version") return vocabulary.versions;
  if (outer === "Principal" || outer === "NotPrincipal") return inner === "Service" ? vocabulary.services : vocabulary.principals;
  if (outermost === "Condition") return vocabulary.values?.[inner.toLowerCase()];
  return undefined;
};

/** Completes names inside quotes, and offers quoted ones where a value is still missing. */
export const completionSource = (vocabulary) => (context) => {
  const place = placeAt(context.state.sliceDoc(), context.pos);
  if (!place.string && !context.explicit) return null;
  const options = listFor(vocabulary(), place);
  if (!options?.length) return null;
  if (place.string) return { from: place.string.from, to: place.string.to, options, validFor: /^[^"\\]*$/ };
  const quoted = ({ label, detail, info }) => ({ label, detail, info, apply: place.isName ? `"${label}": ` : `"${label}"` });
  return { from: context.pos, options: options.map(quoted), filter: false };
};

const card = ({ label, info, page }) => {
  const box = document.createElement("div");
  box.className = "meaning";
  const name = document.createElement("code");
  name.textContent = label;
  box.append(name);
  if (info) {
    const text = document.createElement("p");
    text.textContent = info;
    box.append(text);
  }
  if (page) {
    const paragraph = document.createElement("p");
    const link = document.createElement("a");
    Object.assign(link, { href: page, target: "_blank", rel: "noopener noreferrer", textContent: "AWS documentation" });
    paragraph.append(link);
    box.append(paragraph);
  }
  return box;
};

/** Whether a name of the text means an entry: as AWS compares names, set operators and `IfExists` aside. */
const means = (text, { label, prefix }) => {
  const name = label.toLowerCase();
  const base = text.replace(/^(forallvalues|foranyvalue):/, "").replace(/ifexists$/, "");
  return name === text || name === base || (prefix === true && text.startsWith(name));
};

/** Says what an action, operator, key or service under the pointer is. */
export const hoverSource = (vocabulary) =>
  hoverTooltip((view, position) => {
    const place = placeAt(view.state.sliceDoc(), position);
    if (!place.string) return null;
    const text = place.string.text.toLowerCase();
    const entry = listFor(vocabulary(), place)?.find((candidate) => means(text, candidate));
    if (!entry?.info) return null;
    return { pos: place.string.from, end: place.string.to, above: true, create: () => ({ dom: card(entry) }) };
  });
