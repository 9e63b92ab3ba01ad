// The page in all engines: the same short way through it in Firefox, WebKit and Chromium, as the system has them.
// `cargo xtask test engines` builds the site, finds or installs the browsers and starts this; afterwards
// `npx playwright test --config engines.config.ts` works here too, as long as dist/ is there.

import { defineConfig } from "@playwright/test";
import type { EngineName } from "./harness/engines/test.ts";

const ENGINES: EngineName[] = ["firefox", "webkit", "chromium"];

export default defineConfig<object, { engineName: EngineName }>({
  testDir: "engines",
  outputDir: "output/engines",
  globalSetup: "./harness/servers.ts",
  fullyParallel: true,
  workers: 2,
  retries: process.env["CI"] === undefined ? 0 : 1,
  forbidOnly: process.env["CI"] !== undefined,
  // Long enough for a busy machine: they end what hangs, and say nothing about speed.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  projects: ENGINES.map((engineName) => ({ name: engineName, use: { engineName } })),
});
