/**
 * Homekept: a preference profile that is kept, sealed and used for ranking in
 * the customer's browser. This is the door for pages; the elements that
 * customers see are in `homekept/elements`.
 */
export { HomekeptError, type CoreCode, type ErrorCode, type FacadeCode } from "./errors.js";
export type { Consent, Export, ForgetRequest, Homekept, ProfileView, RankRequest } from "./homekept.js";
export type { WasmSource } from "./load.js";
export { open, type OpenOptions } from "./open.js";
export type {
  EraseView,
  EventKind,
  ChoiceView,
  EventView,
  InterestView,
  Method,
  PickView,
  Purpose,
  ReasonView,
  SlotName,
  StatusView,
} from "./wasm/homekept.js";
