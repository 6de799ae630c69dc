// A small consent manager of GPP, made with the IAB's own part. It comes with the stub that the
// platform's text asks for: a queue.
import { CmpApi } from "@iabgpp/cmpapi";

const queue = [];
window.__gpp = (...call) => (call.length > 0 ? void queue.push(call) : queue);
const api = new CmpApi(4095, 1);
const KEPT = "gpp-string";
const kept = localStorage.getItem(KEPT);
if (kept) api.setGppString(kept);
api.setApplicableSections([7]);
api.setSignalStatus("ready");

const answer = (values) => {
  api.setSignalStatus("not ready");
  for (const [field, value] of Object.entries(values)) api.setFieldValue("usnat", field, value);
  localStorage.setItem(KEPT, api.getGppString());
  api.fireSectionChange("usnat");
  api.setSignalStatus("ready");
};
window.manager = { allow: () => answer({ SaleOptOut: 2 }), refuse: () => answer({ SaleOptOut: 1 }) };
window.answer = answer;
window.pause = () => api.setSignalStatus("not ready");
