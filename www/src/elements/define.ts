/** Registers the elements under their own names, where there is a registry. */
import { HomekeptConsent, HomekeptPicks, HomekeptPreferences, HomekeptVariant } from "./index.js";
import { turn } from "./turn.js";

const elements = {
  "homekept-consent": HomekeptConsent,
  "homekept-picks": HomekeptPicks,
  "homekept-preferences": HomekeptPreferences,
  "homekept-variant": HomekeptVariant,
};

for (const [name, element] of Object.entries(elements)) {
  // The page may have many of one kind, and its script runs while it ends to be read.
  void turn().then(() => {
    if (!globalThis.customElements?.get(name)) globalThis.customElements?.define(name, element);
  });
}

declare global {
  interface HTMLElementTagNameMap {
    "homekept-consent": HomekeptConsent;
    "homekept-picks": HomekeptPicks;
    "homekept-preferences": HomekeptPreferences;
    "homekept-variant": HomekeptVariant;
  }
}
