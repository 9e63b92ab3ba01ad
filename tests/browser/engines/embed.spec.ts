// The page inside another page, on another origin: the documentation site of `cargo xtask serve --docs`.

import { pressButton, retype, shows, there, VERDICT_IN_FRAME } from "../harness/engines/page.ts";
import { test } from "../harness/engines/test.ts";

test("a page on another origin shows an example and is told its verdicts", async ({ open, docs }) => {
  const tab = await open();
  await tab.goto(`${docs.address}encryption-context.html`);
  await shows(tab, "#told", "request 1 is allowed; request 2 is not allowed by anything; request 3 is not allowed by anything");
  await shows(tab.frame("#own-context >>> iframe"), VERDICT_IN_FRAME, "Allowed");
});

test("an example on another origin can be loaded and edited", async ({ open, docs }) => {
  const tab = await open();
  await tab.goto(`${docs.address}root-delegation.html`);
  await pressButton(tab, "Load the example");
  const frame = tab.frame("#exercise >>> iframe");
  await there(frame, ".cm-content");
  await shows(frame, VERDICT_IN_FRAME, "Allowed");
  await retype(tab, frame, "{}");
  await shows(frame, VERDICT_IN_FRAME, "Not evaluated");
});
