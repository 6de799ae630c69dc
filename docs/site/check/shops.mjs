// Lints what runs on other people's servers: the templates of Shopify, and PHP.
import { toLiquidHtmlAST } from "@shopify/liquid-html-parser";
import php from "php-parser";

/** Shopify's own parser; a tag that is not closed is an error. */
export function liquid(text) {
  try {
    toLiquidHtmlAST(text);
    return [];
  } catch (error) {
    return [error.message];
  }
}

export function phpCode(text) {
  try {
    new php.Engine({ parser: { php8: true } }).parseCode(text, "block.php");
    return [];
  } catch (error) {
    return [error.message];
  }
}
