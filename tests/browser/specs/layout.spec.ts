// Layout, themes, keyboard and screen readers.

import type { Page } from "@playwright/test";
import { violations } from "../harness/accessibility.ts";
import { expect, test } from "../harness/test.ts";
import { hasFocus, link, open, policy, policyText, ROLE, statement, verdict, VERIFIED } from "../harness/page.ts";

const width = (page: Page, selector: string) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().width);
/** Expects of the width of a part, as soon as the page has followed what was done. */
const expectWidth = (page: Page, selector: string) => expect.poll(() => width(page, selector));

test("borders are moved by keyboard and by dragging, and stay within bounds", async ({ page, site }) => {
  await open(page, site);
  const border = page.getByRole("separator", { name: "Border between policies and request" });
  const before = await width(page, ".column.policy");
  await border.focus();
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("ArrowRight");
  await expectWidth(page, ".column.policy").toBeGreaterThan(before + 40);
  await page.keyboard.press("Home");
  await expect(border).toHaveAttribute("aria-valuenow", "20");
  await expectWidth(page, ".column.policy").toBeLessThan(before);
  expect(await width(page, ".column.policy")).toBeGreaterThanOrEqual(299);
  const box = (await page.getByRole("separator", { name: "Border before the result" }).boundingBox())!;
  const result = await width(page, ".column.result");
  await page.mouse.move(box.x, box.y + 300);
  await page.mouse.down();
  await page.mouse.move(box.x - 120, box.y + 300, { steps: 4 });
  await page.mouse.up();
  await expectWidth(page, ".column.result").toBeGreaterThan(result + 80);
});

test("at medium width the request or the policy stands beside the result, the caller above the fold", async ({ page, site }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await open(page, site);
  const caller = page.getByRole("combobox", { name: "Who calls" });
  await expect(caller).toBeInViewport();
  await expect(policyText(page)).toBeHidden();
  const [request, result] = await Promise.all(
    [".column.request", ".column.result"].map(async (selector) => (await page.locator(selector).boundingBox())!),
  );
  expect(result!.x).toBeGreaterThanOrEqual(request!.x + request!.width);
  await page.getByRole("button", { name: "Policy", exact: true }).click();
  await expect(policyText(page)).toBeVisible();
  await expect(caller).toBeHidden();
  await expect(verdict(page)).toBeInViewport();
  // A line of the trace leads to the policy, whichever is shown.
  await page.getByRole("button", { name: "Request", exact: true }).click();
  await statement(page, "3 ·").getByRole("button", { name: "Show in the policy" }).click();
  await expect(policyText(page)).toBeVisible();
});

test("the border between policies and request is dragged too", async ({ page, site }) => {
  await open(page, site);
  const box = (await page.getByRole("separator", { name: "Border between policies and request" }).boundingBox())!;
  const before = await width(page, ".column.policy");
  await page.mouse.move(box.x, box.y + 300);
  await page.mouse.down();
  await page.mouse.move(box.x + 80, box.y + 300, { steps: 4 });
  await page.mouse.up();
  await expectWidth(page, ".column.policy").toBeGreaterThan(before + 50);
});

for (const narrow of [360, 320]) {
  test(`at ${narrow} pixels the verdict stays on top and one part is shown at a time`, async ({ page, site }) => {
    await page.setViewportSize({ width: narrow, height: 740 });
    await open(page, site);
    await page.getByRole("button", { name: "Request", exact: true }).click();
    await expect(page.getByRole("combobox", { name: "Who calls" })).toBeVisible();
    await expect(policyText(page)).toBeHidden();
    await page.getByRole("combobox", { name: "Operation" }).scrollIntoViewIfNeeded();
    await page.mouse.wheel(0, 2000);
    await expect(verdict(page)).toBeInViewport();
    await page.getByRole("button", { name: "Why", exact: true }).click();
    await statement(page, "3 ·").getByRole("button", { name: "Show in the policy" }).click();
    await expect(policyText(page)).toBeVisible();
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(narrow);
  });
}

test("the theme follows the system until one is chosen, and travels in the address", async ({ page, site, freshProfile }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await open(page, site);
  const background = (page: Page) => page.locator(".column.policy").evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await background(page)).toBe("rgb(28, 31, 37)");
  await page.getByLabel("More").click();
  await page.getByRole("radio", { name: "Light" }).check();
  await expect.poll(() => background(page)).toBe("rgb(255, 255, 255)");
  await expect.poll(() => page.url()).toContain("theme=light");
  const other = await freshProfile({ colorScheme: "dark" });
  await other.goto(page.url());
  await expect(verdict(other)).toBeVisible();
  await expect.poll(() => background(other)).toBe("rgb(255, 255, 255)");
});

test("forced colours keep every outcome told by its shape", async ({ page, site }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await open(page, site);
  await expect(page.locator(".verdict .disc")).toHaveText("✓");
  await expect(page.locator(".request-item .mark").nth(1)).toHaveText("✕");
});

test("on paper everything is there, the answer first", async ({ page, site }) => {
  await open(page, site);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".tools")).toBeHidden();
  const top = async (selector: string) => (await page.locator(selector).boundingBox())!.y;
  expect(await top(".verdict")).toBeLessThan(await top(".column.result"));
  expect(await top(".column.result")).toBeLessThan(await top(".column.request"));
  expect(await top(".column.request")).toBeLessThan(await top(".column.policy"));
});

