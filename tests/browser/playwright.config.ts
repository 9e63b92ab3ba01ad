// How the page is tested: the release build, served by `cargo xtask serve`, in the system's Chromium.
// `cargo xtask test browser` builds the site, finds or installs the browser and starts this; afterwards
// `npx playwright test` works here too, as long as dist/ is there.

import { defineConfig, devices } from "@playwright/test";
import { chromium } from "./harness/chromium.ts";

export default defineConfig({
  testDir: "specs",
  outputDir: "output",
  globalSetup: "./harness/servers.ts",
  fullyParallel: true,
  workers: 2,
  // A test is tried again on a machine that nobody sits at; `cargo xtask test` names the ones that needed it.
  retries: process.env["CI"] === undefined ? 0 : 1,
  forbidOnly: process.env["CI"] !== undefined,
  // Long enough for a busy machine: they end what hangs, and say nothing about speed.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: { ...devices["Desktop Chrome"], viewport: { width: 1440, height: 900 }, launchOptions: chromium, trace: "retain-on-failure" },
});
