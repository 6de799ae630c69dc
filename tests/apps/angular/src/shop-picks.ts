import { afterNextRender, Component, CUSTOM_ELEMENTS_SCHEMA, ElementRef, signal, viewChild } from "@angular/core";
import { open, type Homekept } from "homekept";
import "homekept/elements/define";

@Component({
  selector: "shop-picks",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <homekept-picks [homekept]="homekept()" kind="for-you" limit="4">
      <h2 slot="heading">For you</h2>
      <ul><li data-homekept-item="emma"><a href="/item/emma">Emma</a></li></ul>
      <template #card ngNonBindable>
        <li><a data-bind-href="url"><span data-bind="title"></span></a> <small data-bind="reason"></small></li>
      </template>
    </homekept-picks>
    <homekept-consent [homekept]="homekept()" preferences="/preferences"></homekept-consent>
  `,
})
export class ShopPicks {
  readonly card = viewChild.required<ElementRef<HTMLTemplateElement>>("card");
  readonly homekept = signal<Promise<Homekept> | undefined>(undefined);

  constructor() {
    afterNextRender(() => {
      // Angular puts a template's children beside its content, where they are no card.
      const template = this.card().nativeElement;
      template.content.append(...template.childNodes);
      this.homekept.set(open({ policy: "/homekept.json" }));
    });
  }
}
