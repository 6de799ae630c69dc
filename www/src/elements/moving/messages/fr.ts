/** The French texts. The space before a colon and within quotes is one that does not break. */
import { icu } from "../../messages/message.js";
import type { MovingKey } from "../texts.js";

export const fr = icu<MovingKey>({
  "lead": "Après une semaine sans visite, certains navigateurs suppriment ce qu’un site garde. Un fichier permet de le retrouver, ici ou sur un autre appareil. Rien n’est envoyé nulle part.",

  "take": "Emporter",
  "take-means": "Crée un fichier qui ne s’ouvre qu’avec cette phrase secrète. Si vous l’oubliez, le fichier reste fermé.",
  "take-now": "Créer un fichier chiffré",
  "taken": "Votre fichier chiffré est prêt.",

  "bring": "Reprendre depuis un fichier",
  "bring-means": "Choisissez un fichier chiffré, ou un fichier obtenu par « Télécharger mes données ». Ce que vous autorisez ici reste tel quel.",
  "file": "Fichier",
  "file-passphrase": "Phrase secrète du fichier",
  "open": "Ouvrir le fichier",
  "opening": "Ouverture du fichier.",
  "found": "Créé le {day}. Contenu : {entries}.",
  "entries": "{n, plural, one {# entrée} many {# d’entrées} other {# entrées}}",
  "add": "Ajouter à ce qui est ici",
  "add-means": "Ce qui est ici reste. Quand les deux parlent du même thème, le plus récent compte.",
  "replace": "Remplacer ce qui est ici",
  "replace-sure": "Cela supprime ce qui est gardé ici maintenant. Cela ne peut pas être annulé.",
  "replace-yes": "Remplacer maintenant",
  "brought": "Repris : {entries}.",
  "known": "Déjà ici : {entries}.",
  "barred": "Laissé de côté, car vous ne l’autorisez pas ici : {entries}.",
  "expired": "Laissé de côté, car trop ancien : {entries}.",
  "not-allowed": "Pour reprendre quelque chose, autorisez « {purpose} » plus haut.",

  "wrong": "Cela n’a pas ouvert le fichier. La phrase secrète est peut-être une autre, ou le fichier est endommagé.",
  "unknown": "Il n’y a pas de profil dans ce fichier.",
  "too-large": "Ce fichier est plus grand que tous ceux qui sont créés ici.",
  "damaged": "Ce fichier a été modifié après sa création. Refaites-le sur l’autre appareil.",
  "newer": "Ce fichier vient d’une version plus récente. Rechargez cette page et réessayez.",
  "foreign": "Ce fichier vient d’un autre site : {site}.",
  "early": "La date de ce fichier est dans le futur. Vérifiez l’horloge des deux appareils.",
});
