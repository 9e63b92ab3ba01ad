// What the page asks its host for, as the host sees it: each file once, though nothing may be kept, and then nothing more.

import { button, click, DIALOG, gone, shows, there, VERDICT, visit } from "../harness/engines/page.ts";
import type { Witness } from "../harness/engines/witness.ts";
import { expect, test } from "../harness/engines/test.ts";

/** What the page was asked for; without the icon, for which browsers ask when they see fit. */
const filesOf = (site: Witness): string[] => site.asked.filter((name) => !name.startsWith("favicon-"));

for (const secure of [true, false]) {
  test(`each file is fetched once, though the host forbids to keep any, ${secure ? "from a secure address" : "from an address that is not secure"}`, async ({ open, site, insecureSite, engineName }) => {
    test.skip(engineName === "webkit" && insecureSite.address.includes("//0.0.0.0"), "WebKit asks nothing of the only other address of a machine without a network");
    const host = secure ? site : insecureSite;
    const tab = await open();
    await visit(tab, host.address);
    expect(await (await tab.find("html"))!.ask(() => isSecureContext)).toBe(secure);
    const files = filesOf(host);
    expect(files.filter((name) => name.endsWith("_bg.wasm"))).toHaveLength(1);
    expect(files.filter((name, at) => files.indexOf(name) !== at), "asked for again").toEqual([]);
  });
}

test("once everything is loaded, nothing more is fetched", async ({ open, site }) => {
  const tab = await open();
  await visit(tab, site.address);
  const before = filesOf(site);
  for (const name of ["Help", "Share", "Examples"]) {
    await button(tab, name);
    await there(tab, DIALOG);
    await tab.press("Escape");
    await gone(tab, DIALOG);
  }
  await button(tab, "Examples");
  await click(tab, `${DIALOG} .card[aria-pressed=false]`);
  await button(tab, "Open");
  await gone(tab, DIALOG);
  await shows(tab, VERDICT, "Allowed");
  expect(filesOf(site)).toEqual(before);
});
