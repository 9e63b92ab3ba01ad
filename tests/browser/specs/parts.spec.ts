// The parts of the application that come after its first paint: until they are there, without them, and when the
// network goes.

import { link, open, policy, policyText, retype, ROLE, textOf, verdict } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

const PARTS = "**/part-*.wasm";
const ENGINE = "**/part-engine-*.wasm";
const LATER = "**/part-later-*.wasm";
const EXAMPLES = "**/part-examples-*.wasm";

const loaded = "html[loaded]";

test("once everything is loaded the network can be cut, and every dialog still opens", async ({ page, site }) => {
  await open(page, site, "");
  await expect(page.locator(loaded)).toBeAttached();
  await page.context().setOffline(true);
  for (const [button, dialog] of [["Examples", "Examples"], ["Help", "Help"], ["Share", "Share"]] as const) {
    await page.getByRole("button", { name: button, exact: true }).click();
    await expect(page.getByRole("dialog", { name: dialog })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await page.getByRole("button", { name: "Examples", exact: true }).click();
  await page.getByRole("dialog").locator(".card").nth(3).click();
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(verdict(page)).toBeVisible();
});

test("the verdict needs no part, and the outline gives way to it", async ({ page, site, watch }) => {
  watch.expectProblem(/./);
  await page.route(PARTS, (route) => route.abort());
  await open(page, site, "");
  await expect(verdict(page)).toContainText("Allowed");
  await expect(page.locator(".outline")).toHaveCount(0);
  await expect(page.locator(loaded)).toHaveCount(0);
});

test("the findings come with their part, and until then nothing is said of warnings", async ({ page, site }) => {
  let go = (): void => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  await page.route(LATER, async (route) => {
    await gate;
    await route.continue();
  });
  const findings = page.getByRole("list", { name: "Errors and remarks" });
  const openToAll = policy({ Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" });
  await open(page, site, link({ policy: openToAll, principal: ROLE, action: "kms:Decrypt" }));
  await expect(verdict(page)).toContainText("Allowed");
  const status = page.locator(".status-line").first();
  await expect(status.getByText("No errors", { exact: true })).toBeVisible();
  await expect(status).not.toContainText("No errors or warnings");
  await expect(findings).toHaveCount(0);
  go();
  await expect(page.locator(loaded)).toBeAttached();
  await expect(findings.getByRole("listitem").first()).toBeVisible();
  await expect(status.getByText("No errors", { exact: true })).toHaveCount(0);
  await expect(status).toContainText(/\d warnings?/);
});

test("a part that cannot be fetched says so, loses nothing, and is fetched when it can be", async ({ page, site, watch }) => {
  watch.expectProblem(/./);
  await page.route(PARTS, (route) => route.abort());
  await open(page, site, "");
  await page.getByLabel("Title of the scenario").fill("Mine");
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("could not be fetched");
  await expect(page.getByLabel("Title of the scenario")).toHaveValue("Mine");
  await page.unroute(PARTS);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Share" })).toBeVisible();
  await expect(page).toHaveTitle(/Mine/);
});

test("what is changed before the engine is there is decided when it comes", async ({ page, site }) => {
  let go = (): void => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  await page.route(ENGINE, async (route) => {
    await gate;
    await route.continue();
  });
  await open(page, site, "");
  await expect(verdict(page)).toContainText("Allowed");
  const denied = policy({ Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*" });
  await retype(page, policyText(page), "{}");
  await retype(page, policyText(page), denied);
  await expect(verdict(page)).toContainText("One moment");
  go();
  await expect(verdict(page)).toContainText("Explicit deny");
  expect(JSON.parse(await textOf(policyText(page)))).toEqual(JSON.parse(denied));
  await expect(page.locator(loaded)).toBeAttached();
});

test("a part that was changed on its way does not run", async ({ page, site, watch }) => {
  watch.expectProblem(/./);
  await page.route(PARTS, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: Buffer.concat([await response.body(), Buffer.from([0, 1, 0])]) });
  });
  await open(page, site, "");
  await page.getByRole("button", { name: "Help", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("could not be fetched");
  expect(watch.problems.join()).toContain("integrity");
  // Some parts may still be on their way.
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("a link to an example whose text cannot be fetched is not called unknown", async ({ page, site, watch }) => {
  await open(page, site, "example=agentcore-key-spec");
  await expect(page.getByLabel("Title of the scenario")).not.toHaveValue("");
  watch.expectProblem(/./);
  await page.route(EXAMPLES, (route) => route.abort());
  await page.goto("about:blank");
  await page.goto(`${site}#example=agentcore-key-spec`);
  await expect(page.getByRole("alert")).toContainText("the example agentcore-key-spec could not be fetched");
});

test("a link that nothing can read says so, and is still the page's address", async ({ page, site, watch }) => {
  watch.expectProblem(/./);
  await page.route(PARTS, (route) => route.abort());
  await page.goto("about:blank");
  await page.goto(`${site}#example=agentcore-key-spec`);
  await expect(page.getByRole("alert")).toContainText("This part of the page could not be fetched");
  expect(new URL(page.url()).hash).toBe("#example=agentcore-key-spec");
});

test("a policy that is pasted before the readers are there is read when they come", async ({ page, site }) => {
  let go = (): void => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  await page.route(PARTS, async (route) => {
    await gate;
    await route.continue();
  });
  await open(page, site, "");
  const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::444455556666:root" }, Action: "kms:*", Resource: "*" }] };
  await page.locator(".rich .cm-content").first().focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const host = document.querySelector(".rich");
    const content = host?.querySelector(".cm-content") ?? host?.shadowRoot?.querySelector(".cm-content");
    content?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, JSON.stringify(policy));
  go();
  await expect(page.locator(".rich").getByText("444455556666").first()).toBeVisible();
  await expect(page.locator(loaded)).toBeAttached();
});

test("before the application there is its outline, in the colours of the system", async ({ page, site }) => {
  let go = (): void => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  await page.route("**/*_bg.wasm", async (route) => {
    await gate;
    await route.continue();
  });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(site);
  await expect(page.locator(".outline .verdict")).toBeVisible();
  const paper = await page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
  expect(paper).toBe("rgb(21, 23, 27)");
  go();
  await expect(verdict(page)).toContainText("Allowed");
  await expect(page.locator(".outline")).toHaveCount(0);
});
