// The package on a plain page: no bundler, a strict Content-Security-Policy, and nothing fetched but the package's own files.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { host, html } from "../harness/host.ts";
import { expect, test } from "../harness/test.ts";

const built = fileURLToPath(new URL("../../../dist-package", import.meta.url));
const example = fileURLToPath(new URL("../../../crates/kms-playground/gallery/verified-permissions.json", import.meta.url));

const script = `
  import { load, run } from "./index.js";
  await load();
  const answer = await (await fetch("scenario.json")).text();
  const report = run(answer);
  document.querySelector("output").textContent = report.requests.map((request) => request.decision + " " + request.met).join("; ");
`;

test("a plain page evaluates a scenario with the package", async ({ page, watch }) => {
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:";
  const pages = {
    "": html("<output></output>", '<script type="module" src="page.js"></script>'),
    "page.js": script,
    "scenario.json": await readFile(example, "utf8"),
  };
  const { server, address, asked } = await host(pages, built, { "Content-Security-Policy": policy });
  watch.expectHost(address);
  await page.goto(address);
  await expect(page.locator("output")).toContainText("allowed true");
  await expect(page.locator("output")).not.toContainText("false");
  expect(asked.toSorted()).toEqual(["GET /", "GET /engine.js", "GET /engine.wasm", "GET /index.js", "GET /page.js", "GET /scenario.json"]);
  server.close();
});
