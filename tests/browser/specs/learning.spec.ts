// Predict mode: the verdict is hidden, the reader says it and what decides it, and is told what was missed.

import { readFile } from "node:fs/promises";

import { violations } from "../harness/accessibility.ts";
import { article, inline, inside, SCENARIO, shown } from "../harness/embed.ts";
import { open, requests, verdict } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

import type { Page } from "@playwright/test";

/** The part of the page that asks. */
const asked = (page: Page) => page.getByRole("region", { name: "Predict" });

/** Opens a link that asks. */
const openAsking = async (page: Page, site: string, fragment = "example=verified-permissions&ask"): Promise<void> => {
  await page.goto(`${site}#${fragment}`);
  await expect(asked(page).getByRole("heading", { level: 2 })).toContainText("what does AWS KMS decide?");
};

test("a link that asks shows no verdict anywhere, and marks the answer by the trace", async ({ page, site }) => {
  await openAsking(page, site);
  await expect(verdict(page)).toHaveCount(0);
  for (const name of await requests(page).all()) await expect(name).toContainText("Not answered");
  await expect(page.getByText("0 of 8 answered · 0 right")).toBeVisible();
  const check = asked(page).getByRole("button", { name: "Check" });
  await expect(check).toBeDisabled();
  await asked(page).getByRole("radio", { name: "Denied" }).check();
  await expect(check).toBeDisabled();
  await asked(page).getByRole("radio", { name: "No Allow reaches the caller" }).check();
  await check.click();
  const feedback = asked(page).getByRole("status");
  await expect(feedback).toBeFocused();
  await expect(feedback.getByRole("heading")).toHaveText(/^Not quite/);
  await expect(feedback).toContainText("Does the key policy allow it?");
  await expect(asked(page).getByText("your answer")).toHaveCount(2);
  await expect(asked(page).getByText("right", { exact: true })).not.toHaveCount(0);
  await expect(requests(page).first()).toContainText("Allowed");
  await expect(requests(page).nth(1)).toContainText("Not answered");
  expect(await violations(page)).toEqual([]);
  await feedback.getByRole("button", { name: "Show the full answer" }).click();
  await expect(verdict(page)).toContainText("Allowed");
  await requests(page).nth(1).getByRole("button").click();
  await expect(asked(page)).toBeVisible();
});

test("the keyboard alone answers, goes on, saves the score and ends the mode", async ({ page, site }) => {
  await open(page, site);
  await page.getByLabel("More").click();
  await page.getByRole("button", { name: "Predict the verdicts" }).click();
  await expect(asked(page)).toBeVisible();
  await expect(page.getByLabel("Title of the scenario")).toHaveJSProperty("readOnly", true);
  await asked(page).getByRole("radio", { name: "Allowed" }).focus();
  await page.keyboard.press("Space");
  await asked(page).getByRole("radio", { name: /Key policy, statement 1/ }).focus();
  await page.keyboard.press("Space");
  await asked(page).getByRole("button", { name: "Check" }).focus();
  await page.keyboard.press("Enter");
  await expect(asked(page).getByRole("status")).toBeFocused();
  await page.keyboard.press("Tab");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the score" }).click();
  const saved = JSON.parse(await readFile((await (await download).path())!, "utf8"));
  expect(saved).toMatchObject({ version: 1, answered: 1 });
  expect(saved.answers[0].predicted.verdict).toBe("Allowed");
  expect(saved.answers[0].actual.cause).toContain("Key policy, statement");
  await asked(page).getByRole("button", { name: "Next question" }).click();
  await expect(requests(page).nth(1).getByRole("button")).toHaveAttribute("aria-current", "true");
  await page.getByRole("button", { name: "Show all verdicts" }).click();
  await expect(verdict(page)).toBeVisible();
  await expect(page).not.toHaveURL(/ask/);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, ""]);
});

test("an embed asks with its policy and its request in view, and the mode is an attribute", async ({ page, site, watch }) => {
  const body = `<kms-policy-playground id="ask" view="trace" load="now" ask>${inline(SCENARIO)}<p>Fallback</p></kms-policy-playground>`;
  const { server, address } = await article(site, watch, body);
  await page.goto(address);
  await shown(page, "ask");
  const frame = inside(page, "ask");
  const question = frame.getByRole("group", { name: "Predict" });
  await expect(question).toBeVisible();
  await expect(question).toContainText("2012-10-17");
  await expect(question).toContainText("kms:Decrypt");
  await expect(frame.getByText("Allowed", { exact: true })).toHaveCount(1);
  await question.getByRole("radio", { name: "Allowed" }).check();
  await question.getByRole("radio", { name: /Key policy, statement 1/ }).check();
  await question.getByRole("button", { name: "Check" }).click();
  await expect(question.getByRole("status").getByRole("heading")).toHaveText("Right");
  await page.locator("#ask").evaluate((one) => one.removeAttribute("ask"));
  await expect(question).toHaveCount(0);
  await expect(frame.getByText("Allowed", { exact: true }).first()).toBeVisible();
  server.close();
});

for (const [width, scheme] of [[1440, "light"], [1440, "dark"], [390, "light"], [390, "dark"], [320, "light"]] as const) {
  test(`a question has no accessibility violation and nothing wider than the page at ${width} px, ${scheme}`, async ({ page, site }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    await openAsking(page, site, "example=k9-one-data-domain&request=3&ask");
    expect(await violations(page)).toEqual([]);
    await asked(page).getByRole("radio", { name: "Allowed" }).check();
    await asked(page).getByRole("radio", { name: /Key policy, statement 2/ }).check();
    await asked(page).getByRole("button", { name: "Check" }).click();
    await expect(asked(page).getByRole("status")).toContainText("Not quite");
    expect(await violations(page)).toEqual([]);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wider).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `output/learning-${width}-${scheme}.png`, fullPage: true });
  });
}
