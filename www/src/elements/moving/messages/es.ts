/** The Spanish texts. */
import { icu } from "../../messages/message.js";
import type { MovingKey } from "../texts.js";

export const es = icu<MovingKey>({
  "lead": "Tras una semana sin visitas, algunos navegadores borran lo que un sitio guarda. Un archivo lo trae de vuelta, aquí o en otro dispositivo. No se envía nada a ninguna parte.",

  "take": "Llevármelo",
  "take-means": "Crea un archivo que se abre solo con esta frase de acceso. Si la olvidas, el archivo se queda cerrado.",
  "take-now": "Crear un archivo cifrado",
  "taken": "Tu archivo cifrado está listo.",

  "bring": "Traerlo de un archivo",
  "bring-means": "Elige un archivo cifrado, o uno de «Descargar mis datos». Lo que permites aquí sigue igual.",
  "file": "Archivo",
  "file-passphrase": "Frase de acceso del archivo",
  "open": "Abrir el archivo",
  "opening": "Abriendo el archivo.",
  "found": "Creado el {day}. Contiene: {entries}.",
  "entries": "{n, plural, one {# entrada} many {# de entradas} other {# entradas}}",
  "add": "Añadirlo a lo que hay aquí",
  "add-means": "Lo que hay aquí se queda. Si ambos dicen algo del mismo tema, vale lo más reciente.",
  "replace": "Reemplazar lo que hay aquí",
  "replace-sure": "Esto borra lo que se guarda aquí ahora. No se puede deshacer.",
  "replace-yes": "Reemplazar ahora",
  "brought": "Traído: {entries}.",
  "known": "Ya estaba aquí: {entries}.",
  "barred": "Omitido, porque no lo permites aquí: {entries}.",
  "expired": "Omitido, porque es demasiado antiguo: {entries}.",
  "not-allowed": "Para traer algo, permite «{purpose}» arriba.",

  "wrong": "Con eso no se abrió el archivo. Quizá la frase de acceso sea otra, o el archivo esté dañado.",
  "unknown": "En este archivo no hay ningún perfil.",
  "too-large": "Este archivo es más grande que cualquiera creado aquí.",
  "damaged": "Este archivo se modificó después de crearlo. Créalo de nuevo en el otro dispositivo.",
  "newer": "Este archivo es de una versión más nueva. Vuelve a cargar esta página y prueba de nuevo.",
  "foreign": "Este archivo es de otro sitio: {site}.",
  "early": "La fecha de este archivo está en el futuro. Comprueba los relojes de ambos dispositivos.",
});
