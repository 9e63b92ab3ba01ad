/**
 * <kms-policy-playground>: a live KMS Policy Playground inside any page, in one file without dependencies.
 *
 *   <script type="module" src="https://your-host/playground/kms-policy-playground.js"></script>
 *   <kms-policy-playground view="answer" load="click">
 *     <script type="application/json">{ "version": 1, … a scenario … }</script>
 *     <p>What a reader without JavaScript should see.</p>
 *   </kms-policy-playground>
 *
 * Attributes: scenario (address of a scenario file) or link (a share link) or a JSON script inside; request (1, 2 …);
 * view (answer, trace, full); theme (light, dark, auto); readonly; height (pixels; without it the height follows the
 * content); load (near, click, now); label (the frame's title); base (where the playground lives; without it, beside
 * this file).
 * Events: verdict { decisions, selected }, change { scenario }, error { text, path }. All bubble.
 * Methods: getScenario(), setScenario(value), select(number), activate(). Promises where an answer comes back.
 *
 * The element talks to its own frame only: it offers a MessagePort once the frame at its `src` origin says that it is
 * ready, and everything after that goes through the port, which no other window holds.
 */

const PROTOCOL = 1;
const HERE = new URL("./", import.meta.url).href;
const PASSED_ON = ["view", "theme", "request"];

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: block; margin-block: 1em; color-scheme: light dark; font: 14px/20px system-ui, sans-serif; }
  :host([hidden]) { display: none; }
  iframe { display: block; inline-size: 100%; border: 1px solid light-dark(#dfdcd5, #2e333c); border-radius: 8px; }
  iframe[hidden] { display: none; }
  button { font: inherit; padding: 6px 14px; border-radius: 6px; border: 1px solid currentColor; background: none; color: inherit; cursor: pointer; }
  p { margin: 0.5em 0; }
`);

/** Fills the frame's address: what the frame should show goes into the fragment, which no server sees. */
function frameAddress(element) {
  const fragment = ["embed"];
  const link = element.getAttribute("link");
  if (link !== null) {
    const shared = (link.split("#")[1] ?? link).split("&").filter((part) => part !== "embed");
    fragment.push(...shared.filter((part) => !PASSED_ON.some((name) => element.hasAttribute(name) && part.startsWith(`${name}=`))));
  }
  for (const name of PASSED_ON) {
    const value = element.getAttribute(name);
    if (value !== null) fragment.push(`${name}=${encodeURIComponent(value)}`);
  }
  if (element.hasAttribute("readonly")) fragment.push("readonly");
  const base = new URL(element.getAttribute("base") ?? HERE, document.baseURI);
  if (!/^https?:$/.test(base.protocol)) throw new Error(`base must be an http or https address, not \`${base.protocol}\``);
  base.hash = fragment.join("&");
  return base;
}

export class KmsPolicyPlayground extends HTMLElement {
  static observedAttributes = ["view", "theme", "readonly", "request", "height"];

