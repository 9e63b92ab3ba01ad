// The scenario as a whole: undo, reset, files, pasting, examples, sharing, the browser's own Back.

import { readFile } from "node:fs/promises";
import { expect, test } from "../harness/test.ts";
import { link, open, paste, policy, policyText, requests, retype, ROLE, textOf, verdict } from "../harness/page.ts";

const foreign = policy({ Effect: "Allow", Principal: { AWS: "arn:aws:iam::444455556666:root" }, Action: "kms:*", Resource: "*" });
const direct = link({ policy: foreign, principal: ROLE, action: "kms:Decrypt" });

test("undo and redo reach everything: text, form, list, opened examples", async ({ page, site }) => {
  await open(page, site);
  const undo = page.getByRole("button", { name: "Undo" });
  const redo = page.getByRole("button", { name: "Redo" });
  await expect(undo).toBeDisabled();
  await page.getByLabel("Title of the scenario").fill("Mine");
  await page.getByRole("button", { name: "Remove this request" }).click();
  await expect(requests(page)).toHaveCount(7);
  await undo.click();
  await expect(requests(page)).toHaveCount(8);
  await undo.click();
  await expect(page.getByLabel("Title of the scenario")).toHaveValue(/Verified Permissions/);
  await expect(undo).toBeDisabled();
  await page.locator("#why").focus();
  await page.keyboard.press("ControlOrMeta+y");
  await expect(page.getByLabel("Title of the scenario")).toHaveValue("Mine");
  await redo.click();
  await expect(requests(page)).toHaveCount(7);
});

test("title and notes are written at any width, shown, and undone", async ({ page, site }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await open(page, site, link({ policy: foreign, principal: ROLE, action: "kms:Decrypt" }));
  const menu = async (name: string) => {
    await page.getByLabel("More").click();
    await page.getByRole("button", { name, exact: true }).click();
  };
  await menu("Title and notes");
  const dialog = page.getByRole("dialog", { name: "Title and notes" });
  await dialog.getByLabel("Title", { exact: true }).fill("The other account");
  // The address holds each change once typing has stopped.
  await expect.poll(() => page.url()).toContain("s=1.");
  const titled = page.url();
  await dialog.getByLabel("Notes").fill("First line\n<b>second</b>");
  await dialog.getByRole("button", { name: "Close" }).click();
  const notes = page.locator(".user-notes");
  await notes.locator("summary").click();
  expect(await notes.locator("p").innerText()).toBe("First line\n<b>second</b>");
  await expect.poll(() => page.url()).not.toBe(titled);
  await page.reload();
  await menu("Title and notes");
  await expect(dialog.getByLabel("Title", { exact: true })).toHaveValue("The other account");
  await dialog.getByLabel("Notes").fill("");
  await page.keyboard.press("Escape");
  await expect(notes).toHaveCount(0);
  await menu("Undo");
  await expect(notes).toHaveCount(1);
});

test("reset goes back to what was opened, and can be undone", async ({ page, site }) => {
  await open(page, site);
  await page.getByLabel("Title of the scenario").fill("Mine");
  await page.getByLabel("More").click();
  await page.getByRole("button", { name: "Reset to how it was opened" }).click();
  await expect(page.getByLabel("Title of the scenario")).toHaveValue(/Verified Permissions/);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByLabel("Title of the scenario")).toHaveValue("Mine");
});

test("a scenario is saved as a file and opened again", async ({ page, site }) => {
  await open(page, site);
  await page.getByLabel("Title of the scenario").fill("My own scenario!");
  await page.getByLabel("More").click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as a file" }).click()]);
  expect(download.suggestedFilename()).toBe("my-own-scenario.html");
  const saved = await readFile(await download.path(), "utf8");
  await retype(page, policyText(page), "{}");
  await page.getByLabel("More").click();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Open a file" }).click()]);
  await chooser.setFiles({ name: "x.html", mimeType: "text/html", buffer: Buffer.from(saved) });
  // Over something of one's own a file is shown before it replaces anything.
  const preview = page.getByRole("dialog");
  await expect(preview.getByRole("heading", { name: "A scenario" })).toBeVisible();
  await preview.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(verdict(page)).toContainText("Allowed");
  await expect(page.getByLabel("Title of the scenario")).toHaveValue("My own scenario!");
  await page.getByLabel("More").click();
  const [second] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Open a file" }).click()]);
  await second.setFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from('{"version": 1, "keyPolicy": 7}') });
  await expect(preview).toContainText("cannot be read: line 1");
  await page.keyboard.press("Escape");
  await expect(verdict(page)).toContainText("Allowed");
});

for (const [what, text] of [
  ["a bare key policy", foreign],
  ["what get-key-policy prints", JSON.stringify({ Policy: foreign, PolicyName: "default" })],
] as const) {
  test(`${what} pasted over an example replaces all of it, and shows what is assumed`, async ({ page, site }) => {
    await open(page, site);
    await policyText(page).focus();
    await page.keyboard.press("ControlOrMeta+a");
    await paste(page, text);
    await expect.poll(() => textOf(policyText(page))).toBe(foreign);
    await expect(page.locator(".toast")).toContainText("Policy imported.");
    await expect(page.locator(".key-line summary")).toContainText("444455556666");
    await expect(page.getByRole("region", { name: "Why" })).toContainText("444455556666");
    await expect(requests(page)).toHaveCount(1);
  });
}

