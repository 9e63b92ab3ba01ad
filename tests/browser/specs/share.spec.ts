// Sharing: links and how they open, redaction, tickets, snippets for other pages, copying where nothing may be copied.

import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { violations } from "../harness/accessibility.ts";
import { expect, test } from "../harness/test.ts";
import { copied, link, open, policy, policyText, requests, textOf, verdict } from "../harness/page.ts";

const JANE = "arn:aws:sts::210987654321:assumed-role/PaymentsReader/jane@acme.example.net";
const own = policy({
  Sid: "AcmeReaders",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::210987654321:role/PaymentsReader" },
  Action: "kms:Decrypt",
  Resource: "*",
  Condition: { StringEquals: { "kms:EncryptionContext:tenant": "acme-gold" } },
});
const KEY = "arn:aws:kms:eu-west-1:210987654321:key/0f3dc8ac-27f1-4f8f-b5a2-c1d2e3f4a5b6";
/** A scenario with what a company would not send away. */
const ours = link({ key: KEY, policy: own, principal: JANE, action: "kms:Decrypt", "encryptionContext.tenant": "acme-gold", "context.aws:SourceIp": "10.20.30.40" });
const secrets = ["210987654321", "0f3dc8ac", "paymentsreader", "jane", "acme", "10.20.30.40"];

