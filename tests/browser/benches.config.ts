// `cargo xtask bench --page`: the same set-up as the tests, one at a time, without recording.

import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

export default defineConfig(tests, { testDir: "benches", testMatch: "*.ts", workers: 1, timeout: 120_000, use: { trace: "off" } });
