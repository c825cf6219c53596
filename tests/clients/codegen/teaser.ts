// The client preset: documents where they are used, and fragments that only their own component can read.

import type { FragmentType } from "../generated/codegen/client/fragment-masking";
import { getFragmentData } from "../generated/codegen/client/fragment-masking";
import { graphql } from "../generated/codegen/client/gql";
import type { ResultOf, VariablesOf } from "@graphql-typed-document-node/core";

const Teaser = graphql(`
  fragment Teaser on ArticlePage {
    title
    lead
  }
`);

const Latest = graphql(`
  query Latest($first: Int!) {
    articles(first: $first) {
      nodes {
        id
        ...Teaser
      }
    }
  }
`);

export const variables: VariablesOf<typeof Latest> = { first: 3 };

export function teaser(article: FragmentType<typeof Teaser>): string {
  const { title, lead } = getFragmentData(Teaser, article);
  return `${title}: ${lead}`;
}

export function teasers({ articles }: ResultOf<typeof Latest>): string[] {
  // @ts-expect-error -- the list has not asked for it itself
  articles.nodes[0].title;
  return articles.nodes.map(teaser);
}
