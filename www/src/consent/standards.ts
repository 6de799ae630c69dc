import type { Homekept } from "../homekept.js";
import { insideOf } from "../internal.js";
import { gpp } from "./gpp.js";
import { jurisdictionOf } from "./jurisdictions.js";
import { tcf } from "./tcf.js";

/** Follows the standards that hold in the policy's jurisdiction. */
export function followStandards(homekept: Homekept): () => void {
  const { standards } = jurisdictionOf(insideOf(homekept).policy.jurisdiction);
  const stops = standards.map((standard) => ADAPTERS[standard](homekept));
  return () => stops.forEach((stop) => stop());
}

const ADAPTERS = { tcf, gpp };
