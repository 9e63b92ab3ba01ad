// The documentation site that `cargo xtask serve --docs` serves: every page, every example in it, under its strict policy.

import type { Page } from "@playwright/test";
import { violations } from "../harness/accessibility.ts";
import { expect, test } from "../harness/test.ts";

const PAGES = ["", "root-delegation.html", "via-service.html", "confused-deputy.html", "encryption-context.html"];

/** Loads every example of the page. */
const loadAll = async (page: Page) => {
  for (const button of await page.getByRole("button", { name: "Load the example" }).all()) await button.click();
  for (const example of await page.locator("kms-policy-playground").all()) {
    await example.evaluate(async (one) => {
      await customElements.whenDefined("kms-policy-playground");
      await (one as unknown as { activate(): Promise<unknown> }).activate();
    });
  }
  for (const frame of await page.locator("main iframe").all()) {
    await frame.scrollIntoViewIfNeeded();
    await expect(frame.contentFrame().getByRole("group", { name: "Verdict" })).toBeVisible();
  }
};

for (const name of PAGES) {
  for (const [colorScheme, width] of [["light", 1280], ["dark", 1280], ["light", 360], ["dark", 360]] as const) {
    test(`/${name} shows its examples, and axe finds nothing, ${colorScheme}, ${width} pixels wide`, async ({ page, docs }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${docs}${name}`);
      await loadAll(page);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), "nothing sticks out").toBeLessThanOrEqual(width);
    });
  }
}

test("the exercise can be solved: without Decrypt in the account's statement, Brent is refused", async ({ page, docs }) => {
  await page.goto(`${docs}root-delegation.html`);
  await page.getByRole("button", { name: "Load the example" }).click();
  const frame = page.frameLocator("#exercise iframe");
  await expect(frame.getByRole("group", { name: "Verdict" })).toContainText("Allowed");
  const editor = frame.locator(".rich").getByRole("textbox", { name: "Text of the key policy" });
  await editor.getByText('"kms:Decrypt"').click();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+End");
  await page.keyboard.insertText('"kms:GetPublicKey"');
  await expect(frame.getByRole("group", { name: "Verdict" })).toContainText("Implicit deny");
});

test("the page around an example is told the verdicts", async ({ page, docs }) => {
  await page.goto(`${docs}encryption-context.html`);
  await expect(page.locator("#told")).toContainText("request 1 is allowed; request 2 is not allowed by anything; request 3 is not allowed by anything");
});

test("the colours follow the page around an example", async ({ page, docs }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(`${docs}via-service.html`);
  await loadAll(page);
  const background = (selector: string) => page.frameLocator(`${selector} iframe`).locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
  expect(await background(".night kms-policy-playground")).toBe("rgb(21, 23, 27)");
  expect(await background("[label='Through Amazon S3']")).toBe("rgb(244, 243, 240)");
});
