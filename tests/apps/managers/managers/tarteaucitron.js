// It finds its other files beside the script that it is.
const script = document.createElement("script");
script.src = "tarteaucitron/tarteaucitron.js";
script.onload = () => {
  const { tarteaucitron } = window;
  tarteaucitron.init({ privacyUrl: "", hashtag: "#choices", cookieName: "choices", removeCredit: true });
  tarteaucitron.services.shop = {
    key: "shop",
    type: "other",
    name: "The shop",
    uri: "/",
    needConsent: true,
    cookies: [],
    js() {},
    fallback() {},
  };
  (tarteaucitron.job ??= []).push("shop");
};
document.head.append(script);

const answer = async (button) => {
  await window.press(() => document.getElementById(button));
};
window.manager = { allow: () => answer("shopAllowed"), refuse: () => answer("shopDenied") };
