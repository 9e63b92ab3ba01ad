// The policy language, whole: of a policy that uses every condition operator each line of the trace leads to the very
// characters that it is about, behind carriage returns and characters of every width.

import { expect, test } from "../harness/test.ts";
import { link, open, policyText, ROLE, statement, verdict } from "../harness/page.ts";
import type { Locator, Page } from "@playwright/test";

/** A place in the text, in UTF-16 units. */
type Range = { from: number; to: number };

/** A line of the trace, and its values. */
type Row = { element: Range; values: Range[] };

/** A policy in the making, which knows where everything stands; its lines end with carriage returns. */
class Draft {
  text = "";
  readonly statements: Row[][] = [];

  write(text: string): Range {
    const from = this.text.length;
    this.text += text.replaceAll("\n", "\r\n");
    return { from, to: this.text.length };
  }

  statement(sid: string, effect: string, elements: [name: string, values: unknown][], conditions: [operator: string, key: string, values: unknown[]][]): void {
    const rows: Row[] = [];
    this.write(`${this.statements.length === 0 ? "" : ",\n"}    {\n      "Sid": "${sid}", "Effect": "${effect}",\n`);
    for (const [name, values] of elements) {
      this.write(`      "${name}": `);
      rows.push(this.#value(values));
      this.write(",\n");
    }
    this.write('      "Condition": {');
    conditions.forEach(([operator, key, values], index) => {
      this.write(`${index === 0 ? "" : ","}\n        ${JSON.stringify(operator)}: { `);
      const name = this.write(JSON.stringify(key));
      this.write(": ");
      const { element, values: ranges } = this.#value(values.length === 1 ? values[0] : values);
      rows.push({ element: { from: name.from, to: element.to }, values: ranges });
      this.write(" }");
    });
    this.write("\n      }\n    }");
    this.statements.push(rows);
  }

  /** A value, a list of them over several lines, or an object of them. */
  #value(value: unknown): Row {
    if (Array.isArray(value)) {
      const from = this.write("[").from;
      const values = value.map((item, index) => {
        this.write(index === 0 ? "\n          " : ",\n          ");
        return this.write(JSON.stringify(item));
      });
      return { element: { from, to: this.write("\n        ]").to }, values };
    }
    if (typeof value !== "object" || value === null) {
      const element = this.write(JSON.stringify(value));
      return { element, values: [element] };
    }
    const from = this.write("{ ").from;
    const values = Object.entries(value).flatMap(([name, inner], index) => {
      this.write(`${index === 0 ? "" : ", "}${JSON.stringify(name)}: `);
      return this.#value(inner).values;
    });
    return { element: { from, to: this.write(" }").to }, values };
  }
}

