const texts = { acceptAllBtn: "All", acceptNecessaryBtn: "None", savePreferencesBtn: "Save" };
window.CookieConsent.run({
  // A browser that is driven counts as a bot.
  hideFromBots: false,
  categories: { necessary: { enabled: true, readOnly: true }, functionality: {} },
  language: {
    default: "en",
    translations: { en: { consentModal: texts, preferencesModal: { ...texts, sections: [] } } },
  },
});
