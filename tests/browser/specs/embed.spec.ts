// The page in another one's frame: the element, what it tells and takes, and what it shows.

import { violations } from "../harness/accessibility.ts";
import { article, element, inline, inside, SCENARIO, shown, told, type Playground } from "../harness/embed.ts";
import { hasFocus, retype } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

const THREE = `
  <kms-policy-playground id="inline" view="full" load="now">${inline(SCENARIO)}<p>Fallback one</p></kms-policy-playground>
  <kms-policy-playground id="file" view="answer" load="now" scenario="scenario.json"><p>Fallback two</p></kms-policy-playground>
  <kms-policy-playground id="link" view="trace" load="now" request="2" link="https://example.org/#example=verified-permissions&amp;view=full"><p>Fallback three</p></kms-policy-playground>`;
const FILE = { "scenario.json": JSON.stringify({ ...SCENARIO, title: "From a file" }) };

test("a page on another origin embeds three playgrounds, gives and reads scenarios, and hears verdicts and changes", async ({ page, site, watch }) => {
  const { server, address } = await article(site, watch, THREE, FILE);
  await page.goto(address);
  for (const id of ["inline", "file", "link"]) await shown(page, id);
  expect(await told(page, "inline", "verdict")).toEqual([{ decisions: ["allowed", "implicitDeny"], selected: 1 }]);
  expect((await told(page, "link", "verdict")).at(-1)).toMatchObject({ selected: 2 });
  await expect(page.getByText("Fallback")).toHaveCount(3);
  for (const fallback of await page.getByText("Fallback").all()) await expect(fallback).toBeHidden();

  const titles = await page.locator("kms-policy-playground").evaluateAll((all) => Promise.all((all as Playground[]).map(async (one) => (await one.getScenario())["title"])));
  expect(titles).toEqual(["One role decrypts", "From a file", "Verified Permissions: the complete key policy"]);
  await expect(inside(page, "file").getByRole("group", { name: "Why" })).toBeHidden();
  await expect(inside(page, "link").getByRole("group", { name: "Why" })).toBeVisible();
  await expect(inside(page, "inline").getByRole("textbox", { name: "Text of the key policy" })).toBeVisible();

  await element(page, "file").evaluate((one, scenario) => (one as Playground).setScenario(scenario), { ...SCENARIO, requests: SCENARIO.requests.slice(1) });
  await expect.poll(async () => (await told(page, "file", "verdict")).at(-1)).toEqual({ decisions: ["implicitDeny"], selected: 1 });
  await expect(inside(page, "file").getByRole("heading", { name: "The worker encrypts" })).toBeVisible();
  await element(page, "inline").evaluate((one) => (one as Playground).select(2));
  await expect.poll(async () => (await told(page, "inline", "verdict")).at(-1)).toMatchObject({ selected: 2 });
  expect(await told(page, "file", "change"), "what the page did is no news to it").toEqual([]);

  await inside(page, "inline").getByRole("textbox", { name: "Name", exact: true }).fill("Typed by a reader");
  await expect.poll(async () => JSON.stringify((await told(page, "inline", "change")).at(-1))).toContain("Typed by a reader");
  const { requests } = await element(page, "inline").evaluate((one) => (one as Playground).getScenario());
  expect(requests[1]!["name"]).toBe("Typed by a reader");
  expect(await told(page, "inline", "verdict"), "a name decides nothing").toHaveLength(2);
  expect(await told(page, "link", "change"), "the others heard nothing of it").toEqual([]);
  server.close();
});

test("a scenario that cannot be read is refused with its reason and its place, and the one before stays", async ({ page, site, watch }) => {
  const { server, address } = await article(site, watch, THREE, FILE);
  await page.goto(address);
  await shown(page, "file");
  const refuse = (scenario: unknown) =>
    element(page, "file").evaluate((one, scenario) => (one as Playground).setScenario(scenario).then(() => undefined, ({ message, path }) => ({ message, path })), scenario);
  expect(await refuse({ version: 1, keyPolicy: {}, requests: [{ principle: "x" }] })).toMatchObject({ path: expect.stringContaining("requests[0]"), message: expect.stringContaining("principle") });
  expect(await refuse("{")).toMatchObject({ message: expect.stringContaining("line 1") });
  expect(await refuse("x".repeat(5 * 1024 * 1024))).toMatchObject({ message: expect.stringContaining("4 MiB") });
  const select = await element(page, "file").evaluate((one) => (one as Playground).select(9).catch(({ message }) => message));
  expect(select).toContain("there is no request `9`");
  expect(await element(page, "file").evaluate(async (one) => (await (one as Playground).getScenario())["title"])).toBe("From a file");
  server.close();
});

