// The answer: verdict, steps, statements, elements, what KMS sees, and what to send on.

import { violations } from "../harness/accessibility.ts";
import { expect, test } from "../harness/test.ts";
import { link, open, pointAt, policy, requests, ROLE, statement, verdict } from "../harness/page.ts";

test("a refusal opens the statement that fails by its condition alone, and shows the failing row", async ({ page, site }) => {
  await open(page, site, "example=verified-permissions&request=4");
  await expect(verdict(page)).toContainText("Implicit deny");
  const near = statement(page, "4 ·");
  await expect(near).toHaveAttribute("open", /.*/);
  await expect(near.getByRole("row", { name: /does not match kms:ViaService/ })).toBeVisible();
  await expect(statement(page, "3 ·")).not.toHaveAttribute("open");
});

test("a statement is opened and closed by keyboard", async ({ page, site }) => {
  await open(page, site);
  const first = statement(page, "1 · Account");
  await first.locator("summary").focus();
  await page.keyboard.press("Enter");
  await expect(first.getByRole("table")).toBeVisible();
  await page.keyboard.press("Space");
  await expect(first.getByRole("table")).toHaveCount(0);
});

test("AWS's questions stand in order, the deciding one marked, those that do not arise folded at the end", async ({ page, site }) => {
  await open(page, site, "example=verified-permissions&request=4");
  const why = page.getByRole("region", { name: "Why" });
  await expect(why.locator(".steps > li.decided")).toHaveCount(1);
  await expect(why.locator(".steps > li.decided")).toContainText("This answer decided.");
  const folded = why.getByText(/questions do not arise for this request/);
  await expect(folded).toHaveCount(1);
  await folded.click();
  await expect(why.locator(".quiet-steps .steps li").first()).toBeVisible();
  await why.locator(".by button").first().click();
  await expect(page.locator(".rich .place").first()).toBeVisible();
});

test("what KMS sees is listed with the origin of every key, and what is asked for and absent", async ({ page, site }) => {
  await open(page, site, "example=verified-permissions&request=4");
  await page.getByText(/What KMS sees/).click();
  const table = page.locator(".seen-keys");
  await expect(table.getByRole("row", { name: /aws:PrincipalArn/ })).toContainText("BrentRole");
  await expect(table.getByRole("row", { name: /kms:ViaService not there/ })).toBeVisible();
  for (const row of await table.locator("tbody tr").all()) expect((await row.locator("td").last().textContent())!.trim()).not.toBe("");
});

test("AWS's message and the answer are copied", async ({ page, site }) => {
  // The site's own headers forbid it to read the clipboard; what it writes is seen here.
  await page.addInitScript(() => {
    const copied: string[] = [];
    Object.assign(globalThis, { copied });
    if (navigator.clipboard === undefined) return;
    navigator.clipboard.writeText = async (text) => void copied.push(text);
  });
  const lastCopied = () => page.evaluate(() => (globalThis as unknown as { copied: string[] }).copied.at(-1));
  await open(page, site, "example=verified-permissions&request=4");
  const message = await page.locator(".message pre").textContent();
  expect(message).toContain("is not authorized to perform: kms:Decrypt");
  await page.getByRole("button", { name: "Copy message" }).click();
  await expect.poll(lastCopied).toBe(message);
  await page.getByRole("button", { name: "Copy answer" }).click();
  await expect.poll(lastCopied).toContain("Implicit deny.");
  expect(await lastCopied()).toContain(message!);
});

