/** Where the package under test lies: the folder of package.json, with a slash at its end. */
declare const PACKAGE: string;

export const packageFolder = new URL(PACKAGE);
