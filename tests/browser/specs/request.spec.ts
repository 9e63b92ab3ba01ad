// The request builder: a form, JSON, and many requests.

import { expect, test } from "../harness/test.ts";
import { link, open, policy, requests, retype, ROLE, textOf, verdict } from "../harness/page.ts";

const VIA = "s3.us-east-1.amazonaws.com";
const viaPolicy = policy({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:Decrypt", Resource: "*", Condition: { StringEquals: { "kms:ViaService": VIA, "kms:EncryptionContext:project": "A" } } });
const direct = link({ policy: viaPolicy, principal: ROLE, action: "kms:Decrypt" });

test("keys that the policy asks for are one click away, each in its own field", async ({ page, site }) => {
  await open(page, site, direct);
  await expect(verdict(page)).toContainText("Implicit deny");
  await page.getByRole("button", { name: "+ kms:ViaService" }).click();
  await expect(page.getByRole("radio", { name: /Through a service/ })).toBeChecked();
  await expect(page.getByRole("combobox", { name: /kms:ViaService/ })).toHaveValue(VIA);
  await page.getByRole("button", { name: "+ kms:EncryptionContext:project" }).click();
  await expect(page.getByLabel("Name of pair 1")).toHaveValue("project");
  await expect(page.getByLabel("Value of pair 1")).toHaveValue("A");
  await expect(verdict(page)).toContainText("Allowed");
  await expect(page.getByRole("button", { name: /^\+ / })).toHaveCount(0);
});

test("the way of arrival changes principal and service together, and back", async ({ page, site }) => {
  await open(page, site, link({ policy: viaPolicy, principal: ROLE, action: "kms:Decrypt", viaService: VIA }));
  const who = page.getByRole("combobox", { name: "Who calls" });
  await page.getByRole("radio", { name: /By the service itself/ }).check();
  await expect(who).toHaveValue("s3.amazonaws.com");
  await page.getByRole("textbox", { name: "aws:SourceAccount" }).fill("111122223333");
  await expect(page.getByRole("radio", { name: /By the service itself/ })).toBeChecked();
  await page.getByRole("radio", { name: /Through a service/ }).check();
  await expect(who).toHaveValue(ROLE);
  await page.getByRole("radio", { name: /Directly/ }).check();
  await expect(page.getByRole("combobox", { name: /kms:ViaService/ })).toHaveCount(0);
});

test("operations are searched by what they do, by keyboard alone", async ({ page, site }) => {
  await open(page, site, direct);
  const action = page.getByRole("combobox", { name: "Operation" });
  await action.focus();
  await action.press("ControlOrMeta+a");
  await action.pressSequentially("deletion");
  const choices = page.getByRole("listbox").getByRole("option");
  await expect(choices.first()).toBeVisible();
  await action.press("ArrowDown");
  const chosen = await choices.and(page.locator("[aria-selected=true]")).locator(".value").textContent();
  await action.press("Enter");
  await expect(action).toHaveValue(chosen ?? "");
  await expect(page.getByRole("listbox")).toHaveCount(0);
  await action.press("ArrowDown");
  await expect(page.getByRole("listbox")).toBeVisible();
  await action.press("Escape");
  await expect(page.getByRole("listbox")).toHaveCount(0);
});

test("principals that the policies name are offered", async ({ page, site }) => {
  await open(page, site);
  await page.getByRole("combobox", { name: "Who calls" }).click();
  await expect(page.getByRole("option", { name: "arn:aws:iam::111122223333:role/BrentRole role" })).toBeVisible();
});

test("an operation shows its own parameters", async ({ page, site }) => {
  await open(page, site, link({ policy: viaPolicy, principal: ROLE, action: "kms:ScheduleKeyDeletion" }));
  await page.getByText("Parameters of the operation").click();
  await page.getByLabel("PendingWindowInDays").fill("7");
  await page.getByRole("button", { name: "JSON", exact: true }).click();
  const json = page.getByRole("textbox", { name: "Request as JSON" });
  expect(JSON.parse(await textOf(json)).parameters).toEqual({ PendingWindowInDays: 7 });
});

test("a context key can be set, given several values, and made absent", async ({ page, site }) => {
  const orgs = policy({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:Decrypt", Resource: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abc" } } });
  await open(page, site, link({ policy: orgs, principal: ROLE, action: "kms:Decrypt" }));
  await page.getByRole("button", { name: "+ aws:PrincipalOrgID" }).click();
  await expect(page.getByRole("combobox", { name: "Value of context key 1" })).toHaveValue("o-abc");
  await expect(verdict(page)).toContainText("Allowed");
  await page.getByRole("checkbox", { name: "absent, whatever would be derived" }).check();
  await expect(verdict(page)).toContainText("Implicit deny");
  await page.getByRole("button", { name: "Remove context key 1" }).click();
  await expect(page.getByRole("combobox", { name: "Context key 1", exact: true })).toHaveCount(0);
});

