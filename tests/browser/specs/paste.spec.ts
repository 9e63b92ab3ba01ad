// A text from elsewhere: pasted or dropped anywhere, shown before it replaces anything, applied with one click.

import type { Page } from "@playwright/test";
import { violations } from "../harness/accessibility.ts";
import { link, open, paste, pasteAnywhere, pointAt, policy, policyText, requests, retype, textOf, verdict } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

const ACCOUNT = "444455556666";
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0987dcba-09fe-87dc-65ba-ab0987654321`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/Invoices`;
const POLICY = policy({ Sid: "Owner", Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "kms:*", Resource: "*" });
const ERROR = `An error occurred (AccessDeniedException) when calling the Decrypt operation: User: arn:aws:sts::${ACCOUNT}:assumed-role/Invoices/job is not authorized to perform: kms:Decrypt on resource: ${KEY} because no identity-based policy allows the kms:Decrypt action`;
const GRANTS = JSON.stringify({ Grants: [{ KeyId: KEY, GrantId: "0a".repeat(32), GranteePrincipal: ROLE, IssuingAccount: `arn:aws:iam::${ACCOUNT}:root`, Operations: ["Decrypt"] }] });
const TICKET = `Hello,\n\nsince Monday our job fails:\n\n> ${ERROR}\n\nThe key policy:\n\n${POLICY}\n\nThanks`;
const TEMPLATE = `Resources:\n  InvoiceKey:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy:\n        Version: "2012-10-17"\n        Statement:\n          - Sid: Owner\n            Effect: Allow\n            Principal:\n              AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:root"\n            Action: kms:*\n            Resource: "*"\n`;

const preview = (page: Page, name: string | RegExp = /./) => page.getByRole("dialog", { name });
const row = (page: Page, field: string) => preview(page).getByRole("row", { name: new RegExp(`${field}`) });
const apply = (page: Page) => preview(page).getByRole("button", { name: "Apply", exact: true }).click();
const own = link({ policy: POLICY, key: KEY, principal: ROLE, action: "kms:Encrypt" });

test("from cold to the verdict of a customer's error in two pastes and one click", async ({ page, site }) => {
  await open(page, site);
  await pasteAnywhere(page, POLICY);
  await expect.poll(() => textOf(policyText(page))).toBe(POLICY);
  await expect(preview(page)).toHaveCount(0);
  await pasteAnywhere(page, ERROR);
  await expect(preview(page, "An error")).toBeVisible();
  await apply(page);
  await expect(preview(page)).toHaveCount(0);
  await expect(requests(page)).toHaveCount(1);
  await expect(verdict(page)).toContainText("Implicit deny");
  await expect(page.getByRole("list", { name: "Requests" })).toContainText("as expected");
});

test("the preview shows the parts of the text, what each sets, and the old beside the new; Undo restores", async ({ page, site }) => {
  await open(page, site, own);
  await pasteAnywhere(page, TICKET);
  await expect(preview(page, "An error and a key policy")).toBeVisible();
  const text = preview(page).getByRole("region", { name: "Pasted text" });
  await expect(text.locator("mark", { hasText: "assumed-role/Invoices/job" })).toBeVisible();
  // The scenario has this policy already: it is named, and nothing is set.
  await expect(row(page, "Key policy")).toHaveCount(0);
  await expect(row(page, "Operation")).toContainText("kms:Decrypt");
  await expect(row(page, "Expected")).toContainText("denied");
  await pointAt(page, row(page, "Operation"), text.locator("mark.lit"), "kms:Decrypt");
  expect(await violations(page)).toEqual([]);
  await apply(page);
  await expect(requests(page)).toHaveCount(2);
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await expect(requests(page)).toHaveCount(1);
  await expect(page.getByRole("combobox", { name: "Operation" })).toHaveValue("kms:Encrypt");
});

test("over a scenario of one's own the preview also offers a new one", async ({ page, site }) => {
  await open(page, site, own);
  await pasteAnywhere(page, TICKET);
  await preview(page).getByRole("button", { name: "Start a new scenario" }).click();
  await expect(requests(page)).toHaveCount(1);
  await expect(page.getByRole("combobox", { name: "Operation" })).toHaveValue("kms:Decrypt");
});

