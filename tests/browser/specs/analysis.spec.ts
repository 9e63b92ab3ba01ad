// What holds for all requests: the line below the editor, the list of who can use the key, statements without effect.

import type { Locator, Page } from "@playwright/test";
import { violations } from "../harness/accessibility.ts";
import { link, open, policyText, requests, retype, ROLE, textOf, verdict } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

const OPS = "arn:aws:iam::111122223333:role/Ops";

const root = { Sid: "Admin", Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" };
const ops = { Sid: "Ops", Effect: "Allow", Principal: { AWS: OPS }, Action: ["kms:DescribeKey"], Resource: "*" };
const wider = { ...ops, Action: ["kms:DescribeKey", "kms:ScheduleKeyDeletion"] };
const partner = { Sid: "Partner", Effect: "Allow", Principal: { AWS: "arn:aws:iam::444455556666:root" }, Action: "kms:Decrypt", Resource: "*" };
const logs = { Sid: "Logs", Effect: "Allow", Principal: { Service: "logs.us-east-1.amazonaws.com" }, Action: "kms:Encrypt", Resource: "*" };

const policy = (...statements: unknown[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements }, undefined, 2);

const opened = async (page: Page, site: string, ...statements: unknown[]): Promise<void> => {
  await open(page, site, link({ policy: policy(...statements), principal: ROLE, action: "kms:Decrypt" }));
  await expect(page.locator("html[loaded]")).toBeAttached();
};

const guard = (page: Page): Locator => page.getByRole("region", { name: "What the edit changes" });
const access = (page: Page): Locator => page.getByRole("region", { name: "Access" });
const showAccess = (page: Page): Promise<void> => page.getByRole("tab", { name: "Access" }).click();
const way = (page: Page, text: string): Locator => access(page).locator("details.way").filter({ has: page.locator("summary", { hasText: text }) });

test("an edit that opens something says what, and shows a request that proves it", async ({ page, site }) => {
  await opened(page, site, root, ops);
  await expect(guard(page)).toHaveCount(0);
  await retype(page, policyText(page), policy(root, wider));
  await expect(guard(page).getByRole("status")).toHaveText(
    "Wider than the opened version: Role Ops can now call kms:ScheduleKeyDeletion without an identity-based policy.",
  );
  await guard(page).getByRole("button", { name: "Show" }).click();
  const change = way(page, "can now call");
  await expect(change).toContainText("wider");
  await change.locator("summary").click();
  await expect(change).toContainText("implicit deny in the opened version, allowed now");
  const before = await requests(page).count();
  await change.getByRole("button", { name: "Add as a request" }).click();
  await expect(requests(page)).toHaveCount(before + 1);
  await expect(verdict(page)).toContainText("Allowed");
  await expect(change).toContainText("This request is in the list.");
});

test("an edit that means the same, or less, says so", async ({ page, site }) => {
  await opened(page, site, root, wider);
  await retype(page, policyText(page), policy(wider, root));
  await expect(guard(page).getByRole("status")).toHaveText("Same meaning as the opened version.");
  await retype(page, policyText(page), policy(root, ops));
  await expect(guard(page).getByRole("status")).toContainText("Narrower than the opened version: Role Ops can now call kms:ScheduleKeyDeletion only with an identity-based policy");
  await retype(page, policyText(page), policy(root, ops, partner).replace("kms:DescribeKey", "kms:GetKeyPolicy"));
  await expect(guard(page).getByRole("status")).toContainText("Wider and narrower than the opened version:");
});

test("a pinned version takes the place of the opened one", async ({ page, site }) => {
  await opened(page, site, root, ops);
  await retype(page, policyText(page), policy(root, wider));
  await guard(page).getByRole("button", { name: "Pin this version" }).click();
  await expect(guard(page).getByRole("status")).toHaveText("This is the pinned version.");
  await retype(page, policyText(page), policy(root, ops));
  await expect(guard(page).getByRole("status")).toContainText("Narrower than the pinned version:");
  await guard(page).getByRole("button", { name: "Compare with the opened version" }).click();
  await expect(guard(page)).toHaveCount(0);
});

test("what cannot be told, or compared, is not called the same", async ({ page, site }) => {
  const variable = (value: string): unknown => ({ ...ops, Condition: { StringEquals: { "aws:PrincipalTag/a": value } } });
  await opened(page, site, root, variable("${aws:PrincipalTag/b}"));
  await retype(page, policyText(page), policy(root, variable("${aws:PrincipalTag/c}")));
  await expect(guard(page).getByRole("status")).not.toContainText("Comparing");
  await expect(guard(page).getByRole("status")).not.toContainText("Same meaning");
  await retype(page, policyText(page), policy(root, { ...ops, Effect: "Perhaps" }));
  await expect(guard(page).getByRole("status")).toHaveText("The change cannot be compared: AWS would reject this policy.");
});

test("the list says who can use the key, and each line has a request", async ({ page, site }) => {
  await opened(page, site, root, ops, partner, logs);
  await showAccess(page);
  for (const group of ["Named in the key policy", "Delegated to IAM policies", "AWS services", "Other accounts"]) {
    await expect(access(page).getByRole("heading", { name: group })).toBeVisible();
  }
  await expect(way(page, "Role Ops can call kms:DescribeKey.")).toHaveCount(1);
  await expect(way(page, "All principals in account 444455556666")).toContainText("outside the account, not limited to an organization");
  await expect(way(page, "logs.us-east-1.amazonaws.com")).toContainText("for any resource of the service");
  await access(page).getByRole("searchbox", { name: "Any principal" }).fill("ops");
  await expect(access(page).locator("details.way")).toHaveCount(1);
  await access(page).getByRole("searchbox", { name: "Any principal" }).fill("");
  await access(page).getByRole("searchbox", { name: "Any operation" }).fill("putkeypolicy");
  await expect(access(page).locator("details.way")).toHaveCount(1);
  await access(page).getByRole("searchbox", { name: "Any operation" }).fill("nothing");
  await expect(access(page)).toContainText("No sentence fits what you are looking for.");
  await access(page).getByRole("searchbox", { name: "Any operation" }).fill("");
  const partners = way(page, "All principals in account 444455556666");
  await partners.locator("summary").click();
  await partners.getByRole("button", { name: "Open with what it needs" }).click();
  await expect(verdict(page)).toContainText("Allowed");
  await page.getByRole("button", { name: "Undo", exact: true }).first().click();
  await expect.poll(() => textOf(policyText(page))).toContain("Logs");
});

test("a statement without effect is a finding, and one press removes it", async ({ page, site }) => {
  const narrow = { Sid: "Describe", Effect: "Allow", Principal: { AWS: OPS }, Action: "kms:DescribeKey", Resource: "*", Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } } };
  await opened(page, site, root, ops, narrow);
  const finding = page.getByRole("list", { name: "Errors and remarks" }).getByRole("button", { name: /is redundant/ });
  await expect(finding).toContainText("statement 2 (Ops) already has the same effect");
  await showAccess(page);
  await access(page).getByRole("button", { name: "Remove statement 3" }).click();
  await expect(finding).toHaveCount(0);
  await expect.poll(() => textOf(policyText(page))).toBe(policy(root, ops));
  await expect(guard(page).getByRole("status")).toHaveText("Same meaning as the opened version.");
});