test("form and JSON say the same, both ways", async ({ page, site }) => {
  await open(page, site, direct);
  await page.getByRole("button", { name: "JSON", exact: true }).click();
  const json = page.getByRole("textbox", { name: "Request as JSON" });
  expect(JSON.parse(await textOf(json))).toEqual({ principal: ROLE, action: "kms:Decrypt" });
  const written = `{"action": "kms:Decrypt",  "principal": "${ROLE}", "viaService": "${VIA}", "encryptionContext": {"project": "A"}}`;
  await retype(page, json, written);
  await expect(verdict(page)).toContainText("Allowed");
  expect(await textOf(json)).toBe(written);
  await retype(page, json, '{"principal": 1}');
  await expect(page.getByRole("alert").filter({ hasText: "line 1, column" })).toBeVisible();
  await expect(verdict(page)).toContainText("Allowed");
  await retype(page, json, written);
  await page.getByRole("button", { name: "Form", exact: true }).click();
  await expect(page.getByRole("combobox", { name: /kms:ViaService/ })).toHaveValue(VIA);
});

test("requests are added, duplicated, moved and removed", async ({ page, site }) => {
  await open(page, site, direct);
  await expect(requests(page)).toHaveCount(1);
  await page.getByRole("button", { name: "Add a request" }).click();
  await page.getByLabel("Name", { exact: true }).fill("The second");
  await page.getByLabel("Expected").selectOption("allowed");
  await expect(requests(page).nth(1)).toContainText("The second");
  await expect(requests(page).nth(1)).toContainText("should be allowed");
  await page.getByRole("button", { name: "Duplicate this request" }).click();
  await expect(requests(page).nth(2)).toContainText("The second (copy)");
  await page.getByRole("button", { name: "Move up" }).click();
  await expect(requests(page).nth(1)).toContainText("(copy)");
  await page.getByRole("button", { name: "Remove this request" }).click();
  await expect(requests(page)).toHaveCount(2);
});

test("all calls of a service come as a sequence", async ({ page, site }) => {
  await open(page, site, direct);
  await page.getByRole("button", { name: "Add a job" }).click();
  await page.getByRole("button", { name: "All calls of a service" }).click();
  const dialog = page.getByRole("dialog", { name: "All calls of a service" });
  await dialog.getByLabel("Service or action").fill("policy store");
  await dialog.getByRole("button", { name: "Add the calls of: Create an encrypted policy store" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(requests(page)).toHaveCount(11);
  await expect(requests(page).nth(1)).toContainText("DescribeKey through the service");
});

test("two requests stand side by side with their differences, and what is the same folded away", async ({ page, site }) => {
  await open(page, site);
  await page.getByRole("button", { name: "Two side by side" }).click();
  const dialog = page.getByRole("dialog", { name: "Two requests side by side" });
  await dialog.getByLabel("Request on the left", { exact: true }).selectOption({ label: "BrentRole decrypts through Verified Permissions" });
  await dialog.getByLabel("Request on the right", { exact: true }).selectOption({ label: "BrentRole decrypts with a call of its own" });
  await expect(dialog.locator(".verdict").nth(0)).toContainText("Allowed");
  await expect(dialog.locator(".verdict").nth(1)).toContainText("Implicit deny");
  await expect(dialog.getByRole("row", { name: /^Through verifiedpermissions\.us-east-1/ })).toBeVisible();
  // What is the same for both is folded away.
  const same = dialog.getByRole("row", { name: /^Operation kms:Decrypt kms:Decrypt$/ });
  await expect(same).toBeHidden();
  await dialog.getByText(/rows are the same/).first().click();
  await expect(same).toBeVisible();
  await expect(dialog.locator("tr.differs", { hasText: "BrentRole encrypts and decrypts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
});
