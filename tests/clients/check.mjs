// What every client's checks use: a check with its name, the endpoint, and a fetch that remembers what was sent.

import { readFileSync, readdirSync } from "node:fs";
import { inspect } from "node:util";
import { buildClientSchema, getIntrospectionQuery, parse, print } from "graphql";

export const endpoint = process.argv[2];

const checks = [];

/** Declares a check: a sentence about what the client gets, and how to find out. */
export function check(sentence, run) {
  checks.push({ sentence, run });
}

/** Runs the declared checks in their order; prints a line of JSON for each. */
export async function report() {
  for (const { sentence, run } of checks) {
    let failure = null;
    try {
      await run();
    } catch (error) {
      failure = inspect(error);
    }
    console.log(JSON.stringify({ sentence, failure }));
  }
}

/** The answer to a request that is sent as its body. */
export async function post(body) {
  const headers = { "content-type": "application/json", accept: "application/graphql-response+json" };
  return (await fetch(endpoint, { method: "POST", headers, body: JSON.stringify(body) })).json();
}

/** The answer to the introspection that tools send. */
export async function introspection() {
  return (await post({ query: getIntrospectionQuery() })).data;
}

/** The schema as tools build it from the introspection. */
export async function introspectedSchema() {
  return buildClientSchema(await introspection());
}

/** A fetch that keeps what was asked and answered, in order. */
export function rememberingFetch() {
  const exchanges = [];
  const remember = async (address, options = {}) => {
    const response = await fetch(address, options);
    const { searchParams } = new URL(address);
    const asked = options.body ? JSON.parse(options.body) : Object.fromEntries(searchParams);
    exchanges.push({ method: options.method ?? "GET", asked, status: response.status });
    return response;
  };
  return { exchanges, fetch: remember };
}

const directory = new URL("documents/", import.meta.url);
const definitions = readdirSync(directory)
  .sort()
  .flatMap((name) => parse(readFileSync(new URL(name, directory), "utf8"), { noLocation: true }).definitions);

/** Every document of the frontend, in one. */
export const everything = { kind: "Document", definitions };

/** The operation of this name with the fragments that it spreads, as one document. */
export function operation(name) {
  const found = new Set([definitions.find((one) => one.kind === "OperationDefinition" && one.name.value === name)]);
  for (const one of found) {
    for (const [, spread] of print(one).matchAll(/\.\.\.(\w+)/g)) {
      if (spread !== "on") found.add(definitions.find((other) => other.name.value === spread));
    }
  }
  return { kind: "Document", definitions: [...found] };
}
