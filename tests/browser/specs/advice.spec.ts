// What would change the decision, and what removes findings: each with a button that does what was promised.

import { readdirSync } from "node:fs";

import type { Locator, Page } from "@playwright/test";
import { violations } from "../harness/accessibility.ts";
import { hasFocus, link, open, pointAt, policy, policyText, requests, retype, ROLE, textOf, verdict } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

const advice = (page: Page): Locator => page.getByRole("region", { name: /What (would change it|it depends on)/ });
const changes = (page: Page, group: string): Locator =>
  page.locator(".advice-group").filter({ has: page.getByRole("heading", { name: group, exact: true }) }).locator(".change");
const findings = (page: Page): Locator => page.getByRole("list", { name: "Errors and remarks" });

/** A role that may encrypt asks to decrypt. */
const refused = link({ policy: policy({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:Encrypt", Resource: "*" }), principal: ROLE, action: "kms:Decrypt" });

test("a refusal lists what blocks it and changes with their lines; one click makes a change, another takes it back", async ({ page, site }) => {
  await open(page, site, refused);
  await expect(verdict(page)).toContainText("Implicit deny");
  await expect(advice(page).getByRole("list", { name: "What blocks kms:Decrypt" }).getByRole("listitem").first()).toBeVisible();
  const before = await textOf(policyText(page));
  const first = changes(page, "Change the policies").first();
  await expect(first).toContainText("Add kms:Decrypt to Action in statement 1 of the key policy.");
  await expect(first.locator(".removed")).toContainText(`"Action": "kms:Encrypt"`);
  await expect(first.locator(".added").first()).toContainText("kms:");
  await expect(first.locator(".change-foot")).toContainText(/Also allows|Changes nothing else/);
  await first.getByRole("button", { name: /^Apply/ }).focus();
  await page.keyboard.press("Enter");
  await expect(verdict(page)).toContainText("Allowed");
  const undo = page.locator(".advice-made").getByRole("button", { name: "Undo" });
  await expect.poll(() => hasFocus(undo)).toBe(true);
  expect(await textOf(policyText(page))).toContain("kms:Decrypt");
  await page.keyboard.press("Enter");
  await expect(verdict(page)).toContainText("Implicit deny");
  expect(await textOf(policyText(page))).toBe(before);
});

test("what was found before an edit is out of reach until it has been looked for anew", async ({ page, site }) => {
  await open(page, site, refused);
  const title = "Add kms:Decrypt to Action in statement 1 of the key policy.";
  await expect(changes(page, "Change the policies").first()).toContainText(title);
  await retype(page, policyText(page), policy({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:DescribeKey", Resource: "*" }));
  await expect(page.locator(".advice-body")).not.toHaveAttribute("inert");
  await expect(changes(page, "Change the policies").first().locator(".removed")).toContainText("kms:DescribeKey");
  await retype(page, policyText(page), "{ ");
  await expect(verdict(page)).toContainText("Not evaluated");
  await expect(advice(page)).toHaveCount(0);
});

test("for an allowed request what would stop it is looked for when it is asked for", async ({ page, site }) => {
  await open(page, site);
  await expect(verdict(page)).toContainText("Allowed");
  await expect(page.locator("html[loaded]")).toBeAttached();
  await page.getByText("What would stop it").click();
  await expect(changes(page, "Change the request").first()).toContainText(/The request is then: (Im|Ex)plicit deny/);
  await changes(page, "Change the request").first().getByRole("button").click();
  await expect(verdict(page)).toContainText("deny");
});

test("who may only read sees what would change it without buttons", async ({ page, site }) => {
  await open(page, site, `${refused}&readonly`);
  await expect(changes(page, "Change the policies").first()).toBeVisible();
  await expect(page.locator(".advice").getByRole("button", { name: /^Apply/ })).toHaveCount(0);
});

const slips = policy({ Effect: "Allow", Principal: { AWS: ROLE }, Action: ["kms:Encypt", "kms:Decypt"], Resource: "*" });

test("findings are fixed one by one or all at once, each in one step of undo", async ({ page, site }) => {
  await open(page, site, link({ policy: slips, principal: ROLE, action: "kms:Decrypt" }));
  await expect(page.locator("html[loaded]")).toBeAttached();
  const before = await textOf(policyText(page));
  const row = findings(page).getByRole("listitem").filter({ hasText: "kms:Decypt" });
  await expect(row.getByRole("link", { name: "AWS documentation" })).toHaveAttribute("href", /^https:\/\/docs\.aws\.amazon\.com\//);
  await row.getByRole("button", { name: /^Fix: / }).click();
  await expect(verdict(page)).toContainText("Allowed");
  expect(await textOf(policyText(page))).toBe(before.replace("kms:Decypt", "kms:Decrypt"));
  await page.getByRole("alert").or(page.locator(".toast")).getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => textOf(policyText(page))).toBe(before);
  await findings(page).getByRole("button", { name: "Fix all 2", exact: true }).click();
  await expect.poll(() => textOf(policyText(page))).toBe(before.replace("kms:Decypt", "kms:Decrypt").replace("kms:Encypt", "kms:Encrypt"));
  await page.getByRole("button", { name: "Undo", exact: true }).first().click();
  await expect.poll(() => textOf(policyText(page))).toBe(before);
});

test("the squiggle has the same fix as the list", async ({ page, site }) => {
  await open(page, site, link({ policy: slips, principal: ROLE, action: "kms:Decrypt" }));
  await expect(page.locator("html[loaded]")).toBeAttached();
  const before = await textOf(policyText(page));
  const button = page.locator(".rich .cm-diagnosticAction");
  await pointAt(page, page.locator(".rich .cm-lintRange-error").filter({ hasText: "kms:Decypt" }), button, "Replace with kms:Decrypt");
  await button.click();
  await expect(verdict(page)).toContainText("Allowed");
  expect(await textOf(policyText(page))).toBe(before.replace("kms:Decypt", "kms:Decrypt"));
});

test("an error and a request that know the name that was meant are mended by a click", async ({ page, site }) => {
  const wrong = policy({ Effect: "Allow", Principal: { aws: ROLE }, Action: "kms:Decrypt", Resource: "*" });
  await open(page, site, link({ policy: wrong, principal: ROLE, action: "kms:Decript" }));
  await expect(page.locator("html[loaded]")).toBeAttached();
  await findings(page).getByRole("button", { name: "Fix: Write AWS." }).click();
  expect(await textOf(policyText(page))).toBe(wrong.replace(`"aws"`, `"AWS"`));
  await page.getByRole("button", { name: "Use kms:Decrypt" }).click();
  await expect(verdict(page)).toContainText("Allowed");
});

for (const [width, colorScheme] of [[1440, "light"], [390, "dark"], [320, "light"]] as const) {
  test(`at ${width} pixels (${colorScheme}) nothing of it is cut or against the rules of accessibility`, async ({ page, site }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await open(page, site, `${refused}&policy=${encodeURIComponent(slips)}`, width < 760 ? "plain" : "rich");
    await expect(page.locator("html[loaded]")).toBeAttached();
    await expect(changes(page, "Change the policies").first()).toBeVisible();
    await expect.poll(() => page.locator("main").evaluate((main) => main.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await violations(page)).toEqual([]);
    if (width >= 760) return;
    await page.getByRole("button", { name: "Policy", exact: true }).click();
    await expect(findings(page).getByRole("button", { name: /^Fix/ }).first()).toBeVisible();
    await expect.poll(() => page.locator("main").evaluate((main) => main.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await violations(page)).toEqual([]);
  });
}

test("refused requests of the gallery have a change whose button gives the decision that it promises", async ({ page, site }) => {
  test.setTimeout(180_000);
  // The engine's own test tries all; here is whether the buttons do it, on some.
  const files = readdirSync(new URL("../../../crates/kms-playground/gallery/", import.meta.url)).toSorted();
  const names = files.map((file) => file.replace(/\.json$/, "")).filter((_, at) => at % 6 === 0);
  let pressed = 0;
  const without: string[] = [];
  for (const name of names) {
    await open(page, site, `example=${name}`);
    const count = await requests(page).count();
    const until = pressed + 2;
    for (let index = 0; index < count && pressed < until; index += 1) {
      await requests(page).nth(index).getByRole("button").first().click();
      const said = await verdict(page).textContent();
      if (/^(Allowed|Not evaluated)/.test(said!)) continue;
      await expect(page.locator(".advice-body:not([inert])")).toBeVisible();
      const apply = page.locator(".advice-body").getByRole("button", { name: /^Apply/ }).first();
      if ((await apply.count()) === 0) {
        without.push(`${name} ${index + 1}`);
        continue;
      }
      await apply.click();
      await expect(verdict(page), `${name} ${index + 1}`).toContainText("Allowed");
      await page.locator(".advice-made").getByRole("button", { name: "Undo" }).click();
      await expect(verdict(page)).toHaveText(said!);
      pressed += 1;
    }
  }
  expect(without).toEqual([]);
  expect(pressed).toBeGreaterThan(4);
});
