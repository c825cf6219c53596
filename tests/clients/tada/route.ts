// Whatever is at a path, told apart by its type.

import { type ResultOf, graphql } from "./graphql.ts";

export const AtPath = graphql(`
  query AtPath($path: String!) {
    route(path: $path) {
      __typename
      ... on Redirect {
        location
      }
      ... on ArticlePage {
        title
        body {
          __typename
          ... on QuoteBlock {
            text
            attributedTo
          }
        }
      }
    }
  }
`);

export function shown({ route }: ResultOf<typeof AtPath>): string {
  if (route === null) return "404";
  if (route.__typename === "Redirect") return route.location;
  if (route.__typename !== "ArticlePage") return route.__typename;
  const quotes = route.body.flatMap((block) => (block.__typename === "QuoteBlock" ? [block.attributedTo] : []));
  return `${route.title} ${quotes}`;
}
