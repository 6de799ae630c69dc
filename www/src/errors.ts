/**
 * The one error of this package. What failed is its `code`; messages are for
 * developers and never hold an item, an interest or a key.
 */
export class HomekeptError extends Error {
  override readonly name = "HomekeptError";

  constructor(
    readonly code: ErrorCode,
    /** What to do about it, where there is something to do. */
    hint?: string,
  ) {
    super(hint ? `${code}: ${hint}` : code);
  }
}

/** Every code that a caller can meet. Codes are stable: they are added, not changed. */
export type ErrorCode = CoreCode | FacadeCode;

/** What the facade and the elements say by themselves. */
export type FacadeCode =
  | "not-open"
  | "already-open"
  | "policy-unreachable"
  | "policy-malformed"
  | "module-unreachable"
  | "module-refused"
  | "pack-unreachable"
  | "gesture-required"
  | "template-refused"
  | "styles-unreadable"
  | "lock-failed"
  | "lock-changed"
  | "passphrase-needed"
  | "passphrase-short"
  | "passkey-refused"
  | "passkey-unavailable"
  | "passkey-unsuitable"
  | "unlock-failed"
  | "file-damaged"
  | "file-early"
  | "file-foreign"
  | "file-malformed"
  | "file-newer"
  | "file-too-large"
  | "frame-refused"
  | "frame-unreachable"
  | "rate-limited"
  // The module broke down and was retired: the server's page stands.
  | "stopped";

/** The core's own codes. A Rust test holds this list against the core's. */
export type CoreCode =
  | "policy-version-unknown"
  | "policy-site"
  | "policy-notice"
  | "policy-retention"
  | "policy-boost"
  | "policy-purpose"
  | "signals-malformed"
  | "signals-collector"
  | "signals-measure"
  | "signals-buckets"
  | "signals-epsilon"
  | "signals-floor"
  | "signals-export"
  | "pack-not-a-pack"
  | "pack-version-unknown"
  | "pack-truncated"
  | "pack-damaged"
  | "pack-malformed"
  | "pack-knob-out-of-bounds"
  | "catalogue-missing"
  | "item-unknown"
  | "topic-unknown"
  | "purpose-not-offered"
  | "consent-required"
  | "switched-off"
  | "vault-locked"
  | "request-invalid"
  | "no-randomness"
  | "vault-damaged"
  | "vault-rolled-back"
  | "vault-version-unknown"
  | "vault-gone"
  | "storage-framed"
  | "storage-busy"
  | "storage-unavailable"
  | "storage-full"
  | "storage-failed"
  | "storage-silent"
  | "key-not-storable";
