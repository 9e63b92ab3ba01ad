// Jobs of services: found by what people type, asked as a small form, added as a group of requests with one verdict,
// and let by a key policy that the page writes.

import type { Page } from "@playwright/test";
import { violations } from "../harness/accessibility.ts";
import { link, open, policy, policyText, ROLE, textOf, verdict } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

const ACCOUNT = "111122223333";
const OWN = policy({ Sid: "Own", Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: ["kms:PutKeyPolicy", "kms:GetKeyPolicy"], Resource: "*" });
const own = link({ policy: OWN, key: `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`, principal: ROLE, action: "kms:Decrypt" });

const loaded = "html[loaded]";
const dialog = (page: Page) => page.getByRole("dialog");
const headings = (page: Page) => page.locator(".job-heading");
const calls = (page: Page) => page.locator(".request-item.of-job");

const begin = async (page: Page, site: string, fragment = own): Promise<void> => {
  await open(page, site, fragment);
  await expect(page.locator(loaded)).toBeAttached();
  const part = page.getByRole("button", { name: "Request", exact: true });
  if (await part.isVisible()) await part.click();
  await page.getByRole("button", { name: "Add a job" }).click();
  await expect(page.getByRole("dialog", { name: "Add a job" })).toBeVisible();
};

const choose = async (page: Page, words: string, job: string | RegExp): Promise<void> => {
  await page.getByLabel("Search the jobs").fill(words);
  await dialog(page).getByRole("button", { name: job }).first().click();
};

test("jobs are found by what people type", async ({ page, site }) => {
  await begin(page, site);
  const search = page.getByLabel("Search the jobs");
  await expect(search).toBeFocused();
  for (const [words, found] of [["snapshot copy", "Copy an encrypted snapshot"], ["upload", "Put an object"], ["KMSAccessDenied", "Put an object"]] as const) {
    await search.fill(words);
    await expect(dialog(page).getByRole("button", { name: found }).first()).toBeVisible();
  }
  await search.fill("qwertyuiop");
  await expect(dialog(page).getByRole("status")).toHaveText("No job");
  await dialog(page).getByRole("button", { name: "All calls of a service" }).click();
  await expect(page.getByRole("dialog", { name: "All calls of a service" })).toBeVisible();
});

test("a setting shows what it changes, and a missing caller is asked for", async ({ page, site }) => {
  await begin(page, site);
  await choose(page, "upload", "Put an object");
  await expect(page.getByRole("dialog", { name: "Amazon S3: Put an object" })).toBeVisible();
  await expect(dialog(page).getByLabel("Who asks the service")).toHaveValue(ROLE);
  const steps = dialog(page).getByRole("region", { name: "Its calls" });
  await expect(steps).toContainText("This job does not work");
  await dialog(page).getByLabel("Name of the bucket").fill("plans");
  await expect(steps).toContainText("arn:aws:s3:::plans/");
  await dialog(page).getByRole("radio", { name: /has an S3 Bucket Key/ }).check();
  await expect(steps).toContainText("aws:s3:arn = arn:aws:s3:::plans");
  await expect(steps).not.toContainText("arn:aws:s3:::plans/");
  await dialog(page).getByLabel("Who asks the service").fill("nobody");
  await expect(steps).toContainText("is not the ARN of a user, a role or a session");
  await expect(dialog(page).getByRole("button", { name: "Add the requests" })).toBeDisabled();
});

