import { open } from "../homekept/page.js";
import { cookieConsent } from "../homekept/page/consent/vanilla-cookieconsent.js";

const homekept = open({ policy: "/homekept.json" });
cookieConsent(homekept, { remember: "functionality", learn: "functionality" });
for (const element of document.querySelectorAll("homekept-picks, homekept-consent")) {
  element.homekept = homekept;
}
