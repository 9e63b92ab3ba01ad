// The package as its users meet it: packed and installed as npm does it, then used from Node, checked by TypeScript
// and bundled by esbuild. A plain page uses it in tests/browser/specs/package.spec.ts.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const built = join(here, "../../dist-package");
const gallery = join(here, "../../crates/kms-playground/gallery");
const work = join(here, "output");
const installed = join(work, "node_modules/kms-policy-playground");

const KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ROLE = "arn:aws:iam::111122223333:role/Reader";
const policy = (operation) => ({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: ROLE }, Action: `kms:${operation}`, Resource: "*" }] });

const npm = (...words) => execFileSync("npm", [...words, "--offline", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: work, encoding: "utf8" });

let engine;
let whole;
const examples = new Map();

before(async () => {
  await rm(work, { recursive: true, force: true });
  await cp(join(here, "consumer"), work, { recursive: true });
  await writeFile(join(work, "package.json"), '{ "private": true, "type": "module" }');
  const [packed] = JSON.parse(npm("pack", "--json", built));
  npm("install", "--no-package-lock", `./${packed.filename}`);
  engine = await import(pathToFileURL(join(installed, "index.js")).href);
  whole = await import(pathToFileURL(join(installed, "whole.js")).href);
  for (const file of (await readdir(gallery)).filter((name) => name.endsWith(".json"))) {
    examples.set(file, await readFile(join(gallery, file), "utf8"));
  }
  assert.ok(examples.size > 50, "there is a gallery");
});

test("what npm installs is what the README speaks of, and all that the loader needs", async () => {
  const files = await readdir(installed);
  const expected = [
    "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "advice.d.ts", "analysis.d.ts", "catalog.d.ts", "codes.d.ts", "engine.js", "engine.wasm",
    "import.d.ts", "index.d.ts", "index.js", "loader.js", "package.json", "report.d.ts", "scenario.d.ts", "whole-engine.js", "whole-engine.wasm", "whole.d.ts", "whole.js",
  ];
  assert.deepEqual(files.toSorted(), expected);
  const readme = await readFile(join(installed, "README.md"), "utf8");
  for (const name of Object.keys(whole)) assert.match(readme, new RegExp(`\`${name}\\(`), `the README names ${name}`);
});

test("before the engine is loaded, a function says what is missing", () => {
  assert.throws(() => engine.run("{}"), /the engine is not loaded yet: `await load\(\)` before `run`/);
  assert.throws(() => whole.access("{}"), /the engine is not loaded yet: `await load\(\)` before `access`/);
});

test("Node loads the engine from disk, once, and every example is decided as its author expects", async () => {
  await assert.rejects(engine.load(new Uint8Array([1, 2, 3])), WebAssembly.CompileError);
  await Promise.all([engine.load(), engine.load()]);
  for (const [name, text] of examples) {
    const scenario = JSON.parse(text);
    const expected = scenario.requests.map((request) => request.expect);
    assert.deepEqual(engine.decide(text), expected, name);
    const report = engine.run(scenario);
    assert.deepEqual(report.requests.map((request) => request.met), expected.map(() => true), name);
  }
});

test("the whole engine decides the same, and has all that the other has", async () => {
  await whole.load();
  assert.deepEqual(Object.keys(engine).filter((name) => !(name in whole)), []);
  for (const [name, text] of examples) {
    const [small, large] = [engine.run(text), whole.run(text)];
    assert.deepEqual({ ...large, findings: [] }, small, name);
    // What a look at all requests adds stands behind what the reviewer says.
    const findings = whole.findings(text);
    assert.deepEqual(large.findings, findings.slice(0, large.findings.length), name);
    for (const { code } of findings.slice(large.findings.length)) {
      assert.ok(["statementWithoutEffect", "noOneCanChangePolicy"].includes(code), `${name}: ${code}`);
    }
  }
  assert.deepEqual(whole.version(), engine.version());
  const [name] = [...examples.keys()].map((file) => file.replace(/\.json$/, ""));
  assert.throws(() => engine.decodeShare(`#example=${name}`));
  assert.ok(whole.decodeShare(`#example=${name}`).scenario.requests.length > 0);
});

