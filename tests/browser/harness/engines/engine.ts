// What the tests of all engines ask of a browser, whichever protocol it speaks.

/** A browser that runs. */
export interface Engine {
  /** Opens a window in a profile of its own: no storage, no cache, nothing shared with the other windows. */
  open(): Promise<Tab>;
  close(): Promise<void>;
}

/** What is shown: a page, or a frame of one. */
export interface View {
  /** The first visible element, in the document or below a shadow root, that matches the selector and has the name. `a >>> b` is `b` below the shadow root of `a`. */
  find(selector: string, name?: string): Promise<Element | undefined>;
  /** The document of the frame that the selector finds. */
  frame(selector: string): View;
}

export interface Element {
  /** Clicks it as a mouse does. */
  click(): Promise<void>;
  /** Runs a function on it, in its document. The function may use nothing that is around it. */
  ask<Answer>(run: (element: HTMLElement) => Answer): Promise<Answer>;
}

export interface Tab extends View {
  goto(address: string): Promise<void>;
  /** Presses a key, with or without others held: `Escape`, `Control+a`. */
  press(chord: string): Promise<void>;
  /** Types a text, key by key. */
  type(text: string): Promise<void>;
  picture(): Promise<Buffer>;
  close(): Promise<void>;
  /** Errors and warnings that the browser itself has put on the console, where its protocol tells them. */
  readonly problems: string[];
}

/** How `find` finds. Runs in the page, so it uses nothing that is around it. */
export const search = (selector: string, name: string | null): HTMLElement | null => {
  const nameOf = (element: HTMLElement): string => {
    const labels = "labels" in element ? [...((element.labels as NodeListOf<HTMLElement> | null) ?? [])] : [];
    return (element.getAttribute("aria-label") ?? labels[0]?.textContent ?? element.textContent ?? "").trim();
  };
  const below = (root: ParentNode, selector: string, name: string | null): HTMLElement | null => {
    for (const element of root.querySelectorAll<HTMLElement>("*")) {
      if (element.matches(selector) && (name === null || nameOf(element) === name) && element.checkVisibility()) return element;
      const found = element.shadowRoot === null ? null : below(element.shadowRoot, selector, name);
      if (found !== null) return found;
    }
    return null;
  };
  let root: ParentNode | null | undefined = document;
  const steps = selector.split(" >>> ");
  for (const step of steps.slice(0, -1)) root = root && below(root, step, null)?.shadowRoot;
  return root ? below(root, steps.at(-1)!, name) : null;
};

/** A point near the beginning of an element, which is scrolled into view if it must be. Runs in the page. */
export const beginning = (element: HTMLElement): { x: number; y: number } => {
  const point = () => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left + Math.min(width / 2, 40), y: top + Math.min(height / 2, 10) };
  };
  const { x, y } = point();
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) element.scrollIntoView({ block: "center" });
  return point();
};

/** The keys of a chord: those that are held, and the last. */
export const keysOf = (chord: string): { held: string[]; key: string } => {
  const keys = chord.split("+");
  return { held: keys.slice(0, -1), key: keys.at(-1) ?? "" };
};
