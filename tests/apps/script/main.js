"use strict";

const opened = homekept.open({ policy: "/homekept.json" });
for (const element of document.querySelectorAll("homekept-picks, homekept-consent")) {
  element.homekept = opened;
}
