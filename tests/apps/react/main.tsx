import { StrictMode } from "react";
import { HomekeptPicks } from "homekept/react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { App } from "./app";
import { CHOSEN } from "./chosen";

const root = document.getElementById("root")!;
const app = (
  <StrictMode>
    <App chosen={CHOSEN} />
  </StrictMode>
);
hydrateRoot(root, app, {
  // What React finds must be what it would have drawn.
  onRecoverableError: (error) => (root.dataset.mismatch = String(error)),
});

// A page's own hold on an element, as one that scrolls to it has.
const hold = (element: HTMLElement | null): void => void (root.dataset.held ??= element?.localName);
createRoot(document.createElement("div")).render(<HomekeptPicks ref={hold} homekept={undefined} />);
