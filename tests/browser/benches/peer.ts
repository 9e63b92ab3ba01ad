// The package beside another evaluator of IAM policies, in one process of Node: one round of each after the other. The other
// one decides by JavaScript and without grants, key states and jobs of services; both get the same policies and requests.

import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "@playwright/test";
import { policyOf, roleOf } from "../harness/policies.ts";
import { median, milliseconds, publish } from "../harness/results.ts";

const ROUNDS = 15;
const KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
/** The other one knows no key of the encryption context. */
const TAG = "aws:PrincipalTag/project";
const VIA = "s3.us-east-1.amazonaws.com";

/** As much of either as is called here. */
type Engine = { load: () => Promise<void>; run: (scenario: object) => { requests: { decision: string }[] }; decide: (scenario: object) => string[] };
type Peer = { runSimulation: (simulation: object, options: object) => Promise<{ overallResult?: string }> };

const module = async <T>(path: string): Promise<T> => (await import(pathToFileURL(path).href)) as T;

const scenario = (keyPolicy: string, projects: readonly string[]) => ({
  version: 1,
  key: { arn: KEY },
  keyPolicy,
  identityPolicies: [],
  requests: projects.map((project, index) => ({ principal: roleOf(index), action: "kms:Decrypt", viaService: VIA, context: { [TAG]: project } })),
});

const simulation = (keyPolicy: string, project: string, index: number) => ({
  request: {
    principal: roleOf(index),
    action: "kms:Decrypt",
    resource: { resource: KEY, accountId: "111122223333" },
    contextVariables: { "kms:ViaService": VIA, [TAG]: project },
  },
  identityPolicies: [],
  serviceControlPolicies: [],
  resourceControlPolicies: [],
  resourcePolicy: JSON.parse(keyPolicy) as object,
});

const tagged = (bytes: number) => policyOf(bytes).replaceAll("kms:EncryptionContext:project", TAG);

test("the package and its peer", async () => {
  const folder = process.env["PEER"]!;
  const engine = await module<Engine>(fileURLToPath(new URL("../../../dist-package/index.js", import.meta.url)));
  const peer = await module<Peer>(join(folder, "node_modules/@cloud-copilot/iam-simulate/dist/esm/index.js"));
  await engine.load();
  const policies = { "4 statements": tagged(1_200), "32 KB": tagged(32_000) };
  const projects = Array.from({ length: 1_000 }, (_, index) => `P${index}`);
  // A text that was not read lately has another number of blanks at its end.
  let calls = 0;
  const unseen = (policy: string) => policy + " ".repeat((calls += 1) % 97);

  const simulate = (policy: string, project: string, index: number) => peer.runSimulation(simulation(policy, project, index), {});
  for (const policy of Object.values(policies)) {
    for (const [project, decision, result] of [["P0", "allowed", "Allowed"], ["other", "implicitDeny", "ImplicitlyDenied"]] as const) {
      expect(engine.run(scenario(policy, [project])).requests[0]!.decision).toBe(decision);
      expect((await simulate(policy, project, 0)).overallResult, "both decide the same").toBe(result);
    }
  }

  const jobs: [string, () => unknown, () => Promise<unknown>][] = [];
  for (const [size, policy] of Object.entries(policies)) {
    jobs.push([`text to the report, ${size}`, () => engine.run(scenario(unseen(policy), ["P0"])), () => simulate(policy, "P0", 0)]);
    jobs.push([`the decision alone on another request, ${size}`, () => engine.decide(scenario(policy, [`P${(calls += 1)}`])), () => simulate(policy, `P${(calls += 1)}`, 0)]);
  }
  const all = async () => {
    for (const [index, project] of projects.entries()) await simulate(policies["32 KB"], project, index);
  };
  jobs.push(["decisions on 1,000 requests, 32 KB", () => engine.decide(scenario(policies["32 KB"], projects)), all]);

  const rows: string[][] = [];
  for (const [name, ours, theirs] of jobs) {
    const times: [number[], number[]] = [[], []];
    const repeat = name.includes("1,000") ? 1 : 20;
    for (let round = 0; round < (repeat === 1 ? 3 : ROUNDS); round += 1) {
      for (const [at, job] of [ours, theirs].entries()) {
        const start = performance.now();
        for (let index = 0; index < repeat; index += 1) await job();
        times[at]!.push((performance.now() - start) / repeat);
      }
    }
    const [our, their] = times.map(median) as [number, number];
    rows.push([name, milliseconds(our), milliseconds(their), (their / our).toFixed(1)]);
  }
  await publish("peer", `Node ${process.versions.node}`, ["", "this engine", "@cloud-copilot/iam-simulate", "times as fast"], rows);
});
