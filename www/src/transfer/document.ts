/**
 * The export as a file: with what its fields mean to machines, and a sum by which one can tell
 * whether it was changed since. Made for taking it along, and looked at when it comes in.
 */
import { sha256 } from "../digest.js";
import { HomekeptError } from "../errors.js";
import type { Export } from "../homekept.js";

/** The text of the file, with so many spaces for each step inwards. */
export async function documentOf(taken: Export, spaces = 2): Promise<string> {
  const document = { "@context": CONTEXT, ...taken };
  return JSON.stringify({ ...document, checksum: await checksumOf(document) }, null, spaces);
}

/** Throws where a text says by its checksum that it was changed. One without a checksum says nothing. */
export async function check(text: string): Promise<void> {
  const { checksum, expected } = await sumsOf(text).catch(() => {
    throw new HomekeptError("file-malformed");
  });
  if (checksum !== expected) throw new HomekeptError("file-damaged");
}

/** What a text says of itself, and what it has to say then. */
async function sumsOf(text: string): Promise<{ checksum?: unknown; expected?: string }> {
  const { checksum, ...rest } = (JSON.parse(text) ?? {}) as Record<string, unknown>;
  return checksum === undefined ? {} : { checksum, expected: await checksumOf(rest) };
}

/** Of what the document says, however it is laid out (RFC 8785). */
async function checksumOf(document: object): Promise<string> {
  return `sha256:${await sha256(canonical(document))}`;
}

/** JSON without white space, the fields of each object by their names. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/**
 * What the fields mean, in the terms of the Data Privacy Vocabulary and of schema.org. It stands in
 * the file, so that reading it asks nobody.
 */
const CONTEXT = {
  "@vocab": "urn:homekept:export:1:",
  dpv: "https://w3id.org/dpv#",
  schema: "https://schema.org/",
  site: "dpv:hasDataController",
  choices: "dpv:hasConsentStatus",
  purpose: "dpv:hasPurpose",
  under: "dpv:hasPurpose",
  method: "dpv:hasIndicationMethod",
  noticeVersion: "dpv:hasNotice",
  noticeHash: "schema:sha256",
  jurisdiction: "dpv:hasJurisdiction",
  language: "schema:inLanguage",
  events: "dpv:hasPersonalData",
  interests: "dpv:hasPersonalData",
  item: "schema:productID",
  title: "schema:name",
  label: "schema:about",
};
