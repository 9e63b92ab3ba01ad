// The policy editor and the tabs of the policy side.

import { expect, test } from "../harness/test.ts";
import { link, open, painted, pointAt, policy, policyText, retype, ROLE, textOf, verdict } from "../harness/page.ts";

const allow = policy({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:Decrypt", Resource: "*" });
const simple = link({ policy: allow, principal: ROLE, action: "kms:Decrypt" });

test("errors are underlined and listed in the same words, and lead to their place", async ({ page, site }) => {
  await open(page, site, link({ policy: '{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Effect": "Alow" }\n  ]\n}', principal: ROLE, action: "kms:Decrypt" }));
  const list = page.getByRole("list", { name: "Errors and remarks" });
  const entry = list.getByRole("button", { name: /Line 4: .*Alow/ });
  await expect(entry).toBeVisible();
  await expect(page.locator(".rich").locator(".cm-lintRange-error").first()).toBeVisible();
  await entry.click();
  await expect(page.locator(".rich").locator(".place").first()).toContainText("Alow");
  await expect(verdict(page)).toContainText("Not evaluated");
});

test("every statement carries its outcome in the gutter", async ({ page, site }) => {
  await open(page, site);
  const outcomes = page.locator(".rich").locator(".outcome[title]:not([title=''])");
  await expect(outcomes.first()).toHaveText("–");
  await expect(page.locator(".rich").locator(".outcome.is-yes[title*='Allows']").first()).toHaveText("✓");
});

test("names are completed from the catalogue where they fit", async ({ page, site }) => {
  await page.clock.install();
  await open(page, site, simple);
  await retype(page, policyText(page), '{"Statement": [{"Action": "kms:GenerateDataKeyW');
  await page.keyboard.press("Control+Space");
  await expect(page.locator(".cm-tooltip-autocomplete").getByRole("option", { name: /kms:GenerateDataKeyWithoutPlaintext/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await retype(page, policyText(page), '{"Statement": [{"Condition": {"StringEquals": {"kms:Via');
  await page.keyboard.press("Control+Space");
  await expect(page.locator(".cm-tooltip-autocomplete").getByRole("option", { name: /kms:ViaService/ })).toBeVisible();
  // The editor takes no choice in the first moment after it has shown some.
  await page.clock.fastForward(1_000);
  await page.keyboard.press("Enter");
  await expect.poll(() => textOf(policyText(page))).toContain('"kms:ViaService');
});

test("a name under the pointer says what it is and where AWS says so", async ({ page, site }) => {
  await open(page, site, simple);
  const card = page.locator(".rich").locator(".meaning");
  await pointAt(page, page.locator(".rich").getByText("kms:Decrypt"), card, "kms:Decrypt");
  await expect(card.getByRole("link", { name: "AWS documentation" })).toHaveAttribute("href", /^https:\/\/docs\.aws\.amazon\.com\//);
});

test("a value under the pointer says what it stands for", async ({ page, site }) => {
  const statement = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:ReEncrypt*", Resource: "*" };
  const conditioned = { ...statement, Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } };
  await open(page, site, link({ policy: policy(conditioned), principal: ROLE, action: "kms:Decrypt" }));
  await expect(page.locator("html")).toHaveAttribute("loaded", "");
  const card = page.locator(".rich").locator(".meaning");
  for (const [value, meaning] of [
    ["arn:aws:iam::111122223333:root", "not its root user alone"],
    ["s3.us-east-1.amazonaws.com", "the call comes through Amazon S3"],
  ] as const) {
    await pointAt(page, page.locator(".rich").getByText(value), card, meaning);
  }
});

test("format, search, fold and undo work by keyboard", async ({ page, site }) => {
  await open(page, site, simple);
  await retype(page, policyText(page), '{"Statement":[{"Effect":"Allow"}]}');
  await page.keyboard.press("Alt+Shift+F");
  await expect.poll(() => textOf(policyText(page))).toBe('{\n  "Statement": [\n    {\n      "Effect": "Allow"\n    }\n  ]\n}');
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => textOf(policyText(page))).toBe('{"Statement":[{"Effect":"Allow"}]}');
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => textOf(policyText(page))).toBe(allow);
  await page.keyboard.press("ControlOrMeta+y");
  await expect.poll(() => textOf(policyText(page))).toBe('{"Statement":[{"Effect":"Allow"}]}');
  await page.keyboard.press("ControlOrMeta+Alt+f");
  await expect(page.locator(".rich").getByRole("textbox", { name: "Find" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.locator(".rich").getByRole("textbox", { name: "Find" })).toHaveCount(0);
});

test("the answer follows in the frame after the character, and a command that comes first finds the character", async ({ page, site }) => {
  // Before the page sets a timer: one that is pending when the clock is replaced would end twice.
  await page.clock.install();
  await open(page, site, simple);
  await policyText(page).focus();
  await page.keyboard.press("ControlOrMeta+End");
  await painted(page);
  // Time stands still: no frame is painted, no timer ends.
  await page.clock.pauseAt(Date.now() + 10_000);
  const holds = (text: string) => expect.poll(() => textOf(policyText(page))).toBe(text);
  const type = async () => {
    await policyText(page).focus();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.press("x");
    expect(await textOf(policyText(page))).toBe(`${allow}x`);
    expect(await verdict(page).textContent(), "the page has not been told").toContain("Allowed");
  };
  await type();
  await page.keyboard.press("ControlOrMeta+z");
  await holds(allow);
  await page.getByRole("button", { name: "Redo" }).click();
  await holds(`${allow}x`);
  await page.clock.runFor(1500);
  await expect(verdict(page)).toContainText("Not evaluated");
  await page.getByRole("button", { name: "Undo" }).click();
  await holds(allow);
  await type();
  // The press is told first, so the request is added to what was typed.
  await page.getByRole("button", { name: "Add a request" }).click();
  await holds(`${allow}x`);
  await page.clock.runFor(1500);
  await expect(verdict(page)).toContainText("Not evaluated");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await holds(allow);
  await type();
  await page.clock.runFor(1500);
  await expect(verdict(page)).toContainText("Not evaluated");
});

test("Tab leaves the editor, and the browser keeps its own keys", async ({ page, site }) => {
  await open(page, site, simple);
  await policyText(page).focus();
  const before = await textOf(policyText(page));
  await page.keyboard.press("Tab");
  await expect(policyText(page)).not.toBeFocused();
  expect(await textOf(policyText(page))).toBe(before);
});

test("carriage returns keep their bytes and places", async ({ page, site }) => {
  const text = allow.replaceAll("\n", "\r\n");
  await open(page, site, link({ policy: text, principal: ROLE, action: "kms:Decrypt" }));
  expect(await textOf(policyText(page))).toBe(text);
  await page.locator("details.statement tr", { hasText: "Action" }).getByRole("button", { name: "Action" }).click();
  await expect(page.locator(".rich").locator(".place").first()).toContainText("kms:Decrypt");
});

test("identity policies can be unknown, none, or listed, and each says another verdict", async ({ page, site }) => {
  const delegating = policy({ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" });
  await open(page, site, link({ policy: delegating, principal: ROLE, action: "kms:Decrypt" }));
  await expect(verdict(page)).toContainText("Undetermined");
  await page.getByRole("tab", { name: /^IAM/ }).click();
  await page.getByRole("radio", { name: "all listed here" }).check();
  await expect(verdict(page)).toContainText("Implicit deny");
  await page.getByRole("button", { name: "Identity policy" }).click();
  await expect(verdict(page)).toContainText("Allowed");
  await page.getByRole("button", { name: "Permissions boundary" }).click();
  await retype(page, page.getByRole("textbox", { name: /^Text of the permissions boundary/ }), '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}');
  await expect(verdict(page)).toContainText("Implicit deny");
  await page.getByRole("button", { name: "Remove this policy" }).click();
  await expect(verdict(page)).toContainText("Allowed");
});

test("organization and endpoint policies are attached level by level", async ({ page, site }) => {
  await open(page, site, simple);
  await page.getByRole("tab", { name: "Organization" }).click();
  await page.getByRole("button", { name: "SCP on a new level" }).click();
  await expect(page.getByRole("tab", { name: /Organization\s*, 1 policy/ })).toBeVisible();
  await retype(page, page.getByRole("textbox", { name: /^Text of the service control policy/ }), '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"kms:*","Resource":"*"}]}');
  await expect(verdict(page)).toContainText("Explicit deny");
  await page.getByRole("button", { name: "RCP on a new level" }).click();
  await page.getByRole("tab", { name: "Endpoint" }).click();
  await page.getByRole("button", { name: "Endpoint policy" }).click();
  await expect(page.getByRole("textbox", { name: /^Text of the VPC endpoint policy/i })).toBeVisible();
});

test("grants are a form and JSON", async ({ page, site }) => {
  const nothing = policy({ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:role/Admin" }, Action: "kms:*", Resource: "*" });
  await open(page, site, link({ policy: nothing, principal: ROLE, action: "kms:Decrypt" }));
  await expect(verdict(page)).toContainText("Implicit deny");
  await page.getByRole("tab", { name: "Grants" }).click();
  await page.getByRole("button", { name: "Grant", exact: true }).click();
  await page.getByLabel("Grantee principal").fill(ROLE);
  await expect(verdict(page)).toContainText("Allowed");
  const panel = page.getByRole("tabpanel");
  await panel.getByRole("button", { name: "JSON" }).click();
  const json = page.getByRole("textbox", { name: "Grants as JSON" });
  expect(JSON.parse(await textOf(json))).toEqual([{ granteePrincipal: ROLE, operations: ["Decrypt"] }]);
  await retype(page, json, `[{"granteePrincipal": "${ROLE}", "operations": ["Encrypt"]}]`);
  await expect(verdict(page)).toContainText("Implicit deny");
});

test("the tabs are walked by arrow keys", async ({ page, site }) => {
  await open(page, site, simple);
  await page.getByRole("tab", { name: /Key policy/ }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: /^IAM/ })).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.getByRole("tab", { name: "Endpoint" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Home");
  await expect(page.getByRole("tab", { name: /Key policy/ })).toBeFocused();
});
