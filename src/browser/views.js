/**
 * Gives the values of a view their names, and each of a list of views. They leave the module as
 * lists: names in it would take half a kilobyte more, and be written by it for every object. A
 * value that is not there gets no name either. No view is made of lists alone.
 */
export const named = (shape, values) =>
  values.every(Array.isArray)
    ? values.map((view) => named(shape, view))
    : Object.fromEntries(
        SHAPES[shape].split(" ").flatMap((word, place) => {
          const [name, part] = word.split(":");
          const value = values[place];
          return value === undefined ? [] : [[name, part ? named(part, value) : value]];
        }),
      );

/**
 * The fields of `src/engine/view.rs`, in their order there; behind a colon which shape a view
 * within the view has. Their places are the numbers of `Shape` in `src/browser/door.rs`.
 */
const SHAPES = [
  "ask paused plain personal storage storageReason gpc events interests stated off locked sponsored surprise memory purposes:7",
  "erased leftovers",
  "id title url display facets:3 reasons:8 score personal sponsored",
  "kind label",
  "kind label strength stance minute under events",
  "id kind item title minute under",
  "purpose allowed minute method noticeVersion noticeHash language jurisdiction toldOfSignal",
  "purpose state offered",
  "kind item facet:3 stated",
];