test("a text that says nothing new is not applied", async ({ page, site }) => {
  await open(page, site, own);
  await pasteAnywhere(page, POLICY);
  await expect(preview(page, "A key policy")).toContainText("already has all of this");
  await expect(preview(page).getByRole("button", { name: "Apply", exact: true })).toHaveCount(0);
});

test("three pastes add up", async ({ page, site }) => {
  await open(page, site);
  await pasteAnywhere(page, POLICY);
  await expect.poll(() => textOf(policyText(page))).toBe(POLICY);
  for (const [text, name] of [[ERROR, "An error"], [GRANTS, "Grants"]] as const) {
    await pasteAnywhere(page, text);
    await expect(preview(page, name)).toBeVisible();
    await apply(page);
  }
  await expect(requests(page)).toHaveCount(1);
  await expect(page.getByRole("tab", { name: /Grants/ })).toContainText("1");
  // The grant lets in what the message refused.
  await expect(verdict(page)).toContainText("Allowed");
});

test("what the text does not say is asked, and an answer is used", async ({ page, site }) => {
  await open(page, site, own);
  await pasteAnywhere(page, "Error: Lambda was unable to decrypt the environment variables because KMS access was denied.");
  await expect(preview(page, "A service's error")).toBeVisible();
  const question = preview(page).getByRole("group", { name: /Who calls/ });
  await expect(question.getByRole("textbox")).toBeFocused();
  await question.getByRole("textbox").fill(ROLE);
  await expect(row(page, "Who calls")).toContainText("Invoices");
  expect(await violations(page)).toEqual([]);
  await apply(page);
  await expect(page.getByRole("list", { name: "Requests" })).toContainText("Decrypt");
});

test("a placeholder is filled once for all its places", async ({ page, site }) => {
  await open(page, site);
  const masked = JSON.stringify({ Version: "2012-10-17", Statement: ["root", "role/A"].map((name) => ({ Effect: "Allow", Principal: { AWS: `arn:aws:iam::<account>:${name}` }, Action: "kms:*", Resource: "*" })) });
  await pasteAnywhere(page, masked);
  const field = preview(page).getByLabel(/<account> appears 2 times/);
  await field.fill(ACCOUNT);
  await expect(row(page, "Key policy")).toContainText("2 statements");
  await apply(page);
  await expect.poll(() => textOf(policyText(page))).not.toContain("<account>");
  expect((await textOf(policyText(page))).split(ACCOUNT)).toHaveLength(3);
});

