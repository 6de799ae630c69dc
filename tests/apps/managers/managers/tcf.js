// A small consent manager of TCF, made with the IAB's own parts.
import { CmpApi } from "@iabtcf/cmpapi";
import { GVL, TCModel, TCString } from "@iabtcf/core";
import stub from "@iabtcf/stub";

const KEPT = "tc-string";
const list = {
  gvlSpecificationVersion: 3,
  vendorListVersion: 1,
  tcfPolicyVersion: 5,
  lastUpdated: "2026-01-01T00:00:00Z",
  ...{ purposes: {}, specialPurposes: {}, features: {}, specialFeatures: {}, vendors: {}, stacks: {}, dataCategories: {} },
};

stub();
const api = new CmpApi(4095, 1, true);
const kept = localStorage.getItem(KEPT);
api.update(kept ?? "", kept === null);

const answer = (purposes) => {
  const model = new TCModel(new GVL(list));
  Object.assign(model, { cmpId: 4095, cmpVersion: 1, isServiceSpecific: true });
  model.publisherConsents.set(purposes);
  const text = TCString.encode(model);
  localStorage.setItem(KEPT, text);
  api.update(text, true);
  api.update(text, false);
};
window.manager = { allow: () => answer([1, 5, 6, 11]), refuse: () => answer([]) };
/** Opens the window in which one answers. */
window.ask = () => api.update(localStorage.getItem(KEPT) ?? "", true);
window.answer = answer;
