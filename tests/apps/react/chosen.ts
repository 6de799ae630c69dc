import type { PickView } from "homekept";

/** What the server chose, the same for everyone. */
export const CHOSEN: readonly PickView[] = [
  {
    id: "emma",
    title: "Emma",
    url: "/item/emma",
    display: [],
    facets: [],
    reasons: [],
    score: 0,
    personal: false,
    sponsored: false,
  },
];
