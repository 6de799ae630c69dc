/** The German texts. */
import { icu } from "../../messages/message.js";
import type { MovingKey } from "../texts.js";

export const de = icu<MovingKey>({
  "lead": "Manche Browser löschen nach einer Woche ohne Besuch, was eine Seite gespeichert hat. Eine Datei bringt es zurück, hier oder auf einem anderen Gerät. Dabei wird nichts gesendet.",

  "take": "Mitnehmen",
  "take-means": "Erstellt eine Datei, die sich nur mit dieser Passphrase öffnet. Wenn Sie sie vergessen, bleibt die Datei zu.",
  "take-now": "Verschlüsselte Datei erstellen",
  "taken": "Ihre verschlüsselte Datei ist fertig.",

  "bring": "Aus einer Datei übernehmen",
  "bring-means": "Wählen Sie eine verschlüsselte Datei oder eine aus „Meine Daten herunterladen“. Was Sie hier erlauben, bleibt, wie es ist.",
  "file": "Datei",
  "file-passphrase": "Passphrase der Datei",
  "open": "Datei öffnen",
  "opening": "Die Datei wird geöffnet.",
  "found": "Erstellt am {day}. Darin: {entries}.",
  "entries": "{n, plural, one {# Eintrag} other {# Einträge}}",
  "add": "Zu dem hinzufügen, was hier liegt",
  "add-means": "Was hier liegt, bleibt. Wo beide etwas zum selben Thema sagen, zählt das Spätere.",
  "replace": "Ersetzen, was hier liegt",
  "replace-sure": "Damit wird gelöscht, was jetzt hier liegt. Das lässt sich nicht rückgängig machen.",
  "replace-yes": "Jetzt ersetzen",
  "brought": "Übernommen: {entries}.",
  "known": "Schon hier: {entries}.",
  "barred": "Weggelassen, weil Sie es hier nicht erlauben: {entries}.",
  "expired": "Weggelassen, weil zu alt: {entries}.",
  "not-allowed": "Um etwas zu übernehmen, erlauben Sie oben „{purpose}“.",

  "wrong": "Damit ging die Datei nicht auf. Vielleicht ist die Passphrase eine andere oder die Datei beschädigt.",
  "unknown": "In dieser Datei ist kein Profil.",
  "too-large": "Diese Datei ist größer als jede, die hier entsteht.",
  "damaged": "Diese Datei wurde nach dem Erstellen verändert. Erstellen Sie sie auf dem anderen Gerät neu.",
  "newer": "Diese Datei stammt von einer neueren Version. Laden Sie diese Seite neu und versuchen Sie es noch einmal.",
  "foreign": "Diese Datei stammt von einer anderen Seite: {site}.",
  "early": "Das Datum dieser Datei liegt in der Zukunft. Prüfen Sie die Uhren beider Geräte.",
});
