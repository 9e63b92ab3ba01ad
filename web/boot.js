// Starts the application: fetches the WebAssembly module under its integrity hash and hands it to the
// script that wasm-bindgen made. It is a file of its own because the page's Content-Security-Policy
// forbids inline scripts; the two hashed names and the hash are written into `<meta name="application">`
// when the site is built.

/** The address of a file of this site, wherever the site is hosted. */
const address = (name) => new URL(name, document.baseURI).href;

const start = async () => {
  const { js, wasm, integrity } = document.querySelector('meta[name="application"]').dataset;
  const [script, response] = await Promise.all([
    import(address(js)),
    fetch(address(wasm), { credentials: "same-origin", integrity }),
  ]);
  if (!response.ok) {
    throw new Error(`the server answered ${response.status} for ${response.url}`);
  }
  await script.default({ module_or_path: response });
};

/** Says why there is no application; as text, since the cause is nobody's markup. */
const explain = (error) => {
  const line = (text) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    return paragraph;
  };
  const failure = document.querySelector("#failure");
  failure.replaceChildren(
    line("The KMS Policy Playground could not be started in this browser."),
    line(`Cause: ${error instanceof Error ? error.message : String(error)}.`),
    line("Reload the page. If that does not help, use a current version of Firefox, Chrome, Edge or Safari with WebAssembly allowed. What you typed is still in the address of this page: copy it before you leave."),
  );
  failure.hidden = false;
};

start().catch((error) => {
  console.error(error);
  explain(error);
});
