/**
 * <kms-policy-playground>: a live KMS Policy Playground inside any page, in one file without dependencies.
 *
 *   <script defer src="https://your-host/playground/kms-policy-playground.js"></script>
 *   <kms-policy-playground view="answer" load="click">
 *     <script type="application/json">{ "version": 1, … a scenario … }</script>
 *     <p>What a reader sees before it is loaded, and without JavaScript.</p>
 *   </kms-policy-playground>
 *
 * Attributes: scenario (address of a scenario file) or link (a share link) or a JSON script inside; request (1, 2 …);
 * view (answer, trace, edit, full); theme (light, dark); readonly; ask (the reader predicts the verdicts); height (pixels; without it the height follows the content);
 * load (near, click, now); prompt (the words of the button of load="click"); label (the frame's title); base (where the
 * playground lives; without it, beside this file).
 * Events: verdict { decisions, selected } and change { scenario } bubble; error { text, path } does not.
 * Methods, all of which promise: activate(), getScenario(), setScenario(value), select(number).
 *
 * The element talks to its own frame only: it offers a MessagePort once the frame at its `src` origin says that it is
 * ready, and everything after that goes through the port, which no other window holds. docs/embedding.md tells the rest.
 */
(() => {
  const NAME = "kms-policy-playground";
  const PROTOCOL = 1;
  /** This file's own address. A classic script, because module scripts of another origin need leave by CORS. */
  const HERE = document.currentScript?.src;
  /** What the fragment says of how a scenario is shown, and an attribute may say instead. */
  const SHOWING = ["view", "theme", "readonly", "ask"];
  /** Characters: the engine refuses a scenario beyond 4 MiB, so there is no use in sending it. */
  const LONGEST = 4 * 1024 * 1024;
  /** How long a frame may take to say that it is there, in milliseconds. */
  const PATIENCE = 30_000;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { display: block; position: relative; margin-block: 1em; }
    :host([hidden]), [hidden] { display: none !important; }
    iframe { display: block; box-sizing: border-box; inline-size: 100%; border: 1px solid light-dark(#dfdcd5, #2e333c); border-radius: 8px; }
    iframe.waiting { position: absolute; inset-block-start: 0; visibility: hidden; }
    p { margin: 0.5em 0; }
    .problem { border-inline-start: 3px solid; padding-inline-start: 0.6em; color: light-dark(#b3261e, #ff9d94); overflow-wrap: anywhere; }
    button { font: inherit; padding: 6px 14px; border-radius: 6px; border: 1px solid; background: none; color: inherit; cursor: pointer; }
    button:focus-visible { outline: 2px solid; outline-offset: 2px; }
  `);

  const element = (tag, properties) => Object.assign(document.createElement(tag), properties);

  /** The parts of the frame's fragment, which no server sees: those of a share link, overruled by the attributes. */
  const fragmentOf = (host) => {
    const link = host.getAttribute("link") ?? "";
    const ours = (name) => name === "embed" || ([...SHOWING, "request"].includes(name) && host.hasAttribute(name));
    const parts = link.slice(link.indexOf("#") + 1).split("&").filter((part) => part !== "" && !ours(part.split("=")[0]));
    for (const name of ["request", "view", "theme"]) {
      if (host.hasAttribute(name)) parts.push(`${name}=${encodeURIComponent(host.getAttribute(name))}`);
    }
    for (const name of ["readonly", "ask"]) {
      if (host.hasAttribute(name)) parts.push(name);
    }
    return [...parts, "embed"];
  };

  const frameAddress = (host) => {
    const base = host.getAttribute("base") ?? (HERE && new URL("./", HERE));
    if (!base) throw new Error("the element does not know where the playground lives; say it in the attribute `base`");
    const address = new URL(base, document.baseURI);
    if (!/^https?:$/.test(address.protocol)) throw new Error(`\`base\` is an http or https address, not \`${address.protocol}\``);
    address.hash = fragmentOf(host).join("&");
    return address;
  };

  class KmsPolicyPlayground extends HTMLElement {
    static observedAttributes = ["scenario", "link", "base", "request", "height", "label", ...SHOWING];

    #note = element("p", { hidden: true });
    #observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.#start(), { rootMargin: "300px" });
    /** Whether it was ever activated: moved elsewhere in the page, it is again. */
    #begun = false;
    #frame = null;
    #origin = null;
    #port = null;
    /** Settled when the scenario is shown. */
    #shown = null;
    /** Called when the frame has taken the port, or never will. */
    #onPort = null;
    /** Counts frames: what was begun with an earlier one is void. */
    #turn = 0;
    #waiting = new Map();
    #lastId = 0;
    /** The height of what the frame shows. */
    #content = 0;
    /** The scenario as it was last changed, for when the frame has to be loaded again. */
    #changed;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      root.append(element("slot"), this.#note);
    }

    connectedCallback() {
      addEventListener("message", this.#onMessage);
      const load = this.getAttribute("load");
      if (this.#begun || load === "now") this.#start();
      else if (load === "click") this.#offer();
      else this.#observer.observe(this);
    }

    disconnectedCallback() {
      removeEventListener("message", this.#onMessage);
      this.#observer.disconnect();
      this.#close("the element left the page");
    }

    /** Moved by `moveBefore`, which keeps frames alive: nothing to do. */
    connectedMoveCallback() {}

    attributeChangedCallback(name, before, after) {
      if (!this.#begun || !this.isConnected || before === after) return;
      if (["scenario", "link", "base"].includes(name)) {
        this.#changed = undefined;
        this.#close("another scenario was asked for");
        this.#start();
      } else if (this.#frame) {
        if (name === "height") this.#fit();
        else if (name === "label") this.#frame.title = this.#label;
        else if (name === "request") this.select(Number(after ?? 1)).catch((error) => this.#complain(error));
        else this.#configure();
      }
    }

    /** Loads the playground now. Resolves when the scenario is shown. */
    activate() {
      this.#shown ??= this.#load();
      return this.#shown;
    }

    /** The scenario as it now stands, as a plain object. */
    async getScenario() {
      await this.activate();
      return JSON.parse((await this.#ask({ type: "get" })).scenario);
    }

    /** Shows another scenario: an object, or its JSON text. */
    async setScenario(scenario) {
      await this.activate().catch(() => {}); // a good scenario cures a bad one
      const text = typeof scenario === "string" ? scenario : JSON.stringify(scenario);
      await this.#set(text);
      this.#changed = text;
      this.#reveal();
    }

    /** Shows the request of this number, counted from 1. */
    async select(request) {
      await this.activate();
      await this.#ask({ type: "select", request });
    }

    get #label() {
      return this.getAttribute("label") ?? "KMS Policy Playground";
    }

    /** Activates it on nobody's behalf: the reader is told of what goes wrong, and the page by an event. */
    #start() {
      this.activate().catch(() => {});
    }

    /** A button below the author's own text. */
    #offer() {
      const button = element("button", { type: "button", textContent: this.getAttribute("prompt") ?? "Try it in the KMS Policy Playground" });
      button.addEventListener("click", () => this.activate().then(() => this.#frame?.focus(), () => {}));
      this.#say("", button);
    }

    /** Shows a line below the author's own text, which is there as long as there is no frame to be seen. */
    #say(kind, ...content) {
      this.#note.className = kind;
      this.#note.setAttribute("role", kind === "problem" ? "alert" : "status");
      this.#note.replaceChildren(...content);
      this.#note.hidden = false;
    }

    #reveal() {
      this.#shown = Promise.resolve(this);
      this.shadowRoot.querySelector("slot").hidden = true;
      this.#note.hidden = true;
      this.#frame.className = "";
    }

    async #load() {
      this.#begun = true;
      this.#observer.disconnect();
      this.#say("", "Loading the KMS Policy Playground …");
      const turn = this.#turn;
      try {
        if (document.readyState === "loading") await new Promise((resolve) => addEventListener("DOMContentLoaded", resolve, { once: true }));
        if (turn !== this.#turn) throw new Error("the element left the page");
        const text = this.#text();
        text.catch(() => {}); // told when the frame is there
        await this.#open();
        await this.#give(await text, turn);
      } catch (error) {
        if (turn === this.#turn) this.#fail(error);
        throw error;
      }
      return this;
    }

    /** Gives the frame its scenario, or makes sure that it could read its own, and shows it. */
    async #give(scenario, turn) {
      if (turn !== this.#turn) throw new Error("the element left the page");
      await (scenario === undefined ? this.#ask({ type: "get" }) : this.#set(scenario));
      this.#reveal();
    }

    /** The scenario that the page gives, if it does; one at an address is fetched here, where the page's own rules hold. */
    async #text() {
      if (this.#changed !== undefined) return this.#changed;
      const address = this.getAttribute("scenario");
      if (address === null) return this.querySelector(':scope > script[type="application/json"]')?.textContent;
      const answer = await fetch(new URL(address, document.baseURI)).catch((error) => ({ status: error.message }));
      if (!answer.ok) throw new Error(`the scenario at \`${address}\` could not be fetched: ${answer.status}`);
      return answer.text();
    }

    /** Puts the frame into the page; resolves when it has taken the port. */
    #open() {
      const address = frameAddress(this);
      this.#origin = address.origin;
      // Allowed to copy, and to know nothing of the page around it.
      this.#frame = element("iframe", { className: "waiting", title: this.#label, allow: "clipboard-write", referrerPolicy: "no-referrer", src: address.href });
      this.#fit();
      this.shadowRoot.append(this.#frame);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => this.#onPort(new Error("the playground did not answer; does this page's Content-Security-Policy allow its frame?")), PATIENCE);
        this.#onPort = (error) => {
          clearTimeout(timer);
          this.#onPort = null;
          error ? reject(error) : resolve();
        };
      });
    }

    #close(reason) {
      const error = new Error(reason);
      this.#turn += 1;
      this.#onPort?.(error);
      this.#hangUp(error);
      this.#frame?.remove();
      this.#frame = this.#shown = null;
      this.#note.hidden = true;
      this.shadowRoot.querySelector("slot").hidden = false;
    }

    #hangUp(error) {
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
      this.#port?.close();
      this.#port = null;
    }

    /** As high as the page wants it, else as what the frame shows, with the frame's border. */
    #fit() {
      const wanted = Number(this.getAttribute("height")) || (this.#content || 200) + 2;
      this.#frame.style.height = `${Math.min(Math.ceil(wanted), 20_000)}px`;
    }

    /** Only this element's own frame, at the origin that it was loaded from, is heard. */
    #onMessage = (event) => {
      if (!this.#frame || event.source !== this.#frame.contentWindow || event.origin !== this.#origin) return;
      if (event.data?.kmsPolicyPlayground !== PROTOCOL || event.data.type !== "ready") return;
      this.#hangUp(new Error("the frame was loaded anew"));
      const { port1, port2 } = new MessageChannel();
      this.#port = port1;
      port1.onmessage = ({ data }) => this.#receive(JSON.parse(data));
      this.#frame.contentWindow.postMessage({ kmsPolicyPlayground: PROTOCOL, type: "hello" }, this.#origin, [port2]);
      if (this.#onPort) this.#onPort();
      else this.#afresh();
    };

    /** A frame that comes late, or that somebody loaded anew, gets what it should show. */
    async #afresh() {
      this.#configure();
      const turn = this.#turn;
      await this.#text().then((text) => this.#give(text, turn)).catch((error) => turn === this.#turn && this.#fail(error));
    }

    #receive(message) {
      if (message.type === "resize") {
        this.#content = message.height;
        this.#fit();
      } else if (message.type === "verdict") {
        this.#tell("verdict", { decisions: message.decisions, selected: message.selected });
      } else if (message.type === "change") {
        this.#changed = message.scenario;
        this.#tell("change", { scenario: JSON.parse(message.scenario) });
      } else if (message.type === "answer") {
        const asked = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        if (message.error) asked?.reject(Object.assign(new Error(message.error.text), { path: message.error.path }));
        else asked?.resolve(message);
      }
    }

    #configure() {
      const parts = fragmentOf(this).filter((part) => SHOWING.includes(part.split("=")[0]));
      this.#port?.postMessage(JSON.stringify({ type: "configure", fragment: parts.join("&") }));
    }

    async #set(scenario) {
      if (scenario.length > LONGEST) throw new Error("the scenario is larger than 4 MiB");
      await this.#ask({ type: "set", scenario, request: Number(this.getAttribute("request")) || 1 });
    }

    #ask(message) {
      return new Promise((resolve, reject) => {
        if (!this.#port) return reject(new Error("the playground is not loaded"));
        const id = (this.#lastId += 1);
        this.#waiting.set(id, { resolve, reject });
        this.#port.postMessage(JSON.stringify({ ...message, id }));
      });
    }

    #tell(type, detail) {
      this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
    }

    /** Nobody sees a frame with anything but the author's scenario: there are the author's text and the reason. */
    #fail(error) {
      if (this.#frame) this.#frame.className = "waiting";
      this.shadowRoot.querySelector("slot").hidden = false;
      this.#say("problem", `This example cannot be shown: ${error.message}`);
      this.#complain(error);
    }

    /** Not bubbling: what listens at the window for errors of scripts should not take it for one. */
    #complain(error) {
      this.dispatchEvent(new CustomEvent("error", { detail: { text: error.message, path: error.path ?? "" } }));
    }
  }

  if (!customElements.get(NAME)) customElements.define(NAME, KmsPolicyPlayground);
})();
