/**
 * Everything for a page without a build that loads modules by their addresses: what the script tag
 * has, with Lit, and beside it the adapters of consent managers, in `page/consent/`.
 */
import "./elements/define.js";

export * from "./declarative/index.js";
export * from "./index.js";
export { sendSignals } from "./signals/index.js";
