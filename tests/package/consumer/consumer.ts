// A small program of somebody else's, in strict TypeScript, that uses every function.

import {
  catalog,
  decide,
  decodeShare,
  encodeShare,
  load,
  run,
  version,
  type Decision,
  type LinkError,
  type Report,
  type Scenario,
  type ScenarioError,
} from "kms-policy-playground";

export const scenario: Scenario = {
  version: 1,
  key: { arn: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", keySpec: "RSA_2048" },
  keyPolicy: {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:role/Reader" }, Action: "kms:Decrypt", Resource: "*" },
    ],
  },
  identityPolicies: [],
  requests: [
    {
      principal: "arn:aws:iam::111122223333:role/Reader",
      action: "kms:Decrypt",
      context: { "aws:SourceIp": null, "aws:TagKeys": ["a", "b"], "aws:MultiFactorAuthAge": 5 },
    },
  ],
};

const isScenarioError = (error: unknown): error is ScenarioError => error instanceof Error && error.name === "ScenarioError";
const isLinkError = (error: unknown): error is LinkError => error instanceof Error && error.name === "LinkError";

export async function answer(source?: URL | Uint8Array): Promise<string> {
  await load(source);
  const report: Report = run(scenario);
  const decisions: Decision[] = decide(JSON.stringify(scenario));
  const { scenario: again, seen = [] } = decodeShare(encodeShare(scenario));
  const deciding = report.requests[0]?.checks[0]?.steps.find((step) => step.decided);
  const grants = deciding?.by.filter((ground) => "grant" in ground).map((ground) => ground.grant) ?? [];
  const known = catalog().operations.some((operation) => operation.action === again.requests[0]?.action);
  return [decisions.join(), seen.join(), grants.length, known, version().schema].join(" ");
}

export function complaint(scenario: string, link: string): string[] {
  const complaints: string[] = [];
  try {
    run(scenario);
  } catch (error) {
    if (isScenarioError(error)) complaints.push(`${error.path}|${error.reason}|${error.help ?? ""}|${error.line ?? ""}`);
  }
  try {
    decodeShare(link);
  } catch (error) {
    if (isLinkError(error)) complaints.push(`${error.reason}|${error.salvaged?.title ?? ""}`);
  }
  return complaints;
}
