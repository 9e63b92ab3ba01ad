// What every test of all engines gets: a browser for each worker, windows in fresh profiles, and the rule that a test fails
// when a page complained, broke its Content-Security-Policy, or asked a host that is not ours.

import { writeFile } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { test as base, expect } from "@playwright/test";
import type { Engine, Tab } from "./engine.ts";
import { chromium, firefox } from "./puppeteer.ts";
import { webkit } from "./webkit.ts";
import { Witness } from "./witness.ts";

const ENGINES = { firefox, webkit, chromium };

export type EngineName = keyof typeof ENGINES;

type Fixtures = {
  /** Opens a window in a profile of its own. */
  open: () => Promise<Tab>;
  /** Stands between the browser and the page. */
  site: Witness;
  /** Stands between the browser and the documentation site, whose pages embed the page behind `site`. */
  docs: Witness;
  /** The same page at an address that browsers do not call secure, so that some of what they offer is missing. */
  insecureSite: Witness;
  witnesses: Witness[];
};

type WorkerFixtures = { engineName: EngineName; engine: Engine };

/** An address of this machine on its network: to browsers it is as good as another machine. */
const outside = (): string => {
  const addresses = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  // Without a network, the address that means all of them; not in WebKit, which asks nothing of it.
  return addresses.find(({ internal, family }) => !internal && family === "IPv4")?.address ?? "0.0.0.0";
};

const address = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: harness/servers.ts sets it`);
  return value;
};

export const test = base.extend<Fixtures, WorkerFixtures>({
  engineName: ["firefox", { option: true, scope: "worker" }],

  engine: [
    async ({ engineName }, use) => {
      const engine = await ENGINES[engineName]();
      await use(engine);
      await engine.close();
    },
    { scope: "worker" },
  ],

  witnesses: async ({}, use) => {
    const witnesses: Witness[] = [];
    await use(witnesses);
    for (const witness of witnesses) witness.close();
    expect(witnesses.flatMap(({ problems }) => problems), "what the pages complained of").toEqual([]);
  },

  site: async ({ witnesses }, use) => {
    const site = await Witness.before(address("SITE"));
    witnesses.push(site);
    await use(site);
  },

  docs: async ({ witnesses, site }, use) => {
    const docs = await Witness.before(address("DOCS"), { instead: { [address("SITE")]: site.address } });
    witnesses.push(docs);
    await use(docs);
  },

  insecureSite: async ({ witnesses }, use) => {
    const site = await Witness.before(address("SITE"), { at: outside() });
    witnesses.push(site);
    await use(site);
  },

  open: async ({ engine, witnesses: _ }, use, info) => {
    const tabs: Tab[] = [];
    await use(async () => {
      const tab = await engine.open();
      tabs.push(tab);
      return tab;
    });
    if (info.status !== info.expectedStatus) {
      for (const [at, tab] of tabs.entries()) await writeFile(info.outputPath(`window-${at + 1}.png`), await tab.picture());
    }
    await Promise.all(tabs.map((tab) => tab.close()));
    expect(tabs.flatMap(({ problems }) => problems), "complaints of the browser").toEqual([]);
  },
});

export { expect };
