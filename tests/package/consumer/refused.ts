// What is no scenario is refused before it runs.

import { run, type Scenario } from "kms-policy-playground";
import { scenario } from "./consumer.ts";

// @ts-expect-error: a decision is one of five words
scenario.requests[0]!.expect = "permitted";
// @ts-expect-error: there is no such field
run({ ...scenario, titel: "" } satisfies Scenario);
// @ts-expect-error: a scenario has requests
export const incomplete: Scenario = { version: 1, key: { arn: "" }, keyPolicy: "" };
// @ts-expect-error: a report has no such field
export const { verdict } = run(scenario);