/** Every condition operator, with `face` in names and values. */
const everyOperator = (face: string): Draft => {
  const pair = (name: string): string => `kms:EncryptionContext:${face} ${name}`;
  const draft = new Draft();
  draft.write('{\n  "Version": "2012-10-17",\n  "Statement": [\n');
  draft.statement(`All that compares ${face}`, "Allow", [
    ["Principal", { AWS: [ROLE, "111122223333"], Service: "cloudtrail.amazonaws.com" }],
    ["Action", ["kms:Decrypt", "kms:GenerateDataKey*", "kms:?ncrypt"]],
    ["Resource", "*"],
  ], [
    ["StringEquals", pair("equals"), [`${face}${face}`, "${aws:PrincipalTag/team, 'none'}", "tab\tand \"quotes\""]],
    ["StringNotEquals", pair("notEquals"), [`not ${face}`]],
    ["StringEqualsIgnoreCase", pair("ignoreCase"), [`ANY ${face}`]],
    ["StringNotEqualsIgnoreCase", pair("notIgnoreCase"), [`NO ${face}`]],
    ["StringLike", pair("like"), [`${face}*`, "a?c", "${*}"]],
    ["StringNotLike", pair("notLike"), [`*${face}`]],
    ["NumericEquals", "aws:PrincipalTag/number", [7, "7.5"]],
    ["NumericNotEquals", "aws:PrincipalTag/numberNot", [8]],
    ["NumericLessThan", "aws:PrincipalTag/less", ["9"]],
    ["NumericLessThanEquals", "aws:PrincipalTag/lessEquals", [-10]],
    ["NumericGreaterThan", "aws:PrincipalTag/greater", [11.25]],
    ["NumericGreaterThanEquals", "aws:MultiFactorAuthAge", ["12"]],
    ["DateEquals", "aws:TokenIssueTime", ["2026-11-22T10:00:00Z"]],
    ["DateNotEquals", "aws:CurrentTime", ["2026-11-23T10:00:00Z", "1795341600"]],
    ["DateLessThan", "aws:PrincipalTag/before", ["2026-11-24"]],
    ["DateLessThanEquals", "aws:PrincipalTag/until", ["2026-11-25T10:00Z"]],
    ["DateGreaterThan", "aws:PrincipalTag/after", ["2026-11-26T10:00:00.5+02:00"]],
    ["DateGreaterThanEquals", "aws:EpochTime", ["1795700000"]],
    ["Bool", "aws:SecureTransport", [true]],
    ["BinaryEquals", "aws:PrincipalTag/blob", ["QmluYXJ5RGF0YQ=="]],
    ["IpAddress", "aws:SourceIp", ["203.0.113.0/24", "2001:DB8::/32"]],
    ["NotIpAddress", "aws:VpcSourceIp", ["198.51.100.7"]],
    ["ArnEquals", "aws:PrincipalArn", ["arn:aws:iam::111122223333:role/app/*"]],
    ["ArnLike", pair("arnLike"), [`arn:aws:s3:::${face}/*`]],
    ["ArnNotEquals", pair("arnNotEquals"), ["arn:aws:s3:::a/${aws:username}"]],
    ["ArnNotLike", pair("arnNotLike"), ["arn:aws:s3:::b/*"]],
    ["Null", pair("null"), ["true", "false"]],
  ]);
  draft.statement(`All that is denied ${face}`, "Deny", [
    ["NotPrincipal", { AWS: ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/Other"] }],
    ["NotAction", ["kms:Encrypt", "kms:DescribeKey"]],
    ["NotResource", "arn:aws:kms:us-east-1:111122223333:key/other"],
  ], [
    ["StringEqualsIfExists", pair("ifExists"), [`maybe ${face}`]],
    ["NumericLessThanIfExists", "aws:PrincipalTag/lessIfExists", [13]],
    ["BoolIfExists", "aws:MultiFactorAuthPresent", [false]],
    ["ArnNotLikeIfExists", pair("arnIfExists"), ["arn:aws:sqs:*:*:*"]],
    ["ForAllValues:StringLike", "kms:EncryptionContextKeys", [`${face} *`, "b*"]],
    ["ForAnyValue:StringNotEquals", "aws:PrincipalOrgPaths", [`o-1/${face}/`]],
    ["ForAnyValue:StringEqualsIfExists", "aws:CalledVia", ["dynamodb.amazonaws.com"]],
  ]);
  draft.write("\n  ]\n}");
  return draft;
};

/** What the editor shows as the place that is pointed at: from where to where, and its characters. */
const highlighted = (editor: Locator): Promise<Range & { text: string }> =>
  editor.evaluate((content) => {
    type View = { posAtDOM(node: Node): number };
    const { cmTile, cmView } = content as unknown as { cmTile?: { view: View }; cmView?: { view: View } };
    const view = (cmTile ?? cmView)!.view;
    const marks = [...content.querySelectorAll(".place")].filter((mark) => mark.parentElement!.closest(".place") === null);
    const first = marks[0];
    const last = marks.at(-1);
    if (first === undefined || last === undefined) return { from: -1, to: -1, text: "" };
    const lines = new Map<Element | null, string>();
    for (const mark of marks) {
      const line = mark.closest(".cm-line");
      lines.set(line, (lines.get(line) ?? "") + mark.textContent);
    }
    // A carriage return is shown as white space at the end of its line.
    const text = [...lines.values()].map((line) => line.trimEnd()).join("\r\n");
    return { from: view.posAtDOM(first), to: view.posAtDOM(last) + last.textContent!.length, text };
  });

const pointsAt = async (page: Page, button: Locator, draft: Draft, range: Range): Promise<void> => {
  // Dispatched, since a pointer would first wait for each of the many buttons to stand still.
  await button.dispatchEvent("click");
  const text = draft.text.slice(range.from, range.to);
  await expect.poll(() => highlighted(policyText(page)), { message: text, intervals: [10, 20, 50, 100] }).toEqual({ ...range, text });
};

// KMS takes no character above U+00FF in a key policy; the trace is shown all the same.
for (const [face, outcome] of [["é", "Implicit deny"], ["🙂", "Not evaluated"]] as const) {
  const draft = everyOperator(face);
  for (const [index, rows] of draft.statements.entries()) {
    test(`each line of statement ${index + 1} leads to its own characters, behind ${face} and carriage returns`, async ({ page, site }) => {
      test.setTimeout(180_000); // dozens of places, one after another
      await open(page, site, link({ policy: draft.text, principal: ROLE, action: "kms:Decrypt" }));
      await expect(verdict(page)).toContainText(outcome);
      const shown = statement(page, `${index + 1} ·`);
      if ((await shown.getAttribute("open")) === null) await shown.locator("summary").click();
      const lines = shown.locator("tbody tr");
      await expect(lines).toHaveCount(rows.length);
      for (const [at, { element, values }] of rows.entries()) {
        await pointsAt(page, lines.nth(at).locator("td.what").getByRole("button"), draft, element);
        const buttons = lines.nth(at).locator("td.asks").getByRole("button");
        await expect(buttons).toHaveCount(values.length);
        for (const [nth, value] of values.entries()) await pointsAt(page, buttons.nth(nth), draft, value);
      }
    });
  }
}
