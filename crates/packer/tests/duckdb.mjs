// Runs SQL in DuckDB: `node duckdb.mjs DATABASE` takes statements from standard input, and prints
// the rows of the last one as JSON.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// The package's own development dependencies have DuckDB.
const require = createRequire(new URL("../../../www/package.json", import.meta.url));
const { DuckDBInstance } = require("@duckdb/node-api");

const instance = await DuckDBInstance.create(process.argv[2]);
const connection = await instance.connect();
const found = await connection.runAndReadAll(readFileSync(0, "utf8"));
console.log(JSON.stringify(found.getRowsJson()));
connection.closeSync();
