import { createApp } from "vue";
import App from "./app.vue";

createApp(App, { picks: [{ id: "emma", url: "/item/emma", title: "Emma" }] }).mount("#app");
