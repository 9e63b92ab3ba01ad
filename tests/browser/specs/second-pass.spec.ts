// What somebody who uses the page every day relies on: from the verdict to its cause, completion, names, widths, keys, signs.

import { violations } from "../harness/accessibility.ts";
import { link, open, policy, ROLE } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

const ACCOUNT = "arn:aws:iam::111122223333:root";
const own = link({ policy: policy({ Sid: "Owner", Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "kms:*", Resource: "*" }), principal: ROLE, action: "kms:Encrypt" });

for (const width of [390, 320]) {
  test(`with a scenario of one's own every tool of the bar is within ${width} pixels`, async ({ page, site }) => {
    await page.setViewportSize({ width, height: 640 });
    await open(page, site, own);
    await expect(page.getByRole("button", { name: "Share", exact: true })).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole("button", { name: "Paste", exact: true })).toBeInViewport({ ratio: 1 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await violations(page)).toEqual([]);
  });
}
