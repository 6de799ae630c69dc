import { open } from "homekept";
import "homekept/elements/define";

const homekept = open({ policy: "/homekept.json" });
for (const element of document.querySelectorAll("homekept-picks, homekept-consent")) {
  element.homekept = homekept;
}
