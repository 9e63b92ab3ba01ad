// The page in the widths and colour schemes in which each change of it is looked at, and the README's picture.

import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../harness/test.ts";

const folder = process.env["PICTURES"] ?? "output/pictures";

/** Opens the page and waits until nothing moves any more: the editor is loaded, fonts are there. */
const open = async (page: Page, site: string, size: { width: number; height: number }, colorScheme: "light" | "dark") => {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.goto(site, { waitUntil: "networkidle" });
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
};

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of [[1440, 900], [1024, 768], [360, 740]] as const) {
    test(`${width}-${colorScheme}`, async ({ page, site }) => {
      await open(page, site, { width, height }, colorScheme);
      await page.screenshot({ path: join(folder, `${width}-${colorScheme}.png`) });
      await page.screenshot({ path: join(folder, `${width}-${colorScheme}-whole.png`), fullPage: true });
    });
  }
}

test("readme", async ({ page, site }) => {
  await open(page, site, { width: 1440, height: 900 }, "light");
  await page.screenshot({ path: join(folder, "readme.png") });
});
