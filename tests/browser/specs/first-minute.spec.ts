// The first minute with one's own input.

import { expect, test } from "../harness/test.ts";
import { link, open, paste, pasteOver, policy, policyText, requests, retype, ROLE, textOf, verdict } from "../harness/page.ts";

/** AWS's default key policy, of an account that no example has. */
const DEFAULT = policy({ Sid: "Enable IAM policies", Effect: "Allow", Principal: { AWS: "arn:aws:iam::444455556666:root" }, Action: "kms:*", Resource: "*" });
const OWN_ROLE = "arn:aws:iam::444455556666:role/Invoices";
const why = (page: import("@playwright/test").Page) => page.getByRole("region", { name: "Why" });
const tab = (page: import("@playwright/test").Page, name: RegExp) => page.getByRole("tab", { name });

test("of an example nothing survives a pasted policy, and Undo brings all of it back", async ({ page, site }) => {
  await open(page, site);
  await pasteOver(page, DEFAULT);
  await expect(requests(page)).toHaveCount(1);
  await expect(page.getByLabel("Title of the scenario")).toHaveValue("");
  await expect(tab(page, /IAM/)).toContainText("not known");
  await expect(page.locator(".user-notes")).toHaveCount(0);
  await expect(page.locator(".key-line summary")).not.toContainText("policy-stores");
  // The default policy delegates: without the role's IAM policies nobody can say.
  await page.getByRole("combobox", { name: "Who calls" }).fill(OWN_ROLE);
  await expect(verdict(page)).toContainText("Undetermined");
  await pasteOver(page, DEFAULT.replace("Enable IAM policies", "Again"));
  await expect(page.getByRole("combobox", { name: "Who calls" })).toHaveValue(OWN_ROLE);
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => textOf(policyText(page))).toBe(DEFAULT);
});

