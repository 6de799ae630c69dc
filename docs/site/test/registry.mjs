// A registry for npm that has one package of its own, the tarball of this repository, and sends
// whoever asks for another to the registry of this machine.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

/** Serves `manifest`'s package out of `tarball`; gives the registry's address, and how to end it. */
export async function serveRegistry(manifest, tarball) {
  const others = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim();
  const bytes = readFileSync(tarball);
  const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  const { name, version } = manifest;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://registry.example");
    if (pathname === `/${name}.tgz`) {
      response.end(bytes);
    } else if (pathname === `/${name}`) {
      const dist = { integrity, tarball: `http://${request.headers.host}/${name}.tgz` };
      const versions = { [version]: { ...manifest, dist } };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ name, "dist-tags": { latest: version }, versions }));
    } else {
      response.writeHead(307, { location: new URL(request.url.slice(1), others).href }).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${server.address().port}/`;
  return { url, close: () => server.close() };
}