test("a job becomes a group with its own verdict, which its first refused call decides", async ({ page, site }) => {
  await begin(page, site);
  await choose(page, "EBS volume", "Create an encrypted volume");
  await dialog(page).getByRole("button", { name: /^Add \d requests$/ }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(headings(page)).toHaveCount(1);
  await expect(headings(page)).toContainText("Amazon EBS · Create an encrypted volume");
  await expect(headings(page)).toContainText(/\d of \d refused/);
  await expect(headings(page)).toContainText(/Call 1: /);
  const count = await calls(page).count();
  expect(count).toBeGreaterThan(1);
  await headings(page).getByRole("button").first().click();
  await expect(calls(page).first()).toHaveClass(/current/);
  await expect(verdict(page)).toContainText("Implicit deny");
  await page.getByRole("button", { name: /^Remove the job/ }).click();
  await expect(headings(page)).toHaveCount(0);
  await expect(page.locator(".request-item")).toHaveCount(1);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(calls(page)).toHaveCount(count);
});

test("a group is changed in its place", async ({ page, site }) => {
  await begin(page, site);
  await choose(page, "upload", "Put an object");
  await dialog(page).getByLabel("Name of the bucket").fill("plans");
  await dialog(page).getByRole("button", { name: "Add 1 request" }).click();
  await page.getByRole("button", { name: "Change the job Amazon S3: Put an object" }).click();
  await expect(dialog(page).getByLabel("Name of the bucket")).toHaveValue("plans");
  await dialog(page).getByLabel("Name of the bucket").fill("logs");
  await dialog(page).getByRole("radio", { name: /has an S3 Bucket Key/ }).check();
  await dialog(page).getByRole("button", { name: "Change the requests" }).click();
  await expect(headings(page)).toHaveCount(1);
  await expect(headings(page)).toContainText("logs · the bucket has an S3 Bucket Key");
  await expect(calls(page)).toHaveCount(1);
});

test("the page writes the key policy for a job; one click applies it and Undo takes it back", async ({ page, site }) => {
  await begin(page, site);
  await choose(page, "upload", "Put an object");
  await dialog(page).getByLabel("Name of the bucket").fill("plans");
  await dialog(page).getByRole("radio", { name: /has an S3 Bucket Key/ }).check();
  await dialog(page).getByRole("button", { name: "Add 1 request" }).click();
  await expect(headings(page)).toContainText("refused");
  await page.getByRole("button", { name: "Change the job Amazon S3: Put an object" }).click();
  await dialog(page).getByRole("button", { name: "Write the key policy for this job" }).click();
  const preview = dialog(page).getByRole("region", { name: "Preview" });
  await expect(preview.getByLabel("New text of the key policy")).toContainText('"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::plans"');
  await expect(preview).toContainText("kms:ViaService Without it, the same principal could use the key through any service");
  await expect(preview).toContainText("Implicit deny, now Allowed");
  expect(await violations(page)).toEqual([]);
  await dialog(page).getByRole("button", { name: "Apply", exact: true }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(headings(page)).toContainText("Its call is allowed");
  await expect.poll(() => textOf(policyText(page))).toContain("AmazonS3PutAnObject");
  await expect.poll(() => textOf(policyText(page))).toContain('"Sid": "Own"');
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => textOf(policyText(page))).toBe(OWN);
  await expect(headings(page)).toContainText("refused");
});

test("a new key policy is for administrators and several jobs", async ({ page, site }) => {
  await begin(page, site);
  await choose(page, "upload", "Put an object");
  await dialog(page).getByRole("button", { name: "Write the key policy for this job" }).click();
  await dialog(page).getByRole("button", { name: "Another job as well" }).click();
  await choose(page, "download", "Get an object");
  await dialog(page).getByRole("button", { name: "Write the key policy for this job" }).click();
  await dialog(page).getByRole("radio", { name: /Write a new key policy/ }).check();
  await dialog(page).getByLabel("Administrators").fill(`arn:aws:iam::${ACCOUNT}:role/KeyAdmin`);
  const text = dialog(page).getByLabel("New text of the key policy");
  await expect(text).toContainText("KeyAdministrators");
  await expect(text).toContainText("kms:Decrypt");
  await expect(text).toContainText("kms:GenerateDataKey");
  await dialog(page).getByRole("button", { name: "Apply", exact: true }).click();
  await expect.poll(() => textOf(policyText(page))).toContain("AccountRecovery");
  await expect.poll(() => textOf(policyText(page))).not.toContain('"Own"');
});

test("a role of another account gets the half of its own account as well", async ({ page, site }) => {
  await begin(page, site);
  await choose(page, "upload", "Put an object");
  await dialog(page).getByLabel("Who asks the service").fill("arn:aws:iam::444455556666:role/Loader");
  await dialog(page).getByRole("button", { name: "Write the key policy for this job" }).click();
  await expect(dialog(page).getByLabel("New identity-based policy")).toContainText("kms:GenerateDataKey");
  await dialog(page).getByRole("button", { name: "Apply to both policies" }).click();
  await expect(page.locator(".toast")).toContainText("in place");
});

test("a typed call is held against what the service really sends", async ({ page, site }) => {
  await open(page, site, `${own.replace("kms%3ADecrypt", "kms%3AGenerateDataKey")}&viaService=s3.us-east-1.amazonaws.com`);
  await expect(page.locator(loaded)).toBeAttached();
  const hints = page.getByRole("region", { name: "What the service sends" });
  if ((await hints.count()) === 0) {
    await page.getByRole("radio", { name: /through/i }).first().check();
    await page.getByLabel("Service that calls with the caller's identity (kms:ViaService)").fill("s3.us-east-1.amazonaws.com");
  }
  await expect(hints).toContainText("aws:s3:arn");
  await hints.getByRole("button", { name: "Fill in an example" }).first().click();
  await expect(hints).toHaveCount(0);
});

test("a link keeps the group", async ({ page, site }) => {
  await begin(page, site);
  await choose(page, "upload", "Put an object");
  const hash = () => page.evaluate(() => location.hash);
  await expect.poll(hash).toContain("s=1.");
  const before = await hash();
  await dialog(page).getByRole("button", { name: "Add 1 request" }).click();
  await expect(headings(page)).toHaveCount(1);
  await expect.poll(hash).not.toBe(before);
  await page.reload();
  await expect(page.locator(loaded)).toBeAttached();
  await expect(headings(page)).toContainText("Amazon S3 · Put an object");
});

for (const [width, colorScheme] of [[1440, "light"], [1440, "dark"], [1024, "light"], [390, "dark"], [320, "light"]] as const) {
  test(`axe finds nothing in the steps of a job, ${colorScheme}, ${width} pixels wide`, async ({ page, site }, testInfo) => {
    test.slow();
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 900 });
    const look = async (name: string): Promise<void> => {
      expect(await violations(page), name).toEqual([]);
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), "nothing sticks out").toBeLessThanOrEqual(width);
      await page.screenshot({ path: testInfo.outputPath(`${name}-${width}-${colorScheme}.png`) });
    };
    await begin(page, site);
    await look("list");
    await choose(page, "snapshot copy", "Copy an encrypted snapshot");
    await look("form");
    await dialog(page).getByRole("button", { name: "Write the key policy for this job" }).click();
    await look("policy");
    await dialog(page).getByRole("button", { name: "Back to the job" }).click();
    await dialog(page).getByRole("button", { name: /^Add \d requests?$/ }).click();
    await look("group");
  });
}
