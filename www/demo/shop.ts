/** The shop's page script. Every page is whole without it. */
import { open } from "../src/index.js";
import "../src/elements/define.js";
import { drawPicture } from "../src/elements/picks/picture.js";
import { sendSignals } from "../src/signals/index.js";
import { prepareBasket } from "./basket.js";
import { language, prepareLanguages } from "./language.js";
import { prepareLogOut } from "./logout.js";
import { prefetchLinks } from "./prefetch.js";
import { prepareOpinion, recordVisit } from "./visit.js";

// The server's cards look like those of picks, so that nothing flickers when picks take their place.
for (const canvas of document.querySelectorAll<HTMLCanvasElement>("canvas[data-picture]")) {
  drawPicture(canvas, canvas.dataset["picture"] ?? "");
}

const opened = open({ policy: "/homekept.json", ...language });
for (const element of document.querySelectorAll("homekept-picks, homekept-variant, homekept-consent, homekept-preferences")) {
  (element as HTMLElementTagNameMap["homekept-picks"]).homekept = opened;
}
prepareBasket((kind, id) => opened.then((homekept) => homekept.record(kind, id)));
prepareLogOut(opened);
prefetchLinks();
prepareLanguages();

// What the policy asks is answered where the customer allows it; this one may ask nothing.
opened.then(sendSignals).catch(() => {});

const item = document.body.dataset["item"];
if (item !== undefined) {
  opened.then(
    (homekept) => {
      recordVisit(homekept, item);
      prepareOpinion(homekept, item);
    },
    // Without the module the shop is an ordinary shop.
    () => {},
  );
}
