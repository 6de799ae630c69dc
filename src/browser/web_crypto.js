/** What WebCrypto does: AES-GCM with a key that script can use and not copy (SEC-03). */

export const makeKey = () =>
  crypto.subtle.generateKey({ name, length: 256 }, false, ["encrypt", "decrypt"]);

/** Encrypts or decrypts, as `verb` says. What is no key is refused by the browser. */
export const apply = (verb, key, bytes, iv, additionalData) =>
  crypto.subtle[verb]({ name, iv, additionalData }, key, bytes);

const name = "AES-GCM";
