import { bootstrapApplication } from "@angular/platform-browser";
import { ShopPicks } from "./shop-picks";

void bootstrapApplication(ShopPicks);
