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
const answer = async (allows) => {
  klaro.show(config, true);
  const within = (selector) => document.querySelector(`#klaro .cookie-modal ${selector}`);
  await window.press(() => within("#service-item-shop")?.checked === !allows && within("#service-item-shop"));
  await window.press(() => within("#service-item-shop").checked === allows && within(".cm-btn-accept"));
};
window.manager = { allow: () => answer(true), refuse: () => answer(false) };