test("the whole engine reviews, advises, compares and reads pasted texts", async () => {
  const scenario = { version: 1, key: { arn: KEY }, keyPolicy: policy("Decrypt"), identityPolicies: [], requests: [{ principal: ROLE, action: "kms:Encrypt" }] };
  const advice = whole.advice(scenario, 0);
  assert.equal(advice.decision, "implicitDeny");
  assert.ok(advice.policyChanges.some((change) => change.decision === "allowed"), "a change that allows the call");
  assert.equal(whole.advice(scenario, 1), undefined, "there is no second request");
  const { identityPolicies, ...open } = scenario;
  assert.equal(typeof whole.missingFacts(open, 0).isComplete, "boolean");
  assert.equal(whole.missingFacts(scenario, 1), undefined, "there is no second request");

  assert.ok(whole.findings({ ...scenario, keyPolicy: policy("Decrpt") }).some(({ code }) => code === "unknownAction"));

  // Only a look at all requests shows that the second statement does nothing: its principal is one of the first's.
  const allow = (Principal, Action) => ({ Effect: "Allow", Principal, Action, Resource: "*" });
  const covered = JSON.stringify({ Version: "2012-10-17", Statement: [allow({ AWS: ROLE }, "kms:*"), { ...allow({ AWS: ROLE }, "kms:Decrypt"), Condition: { Bool: { "aws:SecureTransport": "true" } } }] });
  const found = whole.findings({ ...scenario, keyPolicy: covered }).find(({ code }) => code === "statementWithoutEffect");
  assert.match(found.text, /^Statement 2/);
  assert.ok(found.fix.isSafe, "the statement can be removed");
  assert.ok(!whole.run({ ...scenario, keyPolicy: covered }).findings.some(({ code }) => code === found.code));

  const { relation, findings } = whole.compare(policy("Decrypt"), policy("*"));
  assert.equal(relation, "wider");
  assert.equal(engine.decide(findings[0].scenario)[0], findings[0].after, "the request that shows it is decided so");
  assert.ok(whole.access(scenario).ways.some(({ callers, operations }) => callers.join().includes("Reader") && operations.join().includes("Decrypt")));
  assert.throws(() => whole.access('{ "Statement": 1 }'), Error);

  const denied = `User: ${ROLE} is not authorized to perform: kms:Decrypt on resource: ${KEY} because no resource-based policy allows the kms:Decrypt action`;
  const read = whole.importText(denied);
  assert.equal(read.kind, "accessDenied");
  assert.equal(read.scenario.requests[0].principal, ROLE);
  const both = whole.importText(JSON.stringify(policy("Encrypt")), read.scenario);
  assert.equal(engine.decide(both.scenario)[0], "implicitDeny");
  const template = `Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy: ${JSON.stringify(policy("Decrypt"))}\n`;
  assert.equal(whole.importText(template).kind, "cloudFormation");
  assert.equal(whole.importText("nothing of the kind").kind, "unknown");
});

test("a report holds as much as was asked for, and is otherwise the same", () => {
  for (const [name, text] of examples) {
    const [none, deciding, all] = ["none", "deciding", "all"].map((detail) => engine.run(text, { detail }));
    assert.deepEqual(engine.run(text), deciding, name);
    const elements = (report) => report.requests.flatMap(({ checks }) => checks.flatMap(({ statements, grants }) => [...statements, ...grants].flatMap((one) => one.elements)));
    assert.equal(elements(none).length, 0, name);
    assert.ok(elements(deciding).length <= elements(all).length, name);
    const bare = JSON.parse(JSON.stringify(all, (key, value) => (key === "elements" ? [] : value)));
    assert.deepEqual(none, bare, name);
  }
  assert.throws(() => engine.run("{}", { detail: "most" }), /`most` is no level of detail/);
});

test("positions cut the policy's text as JavaScript does", () => {
  for (const text of examples.values()) {
    const report = engine.run(text);
    const { keyPolicy } = engine.decodeShare(engine.encodeShare(text)).scenario;
    assert.ok(text.includes(keyPolicy), "byte for byte");
    for (const statement of report.policies[0].statements) {
      const cut = keyPolicy.slice(statement.span.start.offset, statement.span.end.offset);
      assert.equal(JSON.parse(cut).Sid, statement.sid);
    }
  }
});

