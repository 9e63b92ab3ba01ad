// `cargo xtask screenshots`: the same set-up as the tests, but what is made are pictures to look at.

import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

export default defineConfig(tests, { testDir: "pictures", testMatch: "*.ts", use: { trace: "off" } });
