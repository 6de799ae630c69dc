/** Where a script that is no module lies, as long as it runs: what `import.meta.url` says in one. */
export const scriptUrl = (document.currentScript as HTMLScriptElement).src;
