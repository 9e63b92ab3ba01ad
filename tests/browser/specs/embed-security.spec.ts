// Who may speak with an embedded page: its own element, and nobody else. And what leaves the two: nothing.

import type { Frame, Page } from "@playwright/test";
import { article, element, inline, inside, SCENARIO, shown, told, type Playground } from "../harness/embed.ts";
import { host, html } from "../harness/host.ts";
import { expect, test } from "../harness/test.ts";

/**
 * A page that greets every frame it can reach as an element would, with a port of its own, and asks for everything; and
 * that tells the windows above it that it is a playground. It writes down all that it hears.
 */
const hostile = `
  window.heard = [];
  addEventListener("message", ({ data }) => heard.push(data));
  const greet = (target) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => heard.push(data);
    target.postMessage({ kmsPolicyPlayground: 1, type: "hello" }, "*", [port2]);
    for (const message of [
      { type: "get", id: 1 },
      { type: "set", id: 2, scenario: JSON.stringify({ version: 1, title: "taken over", keyPolicy: {}, requests: [] }) },
      { type: "configure", fragment: "theme=dark&view=answer" },
    ]) {
      port1.postMessage(JSON.stringify(message));
      target.postMessage(JSON.stringify(message), "*");
      target.postMessage({ kmsPolicyPlayground: 1, ...message }, "*");
    }
  };
  const everywhere = (target) => {
    for (let index = 0; index < target.length; index += 1) if (target[index] !== window) greet(target[index]);
  };
  window.attack = (target) => {
    everywhere(target);
    target.postMessage({ kmsPolicyPlayground: 1, type: "ready" }, "*");
    target.postMessage(JSON.stringify({ type: "verdict", decisions: ["allowed"], selected: 1 }), "*");
    window.attacks = (window.attacks ?? 0) + 1;
  };
`;
const CARD = `<kms-policy-playground id="one" view="full" load="now">${inline(SCENARIO)}</kms-policy-playground>`;

/** That the element and its frame know nothing of it all, and work. */
const unharmed = async (page: Page) => {
  await shown(page, "one");
  const scenario = await element(page, "one").evaluate((one) => (one as Playground).getScenario());
  expect(scenario["title"]).toBe("One role decrypts");
  expect(await told(page, "one", "verdict")).toEqual([{ decisions: ["allowed", "implicitDeny"], selected: 1 }]);
  await expect(inside(page, "one").locator(":root")).not.toHaveAttribute("data-theme");
  await inside(page, "one").getByRole("textbox", { name: "Name", exact: true }).fill("A secret of the reader");
  await expect.poll(async () => JSON.stringify(await told(page, "one", "change"))).toContain("A secret of the reader");
};

/** What a hostile window heard, once it has tried often enough. */
const heardBy = async (window: Page | Frame): Promise<unknown[]> => {
  const { attacks, heard } = await window.evaluate(() => {
    const { attacks, heard } = globalThis as unknown as { attacks: number; heard: unknown[] };
    return { attacks, heard };
  });
  expect(attacks).toBeGreaterThan(10);
  return heard;
};

test("a hostile frame beside it learns nothing and changes nothing", async ({ page, site, watch }) => {
  const attacker = await host({ "": html("", '<script src="attack.js"></script>'), "attack.js": `${hostile} setInterval(() => attack(parent), 15);` });
  watch.expectHost(attacker.address);
  const { server, address } = await article(site, watch, `<iframe src="${attacker.address}" title="advertisement"></iframe>${CARD}`, {}, attacker.address);
  await page.goto(address);
  await unharmed(page);
  const intruder = page.frames().find((frame) => frame.url() === attacker.address)!;
  expect(await heardBy(intruder)).toEqual([]);
  server.close();
  attacker.server.close();
});

test("a hostile opener learns nothing and changes nothing", async ({ page, context, site, watch }) => {
  const { server, address } = await article(site, watch, CARD);
  const opener = await host({ "": html("<button>Open</button>", '<script src="attack.js" defer></script>'), "attack.js": `${hostile}
    document.querySelector("button").onclick = () => { window.opened = open(${JSON.stringify(address)}); setInterval(() => attack(opened), 15); };` });
  watch.expectHost(opener.address);
  await page.goto(opener.address);
  const [article_] = await Promise.all([context.waitForEvent("page"), page.getByRole("button").click()]);
  await unharmed(article_);
  expect(await heardBy(page)).toEqual([]);
  server.close();
  opener.server.close();
});

