// The page in the states, widths and colour schemes in which each change of it is looked at, and the README's picture.

import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../harness/test.ts";
import { link, policy, ROLE, statement } from "../harness/page.ts";

const folder = process.env["PICTURES"] ?? "output/pictures";

/** Opens the page and waits until nothing moves any more: the editor is loaded, fonts are there. */
const open = async (page: Page, address: string, size: { width: number; height: number }, colorScheme: "light" | "dark") => {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.goto(address, { waitUntil: "networkidle" });
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
};

/** Presses a button that may be in the menu, or in a part that a narrow screen does not show yet. */
const press = async (page: Page, name: string, part?: string) => {
  if (part !== undefined) {
    const shown = page.getByRole("button", { name: part, exact: true });
    if (await shown.isVisible()) await shown.click();
  }
  const button = page.getByRole("button", { name, exact: true });
  if (!(await button.isVisible())) await page.getByLabel("More").click();
  await button.click();
};

const broken = link({ policy: policy({ Effect: "Alow", Principal: { AWS: ROLE }, Action: "kms:Decrypt", Resource: "*" }), principal: ROLE, action: "kms:Decrypt" });

/** What to look at: the fragment of the address, and what is done then. */
const states: Record<string, [string, ((page: Page) => Promise<void>)?]> = {
  "first-visit": [""],
  refusal: ["example=verified-permissions&request=4", async (page) => {
    const near = statement(page, "4 ·");
    await near.getByRole("row", { name: /ViaService/ }).scrollIntoViewIfNeeded();
  }],
  "broken-policy": [broken, async (page) => {
    const shown = page.getByRole("button", { name: "Policy", exact: true });
    if (await shown.isVisible()) await shown.click();
  }],
  gallery: ["", (page) => press(page, "Examples")],
  "request-as-json": ["", (page) => press(page, "JSON", "Request")],
  "two-requests": ["", async (page) => {
    await press(page, "Two side by side", "Request");
    await page.getByLabel("Request on the left").selectOption({ index: 2 });
    await page.getByLabel("Request on the right").selectOption({ index: 3 });
  }],
  share: ["", (page) => press(page, "Share")],
};

for (const [name, [fragment, prepare]] of Object.entries(states)) {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const [width, height] of [[1440, 900], [1024, 768], [360, 740]] as const) {
      test(`${name}-${width}-${colorScheme}`, async ({ page, site }) => {
        await open(page, fragment === "" ? site : `${site}#${fragment}`, { width, height }, colorScheme);
        await prepare?.(page);
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
      });
    }
  }
}

test("readme", async ({ page, site }) => {
  await open(page, site, { width: 1440, height: 900 }, "light");
  await page.screenshot({ path: join(folder, "readme.png") });
});
