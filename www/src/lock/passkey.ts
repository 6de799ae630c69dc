/**
 * A passkey as a way to open a lock: once it knows who is there, the authenticator makes a secret of a
 * salt (WebAuthn's PRF). No server takes part, so nobody looks at a challenge or a signature.
 */
import { HomekeptError } from "../errors.js";

/** Names a passkey, and what its secret is made from: kept beside the lock. */
export interface Passkey {
  readonly id: Uint8Array<ArrayBuffer>;
  readonly salt: Uint8Array<ArrayBuffer>;
}

/** A passkey, and what it made of its salt. */
export interface Secret extends Passkey {
  readonly secret: Uint8Array;
}

/** Whether this browser may have passkeys that open a lock, as far as it says. */
export async function hasPasskeys(): Promise<boolean> {
  const { PublicKeyCredential, location } = globalThis;
  // A passkey belongs to a name, and an address in numbers is none.
  if (!PublicKeyCredential || /^[\d.]+$|^\[/.test(location.hostname)) return false;
  const can = await PublicKeyCredential.getClientCapabilities?.().catch(() => undefined);
  return can?.["extension:prf"] ?? true;
}

/** Has the customer make a passkey; one that cannot tell a secret is `passkey-unsuitable`. */
export async function makePasskey(site: string): Promise<Secret> {
  const salt = random();
  // It stands among the customer's other passkeys, by this name.
  const name = `Homekept: ${site}`;
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: random(),
        rp: { name: location.hostname },
        user: { id: random(), name, displayName: name },
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
        // Those that are kept by a password manager are the ones that tell secrets everywhere.
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  const passkey = { id: new Uint8Array(made.rawId), salt };
  const { prf } = made.getClientExtensionResults();
  try {
    if (prf?.results) return { ...passkey, secret: secretOf(made) };
    // Some tell it only when it is used.
    if (prf?.enabled) return await usePasskey(passkey);
    throw new HomekeptError("passkey-unsuitable");
  } catch (error) {
    dropPasskey(passkey);
    throw error;
  }
}

/** Has the customer use their passkey. */
export async function usePasskey({ id, salt }: Passkey): Promise<Secret> {
  const used = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: random(),
        allowCredentials: [{ type: "public-key", id }],
        userVerification: "required",
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  return { id, salt, secret: secretOf(used) };
}

/** Tells whoever keeps the customer's passkeys that this one opens nothing any more, where they listen. */
export function dropPasskey({ id }: Passkey): void {
  const credentialId = btoa(String.fromCharCode(...id)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const { signalUnknownCredential } = PublicKeyCredential as Signals;
  signalUnknownCredential?.call(PublicKeyCredential, { rpId: location.hostname, credentialId }).catch(() => {});
}

/** Asks for a credential. A customer who says no, a wait that was too long, and a lost passkey look alike. */
async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    return (await ask()) as PublicKeyCredential;
  } catch (error) {
    const { name } = error as Error;
    throw new HomekeptError(REFUSALS.includes(name) ? "passkey-refused" : "passkey-unavailable");
  }
}

function secretOf(credential: PublicKeyCredential): Uint8Array {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (!first) throw new HomekeptError("passkey-unsuitable");
  return new Uint8Array(first as ArrayBuffer);
}

function random(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(32));
}

/** Ed25519, ECDSA and RSA: whatever the authenticator has, since nothing is signed that counts. */
const ALGORITHMS = [-8, -7, -257];
const REFUSALS = ["NotAllowedError", "AbortError", "InvalidStateError"];

interface Signals {
  readonly signalUnknownCredential?: (of: { rpId: string; credentialId: string }) => Promise<void>;
}