test("what CloudTrail would show is folded below, and its event is copied as JSON", async ({ page, site }) => {
  await page.addInitScript(() => {
    const copied: string[] = [];
    Object.assign(globalThis, { copied });
    if (navigator.clipboard !== undefined) navigator.clipboard.writeText = async (text) => void copied.push(text);
  });
  await open(page, site, "example=verified-permissions&request=4");
  const shown = page.locator("details", { has: page.getByText("What CloudTrail would show") });
  await expect(shown.locator("pre")).toBeHidden();
  await shown.locator("summary").click();
  await expect(shown).toContainText("CloudTrail logs the refused call in account 111122223333.");
  await shown.getByRole("button", { name: "Copy event" }).click();
  const copied = () => page.evaluate(() => (globalThis as unknown as { copied: string[] }).copied.at(-1));
  await expect.poll(copied).toBeDefined();
  const event = JSON.parse((await copied())!);
  expect(event).toMatchObject({ eventSource: "kms.amazonaws.com", eventName: "Decrypt", errorCode: "AccessDenied" });
  expect(event.errorMessage).toBe(await page.locator(".message pre").textContent());
});

test("ReEncrypt shows both of its checks", async ({ page, site }) => {
  const statement = policy({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:ReEncryptFrom", Resource: "*" });
  await open(page, site, link({ policy: statement, principal: ROLE, action: "kms:ReEncrypt" }));
  await expect(page.getByRole("heading", { name: /kms:ReEncryptFrom/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: /kms:ReEncryptTo/ })).toBeVisible();
  await expect(page.getByRole("group", { name: "Encryption context of the destination" })).toBeVisible();
});

test("a key that is disabled refuses all the same, and says that no policy changes that", async ({ page, site }) => {
  await open(page, site);
  await page.locator(".key-line summary").click();
  await page.getByLabel("Key state").selectOption("Disabled");
  await expect(page.getByRole("heading", { name: "KMS would still refuse it" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Why" })).toContainText("DisabledException");
});

test("the live region says each new verdict, and only that", async ({ page, site }) => {
  await open(page, site);
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    const status = document.querySelector('.verdict [role="status"]')!;
    new MutationObserver(() => said.push(status.textContent!)).observe(status, { childList: true, characterData: true, subtree: true });
  });
  await requests(page).nth(1).getByRole("button").click();
  await expect(verdict(page)).toContainText("Implicit deny");
  const said = await page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
  expect(said.length).toBeGreaterThan(0);
  expect(said.at(-1)).toContain("Implicit deny");
});

test("what a value of the trace stands for is said under the pointer and at the keyboard, until Escape", async ({ page, site }) => {
  await open(page, site);
  await expect(page.locator("html")).toHaveAttribute("loaded", "");
  const table = page.locator(".elements:visible").first();
  const tip = page.getByRole("tooltip");
  const principal = table.locator("tr").filter({ hasText: "Principal" }).locator("code").first();
  await pointAt(page, principal, tip, /account \d{12} as a whole|The IAM role|service principal/);
  expect(await violations(page)).toEqual([]);
  // One star means another thing in each element, and the same name another thing in what the request has.
  await page.goto(`${site}#example=iam-any-key-of-the-account`);
  await expect(verdict(page)).toBeVisible();
  for (const [element, cell, meaning] of [
    ["Principal", "asks", "The account 111122223333 as a whole, not its root user alone."],
    ["Action", "asks", "Every operation of AWS KMS."],
    ["Resource", "asks", "In a key policy, the key that the policy belongs to."],
    ["Principal", "has", "The IAM user Alice of the account 111122223333."],
  ] as const) {
    await pointAt(page, table.locator("tr").filter({ hasText: element }).locator(`.${cell} code`).first(), tip, meaning);
  }
  await page.keyboard.press("Escape");
  await expect(tip).toHaveCount(0);
  const place = table.getByRole("button").filter({ has: page.locator("code", { hasText: "kms:" }) }).first();
  await place.focus();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  await expect(place).toBeFocused();
  await expect(tip).toBeVisible();
  await expect(place).toHaveAccessibleDescription(/\w{4,}/);
  await expect(place).toHaveAttribute("aria-describedby", "meaning");
  await page.keyboard.press("Escape");
  await expect(tip).toHaveCount(0);
  await expect(place).not.toHaveAttribute("aria-describedby");
});
