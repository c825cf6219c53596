// genql: a client generated from the schema, with queries as objects of TypeScript.

import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { check, endpoint } from "../check.mjs";
import { run } from "../tool.mjs";

const frontend = new URL("../genql/", import.meta.url);
const generated = new URL("../generated/genql/", import.meta.url);
const scalars = ["Date", "DateTime", "Time"].flatMap((name) => ["-S", `${name}:string`]);
let pages;

check("genql generates a client from the endpoint that a strict frontend compiles against", async () => {
  await rm(generated, { recursive: true, force: true });

  await run("genql", ["--endpoint", endpoint, "--output", "../generated/genql/client", ...scalars], frontend);
  await run("tsc", ["--project", "."], frontend);

  await writeFile(new URL("js/package.json", generated), '{ "type": "commonjs" }');
  pages = createRequire(import.meta.url)(fileURLToPath(new URL("js/genql/pages.js", generated)));
});

check("genql filters articles by theme", async () => {
  const titles = await pages.articleTitles(pages.connected(endpoint, false), "velferdsteknologi");

  assert.deepEqual(titles, ["Velferdsteknologi på Ørland"]);
});

check("genql has two queries of the same moment answered in one batch, each its own", async () => {
  const client = pages.connected(endpoint, true);

  const answers = await Promise.all([
    pages.whatIsAt(client, "/arrangementer/samling-01/"),
    pages.whatIsAt(client, "/finnes-ikke/"),
  ]);

  assert.deepEqual(answers, ["Samling 01 2022", "404"]);
});
