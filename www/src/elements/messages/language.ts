/** The language that is written for a tag: Chinese goes by the script that its region reads. */
export function languageOf(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize();
  return language === "zh" ? `zh-${script}` : language;
}
