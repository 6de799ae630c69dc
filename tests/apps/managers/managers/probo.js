import { registerHeadlessComponents } from "@probo/cookie-banner/headless";

const button = (name) => `<probo-${name}-button><button id="${name}">${name}</button></probo-${name}-button>`;
const root = document.createElement("div");
root.innerHTML = `<probo-cookie-banner-root banner-id="shop" base-url="${location.origin}/probo/" gcm-enabled="false">
  <probo-banner>${button("accept")}${button("reject")}</probo-banner>
</probo-cookie-banner-root>
<probo-settings-link>Choices</probo-settings-link>`;
document.body.append(root);
registerHeadlessComponents();
const answer = (id) => window.press(() => document.getElementById(id));
window.manager = { allow: () => answer("accept"), refuse: () => answer("reject") };