const share = async (page: Page, tab?: string): Promise<Locator> => {
  await page.getByRole("button", { name: "Share", exact: true }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Share" });
  await expect(dialog).toBeVisible();
  if (tab !== undefined) await dialog.getByRole("tab", { name: tab }).click();
  return dialog;
};

test("a link opens as its sender chose: request, colours", async ({ page, site, freshProfile }) => {
  await open(page, site);
  const dialog = await share(page);
  await dialog.getByLabel("Opens with").selectOption({ index: 3 });
  await dialog.getByLabel("Colours").selectOption("dark");
  await dialog.getByLabel("Shows").selectOption("the verdict and why");
  await dialog.getByLabel("Read-only").check();
  const address = await dialog.getByRole("textbox", { name: "Link" }).inputValue();
  expect(address).toMatch(/#s=1\.[\w-]+&request=4&view=trace&theme=dark&readonly$/);
  await expect(dialog.getByRole("status").filter({ hasText: "characters" })).toHaveText(`${address.length.toLocaleString("en")} characters`);
  const other = await freshProfile();
  await other.goto(address);
  await expect(verdict(other)).toContainText("Implicit deny");
  await expect(other.locator(":root")).toHaveAttribute("data-theme", "dark");
});

test("a long link says so, and what makes it long", async ({ page, site }) => {
  // Hashes are what nothing makes shorter.
  const hashes = Array.from({ length: 60 }, (_, at) => (BigInt(at + 7) ** 61n).toString(36).slice(0, 60));
  await open(page, site, link({ policy: own.replace('"acme-gold"', JSON.stringify(hashes)), principal: JANE, action: "kms:Decrypt" }));
  const dialog = await share(page);
  await expect(dialog.getByText("programs cut addresses of 2,000 characters and more")).toBeVisible();
  const first = dialog.getByRole("table", { name: "Characters that each part adds" }).getByRole("row").first();
  await expect(first).toContainText("key policy");
});

test("nothing that names its owner leaves in a redacted link, and every verdict is the same", async ({ page, site, freshProfile }) => {
  await open(page, site, ours);
  await expect(verdict(page)).toContainText("Allowed");
  const dialog = await share(page);
  const typed = await dialog.getByRole("textbox", { name: "Link" }).inputValue();
  await dialog.getByLabel("Share it redacted").check();
  await expect(dialog.locator("#share-state")).toContainText("Checked: the request is decided as before, and its trace has the same shape.");
  const address = await dialog.getByRole("textbox", { name: "Link" }).inputValue();
  expect(address).not.toBe(typed);

  const other = await freshProfile();
  await open(other, site, new URL(address).hash.slice(1));
  await expect(verdict(other)).toContainText("Allowed");
  const seen = (await textOf(policyText(other))) + (await other.locator("body").innerText());
  expect(secrets.filter((secret) => seen.toLowerCase().includes(secret))).toEqual([]);
  expect(await textOf(policyText(other))).toContain("arn:aws:iam::111122223333:role/Role1");
  await expect(requests(other)).toHaveCount(1);
});

test("each stand-in is shown beside what it replaces, can be changed and taken back", async ({ page, site }) => {
  await open(page, site, ours);
  const dialog = await share(page, "Redact");
  const table = dialog.getByRole("table", { name: "Values and their stand-ins" });
  const row = (value: string) => table.getByRole("row").filter({ hasText: value });
  await expect(row("PaymentsReader").getByRole("textbox")).toHaveValue("Role1");
  await expect(row("PaymentsReader")).toContainText("in 2 places");

  const stand = row("PaymentsReader").getByRole("textbox");
  await stand.fill("Reader");
  await stand.press("Enter");
  await stand.blur();
  await expect(stand).toHaveValue("Reader");
  await dialog.getByLabel("Share it redacted").check();
  expect(await copied(page, dialog.getByRole("button", { name: "Copy redacted link" }))).toContain("#s=1.");

  // One that would change the answer is refused, and gives nothing away.
  const account = row("210987654321").getByRole("textbox");
  await account.fill("12");
  await account.blur();
  await expect(row("210987654321")).toContainText("12 is not used: with it");
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save redacted scenario" }).click();
  const saved = await readFile(await (await download).path(), "utf8");
  expect(saved).toContain("assumed-role/Reader/");
  expect(saved).toContain("arn:aws:iam::111122223333:role/Reader");
  expect(secrets.filter((secret) => saved.toLowerCase().includes(secret))).toEqual([]);

  // One value stays by choice, then a whole kind.
  await row("10.20.30.40").getByRole("checkbox").uncheck();
  await expect(row("10.20.30.40")).toContainText("stays, as you chose");
  await expect(dialog.locator("#share-state")).toContainText("1 left by your choice");
  await table.getByRole("checkbox", { name: "Roles" }).uncheck();
  await expect(dialog.locator("#share-state")).toContainText("2 left by your choice");

  // Closing loses nothing.
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await share(page);
  await expect(dialog.getByRole("tab", { name: "Redact" })).toHaveAttribute("aria-selected", "true");
  await expect(row("10.20.30.40")).toContainText("stays, as you chose");
});

test("what cannot be replaced without another answer stays, says why, and is listed", async ({ page, site }) => {
  const open_tenant = own.replace("role/PaymentsReader", "root").replace('"StringEquals"', '"StringLike"').replace("acme-gold", "acme-g??d");
  await open(page, site, link({ key: KEY, policy: open_tenant, principal: JANE, action: "kms:Decrypt", "encryptionContext.tenant": "acme-gold" }));
  const dialog = await share(page, "Redact");
  const row = dialog.getByRole("row").filter({ hasText: "acme-gold" });
  await expect(row).toContainText("It stays: with value1 in its place");
  await expect(row).toContainText("acme-g??d tells the two apart");
  await expect(dialog.getByText("acme-g??d has a wildcard or a policy variable, for which there is no stand-in.")).toBeVisible();
  // A person knows one that fits.
  await row.getByRole("textbox").fill("acme-gXXd");
  await row.getByRole("textbox").blur();
  await expect(row).not.toContainText("It stays");
});

test("a ticket is copied as Markdown or as plain text, about one request or all, with or without the link", async ({ page, site }) => {
  await open(page, site);
  const dialog = await share(page, "Ticket");
  const ticket = dialog.getByRole("textbox", { name: "Ticket" });
  await expect(ticket).toHaveValue(/^# Verified Permissions[\s\S]*\n## ✅ Allowed: [\s\S]*\(http:\/\/\S+#s=1\./);
  expect((await ticket.inputValue()).match(/\n## /g)).toHaveLength(1);
  const text = await copied(page, dialog.getByRole("button", { name: "Copy ticket" }));
  expect(text).toBe(await ticket.inputValue());

  await dialog.getByLabel("About").selectOption("all requests");
  expect((await ticket.inputValue()).match(/\n## /g)).toHaveLength(8);
  await dialog.getByLabel("With the link").uncheck();
  await expect(ticket).not.toHaveValue(/#s=1\./);
  await dialog.getByLabel("Copy as").selectOption("plain text");
  await expect(ticket).not.toHaveValue(/\*\*|✅/);
  await dialog.getByLabel("Share it redacted").check();
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save as a file" }).click();
  expect((await download).suggestedFilename()).toMatch(/^[a-z0-9-]+-ticket-redacted\.txt$/);
});

test("a ticket is written for the program that it goes to", async ({ page, site }) => {
  await open(page, site, "example=cloudtrail-confused-deputy-stopped&request=2");
  const dialog = await share(page, "Ticket");
  const ticket = dialog.getByRole("textbox", { name: "Ticket" });
  for (const [form, text] of [
    ["Markdown, for GitHub", /^# CloudTrail: .*\n\n## ❌ Implicit deny: /],
    ["Jira's markup", /^h1\. CloudTrail: .*\n\nh2\. ❌ Implicit deny: [\s\S]*\{code:json\}/],
    ["Slack's markup", /^\*CloudTrail: .*\*\n\n\*❌ Implicit deny: /],
    ["short, for a chat", /^❌ Implicit deny: CloudTrail encrypts .*\nNothing allows the call\..*\nhttp\S+#s=1\.\S+\n$/],
    ["one link, in Markdown", /^\[❌ Implicit deny: CloudTrail encrypts [^\]]*\]\(http\S+\)\n$/],
  ] as const) {
    await dialog.getByLabel("Copy as").selectOption(form);
    await expect(ticket).toHaveValue(text);
    expect(await copied(page, dialog.getByRole("button", { name: "Copy ticket" }))).toBe(await ticket.inputValue());
  }
  expect(await violations(page)).toEqual([]);
});

test("the scenario and the report are saved as files", async ({ page, site }) => {
  await open(page, site);
  const dialog = await share(page);
  for (const [button, name] of [["Scenario (JSON)", "scenario.json"], ["Report (JSON)", "report.json"]] as const) {
    const download = page.waitForEvent("download");
    await dialog.getByRole("button", { name: button }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(`verified-permissions-the-complete-key-policy-${name}`);
    expect(JSON.parse(await readFile(await file.path(), "utf8")).requests).toHaveLength(8);
  }
});

test("an example that nobody changed is named in its snippet, and written out as soon as it is another", async ({ page, site }) => {
  await open(page, site, "example=cloudtrail-one-trail");
  const dialog = await share(page, "Embed");
  const snippet = dialog.getByRole("textbox", { name: "Snippet" });
  await expect(snippet).toHaveValue(/ link="example=cloudtrail-one-trail">\n {2}<a href="http[^"]+#example=cloudtrail-one-trail">/);
  expect((await snippet.inputValue()).length).toBeLessThan(400);
  await dialog.getByLabel("Shows").selectOption("the policies and the verdict");
  await expect(snippet).toHaveValue(/ view="edit"/);
  const documentation = dialog.getByRole("link", { name: "How to embed the playground" });
  const text = await page.request.get(new URL((await documentation.getAttribute("href"))!, site).href);
  expect(await text.text()).toContain("# Embedding the playground");
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: "Title of the scenario" }).fill("Mine");
  await share(page);
  await expect(snippet).toHaveValue(/<script type="application\/json">/);
  await expect(snippet).not.toHaveValue(/"about"/);
});

test("a snippet holds what was chosen, and a title cannot break out of it", async ({ page, site }) => {
  test.slow();
  await open(page, site, ours);
  const dialog = await share(page, "Embed");
  const snippet = dialog.getByRole("textbox", { name: "Snippet" });
  await expect(snippet).toHaveValue(/^<script defer src="http:\/\/[^"]+\/kms-policy-playground\.js"><\/script>\n<kms-policy-playground label="KMS Policy Playground">\n {2}<script type="application\/json">/);
  await dialog.getByLabel("Title, for screen readers").fill('"><script>alert(1)</script>');
  await expect(snippet).toHaveValue(/label="&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;"/);
  await dialog.getByLabel("Loads").selectOption("when the reader asks for it");
  await dialog.getByLabel("Height in pixels").fill("x");
  await expect(dialog.getByText("a number of pixels from 1 to 20000")).toBeVisible();
  await dialog.getByLabel("Height in pixels").fill("500");
  await expect(snippet).toHaveValue(/height="500" load="click"/);
  await expect(dialog.locator("#embed-policy")).toHaveText(`script-src ${new URL(site).origin}; frame-src ${new URL(site).origin}`);

  await dialog.getByLabel("Put in").selectOption("a plain frame, without a script");
  await dialog.getByLabel("Shows").selectOption("the verdict alone");
  await expect(snippet).toHaveValue(/^<iframe src="[^"]+#s=1\.[\w-]+&amp;view=answer&amp;embed" title="[^"]*" width="100%" height="500".* allow="clipboard-write"><\/iframe>\n$/);
  await expect(dialog.locator("#embed-policy")).toHaveText(`frame-src ${new URL(site).origin}`);
  await expect(dialog.getByRole("figure", { name: "Preview" })).toContainText("Allowed");
  const [preview] = await Promise.all([page.context().waitForEvent("page"), dialog.getByRole("link", { name: "Open the whole in a new tab" }).click()]);
  // A page in a frame has no landmarks of its own.
  await expect(preview.getByRole("status").first()).toContainText("Allowed");
  expect(new URL(preview.url()).hash).toContain("&embed");
});

test("a hostile scenario stays inside the script of its snippet", async ({ page, site, context }) => {
  const hostile = own.replace("AcmeReaders", "</script><img src=x onerror=alert(1)><!--");
  await open(page, site, link({ policy: hostile, principal: "</script><script>alert(2)</script>", action: "kms:Decrypt" }));
  const dialog = await share(page, "Embed");
  const snippet = await dialog.getByRole("textbox", { name: "Snippet" }).inputValue();
  const host = await context.newPage();
  await host.setContent(snippet.replace(/<script defer.*?<\/script>/, ""));
  expect(await host.locator("img").count()).toBe(0);
  expect(await host.locator("script").count()).toBe(1);
  const inline = JSON.parse((await host.locator('script[type="application/json"]').textContent())!);
  const kept = typeof inline.keyPolicy === "string" ? inline.keyPolicy : JSON.stringify(inline.keyPolicy, undefined, 2);
  expect(kept).toBe(hostile);
});

test("tabs are walked by arrow keys", async ({ page, site }) => {
  await open(page, site);
  const dialog = await share(page);
  await dialog.getByRole("tab", { name: "Link" }).focus();
  for (const [tab, says] of [["Ticket", "Copy ticket"], ["Embed", "Copy snippet"], ["Redact", "Copy redacted link"], ["Link", "Copy link"]] as const) {
    await page.keyboard.press("ArrowRight");
    await expect(dialog.getByRole("tab", { name: tab })).toBeFocused();
    await expect(dialog.getByRole("button", { name: says })).toBeVisible();
  }
});

test("where the clipboard is denied, the older way copies", async ({ page, site }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await open(page, site);
  const dialog = await share(page);
  await dialog.getByRole("button", { name: "Copy link" }).press("Enter");
  await expect(dialog.getByRole("button", { name: "Copied" })).toBeVisible();
});

for (const [what, button, inside] of [
  ["a link", "Copy link", "Share"],
  ["an answer", "Copy answer", undefined],
] as const) {
  test(`where nothing may copy, ${what} is there, selected, to be copied by hand`, async ({ page, site }) => {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("denied")) } });
      document.execCommand = () => false;
    });
    await open(page, site);
    if (inside !== undefined) await share(page);
    const press = page.getByRole("button", { name: button });
    await press.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Copy by hand" });
    await expect(dialog).toContainText("press Ctrl+C");
    const area = dialog.getByRole("textbox", { name: "Text to copy" });
    await expect(area).toBeFocused();
    const selected = await area.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
    expect(selected).toBe(await area.inputValue());
    expect(selected.length).toBeGreaterThan(20);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect(press).toBeFocused();
    if (inside !== undefined) await expect(page.getByRole("dialog", { name: inside })).toBeVisible();
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 1024, 360]) {
    test(`axe finds nothing on any tab, ${width} pixels wide, ${colorScheme}`, async ({ page, site }) => {
      test.slow();
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await open(page, site, ours, "plain");
      const dialog = await share(page);
      for (const tab of ["Link", "Ticket", "Embed", "Redact"]) {
        await dialog.getByRole("tab", { name: tab }).click();
        expect(await violations(page), tab).toEqual([]);
        const wide = await dialog.locator(".share-panel").evaluate((panel) => panel.scrollWidth - panel.clientWidth);
        expect(wide, `${tab} scrolls sideways`).toBeLessThanOrEqual(0);
      }
      await dialog.getByLabel("Share it redacted").check();
      expect(await violations(page), "redacted").toEqual([]);
    });
  }
}
