// Links from elsewhere: written by hand, damaged, hostile, made by another engine.

import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { expect, test } from "../harness/test.ts";
import { link, open, requests, ROLE, verdict } from "../harness/page.ts";

const share = new URL("../../../crates/kms-playground/src/share/", import.meta.url);
const dictionary = readFileSync(new URL("v1/dictionary.txt", share));

/** A link of version 1, made by another program: deflated with the dictionary, three bytes of a checksum, base64url. */
const version1 = (shared: unknown): string => {
  const json = Buffer.from(JSON.stringify(shared));
  let hash = 0x811c9dc5;
  for (const byte of json) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  const sum = (hash ^ (hash >>> 24)) & 0xffffff;
  const bytes = Buffer.concat([deflateRawSync(json, { dictionary }), Buffer.from([sum >> 16, (sum >> 8) & 255, sum & 255])]);
  return `s=1.${bytes.toString("base64url")}`;
};

const scenario = {
  version: 1,
  key: { arn: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" },
  keyPolicy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:Decrypt", Resource: "*" }] },
  requests: [{ name: "the worker", principal: ROLE, action: "kms:Decrypt" }],
};

test("an example is opened by its name, at a request", async ({ page, site }) => {
  await open(page, site, "example=verified-permissions&request=2");
  await expect(requests(page).nth(1).getByRole("button")).toHaveAttribute("aria-current", "true");
  await expect(verdict(page)).toContainText("Implicit deny");
});

test("a question is asked in the address, and what it leaves to assume is said", async ({ page, site }) => {
  const policy = JSON.stringify(scenario.keyPolicy);
  await open(page, site, link({ action: "kms:Decrypt", principal: ROLE, policy, theme: "dark" }));
  await expect(verdict(page)).toContainText("Allowed");
  await expect(page.locator(":root")).toHaveAttribute("data-theme", "dark");
  const assumed = page.getByRole("region", { name: "Why" }).getByRole("listitem").filter({ hasText: "The key is assumed to belong to account 111122223333" });
  await expect(assumed).toHaveCount(1);
});

test("a difference to what the sender saw is said plainly", async ({ page, site }) => {
  await open(page, site, version1({ scenario, seen: ["allowed"], engine: "0.0.1" }));
  await expect(verdict(page)).toContainText("Allowed");
  await expect(page.locator(".toast")).toHaveCount(0);
  await open(page, site, version1({ scenario, seen: ["implicitDeny"], engine: "0.0.1" }));
  await expect(page.getByRole("alert")).toContainText("This link was made with engine 0.0.1, which said implicit deny for “the worker”; engine");
  await expect(page.getByRole("alert")).toContainText("says allowed");
});

test("it is said too when the address changes under an open page", async ({ page, site }) => {
  await open(page, site);
  const fragment = version1({ scenario, seen: ["explicitDeny"], engine: "0.0.1" });
  await page.evaluate((fragment) => void (location.hash = fragment), fragment);
  await expect(page.getByRole("alert")).toContainText("which said explicit deny for “the worker”");
});

test("a link that is followed while parts are still on their way is read, though a change waits to be written", async ({ page, site }) => {
  let go = (): void => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  await page.route("**/part-*.wasm", async (route) => {
    await gate;
    await route.continue();
  });
  await page.clock.install();
  await open(page, site, "");
  // Longer than typing must pause until the address follows it: now it waits for the part that writes it.
  await page.clock.runFor(1_000);
  await page.evaluate(() => { location.hash = "s=1."; });
  go();
  await expect(page.getByRole("alert")).toContainText("the link is cut off");
  expect(new URL(page.url()).hash).toBe("#s=1.");
});

test("of a link with wrong fields the rest is shown", async ({ page, site }) => {
  await open(page, site, version1({ scenario: { ...scenario, later: 1 } }));
  await expect(page.getByRole("alert")).toContainText("later: unknown field");
  await expect(verdict(page)).toContainText("Allowed");
});

test("parts of a link that mean nothing are told, with what to write", async ({ page, site }) => {
  await open(page, site, "example=verified-permissions&request=99&view=sideways&principle=x");
  await expect(page.getByRole("alert")).toContainText("view=sideways (answer, trace, edit or full), principle=x (principal?)");
  await expect(page.getByRole("alert").locator("code").first()).toHaveText("view=sideways");
  await expect(page.getByRole("alert")).toContainText("There is no request 99: the last, 8, is shown.");
  await expect(requests(page).nth(7).locator("[aria-current=true]")).toBeVisible();
  await page.evaluate(() => { location.hash = "example=verified-permissions&theme=red"; });
  await expect(page.getByRole("alert")).toContainText("theme=red (light or dark)");
});

test("every hostile link is refused with a reason or read, and leaves the page usable", async ({ page, site }) => {
  test.slow();
  const links: { about: string; fragment: string; says?: string }[] = JSON.parse(readFileSync(new URL("hostile.json", share), "utf8"));
  for (const [at, { about, fragment, says }] of links.entries()) {
    // Some open the page, others find it open.
    if (at % 6 === 0) await page.goto("about:blank");
    await page.goto(`${site}#${fragment}`);
    await expect(page.getByRole("region", { name: "Verdict" }).getByRole("status"), about).not.toBeEmpty();
    if (says !== undefined) await expect(page.getByRole("alert"), about).toContainText(says.split("`")[0]!.trim());
    await expect(page.getByRole("button", { name: "Share", exact: true }), about).toBeEnabled();
  }
});