  #frame = null;
  #origin = null;
  #port = null;
  #connected = null;
  #observer = null;
  #waiting = new Map();
  #nextId = 1;

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    this.shadowRoot.append(document.createElement("slot"));
  }

  connectedCallback() {
    window.addEventListener("message", this.#onMessage);
    const load = this.getAttribute("load") ?? "near";
    if (load === "now") this.activate();
    else if (load === "click") this.#offer();
    else this.#watch();
  }

  disconnectedCallback() {
    window.removeEventListener("message", this.#onMessage);
    this.#observer?.disconnect();
    this.#port?.close();
    this.#frame?.remove();
    for (const { reject } of this.#waiting.values()) reject(new Error("the element left the page"));
    this.#waiting.clear();
    this.#frame = this.#port = this.#connected = null;
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#frame || before === after) return;
    if (name === "height") this.#setHeight(Number(after));
    else this.#say({ type: "configure", [name]: name === "readonly" ? after !== null : after });
  }

  /** Loads the playground now. Resolves when it answers. */
  activate() {
    if (this.#connected) return this.#connected;
    this.#observer?.disconnect();
    const frame = document.createElement("iframe");
    const address = frameAddress(this);
    this.#origin = address.origin;
    frame.src = address.href;
    frame.title = this.getAttribute("label") ?? "KMS Policy Playground";
    frame.allow = "clipboard-write";
    frame.referrerPolicy = "no-referrer";
    this.#frame = frame;
    this.#setHeight(Number(this.getAttribute("height")) || 420);
    this.#connected = new Promise((resolve) => (this.#onConnected = resolve));
    this.shadowRoot.replaceChildren(frame);
    return this.#connected;
  }

  /** The scenario as it now stands, as a plain object. */
  async getScenario() {
    await this.activate();
    return this.#ask({ type: "get" });
  }

  /** Shows another scenario: an object, or its JSON text. */
  async setScenario(scenario) {
    await this.activate();
    return this.#ask({ type: "set", scenario: typeof scenario === "string" ? scenario : JSON.stringify(scenario) });
  }

  /** Shows the request of this number, counted from 1. */
  async select(request) {
    await this.activate();
    return this.#ask({ type: "select", request });
  }

  #onConnected = () => {};

  /** Before anything is loaded: the author's own text, and a button. */
  #offer() {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = this.getAttribute("prompt") ?? "Try it in the KMS Policy Playground";
    button.addEventListener("click", () => this.activate().then(() => this.#frame?.focus()), { once: true });
    const line = document.createElement("p");
    line.append(button);
    this.shadowRoot.replaceChildren(document.createElement("slot"), line);
  }

  #watch() {
    if (!("IntersectionObserver" in window)) return void this.activate();
    this.#observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && this.activate(),
      { rootMargin: "300px" },
    );
    this.#observer.observe(this);
  }

  #setHeight(pixels) {
    if (this.#frame && pixels > 0) this.#frame.style.height = `${Math.min(Math.ceil(pixels), 20000)}px`;
  }

  /** Only this element's own frame, at the origin that it was loaded from, is heard. */
  #onMessage = (event) => {
    if (!this.#frame || event.source !== this.#frame.contentWindow || event.origin !== this.#origin) return;
    if (event.data?.kmsPolicyPlayground !== PROTOCOL || event.data.type !== "ready") return;
    this.#port?.close(); // the frame was loaded anew
    const channel = new MessageChannel();
    this.#port = channel.port1;
    this.#port.onmessage = ({ data }) => this.#receive(data);
    this.#frame.contentWindow.postMessage({ kmsPolicyPlayground: PROTOCOL, type: "hello" }, this.#origin, [channel.port2]);
    this.#load().then(() => this.#onConnected(this), (error) => this.#fail(error));
  };

  /** Hands over the inline scenario, or the one at an address: fetched here, where the host's own rules apply. */
  async #load() {
    const inline = this.querySelector(':scope > script[type="application/json"]');
    const address = this.getAttribute("scenario");
    if (address !== null) {
      const answer = await fetch(new URL(address, document.baseURI), { credentials: "omit" });
      if (!answer.ok) throw new Error(`the scenario at \`${address}\` could not be read: ${answer.status}`);
      await this.#ask({ type: "set", scenario: await answer.text() });
    } else if (inline) {
      await this.#ask({ type: "set", scenario: inline.textContent });
    } else {
      await this.#ask({ type: "get" });
    }
  }

  #receive(message) {
    switch (message?.type) {
      case "resize":
        if (!this.hasAttribute("height")) this.#setHeight(message.height);
        break;
      case "verdict":
        this.#tell("verdict", { decisions: message.decisions, selected: message.selected });
        break;
      case "change":
        this.#tell("change", { scenario: message.scenario });
        break;
      case "answer": {
        const asked = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        if (message.error) asked?.reject(Object.assign(new Error(message.error.text), { path: message.error.path }));
        else asked?.resolve(message.scenario);
      }
    }
  }

  #say(message) {
    this.#port?.postMessage(message);
  }

  #ask(message) {
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject });
      this.#say({ ...message, id });
    });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #fail(error) {
    this.#tell("error", { text: error.message, path: error.path });
    this.#onConnected(this);
  }
}

if (!customElements.get("kms-policy-playground")) customElements.define("kms-policy-playground", KmsPolicyPlayground);
