/** Everything for a page without a build: the global `homekept` has what the package exports. */
import "./elements/define.js";
import { watchPage } from "./declarative/index.js";
import { open } from "./open.js";
import { sendSignals } from "./signals/index.js";

export * from "./declarative/index.js";
export * from "./index.js";
export { sendSignals } from "./signals/index.js";

// A tag that names the policy needs no script beside it.
const { homekeptPolicy, homekeptWasmIntegrity, homekeptJsonLd } =
  (document.currentScript as HTMLScriptElement).dataset;
if (homekeptPolicy !== undefined) {
  const opened = open({
    policy: homekeptPolicy,
    ...(homekeptWasmIntegrity !== undefined && { wasmIntegrity: homekeptWasmIntegrity }),
  });
  // The elements tell what went wrong, and the page goes on.
  opened.then(sendSignals).catch(() => undefined);
  const watch = (): unknown => watchPage(opened, { jsonLd: homekeptJsonLd !== undefined });
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", watch);
  else watch();
}