test("of many versions, one after the other, the last one is answered", async ({ page, site }) => {
  const many = Array.from({ length: 60 }, (_, at) => ({
    Sid: `Application${at}`,
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::111122223333:role/application-${at}` },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"],
    Resource: "*",
    Condition: { StringLike: { "kms:EncryptionContext:App": `team-${at % 9}-*` } },
  }));
  await opened(page, site, root, ...many);
  for (let left = many.length - 1; left > 0; left -= 10) {
    await retype(page, policyText(page), policy(root, ...many.slice(0, left)));
  }
  await retype(page, policyText(page), policy(...many, root));
  await expect(guard(page).getByRole("status")).toHaveText("Same meaning as the opened version.");
});

for (const [name, width, scheme] of [["wide", 1440, "light"], ["narrow, dark", 390, "dark"], ["very narrow", 320, "light"]] as const) {
  test(`${name}: nothing is cut off, and axe finds nothing`, async ({ page, site }) => {
    test.slow();
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await open(page, site, link({ policy: policy(root, ops, partner, logs, ops), principal: ROLE, action: "kms:Decrypt" }));
    await expect(page.locator("html[loaded]")).toBeAttached();
    const narrow = width < 760;
    if (narrow) await page.getByRole("button", { name: "Policy", exact: true }).click();
    await retype(page, policyText(page), policy(root, wider, partner, logs, wider));
    await expect(guard(page).getByRole("status")).toContainText("Wider");
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: `output/analysis-guard-${width}.png` });
    await guard(page).getByRole("button", { name: "Show" }).click();
    await access(page).locator("details.way summary").first().click();
    await expect(access(page).getByRole("heading", { name: "Other accounts" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: `output/analysis-access-${width}.png`, fullPage: narrow });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  });
}
