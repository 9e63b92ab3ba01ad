// What axe finds on a page, in a form that reads well when a test fails.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** One line for each violation: the rule, what is wrong, where. Empty when there is none. */
export const violations = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${violation.help}; at ${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
  );
};
