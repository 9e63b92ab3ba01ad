// Callers with policies of their own, and further keys.

import { expect, test } from "../harness/test.ts";
import { link, open, policy, retype, ROLE, verdict } from "../harness/page.ts";

const delegating = policy({ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" });
const direct = link({ policy: delegating, principal: ROLE, action: "kms:Decrypt" });
const denied = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "kms:*", Resource: "*" }] });
const deniedToAll = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*" }] });

test("a caller gets policies of every kind, which count for it alone", async ({ page, site }) => {
  test.slow();
  await open(page, site, direct);
  const undo = page.getByRole("button", { name: "Undo" });
  await page.getByRole("tab", { name: /^IAM/ }).click();
  await page.getByRole("button", { name: "Caller with its own policies" }).click();
  const caller = page.getByRole("combobox", { name: "Caller", exact: true });
  await expect(caller).toHaveValue(ROLE);
  await expect(verdict(page)).toContainText("Undetermined");
  await page.getByRole("radio", { name: "all listed here" }).check();
  await expect(verdict(page)).toContainText("Implicit deny");
  await page.getByRole("button", { name: "Identity policy" }).click();
  await expect(verdict(page)).toContainText("Allowed");
  await page.getByRole("button", { name: "Permissions boundary" }).click();
  await retype(page, page.getByRole("textbox", { name: /^Text of the permissions boundary/ }), denied);
  await expect(verdict(page)).toContainText("Explicit deny");
  await page.getByRole("button", { name: "Remove this policy" }).click();
  await page.getByRole("button", { name: "Session policy" }).click();
  await expect(verdict(page)).toContainText("Allowed");
  await page.getByRole("tab", { name: /Organization/ }).click();
  await page.getByRole("combobox", { name: "Limits of" }).selectOption({ label: "111122223333:role/Worker" });
  await expect(page.getByRole("button", { name: /RCP/ })).toHaveCount(0);
  await page.getByRole("button", { name: "SCP on a new level" }).click();
  await retype(page, page.getByRole("textbox", { name: /^Text of the service control policy/ }), denied);
  await expect(verdict(page)).toContainText("Explicit deny");

  await page.getByRole("tab", { name: /^IAM/ }).click();
  await caller.fill("arn:aws:iam::111122223333:role/Other");
  await expect(verdict(page)).toContainText("Undetermined");
  await undo.click();
  await expect(caller).toHaveValue(ROLE);
  await expect(verdict(page)).toContainText("Explicit deny");
  await caller.fill("nobody");
  await expect(page.getByRole("tabpanel").locator(".problem")).toContainText("nobody is not a principal");
  await undo.click();
  await expect(caller).toHaveValue(ROLE);
  await page.getByRole("button", { name: "Remove this caller with its policies" }).click();
  await expect(verdict(page)).toContainText("Undetermined");
  await expect(caller).toHaveCount(0);
  await undo.click();
  await expect(verdict(page)).toContainText("Explicit deny");
});

test("a further key has fields, a key policy, grants and limits of its own", async ({ page, site }) => {
  test.slow();
  await open(page, site, direct);
  const undo = page.getByRole("button", { name: "Undo" });
  await page.getByRole("button", { name: "Another key" }).click();
  const key = page.getByRole("tabpanel").getByRole("combobox", { name: "Key", exact: true });
  await expect(key.locator("option:checked")).toHaveText(/^0987dcba.* · us-east-1 · 111122223333$/);
  await page.locator(".key-line summary").click();
  await page.getByLabel("Aliases").fill("alias/second");
  await page.getByText("How the call names the key").click();
  const named = page.locator("#request-key");
  await named.click();
  await expect(page.getByRole("listbox").getByRole("option", { name: "alias/second" })).toBeVisible();
  await page.getByRole("listbox").getByRole("option", { name: /0987dcba/ }).click();
  await retype(page, page.getByRole("textbox", { name: "Text of the key policy" }), policy({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:Encrypt", Resource: "*" }));
  await expect(verdict(page)).toContainText("Implicit deny");

  await page.getByRole("tab", { name: /Grants/ }).click();
  await key.selectOption({ index: 1 });
  await page.getByRole("button", { name: "Grant", exact: true }).click();
  await page.getByRole("combobox", { name: "Grantee principal" }).fill(ROLE);
  await expect(verdict(page)).toContainText("Allowed");

  await page.getByRole("tab", { name: /Organization/ }).click();
  await page.getByRole("combobox", { name: "Limits of" }).selectOption({ index: 1 });
  await expect(page.getByRole("button", { name: /SCP/ })).toHaveCount(0);
  await page.getByRole("button", { name: "RCP on a new level" }).click();
  await retype(page, page.getByRole("textbox", { name: /^Text of the resource control policy/ }), deniedToAll);
  await expect(verdict(page)).toContainText("Explicit deny");

  await page.getByRole("tab", { name: /Key policy/ }).click();
  await page.getByRole("button", { name: "Remove this key with its policies and grants" }).click();
  await expect(verdict(page)).toContainText("is not a key or alias in this scenario");
  await expect(key).toHaveCount(0);
  await undo.click();
  await expect(verdict(page)).toContainText("Explicit deny");
});

test("a field that cannot be used says so below itself, in the report's words", async ({ page, site }) => {
  await open(page, site, direct);
  await page.getByRole("combobox", { name: "Who calls" }).fill("arn:aws:iam::111122223333:group/Admins");
  await expect(page.locator(".field", { has: page.locator("#request-principal") }).locator(".problem")).toContainText("is a group");
  await page.getByRole("combobox", { name: "Operation" }).fill("kms:Decrypd");
  await expect(page.locator(".field", { has: page.locator("#request-action") }).locator(".problem")).toContainText("did you mean kms:Decrypt?");
  await page.locator(".key-line summary").click();
  await page.getByLabel("Key ARN").fill("no ARN");
  await expect(page.locator(".key-line .problem")).toContainText("no ARN is not the ARN of a KMS key");
});
