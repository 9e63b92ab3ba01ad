// How long a keystroke takes until it is on screen, in a policy of 32 KB and in an almost empty one.

import type { Page } from "@playwright/test";
import { expect, test } from "../harness/test.ts";
import { link, open, policyText, ROLE } from "../harness/page.ts";

const FRAME = 1000 / 60;
const KEYSTROKES = 80;

/** A policy of about so many bytes: statements as people write them, each with conditions. */
const policyOf = (bytes: number): string => {
  const statement = (index: number) => ({
    Sid: `Statement ${index}`,
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::111122223333:role/Role${index}` },
    Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com", "kms:EncryptionContext:project": `P${index}` } },
  });
  const statements = [statement(0)];
  const text = () => JSON.stringify({ Version: "2012-10-17", Statement: statements }, undefined, 2);
  while (text().length < bytes) statements.push(statement(statements.length));
  return text();
};

type Times = { work: number[]; paint: number[] };

/** Milliseconds from each keystroke to the end of all work for it, and to the first task after the next frame; in order of size. */
const typing = async (page: Page): Promise<Times> => {
  await page.evaluate(() => {
    const times: Times = { work: [], paint: [] };
    Object.assign(globalThis, { times });
    const afterwards = (done: () => void) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(undefined);
    };
    addEventListener("beforeinput", () => {
      const start = performance.now();
      afterwards(() => times.work.push(performance.now() - start));
      requestAnimationFrame(() => afterwards(() => times.paint.push(performance.now() - start)));
    }, true);
  });
  for (let index = 0; index < KEYSTROKES; index += 1) {
    await page.keyboard.press("x");
    await page.waitForTimeout(45);
  }
  const { work, paint } = await page.evaluate(() => (globalThis as unknown as { times: Times }).times);
  expect(work).toHaveLength(KEYSTROKES);
  const sorted = (list: number[]) => list.toSorted((one, other) => one - other);
  return { work: sorted(work), paint: sorted(paint) };
};

const at = (times: number[], share: number): number => times[Math.floor((times.length - 1) * share)]!;

test("a keystroke in a policy of 32 KB takes less than a frame", async ({ page, site }) => {
  const measured: Record<string, Times> = {};
  for (const [name, bytes] of [["1 statement", 0], ["32 KB", 32 * 1024]] as const) {
    await open(page, site, link({ policy: policyOf(bytes), principal: ROLE, action: "kms:Decrypt" }));
    await policyText(page).getByText("Statement 0").click();
    measured[name] = await typing(page);
  }
  const say = (times: number[]) => `median ${at(times, 0.5).toFixed(1)} ms, 95 of 100 within ${at(times, 0.95).toFixed(1)} ms`;
  for (const [name, { work, paint }] of Object.entries(measured)) console.log(`${name.padEnd(12)} work: ${say(work)}; to the screen: ${say(paint)}`);
  const [small, large] = [measured["1 statement"]!, measured["32 KB"]!];
  console.log(`ratio of the medians: work ${(at(large.work, 0.5) / at(small.work, 0.5)).toFixed(2)}, to the screen ${(at(large.paint, 0.5) / at(small.paint, 0.5)).toFixed(2)}`);
  expect(at(large.work, 0.5), "median of the work in milliseconds").toBeLessThanOrEqual(FRAME);
});
