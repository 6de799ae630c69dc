/** The Chinese texts, in simplified characters. */
import { icu } from "../../messages/message.js";
import type { MovingKey } from "../texts.js";

export const zhHans = icu<MovingKey>({
  "lead": "如果一周没有访问，有些浏览器会删除网站保存的内容。有了文件，就能在这里或另一台设备上恢复。不会向任何地方发送内容。",

  "take": "带走我的档案",
  "take-means": "生成一个只能用这个口令打开的文件。如果忘记了口令，文件就打不开。",
  "take-now": "生成加密文件",
  "taken": "您的加密文件已准备好。",

  "bring": "从文件导入",
  "bring-means": "请选择加密文件，或用“下载我的数据”得到的文件。您在这里允许的内容保持原样。",
  "file": "文件",
  "file-passphrase": "文件的口令",
  "open": "打开文件",
  "opening": "正在打开文件。",
  "found": "生成时间：{day}。其中有：{entries}。",
  "entries": "{n, plural, other {# 条记录}}",
  "add": "添加到这里的内容中",
  "add-means": "这里的内容会保留。如果两边都涉及同一主题，以较晚的为准。",
  "replace": "替换这里的内容",
  "replace-sure": "这会移除现在保存在这里的内容。这无法撤销。",
  "replace-yes": "现在替换",
  "brought": "已导入：{entries}。",
  "known": "这里已有：{entries}。",
  "barred": "已略过，因为您在这里没有允许：{entries}。",
  "expired": "已略过，因为太旧：{entries}。",
  "not-allowed": "要导入内容，请在上面允许“{purpose}”。",

  "wrong": "文件没有打开。可能是口令有误，或文件已损坏。",
  "unknown": "这个文件里没有档案。",
  "too-large": "此文件比这里生成的任何文件都大。",
  "damaged": "这个文件在生成之后被改动过。请在另一台设备上重新生成。",
  "newer": "这个文件来自较新的版本。请重新加载此页面，然后再试。",
  "foreign": "这个文件来自另一个网站：{site}。",
  "early": "这个文件的生成时间晚于现在。请检查两台设备的时钟。",
});
