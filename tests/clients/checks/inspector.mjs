// graphql-inspector: documents against the schema, the schema against the committed file, types against each other.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { diff, similar, validate } from "@graphql-inspector/core";
import { Source, assertValidSchema, buildSchema, lexicographicSortSchema, print, printSchema } from "graphql";
import { check, everything, introspectedSchema } from "../check.mjs";

const committed = buildSchema(await readFile(new URL("../../../cms/schema.graphql", import.meta.url), "utf8"));
const served = await introspectedSchema();
const content = ["ArticlePage", "Contact", "EventPage", "MandatePage", "Municipality", "Organisation", "ProjectPage"];

check("graphql-js finds the introspected schema valid, and prints it as the committed file", () => {
  assertValidSchema(served);

  assert.equal(printSchema(lexicographicSortSchema(served)), printSchema(lexicographicSortSchema(committed)));
});

check("graphql-inspector finds no change between the committed schema and the one that is served", async () => {
  assert.deepEqual(await diff(committed, served), []);
});

check("graphql-inspector finds the frontend's documents valid, shallow enough and without anything deprecated", () => {
  const sources = [new Source(print(everything), "documents")];

  assert.deepEqual(validate(served, sources, { strictDeprecated: true, maxDepth: 12, maxAliasCount: 30 }), []);
});

check("graphql-inspector finds no type of content that is nearly the same as another", () => {
  assert.deepEqual(content.flatMap((name) => Object.keys(similar(committed, name, 0.9))), []);
});