for (const [name, attributes, content, reason] of [
  ["a file that is not there", 'scenario="nowhere.json"', "", "404"],
  ["text that is no JSON", "", '<script type="application/json">{ "version": 1, oops }</script>', "line 1, column 17"],
  ["a field that there is not", "", inline({ version: 1, keyPolicy: {}, grant: [] }), "grant"],
  ["a damaged link", 'link="#s=1.damaged"', "", "link"],
  ["a base that is no web address", 'base="javascript:alert(1)"', inline(SCENARIO), "http"],
] as const) {
  test(`${name} is told to the reader below the author's text, and to the page`, async ({ page, site, watch }) => {
    if (attributes.includes("nowhere")) watch.expectProblem(/404/);
    const { server, address } = await article(site, watch, `<kms-policy-playground id="bad" load="now" ${attributes}>${content}<p>The author's own text</p></kms-policy-playground>`, FILE);
    await page.goto(address);
    await expect(page.getByRole("alert")).toContainText(reason);
    await expect(page.getByText("The author's own text")).toBeVisible();
    await expect(element(page, "bad").locator("iframe:visible")).toHaveCount(0);
    const [error] = await told(page, "bad", "error");
    expect(error).toMatchObject({ text: expect.stringContaining(reason) });
    expect(await violations(page)).toEqual([]);
    await element(page, "bad").evaluate((one) => {
      one.removeAttribute("base");
      one.setAttribute("scenario", "scenario.json");
    });
    await shown(page, "bad");
    await expect(page.getByRole("alert")).toBeHidden();
    server.close();
  });
}

