// The short way through the page: the verdict, an edit, a paste, a link, with real keys and the real clipboard.

import { button, click, DIALOG, EDITOR, gone, policy, retype, shows, text, there, VERDICT, visit } from "../harness/engines/page.ts";
import { expect, test } from "../harness/engines/test.ts";

/** A page of the test's own with a field in it, from which and into which one can copy. */
const field = (content = ""): string => `<!doctype html><html lang="en"><head><title>Field</title><link rel="icon" href="data:,"></head><body><textarea aria-label="Field" rows="20" cols="80">${content}</textarea></body></html>`;

const TICKET = `Since Monday our job fails:

An error occurred (AccessDeniedException) when calling the Decrypt operation: User: arn:aws:sts::444455556666:assumed-role/Invoices/job is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:444455556666:key/0987dcba-09fe-87dc-65ba-ab0987654321 because no identity-based policy allows the kms:Decrypt action

The key policy:

${policy({ Sid: "FromElsewhere", Effect: "Allow", Principal: { AWS: "arn:aws:iam::444455556666:root" } })}
`;

test("a first visit shows a verdict, an edit changes it, and undoing the edit restores it", async ({ open, site }) => {
  const tab = await open();
  await visit(tab, site.address);
  await shows(tab, VERDICT, "Allowed");
  await retype(tab, tab, "{}");
  await shows(tab, VERDICT, "Not evaluated");
  await shows(tab, "[aria-label='Errors and remarks']", "the policy has no Statement");
  await tab.press("Control+z");
  await shows(tab, VERDICT, "Allowed");
});

test("a ticket that was copied elsewhere is pasted anywhere and decided", async ({ open, site }) => {
  site.pages["field"] = field(TICKET);
  const tab = await open();
  await tab.goto(`${site.address}field`);
  await click(tab, "textarea");
  await tab.press("Control+a");
  await tab.press("Control+c");
  await visit(tab, site.address);
  await shows(tab, VERDICT, "Allowed");
  await tab.press("Control+v");
  await shows(tab, EDITOR, "FromElsewhere");
  await shows(tab, VERDICT, "Implicit deny");
});

test("a copied link opens the same scenario in another profile", async ({ open, site }) => {
  site.pages["field"] = field();
  const tab = await open();
  await visit(tab, `${site.address}#policy=${encodeURIComponent(policy({ Effect: "Deny", Sid: "Sent" }))}&principal=arn:aws:iam::111122223333:user/Ana&action=kms:Decrypt`);
  await shows(tab, VERDICT, "Explicit deny");
  await click(tab, "input", "Title of the scenario");
  await tab.type("Für Ana 😀");
  await tab.press("Enter");
  await button(tab, "Share");
  await there(tab, DIALOG);
  await button(tab, "Copy link");
  await there(tab, "button", "Copied");
  await tab.goto(`${site.address}field`);
  await click(tab, "textarea");
  await tab.press("Control+v");
  await expect.poll(() => text(tab, "textarea")).toContain("#s=1.");
  const link = await text(tab, "textarea");
  expect(link.startsWith(`${site.address}#`)).toBe(true);

  const other = await open();
  await visit(other, link);
  await shows(other, EDITOR, '"Sent"');
  await shows(other, VERDICT, "Explicit deny");
  expect(await text(other, "input", "Title of the scenario")).toBe("Für Ana 😀");
});

test("dialogs take the focus, close on Escape and give it back", async ({ open, site }) => {
  const tab = await open();
  await visit(tab, site.address);
  for (const name of ["Examples", "Help", "Share"]) {
    await button(tab, name);
    await there(tab, DIALOG);
    expect(await (await tab.find(DIALOG))?.ask((dialog) => dialog.contains(document.activeElement)), `${name} has the focus`).toBe(true);
    await tab.press("Escape");
    await gone(tab, DIALOG);
    expect(await (await tab.find("button", name))?.ask((button) => document.activeElement === button), `${name} has the focus again`).toBe(true);
  }
});
