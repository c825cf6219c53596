// Hits of different types, each edge with its score and excerpt.

import { graphql } from "relay-runtime";

export const query = graphql`
  query SearchQuery($words: String!, $first: Int = 10, $after: String) {
    search(query: $words, first: $first, after: $after) @connection(key: "Search_search") {
      didYouMean
      edges {
        score
        excerpt
        node {
          __typename
          ... on PageInterface {
            title
          }
          ... on Contact {
            name
          }
        }
      }
    }
  }
`;
