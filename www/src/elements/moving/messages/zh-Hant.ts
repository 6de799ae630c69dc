/** The Chinese texts, in traditional characters. */
import { icu } from "../../messages/message.js";
import type { MovingKey } from "../texts.js";

export const zhHant = icu<MovingKey>({
  "lead": "如果一週沒有造訪，有些瀏覽器會刪除網站保存的內容。有了檔案，就能在這裡或另一部裝置上還原。不會向任何地方傳送內容。",

  "take": "帶走我的個人檔案",
  "take-means": "產生一個只能用這個通行語打開的檔案。如果忘記了通行語，檔案就打不開。",
  "take-now": "產生加密檔案",
  "taken": "您的加密檔案已準備好。",

  "bring": "從檔案匯入",
  "bring-means": "請選擇加密檔案，或用「下載我的資料」得到的檔案。您在這裡允許的內容保持原樣。",
  "file": "檔案",
  "file-passphrase": "檔案的通行語",
  "open": "打開檔案",
  "opening": "正在打開檔案。",
  "found": "產生時間：{day}。其中有：{entries}。",
  "entries": "{n, plural, other {# 筆記錄}}",
  "add": "加入到這裡的內容中",
  "add-means": "這裡的內容會保留。如果兩邊都涉及同一主題，以較晚的為準。",
  "replace": "取代這裡的內容",
  "replace-sure": "這會移除現在保存在這裡的內容。這無法復原。",
  "replace-yes": "現在取代",
  "brought": "已匯入：{entries}。",
  "known": "這裡已有：{entries}。",
  "barred": "已略過，因為您在這裡沒有允許：{entries}。",
  "expired": "已略過，因為太舊：{entries}。",
  "not-allowed": "要匯入內容，請在上面允許「{purpose}」。",

  "wrong": "檔案沒有打開。可能是通行語有誤，或檔案已損壞。",
  "unknown": "這個檔案裡沒有個人檔案。",
  "too-large": "此檔案比這裡產生的任何檔案都大。",
  "damaged": "這個檔案在產生之後被更動過。請在另一部裝置上重新產生。",
  "newer": "這個檔案來自較新的版本。請重新載入此頁面，然後再試。",
  "foreign": "這個檔案來自另一個網站：{site}。",
  "early": "這個檔案的產生時間晚於現在。請檢查兩部裝置的時鐘。",
});
