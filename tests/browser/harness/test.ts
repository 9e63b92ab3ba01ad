// What every test of the page gets: the site's addresses, profiles that are watched, and the rule that a
// test fails when the page complained on the console, broke its Content-Security-Policy, or asked another host.

import { test as base, expect, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";
import { Watch } from "./watch.ts";

type Fixtures = {
  /** The address of the page. */
  site: string;
  /** The address of the same page, hosted below a path. */
  siteBelowAPath: string;
  /** The address of the documentation site that embeds the page. */
  docs: string;
  /** What the page of this test, in all its profiles, said and asked for. */
  watch: Watch;
  /** Opens a page in a profile of its own: no storage, no cache, nothing shared with the test's other pages. */
  freshProfile: (options?: BrowserContextOptions) => Promise<Page>;
};

const address = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: harness/servers.ts sets it`);
  return value;
};

export const test = base.extend<Fixtures>({
  site: async ({}, use) => use(address("SITE")),
  siteBelowAPath: async ({}, use) => use(address("SITE_BELOW_A_PATH")),

  docs: async ({ watch }, use) => {
    watch.expectHost(address("DOCS"));
    await use(address("DOCS"));
  },

  watch: [
    async ({ site, siteBelowAPath }, use) => {
      const watch = new Watch([new URL(site).origin, new URL(siteBelowAPath).origin]);
      await use(watch);
      expect(watch.strangers(), "requests to other hosts").toEqual([]);
      expect(watch.unexpectedProblems(), "complaints of the browser").toEqual([]);
    },
    { auto: true },
  ],

  context: async ({ context, watch }, use) => {
    await watch.over(context);
    await use(context);
  },

  freshProfile: async ({ browser, watch, contextOptions }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options) => {
      const context = await open(browser, { ...contextOptions, ...options });
      opened.push(context);
      await watch.over(context);
      return context.newPage();
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});

const open = (browser: Browser, options: BrowserContextOptions) => browser.newContext(options);

export { expect };
