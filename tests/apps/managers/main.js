// `?manager=` names who is asked, `?order=` who comes first.
import { open } from "homekept";
import { c15t } from "homekept/consent/c15t";
import { googleConsentMode } from "homekept/consent/google-consent-mode";
import { gpp } from "homekept/consent/gpp";
import { klaro } from "homekept/consent/klaro";
import { probo } from "homekept/consent/probo";
import { tarteaucitron } from "homekept/consent/tarteaucitron";
import { tcf } from "homekept/consent/tcf";
import { cookieConsent } from "homekept/consent/vanilla-cookieconsent";
import "homekept/elements/define";
import { getConsent } from "@probo/cookie-banner/consent";

const both = (category) => ({ remember: category, learn: category });
const FOLLOW = {
  "vanilla-cookieconsent": (homekept) => cookieConsent(homekept, both("functionality")),
  klaro: (homekept) => klaro(homekept, both("shop")),
  c15t: (homekept) => c15t(homekept, both("functionality")),
  tarteaucitron: (homekept) => tarteaucitron(homekept, both("shop")),
  tcf,
  gpp,
  probo: (homekept) => probo(homekept, both("functional"), getConsent()),
};

const query = new URLSearchParams(location.search);
const manager = query.get("manager");
const order = query.get("order");

/** Loads the manager's script. */
window.bring = () =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: `managers/${manager}.js`, onload: resolve, onerror: reject });
    document.head.append(script);
  });

/** Presses what comes to be there. */
window.press = async (find) => {
  for (let tries = 0; tries < 500; tries += 1) {
    const button = find();
    if (button) return button.click();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("there is no such button");
};

if (order === "manager-first" || order === "before-open") await window.bring();
const allowed = order === "before-open" ? new Promise((resolve) => (window.letOpen = resolve)) : undefined;
const opened = Promise.resolve(allowed).then(() => open({ policy: "/homekept.json" }));
for (const element of document.querySelectorAll("homekept-picks, homekept-consent")) element.homekept = opened;
window.stop = FOLLOW[manager](opened);
if (query.has("google")) googleConsentMode(opened);
if (order === "us-first") {
  await opened;
  await window.bring();
}
window.isReady = true;
