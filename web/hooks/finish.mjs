// Trunk's hook after the build: what is left to do to the site, one after the other.

await import("./integrity.mjs");
await import("./parts.mjs");
await import("./editor.mjs");
await import("./documentation.mjs");
await import("./compress.mjs");
