// What a person does with the page and sees of it, in any engine.

import type { Tab, View } from "./engine.ts";
import { expect } from "./test.ts";

export const VERDICT = "section[aria-label=Verdict] [role=status]";
/** In a frame the page has no landmarks of its own. */
export const VERDICT_IN_FRAME = "[role=group][aria-label=Verdict]";
export const EDITOR = ".cm-content";
export const DIALOG = "dialog[open]";

/** Asks again and again, in short intervals: most answers change within a moment. A frame that is being loaded gives none. */
const until = <Answer>(ask: () => Promise<Answer>, message: string) =>
  expect.poll(() => ask().catch((error: unknown) => String(error)), { message, intervals: [50] });

/** Opens an address of the page and waits until it has everything that it fetches. */
export const visit = async (tab: Tab, address: string): Promise<void> => {
  await tab.goto(address);
  await there(tab, "html[loaded]");
  await there(tab, EDITOR);
};

export const there = (view: View, selector: string, name?: string): Promise<void> =>
  until(async () => (await view.find(selector, name)) !== undefined, `${selector} ${name ?? ""}`).toBe(true);

export const gone = (view: View, selector: string): Promise<void> =>
  until(async () => (await view.find(selector)) === undefined, `no ${selector}`).toBe(true);

export const click = (view: View, selector: string, name?: string): Promise<void> =>
  expect(async () => {
    const element = await view.find(selector, name);
    expect(element, `${selector} ${name ?? ""}`).toBeDefined();
    await element?.click();
  }).toPass({ timeout: 10_000, intervals: [50] });

export const button = (view: View, name: string): Promise<void> => click(view, "button", name);

/** Presses a button by a key: it may move while the page around it is still coming. */
export const pressButton = async (tab: Tab, name: string): Promise<void> => {
  await there(tab, "button", name);
  await (await tab.find("button", name))!.ask((button) => button.focus());
  await tab.press("Enter");
};

/** The text that an element shows, or a field holds. */
export const text = async (view: View, selector: string, name?: string): Promise<string> => {
  const element = await view.find(selector, name);
  return (await element?.ask((node) => (node instanceof HTMLTextAreaElement || node instanceof HTMLInputElement ? node.value : node.innerText))) ?? "";
};

export const shows = (view: View, selector: string, what: string): Promise<void> =>
  until(() => text(view, selector), selector).toContain(what);

/** Replaces the whole text of the editor, key by key. */
export const retype = async (tab: Tab, view: View, typed: string): Promise<void> => {
  const focused = await (await view.find(EDITOR))?.ask((editor) => (editor.getRootNode() as ShadowRoot).activeElement === editor);
  if (!focused) await click(view, EDITOR);
  await tab.press("Control+a");
  await tab.type(typed);
};

/** A key policy with one statement, which is about everything unless it says otherwise. */
export const policy = (statement: Record<string, unknown>): string => JSON.stringify({ Version: "2012-10-17", Statement: [{ Principal: "*", Action: "kms:*", Resource: "*", ...statement }] });
