// How Chromium is started: the system's own, in an empty profile that Playwright makes for each run, and
// without the habits that make it talk to hosts of its maker.

import type { LaunchOptions } from "@playwright/test";

export const chromium: LaunchOptions = {
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  // Root, which containers and CI run as, cannot use the sandbox; the only page it sees is ours.
  chromiumSandbox: false,
  args: [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};
