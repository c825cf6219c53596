// The function that types documents by our schema.

import { initGraphQLTada } from "gql.tada";
import type { introspection } from "../generated/tada/introspection";

export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { Date: string; DateTime: string; Time: string };
}>();

export { readFragment } from "gql.tada";
export type { FragmentOf, ResultOf, VariablesOf } from "gql.tada";