test("a file dropped anywhere on the page is opened", async ({ page, site }) => {
  await open(page, site);
  const drop = async (type: string) =>
    page.evaluate(([type, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text!], "policy.json", { type: "application/json" }));
      document.querySelector("#why")!.dispatchEvent(new DragEvent(type!, { dataTransfer, bubbles: true, cancelable: true }));
    }, [type, foreign] as const);
  await drop("dragover");
  await expect(page.locator(".app")).toHaveClass(/dropping/);
  await drop("drop");
  await expect.poll(() => textOf(policyText(page))).toBe(foreign);
  await expect(page.locator(".app")).not.toHaveClass(/dropping/);
});

test("a part of a policy is pasted as it is", async ({ page, site }) => {
  await open(page, site, direct);
  await policyText(page).focus();
  await page.keyboard.press("ControlOrMeta+End");
  await paste(page, "\n\n");
  await expect.poll(() => textOf(policyText(page))).toBe(`${foreign}\n\n`);
});

test("an example is found, looked at and opened by keyboard; Back returns", async ({ page, site }) => {
  await open(page, site);
  await page.getByRole("button", { name: "Examples" }).focus();
  await page.keyboard.press("Enter");
  const gallery = page.getByRole("dialog", { name: "Examples" });
  await gallery.getByLabel("Search the examples").fill("minimal");
  await expect(gallery.getByRole("status")).toContainText("1 of ");
  const preview = gallery.getByRole("region", { name: /^Preview: .*minimal/ });
  await expect(preview.locator(".verdicts li")).not.toHaveCount(0);
  await preview.getByRole("button", { name: "Open" }).focus();
  await page.keyboard.press("Enter");
  await expect(gallery).toHaveCount(0);
  await expect(page.getByLabel("Title of the scenario")).toHaveValue(/minimal/);
  await page.goBack();
  await expect(page.getByLabel("Title of the scenario")).toHaveValue(/complete/);
  await page.goForward();
  await expect(page.getByLabel("Title of the scenario")).toHaveValue(/minimal/);
});

test("examples are found by system and by lesson", async ({ page, site }) => {
  await open(page, site);
  await page.getByRole("button", { name: "Examples" }).click();
  const gallery = page.getByRole("dialog", { name: "Examples" });
  const all = await gallery.locator(".card").count();
  await gallery.getByRole("combobox", { name: "Lesson" }).selectOption("Grants");
  const grants = await gallery.locator(".card").count();
  expect(grants).toBeLessThan(all);
  await expect(gallery.locator(".card", { hasText: "grants" }).first()).toBeVisible();
  await gallery.getByRole("combobox", { name: "System" }).selectOption("Amazon Location Service");
  await expect(gallery.locator(".card")).toHaveCount(1);
  await gallery.getByLabel("Search the examples").fill("no such words");
  await expect(gallery.getByText("No example fits all of this.")).toBeVisible();
});

test("every example of the gallery decides as it expects", async ({ page, site }) => {
  test.slow();
  await open(page, site);
  await page.getByRole("button", { name: "Examples" }).click();
  const gallery = page.getByRole("dialog", { name: "Examples" });
  const names = await gallery.locator(".card b").allTextContents();
  expect(names.length).toBeGreaterThan(20);
  for (const name of [names[5]!, names[20]!, names.at(-1)!]) {
    await gallery.locator(".card", { hasText: name }).first().click();
    await gallery.getByRole("button", { name: "Open", exact: true }).click();
    await expect(page.getByLabel("Title of the scenario")).toHaveValue(name);
    await expect(page.locator(".request-item small.unmet")).toHaveCount(0);
    await page.getByRole("button", { name: "Examples" }).click();
  }
});

test("the shared link opens the same scenario, and its length is said", async ({ page, site, freshProfile }) => {
  await open(page, site, direct);
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: "Share" });
  const shared = await dialog.getByRole("textbox", { name: "Link" }).inputValue();
  await expect(dialog.getByText(`${shared.length} characters`)).toBeVisible();
  const other = await freshProfile();
  await other.goto(shared);
  await expect(policyText(other)).toBeAttached();
  await expect.poll(() => textOf(policyText(other))).toBe(foreign);
});

test("the whole scenario is edited as JSON, callers and further keys with it", async ({ page, site }) => {
  await open(page, site, direct);
  await page.getByLabel("More").click();
  await page.getByRole("button", { name: "Edit as JSON" }).click();
  const dialog = page.getByRole("dialog", { name: "The scenario as JSON" });
  const json = dialog.getByRole("textbox", { name: "Scenario as JSON" });
  await expect(dialog.locator(".cm-content")).toBeVisible();
  const scenario = JSON.parse(await textOf(json));
  scenario.otherKeys = [{ key: { arn: "arn:aws:kms:us-east-1:111122223333:key/other" }, keyPolicy: "{}" }];
  scenario.callers = [{ principal: ROLE, identityPolicies: [{ name: "own", text: foreign }] }];
  await retype(page, json, "{ no JSON");
  await expect(dialog.getByRole("alert")).toContainText("line 1, column 3");
  await retype(page, json, JSON.stringify(scenario));
  await expect(dialog.getByRole("alert")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  const key = page.getByRole("tabpanel").getByRole("combobox", { name: "Key", exact: true });
  await key.selectOption({ label: "other · us-east-1 · 111122223333" });
  await expect(page.locator(".rich .cm-content")).toHaveText("{}");
  await page.getByRole("tab", { name: /^IAM/ }).click();
  await expect(page.getByLabel("Name of the policy")).toHaveValue("own");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("tab", { name: /Key policy/ }).click();
  await expect(key).toHaveCount(0);
});
