// The page as a person sees it: its parts by their names, and what one does with them.

import { expect, type Locator, type Page } from "@playwright/test";

/** The example with many statements and requests, of services and roles: what most tests work on. */
export const VERIFIED = "example=verified-permissions";

/** Opens a link of the page and waits for the verdict; with the rich editor, unless it cannot come. With "" as at a first visit. */
export const open = async (page: Page, site: string, fragment = VERIFIED, editor: "rich" | "plain" = "rich"): Promise<void> => {
  await page.goto("about:blank");
  await page.goto(fragment === "" ? site : `${site}#${fragment}`);
  await expect(verdict(page)).toBeVisible();
  if (editor === "rich") await expect(page.locator(".rich .cm-content").first()).toBeAttached();
};

/** A hand-written link: names and values of a fragment. */
export const link = (fields: Record<string, string>): string =>
  Object.entries(fields).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");

/** The live region that says the verdict. */
export const verdict = (page: Page): Locator => page.getByRole("region", { name: "Verdict" }).getByRole("status");

/** The rich editor's text. */
export const policyText = (page: Page): Locator => page.locator(".rich").getByRole("textbox", { name: "Text of the key policy" });

/** What the editor holds, folded lines and those out of sight included. */
export const textOf = (editor: Locator): Promise<string> =>
  editor.evaluate((content) => {
    type View = { cmTile?: { view: { state: { sliceDoc(): string } } }; cmView?: { view: { state: { sliceDoc(): string } } } };
    const { cmTile, cmView } = content as unknown as View;
    return (cmTile ?? cmView)!.view.state.sliceDoc();
  });

/** Replaces the whole text of an editor as typing would. */
export const retype = async (page: Page, editor: Locator, text: string): Promise<void> => {
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
};

/** Waits until the frame after the next one: what was set off before has been drawn. */
export const painted = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));

/** Moves the pointer to a place until a tip says this: what scrolls or is drawn anew under the pointer takes the tip away. */
export const pointAt = (page: Page, place: Locator, tip: Locator, text: string | RegExp): Promise<void> =>
  expect(async () => {
    await page.mouse.move(0, 0);
    await place.hover();
    await expect(tip).toContainText(text, { timeout: 2_000 });
  }).toPass();

/** The requests of the list. */
export const requests = (page: Page): Locator => page.getByRole("list", { name: "Requests" }).getByRole("listitem");

/** The statement of the trace with this name. */
export const statement = (page: Page, name: string): Locator =>
  page.getByRole("region", { name: "Why" }).locator("details.statement").filter({ has: page.locator("summary", { hasText: name }) });

/** Whether the focus is inside an element. */
export const hasFocus = (element: Locator): Promise<boolean> => element.evaluate((node) => node.contains(document.activeElement));

/** A key policy with one statement. */
export const policy = (statement: Record<string, unknown>): string => JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, undefined, 2);

export const ROLE = "arn:aws:iam::111122223333:role/Worker";

/** Pastes a text into the rich editor as the clipboard would. */
export const paste = (page: Page, text: string): Promise<void> =>
  policyText(page).evaluate((content, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }));
  }, text);

/** Pastes a text over the whole of the policy. */
export const pasteOver = async (page: Page, text: string): Promise<void> => {
  await policyText(page).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await paste(page, text);
};

/** Pastes while nothing has the focus. */
export const pasteAnywhere = (page: Page, text: string): Promise<void> =>
  page.evaluate((text) => {
    (document.activeElement as HTMLElement | null)?.blur();
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);

/** What a button puts on the clipboard; the site's own headers forbid the page to read it, so that it is seen here. */
export const copied = async (page: Page, press: Locator): Promise<string> => {
  await page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => void Object.assign(globalThis, { copied: text });
  });
  await press.press("Enter");
  await expect.poll(() => page.evaluate(() => "copied" in globalThis)).toBe(true);
  return page.evaluate(() => (globalThis as unknown as { copied: string }).copied);
};
