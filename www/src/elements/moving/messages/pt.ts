/** The Portuguese texts. */
import { icu } from "../../messages/message.js";
import type { MovingKey } from "../texts.js";

export const pt = icu<MovingKey>({
  "lead": "Depois de uma semana sem visita, alguns navegadores apagam o que um site guarda. Um arquivo traz isso de volta, aqui ou em outro dispositivo. Nada é enviado a lugar nenhum.",

  "take": "Levar comigo",
  "take-means": "Cria um arquivo que só abre com esta frase-passe. Se você a esquecer, o arquivo fica fechado.",
  "take-now": "Criar um arquivo criptografado",
  "taken": "O seu arquivo criptografado está pronto.",

  "bring": "Trazer de um arquivo",
  "bring-means": "Escolha um arquivo criptografado, ou um de “Baixar os meus dados”. O que você permite aqui fica como está.",
  "file": "Arquivo",
  "file-passphrase": "Frase-passe do arquivo",
  "open": "Abrir o arquivo",
  "opening": "O arquivo está abrindo.",
  "found": "Criado em {day}. Contém: {entries}.",
  "entries": "{n, plural, one {# registro} many {# de registros} other {# registros}}",
  "add": "Acrescentar ao que está aqui",
  "add-means": "O que está aqui fica. Se os dois falam do mesmo tema, vale o mais recente.",
  "replace": "Substituir o que está aqui",
  "replace-sure": "Isto apaga o que está guardado aqui agora. Não pode ser desfeito.",
  "replace-yes": "Substituir agora",
  "brought": "Trazido: {entries}.",
  "known": "Já estava aqui: {entries}.",
  "barred": "Deixado de fora, pois você não o permite aqui: {entries}.",
  "expired": "Deixado de fora, por ser antigo demais: {entries}.",
  "not-allowed": "Para trazer algo, permita “{purpose}” acima.",

  "wrong": "Isso não abriu o arquivo. A frase-passe pode ser outra, ou o arquivo pode estar danificado.",
  "unknown": "Não há um perfil neste arquivo.",
  "too-large": "Este arquivo é maior do que qualquer um criado aqui.",
  "damaged": "Este arquivo foi alterado depois de criado. Crie-o de novo no outro dispositivo.",
  "newer": "Este arquivo é de uma versão mais nova. Recarregue esta página e tente de novo.",
  "foreign": "Este arquivo é de outro site: {site}.",
  "early": "A data deste arquivo está no futuro. Confira o relógio dos dois dispositivos.",
});