test("policies are edited next to the answer, and the page around hears of a verdict when it changes", async ({ page, site, watch }) => {
  const { server, address } = await article(site, watch, `<kms-policy-playground id="edit" view="edit" load="now">${inline(SCENARIO)}</kms-policy-playground>`);
  await page.setViewportSize({ width: 1000, height: 800 });
  await page.goto(address);
  await shown(page, "edit");
  const frame = inside(page, "edit");
  await expect(frame.getByRole("combobox", { name: "Who calls" })).toHaveCount(0);
  await frame.getByRole("combobox", { name: "Request 1 of 2" }).selectOption({ index: 1 });
  await expect(frame.getByRole("group", { name: "Verdict" })).toContainText("Implicit deny");
  const editor = frame.locator(".rich").getByRole("textbox", { name: "Text of the key policy" });
  await retype(page, editor, JSON.stringify(SCENARIO.keyPolicy).replace("Worker decrypts", "The worker decrypts"));
  await expect.poll(async () => (await told(page, "edit", "change")).length).toBeGreaterThan(0);
  await retype(page, editor, JSON.stringify(SCENARIO.keyPolicy).replace("kms:Decrypt", "kms:*"));
  await expect(frame.getByRole("group", { name: "Verdict" })).toContainText("Allowed");
  await expect.poll(async () => (await told(page, "edit", "verdict")).at(-1)).toEqual({ decisions: ["allowed", "allowed"], selected: 2 });
  // While a text is replaced it may be none for a moment, which is a verdict as well; but none is told twice.
  const verdicts = (await told(page, "edit", "verdict")).map((verdict) => JSON.stringify(verdict));
  expect(verdicts[0]).toBe(JSON.stringify({ decisions: ["allowed", "implicitDeny"], selected: 1 }));
  expect(verdicts.filter((verdict, at) => verdict === verdicts[at - 1]), "only what changed is told").toEqual([]);
  const places = await Promise.all([editor, frame.getByRole("group", { name: "Verdict" })].map((one) => one.boundingBox()));
  await page.setViewportSize({ width: 390, height: 800 });
  await expect(editor, "one below the other where it is narrow").toBeVisible();
  expect(places[0]!.x + places[0]!.width, "the policy is left of the answer").toBeLessThanOrEqual(places[1]!.x);
  await expect(frame.getByText("The page around this one can read what you enter.")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  server.close();
});

test("attributes can be changed at any time", async ({ page, site, watch }) => {
  const { server, address } = await article(site, watch, THREE, FILE);
  await page.goto(address);
  await shown(page, "file");
  const change = (name: string, value?: string) =>
    element(page, "file").evaluate((one, [name, value]) => (value === undefined ? one.removeAttribute(name) : one.setAttribute(name, value)), [name, value] as const);
  const frame = inside(page, "file");
  await change("view", "trace");
  await expect(frame.getByRole("group", { name: "Why" })).toBeVisible();
  await change("request", "2");
  await expect(frame.getByRole("group", { name: "Verdict" })).toContainText("Implicit deny");
  await change("theme", "dark");
  await expect(frame.locator(":root")).toHaveAttribute("data-theme", "dark");
  await change("theme");
  await expect(frame.locator(":root")).not.toHaveAttribute("data-theme");
  await change("view", "full");
  await change("readonly", "");
  await expect(frame.getByRole("textbox", { name: "Name", exact: true })).toBeDisabled();
  await change("readonly");
  await expect(frame.getByRole("textbox", { name: "Name", exact: true })).toBeEnabled();
  await change("label", "Another title");
  await expect(element(page, "file").locator("iframe")).toHaveAttribute("title", "Another title");
  await change("scenario", "other.json");
  await expect(page.getByRole("alert")).toContainText("404");
  watch.expectProblem(/404/);
  server.close();
});

test("an element that is moved, or taken away and put back, shows what was typed", async ({ page, site, watch }) => {
  const { server, address } = await article(site, watch, `${THREE}<section id="elsewhere"></section>`, FILE);
  await page.goto(address);
  await shown(page, "inline");
  await inside(page, "inline").getByRole("textbox", { name: "Name", exact: true }).fill("Typed before the move");
  await expect.poll(async () => (await told(page, "inline", "change")).length).toBeGreaterThan(0);
  await element(page, "inline").evaluate((one) => document.querySelector("#elsewhere")!.append(one));
  await shown(page, "inline");
  await expect(inside(page, "inline").getByRole("textbox", { name: "Name", exact: true })).toHaveValue("Typed before the move");
  const pending = await element(page, "inline").evaluate(async (one) => {
    const asked = (one as Playground).getScenario().then(() => "answered", ({ message }) => message);
    await Promise.resolve();
    one.remove();
    const answer = await asked;
    document.body.append(one);
    return answer;
  });
  expect(pending).toContain("left the page");
  await shown(page, "inline");
  await expect(inside(page, "inline").getByRole("textbox", { name: "Name", exact: true })).toHaveValue("Typed before the move");
  expect(await told(page, "inline", "error")).toEqual([]);
  server.close();
});

test("the height follows the content, and nothing scrolls inside", async ({ page, site, watch }) => {
  const body = `<kms-policy-playground id="trace" view="trace" load="now">${inline(SCENARIO)}</kms-policy-playground><kms-policy-playground id="answer" view="answer" load="now">${inline(SCENARIO)}</kms-policy-playground>`;
  const { server, address } = await article(site, watch, body);
  await page.goto(address);
  for (const id of ["trace", "answer"]) await shown(page, id);
  const height = (id: string) => element(page, id).locator("iframe").evaluate((frame) => frame.clientHeight);
  const hidden = (id: string) => inside(page, id).locator(":root").evaluate((root) => root.scrollHeight - root.clientHeight);
  await expect.poll(() => hidden("trace")).toBe(0);
  await expect.poll(() => hidden("answer")).toBe(0);
  expect(await height("answer")).toBeLessThan(260);
  const before = await height("trace");
  await inside(page, "trace").getByText("What KMS sees").click();
  await expect.poll(() => height("trace")).toBeGreaterThan(before + 40);
  await expect.poll(() => hidden("trace")).toBe(0);
  await page.setViewportSize({ width: 360, height: 740 });
  await expect.poll(() => hidden("trace")).toBe(0);
  await element(page, "trace").evaluate((one) => one.setAttribute("height", "300"));
  await expect.poll(() => height("trace")).toBe(298);
  await element(page, "trace").evaluate((one) => one.removeAttribute("height"));
  await expect.poll(() => hidden("trace")).toBe(0);
  server.close();
});

test("for reading only, texts can be selected and copied and requests chosen, and nothing typed", async ({ page, site, watch }) => {
  const { server, address } = await article(site, watch, `<kms-policy-playground id="one" view="full" readonly load="now">${inline(SCENARIO)}</kms-policy-playground>`);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(address);
  await shown(page, "one");
  const frame = inside(page, "one");
  const editor = frame.locator(".rich").getByRole("textbox", { name: "Text of the key policy" });
  await expect(editor).toHaveAttribute("aria-readonly", "true");
  const text = await editor.textContent();
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("typed");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Shift+Alt+f");
  await page.keyboard.press("Control+Space");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ControlOrMeta+z");
  expect(await editor.textContent()).toBe(text);
  await frame.getByRole("button", { name: /The worker encrypts/ }).click();
  await expect(frame.getByRole("group", { name: "Verdict" })).toContainText("Implicit deny");
  await expect(frame.getByRole("combobox", { name: "Who calls" })).toBeDisabled();
  await expect(frame.getByRole("button", { name: "Add a request" })).toHaveCount(0);
  await frame.getByRole("button", { name: "JSON" }).click();
  await expect(frame.locator(".rich").getByRole("textbox", { name: "Request as JSON" })).toHaveAttribute("aria-readonly", "true");
  const whole = frame.getByRole("link", { name: "Open in the playground" });
  await expect(whole).toHaveAttribute("target", "_blank");
  const link = (await whole.getAttribute("href"))!;
  expect(link).not.toMatch(/readonly|embed|view=/);
  await page.goto(link);
  await expect(page.getByRole("textbox", { name: "Title of the scenario" })).toHaveValue("One role decrypts");
  expect(await told(page, "one", "change").catch(() => [])).toEqual([]);
  server.close();
});

test("no focus is taken, nothing scrolls, and the history stays the host's", async ({ page, site, watch }) => {
  const far = `<p><label>Search <input autofocus></label></p><div class="far">${"<p>words</p>".repeat(60)}</div>`;
  const { server, address } = await article(site, watch, `${far}${THREE}`, FILE);
  await page.goto(address);
  const entries = await page.evaluate(() => history.length);
  for (const id of ["inline", "file", "link"]) await shown(page, id);
  expect(await page.evaluate(() => [document.activeElement?.tagName, scrollY])).toEqual(["INPUT", 0]);
  await inside(page, "inline").getByRole("textbox", { name: "Name", exact: true }).fill("Typed");
  await inside(page, "link").getByRole("combobox").selectOption({ index: 3 });
  await expect.poll(async () => (await told(page, "inline", "change")).length).toBeGreaterThan(0);
  await expect.poll(() => page.frames().filter((frame) => frame.url().includes("request=4")).length).toBe(1);
  await element(page, "file").evaluate((one, scenario) => (one as Playground).setScenario(scenario), SCENARIO);
  expect(await page.evaluate(() => history.length)).toBe(entries);
  const stored = await Promise.all(page.frames().slice(1).map((frame) => frame.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length)));
  expect(stored).toEqual([0, 0, 0]);
  server.close();
});

