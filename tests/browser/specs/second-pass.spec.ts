// What somebody who uses the page every day relies on: from the verdict to its cause, completion, names, widths, keys, signs.

import type { Page } from "@playwright/test";
import { violations } from "../harness/accessibility.ts";
import { link, open, policy, policyText, requests, retype, ROLE, textOf, verdict } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

const ACCOUNT = "arn:aws:iam::111122223333:root";
const own = link({ policy: policy({ Sid: "Owner", Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "kms:*", Resource: "*" }), principal: ROLE, action: "kms:Encrypt" });

for (const width of [390, 320]) {
  test(`with a scenario of one's own every tool of the bar is within ${width} pixels`, async ({ page, site }) => {
    await page.setViewportSize({ width, height: 640 });
    await open(page, site, own);
    await expect(page.getByRole("button", { name: "Share", exact: true })).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole("button", { name: "Paste", exact: true })).toBeInViewport({ ratio: 1 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await violations(page)).toEqual([]);
  });
}

/** Whether a line of the editor that has this text is in view. */
const lineInView = (page: Page, text: string) =>
  expect.poll(() =>
    policyText(page).evaluate((content, text) => {
      const line = [...content.querySelectorAll(".cm-line")].find((line) => line.textContent!.includes(text));
      const view = content.closest(".cm-scroller")!.getBoundingClientRect();
      const box = line?.getBoundingClientRect();
      return box !== undefined && box.top >= view.top && box.bottom <= view.bottom;
    }, text),
  );

