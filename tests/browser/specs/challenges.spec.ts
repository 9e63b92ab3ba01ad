// Learning: the first line, three challenges by keyboard alone, links that open a challenge, glossary, myths, the tour.

import type { Page } from "@playwright/test";

import { violations } from "../harness/accessibility.ts";
import { open, policyText, requests, retype, textOf, verdict } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

const task = (page: Page) => page.getByRole("region", { name: "Challenge" });
const firstLine = (page: Page) => page.getByRole("region", { name: "First steps" });
const loaded = (page: Page) => expect(page.locator("html[loaded]")).toBeAttached();

/** Presses Tab until the element of this name has the focus. */
const tabTo = async (page: Page, name: RegExp): Promise<void> => {
  for (let press = 0; press < 90; press += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
    });
    if (name.test(focused.trim())) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`nothing that Tab reaches is called ${name}`);
};

/** Changes the key policy through the editor, and checks it. */
const answer = async (page: Page, change: (statements: Record<string, unknown>[]) => void): Promise<void> => {
  const policy = JSON.parse(await textOf(policyText(page)));
  change(policy.Statement);
  await retype(page, policyText(page), JSON.stringify(policy, undefined, 2));
  // What was typed is in the page before it is checked.
  await expect(page.getByRole("button", { name: "Undo", exact: true }).first()).toBeEnabled();
  await tabTo(page, /^Check$/);
  await page.keyboard.press("Enter");
};

