// The package on a plain page: no bundler, a strict Content-Security-Policy, and nothing fetched but the package's own files.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { host, html } from "../harness/host.ts";
import { expect, test } from "../harness/test.ts";

const built = fileURLToPath(new URL("../../../dist-package", import.meta.url));
const example = fileURLToPath(new URL("../../../crates/kms-playground/gallery/verified-permissions.json", import.meta.url));

const pageOf = (script: string): Record<string, string> => ({ "": html("<output></output>", '<script type="module" src="page.js"></script>'), "page.js": script });
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:";

const script = `
  import { load, run } from "./index.js";
  await load();
  const answer = await (await fetch("scenario.json")).text();
  const report = run(answer);
  document.querySelector("output").textContent = report.requests.map((request) => request.decision + " " + request.met).join("; ");
`;

test("a plain page evaluates a scenario with the package", async ({ page, watch }) => {
  const pages = { ...pageOf(script), "scenario.json": await readFile(example, "utf8") };
  const { server, address, asked } = await host(pages, built, { "Content-Security-Policy": policy });
  watch.expectHost(address);
  await page.goto(address);
  await expect(page.locator("output")).toContainText("allowed true");
  await expect(page.locator("output")).not.toContainText("false");
  expect(asked.toSorted()).toEqual(["GET /", "GET /engine.js", "GET /engine.wasm", "GET /index.js", "GET /loader.js", "GET /page.js", "GET /scenario.json"]);
  server.close();
});

test("a plain page reads a pasted error with the whole engine", async ({ page, watch }) => {
  const script = `
    import { importText, load } from "./whole.js";
    await load();
    const text = "User: arn:aws:iam::111122223333:user/kim is not authorized to perform: kms:Sign on resource: arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const { kind, scenario } = importText(text);
    document.querySelector("output").textContent = kind + " " + scenario.requests[0].principal;
  `;
  const { server, address, asked } = await host(pageOf(script), built, { "Content-Security-Policy": policy });
  watch.expectHost(address);
  await page.goto(address);
  await expect(page.locator("output")).toHaveText("accessDenied arn:aws:iam::111122223333:user/kim");
  expect(asked.toSorted()).toEqual(["GET /", "GET /loader.js", "GET /page.js", "GET /whole-engine.js", "GET /whole-engine.wasm", "GET /whole.js"]);
  server.close();
});
