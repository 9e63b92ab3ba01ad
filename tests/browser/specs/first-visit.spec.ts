// A real key policy, traced live.

import { expect, test } from "../harness/test.ts";
import { open, policyText, requests, retype, statement, textOf, VERIFIED, verdict } from "../harness/page.ts";

test("a first visit shows the example, its requests and the verdict", async ({ page, site }) => {
  await open(page, site, "");
  await expect(verdict(page)).toContainText("Allowed");
  await expect(requests(page)).toHaveCount(2);
  await expect(requests(page).nth(1)).toContainText("Implicit deny");
  await expect(requests(page).nth(1)).toContainText("as expected");
  await expect(policyText(page)).toContainText("2012-10-17");
});

test("an edit of the policy flips the verdict at once, and the live region says it", async ({ page, site }) => {
  await open(page, site);
  const text = await textOf(policyText(page));
  await retype(page, policyText(page), text.replaceAll("verifiedpermissions.amazonaws.com", "s3.amazonaws.com"));
  await expect(verdict(page)).toContainText("Implicit deny");
  await expect(verdict(page)).toContainText("This should be allowed.");
  expect(await verdict(page).evaluate((region) => region.getAttribute("role"))).toBe("status");
});

test("a line of the trace highlights its exact place in the policy", async ({ page, site }) => {
  await open(page, site);
  const deciding = statement(page, "3 ·");
  await deciding.getByRole("row", { name: /policy_/ }).getByRole("button", { name: "Tim" }).click();
  await expect(page.locator(".rich").locator(".place").first()).toHaveText('"Tim"');
  await expect(deciding.locator("tr.selected")).toContainText("policy_owner");
});

test("the cursor in a statement chooses it in the trace", async ({ page, site }) => {
  await open(page, site);
  await page.locator(".rich").getByText("Verified Permissions reads the key metadata").click();
  await expect(statement(page, "2 ·")).toHaveAttribute("aria-current", "true");
  await page.locator(".rich").getByText("2012-10-17").click();
  await expect(page.locator("details.statement[aria-current]")).toHaveCount(0);
});

test("the address reopens the same scenario byte for byte in a fresh profile", async ({ page, site, freshProfile }) => {
  await open(page, site);
  const text = '{"Version":"2012-10-17",\t"Statement":[ ]}\n\n  😀 é';
  await retype(page, policyText(page), text);
  await expect(verdict(page)).toContainText("Not evaluated");
  await requests(page).nth(2).getByRole("button").click();
  await expect.poll(() => page.url()).toContain("request=3");
  const other = await freshProfile();
  await other.goto(page.url());
  await expect(policyText(other)).toBeAttached();
  await expect.poll(() => textOf(policyText(other))).toBe(text);
  await expect(requests(other).nth(2)).toHaveClass(/current/);
});

test("reload brings everything back, and nothing is stored", async ({ page, site }) => {
  await page.clock.install();
  await open(page, site);
  await retype(page, policyText(page), "{}");
  // The address follows a moment after the last change.
  await page.clock.fastForward(1_000);
  await expect.poll(() => page.url()).toContain("s=1.");
  const before = page.url();
  await page.reload();
  await expect(policyText(page)).toHaveText("{}");
  expect(page.url().length).toBeLessThanOrEqual(before.length + 4000);
  const stored = await page.evaluate(async () => [localStorage.length, sessionStorage.length, document.cookie.length, (await indexedDB.databases()).length]);
  expect(stored).toEqual([0, 0, 0, 0]);
});

test("without the rich editor the text area does the same work", async ({ page, site, watch }) => {
  watch.expectProblem(/editor-|ERR_FAILED|Failed to load/);
  await page.route(/\/editor-.*\.js$/, (route) => route.abort());
  await open(page, site, VERIFIED, "plain");
  const area = page.getByRole("textbox", { name: "Text of the key policy" });
  expect(await area.evaluate((element) => element.tagName)).toBe("TEXTAREA");
  await statement(page, "3 ·").getByRole("row", { name: /policy_/ }).getByRole("button", { name: "Tim" }).click();
  const selected = () => area.evaluate((element: HTMLTextAreaElement) => element.value.slice(element.selectionStart, element.selectionEnd));
  await expect.poll(selected).toBe('"Tim"');
  await area.fill((await area.inputValue()).replaceAll("verifiedpermissions", "s3"));
  await expect(verdict(page)).toContainText("Implicit deny");
  await area.fill("{ \"Statement\": [ oops ] }");
  await expect(page.getByRole("list", { name: "Errors and remarks" })).toContainText("Line 1");
});

test("a damaged link says so and leaves the page usable", async ({ page, site }) => {
  await open(page, site, "s=1.abcdefgh");
  await expect(page.getByRole("alert").filter({ hasText: "The link could not be opened" })).toBeVisible();
  await expect(verdict(page)).toContainText("Allowed");
  await page.getByRole("button", { name: "Dismiss" }).click();
  await expect(page.getByText("The link could not be opened")).toHaveCount(0);
});

test("a stopped application shows what was typed, ready to copy", async ({ page, site, watch }) => {
  watch.expectProblem(/.*/);
  await open(page, site);
  // What no scenario can do: an element vanishes from under the application, before which it must insert another.
  await page.evaluate(() => document.querySelector(".status-line")!.remove());
  await retype(page, policyText(page), "{ \"typed\": true }");
  await expect(page.getByRole("heading", { name: "The playground has stopped" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Key policy", exact: true })).toHaveValue("{ \"typed\": true }");
  await expect(page.getByLabel("The whole scenario")).toHaveValue(/"version": 1/);
});
