// Work that follows what was typed: the character is on screen first, the answer to it in the frame after.

/** What else may happen before the frame is painted and must find the work done: another command, another place, the end of the page. */
const HURRIES = ["pointerdown", "focusout", "message", "pagehide"];

/**
 * Does something once the next frame is painted, however often it is asked for until then.
 *
 * Nothing that a person does meanwhile can overtake it: a command key, a press of the pointer, a move of the focus or a
 * message from the page around this one first has it done.
 */
export class AfterPaint {
  #work;
  /** Takes back everything that waits; nothing when nothing waits. */
  #waiting;

  constructor(work) {
    this.#work = work;
  }

  /** Asks for the work. */
  request() {
    if (this.#waiting) return;
    this.#waiting = new AbortController();
    const { signal } = this.#waiting;
    const now = () => this.#now(signal);
    // A page out of sight paints nothing: then it is done all the same, and soon.
    const timer = setTimeout(now, 100);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = now;
    const frame = requestAnimationFrame(() => port2.postMessage(undefined));
    for (const type of HURRIES) addEventListener(type, now, { capture: true, signal });
    addEventListener("keydown", ({ ctrlKey, metaKey, altKey }) => (ctrlKey || metaKey || altKey) && now(), { capture: true, signal });
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      port1.close();
    });
  }

  #now(signal) {
    if (signal.aborted) return;
    this.cancel();
    this.#work();
  }

  /** Leaves the work undone. */
  cancel() {
    this.#waiting?.abort();
    this.#waiting = undefined;
  }
}
