import { StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
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
