/**
 * The receipts of what was allowed and refused, for machines: consent records as ISO/IEC TS 27560
 * structures them, in the terms of the Data Privacy Vocabulary, one for each purpose with every
 * change of it. `www/schema/receipt.schema.json` describes them. Everything is read out of the
 * ledger and the policy; the document brings its context along, so that reading it asks nobody.
 */
import type { Policy } from "../../policy.js";
import type { ChoiceView, Purpose } from "../../wasm/homekept.js";
import { RETENTION_DAYS } from "../../retention.js";
import type { Words } from "../messages/words.js";

export interface Asked {
  readonly words: Words;
  readonly policy: Policy;
  /** SHA-256 of the policy; empty where it cannot be told. */
  readonly policyHash: string;
  /** Oldest first, as the ledger has them. */
  readonly choices: readonly ChoiceView[];
  readonly at: Date;
  /** Where the customer exercises their rights: the page with the preference center. */
  readonly address: string;
  /** Draws the number of a record. */
  readonly draw: () => string;
}

export function receiptsOf(asked: Asked): object {
  const purposes = [...new Set(asked.choices.map(({ purpose }) => purpose))];
  return { "@context": CONTEXT, "@graph": purposes.map((purpose) => record(asked, purpose)) };
}

function record(asked: Asked, purpose: Purpose): object {
  const { words, policy, policyHash, choices, at, address, draw } = asked;
  const own = choices.filter((choice) => choice.purpose === purpose);
  // Drawn anew for each file, and nobody else has it: it links no two of them.
  const id = draw();
  return {
    "@id": `urn:uuid:${id}`,
    "@type": "dpv:ConsentRecord",
    "dct:conformsTo": { "@id": SCHEMA },
    "dct:identifier": id,
    "dct:created": time(at),
    // Known by no name, here or anywhere.
    "dpv:hasDataSubject": { "@id": "_:customer", "@type": "dpv:Consumer" },
    "dpv:hasDataController": {
      "@type": "dpv:DataController",
      "dct:identifier": policy.site,
      "schema:name": policy.controller.name,
      "dpv:hasContact": policy.controller.contact,
    },
    "dpv:hasLegalBasis": { "@id": "dpv:Consent" },
    ...(policyHash && {
      "dpv:hasPolicy": { "@type": "dpv:Policy", "@id": nameOf(policyHash), "schema:sha256": policyHash },
    }),
    "dpv:hasJurisdiction": own.at(-1)?.jurisdiction ?? "",
    "dpv:hasRight": {
      "@type": "dpv:DataSubjectRight",
      "dpv:isExercisedAt": { "@id": address },
    },
    "dpv:hasProcess": {
      "@type": "dpv:Process",
      "dpv:hasPurpose": { "@type": PURPOSES[purpose], "dct:title": text(words, words.say(purpose)) },
      "dpv:hasPersonalData": {
        "@type": "dpv:PersonalData",
        "dct:description": text(words, words.say(`${purpose}-means`)),
      },
      "dpv:hasStorageCondition": [
        { "@type": "dpv:StorageLocation", "dpv:hasLocation": { "@id": "dpv:WithinDevice" } },
        { "@type": "dpv:StorageDuration", "dpv:hasDuration": duration(purpose, policy) },
      ],
      // Nobody.
      "dpv:hasRecipient": [],
    },
    "dpv:hasConsentStatus": own.map((choice, at) => change(choice, own[at - 1])),
  };
}

/** One change of the record: what became of it, when, by which control, after which text. */
function change(choice: ChoiceView, before: ChoiceView | undefined): object {
  const { allowed, minute, method, noticeVersion, noticeHash, language, toldOfSignal } = choice;
  const state = allowed ? "Given" : before?.allowed ? "Withdrawn" : "Refused";
  return {
    "@type": `dpv:Consent${state}`,
    "dpv:isIndicatedAtTime": time(new Date(minute * 60_000)),
    "dpv:isIndicatedBy": { "@id": "_:customer" },
    "dpv:hasIndicationMethod": method,
    "dpv:hasNotice": {
      "@type": "dpv:ConsentNotice",
      ...(noticeHash ? { "@id": nameOf(noticeHash), "schema:sha256": noticeHash } : {}),
      "schema:version": noticeVersion,
      "dct:language": language,
    },
    "homekept:toldOfSignal": toldOfSignal,
  };
}

/** What is learned goes by itself; what was stated stays until it is taken back. */
function duration(purpose: Purpose, { retentionDays = RETENTION_DAYS }: Policy): object {
  return purpose === "learn"
    ? { "@type": "xsd:duration", "@value": `P${retentionDays}D` }
    : { "@id": "dpv:UntilEventDuration" };
}

/** The name of a text by its hash (RFC 6920): it is the same text wherever it lies. */
function nameOf(sha256: string): string {
  const bytes = sha256.match(/../g)?.map((byte) => String.fromCharCode(parseInt(byte, 16))) ?? [];
  const digest = btoa(bytes.join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `ni:///sha-256;${digest}`;
}

/** A UUID of version 4, also where the page is no secure context and the browser has none to give. */
export function drawId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const marked = bytes.map((byte, at) => (at === 6 ? 0x40 | (byte & 0x0f) : at === 8 ? 0x80 | (byte & 0x3f) : byte));
  const digits = [...marked].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function time(at: Date): object {
  return { "@type": "xsd:dateTime", "@value": at.toISOString() };
}

function text({ language }: Words, value: string): object {
  return { "@language": language, "@value": value };
}

const SCHEMA = "https://homekept.invalid/schema/receipt.schema.json";
const CONTEXT = {
  dct: "http://purl.org/dc/terms/",
  dpv: "https://w3id.org/dpv#",
  homekept: "https://homekept.invalid/terms#",
  schema: "https://schema.org/",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};
const PURPOSES: Readonly<Record<Purpose, string>> = {
  remember: "dpv:ProvidePersonalisedRecommendations",
  learn: "dpv:ProvidePersonalisedRecommendations",
  measure: "dpv:ServiceUsageAnalytics",
  sponsor: "dpv:PersonalisedAdvertising",
};
