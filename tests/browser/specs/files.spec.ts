// What leaves the page as a file or on paper: read without a script, opened again, and redacted like a link.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { violations } from "../harness/accessibility.ts";
import { expect, test } from "../harness/test.ts";
import { link, open, policy, requests, ROLE, verdict } from "../harness/page.ts";

const HOSTILE = '</template></pre><script>document.title = "run"</script><img src=x onerror=alert(1)>';
const hostile = link({
  policy: policy({ Sid: HOSTILE, Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:Decrypt", Resource: "*" }),
  principal: ROLE,
  action: "kms:Decrypt",
  "encryptionContext.tenant": HOSTILE,
});

/** Saves the case file; its path. */
const save = async (page: Page): Promise<string> => {
  await page.getByLabel("More").click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as a file" }).click()]);
  const path = test.info().outputPath(download.suggestedFilename());
  await download.saveAs(path);
  return path;
};

/** Drops a file on the page. */
const drop = (page: Page, text: string): Promise<void> =>
  page.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], "case.html", { type: "text/html" }));
    for (const type of ["dragover", "drop"]) document.querySelector("#why")!.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }, text);

for (const colorScheme of ["light", "dark"] as const) {
  test(`a case file is read without a script, and opens again when it is dropped, ${colorScheme}`, async ({ page, site, freshProfile }) => {
    await open(page, site, "example=agentcore-grants-at-work");
    const path = await save(page);
    const text = await readFile(path, "utf8");
    expect(text.length).toBeLessThan(60_000);
    const reader = await freshProfile({ javaScriptEnabled: false, colorScheme });
    await reader.goto(pathToFileURL(path).href);
    await expect(reader.getByRole("heading", { level: 1 })).toContainText("AgentCore");
    await expect(reader.getByRole("table").getByRole("row")).toHaveCount(10);
    for (const name of ["Key policy", "Identity-based policy agentcore-access", "Grants"]) await expect(reader.getByRole("heading", { name, exact: true })).toBeVisible();
    await expect(reader.getByText("Written on 2")).toContainText("UTC");

    const other = await freshProfile({ colorScheme });
    await other.goto(pathToFileURL(path).href);
    expect(await violations(other)).toEqual([]);
    await open(other, site, "example=cloudtrail-one-trail");
    await drop(other, text);
    await expect(other.getByLabel("Title of the scenario")).toHaveValue(/AgentCore/);
    await expect(requests(other)).toHaveCount(9);
  });
}

test("what a scenario says stays text in its file", async ({ page, site, freshProfile }) => {
  await open(page, site, hostile);
  await page.getByLabel("Title of the scenario").fill(HOSTILE);
  const path = await save(page);
  const other = await freshProfile();
  await other.goto(pathToFileURL(path).href);
  await expect(other.getByRole("heading", { level: 1 })).toHaveText(HOSTILE);
  await expect(other).toHaveTitle(HOSTILE);
  expect(await other.locator("script, img, iframe").count()).toBe(0);
  await open(other, site);
  await drop(other, await readFile(path, "utf8"));
  await expect(other.getByLabel("Title of the scenario")).toHaveValue(HOSTILE);
});

test("a redacted case file names nobody, and is decided as before", async ({ page, site, freshProfile }) => {
  await open(page, site, link({ policy: policy({ Effect: "Allow", Principal: { AWS: "arn:aws:iam::210987654321:role/PaymentsReader" }, Action: "kms:Decrypt", Resource: "*" }), principal: "arn:aws:iam::210987654321:role/PaymentsReader", action: "kms:Decrypt" }));
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Share" });
  await dialog.getByLabel("Share it redacted").check();
  await expect(dialog.locator("#share-state")).toContainText("Checked: the request is decided as before");
  const [download] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name: "Case file (HTML)" }).click()]);
  expect(download.suggestedFilename()).toMatch(/-case-redacted\.html$/);
  const text = await readFile(await download.path(), "utf8");
  expect(text).not.toMatch(/PaymentsReader|210987654321/);
  const other = await freshProfile();
  await open(other, site);
  await drop(other, text);
  await expect(verdict(other)).toContainText("Allowed");
  await expect(requests(other)).toHaveCount(1);
});

test("on paper there are every policy, the date and the address, and the page comes back", async ({ page, site }) => {
  await open(page, site, "example=agentcore-grants-at-work");
  await expect(page.locator("html[loaded]")).toBeAttached();
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  const paper = page.locator("body > .paper");
  await expect(paper).toBeVisible();
  await expect(page.locator(".app")).toBeHidden();
  for (const words of ["Key policy", "Identity-based policy agentcore-access", "Grants", "#s=1."]) await expect(paper).toContainText(words);
  await expect(paper).toContainText(/Written on \d{4}-\d\d-\d\d at \d\d:\d\d UTC/);
  expect(await paper.locator("pre").first().evaluate((pre) => getComputedStyle(pre).breakInside)).toBe("auto");
  await page.emulateMedia({ media: "screen" });
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await expect(paper).toHaveCount(0);
  await expect(verdict(page)).toBeVisible();
});
