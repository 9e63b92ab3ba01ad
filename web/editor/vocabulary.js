// Completion and hover: which names fit where the cursor stands, and what a name under the pointer means.

import { snippet } from "@codemirror/autocomplete";
import { hoverTooltip } from "@codemirror/view";

/** Strings, also those that their line cuts off, and the punctuation that matters. */
const TOKENS = /"(?:[^"\\\n]|\\.)*"?|[{}[\]:,]/g;

/**
 * Where `position` lies in JSON that may be broken: the names of the properties around it, the innermost first;
 * whether a name or a value stands there; the string that it is in, if it is in one; what else the object names or the
 * array lists; and the punctuation before and after it.
 */
const placeAt = (text, position) => {
  const around = [{ open: "", there: [] }];
  let string;
  let before = "";
  let after = "";
  // How many brackets after the place are open: at none, it is the same object or array that goes on.
  let depth = 0;
  let last;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    const inside = around.at(-1);
    const end = index + token.length;
    const closed = token.length > 1 && token.endsWith('"');
    if (index < position) {
      if (token[0] === '"') {
        if (position < end || (position === end && !closed)) {
          string = { from: index + 1, to: closed ? end - 1 : end, text: token.slice(1, closed ? -1 : undefined) };
          continue;
        }
        inside.last = token.slice(1, -1);
        if (inside.open === "[") inside.there.push(inside.last);
      } else if (token === "{" || token === "[") around.push({ open: token, there: [] });
      else if (token === ":") inside.there.push((inside.key = inside.last));
      else if (token === ",") inside.key = undefined;
      else if (around.length > 1) around.pop();
      before = token;
      continue;
    }
    after ||= token;
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    else if (depth === 0 && token[0] === '"') {
      last = token.slice(1, -1);
      if (inside.open === "[") inside.there.push(last);
    } else if (depth === 0 && token === ":" && last !== undefined) inside.there.push(last);
    if (depth < 0) break;
  }
  const inside = around.at(-1);
  return {
    string,
    isName: inside.open === "{" && inside.key === undefined,
    isItem: inside.open === "[",
    names: around.toReversed().flatMap(({ open, key }) => (open === "{" && key !== undefined ? [key] : [])),
    there: inside.there,
    before,
    after,
  };
};

/** The list of the vocabulary that belongs to a place, or nothing. */
const listFor = (vocabulary, { names, isName }) => {
  const [inner, outer, outermost] = names;
  if (isName) {
    if (outer === "Condition") return [...(vocabulary.keys ?? []), ...(vocabulary.contextKeys ?? [])];
    if (inner === "Condition") return vocabulary.operators;
    if (inner === "Principal" || inner === "NotPrincipal") return vocabulary.principalTypes;
    return inner === undefined || inner === "Statement" ? vocabulary.elements : undefined;
  }
  if (inner === "Action" || inner === "NotAction") return vocabulary.actions;
  if (inner === "Effect") return vocabulary.effects;
  if (inner === "Version") return vocabulary.versions;
  if (outer === "Principal" || outer === "NotPrincipal") return inner === "Service" ? vocabulary.services : vocabulary.principals;
  if (outermost === "Condition") {
    const known = vocabulary.values?.[inner.toLowerCase()];
    return /^(for\w+:)?(bool|null)/i.test(outer) ? vocabulary.booleans : known;
  }
  return undefined;
};

/** Statements for an empty place in the list of statements, with the commas that they need there. */
const statements = (snippets, { before, after }, position) => {
  const written = (text) => `${before === "}" ? "," : ""}${text}${after === "{" ? "," : ""}`;
  const options = snippets.map(({ label, detail, text }) => ({ label, detail, apply: snippet(written(text)) }));
  return { from: position, options, filter: false };
};

/**
 * Completes names inside quotes, and offers quoted ones where a value is still missing. What stands there already is not
 * offered again; the lists are in the order of use, which decides between names that fit equally well.
 */
export const completionSource = (vocabulary) => (context) => {
  const place = placeAt(context.state.sliceDoc(), context.pos);
  if (!place.string && !context.explicit) return null;
  const words = vocabulary();
  if (!place.string && place.isItem && place.names[0] === "Statement" && words.snippets) return statements(words.snippets, place, context.pos);
  const there = new Set(place.isName || place.isItem ? place.there.map((name) => name.toLowerCase()) : []);
  const list = listFor(words, place)?.filter(({ label }) => label !== "" && !there.has(label.toLowerCase()));
  if (!list?.length) return null;
  const options = list.map((option, index) => ({ ...option, boost: Math.max(99 - index, -99) }));
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

/** Says what a name under the pointer is: from the vocabulary, or as the page explains a value of this element. */
export const hoverSource = (vocabulary, meaning) =>
  hoverTooltip((view, position) => {
    const place = placeAt(view.state.sliceDoc(), position);
    if (!place.string) return null;
    const text = place.string.text.toLowerCase();
    const entry = listFor(vocabulary(), place)?.find((candidate) => means(text, candidate));
    const explained = entry?.info ? entry : explain(meaning, place);
    if (!explained) return null;
    return { pos: place.string.from, end: place.string.to, above: true, create: () => ({ dom: card(explained) }) };
  });

/** Elements whose values mean something; the value of a condition means it under any name. */
const ELEMENT = /^(Not)?(Principal|Action|Resource)$/;

const explain = (meaning, { string, names, isName }) => {
  const element = names.find((name) => ELEMENT.test(name)) ?? (names.includes("Condition") ? "Condition" : undefined);
  if (isName || element === undefined) return undefined;
  const [info, page] = meaning(element, string.text)?.split("\n") ?? [];
  return info && { label: string.text, info: info.replaceAll("`", ""), page };
};
