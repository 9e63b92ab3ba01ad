// Completion and hover: which names fit where the cursor stands, and what a name under the pointer means.

import { syntaxTree } from "@codemirror/language";
import { hoverTooltip } from "@codemirror/view";

const unquoted = (state, node) => state.sliceDoc(node.from, node.to).replace(/^"/, "").replace(/"$/, "");

/** The names of the properties around `node`, the innermost first. */
const path = (state, node) => {
  const names = [];
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (parent.name !== "Property") continue;
    const name = parent.getChild("PropertyName");
    if (name && name.from !== node.from) names.push(unquoted(state, name));
  }
  return names;
};

/** The list of the vocabulary that belongs to a place, or nothing. */
const listFor = (vocabulary, names, isName) => {
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
  if (inner === "Sid") return vocabulary.sids;
  if (outer === "Principal" || outer === "NotPrincipal") return inner === "Service" ? vocabulary.services : vocabulary.principals;
  if (outermost === "Condition") return vocabulary.values?.[inner.toLowerCase()];
  return undefined;
};

/** Completes names inside quotes, and offers quoted ones where a value is still missing. */
export const completionSource = (vocabulary) => (context) => {
  const node = syntaxTree(context.state).resolveInner(context.pos, -1);
  const quoted = node.name === "String" || node.name === "PropertyName";
  if (!quoted && !context.explicit) return null;
  const isName = node.name === "PropertyName" || node.name === "Object" || (node.name === "⚠" && node.parent?.name === "Object");
  const options = listFor(vocabulary(), path(context.state, node), isName);
  if (!options?.length) return null;
  if (!quoted) {
    const apply = ({ label, detail, info }) => ({ label, detail, info, apply: isName ? `"${label}": ` : `"${label}"` });
    return { from: context.pos, options: options.map(apply), filter: false };
  }
  const closed = node.to > context.pos && context.state.sliceDoc(node.to - 1, node.to) === '"';
  return { from: node.from + 1, to: closed ? node.to - 1 : context.pos, options, validFor: /^[^"\\]*$/ };
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

/** Says what an action, operator, key or service under the pointer is. */
export const hoverSource = (vocabulary) =>
  hoverTooltip((view, position, side) => {
    const node = syntaxTree(view.state).resolveInner(position, side);
    if (node.name !== "String" && node.name !== "PropertyName") return null;
    const names = vocabulary();
    const text = unquoted(view.state, node).toLowerCase();
    const base = text.replace(/^(forallvalues|foranyvalue):/, "").replace(/ifexists$/, "");
    const entry = listFor(names, path(view.state, node), node.name === "PropertyName")?.find(({ label, prefix }) =>
      label.toLowerCase() === text || label.toLowerCase() === base || (prefix && text.startsWith(label.toLowerCase().replace(/\$\{.*$/, ""))));
    if (!entry?.info) return null;
    return { pos: node.from, end: node.to, above: true, create: () => ({ dom: card(entry) }) };
  });