test("everything is reached by Tab, in the order of the question, with visible focus", async ({ page, site }) => {
  await open(page, site);
  const seen: string[] = [];
  await page.locator("body").press("Tab");
  for (let press = 0; press < 240 && !seen.includes("result"); press += 1) {
    const name = await page.evaluate(() => {
      const element = document.activeElement!;
      const part = ["bar", "policy", "request", "verdict", "result"].find((name) => element.closest(`.${name}`) !== null);
      const style = getComputedStyle(element);
      const visible = element.shadowRoot !== null || style.outlineStyle !== "none" || element === document.body;
      return `${part ?? "border"}${visible ? "" : ` without focus ring: ${element.outerHTML.slice(0, 80)}`}`;
    });
    if (seen.at(-1) !== name) seen.push(name);
    await page.keyboard.press("Tab");
  }
  expect(seen.filter((name) => name.includes("without"))).toEqual([]);
  const order = ["bar", "policy", "request", "verdict", "result"].map((name) => seen.indexOf(name));
  expect(order, seen.join(", ")).not.toContain(-1);
  expect(order).toEqual(order.toSorted((one, other) => one - other));
});

test("a verdict is changed from the first Tab on without a pointer", async ({ page, site }) => {
  await open(page, site);
  await page.locator("body").press("Tab");
  const operation = page.getByRole("combobox", { name: "Operation" });
  for (let press = 0; press < 120 && !(await hasFocus(operation)); press += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("deletion");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(operation).toHaveValue(/^kms:.*Deletion$/);
  await expect(verdict(page)).toContainText("Implicit deny");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("nobody at all");
  await expect(verdict(page)).toContainText("Not evaluated");
});

test("forced colours keep the statement that decided, the chosen place and the caret's line apart", async ({ page, site }) => {
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await open(page, site);
  await statement(page, "3 ·").getByRole("button", { name: "Tim" }).click();
  const place = page.locator(".rich .place").first();
  await expect(place).toHaveText('"Tim"');
  expect(await place.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe("solid");
  const decided = page.locator(".rich .cm-line.decided").first();
  expect(await decided.evaluate((element) => getComputedStyle(element).borderInlineStartWidth)).toBe("3px");
  await policyText(page).focus();
  expect(await policyText(page).evaluate((element) => getComputedStyle(element).getPropertyValue("caret-animation"))).toBe("manual");
});

const broken = link({ policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Alow"}]}', principal: ROLE, action: "kms:Decrypt" });
const delegating = link({ policy: policy({ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" }), principal: ROLE, action: "kms:ReEncrypt" });
const click = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).click();
const menu = (name: string) => async (page: Page) => {
  const button = page.getByRole("button", { name, exact: true });
  if (!(await button.isVisible())) await page.getByLabel("More").click();
  await page.getByRole("button", { name, exact: true }).click();
};
const part = (name: string) => async (page: Page) => {
  const button = page.getByRole("button", { name, exact: true });
  if (await button.isVisible()) await button.click();
};
const tab = (name: RegExp) => async (page: Page) => {
  await part("Policy")(page);
  await page.getByRole("tab", { name }).click();
};
const views: [string, string, ((page: Page) => Promise<void>)?][] = [
  ["a refusal with an open statement", "example=verified-permissions&request=4", async (page) => {
    await statement(page, "4 ·").locator("summary").click();
    await page.getByText("What KMS sees").click();
  }],
  ["a broken policy", broken, part("Policy")],
  ["an undetermined verdict over two checks", delegating],
  ["the request as a form", "", part("Request")],
  ["the request as JSON", "", async (page) => { await part("Request")(page); await click("JSON")(page); }],
  ["IAM policies", "", tab(/^IAM/)],
  ["a caller of its own", "", async (page) => { await tab(/^IAM/)(page); await click("Caller with its own policies")(page); }],
  ["another key", "", async (page) => { await part("Policy")(page); await click("Another key")(page); await page.locator(".key-line summary").click(); }],
  ["grants", "", async (page) => { await tab(/Grants/)(page); await page.getByRole("button", { name: "Grant", exact: true }).click(); }],
  ["organization policies", "", async (page) => { await tab(/Organization/)(page); await click("SCP on a new level")(page); }],
  ["the gallery", "", menu("Examples")],
  ["sharing", "", click("Share")],
  ["help", "", menu("Help")],
  ["title and notes", "", menu("Title and notes")],
  ["the scenario as JSON", "", menu("Edit as JSON")],
  ["two requests side by side", "", async (page) => { await part("Request")(page); await click("Two side by side")(page); }],
  ["all calls of a service", "", async (page) => { await part("Request")(page); await click("Add a job")(page); await click("All calls of a service")(page); }],
];
for (const [name, fragment, prepare] of views) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`axe finds nothing in ${name}, ${colorScheme}, at three widths`, async ({ page, site }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      for (const width of [1440, 1024, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await open(page, site, fragment === "" ? VERIFIED : fragment);
        await prepare?.(page);
        expect(await violations(page), `${width} pixels`).toEqual([]);
        await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), "nothing sticks out").toBeLessThanOrEqual(width);
      }
    });
  }
}
