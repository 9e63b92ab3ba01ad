// `cargo xtask bench --page`: the same set-up as the tests, one at a time, without recording. `--peer` measures on Node alone.

import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

const isPeer = process.env["PEER"] !== undefined;

export default defineConfig(tests, {
  testDir: "benches",
  testMatch: isPeer ? "peer.ts" : "*.ts",
  testIgnore: isPeer ? [] : ["peer.ts"],
  // Without a page there is nothing to serve.
  globalSetup: isPeer ? [] : tests.globalSetup!,
  workers: 1,
  timeout: 120_000,
  use: { trace: "off" },
});
