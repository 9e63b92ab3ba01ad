// How long a keystroke takes until it is on screen, and the answer to it, in a policy of 32 KB and in an almost empty one.

import type { Page } from "@playwright/test";
import { milliseconds, publish } from "../harness/results.ts";
import { expect, test } from "../harness/test.ts";
import { link, open, policyText, ROLE } from "../harness/page.ts";
import { policyOf } from "../harness/policies.ts";

const FRAME = 1000 / 60;
const WORDS = 10;
const LETTERS = 8;

/** Milliseconds from each keystroke until the character is painted, and until the answer to it is; in order of size. */
type Times = { character: number[]; answer: number[] };

const typing = async (page: Page): Promise<Times> => {
  await page.evaluate(() => {
    const times: Times = { character: [], answer: [] };
    Object.assign(globalThis, { times });
    /** The first task after the next frame: by then it is painted. */
    const painted = (done: () => void) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = done;
        port2.postMessage(undefined);
      });
    let start: number | undefined;
    addEventListener("beforeinput", () => {
      start = performance.now();
      const began = start;
      painted(() => times.character.push(performance.now() - began));
    }, true);
    // What is typed is the name of a statement: the trace shows it when it has been read and decided.
    new MutationObserver(() => {
      if (start === undefined) return;
      const began = start;
      start = undefined;
      painted(() => times.answer.push(performance.now() - began));
    }).observe(document.querySelector("#why")!, { characterData: true, childList: true, subtree: true });
  });
  for (let word = 0; word < WORDS; word += 1) {
    for (let letter = 0; letter < LETTERS; letter += 1) {
      await page.keyboard.press("x");
      await page.waitForTimeout(60);
    }
    // Away with it: a line that leaves the view would be scrolled at each keystroke.
    for (let letter = 0; letter < LETTERS; letter += 1) await page.keyboard.press("Backspace");
    await page.waitForTimeout(100);
  }
  const { character, answer } = await page.evaluate(() => (globalThis as unknown as { times: Times }).times);
  expect(character).toHaveLength(WORDS * LETTERS);
  expect(answer).toHaveLength(WORDS * LETTERS);
  const sorted = (list: number[]) => list.toSorted((one, other) => one - other);
  return { character: sorted(character), answer: sorted(answer) };
};

const at = (times: number[], share: number): number => times[Math.floor((times.length - 1) * share)]!;

test("a keystroke in a policy of 32 KB is on screen within a frame", async ({ page, site, browser }) => {
  const measured: Record<string, Times> = {};
  for (const [name, bytes] of [["1 statement", 0], ["32 KB", 32 * 1024]] as const) {
    await open(page, site, link({ policy: policyOf(bytes), principal: ROLE, action: "kms:Decrypt" }));
    await policyText(page).getByText("Statement 0").click();
    measured[name] = await typing(page);
  }
  const rows = Object.entries(measured).flatMap(([name, times]) =>
    (["character", "answer"] as const).map((of) => [`${name}, until the ${of} is on screen`, ...[0.5, 0.95, 0.99].map((share) => milliseconds(at(times[of], share)))]),
  );
  await publish("typing", `Chromium ${browser.version()}`, ["", "median", "95 of 100", "99 of 100"], rows);
  const [small, large] = [measured["1 statement"]!, measured["32 KB"]!];
  const ratio = (of: keyof Times) => (at(large[of], 0.5) / at(small[of], 0.5)).toFixed(2);
  console.log(`ratio of the medians: the character ${ratio("character")}, the answer ${ratio("answer")}`);
  expect(at(large.character, 0.5), "median of the milliseconds until the character is painted").toBeLessThanOrEqual(FRAME);
  expect(at(large.answer, 0.5), "median of the milliseconds until the answer is painted").toBeLessThanOrEqual(2 * FRAME);
});