test("a newcomer goes from the first line through three challenges by keyboard alone", async ({ page, site }) => {
  test.slow();
  await open(page, site, "");
  await loaded(page);
  await expect(firstLine(page)).toContainText("see what AWS KMS decides and why");
  await tabTo(page, /^Learn$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Learn" })).toBeVisible();
  await tabTo(page, /^Read the verdict/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(firstLine(page)).toHaveCount(0);
  await expect(task(page).getByRole("heading", { level: 2 })).toContainText("Challenge 1 of 22: Read the verdict (variant 1 of 3)");

  // A wrong answer: everything. One request shows it, and opens.
  await answer(page, (statements) => { statements[1]!["Action"] = "kms:*"; });
  const feedback = task(page).getByRole("status");
  await expect(feedback).toBeFocused();
  await expect(feedback.getByRole("heading")).toContainText("Not yet");
  const before = await requests(page).count();
  await tabTo(page, /^Let in: /);
  await page.keyboard.press("Enter");
  await tabTo(page, /^Add as a request$/);
  await page.keyboard.press("Enter");
  await expect(requests(page)).toHaveCount(before + 1);

  // A hint, and the right answer.
  await tabTo(page, /^Hint 1 of 2$/);
  await page.keyboard.press("Enter");
  await expect(task(page).getByRole("list").first()).toContainText("nearest statement");
  await answer(page, (statements) => { statements[1]!["Action"] = ["kms:Encrypt", "kms:Decrypt"]; });
  await expect(feedback.getByRole("heading")).toHaveText(/^Right/);
  await expect(feedback.getByRole("link").first()).toHaveAttribute("href", /^https:\/\/docs\.aws\.amazon\.com\//);

  await tabTo(page, /^Next challenge$/);
  await page.keyboard.press("Enter");
  await expect(task(page).getByRole("heading", { level: 2 })).toContainText("Challenge 2 of 22: Let IAM policies decide");
  const account = { AWS: "arn:aws:iam::111122223333:root" };
  await answer(page, (statements) => {
    statements.push({ Effect: "Allow", Principal: account, Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: "*" });
  });
  await expect(feedback.getByRole("heading")).toHaveText(/^Right/);

  await tabTo(page, /^Next challenge$/);
  await page.keyboard.press("Enter");
  await expect(task(page).getByRole("heading", { level: 2 })).toContainText("Challenge 3 of 22: Shut one role out");
  await answer(page, (statements) => {
    statements.push({ Effect: "Deny", Principal: { AWS: "arn:aws:iam::111122223333:role/Intern" }, Action: "kms:Decrypt", Resource: "*" });
  });
  await expect(feedback.getByRole("heading")).toHaveText(/^Right/);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, ""]);
});

test("undo leaves a challenge, and another variant has other values", async ({ page, site }) => {
  await open(page, site, "");
  await loaded(page);
  await firstLine(page).getByRole("button", { name: "Learn" }).click();
  await page.getByRole("button", { name: /^Shut one role out/ }).click();
  await expect(task(page)).toContainText("role Intern");
  await task(page).getByRole("button", { name: "Another variant" }).click();
  await expect(task(page).getByRole("heading", { level: 2 })).toContainText("variant 2 of 3");
  await expect(task(page)).not.toContainText("role Intern");
  await task(page).getByRole("button", { name: "End the challenge" }).click();
  await expect(task(page)).toHaveCount(0);
  for (let step = 0; step < 3; step += 1) await page.getByRole("button", { name: "Undo", exact: true }).first().click();
  await expect(verdict(page)).toContainText("Allowed");
  await expect(task(page)).toHaveCount(0);
});

test("a link opens a challenge, a task travels in the address, and a name that is none is told", async ({ page, site, freshProfile }) => {
  await open(page, site, "challenge=deny-wins:2");
  await expect(task(page).getByRole("heading", { level: 2 })).toContainText("Shut one role out (variant 2 of 3)");
  await expect(firstLine(page)).toHaveCount(0);
  await expect.poll(() => page.url()).toContain("s=1.");
  const other = await freshProfile();
  await other.goto(page.url());
  await expect(task(other).getByRole("heading", { level: 2 })).toContainText("variant 2 of 3");
  await open(page, site, "challenge=deny-win");
  await expect(page.getByLabel("Title of the scenario")).toHaveValue("There is no challenge deny-win");
  await expect(task(page)).toHaveCount(0);
  await page.goto(`${site}#challenge=grants`);
  await expect(task(page).getByRole("heading", { level: 2 })).toContainText("Grants for AWS services only");
});

test("the first line opens the dialogs and goes when it is closed; a link never has it", async ({ page, site }) => {
  await open(page, site, "");
  for (const [name, dialog] of [["Paste a policy", "Paste"], ["Paste an error", "Paste"], ["Examples", "Examples"], ["Learn", "Learn"]] as const) {
    await firstLine(page).getByRole("button", { name }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveAccessibleName(new RegExp(dialog));
    await page.keyboard.press("Escape");
  }
  await firstLine(page).getByRole("button", { name: "Close this line" }).click();
  await expect(firstLine(page)).toHaveCount(0);
  for (const name of ["Examples", "Learn"]) await expect(page.getByRole("button", { name, exact: true })).toBeVisible();
  await open(page, site, "example=agentcore-key-spec");
  await expect(firstLine(page)).toHaveCount(0);
});

test("a word of the trace opens its entry of the glossary, and the tour takes five steps", async ({ page, site }) => {
  await open(page, site, "");
  await loaded(page);
  await page.getByRole("button", { name: "explicit deny", exact: true }).click();
  await expect(page.getByRole("tab", { name: "Glossary" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("region", { name: "explicit deny" })).toBeFocused();
  await page.getByRole("searchbox", { name: "Search the glossary" }).fill("boundary");
  await expect(page.getByRole("dialog").getByRole("heading", { level: 3 })).toHaveText(["permissions boundary"]);
  await page.getByRole("tab", { name: "Glossary" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByText("must both allow a call").click();
  await expect(page.getByRole("dialog")).toContainText("a key policy that names the caller is enough");
  await page.getByRole("tab", { name: "Myths" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("button", { name: "Start the tour" }).click();
  const tour = page.getByRole("region", { name: "Tour" });
  for (let step = 1; step <= 5; step += 1) {
    await expect(tour).toContainText(`${step} of 5: `);
    if (step < 5) await tour.getByRole("button", { name: "Next" }).click();
  }
  await expect(page.getByRole("tab", { name: "Access" })).toHaveAttribute("aria-selected", "true");
  await tour.getByRole("button", { name: "End the tour" }).click();
  await expect(tour).toHaveCount(0);
});

test("a myth opens as a scenario whose verdict refutes it", async ({ page, site }) => {
  await open(page, site, "");
  await loaded(page);
  await firstLine(page).getByRole("button", { name: "Learn" }).click();
  await page.getByRole("tab", { name: "Myths" }).click();
  await page.getByText("An explicit Allow in the key policy overrides an SCP").click();
  await page.getByRole("listitem").filter({ hasText: "overrides an SCP" }).getByRole("button", { name: "Open this scenario" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(verdict(page)).toContainText("Explicit deny");
});

for (const [width, scheme] of [[1440, "light"], [1440, "dark"], [390, "light"], [390, "dark"], [320, "light"]] as const) {
  test(`learning has no accessibility violation and nothing wider than the page at ${width} px, ${scheme}`, async ({ page, site }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    const looksRight = async (name: string) => {
      expect(await violations(page)).toEqual([]);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(wider).toBeLessThanOrEqual(0);
      await page.screenshot({ path: `output/school-${name}-${width}-${scheme}.png` });
    };
    await open(page, site, "");
    await loaded(page);
    await looksRight("first");
    await firstLine(page).getByRole("button", { name: "Learn" }).click();
    await looksRight("challenges");
    await page.getByRole("tab", { name: "Glossary" }).click();
    await looksRight("glossary");
    await page.getByRole("tab", { name: "Myths" }).click();
    await page.getByText("must both allow a call").click();
    await looksRight("myths");
    await page.keyboard.press("Escape");
    await open(page, site, "challenge=deny-wins");
    await loaded(page);
    await task(page).getByRole("button", { name: "Hint 1 of 2" }).click();
    await task(page).getByRole("button", { name: "Check" }).click();
    await expect(task(page).getByRole("status").last()).toContainText("Not yet");
    await task(page).getByText(/^Let in: /).first().click();
    await looksRight("task");
  });
}
