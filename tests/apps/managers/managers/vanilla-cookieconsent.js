import * as CookieConsent from "vanilla-cookieconsent";

window.CookieConsent = CookieConsent;
const texts = { acceptAllBtn: "All", acceptNecessaryBtn: "None", savePreferencesBtn: "Save" };
CookieConsent.run({
  // A browser that is driven counts as a bot.
  hideFromBots: false,
  cookie: { useLocalStorage: true },
  categories: { necessary: { enabled: true, readOnly: true }, functionality: {} },
  language: {
    default: "en",
    translations: { en: { consentModal: texts, preferencesModal: { ...texts, sections: [] } } },
  },
});
const answer = (role) => {
  CookieConsent.showPreferences();
  return window.press(() => document.querySelector(`#cc-main .pm [data-role="${role}"]`));
};
window.manager = { allow: () => answer("all"), refuse: () => answer("necessary") };
