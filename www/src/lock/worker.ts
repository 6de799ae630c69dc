/**
 * Makes and opens locks, away from the page: Argon2id takes half a second, and what it needs in
 * memory goes with this worker. Keys leave it only as `CryptoKey`s that script cannot copy.
 */
import integrity from "integrity:lock";
import { HomekeptError } from "../errors.js";
import { start } from "../load.js";
import * as module from "../wasm/lock.js";
import type { Secret } from "./passkey.js";

/** Whose vault it is. */
interface Scope {
  readonly origin: string;
  readonly site: string;
}

/** Opens a lock. */
export interface Opening extends Scope {
  readonly deed: "open";
  readonly lock: Uint8Array;
  readonly proof: Shown;
}

/** A passphrase, or what a passkey told. */
type Shown = string | Secret;

/** Puts another lock in the place of the one that there is. */
export interface Changing extends Scope {
  readonly deed: "change";
  readonly header: Uint8Array;
  /** The key that the header is wrapped under so far. */
  readonly key: CryptoKey;
  /** The lock so far, and what opens it. */
  readonly lock?: Uint8Array | undefined;
  readonly current?: Shown | undefined;
  /** The passphrase from now on; without one the device's own key comes in its place. */
  readonly passphrase?: string | undefined;
  /** The passkey from now on, besides. */
  readonly passkey?: Secret | undefined;
  readonly minutes: number;
}

/** Seals a text for a file, or opens such a file. */
export interface Sealing {
  readonly deed: "seal-file" | "open-file";
  readonly bytes: Uint8Array;
  readonly passphrase: string;
}

/** What is to be stored. */
export interface Made {
  readonly key: CryptoKey;
  readonly minutes: number;
  readonly lock?: Uint8Array | undefined;
  readonly header?: Uint8Array | undefined;
}

onmessage = async ({ data }: MessageEvent<{ wasm: string; job: Opening | Changing | Sealing }>) => {
  try {
    await start(data.wasm, integrity, module.initSync);
    postMessage({ made: await carryOut(data.job) });
  } catch (error) {
    postMessage({ code: codeOf(error) });
  }
};

function carryOut(job: Opening | Changing | Sealing): Promise<Made> | Uint8Array {
  switch (job.deed) {
    case "open":
      return open(job);
    case "change":
      return change(job);
    case "seal-file":
      return module.seal_file(job.bytes, bytesOf(job.passphrase));
    case "open-file":
      return module.open_file(job.bytes, bytesOf(job.passphrase));
  }
}

async function open({ lock, proof, origin, site }: Opening): Promise<Made> {
  const opened = openBy(proof, lock, origin, site);
  return { key: await keyOf(opened), minutes: opened.minutes() };
}

async function change(job: Changing): Promise<Made> {
  const { lock, current = "", passphrase, passkey, minutes, header, origin, site } = job;
  // Whoever changes a lock can open it.
  if (lock) openBy(current, lock, origin, site).free();
  if (passphrase === undefined) {
    const key = await crypto.subtle.generateKey(AES, false, USES);
    return { key, minutes: 0, header: await rewrap(header, job.key, key, job) };
  }
  const words = bytesOf(passphrase);
  const made = passkey
    ? module.make_with_passkey(minutes, words, passkey.salt, passkey.id, passkey.secret, origin, site)
    : module.make(minutes, words, origin, site);
  const key = await keyOf(made);
  return { key, minutes, lock: made.record(), header: await rewrap(header, job.key, key, job) };
}

function openBy(proof: Shown, lock: Uint8Array, origin: string, site: string): module.Opened {
  return typeof proof === "string"
    ? module.open_by_passphrase(lock, bytesOf(proof), origin, site)
    : module.open_by_passkey(lock, proof.id, proof.secret, origin, site);
}

/** The header with its data key under another key; the data key is here for that long alone. */
async function rewrap(header: Uint8Array, from: CryptoKey, to: CryptoKey, { origin, site }: Scope): Promise<Uint8Array> {
  const additionalData = buffer(module.binding(header, origin, site));
  const wrapping = module.wrapping(header);
  const old = { name: "AES-GCM", iv: buffer(wrapping.slice(0, NONCE)), additionalData };
  const data = await crypto.subtle.decrypt(old, from, buffer(wrapping.slice(NONCE)));
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const wrapped = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, to, data);
  new Uint8Array(data).fill(0);
  return module.rewrapped(header, Uint8Array.from([...iv, ...new Uint8Array(wrapped)]));
}

async function keyOf(opened: module.Opened): Promise<CryptoKey> {
  const bytes = buffer(opened.key());
  const key = await crypto.subtle.importKey("raw", bytes, AES.name, false, USES);
  bytes.fill(0);
  return key;
}

/** As it was typed, however it was typed: keyboards write the same letter in several ways. */
function bytesOf(passphrase: string): Uint8Array {
  return new TextEncoder().encode(passphrase.normalize("NFKC"));
}

/** Bytes that WebCrypto takes: not shared, by their type. */
function buffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}

function codeOf(error: unknown): string {
  if (error instanceof HomekeptError) return error.code;
  const { message } = error as Error;
  return /^[a-z-]+$/.test(message) ? message : "unlock-failed";
}

const AES = { name: "AES-GCM", length: 256 };
const USES: KeyUsage[] = ["encrypt", "decrypt"];
const NONCE = 12;
