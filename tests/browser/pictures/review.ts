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

/** A scenario with names that are somebody's, one of which has to stay. */
const ours = link({
  key: "arn:aws:kms:eu-west-1:210987654321:key/0f3dc8ac-27f1-4f8f-b5a2-c1d2e3f4a5b6",
  policy: policy({
    Sid: "AcmeReaders",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::210987654321:role/payments/PaymentsReader" },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: { StringLike: { "kms:EncryptionContext:tenant": "acme-g??d" }, IpAddress: { "aws:SourceIp": "10.20.0.0/16" } },
  }),
  principal: "arn:aws:sts::210987654321:assumed-role/PaymentsReader/jane.doe@acme.example.net",
  sessionIssuer: "arn:aws:iam::210987654321:role/payments/PaymentsReader",
  action: "kms:Decrypt",
  "encryptionContext.tenant": "acme-gold",
  "context.aws:SourceIp": "10.20.30.40",
});

const shareAs = async (page: Page, tab: string) => {
  await press(page, "Share");
  await page.getByRole("tab", { name: tab }).click();
};

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
  "two-requests": ["example=verified-permissions", async (page) => {
    await press(page, "Two side by side", "Request");
    await page.getByLabel("Request on the left", { exact: true }).selectOption({ index: 2 });
    await page.getByLabel("Request on the right", { exact: true }).selectOption({ index: 3 });
  }],
  share: ["", (page) => press(page, "Share")],
  ticket: ["", (page) => shareAs(page, "Ticket")],
  embed: ["", (page) => shareAs(page, "Embed")],
  redact: [ours, async (page) => {
    await shareAs(page, "Redact");
    await page.getByLabel("Share it redacted").check();
  }],
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
