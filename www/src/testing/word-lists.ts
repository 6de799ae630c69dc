/**
 * Words that no text for customers has, in each language, with a specimen of each kind that has
 * to be found. Whoever adds a language adds its lists: the type asks for them.
 */

/** Words of one kind, and a sentence in which they are found. */
export interface WordList {
  readonly words: readonly string[];
  readonly specimen: string;
}

export interface Lists {
  /** Pushes, flatters, or shames whoever says no. */
  readonly pushing: WordList;
  /** Promises what nobody can keep. */
  readonly promising: WordList;
  /** Urgency, scarcity, and what others are said to do. */
  readonly urging: WordList;
  /** Negations: two of them in one clause are one too many. */
  readonly negating: WordList;
}

type Language = "ar" | "de" | "en" | "es" | "fr" | "hi" | "ja" | "pt" | "zh-Hans" | "zh-Hant";

export const WORD_LISTS: Readonly<Record<Language, Lists>> = {
  en: {
    pushing: {
      words: [
        "recommended", "best experience", "better experience", "enhance", "improve", "enjoy", "unlock", "benefit",
        "miss out", "sorry", "hurry", "only today", "last chance", "are you sure", "no,? thanks", "continue without",
        "limited", "unfortunately",
      ],
      specimen: "No thanks, I would rather miss out.",
    },
    promising: {
      words: ["nobody can (?:read|see)", "no one can", "100 ?%", "completely (?:safe|secure)", "military", "unbreakable", "anonym\\p{L}*"],
      specimen: "Military encryption: nobody can read it.",
    },
    urging: {
      words: ["left in stock", "selling fast", "people are", "others are viewing", "viewing now", "in demand"],
      specimen: "12 people are looking at this, 3 left in stock.",
    },
    negating: {
      words: ["not", "no", "never", "nothing", "nobody", "none", "without", "cannot", "\\p{L}+n[’']t"],
      specimen: "Do not show items without no profile",
    },
  },
  de: {
    pushing: {
      words: [
        "empfohlen\\p{L}*", "optimal\\p{L}*", "bestmöglich\\p{L}*", "besseres Erlebnis", "genießen", "verpassen", "schade", "leider",
        "nur heute", "beeilen", "letzte Chance", "sind Sie sicher", "nein,? danke", "weiter ohne", "eingeschränkt\\p{L}*",
      ],
      specimen: "Schade, ohne das ist Ihr Erlebnis leider eingeschränkt.",
    },
    promising: {
      words: ["niemand kann", "völlig sicher", "absolut sicher", "100 ?%", "militärisch\\p{L}*", "unknackbar", "anonym\\p{L}*"],
      specimen: "Niemand kann es lesen.",
    },
    urging: {
      words: ["nur noch", "andere sehen", "Leute sehen", "gleich ausverkauft", "sehr gefragt", "begehrt"],
      specimen: "Nur noch drei da, und andere sehen es sich gerade an.",
    },
    negating: {
      words: ["nicht", "nichts", "kein\\p{L}*", "nie", "niemals", "niemand", "ohne"],
      specimen: "Nicht ohne mein Profil zeigen",
    },
  },
  fr: {
    pushing: {
      words: [
        "recommandée?s?", "meilleure expérience", "améliorer", "optimale?", "profitez", "débloquez", "avantages?", "ratez",
        "manquez", "désolée?s?", "dommage", "malheureusement", "dépêchez", "aujourd’hui seulement", "dernière chance",
        "êtes-vous sûre?", "non,? merci", "continuer sans", "limitée?s?",
      ],
      specimen: "Non merci, tant pis pour la meilleure expérience.",
    },
    promising: {
      words: ["personne ne peut", "(?:totalement|absolument) sûre?", "100 ?%", "militaire", "inviolable", "anonym\\p{L}*"],
      specimen: "Personne ne peut le lire.",
    },
    urging: {
      words: ["en stock", "part vite", "en ce moment", "d’autres regardent", "très demandée?"],
      specimen: "Plus que deux en stock, et dix personnes regardent en ce moment.",
    },
    negating: {
      words: ["ne", "n’\\p{L}+", "sans", "non"],
      specimen: "Ne pas afficher sans mon profil",
    },
  },
  es: {
    pushing: {
      words: [
        "recomendad\\p{L}*", "mejor experiencia", "mejorar", "óptim\\p{L}*", "disfruta\\p{L}*", "aprovecha\\p{L}*", "desbloquea\\p{L}*",
        "ventajas?", "te pierdas", "perderás", "lo sentimos", "lástima", "lamentablemente", "date prisa", "solo hoy",
        "última oportunidad", "estás segur\\p{L}*", "no,? gracias", "continuar sin", "limitad\\p{L}*",
      ],
      specimen: "¡No te pierdas la mejor experiencia!",
    },
    promising: {
      words: ["nadie puede", "(?:totalmente|absolutamente) segur\\p{L}*", "100 ?%", "militar", "inquebrantable", "anónim\\p{L}*"],
      specimen: "Nadie puede leerlo.",
    },
    urging: {
      words: ["solo quedan", "quedan solo", "últimas unidades", "se vende rápido", "están viendo", "muy demandad\\p{L}*"],
      specimen: "Últimas unidades: diez personas lo están viendo.",
    },
    negating: {
      words: ["no", "sin", "jamás"],
      specimen: "No mostrar sin mi perfil",
    },
  },
  pt: {
    pushing: {
      words: [
        "recomendad\\p{L}*", "melhor experiência", "melhorar", "ótim\\p{L}*", "aproveite", "desbloqueie", "vantage\\p{L}*", "perca",
        "infelizmente", "desculpe", "que pena", "apresse\\p{L}*", "só hoje", "última (?:chance|oportunidade)", "tem certeza",
        "não,? obrigad\\p{L}*", "continuar sem", "limitad\\p{L}*",
      ],
      specimen: "Não, obrigado, não quero a melhor experiência.",
    },
    promising: {
      words: ["ninguém (?:pode|consegue)", "(?:totalmente|absolutamente) segur\\p{L}*", "100 ?%", "militar", "inquebrável", "an[ôó]nim\\p{L}*"],
      specimen: "Ninguém consegue ler.",
    },
    urging: {
      words: ["só restam", "restam só", "últimas unidades", "vende rápido", "estão vendo", "muito procurad\\p{L}*"],
      specimen: "Só restam duas, e dez pessoas estão vendo.",
    },
    negating: {
      words: ["não", "sem", "jamais"],
      specimen: "Não mostrar sem o meu perfil",
    },
  },
  ar: {
    pushing: {
      words: [
        "نوصي", "ننصح", "يُنصح", "موصى به", "أفضل تجربة", "تجربة أفضل", "تحسين تجربت", "استمتع", "لا تفوت", "لا تفوّت", "للأسف",
        "عذرًا", "نأسف", "أسرع", "سارع", "اليوم فقط", "الفرصة الأخيرة", "هل أنت متأكد", "لا،? شكرًا", "المتابعة دون", "محدود",
      ],
      specimen: "لا شكرًا، لا أريد أفضل تجربة.",
    },
    promising: {
      words: ["لا أحد يستطيع", "لا أحد يمكنه", "لا يمكن لأحد", "آمن تمامًا", "100 ?[%٪]", "عسكري", "غير قابل للكسر", "مجهول"],
      specimen: "لا أحد يستطيع قراءته.",
    },
    urging: {
      words: ["بقيت? \\S+ فقط", "كمية محدودة", "يُباع بسرعة", "يشاهد\\p{L}* الآن", "إقبال"],
      specimen: "بقي اثنان فقط، وعشرة يشاهدونه الآن.",
    },
    negating: {
      words: ["لا", "لم", "لن", "ليس", "ليست", "دون", "بدون", "غير", "عدم"],
      specimen: "عدم العرض دون ملفي",
    },
  },
  hi: {
    pushing: {
      words: [
        "अनुशंसित", "बेहतरीन अनुभव", "बेहतर अनुभव", "आनंद", "मज़ा", "चूक", "माफ़", "अफ़सोस", "खेद", "जल्दी करें", "सिर्फ़ आज",
        "आखिरी मौका", "क्या आपको यकीन", "क्या आप निश्चित", "नहीं,? धन्यवाद", "सीमित",
      ],
      specimen: "नहीं धन्यवाद, मुझे बेहतर अनुभव नहीं चाहिए।",
    },
    promising: {
      words: ["कोई नहीं (?:देख|पढ़)", "कोई (?:देख|पढ़) नहीं", "पूरी तरह सुरक्षित", "100 ?%", "सैन्य", "अटूट", "गुमनाम"],
      specimen: "इसे कोई पढ़ नहीं सकता।",
    },
    urging: {
      words: ["सिर्फ़ \\S+ बचे", "तेज़ी से बिक", "लोग देख रहे", "अभी देख रहे", "माँग में"],
      specimen: "सिर्फ़ दो बचे हैं, दस लोग देख रहे हैं।",
    },
    negating: {
      words: ["नहीं", "न", "ना", "मत", "बिना"],
      specimen: "मेरी प्रोफ़ाइल के बिना न दिखाएँ",
    },
  },
  ja: {
    pushing: {
      words: [
        "推奨", "おすすめします", "最適な体験", "より良い体験", "よりよい体験", "お得", "楽しむ", "お楽しみ", "逃す", "残念", "申し訳", "今すぐ",
        "急いで", "本日限り", "最後のチャンス", "よろしいですか", "本当に", "結構です", "制限され",
      ],
      specimen: "残念ですが、より良い体験が制限されます。",
    },
    promising: {
      words: ["[誰だ]れ?にも[見読]", "絶対に安全", "完全に安全", "100 ?%", "軍事", "解読不可能", "匿名"],
      specimen: "だれにも読まれません。",
    },
    urging: {
      words: ["残りわずか", "残り[0-9一二三]", "売り切れ間近", "人気急上昇", "閲覧中", "人が見ています", "限定"],
      specimen: "残りわずか。10人が見ています。",
    },
    negating: {
      words: ["ない", "ません", "なし", "なく", "ず(?=[に、])"],
      specimen: "プロフィールなしで表示しない",
    },
  },
  "zh-Hans": {
    pushing: {
      words: [
        "强烈推荐", "推荐您", "建议您", "最佳体验", "更好的体验", "优化体验", "尽享", "畅享", "享受", "错过", "抱歉", "遗憾", "可惜", "赶快",
        "立即", "仅限今天", "最后机会", "确定要", "不用了", "谢谢", "受限", "解锁",
      ],
      specimen: "不用了，谢谢，我宁愿错过更好的体验。",
    },
    promising: {
      words: ["没有人能[看读]", "谁也[看读]不", "绝对安全", "完全安全", "百分之百", "100 ?%", "军用", "无法破解", "匿名"],
      specimen: "没有人能看到，绝对安全。",
    },
    urging: {
      words: ["仅剩", "库存紧张", "热卖", "抢购", "正在浏览", "人在看", "限时"],
      specimen: "仅剩两件，十人在看。",
    },
    negating: {
      words: ["不", "没", "无法", "未", "别"],
      specimen: "不要不使用我的档案",
    },
  },
  "zh-Hant": {
    pushing: {
      words: [
        "強烈推薦", "推薦您", "建議您", "最佳體驗", "更好的體驗", "優化體驗", "盡享", "暢享", "享受", "錯過", "抱歉", "遺憾", "可惜", "趕快",
        "立即", "僅限今天", "最後機會", "確定要", "不用了", "謝謝", "受限", "解鎖",
      ],
      specimen: "不用了，謝謝，我寧願錯過更好的體驗。",
    },
    promising: {
      words: ["沒有人能[看讀]", "誰也[看讀]不", "絕對安全", "完全安全", "百分之百", "100 ?%", "軍用", "無法破解", "匿名"],
      specimen: "沒有人能看到，絕對安全。",
    },
    urging: {
      words: ["僅剩", "庫存緊張", "熱賣", "搶購", "正在瀏覽", "人在看", "限時"],
      specimen: "僅剩兩件，十人在看。",
    },
    negating: {
      words: ["不", "沒", "無法", "未", "別"],
      specimen: "不要不使用我的檔案",
    },
  },
};

/** Each of a list's words in a text, where it stands by itself; Chinese and Japanese set none apart. */
export function found(language: string, { words }: WordList, text: string): string[] {
  const isSpaced = !/^(ja|zh)/.test(language);
  // Arabic writes "and", "with" and "for" onto the word.
  const before = language === "ar" ? "(?<![\\p{L}\\p{M}])[وفبل]?" : "(?<![\\p{L}\\p{M}])";
  const any = `(?:${words.join("|")})`;
  const pattern = isSpaced ? `${before}${any}(?![\\p{L}\\p{M}])` : any;
  return [...text.matchAll(new RegExp(pattern, "giu"))].map(([word]) => word);
}
