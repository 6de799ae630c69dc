/** Hands a text, or bytes, to the browser as a file, named by the day; nothing is sent anywhere. */
export function save(name: string, ending: string, type: string, content: string | Uint8Array<ArrayBuffer>): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = `homekept-${name}-${new Date().toISOString().slice(0, 10)}.${ending}`;
  link.click();
  // The browser needs the address until the download has begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