test("an opener of the playground itself is not heard", async ({ page, context, site, watch }) => {
  const opener = await host({ "": html("<button>Open</button>", '<script src="attack.js" defer></script>'), "attack.js": `${hostile}
    document.querySelector("button").onclick = () => { window.opened = open(${JSON.stringify(`${site}#example=verified-permissions&embed`)}); window.greetings = 0; setInterval(() => { greet(opened); greetings += 1; }, 15); };` });
  watch.expectHost(opener.address);
  await page.goto(opener.address);
  const [playground] = await Promise.all([context.waitForEvent("page"), page.getByRole("button").click()]);
  await expect(playground.getByRole("group", { name: "Verdict" })).toContainText("Allowed");
  // The page is there and shown; from now on it is greeted some more times.
  const greetings = () => page.evaluate(() => (window as unknown as { greetings: number }).greetings);
  const before = await greetings();
  await expect.poll(greetings).toBeGreaterThan(before + 10);
  await expect(playground.getByRole("group", { name: "Verdict" })).toContainText("Allowed");
  expect(await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual([]);
  opener.server.close();
});

test("a second hello is not heard, and neither is a greeting that only looks like the frame's", async ({ page, site, watch }) => {
  const { server, address } = await article(site, watch, CARD);
  await page.goto(address);
  await shown(page, "one");
  const answers = await element(page, "one").evaluate(async (one) => {
    const frame = one.shadowRoot!.querySelector("iframe")!;
    const { port1, port2 } = new MessageChannel();
    const answers: unknown[] = [];
    port1.onmessage = ({ data }) => answers.push(data);
    frame.contentWindow!.postMessage({ kmsPolicyPlayground: 1, type: "hello" }, "*", [port2]);
    port1.postMessage(JSON.stringify({ type: "get", id: 1 }));
    const ready = { data: { kmsPolicyPlayground: 1, type: "ready" } };
    const origin = new URL(frame.src).origin;
    dispatchEvent(new MessageEvent("message", { ...ready, source: window, origin }));
    dispatchEvent(new MessageEvent("message", { ...ready, source: frame.contentWindow, origin: "https://evil.example" }));
    dispatchEvent(new MessageEvent("message", { data: { kmsPolicyPlayground: 2, type: "ready" }, source: frame.contentWindow, origin }));
    dispatchEvent(new MessageEvent("message", { data: null, source: frame.contentWindow, origin }));
    // The frame answers its own page only after it has taken what was sent before.
    const own = one as unknown as { getScenario(): Promise<unknown> };
    await own.getScenario();
    await own.getScenario();
    return answers;
  });
  expect(answers).toEqual([]);
  await unharmed(page);
  server.close();
});

test("messages that make no sense change nothing and break nothing", async ({ page, site, watch }) => {
  // The test is the host here, and speaks with the frame itself.
  const parent = await host({ "": html(`<iframe src="${site}#example=verified-permissions&amp;embed" title="frame"></iframe>`) });
  watch.expectHost(parent.address);
  const heard: unknown[] = [];
  await page.exposeFunction("write", (message: unknown) => heard.push(message));
  await page.addInitScript(() => {
    addEventListener("message", ({ data, source }) => {
      if (data?.type !== "ready") return;
      const frame = source as Window;
      const write = (window as unknown as { write(message: unknown): void }).write;
      const hello = (data: unknown, ports: Transferable[] = []) => frame.postMessage(data, "*", ports);
      for (const data of [null, 7, "hello", [], { type: "hello" }, { kmsPolicyPlayground: "1", type: "hello" }, { kmsPolicyPlayground: 2, type: "hello" }]) hello(data, [new MessageChannel().port2]);
      hello({ kmsPolicyPlayground: 1, type: "hello" });
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => write(data);
      hello({ kmsPolicyPlayground: 1, type: "hello" }, [port2]);
      const cyclic: Record<string, unknown> = {};
      cyclic["itself"] = cyclic;
      for (const message of [null, undefined, 1, {}, cyclic, new Uint8Array(9), "", "{", "[".repeat(200_000), "x".repeat(17 * 1024 * 1024), '{"type":"get"}', '{"type":"__proto__","id":1}', '{"type":"set","id":{}}']) port1.postMessage(message);
      port1.postMessage('{"type":"set","id":5,"scenario":5}');
      port1.postMessage('{"type":"get","id":6}');
    });
  });
  await page.goto(parent.address);
  await expect.poll(() => heard.map((message) => JSON.parse(String(message)).type)).toContain("verdict");
  const answers = heard.map((message) => JSON.parse(String(message))).filter(({ type }) => type === "answer");
  expect(answers.map(({ id }) => id)).toEqual([5, 6]);
  expect(answers[0].error.path).toBe("scenario");
  expect(answers[1].scenario).toContain("Verified Permissions");
  await expect(page.frameLocator("iframe").getByRole("group", { name: "Verdict" })).toContainText("Allowed");
  parent.server.close();
});

test("nothing that is given or typed leaves the browser, and all of it works with the network cut", async ({ page, context, site, watch }) => {
  const sent: string[] = [];
  context.on("request", (request) => sent.push([request.method(), request.url(), JSON.stringify(request.headers()), request.postData() ?? ""].join(" ")));
  const { server, address, asked } = await article(site, watch, CARD);
  await page.goto(address, { waitUntil: "networkidle" });
  await shown(page, "one");
  await expect(inside(page, "one").locator(".rich .cm-content").first()).toBeAttached();
  await context.setOffline(true);
  const before = sent.length;
  await inside(page, "one").getByRole("textbox", { name: "Name", exact: true }).fill("topsecret");
  await expect.poll(async () => JSON.stringify(await told(page, "one", "change"))).toContain("topsecret");
  await element(page, "one").evaluate((one, scenario) => (one as Playground).setScenario(scenario), { ...SCENARIO, title: "topsecret", requests: SCENARIO.requests.slice(1) });
  await expect.poll(async () => (await told(page, "one", "verdict")).at(-1)).toEqual({ decisions: ["implicitDeny"], selected: 1 });
  // What is told about a second edit comes after everything that the first one could have set off.
  await inside(page, "one").getByRole("textbox", { name: "Name", exact: true }).fill("topsecret again");
  await expect.poll(async () => JSON.stringify(await told(page, "one", "change"))).toContain("topsecret again");
  expect(sent.slice(before).filter((line) => !line.includes("/favicon-")), "after the network was cut").toEqual([]);
  expect(sent.filter((line) => !line.startsWith("GET "))).toEqual([]);
  expect([...sent, ...asked].filter((line) => /topsecret|one.{1,3}role|worker/i.test(line))).toEqual([]);
  const ofFrame = sent.filter((line) => line.includes(site) && !line.includes("kms-policy-playground.js"));
  expect(ofFrame.length).toBeGreaterThan(3);
  expect(ofFrame.filter((line) => line.includes(new URL(address).host)), "the frame's host does not learn which page embeds it").toEqual([]);
  server.close();
});