test("two key policies of as many statements: the preview says what differs", async ({ page, site }) => {
  await open(page, site, own);
  const other = policy({ Sid: "Readers", Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:Decrypt", Resource: "*" });
  await pasteAnywhere(page, other);
  await expect(row(page, "Key policy")).toContainText("Not in the old policy: statement 1 (Readers)");
  await expect(row(page, "Key policy")).toContainText("Not in the new policy: statement 1 (Owner)");
  await page.keyboard.press("Escape");
  await pasteAnywhere(page, JSON.stringify(JSON.parse(POLICY), null, 7));
  await expect(row(page, "Key policy")).toContainText("The same policy, laid out differently");
});

test("the policy that a message blames goes where the message says", async ({ page, site }) => {
  await open(page, site, link({ policy: POLICY, key: KEY, principal: `arn:aws:sts::${ACCOUNT}:assumed-role/Invoices/job`, action: "kms:Decrypt" }));
  await pasteAnywhere(page, ERROR.replace("because no identity-based policy allows the kms:Decrypt action", "with an explicit deny in a service control policy"));
  await apply(page);
  await pasteAnywhere(page, policy({ Effect: "Deny", Action: "kms:Decrypt", Resource: "*" }));
  await expect(preview(page, "A service control policy")).toBeVisible();
  await expect(row(page, "Service control policies")).toContainText("FullAWSAccess");
  await apply(page);
  await expect(verdict(page)).toContainText("Explicit deny");
});

test("a template is read when its reader has come", async ({ page, site }) => {
  await open(page, site, link({ policy: policy({ Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*" }), key: KEY, principal: ROLE, action: "kms:Encrypt" }));
  await pasteAnywhere(page, TEMPLATE);
  await expect(preview(page, "A CloudFormation template")).toBeVisible();
  await expect(row(page, "Key policy")).toContainText("1 statement");
  await preview(page).getByLabel(/AWS::AccountId/).fill("777788889999");
  await apply(page);
  await expect.poll(() => textOf(policyText(page))).toContain("arn:aws:iam::777788889999:root");
});

test("the Paste button takes a text, and says what it cannot read", async ({ page, site }) => {
  await open(page, site, own);
  await page.getByRole("button", { name: "Paste", exact: true }).click();
  const area = preview(page, "Paste a text").getByLabel("Text to read");
  await expect(area).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await area.fill("lorem ipsum");
  await preview(page).getByRole("button", { name: "Read the text" }).click();
  await expect(preview(page, "Nothing recognized")).toContainText("No policy, error or event was recognized.");
  await expect(preview(page).getByRole("button", { name: "Apply", exact: true })).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  await preview(page).getByRole("button", { name: "Open as a key policy" }).click();
  await expect.poll(() => textOf(policyText(page))).toBe("lorem ipsum");
});

test("a scenario that cannot be read is called one", async ({ page, site }) => {
  await open(page, site, own);
  await pasteAnywhere(page, JSON.stringify({ version: 1, key: { arn: KEY }, keyPolicy: {}, requets: [] }));
  await expect(preview(page, "A scenario that cannot be read")).toContainText("unknown field");
});

test("an error that no policy changes says so, and there is nothing to apply", async ({ page, site }) => {
  await open(page, site, own);
  await pasteAnywhere(page, `An error occurred (InvalidCiphertextException) when calling the Decrypt operation: (KMS)`);
  await expect(preview(page)).toContainText("No policy change will fix this");
  await expect(preview(page).getByRole("button", { name: "Apply", exact: true })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(preview(page)).toHaveCount(0);
});

test("an empty editor has a button to paste, and its own paste stays its own", async ({ page, site }) => {
  await open(page, site, own);
  await retype(page, policyText(page), "");
  await page.keyboard.press("Delete");
  await page.getByRole("button", { name: "Paste a text" }).click();
  await expect(preview(page, "Paste a text")).toBeVisible();
  await page.keyboard.press("Escape");
  await policyText(page).focus();
  await paste(page, POLICY);
  await expect.poll(() => textOf(policyText(page))).toBe(POLICY);
});

test("a text that is dropped on the page is previewed; one that is dropped on a field is not", async ({ page, site }) => {
  await open(page, site, own);
  const drop = (selector: string) =>
    page.evaluate(([selector, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData("text/plain", text!);
      document.querySelector(selector!)!.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }, [selector, ERROR] as const);
  await drop(".title-input");
  await expect(preview(page)).toHaveCount(0);
  await drop("#why");
  await expect(preview(page, "An error")).toBeVisible();
});

test("a text of several lines that is pasted into a field of one line is not lost in it", async ({ page, site }) => {
  await open(page, site, own);
  await page.getByRole("combobox", { name: "Who calls" }).focus();
  await page.getByRole("combobox", { name: "Who calls" }).evaluate((field, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, TICKET);
  await expect(preview(page, "An error and a key policy")).toBeVisible();
});

test("a link that brings a text shows it and applies nothing by itself", async ({ page, site }) => {
  await open(page, site, link({ import: ERROR }));
  await expect(preview(page, "An error")).toBeVisible();
  await expect(page.getByRole("list", { name: "Requests" })).not.toContainText("Invoices");
  await apply(page);
  await expect(page.getByRole("combobox", { name: "Who calls" })).toHaveValue(/assumed-role\/Invoices\/job/);
});

test("the commands that fetch what is missing are ready to be sent", async ({ page, site }) => {
  await open(page, site, link({ policy: POLICY }));
  await pasteAnywhere(page, ERROR);
  await preview(page).getByText(/Commands that fetch what is missing/).click();
  await expect(preview(page).getByRole("group", { name: "Commands" })).toContainText("aws iam list-attached-role-policies --role-name Invoices");
});

for (const [width, height] of [[390, 844], [320, 640]] as const) {
  test(`the preview fits ${width} pixels`, async ({ page, site }) => {
    await page.setViewportSize({ width, height });
    await open(page, site, own);
    await pasteAnywhere(page, TICKET);
    await expect(preview(page)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const dialog = await preview(page).evaluate((dialog) => [dialog.scrollWidth, dialog.clientWidth]);
    expect(dialog[0]).toBeLessThanOrEqual(dialog[1]!);
    await expect(preview(page).getByRole("button", { name: "Apply", exact: true })).toBeInViewport();
    expect(await violations(page)).toEqual([]);
  });
}
