// graphql-codegen: types from the introspected schema for a strict TypeScript frontend.

import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { codegen } from "@graphql-codegen/core";
import { preset } from "@graphql-codegen/client-preset";
import * as typescript from "@graphql-codegen/typescript";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { parse, print, printSchema } from "graphql";
import { check, everything, introspectedSchema, post } from "../check.mjs";
import { compiled } from "../typescript.mjs";

const frontend = new URL("../codegen/", import.meta.url);
const generated = new URL("../generated/codegen/", import.meta.url);
const schemaAst = await introspectedSchema();
const common = {
  schema: parse(printSchema(schemaAst)),
  schemaAst,
  config: {
    strictScalars: true,
    scalars: { Date: "string", DateTime: "string", Time: "string" },
    enumsAsTypes: true,
    useTypeImports: true,
  },
};
const files = Object.fromEntries(
  ["times", "lists", "route", "choices", "filters", "teaser"].map((name) => [name, new URL(`${name}.ts`, frontend)]),
);

function source(text) {
  return { location: "frontend", document: parse(text), rawSDL: text };
}

/** The whole schema as types, and types for the documents in files of their own. */
async function writeTypes() {
  const documents = [source(print(everything))];
  for (const [name, plugin] of Object.entries({ schema: typescript, documents: typescriptOperations })) {
    const output = { filename: `${name}.ts`, documents, pluginMap: { plugin }, plugins: [{ plugin: {} }] };
    await writeFile(new URL(output.filename, generated), await codegen({ ...common, ...output }));
  }
}

/** What the client preset makes of the documents within the frontend's modules. */
async function writeClient() {
  const module = await readFile(files.teaser, "utf8");
  const outputs = await preset.buildGeneratesSection({
    ...common,
    baseOutputDir: "client/",
    documents: [...module.matchAll(/graphql\(`([^`]*)`\)/g)].map(([, text]) => source(text)),
    plugins: [],
    pluginMap: {},
    presetConfig: {
      fragmentMasking: { unmaskFunctionName: "getFragmentData" },
      persistedDocuments: { hashAlgorithm: "sha256" },
    },
  });
  for (const output of outputs) {
    await writeFile(new URL(output.filename, generated), await codegen(output));
  }
}

await rm(generated, { recursive: true, force: true });
await mkdir(new URL("client/", generated), { recursive: true });
let compiles;

check("codegen generates types and a client from the introspected schema", async () => {
  await writeTypes();
  await writeClient();

  compiles = compiled(new URL("schema.ts", generated), ...Object.values(files));
  for (const name of ["schema.ts", "documents.ts", "client/graphql.ts", "client/gql.ts"]) {
    compiles(new URL(name, generated));
  }
});

check("codegen types an event's start as a scalar that is always there, its end as one that may be missing", () =>
  compiles(files.times));

check("codegen types a list so that only what may be missing has to be asked for", () => compiles(files.lists));

check("codegen types what is at a path as a union that can be told apart completely by type", () =>
  compiles(files.route));

check("codegen types choices as their values and no others", () => compiles(files.choices));

check("codegen types filters as conditions of their own list", () => compiles(files.filters));

check("codegen's client preset types documents where they are used, with masked fragments", () =>
  compiles(files.teaser));

check("codegen's persisted documents run by the SHA-256 that it gave them", async () => {
  const documents = JSON.parse(await readFile(new URL("client/persisted-documents.json", generated), "utf8"));
  const [[name, query]] = Object.entries(documents).filter(([, text]) => text.includes("query Latest"));
  const extensions = { persistedQuery: { version: 1, sha256Hash: name.replace("sha256:", "") } };

  await post({ query, extensions, variables: { first: 1 } });
  const { data } = await post({ extensions, variables: { first: 3 } });

  assert.equal(data?.articles.nodes.length, 3);
});
