/** SHA-256 of a text, in hexadecimal. Empty where the page is not a secure context: nothing can be kept there. */
export async function sha256(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const digest = await globalThis.crypto?.subtle?.digest("SHA-256", bytes);
  return [...new Uint8Array(digest ?? [])]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
