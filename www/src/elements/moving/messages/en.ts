/** The English texts on moving to another device, and the list of keys that every language has. */
import { icu } from "../../messages/message.js";

export const en = icu({
  "lead": "Some browsers delete what a site keeps after a week without a visit. A file brings it back, here or on another device. Nothing is sent anywhere.",

  // Taking it along.
  "take": "Take it along",
  "take-means": "Makes a file that opens with this passphrase alone. If you forget it, the file stays closed.",
  "take-now": "Make a sealed file",
  "taken": "Your sealed file is ready.",

  // Bringing it in.
  "bring": "Bring it in",
  "bring-means": "Choose a sealed file, or one from “Download my data”. What you allow here stays as it is.",
  "file": "File",
  "file-passphrase": "Passphrase of the file",
  "open": "Open the file",
  "opening": "Opening the file.",
  "found": "Made on {day}. In it: {entries}.",
  "entries": "{n, plural, one {# entry} other {# entries}}",
  "add": "Add it to what is here",
  "add-means": "What is here stays. Where both say something of one topic, the later word counts.",
  "replace": "Put it in place of what is here",
  "replace-sure": "This removes what is kept here now. It cannot be undone.",
  "replace-yes": "Replace it now",
  "brought": "Brought in: {entries}.",
  "known": "Here already: {entries}.",
  "barred": "Left out, since you do not allow it here: {entries}.",
  "expired": "Left out, since it is too old: {entries}.",
  "not-allowed": "To bring something in, allow “{purpose}” above.",

  // What can be wrong with a file.
  "wrong": "That did not open the file. The passphrase may be another, or the file damaged.",
  "unknown": "There is no profile in this file.",
  "too-large": "This file is larger than any that is made here.",
  "damaged": "This file was changed after it was made. Make it anew on the other device.",
  "newer": "A newer version made this file. Load this page anew and try again.",
  "foreign": "This file is from another site: {site}.",
  "early": "This file was made later than now. Check the clocks of both devices.",
});
