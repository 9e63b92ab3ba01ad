// Habits of the page that hold whatever it shows: where it may be hosted, whom it talks to, what it may run.

import { violations } from "../harness/accessibility.ts";
import { host, html } from "../harness/host.ts";
import { open } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

// That nothing is said on the console and no other host is asked, the harness checks in every test.

test("the page starts and shows its heading", async ({ page, site }) => {
  await page.goto(site);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page).toHaveTitle(/KMS Policy Playground/);
});

test("the page works below any path of a host", async ({ page, siteBelowAPath, watch }) => {
  await page.goto(siteBelowAPath);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const outside = watch.requests.filter((url) => !url.href.startsWith(siteBelowAPath));
  expect(outside.map(String), "files that are asked for outside the path").toEqual([]);
});

test("each file is asked for once, and all but the page have a hash in their name", async ({ page, site, watch }) => {
  await page.goto(site);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // Chromium asks for the icon again, from its cache, whenever the address changes.
  const files = watch.requests.map((url) => url.pathname).filter((file) => !file.includes("/favicon-"));
  expect(files.toSorted()).toEqual([...new Set(files)].toSorted());
  for (const file of files.filter((file) => file !== "/")) {
    expect(file).toMatch(/-[0-9a-zA-Z]{8,}[._]/);
  }
});

test("header and page carry the same Content-Security-Policy", async ({ page, site }) => {
  const response = await page.goto(site);
  const header = response?.headers()["content-security-policy"] ?? "";
  const meta = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  expect(meta).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
  expect(header).toBe(`${meta}; frame-ancestors *`);
});

test("a script that was not shipped does not run", async ({ page, site, watch }) => {
  watch.expectProblem(/Content.Security.Policy/i);
  await page.goto(site);
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'taken over'";
    document.body.append(script);
  });
  await expect(page).not.toHaveTitle("taken over");
  expect(watch.problems.join()).toContain("script-src");
});

test("documentation on another origin can embed the page", async ({ page, site, watch }) => {
  const article = await host({ "": html(`<iframe title="playground" src="${site}"></iframe>`) });
  watch.expectHost(article.address);
  await page.goto(article.address);
  await expect(page.frameLocator("iframe").getByRole("heading", { level: 1 })).toBeVisible();
  article.server.close();
});

test("a browser that cannot load the application is told so", async ({ page, site, watch }) => {
  watch.expectProblem(/./);
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto(site);
  await expect(page.getByRole("alert")).toContainText("could not be started");
});

test("an application that was changed on its way does not run", async ({ page, site, watch }) => {
  watch.expectProblem(/./);
  await page.route("**/*.wasm", async (route) => {
    const response = await route.fetch();
    const body = Buffer.concat([await response.body(), Buffer.from([0, 1, 0])]);
    await route.fulfill({ response, body });
  });
  await page.goto(site);
  await expect(page.getByRole("alert")).toContainText("could not be started");
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 1024, 360]) {
    test(`axe finds nothing, ${width} pixels wide, ${colorScheme}`, async ({ page, site }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await open(page, site, "");
      expect(await violations(page)).toEqual([]);
    });
  }
}