test("the key's Region is not taken from a condition, and a guess stays assumed until someone gives the ARN", async ({ page, site }) => {
  await open(page, site);
  await pasteOver(page, policy({ Effect: "Allow", Principal: { AWS: OWN_ROLE }, Action: "kms:Decrypt", Resource: "*", Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-3.amazonaws.com" } } }));
  await expect(page.locator(".key-line summary")).not.toContainText("eu-west-3");
  await expect(page.locator(".key-line summary")).toContainText("444455556666");
  await expect(why(page)).toContainText("The key is assumed");
  await page.locator(".key-line summary").click();
  await page.getByLabel("Key ARN").fill("arn:aws:kms:eu-west-1:444455556666:key/0987dcba-09fe-87dc-65ba-ab0987654321");
  await expect(why(page)).not.toContainText("The key is assumed");
});

test("a pasted error becomes a request, over the example and within one's own policy", async ({ page, site }) => {
  const message = "An error occurred (AccessDeniedException) when calling the Decrypt operation: User: arn:aws:sts::444455556666:assumed-role/Invoices/job is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:444455556666:key/0987dcba-09fe-87dc-65ba-ab0987654321 because no resource-based policy allows the kms:Decrypt action";
  const caller = page.getByRole("combobox", { name: "Who calls" });
  await open(page, site);
  await pasteOver(page, message);
  await expect(caller).toHaveValue(/assumed-role\/Invoices\/job/);
  await expect(verdict(page)).toContainText("There is no key policy yet.");
  await expect(page.locator(".key-line summary")).toContainText("eu-west-1");
  await pasteOver(page, DEFAULT);
  await expect(caller).toHaveValue(/assumed-role\/Invoices\/job/);
  await expect(page.locator(".key-line summary")).toContainText("eu-west-1");
  await policyText(page).focus();
  await page.keyboard.press("ControlOrMeta+End");
  await paste(page, message.replaceAll("Decrypt", "Encrypt"));
  await page.getByRole("dialog", { name: "An error" }).getByRole("button", { name: "Apply" }).click();
  await expect.poll(() => textOf(policyText(page))).toBe(DEFAULT);
  await expect(requests(page).filter({ hasText: "Encrypt" })).toHaveCount(1);
});

test("after a paste nothing is selected: the caret is at the end, the view at the top", async ({ page, site }) => {
  await open(page, site);
  const long = JSON.stringify({ Version: "2012-10-17", Statement: Array.from({ length: 60 }, (_, at) => ({ Sid: `S${at}`, Effect: "Allow", Principal: { AWS: OWN_ROLE }, Action: "kms:Decrypt", Resource: "*" })) }, undefined, 2);
  await pasteOver(page, long);
  await expect.poll(() => textOf(policyText(page))).toBe(long);
  await expect.poll(() => page.locator(".rich .cm-scroller").evaluate((scroller) => scroller.scrollTop)).toBe(0);
  await page.keyboard.type(" ");
  await expect.poll(() => textOf(policyText(page))).toBe(`${long} `);
  await page.keyboard.press("ControlOrMeta+a");
  await pasteOver(page, "not a policy");
  await page.keyboard.type("!");
  await expect.poll(() => textOf(policyText(page))).toBe("not a policy!");
});

test("line numbers stay readable when the text scrolls sideways, and lines wrap on demand", async ({ page, site }) => {
  await open(page, site);
  const gutter = page.locator(".rich .cm-gutters").first();
  expect(await gutter.evaluate((element) => getComputedStyle(element).backgroundColor)).not.toMatch(/^(transparent|rgba\(.*, 0\))$/);
  const content = page.locator(".rich .cm-content").first();
  const wrap = page.getByRole("button", { name: "Wrap lines" });
  await expect(wrap).toHaveAttribute("aria-pressed", "false");
  await wrap.click();
  await expect(wrap).toHaveAttribute("aria-pressed", "true");
  await expect(content).toHaveClass(/cm-lineWrapping/);
});

test("on a narrow screen lines wrap from the start", async ({ page, site }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, site);
  await page.getByRole("navigation", { name: "Parts of the page" }).getByRole("button", { name: "Policy" }).click();
  await expect(page.locator(".rich .cm-content").first()).toHaveClass(/cm-lineWrapping/);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test("the services of a call are chosen with the mouse, from a list that nothing clips", async ({ page, site }) => {
  await open(page, site, link({ policy: DEFAULT, principal: OWN_ROLE, action: "kms:Decrypt" }));
  await page.getByRole("radio", { name: /Through a service/ }).check();
  const field = page.getByRole("combobox", { name: /kms:ViaService/ });
  await field.fill("");
  await field.click();
  const list = page.getByRole("listbox");
  await expect(list).toBeVisible();
  const box = (await list.boundingBox())!;
  expect(box.height).toBeGreaterThan(120);
  expect(box.y).toBeGreaterThanOrEqual(0);
  expect(box.y + box.height).toBeLessThanOrEqual(900);
  // What is at the list's last line is the list, and not what would cover it.
  const covered = await page.evaluate(({ x, y }) => document.elementFromPoint(x, y)?.closest(".choices") === null, { x: box.x + 20, y: box.y + box.height - 8 });
  expect(covered).toBe(false);
  const fifth = list.getByRole("option").nth(4);
  const value = await fifth.locator(".value").textContent();
  await fifth.click();
  await expect(field).toHaveValue(value!);
});

test("the list follows the current request, counts, filters and moves by arrow keys", async ({ page, site }) => {
  await open(page, site);
  await expect(page.locator(".tally")).toContainText("8 of 8 as expected");
  for (let more = 0; more < 4; more += 1) await page.getByRole("button", { name: "Add a request" }).click();
  const current = page.locator(".request-item.current");
  await expect(requests(page)).toHaveCount(12);
  const within = () => current.evaluate((item) => {
    const list = item.closest(".request-list")!.getBoundingClientRect();
    const own = item.getBoundingClientRect();
    return own.top >= list.top - 1 && own.bottom <= list.bottom + 1;
  });
  await expect.poll(within).toBe(true);
  await requests(page).nth(0).getByRole("button").click();
  await page.keyboard.press("ArrowDown");
  await expect(requests(page).nth(1)).toHaveClass(/current/);
  await page.keyboard.press("End");
  await expect(requests(page).nth(11)).toHaveClass(/current/);
  await expect.poll(within).toBe(true);
  await page.keyboard.press("Home");
  await page.getByRole("searchbox", { name: "Filter the requests" }).fill("another account");
  await expect(requests(page)).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Filter the requests" }).fill("");
  // A change that breaks an expectation is said in words, and the way leads there.
  await page.getByRole("combobox", { name: "Who calls" }).fill("s3.amazonaws.com");
  await expect(requests(page).nth(0)).toContainText("should be allowed");
  await requests(page).nth(3).getByRole("button").click();
  await page.getByRole("button", { name: "Next failing" }).click();
  await expect(requests(page).nth(0)).toHaveClass(/current/);
});

test("a text that is briefly broken keeps the last verdict, in grey, and then says so", async ({ page, site }) => {
  // Before the page sets a timer: one that is pending when the clock is replaced would end twice.
  await page.clock.install();
  await open(page, site, link({ policy: policy({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:Decrypt", Resource: "*" }), principal: ROLE, action: "kms:Decrypt" }));
  await expect(verdict(page)).toContainText("Allowed");
  await retype(page, policyText(page), '{ "Statement": [');
  await page.clock.runFor(300);
  const face = page.getByRole("region", { name: "Verdict" });
  await expect(face).toHaveClass(/stale/);
  await expect(verdict(page)).toContainText("Allowed");
  await page.clock.runFor(1500);
  await expect(face).not.toHaveClass(/stale/);
  await expect(verdict(page)).toContainText("Not evaluated");
});

test("an empty editor invites to paste and is no error", async ({ page, site }) => {
  await open(page, site);
  await policyText(page).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  const invitation = page.locator(".rich .cm-placeholder");
  await expect(invitation).toContainText("Paste a key policy");
  // It wraps at the edge of the editor, also where lines do not.
  await expect(page.getByRole("button", { name: "Wrap lines" })).toHaveAttribute("aria-pressed", "false");
  const right = (selector: string) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().right);
  expect(await right(".rich .cm-placeholder")).toBeLessThanOrEqual(await right(".rich .cm-scroller"));
  await expect(page.getByRole("list", { name: "Errors and remarks" })).toHaveCount(0);
  await expect(verdict(page)).toContainText("There is no key policy yet.");
});

test("a message ends at the next action", async ({ page, site }) => {
  await open(page, site);
  await pasteOver(page, DEFAULT);
  await expect(page.locator(".toast")).toContainText("Policy imported.");
  await page.getByRole("button", { name: "Add a request" }).click();
  await expect(page.locator(".toast")).toHaveCount(0);
});
