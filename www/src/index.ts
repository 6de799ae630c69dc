/**
 * Homekept: a preference profile that is kept, sealed and used for ranking in
 * the customer's browser. This is the door for pages; the elements that
 * customers see are in `homekept/elements`.
 */
export { HomekeptError, type CoreCode, type ErrorCode, type FacadeCode } from "./errors.js";
export type { Consent, Dials, Export, ForgetRequest, Homekept, ProfileView, RankRequest } from "./homekept.js";
export type { WasmSource } from "./load.js";
export { open, type OpenOptions } from "./open.js";
export type {
  EraseView,
  EventKind,
  ChoiceView,
  EventView,
  FacetView,
  InterestView,
  Method,
  PickView,
  Purpose,
  PurposeView,
  ReasonKind,
  ReasonView,
  SlotName,
  Stance,
  State,
  StatusView,
  Storage,
} from "./wasm/homekept.js";
