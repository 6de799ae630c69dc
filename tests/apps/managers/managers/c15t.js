import { getOrCreateConsentRuntime } from "c15t";

const { consentStore } = getOrCreateConsentRuntime({
  mode: "offline",
  consentCategories: ["necessary", "functionality"],
  reloadOnConsentRevoked: false,
});
window.manager = {
  allow: () => consentStore.getState().saveConsents("all"),
  refuse: () => consentStore.getState().saveConsents("necessary"),
};