test("what is chosen inside comes into view without moving the page around", async ({ page, site, watch }) => {
  const statements = Array.from({ length: 40 }, (_, index) => ({ Sid: `Statement of reader ${index + 1}`, Effect: "Allow", Principal: { AWS: `arn:aws:iam::111122223333:role/Reader${index + 1}` }, Action: "kms:Decrypt", Resource: "*" }));
  const long = { ...SCENARIO, keyPolicy: JSON.stringify({ Version: "2012-10-17", Statement: statements }, undefined, 2) };
  const body = `<kms-policy-playground id="long" view="full" load="now" height="1400">${inline(long)}<p>Fallback</p></kms-policy-playground>${"<p>words</p>".repeat(80)}`;
  const { server, address } = await article(site, watch, body);
  await page.setViewportSize({ width: 1440, height: 500 });
  await page.goto(address);
  await shown(page, "long");
  const frame = inside(page, "long");
  const last = frame.locator("details.statement").last();
  const column = frame.locator("#why");
  await expect(last).toBeAttached();
  const seen = await column.evaluate((node) => node.scrollTop);
  await frame.getByRole("textbox", { name: "Text of the key policy" }).getByText('"Version"').click();
  const scrolled = await page.evaluate(() => scrollY);
  await page.keyboard.press("ControlOrMeta+End");
  for (let line = 0; line < 4; line += 1) await page.keyboard.press("ArrowUp");
  await expect(last).toHaveAttribute("aria-current", "true");
  await expect.poll(() => column.evaluate((node) => node.scrollTop), "the statement came into view in the frame").toBeGreaterThan(seen);
  expect(await page.evaluate(() => scrollY), "the page around stays").toBe(scrolled);
  server.close();
});

