// One text of each kind that can be pasted: what the preview calls it, and what it would set. The texts are cases of
// the importer, so that the page and the importer are asked about the same ones.

import { readFileSync } from "node:fs";
import { violations } from "../harness/accessibility.ts";
import { link, open, pasteAnywhere, policy } from "../harness/page.ts";
import { expect, test } from "../harness/test.ts";

interface Case { readonly name: string; readonly text: string }

const cases = new URL("../../import/", import.meta.url);
const textOf = (file: string, name: string) => {
  const found = (JSON.parse(readFileSync(new URL(`${file}.json`, cases), "utf8")) as Case[]).find((one) => one.name === name);
  if (found === undefined) throw new Error(`${file}.json has no case “${name}”`);
  return found.text;
};

const KEY = "arn:aws:kms:sa-east-1:444455556666:key/0f0e0d0c-1111-4222-8333-a1b2c3d4e5f6";
const own = link({ policy: policy({ Effect: "Allow", Principal: { AWS: "444455556666" }, Action: "kms:*", Resource: "*" }), key: KEY, principal: "arn:aws:iam::444455556666:role/LedgerWriter", action: "kms:Sign" });

// What is pasted, the title of the preview, and rows of it.
const KINDS: readonly (readonly [file: string, name: string, title: string, rows: Readonly<Record<string, string>>])[] = [
  ["services", "Secrets Manager", "A service's error", { "Through the service": "secretsmanager" }],
  ["events", "an event", "A CloudTrail event", { "Operation": "kms:Decrypt", "Encryption context": "north", "Expected": "allowed" }],
  ["events", "lookup-events", "A CloudTrail event", { "Operation": "kms:Decrypt" }],
  ["templates", "JSON with functions", "A CloudFormation template", { "Key policy": "statement" }],
  ["templates", "a policy document with locals", "Terraform configuration", { "Key policy": "2 statements", "Multi-Region key": "PRIMARY" }],
  ["outputs", "get-role-policy, percent-encoded", "An IAM policy", { "Identity-based policies": "kms" }],
  ["outputs", "list-grants", "Grants", { "Grants": "1 grant" }],
  ["outputs", "describe-key", "Facts about the key", { "Key state": "PendingDeletion", "Key spec": "RSA_4096" }],
  ["outputs", "decoded message", "A decoded message", { "Operation": "kms:CreateGrant", "Expected": "denied explicitly" }],
  ["mixed", "outputs in any order", "key policy", { "Grants": "1 grant" }],
];

for (const [file, name, title, rows] of KINDS) {
  test(`${title}: ${name}`, async ({ page, site }) => {
    await open(page, site, own);
    await pasteAnywhere(page, textOf(file, name));
    const preview = page.getByRole("dialog", { name: title });
    await expect(preview).toBeVisible();
    for (const [field, value] of Object.entries(rows)) {
      await expect(preview.getByRole("row", { name: field })).toContainText(value);
    }
    expect(await violations(page)).toEqual([]);
    await expect(preview.getByRole("button", { name: "Apply", exact: true })).toBeEnabled();
  });
}

test("an IAM policy of somebody who does not call is left out, and the preview says so", async ({ page, site }) => {
  await open(page, site, own.replace("LedgerWriter", "Reader"));
  await pasteAnywhere(page, textOf("outputs", "get-role-policy, percent-encoded"));
  const preview = page.getByRole("dialog", { name: "An IAM policy" });
  await expect(preview.getByRole("status")).toHaveText("There is nothing to apply.");
  await expect(preview).toContainText("The policies of LedgerWriter were left out");
  await expect(preview.getByRole("button", { name: "Apply", exact: true })).toHaveCount(0);
});

test("an encoded message cannot be read: the preview has the command that decodes it", async ({ page, site }) => {
  await open(page, site, own);
  await pasteAnywhere(page, textOf("problems", "encoded"));
  await expect(page.getByRole("dialog")).toContainText("aws sts decode-authorization-message");
});

test("a link of one's own, pasted, is previewed and not followed", async ({ page, site }) => {
  await open(page, site, own);
  const other = link({ policy: policy({ Effect: "Deny", Principal: "*", Action: "kms:Decrypt", Resource: "*" }), key: KEY, principal: "arn:aws:iam::444455556666:role/other", action: "kms:Decrypt" });
  await pasteAnywhere(page, `${site}#${other}`);
  const preview = page.getByRole("dialog", { name: "A link" });
  await expect(preview.getByRole("row", { name: "Operation" })).toContainText("kms:Decrypt");
  expect(new URL(page.url()).hash).not.toContain("other");
});
