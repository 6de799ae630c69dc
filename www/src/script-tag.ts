/** Everything for a page without a build: the global `homekept` has what the package exports. */
import "./elements/define.js";
export * from "./index.js";
