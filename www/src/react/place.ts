/** One of the elements, as React draws it. */
import {
  createElement,
  forwardRef,
  useEffect,
  useImperativeHandle,
  useRef,
  type ForwardedRef,
  type ForwardRefExoticComponent,
  type HTMLAttributes,
  type ReactElement,
  type RefAttributes,
} from "react";
import type { Homekept } from "../homekept.js";

/** The open module, or the promise of it; nothing yet on the server. */
export type Opened = Homekept | PromiseLike<Homekept> | undefined;

/** What each component takes: any attribute of an element, and what is open. */
export interface PlaceProps extends HTMLAttributes<HTMLElement> {
  readonly homekept: Opened;
}

/** What an element is, besides what every place has. */
export interface Shape {
  readonly tag: string;
  /** What only a property can hold. */
  readonly properties?: object;
  readonly events?: Readonly<Record<string, (event: CustomEvent) => void>>;
  /** Whether all that it needs is there. */
  readonly ready?: boolean;
}

/** A component whose `ref` is the element. */
export type Component<Props> = ForwardRefExoticComponent<Props & RefAttributes<HTMLElement>>;

/** A component that draws one element, which its properties describe. */
export function component<Props extends PlaceProps>(
  draw: (props: Props, ref: ForwardedRef<HTMLElement>) => ReactElement,
): Component<Props> {
  // React 18 gives a component its `ref` in no other way.
  return forwardRef<HTMLElement, Props>(draw as never) as Component<Props>;
}

interface PlacedProps extends PlaceProps {
  readonly element: Shape;
  /** Who else wants to hold the element. */
  readonly outer: ForwardedRef<HTMLElement>;
}

/**
 * The element with its attributes, on the server and here. What React 18 cannot set, and what no
 * markup holds, comes after hydration, and so does the element's own code.
 */
export function Place(props: PlacedProps): ReactElement {
  const { element, outer, homekept, className, ...rest } = props;
  const { tag, properties, ready = true } = element;
  const place = useRef<HTMLElement>(null);
  const events = useRef(element.events);
  useImperativeHandle(outer, () => place.current!, []);
  useEffect(() => {
    events.current = element.events;
    if (ready) Object.assign(place.current!, properties, { homekept });
  });
  useEffect(() => {
    void import("../elements/define.js");
    const here = place.current!;
    const tell = (event: Event): void => events.current?.[event.type]?.(event as CustomEvent);
    const names = Object.keys(events.current ?? {});
    for (const name of names) here.addEventListener(name, tell);
    return () => {
      for (const name of names) here.removeEventListener(name, tell);
    };
  }, []);
  return createElement(tag, { ...rest, class: className, ref: place });
}
