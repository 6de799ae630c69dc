import { open } from "homekept";
import "homekept/elements/define";

const homekept = open({ policy: "/homekept.json" });
for (const name of ["homekept-picks", "homekept-consent"] as const) {
  for (const element of document.querySelectorAll(name)) element.homekept = homekept;
}
