import * as klaro from "klaro";

window.klaro = klaro;
const config = {
  version: 1,
  lang: "en",
  acceptAll: true,
  services: [{ name: "shop", title: "The shop", purposes: ["functional"] }],
  translations: { zz: { privacyPolicyUrl: "/" }, en: { purposes: { functional: "What the shop remembers" } } },
};
klaro.setup(config);
const answer = (button) => {
  klaro.show(config, true);
  return window.press(() => document.querySelector(`#klaro .cookie-modal ${button}`));
};
window.manager = { allow: () => answer(".cm-btn-accept-all"), refuse: () => answer(".cm-btn-decline") };