test("it loads on a click, or when the reader comes near, and not before", async ({ page, site, watch }) => {
  const body = `<kms-policy-playground id="click" load="click" prompt="Try this one">${inline(SCENARIO)}<p>Before the click</p></kms-policy-playground>
    ${"<p>words</p>".repeat(80)}<kms-policy-playground id="near" view="answer">${inline(SCENARIO)}<p>Far below</p></kms-policy-playground>`;
  const { server, address } = await article(site, watch, body);
  await page.goto(address, { waitUntil: "networkidle" });
  expect(watch.requests.filter((url) => url.origin === new URL(site).origin).map((url) => url.pathname)).toEqual(["/kms-policy-playground.js"]);
  await expect(page.getByText("Before the click")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Try this one" }).click();
  await expect(inside(page, "click").getByRole("group", { name: "Verdict" })).toBeVisible();
  await expect.poll(() => hasFocus(element(page, "click"))).toBe(true);
  expect(page.frames().length).toBe(2);
  await page.getByText("Far below").scrollIntoViewIfNeeded();
  await expect(inside(page, "near").getByRole("group", { name: "Verdict" })).toBeVisible();
  server.close();
});

test("without JavaScript there is what the author wrote", async ({ freshProfile, site, watch }) => {
  const { server, address } = await article(site, watch, THREE, FILE);
  const page = await freshProfile({ javaScriptEnabled: false });
  await page.goto(address);
  for (const words of ["Fallback one", "Fallback two", "Fallback three"]) await expect(page.getByText(words)).toBeVisible();
  await expect(page.getByText("keyPolicy")).toBeHidden();
  server.close();
});

test("a plain frame works by itself from its address", async ({ page, site, watch }) => {
  const frame = (fragment: string, title: string) => `<iframe src="${site}#${fragment}" title="${title}" width="700" height="500"></iframe>`;
  const { server, address } = await article(site, watch, frame("example=verified-permissions&amp;request=4&amp;view=trace&amp;theme=dark&amp;readonly&amp;embed", "trace") + frame("s=1.damaged&amp;embed", "damaged"));
  await page.goto(address);
  const trace = page.frameLocator("[title=trace]");
  await expect(trace.getByRole("group", { name: "Why" })).toBeVisible();
  await expect(trace.getByRole("combobox", { name: "Request 4 of 8" })).toBeVisible();
  await expect(trace.locator(":root")).toHaveAttribute("data-theme", "dark");
  await expect(trace.getByRole("banner")).toHaveCount(0);
  await trace.getByRole("combobox").selectOption({ index: 0 });
  await expect(trace.getByRole("group", { name: "Verdict" })).toContainText("Allowed");
  const damaged = page.frameLocator("[title=damaged]");
  await expect(damaged.getByRole("alert")).toContainText("The link could not be opened");
  await expect(damaged.getByRole("group", { name: "Verdict" })).toContainText("No request");
  server.close();
});

test("a link may show the answer alone, or everything for reading only", async ({ page, site }) => {
  await page.goto(`${site}#example=verified-permissions&request=4&view=answer`);
  await expect(page.getByRole("region", { name: "Verdict" })).toContainText("Implicit deny");
  await expect(page.getByRole("textbox", { name: "Text of the key policy" })).toHaveCount(0);
  await page.getByRole("link", { name: "Show the policies and the request" }).click();
  await expect(page.locator(".rich").getByRole("textbox", { name: "Text of the key policy" })).toBeVisible();
  expect(page.url()).not.toContain("view=");
  await page.goBack();
  await expect(page.getByRole("textbox", { name: "Text of the key policy" })).toHaveCount(0);
  await page.goto("about:blank");
  await page.goto(`${site}#example=verified-permissions&readonly`);
  await expect(page.getByRole("textbox", { name: "Title of the scenario" })).toHaveAttribute("readonly");
  await expect(page.getByRole("button", { name: "Examples" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Open a copy to edit" })).toBeVisible();
});

const looks = (["light", "dark"] as const).flatMap((colorScheme) => [1300, 360].map((width) => [colorScheme, width] as const));
for (const [colorScheme, width] of looks) {
  test(`axe finds nothing in any embedded view, ${colorScheme}, ${width} pixels wide`, async ({ page, site, watch }) => {
    test.slow();
    const views = ["answer", "trace", "edit", "full"].flatMap((view) => [`view="${view}"`, `view="${view}" readonly`]);
    const body = views.map((attributes, index) => `<kms-policy-playground id="view${index}" ${attributes} load="now" label="Example ${index + 1}">${inline(SCENARIO)}</kms-policy-playground>`).join("");
    const { server, address } = await article(site, watch, body);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(address);
    for (const index of views.keys()) await shown(page, `view${index}`);
    expect(await violations(page)).toEqual([]);
    for (const frame of page.frames().slice(1)) {
      expect(await frame.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), "nothing sticks out").toBe(0);
    }
    server.close();
  });
}