/** Twelve statements that say nothing about the request, then one for the role, and one that its condition keeps from it. */
const long = JSON.stringify(
  {
    Version: "2012-10-17",
    Statement: [
      ...Array.from({ length: 12 }, (_, at) => ({ Sid: `Other ${at + 1}`, Effect: "Allow", Principal: { AWS: `arn:aws:iam::111122223333:role/Other${at}` }, Action: ["kms:Decrypt", "kms:DescribeKey"], Resource: "*" })),
      { Sid: "Worker decrypts", Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:Decrypt", Resource: "*" },
      { Sid: "Worker describes", Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:DescribeKey", Resource: "*", Condition: { StringEquals: { "kms:CallerAccount": "444455556666" } } },
    ],
  },
  undefined,
  2,
);
const toTop = (page: Page) => policyText(page).evaluate((content) => content.closest(".cm-scroller")!.scrollTo(0, 0));
const loaded = (page: Page) => expect(page.locator("html")).toHaveAttribute("loaded", "", { timeout: 20_000 });

test("the verdict leads to its cause, and another request brings its own into view", async ({ page, site }) => {
  await open(page, site, link({ policy: long, principal: ROLE, action: "kms:Decrypt" }));
  await expect(verdict(page)).toContainText("Allowed");
  await lineInView(page, "Worker decrypts").toBe(false);
  await page.getByRole("region", { name: "Verdict" }).getByRole("button", { name: "Statement 13" }).click();
  await lineInView(page, "Worker decrypts").toBe(true);
  // A refusal: what nearly allowed it comes first in the list, and the verdict leads there.
  await page.getByRole("button", { name: "Duplicate this request" }).click();
  await page.getByRole("combobox", { name: "Operation" }).fill("kms:DescribeKey");
  await page.keyboard.press("Escape");
  await expect(verdict(page)).toContainText("Implicit deny");
  const first = page.getByRole("region", { name: "Why" }).locator("details.statement").first();
  await expect(first).toContainText("Worker describes");
  await toTop(page);
  await lineInView(page, "Worker decrypts").toBe(false);
  await requests(page).nth(0).getByRole("button").click();
  await lineInView(page, "Worker decrypts").toBe(true);
  await expect(requests(page).nth(0).getByRole("button")).toBeFocused();
  await toTop(page);
  await lineInView(page, "Worker describes").toBe(false);
  await requests(page).nth(1).getByRole("button").click();
  await lineInView(page, "Worker describes").toBe(true);
});

test("questions that do not arise are one line at the end", async ({ page, site }) => {
  await open(page, site, own);
  const why = page.getByRole("region", { name: "Why" });
  await expect(why.getByText(/questions? do(es)? not arise for this request/)).toHaveCount(1);
  await expect(why.locator(".quiet-steps .steps > li").first()).toBeHidden();
});

/** Types into an empty place of the policy and asks what fits. */
const complete = async (page: Page, before: string, after: string) => {
  await retype(page, policyText(page), before + after);
  for (let step = 0; step < after.length; step += 1) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Control+Space");
};
const options = (page: Page) => page.locator(".rich .cm-completionLabel");

test("completion knows what key policies say most", async ({ page, site }) => {
  test.slow();
  await page.clock.install();
  await open(page, site, own);
  await loaded(page);
  const head = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow",';
  const end = "}]}";
  await complete(page, `${head}"Action":"`, `"${end}`);
  await expect(options(page).first()).toHaveText("kms:Decrypt");
  await expect(options(page).filter({ hasText: /^kms:GenerateDataKey\*$/ })).toHaveCount(1);
  await complete(page, `${head}"Action":"Dec`, `"${end}`);
  await expect(options(page).first()).toHaveText("kms:Decrypt");
  // The editor takes no choice in the first moment after it has shown some.
  await page.clock.fastForward(1_000);
  await page.keyboard.press("Enter");
  await expect.poll(() => textOf(policyText(page))).toContain('"Action":"kms:Decrypt"');
  // What the list has is not offered again, nor an element that the statement has.
  await complete(page, `${head}"Action":["kms:Decrypt","`, `"]${end}`);
  await expect(options(page).first()).toHaveText("kms:GenerateDataKey*");
  await complete(page, `${head}"`, `","Action":"kms:*"${end}`);
  await expect(options(page).first()).toHaveText("Sid");
  await expect(options(page).filter({ hasText: /^(Effect|Action)$/ })).toHaveCount(0);
  // Principals are roles and accounts; of a session the role.
  await complete(page, `${head}"Principal":{"AWS":"`, `"}${end}`);
  await expect(options(page).first()).toHaveText(ACCOUNT);
  await expect(options(page).filter({ hasText: ROLE })).toHaveCount(1);
  await complete(page, `${head}"Principal":{"Service":"secr`, `"}${end}`);
  await expect(options(page).first()).toContainText("secretsmanager");
  for (const [operator, key, expected] of [
    ["StringEquals", "kms:ViaService", /^s3\.us-east-1\.amazonaws\.com$/],
    ["StringEquals", "kms:CallerAccount", /^111122223333$/],
    ["Bool", "kms:GrantIsForAWSResource", /^true$/],
    ["Null", "kms:ViaService", /^false$/],
    ["StringEquals", "aws:RequestedRegion", /^us-east-1$/],
    ["StringLike", "kms:EncryptionContext:aws:s3:arn", /^arn:aws:s3:::/],
  ] as const) {
    await complete(page, `${head}"Condition":{"${operator}":{"${key}":"`, `"}}${end}`);
    await expect(options(page).filter({ hasText: expected }).first(), key).toBeVisible();
    await expect(options(page).filter({ hasText: /^$/ })).toHaveCount(0);
  }
  await complete(page, `${head}"Condition":{"StringEquals":{"aws:s3`, `"}}${end}`);
  await expect(options(page).filter({ hasText: "kms:EncryptionContext:aws:s3:arn" })).toHaveCount(1);
});

test("in an empty place a whole statement is offered, with its comma", async ({ page, site }) => {
  await page.clock.install();
  await open(page, site, own);
  await loaded(page);
  const there = '{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}';
  await complete(page, `{"Version":"2012-10-17","Statement":[${there}`, "]}");
  await expect(options(page).first()).toHaveText("Allow a role to use the key");
  await page.clock.fastForward(1_000);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  const read = async () => JSON.parse(await textOf(policyText(page))).Statement as { Principal: { AWS: string } }[];
  await expect.poll(async () => (await read()).length).toBe(2);
  expect((await read())[1]!.Principal.AWS).toBe("arn:aws:iam::111122223333:role/RoleName");
});

test("a mere name of a caller becomes an ARN, and what was meant is one click away", async ({ page, site }) => {
  await open(page, site, own);
  const caller = page.getByRole("combobox", { name: "Who calls" });
  await caller.fill("AppRole");
  await page.getByRole("option", { name: /role\/AppRole/ }).click();
  await expect(caller).toHaveValue("arn:aws:iam::111122223333:role/AppRole");
  const operation = page.getByRole("combobox", { name: "Operation" });
  await operation.fill("kms:Decript");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Use kms:Decrypt" }).click();
  await expect(operation).toHaveValue("kms:Decrypt");
});

test("a new grant has the form of a grant", async ({ page, site }) => {
  test.slow();
  await open(page, site, link({ policy: policy({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:*", Resource: "*" }), principal: ROLE, action: "kms:CreateGrant" }));
  await loaded(page);
  await page.getByText("Parameters of the operation").click();
  await page.getByRole("group", { name: "Operations" }).getByRole("checkbox", { name: "Decrypt", exact: true }).check();
  await page.getByRole("group", { name: "Operations" }).getByRole("checkbox", { name: "RetireGrant", exact: true }).check();
  await page.getByRole("combobox", { name: "GranteePrincipal", exact: true }).fill(ROLE);
  await page.keyboard.press("Escape");
  const subset = page.getByRole("group", { name: "Encryption context includes" });
  await subset.getByRole("button", { name: "Add a pair" }).click();
  await subset.getByRole("combobox", { name: "Name of pair 1" }).fill("project");
  await subset.getByRole("textbox", { name: "Value of pair 1" }).fill("Apollo");
  expect(await violations(page)).toEqual([]);
  await page.locator("#request-view").getByRole("button", { name: "JSON" }).click();
  const written = JSON.parse(await textOf(page.getByRole("textbox", { name: "Request as JSON" })));
  expect(written.parameters).toEqual({
    Operations: ["Decrypt", "RetireGrant"],
    GranteePrincipal: ROLE,
    Constraints: { EncryptionContextSubset: { project: "Apollo" } },
  });
  // A grant on the key: the same list.
  await page.getByRole("tab", { name: "Grants" }).click();
  await page.getByRole("button", { name: "Grant", exact: true }).click();
  await expect(page.getByRole("tabpanel").getByRole("checkbox", { name: "Decrypt", exact: true })).toBeChecked();
  expect(await violations(page)).toEqual([]);
});

test("the organization is a tree that begins with AWS's policies; a button sends the request through the endpoint", async ({ page, site }) => {
  test.slow();
  await open(page, site, link({ policy: policy({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:*", Resource: "*" }), principal: ROLE, action: "kms:Decrypt" }));
  await loaded(page);
  await expect(verdict(page)).toContainText("Allowed");
  await page.getByRole("tab", { name: "Organization" }).click();
  const service = page.getByRole("group", { name: "Service control policies of the caller's account" });
  await service.getByRole("button", { name: "Root, OU and account with FullAWSAccess" }).click();
  await expect(service.getByRole("listitem")).toHaveText([/^Root/, /^OU/, /^Account/]);
  await expect(verdict(page)).toContainText("Allowed");
  const resource = page.getByRole("group", { name: "Resource control policies of the key's account" });
  await resource.getByRole("button", { name: "Root, OU and account with RCPFullAWSAccess" }).click();
  await expect(verdict(page)).toContainText("Allowed");
  // A policy of the tree is chosen, and another is attached to the unit.
  await service.getByRole("button", { name: "SCP at OU" }).click();
  await expect(service.getByRole("listitem").nth(1).getByRole("button", { name: "service control policy" })).toHaveAttribute("aria-pressed", "true");
  await retype(page, page.getByRole("textbox", { name: /^Text of the service control policy/ }), '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"kms:*","Resource":"*"}]}');
  await expect(verdict(page)).toContainText("Explicit deny");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Remove this policy" }).click();
  await expect(verdict(page)).toContainText("Allowed");
  await page.getByRole("tab", { name: "Endpoint" }).click();
  await page.getByRole("button", { name: "Endpoint policy" }).click();
  await retype(page, page.getByRole("textbox", { name: /^Text of the VPC endpoint policy/i }), '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:Encrypt","Resource":"*"}]}');
  await expect(verdict(page)).toContainText("Allowed");
  await page.getByRole("button", { name: "Set aws:SourceVpce" }).click();
  await expect(verdict(page)).toContainText("The VPC endpoint policy does not allow");
  await expect(page.getByRole("button", { name: "Set aws:SourceVpce" })).toHaveCount(0);
});

test("requests, the page and its files are named by what they ask", async ({ page, site }) => {
  await open(page, site, link({ policy: policy({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:*", Resource: "*" }), principal: ROLE, action: "kms:GenerateDataKey", viaService: "s3.us-east-1.amazonaws.com" }));
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("");
  await expect(requests(page).first()).toContainText("Worker: GenerateDataKey through S3");
  await page.getByRole("textbox", { name: "Title of the scenario" }).fill("Uploads");
  await expect(page).toHaveTitle("Uploads · KMS Policy Playground");
  await expect(page.getByRole("button", { name: "Copy answer" }).locator("span")).toBeInViewport();
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByRole("tab", { name: "Ticket" }).click();
  await expect(page.getByRole("textbox", { name: "Ticket" })).toHaveValue(/Worker: GenerateDataKey through S3/);
  const download = page.waitForEvent("download");
  await page.getByRole("dialog").getByRole("button", { name: "Save as a file" }).click();
  expect((await download).suggestedFilename()).toBe("worker-generatedatakey-through-s3-ticket.md");
});

for (const width of [1440, 1200, 1024, 760]) {
  test(`no tab of the policies is cut at ${width} pixels`, async ({ page, site }) => {
    await page.setViewportSize({ width, height: 900 });
    await open(page, site);
    const side = page.getByRole("button", { name: "Policy", exact: true });
    if (await side.isVisible()) await side.click();
    const list = page.getByRole("tablist", { name: "Policies" });
    expect(await list.evaluate((list) => list.scrollWidth - list.clientWidth)).toBeLessThanOrEqual(0);
  });
}

for (const width of [390, 320]) {
  test(`at ${width} pixels the parts stay in view with the verdict, lines wrap, and the title is shown`, async ({ page, site }) => {
    await page.setViewportSize({ width, height: 740 });
    await open(page, site);
    await expect(page.getByRole("textbox", { name: "Title of the scenario" })).toBeInViewport({ ratio: 1 });
    await page.mouse.move(width / 2, 600);
    await page.mouse.wheel(0, 1500);
    await expect(page.getByRole("button", { name: "Policy", exact: true })).toBeInViewport({ ratio: 1 });
    await expect(verdict(page)).toBeInViewport();
    await page.getByRole("button", { name: "Policy", exact: true }).click();
    expect(await policyText(page).evaluate((content) => content.scrollWidth - content.closest(".cm-scroller")!.clientWidth)).toBeLessThanOrEqual(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await violations(page)).toEqual([]);
  });
}

test("keys: search, help, the next request, the way past the bar", async ({ page, site }) => {
  test.slow();
  await open(page, site, link({ policy: long, principal: ROLE, action: "kms:Decrypt" }));
  await loaded(page);
  await page.getByRole("button", { name: "Duplicate this request" }).click();
  await policyText(page).focus();
  await page.keyboard.press("ControlOrMeta+f");
  await expect(page.locator(".rich").getByRole("textbox", { name: "Find" })).toBeFocused();
  await page.keyboard.press("Escape");
  await page.locator(".verdict").click();
  await page.keyboard.press("[");
  await expect(requests(page).nth(0)).toHaveClass(/current/);
  await page.keyboard.press("[");
  await expect(requests(page).nth(0)).toHaveClass(/current/);
  await page.keyboard.press("]");
  await expect(requests(page).nth(1)).toHaveClass(/current/);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Help" })).toBeVisible();
  await page.keyboard.press("]");
  await page.keyboard.press("Escape");
  await expect(requests(page).nth(1)).toHaveClass(/current/);
  // In a field they are characters.
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("");
  await page.getByRole("textbox", { name: "Name", exact: true }).pressSequentially("why? [a]");
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("why? [a]");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.reload();
  await expect(verdict(page)).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Skip to the answer" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Why" })).toBeFocused();
});

test("the gallery is searched at once, walked by arrow keys, and opened by Enter or a double click", async ({ page, site }) => {
  test.slow();
  await open(page, site);
  await loaded(page);
  await page.keyboard.press("?");
  await page.keyboard.press("Escape");
  const gallery = page.getByRole("dialog", { name: "Examples" });
  const examples = page.getByRole("button", { name: "Examples" });
  await examples.click();
  await expect(gallery.getByLabel("Search the examples")).toBeFocused();
  const cards = gallery.locator(".card");
  await cards.nth(0).focus();
  await page.keyboard.press("ArrowDown");
  await expect(cards.nth(1)).toBeFocused();
  await expect(cards.nth(1)).toHaveAttribute("aria-pressed", "true");
  const title = await cards.nth(1).locator("b").textContent();
  await page.keyboard.press("Enter");
  await expect(gallery).toHaveCount(0);
  await expect(page.getByLabel("Title of the scenario")).toHaveValue(title!);
  await examples.click();
  const other = await cards.nth(3).locator("b").textContent();
  await cards.nth(3).dblclick();
  await expect(page.getByLabel("Title of the scenario")).toHaveValue(other!);
  await examples.click();
  await page.keyboard.type("minimal");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Title of the scenario")).toHaveValue(/minimal/);
});

test("every button is 24 pixels high at least, links in a sentence aside", async ({ page, site }) => {
  await open(page, site, "example=verified-permissions&request=4");
  await loaded(page);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll("button, summary, select, input:not([type=radio], [type=checkbox], [hidden])")]
      .filter((element) => !element.matches(".cause, .skip") && element.checkVisibility())
      .map((element) => [element.getBoundingClientRect().height, element.outerHTML.slice(0, 90)] as const)
      .filter(([height]) => height < 24 && height > 0),
  );
  expect(small).toEqual([]);
});

test("a question mark means undetermined and nothing else", async ({ page, site }) => {
  await open(page, site);
  const marks = () => page.locator(".app .mark, .app .disc").allTextContents();
  expect(await marks()).not.toContain("?");
  await open(page, site, own);
  await expect(verdict(page)).toContainText("Undetermined");
  expect(await marks()).toContain("?");
  await retype(page, policyText(page), "{");
  await expect(verdict(page)).toContainText("Not evaluated");
  await expect(page.locator(".verdict .disc")).toHaveText("○");
});

test("a key policy over the limit says what it weighs without white space", async ({ page, site }) => {
  const statements = Array.from({ length: 90 }, (_, at) => ({ Sid: `Statement of role ${at}`, Effect: "Allow", Principal: { AWS: `arn:aws:iam::111122223333:role/Other${at}` }, Action: ["kms:Decrypt", "kms:DescribeKey"], Resource: "*" }));
  await open(page, site, own);
  await retype(page, policyText(page), JSON.stringify({ Version: "2012-10-17", Statement: statements }, undefined, 6));
  await page.getByRole("button", { name: "Minify" }).click();
  await expect(page.getByRole("button", { name: "Minify" })).toHaveCount(0);
  expect(await textOf(policyText(page))).toBe(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
});