test("the README's examples run and say what they say", async () => {
  const readme = await readFile(join(installed, "README.md"), "utf8");
  const examples = [...readme.matchAll(/(?<=```js\n)import \{.*?(?=```)/gs)].map(([example]) => example).filter((example) => example.includes("console.log"));
  assert.equal(examples.length, 2);
  const said = [];
  for (const [index, example] of examples.entries()) {
    const body = example.replace(/^import (\{.*\}) from (".*");$/m, "const $1 = await import($2);");
    await writeFile(join(work, `readme${index}.mjs`), `export default async (console) => {${body}}`);
    const { default: run } = await import(pathToFileURL(join(work, `readme${index}.mjs`)).href);
    await run({ log: (text) => said.push(text) });
  }
  assert.equal(said[0], "allowed");
  assert.ok(said[1].length > 10);
  assert.ok(said[2].length > 10);
  assert.equal(said[3], "arn:aws:iam::111122223333:user/kim");
});

test("TypeScript accepts a consumer, and the scenario and the report of every example as literals", async () => {
  const literal = (name, type, value) => `export const ${name} = ${JSON.stringify(value)} satisfies ${type};\n`;
  const lines = ['import type { AccessReport, AdviceReport, Catalog, ComparisonReport, FindingReport, Import, MissingFacts, Report, Scenario, Shared, Version } from "kms-policy-playground/whole";\n'];
  let before = policy("*");
  for (const [name, text] of examples) {
    lines.push(literal(`scenario${lines.length}`, "Scenario", JSON.parse(text)));
    lines.push(literal(`report${lines.length}`, "Report", engine.run(text)));
    const { keyPolicy } = JSON.parse(text);
    lines.push(literal(`findings${lines.length}`, "FindingReport[]", whole.findings(text)));
    lines.push(literal(`advice${lines.length}`, "AdviceReport | undefined", whole.advice(text, 0)));
    lines.push(literal(`missing${lines.length}`, "MissingFacts | undefined", whole.missingFacts(text, 0)));
    if (engine.run(text).policies[0].accepted) {
      lines.push(literal(`access${lines.length}`, "AccessReport", whole.access(keyPolicy)));
      lines.push(literal(`comparison${lines.length}`, "ComparisonReport", whole.compare(before, keyPolicy)));
      before = keyPolicy;
    } else {
      assert.throws(() => whole.access(keyPolicy), /AWS would reject the policy/, name);
    }
    lines.push(literal(`import${lines.length}`, "Import", whole.importText(text, JSON.parse(text))));
    lines.push(literal(`shared${lines.length}`, "Shared", engine.decodeShare(engine.encodeShare(text))));
  }
  lines.push(literal("catalog", "Catalog", engine.catalog()), literal("version", "Version", engine.version()));
  await writeFile(join(work, "literals.ts"), lines.join(""));
  const tsc = join(here, "node_modules/.bin/tsc");
  execFileSync(tsc, ["--project", work], { cwd: work, stdio: "inherit" });

  // A type that has drifted is noticed.
  const drifted = engine.run([...examples.values()][0]);
  drifted.requests[0].checks[0].novelty = 1;
  await writeFile(join(work, "literals.ts"), lines[0] + literal("drifted", "Report", drifted));
  assert.throws(() => execFileSync(tsc, ["--project", work], { cwd: work, encoding: "utf8", stdio: "pipe" }), (error) => /novelty/.test(error.stdout));
  await rm(join(work, "literals.ts"));
});

test("esbuild bundles a consumer for browsers, with the engine as a file beside it", async () => {
  const entry = `
    import engine from "kms-policy-playground/engine.wasm";
    export { answer, complaint } from "./consumer.ts";
    export { engine };`;
  const outdir = join(work, "bundle");
  await mkdir(outdir, { recursive: true });
  const { warnings } = await build({
    stdin: { contents: entry, resolveDir: work, loader: "ts" },
    loader: { ".wasm": "file" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    outfile: join(outdir, "bundle.js"),
  });
  assert.deepEqual(warnings, []);
  const bundle = await import(pathToFileURL(join(outdir, "bundle.js")).href);
  const bytes = await readFile(join(outdir, bundle.engine));
  assert.equal(await bundle.answer(bytes), "allowed allowed 0 true 2.0");
  assert.deepEqual(bundle.complaint('{"version":1,\n"titel":""}', "s=1.!"), ["titel|unknown field `titel`|did you mean `title`?|2", "the link is damaged: `!` cannot stand in it|"]);
});
