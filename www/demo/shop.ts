/** The shop's page script. Every page is whole without it. */
import { open } from "../src/index.js";
import "../src/elements/define.js";
import { prepareBasket } from "./basket.js";
import { prepareLogOut } from "./logout.js";
import { prefetchLinks } from "./prefetch.js";
import { prepareOpinion, recordVisit } from "./visit.js";

const opened = open({ policy: "/homekept.json" });
for (const element of document.querySelectorAll("homekept-picks, homekept-consent, homekept-preferences")) {
  (element as HTMLElementTagNameMap["homekept-picks"]).homekept = opened;
}
prepareBasket((kind, id) => opened.then((homekept) => homekept.record(kind, id)));
prepareLogOut(opened);
prefetchLinks();

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
