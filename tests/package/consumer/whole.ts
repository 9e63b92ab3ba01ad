// Another program, which also uses what only the whole engine has.

import { access, advice, compare, findings, importText, load, type Ask, type PolicyRelation } from "kms-policy-playground/whole";
import { scenario } from "./consumer.ts";

export async function review(source?: URL | Uint8Array): Promise<string> {
  await load(source);
  const titles = advice(scenario, 0)?.policyChanges.map((change) => change.title) ?? [];
  const relation: PolicyRelation = compare(scenario.keyPolicy, scenario).relation;
  const ways = access(scenario).ways.map((way) => way.text);
  const asks: Ask[] = importText("AccessDeniedException", scenario, { "key.arn": scenario.key.arn }).asks;
  return [titles.length, relation, ways.length, asks.length, findings(scenario).length].join(" ");
}
