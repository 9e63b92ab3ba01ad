// Pages on another origin that embed the playground, and what they do with the element.

import type { FrameLocator, Locator, Page } from "@playwright/test";
import { expect } from "./test.ts";
import { host, html, type Host } from "./host.ts";
import type { Watch } from "./watch.ts";

/** What the element can do, as far as the tests ask it. */
export type Playground = HTMLElement & {
  activate(): Promise<unknown>;
  getScenario(): Promise<Record<string, unknown> & { requests: Record<string, unknown>[] }>;
  setScenario(scenario: unknown): Promise<void>;
  select(request: number): Promise<void>;
};

/** Writes down what the elements tell, in `window.told`: the element's id, the event, its detail. */
const listening = `
  window.told = [];
  for (const type of ["verdict", "change", "error"]) {
    document.addEventListener(type, ({ target, detail }) => told.push([target.id, type, detail]), { capture: true });
  }
`;

/** Serves a page with this body that loads the element's script, under a policy that allows what docs/embedding.md asks for and no more. */
export const article = async (site: string, watch: Watch, body: string, more: Record<string, string> = {}, frames = ""): Promise<Host> => {
  const origin = new URL(site).origin;
  const policy = `default-src 'none'; script-src 'self' ${origin}; frame-src ${origin} ${frames}; connect-src 'self'; img-src data:`;
  const head = `<script src="told.js"></script><script defer src="${site}kms-policy-playground.js"></script>`;
  const served = await host({ "": html(`<main><h1>Article</h1>${body}</main>`, head), "told.js": listening, ...more }, undefined, { "Content-Security-Policy": policy });
  watch.expectHost(served.address);
  return served;
};

export const element = (page: Page, id: string): Locator => page.locator(`kms-policy-playground#${id}`);

/** What the element's frame shows. */
export const inside = (page: Page, id: string): FrameLocator => page.frameLocator(`kms-policy-playground#${id} iframe`);

/** What was told, of one kind, by one element. */
export const told = (page: Page, id: string, type: string): Promise<Record<string, unknown>[]> =>
  page.evaluate(
    ([id, type]) => (window as unknown as { told: [string, string, Record<string, unknown>][] }).told.filter(([who, what]) => who === id && what === type).map(([, , detail]) => detail),
    [id, type] as const,
  );

/** Waits until the element shows its scenario. */
export const shown = async (page: Page, id: string): Promise<void> => {
  await element(page, id).evaluate(async (node) => {
    await customElements.whenDefined("kms-policy-playground");
    await (node as unknown as { activate(): Promise<unknown> }).activate();
  });
  await expect(inside(page, id).getByRole("group", { name: "Verdict" })).toBeVisible();
};

/** A scenario as the body of an inline script. */
export const inline = (scenario: unknown): string => `<script type="application/json">${JSON.stringify(scenario)}</script>`;

/** Two requests on a key that lets one role decrypt. */
export const SCENARIO = {
  version: 1,
  title: "One role decrypts",
  key: { arn: "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" },
  keyPolicy: { Version: "2012-10-17", Statement: [{ Sid: "Worker decrypts", Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:role/Worker" }, Action: "kms:Decrypt", Resource: "*" }] },
  identityPolicies: [],
  requests: [
    { name: "The worker decrypts", principal: "arn:aws:iam::111122223333:role/Worker", action: "kms:Decrypt" },
    { name: "The worker encrypts", principal: "arn:aws:iam::111122223333:role/Worker", action: "kms:Encrypt" },
  ],
};
