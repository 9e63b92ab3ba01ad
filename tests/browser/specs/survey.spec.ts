// All requests at once: the grid of callers and operations, and what the requests of the scenario test.

import type { Locator, Page } from "@playwright/test";
import { violations } from "../harness/accessibility.ts";
import { copied, link, open, policyText, requests, retype, textOf, verdict } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

const OPS = "arn:aws:iam::111122223333:role/Ops";

const root = { Sid: "Admin", Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" };
const ops = { Sid: "Ops", Effect: "Allow", Principal: { AWS: OPS }, Action: ["kms:DescribeKey", "kms:EnableKey"], Resource: "*" };
const wider = { ...ops, Action: [...ops.Action, "kms:ScheduleKeyDeletion"] };
const logs = { Sid: "Logs", Effect: "Allow", Principal: { Service: "logs.us-east-1.amazonaws.com" }, Action: ["kms:Encrypt", "kms:Decrypt"], Resource: "*", Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:111122223333:*" } } };

const policy = (...statements: unknown[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements }, undefined, 2);

const opened = async (page: Page, site: string, ...statements: unknown[]): Promise<void> => {
  await open(page, site, link({ policy: policy(...statements), principal: OPS, action: "kms:DescribeKey" }));
  await expect(page.locator("html[loaded]")).toBeAttached();
  await page.getByRole("tab", { name: "Access" }).click();
  await access(page).getByRole("button", { name: "Grid" }).click();
  await expect(grid(page)).toHaveAttribute("aria-busy", "false");
};

const access = (page: Page): Locator => page.getByRole("region", { name: "Access" });
const grid = (page: Page): Locator => access(page).getByRole("region", { name: "Callers and operations" });
const cell = (within: Locator, name: RegExp | string): Locator => within.getByRole("button", { name });
const coverage = (page: Page): Locator => page.getByRole("region", { name: "What your requests test" });

test("a cell says what becomes of its request, and opens it", async ({ page, site }) => {
  await opened(page, site, root, ops, logs);
  const shown = cell(grid(page), /^role Ops, DescribeKey.*: allowed$/);
  await expect(shown).toHaveAttribute("aria-current", "true");
  const through = cell(grid(page), /^service logs\.us-east-1\.amazonaws\.com, Decrypt and 1 more: allowed if conditions are met/);
  await expect(through).toContainText("if");
  const before = await requests(page).count();
  await through.click();
  await expect(requests(page)).toHaveCount(before + 1);
  await expect(verdict(page)).toContainText("Allowed");
  await expect(page.getByRole("tab", { name: "Why" })).toHaveAttribute("aria-selected", "true");
  // What is in the list already is shown and not added again.
  await page.getByRole("tab", { name: "Access" }).click();
  await access(page).getByRole("button", { name: "Grid" }).click();
  await expect(through).toHaveAttribute("aria-current", "true");
  await shown.click();
  await expect(requests(page)).toHaveCount(before + 1);
});

test("one tab stop: arrow keys, Home and End go from cell to cell, Enter opens", async ({ page, site }) => {
  await opened(page, site, root, ops, logs);
  await expect(grid(page).locator('button[tabindex="0"]')).toHaveCount(1);
  const at = (place: string): Locator => grid(page).locator(`[data-cell="${place}"]`);
  await at("0 0").focus();
  await page.keyboard.press("ArrowRight");
  await expect(at("0 1")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(at("1 1")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(at("1 0")).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(at("1 0")).toBeFocused();
  await page.keyboard.press("End");
  await expect(grid(page).locator('[data-cell^="1 "]').last()).toBeFocused();
  await expect(grid(page).locator('button[tabindex="0"]')).toBeFocused();
  const before = await requests(page).count();
  await page.keyboard.press("Enter");
  await expect(requests(page)).toHaveCount(before + 1);
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await expect(requests(page)).toHaveCount(before);
});

test("what an edit changed is marked in words, and the filters find it", async ({ page, site }) => {
  await opened(page, site, root, ops, logs);
  await retype(page, policyText(page), policy(root, wider, logs));
  await expect(cell(grid(page), "role Ops, ScheduleKeyDeletion: allowed, changed by your edits")).toBeVisible();
  await expect(access(page)).toContainText("changed by your edits");
  await access(page).getByRole("searchbox", { name: "Any principal" }).fill("ops");
  await access(page).getByRole("searchbox", { name: "Any operation" }).fill("kms:scheduleKey");
  await expect(grid(page).getByRole("button")).toHaveCount(1);
  await access(page).getByRole("searchbox", { name: "Any operation" }).fill("nothing");
  await expect(access(page)).toContainText("No cell fits what you are looking for.");
});

test("every operation has a column in the large view, which closes when a cell is opened", async ({ page, site }) => {
  await opened(page, site, root, ops, logs);
  await access(page).getByRole("button", { name: "Every operation, in a large view" }).click();
  const large = page.getByRole("dialog", { name: "Every operation" });
  await expect(large.getByRole("region")).toHaveAttribute("aria-busy", "false");
  expect(await large.getByRole("columnheader").count()).toBeGreaterThan(30);
  expect(await violations(page)).toEqual([]);
  await cell(large, "role Ops, EnableKey: allowed").click();
  await expect(large).toHaveCount(0);
  await expect(verdict(page)).toContainText("Allowed");
});

test("jobs of services as columns: a cell adds the requests of its job, and shows them when they are there", async ({ page, site }) => {
  const uploads = { Sid: "Uploads", Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:role/Uploader" }, Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: "*", Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com", "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::orders" } } };
  await opened(page, site, root, ops, uploads);
  await access(page).getByRole("button", { name: "Jobs as columns" }).click();
  const jobs = access(page).getByRole("region", { name: "Callers and jobs" });
  await expect(jobs).toHaveAttribute("aria-busy", "false");
  // Without words, the services that the key policy names.
  await expect(jobs.getByRole("columnheader", { name: "Amazon RDS" })).toHaveCount(0);
  const upload = cell(jobs, "role Uploader, Amazon S3: Put an object: allowed if the right setting is chosen");
  await expect(upload).toContainText("if");
  await expect(cell(jobs, "role Ops, Amazon S3: Put an object: depends on policies that are not known")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const before = await requests(page).count();
  await upload.click();
  // The heading of the job, and its call.
  await expect(requests(page)).toHaveCount(before + 2);
  await expect(page.locator(".toast")).toContainText("Job added.");
  await expect(page.getByRole("list", { name: "Requests" })).toContainText("the bucket has an S3 Bucket Key");
  await expect(verdict(page)).toContainText("Allowed");
  await page.getByRole("tab", { name: "Access" }).click();
  await access(page).getByRole("button", { name: "Grid" }).click();
  await access(page).getByRole("button", { name: "Jobs as columns" }).click();
  await expect(upload).toHaveAttribute("aria-current", "true");
  await upload.click();
  await expect(requests(page)).toHaveCount(before + 2);
  await page.getByRole("tab", { name: "Access" }).click();
  await access(page).getByRole("button", { name: "Grid" }).click();
  await access(page).getByRole("button", { name: "Jobs as columns" }).click();
  // Words find the others.
  await access(page).getByRole("searchbox", { name: "Any operation" }).fill("rds");
  await expect(jobs.getByRole("columnheader", { name: "Amazon RDS" }).first()).toBeVisible();
  await access(page).getByRole("button", { name: "Every job, in a large view" }).click();
  const large = page.getByRole("dialog", { name: "Every job" });
  await expect(large.getByRole("region")).toHaveAttribute("aria-busy", "false");
  expect(await large.getByRole("columnheader").count()).toBeGreaterThan(80);
  await cell(large, "the root user of account 111122223333, Amazon S3: Get an object: allowed").click();
  await expect(large).toHaveCount(0);
  await expect(verdict(page)).toContainText("Allowed");
});

test("many callers are filled in row by row, and that can be stopped", async ({ page, site }) => {
  const many = Array.from({ length: 60 }, (_, at) => ({
    Sid: `Application${at}`, Effect: "Allow", Principal: { AWS: `arn:aws:iam::111122223333:role/application-${at}` },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Resource: "*", Condition: { StringLike: { "kms:EncryptionContext:App": `team-${at}-*` } },
  }));
  await open(page, site, link({ policy: policy(root, ...many), principal: OPS, action: "kms:Decrypt" }));
  await expect(page.locator("html[loaded]")).toBeAttached();
  await page.getByRole("tab", { name: "Access" }).click();
  await access(page).getByRole("button", { name: "Grid" }).click();
  await access(page).getByRole("button", { name: "Jobs as columns" }).click();
  // So many jobs of so many callers take a while, and longer on a slow machine.
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await access(page).getByRole("button", { name: "Every job, in a large view" }).click();
  const large = page.getByRole("dialog", { name: "Every job" });
  await large.getByRole("button", { name: "Stop" }).click();
  await expect(large.getByRole("status")).toContainText(/^\d+ of 6\d rows\./);
  await expect(large.getByRole("button", { name: "Stop" })).toHaveCount(0);
  await expect(large.getByRole("region")).toHaveAttribute("aria-busy", "true");
});

test("the table can be copied", async ({ page, site }) => {
  await opened(page, site, root, ops, logs);
  const text = await copied(page, access(page).getByRole("button", { name: "Copy as a table" }));
  expect(text).toMatch(/^\| Principal \|/);
  expect(text).toContain("| role `Ops` |");
});

test("what the requests do not test is said, and one press adds the requests that are missing", async ({ page, site }) => {
  await opened(page, site, root, ops);
  await expect(coverage(page).getByRole("row", { name: /Ops/ })).toContainText("1 request");
  const before = await requests(page).count();
  const add = coverage(page).getByRole("button", { name: /^Add the .*missing request/ });
  await add.click();
  expect(await requests(page).count()).toBeGreaterThan(before);
  await expect(add).toHaveCount(0);
  await expect(coverage(page).getByRole("row", { name: /Ops/ })).toContainText("nothing");
  await expect(page.getByRole("list", { name: "Requests" })).toContainText("as expected");
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await expect(requests(page)).toHaveCount(before);
});

test("a policy that AWS would reject has neither", async ({ page, site }) => {
  await opened(page, site, root, ops);
  await retype(page, policyText(page), policy({ ...root, Effect: "Perhaps" }));
  await expect(access(page)).toContainText("AWS would reject the policy");
  await expect(grid(page)).toHaveCount(0);
  await expect(coverage(page)).toHaveCount(0);
  await retype(page, policyText(page), policy(root, ops));
  await expect(grid(page)).toBeVisible();
  await expect.poll(() => textOf(policyText(page))).toContain("Ops");
});

for (const [width, scheme] of [[1440, "light"], [1440, "dark"], [1024, "light"], [390, "dark"], [320, "light"]] as const) {
  test(`at ${width} pixels (${scheme}) nothing is cut off, and axe finds nothing`, async ({ page, site }) => {
    test.slow();
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await open(page, site, link({ policy: policy(root, ops, logs), principal: OPS, action: "kms:DescribeKey" }));
    await expect(page.locator("html[loaded]")).toBeAttached();
    if (width < 1100) await page.getByRole("button", { name: "Policy", exact: true }).click();
    await retype(page, policyText(page), policy(root, wider, logs));
    await page.getByRole("region", { name: "What the edit changes" }).getByRole("button", { name: "Show" }).click();
    await access(page).getByRole("button", { name: "Grid" }).click();
    await expect(cell(grid(page), /changed by your edits/).first()).toBeVisible();
    await expect(coverage(page).getByRole("table")).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: `output/survey-${width}-${scheme}.png`, fullPage: width < 760 });
    await coverage(page).scrollIntoViewIfNeeded();
    await page.screenshot({ path: `output/survey-coverage-${width}-${scheme}.png` });
    // The grid scrolls in its frame, the page does not.
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  });
}
