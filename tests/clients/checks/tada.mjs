// gql.tada: types inferred from the documents themselves, without generated code for each.

import assert from "node:assert/strict";
import { mkdir, rm } from "node:fs/promises";
import { print } from "graphql";
import { check, endpoint, post } from "../check.mjs";
import { run } from "../tool.mjs";
import { compiled } from "../typescript.mjs";

const frontend = new URL("../tada/", import.meta.url);
const generated = new URL("../generated/tada/", import.meta.url);
const files = { events: new URL("events.ts", frontend), route: new URL("route.ts", frontend) };
let compiles;

check("gql.tada generates its schema from the endpoint, and its types from that", async () => {
  await rm(generated, { recursive: true, force: true });
  await mkdir(generated, { recursive: true });

  await run("gql.tada", ["generate-schema", endpoint, "--output", "../generated/tada/schema.graphql"], frontend);
  await run("gql.tada", ["generate-output"], frontend);

  compiles = compiled(...Object.values(files));
});

check("gql.tada infers a query's variables and result, its fragments masked", () => compiles(files.events));

check("gql.tada infers a union that can be told apart by type", () => compiles(files.route));

check("gql.tada's documents run as they are typed", async () => {
  const { Teaser, Upcoming } = await import(files.events);
  const variables = { first: 2, where: { when: ["PAST"] } };

  const { data } = await post({ query: print(Upcoming), variables });

  assert.equal(data.events.totalCount, 7);
  assert.equal(data.events.nodes.length, 2);
  assert.equal(new Date(data.events.nodes[0].startsAt).toISOString(), "2022-07-16T07:00:00.000Z");
  assert.equal(Teaser.definitions[0].name.value, "Teaser");
});
