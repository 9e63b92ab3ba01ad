// What the scenario was before in this visit, and two requests side by side.

import { violations } from "../harness/accessibility.ts";
import { expect, test } from "../harness/test.ts";
import { open, policyText, requests, retype, textOf, verdict } from "../harness/page.ts";

test("a version of this visit is compared with now and comes back in one step", async ({ page, site }) => {
  await open(page, site);
  const title = page.getByLabel("Title of the scenario");
  await title.fill("Mine");
  const before = await textOf(policyText(page));
  await retype(page, policyText(page), before.replaceAll("kms:Decrypt", "kms:Sign"));
  await expect(verdict(page)).toContainText("Implicit deny");
  await page.getByLabel("More").click();
  await page.getByRole("button", { name: "Versions of this visit" }).click();
  const dialog = page.getByRole("dialog", { name: "Versions of this visit" });
  const versions = dialog.getByRole("list", { name: "Versions, the latest first" }).getByRole("listitem");
  await expect(versions).toHaveText([/^\d\d:\d\d:\d\dTitle$/, /^the startAs it was at first$/]);
  await expect(dialog.getByRole("figure")).toContainText("kms:Sign");
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole("radio").first().press("ArrowDown");
  await expect(dialog.getByRole("region", { name: "Compared with now" })).toContainText("Title, key policy");
  await dialog.getByRole("button", { name: "Go back to this version" }).press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(title).toHaveValue(/Verified Permissions/);
  await expect(verdict(page)).toContainText("Allowed");
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(title).toHaveValue("Mine");
  await expect(verdict(page)).toContainText("Implicit deny");
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});

test("two requests are compared, changed where they stand, and shared as a link", async ({ page, site, freshProfile }) => {
  await open(page, site, "example=cloudtrail-confused-deputy-stopped");
  await page.getByRole("button", { name: "Two side by side" }).click();
  const dialog = page.getByRole("dialog", { name: "Two requests side by side" });
  const account = dialog.getByRole("textbox", { name: "On behalf of the account, request on the right" });
  await expect(account).toHaveValue("444455556666");
  await account.fill("111122223333");
  await dialog.getByRole("textbox", { name: "On behalf of, request on the right" }).fill("arn:aws:cloudtrail:us-west-2:111122223333:trail/harvest");
  await expect(dialog.locator(".compare-heads .verdict").nth(1)).toContainText("Allowed");
  await expect(account, "a row keeps its place while it is edited").toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => void Object.assign(globalThis, { copied: text });
  });
  await dialog.getByRole("button", { name: "Copy link" }).press("Enter");
  await expect.poll(() => page.evaluate(() => "copied" in globalThis)).toBe(true);
  const address = await page.evaluate(() => (globalThis as unknown as { copied: string }).copied);
  expect(address).toMatch(/#s=1\.[\w-]+&compare=1-2$/);
  await page.keyboard.press("Escape");
  await expect(requests(page).nth(1)).toContainText("should be denied");

  const other = await freshProfile();
  await other.goto(address);
  const opened = other.getByRole("dialog", { name: "Two requests side by side" });
  await expect(opened.locator(".compare-heads .verdict").nth(1)).toContainText("Allowed");
  await expect(opened.getByText("Through", { exact: true })).toHaveCount(0);
});

test("a link that compares what there is not says so", async ({ page, site }) => {
  await page.goto(`${site}#example=cloudtrail-one-trail&compare=x`);
  await expect(page.getByRole("alert")).toContainText("compare=x (two numbers, from 1, as in 1-2)");
  await page.goto("about:blank");
  await page.goto(`${site}#example=cloudtrail-one-trail&compare=1-99`);
  await expect(page.getByRole("dialog")).toContainText("Add a second request first.");
});
