// What the package takes in Chromium: all rows in one page, one round of each after the other, medians of the rounds.

import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { host, html } from "../harness/host.ts";
import { policyOf, roleOf } from "../harness/policies.ts";
import { median, milliseconds, publish } from "../harness/results.ts";
import { expect, test } from "../harness/test.ts";

const built = fileURLToPath(new URL("../../../dist-package", import.meta.url));
const gallery = fileURLToPath(new URL("../../../crates/kms-playground/gallery/", import.meta.url));
const ROUNDS = 15;

const request = (index: number) => ({ principal: roleOf(index), action: "kms:Decrypt", viaService: "s3.us-east-1.amazonaws.com", encryptionContext: { project: `P${index}` } });
const scenario = (keyPolicy: string, requests: number) => ({
  version: 1,
  key: { arn: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" },
  keyPolicy,
  requests: Array.from({ length: requests }, (_, index) => request(index)),
});

const script = `
  import { access, advice, compare, decide, findings, load, run } from "./whole.js";
  await load();
  const { small, large, many, changed, opened, refused, examples: all, rounds } = await (await fetch("inputs.json")).json();
  // Some examples show a policy that AWS would reject: nobody can use a key by it.
  const isRead = (example) => { try { access(example); return true; } catch { return false; } };
  const examples = all.filter(isRead);
  // Without the conditions of its last statement; where it has none, with every operation.
  const edited = examples.map((example) => {
    const policy = typeof example.keyPolicy === "string" ? JSON.parse(example.keyPolicy) : structuredClone(example.keyPolicy);
    const statement = Array.isArray(policy.Statement) ? policy.Statement.at(-1) : policy.Statement;
    if (statement.Condition) delete statement.Condition;
    else { delete statement.NotAction; statement.Action = "kms:*"; }
    return { ...example, keyPolicy: policy };
  });
  // The engine keeps what policies were read as: a text that it has not seen lately has another number of blanks at its end.
  let calls = 0;
  const unseen = (scenario) => ({ ...scenario, keyPolicy: scenario.keyPolicy + " ".repeat((calls += 1) % 97) });
  const asked = (scenario) => ({ ...scenario, requests: [{ ...scenario.requests[0], encryptionContext: { project: "P" + (calls += 1) } }] });
  const jobs = {
    "text to the whole report, 4 statements": () => run(unseen(small), { detail: "all" }),
    "text to the report with the details of what decides, 4 statements": () => run(unseen(small)),
    "the same, another request under the same policy": () => run(asked(small)),
    "text to the whole report, 32 KB": () => run(unseen(large), { detail: "all" }),
    "text to the report with the details of what decides, 32 KB": () => run(unseen(large)),
    "the same, another request under the same policy, 32 KB": () => run(asked(large)),
    "decide, 4 statements": () => decide(unseen(small)),
    "decide another request under the same policy, 4 statements": () => decide(asked(small)),
    "decide, 32 KB": () => decide(unseen(large)),
    "decide another request under the same policy, 32 KB": () => decide(asked(large)),
    "decide, 1,000 requests on 32 KB": () => decide(many),
    "all findings, 32 KB": () => findings(unseen(large)),
    "who can use the key, 32 KB": () => access(unseen(large)),
    "compare before and after an edit, 32 KB": () => compare(large.keyPolicy, unseen(changed).keyPolicy),
    "the same, two scenarios": () => compare(large, unseen(changed)),
    "the same, two policies, an edit that concerns everyone": () => compare(large.keyPolicy, unseen(opened).keyPolicy),
    "who can use the key, an example of the gallery": () => examples.forEach((example) => access(example)),
    "all findings, an example of the gallery": () => examples.forEach((example) => findings(example)),
    "compare before and after an edit, an example of the gallery": () => examples.forEach((example, index) => compare(example, edited[index])),
    "what would change a refusal, 4 statements": () => advice(refused, 0),
  };
  const times = Object.fromEntries(Object.keys(jobs).map((name) => [name, []]));
  const once = (job, count) => {
    const start = performance.now();
    for (let index = 0; index < count; index += 1) job();
    return (performance.now() - start) / count;
  };
  // The clock of a page is coarse: what is short is done many times.
  const counts = Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, (once(job, 1), Math.max(1, Math.ceil(5 / Math.max(once(job, 1), 0.01))))]));
  for (let round = 0; round < rounds; round += 1) for (const [name, job] of Object.entries(jobs)) times[name].push(once(job, counts[name]));
  window.measured = { times, examples: examples.length, bytes: { whole: JSON.stringify(run(large, { detail: "all" })).length, deciding: JSON.stringify(run(large)).length } };
`;

test("what the engine takes", async ({ page, watch, browser }) => {
  const small = scenario(policyOf(1_200), 1);
  const large = scenario(policyOf(32_000), 1);
  const changed = { ...large, keyPolicy: large.keyPolicy.replace('"kms:Decrypt"', '"kms:*"') };
  const refused = { ...small, requests: [{ ...request(0), principal: "arn:aws:iam::111122223333:role/Worker" }] };
  // Everyone is named, and no longer one role.
  const opened = { ...large, keyPolicy: large.keyPolicy.replace(`"${roleOf(0)}"`, '"*"') };
  expect(opened.keyPolicy).not.toBe(large.keyPolicy);
  const names = (await readdir(gallery)).filter((name) => name.endsWith(".json"));
  const examples: unknown[] = await Promise.all(names.map(async (name) => JSON.parse(await readFile(`${gallery}${name}`, "utf8"))));
  const inputs = JSON.stringify({ small, large, changed, opened, refused, many: scenario(large.keyPolicy, 1_000), examples, rounds: ROUNDS });
  const pages = { "": html("", '<script type="module" src="page.js"></script>'), "page.js": script, "inputs.json": inputs };
  const { server, address } = await host(pages, built, { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" });
  watch.expectHost(address);
  await page.goto(address);
  await page.waitForFunction(() => "measured" in globalThis, undefined, { timeout: 110_000 });
  type Measured = { times: Record<string, number[]>; examples: number; bytes: { whole: number; deciding: number } };
  const measured = await page.evaluate(() => (globalThis as unknown as { measured: Measured }).measured);
  server.close();
  const { times } = measured;
  expect(measured.examples).toBeGreaterThan(names.length / 2);
  for (const name of Object.keys(times).filter((name) => name.endsWith("an example of the gallery"))) {
    times[name] = times[name]!.map((time) => time / measured.examples);
  }
  const rows = Object.entries(times).map(([name, all]) => [name, milliseconds(median(all)), milliseconds(Math.max(...all))]);
  rows.push(["report of one request on 32 KB, as JSON", `${(measured.bytes.deciding / 1000).toFixed(0)} kB`, `${(measured.bytes.whole / 1000).toFixed(0)} kB with all details`]);
  await publish("engine", `Chromium ${browser.version()}`, ["", "median", "slowest of 15 rounds"], rows);
  const time = (name: string) => median(times[name]!);
  // Ratios within the run: what is asked of many requests is read once.
  expect(time("decide, 1,000 requests on 32 KB") / time("decide, 32 KB"), "1,000 decisions, in decisions of one request").toBeLessThan(200);
  expect(time("decide, 32 KB")).toBeLessThan(time("text to the whole report, 32 KB"));
  const [edit, wide] = ["compare before and after an edit, 32 KB", "the same, two policies, an edit that concerns everyone"].map(time);
  expect(edit! / wide!, "an edit that concerns one role, in one that concerns everyone").toBeLessThan(0.75);
  expect(time("decide another request under the same policy, 32 KB") / time("decide, 32 KB"), "a policy that was read, in one that was not").toBeLessThan(0.75);
});
