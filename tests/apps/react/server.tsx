import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { App } from "./app";
import { CHOSEN } from "./chosen";

export const render = (): string =>
  renderToString(
    <StrictMode>
      <App chosen={CHOSEN} />
    </StrictMode>,
  );
